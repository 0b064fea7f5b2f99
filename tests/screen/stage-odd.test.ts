/** The stage on what is unusual: accusations, networks without positions or with few, foreign letters, events of nobody. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { readScreen } from '../../src/files.js'
import { page as reportPage } from '../../src/report/page.js'
import { parseScenario } from '../../src/scenario-file.js'
import { experiment } from '../../src/studies/experiment.js'
import { typicalRun } from '../../src/studies/typical.js'
import { browser, noBrowser, NOTHING, type Opened } from './browser.js'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

describe.skipIf(noBrowser)('the stage', () => {
  const open = browser()

  async function staged(text: string): Promise<Opened> {
    const include = (name: string): { file: string; text: string } => {
      const file = `networks/${name}.yaml`
      return { file, text: read(file) }
    }
    const scenario = parseScenario(text, { file: 'odd.yaml', include })
    const { data } = await experiment(scenario, { runs: 2 })
    const without = scenario.breaches.map(({ id }) => id)
    const typical = typicalRun(scenario, data.typicalRun, without)
    const html = reportPage(data, typical, await readScreen('report'))
    return open(html, { viewport: { width: 1280, height: 900 } })
  }

  const find = async (page: Page, id: string): Promise<string> => {
    await page.getByLabel('Find a country').selectOption(id)
    return page.locator('.answer').innerText()
  }

  test('calls nobody a leaker who is falsely accused', async () => {
    const { page, doings } = await staged(read('scenarios/false-accusation.yaml'))
    expect(await find(page, 'USA')).toContain('United States: accused of what it did not do')
    expect(await page.getByRole('radio', { name: 'With the accusation' }).count()).toBe(1)
    expect(await page.locator('.reading').first().textContent()).toContain('with the accusation')
    expect(await find(page, 'ISR')).toContain('Israel: whose secret it is said to be')
    expect(await find(page, 'MAR')).toContain('shares nothing with the United States')
    expect(await page.locator('#stage').innerText()).not.toMatch(/the leaker|whose secret it was/)
    expect(doings).toEqual(NOTHING)
  })

  test('says of which world it speaks, whichever the picture shows', async () => {
    const { page } = await staged(read('scenarios/laptop-bomb.yaml'))
    await page.locator('.slider input').fill('300')
    const said = await find(page, 'ISR')
    expect(said).toMatch(/On day 300\n(?:tear-lines only|suspended) \(full sharing without the breach\)/)
    await page.getByText('The same as a table').click()
    const row = (): Promise<string> =>
      page.locator('.stage details tbody tr', { hasText: 'Israel' }).innerText()
    const before = await row()
    expect(before).toMatch(/(?:tear-lines only|suspended)\s+full sharing$/)
    await page.getByRole('radio', { name: 'Without it' }).check({ force: true })
    expect(await row()).toBe(before)
    expect(await page.locator('.answer').innerText()).toBe(said)
  })

  test('titles what happens by whom it befalls where nobody does it, and names every shade as it is', async () => {
    const { page } = await staged(read('scenarios/laptop-bomb.yaml'))
    const plot = page.locator('.happenings button', { hasText: /The plot against .* is carried out/ }).first()
    const against = /The plot against (.*?) \(/.exec(await plot.innerText())?.[1]
    await plot.click()
    expect(await page.locator('.answer h4').textContent()).toBe(against)
    const shades = await page.locator('.legend .scale > span').allTextContents()
    expect(shades.map((text) => text.trim())).toEqual([
      '0.00',
      '0.20',
      '0.40',
      '0.60',
      '0.75',
      '0.90',
      '1.00',
    ])
  })

  test('calls generated countries no organisations', async () => {
    const { page, doings } = await staged(`
liaison: 1
title: Generated
start: 2017-01-01
days: 30
network: { generate: scale-free, countries: 20, meanAgreements: 4 }
events:
  - id: b
    on: 2017-01-05
    breach: { by: c001, of: c002, to: press, topic: topic-1, kind: disclosure, severity: 0.8 }
`)
    expect(await page.locator('.picture > .aside').textContent()).toBe(
      'None of these has a position, so there is no map.',
    )
    expect(doings).toEqual(NOTHING)
  })

  test('says who is missing from the map, and writes any letters as letters', async () => {
    const long = 'An office with a name so very long that it has eighty characters exactly, really'
    const { page, doings } = await staged(`
liaison: 1
title: Odd
start: 2017-01-01
days: 40
network:
  title: odd
  topics: { t: { label: "T<script>alert(1)</script>" } }
  countries:
    - { id: A, label: "وكالة <b>الأمن</b>", position: [51, 0], collection: { t: { SIGINT: 1 } }, need: { t: 1 } }
    - { id: B, label: "${long}", collection: { t: { SIGINT: 1 } }, need: { t: 1 } }
    - { id: C, label: "סוכנות", position: [10, 30], collection: { t: { SIGINT: 1 } }, need: { t: 1 } }
  agreements:
    - { id: ab, parties: [A, B], tie: ally, scope: { topics: [t], disciplines: [SIGINT] } }
    - { id: bc, parties: [B, C], tie: partner, scope: { topics: [t], disciplines: [SIGINT] } }
events:
  - id: x
    on: 2017-01-20
    breach: { by: A, of: B, to: press, topic: t, kind: disclosure, severity: 0.9, press: { after: 0 days } }
`)
    expect(await page.locator('.picture > .aside').textContent()).toBe(
      `Not on the map, for want of a position: ${long}.`,
    )
    expect(await find(page, 'A')).toContain('وكالة <b>الأمن</b>')
    const edges = await page.evaluate(() =>
      ['.why .finder select', '.why'].map(
        (one) => document.querySelector(one)?.getBoundingClientRect().right,
      ),
    )
    expect(edges[0]).toBeLessThanOrEqual(edges[1] ?? 0)
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    }
    expect(doings).toEqual(NOTHING)
  })
})

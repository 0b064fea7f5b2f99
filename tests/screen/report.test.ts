/** The report with its program, in a real browser and from a file, as its readers have it. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { readScreen } from '../../src/files.js'
import type { Screen } from '../../src/report/frame.js'
import { page as pageOf, type ReportData } from '../../src/report/page.js'
import { parseScenario } from '../../src/scenario-file.js'
import type { Scenario } from '../../src/scenario.js'
import { experiment } from '../../src/studies/experiment.js'
import * as tables from '../../src/studies/tables.js'
import { typicalRun } from '../../src/studies/typical.js'
import { PROJECT, TINY } from '../cli/command.js'
import { HOSTILE_NAMES } from '../report/hostile.js'
import { shipped } from '../shipped.js'
import { browser, NOTHING, noBrowser, type Opened } from './browser.js'

/** Runs a scenario and tells it. */
async function told(scenario: Scenario, runs: number): Promise<ReportData> {
  const { data } = await experiment(scenario, { runs })
  const removed = scenario.breaches.map(({ id }) => id)
  return { findings: data, typical: typicalRun(scenario, data.typicalRun, removed) }
}

describe.skipIf(noBrowser)('the report in a browser', () => {
  const open = browser()
  let screen: Screen
  let data: ReportData
  let html: string
  let still: string

  beforeAll(async () => {
    screen = await readScreen('report')
    data = await told(shipped(), 8)
    html = pageOf(data.findings, data.typical, screen)
    still = pageOf(data.findings, data.typical)
  })

  test('runs by itself: it asks nobody for anything and breaks no rule', async () => {
    const { page, doings } = await open(html)
    expect(await page.locator('.downloads button').count()).toBe(7)
    expect(doings).toEqual(NOTHING)
  })

  test('what breaks a rule is seen', async () => {
    const { page, doings } = await open(
      html.replace('<main>', '<main><img src="https://example.org/x.png"><p style="color: red">x</p>'),
    )
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.PWN = 1' }))
      alert('x')
      setTimeout(() => {
        throw new Error('late')
      })
    })
    await page.waitForTimeout(50)
    expect(doings.dialogs).toEqual(['x'])
    expect(doings.errors).toContain('late')
    expect(doings.errors.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThan(2)
    expect(await page.evaluate('window.PWN')).toBeUndefined()
  })

  describe('a table', () => {
    const TABLE = 'All partners, victims first, then by chill.'

    async function opened(): Promise<{
      page: Page
      column: (k: number) => Promise<string[]>
      shown: () => Promise<number>
    }> {
      const { page } = await open(html, { viewport: { width: 1280, height: 800 } })
      const rows = page.getByRole('table', { name: TABLE }).locator('tbody tr')
      return {
        page,
        column: (k) => rows.locator(`:nth-child(${k})`).allTextContents(),
        shown: () => rows.locator('visible=true').count(),
      }
    }

    test('sorts by a heading upward, then downward, then as it was', async () => {
      const { page, column } = await opened()
      const head = page.getByRole('table', { name: TABLE }).getByRole('columnheader', { name: 'partner' })
      const asWritten = await column(1)
      const upward = asWritten.toSorted(new Intl.Collator('en').compare)
      expect(asWritten.length).toBeGreaterThan(20)
      await head.getByRole('button').click()
      expect(await head.getAttribute('aria-sort')).toBe('ascending')
      expect(await column(1)).toEqual(upward)
      await head.getByRole('button').click()
      expect(await head.getAttribute('aria-sort')).toBe('descending')
      expect(await column(1)).toEqual(upward.toReversed())
      await head.getByRole('button').click()
      expect(await head.getAttribute('aria-sort')).toBeNull()
      expect(await column(1)).toEqual(asWritten)
    })

    test('sorts numbers as numbers, from the keyboard, by one column at a time', async () => {
      const { page, column } = await opened()
      const table = page.getByRole('table', { name: TABLE })
      const numbers = async (): Promise<number[]> =>
        (await column(3)).map((text) => Number.parseFloat(text.replace('\u2212', '-')))
      await table.getByRole('button', { name: 'partner' }).click()
      await table.getByRole('button', { name: 'chill' }).focus()
      await page.keyboard.press('Enter')
      const upward = await numbers()
      expect(upward).toEqual(upward.toSorted((a, b) => a - b))
      await page.keyboard.press('Space')
      expect(await numbers()).toEqual(upward.toSorted((a, b) => b - a))
      expect(await table.locator('[aria-sort]').count()).toBe(1)
    })

    test('finds rows by their words and says how many', async () => {
      const { page, shown } = await opened()
      const all = await shown()
      const field = page.getByRole('searchbox', { name: `Find in: ${TABLE}` })
      await field.fill('isr')
      expect(await shown()).toBe(1)
      const status = page.locator('.caption', { has: field }).getByRole('status')
      expect(await status.textContent()).toBe(`1 of ${all} rows`)
      await field.fill('nobody at all')
      expect(await status.textContent()).toBe(`0 of ${all} rows`)
      await field.fill('')
      expect(await shown()).toBe(all)
      expect(await status.textContent()).toBe('')
    })

    test('of few rows has neither', async () => {
      const { page } = await open(html)
      const few = page.locator('.table table', { has: page.locator('tbody:not(:has(tr:nth-child(5)))') })
      expect(await few.count()).toBeGreaterThan(0)
      expect(await few.locator('button').count()).toBe(0)
      expect(await page.getByRole('searchbox').count()).toBeLessThan(
        await page.locator('.table table').count(),
      )
    })
  })

  test('the files that it gives are those of the result, to the byte', async () => {
    const { page, doings } = await open(html)
    const { findings, typical } = data
    const written: Record<string, string> = {
      'findings.json': tables.findingsJson(findings),
      'partners.csv': tables.partnersTable(findings),
      'days.csv': tables.daysTable(findings),
      'outcomes.csv': tables.outcomesTable(findings),
      'warnings.csv': tables.warningsTable(typical),
      'events.jsonl': tables.eventLines(typical),
    }
    const saved = async (name: string): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name, exact: true }).click(),
      ])
      expect(download.suggestedFilename()).toBe(name)
      return readFileSync(await download.path(), 'utf8')
    }
    for (const [name, text] of Object.entries(written)) expect(await saved(name), name).toBe(text)
    expect(await saved('network.gexf')).toMatch(/^<\?xml .*<\/gexf>\n$/s)
    expect({ ...doings, requests: doings.requests.filter((url) => !url.startsWith('blob:')) }).toEqual(
      NOTHING,
    )
  })

  describe('a hostile name', () => {
    /** What would tell that a name became more than text. */
    const census = (page: Page): Promise<unknown> =>
      page.evaluate(() => ({
        elements: [
          'script',
          'img',
          'iframe',
          'object',
          'embed',
          'link',
          'base',
          'form',
          'a',
          'foreignObject',
        ].map((name) => [name, document.querySelectorAll(name).length]),
        // our own program styles what it draws, and never with an address
        handlers: [...document.querySelectorAll('*')].flatMap((element) =>
          element
            .getAttributeNames()
            .filter(
              (name) =>
                name.startsWith('on') ||
                (name === 'style' &&
                  (element.closest('#stage') === null ||
                    /url|\(['"]/.test(element.getAttribute(name) ?? ''))),
            ),
        ),
        globals: Object.keys(window).filter((name) => /PWN/i.test(name)),
      }))

    /** Everything that can be opened, pressed or filled in. */
    async function touch({ page }: Opened): Promise<void> {
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      for (const field of await page.locator('input[type=search]').all()) {
        await field.fill('<img src=x onerror=window.PWN=10>')
        await field.fill('')
      }
      // from the list at each press, for a press may draw the buttons anew
      const buttons = page.locator('button:visible:enabled')
      for (let k = 0; k < (await buttons.count()); k++)
        await buttons.nth(k).evaluate((button: HTMLElement) => button.click())
    }

    const OWN = [
      '</script><script>window.PWN=7</script>',
      '&lt;img src=x onerror=window.PWN=8&gt;',
      '<!--<script>',
      '\\u003cimg src=x onerror=window.PWN=9\\u003e',
      '__proto__',
      '<b>Borduria',
    ]

    test('that a scenario may hold is nothing but text, in every slot at once', async () => {
      const slot = (name: string): string => JSON.stringify(name)
      const legal = [...HOSTILE_NAMES, ...OWN].filter((name) => {
        try {
          return parseScenario(TINY.replace('label: Avalon', `label: ${slot(name)}`)) !== undefined
        } catch {
          return false
        }
      })
      expect(legal.length).toBeGreaterThan(20)
      const countries = legal.map(
        (name, k) =>
          `    - { id: X${String(k).padStart(2, '0')}, label: ${slot(name)}, need: { terror: 1 }, collection: { terror: { HUMINT: 0.2 } } }`,
      )
      const agreements = legal.map(
        (name, k) =>
          `    - { id: with${k}, label: ${slot(name)}, parties: [BBB, X${String(k).padStart(2, '0')}], scope: { topics: all, disciplines: all }, tie: partner }`,
      )
      const scenario = parseScenario(
        TINY.replace('title: A small leak', `title: ${slot(OWN[0])}\ndescription: ${slot(legal.join(' '))}`)
          .replace('terror: { plots', `terror: { label: ${slot(OWN[1])}, plots`)
          .replace('  agreements:\n', `${countries.join('\n')}\n  agreements:\n${agreements.join('\n')}\n`),
      )
      const { findings, typical } = await told(scenario, 3)
      const opened = await open(pageOf(findings, typical, screen))
      const before = await census(opened.page)
      await touch(opened)
      expect(await census(opened.page)).toEqual(before)
      expect(before).toMatchObject({ handlers: [], globals: [] })
      expect(await opened.page.locator('script').count()).toBe(2)
      expect({
        ...opened.doings,
        requests: opened.doings.requests.filter((url) => !url.startsWith('blob:')),
      }).toEqual(NOTHING)
    })

    test.each([...HOSTILE_NAMES, ...OWN].map((name, k) => [k, name] as const))(
      'that no scenario may hold is nothing but text all the same: name %i',
      async (_, name) => {
        const plain = parseScenario(TINY)
        const called = <T extends object>(things: readonly T[]): T[] =>
          things.map((thing) => ({ ...thing, label: name }))
        const scenario: Scenario = {
          ...plain,
          title: name,
          description: name,
          breaches: plain.breaches.map((breach) => ({ ...breach, id: name })),
          network: {
            ...plain.network,
            id: name,
            countries: called(plain.network.countries),
            agreements: called(plain.network.agreements),
            topics: called(plain.network.topics),
          },
        }
        const { findings, typical } = await told(scenario, 1)
        const { page, doings } = await open(pageOf({ ...findings, seed: name }, typical, screen))
        expect(await census(page)).toMatchObject({
          elements: expect.arrayContaining([
            ['script', 2],
            ['img', 0],
          ]) as unknown,
          handlers: [],
          globals: [],
        })
        expect(await page.locator('.downloads button').count()).toBe(7)
        expect(doings).toEqual(NOTHING)
      },
    )
  })

  describe('nothing jumps', () => {
    test.each([360, 800, 1440])('at %i px', async (width) => {
      const viewport = { width, height: 800 }
      const { page } = await open(html, {
        viewport,
        before: async (page) => {
          await page.addInitScript(() => {
            const shifts: number[] = []
            Object.assign(window, { shifts })
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries())
                shifts.push((entry as unknown as { value: number }).value)
            }).observe({ type: 'layout-shift', buffered: true })
          })
        },
      })
      await page.waitForTimeout(300)
      const shifts = (await page.evaluate('window.shifts')) as number[]
      expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThanOrEqual(0.02)

      // every table with what is said above it is as high as without the program, and every heading as wide
      const heights = (page: Page): Promise<number[][]> =>
        page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true
          return [...document.querySelectorAll('.table')].map((table) => [
            Math.round(10 * (table.previousElementSibling?.getBoundingClientRect().height ?? 0)),
            ...[table, ...table.querySelectorAll('th')].flatMap((part) => {
              const { width, height } = part.getBoundingClientRect()
              return [Math.round(10 * width), Math.round(10 * height)]
            }),
          ])
        })
      const without = await open(still, { viewport })
      expect(await heights(page)).toEqual(await heights(without.page))
    })
  })

  describe('axe finds nothing serious', () => {
    const cases = (['light', 'dark'] as const).flatMap((scheme) =>
      [360, 1280].map((width) => [scheme, width] as const),
    )
    test.each(cases)('%s, %i px', async (colorScheme, width) => {
      for (const text of [html, still]) {
        const { page } = await open(text, { colorScheme, viewport: { width, height: 800 } })
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true
        })
        // axe is not named in the page's policy; an expression from outside needs not be
        await page.evaluate(axe.source)
        const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(
          serious.map(({ id, help, nodes }) => [id, help, nodes.slice(0, 3).map(({ html }) => html)]),
        ).toEqual([])
      }
    })
  })

  test('on paper it has no controls, and every row', async () => {
    const { page } = await open(html)
    await page.getByRole('searchbox').first().fill('nobody at all')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('input:visible, select:visible, .downloads:visible').count()).toBe(0)
    // headings that sort are headings
    expect(await page.locator('button:not(.sort):visible').count()).toBe(0)
    const rows = page.locator('.table tbody tr')
    expect(await page.locator('.table tbody tr:visible').count()).toBe(await rows.count())
    expect((await page.pdf()).length).toBeGreaterThan(10_000)
  })

  describe('pictures to look at', () => {
    const folder = join(PROJECT, 'liaison-out', 'screens')
    const cases = (['light', 'dark'] as const).flatMap((scheme) =>
      [360, 800, 1440].map((width) => [scheme, width] as const),
    )
    test.each(cases)('%s, %i px', async (colorScheme, width) => {
      mkdirSync(folder, { recursive: true })
      const { page } = await open(html, { colorScheme, viewport: { width, height: 900 } })
      const path = join(folder, `report-${width}-${colorScheme}.png`)
      await page.screenshot({ path, fullPage: true })
      expect(readFileSync(path).length).toBeGreaterThan(10_000)
    })
  })
})

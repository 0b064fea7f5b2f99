/** The stage in a real browser: one day moves everything, every click says why, and no hand needs a pointer. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { sayDate } from '../../src/calendar.js'
import { readScreen } from '../../src/files.js'
import { because, why } from '../../src/report/why.js'
import { page as reportPage } from '../../src/report/page.js'
import { trustColour } from '../../src/screen/stage/colours.js'
import { Trusts } from '../../src/screen/stage/standing.js'
import { experiment } from '../../src/studies/experiment.js'
import { stepsOfTheBreach, typicalRun, type TypicalRun } from '../../src/studies/typical.js'
import { shipped } from '../shipped.js'
import { browser, noBrowser, NOTHING, type Opened } from './browser.js'

const VICTIM = 'ISR'
const LEAKER = 'USA'

let html: string
let typical: TypicalRun

beforeAll(async () => {
  const scenario = shipped()
  const { data } = await experiment(scenario, { runs: 6 })
  typical = typicalRun(scenario, data.typicalRun, ['oval-office'])
  html = reportPage(data, typical, await readScreen('report'))
})

async function goTo(page: Page, day: number): Promise<void> {
  await page.locator('.slider input').fill(String(day))
}

/** Waits until a country's mark has come to where it goes, however long a busy machine takes over it. */
async function standStill(page: Page, id: string): Promise<void> {
  await page.evaluate(async (country) => {
    const place = () =>
      JSON.stringify(document.querySelector(`.countries [data-id="${country}"]`)?.getBoundingClientRect())
    const aMoment = () =>
      new Promise((after) => {
        setTimeout(() => requestAnimationFrame(after), 200)
      })
    for (let before = ''; before !== place(); await aMoment()) before = place()
  }, id)
}

/** All that the day moves, as the page shows it. */
function seen(page: Page) {
  return page.evaluate((victim) => {
    const find = (selector: string): SVGElement => {
      const found = document.querySelector<SVGElement>(selector)
      if (found === null) throw new Error(`nothing is ${selector}`)
      return found
    }
    const victimMark = find(`.countries [data-id="${victim}"]`)
    return {
      today: find('.today').textContent,
      land: find('.land [data-id="EGY"]').style.fill,
      mark: find(`.countries [data-id="${victim}"] path`).style.fill,
      rung: victimMark.dataset['rung'],
      shape: find(`.countries [data-id="${victim}"] path`).getAttribute('d'),
      dashed: document.querySelectorAll('.lines [data-rung="1"], .lines [data-rung="2"]').length,
      cursors: [...document.querySelectorAll('.cursor')].map((line) => Number(line.getAttribute('x1'))),
      readings: [...document.querySelectorAll('.reading')].map((one) => one.textContent),
      now: document.querySelector('.happenings .now')?.textContent ?? null,
      passed: document.querySelectorAll('.happenings .past').length,
    }
  }, VICTIM)
}

/** A colour as the browser writes it. */
function rgb(hex: string): string {
  const parts = /^#(..)(..)(..)$/
    .exec(hex)
    ?.slice(1)
    .map((part) => Number.parseInt(part, 16))
  return parts === undefined ? hex : `rgb(${parts.join(', ')})`
}

describe.skipIf(noBrowser)('the stage', () => {
  const open = browser()
  const opened = (options = {}): Promise<Opened> =>
    open(html, { viewport: { width: 1280, height: 900 }, ...options })

  test('one day moves map, marks, lines, curves and list together, in both views', async () => {
    const { page, doings } = await opened()
    const trusts = new Trusts(typical.stage, LEAKER)
    const steps = typical.events.filter(({ kind, who }) => kind === 'step-down' && who === VICTIM)
    const [, down] = [0, steps[0].day]
    await goTo(page, 0)
    const before = await seen(page)
    await goTo(page, down + 1)
    const after = await seen(page)
    expect(before.today).toBe(`Day 0 ${sayDate(typical.start, 0)}`)
    expect(after.today).toBe(`Day ${down + 1} ${sayDate(typical.start, down + 1)}`)
    for (const [day, there] of [
      [0, before],
      [down + 1, after],
    ] as const) {
      expect(there.mark).toBe(rgb(trustColour(trusts.on(VICTIM, day, 'with') ?? NaN)))
      expect(there.land).toBe(rgb(trustColour(trusts.on('EGY', day, 'with') ?? NaN)))
    }
    expect([before.rung, after.rung]).toEqual(['0', '1'])
    expect(after.shape).not.toBe(before.shape)
    expect(after.dashed).toBeGreaterThan(before.dashed)
    expect(before.cursors).toHaveLength(4)
    after.cursors.forEach((x, k) => expect(x).toBeGreaterThan(before.cursors[k]))
    after.readings.forEach((text, k) => expect(text).not.toBe(before.readings[k]))
    expect(after.passed).toBeGreaterThan(before.passed)
    expect(after.now).toMatch(new RegExp(`^${down} `))

    await page.getByRole('radio', { name: 'Network' }).check({ force: true })
    await page.waitForTimeout(700)
    const network = await seen(page)
    expect({ ...network, land: '' }).toEqual({ ...after, land: '' })
    await page.getByRole('button', { name: 'Rewind' }).click()
    const rewound = await seen(page)
    expect({ ...rewound, land: '' }).toEqual({ ...before, land: '' })
    expect(doings).toEqual(NOTHING)
  })

  test('a day touches no more of the picture than it changes', async () => {
    const { page } = await opened()
    const trusts = new Trusts(typical.stage, LEAKER)
    const busy = new Set(typical.events.filter(({ agreement }) => agreement !== null).map(({ day }) => day))
    const quiet = Array.from({ length: 300 }, (_, day) => day + 60).find((day) => !busy.has(day)) ?? 0
    await goTo(page, quiet - 1)
    const touched = await page.evaluate(async (day) => {
      const [picture, slider] = [
        document.querySelector('.frame'),
        document.querySelector<HTMLInputElement>('.slider input'),
      ]
      if (picture === null || slider === null) throw new Error('there is no picture')
      const watch = new MutationObserver(() => undefined)
      watch.observe(picture, { subtree: true, attributes: true, childList: true })
      slider.value = String(day)
      slider.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((next) => requestAnimationFrame(next))
      return watch.takeRecords().map(({ type, target }) => `${type} ${(target as Element).tagName}`)
    }, quiet)
    // colours of land and mark, of those whose trust has moved
    expect(new Set(touched)).toEqual(new Set(touched.length === 0 ? [] : ['attributes path']))
    expect(touched.length).toBeLessThanOrEqual(2 * trusts.countries.length)
  })

  test('the thumb of the slider stands over the line of the day', async () => {
    const { page } = await opened()
    for (const day of [0, 180, 364]) {
      await goTo(page, day)
      const [thumb, line] = await page.evaluate((share) => {
        const track = document.querySelector('.slider input')?.getBoundingClientRect()
        const cursor = document.querySelector('.cursor')?.getBoundingClientRect()
        if (track === undefined || cursor === undefined) throw new Error('nothing is drawn')
        return [track.left + 8 + share * (track.width - 16), cursor.left]
      }, day / 364)
      expect(Math.abs(thumb - line)).toBeLessThan(2)
    }
  })

  test('plays, pauses, and goes on from the start when it has come to the end', async () => {
    const { page } = await opened({ reducedMotion: 'reduce' })
    const day = async (): Promise<number> => Number(await page.locator('.slider input').inputValue())
    await goTo(page, 20)
    await page.getByRole('button', { name: 'Play' }).click()
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('.slider input')?.value) > 25,
    )
    await page.getByRole('button', { name: 'Pause' }).click()
    const paused = await day()
    await page.waitForTimeout(200)
    expect(await day()).toBe(paused)
    await goTo(page, 364)
    await page.getByRole('button', { name: 'Play' }).click()
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('.slider input')?.value) < 100,
    )
  })

  test('shows the other world, and the difference', async () => {
    const { page } = await opened()
    const last = typical.stage.days - 1
    await goTo(page, last)
    const trusts = new Trusts(typical.stage, LEAKER)
    await page.getByRole('radio', { name: 'Without it' }).check({ force: true })
    const without = await seen(page)
    expect(without.mark).toBe(rgb(trustColour(trusts.on(VICTIM, last, 'without') ?? NaN)))
    expect(without.rung).toBe('0')
    await page.getByRole('radio', { name: 'Difference' }).check({ force: true })
    expect((await seen(page)).mark).not.toBe(without.mark)
    expect(await page.locator('.lines [data-differs="true"]').count()).toBeGreaterThan(0)
  })

  test('a country, a line and an event each say why, in the words of the library', async () => {
    const { page, doings } = await opened()
    const { events, labels, start } = typical
    const chain = (): Promise<string[]> => page.locator('.chain li').allTextContents()
    await page.getByLabel('Find a country').selectOption(VICTIM)
    expect(await chain()).toEqual(why(events, labels, VICTIM, LEAKER, { start }))

    // a click on the mark says the same as the list
    await page.getByRole('button', { name: 'Close' }).click()
    expect(await page.locator('.chain').count()).toBe(0)
    await page.locator(`.countries [data-id="${VICTIM}"]`).click()
    expect(await chain()).toEqual(why(events, labels, VICTIM, LEAKER, { start }))

    const step = events.find(({ kind, who }) => kind === 'step-down' && who === VICTIM)
    const button = page.locator('.happenings button', { hasText: labels[step?.agreement ?? ''] }).first()
    await button.click()
    expect(await chain()).toEqual(because(events, step?.id ?? -1, labels, { start }))
    expect(await button.getAttribute('aria-pressed')).toBe('true')
    expect(Number(await page.locator('.slider input').inputValue())).toBe(step?.day)

    // halfway along the line between the two
    await page.getByRole('radio', { name: 'Network' }).check({ force: true })
    await page.waitForTimeout(700)
    await standStill(page, VICTIM)
    const half = await page.evaluate(
      (ids) => {
        const [a, b] = ids.map((id) =>
          document.querySelector(`.countries [data-id="${id}"]`)?.getBoundingClientRect(),
        )
        if (a === undefined || b === undefined) throw new Error('they are not there')
        const middle = ({ left, width, top, height }: DOMRect): [number, number] => [
          left + width / 2,
          top + height / 2,
        ]
        const [[ax, ay], [bx, by]] = [middle(a), middle(b)]
        return [ax + (bx - ax) * 0.37, ay + (by - ay) * 0.37]
      },
      [LEAKER, VICTIM],
    )
    await page.mouse.click(half[0], half[1])
    expect(await page.locator('.answer dt').first().textContent()).toBe('Parties')
    expect(doings).toEqual(NOTHING)
  })

  test('says of what happens in both worlds that it would have happened anyway', async () => {
    const { page } = await opened()
    const [step] = stepsOfTheBreach(typical).anyway
    expect(step).not.toBe(undefined)
    const entries = page.locator('.happenings li', { hasText: 'would have happened anyway' })
    await entries.first().getByRole('button').click()
    expect(await page.locator('.answer dd').allTextContents()).toContainEqual(
      expect.stringContaining('all the same'),
    )
    const own = page.locator('.happenings li', { hasNotText: 'would have happened anyway' })
    await own.first().getByRole('button').click()
    expect(await page.locator('.answer dd').count()).toBe(0)
  })

  test('what the pointer is on is told of as the days go by', async () => {
    const { page } = await opened()
    await goTo(page, 0)
    await page.locator(`.countries [data-id="${VICTIM}"]`).hover({ force: true })
    const before = await page.locator('.tip').textContent()
    await goTo(page, 200)
    expect(await page.locator('.tip').textContent()).not.toBe(before)
    const trust = new Trusts(typical.stage, LEAKER).on(VICTIM, 200, 'with') ?? NaN
    expect(await page.locator('.tip').textContent()).toContain(`trust ${trust.toFixed(2)}`)
  })

  test('is played without a pointer', async () => {
    const { page } = await opened()
    await page.locator(`.countries [data-id="${LEAKER}"]`).focus()
    const focused = (): Promise<string | undefined> =>
      page.evaluate(() =>
        document.activeElement instanceof SVGElement ? document.activeElement.dataset['id'] : undefined,
      )
    await page.keyboard.press('ArrowRight')
    const next = await focused()
    expect(next).not.toBe(LEAKER)
    expect(next).not.toBe(undefined)
    // what has the focus says where it stands
    expect(await page.locator(`.countries [data-id="${next}"]`).getAttribute('aria-label')).toMatch(
      /: .+, trust 0\.\d\d$|shares nothing/,
    )
    expect(await page.locator('.tip').count()).toBe(1)
    await page.keyboard.press('Enter')
    expect(await page.locator('.answer h4').textContent()).toContain(labelOf(next))
    await page.keyboard.press('Escape')
    expect(await page.locator('.answer').count()).toBe(0)
    // exactly one mark can be tabbed to
    expect(await page.locator('.countries [tabindex="0"]').count()).toBe(1)
    await page.locator('.slider input').focus()
    const day = Number(await page.locator('.slider input').inputValue())
    await page.keyboard.press('ArrowRight')
    expect(Number(await page.locator('.slider input').inputValue())).toBe(day + 1)
  })

  test('says the same as a table', async () => {
    const { page } = await opened()
    await goTo(page, 60)
    await page.getByText('The same as a table').click()
    const trusts = new Trusts(typical.stage, LEAKER)
    const rows = await page.locator('.stage details tbody tr').allTextContents()
    expect(rows).toHaveLength(trusts.countries.length)
    const row = rows.find((text) => text.startsWith(labelOf(VICTIM)))
    expect(row).toContain((trusts.on(VICTIM, 60, 'with') ?? NaN).toFixed(2))
  })

  test('is whole without its program', async () => {
    const { page, doings } = await opened({ javaScriptEnabled: false })
    expect(await page.locator('#stage').isVisible()).toBe(false)
    expect(await page.locator('h1').isVisible()).toBe(true)
    expect(doings).toEqual(NOTHING)
  })

  const labelOf = (id: string | undefined): string => typical.labels[id ?? ''] ?? ''
})

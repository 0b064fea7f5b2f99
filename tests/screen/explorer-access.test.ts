/** The explorer for everybody: by axe and by keyboard, narrow and enlarged, without motion, and with nothing that jumps. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { CDPSession, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshFolder, liaison, PROJECT } from '../cli/command.js'
import { browser, noBrowser, type Opening } from './browser.js'

const SCHEMES = ['light', 'dark'] as const
const FINISHED = 60_000

describe.skipIf(noBrowser)('the explorer is for everybody', () => {
  const open = browser()
  let html: string

  beforeAll(async () => {
    const path = join(freshFolder(), 'explorer.html')
    await liaison(['explore', '--out', path])
    html = readFileSync(path, 'utf8')
  })

  async function opened(width: number, options: Opening = {}): Promise<Page> {
    const { page } = await open(html, { viewport: { width, height: 900 }, ...options })
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
    return page
  }

  async function run(page: Page, button = 'Run'): Promise<void> {
    await page.getByRole('radio', { name: '20' }).check()
    await page.getByRole('button', { name: button, exact: true }).click()
    await finished(page)
  }

  async function finished(page: Page): Promise<void> {
    await page.getByText(/^Finished/).waitFor({ timeout: FINISHED })
    await page.locator('#stage .play').waitFor()
  }

  async function sideBySide(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Keep as A' }).click()
    await page.getByRole('slider', { name: 'Severity', exact: true }).fill('0.2')
    await run(page, 'Run both')
    await page.getByRole('heading', { name: 'A and B side by side' }).waitFor()
  }

  describe('axe finds nothing serious', () => {
    const cases = SCHEMES.flatMap((scheme) => [360, 1280].map((width) => [scheme, width] as const))
    test.each(cases)(
      '%s, %i px: before a run, after it, and with two side by side',
      async (scheme, width) => {
        const page = await opened(width, { colorScheme: scheme })
        // axe is not named in the page's policy; an expression from outside needs not be
        await page.evaluate(axe.source)
        expect(await seriousOn(page), 'before').toEqual([])
        await run(page)
        expect(await seriousOn(page), 'after').toEqual([])
        await sideBySide(page)
        expect(await seriousOn(page), 'side by side').toEqual([])
      },
    )

    async function seriousOn(page: Page): Promise<unknown[]> {
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => [id, help, nodes.slice(0, 3).map((node) => node.html)])
    }
  })

  describe('by the keyboard alone', () => {
    interface Stop {
      readonly name: string
      readonly role: string
      /** what is wrong with how the focus is shown; empty where nothing is */
      readonly unseen: string
      /** place among all elements, and pixels from the top of the page; null for what stands still while the page scrolls */
      readonly place: number
      readonly top: number | null
    }

    /** What has the focus, as the browser tells it to readers of screens; null: the page has let go of it. */
    async function focused(page: Page, session: CDPSession): Promise<Stop | null> {
      const seen = await page.evaluate(() => {
        const element = document.activeElement
        if (element === null || element === document.body) return null
        const isClear = getComputedStyle(element).opacity === '0'
        const shown = isClear ? (element.nextElementSibling ?? element) : element
        const outlined = [getComputedStyle(shown), getComputedStyle(shown, '::before')].some(
          ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
        )
        const { top, bottom, left, right } = shown.getBoundingClientRect()
        const controls = document.querySelector('.controls')
        const isFixed = controls?.contains(element) === true
        const floor = isFixed ? innerHeight : (controls?.getBoundingClientRect().top ?? innerHeight)
        const said = element.outerHTML.slice(0, 120)
        const unseen = [
          ...(outlined ? [] : [`no outline: ${said}`]),
          ...(top >= floor || bottom <= 0 || left >= innerWidth || right <= 0
            ? [`out of sight: ${said}`]
            : []),
        ].join()
        const place = [...document.querySelectorAll('*')].indexOf(element)
        return { unseen, place, top: isFixed ? null : top + scrollY }
      })
      if (seen === null) return null
      const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' })
      const { nodes } = await session.send('Accessibility.getPartialAXTree', {
        objectId: result.objectId ?? '',
        fetchRelatives: false,
      })
      return {
        ...seen,
        name: String(nodes[0]?.name?.value ?? ''),
        role: String(nodes[0]?.role?.value ?? ''),
      }
    }

    /** Presses a key until the focus is on something of a name, and is content with every stop on the way. */
    async function goTo(page: Page, session: CDPSession, key: string, name: RegExp): Promise<void> {
      for (let presses = 0; presses < 300; presses++) {
        await page.keyboard.press(key)
        const stop = await focused(page, session)
        if (stop === null) continue
        expect(stop, stop.unseen).toMatchObject({ unseen: '', name: expect.stringMatching(/\S/) as string })
        if (name.test(stop.name)) return
      }
      throw new Error(`${key} never comes to ${String(name)}`)
    }

    test('a visitor chooses, runs, plays, asks why and shares', async () => {
      const page = await opened(1280)
      const session = await page.context().newCDPSession(page)
      const value = (): Promise<string> =>
        page.evaluate(() => (document.activeElement as HTMLInputElement | HTMLSelectElement).value)

      await goTo(page, session, 'Tab', /^Scenario$/)
      const first = await value()
      await page.keyboard.press('ArrowDown')
      expect(await value()).not.toBe(first)
      await page.keyboard.press('ArrowUp')
      await goTo(page, session, 'Tab', /^Who gives it away$/)
      await page.keyboard.type('germ')
      expect(await value()).toBe('DEU')
      await goTo(page, session, 'Tab', /^Severity/)
      const severity = Number(await value())
      await page.keyboard.press('ArrowLeft')
      expect(Number(await value())).toBeLessThan(severity)
      await goTo(page, session, 'Tab', /^100$/)
      await page.keyboard.press('ArrowLeft')
      await goTo(page, session, 'Tab', /^Run$/)
      await page.keyboard.press('Enter')
      await finished(page)
      // who pressed it is still there
      expect((await focused(page, session))?.name).toBe('Run')

      await goTo(page, session, 'Shift+Tab', /^Play$|Play$/)
      const day = (): Promise<number> => page.locator('#stage .slider input').inputValue().then(Number)
      const before = await day()
      await page.keyboard.press('Space')
      await expect.poll(day).toBeGreaterThan(before)
      await page.keyboard.press('Space')
      await goTo(page, session, 'Tab', /^Find a country/)
      await page.keyboard.type('isr')
      expect(await page.locator('.answer h4').innerText()).toMatch(/^Israel/)
      await goTo(page, session, 'Shift+Tab', /^Germany: the leaker/)
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Enter')
      expect(await page.locator('.answer h4').innerText()).not.toMatch(/^Israel/)
      await goTo(page, session, 'Shift+Tab', /^Share by link$/)
      await page.keyboard.press('Enter')
      await goTo(page, session, 'Tab', /^Link$/)
      expect(await value()).toMatch(/#./)
    })

    test('the focus goes down the page as it is read, and comes out at its end', async () => {
      const page = await opened(360)
      await run(page)
      await page.evaluate(() => (document.activeElement as HTMLElement).blur())
      const session = await page.context().newCDPSession(page)
      // from the beginning
      await page.evaluate(() => getSelection()?.setPosition(document.querySelector('h1')))
      const stops: Stop[] = []
      for (;;) {
        await page.keyboard.press('Tab')
        const stop = await focused(page, session)
        if (stop === null || stop.place <= (stops.at(-1)?.place ?? -1)) break
        stops.push(stop)
      }
      expect(stops.flatMap(({ unseen }) => (unseen === '' ? [] : [unseen]))).toEqual([])
      expect(stops.filter(({ name }) => name.trim() === '').map(({ role, place }) => [role, place])).toEqual(
        [],
      )
      // all were visited: the bar of controls is the last of the page
      expect(stops.length).toBeGreaterThan(40)
      expect(stops.slice(-2).map(({ name }) => name)).toEqual(['Run', 'Keep as A'])
      const tops = stops.flatMap(({ top, name }) => (top === null ? [] : [{ top, name }]))
      const back = tops.filter(({ top }, k) => k > 0 && top < tops[k - 1].top - ROW)
      // within the list of what happens the entries scroll, and marks stand where countries are
      expect(
        back.map(({ name }) => name).filter((name) => !/^(?:Zoom in|\d+ )|The same as a table/.test(name)),
      ).toEqual([])
    })

    /** Pixels by which one may stand above another in the same row. */
    const ROW = 40
  })

  test.each([320, 360, 1280])('nothing scrolls sideways at %i px', async (width) => {
    const page = await opened(width)
    expect(await sidewards(page)).toBe(0)
    await run(page)
    expect(await sidewards(page)).toBe(0)
    await sideBySide(page)
    expect(await sidewards(page)).toBe(0)
  })

  const sidewards = (page: Page): Promise<number> =>
    page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))

  test('text may be twice as large, and none is lost', async () => {
    const page = await opened(1280)
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
    await run(page)
    await page.locator('#stage').scrollIntoViewIfNeeded()
    expect(await sidewards(page)).toBe(0)
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main *, .controls *, .controls')]
        .filter((element) => element.checkVisibility() && element.closest('svg') === null)
        .filter((element) => {
          const { overflowX, overflowY, position } = getComputedStyle(element)
          const wide = element.scrollWidth > element.clientWidth + 1
          const high = element.scrollHeight > element.clientHeight + 1
          const isBox = element.tagName === 'BUTTON' || position === 'fixed'
          const hides = (value: string): boolean => value === 'hidden' || value === 'clip'
          return (wide && (isBox || hides(overflowX))) || (high && (isBox || hides(overflowY)))
        })
        .map((element) => element.outerHTML.slice(0, 100)),
    )
    expect(cut).toEqual([])
    // what stands still leaves room for what moves
    expect(
      await page.evaluate(() => (document.querySelector('.controls')?.clientHeight ?? 0) / innerHeight),
    ).toBeLessThan(0.35)
  })

  test('on a projector every word of the stage is 14 px or more', async () => {
    const page = await opened(1920)
    await run(page)
    await page.getByLabel('Find a country').selectOption('ISR')
    await page.getByText('The same as a table').click()
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('#stage *')]
        .filter((element) => [...element.childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE))
        .filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < 14)
        .map((element) => element.outerHTML.slice(0, 100)),
    )
    expect(small).toEqual([])
  })

  test('nothing moves where motion is not wanted', async () => {
    const page = await opened(1280, { reducedMotion: 'reduce' })
    await run(page)
    const moved = await page.evaluate(async () => {
      const frame = document.querySelector('#stage .frame')
      const network = document.querySelectorAll<HTMLInputElement>('input[name=stage-view]').item(1)
      const where = (): string[] =>
        [...document.querySelectorAll('#stage .countries > g, #stage .land')].map(
          (part) => `${part.getAttribute('transform')} ${getComputedStyle(part).display}`,
        )
      const before = where()
      network.click()
      await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
      const atOnce = where()
      const running = document.getAnimations().length
      await new Promise((next) => setTimeout(next, 700))
      const slow = [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element)
        return (
          !/^(?:0s(?:, )?)+$/.test(transitionDuration) ||
          animationName !== 'none' ||
          scrollBehavior === 'smooth'
        )
      }).length
      return {
        is: frame !== null,
        crossed: before.join() !== atOnce.join(),
        later: where().join() !== atOnce.join(),
        running,
        slow,
      }
    })
    expect(moved).toEqual({ is: true, crossed: true, later: false, running: 0, slow: 0 })
  })

  test.each([360, 1280])('nothing jumps while it loads and runs, at %i px', async (width) => {
    const page = await opened(width, {
      before: async (page) => {
        await page.addInitScript(() => {
          const shifts: number[] = []
          Object.assign(window, { shifts })
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
              const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean }
              // what answers a hand at once is no jump
              if (!hadRecentInput) shifts.push(value)
            }
          }).observe({ type: 'layout-shift', buffered: true })
        })
      },
    })
    await run(page)
    await page.waitForTimeout(500)
    const shifts = (await page.evaluate('window.shifts')) as number[]
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThanOrEqual(0.1)
  })

  describe('pictures to look at', () => {
    const folder = join(PROJECT, 'liaison-out', 'screens')
    const cases = SCHEMES.flatMap((scheme) => [360, 800, 1440].map((width) => [scheme, width] as const))
    test.each(cases)('%s, %i px', async (colorScheme, width) => {
      mkdirSync(folder, { recursive: true })
      const page = await opened(width, { colorScheme })
      const shot = async (when: string): Promise<void> => {
        const path = join(folder, `explorer-${width}-${colorScheme}-${when}.png`)
        await page.screenshot({ path, fullPage: true })
        expect(readFileSync(path).length).toBeGreaterThan(10_000)
      }
      await shot('before')
      await run(page)
      await shot('after')
    })
  })
})

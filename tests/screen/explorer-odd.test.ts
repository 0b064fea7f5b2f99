/** The explorer in odd hands: links and files that nobody would think of, and changes of mind in the midst of a run. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { fragmentOf } from '../../src/screen/explorer/link.js'
import { TINY } from '../cli/command.js'
import { noBrowser } from './browser.js'
import { press, visits } from './visits.js'

/** Longer than the address takes to follow the settings, in milliseconds. */
const SETTLED = 500

describe.skipIf(noBrowser)('the explorer', () => {
  const { visit } = visits()

  const leaker = (page: Page): Promise<string> => page.getByLabel('Who gives it away').inputValue()
  const status = (page: Page): Promise<string> => page.locator('.controls [role="status"]').innerText()

  test('the address follows when changes are undone, and to another scenario', async () => {
    await visit(async (page) => {
      const first = await leaker(page)
      await page.getByLabel('Who gives it away').selectOption('DEU')
      await page.waitForTimeout(SETTLED)
      await press(page, 'Undo all changes')
      await page.waitForTimeout(SETTLED)
      await page.reload()
      await page.waitForTimeout(SETTLED)
      expect(await leaker(page)).toBe(first)

      await page.getByRole('combobox', { name: 'Scenario' }).selectOption('manchester')
      await page.waitForTimeout(SETTLED)
      await page.reload()
      await page.waitForTimeout(SETTLED)
      expect(await page.getByRole('combobox', { name: 'Scenario' }).inputValue()).toBe('manchester')
    })
  })

  test('a link without an A, followed in the page, leaves none', async () => {
    const link = await fragmentOf({ now: { from: 'manchester', edits: [], runs: 20 } })
    await visit(async (page) => {
      await press(page, 'Keep as A')
      expect(await page.locator('.kept').count()).toBe(1)
      await page.evaluate((hash) => (location.hash = hash), link)
      await page.waitForTimeout(SETTLED)
      expect(await page.getByRole('combobox', { name: 'Scenario' }).inputValue()).toBe('manchester')
      expect(await page.locator('.kept').count()).toBe(0)
    })
  })

  test('a run that is cancelled before anything was found says so, and A cannot be left in its midst', async () => {
    await visit(async (page) => {
      await page.getByRole('radio', { name: '400' }).check()
      await press(page, 'Keep as A')
      await press(page, 'Run both')
      expect(await page.getByRole('button', { name: 'Leave A' }).isDisabled()).toBe(true)
      await press(page, 'Cancel')
      await page.getByRole('button', { name: 'Run both' }).waitFor()
      expect(await status(page)).toBe('Cancelled before anything new was found.')
    })
  })

  test('whoever the leaker apologised to can be the leaker, and apologises to whom it hurt', async () => {
    await visit(async (page) => {
      await page.getByRole('combobox', { name: 'Scenario' }).selectOption('laptop-bomb-apology')
      await page.getByLabel('Who gives it away').selectOption('ISR')
      expect(await page.locator('.trouble').count()).toBe(0)
      expect(await leaker(page)).toBe('ISR')
      const victim = await page.getByLabel('Whose secret it is').first().inputValue()
      const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Scenario (YAML)')])
      const text = readFileSync(await download.path(), 'utf8')
      expect(text).toContain(`repair: { by: ISR, to: ${victim}, for: oval-office, kind: apology }`)
    })
  })

  test('the name of a file in a link is no command', async () => {
    const file = "a'b; echo $(id).yaml"
    const link = await fragmentOf({ now: { from: { file, text: TINY }, edits: [], runs: 20 } })
    await visit(
      async (page) => {
        await page.waitForTimeout(SETTLED)
        expect(await page.locator('.takeaways code').textContent()).toBe(
          String.raw`liaison run 'a'\''b; echo $(id).yaml' --runs 20`,
        )
      },
      { hash: link },
    )
  })

  test('of several files that are dropped none is opened, and it says so', async () => {
    await visit(async (page) => {
      await page.evaluate((text) => {
        const dataTransfer = new DataTransfer()
        for (const name of ['one.yaml', 'two.yaml']) dataTransfer.items.add(new File([text], name))
        dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))
      }, TINY)
      expect(await page.locator('.trouble').innerText()).toContain('2\u00a0files were dropped; drop one')
      expect(await page.locator('.file').count()).toBe(1)
    })
  })
})

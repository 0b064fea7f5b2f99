/** The explorer in a real browser: the numbers of Node to the last byte, nothing asked of anybody, files and links in and out. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { loadScenario } from '../../src/files.js'
import { experiment } from '../../src/studies/experiment.js'
import { findingsJson } from '../../src/studies/tables.js'
import { freshFolder, liaison, PROJECT, TINY } from '../cli/command.js'
import { noBrowser } from './browser.js'
import { press, visits } from './visits.js'

const folder = freshFolder()
const LAPTOP_BOMB = join(PROJECT, 'scenarios/laptop-bomb.yaml')

describe.skipIf(noBrowser)('the explorer', () => {
  const { visit } = visits()

  const finished = (page: Page): Promise<void> => page.getByText(/^Finished/).waitFor({ timeout: 60_000 })
  const few = (page: Page): Promise<void> => page.getByRole('radio', { name: '20' }).check()

  async function taken(page: Page, name: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)])
    return readFileSync(await download.path(), 'utf8')
  }

  async function drop(page: Page, file: string, text: string): Promise<void> {
    await page.evaluate(
      ([name, content]) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([content], name))
        dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))
      },
      [file, text] as const,
    )
  }

  test.each([1, 2])('gives the bytes of Node with %i workers', async (workers) => {
    const { data } = await experiment(await loadScenario(LAPTOP_BOMB), { runs: 20 })
    await visit(
      async (page) => {
        await few(page)
        await press(page, 'Run')
        await finished(page)
        expect(page.workers()).toHaveLength(workers)
        expect(await taken(page, 'Findings (JSON)')).toBe(findingsJson(data))
        expect(await taken(page, 'Scenario (YAML)')).toBe(readFileSync(LAPTOP_BOMB, 'utf8'))
        expect(await page.getByRole('heading', { name: 'The chill toward the United States' }).count()).toBe(
          1,
        )
      },
      { workers },
    )
  })

  test('what was changed is what is downloaded, and the command line gives the same bytes for it', async () => {
    await visit(async (page) => {
      await few(page)
      await page.getByLabel('Who gives it away').selectOption('DEU')
      await page.getByLabel('Who gets it').selectOption('press')
      await page.getByRole('slider', { name: 'Severity', exact: true }).fill('0.5')
      await press(page, 'Run')
      await finished(page)
      const path = join(folder, 'laptop-bomb.yaml')
      writeFileSync(path, await taken(page, 'Scenario (YAML)'))
      expect(await liaison(['check', path])).toMatchObject({ code: 0, err: '' })
      const run = await liaison(['run', path, '--runs', '20', '--json'])
      expect(await taken(page, 'Findings (JSON)')).toBe(run.out)
      expect(JSON.parse(run.out)).toMatchObject({ breaches: [{ by: 'DEU', to: 'press', severity: 0.5 }] })
    })
  })

  test('a change that makes no scenario is refused in the words of the reader, and nothing is changed', async () => {
    await visit(async (page) => {
      await page.getByText('All parameters').click()
      const tear = page.getByRole('spinbutton', { name: /^idTear:/ })
      await tear.fill('0.9')
      await tear.press('Tab')
      const said = await page.locator('.trouble').innerText()
      expect(said).toContain('nothing was changed')
      expect(said).toMatch(/laptop-bomb\.yaml:\d+:\d+: E_RANGE: "idTear" is above "idFull"/)
      expect(await tear.inputValue()).toBe('0.15')
      // what the leaker says afterwards goes over to another leaker
      await page.getByRole('combobox', { name: 'Scenario', exact: true }).selectOption('laptop-bomb-apology')
      await page.getByLabel('Who gives it away').selectOption('GBR')
      expect(await page.locator('.trouble').count()).toBe(0)
      expect(await page.getByLabel('Who gives it away').inputValue()).toBe('GBR')
    })
  })

  test('can be cancelled, and run again', async () => {
    await visit(async (page) => {
      await page.getByRole('radio', { name: '400' }).check()
      await press(page, 'Run')
      await page.getByText(/rests on 10 of 400/).waitFor()
      await press(page, 'Cancel')
      await page.getByText(/^Cancelled/).waitFor()
      await expect.poll(() => page.workers().length, { timeout: 20_000 }).toBe(0)
      await few(page)
      await press(page, 'Run')
      await finished(page)
    })
  })

  test('sets two side by side under the same dice', async () => {
    await visit(async (page) => {
      await few(page)
      await press(page, 'Run')
      await finished(page)
      await press(page, 'Keep as A')
      await page.getByRole('slider', { name: 'Severity', exact: true }).fill('0.2')
      await press(page, 'Run both')
      await page.getByRole('heading', { name: 'A and B side by side' }).waitFor()
      expect(await page.locator('.beside').innerText()).toContain('B less A rests on 20')
    })
  })

  test('is shared by link, and a damaged link is told of', async () => {
    let hash = ''
    await visit(async (page) => {
      await page.getByLabel('Who gets it').selectOption('press')
      await page.getByRole('radio', { name: '400' }).check()
      await press(page, 'Share by link')
      hash = new URL(await page.getByLabel('Link').inputValue()).hash
    })
    await visit(
      async (page) => {
        await page.getByText('1\u00a0change', { exact: true }).waitFor()
        expect(await page.getByLabel('Who gets it').inputValue()).toBe('press')
        expect(await page.getByRole('radio', { name: '400' }).isChecked()).toBe(true)
      },
      { hash },
    )
    await visit(
      async (page) => {
        await page.getByText('The link is damaged').waitFor()
        expect(await page.getByLabel('Who gets it').inputValue()).toBe('RUS')
      },
      { hash: hash.slice(0, -9) },
    )
  })

  test('opens a file that is dropped, and says of a bad one what the command line says', async () => {
    const bad = TINY.replace('severity: 1', 'severity: 7').replace('of: AAA', 'of: AAB')
    writeFileSync(join(folder, 'bad.yaml'), bad)
    const { err } = await liaison(['check', 'bad.yaml'], { cwd: folder })
    expect(err).toMatch(/^bad\.yaml:\d+:\d+: E_/)
    await visit(async (page) => {
      await drop(page, 'bad.yaml', bad)
      await page.getByText('This scenario cannot be run').waitFor()
      expect(`${await page.locator('.trouble pre').innerText()}\n`).toBe(err)
      await drop(page, 'tiny.yaml', TINY)
      await page.getByRole('heading', { name: 'A small leak' }).waitFor()
      await few(page)
      await press(page, 'Run')
      await finished(page)
      const run = await experiment(await loadTiny(), { runs: 20 })
      expect(await taken(page, 'Findings (JSON)')).toBe(findingsJson(run.data))
    })
  })

  async function loadTiny(): ReturnType<typeof loadScenario> {
    const path = join(folder, 'tiny.yaml')
    writeFileSync(path, TINY)
    return loadScenario(path)
  }

  test('shows names that would break out of a page as they are', async () => {
    const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>'
    await visit(async (page) => {
      await drop(
        page,
        'tiny.yaml',
        TINY.replace('Avalon', `'${hostile}'`).replace('A small leak', `'${hostile}'`),
      )
      await few(page)
      await press(page, 'Run')
      await finished(page)
      expect(await page.locator('main img, main script').count()).toBe(0)
      expect(await page.locator('.results h2').first().innerText()).toContain('<img src=x')
    })
  })
})

/** Visits to the explorer in a real browser; each sees to it that the page says nothing odd and asks nobody for anything. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { freshFolder, liaison } from '../cli/command.js'
import { launch } from './browser.js'

interface Visit {
  /** what the address ends with */
  readonly hash?: string
  /** processors that the page believes in */
  readonly workers?: number
}

export interface Visits {
  /** of the page, as a file */
  readonly address: string
  readonly visit: (use: (page: Page) => Promise<void>, visit?: Visit) => Promise<void>
}

/** Writes the page once for a test file, and opens it as often as it is visited. */
export function visits(): Visits {
  const path = join(freshFolder(), 'explorer.html')
  const address = `file://${path}`
  let browser: Browser

  beforeAll(async () => {
    await liaison(['explore', '--out', path])
    browser = await launch()
  })
  afterAll(() => browser.close())

  async function visit(
    use: (page: Page) => Promise<void>,
    { hash = '', workers = 2 }: Visit = {},
  ): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const odd: string[] = []
    await context.addInitScript((count) => {
      Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => count })
    }, workers)
    const page = await context.newPage()
    page.on('console', (message) => odd.push(message.text()))
    page.on('pageerror', (error) => odd.push(String(error)))
    page.on('request', (request) => {
      if (!/^(?:blob:|file:.*\/explorer\.html)/.test(request.url())) odd.push(request.url())
    })
    await page.goto(address + hash)
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
    await use(page)
    await context.close()
    expect(odd).toEqual([])
  }
  return { address, visit }
}

/** Presses a button by its name. */
export function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click()
}

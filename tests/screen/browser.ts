/**
 * Pages in a real browser, as their readers have them: from a file, without a network. A test file asks for `browser()` once and
 * opens what it likes with it; where there is no Chromium its tests are skipped, and it says so.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach } from 'vitest'

/** Names under which systems keep Chromium or one of its kin. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe']

/** Where it lies when it is on no path. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env['PROGRAMFILES'], process.env['LOCALAPPDATA']].flatMap((folder) =>
    folder === undefined ? [] : [join(folder, 'Google/Chrome/Application/chrome.exe')],
  ),
]

const NOT_FOUND = 'no Chromium was found; install one, or say where it is with LIAISON_CHROMIUM'

/** The path of a Chromium; undefined where there is none. */
function findChromium(): string | undefined {
  const named = process.env['LIAISON_CHROMIUM']
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)].filter(
    (folder) => folder !== '',
  )
  const usual = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...usual, ...PLACES].find((path) => existsSync(path))
}

const found = findChromium()
const isRequired = process.env['LIAISON_BROWSER'] === 'required'

/** Whether tests in a browser must be left out; `describe.skipIf(noBrowser)`. Where they may not be, opening one fails instead. */
export const noBrowser = found === undefined && !isRequired
if (noBrowser) process.stderr.write(`${NOT_FOUND}: tests in a browser are left out\n`)

/** What happened in a page that a still document would not do. */
export interface Doings {
  /** addresses asked for, but for the document itself */
  readonly requests: string[]
  /** errors on the console or thrown, violations of the policy among them */
  readonly errors: string[]
  /** alert, confirm and their like */
  readonly dialogs: string[]
  /** windows that were opened */
  readonly windows: string[]
}

export interface Opened {
  readonly page: Page
  readonly doings: Doings
}

export interface Opening extends BrowserContextOptions {
  /** is run before anything of the document */
  readonly before?: (page: Page) => Promise<void>
}

/** Opens documents, each in a browser that knows nothing of the others; all is gone when the test is over. */
export function browser(): (html: string, opening?: Opening) => Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-screen-'))
  const contexts: BrowserContext[] = []
  let launched: Promise<Browser> | undefined
  let documents = 0

  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })
  afterAll(async () => {
    // what failed to start has been told by its test
    await launched?.then((browser) => browser.close()).catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  })

  return async (html, { before, ...options } = {}) => {
    launched ??= launch()
    const context = await (await launched).newContext(options)
    contexts.push(context)
    const page = await context.newPage()
    const file = join(folder, `${++documents}.html`)
    writeFileSync(file, html)
    const address = pathToFileURL(file).href
    const doings = watch(context, page, address)
    await before?.(page)
    await page.goto(address)
    return { page, doings }
  }
}

/** A Chromium of one's own; whoever launches it closes it. */
export function launch(): Promise<Browser> {
  if (found === undefined) throw new Error(NOT_FOUND)
  return chromium.launch({
    executablePath: found,
    // Chromium refuses its sandbox to root, as which containers run
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

function watch(context: BrowserContext, page: Page, address: string): Doings {
  const doings: Doings = { requests: [], errors: [], dialogs: [], windows: [] }
  context.on('request', (request) => {
    if (request.url() !== address) doings.requests.push(request.url())
  })
  // a policy that is violated says so here
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text()))
      doings.errors.push(message.text())
  })
  page.on('pageerror', (error) => doings.errors.push(error.message))
  page.on('dialog', (dialog) => {
    doings.dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('popup', (popup) => doings.windows.push(popup.url()))
  return doings
}

/** Nothing happened. */
export const NOTHING: Doings = { requests: [], errors: [], dialogs: [], windows: [] }

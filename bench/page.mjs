/** The report's page with the world network in a real browser: how soon it is there, and whether the slider keeps up. */
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { loadScenario, readScreen } from '../dist/files.js'
import { page as reportPage } from '../dist/report/page.js'
import { experiment } from '../dist/studies/experiment.js'
import { typicalRun } from '../dist/studies/typical.js'
import { inFolder } from './folder.mjs'
import { row, sink } from './measure.mjs'

/** A documented case in the world of its year: 197 countries, 128 agreements. */
const WORLD = fileURLToPath(new URL('../scenarios/episodes/usa-eu-snowden-2013.yaml', import.meta.url))

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Steps of the slider in one drag. */
const STEPS = 120

export async function page({ short }) {
  const executablePath = process.env.LIAISON_CHROMIUM ?? PLACES.find((path) => existsSync(path))
  if (executablePath === undefined) {
    return [
      row('the page was not measured: install Chromium, or say where it is with LIAISON_CHROMIUM', '', [0]),
    ]
  }
  const scenario = await loadScenario(WORLD)
  const { data } = await experiment(scenario, { runs: 2 })
  const without = scenario.breaches.map(({ id }) => id)
  const html = reportPage(data, typicalRun(scenario, data.typicalRun, without), await readScreen('report'))
  return inFolder(async (folder) => {
    const file = join(folder, 'report.html')
    writeFileSync(file, html)
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      return await opened(browser, file, short ? 3 : 9)
    } finally {
      await browser.close()
    }
  })
}

/** Opens the page and drags its slider, so many times after a first that is not counted. */
async function opened(browser, file, repeats) {
  const opening = []
  const drags = []
  for (let k = -1; k < repeats; k++) {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await tab.goto(pathToFileURL(file).href)
    await tab.waitForSelector('.countries .country')
    const usable = await tab.evaluate(
      () => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
    )
    const drag = await tab.evaluate(dragged, STEPS)
    await tab.close()
    if (k < 0) continue
    opening.push(usable)
    drags.push(drag)
    sink(drag.days)
  }
  return [
    row('the page of the world: bytes', 'KiB', [statSync(file).size / 1024]),
    row('  opened and usable after', 'ms', opening),
    row(
      '  a day on the slider, script',
      'ms',
      drags.map(({ work }) => work),
    ),
    row(
      '  frames a second while dragging',
      '1/s',
      drags.map(({ frames }) => frames),
    ),
    row(
      '  its slowest frame',
      'ms',
      drags.map(({ slowest }) => slowest),
    ),
  ]
}

/** In the page: moves the slider once over the whole run, a step a frame. */
async function dragged(steps) {
  const slider = document.querySelector('.slider input')
  const frame = () => new Promise((next) => requestAnimationFrame(next))
  await frame()
  let work = 0
  let slowest = 0
  const first = performance.now()
  let last = first
  for (let step = 1; step <= steps; step++) {
    const before = performance.now()
    slider.value = String(Math.round((Number(slider.max) * step) / steps))
    slider.dispatchEvent(new Event('input', { bubbles: true }))
    // what waits for the end of the task is part of it
    await new Promise((next) => queueMicrotask(next))
    work += performance.now() - before
    await frame()
    slowest = Math.max(slowest, performance.now() - last)
    last = performance.now()
  }
  return { work: work / steps, frames: (1000 * steps) / (last - first), slowest, days: Number(slider.value) }
}

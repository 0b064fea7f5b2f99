/** Measuring: repeats with their median, least and spread; garbage collections; a sink that keeps results alive. */
import { performance, PerformanceObserver } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

let sunk = 0

/** Takes a number that depends on the work done, so that no compiler may leave the work out. */
export function sink(number) {
  sunk = (sunk + number) % 1e9
}

/** What the sink has taken; the same on every machine, or the work was not the same. */
export const sinkHolds = () => sunk

/** One row of the table: `values` are repeats of the same measurement. */
export function row(name, unit, values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
  return {
    name,
    unit,
    median,
    min: sorted[0],
    spread: (sorted.at(-1) - sorted[0]) / median,
    repeats: sorted.length,
  }
}

/** Milliseconds that something takes. */
export async function timed(work) {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Milliseconds of each of `repeats`, after `warmups` that are not counted. */
export async function repeated(work, { repeats, warmups = 1 }) {
  const times = []
  for (let k = -warmups; k < repeats; k++) {
    const time = await timed(work)
    if (k >= 0) times.push(time)
  }
  return times
}

/** Garbage collections while something works: how many, and milliseconds in all. */
export async function collections(work) {
  let count = 0
  let pause = 0
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      count += 1
      pause += duration
    }
  })
  observer.observe({ entryTypes: ['gc'] })
  await work()
  // the observer is told a little later
  await sleep(50)
  observer.disconnect()
  return { count, pause }
}

/** Slope of log y over log x by least squares: 1 means that twice the size takes twice as much. */
export function slope(xs, ys) {
  const lx = xs.map(Math.log)
  const ly = ys.map(Math.log)
  const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length
  const [mx, my] = [mean(lx), mean(ly)]
  const over = lx.reduce((sum, x, k) => sum + (x - mx) * (ly[k] - my), 0)
  return over / lx.reduce((sum, x) => sum + (x - mx) * (x - mx), 0)
}

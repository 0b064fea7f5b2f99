/** How far an experiment has come: a bar where somebody watches, a line now and then where a log is kept. */
import { Presets, SingleBar } from 'cli-progress'
import type { Progress } from '../studies/experiment.js'

export interface Meter {
  show(progress: Progress): void
  end(): void
}

/** Seconds between two lines of a log. */
const PAUSE = 5

export function meter(total: number): Meter {
  return process.stderr.isTTY ? bar(total) : log()
}

function bar(total: number): Meter {
  const shown = new SingleBar(
    {
      format: '{bar} {value} of {total} pairs, {rate} a second, {eta_formatted} left',
      stream: process.stderr,
      clearOnComplete: true,
      // a second Ctrl-C must leave the terminal as it was
      linewrap: true,
      // signals are the business of signals.ts
      gracefulExit: false,
    },
    Presets.shades_grey,
  )
  const rate = rateFrom(performance.now())
  shown.start(total, 0, { rate: '…' })
  return {
    show: ({ done }) => shown.update(done, { rate: said(rate(done)) }),
    end: () => shown.stop(),
  }
}

function log(): Meter {
  const rate = rateFrom(performance.now())
  let next = performance.now() + PAUSE * 1000
  return {
    show({ done, total }) {
      if (performance.now() < next) return
      next = performance.now() + PAUSE * 1000
      const left = Math.ceil((total - done) / rate(done))
      process.stderr.write(`${done} of ${total} pairs, ${said(rate(done))} a second, ${left} s left\n`)
    },
    end: () => undefined,
  }
}

function said(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : rate.toFixed(0)
}

/** Pairs a second since `start`. */
function rateFrom(start: number): (done: number) => number {
  return (done) => (done / Math.max(1, performance.now() - start)) * 1000
}

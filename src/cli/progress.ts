/** How far an experiment has come: a bar where somebody watches, a line now and then where a log is kept. */
import { Presets, SingleBar } from 'cli-progress'
import type { Progress } from '../studies/ensembles.js'
import { note } from './terminal.js'

export interface Meter {
  show(progress: Progress): void
  end(): void
}

/** Seconds between two lines of a log. */
const PAUSE = 5

export function meter(total: number): Meter {
  // whoever watched may go away; the work goes on
  process.stderr.on('error', () => undefined)
  return process.stderr.isTTY ? bar(total) : log()
}

function bar(total: number): Meter {
  const shown = new SingleBar(
    {
      format: '{bar} {value} of {total} pairs{pace}',
      // the line must fit into 80 columns
      barsize: 24,
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
  shown.start(total, 0, { pace: '' })
  return {
    show: ({ done }) => shown.update(done, { pace: pace(total - done, rate(done)) }),
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
      void note(`${done} of ${total} pairs${pace(total - done, rate(done))}`)
    },
    end: () => undefined,
  }
}

/** How fast it goes and how long it will take; nothing before the first pair is done, for nobody knows. */
function pace(left: number, rate: number): string {
  if (rate === 0) return ''
  return `, ${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)} a second, ${duration(left / rate)} left`
}

function duration(seconds: number): string {
  return seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}

/** Pairs a second since `start`. */
function rateFrom(start: number): (done: number) => number {
  return (done) => (done / Math.max(1, performance.now() - start)) * 1000
}

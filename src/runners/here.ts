/** The runner without threads: plays every shard right here, giving way between runs. Works in a browser too. */
import { Pair, type PairTask } from '../pair.js'
import type { RunnerOptions, Shard } from './runner.js'

/** Runs between two breaths. */
const BREATH = 8

export async function* here(
  task: PairTask,
  shards: Iterable<Shard>,
  options: RunnerOptions = {},
): AsyncGenerator<Float64Array> {
  yield* playHere(new Pair(task), shards, options)
}

/** The same for whoever has the pair already. */
export async function* playHere(
  pair: Pair,
  shards: Iterable<Shard>,
  { signal }: RunnerOptions = {},
): AsyncGenerator<Float64Array> {
  for (const { from, to } of shards) {
    const rows = new Float64Array((to - from) * pair.layout.width)
    for (let run = from; run < to; run++) {
      signal?.throwIfAborted()
      pair.play(run, rowOf(rows, run - from, pair.layout.width))
      if (run % BREATH === BREATH - 1) await breath()
    }
    yield rows
  }
}

/** The place of the k-th row among rows. */
export function rowOf(rows: Float64Array, k: number, width: number): Float64Array {
  return rows.subarray(k * width, (k + 1) * width)
}

/**
 * Lets timers, signals and the screen have their turn. Where there is `setImmediate` that takes a few microseconds; a timer takes a
 * millisecond at least.
 */
export function breath(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else setTimeout(resolve, 0)
  })
}

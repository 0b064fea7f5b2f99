/** Who does the work of an experiment: shards of runs go in, rows of numbers come out in the order of the shards. */
import type { PairTask } from '../pair.js'

/** Runs `from` … `to` − 1 of a task. */
export interface Shard {
  readonly from: number
  readonly to: number
}

export interface RunnerOptions {
  readonly signal?: AbortSignal
}

/**
 * Plays shards of pairs. Whoever does it, a shard's rows are the same bytes, one row after another.
 * @returns the rows of each shard, in the order of `shards`; ends early by throwing `signal.reason`
 */
export type Runner = (
  task: PairTask,
  shards: Iterable<Shard>,
  options?: RunnerOptions,
) => AsyncIterable<Float64Array>

/** Runs in a shard: few, so that progress is lively and threads end together; sending one costs a thousandth of playing it. */
const SHARD = 2

/** Cuts runs `from` … `to` − 1 into shards of so many. */
export function* shardsOf(from: number, to: number, size = SHARD): Generator<Shard> {
  for (let start = from; start < to; start += size) yield { from: start, to: Math.min(to, start + size) }
}

/** A worker's desk: it plays the shard it is handed and keeps the last few compiled tasks for the next ones. */
import { Pair, type PairTask } from '../pair.js'
import { rowOf } from './here.js'
import type { Shard } from './runner.js'

export interface WorkOrder extends Shard {
  /** the same key means the same task */
  readonly key: string
}

/** Tasks kept: two that are compared, and those that take over from them. */
const KEPT = 3

export class Desk {
  /** by key, the latest used last */
  readonly #known = new Map<string, Pair>()

  /**
   * @param task is asked for what is to be played where the key is not known
   * @returns the rows of the shard, one after another
   */
  play({ key, from, to }: WorkOrder, task: () => PairTask): Float64Array<ArrayBuffer> {
    const pair = this.#known.get(key) ?? new Pair(task())
    this.#known.delete(key)
    this.#known.set(key, pair)
    for (const old of this.#known.keys()) if (this.#known.size > KEPT) this.#known.delete(old)
    const { width } = pair.layout
    const rows = new Float64Array((to - from) * width)
    for (let run = from; run < to; run++) pair.play(run, rowOf(rows, run - from, width))
    return rows
  }
}

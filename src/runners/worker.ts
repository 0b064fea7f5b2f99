/** What a worker thread does: plays the shard it is given, keeping the last few compiled tasks for the next ones. */
import { move } from 'piscina'
import { Pair, type PairTask } from '../pair.js'
import { rowOf } from './here.js'
import type { Shard } from './runner.js'

export interface WorkOrder extends Shard {
  /** the same key means the same task */
  readonly key: string
  readonly task: PairTask
}

/** Tasks kept: two that are compared, and those that take over from them. */
const KEPT = 3

/** by key, the latest used last */
const known = new Map<string, Pair>()

export default function work({ key, task, from, to }: WorkOrder): unknown {
  const pair = known.get(key) ?? new Pair(task)
  known.delete(key)
  known.set(key, pair)
  for (const old of known.keys()) if (known.size > KEPT) known.delete(old)
  const { width } = pair.layout
  const rows = new Float64Array((to - from) * width)
  for (let run = from; run < to; run++) pair.play(run, rowOf(rows, run - from, width))
  return move(rows)
}

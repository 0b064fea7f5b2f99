/** What a worker thread does: plays the shard it is given, keeping the compiled task for the next one. */
import { move } from 'piscina'
import { Pair, type PairTask } from '../pair.js'
import { rowOf } from './here.js'
import type { Shard } from './runner.js'

export interface WorkOrder extends Shard {
  /** the same key means the same task */
  readonly key: string
  readonly task: PairTask
}

let current: { key: string; pair: Pair } | undefined

export default function work({ key, task, from, to }: WorkOrder): unknown {
  if (current?.key !== key) current = { key, pair: new Pair(task) }
  const { pair } = current
  const { width } = pair.layout
  const rows = new Float64Array((to - from) * width)
  for (let run = from; run < to; run++) pair.play(run, rowOf(rows, run - from, width))
  return move(rows)
}

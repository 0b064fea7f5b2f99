/** What a worker thread does: its desk, behind the door of the pool. */
import { deserialize } from 'node:v8'
import { move } from 'piscina'
import type { PairTask } from '../pair.js'
import { Desk, type WorkOrder } from './desk.js'

export interface ThreadOrder extends WorkOrder {
  /** the task as `serialize` writes it, in memory that threads share: sending it with every shard costs nothing */
  readonly task: SharedArrayBuffer
}

const desk = new Desk()

export default function work({ task, ...order }: ThreadOrder): unknown {
  return move(desk.play(order, () => deserialize(Buffer.from(task)) as PairTask))
}

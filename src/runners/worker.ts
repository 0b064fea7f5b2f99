/** What a worker thread does: its desk, behind the door of the pool. */
import { move } from 'piscina'
import { Desk, type WorkOrder } from './desk.js'

const desk = new Desk()

export default function work(order: WorkOrder): unknown {
  return move(desk.play(order))
}

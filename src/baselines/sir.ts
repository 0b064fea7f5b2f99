/**
 * SIR, day by day: a country that restricts tries each partner every day from the next on, and at the end of each such day it
 * may share again, for good (Kermack & McKendrick 1927). Trying every day until the first success is one number, the day of
 * that success: one draw a directed pair gives it, one draw a country how many days it tries. So each pair is open or not, with
 * a delay, whoever has been won over before; who restricts by when is who can be reached by then along open pairs (percolation),
 * and with a bond or a seed less nobody is reached sooner.
 */
import { power } from '../math.js'
import { tries } from '../random.js'
import { NEVER, type Contagion } from './baseline.js'

/** Nodes by the day on which they may begin; a node may be noted more than once, and then its first day counts. */
class Calendar {
  /** by day: place of its last note, plus 1; 0: none */
  readonly #heads: Uint32Array
  #nodes = new Uint32Array(64)
  /** by note: place of the one before it on the same day, plus 1 */
  #before = new Uint32Array(64)
  #notes = 0
  /** notes on days that have not been taken */
  left = 0

  constructor(days: number) {
    this.#heads = new Uint32Array(days)
  }

  note(day: number, node: number): void {
    if (this.#notes === this.#nodes.length) {
      this.#nodes = twice(this.#nodes)
      this.#before = twice(this.#before)
    }
    this.#nodes[this.#notes] = node
    this.#before[this.#notes] = this.#heads[day]
    this.#heads[day] = ++this.#notes
    this.left++
  }

  /** The node noted last on a day, taken off it; −1: none is left. */
  take(day: number): number {
    const note = this.#heads[day] - 1
    if (note < 0) return -1
    this.#heads[day] = this.#before[note]
    this.left--
    return this.#nodes[note]
  }
}

function twice(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(column.length * 2)
  longer.set(column)
  return longer
}

/** `outbreak.memo` is the first day on which a country that restricted shares again; NEVER: it does not, or never restricted. */
export const sir: Contagion = {
  name: 'sir',
  kind: 'contagion',
  clock: 'days',
  draws: { node: 'infectious', bond: 'transmission' },
  play({ bonds, bondAt, nodeAt, parameters, days }, seeds, dice, outbreak) {
    const { starts, targets } = bonds
    const { sirTransmission: transmission, sirRecovery: recovery } = parameters
    outbreak.clear(NEVER)
    const { when, memo } = outbreak
    const calendar = new Calendar(days)
    seeds.nodes.forEach((node, k) => {
      if (seeds.days[k] >= Math.min(days, when[node])) return
      when[node] = seeds.days[k]
      calendar.note(when[node], node)
    })
    for (let day = 0; calendar.left > 0; day++) {
      for (let node = calendar.take(day); node >= 0; node = calendar.take(day)) {
        // noted again since, for an earlier day
        if (when[node] !== day) continue
        const period = tries(dice.uniform(nodeAt.hi[node], nodeAt.lo[node], 0), recovery)
        memo[node] = Math.min(day + period + 1, NEVER - 1)
        outbreak.begin(node, day)
        const open = 1 - power(1 - transmission, period)
        for (let k = starts[node]; k < starts[node + 1]; k++) {
          const other = targets[k]
          if (when[other] <= day + 1) continue
          const u = dice.uniform(bondAt.hi[k], bondAt.lo[k], 0)
          if (u >= open) continue
          // what rounding puts a day past the last belongs to the last
          const then = day + Math.min(tries(u, transmission), period)
          if (then >= when[other] || then >= days) continue
          when[other] = then
          calendar.note(then, other)
        }
      }
    }
    // a day beyond which nobody looked is no day
    for (let k = 0; k < outbreak.size; k++) {
      const node = outbreak.order[k]
      if (memo[node] >= days) memo[node] = NEVER
    }
  },
}

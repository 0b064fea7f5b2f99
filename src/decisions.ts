/**
 * The decisions of a day about telling: first all are laid out, then all are taken, then each is acted on. So everybody decides by
 * the same morning, and each of the three is a short loop over columns.
 */
import { decide, WITHHELD, type Terms } from './choice.js'
import { longer } from './columns.js'
import { OPEN, SUSPENDED } from './network.js'

/** Room for a quiet day; it grows with the busiest. */
const ROOM = 64

export class Decisions {
  count = 0
  /** what it is about: a place on the tape */
  item = new Uint32Array(ROOM)
  /** whom it is for: places in the world's audiences, from … to − 1 */
  from = new Uint32Array(ROOM)
  to = new Uint32Array(ROOM)
  /** place in RUNGS of whoever decides */
  rung = new Uint8Array(ROOM)
  /** uniform in [0, 1) */
  luck = new Float64Array(ROOM)
  /** what the relation is worth, and risk × sensitivity */
  stake = new Float64Array(ROOM)
  exposure = new Float64Array(ROOM)
  /** what was decided */
  grade = new Uint8Array(ROOM)

  /** Makes room for so many more. */
  reserve(more: number): void {
    while (this.count + more > this.item.length) this.#grow()
  }

  /** Lays one out, for which there is room. */
  add(
    item: number,
    from: number,
    to: number,
    rung: number,
    luck: number,
    stake: number,
    exposure: number,
  ): void {
    const k = this.count++
    this.item[k] = item
    this.from[k] = from
    this.to[k] = to
    this.rung[k] = rung
    this.luck[k] = luck
    this.stake[k] = stake
    this.exposure[k] = exposure
  }

  /** Takes them all. */
  take(terms: Terms): void {
    const { rung, luck, stake, exposure, grade } = this
    for (let k = 0; k < this.count; k++)
      grade[k] =
        rung[k] === SUSPENDED ? WITHHELD : decide(terms, luck[k], stake[k], exposure[k], rung[k] === OPEN)
  }

  #grow(): void {
    const size = this.item.length * 2
    this.item = longer(this.item, size)
    this.from = longer(this.from, size)
    this.to = longer(this.to, size)
    this.rung = longer(this.rung, size)
    this.luck = longer(this.luck, size)
    this.stake = longer(this.stake, size)
    this.exposure = longer(this.exposure, size)
    this.grade = longer(this.grade, size)
  }
}

/**
 * What countries believe of each other besides the secrets they have seen kept: their prior, and what they hold against a partner.
 * Pairs of whom nothing was ever heard share the rows of the priors; whoever hears something is given a row of its own. So a
 * network of a million pairs holds as many rows as it has ties, until somebody talks.
 */
import { column, longer } from './columns.js'
import type { World } from './world.js'

/** What a country may hold against a partner: numbers that are 0 (never, for a day) where it holds nothing. */
export type Held = keyof typeof PLACES

/** Where each number stands in a row: a row is 64 bytes, what processors fetch at once. */
export const STRENGTH = 0
export const PRIOR_KEPT = 1
export const PRIOR_TRUTH = 2
export const BROKEN = 3
export const SCAR = 4
export const LIE = 5
const DENIED = 6
const SAW_BREACH = 7
const ROW = 8

const PLACES = {
  /** broken evidence, divided by λ^day */
  broken: BROKEN,
  /** broken evidence that does not age */
  scar: SCAR,
  /** broken evidence that a denial took away, divided by λ^day */
  denied: DENIED,
  /** falsehood that does not age */
  lie: LIE,
  /** last day on which the first saw a breach by the second */
  sawBreach: SAW_BREACH,
} as const

/** Rows of their own that are there to begin with. */
const FEW = 64

export class Beliefs {
  /** by pair: where in `rows` its row begins */
  readonly at: Uint32Array
  /** rows of STRENGTH, PRIOR_KEPT …; replaced by a longer one when it is full, so nobody may keep it while something is held */
  rows: Float64Array
  /** where the rows of their own begin, and whose they are */
  readonly #shared: number
  readonly #owners: number[] = []

  constructor({ priorOf, priors }: Pick<World, 'priorOf' | 'priors'>) {
    const { strength, kept, truth } = priors
    this.#shared = strength.length * ROW
    this.at = column(Uint32Array, priorOf.length)
    for (let pair = 0; pair < priorOf.length; pair++) this.at[pair] = priorOf[pair] * ROW
    this.rows = new Float64Array(this.#shared + FEW * ROW)
    for (let prior = 0; prior < strength.length; prior++)
      this.rows.set([strength[prior], kept[prior], truth[prior], 0, 0, 0, 0, -Infinity], prior * ROW)
  }

  /** What the pair's first country holds against its second. */
  held(pair: number, what: Held): number {
    return this.rows[this.at[pair] + PLACES[what]]
  }

  /** The same of every pair, in their order. */
  column(what: Held): Float64Array {
    return Float64Array.from(this.at, (row) => this.rows[row + PLACES[what]])
  }

  /** From now on the pair's first country holds so much against its second. */
  hold(pair: number, what: Held, value: number): void {
    const row = this.#own(pair)
    this.rows[row + PLACES[what]] = value
  }

  /** Takes over what is held in another state of the same network, which may rest on other priors. */
  resume(from: Beliefs): void {
    for (const pair of from.#owners)
      for (const what of Object.keys(PLACES) as Held[]) this.hold(pair, what, from.held(pair, what))
  }

  /** What ages is divided by its age: where it is to age at another pace, it is held as so many times as much. */
  rescale(times: number): void {
    for (let row = this.#shared; row < this.rows.length; row += ROW) {
      this.rows[row + BROKEN] *= times
      this.rows[row + DENIED] *= times
    }
  }

  /** The row of a pair that nobody shares with it. */
  #own(pair: number): number {
    const old = this.at[pair]
    if (old >= this.#shared) return old
    const row = this.#shared + this.#owners.length * ROW
    if (row === this.rows.length) this.#grow()
    this.rows.copyWithin(row, old, old + ROW)
    this.#owners.push(pair)
    this.at[pair] = row
    return row
  }

  #grow(): void {
    this.rows = longer(this.rows, this.#shared + 2 * (this.rows.length - this.#shared))
  }
}

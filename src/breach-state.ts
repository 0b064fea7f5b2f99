/** How a breach stands in a run: what has happened of it, and who has learned what. */
import type { CompiledBreach } from './world.js'

/** How a breach stands. */
export interface BreachState {
  readonly found: CompiledBreach
  /** event of the breach, or -1 before it happened */
  event: number
  /** event of the press having it, or -1 */
  press: number
  /** event of the press naming the originators, or -1 */
  named: number
  /** share of pairs around the leaker that had just seen another breach, as the factor of MODEL.md §5.2 */
  context: number
  /** by victim: discipline of the item that was taken */
  readonly disciplines: number[]
  /** by victim: the item taken, as a place on the tape, or -1 where the leaker held none */
  readonly items: number[]
  /** by victim: entry among the offers by which it believes the item got out, or -1 */
  readonly believed: number[]
  /** by victim: the recipient knows whose it was */
  readonly identified: boolean[]
  /** by victim: day on which it finds out by itself */
  readonly detection: number[]
  /** by country: weight of what it has learned so far; 0: nothing */
  readonly weight: Float64Array
  /** by country: event by which it first learned, or -1 */
  readonly learned: Int32Array
  /** by country: whom it holds the breach against, or -1 */
  readonly suspect: Int32Array
}

/** A breach of which nothing has happened yet. */
export function unbreached(found: CompiledBreach, countries: number): BreachState {
  return {
    found,
    event: -1,
    press: -1,
    named: -1,
    context: 1,
    disciplines: found.victims.map(() => -1),
    items: found.victims.map(() => -1),
    believed: found.victims.map(() => -1),
    identified: found.victims.map(() => false),
    detection: found.victims.map(() => NEVER),
    weight: new Float64Array(countries),
    learned: new Int32Array(countries).fill(-1),
    suspect: new Int32Array(countries).fill(-1),
  }
}

/** A day before every scenario. */
const NEVER = -0x7fffffff

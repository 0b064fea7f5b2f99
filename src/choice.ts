/**
 * To tell or not to tell: what a party gains by full sharing, a tear-line or silence, and the choice among them.
 * Logit choice: McKelvey & Palfrey (1995), "Quantal Response Equilibria for Normal Form Games".
 */
import { exp } from './math.js'
import type { Parameters } from './parameters.js'
import { chooseOfThree } from './random.js'

/** What a recipient is given. As a grade of one item: withheld, a tear-line, or the item in full. */
export const WITHHELD = 0
export const TEAR_LINE = 1
export const FULL = 2
export type Grade = typeof WITHHELD | typeof TEAR_LINE | typeof FULL
export const GRADES = ['withheld', 'tear-line', 'full'] as const

/** The parameters of the choice, with what depends on them alone worked out once. */
export interface Terms {
  readonly precision: number
  /** (1 + betrayal) · loss: what a leak costs at sensitivity 1, once identified */
  readonly harm: number
  readonly idFull: number
  readonly idTear: number
  readonly tearLineValue: number
  readonly tearLineCost: number
  readonly silenceCost: number
}

export function terms(parameters: Parameters): Terms {
  const { precision, betrayal, loss, idFull, idTear, tearLineValue, tearLineCost, silenceCost } = parameters
  return { precision, harm: (1 + betrayal) * loss, idFull, idTear, tearLineValue, tearLineCost, silenceCost }
}

/**
 * What a tear-line is worth over silence (MODEL.md §5.3: U_tear − U_hold).
 * @param stake what the relation is worth, in units of an ordinary tie
 * @param exposure risk × sensitivity: the chance that some recipient leaks, times how much the source is worth
 */
export function tearOverHold(t: Terms, stake: number, exposure: number): number {
  return (t.tearLineValue + t.silenceCost) * stake - exposure * t.harm * t.idTear - t.tearLineCost
}

/** What full sharing is worth over silence (U_full − U_hold). */
export function fullOverHold(t: Terms, stake: number, exposure: number): number {
  return (1 + t.silenceCost) * stake - exposure * t.harm * t.idFull
}

/** What a tear-line is worth over full sharing (U_tear − U_full). */
export function tearOverFull(t: Terms, stake: number, exposure: number): number {
  return exposure * t.harm * (t.idFull - t.idTear) - t.tearLineCost - (1 - t.tearLineValue) * stake
}

/** Steps of the tables below for one unit of their argument, and how many there are. */
const FINENESS = 16
const LAST = 40 * FINENESS

/**
 * Between x = k/FINENESS and the next step exp(−x) is at most MOST[k] and at least LEAST[k]; the last step holds all that is beyond.
 * So a choice that is plain without exact values need not compute them.
 */
const MOST = Float64Array.from({ length: LAST + 1 }, (_, k) => exp(-k / FINENESS))
const LEAST = Float64Array.from({ length: LAST + 1 }, (_, k) => (k < LAST ? exp(-(k + 1) / FINENESS) : 0))

/** The step on which x, 0 or more, falls. */
function stepOf(x: number): number {
  const steps = x * FINENESS
  return steps < LAST ? steps | 0 : LAST
}

/** Far more than rounding could move the comparisons it guards. */
const ROUNDING = 1 + 1e-12

/**
 * Chooses what an audience is given, by one uniform in the order withheld < tear-line < full, so that under the same draw
 * less trust never means more sharing. Most draws fall clear of the borders between the three, and need no exponential.
 * @param u uniform in [0, 1)
 * @param mayTellAll false where the rung allows tear-lines only
 */
export function decide(t: Terms, u: number, stake: number, exposure: number, mayTellAll: boolean): Grade {
  const tear = t.precision * tearOverHold(t, stake, exposure)
  const full = mayTellAll ? t.precision * fullOverHold(t, stake, exposure) : -Infinity
  const top = Math.max(0, tear, full)
  const hold = stepOf(top)
  const torn = stepOf(top - tear)
  const told = stepOf(top - full)
  // bounds of where silence ends, and where tear-lines do; the best of the three weighs exactly 1
  const mostHold = MOST[hold]
  const mostNotFull = mostHold + MOST[torn]
  const leastHold = top === 0 ? 1 : LEAST[hold]
  const leastNotFull = leastHold + (top === tear ? 1 : LEAST[torn])
  // and of the place that u falls on
  const leastPlace = u * (leastNotFull + (top === full ? 1 : LEAST[told]))
  const mostPlace = u * (mostNotFull + MOST[told]) * ROUNDING
  if (leastPlace >= mostNotFull * ROUNDING) return FULL
  if (mostPlace < leastHold) return WITHHELD
  if (leastPlace >= mostHold * ROUNDING && mostPlace < leastNotFull) return TEAR_LINE
  return chooseOfThree(u, exp(-top), exp(tear - top), mayTellAll ? exp(full - top) : 0)
}

/** The three probabilities of that choice: [withheld, tear-line, full], written into `out`. */
export function probabilities(t: Terms, stake: number, exposure: number, out: Float64Array): void {
  const tear = t.precision * tearOverHold(t, stake, exposure)
  const full = t.precision * fullOverHold(t, stake, exposure)
  const top = Math.max(0, tear, full)
  const weightHold = exp(-top)
  const weightTear = exp(tear - top)
  const weightFull = exp(full - top)
  const sum = weightHold + weightTear + weightFull
  out[WITHHELD] = weightHold / sum
  out[TEAR_LINE] = weightTear / sum
  out[FULL] = weightFull / sum
}

/** The stake at which full sharing and a tear-line are worth the same: B* of MODEL.md §5.4. */
export function breakEven(t: Terms, exposure: number): number {
  return (exposure * t.harm * (t.idFull - t.idTear) - t.tearLineCost) / (1 - t.tearLineValue)
}

/** What a review must be convinced by: to come back up, and to suspend. */
export type Inertia = Pick<Parameters, 'inertiaUp' | 'inertiaHold'>

/**
 * Price of trust (MODEL.md §5.12): the extra stake at which the next review steps up with probability one half. From tear-lines that
 * asks for full sharing to be worth it, and for a tear-line not to be worth so little that the same review would sooner suspend.
 * @param suspended whether the membership is suspended rather than on tear-lines
 * @returns in units of an ordinary tie's stake, at least 0
 */
export function priceOfTrust(
  t: Terms,
  { inertiaUp, inertiaHold }: Inertia,
  stake: number,
  exposure: number,
  suspended: boolean,
): number {
  const toFull =
    (exposure * t.harm * (t.idFull - t.idTear) - t.tearLineCost + inertiaUp) / (1 - t.tearLineValue) - stake
  const needed = suspended ? inertiaUp : -inertiaHold
  const toTear =
    (exposure * t.harm * t.idTear + t.tearLineCost + needed) / (t.tearLineValue + t.silenceCost) - stake
  return Math.max(0, toFull, toTear)
}

/** What is settled but not yet done: losses and mendings that wait for the end of their phase, reviews, leaks and steps. */
import type { Grade } from './choice.js'

/** A loss of trust that waits for the end of its phase. */
export interface Shock {
  readonly pair: number
  readonly weight: number
  /** event that says who learned what; it is told the trust before and after */
  readonly event: number
}

/** The same of veracity trust, after a deception came to light. */
export interface Deception extends Shock {
  /** share of the loss that no time takes away */
  readonly forGood: number
}

/** Broken evidence that is taken away, or added to, at the end of its phase. */
export interface Mending {
  readonly pair: number
  /** share taken away; below 0: added */
  readonly share: number
  /** a denial takes away what its proof would bring back; everything else counts for good */
  readonly by: 'deed' | 'denial' | 'proof'
  /** share of what is then left that no time takes away any more */
  readonly forGood: number
  readonly cause: number
}

/** A review out of schedule: after learning of a breach, or after something was done to mend it. */
export interface NewsReview {
  readonly member: number
  /** id of the breach or the move it is about */
  readonly about: string
  readonly cause: number
  /** the question is open again, however short the time since the last step */
  readonly reopens: boolean
}

/** A source identified by whoever received its secret; it waits for the end of its phase. */
export interface Identification {
  readonly breach: number
  /** place among the breach's victims */
  readonly victim: number
  readonly discipline: number
  readonly cause: number
}

/** A leak that nobody scripted, on its way. */
export interface Brewing {
  /** item on the tape, and its grade as the leaker holds it */
  readonly item: number
  readonly grade: Grade
  readonly leaker: number
}

/** A formal step decided today. */
export interface Step {
  readonly member: number
  readonly from: number
  readonly to: number
  /** advantage of the new rung over the old at typical sensitivity, and what it had to exceed */
  readonly advantage: number
  readonly inertia: number
  /** event that led to it, or null: a review by schedule */
  readonly cause: number | null
}

/** A step once taken. */
export interface Taken extends Step {
  /** the event that stands for it */
  readonly event: number
  /** the party at whose door it is laid, or -1 */
  readonly blamed: number
}

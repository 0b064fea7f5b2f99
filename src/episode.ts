/** A documented case: who gave away whose secret, and how each partner is known to have answered. */
import type { Scenario } from './scenario.js'

/** What a partner did toward the breacher, from nothing to the end of sharing; the place in the list is the ordinal. */
export const RESPONSES = ['none', 'protest', 'tightened', 'curtailed', 'suspended', 'terminated'] as const
export type Response = (typeof RESPONSES)[number]

/** The first response that is a cut. */
export const FIRST_CUT: Response = 'curtailed'

/** One partner's behaviour toward one breacher, as observed. */
export interface ObservedOutcome {
  /** country id; `EUU` for the European Union, three X for a partner that nobody named */
  readonly partner: string
  readonly role: 'originator' | 'bystander' | 'breacher-counter-move'
  readonly response: Response
  /** `no`: the response has another proven cause */
  readonly attributable: 'yes' | 'partly' | 'no'
  /** A on the record or several reports, B good press or scholarship, C thin or absence of evidence */
  readonly confidence: 'A' | 'B' | 'C'
}

/** What is known of one case. */
export interface Episode {
  readonly id: string
  readonly title: string
  readonly breacher: string
  readonly originators: readonly string[]
  /** the data's word for its trigger, such as `insider-leak`; by-kind base rates go by it */
  readonly group: string
  /** false: a dispute, misuse, a feared or another kind of act, never pooled with breaches */
  readonly isBreach: boolean
  /** false: single-author, unconfirmed, or nothing but thin evidence */
  readonly strict: boolean
  /** year in which it became known to the originators */
  readonly year: number
  readonly severity: {
    /** 0 to 1, rated without looking at what followed */
    readonly blind: number
    /** 0 to 1, rated knowing what followed: (s − 1) / 4 of 1 to 5, and 0.1 for 1 */
    readonly aware: number
  }
  readonly outcomes: readonly ObservedOutcome[]
}

/** An episode, and the scenario that injects its breach (the event `breach`) into the world of its year. */
export interface Case {
  readonly episode: Episode
  readonly scenario: Scenario
  /** day on which the originators learn of it: responses are read from there on */
  readonly from: number
}

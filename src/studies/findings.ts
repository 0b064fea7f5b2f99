/** What an experiment found, as plain data with names: what `findings.json` holds and what every report is told from. */
import type { OutcomeName } from '../outcomes.js'
import type { Move } from '../scenario.js'
import type { Assumptions } from './assumptions.js'
import type { Decomposition } from './decompose.js'
import type { Estimate } from './statistics.js'

/** One scripted breach, as the scenario has it. */
export interface BreachFact {
  readonly id: string
  readonly day: number
  readonly by: string
  readonly of: readonly string[]
  readonly to: string
  readonly topic: string
  readonly kind: string
  readonly severity: number
  readonly details: number
  /** day on which the press has it, and on which it names the originator; null: never */
  readonly pressDay: number | null
  readonly namedDay: number | null
  /** false: an accusation */
  readonly happened: boolean
  /** false: nobody says who leaked */
  readonly traced: boolean
  /** whether the second world goes without it */
  readonly removed: boolean
}

/** Quantiles over runs (the first KEPT_RUNS); null where no run has anything to say. */
export interface Distribution {
  readonly p05: number | null
  readonly p50: number | null
  readonly p95: number | null
}

/** Flow of one group by day, in both worlds. */
export interface GroupFindings {
  /** ids of the countries that share */
  readonly countries: readonly string[]
  /** 1 − flow with / flow without, from the breach to the horizon, on items collected in both worlds */
  readonly chill: Estimate
  /** the same run by run: what one run in twenty stays below, half of them, and nineteen in twenty */
  readonly runs: Distribution
  /** the same as the chill for the number of items given in full or as a tear-line */
  readonly items: Estimate
  /** share of offers withheld, given as a tear-line, given in full: in the world with the breach, and without */
  readonly grades: { readonly with: readonly number[]; readonly without: readonly number[] }
  /** correlation over runs of the flow with and without the breach: what the pairing buys; null where nothing varies */
  readonly pairing: number | null
  readonly byDay: {
    /** mean value a day over the trailing 30 days */
    readonly with: readonly number[]
    readonly without: readonly number[]
    /** chill of those 30 days and its interval; null where there was no flow */
    readonly chill: readonly (number | null)[]
    readonly low: readonly (number | null)[]
    readonly high: readonly (number | null)[]
  }
  /**
   * Trust in the leaker by day, the mean of the group's countries, in [0, 1]; with the breach with its interval, chance only. Null
   * before any of them deals with the leaker, and for the rest.
   */
  readonly trust: {
    readonly with: readonly (number | null)[]
    readonly low: readonly (number | null)[]
    readonly high: readonly (number | null)[]
    readonly without: readonly (number | null)[]
  } | null
  /** days from the deepest chill until half of it is gone; null: not within the horizon, or no chill to recover from */
  readonly halfLife: number | null
}

/** What one partner of the leaker did. */
export interface PartnerFindings {
  readonly id: string
  readonly label: string
  readonly tie: string
  readonly role: 'victim' | 'partner'
  readonly chill: Estimate
  /** mean trust in the leaker: the evening before the breach, at its lowest, on the last day, and there without the breach */
  readonly trust: {
    readonly before: number
    readonly lowest: number
    readonly end: number
    readonly endWithout: number
  }
  /** probability of a formal step down from an agreement with the leaker since the breach */
  readonly step: {
    readonly with: Estimate
    readonly without: Estimate
    /** runs in which it stepped down only with the breach, less those in which only without it, as a share */
    readonly difference: Estimate
  }
  /** of the runs in which it stepped down: median day after the breach; null where it never did */
  readonly firstDay: number | null
  /** of the runs in which it stepped down: mean days below full within the horizon; null where it never did */
  readonly daysDown: number | null
  /** of the runs in which it stepped down: share still below full on the last day; null where it never did */
  readonly stillDown: number | null
  /** mean extra stake at which the next review would step up with probability ½, 90 days after the breach; ordinary tie = 1 */
  readonly price: number
}

export interface LeakerFindings {
  readonly leaker: string
  readonly label: string
  /** day of its first breach that was removed from the second world */
  readonly day: number
  readonly groups: {
    readonly direct: GroupFindings
    readonly spillOver: GroupFindings
    readonly rest: GroupFindings
  }
  /** share of the partners that were no victims whose flow fell by a tenth or more */
  readonly reach: Estimate
  /** the leaker's own picture, by topic */
  readonly topics: readonly TopicFindings[]
  /** what sources destroyed by the breach would have given the leaker, a run; apart from the chill */
  readonly supplyLost: { readonly items: Estimate; readonly value: Estimate }
  /** by id */
  readonly partners: readonly PartnerFindings[]
}

/** Means a run. */
export interface PlotFindings {
  readonly plots: Estimate
  readonly warningsWith: Estimate
  readonly warningsWithout: Estimate
  /** warnings given only without the breach; given in full only without; given more fully with */
  readonly lost: Estimate
  readonly degraded: Estimate
  readonly gained: Estimate
  readonly avertedWith: Estimate
  readonly avertedWithout: Estimate
  /** plots averted without the breach less plots averted with it */
  readonly notAverted: Estimate
}

/** One outcome, as a mean a run. */
export interface OutcomeFindings {
  readonly unit: string
  readonly meaning: string
  readonly with: Estimate
  readonly without: Estimate
  /** with less without, run by run */
  readonly difference: Estimate
}

/** What became of an agreement that might have come to be. */
export interface ProspectFindings {
  readonly id: string
  readonly label: string
  readonly parties: readonly string[]
  /** probability that it was signed within the horizon */
  readonly formed: { readonly with: Estimate; readonly without: Estimate; readonly difference: Estimate }
  /** probability that the breach is why it never came to be: signed only in the world without it */
  readonly never: Estimate
  /** probability that the breach is why it came to be: signed only in the world with it */
  readonly instead: Estimate
}

/** How often one country was taken for the leaker when another, or itself, was. */
export interface BlameFindings {
  readonly guilty: string
  readonly blamed: string
  /** conclusions a run, in the world with the breach */
  readonly perRun: number
}

/** What the leaker hears of one topic, a run, from the breach to the horizon, on items collected in both worlds. */
export interface TopicFindings {
  readonly topic: string
  readonly label: string
  readonly with: Estimate
  readonly without: Estimate
  /** 1 − with / without */
  readonly chill: Estimate
}

/** One row of the table of runs. */
export interface RunRow {
  readonly run: number
  readonly leaker: string
  readonly direct: number | null
  readonly spillOver: number | null
  readonly rest: number | null
  readonly stepped: number
  readonly warningsLost: number
  readonly notAverted: number
}

export interface FindingsData {
  readonly format: 'liaison-findings'
  /** raised whenever the same scenario and seed give other numbers */
  readonly resultsEpoch: number
  readonly title: string
  readonly description: string
  readonly start: string
  readonly days: number
  readonly network: string
  readonly seed: string
  readonly seedGiven: boolean
  readonly runs: number
  /** number of the first run */
  readonly firstRun: number
  /** what the intervals say, and what they do not */
  readonly intervals: string
  readonly breaches: readonly BreachFact[]
  /** what else is scripted: repair, new leaders, inducements, policy, fabrications */
  readonly moves: readonly Move[]
  readonly leakers: readonly LeakerFindings[]
  readonly plots: PlotFindings
  /** false reports, releases, new agreements, leaks and blame */
  readonly outcomes: Readonly<Record<OutcomeName, OutcomeFindings>>
  /** agreements that might have come to be, by id */
  readonly prospects: readonly ProspectFindings[]
  /** who was taken for the leaker when who was; empty where every leaker is known */
  readonly blames: readonly BlameFindings[]
  /** parameters that differ from their defaults, and mechanisms that are off */
  readonly changed: Readonly<Record<string, number>>
  readonly off: readonly string[]
  /** run nearest to all others in (direct, spill-over) */
  readonly typicalRun: number
  /** which mechanism did it, where that was asked */
  readonly decomposition?: Decomposition
  /** how far the assumptions move the answer, where that was asked */
  readonly assumptions?: Assumptions
}

/** Chill toward one leaker: `findings.chill.toward('USA').victim.mean`. */
export interface ChillToward {
  /** of its victims: direct */
  readonly victim: Estimate & Pick<GroupFindings, 'byDay'>
  /** of its other partners: spill-over */
  readonly witnesses: Estimate & Pick<GroupFindings, 'byDay'>
  /** of everything not shared with the leaker */
  readonly rest: Estimate & Pick<GroupFindings, 'byDay'>
}

export interface Findings {
  readonly data: FindingsData
  /** one row a run and leaker, in run order; the first KEPT_RUNS runs */
  readonly table: readonly RunRow[]
  readonly chill: {
    /** @throws LiaisonError E_DANGLING if the country leaked nothing in this experiment */
    toward(leaker: string): ChillToward
  }
}

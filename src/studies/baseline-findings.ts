/** What a null model found, as plain data with names: what its `findings.json` holds, with what Liaison says beside it. */
import type { NullModel } from '../scenario.js'
import type { BreachFact } from './findings.js'
import type { Estimate } from './statistics.js'

/** The same in the world with the breach and in the one without, and the difference over the pairs. */
export interface Compared {
  readonly with: Estimate
  readonly without: Estimate
  readonly difference: Estimate
}

/** What Liaison's own model says of the same country under the same scenario, seed and runs. */
export interface LiaisonOfCountry {
  /** how much less value it tells the leaker */
  readonly chill: Estimate
  /** probability of a formal step down, less that without the breach */
  readonly step: Estimate
  /** mean trust in the leaker on the last day, with the breach and without */
  readonly trust: { readonly with: number; readonly without: number }
}

export interface BaselineCountry {
  readonly id: string
  readonly label: string
  /** `victim`: it begins; `partner`: it shares an agreement in force with the leaker on the day of the breach; `other`: it does not */
  readonly role: 'victim' | 'partner' | 'other'
  /** contagion: probability that it restricts sharing with the leaker; opinion: its mean opinion of the leaker in the end */
  readonly outcome: Compared
  /** opinion: what it thinks at first, with the breach and without; contagion: null */
  readonly first: { readonly with: number; readonly without: number } | null
  /**
   * contagion: of the runs in which it restricts with the breach, the mean round in which it begins, or, in `sir`, days from the
   * leaker's first breach; null where it never does, and for opinions
   */
  readonly after: number | null
  /** sir: of those runs, the share in which it still restricts on the last day; else null */
  readonly still: number | null
  /** null: not asked, or no partner of the leaker */
  readonly liaison: LiaisonOfCountry | null
}

export interface BaselineLeaker {
  readonly leaker: string
  readonly label: string
  /** day of its first breach that was removed from the second world; the bonds are those of this day */
  readonly day: number
  /** bonds among all countries but the leaker */
  readonly bonds: number
  /** countries that chains of bonds join to those who begin, these included; without the leaker the network may be in pieces */
  readonly within: number
  /** contagion: countries that restrict, a run on average, whoever began included; opinion: mean over countries */
  readonly everybody: Compared
  /** the same of the leaker's partners that were no victims */
  readonly partners: Compared
  /** contagion: share of runs in which more than GLOBAL of the countries restrict; opinion: null */
  readonly global: Compared | null
  /** mean rounds until nothing moved any more, or, in `sir`, days from the first breach to the last country that began; with the breach */
  readonly lasted: number
  /** opinion: runs in which opinions still moved when they were left; contagion: 0 */
  readonly unsettled: number
  /** what Liaison's own model says: chill of the victims, of the other partners, and the share of these with a chill of a tenth or more */
  readonly liaison: {
    readonly direct: Estimate
    readonly spillOver: Estimate
    readonly reach: Estimate
  } | null
  /** by id */
  readonly countries: readonly BaselineCountry[]
}

export interface BaselineFindings {
  readonly format: 'liaison-baseline'
  /** raised whenever the same scenario and seed give other numbers */
  readonly resultsEpoch: number
  readonly model: NullModel
  readonly kind: 'contagion' | 'opinion'
  /** what a null model is and is not */
  readonly note: string
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
  readonly leakers: readonly BaselineLeaker[]
  /** the parameters that the model reads, with their values */
  readonly parameters: Readonly<Record<string, number>>
}

/** One row of the table of runs. */
export interface BaselineRow {
  readonly run: number
  readonly leaker: string
  /** contagion: countries that restrict; opinion: mean opinion */
  readonly everybodyWith: number
  readonly everybodyWithout: number
  /** the same of the leaker's partners that were no victims */
  readonly partnersWith: number
  readonly partnersWithout: number
  /** rounds until nothing moved any more, or days; with the breach */
  readonly lasted: number
}

export interface BaselineResult {
  readonly data: BaselineFindings
  /** one row a run and leaker, in run order; the first KEPT_RUNS runs */
  readonly table: readonly BaselineRow[]
}

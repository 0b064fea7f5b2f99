/** A network as plain data: who collects what, who shares under which agreement, who is hostile to whom. */

/** Where a number or a fact comes from; kept beside it so that every table can show it. */
export interface Source {
  readonly title: string
  readonly publisher?: string
  readonly date?: string
  readonly url?: string
  /** `searched`: looked up; anything else: say what was not checked. */
  readonly verification?: string
}

/** Whether nobody says that a source was looked up. */
export function isUnverified(source: Source | null | undefined): boolean {
  return source?.verification !== 'searched'
}

/** The four kinds of tie, from the firmest to the loosest (MODEL.md §2). */
export const TIES = ['close', 'ally', 'partner', 'narrow'] as const
export type Tie = (typeof TIES)[number]

/** The third-party rule as an agreement states it. */
export const CAVEATS = ['forbidden', 'on-request', 'parties'] as const
export type Caveat = (typeof CAVEATS)[number]

/** A party's formal position in an agreement, from open to closed. */
export const RUNGS = ['full', 'tear-line only', 'suspended', 'ended'] as const
export type Rung = (typeof RUNGS)[number]
/** Their places in that list. */
export const OPEN = 0
export const TEAR_LINES_ONLY = 1
export const SUSPENDED = 2
export const ENDED = 3

export interface Topic {
  readonly id: string
  readonly label: string
  /** plots per year against each possible target; 0: none */
  readonly plotsPerYear: number
  /** ids of the countries a plot on this topic may be aimed at, sorted */
  readonly targets: readonly string[]
}

/** The disciplines whose numbers are parameters; a network that names no disciplines has these. */
export const KNOWN_DISCIPLINES = ['GEOINT', 'HUMINT', 'OSINT', 'SIGINT'] as const
export type KnownDiscipline = (typeof KNOWN_DISCIPLINES)[number]

export interface Discipline {
  readonly id: string
  /** sensitivity of its sources, 0 to 1 */
  readonly sensitivity: number
  /** share of collection lost when a source is identified by a fully hostile recipient, 0 to 1 */
  readonly sourceLoss: number
  /** half-life of that loss in days */
  readonly recovery: number
}

/** One stream of items: what a country collects on a topic through a discipline. */
export interface Collection {
  readonly topic: string
  readonly discipline: string
  /** items a day, at least 0 */
  readonly rate: number
}

export interface Country {
  readonly id: string
  readonly label: string
  readonly region?: string
  readonly languages?: readonly string[]
  /** latitude and longitude in degrees, for maps only */
  readonly position?: readonly [number, number]
  readonly collection: readonly Collection[]
  /** how much it wants to know, by topic id, each in [0, 1]; a topic that is missing counts 0 */
  readonly need: Readonly<Record<string, number>>
  /** hazard, per holding and day, that it leaks what it holds unscripted; the scenario's `leakHazard` when left out */
  readonly leakHazard?: number
  readonly source?: Source
}

export interface Agreement {
  readonly id: string
  readonly label: string
  /** ids, two or more, sorted */
  readonly parties: readonly string[]
  /** topic ids it covers, sorted */
  readonly topics: readonly string[]
  /** discipline ids it covers, sorted */
  readonly disciplines: readonly string[]
  readonly tie: Tie
  readonly caveat: Caveat
  /** first day in force (may be negative: before day 0), or null for always */
  readonly from: number | null
  /** first day no longer in force, or null for never */
  readonly until: number | null
  /** overrides of the day-0 stake by party id */
  readonly stake?: Readonly<Record<string, number>>
  /** price received by party id, at least 0 (MODEL.md §5.12) */
  readonly price?: Readonly<Record<string, number>>
  readonly source?: Source
}

/** An agreement that might come to be (MODEL.md §5.11): the terms it would have. */
export type Prospect = Omit<Agreement, 'from' | 'until'>

export interface Hostility {
  /** the two countries, sorted */
  readonly between: readonly [string, string]
  /** 0 to 1 */
  readonly level: number
  readonly source?: Source
}

/** Overrides of one directed pair: what `from` believes of `to` on day 0. */
export interface PairOverride {
  readonly from: string
  readonly to: string
  /** base of discretion trust, strictly between 0 and 1 */
  readonly discretion?: number
  /** base of veracity trust, strictly between 0 and 1 */
  readonly veracity?: number
  /** strength of the prior, at least 0.1 */
  readonly strength?: number
}

/** Everything is sorted by id, so that no result depends on the order in which a file lists things. */
export interface Network {
  readonly id: string
  readonly title: string
  readonly topics: readonly Topic[]
  readonly disciplines: readonly Discipline[]
  readonly countries: readonly Country[]
  readonly agreements: readonly Agreement[]
  readonly prospects: readonly Prospect[]
  readonly hostilities: readonly Hostility[]
  readonly pairs: readonly PairOverride[]
}

/** Whether an agreement binds on a day, or whatever else has a beginning and an end. */
export function inForce({ from, until }: Pick<Agreement, 'from' | 'until'>, day: number): boolean {
  return (from === null || from <= day) && (until === null || day < until)
}

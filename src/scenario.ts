/** A scenario, resolved and checked: everything a run is a function of, besides seed and run number. */
import type { Caveat, Network, Rung } from './network.js'
import type { Parameters } from './parameters.js'

/** How a secret came out; the kinds differ in culpability (MODEL.md §5.2). */
export const BREACH_KINDS = ['disclosure', 'spying', 'misuse', 'penetration', 'insider'] as const
export type BreachKind = (typeof BREACH_KINDS)[number]

/** What came out can lead to the source itself, or only to whose secret it was. */
export const EXPOSURES = ['source', 'originator'] as const
export type Exposure = (typeof EXPOSURES)[number]

/** The mechanisms that can be switched off by name. */
export const SWITCHES = [
  'witness',
  'imitation',
  'reciprocity',
  'sourceLoss',
  'sharedClubs',
  'warnings',
  'deception',
  'provenance',
  'leaks',
  'release',
  'newPartners',
  'repair',
  'turnover',
  'inducement',
  'policy',
] as const
export type Switch = (typeof SWITCHES)[number]

/** What is simulated: Liaison's own model, or a null model beside it (docs/model.md, 8). */
export const MODELS = ['liaison', 'threshold', 'cascade', 'sir', 'degroot', 'friedkin-johnsen'] as const
export type Model = (typeof MODELS)[number]
export type NullModel = Exclude<Model, 'liaison'>

/** Keys every draw of a scenario that names no seed of its own. */
export const DEFAULT_SEED = 'liaison'

/** Most days a scenario may run: fifty years. */
export const MOST_DAYS = 18250

export interface Breach {
  readonly id: string
  /** day on which it happens, 0 or later */
  readonly day: number
  /** the leaker */
  readonly by: string
  /** the originators whose secret it was, one or more, sorted */
  readonly of: readonly string[]
  /** a country's id, `press` or `public` */
  readonly to: string
  readonly topic: string
  /** null: that of the item taken, else the originator's strongest on the topic */
  readonly discipline: string | null
  readonly kind: BreachKind
  /** 0 to 1; 0 is a logged no-op */
  readonly severity: number
  /** details that let a reader guess the source, 0 to 8 */
  readonly details: number
  /** `originator`: a hostile reader may learn whose secret it was, and can do nothing to its source */
  readonly exposes: Exposure
  /** day the press has it, or null for never */
  readonly pressDay: number | null
  /** day the press names the originator, or null for never */
  readonly namedDay: number | null
  /** false: an accusation of something that never happened; it is believed all the same */
  readonly happened: boolean
  /** false: it comes out that the secret leaked, not who leaked it; the originator infers that from who held it */
  readonly traced: boolean
}

/** What a leaker may say or do to mend trust (MODEL.md §5.12); `proven` is a denial shown to be false. */
export const REPAIR_KINDS = ['apology', 'denial', 'proven', 'assurance'] as const
export type RepairKind = (typeof REPAIR_KINDS)[number]

interface Scripted {
  readonly id: string
  /** day on which it happens, 0 or later */
  readonly day: number
}

/** Words or deeds after a breach, toward those who know of it. */
export interface Repair extends Scripted {
  readonly what: 'repair'
  /** who mends: the leaker, or whoever was blamed */
  readonly by: string
  /** toward whom, sorted; null: everybody who holds the breach against it by then */
  readonly to: readonly string[] | null
  /** id of the breach it answers */
  readonly breach: string
  readonly kind: RepairKind
}

/** A new leader: what the old one did counts less (McGillivray & Smith 2000). */
export interface Turnover extends Scripted {
  readonly what: 'turnover'
  readonly of: string
  /** whether leaders there answer for what they did, as in a democracy */
  readonly accountable: boolean
}

/** A price paid for sharing, for a time. */
export interface Inducement extends Scripted {
  readonly what: 'inducement'
  readonly by: string
  readonly to: string
  /** null: every agreement the two share */
  readonly agreement: string | null
  /** stake added, in units of an ordinary tie; above 0 */
  readonly price: number
  /** first day on which it is no longer paid, or null for never */
  readonly until: number | null
}

/** New terms of an agreement from a day on, decided outside the model: coercion, law, an order from above. */
export interface Policy extends Scripted {
  readonly what: 'policy'
  readonly agreement: string
  readonly caveat: Caveat | null
  /** by party: the rung it is put on */
  readonly rung: Readonly<Record<string, Rung>>
  /** by party: the stake and the price it has from then on */
  readonly stake: Readonly<Record<string, number>>
  readonly price: Readonly<Record<string, number>>
  /** first day on which everything is as it was before, or null for never */
  readonly until: number | null
}

/** A partner that knowingly passes on what it made up, and is found out. */
export interface Fabrication extends Scripted {
  readonly what: 'fabrication'
  readonly by: string
  /** who was deceived, sorted */
  readonly to: readonly string[]
  /** 0 to 1 */
  readonly severity: number
  /** day on which it is proven */
  readonly provenDay: number
}

/** What is scripted besides breaches. */
export type Move = Repair | Turnover | Inducement | Policy | Fabrication

export interface Scenario {
  readonly title: string
  readonly description: string
  /** ISO date of day 0 */
  readonly start: string
  /** days simulated, 1 or more */
  readonly days: number
  readonly model: Model
  /** the text that keys every draw */
  readonly seed: string
  /** false: the file names no seed and the fixed default is used */
  readonly seedGiven: boolean
  readonly network: Network
  /** sorted by day, then id */
  readonly breaches: readonly Breach[]
  /** sorted by day, then id */
  readonly moves: readonly Move[]
  readonly parameters: Parameters
  /** every switch, true when on */
  readonly mechanisms: Readonly<Record<Switch, boolean>>
}

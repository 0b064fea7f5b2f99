/** A scenario, resolved and checked: everything a run is a function of, besides seed and run number. */
import type { Network } from './network.js'
import type { Parameters } from './parameters.js'

/** How a secret came out; the kinds differ in culpability (MODEL.md §5.2). */
export const BREACH_KINDS = ['disclosure', 'spying', 'misuse', 'penetration', 'insider'] as const
export type BreachKind = (typeof BREACH_KINDS)[number]

/** The mechanisms that can be switched off by name. */
export const SWITCHES = [
  'witness',
  'imitation',
  'reciprocity',
  'sourceLoss',
  'sharedClubs',
  'warnings',
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
  /** day the press has it, or null for never */
  readonly pressDay: number | null
  /** day the press names the originator, or null for never */
  readonly namedDay: number | null
}

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
  readonly parameters: Parameters
  /** every switch, true when on */
  readonly mechanisms: Readonly<Record<Switch, boolean>>
}

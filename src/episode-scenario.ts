/**
 * The scenario of a breach on record: the world of its year and one event, `breach`. Built from what was exposed, to whom and when it
 * became known, and from nothing that followed (docs/episodes.md).
 */
import { DISCLAIMER } from './disclaimer.js'
import { readDate, writeDate } from './calendar.js'
import { DISCIPLINES, EXPOSED, GENERAL_TOPIC, JUDGED, RECIPIENTS, STAND_INS } from './episode-mapping.js'
import type { BreachKind, Exposure } from './scenario.js'

/** Days between the start of the world and the act. */
const BEFORE = 30
/** Days from the originators' learning of it to the last day. */
const AFTER = 180
/** An act that went on for years is put at most so many days before it became known. */
const LONGEST_SECRET = 30

/** Mean days until an originator finds out by itself: never before the press has it, or at once where the press came too late. */
const NEVER = 36_500
const AT_ONCE = 0.1

/** The shipped network that the scenarios of episodes name. */
const WORLD = 'world'

/** What is known of a breach without its outcomes. */
export interface Exposed {
  readonly id: string
  readonly title: string
  readonly breacher: string
  /** ids of countries, one or more */
  readonly originators: readonly string[]
  readonly kind: BreachKind
  readonly recipient: { readonly type: string; readonly iso3: readonly string[] }
  readonly discipline: string
  readonly sourceExposed: keyof typeof EXPOSED
  /** 0 to 1, rated without the outcomes */
  readonly severity: number
  /** ISO dates */
  readonly start: string
  readonly end: string
  readonly published: string
  readonly publicAtTime: boolean
  /** days from the act to the first publication */
  readonly publicWithin: number
  /** ISO date on which the originators learned of it, where the file says so */
  readonly known: string | undefined
  readonly topic: string | undefined
}

/** A breach as a scenario file writes it. */
export interface BreachAsWritten {
  readonly by: string
  readonly of: readonly string[]
  readonly to: string
  readonly topic: string
  readonly discipline?: string
  readonly kind: BreachKind
  readonly severity: number
  readonly details: number
  readonly exposes: Exposure
  readonly press: { readonly after: string; readonly named?: string }
}

/** A scenario in the shape of its file, which `parseScenario` takes. */
export interface EpisodeScenario {
  readonly liaison: 1
  readonly title: string
  readonly description: string
  readonly start: string
  readonly days: number
  readonly seed: string
  readonly network: string
  readonly events: readonly [{ readonly id: 'breach'; readonly on: string; readonly breach: BreachAsWritten }]
  readonly parameters: { readonly detection: number }
}

/** The date on which the originators learned of a breach. */
export function knownOn({ id, known, start, end, published, publicAtTime }: Exposed): string {
  if (known !== undefined) return known
  const judged = Object.hasOwn(JUDGED, id) ? JUDGED[id].known : undefined
  if (judged !== undefined) return judged === 'start' ? start : published
  return publicAtTime || published < end ? published : end
}

/** Whom it told: a country's id, `press` or `public`; undefined when the type asks for a country and none is given. */
export function recipientOf({ type, iso3 }: Exposed['recipient']): string | undefined {
  const told = RECIPIENTS[type]
  if (told !== 'country') return told
  const [first] = iso3 as readonly (string | undefined)[]
  return first === undefined || !Object.hasOwn(STAND_INS, first) ? first : STAND_INS[first]
}

/** @returns the scenario, and the day of it from which responses are read: that on which the originators learn */
export function scenarioOf(exposed: Exposed, to: string): { scenario: EpisodeScenario; from: number } {
  const known = dayOf(knownOn(exposed))
  const published = dayOf(exposed.published)
  // what the press had first the originators read there; else they find out the day after
  const read = published <= known
  const secret = read ? Math.min(exposed.publicWithin, LONGEST_SECRET) : 1
  const act = Math.max(dayOf(exposed.start), known - secret)
  const learned = read ? known : Math.max(known, act + 1)
  const start = act - BEFORE
  const { details, exposes, named } = EXPOSED[exposed.sourceExposed]
  const discipline = DISCIPLINES[exposed.discipline]
  const breach: BreachAsWritten = {
    by: exposed.breacher,
    of: exposed.originators,
    to,
    topic: topicOf(exposed),
    ...(discipline === null ? {} : { discipline }),
    kind: exposed.kind,
    severity: exposed.severity,
    details,
    exposes,
    press: {
      after: inDays(Math.max(0, published - act)),
      ...(named === null ? {} : { named: inDays(named) }),
    },
  }
  const scenario: EpisodeScenario = {
    liaison: 1,
    title: exposed.title,
    description: describe(exposed, writeDate(act), writeDate(learned)),
    start: writeDate(start),
    days: learned - start + AFTER + 1,
    seed: exposed.id,
    network: WORLD,
    events: [{ id: 'breach', on: writeDate(act), breach }],
    parameters: { detection: read ? NEVER : AT_ONCE },
  }
  return { scenario, from: learned - start }
}

function topicOf({ id, topic }: Exposed): string {
  if (topic !== undefined) return topic
  return Object.hasOwn(JUDGED, id) ? JUDGED[id].topic : GENERAL_TOPIC
}

function describe({ title, breacher, originators, kind }: Exposed, act: string, learned: string): string {
  return [
    `${title}.`,
    `A documented case, put to the model as ${kind} by ${breacher} of what was ${originators.join(', ')}'s: done on ${act}, known to`,
    `them on ${learned}. The world is that of its year, as far as it is public; who did what, to whom and when is from the record,`,
    'the rest is assumed.',
    DISCLAIMER,
  ].join(' ')
}

function dayOf(date: string): number {
  return readDate(date) ?? 0
}

function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}

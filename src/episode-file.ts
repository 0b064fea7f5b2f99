/** An episodes file as it is written: a list of documented cases, checked, and each breach among them as a scenario. */
import * as z from 'zod'
import { expectOptions } from './arguments.js'
import { readDate } from './calendar.js'
import { readEntries } from './document.js'
import { RESPONSES, type Episode, type ObservedOutcome, type Response } from './episode.js'
import {
  DISCIPLINES,
  EXPOSED,
  GENERAL_TOPIC,
  GROUPS,
  JUDGED,
  NATURES,
  NO_COUNTRY,
  RECIPIENTS,
  STAND_INS,
  TRIGGERS,
  type Meaning,
} from './episode-mapping.js'
import { knownOn, recipientOf, scenarioOf, type EpisodeScenario, type Exposed } from './episode-scenario.js'
import {
  closed,
  date,
  fileSchema,
  fits,
  id,
  label,
  list,
  number,
  oneOf,
  prose,
  source,
  whole,
} from './fields.js'
import { Complaints, inOrderOfFile, quote, ScenarioError, type Code } from './mistakes.js'
import { inOrder } from './names.js'
import { Register } from './register.js'
import type { BreachKind } from './scenario.js'
import { whereIn, type ListTree, type Path, type Tree } from './tree.js'

/** The most episodes a file may list. */
const MOST_EPISODES = 5000

type Word<T> = keyof T & string
const wordsOf = <T extends object>(table: T) => Object.keys(table) as [Word<T>, ...Word<T>[]]

/** The data's word for each response. */
const RESPONSE_WORDS = {
  none: 'none',
  protest: 'protest',
  'tightened-protocols': 'tightened',
  curtailed: 'curtailed',
  suspended: 'suspended',
  terminated: 'terminated',
} as const satisfies Record<string, Response>

const days = whole(0, 100_000)
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().exactOptional()

const OutcomeEntry = closed({
  partner: id,
  toward: id,
  response: oneOf(wordsOf(RESPONSE_WORDS)),
  ordinal: whole(0, RESPONSES.length - 1),
  role: oneOf(['originator', 'bystander', 'breacher-counter-move']),
  attributable_to_breach: oneOf(['yes', 'partly', 'no']),
  confidence: oneOf(['A', 'B', 'C']),
  start_date: orNull(date),
  resumed_date: orNull(date),
  // kept out of the model: for whoever reads the file
  duration_days: orNull(days),
  duration_range_days: orNull(list(days)),
  open_ended: orNull(z.boolean()),
  resumed: orNull(z.boolean()),
  scope: orNull(prose),
  note: orNull(prose),
  tie_type: orNull(label),
  relative_power: orNull(label),
})
type OutcomeEntry = z.output<typeof OutcomeEntry>

const EpisodeEntry = closed({
  id,
  title: label,
  date_start: date,
  date_end: date,
  date_public: date,
  date_known: date.exactOptional(),
  public_at_time: z.boolean(),
  public_within_days: days,
  breacher: id,
  originators: list(id, 1),
  recipient: closed({ type: oneOf(wordsOf(RECIPIENTS)), iso3: list(id) }),
  source_identity_exposed: oneOf(wordsOf(EXPOSED)),
  nature: oneOf(NATURES),
  trigger_class: oneOf(wordsOf(TRIGGERS)),
  group: oneOf(wordsOf(GROUPS)),
  is_breach: z.boolean(),
  discipline: oneOf(wordsOf(DISCIPLINES)),
  topic: id.exactOptional(),
  severity: whole(1, 5),
  severity_blind: number(0, 1),
  strict_sample: z.boolean(),
  outcomes: list(OutcomeEntry),
  // kept out of the model: for whoever reads the file
  date_precision: orNull(prose),
  severity_reason: orNull(prose),
  severity_blind_uncertain: orNull(z.boolean()),
  severity_blind_why: orNull(prose),
  primary_response: orNull(label),
  primary_ordinal: orNull(days),
  any_curtailment: orNull(z.boolean()),
  curtailment_incl_tightened: orNull(z.boolean()),
  wider_chilling: orNull(prose),
  repair_measures: orNull(prose),
  contested: orNull(prose),
  verification: orNull(label),
  sources: list(source.extend({ note: prose.exactOptional() })).exactOptional(),
})
type EpisodeEntry = z.output<typeof EpisodeEntry>

/** The JSON Schema of episodes files, for editors: `schema/episodes.schema.json`. */
export function episodesSchema(): object {
  return fileSchema(list(EpisodeEntry, 1), 'Liaison episodes')
}

/** A case as the file tells it. */
export interface EpisodeSource {
  readonly episode: Episode
  /** a scenario of the network `world`, in the shape of its file; undefined where nothing can honestly be injected */
  readonly scenario: EpisodeScenario | undefined
  /** day of the scenario on which the originators learn of the breach; undefined without a scenario */
  readonly from: number | undefined
  /** what a reader should know of how the case was put: why it has no scenario, who of it is no country */
  readonly remarks: readonly string[]
}

/**
 * Reads an episodes file: a list of cases in the shape of `data/episodes.json`. Severity in the scenarios is the one rated without
 * the outcomes; that rated knowing them stands beside it in `episode.severity.aware`. No outcome reaches a scenario.
 * @param source text, the bytes of a file, or the list itself (copied, never changed)
 * @returns the cases in the order of the file
 * @throws ScenarioError with the first mistakes in the order of the file
 */
export function parseEpisodes(
  source: string | Uint8Array | readonly unknown[],
  options: {
    /** name of the file, for messages; one that ends in `.json` is read as JSON, everything else as YAML */
    readonly file?: string
  } = {},
): EpisodeSource[] {
  expectOptions('parseEpisodes', options, { file: 'a text' })
  const { file = Array.isArray(source) ? 'episodes' : 'episodes.json' } = options
  const complaints = new Complaints()
  const reader = new EpisodesReader(readEntries(source, file), complaints)
  const found = reader.read()
  if (complaints.mistakes.length > 0) throw new ScenarioError(inOrderOfFile(complaints.mistakes))
  return found
}

class EpisodesReader {
  readonly #tree: ListTree
  readonly #complaints: Complaints
  readonly #ids: Register

  constructor(tree: ListTree, complaints: Complaints) {
    this.#tree = tree
    this.#complaints = complaints
    this.#ids = new Register('episode', complaints)
  }

  /** @returns the sound ones */
  read(): EpisodeSource[] {
    const { items } = this.#tree
    if (items.length > MOST_EPISODES) {
      this.#tell(this.#tree, [], 'E_TOO_MANY', `${items.length} episodes`, `list at most ${MOST_EPISODES}`)
      return []
    }
    if (items.length === 0) this.#tell(this.#tree, [], 'E_EMPTY', 'no episodes', 'list at least one')
    const found: EpisodeSource[] = []
    for (const tree of items) {
      if (this.#complaints.enough) break
      const entry = fits(EpisodeEntry, tree, this.#complaints)
      if (entry === undefined) continue
      this.#ids.add(entry.id, undefined, tree, ['id'], 'value')
      const before = this.#complaints.mistakes.length
      this.#check(entry, tree)
      if (this.#complaints.mistakes.length === before) found.push(sourceOf(entry))
    }
    return found
  }

  #check(entry: EpisodeEntry, tree: Tree): void {
    this.#checkDates(entry, tree)
    this.#checkParties(entry, tree)
    this.#checkMeaning(entry, tree)
    const seen = new Set<string>()
    entry.outcomes.forEach((outcome, k) => {
      this.#checkOutcome(entry, outcome, tree, ['outcomes', k])
      const key = `${outcome.role} ${outcome.partner} ${outcome.toward}`
      if (seen.has(key))
        this.#tell(
          tree,
          ['outcomes', k, 'partner'],
          'E_DUP_EDGE',
          `${outcome.partner} is there twice as ${outcome.role}`,
          'keep its strongest response',
        )
      seen.add(key)
    })
  }

  #checkDates(entry: EpisodeEntry, tree: Tree): void {
    const fix = 'give dates in the order in which things happened'
    for (const key of ['date_end', 'date_public', 'date_known'] as const) {
      const given = entry[key]
      if (given !== undefined && given < entry.date_start)
        this.#tell(tree, [key], 'E_DATE', `${given} is before date_start, ${entry.date_start}`, fix)
    }
    const { date_known: known, date_public: published } = entry
    if (known !== undefined && known > published)
      this.#tell(
        tree,
        ['date_known'],
        'E_DATE',
        `by ${known} it was public, since ${published}`,
        'leave it out',
      )
    // a world needs its weeks before and its months after
    const year = Number(entry.date_start.slice(0, 4))
    if (year < 1000 || (readDate(entry.date_public) ?? 0) - (readDate(entry.date_start) ?? 0) > 100_000)
      this.#tell(tree, ['date_start'], 'E_RANGE', `${entry.date_start} is too long ago`, 'check the year')
  }

  #checkParties({ breacher, originators, recipient }: EpisodeEntry, tree: Tree): void {
    const seen = new Set<string>()
    originators.forEach((one, k) => {
      const path = ['originators', k]
      if (one === breacher)
        this.#tell(tree, path, 'E_SELF_LOOP', `${one} breaches its own secret`, 'name another originator')
      if (seen.has(one)) this.#tell(tree, path, 'E_DUP_ID', `${one} is there twice`, 'keep one')
      seen.add(one)
    })
    recipient.iso3.forEach((one, k) => {
      if (seen.has(one))
        this.#tell(
          tree,
          ['recipient', 'iso3', k],
          'E_SELF_LOOP',
          `${one} is told its own secret`,
          'name another',
        )
    })
  }

  /** The words must agree with each other. */
  #checkMeaning(entry: EpisodeEntry, tree: Tree): void {
    const { trigger_class: trigger, group, is_breach: isBreach, recipient, breacher } = entry
    const meaning: Meaning = TRIGGERS[trigger]
    if ('kind' in meaning !== isBreach) {
      const what = `is_breach is ${String(isBreach)}, and ${quote(trigger)} is ${isBreach ? 'none' : 'one'}`
      this.#tell(tree, ['is_breach'], 'E_SCHEMA', what, 'change is_breach or trigger_class')
    } else if (GROUPS[group].breaches !== isBreach) {
      const what = `is_breach is ${String(isBreach)}, and the cases of ${quote(group)} are ${isBreach ? 'none' : 'breaches'}`
      this.#tell(
        tree,
        ['group'],
        'E_SCHEMA',
        what,
        'disputes are never pooled with breaches: use another group',
      )
    }
    if (!isBreach || !('kind' in meaning)) return
    const to = recipientOf(recipient)
    if (to === undefined)
      this.#tell(
        tree,
        ['recipient', 'iso3'],
        'E_MISSING',
        `${quote(recipient.type)} without a country`,
        'name it',
      )
    else if (to === breacher && meaning.kind !== 'spying')
      this.#tell(
        tree,
        ['recipient', 'iso3'],
        'E_SELF_LOOP',
        `${breacher} tells itself`,
        'name another recipient',
      )
  }

  #checkOutcome(entry: EpisodeEntry, outcome: OutcomeEntry, tree: Tree, at: Path): void {
    const { partner, toward, role, response, ordinal, start_date: began, resumed_date: resumed } = outcome
    const { breacher, originators, date_start: start } = entry
    const tell = (key: string, code: Code, what: string, fix: string): void =>
      this.#tell(tree, [...at, key], code, what, fix)
    const rank = RESPONSES.indexOf(RESPONSE_WORDS[response])
    if (ordinal !== rank)
      tell('ordinal', 'E_RANGE', `${quote(response)} is ${rank}, not ${ordinal}`, 'mend one of them')
    if (partner === toward) {
      tell('toward', 'E_SELF_LOOP', `${partner} responds to itself`, `write ${breacher}, who is responded to`)
    } else if (role === 'breacher-counter-move') {
      if (partner !== breacher)
        tell('partner', 'E_PARTY', `a counter-move is the breacher's, not ${partner}'s`, `write ${breacher}`)
    } else {
      if (toward !== breacher)
        tell(
          'toward',
          'E_PARTY',
          `${toward} is not the breacher`,
          `write ${breacher}, or make it a counter-move`,
        )
      if ((role === 'originator') !== originators.includes(partner))
        tell(
          'role',
          'E_PARTY',
          `${partner} is ${role === 'originator' ? 'not among' : 'one of'} the originators`,
          role === 'originator' ? 'name it there, or write bystander' : 'write originator',
        )
    }
    const early = began ?? undefined
    if (early !== undefined && early < start)
      tell(
        'start_date',
        'E_DATE',
        `${early} is before date_start, ${start}`,
        'a response comes after the act',
      )
    if (typeof resumed === 'string' && resumed < (early ?? start))
      tell('resumed_date', 'E_DATE', `${resumed} is before it began`, 'what is resumed was cut before')
  }

  #tell(tree: Tree, path: Path, code: Code, what: string, fix: string): void {
    this.#complaints.tell(whereIn(tree, path), code, what, fix)
  }
}

function sourceOf(entry: EpisodeEntry): EpisodeSource {
  const meaning: Meaning = TRIGGERS[entry.trigger_class]
  if (!('kind' in meaning))
    return unsaid(entry, `no breach, and never pooled with breaches: ${meaning.notBreach}`)
  const exposed = exposedOf(entry, meaning.kind)
  const to = recipientOf(entry.recipient)
  if (exposed.originators.length === 0 || to === undefined)
    return unsaid(entry, 'no originator is a country, so nothing is injected')
  return { episode: episodeOf(entry), ...scenarioOf(exposed, to), remarks: remarksOn(entry) }
}

/** A case that stays an observation. */
function unsaid(entry: EpisodeEntry, why: string): EpisodeSource {
  return { episode: episodeOf(entry), scenario: undefined, from: undefined, remarks: [why] }
}

function remarksOn({ id: name, originators, recipient, topic }: EpisodeEntry): string[] {
  const [first, ...more] = recipient.iso3
  const stand = Object.hasOwn(STAND_INS, first ?? '') ? STAND_INS[first] : undefined
  return [
    ...originators
      .filter(isNoCountry)
      .map((one) => `${one} is no country: observed, and no victim in the scenario`),
    ...(stand === undefined ? [] : [`${stand} stands for ${first}`]),
    ...(more.length === 0 ? [] : [`of the recipients only ${first} is told`]),
    ...(topic !== undefined || Object.hasOwn(JUDGED, name)
      ? []
      : [`no topic is given: ${GENERAL_TOPIC} stands for it`]),
  ]
}

function isNoCountry(id: string): boolean {
  return NO_COUNTRY.some((code) => code === id)
}

function exposedOf(entry: EpisodeEntry, kind: BreachKind): Exposed {
  return {
    id: entry.id,
    title: entry.title,
    breacher: entry.breacher,
    originators: entry.originators.filter((one) => !isNoCountry(one)).sort(inOrder),
    kind,
    recipient: entry.recipient,
    discipline: entry.discipline,
    sourceExposed: entry.source_identity_exposed,
    severity: entry.severity_blind,
    start: entry.date_start,
    end: entry.date_end,
    published: entry.date_public,
    publicAtTime: entry.public_at_time,
    publicWithin: entry.public_within_days,
    known: entry.date_known,
    topic: entry.topic,
  }
}

function episodeOf(entry: EpisodeEntry): Episode {
  return {
    id: entry.id,
    title: entry.title,
    breacher: entry.breacher,
    originators: entry.originators,
    group: entry.group,
    isBreach: entry.is_breach,
    strict: entry.strict_sample,
    year: Number(knownOn(exposedOf(entry, 'disclosure')).slice(0, 4)),
    severity: { blind: entry.severity_blind, aware: entry.severity === 1 ? 0.1 : (entry.severity - 1) / 4 },
    outcomes: entry.outcomes.map(observed),
  }
}

function observed(entry: OutcomeEntry): ObservedOutcome {
  return {
    partner: entry.partner,
    role: entry.role,
    response: RESPONSE_WORDS[entry.response],
    attributable: entry.attributable_to_breach,
    confidence: entry.confidence,
  }
}

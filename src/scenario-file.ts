/** A scenario file as it is written: its schema, its checks, and how it becomes a Scenario. */
import { z } from 'zod'
import { DURATION_PATTERN, readDate, readDuration, writeDate } from './calendar.js'
import { readDocument } from './document.js'
import {
  closed,
  date,
  day,
  duration,
  fits,
  id,
  label,
  list,
  number,
  oneOf,
  parameter,
  prose,
  whole,
} from './fields.js'
import { graphAsNetwork, isGraph } from './graph-file.js'
import { Complaints, inOrderOfFile, quote, ScenarioError, type Code, type Mistake } from './mistakes.js'
import { didYouMean, foldId, inOrder, isId, labelProblem, LONGEST_LABEL } from './names.js'
import { inForce, type Network } from './network.js'
import {
  InlineNetwork,
  NetworkOverride,
  readNetworkFile,
  resolveNetwork,
  type Resolved,
} from './network-file.js'
import { SETTING, withOverride, withSetting } from './overlay.js'
import { DEFAULTS, PARAMETER_NAMES, PARAMETERS, type ParameterName, type Parameters } from './parameters.js'
import {
  BREACH_KINDS,
  DEFAULT_SEED,
  MOST_DAYS,
  SWITCHES,
  type Breach,
  type BreachKind,
  type Scenario,
  type Switch,
} from './scenario.js'
import { child, whereIn, type MapTree, type Path, type Tree } from './tree.js'

/** The most events a scenario may list. */
const MOST_EVENTS = 10_000

const seed = z
  .string({
    error: (issue) => (issue.input === undefined ? undefined : 'E_SEED|% is no text|put the seed in quotes'),
  })
  .check(({ value, issues }) => {
    const message = 'E_SEED|% cannot be a seed|write 1 to 200 printable characters'
    if (labelProblem(value) !== undefined) issues.push({ code: 'custom', input: value, message })
  })
  .meta({ minLength: 1, maxLength: LONGEST_LABEL, description: 'text that keys every draw' })

const days = z.union(
  [
    whole(1, MOST_DAYS),
    z
      .string()
      .refine(
        (text) => withinHorizon(readDuration(text)),
        `E_RANGE|% is no length of a scenario|write 1 to ${MOST_DAYS} days`,
      )
      .meta({ pattern: DURATION_PATTERN.source }),
  ],
  { error: `E_TYPE|% is no length of a scenario|write 1 to ${MOST_DAYS} days` },
)

function withinHorizon(length: number | undefined): boolean {
  return length !== undefined && length >= 1 && length <= MOST_DAYS
}

const EventEntry = closed({
  id,
  on: day.meta({ description: 'a date, or days from the start' }),
  breach: closed({
    by: id.meta({ description: 'the leaker' }),
    of: z
      .union([id, list(id, 1)], { error: 'E_TYPE|% is no country|give an id, or a list of ids' })
      .meta({ description: 'whose secret it was' }),
    to: id.meta({ description: 'a country, press or public' }),
    topic: id,
    discipline: id.exactOptional(),
    kind: oneOf(BREACH_KINDS).meta({ description: 'default disclosure' }).exactOptional(),
    severity: number(0, 1),
    details: whole(0, 8).meta({ description: 'details that let a reader guess the source' }).exactOptional(),
    press: closed({
      after: duration.meta({ description: 'until the press has it; default 0 days' }).exactOptional(),
      named: duration
        .meta({ description: 'from then until the originator is named; default never' })
        .exactOptional(),
    }).exactOptional(),
  }),
})
type EventEntry = z.output<typeof EventEntry>

const onOff = z.union([z.boolean(), z.enum(['on', 'off'])], {
  error: 'E_TYPE|% is no switch|write on or off',
})

const HEAD = {
  $schema: z.string().exactOptional(),
  liaison: z.literal(1, { error: 'E_VERSION|% is no version of scenarios|write 1' }),
  title: label,
  description: prose.exactOptional(),
  start: date.meta({ description: 'date of day 0' }),
  days: days.meta({ description: 'days simulated' }),
  seed: seed.exactOptional(),
  parameters: closed(
    fromNames(PARAMETER_NAMES, (name) => parameter(PARAMETERS[name]).exactOptional()),
  ).exactOptional(),
  mechanisms: closed(fromNames(SWITCHES, () => onOff.exactOptional())).exactOptional(),
}

const ScenarioFile = closed({
  ...HEAD,
  network: z
    .union([z.string(), InlineNetwork])
    .meta({ description: 'a name, a path beginning with ./, or the network' }),
  override: NetworkOverride.exactOptional(),
  events: list(EventEntry).exactOptional(),
})

/** The same with network, override and events left unread, for they are checked part by part. */
const UnreadFile = closed({
  ...HEAD,
  network: z.unknown().refine((value) => value !== undefined),
  override: z.unknown().exactOptional(),
  events: z
    .array(z.unknown())
    .max(MOST_EVENTS, `E_TOO_MANY|too many events|list at most ${MOST_EVENTS}`)
    .exactOptional(),
})
type Head = z.output<typeof UnreadFile>

function fromNames<K extends string, T>(names: readonly K[], make: (name: K) => T): Record<K, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, T>
}

/** The JSON Schema of scenario files, for editors: `schema/scenario.schema.json`. */
export function scenarioSchema(): object {
  return z.toJSONSchema(ScenarioFile, { target: 'draft-7', io: 'input', reused: 'ref' })
}

export interface ScenarioOptions {
  /** name of the file, for messages; one that ends in `.json` is read as JSON */
  readonly file?: string
  /**
   * Finds a network by its name or by a path relative to the scenario (never absolute, never with `..`).
   * `file` is used in messages; `undefined` when there is none.
   */
  readonly include?: (
    name: string,
  ) => { readonly text: string | Uint8Array; readonly file: string } | undefined
  /** values set over the file: dotted path and YAML, as `--set` gives them */
  readonly set?: readonly (readonly [path: string, value: string])[]
  /** ids of events to leave out */
  readonly without?: readonly string[]
}

/** What reading a scenario comes to. Without mistakes there is a scenario. */
export interface Reading {
  readonly scenario?: Scenario
  readonly mistakes: readonly Mistake[]
  readonly warnings: readonly Mistake[]
}

/**
 * Reads a scenario.
 * @param source text, the bytes of a file, or a plain object of the same shape (copied, never changed)
 * @throws ScenarioError with the first mistakes in the order of the file
 */
export function parseScenario(source: string | Uint8Array | object, options: ScenarioOptions = {}): Scenario {
  const { scenario, mistakes } = readScenario(source, options)
  if (scenario === undefined) throw new ScenarioError(mistakes)
  return scenario
}

/** Reads a scenario and hands back everything there is to say about it, good or bad. */
export function readScenario(source: string | Uint8Array | object, options: ScenarioOptions = {}): Reading {
  const complaints = new Complaints()
  const scenario = new ScenarioReader(options, complaints).read(source)
  const mistakes = inOrderOfFile(complaints.mistakes).map(asUsage)
  const warnings = inOrderOfFile(complaints.warnings)
  return scenario === undefined || mistakes.length > 0
    ? { mistakes, warnings }
    : { scenario, mistakes, warnings }
}

/** A setting under a key nobody knows is a slip of the command line, not of the file. */
function asUsage(mistake: Mistake): Mistake {
  return mistake.file === SETTING && mistake.code === 'E_UNKNOWN_KEY'
    ? { ...mistake, code: 'E_USAGE' }
    : mistake
}

class ScenarioReader {
  readonly #options: ScenarioOptions
  readonly #complaints: Complaints

  constructor(options: ScenarioOptions, complaints: Complaints) {
    this.#options = options
    this.#complaints = complaints
  }

  read(source: string | Uint8Array | object): Scenario | undefined {
    const tree = this.#tree(source)
    if (tree === undefined || this.#isNetwork(tree)) return undefined
    const head = fits(UnreadFile, tree, this.#complaints, { whole: true })
    const parameters = this.#parameters(head, tree)
    const start = head?.start ?? '2000-01-01'
    const resolved = this.#network(tree, start, parameters)
    const days = readDuration(head?.days ?? MOST_DAYS) ?? MOST_DAYS
    const events = new EventReader({ start, days, parameters, resolved }, this.#complaints)
    const breaches = this.#kept(events.read(tree))
    if (head === undefined || resolved?.network === undefined) return undefined
    return {
      title: head.title,
      description: head.description ?? '',
      start,
      days,
      seed: head.seed ?? DEFAULT_SEED,
      seedGiven: head.seed !== undefined,
      network: resolved.network,
      breaches,
      parameters,
      mechanisms: mechanismsOf(head),
    }
  }

  #tree(source: string | Uint8Array | object): MapTree | undefined {
    const isText = typeof source === 'string' || source instanceof Uint8Array
    const { file = isText ? 'scenario.yaml' : 'scenario', set = [] } = this.#options
    try {
      return set.reduce((tree, [path, value]) => withSetting(tree, path, value), readDocument(source, file))
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      for (const { code, what, fix, ...place } of error.mistakes)
        this.#complaints.tell(place, code, what, fix)
      return undefined
    }
  }

  /** A network file where a scenario is expected is a likely slip; whatever is wrong with it is told first. */
  #isNetwork(tree: MapTree): boolean {
    const graph = isGraph(tree)
    if (!graph && child(tree, 'liaison-network') === undefined) return false
    if (graph && graphAsNetwork(tree, this.#complaints) === undefined) return true
    const fix = 'name it after "network:" in a scenario'
    this.#complaints.tell(whereIn(tree, []), 'E_SCHEMA', 'this is a network, not a scenario', fix)
    return true
  }

  #parameters(head: Head | undefined, tree: MapTree): Parameters {
    const set = head?.parameters ?? {}
    const parameters = { ...DEFAULTS, ...set }
    for (const name of Object.keys(set) as ParameterName[]) {
      if (PARAMETERS[name].read) continue
      const place = whereIn(tree, ['parameters', name], 'key')
      this.#complaints.tell(place, 'W_UNREAD', `no mechanism reads "${name}" yet`, 'it changes nothing')
    }
    for (const [low, high] of [
      ['itemSensitivityLow', 'itemSensitivityHigh'],
      ['itemValueLow', 'itemValueHigh'],
    ] as const) {
      if (parameters[low] <= parameters[high]) continue
      const place = whereIn(tree, ['parameters', set[low] === undefined ? high : low])
      this.#complaints.tell(place, 'E_RANGE', `"${low}" is above "${high}"`, 'let it be at most that')
    }
    return parameters
  }

  #network(tree: MapTree, start: string, parameters: Parameters): Resolved | undefined {
    const written = child(tree, 'network')
    if (written === undefined) return undefined
    const found = written.kind === 'map' ? written : this.#included(written)
    if (found === undefined) return undefined
    const override = child(tree, 'override')
    const overFits = override !== undefined && fits(NetworkOverride, override, this.#complaints) !== undefined
    const whole =
      overFits && override.kind === 'map' ? withOverride(found, override, this.#complaints) : found
    return resolveNetwork(whole, { start, parameters, inline: written.kind === 'map' }, this.#complaints)
  }

  #included(written: Tree): MapTree | undefined {
    const refuse = (what: string, fix: string) =>
      this.#complaints.tell(whereIn(written, []), 'E_INCLUDE', what, fix)
    if (written.kind !== 'scalar' || typeof written.value !== 'string') {
      const fix = 'give its name, a path beginning with ./, or the network itself'
      this.#complaints.tell(whereIn(written, []), 'E_TYPE', '"network" is neither a name nor a map', fix)
      return undefined
    }
    const name = written.value
    if (!isIncludable(name))
      refuse(`${quote(name)} is not below the scenario's folder`, 'put it there and write ./its-name.yaml')
    else {
      const found = this.#options.include?.(name)
      if (found !== undefined) return readNetworkFile(found.text, found.file, this.#complaints)
      refuse(
        `no network ${quote(name)}`,
        'name a shipped one, a file beginning with ./, or write the network here',
      )
    }
    return undefined
  }

  /** The breaches without those that the caller wants left out. */
  #kept(breaches: readonly Breach[]): Breach[] {
    const { without = [] } = this.#options
    const ids = breaches.map(({ id }) => id)
    for (const id of without) {
      if (ids.includes(id)) continue
      const place = { file: '--without', line: 0, col: 0, path: id }
      this.#complaints.tell(
        place,
        'E_USAGE',
        `no event ${quote(id)}`,
        didYouMean(id, ids, `use one of ${ids.join(', ')}`),
      )
    }
    return breaches.filter(({ id }) => !without.includes(id))
  }
}

/** A name, or a path that stays below the folder it is read from. */
function isIncludable(name: string): boolean {
  const isPath = name.startsWith('./') || /\.(?:ya?ml|json)$/i.test(name)
  if (!isPath) return isId(name)
  const steps = name.split('/')
  return (
    name.length <= 500 &&
    !/[\\:%]/.test(name) &&
    !steps.includes('..') &&
    !steps.includes('') &&
    steps[0] !== '~'
  )
}

function mechanismsOf({ mechanisms = {} }: Head): Record<Switch, boolean> {
  return fromNames(SWITCHES, (name) => {
    const written = mechanisms[name] ?? true
    return written === true || written === 'on'
  })
}

/** What events are read against. */
interface EventSetting {
  readonly start: string
  readonly days: number
  readonly parameters: Parameters
  /** undefined when the network could not be read at all: then names are not checked */
  readonly resolved: Resolved | undefined
}

const NO_COUNTRY = ['press', 'public']

class EventReader {
  readonly #setting: EventSetting
  readonly #complaints: Complaints
  readonly #folds = new Map<string, string>()
  readonly #contents = new Map<string, string>()

  constructor(setting: EventSetting, complaints: Complaints) {
    this.#setting = setting
    this.#complaints = complaints
  }

  /** @returns the sound ones, by day and id */
  read(scenario: MapTree): Breach[] {
    const events = child(scenario, 'events')
    const breaches: Breach[] = []
    for (const tree of events?.kind === 'list' ? events.items : []) {
      if (this.#complaints.enough) break
      const entry = fits(EventEntry, tree, this.#complaints)
      if (entry === undefined) continue
      const breach = this.#breach(entry, tree)
      this.#checkNames(breach, entry, tree)
      this.#checkTwins(breach, tree)
      if (this.#setting.resolved?.network !== undefined)
        this.#checkAccess(breach, entry, this.#setting.resolved.network, tree)
      breaches.push(breach)
    }
    return breaches.sort((a, b) => a.day - b.day || inOrder(a.id, b.id))
  }

  #breach({ id, on, breach }: EventEntry, tree: Tree): Breach {
    const { press, to } = breach
    const day = this.#day(on, tree)
    const isPublic = press !== undefined || NO_COUNTRY.includes(to)
    const pressDay = isPublic ? day + (readDuration(press?.after ?? 0) ?? 0) : null
    const named = press?.named
    const kind: BreachKind = breach.kind ?? 'disclosure'
    return {
      id,
      day,
      by: breach.by,
      of: [...new Set([breach.of].flat())].sort(inOrder),
      to,
      topic: breach.topic,
      discipline: breach.discipline ?? null,
      kind,
      severity: breach.severity,
      details: breach.details ?? this.#setting.parameters.detailsDefault,
      pressDay,
      namedDay: pressDay === null || named === undefined ? null : pressDay + (readDuration(named) ?? 0),
    }
  }

  #day(on: string | number, tree: Tree): number {
    const { start, days } = this.#setting
    const origin = readDate(start) ?? 0
    const day = typeof on === 'number' ? on : (readDate(on) ?? 0) - origin
    if (day < 0 || day >= days) {
      const fix = `the scenario runs from ${start} to ${writeDate(origin + days - 1)} (days 0 to ${days - 1})`
      this.#complaints.tell(
        whereIn(tree, ['on']),
        'E_RANGE',
        `${quote(String(on))} is outside the scenario`,
        fix,
      )
    }
    return day
  }

  #checkNames({ by, of, to, topic, discipline }: Breach, entry: EventEntry, tree: Tree): void {
    const { resolved } = this.#setting
    resolved?.countries.expect(by, tree, ['breach', 'by'])
    for (const one of of) resolved?.countries.expect(one, tree, pathOfVictim(entry, one))
    if (!NO_COUNTRY.includes(to)) resolved?.countries.expect(to, tree, ['breach', 'to'])
    resolved?.topics.expect(topic, tree, ['breach', 'topic'])
    if (discipline !== null) resolved?.disciplines.expect(discipline, tree, ['breach', 'discipline'])
    if (of.includes(by))
      this.#tell(
        tree,
        pathOfVictim(entry, by),
        'E_SELF_LOOP',
        `${by} leaks its own secret`,
        'name another originator',
      )
    if (to === by)
      this.#tell(tree, ['breach', 'to'], 'E_SELF_LOOP', `${by} tells itself`, 'name another recipient')
    if (of.includes(to))
      this.#tell(
        tree,
        ['breach', 'to'],
        'E_SELF_LOOP',
        `${to} is told its own secret`,
        'name another recipient',
      )
  }

  #checkTwins({ id, ...content }: Breach, tree: Tree): void {
    const alike = this.#folds.get(foldId(id))
    const same = this.#contents.get(JSON.stringify(content))
    if (alike !== undefined)
      this.#tell(tree, ['id'], 'E_DUP_EVENT', `event ${quote(id)} is there twice`, 'rename one')
    else if (same !== undefined) {
      this.#tell(
        tree,
        [],
        'E_DUP_EVENT',
        `event ${quote(id)} says the same as ${quote(same)}`,
        'keep one of the two',
      )
    }
    this.#folds.set(foldId(id), id)
    this.#contents.set(JSON.stringify(content), id)
  }

  /** A leaker must hold the secret: it shares an agreement in force with each originator. */
  #checkAccess(breach: Breach, entry: EventEntry, network: Network, tree: Tree): void {
    const { by, of, day, topic, discipline } = breach
    // a stranger was told of already
    if (!network.countries.some(({ id }) => id === by)) return
    const shared = network.agreements.filter(
      (agreement) => agreement.parties.includes(by) && inForce(agreement, day),
    )
    for (const one of of) {
      const country = network.countries.find(({ id }) => id === one)
      if (country === undefined || one === by) continue
      const path = pathOfVictim(entry, one)
      const bonds = shared.filter(({ parties }) => parties.includes(one))
      if (bonds.length === 0) {
        const fix = 'name a partner of the leaker, or add the agreement'
        this.#tell(tree, path, 'E_ACCESS', `${by} has no agreement in force with ${one} on day ${day}`, fix)
        continue
      }
      const covers = bonds.some(
        ({ topics, disciplines }) =>
          topics.includes(topic) && (discipline === null || disciplines.includes(discipline)),
      )
      if (!covers)
        this.#tell(
          tree,
          path,
          'W_OUT_OF_SCOPE',
          `no agreement of ${by} with ${one} covers ${topic}`,
          'is it meant so?',
        )
      const collects = country.collection.some(
        (stream) =>
          stream.rate > 0 &&
          stream.topic === topic &&
          (discipline ?? stream.discipline) === stream.discipline,
      )
      if (!collects)
        this.#tell(
          tree,
          path,
          'W_NO_COLLECTION',
          `${one} collects nothing of the kind`,
          'the secret is made up',
        )
    }
  }

  #tell(tree: Tree, path: Path, code: Code, what: string, fix: string): void {
    this.#complaints.tell(whereIn(tree, path), code, what, fix)
  }
}

function pathOfVictim({ breach: { of } }: EventEntry, victim: string): Path {
  return Array.isArray(of) ? ['breach', 'of', of.indexOf(victim)] : ['breach', 'of']
}

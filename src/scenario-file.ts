/** A scenario file as it is written: its schema, its checks, and how it becomes a Scenario. */
import * as z from 'zod'
import { DURATION_PATTERN, readDuration } from './calendar.js'
import { readDocument } from './document.js'
import { eventEntry, EventReader, type Events } from './event-file.js'
import {
  closed,
  date,
  fileSchema,
  fits,
  label,
  onDemand,
  list,
  oneOf,
  parameter,
  prose,
  seed,
  whole,
  type Fitting,
} from './fields.js'
import { graphAsNetwork, isGraph } from './graph-file.js'
import { Complaints, inOrderOfFile, quote, ScenarioError, type Mistake } from './mistakes.js'
import { didYouMean, isId } from './names.js'
import { networkFrom } from './generate.js'
import type { Network } from './network.js'
import { networkAsWritten } from './network-entry.js'
import {
  readFoundNetwork,
  resolvedAs,
  resolveNetwork,
  type FoundNetwork,
  type Resolved,
} from './network-file.js'
import { inlineNetwork, networkOverride } from './network-schema.js'
import { readObject } from './objects.js'
import { SETTING, withOverride, withSetting } from './overlay.js'
import {
  ASCENDING,
  DEFAULTS,
  isRead,
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type Parameters,
} from './parameters.js'
import { isRecipe, readRecipe, recipeEntry } from './recipe.js'
import { PRESET_NAMES, PRESETS } from './presets.js'
import { DEFAULT_SEED, MODELS, MOST_DAYS, SWITCHES, type Scenario, type Switch } from './scenario.js'
import { child, Refusal, whereIn, type MapTree, type Tree } from './tree.js'

/** What stands for a file name in mistakes about events to leave out. */
export const LEAVE_OUT = 'leaveOut'

/** The most events a scenario may list. */
const MOST_EVENTS = 10_000

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

const onOff = z.union([z.boolean(), z.enum(['on', 'off'])], {
  error: 'E_TYPE|% is no switch|write on or off',
})

const head = () => ({
  $schema: z.string().exactOptional(),
  liaison: z.literal(1, { error: 'E_VERSION|% is no version of scenarios|write 1' }),
  title: label,
  description: prose.exactOptional(),
  start: date.meta({ description: 'date of day 0' }),
  days: days.meta({ description: 'days simulated' }),
  model: oneOf(MODELS)
    .meta({ description: "what is simulated: Liaison's own model (the default) or a null model beside it" })
    .exactOptional(),
  seed: seed.exactOptional(),
  preset: oneOf(PRESET_NAMES)
    .meta({ description: 'parameters fitted to the record; those that the file sets go over them' })
    .exactOptional(),
  // a hundred schemas, made for those who set a parameter
  parameters: z
    .lazy(() => closed(fromNames(PARAMETER_NAMES, (name) => parameter(PARAMETERS[name]).exactOptional())))
    .exactOptional(),
  mechanisms: z.lazy(() => closed(fromNames(SWITCHES, () => onOff.exactOptional()))).exactOptional(),
})

/** A scenario file with network, override and events left unread, for they are checked part by part. */
const unreadFile = onDemand(() =>
  closed({
    ...head(),
    network: z.unknown().refine((value) => value !== undefined),
    override: z.unknown().exactOptional(),
    events: z
      .array(z.unknown())
      .max(MOST_EVENTS, `E_TOO_MANY|too many events|list at most ${MOST_EVENTS}`)
      .exactOptional(),
  }),
)
type Head = Fitting<typeof unreadFile>

function fromNames<K extends string, T>(names: readonly K[], make: (name: K) => T): Record<K, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, T>
}

/** The JSON Schema of scenario files, for editors: `schema/scenario.schema.json`. */
export function scenarioSchema(): object {
  const file = closed({
    ...head(),
    network: z
      .union([z.string(), inlineNetwork(), recipeEntry()])
      .meta({ description: 'a name, a path beginning with ./, the network, or how to generate one' }),
    override: networkOverride().exactOptional(),
    events: list(eventEntry()).exactOptional(),
  })
  return fileSchema(file, 'Liaison scenario')
}

export interface ScenarioOptions {
  /** name of the file, for messages; one that ends in `.json` is read as JSON */
  readonly file?: string
  /**
   * Finds a network by its name or by a path relative to the scenario (never absolute, never with `..`).
   * `file` is used in messages; `undefined` when there is none.
   */
  readonly include?: (name: string) => FoundNetwork | undefined
  /** names of the networks that `include` knows, to be offered when one is misspelt */
  readonly networks?: readonly string[]
  /** values set over the file: dotted path and YAML, as `--set` gives them */
  readonly set?: readonly (readonly [path: string, value: string])[]
  /** ids of events to leave out of the scenario altogether, so that no world has them */
  readonly leaveOut?: readonly string[]
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
    const head = fits(unreadFile(), tree, this.#complaints, { whole: true })
    const parameters = this.#parameters(head, tree)
    const start = head?.start ?? '2000-01-01'
    const resolved = this.#network(tree, start, parameters)
    const days = head && readDuration(head.days)
    const events = new EventReader({ start, days, parameters, resolved }, this.#complaints)
    const { breaches, moves } = this.#kept(events.read(tree))
    if (head === undefined || days === undefined || resolved?.network === undefined) return undefined
    return {
      title: head.title,
      description: head.description ?? '',
      start,
      days,
      model: head.model ?? 'liaison',
      seed: head.seed ?? DEFAULT_SEED,
      seedGiven: head.seed !== undefined,
      network: resolved.network,
      breaches,
      moves,
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
    const preset = head?.preset === undefined ? {} : PRESETS[head.preset].parameters
    const parameters = { ...DEFAULTS, ...preset, ...set }
    const model = head?.model ?? 'liaison'
    for (const name of Object.keys(set) as ParameterName[]) {
      if (isRead(name, model)) continue
      const place = whereIn(tree, ['parameters', name], 'key')
      this.#complaints.tell(
        place,
        'W_UNREAD',
        `the model "${model}" does not read "${name}"`,
        'it changes nothing',
      )
    }
    for (const [low, high] of ASCENDING) {
      if (parameters[low] <= parameters[high]) continue
      const place = whereIn(tree, ['parameters', set[low] === undefined ? high : low])
      this.#complaints.tell(place, 'E_RANGE', `"${low}" is above "${high}"`, 'let it be at most that')
    }
    return parameters
  }

  #network(tree: MapTree, start: string, parameters: Parameters): Resolved | undefined {
    const written = child(tree, 'network')
    if (written === undefined) return undefined
    const override = child(tree, 'override')
    const overFits =
      override !== undefined && fits(networkOverride(), override, this.#complaints) !== undefined
    const generated =
      written.kind === 'map' && isRecipe(written) ? this.#generated(written, parameters) : null
    if (generated === undefined || (generated !== null && override === undefined)) return generated
    const found = generated?.network
      ? this.#spelledOut(generated.network, written)
      : written.kind === 'map'
        ? written
        : this.#included(written)
    if (found === undefined) return undefined
    const whole =
      overFits && override.kind === 'map' ? withOverride(found, override, this.#complaints) : found
    return resolveNetwork(whole, { start, parameters, inline: written.kind === 'map' }, this.#complaints)
  }

  #generated(written: MapTree, parameters: Parameters): Resolved | undefined {
    const recipe = readRecipe(written, this.#complaints)
    return recipe && resolvedAs(networkFrom(recipe, parameters), written, this.#complaints)
  }

  /** A generated network as if it had been written in the place of its recipe, so that it can be overridden. */
  #spelledOut(network: Network, written: Tree): MapTree | undefined {
    const place = whereIn(written, [])
    try {
      const tree = readObject(networkAsWritten(network), { number: () => 0, place: () => place })
      return tree.kind === 'map' ? tree : undefined
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const fix = 'generate fewer countries, or leave override out'
      this.#complaints.tell(place, 'E_TOO_MANY', 'a generated network too large to be overridden', fix)
      return undefined
    }
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
    if (!isIncludable(name)) {
      refuse(`${quote(name)} is not below the scenario's folder`, 'put it there and write ./its-name.yaml')
    } else {
      const found = this.#options.include?.(name)
      if (found !== undefined) return readFoundNetwork(found, this.#complaints)
      refuse(`no network ${quote(name)}`, this.#otherNetworks(name))
    }
    return undefined
  }

  #otherNetworks(name: string): string {
    const { networks = [] } = this.#options
    const shipped = networks.length > 0 ? ` (${networks.join(', ')})` : ''
    const otherwise = `name a shipped one${shipped}, a file beginning with ./, or write the network here`
    return didYouMean(name, networks, otherwise)
  }

  /** The events without those that the caller wants left out. */
  #kept({ breaches, moves }: Events): Events {
    const { leaveOut = [] } = this.#options
    const ids = [...breaches, ...moves].map(({ id }) => id)
    for (const id of leaveOut) {
      if (ids.includes(id)) continue
      const place = { file: LEAVE_OUT, line: 0, col: 0, path: id }
      const fix = didYouMean(
        id,
        ids,
        ids.length > 0 ? `use one of ${ids.join(', ')}` : 'the scenario has no events',
      )
      this.#complaints.tell(place, 'E_USAGE', `no event ${quote(id)}`, fix)
    }
    const stays = ({ id }: { readonly id: string }): boolean => !leaveOut.includes(id)
    return { breaches: breaches.filter(stays), moves: moves.filter(stays) }
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

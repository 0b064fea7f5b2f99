/** A network file as it is written: its schema, its checks, and how it becomes a Network. */
import { z } from 'zod'
import { readDate } from './calendar.js'
import { readDocument } from './document.js'
import { closed, day, fits, id, label, list, number, oneOf, prose, source } from './fields.js'
import { graphAsNetwork, isGraph } from './graph-file.js'
import { Complaints, inOrderOfFile, quote, ScenarioError } from './mistakes.js'
import { didYouMean, foldId, inOrder, type Named } from './names.js'
import {
  CAVEATS,
  TIES,
  type Agreement,
  type Collection,
  type Country,
  type Discipline,
  type Hostility,
  type Network,
  type PairOverride,
  type Topic,
} from './network.js'
import { DEFAULTS, type Parameters } from './parameters.js'
import { child, whereIn, type MapTree, type Path, type Tree } from './tree.js'

// The file as written. Each part is a schema of its own: a file of strangers is checked part by part, so that its
// thousandth mistake costs nothing.

const share = number(0, 1)
const idList = list(id, 1)
const between = z.tuple([id, id])

const TopicEntry = closed({
  label: label.exactOptional(),
  plots: closed({
    perYear: number(0, 1000).meta({ description: 'plots per year against each possible target' }),
    targets: list(id).meta({ description: 'countries a plot may be aimed at' }),
  }).exactOptional(),
})

const DisciplineEntry = closed({
  sensitivity: share.meta({ description: 'how sensitive its sources are' }).exactOptional(),
  sourceLoss: share
    .meta({ description: 'share of collection lost when a fully hostile recipient identifies a source' })
    .exactOptional(),
  recovery: number(1, 36500).meta({ description: 'half-life of that loss in days' }).exactOptional(),
})

const CountryEntry = closed({
  id,
  label: label.exactOptional(),
  region: label.exactOptional(),
  languages: list(label).exactOptional(),
  position: z
    .tuple([number(-90, 90), number(-180, 180)])
    .meta({ description: 'latitude and longitude in degrees, for maps only' })
    .exactOptional(),
  need: z.record(id, share).meta({ description: 'how much it wants to know, by topic' }).exactOptional(),
  collection: z
    .record(id, z.record(id, number(0, 1000)))
    .meta({ description: 'items a day, by topic and discipline' })
    .exactOptional(),
  source: source.exactOptional(),
})

const scopeList = z.union([z.literal('all'), idList], {
  error: 'E_TYPE|% is no scope|write all, or a list of ids',
})

const AgreementEntry = closed({
  id,
  label: label.exactOptional(),
  parties: list(id, 2).meta({ description: 'two countries or more' }),
  scope: closed({ topics: scopeList, disciplines: scopeList }).meta({ description: 'what it covers' }),
  tie: oneOf(TIES).meta({ description: 'from the firmest to the loosest' }),
  caveat: oneOf(CAVEATS).meta({ description: 'third-party rule; default forbidden' }).exactOptional(),
  from: day.meta({ description: 'first day in force; default always' }).exactOptional(),
  until: day.meta({ description: 'first day no longer in force; default never' }).exactOptional(),
  stake: z
    .record(id, number(0, 1000))
    .meta({ description: 'overrides of the day-0 stake, by party' })
    .exactOptional(),
  price: z.record(id, number(0, 1000)).meta({ description: 'price received, by party' }).exactOptional(),
  source: source.exactOptional(),
})

const HostilityEntry = closed({ between, level: share, source: source.exactOptional() })

const belief = number(0.001, 0.999)
const PairEntry = closed({
  from: id,
  to: id,
  discretion: belief.meta({ description: 'base of discretion trust' }).exactOptional(),
  veracity: belief.meta({ description: 'base of veracity trust' }).exactOptional(),
  strength: number(0.1, 1000).meta({ description: 'strength of the prior' }).exactOptional(),
})

/** What each part of a network file holds, as written. */
const PARTS = {
  topics: z.record(id, TopicEntry).meta({ description: 'what is collected about' }),
  disciplines: z
    .record(id, DisciplineEntry)
    .meta({ description: 'kinds of sources; without it HUMINT, SIGINT, GEOINT and OSINT' })
    .exactOptional(),
  countries: list(CountryEntry, 1),
  agreements: list(AgreementEntry),
  hostility: list(HostilityEntry).exactOptional(),
  pairs: list(PairEntry)
    .meta({ description: 'what one country believes of another on day 0' })
    .exactOptional(),
}

const entryMap = z.record(id, z.unknown())
const entryList = z.array(z.unknown())

/** The same with the parts left unread. */
const UNREAD_PARTS = {
  topics: entryMap,
  disciplines: entryMap.exactOptional(),
  countries: list(z.unknown(), 1),
  agreements: entryList,
  hostility: entryList.exactOptional(),
  pairs: entryList.exactOptional(),
}

const HEAD = {
  $schema: z.string().exactOptional(),
  'liaison-network': z.literal(1, { error: 'E_VERSION|% is no version of network files|write 1' }),
  id,
  title: label,
  description: prose.exactOptional(),
}
const INLINE_HEAD = {
  id: id.exactOptional(),
  title: label.exactOptional(),
  description: prose.exactOptional(),
}

const NetworkFile = closed({ ...HEAD, ...PARTS })
const UnreadFile = closed({ ...HEAD, ...UNREAD_PARTS })
const UnreadInline = closed({ ...INLINE_HEAD, ...UNREAD_PARTS })

/** A network inside a scenario: the same without the version, and its id and title may be left out. */
export const InlineNetwork = closed({ ...INLINE_HEAD, ...PARTS })

/** What a scenario may say over its network: parts of topics, disciplines, countries, agreements by id, and pairs. */
export const NetworkOverride = closed({
  topics: z.record(id, TopicEntry.partial()).exactOptional(),
  disciplines: z.record(id, DisciplineEntry.partial()).exactOptional(),
  countries: z.record(id, CountryEntry.omit({ id: true }).partial()).exactOptional(),
  agreements: z
    .record(
      id,
      AgreementEntry.omit({ id: true })
        .extend({ scope: closed({ topics: scopeList, disciplines: scopeList }).partial() })
        .partial(),
    )
    .exactOptional(),
  pairs: list(PairEntry).exactOptional(),
})

/** The JSON Schema of network files, for editors: `schema/network.schema.json`. */
export function networkSchema(): object {
  return z.toJSONSchema(NetworkFile, { target: 'draft-7', io: 'input', reused: 'ref' })
}

/** What a network is resolved against. */
export interface NetworkSetting {
  /** ISO date of day 0, from which the dates of agreements count */
  readonly start: string
  /** from which the known disciplines take their numbers */
  readonly parameters: Parameters
  /** inside a scenario: no version, and id and title may be missing */
  readonly inline: boolean
}

/**
 * Reads a network file, or a graph serialised by graphology, on its own.
 * @param source text, bytes, or a plain object
 * @throws ScenarioError
 */
export function parseNetwork(
  source: string | Uint8Array | object,
  {
    file = typeof source === 'string' || source instanceof Uint8Array ? 'network.yaml' : 'network',
    start = '2000-01-01',
    parameters = DEFAULTS,
  }: { file?: string; start?: string; parameters?: Parameters } = {},
): Network {
  const complaints = new Complaints()
  const tree = readNetworkFile(source, file, complaints)
  const network = tree && resolveNetwork(tree, { start, parameters, inline: false }, complaints)
  if (network === undefined) throw new ScenarioError(inOrderOfFile(complaints.mistakes))
  return network
}

/** The tree of a network file; that of a graph is turned into one. Undefined after telling why not. */
export function readNetworkFile(
  source: string | Uint8Array | object,
  file: string,
  complaints: Complaints,
): MapTree | undefined {
  try {
    const tree = readDocument(source, file)
    return isGraph(tree) ? graphAsNetwork(tree, complaints) : tree
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    for (const { code, what, fix, ...place } of error.mistakes) complaints.tell(place, code, what, fix)
    return undefined
  }
}

/** Checks a network as written and resolves it; undefined after telling what is wrong. */
export function resolveNetwork(
  tree: MapTree,
  setting: NetworkSetting,
  complaints: Complaints,
): Network | undefined {
  const before = complaints.mistakes.length
  const network = new NetworkResolver(tree, setting, complaints).resolve()
  return complaints.mistakes.length > before ? undefined : network
}

/** Ids of one kind that a file gives, to find those that are named but not given. */
class Register {
  readonly #noun: string
  readonly #complaints: Complaints
  readonly #known = new Map<string, Named>()
  readonly #folds = new Map<string, string>()

  constructor(noun: string, complaints: Complaints) {
    this.#noun = noun
    this.#complaints = complaints
  }

  get ids(): string[] {
    return [...this.#known.keys()].sort(inOrder)
  }

  add(given: string, spoken: string | undefined, tree: Tree, path: Path, part: 'value' | 'key'): void {
    const twin = this.#folds.get(foldId(given))
    if (twin !== undefined) {
      const what = twin === given ? 'is there twice' : `is too like ${quote(twin)}`
      this.#complaints.tell(
        whereIn(tree, path, part),
        'E_DUP_ID',
        `${this.#noun} ${quote(given)} ${what}`,
        'rename one',
      )
    }
    this.#folds.set(foldId(given), given)
    this.#known.set(given, spoken === undefined ? { id: given } : { id: given, label: spoken })
  }

  /** Tells of an id that was never given. */
  expect(named: string, tree: Tree, path: Path, part: 'value' | 'key' = 'value'): void {
    if (this.#known.has(named) || this.#complaints.enough) return
    const fix = didYouMean(named, this.#known.values(), `add it, or use one of ${this.#examples()}`)
    this.#complaints.tell(whereIn(tree, path, part), 'E_DANGLING', `no ${this.#noun} ${quote(named)}`, fix)
  }

  has(named: string): boolean {
    return this.#known.has(named)
  }

  #examples(): string {
    const { ids } = this
    return ids.length > 4 ? `${ids.slice(0, 4).join(', ')}, …` : ids.join(', ')
  }
}

/** Words that stand for no country, topic or discipline. */
const WORDS = { country: ['press', 'public'], topic: ['all'], discipline: ['all'] } as const

/** The disciplines whose numbers are parameters. */
const KNOWN_DISCIPLINES = {
  GEOINT: { sensitivity: 'sensitivityGeoint', sourceLoss: 'sourceLossGeoint', recovery: 'recoveryGeoint' },
  HUMINT: { sensitivity: 'sensitivityHumint', sourceLoss: 'sourceLossHumint', recovery: 'recoveryHumint' },
  OSINT: { sensitivity: 'sensitivityOsint', sourceLoss: 'sourceLossOsint', recovery: 'recoveryOsint' },
  SIGINT: { sensitivity: 'sensitivitySigint', sourceLoss: 'sourceLossSigint', recovery: 'recoverySigint' },
} as const
type KnownDiscipline = keyof typeof KNOWN_DISCIPLINES

/** Checks the parts of a network one by one, then that every name leads somewhere; what is sound it resolves. */
class NetworkResolver {
  readonly #tree: MapTree
  readonly #setting: NetworkSetting
  readonly #complaints: Complaints
  readonly #topics: Register
  readonly #disciplines: Register
  readonly #countries: Register
  readonly #agreements: Register
  /** day number of day 0 */
  readonly #origin: number

  constructor(tree: MapTree, setting: NetworkSetting, complaints: Complaints) {
    this.#tree = tree
    this.#setting = setting
    this.#complaints = complaints
    this.#topics = new Register('topic', complaints)
    this.#disciplines = new Register('discipline', complaints)
    this.#countries = new Register('country', complaints)
    this.#agreements = new Register('agreement', complaints)
    this.#origin = readDate(setting.start) ?? 0
  }

  resolve(): Network | undefined {
    const head = fits(this.#setting.inline ? UnreadInline : UnreadFile, this.#tree, this.#complaints, {
      whole: true,
    })
    this.#register()
    const topics = this.#each('topics', TopicEntry, (entry, at) => this.#topic(entry, at))
    const disciplines = this.#allDisciplines()
    const countries = this.#each('countries', CountryEntry, (entry, at) => this.#country(entry, at))
    const agreements = this.#each('agreements', AgreementEntry, (entry, at) => this.#agreement(entry, at))
    const hostilities = this.#each('hostility', HostilityEntry, (entry, at) => this.#hostility(entry, at))
    const pairs = this.#each('pairs', PairEntry, (entry, at) => this.#pair(entry, at))
    this.#oncePerPair(
      hostilities.map(({ between }) => between.join(' ')),
      'hostility',
    )
    this.#oncePerPair(
      pairs.map(({ from, to }) => `${from} ${to}`),
      'pairs',
    )
    if (head === undefined) return undefined
    return {
      id: head.id ?? 'inline',
      title: head.title ?? 'Inline network',
      topics: topics.sort(inIdOrder),
      disciplines: disciplines.sort(inIdOrder),
      countries: countries.sort(inIdOrder),
      agreements: agreements.sort(inIdOrder),
      hostilities: hostilities.sort((a, b) => inOrder(a.between.join(' '), b.between.join(' '))),
      pairs: pairs.sort((a, b) => inOrder(a.from, b.from) || inOrder(a.to, b.to)),
    }
  }
}

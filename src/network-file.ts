/** A network file checked, part by part and name by name, and resolved into a Network. */
import type * as z from 'zod'
import { readDate } from './calendar.js'
import { readDocument, reopenDocument } from './document.js'
import { fits, type Fitting } from './fields.js'
import { graphAsNetwork, isGraph } from './graph-file.js'
import { partiesOn } from './membership.js'
import { Complaints, inOrderOfFile, quote, ScenarioError } from './mistakes.js'
import { didYouMean, inOrder, isId } from './names.js'
import {
  inForce,
  KNOWN_DISCIPLINES,
  type Agreement,
  type Collection,
  type Country,
  type Discipline,
  type Hostility,
  type KnownDiscipline,
  type Network,
  type PairOverride,
  type Prospect,
  type Topic,
} from './network.js'
import {
  agreementEntry,
  countryEntry,
  disciplineEntry,
  hostilityEntry,
  pairEntry,
  prospectEntry,
  prospectSearch,
  topicEntry,
  unreadFile,
  unreadInline,
} from './network-schema.js'
import type { PackedTree } from './packed-tree.js'
import { findProspects, MOST_STEPS, searchSteps } from './prospects.js'
import { Register } from './register.js'
import { DEFAULTS, type ParameterName, type Parameters } from './parameters.js'
import { child, whereIn, type MapTree, type Path, type Tree } from './tree.js'

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
  const network = tree && resolveNetwork(tree, { start, parameters, inline: false }, complaints).network
  if (network === undefined) throw new ScenarioError(inOrderOfFile(complaints.mistakes))
  return network
}

/** The tree of a network file; that of a graph is turned into one. Undefined after telling why not. */
function readNetworkFile(
  source: string | Uint8Array | object,
  file: string,
  complaints: Complaints,
): MapTree | undefined {
  return readTree(() => readDocument(source, file), complaints)
}

/** A network file that somebody found. */
export interface FoundNetwork {
  readonly text: string | Uint8Array
  /** its name, for messages */
  readonly file: string
  /** what reading this very text came to, where that is known: it need not be read again */
  readonly packed?: PackedTree
}

/** The same of a file that was found by its name. */
export function readFoundNetwork(
  { text, file, packed }: FoundNetwork,
  complaints: Complaints,
): MapTree | undefined {
  return packed === undefined
    ? readNetworkFile(text, file, complaints)
    : readTree(() => reopenDocument(text, file, packed), complaints)
}

function readTree(read: () => MapTree, complaints: Complaints): MapTree | undefined {
  try {
    const tree = read()
    return isGraph(tree) ? graphAsNetwork(tree, complaints) : tree
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    for (const { code, what, fix, ...place } of error.mistakes) complaints.tell(place, code, what, fix)
    return undefined
  }
}

/** What came of a network: itself when nothing was wrong, and in any case the ids it gives. */
export interface Resolved {
  readonly network: Network | undefined
  readonly countries: Register
  readonly topics: Register
  readonly disciplines: Register
}

/** Checks a network as written and resolves it, telling what is wrong. */
export function resolveNetwork(tree: MapTree, setting: NetworkSetting, complaints: Complaints): Resolved {
  const before = complaints.mistakes.length
  const resolver = new NetworkResolver(tree, setting, complaints)
  const network = resolver.resolve()
  const { countries, topics, disciplines } = resolver
  return {
    network: complaints.mistakes.length > before ? undefined : network,
    countries,
    topics,
    disciplines,
  }
}

/** A network that was generated: nothing in it can be wrong, and its ids are known. */
export function resolvedAs(network: Network, tree: MapTree, complaints: Complaints): Resolved {
  const register = (
    noun: string,
    named: Iterable<{ readonly id: string; readonly label?: string }>,
  ): Register => {
    const ids = new Register(noun, complaints)
    for (const { id, label } of named) ids.add(id, label, tree, [], 'value')
    return ids
  }
  return {
    network,
    countries: register('country', network.countries),
    topics: register('topic', network.topics),
    disciplines: register('discipline', network.disciplines),
  }
}

/** Words that stand for no country, topic or discipline. */
const WORDS = { country: ['press', 'public'], topic: ['all'], discipline: ['all'] } as const

/** Which parameters a known discipline takes its numbers from. */
export const NUMBERS_OF: Readonly<
  Record<KnownDiscipline, Readonly<Record<keyof Omit<Discipline, 'id'>, ParameterName>>>
> = {
  GEOINT: { sensitivity: 'sensitivityGeoint', sourceLoss: 'sourceLossGeoint', recovery: 'recoveryGeoint' },
  HUMINT: { sensitivity: 'sensitivityHumint', sourceLoss: 'sourceLossHumint', recovery: 'recoveryHumint' },
  OSINT: { sensitivity: 'sensitivityOsint', sourceLoss: 'sourceLossOsint', recovery: 'recoveryOsint' },
  SIGINT: { sensitivity: 'sensitivitySigint', sourceLoss: 'sourceLossSigint', recovery: 'recoverySigint' },
}

/** The disciplines of a network that names none, in id order. */
export function knownDisciplines(parameters: Parameters): Discipline[] {
  return KNOWN_DISCIPLINES.map((id) => knownDiscipline(id, parameters))
}

function knownDiscipline(id: KnownDiscipline, parameters: Parameters): Discipline {
  const { sensitivity, sourceLoss, recovery } = NUMBERS_OF[id]
  return {
    id,
    sensitivity: parameters[sensitivity],
    sourceLoss: parameters[sourceLoss],
    recovery: parameters[recovery],
  }
}

/** Checks the parts of a network one by one, then that every name leads somewhere; what is sound it resolves. */
class NetworkResolver {
  readonly #tree: MapTree
  readonly #setting: NetworkSetting
  readonly #complaints: Complaints
  readonly topics: Register
  readonly disciplines: Register
  readonly countries: Register
  readonly #agreements: Register
  /** day number of day 0 */
  readonly #origin: number
  readonly #pairsSeen = new Set<string>()

  constructor(tree: MapTree, setting: NetworkSetting, complaints: Complaints) {
    this.#tree = tree
    this.#setting = setting
    this.#complaints = complaints
    this.topics = new Register('topic', complaints)
    this.disciplines = new Register('discipline', complaints)
    this.countries = new Register('country', complaints)
    this.#agreements = new Register('agreement', complaints)
    this.#origin = readDate(setting.start) ?? 0
  }

  resolve(): Network | undefined {
    const schema = this.#setting.inline ? unreadInline : unreadFile
    const head = fits(schema(), this.#tree, this.#complaints, { whole: true })
    this.#register()
    const topics = this.#each('topics', topicEntry, (entry, tree, id) => this.#topic(entry, tree, id))
    const disciplines = this.#allDisciplines()
    const countries = this.#each('countries', countryEntry, (entry, tree) => this.#country(entry, tree))
    const agreements = this.#each('agreements', agreementEntry, (entry, tree) => this.#agreement(entry, tree))
    const hostilities = this.#each('hostility', hostilityEntry, (entry, tree) => this.#hostility(entry, tree))
    const pairs = this.#each('pairs', pairEntry, (entry, tree) => this.#pair(entry, tree))
    const prospects = this.#each('prospects', prospectEntry, (entry, tree) => this.#prospect(entry, tree))
    const search = this.#search()
    if (head === undefined) return undefined
    const network = {
      id: head.id ?? 'inline',
      title: head.title ?? 'Inline network',
      topics: topics.sort(inIdOrder),
      disciplines: disciplines.sort(inIdOrder),
      countries: countries.sort(inIdOrder),
      agreements: agreements.sort(inIdOrder),
      prospects: prospects.sort(inIdOrder),
      hostilities: hostilities.sort(
        (a, b) => inOrder(a.between[0], b.between[0]) || inOrder(a.between[1], b.between[1]),
      ),
      pairs: pairs.sort((a, b) => inOrder(a.from, b.from) || inOrder(a.to, b.to)),
    }
    this.#checkProspects(network)
    if (search === undefined) return network
    if (searchSteps(network) <= MOST_STEPS) return { ...network, prospects: findProspects(network, search) }
    this.#complaints.tell(
      whereIn(this.#tree, ['prospects']),
      'E_TOO_MANY',
      'too many countries to find prospects among',
      'list the prospects instead',
    )
    return undefined
  }

  /** How prospects are to be found, where they are not listed. */
  #search(): Fitting<typeof prospectSearch> | undefined {
    const written = child(this.#tree, 'prospects')
    return written?.kind === 'map' ? fits(prospectSearch(), written, this.#complaints) : undefined
  }

  /** A prospect would bring something new: no agreement in force binds all its parties to all it covers. */
  #checkProspects({ agreements, prospects }: Pick<Network, 'agreements' | 'prospects'>): void {
    const part = child(this.#tree, 'prospects')
    if (part?.kind !== 'list') return
    for (const prospect of prospects) {
      const binds = agreements.find(
        (agreement) =>
          inForce(agreement, 0) &&
          prospect.parties.every((party) => agreement.parties.includes(party)) &&
          prospect.topics.every((topic) => agreement.topics.includes(topic)) &&
          prospect.disciplines.every((discipline) => agreement.disciplines.includes(discipline)),
      )
      if (binds === undefined) continue
      const tree = part.items.find((item) => textOf(child(item, 'id')) === prospect.id) ?? part
      this.#complaints.tell(
        whereIn(tree, ['parties']),
        'E_PARTY',
        `the parties of prospect ${quote(prospect.id)} are bound by ${quote(binds.id)} already`,
        'widen its scope, or remove it',
      )
    }
  }

  /** The entries of one part with where they stand, whatever they hold. */
  #entries(part: string): { tree: Tree; path: Path }[] {
    const found = child(this.#tree, part)
    // prospects that are to be found are no entries
    if (found?.kind === 'map' && part === 'prospects') return []
    if (found?.kind === 'map')
      return found.entries.map(({ key, value }) => ({ tree: value, path: [part, key] }))
    if (found?.kind === 'list') return found.items.map((tree, i) => ({ tree, path: [part, i] }))
    return []
  }

  /** Notes every id that is given, so that one bad entry does not make all that name it look wrong. */
  #register(): void {
    const keyed = [
      [this.topics, 'topics', WORDS.topic],
      [this.disciplines, 'disciplines', WORDS.discipline],
    ] as const
    for (const [register, part, words] of keyed) {
      const given = child(this.#tree, part)
      // disciplines may be left out: then they are the known ones
      if (given?.kind !== 'map' && (given !== undefined || part === 'topics')) register.trust()
      for (const { tree, path } of this.#entries(part)) {
        const id = String(path[1])
        if (isId(id)) this.#add(register, id, tree, path, 'key', words)
      }
    }
    if (child(this.#tree, 'disciplines') === undefined) {
      for (const id of KNOWN_DISCIPLINES) this.disciplines.add(id, id, this.#tree, [], 'value')
    }
    const listed = [
      [this.countries, 'countries', WORDS.country],
      [this.#agreements, 'agreements', []],
      // a prospect becomes an agreement, so the two share their ids
      [this.#agreements, 'prospects', []],
    ] as const
    for (const [register, part, words] of listed) {
      if (part !== 'prospects' && child(this.#tree, part)?.kind !== 'list') register.trust()
      for (const { tree, path } of this.#entries(part)) {
        const id = textOf(child(tree, 'id'))
        if (id !== undefined && isId(id)) this.#add(register, id, tree, [...path, 'id'], 'value', words)
      }
    }
  }

  #add(
    register: Register,
    id: string,
    tree: Tree,
    path: Path,
    part: 'value' | 'key',
    words: readonly string[],
  ): void {
    if (words.includes(id)) {
      this.#complaints.tell(
        whereIn(this.#tree, path, part),
        'E_ID',
        `${quote(id)} has a meaning of its own`,
        'rename it',
      )
    }
    register.add(id, textOf(child(tree, 'label')), this.#tree, path, part)
  }

  #each<S extends z.ZodType, T>(
    part: string,
    schema: () => S,
    resolve: (entry: z.output<S>, tree: Tree, key: string) => T | undefined,
  ): T[] {
    const resolved: T[] = []
    for (const { tree, path } of this.#entries(part)) {
      if (this.#complaints.enough) break
      const entry = fits(schema(), tree, this.#complaints)
      const result = entry === undefined ? undefined : resolve(entry, tree, String(path[1]))
      if (result !== undefined) resolved.push(result)
    }
    return resolved
  }

  #topic({ label, plots }: Fitting<typeof topicEntry>, tree: Tree, id: string): Topic {
    const targets = plots?.targets ?? []
    for (const [i, target] of targets.entries()) this.countries.expect(target, tree, ['plots', 'targets', i])
    return { id, label: label ?? id, plotsPerYear: plots?.perYear ?? 0, targets: inIds(targets) }
  }

  #allDisciplines(): Discipline[] {
    if (child(this.#tree, 'disciplines') === undefined) {
      return knownDisciplines(this.#setting.parameters)
    }
    return this.#each('disciplines', disciplineEntry, (entry, tree, id) => {
      const name = KNOWN_DISCIPLINES.find((one) => one === id)
      const known = name && knownDiscipline(name, this.#setting.parameters)
      const sensitivity = entry.sensitivity ?? known?.sensitivity
      const sourceLoss = entry.sourceLoss ?? known?.sourceLoss
      const recovery = entry.recovery ?? known?.recovery
      if (sensitivity !== undefined && sourceLoss !== undefined && recovery !== undefined) {
        return { id, sensitivity, sourceLoss, recovery }
      }
      const fix = `state sensitivity, sourceLoss and recovery, or use one of ${KNOWN_DISCIPLINES.join(', ')}`
      this.#complaints.tell(whereIn(tree, []), 'E_MISSING', `discipline ${quote(id)} lacks numbers`, fix)
      return undefined
    })
  }

  #country(entry: Fitting<typeof countryEntry>, tree: Tree): Country {
    const {
      id,
      label,
      region,
      languages,
      position,
      leakHazard,
      source,
      need = {},
      collection: rates = {},
    } = entry
    for (const topic of Object.keys(need)) this.topics.expect(topic, tree, ['need', topic], 'key')
    const collection: Collection[] = []
    for (const topic of Object.keys(rates).sort(inOrder)) {
      this.topics.expect(topic, tree, ['collection', topic], 'key')
      for (const discipline of Object.keys(rates[topic]).sort(inOrder)) {
        this.disciplines.expect(discipline, tree, ['collection', topic, discipline], 'key')
        collection.push({ topic, discipline, rate: rates[topic][discipline] })
      }
    }
    const known = given({ region, languages, position, leakHazard, source })
    return { id, label: label ?? id, ...known, collection, need: inKeyOrder(need) }
  }

  /** Undefined when fewer than two of the parties are in it on day 0, or on the later day it begins. */
  #agreement(entry: Fitting<typeof agreementEntry>, tree: Tree): Agreement | undefined {
    const { from, until } = this.#period(entry, tree)
    const { stake, price, source, ...terms } = this.#prospect(entry, tree)
    const dayOf = (written: string | number) => this.#dayOf(written)
    const bound = inIds(partiesOn(Math.max(0, from ?? 0), entry, tree, dayOf, this.#complaints))
    // who is there twice has been told; what one can be with oneself is no agreement
    if (bound.length < 2 && bound.length < terms.parties.length) return undefined
    const ofBound = (numbers: Readonly<Record<string, number>> | undefined) =>
      numbers && Object.fromEntries(Object.entries(numbers).filter(([party]) => bound.includes(party)))
    const byParty = { stake: ofBound(stake), price: ofBound(price) }
    return { ...terms, parties: bound, from, until, ...given({ ...byParty, source }) }
  }

  /** When something is in force; null for an end that is open. */
  #period(
    written: { readonly from?: string | number; readonly until?: string | number },
    tree: Tree,
  ): { from: number | null; until: number | null } {
    const from = written.from === undefined ? null : this.#dayOf(written.from)
    const until = written.until === undefined ? null : this.#dayOf(written.until)
    if (from !== null && until !== null && until <= from) {
      this.#complaints.tell(
        whereIn(tree, ['until']),
        'E_DATE',
        'it ends before it begins',
        'let until come after from',
      )
    }
    return { from, until }
  }

  /** What an agreement has whether or not it is signed yet. */
  #prospect(entry: Fitting<typeof prospectEntry>, tree: Tree): Prospect {
    const { id, label, parties, scope, tie, caveat = 'forbidden', source } = entry
    this.#checkParties(parties, tree)
    const terms = {
      stake: this.#byParty(entry, 'stake', tree),
      price: this.#byParty(entry, 'price', tree),
      source,
    }
    return {
      id,
      label: label ?? id,
      parties: inIds(parties),
      topics: this.#scope(scope.topics, this.topics, tree, 'topics'),
      disciplines: this.#scope(scope.disciplines, this.disciplines, tree, 'disciplines'),
      tie,
      caveat,
      ...given(terms),
    }
  }

  #checkParties(parties: readonly string[], tree: Tree): void {
    const seen = new Set<string>()
    for (const [i, party] of parties.entries()) {
      this.countries.expect(party, tree, ['parties', i])
      if (seen.has(party)) {
        const code = new Set(parties).size === 1 ? 'E_SELF_LOOP' : 'E_DUP_ID'
        this.#complaints.tell(
          whereIn(tree, ['parties', i]),
          code,
          `${quote(party)} is a party twice`,
          'name it once',
        )
      }
      seen.add(party)
    }
  }

  #scope(named: 'all' | readonly string[], register: Register, tree: Tree, part: string): string[] {
    if (named === 'all') return register.ids
    for (const [i, id] of named.entries()) register.expect(id, tree, ['scope', part, i])
    return inIds(named)
  }

  #byParty(
    entry: Fitting<typeof prospectEntry>,
    part: 'stake' | 'price',
    tree: Tree,
  ): Record<string, number> | undefined {
    const numbers = entry[part]
    if (numbers === undefined) return undefined
    const parties = new Set(entry.parties)
    for (const party of Object.keys(numbers)) {
      if (parties.has(party)) continue
      const fix = didYouMean(party, parties, 'name a party, or remove it')
      this.#complaints.tell(
        whereIn(tree, [part, party], 'key'),
        'E_DANGLING',
        `${quote(party)} is no party`,
        fix,
      )
    }
    return inKeyOrder(numbers)
  }

  #dayOf(written: string | number): number {
    return typeof written === 'number' ? written : (readDate(written) ?? 0) - this.#origin
  }

  /** Undefined when it is not there on day 0. */
  #hostility(entry: Fitting<typeof hostilityEntry>, tree: Tree): Hostility | undefined {
    const { between, level, source } = entry
    const [a, b] = between
    this.#checkPair(a, b, tree, ['between', 0], ['between', 1])
    const [first, second] = inIds([a, b])
    this.#once(`hostility ${first} ${second ?? first}`, tree, `hostility of ${a} and ${b}`)
    if (!inForce(this.#period(entry, tree), 0)) return undefined
    return { between: [first, second ?? first], level, ...given({ source }) }
  }

  #pair(entry: Fitting<typeof pairEntry>, tree: Tree): PairOverride {
    const { from, to, discretion, veracity, strength } = entry
    this.#checkPair(from, to, tree, ['from'], ['to'])
    this.#once(`pair ${from} ${to}`, tree, `pair ${from} to ${to}`)
    return { from, to, ...given({ discretion, veracity, strength }) }
  }

  #checkPair(a: string, b: string, tree: Tree, pathOfA: Path, pathOfB: Path): void {
    this.countries.expect(a, tree, pathOfA)
    this.countries.expect(b, tree, pathOfB)
    if (a === b) {
      this.#complaints.tell(
        whereIn(tree, pathOfB),
        'E_SELF_LOOP',
        `${quote(a)} is paired with itself`,
        'name two countries',
      )
    }
  }

  #once(key: string, tree: Tree, what: string): void {
    if (this.#pairsSeen.has(key)) {
      this.#complaints.tell(whereIn(tree, []), 'E_DUP_EDGE', `${what} is there twice`, 'keep one of the two')
    }
    this.#pairsSeen.add(key)
  }
}

function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined
}

function inIdOrder(a: { readonly id: string }, b: { readonly id: string }): number {
  return inOrder(a.id, b.id)
}

function inIds(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort(inOrder)
}

function inKeyOrder(numbers: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).sort(([a], [b]) => inOrder(a, b)))
}

/** The fields that are there. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

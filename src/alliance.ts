/** The graph face of a network: agreements as things one can ask about, graphology graphs out and in. */
import { DirectedGraph, UndirectedGraph } from 'graphology'
import type { AbstractGraph, Attributes } from 'graphology-types'
import { z } from 'zod'
import { LiaisonError, quote } from './mistakes.js'
import { didYouMean, foldId, ID_RULE, isId, RESERVED } from './names.js'
import {
  CAVEATS,
  TIES,
  type Agreement,
  type Caveat,
  type Collection,
  type Country,
  type Discipline,
  type Network,
  type Tie,
  type Topic,
} from './network.js'
import { DEFAULTS } from './parameters.js'

export type CountryNode = { kind: 'country' } & Country
export type AgreementNode = { kind: 'agreement' } & Agreement

/** What is said of the whole network and belongs to no node. */
export type NetworkFacts = Pick<Network, 'id' | 'title' | 'topics' | 'disciplines' | 'hostilities' | 'pairs'>

/** That one country may share with another. */
export type SharingEdge = {
  /** ids of the agreements that allow it, sorted */
  agreements: readonly string[]
  /** the strongest of their ties */
  tie: Tie
  /** what `weight` said of the pair; 1 where nothing was asked */
  weight: number
}

/** Countries and agreements as nodes of one graph, each agreement joined to its parties. */
export type AgreementGraph = UndirectedGraph<CountryNode | AgreementNode, Attributes, NetworkFacts>
/** Countries as nodes, an edge from each to whomever it may share with. */
export type SharingGraph = DirectedGraph<CountryNode, SharingEdge, NetworkFacts>

/**
 * A network one can put questions to. It keeps the network it was made of and never changes it.
 *
 * A day counts from day 0 of the scenario and may be negative. Where a day may be left out, leaving it out means
 * every agreement of the network, in force or not.
 */
export class Alliance {
  readonly network: Network
  readonly #countries: ReadonlyMap<string, Country>
  readonly #agreements: readonly Agreement[]
  readonly #agreementsByParty: ReadonlyMap<string, readonly Agreement[]>

  private constructor(network: Network) {
    checkMentions(network)
    this.network = network
    this.#countries = byId(network.countries, 'country')
    this.#agreements = network.agreements.toSorted(inIdOrder)
    this.#agreementsByParty = byParty(this.#agreements)
  }

  /**
   * @throws LiaisonError when an id cannot be used (E_ID, E_RESERVED_KEY) or is there twice (E_DUP_ID), something is
   *   mentioned that is not there (E_DANGLING), or an agreement has fewer than two parties (E_RANGE)
   */
  static from(network: Network): Alliance {
    return new Alliance(network)
  }

  /** Every country, by id. */
  countries(): readonly Country[] {
    return [...this.#countries.values()]
  }

  /** @throws LiaisonError (E_DANGLING) when there is no such country */
  country(id: string): Country {
    const country = this.#countries.get(id)
    if (country === undefined) throw noCountry(id, this.#countries.values())
    return country
  }

  /** Every agreement, by id, with its parties, its scope (topics × disciplines) and its terms (tie, caveat, dates). */
  agreements(): readonly Agreement[] {
    return this.#agreements
  }

  /** The agreements in force on a day, by id. */
  agreementsInForce(day: number): readonly Agreement[] {
    return this.#agreements.filter((agreement) => inForce(agreement, day))
  }

  /**
   * The agreements of one country or, given two, those that bind both; by id, in force or not.
   * @throws LiaisonError (E_DANGLING) when there is no such country
   */
  agreementsOf(a: string, b?: string): readonly Agreement[] {
    const own = this.#agreementsByParty.get(this.country(a).id) ?? []
    if (b === undefined) return own
    const other = this.country(b).id
    return own.filter(({ parties }) => a !== other && parties.includes(other))
  }

  /**
   * The ids of those a country shares an agreement with, sorted.
   * @throws LiaisonError (E_DANGLING) when there is no such country
   */
  partnersOf(id: string, day?: number): readonly string[] {
    const bound = this.agreementsOf(id).filter((agreement) => inForce(agreement, day))
    const partners = new Set(bound.flatMap(({ parties }) => parties))
    partners.delete(id)
    return [...partners].sort()
  }

  /**
   * Countries and agreements as the nodes of one simple graph. Nodes are keyed `country:ID` and `agreement:ID`, so that
   * a country and an agreement of one name stay apart. `networkFromGraph` makes the same network of it again.
   */
  agreementGraph(day?: number): AgreementGraph {
    const graph: AgreementGraph = new UndirectedGraph()
    graph.replaceAttributes(factsOf(this.network))
    for (const country of this.countries())
      graph.addNode(`country:${country.id}`, { kind: 'country', ...country })
    for (const agreement of this.#agreements) {
      if (!inForce(agreement, day)) continue
      const key = `agreement:${agreement.id}`
      graph.addNode(key, { kind: 'agreement', ...agreement })
      for (const party of agreement.parties.toSorted()) {
        graph.addUndirectedEdgeWithKey(`${key}--country:${party}`, key, `country:${party}`)
      }
    }
    return graph
  }

  /**
   * Who may share with whom, as a simple graph keyed by country id, with edges keyed `FROM->TO`.
   * @param weight puts a number on a pair, such as trust or flow, finite and at least 0. Mind that graphology's
   *   betweenness reads `weight` as a distance, its PageRank and louvain as a strength.
   * @throws LiaisonError (E_RANGE) when `weight` gives anything else
   */
  sharingGraph(day?: number, weight: (from: string, to: string) => number = () => 1): SharingGraph {
    const graph: SharingGraph = new DirectedGraph()
    graph.replaceAttributes(factsOf(this.network))
    for (const country of this.countries()) graph.addNode(country.id, { kind: 'country', ...country })
    for (const { id: from } of this.countries()) {
      for (const to of this.partnersOf(from, day)) {
        const shared = this.agreementsOf(from, to).filter((agreement) => inForce(agreement, day))
        graph.addDirectedEdgeWithKey(`${from}->${to}`, from, to, {
          agreements: shared.map(({ id }) => id),
          tie: strongest(shared),
          weight: checkedWeight(from, to, weight(from, to)),
        })
      }
    }
    return graph
  }
}

/** What a graph does not say itself: the facts of the whole, and the terms of agreements that name none. */
export interface Reading extends Partial<NetworkFacts> {
  /** for agreements without a `tie`; `partner` if left out */
  readonly tie?: Tie
  /** for agreements without a `caveat`; `on-request` if left out */
  readonly caveat?: Caveat
}

/**
 * The way in: a network made of a simple graphology graph, directed or not. The graph is not changed.
 *
 * A node is a country and its key the id. Read of it, where present: `label`, `region`, `languages`, `position`, `need`
 * (topic → 0 to 1), `collection` (topic → discipline → items a day, or a list of streams) and `source`.
 *
 * An edge is an agreement between its ends. Read of it, where present: `id`, `label`, `topics`, `disciplines`, `tie`,
 * `caveat`, `from` and `until` (days), `stake`, `price` and `source`; without topics or disciplines it covers all. An
 * agreement binds both ends alike, so an arc and its reverse are one agreement, unless their ids differ.
 *
 * A node with `kind: 'agreement'` is an agreement among its neighbours. So clubs come in, and so
 * `networkFromGraph(alliance.agreementGraph())` is that alliance's network again.
 *
 * Facts of the whole come from `reading`, else from the graph's own attributes. Where neither has them, the topics are
 * those that nodes and edges name, without plots, the disciplines the four known ones, and nobody is hostile.
 *
 * @throws LiaisonError on a multigraph or an arc that contradicts its reverse (E_DUP_EDGE), a loop (E_SELF_LOOP), an
 *   attribute of the wrong kind or size (E_TYPE, E_ENUM, E_RANGE, E_DUP_KEY), and as `Alliance.from` does
 */
export function networkFromGraph(graph: AbstractGraph, reading: Reading = {}): Network {
  if (typeof graph?.forEachNode !== 'function')
    throw new LiaisonError('E_TYPE', 'not a graphology graph; give one')
  if (graph.multi) {
    throw new LiaisonError(
      'E_DUP_EDGE',
      'a multigraph; give a simple graph, with a second agreement of a pair as a node',
    )
  }
  const parts = partsOf(graph)
  const facts = { ...read(Facts, graph.getAttributes(), 'graph'), ...read(Facts, { ...reading }, 'reading') }
  const { id = 'graph', title = 'A network read from a graph', hostilities = [], pairs = [] } = facts
  const topics = (facts.topics ?? topicsNamedIn(parts)).toSorted(inIdOrder)
  const disciplines = (facts.disciplines ?? knownDisciplines()).toSorted(inIdOrder)
  const countries = parts.countries.map((country) => ({
    id: country.id,
    label: country.id,
    ...country.attributes,
    collection: streamsOf(country),
  }))
  const agreements = parts.agreements.map((agreement) => ({
    id: agreement.id,
    label: agreement.id,
    parties: agreement.parties,
    tie: facts.tie ?? 'partner',
    caveat: facts.caveat ?? 'on-request',
    ...agreement.attributes,
    topics: givenOrAll(agreement.attributes.topics, topics),
    disciplines: givenOrAll(agreement.attributes.disciplines, disciplines),
  }))
  return Alliance.from({
    id,
    title,
    topics,
    disciplines,
    countries: countries.sort(inIdOrder),
    agreements: oncePerId(agreements).sort(inIdOrder),
    hostilities,
    pairs,
  }).network
}

const Share = z.number().min(0).max(1)
const Base = z.number().gt(0).lt(1)
const Names = z.array(z.string())
const Numbers = z.record(z.string(), z.number().min(0))
const Origin = z.object({
  title: z.string(),
  publisher: z.string().exactOptional(),
  date: z.string().exactOptional(),
  url: z.string().exactOptional(),
  verification: z.string().exactOptional(),
})
const TopicFacts = z.object({
  id: z.string(),
  label: z.string(),
  plotsPerYear: z.number().min(0),
  targets: Names,
})
const DisciplineFacts = z.object({
  id: z.string(),
  sensitivity: Share,
  sourceLoss: Share,
  recovery: z.number().positive(),
})
const HostilityFacts = z.object({
  between: z.tuple([z.string(), z.string()]),
  level: Share,
  source: Origin.exactOptional(),
})
const PairFacts = z.object({
  from: z.string(),
  to: z.string(),
  discretion: Base.exactOptional(),
  veracity: Base.exactOptional(),
  strength: z.number().min(0.1).exactOptional(),
})

/** What is read of the graph's own attributes and of a reading. */
const Facts = z.object({
  id: z.string().exactOptional(),
  title: z.string().exactOptional(),
  topics: z.array(TopicFacts).exactOptional(),
  disciplines: z.array(DisciplineFacts).exactOptional(),
  hostilities: z.array(HostilityFacts).exactOptional(),
  pairs: z.array(PairFacts).exactOptional(),
  tie: z.enum(TIES).exactOptional(),
  caveat: z.enum(CAVEATS).exactOptional(),
})

const Streams = z.array(z.object({ topic: z.string(), discipline: z.string(), rate: z.number().min(0) }))

/** What is read of a country's node. */
const CountryAttributes = z.object({
  label: z.string().exactOptional(),
  region: z.string().exactOptional(),
  languages: Names.exactOptional(),
  position: z.tuple([z.number(), z.number()]).exactOptional(),
  collection: z.union([Streams, z.record(z.string(), Numbers)]).default([]),
  need: z.record(z.string(), Share).default({}),
  source: Origin.exactOptional(),
})

/** What is read of an agreement, be it an edge or a node. */
const AgreementAttributes = z.object({
  label: z.string().exactOptional(),
  topics: Names.exactOptional(),
  disciplines: Names.exactOptional(),
  tie: z.enum(TIES).exactOptional(),
  caveat: z.enum(CAVEATS).exactOptional(),
  from: z.int().nullable().default(null),
  until: z.int().nullable().default(null),
  stake: Numbers.exactOptional(),
  price: Numbers.exactOptional(),
  source: Origin.exactOptional(),
})

interface CountryPart {
  readonly id: string
  readonly attributes: z.infer<typeof CountryAttributes>
}
interface AgreementPart {
  readonly id: string
  readonly parties: string[]
  readonly attributes: z.infer<typeof AgreementAttributes>
}
interface Parts {
  readonly countries: readonly CountryPart[]
  readonly agreements: readonly AgreementPart[]
}

/** Sorts nodes and edges into countries and agreements, and checks the kind and size of what is read of them. */
function partsOf(graph: AbstractGraph): Parts {
  const countries = new Map<string, CountryPart>()
  const clubs = new Map<string, AgreementPart>()
  graph.forEachNode((key, attributes: Readonly<Record<string, unknown>>) => {
    const marked = attributes.kind === 'country' || attributes.kind === 'agreement'
    const id = marked && typeof attributes.id === 'string' ? attributes.id : key
    if (attributes.kind === 'agreement') {
      clubs.set(key, {
        id,
        parties: [],
        attributes: read(AgreementAttributes, attributes, `agreement "${id}"`),
      })
    } else {
      countries.set(key, { id, attributes: read(CountryAttributes, attributes, `country "${id}"`) })
    }
  })
  const deals: AgreementPart[] = []
  graph.forEachEdge((_key, attributes: Readonly<Record<string, unknown>>, source, target) => {
    if (source === target)
      throw new LiaisonError('E_SELF_LOOP', `"${source}" is joined to itself; remove the loop`)
    const parties = [source, target].flatMap((end) => countries.get(end)?.id ?? []).sort()
    const club = clubs.get(source) ?? clubs.get(target)
    if (club === undefined) {
      const id = typeof attributes.id === 'string' ? attributes.id : parties.join('--')
      deals.push({ id, parties, attributes: read(AgreementAttributes, attributes, `agreement "${id}"`) })
    } else if (parties.length === 1) {
      if (!club.parties.includes(parties[0])) club.parties.push(parties[0])
    } else {
      throw new LiaisonError(
        'E_DANGLING',
        `"${source}" and "${target}" are both agreements; join each to its parties`,
      )
    }
  })
  for (const { parties } of clubs.values()) parties.sort()
  return { countries: [...countries.values()], agreements: [...deals, ...clubs.values()] }
}

/** Attributes that fit a schema, without those it does not know; an attribute that is undefined is not there. */
function read<T extends z.ZodType>(
  schema: T,
  attributes: Readonly<Record<string, unknown>>,
  where: string,
): z.infer<T> {
  const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
  const { data, error } = schema.safeParse(given)
  if (error === undefined) return data
  const [{ code, path, message }] = error.issues
  const range = code === 'too_small' || code === 'too_big'
  throw new LiaisonError(
    range ? 'E_RANGE' : code === 'invalid_value' ? 'E_ENUM' : 'E_TYPE',
    `${where}, ${path.join('.')}: ${message}`,
  )
}

/** A country's streams from either form, sorted, each topic and discipline once. */
function streamsOf({ id, attributes: { collection } }: CountryPart): Collection[] {
  const streams = Array.isArray(collection)
    ? collection
    : Object.entries(collection).flatMap(([topic, rates]) =>
        Object.entries(rates).map(([discipline, rate]) => ({ topic, discipline, rate })),
      )
  const sorted = streams.toSorted((a, b) => inOrder(a.topic, b.topic) || inOrder(a.discipline, b.discipline))
  const twice = sorted.find(({ topic, discipline }, i) => {
    const next = sorted.at(i + 1)
    return next?.topic === topic && next.discipline === discipline
  })
  if (twice === undefined) return sorted
  throw new LiaisonError(
    'E_DUP_KEY',
    `country "${id}" collects ${twice.discipline} on "${twice.topic}" twice`,
  )
}

/** The four disciplines with the defaults of the parameter table. */
function knownDisciplines(): Discipline[] {
  const d = DEFAULTS
  return [
    {
      id: 'GEOINT',
      sensitivity: d.sensitivityGeoint,
      sourceLoss: d.sourceLossGeoint,
      recovery: d.recoveryGeoint,
    },
    {
      id: 'HUMINT',
      sensitivity: d.sensitivityHumint,
      sourceLoss: d.sourceLossHumint,
      recovery: d.recoveryHumint,
    },
    {
      id: 'OSINT',
      sensitivity: d.sensitivityOsint,
      sourceLoss: d.sourceLossOsint,
      recovery: d.recoveryOsint,
    },
    {
      id: 'SIGINT',
      sensitivity: d.sensitivitySigint,
      sourceLoss: d.sourceLossSigint,
      recovery: d.recoverySigint,
    },
  ]
}

function topicsNamedIn({ countries, agreements }: Parts): Topic[] {
  const named = new Set([
    ...countries.flatMap((country) => streamsOf(country).map(({ topic }) => topic)),
    ...countries.flatMap(({ attributes }) => Object.keys(attributes.need)),
    ...agreements.flatMap(({ attributes }) => attributes.topics ?? []),
  ])
  return [...named].map((id) => ({ id, label: id, plotsPerYear: 0, targets: [] }))
}

function givenOrAll(given: readonly string[] | undefined, all: readonly { readonly id: string }[]): string[] {
  return [...new Set(given ?? all.map(({ id }) => id))].sort()
}

/** One agreement an id: an arc and its reverse say the same or are refused. */
function oncePerId(agreements: readonly Agreement[]): Agreement[] {
  const found = new Map<string, Agreement>()
  for (const agreement of agreements) {
    const twin = found.get(agreement.id)
    if (twin !== undefined && JSON.stringify(twin) !== JSON.stringify(agreement)) {
      throw new LiaisonError(
        'E_DUP_EDGE',
        `agreement "${agreement.id}" is there twice, and differs; an agreement binds both ends alike`,
      )
    }
    found.set(agreement.id, agreement)
  }
  return [...found.values()]
}

/** Whether an agreement binds on a day; without a day, whether it ever does. */
function inForce({ from, until }: Agreement, day?: number): boolean {
  if (day === undefined) return true
  if (!Number.isFinite(day)) throw new LiaisonError('E_NUMBER', `the day is ${day}; give a finite number`)
  return (from === null || from <= day) && (until === null || day < until)
}

function strongest(agreements: readonly Agreement[]): Tie {
  return TIES[Math.min(...agreements.map(({ tie }) => TIES.indexOf(tie)))]
}

function checkedWeight(from: string, to: string, weight: number): number {
  if (Number.isFinite(weight) && weight >= 0) return weight
  throw new LiaisonError(
    'E_RANGE',
    `the weight of ${from}->${to} is ${weight}; give a finite number, at least 0`,
  )
}

function factsOf({ id, title, topics, disciplines, hostilities, pairs }: Network): NetworkFacts {
  return { id, title, topics, disciplines, hostilities, pairs }
}

function byParty(agreements: readonly Agreement[]): ReadonlyMap<string, readonly Agreement[]> {
  const found = new Map<string, Agreement[]>()
  for (const agreement of agreements) {
    for (const party of agreement.parties) {
      const others = found.get(party)
      if (others === undefined) found.set(party, [agreement])
      else others.push(agreement)
    }
  }
  return found
}

/** Everything a network mentions is in it, and an agreement binds two or more. */
function checkMentions({ topics, disciplines, countries, agreements, hostilities, pairs }: Network): void {
  const country = byId(countries, 'country')
  const topic = byId(topics, 'topic')
  const discipline = byId(disciplines, 'discipline')
  for (const { id, targets } of topics) mention(country, targets, `topic "${id}"`)
  for (const { id, collection, need } of countries) {
    mention(topic, [...collection.map((stream) => stream.topic), ...Object.keys(need)], `country "${id}"`)
    mention(
      discipline,
      collection.map((stream) => stream.discipline),
      `country "${id}"`,
    )
  }
  for (const agreement of byId(agreements, 'agreement').values()) {
    const where = `agreement "${agreement.id}"`
    mention(country, agreement.parties, where)
    mention(topic, agreement.topics, where)
    mention(discipline, agreement.disciplines, where)
    const parties = new Set(agreement.parties).size
    if (parties < agreement.parties.length) throw new LiaisonError('E_DUP_ID', `${where} names a party twice`)
    if (parties < 2) throw new LiaisonError('E_RANGE', `${where} has fewer than two parties`)
  }
  for (const { between } of hostilities) mention(country, between, `hostility of ${between.join(' and ')}`)
  for (const { from, to } of pairs) mention(country, [from, to], `pair ${from}->${to}`)
}

function mention(known: ReadonlyMap<string, unknown>, names: readonly string[], where: string): void {
  const stranger = names.find((name) => !known.has(name))
  if (stranger === undefined) return
  throw new LiaisonError('E_DANGLING', `${where} mentions "${stranger}", which is not in this network`)
}

/** Things by id, in id order; each id can be used and is there once, whatever its case. */
function byId<T extends { readonly id: string }>(things: readonly T[], what: string): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  const folds = new Set<string>()
  for (const thing of things.toSorted(inIdOrder)) {
    checkId(thing.id, what)
    if (folds.has(foldId(thing.id))) {
      throw new LiaisonError(
        'E_DUP_ID',
        `${what} ${quote(thing.id)} is there twice, or differs only by case; rename one`,
      )
    }
    folds.add(foldId(thing.id))
    found.set(thing.id, thing)
  }
  return found
}

/** Ids that are members of `Object.prototype` corrupt graphology's indices, so none may pass. */
function checkId(id: unknown, what: string): void {
  if (typeof id === 'string' && isId(id)) return
  const name = String(id)
  const code = RESERVED.includes(name) ? 'E_RESERVED_KEY' : 'E_ID'
  throw new LiaisonError(code, `${what} ${quote(name)}: this id cannot be used; ${ID_RULE}`)
}

function noCountry(id: unknown, countries: Iterable<Country>): LiaisonError {
  const name = String(id)
  const hint = didYouMean(name, countries, 'countries() lists them')
  return new LiaisonError('E_DANGLING', `there is no country ${quote(name)} in this network; ${hint}`)
}

function inIdOrder(a: { readonly id: string }, b: { readonly id: string }): number {
  return inOrder(a.id, b.id)
}

/** By code unit, as the default sort: the same on every machine. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

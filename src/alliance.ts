/** The graph face of a network: agreements as things one can ask about, and graphology graphs out. */
import { DirectedGraph, UndirectedGraph } from 'graphology'
import type { Attributes } from 'graphology-types'
import { LiaisonError, quote } from './mistakes.js'
import { didYouMean, foldId, ID_RULE, inOrder, isId, RESERVED } from './names.js'
import { TIES, type Agreement, type Country, type Network, type Tie } from './network.js'

export type CountryNode = { kind: 'country' } & Country
export type AgreementNode = { kind: 'agreement' } & Agreement

/** What is said of the whole network and belongs to no node. */
export type NetworkFacts = Pick<
  Network,
  'id' | 'title' | 'topics' | 'disciplines' | 'prospects' | 'hostilities' | 'pairs'
>

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
    if (!Array.isArray(network?.countries) || !Array.isArray(network?.agreements))
      throw new LiaisonError(
        'E_TYPE',
        'Alliance.from: give the network of a scenario, or what networkFromGraph made',
      )
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

function factsOf({ id, title, topics, disciplines, prospects, hostilities, pairs }: Network): NetworkFacts {
  return { id, title, topics, disciplines, prospects, hostilities, pairs }
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
function checkMentions({ topics, disciplines, countries, hostilities, pairs, ...network }: Network): void {
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
  // a prospect becomes an agreement, so the two share their ids
  for (const agreement of byId([...network.agreements, ...network.prospects], 'agreement').values()) {
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

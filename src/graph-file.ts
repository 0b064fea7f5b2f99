/** A network that graphology serialised (`graph.export()`), turned into a network file before it is checked as one. */
import { quote, type Code, type Complaints } from './mistakes.js'
import { ID_RULE, inOrder, isId } from './names.js'
import {
  child,
  listAt,
  mapAt,
  scalarAt,
  whereIn,
  type Entry,
  type MapTree,
  type Path,
  type Tree,
} from './tree.js'

/** What is read of a country and of an agreement; anything else on a node or an edge is left alone. */
const COUNTRY_KEYS = ['label', 'region', 'languages', 'position', 'need', 'source']
const AGREEMENT_KEYS = ['label', 'tie', 'caveat', 'from', 'until', 'stake', 'price', 'source']
const DISCIPLINE_KEYS = ['sensitivity', 'sourceLoss', 'recovery']

export function isGraph(tree: Tree): boolean {
  return child(tree, 'nodes')?.kind === 'list' && child(tree, 'edges')?.kind === 'list'
}

/**
 * The network file that says what a graph says. A node is a country and its key the id; an edge is an agreement between
 * its ends; a node with `kind: agreement` is an agreement among its neighbours; the graph's attributes are the facts of
 * the whole. These are the graphs that alliance.ts makes, and its defaults for what an edge does not say.
 *
 * @returns undefined after telling what is wrong with it as a graph
 */
export function graphAsNetwork(tree: MapTree, complaints: Complaints): MapTree | undefined {
  const before = complaints.mistakes.length
  const reader = new GraphReader(tree, complaints)
  reader.readNodes()
  // edges are only worth a look between sound nodes
  if (complaints.mistakes.length === before) reader.readEdges()
  const network = reader.network()
  return complaints.mistakes.length > before ? undefined : network
}

interface Node {
  readonly id: string
  readonly attributes: Tree
  readonly isClub: boolean
  /** ids of the countries it is joined to */
  readonly neighbours: string[]
}

class GraphReader {
  readonly #tree: MapTree
  readonly #complaints: Complaints
  readonly #nodes = new Map<string, Node>()
  readonly #deals: MapTree[] = []

  constructor(tree: MapTree, complaints: Complaints) {
    this.#tree = tree
    this.#complaints = complaints
  }

  readNodes(): void {
    for (const [i, node] of itemsOf(child(this.#tree, 'nodes')).entries()) {
      const key = textOf(child(node, 'key'))
      const attributes = child(node, 'attributes') ?? mapAt(node, [])
      const kind = textOf(child(attributes, 'kind'))
      const id = kind === undefined ? key : textOf(child(attributes, 'id'))
      const where = ['nodes', i, 'key']
      if (key === undefined || id === undefined)
        this.#tell('E_SCHEMA', where, 'a node without a key', 'give it one')
      else if (!isId(id)) this.#tell('E_ID', where, `${quote(id)} is no id`, ID_RULE)
      else if (this.#nodes.has(key))
        this.#tell('E_DUP_ID', where, `node ${quote(key)} is there twice`, 'keep one')
      else this.#nodes.set(key, { id, attributes, isClub: kind === 'agreement', neighbours: [] })
    }
  }

  readEdges(): void {
    const joined = new Set<string>()
    for (const [i, edge] of itemsOf(child(this.#tree, 'edges')).entries()) {
      const source = this.#end(edge, ['edges', i, 'source'])
      const target = this.#end(edge, ['edges', i, 'target'])
      if (source === undefined || target === undefined) continue
      const pair = [source.id, target.id].sort(inOrder)
      // an agreement may be called like a country
      const both = [source, target]
        .map(({ isClub, id }) => `${Number(isClub)} ${id}`)
        .sort(inOrder)
        .join(' ')
      const name = pair.map(quote).join(' and ')
      if (source === target)
        this.#tell('E_SELF_LOOP', ['edges', i], `${quote(source.id)} is joined to itself`, 'remove it')
      else if (joined.has(both))
        this.#tell('E_DUP_EDGE', ['edges', i], `${name} are joined twice`, 'keep one edge')
      else if (source.isClub && target.isClub) {
        this.#tell('E_SCHEMA', ['edges', i], `agreements ${name} are joined`, 'join each to its parties')
      } else if (source.isClub) source.neighbours.push(target.id)
      else if (target.isClub) target.neighbours.push(source.id)
      else
        this.#deals.push(this.#agreement(child(edge, 'attributes') ?? mapAt(edge, []), pair.join('--'), pair))
      joined.add(both)
    }
  }

  network(): MapTree {
    const root = this.#tree
    const facts = child(root, 'attributes')
    const nodes = [...this.#nodes.values()]
    const clubs = nodes.filter(({ isClub }) => isClub)
    const countries = nodes.filter(({ isClub }) => !isClub)
    return mapAt(root, [
      entry('liaison-network', scalarAt(root, 1)),
      entry('id', child(facts, 'id') ?? scalarAt(root, 'graph')),
      entry('title', child(facts, 'title') ?? scalarAt(root, 'A network read from a graph')),
      ...whenThere('topics', this.#keyedById(child(facts, 'topics'), topicFrom)),
      ...whenThere(
        'disciplines',
        this.#keyedById(child(facts, 'disciplines'), (fact) => only(fact, DISCIPLINE_KEYS)),
      ),
      entry(
        'countries',
        listAt(
          root,
          countries.map((node) => this.#country(node)),
        ),
      ),
      entry(
        'agreements',
        listAt(root, [
          ...this.#deals,
          ...clubs.map(({ id, attributes, neighbours }) => this.#agreement(attributes, id, neighbours)),
        ]),
      ),
      ...whenThere('prospects', this.#prospects(child(facts, 'prospects'))),
      ...whenThere('hostility', child(facts, 'hostilities')),
      ...whenThere('pairs', child(facts, 'pairs')),
    ])
  }

  #end(edge: Tree, path: Path): Node | undefined {
    const named = textOf(child(edge, String(path.at(-1))))
    if (named === undefined) {
      this.#tell('E_SCHEMA', path, `an edge without ${String(path.at(-1))}`, 'give the key of a node')
      return undefined
    }
    const node = this.#nodes.get(named)
    if (node === undefined)
      this.#tell('E_DANGLING', path, `no node ${quote(named)}`, 'add it, or remove the edge')
    return node
  }

  #agreement(attributes: Tree, id: string, parties: readonly string[]): MapTree {
    const all = scalarAt(attributes, 'all')
    const scope = mapAt(attributes, [
      entry('topics', child(attributes, 'topics') ?? all),
      entry('disciplines', child(attributes, 'disciplines') ?? all),
    ])
    const terms = only(attributes, AGREEMENT_KEYS).entries
    const missing = [
      entry('tie', scalarAt(attributes, 'partner')),
      entry('caveat', scalarAt(attributes, 'on-request')),
    ].filter(({ key }) => !terms.some((term) => term.key === key))
    return mapAt(attributes, [
      entry('id', child(attributes, 'id') ?? scalarAt(attributes, id)),
      entry(
        'parties',
        listAt(
          attributes,
          parties.map((party) => scalarAt(attributes, party)),
        ),
      ),
      entry('scope', scope),
      ...terms,
      ...missing,
    ])
  }

  /** Listed prospects as a network file has them; how prospects are to be found it has in the same way. */
  #prospects(facts: Tree | undefined): Tree | undefined {
    if (facts?.kind !== 'list') return facts
    return listAt(
      facts,
      facts.items.map((fact) =>
        this.#agreement(
          fact,
          '',
          itemsOf(child(fact, 'parties')).flatMap((party) => textOf(party) ?? []),
        ),
      ),
    )
  }

  #country({ id, attributes }: Node): MapTree {
    const collection = child(attributes, 'collection')
    return mapAt(attributes, [
      entry('id', scalarAt(attributes, id)),
      ...only(attributes, COUNTRY_KEYS).entries,
      ...whenThere('collection', collection?.kind === 'list' ? this.#ratesOf(collection) : collection),
    ])
  }

  /** A list of streams {topic, discipline, rate} as topic → discipline → rate. */
  #ratesOf(streams: Tree): MapTree {
    const topics = new Map<string, Entry[]>()
    for (const stream of itemsOf(streams)) {
      const topic = this.#idOf(child(stream, 'topic'), stream)
      const rates = topics.get(topic) ?? []
      topics.set(topic, rates)
      rates.push(entry(this.#idOf(child(stream, 'discipline'), stream), child(stream, 'rate') ?? stream))
    }
    return mapAt(
      streams,
      [...topics].map(([topic, rates]) => entry(topic, mapAt(streams, rates))),
    )
  }

  /** A list of things with ids as a map from id to the rest; anything else is left for the schema to refuse. */
  #keyedById(facts: Tree | undefined, rest: (fact: Tree) => Tree): Tree | undefined {
    if (facts?.kind !== 'list') return facts
    return mapAt(
      facts,
      facts.items.map((fact) => entry(this.#idOf(child(fact, 'id'), fact), rest(fact))),
    )
  }

  /** An id that becomes a key, told of when it cannot be one. */
  #idOf(tree: Tree | undefined, holder: Tree): string {
    const id = textOf(tree)
    if (id !== undefined && isId(id)) return id
    const what = id === undefined ? 'an id is missing' : `${quote(id)} is no id`
    this.#complaints.tell(whereIn(tree ?? holder, []), 'E_ID', what, ID_RULE)
    return ''
  }

  #tell(code: Code, path: Path, what: string, fix: string): void {
    this.#complaints.tell(whereIn(this.#tree, path), code, what, fix)
  }
}

function topicFrom(fact: Tree): MapTree {
  const plots = mapAt(fact, [
    entry('perYear', child(fact, 'plotsPerYear') ?? scalarAt(fact, 0)),
    entry('targets', child(fact, 'targets') ?? listAt(fact, [])),
  ])
  return mapAt(fact, [...only(fact, ['label']).entries, entry('plots', plots)])
}

/** The entries of a map with these keys; graphology writes `null` for "none". */
function only(tree: Tree, keys: readonly string[]): MapTree {
  const entries = tree.kind === 'map' ? tree.entries : []
  return mapAt(
    tree,
    entries.filter(
      ({ key, value }) => keys.includes(key) && !(value.kind === 'scalar' && value.value === null),
    ),
  )
}

function entry(key: string, value: Tree): Entry {
  return { key, keyAt: value.at, origin: value.origin, value }
}

function whenThere(key: string, value: Tree | undefined): Entry[] {
  return value === undefined ? [] : [entry(key, value)]
}

function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : []
}

/** A text, or a whole number as one: graphs made elsewhere number their nodes. */
function textOf(tree: Tree | undefined): string | undefined {
  if (tree?.kind !== 'scalar') return undefined
  if (typeof tree.value === 'string') return tree.value
  return Number.isInteger(tree.value) ? String(tree.value) : undefined
}

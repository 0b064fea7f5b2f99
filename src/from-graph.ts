/** The way in from graphology: a network made of a graph. */
import type { AbstractGraph, Attributes, SerializedEdge, SerializedNode } from 'graphology-types'
import type { NetworkFacts } from './alliance.js'
import { LiaisonError } from './mistakes.js'
import { parseNetwork } from './network-file.js'
import type { Caveat, Network, Tie, Topic } from './network.js'

/** What a graph does not say itself: the facts of the whole, and the terms of agreements that name none. */
export interface GraphReading extends Partial<NetworkFacts> {
  /** for agreements without a `tie`; `partner` if left out */
  readonly tie?: Tie
  /** for agreements without a `caveat`; `on-request`, the common rule, if left out */
  readonly caveat?: Caveat
}

/**
 * The network that a simple graphology graph describes, directed or not. The graph is not changed.
 *
 * A node is a country and its key the id. Read of it, where present: `label`, `region`, `languages`, `position`, `need`
 * (topic → 0 to 1), `collection` (topic → discipline → items a day, or a list of streams) and `source`.
 *
 * An edge is an agreement between its ends. Read of it, where present: `id`, `label`, `topics`, `disciplines`, `tie`,
 * `caveat`, `from` and `until` (days), `stake`, `price` and `source`; without topics or disciplines it covers all. An
 * agreement binds both ends alike, so an arc and its reverse are one agreement and must say the same.
 *
 * A node with `kind: 'agreement'` is an agreement among its neighbours. So clubs and second agreements of a pair come
 * in, and so `networkFromGraph(alliance.agreementGraph())` is that alliance's network again.
 *
 * Facts of the whole come from `reading`, else from the graph's own attributes. Where neither has them, the topics are
 * those that nodes and edges name, without plots, the disciplines the known ones, and nobody is hostile.
 *
 * @throws LiaisonError on a multigraph (E_DUP_EDGE) or something else than a graph (E_TYPE)
 * @throws ScenarioError on everything that a network file would be refused for, and on loops (E_SELF_LOOP) and arcs
 *   that contradict their reverse (E_DUP_EDGE)
 */
export function networkFromGraph(
  graph: AbstractGraph,
  { tie = 'partner', caveat = 'on-request', ...facts }: GraphReading = {},
): Network {
  if (typeof graph?.export !== 'function') throw new LiaisonError('E_TYPE', 'this is no graphology graph')
  if (graph.multi) {
    throw new LiaisonError(
      'E_DUP_EDGE',
      'a multigraph; give a simple graph, with a second agreement of a pair as a node',
    )
  }
  const { nodes, edges, attributes } = graph.export()
  const stated = [...nodes, ...edges].map((part) => (part.attributes ?? {}) as Stated)
  const terms = { tie, caveat }
  return parseNetwork(
    {
      attributes: { topics: topicsNamedIn(stated), ...attributes, ...facts },
      nodes: nodes.map((node) => ({ key: node.key, attributes: identified(node, terms) })),
      edges: withoutEchoes(edges).map((edge) => ({ ...edge, attributes: { ...terms, ...edge.attributes } })),
    },
    { file: 'graph' },
  )
}

/** What a node says, with its kind and id; only on nodes that state one of our kinds is `id` ours. */
function identified({ key, attributes = {} }: SerializedNode, terms: object): Attributes {
  if (attributes.kind === 'agreement') return { ...terms, id: key, ...attributes }
  if (attributes.kind === 'country') return { id: key, ...attributes }
  return { ...attributes, kind: 'country', id: key }
}

/** What a node or an edge may say of topics; unchecked. */
interface Stated {
  readonly topics?: unknown
  readonly need?: unknown
  readonly collection?: unknown
}

/** Every topic that is named anywhere, without plots; what is no name is left for the schema to refuse. */
function topicsNamedIn(stated: readonly Stated[]): Topic[] {
  const keys = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.keys(value) : []
  const named = stated.flatMap(({ topics, need, collection }) => [
    ...(Array.isArray(topics) ? (topics as unknown[]) : []),
    ...keys(need),
    ...(Array.isArray(collection)
      ? (collection as readonly ({ topic?: unknown } | undefined)[]).map((stream) => stream?.topic)
      : keys(collection)),
  ])
  const names = new Set(named.filter((name) => typeof name === 'string'))
  return [...names].sort().map((id) => ({ id, label: id, plotsPerYear: 0, targets: [] }))
}

/** The edges without those that only repeat the reverse of an earlier one. */
function withoutEchoes(edges: readonly SerializedEdge[]): SerializedEdge[] {
  const said = new Set<string>()
  return edges.filter(({ source, target, attributes }) => {
    said.add(JSON.stringify([source, target, attributes]))
    return source === target || !said.has(JSON.stringify([target, source, attributes]))
  })
}

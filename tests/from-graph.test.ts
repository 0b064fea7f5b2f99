/** The way in from graphology: what graphs say, what is filled in, what is refused. */
import fc from 'fast-check'
import { DirectedGraph, MultiGraph, UndirectedGraph } from 'graphology'
import { describe, expect, test } from 'vitest'
import { Alliance } from '../src/alliance.js'
import { networkFromGraph } from '../src/from-graph.js'
import { LiaisonError } from '../src/mistakes.js'
import { RESERVED } from '../src/names.js'
import { anyNetwork } from './any-network.js'
import { agreement, collects, country, network, TOPIC } from './fixtures.js'

const TOPICS = [{ id: TOPIC, label: 'Terror', plotsPerYear: 1, targets: ['DNK'] }]
const terms = { topics: [TOPIC], disciplines: ['HUMINT'], tie: 'ally' }
const ids = (things: readonly { readonly id: string }[]): string[] => things.map(({ id }) => id)

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof LiaisonError) return error.code
    throw error
  }
  return 'nothing was wrong'
}

/** One edge between two countries that says this. */
function pair(attributes: object): UndirectedGraph {
  const graph = new UndirectedGraph()
  graph.mergeEdge('DNK', 'FRA', attributes)
  return graph
}

describe('what a graph says', () => {
  test('nodes are countries, edges are agreements, the rest is filled in', () => {
    const graph = new UndirectedGraph()
    graph.addNode('FRA', {
      label: 'France',
      need: { [TOPIC]: 0.9 },
      collection: { [TOPIC]: { HUMINT: 0.2 } },
    })
    graph.addNode('DNK', { colour: 'red', id: 'n0', kind: 'state' })
    graph.addEdge('FRA', 'DNK', { ...terms, id: 'pact', from: 3 })
    const made = networkFromGraph(graph)
    expect(made.countries).toEqual([
      { id: 'DNK', label: 'DNK', collection: [], need: {} },
      { id: 'FRA', label: 'France', collection: [collects(0.2)], need: { [TOPIC]: 0.9 } },
    ])
    expect(made.agreements).toEqual([
      agreement('pact', ['DNK', 'FRA'], 'ally', { disciplines: ['HUMINT'], caveat: 'on-request', from: 3 }),
    ])
    expect(made.topics).toEqual([{ id: TOPIC, label: TOPIC, plotsPerYear: 0, targets: [] }])
    expect(ids(made.disciplines)).toEqual(['GEOINT', 'HUMINT', 'OSINT', 'SIGINT'])
    expect(made.hostilities).toEqual([])
  })

  test('topics are those named in needs, in collection of either form, and in scopes', () => {
    const graph = new UndirectedGraph()
    graph.addNode('DNK', { need: { a: 1 }, collection: [{ topic: 'b', discipline: 'HUMINT', rate: 1 }] })
    graph.addNode('FRA', { collection: { c: { SIGINT: 1 } } })
    graph.addEdge('DNK', 'FRA', { topics: ['d'] })
    expect(ids(networkFromGraph(graph).topics)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('an edge that says nothing is a partnership in everything; a reading says otherwise', () => {
    expect(networkFromGraph(pair({}), { topics: TOPICS }).agreements).toEqual([
      agreement('DNK--FRA', ['DNK', 'FRA'], 'partner', {
        disciplines: ['GEOINT', 'HUMINT', 'OSINT', 'SIGINT'],
        caveat: 'on-request',
      }),
    ])
    const reading = { tie: 'narrow', caveat: 'parties', topics: TOPICS } as const
    expect(networkFromGraph(pair({}), reading).agreements).toMatchObject([
      { tie: 'narrow', caveat: 'parties' },
    ])
    expect(networkFromGraph(pair({ tie: 'close' }), reading).agreements).toMatchObject([{ tie: 'close' }])
  })

  test('an arc and its reverse are one agreement and must say the same', () => {
    const graph = new DirectedGraph()
    graph.mergeEdge('FRA', 'DNK', { ...terms })
    expect(ids(networkFromGraph(graph).agreements)).toEqual(['DNK--FRA'])
    graph.mergeEdge('DNK', 'FRA', { ...terms })
    expect(ids(networkFromGraph(graph).agreements)).toEqual(['DNK--FRA'])
    graph.setEdgeAttribute('FRA', 'DNK', 'tie', 'narrow')
    expect(codeOf(() => networkFromGraph(graph))).toBe('E_DUP_EDGE')
  })

  test('a node marked as an agreement is a club of its neighbours', () => {
    const graph = new UndirectedGraph()
    graph.addNode('club', { kind: 'agreement', ...terms })
    for (const member of ['FRA', 'DNK', 'ESP']) graph.mergeEdge('club', member)
    graph.mergeEdge('DNK', 'FRA')
    expect(networkFromGraph(graph).agreements).toMatchObject([
      { id: 'DNK--FRA', tie: 'partner' },
      { id: 'club', tie: 'ally', parties: ['DNK', 'ESP', 'FRA'] },
    ])
  })

  test('a club that names no tie takes that of the reading', () => {
    const graph = pair({})
    graph.addNode('club', { kind: 'agreement' })
    for (const member of ['DNK', 'FRA']) graph.mergeEdge('club', member)
    const { agreements } = networkFromGraph(graph, { topics: TOPICS, tie: 'close', caveat: 'parties' })
    expect(agreements.find(({ id }) => id === 'club')).toMatchObject({ tie: 'close', caveat: 'parties' })
  })

  test('a sharing graph keeps who may share with whom', () => {
    const alliance = Alliance.from(
      network(
        ['DNK', 'ESP', 'FRA'].map((id) => country(id)),
        [agreement('club', ['DNK', 'ESP', 'FRA'], 'partner'), agreement('treaty', ['DNK', 'FRA'], 'close')],
      ),
    )
    const made = Alliance.from(networkFromGraph(alliance.sharingGraph()))
    for (const id of ['DNK', 'ESP', 'FRA']) expect(made.partnersOf(id)).toEqual(alliance.partnersOf(id))
    expect(made.agreementsOf('DNK', 'FRA')).toMatchObject([{ tie: 'close' }])
    expect(made.agreementsOf('DNK', 'ESP')).toMatchObject([{ tie: 'partner' }])
  })

  test('out as an agreement graph and in again is the same network', () => {
    fc.assert(
      fc.property(anyNetwork, (made) => {
        expect(networkFromGraph(Alliance.from(made).agreementGraph())).toStrictEqual(made)
      }),
    )
  })

  test('an agreement may be called like a country, and a country like an agreement', () => {
    const made = network(
      ['6', 'A', 'k'].map((id) => country(id)),
      [agreement('6', ['A', 'k']), agreement('k', ['6', 'A'])],
    )
    expect(networkFromGraph(Alliance.from(made).agreementGraph())).toStrictEqual(made)
  })

  test('reading a graph does not change it', () => {
    const graph = pair({ ...terms })
    const before = structuredClone(graph.export())
    networkFromGraph(graph, { tie: 'close' })
    expect(graph.export()).toEqual(before)
  })
})

describe('what is refused', () => {
  test('what is no simple graph', () => {
    expect(codeOf(() => networkFromGraph(new MultiGraph()))).toBe('E_DUP_EDGE')
    expect(codeOf(() => networkFromGraph({} as unknown as UndirectedGraph))).toBe('E_TYPE')
    expect(codeOf(() => networkFromGraph(undefined as unknown as UndirectedGraph))).toBe('E_TYPE')
  })

  test('loops, clubs of one, clubs of clubs', () => {
    const loop = new DirectedGraph()
    loop.mergeEdge('DNK', 'DNK')
    expect(codeOf(() => networkFromGraph(loop))).toBe('E_SELF_LOOP')
    const club = new UndirectedGraph()
    club.addNode('club', { kind: 'agreement' })
    club.mergeEdge('club', 'DNK')
    expect(codeOf(() => networkFromGraph(club))).toMatch(/^E_/)
    club.addNode('other', { kind: 'agreement' })
    club.mergeEdge('club', 'other')
    expect(codeOf(() => networkFromGraph(club))).toBe('E_SCHEMA')
  })

  test.each(RESERVED)('a node called %s', (id) => {
    const graph = new UndirectedGraph()
    graph.addNode(id)
    expect(codeOf(() => networkFromGraph(graph))).toMatch(/^E_(ID|RESERVED_KEY)$/)
    const marked = new UndirectedGraph()
    marked.addNode('n', { kind: 'country', id })
    expect(codeOf(() => networkFromGraph(marked))).toMatch(/^E_(ID|RESERVED_KEY)$/)
  })

  test.each([
    ['rate below 0', { collection: { [TOPIC]: { HUMINT: -1 } } }, 'E_RANGE'],
    ['discipline nobody knows', { collection: { [TOPIC]: { GOSSIP: 1 } } }, 'E_DANGLING'],
    ['need above 1', { need: { [TOPIC]: 2 } }, 'E_RANGE'],
    ['label that is no text', { label: 7 }, 'E_TYPE'],
  ])('a country with a %s', (_what, attributes, code) => {
    const graph = new UndirectedGraph()
    graph.addNode('DNK', attributes)
    expect(codeOf(() => networkFromGraph(graph))).toBe(code)
  })

  test.each([
    ['tie', 'friendly', 'E_ENUM'],
    ['caveat', 'maybe', 'E_ENUM'],
    ['from', 1.5, 'E_DATE'],
    ['price', { DNK: -1 }, 'E_RANGE'],
    ['disciplines', ['GOSSIP'], 'E_DANGLING'],
  ])('an agreement with the %s %j', (key, value, code) => {
    expect(codeOf(() => networkFromGraph(pair({ topics: [TOPIC], [key]: value })))).toBe(code)
  })

  test('a topic outside a reading’s topics, and a reading that makes no sense', () => {
    expect(codeOf(() => networkFromGraph(pair({ topics: ['cyber'] }), { topics: TOPICS }))).toBe('E_DANGLING')
    expect(codeOf(() => networkFromGraph(pair({}), { topics: TOPICS, tie: 'friendly' as 'ally' }))).toBe(
      'E_ENUM',
    )
  })
})

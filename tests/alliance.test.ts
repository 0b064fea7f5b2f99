/** The graph face: questions to a network, graphs out, graphs in. */
import fc from 'fast-check'
import { DirectedGraph, MultiGraph, UndirectedGraph } from 'graphology'
import { describe, expect, test } from 'vitest'
import { Alliance, networkFromGraph } from '../src/alliance.js'
import { LiaisonError } from '../src/mistakes.js'
import { RESERVED } from '../src/names.js'
import type { Agreement, Country, Network } from '../src/network.js'
import { CAVEATS, TIES } from '../src/network.js'

const HUMINT = { id: 'HUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 }
const TERROR = { id: 'terror', label: 'Terror', plotsPerYear: 1, targets: ['DNK'] }

function country(id: string): Country {
  return {
    id,
    label: `The land of ${id}`,
    collection: [{ topic: 'terror', discipline: 'HUMINT', rate: 0.5 }],
    need: { terror: 0.5 },
  }
}

function agreement(id: string, parties: readonly string[], more: Partial<Agreement> = {}): Agreement {
  return {
    id,
    label: `Agreement ${id}`,
    parties,
    topics: ['terror'],
    disciplines: ['HUMINT'],
    tie: 'partner',
    caveat: 'on-request',
    from: null,
    until: null,
    ...more,
  }
}

function network(countries: readonly string[], agreements: readonly Agreement[]): Network {
  return {
    id: 'hand-made',
    title: 'Made by hand',
    topics: [TERROR],
    disciplines: [HUMINT],
    countries: countries.map(country),
    agreements,
    hostilities: [{ between: ['DNK', 'ITA'], level: 0.4 }],
    pairs: [{ from: 'DNK', to: 'FRA', discretion: 0.6 }],
  }
}

/** Four countries: a club of three, a treaty of two of them for ten days, Italy alone until day 5. */
const HAND_MADE = network(
  ['DNK', 'ESP', 'FRA', 'ITA'],
  [
    agreement('club', ['DNK', 'ESP', 'FRA'], { tie: 'partner' }),
    agreement('ita-esp', ['ESP', 'ITA'], { tie: 'narrow', from: 5 }),
    agreement('treaty', ['DNK', 'FRA'], { tie: 'close', from: 10, until: 20 }),
  ],
)

const alliance = Alliance.from(HAND_MADE)
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

/** Everything at every depth frozen, so that a write throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) frozen(part)
    Object.freeze(value)
  }
  return value
}

describe('questions', () => {
  test('the agreements of one country, and those that bind two', () => {
    expect(ids(alliance.agreementsOf('DNK'))).toEqual(['club', 'treaty'])
    expect(ids(alliance.agreementsOf('DNK', 'FRA'))).toEqual(['club', 'treaty'])
    expect(ids(alliance.agreementsOf('ESP', 'FRA'))).toEqual(['club'])
    expect(alliance.agreementsOf('DNK', 'ITA')).toEqual([])
    expect(alliance.agreementsOf('DNK', 'DNK')).toEqual([])
  })

  test('an agreement is in force from its first day until the day before its end', () => {
    const inForce = (day: number): string[] => ids(alliance.agreementsInForce(day))
    expect(inForce(-1000)).toEqual(['club'])
    expect(inForce(9)).toEqual(['club', 'ita-esp'])
    expect(inForce(10)).toEqual(['club', 'ita-esp', 'treaty'])
    expect(inForce(19)).toEqual(['club', 'ita-esp', 'treaty'])
    expect(inForce(20)).toEqual(['club', 'ita-esp'])
  })

  test('partners are those of a day, or of any day where none is given', () => {
    expect(alliance.partnersOf('ESP')).toEqual(['DNK', 'FRA', 'ITA'])
    expect(alliance.partnersOf('ESP', 0)).toEqual(['DNK', 'FRA'])
    expect(alliance.partnersOf('ITA', 4)).toEqual([])
  })

  test('an agreement carries its parties, scope and terms', () => {
    expect(alliance.agreements().at(-1)).toMatchObject({
      parties: ['DNK', 'FRA'],
      topics: ['terror'],
      disciplines: ['HUMINT'],
      tie: 'close',
      caveat: 'on-request',
    })
  })

  test('a country that is not there is an error that offers the nearest', () => {
    expect(() => alliance.partnersOf('FRS')).toThrow('did you mean "FRA"?')
    expect(codeOf(() => alliance.agreementsOf('DNK', 'XXX'))).toBe('E_DANGLING')
    expect(codeOf(() => alliance.country(undefined as unknown as string))).toBe('E_DANGLING')
  })

  test('a day that is no number is refused', () => {
    expect(codeOf(() => alliance.agreementsInForce(Number.NaN))).toBe('E_NUMBER')
  })
})

describe('networks that contradict themselves are refused', () => {
  const refused = (agreements: readonly Agreement[], countries = ['DNK', 'FRA', 'ITA']): string =>
    codeOf(() => Alliance.from(network(countries, agreements)))

  test('a party that is no country', () => {
    expect(refused([agreement('x', ['DNK', 'XXX'])])).toBe('E_DANGLING')
  })
  test('a party alone, or twice', () => {
    expect(refused([agreement('x', ['DNK'])])).toBe('E_RANGE')
    expect(refused([agreement('x', ['DNK', 'DNK'])])).toBe('E_DUP_ID')
  })
  test('a scope, target or hostility that leads nowhere', () => {
    expect(refused([agreement('x', ['DNK', 'FRA'], { topics: ['cyber'] })])).toBe('E_DANGLING')
    expect(refused([agreement('x', ['DNK', 'FRA'], { disciplines: ['SIGINT'] })])).toBe('E_DANGLING')
    expect(refused([], ['FRA', 'ITA'])).toBe('E_DANGLING')
  })
  test('an id that is no text', () => {
    expect(refused([], ['DNK', 'FRA', 'ITA', 7 as unknown as string])).toBe('E_ID')
  })
  test('ids there twice, or differing only by case', () => {
    expect(refused([], ['DNK', 'FRA', 'ITA', 'FRA'])).toBe('E_DUP_ID')
    expect(refused([], ['DNK', 'FRA', 'ITA', 'fra'])).toBe('E_DUP_ID')
    expect(refused([agreement('x', ['DNK', 'FRA']), agreement('x', ['FRA', 'ITA'])])).toBe('E_DUP_ID')
  })
  test.each(RESERVED)('the id %s, which would corrupt a graph', (id) => {
    expect(refused([], ['DNK', 'FRA', 'ITA', id])).toBe('E_RESERVED_KEY')
    expect(refused([agreement(id, ['DNK', 'FRA'])])).toBe('E_RESERVED_KEY')
  })
})

describe('the agreement graph', () => {
  test('joins each agreement to its parties, in id order, with keys that never change', () => {
    const graph = alliance.agreementGraph(0)
    expect([graph.multi, graph.type]).toEqual([false, 'undirected'])
    expect(graph.nodes()).toEqual([
      'country:DNK',
      'country:ESP',
      'country:FRA',
      'country:ITA',
      'agreement:club',
    ])
    expect(graph.edges()).toEqual([
      'agreement:club--country:DNK',
      'agreement:club--country:ESP',
      'agreement:club--country:FRA',
    ])
    expect(graph.getNodeAttributes('agreement:club')).toMatchObject({ kind: 'agreement', tie: 'partner' })
    expect(graph.getNodeAttributes('country:ITA')).toMatchObject({
      kind: 'country',
      label: 'The land of ITA',
    })
  })

  test('keeps a country and an agreement of one name apart', () => {
    const graph = Alliance.from(
      network(['DNK', 'FRA', 'ITA'], [agreement('DNK', ['DNK', 'FRA'])]),
    ).agreementGraph()
    expect(graph.neighbors('agreement:DNK')).toEqual(['country:DNK', 'country:FRA'])
  })
})

describe('the sharing graph', () => {
  test('has an edge each way, with the agreements in force and the strongest tie', () => {
    const graph = alliance.sharingGraph(10)
    expect([graph.multi, graph.type]).toEqual([false, 'directed'])
    expect(graph.nodes()).toEqual(['DNK', 'ESP', 'FRA', 'ITA'])
    expect(graph.edges()).toEqual([
      'DNK->ESP',
      'DNK->FRA',
      'ESP->DNK',
      'ESP->FRA',
      'ESP->ITA',
      'FRA->DNK',
      'FRA->ESP',
      'ITA->ESP',
    ])
    expect(graph.getEdgeAttributes('FRA', 'DNK')).toEqual({
      agreements: ['club', 'treaty'],
      tie: 'close',
      weight: 1,
    })
    expect(alliance.sharingGraph(20).getEdgeAttributes('FRA', 'DNK')).toEqual({
      agreements: ['club'],
      tie: 'partner',
      weight: 1,
    })
  })

  test('weighs each direction as asked', () => {
    const graph = alliance.sharingGraph(0, (from, to) => (from < to ? 0.25 : 0.75))
    expect(graph.getEdgeAttribute('DNK', 'FRA', 'weight')).toBe(0.25)
    expect(graph.getEdgeAttribute('FRA', 'DNK', 'weight')).toBe(0.75)
  })

  test.each([-1, Number.NaN, Infinity, '1'])('a weight of %s is refused', (weight) => {
    expect(codeOf(() => alliance.sharingGraph(0, () => weight as number))).toBe('E_RANGE')
  })

  test('a graph is the caller’s: changing it changes no network', () => {
    const before = structuredClone(HAND_MADE)
    const graph = alliance.sharingGraph()
    graph.setNodeAttribute('DNK', 'label', 'changed')
    graph.dropNode('FRA')
    alliance.agreementGraph().clear()
    expect(HAND_MADE).toEqual(before)
  })
})

describe('a graph comes in', () => {
  const terms = { topics: ['terror'], disciplines: ['HUMINT'], tie: 'ally' }

  test('undirected: nodes are countries, edges are agreements, the rest is filled in', () => {
    const graph = new UndirectedGraph()
    graph.addNode('FRA', { label: 'France', need: { terror: 0.9 }, collection: { terror: { HUMINT: 0.2 } } })
    graph.addNode('DNK', { colour: 'red', id: 'n0', kind: 'state' })
    graph.addEdge('FRA', 'DNK', { ...terms, id: 'pact', from: 3 })
    const made = networkFromGraph(graph)
    expect(made.countries).toEqual([
      { id: 'DNK', label: 'DNK', collection: [], need: {} },
      {
        id: 'FRA',
        label: 'France',
        collection: [{ topic: 'terror', discipline: 'HUMINT', rate: 0.2 }],
        need: { terror: 0.9 },
      },
    ])
    expect(made.agreements).toEqual([
      {
        id: 'pact',
        label: 'pact',
        parties: ['DNK', 'FRA'],
        topics: ['terror'],
        disciplines: ['HUMINT'],
        tie: 'ally',
        caveat: 'forbidden',
        from: 3,
        until: null,
      },
    ])
    expect(made.topics).toEqual([{ id: 'terror', label: 'terror', plotsPerYear: 0, targets: [] }])
    expect(ids(made.disciplines)).toEqual(['GEOINT', 'HUMINT', 'OSINT', 'SIGINT'])
  })

  test('an edge that says nothing is a partnership in everything; a reading says otherwise', () => {
    const graph = new UndirectedGraph()
    graph.mergeEdge('DNK', 'FRA')
    expect(networkFromGraph(graph, { topics: [TERROR], disciplines: [HUMINT] }).agreements).toEqual([
      { ...agreement('DNK--FRA', ['DNK', 'FRA']), label: 'DNK--FRA', caveat: 'forbidden' },
    ])
    const reading = { tie: 'narrow', caveat: 'parties', topics: [TERROR] } as const
    expect(networkFromGraph(graph, reading).agreements[0]).toMatchObject({
      tie: 'narrow',
      caveat: 'parties',
    })
  })

  test('an arc and its reverse are one agreement and must say the same, unless their ids differ', () => {
    const graph = new DirectedGraph()
    graph.mergeEdge('DNK', 'FRA', { ...terms })
    graph.mergeEdge('FRA', 'DNK', { ...terms })
    expect(ids(networkFromGraph(graph).agreements)).toEqual(['DNK--FRA'])
    graph.setEdgeAttribute('FRA', 'DNK', 'tie', 'narrow')
    expect(codeOf(() => networkFromGraph(graph))).toBe('E_DUP_EDGE')
    graph.setEdgeAttribute('FRA', 'DNK', 'id', 'second')
    expect(ids(networkFromGraph(graph).agreements)).toEqual(['DNK--FRA', 'second'])
  })

  test('a node marked as an agreement is a club of its neighbours', () => {
    const graph = new UndirectedGraph()
    graph.addNode('club', { kind: 'agreement', ...terms })
    for (const member of ['FRA', 'DNK', 'ESP']) graph.mergeEdge('club', member)
    expect(networkFromGraph(graph).agreements).toMatchObject([{ id: 'club', parties: ['DNK', 'ESP', 'FRA'] }])
    graph.addNode('other', { kind: 'agreement' })
    graph.mergeEdge('club', 'other')
    expect(codeOf(() => networkFromGraph(graph))).toBe('E_DANGLING')
  })

  test('a sharing graph keeps who may share with whom', () => {
    const made = Alliance.from(networkFromGraph(alliance.sharingGraph(10)))
    for (const id of ['DNK', 'ESP', 'FRA', 'ITA'])
      expect(made.partnersOf(id)).toEqual(alliance.partnersOf(id, 10))
    expect(made.agreementsOf('DNK', 'FRA')).toMatchObject([{ tie: 'close' }])
  })

  test('what a simple graph of countries cannot be is refused', () => {
    expect(codeOf(() => networkFromGraph(new MultiGraph()))).toBe('E_DUP_EDGE')
    expect(codeOf(() => networkFromGraph({} as unknown as UndirectedGraph))).toBe('E_TYPE')
    expect(codeOf(() => networkFromGraph(undefined as unknown as UndirectedGraph))).toBe('E_TYPE')
    const loop = new DirectedGraph()
    loop.mergeEdge('DNK', 'DNK')
    expect(codeOf(() => networkFromGraph(loop))).toBe('E_SELF_LOOP')
    const lonely = new UndirectedGraph()
    lonely.addNode('club', { kind: 'agreement' })
    expect(codeOf(() => networkFromGraph(lonely))).toBe('E_RANGE')
  })

  test.each(RESERVED)('a node called %s is refused', (id) => {
    const graph = new UndirectedGraph()
    graph.addNode(id)
    expect(codeOf(() => networkFromGraph(graph))).toBe('E_RESERVED_KEY')
    const marked = new UndirectedGraph()
    marked.addNode('n', { kind: 'country', id })
    expect(codeOf(() => networkFromGraph(marked))).toBe('E_RESERVED_KEY')
  })

  test.each([
    ['rate below 0', { collection: { terror: { HUMINT: -1 } } }, 'E_RANGE'],
    [
      'stream twice',
      { collection: [0, 1].map(() => ({ topic: 't', discipline: 'HUMINT', rate: 1 })) },
      'E_DUP_KEY',
    ],
    ['unknown discipline', { collection: { terror: { GOSSIP: 1 } } }, 'E_DANGLING'],
    ['need above 1', { need: { terror: 2 } }, 'E_RANGE'],
    ['label that is no text', { label: 7 }, 'E_TYPE'],
    ['position of one number', { position: [1] }, 'E_RANGE'],
  ])('a country with a %s is refused', (_what, attributes, code) => {
    const graph = new UndirectedGraph()
    graph.addNode('DNK', attributes)
    expect(codeOf(() => networkFromGraph(graph))).toBe(code)
  })

  test.each([
    ['tie', 'friendly', 'E_ENUM'],
    ['caveat', 'maybe', 'E_ENUM'],
    ['from', 1.5, 'E_TYPE'],
    ['price', { DNK: -1 }, 'E_RANGE'],
    ['topics', 'terror', 'E_TYPE'],
    ['disciplines', ['GOSSIP'], 'E_DANGLING'],
  ])('an agreement with the %s %j is refused', (key, value, code) => {
    const graph = new UndirectedGraph()
    graph.mergeEdge('DNK', 'FRA', { [key]: value })
    expect(codeOf(() => networkFromGraph(graph))).toBe(code)
  })

  test('a topic outside a reading’s topics is refused', () => {
    const graph = new UndirectedGraph()
    graph.mergeEdge('DNK', 'FRA', { topics: ['cyber'] })
    expect(codeOf(() => networkFromGraph(graph, { topics: [TERROR] }))).toBe('E_DANGLING')
    expect(codeOf(() => networkFromGraph(graph, { tie: 'friendly' as 'ally' }))).toBe('E_ENUM')
  })
})

describe('for any network', () => {
  const anyId = fc.stringMatching(/^(?:[a-z]{1,4}|[0-9]{1,3})$/).filter((id) => !RESERVED.includes(id))
  const anyNetwork: fc.Arbitrary<Network> = fc
    .uniqueArray(anyId, { minLength: 2, maxLength: 7 })
    .chain((countries) =>
      fc
        .uniqueArray(
          fc.record({
            id: anyId,
            parties: fc.subarray([...countries].sort(), { minLength: 2 }),
            tie: fc.constantFrom(...TIES),
            caveat: fc.constantFrom(...CAVEATS),
            from: fc.option(fc.integer({ min: -50, max: 50 })),
            until: fc.option(fc.integer({ min: -50, max: 50 })),
          }),
          { selector: ({ id }) => id, maxLength: 6 },
        )
        .map((agreements) => ({
          ...network(
            countries.sort(),
            agreements
              .map(({ id, parties, ...more }) => agreement(id, parties, more))
              .sort((a, b) => (a.id < b.id ? -1 : 1)),
          ),
          topics: [{ ...TERROR, targets: countries.slice(0, 1) }],
          hostilities: [],
          pairs: [],
        })),
    )

  test('out as an agreement graph and in again is the same network', () => {
    fc.assert(
      fc.property(anyNetwork, (made) => {
        expect(networkFromGraph(Alliance.from(frozen(made)).agreementGraph())).toStrictEqual(made)
      }),
    )
  })

  test('facts of the whole travel with the graph', () => {
    expect(networkFromGraph(alliance.agreementGraph())).toStrictEqual(HAND_MADE)
  })

  test('the order in which things are listed changes nothing', () => {
    fc.assert(
      fc.property(anyNetwork, fc.integer({ min: -60, max: 60 }), (made, day) => {
        const turned = {
          ...made,
          countries: made.countries.toReversed(),
          agreements: made.agreements
            .map((entry) => ({ ...entry, parties: entry.parties.toReversed() }))
            .reverse(),
        }
        const [one, other] = [Alliance.from(made), Alliance.from(turned)]
        expect(other.sharingGraph(day).export()).toEqual(one.sharingGraph(day).export())
        expect(other.sharingGraph(day).nodes()).toEqual(one.sharingGraph(day).nodes())
        expect(other.agreementGraph(day).edges()).toEqual(one.agreementGraph(day).edges())
      }),
    )
  })

  test('two countries are joined on a day exactly when an agreement in force binds both', () => {
    fc.assert(
      fc.property(anyNetwork, fc.integer({ min: -60, max: 60 }), (made, day) => {
        const graph = Alliance.from(made).sharingGraph(day)
        for (const { id: a } of made.countries) {
          for (const { id: b } of made.countries) {
            const bound = made.agreements.some(
              ({ parties, from, until }) =>
                parties.includes(a) && parties.includes(b) && (from ?? -99) <= day && day < (until ?? 99),
            )
            expect(graph.hasDirectedEdge(a, b)).toBe(a !== b && bound)
          }
        }
      }),
    )
  })
})

/** The graph face: questions to a network, and graphs out. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Alliance } from '../src/alliance.js'
import { LiaisonError } from '../src/mistakes.js'
import { RESERVED } from '../src/names.js'
import type { Agreement, Country, Network } from '../src/network.js'
import { anyNetwork } from './any-network.js'

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
    prospects: [],
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

describe('for any network', () => {
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

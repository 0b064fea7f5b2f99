/** Prospects found by unmet need: the hand case, brute force, and what is never among them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isId, labelProblem } from '../src/names.js'
import type { Agreement, Country, Network } from '../src/network.js'
import { parseNetwork } from '../src/network-file.js'
import { findProspects, MOST_STEPS, searchSteps } from '../src/prospects.js'
import { parseScenario, readScenario } from '../src/scenario-file.js'
import { anyNetwork } from './any-network.js'
import { agreement, collects, country, network, TOPIC } from './fixtures.js'

const found = (net: Network, generate = 100): string[][] =>
  findProspects(net, { generate }).map(({ parties }) => [...parties])

/** A collects 3, B 1, C 1, D nothing; A and B are bound. Everybody needs the topic. */
const four = network(
  [country('A', [collects(3)]), country('B', [collects(1)]), country('C', [collects(1)]), country('D')],
  [agreement('a-b', ['A', 'B'])],
)

describe('found', () => {
  it('by hand: a pair counts by the lesser of the two gains, each the part of all it would know that comes from the other', () => {
    // A knows 4 (3 of its own, 1 of B's), B knows 4, C knows 1: A and C gain 1/5 and 3/4, B and C 1/5 and 1/2
    expect(found(four)).toEqual([
      ['A', 'C'],
      ['B', 'C'],
    ])
    const less = four.countries.map((one) => (one.id === 'A' ? { ...one, need: { [TOPIC]: 0.9 } } : one))
    expect(found({ ...four, countries: less }, 1)).toEqual([['B', 'C']])
    const more = four.countries.map((one) => (one.id === 'B' ? { ...one, need: { [TOPIC]: 0.9 } } : one))
    expect(found({ ...four, countries: more }, 1)).toEqual([['A', 'C']])
  })

  it('need that is met already counts less: a partner who tells it the same makes a prospect fall behind', () => {
    const base = network(
      ['A', 'B', 'C', 'D', 'E'].map((id) => country(id, [collects(1)])),
      [],
    )
    expect(found(base, 1)).toEqual([['A', 'B']])
    // A and B each hear of the other and of E: a fourth of what they would know, where C and D would have half
    expect(found({ ...base, agreements: [agreement('club', ['A', 'B', 'E'])] }, 1)).toEqual([['C', 'D']])
  })

  it('never among those bound by an agreement, unless it had run out before the first day', () => {
    const dated = (from: number | null, until: number | null): string[][] =>
      found({ ...four, agreements: [agreement('a-c', ['A', 'C'], 'ally', { from, until })] })
    for (const until of [0, -5]) expect(dated(null, until)).toContainEqual(['A', 'C'])
    for (const [from, until] of [
      [null, null],
      [50, null],
      [-9, 1],
    ] as const)
      expect(dated(from, until)).toEqual([
        ['A', 'B'],
        ['B', 'C'],
      ])
  })

  it('never between enemies', () => {
    const hostile = (level: number): string[][] =>
      found({ ...four, hostilities: [{ between: ['A', 'C'], level }] })
    expect(hostile(0.1)).toEqual([['B', 'C']])
    expect(hostile(0)).toHaveLength(2)
  })

  it('with the terms asked for, the topics that either needs and the other collects on, and every discipline', () => {
    const [one] = findProspects(four, { generate: 1, tie: 'narrow', caveat: 'forbidden' })
    expect(one).toEqual({
      id: 'prospect-A-C',
      label: 'Prospect of A and C',
      parties: ['A', 'C'],
      topics: [TOPIC],
      disciplines: ['HUMINT', 'SIGINT'],
      tie: 'narrow',
      caveat: 'forbidden',
    })
    expect(findProspects(four, { generate: 1 })[0]).toMatchObject({ tie: 'partner', caveat: 'on-request' })
  })

  it('under ids and labels that can be used, and are nobody else’s', () => {
    const long = 'x'.repeat(61)
    const countries = [`${long}a.`, `${long}b`, `${long}c`].map((id) => ({
      ...country(id.replace(/\.$/, ''), [collects(1)]),
      label: '𝒳'.repeat(150),
    }))
    const taken = agreement('PROSPECT-A-C', ['B', 'C'])
    for (const net of [
      network(countries, []),
      { ...four, agreements: [taken] },
      network(
        ['a-b', 'c', 'a', 'b-c'].map((id) => country(id, [collects(1)])),
        [],
      ),
    ]) {
      const prospects = findProspects(net, { generate: 10 })
      expect(prospects.length).toBeGreaterThan(1)
      const ids = [...prospects, ...net.agreements].map(({ id }) => id.toLowerCase())
      expect(new Set(ids).size).toBe(ids.length)
      for (const { id, label } of prospects) {
        expect(isId(id), id).toBe(true)
        expect(labelProblem(label)).toBeUndefined()
      }
    }
  })

  it('by brute force, in any network, whatever the order it is listed in', () => {
    const rate = fc.constantFrom(0, 0.5, 1, 3)
    const world = anyNetwork.chain((net) =>
      fc
        .array(fc.record({ rate, need: fc.constantFrom(0, 0.25, 1) }), {
          minLength: net.countries.length,
          maxLength: net.countries.length,
        })
        .map((draws) => ({
          ...net,
          countries: net.countries.map((one, k) => ({
            ...one,
            need: { [TOPIC]: draws[k].need },
            collection: [collects(draws[k].rate), collects(draws[k].rate / 2, 'SIGINT')],
          })),
        })),
    )
    let some = 0
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 4 }), (net, generate) => {
        const live = net.agreements.filter(({ until }) => until === null || until > 0)
        const own = (c: Country): number => c.collection.reduce((sum, stream) => sum + stream.rate, 0)
        const shares = (a: Country, b: Country) => (e: Agreement) =>
          e.parties.includes(a.id) && e.parties.includes(b.id)
        const knows = (c: Country): number =>
          net.countries.reduce(
            (sum, other) => sum + (c === other || live.some(shares(c, other)) ? own(other) : 0),
            0,
          )
        const gain = (c: Country, other: Country): number =>
          own(other) === 0 ? 0 : (c.need[TOPIC] * own(other)) / (knows(c) + own(other))
        const all = net.countries
          .flatMap((a, k) => net.countries.slice(k + 1).map((b) => [a, b] as const))
          .filter(([a, b]) => !live.some(shares(a, b)))
          .map(([a, b]) => ({ ids: [a.id, b.id].sort(), worth: Math.min(gain(a, b), gain(b, a)) }))
          .filter(({ worth }) => worth > 0)
        const best = findProspects(net, { generate })
        some += best.length
        expect(best).toHaveLength(Math.min(generate, all.length))
        // of equals either will do, so what is taken is told by its worth
        const worthOf = ([a, b]: readonly string[]): number =>
          all.find(({ ids }) => ids[0] === a && ids[1] === b)?.worth ?? Number.NaN
        const taken = best.map(({ parties }) => worthOf(parties)).toSorted((a, b) => b - a)
        const expected = all
          .map(({ worth }) => worth)
          .toSorted((a, b) => b - a)
          .slice(0, generate)
        taken.forEach((worth, k) => expect(worth).toBeCloseTo(expected[k], 12))
      }),
      { numRuns: 200 },
    )
    expect(some).toBeGreaterThan(40)
  })
})

/** Three countries as a file has them, A and B bound. */
const file = (more: object): object => ({
  topics: { t: {} },
  countries: ['A', 'B', 'C'].map((id) => ({ id, need: { t: 1 }, collection: { t: { HUMINT: 1 } } })),
  agreements: [{ id: 'a-b', parties: ['A', 'B'], scope: { topics: 'all', disciplines: 'all' }, tie: 'ally' }],
  ...more,
})
const scenarioOf = (more: object, override?: object): object => ({
  liaison: 1,
  title: 'Three',
  start: '2020-01-01',
  days: 30,
  network: file(more),
  ...(override === undefined ? {} : { override }),
})
const listed = {
  id: 'b-c',
  parties: ['B', 'C'],
  scope: { topics: 'all', disciplines: ['HUMINT'] },
  tie: 'narrow',
}

describe('in a file', () => {
  it('prospects are listed, or found', () => {
    const ids = (more: object): string[] =>
      parseNetwork({ 'liaison-network': 1, id: 'three', title: 'Three', ...file(more) }).prospects.map(
        ({ id }) => id,
      )
    expect(ids({})).toEqual([])
    expect(ids({ prospects: [listed] })).toEqual(['b-c'])
    expect(ids({ prospects: { generate: 9 } })).toEqual(['prospect-A-C', 'prospect-B-C'])
    expect(ids({ prospects: { generate: 1, tie: 'close' } })).toEqual(['prospect-A-C'])
  })

  it('a scenario puts its own in place of all those of the network', () => {
    const ids = (prospects: unknown, override: object): string[] =>
      parseScenario(scenarioOf({ prospects }, override)).network.prospects.map(({ id }) => id)
    expect(ids([listed], { prospects: { generate: 1 } })).toEqual(['prospect-A-C'])
    expect(ids({ generate: 2 }, { prospects: [listed] })).toEqual(['b-c'])
    expect(ids([listed], { prospects: [] })).toEqual([])
    // and where the network has none
    expect(
      parseScenario(scenarioOf({}, { prospects: [listed] })).network.prospects.map(({ id }) => id),
    ).toEqual(['b-c'])
  })

  it('a search among too many is refused rather than waited for', () => {
    const countries = Array.from({ length: 5000 }, (_, k) => ({ id: `c${k}` }))
    const { mistakes } = readScenario(scenarioOf({ countries, agreements: [], prospects: { generate: 5 } }))
    expect(mistakes.map(({ code, path }) => [code, path])).toEqual([['E_TOO_MANY', 'network.prospects']])
    expect(searchSteps(four)).toBeLessThan(MOST_STEPS)
    expect(searchSteps(four)).toBe(4 * (2 + 3) + 2 * (2 + 2))
  })
})

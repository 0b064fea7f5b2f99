/** V22 of MODEL.md §8: what must not change when something that cannot matter changes. To the last bit. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { run } from '../src/run.js'
import type { Network } from '../src/network.js'
import type { Scenario } from '../src/scenario.js'
import { anyNetwork } from './any-network.js'
import { digest, lines } from './digest.js'
import { agreement, breach, collects, country, scenario, village } from './fixtures.js'
import { busy, lived, prospect } from './lineage.js'
import { shipped } from './shipped.js'

const without = (given: Scenario): Scenario => ({ ...given, breaches: [] })
const withNetwork = (given: Scenario, change: (network: Network) => Network): Scenario => ({
  ...given,
  network: change(given.network),
})
const seeds = ['boston', 'amman', 'haifa'] as const

describe.each([
  ['a village', village({ days: 200 })],
  ['the shipped scenario', { ...shipped(), days: 120 }],
])('in %s', (_, given) => {
  it('(i) a breach of severity 0 leaves both worlds the same, but for the note that it happened', () => {
    const nothing = { ...given, breaches: given.breaches.map((found) => ({ ...found, severity: 0 })) }
    for (const seed of seeds) {
      const one = run(nothing, { seed })
      expect(digest(one, { events: false })).toBe(digest(run(without(given), { seed }), { events: false }))
      expect(one.events.filter(({ kind }) => kind === 'breach')).toHaveLength(1)
      expect(one.events.filter(({ kind }) => kind === 'learned')).toHaveLength(0)
      expect(digest(one, { events: false })).not.toBe(digest(run(given, { seed }), { events: false }))
    }
  })

  it('(ii) before the day of the breach both worlds are the same', () => {
    const [{ day }] = given.breaches
    for (const seed of seeds) {
      const [one, other] = [run(given, { seed }), run(without(given), { seed })]
      expect(digest(one, { before: day })).toBe(digest(other, { before: day }))
      expect(digest(one)).not.toBe(digest(other))
    }
  })

  it('(iii) labels and the order in which things are listed change no byte', () => {
    const expected = digest(run(given))
    const relabelled = withNetwork(given, (network) => ({
      ...network,
      countries: network.countries.map((found) => ({ ...found, label: `The ${found.label} of ${found.id}` })),
      agreements: network.agreements.map((found) => ({ ...found, label: 'x' })),
    }))
    expect(digest(run(relabelled))).toBe(expected)
    const backwards = withNetwork(given, (network) => ({
      ...network,
      topics: network.topics.toReversed(),
      disciplines: network.disciplines.toReversed(),
      countries: network.countries
        .toReversed()
        .map((found) => ({ ...found, collection: found.collection.toReversed() })),
      agreements: network.agreements.toReversed().map((found) => ({
        ...found,
        parties: found.parties.toReversed(),
        topics: found.topics.toReversed(),
      })),
      hostilities: network.hostilities.toReversed(),
    }))
    expect(digest(run(backwards))).toBe(expected)
  })

  it('(vi) an isolated country more changes nothing for anybody', () => {
    const crowded = withNetwork(given, (network) => ({
      ...network,
      countries: [
        country('AAA', [{ topic: network.topics[0].id, discipline: 'HUMINT', rate: 0.7 }]),
        ...network.countries,
        country('zz'),
      ],
    }))
    // who collects without sharing with anybody may still uncover a plot, so its own lines are left out
    for (const seed of seeds)
      expect(digest(run(crowded, { seed }), { not: ['AAA', 'zz'] })).toBe(digest(run(given, { seed })))
  })

  it('(v) with spill-over and imitation 0 and reciprocity, shared clubs and source loss off, nobody but the victim moves', () => {
    const bare: Scenario = {
      ...given,
      parameters: { ...given.parameters, spillOver: 0, imitation: 0 },
      mechanisms: { ...given.mechanisms, reciprocity: false, sharedClubs: false, sourceLoss: false },
    }
    const victims = given.breaches.flatMap(({ of }) => of)
    const ofOthers = (line: string): boolean =>
      !victims.some((victim) => new RegExp(`^\\w+ -?\\d+ ${victim}>`).test(line))
    for (const seed of seeds) {
      const [one, other] = [run(bare, { seed }), run(without(bare), { seed })]
      const [here, there] = [lines(one, { events: false }), lines(other, { events: false })]
      expect(here.filter(ofOthers)).toEqual(there.filter(ofOthers))
      expect(here).not.toEqual(there)
      const rungs = (history: typeof one): string[] =>
        history.events
          .filter(
            ({ kind, who }) =>
              ['step-down', 'step-up', 'ended'].includes(kind) && !victims.includes(who ?? ''),
          )
          .map(({ day, who, agreement, words }) => `${day} ${who} ${agreement} ${words['to']}`)
      expect(rungs(one)).toEqual(rungs(other))
    }
  })
})

it('(iv) pairs that no mechanism reaches are the same to the last bit', () => {
  const far = village({ days: 200 })
  const apart = withNetwork(far, (network) => ({
    ...network,
    countries: [...network.countries, country('X', [collects(0.5)]), country('Y', [collects(0.5)])],
    agreements: [...network.agreements, agreement('x-y', ['X', 'Y'])],
  }))
  const one = run(apart)
  const other = run(without(apart))
  const between = (history: typeof one): string[] =>
    lines(history).filter((line) => /[XY]>[XY]|x-y/.test(line))
  expect(between(one).length).toBeGreaterThan(200)
  expect(between(one)).toEqual(between(other))
  // S deals with F alone and heard nothing of L: its trust in F moves only by what it shares with F
  expect([...one.trust('F', 'S')]).toEqual([...other.trust('F', 'S')])
})

it('(vii) the names of countries decide their draws, not their places: permuting places within a phase changes nothing', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(['F', 'H', 'L', 'S', 'V'], { minLength: 5 }),
      fc.nat(1000),
      (order, number) => {
        const given = village({ days: 40, seed: `s${number}` })
        const shuffled = withNetwork(given, (network) => ({
          ...network,
          countries: order.map((id) => network.countries.find((found) => found.id === id) ?? country(id)),
        }))
        expect(digest(run(shuffled))).toBe(digest(run(given)))
      },
    ),
    { numRuns: 40 },
  )
})

it('(i), (ii), (iii), (vi) hold in random networks too', () => {
  const letters = ['A', 'B', 'C', 'D', 'E', 'F', 'G']
  const networks = fc.record({
    seed: fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme-ascii' }),
    rates: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 7, maxLength: 7 }),
    deals: fc.uniqueArray(fc.shuffledSubarray(letters, { minLength: 2, maxLength: 4 }), {
      minLength: 2,
      maxLength: 6,
    }),
    severity: fc.double({ min: 0.1, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(networks, ({ seed, rates, deals, severity }) => {
      const [leaker, victim] = deals[0]
      const net = {
        ...village().network,
        countries: letters.map((id, k) => country(id, [collects(rates[k] / 10), collects(0.1, 'SIGINT')])),
        agreements: deals.map((parties, k) =>
          agreement(`d${k}`, parties, (['close', 'ally', 'partner', 'narrow'] as const)[k % 4]),
        ),
        topics: [{ id: 'terror', label: '', plotsPerYear: 4, targets: ['A', 'D'] }],
      }
      const given = scenario(net, { days: 50, seed, breaches: [breach(leaker, victim, { severity })] })
      const none = { ...given, breaches: [breach(leaker, victim, { severity: 0 })] }
      const calm = run(without(given))
      expect(digest(run(none), { events: false })).toBe(digest(calm, { events: false }))
      expect(digest(run(given), { before: 10 })).toBe(digest(calm, { before: 10 }))
      const mirrored = {
        ...given,
        network: { ...net, countries: net.countries.toReversed(), agreements: net.agreements.toReversed() },
      }
      expect(digest(run(mirrored))).toBe(digest(run(given)))
      const crowded = {
        ...given,
        network: { ...net, countries: [country('0'), ...net.countries, country('Z')] },
      }
      expect(digest(run(crowded))).toBe(digest(run(given)))
    }),
    { numRuns: 60 },
  )
})

describe('with leaks, release, an untraced breach and prospects on', () => {
  const given = busy({
    days: 150,
    breaches: [breach('L', 'V', { to: 'press', traced: false, pressDay: 30, namedDay: 40 })],
  })

  it('(i) severity 0 leaves both worlds the same', () => {
    const nothing = { ...given, breaches: given.breaches.map((found) => ({ ...found, severity: 0 })) }
    for (const seed of seeds) {
      const [one, other] = [lived(nothing, { seed }), lived(without(given), { seed })]
      const told = (line: string): boolean => !line.startsWith('event 10 breach')
      expect(lines(one).filter(told)).toEqual(lines(other))
      expect(one.releases).toEqual(other.releases)
      expect(one.blames).toEqual(other.blames)
      const passed = ({ passings }: typeof one): unknown[] =>
        passings.map(({ day, item, from, to, grade }) => [day, item, from, to, grade])
      expect(passed(one)).toEqual(passed(other))
      expect(digest(lived(given, { seed }))).not.toBe(digest(other))
    }
  })

  it('(ii) before the day of the breach both worlds are the same, events and lineage too', () => {
    for (const seed of seeds) {
      const [one, other] = [lived(given, { seed }), lived(without(given), { seed })]
      expect(digest(one, { before: 10 })).toBe(digest(other, { before: 10 }))
      const early = <T extends { day: number }>(list: readonly T[]): T[] => list.filter(({ day }) => day < 10)
      expect(early(one.releases)).toEqual(early(other.releases))
      expect(early(one.passings)).toEqual(early(other.passings))
    }
  })

  it('(iii), (vii) the order in which things are listed changes no byte', () => {
    const backwards = withNetwork(given, (network) => ({
      ...network,
      topics: network.topics.toReversed(),
      disciplines: network.disciplines.toReversed(),
      countries: network.countries.toReversed(),
      agreements: network.agreements.toReversed().map((found) => ({
        ...found,
        parties: found.parties.toReversed(),
      })),
      prospects: network.prospects.toReversed(),
    }))
    for (const seed of seeds) expect(digest(lived(backwards, { seed }))).toBe(digest(lived(given, { seed })))
  })

  it('(vi) an isolated country more, as leaky and as curious as any, changes nothing for anybody', () => {
    const crowded = withNetwork(given, (network) => ({
      ...network,
      countries: [
        country('AAA', [collects(0.7)]),
        ...network.countries,
        { ...country('zz', [collects(0.3)]), leakHazard: 0.9 },
      ],
    }))
    for (const seed of seeds)
      expect(digest(lived(crowded, { seed }), { not: ['AAA', 'zz'] })).toBe(digest(lived(given, { seed })))
  })

  it('(iv) two that deal with each other alone are the same to the last bit, and nobody else is moved by them', () => {
    const apart = withNetwork(given, (network) => ({
      ...network,
      countries: [...network.countries, country('X', [collects(0.5)]), country('Y', [collects(0.5)])],
      agreements: [...network.agreements, agreement('x-y', ['X', 'Y'], 'ally', { caveat: 'on-request' })],
    }))
    const ofXY = (line: string): boolean => /\b[XY]\b|x-y/.test(line)
    for (const seed of seeds) {
      const [one, other] = [lived(apart, { seed }), lived(without(apart), { seed })]
      expect(lines(one).filter(ofXY)).toEqual(lines(other).filter(ofXY))
      expect(lines(one).filter((line) => !ofXY(line))).toEqual(lines(lived(given, { seed })))
    }
  })

  it('(i), (ii), (iii), (vi) and V23 hold in random networks', () => {
    const settings = fc.record({
      seed: fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme-ascii' }),
      severity: fc.double({ min: 0.1, max: 1, noNaN: true }),
      traced: fc.boolean(),
      leakHazard: fc.constantFrom(0, 0.01),
    })
    fc.assert(
      fc.property(anyNetwork, settings, (net, { seed, severity, traced, leakHazard }) => {
        const [bond] = net.agreements
        const parties = bond?.parties ?? net.countries.map(({ id }) => id)
        const more = { to: 'press', traced, namedDay: 14 }
        const { prospects } = {
          prospects: [
            prospect(
              'prospect-0',
              net.countries.slice(0, 2).map(({ id }) => id),
            ),
          ],
        }
        const wild = scenario(
          { ...net, prospects },
          {
            days: 40,
            seed,
            breaches: [breach(parties[0], parties[1], { ...more, severity })],
            parameters: { leakHazard, askRate: 0.5 },
          },
        )
        const calm = lived(without(wild))
        const none = { ...wild, breaches: [breach(parties[0], parties[1], { ...more, severity: 0 })] }
        expect(digest(lived(none), { events: false })).toBe(digest(calm, { events: false }))
        const whole = lived(wild)
        expect(digest(whole, { before: 10 })).toBe(digest(calm, { before: 10 }))
        const mirrored = withNetwork(wild, (network) => ({
          ...network,
          countries: network.countries.toReversed(),
          agreements: network.agreements.toReversed(),
        }))
        expect(digest(run(mirrored))).toBe(digest(whole))
        const crowded = withNetwork(wild, (network) => ({
          ...network,
          countries: [country('AAAAA', [collects(1)]), ...network.countries, country('zzzzz')],
        }))
        expect(digest(run(crowded), { not: ['AAAAA', 'zzzzz'] })).toBe(digest(whole))
      }),
      { numRuns: 50 },
    )
  })
})

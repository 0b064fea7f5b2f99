/** The day and the run: the order of phases, who owns which column, repeatability, conservation, stationarity. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FULL, TEAR_LINE, WITHHELD } from '../src/choice.js'
import { compile } from '../src/compile.js'
import { ENDED } from '../src/network.js'
import type { Mechanism } from '../src/mechanisms/mechanism.js'
import { DAY, run, simulate, Simulation, type Phase } from '../src/run.js'
import type { Move, Scenario } from '../src/scenario.js'
import { State } from '../src/state.js'
import { firstOf, hasParty, type World } from '../src/world.js'
import { digest } from './digest.js'
import { agreement, breach, village } from './fixtures.js'
import { shipped } from './shipped.js'
import { photograph } from './photograph.js'

const calm = (given: Scenario): Scenario => ({ ...given, breaches: [] })

describe('the order of the day', () => {
  it('is the one of MODEL.md §4', () => {
    expect(DAY.map(({ name }) => name)).toEqual([
      'scripted events',
      'news',
      'secrets kept',
      'collection and sharing',
      'plots',
      'reviews',
    ])
    expect(DAY.flatMap(({ mechanisms }) => mechanisms.map(({ name }) => name))).toEqual([
      'treaties',
      'policy',
      'inducement',
      'entering',
      'breach',
      'leaks',
      'attribution',
      'turning',
      'sourceLoss',
      'fabrication',
      'judging',
      'repair',
      'turnover',
      'learning',
      'news',
      'exposure',
      'turning',
      'sourceLoss',
      'learning',
      'keeping',
      'sharing',
      'release',
      'reciprocity',
      'deception',
      'hearing',
      'judging',
      'warnings',
      'formal',
      'imitation',
      'newPartners',
      'entering',
      'learning',
    ])
  })

  // small effects of one day on the next decision: many items, many plots, short memory, sharp choices, news on the day itself
  const quick = village({
    days: 365,
    breaches: [breach('L', 'V', { to: 'H', pressDay: 10, namedDay: 10, severity: 1 })],
    parameters: {
      shelfLife: 1,
      halfLife: 90,
      precision: 30,
      reviewEvery: 2,
      stepHold: 1,
      exchangeHalfLife: 30,
    },
  })
  const busy: Scenario = {
    ...quick,
    network: {
      ...quick.network,
      topics: quick.network.topics.map((topic) => ({ ...topic, plotsPerYear: 300 })),
      countries: quick.network.countries.map((found) => ({
        ...found,
        collection: found.collection.map((stream) => ({ ...stream, rate: stream.rate * 20 })),
      })),
    },
  }
  const world = compile(busy)
  const digests = (phases: readonly Phase[]): string[] =>
    [0, 1, 2, 3].map((number) => digest(run(world, { run: number, phases })))
  const ordered = digests(DAY)

  it.each(DAY.slice(1).map((phase, k) => [DAY[k].name, phase.name, k] as const))(
    'swapping "%s" and "%s" gives another history',
    (_, __, k) => {
      const swapped: Phase[] = [...DAY]
      swapped[k] = DAY[k + 1]
      swapped[k + 1] = DAY[k]
      expect(digests(swapped)).not.toEqual(ordered)
    },
  )
})

/** A year in which nearly all happens that can: moves of every kind, a breach, a prospect that is signed. */
function eventful(): Scenario {
  const moves: Move[] = [
    {
      what: 'fabrication',
      id: 'made up',
      day: 20,
      by: 'L',
      to: ['F'],
      severity: 1,
      provenDay: 30,
    },
    { what: 'repair', id: 'proof', day: 40, by: 'L', to: null, breach: 'leak', kind: 'proven' },
    {
      what: 'inducement',
      id: 'paid',
      day: 50,
      by: 'L',
      to: 'V',
      agreement: null,
      price: 0.5,
      until: 90,
    },
    {
      what: 'policy',
      id: 'decree',
      day: 60,
      agreement: 'club',
      caveat: 'parties',
      rung: {},
      stake: { F: 3 },
      price: {},
      until: null,
    },
  ]
  const { from: _, until: __, ...prospect } = agreement('s-v', ['S', 'V'], 'partner')
  return village(
    {
      days: 300,
      moves,
      breaches: [breach('L', 'V', { to: 'H', severity: 1 })],
      parameters: { inertiaTear: 0.1, turned: 1, prospectChance: 1 },
    },
    { hostilities: [{ between: ['H', 'V'], level: 1 }], prospects: [prospect] },
  )
}

describe('columns', () => {
  it('are written by nobody but their owners', () => {
    const written = new Map<string, Set<string>>()
    const watched = (mechanism: Mechanism): Mechanism => ({
      ...mechanism,
      apply(now) {
        const before = photograph(now.state)
        mechanism.apply(now)
        for (const [column, value] of photograph(now.state))
          if (before.get(column) !== value) {
            const by = written.get(column) ?? new Set()
            written.set(column, by.add(mechanism.name))
            expect(mechanism.owns, `${mechanism.name} writes ${column}`).toContain(column)
          }
      },
    })
    const phases = DAY.map((phase) => ({ ...phase, mechanisms: phase.mechanisms.map(watched) }))
    const given = eventful()
    run(given, { phases })
    run(
      {
        ...given,
        network: {
          ...given.network,
          agreements: given.network.agreements.map((a) =>
            a.id === 'f-s' ? { ...a, from: 20, until: 200 } : a,
          ),
        },
      },
      { phases },
    )
    // nothing of these happens here
    const idle = ['breaches.context', 'decreedFrom', 'denied']
    const all = [...photograph(new State(compile(given), 0)).keys()]
    expect([...written.keys()].toSorted()).toEqual(all.filter((name) => !idle.includes(name)).toSorted())
  })
})

describe('a run', () => {
  it('is the same again, and the same a day at a time', () => {
    const given = village({ days: 90 })
    const whole = digest(run(given, { run: 3 }))
    expect(digest(run(given, { run: 3 }))).toBe(whole)
    expect(digest(run(given, { run: 4 }))).not.toBe(whole)
    expect(digest(run({ ...given, seed: 'other' }, { run: 3 }))).not.toBe(whole)
    let days = 0
    let last: Simulation | undefined
    for (const day of simulate(given, { run: 3 })) {
      expect(day.day).toBe(++days)
      last = day
    }
    expect(days).toBe(90)
    expect(digest(last?.now.history ?? run(given))).toBe(whole)
  })

  it('does not depend on other runs that go on at the same time', () => {
    const given = village({ days: 60 })
    const world = compile(given)
    const alone = [0, 1].map((number) => digest(run(given, { run: number })))
    const both = [0, 1].map((number) => new Simulation(world, { run: number }))
    while (!both[0].done) for (const simulation of both) simulation.step()
    expect(both.map((simulation) => digest(simulation.now.history))).toEqual(alone)
  })

  it('never writes to the scenario or the world', () => {
    const given = eventful()
    const copy = structuredClone(given)
    const world = compile(given)
    const numbers = ({ priors, balance, pairFrom, caveat, priorOf }: World): Partial<World> => ({
      priors,
      balance,
      pairFrom,
      caveat,
      priorOf,
    })
    const before = structuredClone(numbers(world))
    const { signings } = run(world)
    expect(signings.map(({ signed }) => signed)).toContain(true)
    expect(given).toEqual(copy)
    expect(numbers(world)).toEqual(before)
  })

  it('branches into a state of its own: the same to begin with, and what comes of it changes nothing in the other', () => {
    const given = eventful()
    const agreements = given.network.agreements.map((a) => (a.id === 'f-s' ? { ...a, from: 20 } : a))
    const late = { ...given, network: { ...given.network, agreements } }
    const simulation = new Simulation(compile(late), { run: 1 })
    for (const day of [21, 70, 120, 280]) {
      while (simulation.day < day) simulation.step()
      const before = photograph(simulation.now.state)
      const branch = simulation.branch(late)
      expect(photograph(branch.now.state)).toEqual(before)
      while (!branch.done) branch.step()
      expect(photograph(simulation.now.state)).toEqual(before)
    }
  })

  it('branches: carried on unchanged it is the same run; with other events it parts from that day on', () => {
    const given = village({ days: 80 })
    const simulation = new Simulation(compile(given), { run: 5 })
    while (simulation.day < 30) simulation.step()
    const same = simulation.branch(given)
    while (!same.done) same.step()
    expect(digest(same.now.history)).toBe(digest(run(given, { run: 5 })))
    const worse = simulation.branch({
      ...given,
      breaches: [...given.breaches, breach('L', 'F', { id: 'again', day: 40, pressDay: 40, namedDay: 40 })],
    })
    while (!worse.done) worse.step()
    expect(digest(worse.now.history, { before: 40 })).toBe(digest(same.now.history, { before: 40 }))
    expect(worse.now.history.trust('F', 'L')[79]).toBeLessThan(same.now.history.trust('F', 'L')[79])
    while (!simulation.done) simulation.step()
    expect(digest(simulation.now.history)).toBe(digest(same.now.history))
  })
})

describe('a branch', () => {
  const given = village({ days: 120 })

  /** Day by day to the evening before `day`, in the village with its breach. */
  function evening(day: number): Simulation {
    const simulation = new Simulation(compile(given), { run: 5 })
    while (simulation.day < day) simulation.step()
    return simulation
  }

  it('takes over how often each was given what, and amends no event but its own', () => {
    const simulation = evening(14)
    const { events, offers } = simulation.now.history
    const { history } = simulation.branch(given).now
    const given14 = offers.copies.slice(0, offers.count)
    expect(given14.some((copies) => copies > 0)).toBe(true)
    expect(history.offers.copies.slice(0, offers.count)).toEqual(given14)
    const before = structuredClone(events)
    history.amend(0, { after: 1 })
    expect(history.events[0].numbers['after']).toBe(1)
    expect(events).toEqual(before)
  })

  it('may go without a breach whose news is still to be reviewed', () => {
    const simulation = evening(14)
    expect(simulation.now.state.newsReviews.size).toBeGreaterThan(0)
    const other = simulation.branch({ ...given, breaches: [] })
    while (!other.done) other.step()
    expect(other.now.history.days).toBe(120)
  })

  it('may change how fast evidence ages: trust and stakes go on from where they stood', () => {
    const simulation = evening(60)
    const { parameters } = given
    const slower = { ...parameters, halfLife: 2000, exchangeHalfLife: 400 }
    const other = simulation.branch({ ...given, parameters: slower })
    const [before, after] = [simulation.now.state, other.now.state]
    for (let pair = 0; pair < before.world.pairs; pair++)
      expect(after.trust(pair)).toBeCloseTo(before.trust(pair), 12)
    for (let m = 0; m < before.world.members; m++) {
      const ratio = (state: State): number => state.received[m] * state.receivedAge
      expect(ratio(after)).toBeCloseTo(ratio(before), 12)
    }
    const same = simulation.branch(given).now.state
    expect(same.receivedAge).toBe(before.receivedAge)
  })

  it('needs days left, and the same countries, agreements and shelf life', () => {
    const simulation = evening(50)
    expect(() => simulation.branch({ ...given, days: 40 })).toThrow(/must last longer than 40 days/)
    const { network, parameters } = given
    const fewer = { ...network, agreements: network.agreements.slice(1) }
    expect(() => simulation.branch({ ...given, network: fewer })).toThrow(/keep the agreements/)
    const busier = network.countries.map((found) => ({
      ...found,
      collection: found.collection.map((stream) => ({ ...stream, rate: stream.rate * 3 })),
    }))
    expect(() => simulation.branch({ ...given, network: { ...network, countries: busier } })).toThrow(
      /keep the collection/,
    )
    const others = [breach('L', ['F', 'V'], { to: 'H' })]
    expect(() => simulation.branch({ ...given, breaches: others })).toThrow(/keep day and victims of "leak"/)
    expect(() => simulation.branch({ ...given, parameters: { ...parameters, shelfLife: 10 } })).toThrow(
      /shelfLife/,
    )
  })
})

it('what begins later does not shape what is believed before it', () => {
  const given = calm(village())
  const closer = {
    ...given,
    network: {
      ...given.network,
      agreements: [...given.network.agreements, agreement('f-s later', ['F', 'S'], 'close', { from: 90 })],
    },
  }
  const [short, long] = [80, 300].map((days) => run({ ...closer, days }).trust('F', 'S'))
  expect(long.slice(0, 80)).toEqual(short)
})

describe('V23: nothing is lost or found', () => {
  it('every offer is withheld, a tear-line or full, to a party of an agreement that covers it, once for each item', () => {
    for (const number of [0, 1]) {
      const history = run({ ...shipped(), days: 60 }, { run: number })
      const { world, offers, tape } = history
      const seen = new Set<string>()
      const counts = [0, 0, 0]
      for (let k = 0; k < offers.count; k++) {
        const { grade, pair, item, member } = {
          grade: offers.grade[k],
          pair: offers.pair[k],
          item: offers.item[k],
          member: offers.member[k],
        }
        counts[grade]++
        const key = `${item} ${pair}`
        expect(seen.has(key)).toBe(false)
        seen.add(key)
        const s = tape.stream[item]
        expect(firstOf(world, pair)).toBe(world.streamCountry[s])
        expect(world.memberCountry[member]).toBe(world.to[pair])
        const e = world.memberAgreement[member]
        expect(world.covers[e * world.topics * world.disciplines + world.streamCell[s]]).toBe(1)
        expect(hasParty(world, e, firstOf(world, pair))).toBe(true)
      }
      expect(counts[WITHHELD] + counts[TEAR_LINE] + counts[FULL]).toBe(offers.count)
      expect(Math.min(...counts)).toBeGreaterThan(0)
      // everybody whom an agreement in force covers is offered the item, and nobody else
      const expected = new Set<string>()
      for (let item = 0; item < tape.items; item++)
        for (let r = world.routeStart[tape.stream[item]]; r < world.routeStart[tape.stream[item] + 1]; r++) {
          const m = world.routeMember[r]
          if (world.agreementFrom[world.memberAgreement[m]] > 0) continue
          for (let a = world.audienceStart[m]; a < world.audienceStart[m + 1]; a++)
            expected.add(`${item} ${world.audiencePair[a]}`)
        }
      expect(
        history.events.some(
          ({ kind }) => kind === 'ended' || kind === 'agreement-ends' || kind === 'agreement-begins',
        ),
      ).toBe(false)
      expect(seen).toEqual(expected)
    }
  })
})

describe('V24: under one set of draws', () => {
  const rungs = { days: 100, parameters: { reciprocity: 0, imitation: 0 } } as const

  it('each item is shared at most as openly when its originator trusts less', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.9, noNaN: true }), fc.nat(50), (lower, number) => {
        const given = calm(village({ ...rungs, seed: `v${number}`, off: ['warnings'] }))
        // stakes stay where they are: only what V believes of L changes
        const fixed = given.network.agreements.map((found) => ({
          ...found,
          stake: Object.fromEntries(found.parties.map((id) => [id, 1.5])),
        }))
        const at = (discretion: number): Scenario => ({
          ...given,
          network: { ...given.network, agreements: fixed, pairs: [{ from: 'V', to: 'L', discretion }] },
          parameters: { ...given.parameters, inertiaTear: 2, inertiaHold: 2 },
        })
        const [less, more] = [run(at(lower)), run(at(0.95))]
        expect(less.offers.count).toBe(more.offers.count)
        for (let k = 0; k < less.offers.count; k++)
          expect(less.offers.grade[k]).toBeLessThanOrEqual(more.offers.grade[k])
      }),
      { numRuns: 25 },
    )
  })

  it('each item is shared at least as openly when more is at stake', () => {
    const given = calm(village({ ...rungs, off: ['warnings'] }))
    const at = (stake: number): Scenario => ({
      ...given,
      network: {
        ...given.network,
        agreements: given.network.agreements.map((found) => ({
          ...found,
          stake: Object.fromEntries(found.parties.map((id) => [id, stake])),
        })),
      },
      parameters: { ...given.parameters, inertiaTear: 2, inertiaHold: 2, inertiaUp: 2 },
    })
    const [less, more] = [run(at(0.6)), run(at(1.4))]
    let higher = 0
    for (let k = 0; k < less.offers.count; k++) {
      expect(more.offers.grade[k]).toBeGreaterThanOrEqual(less.offers.grade[k])
      higher += more.offers.grade[k] > less.offers.grade[k] ? 1 : 0
    }
    expect(higher).toBeGreaterThan(0)
  })
})

describe('trust', () => {
  it('stays in [0, 1] through the worst that parameters allow, and a violation names day and countries', () => {
    const worst = village({
      days: 200,
      parameters: {
        breachWeight: 2.5,
        resistance: 40,
        halfLife: 90,
        spillOver: 0.5,
        imitation: 0.5,
        visibility: 1,
      },
      breaches: Array.from({ length: 20 }, (_, k) =>
        breach('L', ['V', 'F'], {
          id: `b${k}`,
          day: 5 + k * 5,
          pressDay: 6 + k * 5,
          namedDay: 7 + k * 5,
          severity: 1,
        }),
      ),
    })
    const history = run(worst)
    for (const value of history.trusts) expect(value >= 0 && value <= 1).toBe(true)
    const simulation = new Simulation(compile(worst))
    simulation.now.state.beliefs.hold(0, 'broken', Number.NaN)
    expect(() => simulation.step()).toThrow(/day \d+: trust of \w+ in \w+ is NaN/)
  })

  it('is NaN before a pair first shares an agreement, and rests at (1 + base)/2 when it begins', () => {
    const given = calm(village({ days: 60 }))
    const late = {
      ...given,
      network: {
        ...given.network,
        agreements: given.network.agreements.map((found) =>
          found.id === 'f-s' ? { ...found, from: 25 } : found,
        ),
      },
    }
    const trust = run(late).trust('S', 'F')
    expect(trust.slice(0, 25).every(Number.isNaN)).toBe(true)
    expect(trust[25]).toBeCloseTo((1 + 0.75) / 2, 2)
  })
})

describe('the world without a breach', () => {
  it('is near-stationary for three years: flow and trust drift by less than 3 %', () => {
    const given = calm({ ...shipped(), days: 3 * 365 })
    const flows = [0, 0, 0]
    const trusts = [0, 0, 0]
    const runs = 12
    for (let number = 0; number < runs; number++) {
      const history = run(given, { run: number, every: 73 })
      history.eachDelivery((day, offer) => (flows[Math.floor(day / 365)] += history.worth(offer)))
      const width = history.kept.length
      const live = [...history.kept.keys()].filter((k) => history.world.pairFrom[history.kept[k]] <= 0)
      for (let sample = 0; sample < 15; sample++)
        for (const k of live) trusts[Math.floor(sample / 5)] += history.trusts[sample * width + k]
    }
    for (const year of [1, 2]) {
      expect(Math.abs(flows[year] / flows[0] - 1)).toBeLessThan(0.03)
      expect(Math.abs(trusts[year] / trusts[0] - 1)).toBeLessThan(0.03)
    }
    expect(ENDED).toBe(3)
  }, 240_000)
})

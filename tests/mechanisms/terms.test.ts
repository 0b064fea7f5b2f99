/** Terms set from outside: what a price is worth and for how long, decrees that hold, overlap and lapse, and the price of trust. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceOfTrust } from '../../src/choice.js'
import { compile } from '../../src/compile.js'
import type { History } from '../../src/history.js'
import { formal } from '../../src/mechanisms/formal.js'
import type { Mechanism, Now } from '../../src/mechanisms/mechanism.js'
import { layoutOf, pricesToday } from '../../src/metrics.js'
import { CAVEATS, ENDED, OPEN, RUNGS, SUSPENDED, TEAR_LINES_ONLY } from '../../src/network.js'
import type { Parameters } from '../../src/parameters.js'
import { Draws } from '../../src/random.js'
import { DAY, run, Simulation } from '../../src/run.js'
import type { Inducement, Move, Policy, Scenario } from '../../src/scenario.js'
import type { State } from '../../src/state.js'
import { digest } from '../digest.js'
import {
  agreement,
  breach,
  collects,
  country,
  network,
  scenario,
  seat,
  village,
  type Settings,
} from '../fixtures.js'
import { photograph } from '../photograph.js'

/** A and B under one agreement, A and C under another; nothing ever happens but what moves do. */
function calm(moves: readonly Move[], settings: Settings = {}): Scenario {
  const net = network(
    [country('A', [collects(0.6)]), country('B', [collects(0.6)]), country('C', [collects(0.3)])],
    [agreement('a-b', ['A', 'B']), agreement('a-c', ['A', 'C'], 'partner')],
  )
  return scenario(net, { days: 120, off: ['reciprocity'], moves, ...settings })
}

const pays = (id: string, day: number, until: number | null, price: number, more: Partial<Inducement> = {}) =>
  ({ what: 'inducement', id, day, by: 'B', to: 'A', agreement: null, price, until, ...more }) as const

const orders = (id: string, day: number, until: number | null, more: Partial<Policy>): Policy => ({
  what: 'policy',
  id,
  day,
  agreement: 'a-b',
  caveat: null,
  rung: {},
  stake: {},
  price: {},
  until,
  ...more,
})

/** What a column or a measure was on the evening of each day. */
function byDay<T>(given: Scenario, read: (state: State, now: Now) => T): T[] {
  const simulation = new Simulation(compile(given))
  const found: T[] = []
  while (!simulation.done) {
    simulation.step()
    found.push(read(simulation.now.state, simulation.now))
  }
  return found
}

/** Changes of a value over days: [day, value]. */
function changes<T>(values: readonly T[]): (readonly [number, T])[] {
  return values.flatMap((value, day) =>
    day === 0 || value !== values[day - 1] ? [[day, value] as const] : [],
  )
}

const steps = (history: History): unknown[] =>
  history.events
    .filter(({ kind }) => ['step-down', 'step-up', 'ended'].includes(kind))
    .map(({ day, who, words }) => [day, who, words['to']])

describe('an inducement', () => {
  it('adds its price to the stake of whoever is paid, from its day until its end', () => {
    const given = calm([pays('aid', 20, 50, 0.7)])
    const [a, b] = ['A', 'B'].map((id) => seat(compile(given), id, 'a-b'))
    const first = compile(given).balance.stake
    expect(changes(byDay(given, (state) => state.stake(a)))).toEqual([
      [0, first[a]],
      [20, first[a] + 0.7],
      [50, first[a]],
    ])
    expect(changes(byDay(given, (state) => state.stake(b)))).toHaveLength(1)
  })

  it('adds up with others that hold at the same time, and with the price the agreement states', () => {
    const moves = [pays('one', 10, 40, 0.5), pays('two', 20, 60, 0.25), pays('three', 30, null, 1)]
    const given = calm(moves)
    const agreements = given.network.agreements.map((one) =>
      one.id === 'a-b' ? { ...one, price: { A: 0.125 } } : one,
    )
    const priced = { ...given, network: { ...given.network, agreements } }
    const m = seat(compile(given), 'A', 'a-b')
    expect(changes(byDay(priced, (state) => state.price(m)))).toEqual([
      [0, 0.125],
      [10, 0.625],
      [20, 0.875],
      [30, 1.875],
      [40, 1.375],
      [60, 1.125],
    ])
  })

  it('is for every agreement the two share, or for the one that is named', () => {
    const more = agreement('b-a too', ['A', 'B', 'C'], 'partner')
    const prices = (move: Move): number[] => {
      const given = calm([move], { days: 5 })
      const { network: net } = given
      const wide = { ...given, network: { ...net, agreements: [...net.agreements, more] } }
      return [...(byDay(wide, (state) => [...state.rung.keys()].map((m) => state.price(m))).at(-1) ?? [])]
    }
    // memberships: A in a-b, a-c, b-a too; B in a-b, b-a too; C in a-c, b-a too
    expect(prices(pays('aid', 1, null, 1))).toEqual([1, 0, 1, 0, 0, 0, 0])
    expect(prices(pays('aid', 1, null, 1, { agreement: 'b-a too' }))).toEqual([0, 0, 1, 0, 0, 0, 0])
  })

  it('buys sharing: the same until it begins, a fifth more and over afterwards', () => {
    const chilled = { parameters: { breachWeight: 3, inertiaTear: 20 } }
    const leak = [breach('B', 'A', { day: 5, pressDay: 6, namedDay: 6 })]
    const [free, paid] = [[], [pays('aid', 30, null, 1)]].map((moves) =>
      run(calm(moves, { breaches: leak, ...chilled, days: 150 })),
    )
    const sum = (history: History): number =>
      history
        .flow('A', 'B')
        .subarray(30)
        .reduce((a, b) => a + b, 0)
    expect(free.flow('A', 'B').subarray(0, 30)).toEqual(paid.flow('A', 'B').subarray(0, 30))
    expect(sum(paid)).toBeGreaterThan(1.2 * sum(free))
  })

  it('tells when it begins and when it ends, the end caused by the beginning', () => {
    const { events } = run(calm([pays('aid', 20, 50, 0.7)]))
    expect(events.map(({ day, kind, who, whom, cause }) => [day, kind, who, whom, cause])).toEqual([
      [20, 'inducement', 'B', 'A', null],
      [50, 'inducement-ends', 'B', 'A', 0],
    ])
  })
})

describe('a policy', () => {
  const restless: Partial<Parameters> = {
    reviewEvery: 1,
    formalPrecision: 0.2,
    stepHold: 0,
    inertiaTear: 0.2,
  }

  it('puts a party on a rung and holds it there against every review, until it lapses', () => {
    const given = calm([orders('halt', 30, 80, { rung: { A: 'suspended' } })], { parameters: restless })
    const m = seat(compile(given), 'A', 'a-b')
    const rungs = byDay(given, (state) => state.rung[m])
    expect(rungs.slice(30, 80).every((rung) => rung === SUSPENDED)).toBe(true)
    // without it the same reviews move it up and down all the time
    const free = byDay(calm([], { parameters: restless }), (state) => state.rung[m])
    expect(changes(free.slice(30, 80)).length).toBeGreaterThan(5)
    expect(changes(rungs.slice(80)).length).toBeGreaterThan(1)
  })

  it('sends nothing while a party is suspended, and is no breach: nobody trusts anybody less', () => {
    const halt = orders('halt', 30, 80, { rung: { A: 'suspended' } })
    const [ordered, free] = [[halt], []].map((moves) =>
      run(calm(moves, { parameters: { halfLife: 36_500 } })),
    )
    expect(
      ordered
        .flow('A', 'B')
        .subarray(30, 80)
        .every((flow) => flow === 0),
    ).toBe(true)
    expect(
      free
        .flow('A', 'B')
        .subarray(30, 80)
        .some((flow) => flow > 0),
    ).toBe(true)
    for (const [from, to] of [
      ['B', 'A'],
      ['A', 'C'],
      ['C', 'A'],
    ] as const)
      expect(ordered.trust(from, to)).toEqual(free.trust(from, to))
    expect(ordered.events.some(({ kind }) => kind === 'imitated' || kind === 'learned')).toBe(false)
  })

  it('gives back the rung that a party had chosen itself', () => {
    const moves = [orders('halt', 40, 60, { rung: { A: 'suspended', B: 'suspended' } })]
    const given = calm(moves, { parameters: { inertiaUp: 20 } })
    const simulation = new Simulation(compile(given))
    const [a, b] = ['A', 'B'].map((id) => seat(compile(given), id, 'a-b'))
    simulation.now.state.rung[a] = TEAR_LINES_ONLY
    while (!simulation.done) simulation.step()
    expect(steps(simulation.now.history)).toEqual([
      [40, 'A', 'suspended'],
      [40, 'B', 'suspended'],
      [60, 'A', 'tear-line only'],
      [60, 'B', 'full'],
    ])
    expect([simulation.now.state.rung[a], simulation.now.state.rung[b]]).toEqual([TEAR_LINES_ONLY, OPEN])
  })

  it('of several the latest counts, and when it lapses the one before counts again', () => {
    const given = calm([
      orders('first', 20, 90, { rung: { A: 'tear-line only' }, stake: { A: 5 }, caveat: 'parties' }),
      orders('second', 40, 60, {
        rung: { A: 'suspended', B: 'tear-line only' },
        stake: { A: 7 },
        price: { A: 1 },
      }),
      orders('third', 50, 70, { caveat: 'on-request' }),
    ])
    const m = seat(compile(given), 'A', 'a-b')
    const first = compile(given).balance.stake[m]
    expect(steps(run(given))).toEqual([
      [20, 'A', 'tear-line only'],
      [40, 'A', 'suspended'],
      [40, 'B', 'tear-line only'],
      [60, 'A', 'tear-line only'],
      [60, 'B', 'full'],
      [90, 'A', 'full'],
    ])
    expect(changes(byDay(given, (state) => state.stake(m)))).toEqual([
      [0, first],
      [20, 5],
      [40, 8],
      [60, 5],
      [90, first],
    ])
    expect(changes(byDay(given, (state) => CAVEATS[state.caveat[0]]))).toEqual([
      [0, 'forbidden'],
      [20, 'parties'],
      [50, 'on-request'],
      [70, 'parties'],
      [90, 'forbidden'],
    ])
  })

  it('without an end holds to the end, and an order to end is obeyed', () => {
    const given = calm([orders('out', 30, null, { rung: { A: 'ended' } })])
    const history = run(given)
    expect(steps(history)).toEqual([[30, 'A', 'ended']])
    expect(history.rung('A', 'a-b').lastIndexOf(OPEN)).toBe(29)
    expect(history.rung('A', 'a-b')[119]).toBe(ENDED)
    expect(
      history
        .flow('B', 'A')
        .subarray(30)
        .every((flow) => flow === 0),
    ).toBe(true)
  })

  it('and an inducement add up, whichever came first', () => {
    for (const [early, late] of [
      [20, 40],
      [40, 20],
    ]) {
      const moves = [
        pays('aid', early, 60, 0.5),
        orders('terms', late, 80, { stake: { A: 3 }, price: { A: 1 } }),
      ]
      const given = calm(moves)
      const m = seat(compile(given), 'A', 'a-b')
      const stakes = byDay(given, (state) => state.stake(m))
      expect([stakes[50], stakes[70], stakes[90]]).toEqual([4.5, 4, stakes[0]])
    }
  })

  it('says what it does and why: steps are caused by the order, and by its lapse', () => {
    const { events } = run(calm([orders('halt', 30, 80, { rung: { A: 'suspended' }, caveat: 'parties' })]))
    expect(
      events.map(({ id, day, kind, cause, words }) => [id, day, kind, cause, words['by'] ?? '']),
    ).toEqual([
      [0, 30, 'policy', null, ''],
      [1, 30, 'step-down', 0, 'decree'],
      [2, 80, 'policy-ends', 0, ''],
      [3, 80, 'step-up', 2, 'decree'],
    ])
  })

  it('does not shift the luck of anything else: what others see of later steps is thrown as before', () => {
    const given = village({ days: 300, parameters: { breachWeight: 3, inertiaTear: 0.1 } })
    const simulation = new Simulation(
      compile({ ...given, moves: [orders('halt', 2, 8, { agreement: 'club', rung: { V: 'suspended' } })] }),
    )
    while (!simulation.done) simulation.step()
    const m = seat(simulation.now.world, 'V', 'club')
    const { events } = simulation.now.history
    const own = events.filter(
      ({ kind, who, agreement: e, words }) =>
        kind === 'step-down' && who === 'V' && e === 'club' && words['by'] === undefined,
    )
    expect(own.length).toBeGreaterThan(0)
    expect(simulation.now.state.downs[m]).toBe(own.length)
  })
})

describe('switched off', () => {
  it('neither changes a byte', () => {
    const moves = [
      pays('aid', 20, 50, 1, { by: 'F', to: 'V' }),
      orders('halt', 20, 50, { agreement: 'club', rung: { V: 'suspended' }, stake: { F: 3 } }),
    ]
    const given = village({ days: 90 })
    const off = { ...given, mechanisms: { ...given.mechanisms, inducement: false, policy: false } }
    expect(digest(run({ ...off, moves }))).toBe(digest(run(off)))
    expect(digest(run({ ...given, moves }))).not.toBe(digest(run(given)))
  })

  it('one of them leaves the other as it is', () => {
    const moves = [pays('aid', 20, null, 1), orders('terms', 30, null, { stake: { A: 3 } })]
    const last = (off: Settings['off']): number => {
      const given = calm(moves, { off: ['reciprocity', ...(off ?? [])], days: 40 })
      return byDay(given, (state) => state.stake(seat(compile(given), 'A', 'a-b')))[39]
    }
    const day0 = compile(calm([])).balance.stake[0]
    expect([last([]), last(['inducement']), last(['policy'])]).toEqual([4, 3, day0 + 1])
  })
})

it('what moves and prospects write is written by those who say so', () => {
  const columns = [
    'signed',
    'worth',
    'price',
    'caveat',
    'decreedFrom',
    'metOn',
    'inForce',
    'rung',
    'since',
    'scar',
    'denied',
  ]
  const written = new Map<string, Set<string>>()
  const watched = (mechanism: Mechanism): Mechanism => ({
    ...mechanism,
    apply(now) {
      const before = photograph(now.state)
      mechanism.apply(now)
      const after = photograph(now.state)
      for (const column of columns) {
        if (after.get(column) === before.get(column)) continue
        written.set(column, (written.get(column) ?? new Set()).add(mechanism.name))
        expect(mechanism.owns, `${mechanism.name} writes ${column}`).toContain(column)
      }
    },
  })
  const phases = DAY.map((phase) => ({ ...phase, mechanisms: phase.mechanisms.map(watched) }))
  const { from: _, until: __, ...terms } = agreement('new', ['S', 'V'], 'partner')
  const given = village(
    {
      days: 90,
      parameters: { prospectChance: 1 },
      moves: [
        pays('aid', 20, 50, 1, { by: 'F', to: 'V' }),
        orders('halt', 20, 50, { agreement: 'club', rung: { V: 'suspended' }, caveat: 'parties' }),
        { what: 'repair', id: 'no', day: 20, by: 'L', to: null, breach: 'leak', kind: 'denial' },
        { what: 'repair', id: 'yes', day: 40, by: 'L', to: null, breach: 'leak', kind: 'proven' },
      ],
    },
    { prospects: [terms] },
  )
  run(given, { phases })
  expect([...written.keys()].toSorted()).toEqual(columns.toSorted())
})

describe('the price of trust', () => {
  /** Draws without noise: what a review decides with probability one half. */
  class Middling extends Draws {
    override uniform(): number {
      return 0.5
    }
    override at(): number {
      return 0.5
    }
  }

  /** Whether the next review of the first party moves it up from a rung, at a stake raised by so much. */
  function reviews(given: Scenario, broken: number): (rung: number, extra: number) => boolean {
    const { now } = new Simulation(compile(given))
    const { state, history } = now
    state.open(0)
    state.beliefs.hold(history.pair('A', 'B'), 'broken', broken)
    return (rung, extra) => {
      state.rung[0] = rung
      state.setTerms(0, state.worth(0), extra)
      state.version++
      formal.apply({ ...now, draws: new Middling('any', 0) })
      return state.rung[0] < rung
    }
  }

  /** The least extra stake at which it does, by halving. */
  function found(up: (extra: number) => boolean): number {
    if (up(0)) return 0
    let [low, high] = [0, 1000]
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2
      if (up(middle)) high = middle
      else low = middle
    }
    return high
  }

  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const anyTerms = fc.record({
    loss: fc.double({ min: 2, max: 20, noNaN: true }),
    betrayal: share,
    idFull: fc.double({ min: 0.3, max: 1, noNaN: true }),
    idTear: fc.double({ min: 0, max: 0.3, noNaN: true }),
    tearLineValue: fc.double({ min: 0.3, max: 0.9, noNaN: true }),
    tearLineCost: fc.double({ min: 0, max: 0.2, noNaN: true }),
    silenceCost: fc.double({ min: 0, max: 0.6, noNaN: true }),
    inertiaUp: share,
  })

  function closed(given: Scenario, broken: number, suspended: boolean): number {
    const world = compile(given)
    const trust = 18.5 / (20 + broken)
    const exposure = (1 - trust) * world.balance.typical[0]
    return priceOfTrust(world.terms, world.parameters, world.balance.stake[0], exposure, suspended)
  }

  /** Two that signed for an ordinary stake. */
  function pact(parameters: Partial<Parameters>): Scenario {
    const net = network(
      [country('A', [collects(0.6)]), country('B', [collects(0.6)])],
      [agreement('a-b', ['A', 'B'], 'ally', { stake: { A: 1, B: 1 } })],
    )
    return scenario(net, { days: 2, parameters: { ...parameters, reviewEvery: 1, stepHold: 0 } })
  }

  it('by hand: at trust one half, sensitivity 1 and stake 2.5 back to full costs (2.25 − .02 + .1)/.4 − 2.5', () => {
    const terms = compile(calm([])).terms
    expect(priceOfTrust(terms, { inertiaUp: 0.1, inertiaHold: 0.27 }, 2.5, 0.5, false)).toBeCloseTo(3.325, 12)
    // up to tear-lines it would cost (.75 + .02 + .1)/.8 − 2.5, which is less than nothing
    expect(priceOfTrust(terms, { inertiaUp: 0.1, inertiaHold: 0.27 }, 2.5, 0.5, true)).toBeCloseTo(3.325, 12)
    expect(priceOfTrust(terms, { inertiaUp: 0.1, inertiaHold: 0.27 }, 2.5, 0, true)).toBe(0)
  })

  it('is what a search over the engine’s own reviews finds, from tear-lines', () => {
    let dear = 0
    fc.assert(
      fc.property(anyTerms, fc.double({ min: 0, max: 80, noNaN: true }), (terms, broken) => {
        const given = pact(terms)
        const price = closed(given, broken, false)
        if (price > 0) dear++
        const up = reviews(given, broken)
        expect(found((extra) => up(TEAR_LINES_ONLY, extra))).toBeCloseTo(price, 7)
      }),
      { numRuns: 400, endOnFailure: true },
    )
    expect(dear).toBeGreaterThan(10)
  })

  it('and from suspended, where both steps back are to be had for it', () => {
    fc.assert(
      fc.property(anyTerms, fc.double({ min: 5, max: 80, noNaN: true }), (terms, broken) => {
        const given = pact({ ...terms, endAfter: 18_250 })
        const up = reviews(given, broken)
        const both = (extra: number): boolean => up(SUSPENDED, extra) && up(TEAR_LINES_ONLY, extra)
        expect(found(both)).toBeCloseTo(closed(given, broken, true), 7)
      }),
      { numRuns: 400, endOnFailure: true },
    )
  })

  it('is asked of nobody whose rung is decreed: no price moves that', () => {
    const world = compile(village())
    const { state, history } = new Simulation(world).now
    state.beliefs.hold(history.pair('V', 'L'), 'broken', 200)
    const [leaker] = layoutOf(world, ['leak']).leakers
    const victim = leaker.partners.indexOf(world.ids.indexOf('V'))
    const asked = (decreedFrom: number | null): number => {
      for (const m of state.channels(world.ids.indexOf('V'), world.ids.indexOf('L'))) {
        state.rung[m] = TEAR_LINES_ONLY
        if (decreedFrom !== null) state.decreedFrom.set(m, decreedFrom)
      }
      state.version++
      return pricesToday(world, state, leaker)[victim]
    }
    expect(asked(null)).toBeGreaterThan(0)
    expect(asked(OPEN)).toBe(0)
  })

  it('paid as an inducement it brings a party back as often as not', () => {
    // no noise but that of the one review there is: half of many runs
    const parameters = { reviewEvery: 1, stepHold: 0, inertiaTear: 20, inertiaHold: 20 }
    const given = calm([], { days: 1, parameters })
    const price = closed(given, 40, false)
    const world = compile(calm([pays('aid', 0, null, price)], { days: 1, parameters }))
    let back = 0
    for (let number = 0; number < 400; number++) {
      const { now } = new Simulation(world, { run: number })
      now.state.open(0)
      now.state.rung[0] = TEAR_LINES_ONLY
      now.state.beliefs.hold(now.history.pair('A', 'B'), 'broken', 40)
      for (const { mechanisms } of DAY)
        for (const mechanism of mechanisms)
          if (['inducement', 'formal'].includes(mechanism.name)) mechanism.apply(now)
      if (now.state.rung[0] === OPEN) back++
    }
    // four standard errors of a fair coin
    expect(Math.abs(back - 200)).toBeLessThan(40)
  })
})

it('RUNGS are what orders may name', () => {
  for (const rung of RUNGS) {
    const given = calm([orders('halt', 30, null, { rung: { A: rung } })], { days: 40 })
    expect(run(given).rung('A', 'a-b')[39]).toBe(RUNGS.indexOf(rung))
  }
})

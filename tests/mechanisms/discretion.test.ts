/** Discretion trust: the published numbers of the model, shocks worked by hand, and what earns credit. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FULL, TEAR_LINE, WITHHELD, type Grade } from '../../src/choice.js'
import { compile } from '../../src/compile.js'
import { keeping, learning } from '../../src/mechanisms/discretion.js'
import type { Now } from '../../src/mechanisms/mechanism.js'
import type { PairOverride } from '../../src/network.js'
import type { Parameters } from '../../src/parameters.js'
import { Simulation } from '../../src/run.js'
import { agreement, breach, collects, country, network, scenario, village, offered } from '../fixtures.js'

/** A and B before day 0, with a prior of A's own about B. */
function two(prior: Partial<PairOverride>, parameters: Partial<Parameters> = {}, days = 1): Now {
  const net = network([country('A'), country('B')], [agreement('e', ['A', 'B'])], {
    pairs: [{ from: 'A', to: 'B', ...prior }],
  })
  return new Simulation(compile(scenario(net, { days, parameters }))).now
}

/** Half-life of a memory that keeps so much of itself a day. */
const halfLifeOf = (lambda: number): number => Math.log(0.5) / Math.log(lambda)

const NEWS = 0

/** `two`, with an event to which losses of trust can refer. */
function shaken(now: Now, ...weights: number[]): number {
  now.history.tell(0, 'learned', {})
  for (const weight of weights) now.state.shocks.push({ pair: 0, weight, event: NEWS })
  learning.apply(now)
  return now.state.trust(0)
}

describe('V2: trust', () => {
  it('is 9/11 for kept 8, broken 1, strength 2, base ½', () => {
    const { state } = two({ strength: 2, discretion: 0.5 })
    state.kept[0] = 8
    state.beliefs.hold(0, 'broken', 1)
    expect(Math.abs(state.trust(0) - 9 / 11)).toBeLessThan(1e-12)
  })

  it('is (1 + base)/2 on day 0, and the base itself once everything is forgotten', () => {
    const { state } = two({ strength: 6, discretion: 0.75 })
    expect(state.trust(0)).toBe(0.875)
    state.open(365 * 60)
    expect(state.trust(0)).toBeCloseTo(0.75, 12)
  })

  it('stays in [0, 1] and moves with its evidence: up with kept, down with broken', () => {
    const evidence = fc.double({ min: 0, max: 1e6, noNaN: true })
    const base = fc.double({ min: 0.001, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(evidence, evidence, evidence, base, (kept, broken, more, discretion) => {
        const { state } = two({ strength: 3, discretion })
        const trustAt = (k: number, b: number): number => {
          state.kept[0] = k
          state.beliefs.hold(0, 'broken', b)
          return state.trust(0)
        }
        const trust = trustAt(kept, broken)
        expect(trust).toBeGreaterThanOrEqual(0)
        expect(trust).toBeLessThanOrEqual(1)
        expect(trustAt(kept + more, broken)).toBeGreaterThanOrEqual(trust - 1e-12)
        expect(trustAt(kept, broken + more)).toBeLessThanOrEqual(trust + 1e-12)
      }),
      { numRuns: 60 },
    )
  })
})

describe('V3: with λ = .9 and one secret kept in full a day', () => {
  /** Lives on, one item told in full a day, each worth a credit of 1, and a shelf life of one day. */
  function steady(days: number, credit: number): Now {
    const halfLife = halfLifeOf(0.9)
    const now = two({ strength: 2, discretion: 0.5 }, { halfLife, shelfLife: 1 }, days)
    const { state, history, world } = now
    world.balance.credit[0] = credit
    for (let day = 0; day < days; day++) {
      state.open(day)
      offered(history.offers, day, 0, FULL, 1)
      history.offerStart[day + 1] = history.offers.count
      keeping.apply(now)
    }
    return now
  }

  it('kept comes to rest at 10 and trust at 11/12', () => {
    const { state } = steady(400, 1)
    expect(Math.abs(state.kept[0] * state.age - 10)).toBeLessThan(1e-12)
    expect(Math.abs(state.trust(0) - 11 / 12)).toBeLessThan(1e-12)
  })

  it('evidence halves in 6.578813 ticks', () => {
    expect(halfLifeOf(0.9)).toBeCloseTo(6.578813, 6)
    const { state } = steady(1, 0)
    const before = state.kept[0] * state.age
    state.open(halfLifeOf(0.9))
    expect(Math.abs((state.kept[0] * state.age) / before - 0.5)).toBeLessThan(1e-12)
  })
})

describe('V4: without new evidence', () => {
  const lambda = 2 ** (-1 / 52)
  /** Ticks until trust heals to `goal` from kept 5, broken 12 under a prior of strength 10 and base .85. */
  const ticks = (goal: number): number =>
    Math.log((10 * (0.85 - goal)) / ((5 + 12) * goal - 5)) / Math.log(lambda)

  function healed(day: number): number {
    const { state } = two({ strength: 10, discretion: 0.85 }, { halfLife: 52 })
    state.kept[0] = 5
    state.beliefs.hold(0, 'broken', 12)
    state.open(day)
    return state.trust(0)
  }

  it('trust of .5 heals to .7 after 114.484961 ticks', () => {
    expect(ticks(0.7)).toBeCloseTo(114.484961, 6)
    expect(healed(0)).toBeCloseTo(0.5, 12)
    expect(Math.abs(healed(ticks(0.7)) - 0.7)).toBeLessThan(1e-12)
  })

  it('trust heals to anything below its base at the time of the closed form, and never to the base', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.501, max: 0.849, noNaN: true }), (goal) => {
        expect(Math.abs(healed(ticks(goal)) - goal)).toBeLessThan(1e-12)
      }),
    )
    expect(ticks(0.85)).toBe(Infinity)
    expect(healed(1000)).toBeLessThan(0.85)
  })
})

describe('a shock', () => {
  it('by hand: weight .48, resistance 10 and kept 6 make 7.68 broken, and trust (6 + 4.5)/(6 + 7.68 + 6)', () => {
    const now = two({ strength: 6, discretion: 0.75 })
    expect(Math.abs(shaken(now, 0.48) - 10.5 / 19.68)).toBeLessThan(1e-12)
    expect(Math.abs(now.state.beliefs.held(0, 'broken') - 7.68)).toBeLessThan(1e-12)
    expect(now.history.events[NEWS].numbers).toEqual({ before: 0.875, after: now.state.trust(0) })
    expect(now.state.shocks).toEqual([])
  })

  it('later on meets evidence that has aged and a resistance that has not', () => {
    const now = two({ strength: 6, discretion: 0.75 }, { halfLife: 100 })
    now.state.open(100)
    shaken(now, 0.5)
    // 3 of the 6 are left: .5 · (10 + 3) = 6.5
    expect(Math.abs(now.state.beliefs.held(0, 'broken') * now.state.age - 6.5)).toBeLessThan(1e-12)
  })

  it('that rises by the remaining factor ends where the whole weight would have: press and name are one breach', () => {
    const weight = fc.double({ min: 0, max: 10, noNaN: true })
    fc.assert(
      fc.property(weight, weight, (first, more) => {
        const rise = (1 + first + more) / (1 + first) - 1
        const inTwo = shaken(two({ strength: 6, discretion: 0.75 }), first, rise)
        const atOnce = shaken(two({ strength: 6, discretion: 0.75 }), first + more)
        expect(Math.abs(inTwo - atOnce)).toBeLessThan(1e-12)
      }),
      { numRuns: 50 },
    )
  })

  it('takes less of a well-founded tie', () => {
    const left = (strength: number): number => shaken(two({ strength, discretion: 0.75 }), 0.48) / 0.875
    expect(left(40)).toBeGreaterThan(left(20))
    expect(left(20)).toBeGreaterThan(left(6))
  })
})

describe('a secret kept', () => {
  /** One item of each grade, told on day 0 with a shelf life of three days; what they have added by the end of a day. */
  function earned(grades: readonly Grade[], { by = 3, lost = false } = {}): number {
    const now = two({ strength: 6, discretion: 0.75 }, { shelfLife: 3, halfLife: 1e15 }, 10)
    const { state, history, world, tape } = now
    world.balance.credit[0] = 0.5
    // the same history, but for what was lost
    const losses = { lost: new Uint8Array(grades.length).fill(lost ? 1 : 0) }
    const crippled = { ...now, history: Object.assign(Object.create(history) as typeof history, losses) }
    for (let day = 0; day <= by; day++) {
      state.open(day)
      keeping.apply(crippled)
      if (day === 0) grades.forEach((grade, item) => offered(history.offers, item, 0, grade, 1))
      history.offerStart[day + tape.lead + 1] = history.offers.count
    }
    return state.kept[0] - 6
  }

  it('earns its credit on the day its shelf life ends: in full 1, as a tear-line .4, withheld nothing', () => {
    expect(earned([FULL], { by: 2 })).toBe(0)
    expect(earned([FULL])).toBeCloseTo(0.5, 12)
    expect(earned([FULL], { by: 8 })).toBeCloseTo(0.5, 12)
    expect(earned([TEAR_LINE])).toBeCloseTo(0.2, 12)
    expect(earned([WITHHELD])).toBe(0)
    expect(earned([FULL, TEAR_LINE, FULL, WITHHELD])).toBeCloseTo(1.2, 12)
  })

  it('earns nothing if it was never collected', () => {
    expect(earned([FULL, TEAR_LINE], { lost: true })).toBe(0)
  })

  /** Evidence of V about L in the evening of a day, not aged. */
  function keptBy(day: number, pressDay: number | null): number {
    const given = village({
      breaches: [breach('L', 'V', { to: 'H', pressDay, namedDay: null })],
      parameters: { detection: 1e4 },
    })
    const simulation = new Simulation(compile(given))
    while (simulation.day <= day) simulation.step()
    return simulation.now.state.kept[simulation.now.history.pair('V', 'L')]
  }

  it('that leaked earns nothing once its originator knows, and earns like any other while it does not', () => {
    const horizon = 45
    expect(keptBy(horizon, 12)).toBeLessThan(keptBy(horizon, null))
    // known only after the shelf life has ended: the credit has been given and stays
    expect(keptBy(horizon, 44)).toBe(keptBy(horizon, null))
  })
})

it('a pair that first shares an agreement begins with its prior, however late', () => {
  const net = network(
    [country('A', [collects(1)]), country('B')],
    [agreement('e', ['A', 'B'], 'partner', { from: 200 })],
  )
  const simulation = new Simulation(compile(scenario(net, { days: 300 })))
  while (simulation.day < 201) simulation.step()
  expect(Math.abs(simulation.now.state.trust(0) - 0.875)).toBeLessThan(1e-12)
})

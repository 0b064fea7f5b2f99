/** A breach: what is passed on, when its victim would find out, and how many others were seen lately. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import { Simulation } from '../../src/run.js'
import type { Breach, Scenario } from '../../src/scenario.js'
import { breach, village, type Settings } from '../fixtures.js'

/** The village after it has lived so many days. */
function after(days: number, scenario: Scenario, run = 0): Simulation {
  const simulation = new Simulation(compile(scenario), { run })
  while (simulation.day < days) simulation.step()
  return simulation
}

function leaking(more: Partial<Breach> = {}, settings: Settings = {}): Scenario {
  return village({ ...settings, breaches: [breach('L', 'V', { to: 'H', ...more })] })
}

describe('the secret', () => {
  it('is the newest the leaker holds from the victim: shared, collected, and of the day before at the latest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(0, 1, 10, 40), (run, day) => {
        const { now } = after(day + 1, leaking({ day, pressDay: null, namedDay: null }), run)
        const { state, history, tape, world } = now
        const [taken] = state.breaches[0].items
        const held: number[] = []
        for (let k = 0; k < history.offerStart[day + tape.lead]; k++)
          if (history.offers.pair[k] === history.pair('V', 'L') && history.offers.grade[k] >= 1)
            held.push(history.offers.item[k])
        expect(taken).toBe(held.at(-1) ?? -1)
        const discipline = world.streamCell[tape.stream[taken]] % world.disciplines
        expect(state.breaches[0].disciplines).toEqual([discipline])
      }),
      { numRuns: 40 },
    )
  })

  it('is of the discipline the scenario names', () => {
    for (let run = 0; run < 10; run++) {
      const { state, tape, world } = after(11, leaking({ discipline: 'SIGINT' }), run).now
      const item = state.breaches[0].items[0]
      expect(world.disciplineIds[world.streamCell[tape.stream[item]] % world.disciplines]).toBe('SIGINT')
    }
  })

  it('is made where the leaker holds none, of what the victim collects most', () => {
    const given = leaking()
    const agreements = given.network.agreements.map((a) => (a.parties.includes('V') ? { ...a, from: 9 } : a))
    const { state } = after(1, { ...leaking({ day: 0 }), network: { ...given.network, agreements } }).now
    expect(state.breaches[0].items).toEqual([-1])
    expect(state.breaches[0].disciplines).toEqual([0]) // HUMINT: .8 a day against .4
  })

  it('of severity 0 is logged, and that is all', () => {
    const { state, history } = after(60, leaking({ severity: 0 })).now
    expect(history.events.filter(({ breach }) => breach === 'leak').map(({ kind }) => kind)).toEqual([
      'breach',
    ])
    expect(state.breaches[0]).toMatchObject({ event: -1, press: -1, named: -1, items: [-1] })
  })

  it('of two originators is one secret of each', () => {
    const { state, tape, world } = after(
      11,
      village({ breaches: [breach('L', ['F', 'V'], { to: 'H' })] }),
    ).now
    const origins = state.breaches[0].items.map((item) => world.ids[world.streamCountry[tape.stream[item]]])
    expect(origins).toEqual(['F', 'V'])
  })
})

describe('the day on which a victim finds out by itself', () => {
  it('follows an exponential of mean 14, rounded up to whole days', () => {
    const runs = 600
    const given = compile(leaking({ day: 0 }, { days: 1 }))
    const days = Array.from({ length: runs }, (_, run) => {
      const simulation = new Simulation(given, { run })
      simulation.step()
      return simulation.now.state.breaches[0].detection[0]
    })
    // rounded up, an exponential is geometric: mean 1/(1 − e^(−1/14)), and as much spread
    const mean = 1 / (1 - Math.exp(-1 / 14))
    expect(Math.min(...days)).toBeGreaterThanOrEqual(1)
    expect(Math.abs(days.reduce((a, b) => a + b, 0) / runs - mean)).toBeLessThan((4 * mean) / Math.sqrt(runs))
    const late = days.filter((day) => day > 20).length / runs
    expect(Math.abs(late - Math.exp(-20 / 14))).toBeLessThan(4 * Math.sqrt(0.18 / runs))
  })
})

describe('the context of a breach', () => {
  const twice = (more: Partial<Breach>, settings: Settings = {}): Scenario =>
    village({
      days: 500,
      ...settings,
      breaches: [
        breach('L', 'V', { id: 'first', to: 'H' }),
        breach('L', 'V', { id: 'second', to: 'H', pressDay: null, namedDay: null, ...more }),
      ],
    })
  const contexts = (scenario: Scenario, days: number): number[] =>
    after(days, scenario).now.state.breaches.map(({ context }) => context)

  it('is ¾ where two of the eight pairs around the leaker have seen another: V and F learned of the first', () => {
    // F–L, F–V, L–V and F–S, both ways; H deals with nobody
    expect(contexts(twice({ day: 60 }), 61)).toEqual([1, 0.75])
  })

  it('counts by its exponent', () => {
    const squared = contexts(twice({ day: 60 }, { parameters: { contextDiscount: 2 } }), 61)
    expect(Math.abs(squared[1] - 0.5625)).toBeLessThan(1e-12)
    expect(contexts(twice({ day: 60 }, { parameters: { contextDiscount: 0 } }), 61)).toEqual([1, 1])
  })

  it('forgets after a year: the name was news on day 13, so day 377 still counts it and day 378 does not', () => {
    expect(contexts(twice({ day: 377 }), 378)[1]).toBe(0.75)
    expect(contexts(twice({ day: 378 }), 379)[1]).toBe(1)
  })

  it('is read in the morning: of two breaches on one day neither is context for the other', () => {
    expect(contexts(twice({ day: 10, pressDay: 10 }), 11)).toEqual([1, 1])
  })

  it('does not look beyond those whom agreements in force join to the leaker', () => {
    const given = twice({ day: 60 })
    const agreements = given.network.agreements.map((a) => (a.id === 'f-s' ? { ...a, until: 50 } : a))
    // without F–S six pairs are left: S is nobody's any more, and F's memory of it is no part of the circle
    const [, second] = contexts({ ...given, network: { ...given.network, agreements } }, 61)
    expect(Math.abs(second - (1 - 2 / 6))).toBeLessThan(1e-12)
  })
})

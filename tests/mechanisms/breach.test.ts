/** A breach: what is passed on, when its victim would find out, and how many others were seen lately. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import { Simulation } from '../../src/run.js'
import type { Breach, Scenario } from '../../src/scenario.js'
import { agreement, breach, village, type Settings } from '../fixtures.js'

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

describe('a secret that is out', () => {
  it('is taken by nobody again: of two breaches to the press the second takes another item, or makes one up', () => {
    for (let run = 0; run < 10; run++) {
      const days = [10, 11, 12, 13].map((day) =>
        breach('L', 'V', { id: `leak-${day}`, to: 'press', day, pressDay: day, namedDay: null }),
      )
      const { history, state } = after(
        15,
        village({ breaches: days, parameters: { breachWeight: 0 } }),
        run,
      ).now
      const taken = state.breaches.map(({ items }) => items[0])
      expect(new Set(taken).size).toBe(4)
      expect(history.passings.map(({ item }) => item)).toEqual(taken)
    }
  })

  it('stays a secret from others: what H was told may be told to the press', () => {
    const both = [
      breach('L', 'V', { id: 'first', to: 'H', day: 10, pressDay: null, namedDay: null }),
      breach('L', 'V', { id: 'second', to: 'press', day: 10, pressDay: 10, namedDay: null }),
    ]
    const { history } = after(12, village({ breaches: both })).now
    const [one, other] = history.passings
    expect(other.item).toBe(one.item)
    expect(history.holders(one.item, 10)).toEqual(expect.arrayContaining(['H', 'L', 'V', 'press']))
  })

  it('may come from whoever was told in a breach before: F passes on what L let it have', () => {
    const given = village({
      breaches: [
        // the club is gone by then, and F had nothing of V's but what L told it
        breach('L', 'V', { id: 'first', to: 'F', day: 12, pressDay: null, namedDay: null }),
        breach('F', 'V', { id: 'second', to: 'press', day: 14, pressDay: 14, namedDay: null }),
      ],
    })
    const agreements = [
      ...given.network.agreements.filter(({ id }) => id !== 'club'),
      agreement('f-v', ['F', 'V'], 'narrow', { disciplines: ['GEOINT'] }),
    ]
    const disciplines = [
      { id: 'GEOINT', sensitivity: 0.5, sourceLoss: 0.2, recovery: 180 },
      ...given.network.disciplines,
    ]
    const { history, world } = after(15, {
      ...given,
      network: { ...given.network, agreements, disciplines },
    }).now
    const [first, second] = history.passings
    expect(second.item).toBe(first.item)
    expect([world.ids[first.to], world.ids[second.from]]).toEqual(['F', 'F'])
  })
})

describe('an accusation', () => {
  const accused = (more: Partial<Breach> = {}, settings: Settings = {}): Scenario =>
    leaking({ to: 'public', happened: false, details: 0, pressDay: 10, namedDay: null, ...more }, settings)

  it('passes nothing on, puts no source at risk and is found out by nobody', () => {
    const { history, state } = after(60, accused({ pressDay: null })).now
    expect(history.events.filter(({ breach: id }) => id === 'leak').map(({ kind }) => kind)).toEqual([
      'accusation',
    ])
    expect(history.passings).toEqual([])
    expect(state.breaches[0]).toMatchObject({ items: [-1], identified: [false] })
    expect([...state.damage]).toEqual([...state.damage].fill(0))
  })

  it('costs as much trust as the breach would have, once it is public', () => {
    const off = ['sourceLoss', 'deception', 'release', 'warnings'] as const
    const settings = { off, days: 40, parameters: { detection: 36_500 } }
    const [lie, truth] = [
      accused({}, settings),
      leaking({ to: 'public', pressDay: 10, namedDay: null }, settings),
    ].map((given) => after(12, given).now)
    // what V knows to have leaked earns no credit; nothing else tells the two apart
    for (const [from, to] of [
      ['V', 'L'],
      ['F', 'L'],
    ]) {
      const [one, other] = [lie, truth].map(({ history }) => history.trust(from, to))
      expect(one.subarray(0, 11)).toEqual(other.subarray(0, 11))
      expect(one[10]).toBeLessThan(one[9] - 0.001)
    }
  })

  it('is no breach to be learned of by anybody but from the press, and of severity 0 it is a note', () => {
    const { history } = after(60, accused({ severity: 0 })).now
    const kinds = history.events.filter(({ breach: id }) => id === 'leak').map(({ kind }) => kind)
    expect(kinds).toEqual(['accusation'])
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

  it('is 1 for a leaker that deals with nobody any more: there is nobody to have seen anything', () => {
    const given = leaking({ day: 20, pressDay: 21, namedDay: null })
    const agreements = [
      ...given.network.agreements.map((a) => (a.parties.includes('L') ? { ...a, until: 15 } : a)),
      agreement('later', ['L', 'S'], 'ally', { from: 40 }),
    ]
    const { state, history } = after(50, { ...given, network: { ...given.network, agreements } }).now
    expect(state.breaches[0].context).toBe(1)
    // S, who will deal with L one day, listens: it weighs what it heard, and that is a number
    const heard = history.events.find(({ kind, who }) => kind === 'learned' && who === 'S')
    expect(heard).toMatchObject({ words: { as: 'stranger' } })
    expect(heard?.numbers['weight']).toBeGreaterThan(0)
    expect(history.trust('S', 'L')[45]).toBeLessThan(0.92)
  })

  it('does not look beyond those whom agreements in force join to the leaker', () => {
    const given = twice({ day: 60 })
    const agreements = given.network.agreements.map((a) => (a.id === 'f-s' ? { ...a, until: 50 } : a))
    // without F–S six pairs are left: S is nobody's any more, and F's memory of it is no part of the circle
    const [, second] = contexts({ ...given, network: { ...given.network, agreements } }, 61)
    expect(Math.abs(second - (1 - 2 / 6))).toBeLessThan(1e-12)
  })
})

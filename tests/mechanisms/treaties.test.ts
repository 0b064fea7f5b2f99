/** Agreements by the calendar: nothing is told before the first day nor from the day they have run out. */
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import type { History } from '../../src/history.js'
import { run, Simulation } from '../../src/run.js'
import type { Scenario } from '../../src/scenario.js'
import { agreement, collects, country, network, scenario } from '../fixtures.js'

/** A and B with one agreement always, C with A from one day until another. */
function dated(from: number | null, until: number | null, days = 120): Scenario {
  const net = network(
    [country('A', [collects(3)]), country('B', [collects(3)]), country('C', [collects(3)])],
    [agreement('always', ['A', 'B']), agreement('dated', ['A', 'C'], 'partner', { from, until })],
  )
  return scenario(net, { days })
}

/** Days on which A offered C anything, withheld or not. */
function offered(history: History): number[] {
  const days: number[] = []
  const pair = history.pair('A', 'C')
  for (let day = 0; day < history.days; day++) {
    const [first, end] = [
      history.offerStart[day + history.tape.lead],
      history.offerStart[day + history.tape.lead + 1],
    ]
    if (history.offers.pair.subarray(first, end).includes(pair)) days.push(day)
  }
  return days
}

const dates = (history: History): unknown[] =>
  history.events.map(({ day, kind, agreement: e }) => [day, kind, e])

describe('an agreement', () => {
  it('binds from its first day to the day before its last', () => {
    const history = run(dated(30, 70))
    expect(dates(history)).toEqual([
      [30, 'agreement-begins', 'dated'],
      [70, 'agreement-ends', 'dated'],
    ])
    const days = offered(history)
    expect([days[0], days.at(-1)]).toEqual([30, 69])
    expect(days.length).toBeGreaterThan(33)
  })

  it('that began before day 0 needs no beginning, and its secrets are in flight', () => {
    for (const from of [null, -400, 0]) {
      const history = run(dated(from, null))
      expect(history.events).toEqual([])
      expect(offered(history)[0]).toBe(0)
      expect(history.offers.pair.subarray(0, history.offerStart[history.tape.lead])).toContain(
        history.pair('A', 'C'),
      )
    }
  })

  it('that lies wholly outside the run is no part of it', () => {
    for (const [from, until] of [
      [null, 0],
      [-10, -5],
      [120, null],
      [500, 900],
    ] as const) {
      const history = run(dated(from, until))
      expect(history.world.agreementIds).toEqual(['always'])
      expect(() => history.pair('A', 'C')).toThrow('share no agreement')
    }
  })

  it('on its last day in the run may begin or end still', () => {
    expect(dates(run(dated(119, null)))).toEqual([[119, 'agreement-begins', 'dated']])
    expect(dates(run(dated(null, 119)))).toEqual([[119, 'agreement-ends', 'dated']])
    expect(dates(run(dated(null, 120)))).toEqual([])
  })

  it('out of force counts for nothing: nobody is reached through it, nobody reviews it', () => {
    const simulation = new Simulation(compile(dated(30, 70)))
    const reached: boolean[] = []
    while (!simulation.done) {
      simulation.step()
      reached.push(simulation.now.state.channels(0, 2).length === 1)
    }
    expect(reached.indexOf(true)).toBe(30)
    expect(reached.lastIndexOf(true)).toBe(69)
  })
})

describe('a pair that first shares an agreement later', () => {
  it('has no trust before, and its prior that day', () => {
    const trust = run(dated(30, null)).trust('A', 'C')
    expect(trust.subarray(0, 30).every(Number.isNaN)).toBe(true)
    expect(Math.abs(trust[30] - 0.875)).toBeLessThan(1e-12)
    expect(trust.subarray(30).some(Number.isNaN)).toBe(false)
  })

  it('keeps what it believes when a second agreement follows', () => {
    const given = dated(0, null)
    const agreements = [...given.network.agreements, agreement('later', ['A', 'C'], 'partner', { from: 60 })]
    const [one, two] = [given, { ...given, network: { ...given.network, agreements } }].map((each) =>
      run(each).trust('A', 'C'),
    )
    expect(two.subarray(0, 61)).toEqual(one.subarray(0, 61))
  })

  it('changes nothing for others until then', () => {
    const [early, never] = [run(dated(60, null)), run(dated(null, 0))].map((history) =>
      history.trust('A', 'B'),
    )
    expect(early.subarray(0, 60)).toEqual(never.subarray(0, 60))
  })
})

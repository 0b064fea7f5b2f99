/** A source that a hostile reader knows: how much of it is lost, how it recovers, and what it costs in items. */
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import type { HistoryEvent } from '../../src/events.js'
import { run, Simulation } from '../../src/run.js'
import type { Parameters } from '../../src/parameters.js'
import type { Breach, Scenario } from '../../src/scenario.js'
import { breach, village, type Settings } from '../fixtures.js'

/** V's agents are given away to H, hostile to V by .9, with so much detail that H cannot but know. */
function betrayed(more: Partial<Breach> = {}, settings: Settings = {}): Scenario {
  return village({
    days: 800,
    ...settings,
    breaches: [
      breach('L', 'V', { to: 'H', discipline: 'HUMINT', details: 8, namedDay: 10, pressDay: 10, ...more }),
    ],
  })
}

const losses = (scenario: Scenario): HistoryEvent[] =>
  run(scenario).events.filter(({ kind }) => kind === 'source-lost')

describe('what is lost', () => {
  it('by hand: .7 of human sources · hostility .9 · severity .8 = .504, for a half-life of 730 days', () => {
    const [loss, ...more] = losses(betrayed())
    expect(more).toEqual([])
    expect(loss).toMatchObject({ day: 10, who: 'H', whom: 'V', words: { discipline: 'HUMINT' } })
    expect(Math.abs(loss.numbers['share'] - 0.504)).toBeLessThan(1e-12)
    expect(loss.numbers['halfLife']).toBe(730)
  })

  it('by hand: .4 of intercepts, .4 · .9 · .5 = .18 at severity .5', () => {
    const [loss] = losses(betrayed({ discipline: 'SIGINT', severity: 0.5 }))
    expect(Math.abs(loss.numbers['share'] - 0.18)).toBeLessThan(1e-12)
    expect(loss.numbers['halfLife']).toBe(270)
  })

  it('is nothing where what came out exposes the originator alone, though it is identified all the same', () => {
    const given = betrayed({ exposes: 'originator' })
    expect(losses(given)).toEqual([])
    const { events } = run(given)
    expect(events.some(({ kind }) => kind === 'identified')).toBe(true)
    expect(events.some(({ kind }) => kind === 'source-turned')).toBe(false)
  })

  it('is nothing to a friend, nothing with the mechanism off, and nothing at severity 0', () => {
    expect(losses(betrayed({ to: 'F' }))).toEqual([])
    expect(losses(betrayed({}, { off: ['sourceLoss'] }))).toEqual([])
    expect(losses(betrayed({ severity: 0 }))).toEqual([])
  })

  it('in public is what the most hostile reader does', () => {
    const given = betrayed({ to: 'public' })
    const hostilities = [
      { between: ['F', 'V'] as const, level: 0.2 },
      { between: ['H', 'V'] as const, level: 0.9 },
      { between: ['H', 'S'] as const, level: 1 },
    ]
    const [loss] = losses({ ...given, network: { ...given.network, hostilities } })
    expect(Math.abs(loss.numbers['share'] - 0.504)).toBeLessThan(1e-12)
  })

  it('waits until the source is known: without details, often until the press names it', () => {
    let waited = 0
    for (let number = 0; number < 30; number++) {
      const { events } = run(betrayed({ details: 0, pressDay: 12, namedDay: 20 }, { days: 25 }), {
        run: number,
      })
      const [loss, ...more] = events.filter(({ kind }) => kind === 'source-lost')
      expect(more).toEqual([])
      expect(events[loss.cause ?? -1]).toMatchObject({ kind: 'identified', day: loss.day })
      expect([10, 20]).toContain(loss.day)
      if (loss.day === 20) waited++
    }
    expect(waited).toBeGreaterThan(3)
    expect(waited).toBeLessThan(27)
  })
})

describe('recovery', () => {
  function damageOn(day: number, scenario: Scenario): number {
    const simulation = new Simulation(compile(scenario))
    while (simulation.day <= day) simulation.step()
    const { state, world } = simulation.now
    const streams = Array.from({ length: world.streams }, (_, s) => s)
    const hurt = streams.filter((s) => state.damage[s] > 0)
    expect(hurt.map((s) => world.ids[world.streamCountry[s]])).toEqual(['V'])
    return state.damageToday(hurt[0])
  }

  it('halves the loss in 730 days', () => {
    expect(Math.abs(damageOn(10, betrayed()) - 0.504)).toBeLessThan(1e-12)
    expect(Math.abs(damageOn(740, betrayed()) - 0.252)).toBeLessThan(1e-12)
    expect(Math.abs(damageOn(375, betrayed()) - 0.504 * Math.SQRT1_2)).toBeLessThan(1e-12)
  })

  it('is set back by a second loss, which takes its share of what is left', () => {
    const given = betrayed()
    const [first] = given.breaches
    const again = { ...first, id: 'again', day: 375, pressDay: 375, namedDay: 375 }
    const left = 1 - 0.504 * Math.SQRT1_2
    expect(
      Math.abs(damageOn(375, { ...given, breaches: [first, again] }) - (1 - left * (1 - 0.504))),
    ).toBeLessThan(1e-12)
  })
})

describe('the items', () => {
  it('that are missing are the share lost, and none from any other stream', () => {
    const parameters: Partial<Parameters> = { recoveryHumint: 1e9 }
    let all = 0
    let lost = 0
    for (let number = 0; number < 25; number++) {
      const given = betrayed({}, { days: 300, parameters })
      const disciplines = given.network.disciplines.map((one) => ({ ...one, recovery: 1e9 }))
      const {
        tape,
        lost: missing,
        world,
      } = run({ ...given, network: { ...given.network, disciplines } }, { run: number })
      // the items of the day itself are collected after the loss
      const own = (item: number): boolean => {
        const s = tape.stream[item]
        const human = world.disciplineIds[world.streamCell[s]] === 'HUMINT'
        return human && world.ids[world.streamCountry[s]] === 'V' && item >= tape.dayStart[tape.lead + 10]
      }
      const items = Array.from({ length: tape.items }, (_, item) => item)
      expect(items.filter((item) => !own(item) && missing[item] === 1)).toEqual([])
      all += items.filter(own).length
      lost += items.filter((item) => own(item) && missing[item] === 1).length
    }
    expect(Math.abs(lost / all - 0.504)).toBeLessThan(4 * Math.sqrt(0.25 / all))
  })

  it('lost under a small loss are lost under a larger one too: the same draws thin the same items', () => {
    const missing = (severity: number): Uint8Array => run(betrayed({ severity }, { days: 200 })).lost
    const [small, large] = [missing(0.3), missing(0.9)]
    let both = 0
    small.forEach((gone, item) => {
      both += gone
      expect(gone).toBeLessThanOrEqual(large[item])
    })
    expect(both).toBeGreaterThan(5)
  })
})

/** Made-up reports that are proven: the loss by hand, what time mends of it in closed form, and what it never mends. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import type { Parameters } from '../../src/parameters.js'
import { run, Simulation } from '../../src/run.js'
import type { Fabrication, Scenario, Switch } from '../../src/scenario.js'
import { readScenario } from '../../src/scenario-file.js'
import { digest } from '../digest.js'
import { agreement, collects, country, network, scenario, seat, village, type Settings } from '../fixtures.js'

const lie = (change: Partial<Fabrication> = {}): Fabrication => ({
  what: 'fabrication',
  id: 'curveball',
  day: 20,
  by: 'liar',
  to: ['dupe'],
  severity: 0.5,
  provenDay: 50,
  ...change,
})

/** A liar that tells the dupe everything, and a dupe that can check nothing: veracity trust rests on the tie alone. */
function pair(moves: readonly Fabrication[], settings: Settings = {}): Scenario {
  const net = network(
    [country('dupe'), country('liar', [collects(0.5)])],
    [agreement('pact', ['dupe', 'liar'], 'partner', { stake: { liar: 20 } })],
  )
  return scenario(net, { days: 200, moves, ...settings })
}

/** Veracity trust of the dupe in the liar, evening by evening. */
function veracity(given: Scenario, from = 'dupe', to = 'liar'): number[] {
  const simulation = new Simulation(compile(given))
  const found: number[] = []
  while (!simulation.done) {
    simulation.step()
    found.push(simulation.now.state.veracity(simulation.now.history.pair(from, to)))
  }
  return found
}

describe('a fabrication', () => {
  it('changes nothing until it is proven, then by hand: .6 · .5 of a resistance of 10, four tenths for good', () => {
    const seen = veracity(pair([lie()], { parameters: { halfLife: 36_500 } }))
    // nothing is checked, so that a partner rests at its base
    for (const before of seen.slice(0, 50)) expect(before).toBe(5.4 / 6)
    expect(Math.abs(seen[50] - 5.4 / (6 + 0.3 * 10))).toBeLessThan(1e-12)
  })

  it('heals in closed form: what is left after so many half-lives, and never the rest', () => {
    const halfLife = 90
    const seen = veracity(pair([lie()], { days: 1900, parameters: { halfLife } }))
    const lost = 0.3 * 10
    for (const later of [0, 1, 90, 180, 900, 1849]) {
      const falsehood = 0.4 * lost + 0.6 * lost * 2 ** (-later / halfLife)
      expect(Math.abs(seen[50 + later] - 5.4 / (6 + falsehood)), `day ${later}`).toBeLessThan(1e-12)
    }
    expect(seen[1899]).toBeCloseTo(5.4 / 7.2, 4)
    const mended = veracity(pair([lie()], { days: 1900, parameters: { halfLife, permanentShare: 0 } }))
    expect(mended[50]).toBe(seen[50])
    expect(mended[1899]).toBeCloseTo(0.9, 4)
  })

  it('told and proven on one day is told first', () => {
    const history = run(pair([lie({ day: 30, provenDay: 30 })]))
    const kinds = history.events.filter(({ day }) => day === 30).map(({ kind }) => kind)
    expect(kinds).toEqual(['fabrication', 'proven'])
  })

  it('is on record with its cause, and with the trust before and after', () => {
    const history = run(pair([lie()]))
    const proven = history.events.find(({ kind }) => kind === 'proven')
    expect(proven).toMatchObject({ day: 50, who: 'dupe', whom: 'liar' })
    expect(history.because(proven).map(({ kind, day }) => [kind, day])).toEqual([
      ['fabrication', 20],
      ['proven', 50],
    ])
    expect(proven?.numbers['weight']).toBeCloseTo(0.3, 12)
    expect(proven?.numbers['before']).toBe(5.4 / 6)
    expect(proven?.numbers['after']).toBeCloseTo(0.6, 2)
  })

  it('twice is worse than once, and each deceived judges for itself', () => {
    const once = veracity(pair([lie()]))
    const twice = veracity(pair([lie(), lie({ id: 'again', provenDay: 60 })]))
    expect(twice.slice(0, 60)).toEqual(once.slice(0, 60))
    expect(twice[60]).toBeLessThan(once[60] - 0.05)
    const moves = [lie({ by: 'L', to: ['F', 'V'] })]
    const history = run(village({ moves, breaches: [] }))
    const proven = history.events.filter(({ kind }) => kind === 'proven')
    expect(proven.map(({ who }) => who)).toEqual(['F', 'V'])
    expect(history.events.filter(({ kind }) => kind === 'fabrication')).toHaveLength(1)
  })

  it('of severity 0 is told and costs nothing', () => {
    const given = pair([lie({ severity: 0 })])
    expect(veracity(given)).toEqual(veracity(pair([])))
    expect(run(given).events.map(({ kind }) => kind)).toContain('fabrication')
    expect(run(given).events.map(({ kind }) => kind)).not.toContain('proven')
  })

  it('deceives nobody that did not deal with the liar when it was told', () => {
    const base = village({ breaches: [], days: 150 })
    const agreements = base.network.agreements.map((found) =>
      found.id === 'f-s' ? { ...found, from: 40 } : found,
    )
    const proven = (day: number): number => {
      const moves = [lie({ by: 'S', to: ['F'], day, provenDay: 100 })]
      const history = run({ ...base, network: { ...base.network, agreements }, moves })
      return history.events.filter(({ kind }) => kind === 'proven').length
    }
    expect([39, 40].map(proven)).toEqual([0, 1])
  })

  it('never raises veracity trust, lowers it with severity, and leaves discretion trust alone', () => {
    const unit = fc.double({ min: 0.01, max: 1, noNaN: true })
    fc.assert(
      fc.property(unit, unit, unit, (a, b, permanentShare) => {
        const parameters: Partial<Parameters> = { permanentShare }
        const [mild, grave] = [Math.min(a, b), Math.max(a, b)].map((severity) =>
          veracity(pair([lie({ severity })], { days: 80, parameters })),
        )
        const honest = veracity(pair([], { days: 80, parameters }))
        for (let day = 0; day < 80; day++) {
          expect(mild[day]).toBeLessThanOrEqual(honest[day])
          expect(grave[day]).toBeLessThanOrEqual(mild[day])
        }
        expect(grave[79]).toBeLessThan(honest[79])
      }),
      { numRuns: 40 },
    )
    const off: Switch[] = ['reciprocity']
    const moves = [lie({ by: 'L', to: ['F', 'V'] })]
    const [lied, honest] = [moves, []].map((told) => run(village({ moves: told, off, breaches: [] })))
    expect(digest(lied, { events: false })).toBe(digest(honest, { events: false }))
  })

  it('is felt where stakes follow what is received: the deceived tell the liar less', () => {
    const base = village({
      breaches: [],
      days: 400,
      parameters: { halfLife: 36_500, deceptionWeight: 2, reciprocity: 1 },
    })
    const moves = [lie({ by: 'L', to: ['F', 'V'], severity: 1 })]
    const stake = (given: Scenario): number => {
      const simulation = new Simulation(compile(given))
      while (!simulation.done) simulation.step()
      const { state, world } = simulation.now
      const m = seat(world, 'V', 'l-v')
      return state.stake(m)
    }
    expect(stake({ ...base, moves })).toBeLessThan(0.9 * stake(base))
  })

  it('switched off changes nothing', () => {
    const off: Switch[] = ['deception']
    const moves = [lie({ by: 'L', to: ['F', 'V'] })]
    expect(digest(run(village({ off, moves })))).toBe(digest(run(village({ off }))))
    expect(digest(run(village({ moves })))).not.toBe(digest(run(village())))
  })
})

describe('written in a file', () => {
  const said = (words: string): string[] =>
    readScenario(`liaison: 1
title: Curveball
start: 2020-01-01
days: 100
network:
  topics: { terror: {} }
  countries:
    - { id: A, collection: { terror: { HUMINT: 1 } } }
    - { id: B, collection: { terror: { HUMINT: 1 } } }
    - { id: C }
  agreements:
    - { id: a-b, parties: [A, B], scope: { topics: all, disciplines: all }, tie: ally }
    - { id: a-c, parties: [A, C], scope: { topics: all, disciplines: all }, tie: ally, until: 2020-01-20 }
events:
  - id: lie
    on: 30
    fabrication: ${words}
`).mistakes.map(({ line, code }) => `${line} ${code}`)

  it('a fabrication needs a partner of that day to be deceived, and its proof before the end', () => {
    expect(said('{ by: A, to: B, severity: 0.5, proven: 30 days }')).toEqual([])
    expect(said('{ by: A, to: [B, C], severity: 0.5, proven: 30 days }')).toEqual(['17 E_ACCESS'])
    expect(said('{ by: A, to: A, severity: 0.5, proven: 30 days }')).toEqual(['17 E_SELF_LOOP'])
    expect(said('{ by: A, to: D, severity: 0.5, proven: 30 days }')).toEqual(['17 E_DANGLING'])
    expect(said('{ by: A, to: B, severity: 1.5, proven: 30 days }')).toEqual(['17 E_RANGE'])
    expect(said('{ by: A, to: B, severity: 0.5, proven: 70 days }')).toEqual(['17 E_RANGE'])
  })
})

/** Plots: who learns of them, who is warned how, and what comes of it. */
import { describe, expect, it } from 'vitest'
import { FULL, TEAR_LINE, WITHHELD } from '../../src/choice.js'
import { compile } from '../../src/compile.js'
import type { History } from '../../src/history.js'
import { DAY, run, Simulation } from '../../src/run.js'
import type { Parameters } from '../../src/parameters.js'
import type { Scenario } from '../../src/scenario.js'
import { without } from '../../src/world.js'
import { agreement, breach, collects, country, network, scenario, TOPIC, village } from '../fixtures.js'

/** Plots against B every few days; A may uncover them, and is bound to B by one agreement. */
function plotted(parameters: Partial<Parameters> = {}, own = 0, days = 400): Scenario {
  const net = network(
    [country('A', [collects(1)]), country('B', own > 0 ? [collects(own, 'SIGINT')] : [])],
    [agreement('e', ['A', 'B'])],
    { topics: [{ id: TOPIC, label: 'terror', plotsPerYear: 90, targets: ['B'] }] },
  )
  return scenario(net, { days, parameters: { discovery: 0.1, ...parameters } })
}

/** A run in which A stands on a rung in the agreement with B from beginning to end, with so much broken between them. */
function onRung(rung: number, given: Scenario, broken = 0): History {
  const simulation = new Simulation(compile(given), {
    phases: [
      {
        name: 'as it is meant to be',
        mechanisms: [
          {
            name: 'hold the rung',
            owns: ['rung', 'broken'],
            apply({ state }) {
              state.rung[0] = rung
              state.beliefs.hold(0, 'broken', broken / state.age)
              state.since[0] = state.day
              state.version++
            },
          },
        ],
      },
      ...DAY,
    ],
  })
  while (!simulation.done) simulation.step()
  return simulation.now.history
}

const grades = (history: History): (number | null)[] => history.warnings.map(({ grade }) => grade)

describe('a warning', () => {
  it('of a trusted partner is given in full or as a tear-line, and told as such', () => {
    const history = run(plotted())
    expect(history.warnings.length).toBeGreaterThan(50)
    for (const warning of history.warnings) {
      expect(warning).toMatchObject({ country: 0, self: false })
      const told = history.events.find(
        ({ kind, numbers }) => ['warned', 'silent'].includes(kind) && numbers['plot'] === warning.plot,
      )
      expect(told).toMatchObject({ day: warning.day, who: 'A', whom: 'B', agreement: 'e' })
      expect(told?.words['as']).toBe(['nothing', 'as a tear-line', 'in full'][warning.grade ?? -1])
    }
    expect(new Set(grades(history))).toEqual(new Set([TEAR_LINE, FULL]))
  })

  it('is held back where trust is gone', () => {
    const silent = onRung(0, plotted({ dependenceGain: 0 }), 200)
    expect(grades(silent).filter((grade) => grade === WITHHELD).length).toBeGreaterThan(40)
  })

  it('is worth more than an ordinary item: the larger its extra stake, the more are given, and none fewer', () => {
    const [low, high] = [0, 1].map((warningValue) =>
      grades(onRung(0, plotted({ dependenceGain: 0, warningValue }), 30)),
    )
    expect(high).toHaveLength(low.length)
    high.forEach((grade, k) => expect(grade).toBeGreaterThanOrEqual(low[k] ?? NaN))
    expect(high).not.toEqual(low)
  })

  it('on tear-lines only is at most a tear-line', () => {
    const told = grades(onRung(1, plotted()))
    expect(new Set(told)).toEqual(new Set([WITHHELD, TEAR_LINE]))
    // under the same draws whoever might have told all tells at least as much
    grades(onRung(0, plotted())).forEach((grade, k) => expect(grade).toBeGreaterThanOrEqual(told[k] ?? NaN))
  })

  it('of a suspended partner may still be a tear-line: the duty to warn', () => {
    const dutiful = grades(onRung(2, plotted()))
    expect(dutiful).toEqual(grades(onRung(1, plotted())))
    const cold = grades(onRung(2, plotted({ dutyToWarn: 0 })))
    expect(new Set(cold)).toEqual(new Set([WITHHELD]))
    const some = grades(onRung(2, plotted({ dutyToWarn: 0.4 })))
    const would = dutiful.flatMap((grade, k) => (grade === TEAR_LINE ? [some[k]] : []))
    const share = would.filter((grade) => grade === TEAR_LINE).length / would.length
    expect(would.length).toBeGreaterThan(50)
    expect(Math.abs(share - 0.4)).toBeLessThan(4 * Math.sqrt(0.24 / would.length))
  })

  it('is impossible where no agreement reaches the target, or none covers the topic', () => {
    expect(new Set(grades(onRung(3, plotted())))).toEqual(new Set([null]))
    const given = plotted()
    const topics = [...given.network.topics, { id: 'trade', label: 'trade', plotsPerYear: 0, targets: [] }]
    const agreements = given.network.agreements.map((one) => ({ ...one, topics: ['trade'] }))
    const history = run({ ...given, network: { ...given.network, topics, agreements } })
    expect(new Set(grades(history))).toEqual(new Set([null]))
  })

  it('through several agreements is the best that any of them would have carried', () => {
    const given = plotted({}, 0, 1200)
    const through = (...ids: string[]): (number | null)[] => {
      const agreements = ids.map((id) => agreement(id, ['A', 'B'], 'ally', { stake: { A: 0.9 } }))
      return grades(run({ ...given, network: { ...given.network, agreements } }))
    }
    const [one, other, both] = [through('one'), through('other'), through('one', 'other')]
    expect(one).not.toEqual(other)
    expect(both).toEqual(one.map((grade, k) => Math.max(grade ?? NaN, other[k] ?? NaN)))
  })

  it('comes once from each country, however many of its streams find the plot', () => {
    const { warnings } = run(village({ days: 600, parameters: { discovery: 0.3 } }))
    const known = warnings.map(({ plot, country: who }) => `${plot} ${who}`)
    expect(known.length).toBeGreaterThan(15)
    expect(new Set(known).size).toBe(known.length)
  })

  it('needs a source: what a destroyed stream would have found stays hidden', () => {
    const given = plotted()
    const [sound, blind] = [0, 1].map((damage) => {
      const simulation = new Simulation(compile(given))
      while (!simulation.done) {
        simulation.now.state.damage[0] = damage
        simulation.now.state.damageDay[0] = simulation.day
        simulation.step()
      }
      return simulation.now.history
    })
    expect(sound.warnings.length).toBeGreaterThan(50)
    expect(blind.warnings).toEqual([])
    expect(blind.outcomes.some(({ averted }) => averted)).toBe(false)
  })
})

describe('a plot', () => {
  /** Of the plots that ended, those of which A or B knew in some way, and how many of them were averted. */
  function averted(history: History, known: (plot: number) => boolean): { n: number; share: number } {
    const ended = history.outcomes.filter(({ plot }) => known(plot))
    return { n: ended.length, share: ended.filter((outcome) => outcome.averted).length / ended.length }
  }

  /** How many standard errors a share lies from a chance; at least a hundred plots must have ended. */
  function distance({ n, share }: { n: number; share: number }, chance: number): number {
    if (n < 100) throw new Error(`${n} plots are too few to tell`)
    return Math.abs(share - chance) / Math.sqrt((chance * (1 - chance)) / n)
  }

  it('nobody knows of is carried out', () => {
    const history = run(plotted({}, 0, 1500))
    const known = new Set(history.warnings.map(({ plot }) => plot))
    const hidden = history.outcomes.filter(({ plot }) => !known.has(plot))
    expect(hidden.length).toBeGreaterThan(5)
    expect(hidden.every((outcome) => !outcome.averted)).toBe(true)
  })

  it('is averted by nine full warnings in ten and seven tear-lines in ten', () => {
    const history = run(plotted({}, 0, 3000))
    const by = (grade: number): Set<number> =>
      new Set(history.warnings.filter((warning) => warning.grade === grade).map(({ plot }) => plot))
    const full = by(FULL)
    expect(
      distance(
        averted(history, (plot) => full.has(plot)),
        0.9,
      ),
    ).toBeLessThan(4)
    const tear = onRung(1, plotted({}, 0, 1500))
    const warned = new Set(tear.warnings.map(({ plot }) => plot))
    expect(
      distance(
        averted(tear, (plot) => warned.has(plot)),
        0.7,
      ),
    ).toBeLessThan(4)
  })

  it('its target finds itself is averted nine times in ten, and needs nobody’s warning', () => {
    const history = onRung(3, plotted({}, 1, 1500))
    const own = new Set(history.warnings.filter(({ self }) => self).map(({ plot }) => plot))
    expect(
      history.warnings
        .filter(({ self }) => self)
        .every(({ grade, country: who }) => grade === null && who === 1),
    ).toBe(true)
    expect(
      distance(
        averted(history, (plot) => own.has(plot)),
        0.9,
      ),
    ).toBeLessThan(4)
  })

  it('ends once, on the day it is due', () => {
    const history = run(plotted())
    const ends = history.events.filter(({ kind }) => kind === 'averted' || kind === 'struck')
    expect(ends.length).toBe(history.outcomes.length)
    expect(new Set(ends.map(({ numbers }) => numbers['plot'])).size).toBe(ends.length)
    for (const { day, numbers } of ends) expect(day).toBe(history.tape.plots[numbers['plot']].due)
    const due = history.tape.plots.filter((plot) => plot.due < history.days)
    expect(ends).toHaveLength(due.length)
  })
})

describe('with and without the breach', () => {
  const world = compile(
    village({
      days: 700,
      parameters: { discovery: 0.3, breachWeight: 6 },
      off: ['sourceLoss'],
      breaches: [breach('L', 'V', { to: 'H', severity: 1 })],
    }),
  )
  const pairs = [0, 1, 2, 3].map((number) =>
    [world, without(world, ['leak'])].map((one) => run(one, { run: number })),
  )

  it('the same plots are laid and uncovered by the same countries on the same days', () => {
    for (const [leaky, tight] of pairs) {
      const uncovered = ({ warnings }: History): unknown[] =>
        warnings.map(({ plot, day, country: who, self }) => [plot, day, who, self])
      expect(uncovered(leaky)).toEqual(uncovered(tight))
      expect(leaky.tape.plots).toEqual(tight.tape.plots)
      expect(leaky.warnings.length).toBeGreaterThan(10)
    }
  })

  it('some warnings to the leaker are lost, and a plot that was averted with less was averted with more', () => {
    let lost = 0
    for (const [leaky, tight] of pairs) {
      const target = (plot: number): string => world.ids[leaky.tape.plots[plot].target]
      leaky.warnings.forEach(({ plot, grade }, k) => {
        if (target(plot) !== 'L' || grade === null) return
        expect(grade).toBeLessThanOrEqual(tight.warnings[k].grade ?? NaN)
        if (grade < (tight.warnings[k].grade ?? NaN)) lost++
      })
      const saved = leaky.outcomes.filter(({ plot, averted }) => averted && target(plot) === 'L')
      expect(tight.outcomes).toEqual(expect.arrayContaining(saved))
    }
    expect(lost).toBeGreaterThan(2)
  })
})

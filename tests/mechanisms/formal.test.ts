/** Formal steps: down where inertia is overcome, held for ninety days, back up with healing, over for good after two years. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistoryEvent } from '../../src/events.js'
import { compile } from '../../src/compile.js'
import type { Parameters } from '../../src/parameters.js'
import { address } from '../../src/random.js'
import { run, Simulation } from '../../src/run.js'
import type { Breach, Scenario } from '../../src/scenario.js'
import { memberOf } from '../../src/world.js'
import { agreement, breach, collects, country, network, scenario, village } from '../fixtures.js'

/** Reviews every day with next to no noise, of an agreement on which nobody depends; the press is first with any news. */
const PLAIN: Partial<Parameters> = {
  reviewEvery: 1,
  formalPrecision: 200,
  dependenceGain: 0,
  detection: 36_500,
}
/** A breach that is never forgiven. */
const UNFORGIVEN: Partial<Parameters> = { ...PLAIN, breachWeight: 20, halfLife: 36_500 }

function pact(days: number, parameters: Partial<Parameters>, more: Partial<Breach> = {}): Scenario {
  const net = network(
    [country('L', [collects(0.6)]), country('V', [collects(0.6)])],
    [agreement('pact', ['L', 'V'])],
  )
  return scenario(net, { days, parameters, breaches: [breach('L', 'V', { severity: 1, ...more })] })
}

const isStep = ({ kind }: HistoryEvent): boolean => ['step-down', 'step-up', 'ended'].includes(kind)

function stepsOf(given: Scenario, number = 0): HistoryEvent[] {
  return run(given, { run: number }).events.filter(isStep)
}

describe('a breach that is never forgiven', () => {
  const steps = stepsOf(pact(1200, UNFORGIVEN))

  it('ends the agreement rung by rung: tear-lines on the day of the news, suspended after 90 days, over two years later', () => {
    expect(steps.map(({ day, who, words }) => [day, who, words['from'], words['to']])).toEqual([
      [12, 'V', 'full', 'tear-line only'],
      [102, 'V', 'tear-line only', 'suspended'],
      [832, 'V', 'suspended', 'ended'],
    ])
  })

  it('is laid at the leaker’s door and goes back to the breach, step by step', () => {
    const history = run(pact(1200, UNFORGIVEN))
    for (const step of history.events.filter(isStep)) {
      expect(step).toMatchObject({ whom: 'L', agreement: 'pact', breach: 'leak' })
      expect(history.because(step)[0].kind).toBe('breach')
    }
    const kinds = history.because(history.events.findLast(isStep)).map(({ kind }) => kind)
    expect(kinds).toEqual(['breach', 'press', 'named', 'learned', 'step-down', 'ended'])
  })

  it('takes only steps whose advantage exceeds their inertia, but for the last', () => {
    for (const { kind, numbers } of steps.filter(({ kind }) => kind !== 'ended'))
      expect(numbers['advantage'], kind).toBeGreaterThan(numbers['inertia'] - 0.2)
    expect(steps.map(({ numbers }) => numbers['inertia'])).toEqual([0.8, 0.27, 0.27])
  })

  it('leaves nothing to review and nobody to tell', () => {
    const history = run(pact(1200, UNFORGIVEN))
    expect(history.rung('V', 'pact')[1199]).toBe(3)
    expect(
      history
        .flow('V', 'L')
        .subarray(833)
        .every((flow) => flow === 0),
    ).toBe(true)
    expect(
      history
        .flow('L', 'V')
        .subarray(833)
        .every((flow) => flow === 0),
    ).toBe(true)
    expect(
      history
        .flow('L', 'V')
        .subarray(700, 830)
        .some((flow) => flow > 0),
    ).toBe(true)
  })
})

describe('hysteresis', () => {
  it('holds every step for ninety days, whatever the draws', () => {
    const restless = { ...PLAIN, formalPrecision: 2, breachWeight: 2, halfLife: 60, inertiaTear: 0.2 }
    let pairs = 0
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (number) => {
        for (const who of ['L', 'V']) {
          const days = stepsOf(pact(500, restless), number).flatMap((step) =>
            step.who === who ? [step.day] : [],
          )
          for (let k = 1; k < days.length; k++, pairs++)
            expect(days[k] - days[k - 1]).toBeGreaterThanOrEqual(90)
        }
      }),
      { numRuns: 15 },
    )
    expect(pairs).toBeGreaterThan(15)
  })

  it('lets a healed tie back up, one rung at a time', () => {
    const steps = stepsOf(pact(900, { ...PLAIN, dependenceGain: 1.5, breachWeight: 6, halfLife: 40 }))
    expect(steps.map(({ kind, words }) => [kind, words['to']])).toEqual([
      ['step-down', 'tear-line only'],
      ['step-up', 'full'],
    ])
    expect(steps[1].day).toBeGreaterThanOrEqual(steps[0].day + 90)
    expect(steps[1].cause).toBe(steps[0].id)
  })

  it('wants more for a step up than for standing still: between the two inertias nothing moves', () => {
    const given = pact(2, { ...PLAIN, resistance: 0 }, { day: 0, pressDay: 0, namedDay: 0 })
    for (const [broken, rung, expected] of [
      // with kept 10, stake 1 and sensitivity 1 the tear-line is worth 4.5 · risk − .42 more than the item
      [0, 0, 0], // risk .075: −.08
      [6, 0, 0], // risk .288: .88 is below the inertia raised to 2
      [6, 1, 1],
      [0, 1, 1], // −.08 the other way is less than .1
    ]) {
      const simulation = new Simulation(
        compile({
          ...given,
          breaches: [],
          parameters: { ...given.parameters, inertiaTear: 2, inertiaHold: 2 },
        }),
      )
      const m = memberOf(simulation.now.world, 1, 0)
      simulation.now.state.beliefs.hold(simulation.now.history.pair('V', 'L'), 'broken', broken)
      simulation.now.state.rung[m] = rung
      simulation.step()
      expect(simulation.now.state.rung[m], `broken ${broken}, rung ${rung}`).toBe(expected)
    }
  })
})

describe('a review', () => {
  /** Rung of V after one day, from a rung and so much broken evidence, both put in by hand. */
  function reviewed(rung: number, broken: number, parameters: Partial<Parameters> = {}, since = -90): number {
    const given = { ...pact(1, { ...PLAIN, reciprocity: 0, ...parameters }), breaches: [] }
    const { now, step } = open(given)
    const m = memberOf(now.world, 1, 0)
    now.state.rung[m] = rung
    now.state.since[m] = since
    now.state.beliefs.hold(now.history.pair('V', 'L'), 'broken', broken)
    step()
    return now.state.rung[m]
  }

  function open(given: Scenario): { now: Simulation['now']; step: () => void } {
    const simulation = new Simulation(compile(given))
    return { now: simulation.now, step: () => simulation.step() }
  }

  it('that moves several parties on one day is told agreement by agreement, and in each by country', () => {
    const parameters = { reviewEvery: 1, stepHold: 0, formalPrecision: 200 }
    const simulation = new Simulation(compile(village({ days: 6, breaches: [], parameters })))
    const { world, state, history } = simulation.now
    for (let pair = 0; pair < world.pairs; pair++) state.beliefs.hold(pair, 'broken', 1000)
    while (!simulation.done) simulation.step()
    const first = history.events.filter(({ kind, day }) => kind === 'step-down' && day === 0)
    expect(first.map(({ agreement: e, who }) => `${e} ${who}`)).toEqual([
      'club F',
      'club L',
      'club V',
      'f-s F',
      'f-s S',
      'l-f F',
      'l-f L',
      'l-v L',
      'l-v V',
    ])
  })

  it('counts once for each party: of several on one day the first that leads to a step', () => {
    const { now, step } = open({ ...pact(1, { ...PLAIN, reciprocity: 0 }), breaches: [] })
    const { state, history } = now
    const member = memberOf(state.world, 1, 0)
    state.beliefs.hold(history.pair('V', 'L'), 'broken', 40)
    const [one, other] = (['own:one', 'own:other'] as const).map((kind) => history.tell(0, kind, {}))
    const of = (cause: number) => ({ member, about: 'leak', cause, reopens: false })
    state.newsReviews.set(0, [of(one), of(other)])
    step()
    const steps = history.events.filter(({ kind, who }) => kind === 'step-down' && who === 'V')
    expect(steps.map(({ cause }) => cause)).toEqual([one])
  })

  // V's stake is 1, sensitivity 1; with kept 10, strength 10, base .85 trust is 18.5/(20 + broken)
  const risk = (broken: number): number => 1 - 18.5 / (20 + broken)

  it('steps down to tear-lines where 4.5·risk − .42 exceeds .8', () => {
    expect(4.5 * risk(4.5) - 0.42).toBeLessThan(0.75)
    expect(reviewed(0, 4.5)).toBe(0)
    expect(4.5 * risk(6) - 0.42).toBeGreaterThan(0.84)
    expect(reviewed(0, 6)).toBe(1)
  })

  it('suspends where 1.5·risk + .02 − .8 exceeds .27', () => {
    expect(1.5 * risk(35) - 0.78).toBeLessThan(0.22)
    expect(reviewed(1, 35)).toBe(1)
    expect(1.5 * risk(60) - 0.78).toBeGreaterThan(0.32)
    expect(reviewed(1, 60)).toBe(2)
  })

  it('goes back to full where .42 − 4.5·risk exceeds .1', () => {
    expect(0.42 - 4.5 * risk(0)).toBeLessThan(0.09)
    expect(reviewed(1, 0)).toBe(1)
    expect(reviewed(1, 0, { inertiaUp: 0 })).toBe(0)
  })

  it('goes back to tear-lines where .78 − 1.5·risk exceeds .1, before it ends anything', () => {
    expect(reviewed(2, 10)).toBe(1)
    expect(reviewed(2, 10, {}, -5000)).toBe(1)
    expect(reviewed(2, 80)).toBe(2)
  })

  it('ends a suspension of two years, not of a day less', () => {
    expect(reviewed(2, 80, {}, -730)).toBe(3)
    expect(reviewed(2, 80, {}, -729)).toBe(2)
  })

  it('changes nothing within ninety days of the last step', () => {
    expect(reviewed(0, 80, {}, -89)).toBe(0)
    expect(reviewed(0, 80, {}, -90)).toBe(1)
  })
})

describe('the schedule', () => {
  it('has nothing to decide once nobody is left to tell', () => {
    const steps = (to: number): number => {
      const simulation = new Simulation(compile({ ...pact(1, { ...PLAIN, reciprocity: 0 }), breaches: [] }))
      const { now } = simulation
      const [m, other] = [memberOf(now.world, 1, 0), memberOf(now.world, 0, 0)]
      now.state.rung[m] = 2
      now.state.rung[other] = to
      simulation.step()
      return now.state.rung[m]
    }
    expect([steps(0), steps(3)]).toEqual([1, 2])
  })

  it('is every thirty days at a phase fixed by names, whatever the run', () => {
    // tear-lines by hand, and healing at once, so that the first review shows itself
    const given = { ...pact(60, { formalPrecision: 200, dependenceGain: 0, inertiaUp: 0 }), breaches: [] }
    const phase = address('phase', 'V', 'pact').lo % 30
    for (const number of [0, 1, 2]) {
      const simulation = new Simulation(compile(given), { run: number })
      const { state, history } = simulation.now
      const m = memberOf(state.world, 1, 0)
      state.rung[m] = 1
      while (!simulation.done) simulation.step()
      const [step] = history.events.filter((event) => isStep(event) && event.who === 'V')
      expect(step).toMatchObject({ day: phase, kind: 'step-up', cause: null, breach: null })
    }
  })

  it('is joined by a review after news, a day later at the earliest', () => {
    // without news V's review is due on its phase; with a lag of next to nothing it comes the day after the press
    const phase = address('phase', 'V', 'pact').lo % 30
    const day = (phase + 3) % 30
    const parameters = { ...UNFORGIVEN, reviewEvery: 30, reviewLag: 0.1 }
    const steps = stepsOf(pact(90, parameters, { day, pressDay: day, namedDay: null }))
    expect(steps[0]).toMatchObject({ day: day + 1, who: 'V', words: { to: 'tear-line only' } })
  })
})

/** Quid pro quo: what was received lately, worked out by hand, and what it does to the stake. */
import { describe, expect, it } from 'vitest'
import { FULL, TEAR_LINE, WITHHELD, type Grade } from '../../src/choice.js'
import { compile } from '../../src/compile.js'
import { reciprocity } from '../../src/mechanisms/reciprocity.js'
import type { Now } from '../../src/mechanisms/mechanism.js'
import { Simulation } from '../../src/run.js'
import type { Scenario, Switch } from '../../src/scenario.js'
import {
  agreement,
  breach,
  collects,
  country,
  network,
  scenario,
  type Settings,
  offered,
} from '../fixtures.js'

/** A gives to B, and B next to nothing to A. */
function exchange(settings: Settings = {}): Scenario {
  const net = network(
    [country('A', [collects(1)]), country('B', [collects(0.001)])],
    [agreement('e', ['A', 'B'])],
    {
      hostilities: [{ between: ['A', 'B'], level: 1 }],
    },
  )
  return scenario(net, settings)
}

/** Before day 0, with the offers of the lead days out of the way. */
function start(settings: Settings = {}): Now {
  return new Simulation(compile(exchange(settings))).now
}

/** Lives days on which A offers its k-th item at the k-th grade, one a day, or nothing; what B has received by then. */
function receive(now: Now, grades: readonly (Grade | -1)[]): number {
  const { state, history, tape } = now
  const [b, aToB] = [1, history.pair('A', 'B')]
  grades.forEach((grade, day) => {
    state.open(day)
    history.offerStart[day + tape.lead] = history.offers.count
    if (grade !== -1) offered(history.offers, day, aToB, grade, b)
    reciprocity.apply(now)
  })
  state.open(grades.length)
  return state.received[b] * state.receivedAge
}

const NOTHING = -1

describe('what was received', () => {
  it('by hand: μ·received + (1 − μ)·value·veracity a day, a tear-line counting .6', () => {
    // B looks into enough of what it is told to know A as well as an ally is known
    const now = start({ parameters: { exchangeHalfLife: 30, coverage: 1 } })
    const mu = 2 ** (-1 / 30)
    const { value } = now.tape
    let expected = now.world.balance.expected[1]
    // B believes an ally: ten reports found true, ten of .95 before any, and of the ten the share that errs found false
    // nothing is confirmed in these days, so both kinds of evidence age alike
    for (const [day, worth] of [value[0], 0, 0.6 * value[2], 0, value[4]].entries()) {
      const age = 2 ** (-day / 365)
      const veracity = (10 * age + 9.5) / (10 * age + (10 * age * 0.005) / 0.995 + 10)
      expected = mu * expected + (1 - mu) * worth * veracity
    }
    expect(Math.abs(receive(now, [FULL, NOTHING, TEAR_LINE, WITHHELD, FULL]) - expected)).toBeLessThan(1e-12)
  })

  it('counts for less once its sender is believed less, and not at all for less where deception is off', () => {
    const grades: Grade[] = [FULL, FULL, FULL]
    const exposed = (off: Switch[]): number => {
      const now = start({ parameters: { coverage: 1 }, off })
      // as much proven false as S of an ally and its evidence together: believed by half
      now.state.beliefs.hold(now.history.pair('B', 'A'), 'lie', 20)
      return receive(now, grades)
    }
    const aside = (off: Switch[]): number =>
      receive(start({ parameters: { coverage: 1 }, off }), [NOTHING, NOTHING, NOTHING])
    const gained = (off: Switch[]): number =>
      receive(start({ parameters: { coverage: 1 }, off }), grades) - aside(off)
    const rest = (20 + (10 * 0.005) / 0.995) / (40 + (10 * 0.005) / 0.995)
    expect(Math.abs((exposed([]) - aside([])) / gained([]) / rest - 1)).toBeLessThan(1e-3)
    expect(exposed(['deception'])).toBe(gained(['deception']) + aside(['deception']))
  })

  it('halves in its half-life where nothing comes', () => {
    const now = start({ parameters: { exchangeHalfLife: 40 } })
    const before = now.state.received[1]
    expect(
      Math.abs(
        receive(
          now,
          Array.from({ length: 40 }, () => NOTHING),
        ) /
          before -
          0.5,
      ),
    ).toBeLessThan(1e-12)
  })

  it('does not see that a source was destroyed: what was offered counts', () => {
    const grades: Grade[] = [FULL, FULL, FULL]
    const [sound, crippled] = [start(), start()]
    crippled.history.lost.fill(1)
    expect(receive(crippled, grades)).toBe(receive(sound, grades))
  })

  it('in the evening is already the average of which tomorrow starts: a weight of 1 in all', () => {
    const now = start({ parameters: { coverage: 1 } })
    const { state, history, world } = now
    // one day that brings exactly what is expected leaves the average where it was, morning and evening
    const believed = (10 + 9.5) / (20 + (10 * 0.005) / 0.995)
    const worth = world.balance.expected[1] / (believed * 0.6)
    now.tape.value[0] = worth
    state.open(0)
    const morning = state.stake(1)
    history.offerStart[now.tape.lead] = history.offers.count
    offered(history.offers, 0, history.pair('A', 'B'), TEAR_LINE, 1)
    reciprocity.apply(now)
    expect(Math.abs(state.stake(1) - morning)).toBeLessThan(1e-12)
    state.open(1)
    expect(Math.abs(state.stake(1) - morning)).toBeLessThan(1e-12)
  })
})

describe('the stake', () => {
  /** B's stake where it has lately received so many times what it expects. */
  function stakeAt(ratio: number, settings: Settings = {}): number {
    const { state, world } = start(settings)
    state.received[1] = ratio * world.balance.expected[1]
    state.open(0)
    return state.stake(1) / world.balance.stake[1]
  }

  it('follows by half: .5 of it for nothing, .75 for half, all for what was expected, 1.25 for half as much again', () => {
    for (const [ratio, share] of [
      [0, 0.5],
      [0.5, 0.75],
      [1, 1],
      [1.5, 1.25],
    ])
      expect(Math.abs(stakeAt(ratio) - share)).toBeLessThan(1e-12)
  })

  it('grows no further beyond half as much again', () => {
    expect(stakeAt(1.6)).toBe(stakeAt(1.5))
    expect(stakeAt(40)).toBe(stakeAt(1.5))
  })

  it('does not follow with the mechanism off, nor where nothing is expected', () => {
    const off: Switch[] = ['reciprocity']
    expect(stakeAt(0, { off })).toBe(1)
    const given = exchange()
    const countries = given.network.countries.map((one) => ({ ...one, collection: [] }))
    const simulation = new Simulation(compile({ ...given, network: { ...given.network, countries } }))
    for (let day = 0; day < 20; day++) simulation.step()
    expect(simulation.now.state.stake(1)).toBe(simulation.now.world.balance.stake[1])
  })

  it('adds the price on top, whatever was received', () => {
    const given = exchange()
    const agreements = given.network.agreements.map((one) => ({ ...one, price: { B: 0.4 } }))
    const { state, world } = new Simulation(compile({ ...given, network: { ...given.network, agreements } }))
      .now
    state.received[1] = 0
    state.open(0)
    expect(Math.abs(state.stake(1) - (0.5 * world.balance.stake[1] + 0.4))).toBeLessThan(1e-12)
  })
})

it('silence is answered by silence: A goes quiet after a breach, and B gets less out of telling A', () => {
  const net = network(
    [country('A', [collects(1)]), country('B', [collects(1)])],
    [agreement('e', ['A', 'B'], 'partner')],
  )
  const given = scenario(net, {
    days: 200,
    parameters: { breachWeight: 8, halfLife: 36_500 },
    breaches: [breach('B', 'A', { severity: 1 })],
  })
  const lived = (off: readonly Switch[]): number => {
    const simulation = new Simulation(
      compile({
        ...given,
        mechanisms: { ...given.mechanisms, ...Object.fromEntries(off.map((name) => [name, false])) },
      }),
    )
    while (!simulation.done) simulation.step()
    return simulation.now.state.stake(1) / simulation.now.world.balance.stake[1]
  }
  expect(lived([])).toBeLessThan(0.9)
  expect(lived(['reciprocity'])).toBe(1)
})

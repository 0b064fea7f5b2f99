/** The shape every mechanism shares, and what it lets others do: add one of their own. */
import { describe, expect, it } from 'vitest'
import type { Mechanism, Now } from '../../src/mechanisms/mechanism.js'
import type { History } from '../../src/history.js'
import { pairs } from '../../src/pair.js'
import { DAY, run, type Phase } from '../../src/run.js'
import { breach, village } from '../fixtures.js'

const mechanisms = DAY.flatMap((phase) => phase.mechanisms)

/** A morning of one's own before the day. */
const morning = (apply: Mechanism['apply']): Phase[] => [
  { name: 'morning', mechanisms: [{ name: 'mine', owns: [], apply }] },
  ...DAY,
]

describe('mechanisms', () => {
  it('have names that tell them apart, and say each column they write once', () => {
    const byName = new Map(mechanisms.map((mechanism) => [mechanism.name, mechanism]))
    for (const mechanism of mechanisms) {
      expect(byName.get(mechanism.name)).toBe(mechanism)
      expect(new Set(mechanism.owns).size).toBe(mechanism.owns.length)
    }
    expect(byName.size).toBe(26)
  })

  it('of one’s own see every day once, in order, with the state of its start', () => {
    const days: number[] = []
    const trusts: number[] = []
    const history = run(village({ days: 40, parameters: { detection: 36_500 } }), {
      phases: morning(({ state, history }) => {
        days.push(state.day)
        trusts.push(state.trust(history.pair('V', 'L')))
      }),
    })
    expect(days).toEqual(Array.from({ length: 40 }, (_, day) => day))
    expect(trusts[0]).toBe(0.975)
    // the news of day 12 is not yet in the trust of that morning
    expect(trusts[12]).toBeGreaterThan(0.95)
    expect(trusts[14]).toBeLessThan(0.8)
    expect(history.trust('V', 'L')[12]).toBeLessThan(0.8)
  })

  it('of one’s own that only look change nothing', () => {
    const given = village({ days: 80 })
    const watched = run(given, { phases: morning(({ state }) => void state.risk(0)) })
    expect(watched.events).toEqual(run(given).events)
    expect(watched.trusts).toEqual(run(given).trusts)
  })

  it('of one’s own can act: an apology that halves the evidence of breaches', () => {
    const given = village({ days: 30, parameters: { halfLife: 36_500 } })
    const apology = morning(({ state, history }) => {
      const pair = history.pair('V', 'L')
      if (state.day === 20) state.beliefs.hold(pair, 'broken', state.beliefs.held(pair, 'broken') * 0.5)
    })
    const [sorry, silent] = [run(given, { phases: apology }), run(given)]
    const [one, other] = [sorry, silent].map((history) => history.trust('V', 'L'))
    expect(one.subarray(0, 20)).toEqual(other.subarray(0, 20))
    expect(one[20]).toBeGreaterThan(other[20] + 0.05)
  })

  it('of one’s own may tell of many events with the same numbers, and of some that nobody may change', () => {
    for (const numbers of [{ weight: 1 }, Object.freeze({ weight: 1 })]) {
      const { events } = run(village({ days: 1, breaches: [] }), {
        phases: morning(({ state, history }) => {
          for (const pair of [0, 1])
            state.shocks.push({ pair, weight: pair + 1, event: history.tell(0, 'own:rumour', { numbers }) })
        }),
      })
      const told = events.filter(({ kind }) => kind === 'own:rumour').map((event) => event.numbers)
      expect(told[0]['after']).toBeGreaterThan(told[1]['after'])
      expect(numbers).toEqual({ weight: 1 })
    }
  })

  it('of one’s own that take trust away in the evening are heeded by the reviews of that evening', () => {
    const parameters = { reviewEvery: 1, stepHold: 0, formalPrecision: 200 }
    const given = village({ days: 6, breaches: [], parameters })
    const evening = (apply: Mechanism['apply']) => {
      const phases = DAY.flatMap((phase) =>
        phase.name === 'reviews'
          ? [{ name: 'evening', mechanisms: [{ name: 'mine', owns: [], apply }] }, phase]
          : [phase],
      )
      return run(given, { phases }).events.filter(({ kind, day }) => kind === 'step-down' && day === 5)
    }
    const doubted = ({ world, state }: Now): void => {
      for (let pair = 0; pair < world.pairs; pair++)
        if (state.day === 5) state.beliefs.hold(pair, 'broken', 1000)
    }
    const steps = evening(doubted)
    expect(steps.length).toBeGreaterThan(0)
    for (const { numbers } of steps) expect(numbers['risk']).toBeGreaterThan(0.9)
    const asked = evening((now) => {
      for (let m = 0; m < now.world.members; m++) now.state.risk(m)
      doubted(now)
    })
    expect(asked).toEqual(steps)
  })

  it('of one’s own live each world of a pair from its first day, whatever they remember', () => {
    const lived = new WeakMap<History, number>()
    const phases = [
      ...DAY,
      {
        name: 'night',
        mechanisms: [
          {
            name: 'mine',
            owns: [],
            apply({ state, history }) {
              lived.set(history, (lived.get(history) ?? 0) + 1)
              const event = history.tell(state.day, 'own:rumour', {})
              // heard on the next day alone
              state.shocks.push({ pair: 0, weight: 0.1, event })
            },
          } satisfies Mechanism,
        ],
      },
    ]
    const given = village({ days: 20, breaches: [breach('L', 'V')] })
    const [pair] = pairs(given, { runs: 1, phases })
    expect([pair.with, pair.without].map((history) => lived.get(history))).toEqual([20, 20])
    expect(pair.without.events).toEqual(run({ ...given, breaches: [] }, { phases }).events)
  })
})

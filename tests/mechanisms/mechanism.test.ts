/** The shape every mechanism shares, and what it lets others do: add one of their own. */
import { describe, expect, it } from 'vitest'
import type { Mechanism } from '../../src/mechanisms/mechanism.js'
import { DAY, run, type Phase } from '../../src/run.js'
import { village } from '../fixtures.js'

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
      if (state.day === 20) state.broken[history.pair('V', 'L')] *= 0.5
    })
    const [sorry, silent] = [run(given, { phases: apology }), run(given)]
    const [one, other] = [sorry, silent].map((history) => history.trust('V', 'L'))
    expect(one.subarray(0, 20)).toEqual(other.subarray(0, 20))
    expect(one[20]).toBeGreaterThan(other[20] + 0.05)
  })
})

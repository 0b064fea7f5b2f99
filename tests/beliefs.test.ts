/** Rows of what countries believe of each other: whoever holds nothing shares its prior's, and nobody writes into a shared one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Beliefs, PRIOR_KEPT, PRIOR_TRUTH, STRENGTH, type Held } from '../src/beliefs.js'
import type { World } from '../src/world.js'

const HELD: readonly Held[] = ['broken', 'scar', 'denied', 'lie', 'sawBreach']
const NOTHING: Readonly<Record<Held, number>> = {
  broken: 0,
  scar: 0,
  denied: 0,
  lie: 0,
  sawBreach: -Infinity,
}
const PAIRS = 300

/** Three priors that follow from `strength`, dealt to the pairs in turn. */
function world(strength: number): Pick<World, 'priorOf' | 'priors'> {
  const of = (times: number): Float64Array => Float64Array.of(1, 2, 3).map((k) => k * times * strength)
  const priors = {
    base: of(0),
    veracityBase: of(0),
    error: of(0),
    mostError: 0,
    strength: of(1),
    kept: of(0.5),
    truth: of(0.9),
  }
  return { priorOf: Uint16Array.from({ length: PAIRS }, (_, pair) => pair % 3), priors }
}

const deeds = fc.array(
  fc.record({
    pair: fc.nat({ max: PAIRS - 1 }),
    what: fc.constantFrom(...HELD),
    value: fc.double({ min: 0, max: 1e6, noNaN: true }),
  }),
  { maxLength: 400 },
)

/** What is held, by one entry for each pair: the plain way to keep it. */
function plainly(list: readonly { pair: number; what: Held; value: number }[]): Record<Held, number>[] {
  const held = Array.from({ length: PAIRS }, () => ({ ...NOTHING }))
  for (const { pair, what, value } of list) held[pair][what] = value
  return held
}

const all = (beliefs: Beliefs): Record<Held, number>[] =>
  Array.from({ length: PAIRS }, (_, pair) => {
    const entries = HELD.map((what) => [what, beliefs.held(pair, what)] as const)
    return Object.fromEntries(entries) as Record<Held, number>
  })

const prior = ({ rows, at }: Beliefs, pair: number): number[] =>
  [STRENGTH, PRIOR_KEPT, PRIOR_TRUTH].map((what) => rows[at[pair] + what])

describe('beliefs', () => {
  it('hold what they are told of whom, and nothing of anybody else', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const beliefs = new Beliefs(world(4))
        for (const { pair, what, value } of list) beliefs.hold(pair, what, value)
        expect(all(beliefs)).toEqual(plainly(list))
        for (let pair = 0; pair < PAIRS; pair++) {
          const k = 1 + (pair % 3)
          expect(prior(beliefs, pair)).toEqual([k * 4, k * 0.5 * 4, k * 0.9 * 4])
        }
      }),
      { numRuns: 50 },
    )
  })

  it('of everybody at once fill rows of their own, and none was lost on the way', () => {
    const beliefs = new Beliefs(world(4))
    for (let pair = 0; pair < PAIRS; pair++) beliefs.hold(pair, 'broken', pair + 1)
    expect(beliefs.column('broken')).toEqual(Float64Array.from({ length: PAIRS }, (_, k) => k + 1))
    expect(new Set(beliefs.at).size).toBe(PAIRS)
  })

  it('of those that nothing was heard of take as many rows as there are priors', () => {
    const { at, rows } = new Beliefs(world(4))
    expect(new Set(at).size).toBe(3)
    expect(rows.length).toBeLessThan(8 * PAIRS)
  })

  it('that are carried on under other priors keep what is held, and take those priors', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const old = new Beliefs(world(4))
        for (const { pair, what, value } of list) old.hold(pair, what, value)
        const own = new Beliefs(world(7))
        own.resume(old)
        expect(all(own)).toEqual(all(old))
        for (const pair of [0, 1, 2, ...list.map((deed) => deed.pair)])
          expect(prior(own, pair)).toEqual(prior(new Beliefs(world(7)), pair))
      }),
      { numRuns: 50 },
    )
  })

  it('age as they should where the pace changes: broken and denied evidence, and nothing else', () => {
    const beliefs = new Beliefs(world(4))
    for (const what of HELD) beliefs.hold(5, what, 8)
    beliefs.rescale(0.25)
    expect(all(beliefs)[5]).toEqual({ broken: 2, denied: 2, scar: 8, lie: 8, sawBreach: 8 })
    expect(all(beliefs)[6]).toEqual(NOTHING)
  })
})

/** How heavily a breach weighs, on its victims and on those who only watch: every weight worked out by hand. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import { culpability, victimWeight, weightOn, type Knowledge } from '../../src/mechanisms/witness.js'
import type { Agreement, Country } from '../../src/network.js'
import type { Parameters } from '../../src/parameters.js'
import { BREACH_KINDS, type Breach } from '../../src/scenario.js'
import { State } from '../../src/state.js'
import { agreement, breach, collects, country, network, scenario, village } from '../fixtures.js'

const UNKNOWN: Knowledge = { named: false, knows: false }
const KNOWN: Knowledge = { named: false, knows: true }
const NAMED: Knowledge = { named: true, knows: true }

interface Made {
  readonly of?: string | string[]
  readonly breach?: Partial<Breach>
  readonly parameters?: Partial<Parameters>
  readonly countries?: readonly Country[]
  readonly agreements?: readonly Agreement[]
  readonly witness?: boolean
  /** whom the breach is held against; L when left out */
  readonly suspect?: string
}

const BOTH = [collects(1), collects(1, 'SIGINT')]

/** Weight on a country of a breach by L; V and W deal with it in human and signals intelligence, F and G likewise. */
function weight(id: string, knowledge: Knowledge, made: Made = {}): number {
  const countries = made.countries ?? ['F', 'G', 'L', 'V', 'W'].map((name) => country(name, BOTH))
  const agreements =
    made.agreements ?? ['F', 'G', 'V', 'W'].map((name) => agreement(`l-${name}`, ['L', name]))
  const world = compile(
    scenario(network(countries, agreements), {
      breaches: [breach('L', made.of ?? 'V', { severity: 1, ...made.breach })],
      parameters: { ...made.parameters },
      off: made.witness === false ? ['witness'] : [],
    }),
  )
  const state = new State(world, 0)
  const suspect = world.ids.indexOf(made.suspect ?? 'L')
  return weightOn(world, state, state.breaches[0], world.ids.indexOf(id), suspect, knowledge)
}

describe('on a victim', () => {
  it('a disclosure of severity 1 weighs .6, of severity .25 a quarter of it', () => {
    expect(weight('V', UNKNOWN)).toBeCloseTo(0.6, 12)
    expect(weight('V', UNKNOWN, { breach: { severity: 0.25 } })).toBeCloseTo(0.15, 12)
  })

  it('named, it weighs half as much again, and no more for knowing by oneself', () => {
    expect(weight('V', NAMED)).toBeCloseTo(0.9, 12)
    expect(weight('V', KNOWN)).toBeCloseTo(0.6, 12)
  })

  it('officials’ disclosure, spying and misuse weigh in full, a mole .6 of it, an insider .3', () => {
    const weights = BREACH_KINDS.map((kind) => weight('V', UNKNOWN, { breach: { kind } }))
    ;[0.6, 0.6, 0.6, 0.36, 0.18].forEach((expected, k) => expect(weights[k]).toBeCloseTo(expected, 12))
    const world = compile(village({ parameters: { molePenalty: 0.5, insiderPenalty: 0.1 } }))
    expect(BREACH_KINDS.map((kind) => culpability(world, kind))).toEqual([1, 1, 1, 0.5, 0.1])
  })

  it('the more share it the less it weighs, by the root of their number', () => {
    expect(weight('V', UNKNOWN, { of: ['V', 'W'] })).toBeCloseTo(0.6 / Math.SQRT2, 12)
    expect(weight('W', NAMED, { of: ['F', 'G', 'V', 'W'] })).toBeCloseTo(0.9 / 2, 12)
    expect(weight('W', NAMED, { of: ['F', 'G', 'V', 'W'], parameters: { dilution: 0 } })).toBeCloseTo(0.9, 12)
    expect(weight('W', NAMED, { of: ['F', 'G', 'V', 'W'], parameters: { dilution: 1 } })).toBeCloseTo(
      0.9 / 4,
      12,
    )
  })
})

describe('on a witness', () => {
  it('a breach weighs .15 of the victim’s weight where both share the same with the leaker', () => {
    expect(weight('F', KNOWN)).toBeCloseTo(0.6 * 0.15, 12)
    expect(weight('F', NAMED)).toBeCloseTo(0.9 * 0.15, 12)
  })

  it('a breach weighs .3 of that while the source is unknown', () => {
    expect(weight('F', UNKNOWN)).toBeCloseTo(0.6 * 0.15 * 0.3, 12)
  })

  it('likeness is .3 + .7 × overlap: 1 of 2 cells in common makes .65, none .3', () => {
    const sharing = (...collection: Country['collection']): readonly Country[] => [
      country('F', collection),
      country('L', BOTH),
      country('V', BOTH),
    ]
    const agreements = [agreement('l-F', ['F', 'L']), agreement('l-V', ['L', 'V'])]
    const likeness = (countries: readonly Country[], agreed = agreements): number =>
      weight('F', NAMED, { countries, agreements: agreed }) / (0.9 * 0.15)
    expect(likeness(sharing(...BOTH))).toBeCloseTo(1, 12)
    expect(likeness(sharing(collects(5, 'SIGINT')))).toBeCloseTo(0.65, 12)
    expect(likeness(sharing())).toBeCloseTo(0.3, 12)
    // what the agreement does not cover is not shared, however much is collected
    const narrow = [agreement('l-F', ['F', 'L'], 'ally', { disciplines: ['SIGINT'] }), agreements[1]]
    expect(likeness(sharing(...BOTH), narrow)).toBeCloseTo(0.65, 12)
  })

  it('of two victims the more alike counts, once', () => {
    const countries = [
      country('F', [collects(1)]),
      country('L'),
      country('V', [collects(1, 'SIGINT')]),
      country('W', BOTH),
    ]
    const agreements = ['F', 'V', 'W'].map((name) => agreement(`l-${name}`, ['L', name]))
    const made: Made = { of: ['V', 'W'], countries, agreements }
    // like V in nothing, like W in one cell of two
    expect(weight('F', NAMED, made)).toBeCloseTo((0.9 / Math.SQRT2) * 0.15 * 0.65, 12)
  })

  it('the context of the day of the breach counts, and on the victim it does not', () => {
    const world = compile(
      scenario(
        network(
          ['F', 'L', 'V'].map((name) => country(name, BOTH)),
          [agreement('club', ['F', 'L', 'V'])],
        ),
        { breaches: [breach('L', 'V', { severity: 1 })] },
      ),
    )
    const state = new State(world, 0)
    state.breaches[0].context = 0.4
    expect(weightOn(world, state, state.breaches[0], 0, 1, NAMED)).toBeCloseTo(0.9 * 0.15 * 0.4, 12)
    expect(weightOn(world, state, state.breaches[0], 2, 1, NAMED)).toBeCloseTo(0.9, 12)
  })

  it('likeness is by what is shared with the suspect, whoever leaked: F shares both cells with L and one with W', () => {
    const agreements = [
      ...['F', 'V', 'W'].map((name) => agreement(`l-${name}`, ['L', name])),
      agreement('w-F', ['F', 'W'], 'ally', { disciplines: ['SIGINT'] }),
      agreement('w-V', ['V', 'W']),
    ]
    expect(weight('F', KNOWN, { agreements })).toBeCloseTo(0.6 * 0.15, 12)
    expect(weight('F', KNOWN, { agreements, suspect: 'W' })).toBeCloseTo(0.6 * 0.15 * 0.65, 12)
    expect(weight('V', KNOWN, { agreements, suspect: 'W' })).toBeCloseTo(0.6, 12)
  })

  it('a breach weighs nothing with the mechanism off or without spill-over', () => {
    expect(weight('F', NAMED, { witness: false })).toBe(0)
    expect(weight('V', NAMED, { witness: false })).toBeCloseTo(0.9, 12)
    expect(weight('F', NAMED, { parameters: { spillOver: 0 } })).toBe(0)
  })
})

describe('always', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const anyParameters = fc.record({
    breachWeight: fc.double({ min: 0.1, max: 2.5, noNaN: true }),
    spillOver: fc.double({ min: 0, max: 0.5, noNaN: true }),
    similarityFloor: share,
    namedExtra: share,
    dilution: share,
  })
  const kind = fc.constantFrom(...BREACH_KINDS)

  it('a witness bears less than a victim, more knowledge weighs no less, and so does severity', () => {
    fc.assert(
      fc.property(anyParameters, kind, share, share, (parameters, how, severity, more) => {
        const at = (id: string, knowledge: Knowledge, s = severity): number =>
          weight(id, knowledge, {
            of: ['V', 'W'],
            parameters,
            breach: { kind: how, severity: Math.min(1, s) },
          })
        for (const knowledge of [UNKNOWN, KNOWN, NAMED]) {
          expect(at('F', knowledge)).toBeLessThanOrEqual(at('V', knowledge))
          expect(at('F', knowledge, severity + more)).toBeGreaterThanOrEqual(at('F', knowledge))
        }
        const known = [UNKNOWN, KNOWN, NAMED].map((knowledge) => at('F', knowledge))
        expect(known).toEqual([...known].sort((a, b) => a - b))
      }),
      { numRuns: 60 },
    )
  })

  it('a victim’s weight before it is named is the weight of the breach itself', () => {
    const world = compile(village())
    expect(victimWeight(world, world.breaches[0])).toBeCloseTo(0.48, 12)
  })
})

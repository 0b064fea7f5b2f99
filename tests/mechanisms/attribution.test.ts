/** Who was it: the recipient's guess by Bayes, from how much each candidate collects and how much was given away. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistoryEvent } from '../../src/events.js'
import { identifiability, posterior } from '../../src/mechanisms/attribution.js'
import { address, Draws } from '../../src/random.js'
import { run } from '../../src/run.js'
import type { Breach, Scenario } from '../../src/scenario.js'
import { breach, village } from '../fixtures.js'

/** The village in which L tells H an agent's report of V's. */
function leaked(more: Partial<Breach> = {}): Scenario {
  return village({ days: 20, breaches: [breach('L', 'V', { to: 'H', discipline: 'HUMINT', ...more })] })
}

function guesses(scenario: Scenario, number = 0): HistoryEvent[] {
  return run(scenario, { run: number }).events.filter(
    ({ kind }) => kind === 'identified' || kind === 'unidentified',
  )
}

describe('V15: attribution', () => {
  it('of four with prior ¼ and likelihoods .72, .24, .18, .06 is .6, .2, .15, .05', () => {
    const found = posterior([0.25, 0.25, 0.25, 0.25], [0.72, 0.24, 0.18, 0.06])
    ;[0.6, 0.2, 0.15, 0.05].forEach((chance, k) => expect(Math.abs(found[k] - chance)).toBeLessThan(1e-12))
  })

  it('among 30 equal candidates is .28 by two details, .81 by four, .93 by five', () => {
    expect(identifiability(1 / 30, 0.3, 2)).toBeCloseTo(0.28, 2)
    expect(identifiability(1 / 30, 0.3, 4)).toBeCloseTo(0.81, 2)
    expect(identifiability(1 / 30, 0.3, 5)).toBeCloseTo(0.93, 2)
    expect(Math.abs(identifiability(1 / 30, 0.3, 2) - 1 / (1 + 29 * 0.09))).toBeLessThan(1e-12)
  })

  it('is the posterior of one candidate against others of whom each detail fits a wrong one with falseMatch', () => {
    const priors = [0.4, 0.35, 0.25]
    const found = posterior(priors, [1, 0.3 * 0.3 * 0.3, 0.3 * 0.3 * 0.3])
    expect(Math.abs(identifiability(0.4, 0.3, 3) - found[0])).toBeLessThan(1e-12)
  })

  it('leaves nobody else of 30 with (1 − .3^m)^29: .064893 by two details, .789894 by four, .979073 by six', () => {
    const draws = new Draws('unique', 0)
    const at = address('attribution', 'wrong candidates')
    const trials = 4000
    for (const [details, chance] of [
      [2, 0.064893],
      [4, 0.789894],
      [6, 0.979073],
    ]) {
      expect((1 - 0.3 ** details) ** 29).toBeCloseTo(chance, 6)
      let unique = 0
      for (let trial = 0; trial < trials; trial++) {
        draws.aim(trial)
        let fitting = 0
        for (let wrong = 0; wrong < 29; wrong++) {
          let fits = true
          for (let detail = 0; detail < details; detail++)
            fits &&= draws.at(at, (wrong * 8 + detail) * 8 + details) < 0.3
          if (fits) fitting++
        }
        if (fitting === 0) unique++
      }
      expect(Math.abs(unique / trials - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / trials))
    }
  })
})

describe('the chance of being identified', () => {
  const anyPrior = fc.double({ min: 0, max: 1, noNaN: true })
  const anyMatch = fc.double({ min: 0.001, max: 0.99, noNaN: true })

  it('is a probability, never below the prior, and no smaller by one more detail', () => {
    fc.assert(
      fc.property(anyPrior, anyMatch, fc.integer({ min: 0, max: 7 }), (prior, falseMatch, details) => {
        const chance = identifiability(prior, falseMatch, details)
        expect(chance).toBeGreaterThanOrEqual(prior - 1e-12)
        expect(chance).toBeLessThanOrEqual(1)
        expect(identifiability(prior, falseMatch, details + 1)).toBeGreaterThanOrEqual(chance - 1e-12)
      }),
    )
  })

  it('is the prior where nothing was given away, 0 for whoever collects nothing, 1 where nobody else could be', () => {
    expect(Math.abs(identifiability(0.37, 0.3, 0) - 0.37)).toBeLessThan(1e-12)
    expect(identifiability(0, 0.001, 8)).toBe(0)
    expect(identifiability(1, 0.3, 0)).toBe(1)
  })
})

describe('in the village', () => {
  it('the candidates are F and V by what they collect alike: S has no agreement with L, L and H are no candidates', () => {
    const [human] = guesses(leaked())
    expect(Math.abs(human.numbers['prior'] - 0.8 / 1.3)).toBeLessThan(1e-12)
    expect(Math.abs(human.numbers['posterior'] - 0.8 / (0.8 + 0.5 * 0.3 ** 4))).toBeLessThan(1e-12)
    const [signals] = guesses(leaked({ discipline: 'SIGINT' }))
    expect(Math.abs(signals.numbers['prior'] - 0.4 / 0.7)).toBeLessThan(1e-12)
  })

  it('a recipient knows what it collects itself, so F would be left with V alone', () => {
    const [guess] = guesses(leaked({ to: 'F', details: 0 }))
    expect(guess.numbers).toMatchObject({ prior: 1, posterior: 1 })
    expect(guess.kind).toBe('identified')
  })

  it('where nobody knows who leaked, everybody that shares what it collects on the topic is a candidate: L and S too', () => {
    const [human] = guesses(leaked({ to: 'press', traced: false }))
    // F .5, L .2, S .4 and V .8 by human sources
    expect(Math.abs(human.numbers['prior'] - 0.8 / 1.9)).toBeLessThan(1e-12)
    // whoever is told by the leaker knows whom it is told by, whatever the victim can find out
    const [told] = guesses(leaked({ to: 'H', traced: false }))
    expect(Math.abs(told.numbers['prior'] - 0.8 / 1.3)).toBeLessThan(1e-12)
  })

  it('an accusation gives nobody anything to guess', () => {
    expect(guesses(leaked({ to: 'public', happened: false }))).toEqual([])
  })

  it('an originator that collects nothing of the kind is never suspected', () => {
    const given = leaked()
    const { network } = given
    const countries = network.countries.map((one) =>
      one.id === 'V'
        ? { ...one, collection: one.collection.filter(({ discipline }) => discipline === 'SIGINT') }
        : one,
    )
    for (let number = 0; number < 20; number++) {
      const [guess] = guesses({ ...given, network: { ...network, countries } }, number)
      expect(guess).toMatchObject({ kind: 'unidentified', numbers: { prior: 0, posterior: 0 } })
    }
  })

  it('V is identified on the day of the breach as often as the posterior says', () => {
    const runs = 400
    const given = leaked({ details: 1, namedDay: null })
    const chance = 0.8 / (0.8 + 0.5 * 0.3)
    let identified = 0
    for (let number = 0; number < runs; number++) {
      const [guess, ...more] = guesses(given, number)
      expect(more).toEqual([])
      expect(guess.day).toBe(10)
      if (guess.kind === 'identified') identified++
    }
    expect(Math.abs(identified / runs - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / runs))
  })

  it('under the same draws more details never identify less', () => {
    for (let number = 0; number < 40; number++) {
      const kinds = [0, 1, 2, 4, 8].map((details) => guesses(leaked({ details }), number)[0].kind)
      // once one more detail has given V away, no further one takes it back
      expect(kinds.lastIndexOf('unidentified')).toBe(
        kinds.filter((kind) => kind === 'unidentified').length - 1,
      )
    }
  })

  it('whoever did not guess is told by the press on the day it names the originator', () => {
    const all = Array.from({ length: 60 }, (_, number) =>
      guesses(leaked({ details: 0, namedDay: 15 }), number),
    )
    const guessed = all.filter(([first]) => first.kind === 'identified')
    for (const events of guessed) expect(events).toHaveLength(1)
    const told = all.filter(([first]) => first.kind === 'unidentified')
    for (const [, second, ...more] of told) {
      expect(second).toMatchObject({ kind: 'identified', day: 15, words: { how: 'named by the press' } })
      expect(more).toEqual([])
    }
    expect(guessed.length).toBeGreaterThan(10)
    expect(told.length).toBeGreaterThan(10)
  })
})

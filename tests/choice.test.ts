/** To tell or not to tell: the published numbers of the model, its formulas against bisection, and what can never happen. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  breakEven,
  decide,
  fullOverHold,
  priceOfTrust,
  probabilities,
  tearOverFull,
  tearOverHold,
  terms,
  type Terms,
} from '../src/choice.js'
import { compile } from '../src/compile.js'
import { DEFAULTS } from '../src/parameters.js'
import { State } from '../src/state.js'
import { agreement, collects, country, network, scenario } from './fixtures.js'

const usual = terms(DEFAULTS)

function chances(t: Terms, stake: number, exposure: number): number[] {
  const out = new Float64Array(3)
  probabilities(t, stake, exposure, out)
  return [...out]
}

/** Where an increasing function first reaches 0. */
function root(f: (x: number) => number, low: number, high: number): number {
  if (f(low) >= 0) return low
  expect(f(high)).toBeGreaterThan(0)
  for (let k = 0; k < 200; k++) {
    const middle = (low + high) / 2
    if (f(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

/** Terms within the plausible ranges, with a tear-line that gives away no more than the item. */
const anyTerms: fc.Arbitrary<Terms> = fc
  .record({
    precision: between(1, 30),
    betrayal: between(0, 0.7),
    loss: between(2, 20),
    idFull: between(0, 1),
    tearShare: between(0, 1),
    tearLineValue: between(0.3, 0.9),
    tearLineCost: between(0, 0.2),
    silenceCost: between(0, 0.6),
  })
  .map(({ tearShare, ...rest }) => terms({ ...DEFAULTS, ...rest, idTear: rest.idFull * tearShare }))

const anyStake = between(0, 5)
const anyExposure = between(0, 1.4)

describe('V12: logit choice with utilities 1 in full, .8 as a tear-line, .2 withheld', () => {
  // without exposure U_full is the stake, U_tear its share, U_hold what silence leaves
  const V12: Terms = {
    ...usual,
    idFull: 0,
    idTear: 0,
    tearLineValue: 0.8,
    tearLineCost: 0,
    silenceCost: -0.2,
  }

  it('is a third each at precision 0', () => {
    for (const chance of chances({ ...V12, precision: 0 }, 1, 0)) expect(chance).toBeCloseTo(1 / 3, 15)
  })

  it('is .721399, .265388 and .013213 at precision 5', () => {
    const [withheld, tear, full] = chances({ ...V12, precision: 5 }, 1, 0)
    expect(full).toBeCloseTo(0.721399, 6)
    expect(tear).toBeCloseTo(0.265388, 6)
    expect(withheld).toBeCloseTo(0.013213, 6)
  })

  it('is exp(5·.2) to 1 between full and tear-line, exp(5·.6) to 1 between tear-line and nothing', () => {
    const [withheld, tear, full] = chances({ ...V12, precision: 5 }, 1, 0)
    expect(Math.abs(full / tear - Math.exp(1))).toBeLessThan(1e-12)
    expect(Math.abs(tear / withheld - Math.exp(3))).toBeLessThan(1e-12)
  })
})

describe('V13: the trust at which the better of two rungs changes, at sensitivity 1', () => {
  const switchPoint = (advantage: (exposure: number) => number): number => 1 - root(advantage, 0, 1.5)

  it('is .906667 between full and tear-line at stake 1, .817778 at stake 2', () => {
    expect(switchPoint((e) => tearOverFull(usual, 1, e))).toBeCloseTo(1 - 0.42 / 4.5, 12)
    expect(switchPoint((e) => tearOverFull(usual, 2, e))).toBeCloseTo(1 - 0.82 / 4.5, 12)
    expect(1 - 0.42 / 4.5).toBeCloseTo(0.906667, 6)
    expect(1 - 0.82 / 4.5).toBeCloseTo(0.817778, 6)
  })

  it('is .48 between tear-line and silence at stake 1, and below any trust at stake 2', () => {
    expect(switchPoint((e) => -tearOverHold(usual, 1, e))).toBeCloseTo(0.48, 12)
    expect(switchPoint((e) => -tearOverHold(usual, 2, e))).toBeCloseTo(1 - 1.58 / 1.5, 12)
    expect(1 - 1.58 / 1.5).toBeCloseTo(-0.053333, 6)
  })

  it('is where the two are equally likely', () => {
    const [, tear, full] = chances(usual, 1, 0.42 / 4.5)
    expect(Math.abs(tear - full)).toBeLessThan(1e-12)
    const [withheld, tearAgain] = chances(usual, 1, 0.52)
    expect(Math.abs(withheld - tearAgain)).toBeLessThan(1e-12)
  })
})

describe('V16: who shares with a club runs the risk of every other party', () => {
  const parties = ['A', 'B', 'C', 'D', 'E']
  // trust on day 0 is (1 + base)/2, so a base of .96 is a leak with .02
  const pairs = parties.flatMap((from) =>
    parties.filter((to) => to !== from).map((to) => ({ from, to, discretion: 0.96 })),
  )

  function club(size: number): State {
    const members = parties.slice(0, size)
    const net = network(
      members.map((id) => country(id, [collects(1)])),
      [agreement('club', members)],
      { pairs: pairs.filter(({ from, to }) => members.includes(from) && members.includes(to)) },
    )
    return new State(compile(scenario(net)), 0)
  }

  it('is 1 − .98⁴ = .07763184 among five, each party leaking with .02', () => {
    const state = club(5)
    for (let m = 0; m < 5; m++) expect(Math.abs(state.risk(m) - 0.07763184)).toBeLessThan(1e-12)
  })

  it('is .02 between two, so smaller groups are safer', () => {
    expect(Math.abs(club(2).risk(0) - 0.02)).toBeLessThan(1e-12)
    expect(Math.abs(club(3).risk(0) - (1 - 0.98 * 0.98))).toBeLessThan(1e-12)
  })
})

describe('the three utilities', () => {
  it('are those of the model: 1, .42 and −.3 at stake 1.5, exposure .25 and simple terms', () => {
    const simple: Terms = {
      ...usual,
      harm: 4,
      idFull: 0.5,
      idTear: 0.25,
      tearLineValue: 0.5,
      tearLineCost: 0.08,
    }
    // U_full = 1.5 − .25·4·.5 = 1, U_tear = .5·1.5 − .25·4·.25 − .08 = .42, U_hold = −.2·1.5 = −.3
    expect(fullOverHold(simple, 1.5, 0.25)).toBeCloseTo(1.3, 12)
    expect(tearOverHold(simple, 1.5, 0.25)).toBeCloseTo(0.72, 12)
    expect(tearOverFull(simple, 1.5, 0.25)).toBeCloseTo(-0.58, 12)
  })

  it('leave no circle: full over silence is full over tear-line and tear-line over silence', () => {
    fc.assert(
      fc.property(anyTerms, anyStake, anyExposure, (t, stake, exposure) => {
        const sum = tearOverHold(t, stake, exposure) - tearOverFull(t, stake, exposure)
        expect(Math.abs(fullOverHold(t, stake, exposure) - sum)).toBeLessThan(1e-12)
      }),
    )
  })
})

describe('the chances', () => {
  it('sum to 1 and are none below 0', () => {
    fc.assert(
      fc.property(anyTerms, anyStake, anyExposure, (t, stake, exposure) => {
        const all = chances(t, stake, exposure)
        expect(Math.abs(all[0] + all[1] + all[2] - 1)).toBeLessThan(1e-12)
        for (const chance of all) expect(chance).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('are the frequencies of what is decided over a fine grid of uniforms', () => {
    const steps = 20_000
    fc.assert(
      fc.property(anyTerms, anyStake, anyExposure, (t, stake, exposure) => {
        const counts = [0, 0, 0]
        for (let k = 0; k < steps; k++) counts[decide(t, (k + 0.5) / steps, stake, exposure, true)]++
        chances(t, stake, exposure).forEach((chance, grade) => {
          expect(Math.abs(counts[grade] / steps - chance)).toBeLessThan(1.01 / steps)
        })
      }),
      { numRuns: 50 },
    )
  })

  it('decide where each draw falls, in the order silence, tear-line, full', () => {
    fc.assert(
      fc.property(anyTerms, uniform, anyStake, anyExposure, (t, u, stake, exposure) => {
        const [withheld, tear] = chances(t, stake, exposure)
        // within rounding of a border either side is right
        fc.pre(Math.abs(u - withheld) > 1e-9 && Math.abs(u - withheld - tear) > 1e-9)
        expect(decide(t, u, stake, exposure, true)).toBe(Number(u > withheld) + Number(u > withheld + tear))
      }),
      { numRuns: 2000 },
    )
  })

  it('keep their odds where the rung allows tear-lines only', () => {
    const steps = 20_000
    const [withheld, tear] = chances(usual, 1, 0.3)
    let told = 0
    for (let k = 0; k < steps; k++) {
      const grade = decide(usual, (k + 0.5) / steps, 1, 0.3, false)
      expect(grade).toBeLessThan(2)
      told += grade
    }
    expect(Math.abs(told / steps - tear / (tear + withheld))).toBeLessThan(1.01 / steps)
  })

  it('survive a precision at which the exponentials alone would overflow', () => {
    const sharp: Terms = { ...usual, precision: 200, harm: 1e4 }
    const [withheld, tear, full] = chances(sharp, 20, 1)
    expect([withheld, tear, full]).toEqual([1, 0, 0])
    expect(decide(sharp, 0.999, 20, 1, true)).toBe(0)
    expect(chances(sharp, 20, 0)[2]).toBe(1)
  })
})

describe('V24: under one and the same draw', () => {
  it('a higher stake never means less sharing', () => {
    fc.assert(
      fc.property(
        anyTerms,
        uniform,
        anyStake,
        between(0, 2),
        anyExposure,
        fc.boolean(),
        (t, u, stake, more, exposure, all) => {
          expect(decide(t, u, stake + more, exposure, all)).toBeGreaterThanOrEqual(
            decide(t, u, stake, exposure, all),
          )
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('less trust never means more sharing', () => {
    fc.assert(
      fc.property(
        anyTerms,
        uniform,
        anyStake,
        anyExposure,
        uniform,
        fc.boolean(),
        (t, u, stake, exposure, share, all) => {
          expect(decide(t, u, stake, exposure, all)).toBeLessThanOrEqual(
            decide(t, u, stake, exposure * share, all),
          )
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('a stricter rung never means more than the open one', () => {
    fc.assert(
      fc.property(anyTerms, uniform, anyStake, anyExposure, (t, u, stake, exposure) => {
        expect(decide(t, u, stake, exposure, false)).toBeLessThanOrEqual(decide(t, u, stake, exposure, true))
      }),
    )
  })
})

describe('the break-even stake', () => {
  it('is .85 for an exposure of .08: (.08·10·.45 − .02)/.4', () => {
    expect(breakEven(usual, 0.08)).toBeCloseTo(0.85, 12)
  })

  it('is where bisection finds the tear-line no better than the full item', () => {
    fc.assert(
      fc.property(anyTerms, anyExposure, (t, exposure) => {
        const found = root((stake) => -tearOverFull(t, stake, exposure), -5, 400)
        expect(Math.abs(breakEven(t, exposure) - found)).toBeLessThan(1e-9)
      }),
    )
  })
})

describe('the price of trust', () => {
  const { inertiaUp, inertiaHold } = DEFAULTS

  /** Chance that a review takes a step, by the logistic noise of MODEL.md §5.5: one half where advantage and inertia are equal. */
  const steps = (advantage: number, inertia: number): number =>
    1 / (1 + Math.exp(-DEFAULTS.formalPrecision * (advantage - inertia)))
  const movesUp = (advantage: number): number => steps(advantage, inertiaUp)

  it('is .9 on tear-lines at stake 1.1 and exposure .16: (.16·10·.45 − .02 + .1)/.4 − 1.1', () => {
    expect(priceOfTrust(usual, { inertiaUp: 0.1, inertiaHold }, 1.1, 0.16, false)).toBeCloseTo(0.9, 12)
  })

  it('on tear-lines is what bisection adds until the review goes to full with one half and suspends with no more', () => {
    fc.assert(
      fc.property(anyTerms, anyStake, anyExposure, (t, stake, exposure) => {
        const chance = (extra: number): number =>
          Math.min(
            movesUp(-tearOverFull(t, stake + extra, exposure)),
            1 - steps(-tearOverHold(t, stake + extra, exposure), inertiaHold),
          ) - 0.5
        expect(
          Math.abs(priceOfTrust(t, DEFAULTS, stake, exposure, false) - root(chance, 0, 400)),
        ).toBeLessThan(1e-9)
      }),
    )
  })

  it('when suspended is what it takes until neither the review to tear-lines nor the one to full is below one half', () => {
    fc.assert(
      fc.property(anyTerms, anyStake, anyExposure, (t, stake, exposure) => {
        const chance = (extra: number): number =>
          Math.min(
            movesUp(tearOverHold(t, stake + extra, exposure)),
            movesUp(-tearOverFull(t, stake + extra, exposure)),
          ) - 0.5
        expect(
          Math.abs(priceOfTrust(t, DEFAULTS, stake, exposure, true) - root(chance, 0, 400)),
        ).toBeLessThan(1e-9)
      }),
    )
  })

  it('is never below 0, and nothing where trust is whole', () => {
    expect(priceOfTrust(usual, DEFAULTS, 1, 0, false)).toBe(0)
    expect(priceOfTrust(usual, DEFAULTS, 1, 0, true)).toBe(0)
  })
})

/** Scores of forecasts: cases worked by hand, formulas written another way, and what every proper score keeps. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  baselinesOf,
  CLASSES,
  cutChance,
  lessThan,
  meanByEpisode,
  orderOf,
  reliabilityOf,
  RULES,
  scoresOf,
  smoothed,
  type Forecast,
} from '../../src/studies/scores.js'

function forecast(
  probabilities: readonly number[],
  observed: number,
  more: Partial<Forecast> = {},
): Forecast {
  return {
    episode: 'one',
    group: 'insider-leak',
    year: 2000,
    strict: true,
    confidence: 'A',
    probabilities,
    observed,
    ...more,
  }
}

describe('probabilities from counts', () => {
  it('give a cut Jeffreys’ (k + ½)/(n + 1), by hand', () => {
    expect(cutChance(smoothed([20, 0, 0, 0, 0]))).toBeCloseTo(0.5 / 21, 15)
    expect(cutChance(smoothed([3, 2, 4, 10, 1]))).toBeCloseTo(15.5 / 21, 15)
    expect(smoothed([0, 0, 0, 0, 0])).toEqual([0.25, 0.25, 1 / 6, 1 / 6, 1 / 6])
    expect(smoothed([20, 0, 0, 0, 0])[0]).toBeCloseTo(20.25 / 21, 15)
  })

  it('add up to 1 and are never 0', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 }), (counts) => {
        const found = smoothed(counts)
        expect(found.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
        for (const p of found) expect(p).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a forecast is scored', () => {
  it('by hand', () => {
    const one = forecast([0.5, 0.2, 0.1, 0.1, 0.1], 3)
    // a cut was given 0.3, and came
    expect(RULES.brier(one)).toBeCloseTo(0.49, 15)
    expect(RULES.log(one)).toBeCloseTo(-Math.log(0.3), 14)
    // cumulative .5 .7 .8 .9 against 0 0 0 1
    expect(RULES.ranked(one)).toBeCloseTo((0.25 + 0.49 + 0.64 + 0.01) / 4, 15)
    const none = forecast([0.5, 0.2, 0.1, 0.1, 0.1], 1)
    expect(RULES.brier(none)).toBeCloseTo(0.09, 15)
    expect(RULES.log(none)).toBeCloseTo(-Math.log(0.7), 14)
    expect(RULES.ranked(none)).toBeCloseTo((0.25 + 0.09 + 0.04 + 0.01) / 4, 15)
  })

  it('infinitely by the logarithm where what happened was said to be impossible', () => {
    const never = forecast([1, 0, 0, 0, 0], 2)
    expect(RULES.log(never)).toBe(Infinity)
    expect(RULES.brier(never)).toBe(1)
    const { log } = scoresOf([never, forecast([1, 0, 0, 0, 0], 0, { episode: 'two' })], 'seed')
    expect(log).toEqual({ mean: Infinity, low: NaN, high: NaN })
  })

  it('of two classes by the ranked score as by Brier’s', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1), (p, observed) => {
        const ranked = RULES.ranked(forecast([1 - p, p], observed))
        expect(ranked).toBeCloseTo((p - observed) ** 2, 12)
      }),
    )
  })

  const shares = fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 })
    .map((weights) => {
      const sum = weights.reduce((a, b) => a + b, 0)
      return weights.map((weight) => weight / sum)
    })

  it('so that whoever believes p does best, on average, by saying p', () => {
    fc.assert(
      fc.property(shares, shares, (truth, said) => {
        for (const rule of Object.values(RULES)) {
          const expected = (told: readonly number[]): number =>
            CLASSES.reduce((sum, _, k) => sum + truth[k] * rule(forecast(told, k)), 0)
          expect(expected(truth)).toBeLessThanOrEqual(expected(said) + 1e-12)
        }
      }),
    )
  })
})

const mixed: readonly Forecast[] = [
  forecast([0.9, 0.05, 0.02, 0.02, 0.01], 0, { episode: 'a' }),
  forecast([0.4, 0.1, 0.2, 0.2, 0.1], 3, { episode: 'a' }),
  forecast([0.2, 0.1, 0.2, 0.4, 0.1], 0, { episode: 'b', group: 'penetration' }),
  forecast([0.7, 0.1, 0.1, 0.05, 0.05], 2, { episode: 'c', group: 'penetration' }),
  forecast([0.95, 0.02, 0.01, 0.01, 0.01], 0, { episode: 'd', group: 'penetration' }),
]

describe('means over outcomes', () => {
  it('hold the mean of the scores, and an interval around it', () => {
    const scores = scoresOf(mixed, 'seed')
    const by = (0.05 ** 2 + 0.5 ** 2 + 0.7 ** 2 + 0.8 ** 2 + 0.03 ** 2) / 5
    expect(scores.brier.mean).toBeCloseTo(by, 14)
    for (const { mean, low, high } of Object.values(scores)) {
      expect(low).toBeLessThan(mean)
      expect(high).toBeGreaterThan(mean)
    }
  })

  it('do not hang on the order of outcomes, nor a draw on which other episodes there are', () => {
    const turned = scoresOf(mixed.toReversed(), 'seed')
    const straight = scoresOf(mixed, 'seed')
    for (const rule of ['brier', 'log', 'ranked'] as const) {
      expect(turned[rule].mean).toBeCloseTo(straight[rule].mean, 14)
      expect(turned[rule].low).toBeCloseTo(straight[rule].low, 14)
      expect(turned[rule].high).toBeCloseTo(straight[rule].high, 14)
    }
    expect(scoresOf(mixed, 'other').brier.low).not.toBe(straight.brier.low)
  })

  it('draw whole episodes: outcomes all of one episode say nothing of chance, doubled outcomes nothing new', () => {
    const alone = meanByEpisode(mixed.slice(0, 2), [0, 1], 'seed')
    expect(alone).toEqual({ mean: 0.5, low: NaN, high: NaN })
    const values = mixed.map((_, k) => k)
    const once = meanByEpisode(mixed, values, 'seed')
    const twice = meanByEpisode([...mixed, ...mixed], [...values, ...values], 'seed')
    expect(twice.low).toBeCloseTo(once.low, 12)
    expect(twice.high).toBeCloseTo(once.high, 12)
  })

  it('spread like the standard error of a mean of independent episodes', () => {
    const outcomes = Array.from({ length: 200 }, (_, k) => ({ episode: `e${k}` }))
    const values = outcomes.map((_, k) => (k % 10 < 3 ? 1 : 0))
    const { low, high } = meanByEpisode(outcomes, values, 'seed')
    expect(high - low).toBeCloseTo(2 * 1.96 * Math.sqrt((0.3 * 0.7) / 200), 1)
    expect((high - low) / (2 * 1.96 * Math.sqrt((0.3 * 0.7) / 200))).toBeCloseTo(1, 1)
  })

  it('differ by exactly 0 from themselves, and by the difference of the means from others', () => {
    const { brier } = lessThan(mixed, mixed, 'seed')
    expect(brier).toEqual({ mean: 0, low: 0, high: 0 })
    const { coin } = baselinesOf(mixed)
    const found = lessThan(mixed, coin, 'seed').ranked.mean
    expect(found).toBeCloseTo(scoresOf(mixed, 'x').ranked.mean - scoresOf(coin, 'x').ranked.mean, 14)
    expect(() => lessThan(mixed, coin.slice(1), 'seed')).toThrow('5 forecasts against 4')
  })
})

describe('the order of forecasts', () => {
  it('counts pairs of a cut and another of different episodes, by hand', () => {
    // expected: the cuts a at 1.5 and c at 0.65, the others a at 0.19, b at 2.1 and d at 0.11
    // a against b wrong, against d right; c against a and d right, against b wrong
    const { mean, low, high } = orderOf(mixed, 'seed')
    expect(mean).toBeCloseTo(3 / 5, 14)
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
  })

  it('is one half of forecasts all alike, 1 where it is right throughout, and nothing without a cut', () => {
    expect(orderOf(baselinesOf(mixed).coin, 'seed').mean).toBe(0.5)
    const knowing = mixed.map((one) => ({
      ...one,
      probabilities: CLASSES.map((_, k) => (k === one.observed ? 1 : 0)),
    }))
    expect(orderOf(knowing, 'seed').mean).toBe(1)
    expect(
      orderOf(
        mixed.filter(({ observed }) => observed < 2),
        'seed',
      ).mean,
    ).toBeNaN()
  })
})

describe('forecasts without a model', () => {
  const { coin, alwaysNo, baseRate, byKind } = baselinesOf(mixed)

  it('leave out the episode they forecast, by hand', () => {
    // without a: 0, 2, 0 were seen
    expect(cutChance(baseRate[0].probabilities)).toBeCloseTo(1.5 / 4, 15)
    expect(baseRate[1].probabilities).toEqual(baseRate[0].probabilities)
    // without c: 0, 3, 0, 0
    expect(cutChance(baseRate[3].probabilities)).toBeCloseTo(1.5 / 5, 15)
    expect(baseRate[3].probabilities[3]).toBeCloseTo((1 + 1 / 6) / 5, 15)
  })

  it('by kind are drawn toward the base rate', () => {
    // the kind of a has no other episode: nothing but the base rate
    expect(cutChance(byKind[0].probabilities)).toBeCloseTo(1.5 / 4, 14)
    // of the kind of b the others are one cut and one not; its base rate is 2 cuts of 4, (2 + ½)/5
    expect(cutChance(byKind[2].probabilities)).toBeCloseTo((1 + 5 * 0.5) / 7, 14)
  })

  it('toss a coin and never say yes', () => {
    expect(coin.map(({ probabilities }) => cutChance(probabilities))).toEqual([0.5, 0.5, 0.5, 0.5, 0.5])
    expect(scoresOf(coin, 's').brier.mean).toBe(0.25)
    expect(scoresOf(alwaysNo, 's').brier.mean).toBeCloseTo(2 / 5, 15)
  })

  it('do not know their own outcome: turning it over moves no forecast of its episode', () => {
    const other = mixed.map((one, k) => (k < 2 ? { ...one, observed: 4 } : one))
    const turned = baselinesOf(other)
    for (const name of ['baseRate', 'byKind'] as const)
      for (const k of [0, 1])
        expect(turned[name][k].probabilities).toEqual(baselinesOf(mixed)[name][k].probabilities)
  })
})

describe('reliability', () => {
  it('sorts outcomes by what was forecast and counts what was seen', () => {
    const found = reliabilityOf(mixed)
    expect(found.map(({ low, high, outcomes, cuts }) => [low, high, outcomes, cuts])).toEqual([
      [0, 0.05, 1, 0],
      [0.05, 0.1, 1, 0],
      [0.2, 0.4, 1, 1],
      [0.4, 0.6, 1, 1],
      [0.6, 0.8, 1, 0],
    ])
    expect(found[2].forecast).toBeCloseTo(0.2, 14)
    expect(reliabilityOf([forecast([0, 0, 0, 0, 1], 4)])[0]).toMatchObject({ high: 1, outcomes: 1, cuts: 1 })
  })
})

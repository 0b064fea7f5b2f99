/** Estimators against closed forms, brute force and published numbers. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Draws, address } from '../../src/random.js'
import {
  differenceOfPaired,
  interval,
  medoid,
  Moments,
  poisson,
  proportion,
  quantile,
  Ratios,
  REPLICATES,
  Resampling,
} from '../../src/studies/statistics.js'

const draws = new Draws('statistics', 0)
const uniform = (k: number): number => draws.at(address('item', 'test'), k)
/** Roughly normal: the sum of twelve uniforms less six. */
const bell = (k: number): number =>
  Array.from({ length: 12 }, (_, n) => uniform(k * 12 + n)).reduce((a, b) => a + b, -6)

describe('proportion', () => {
  it('gives Wilson intervals: R prop.test(correct = FALSE) for 15 of 148, 0 of 20 and 20 of 20', () => {
    const some = proportion(15, 148)
    expect(some.mean).toBeCloseTo(0.10135135, 8)
    expect(some.low).toBeCloseTo(0.06239, 4)
    expect(some.high).toBeCloseTo(0.16049, 4)
    expect(proportion(0, 20)).toEqual({ mean: 0, low: 0, high: expect.closeTo(0.16113, 4) as number })
    expect(proportion(20, 20)).toEqual({ mean: 1, low: expect.closeTo(0.83887, 4) as number, high: 1 })
    expect(proportion(0, 0).mean).toBeNaN()
  })
})

describe('the difference of paired proportions', () => {
  it('is Agresti and Min’s: half a pair more in each cell', () => {
    // by hand: (8.5 − 2.5)/102 ± 1.96 √((11/102 − (6/102)²)/102)
    const { mean, low, high } = differenceOfPaired(8, 2, 100)
    expect(mean).toBeCloseTo(0.06, 12)
    expect((low + high) / 2).toBeCloseTo(6 / 102, 9)
    expect((high - low) / 2).toBeCloseTo(1.959963984540054 * Math.sqrt((11 / 102 - (6 / 102) ** 2) / 102), 9)
  })

  it('does not take few runs without a difference for proof that there is none', () => {
    const { mean, low, high } = differenceOfPaired(0, 0, 8)
    expect(mean).toBe(0)
    expect(high).toBeGreaterThan(0.1)
    expect(low).toBeLessThan(-0.1)
    expect(differenceOfPaired(0, 0, 10_000).high).toBeLessThan(0.001)
  })
})

describe('Poisson weights', () => {
  it('have mean 1 and variance 1, and the published chances of 0, 1 and 2', () => {
    expect(poisson(0)).toBe(0)
    expect(poisson(0.3678)).toBe(0)
    expect(poisson(0.3679)).toBe(1)
    expect(poisson(0.7357)).toBe(1)
    expect(poisson(0.7358)).toBe(2)
    const values = Array.from({ length: 20_000 }, (_, k) => poisson((k + 0.5) / 20_000))
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    expect(mean).toBeCloseTo(1, 3)
    expect(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length).toBeCloseTo(1, 2)
  })
})

describe('Ratios', () => {
  const n = 400
  const under = Array.from({ length: n }, (_, k) => 10 + bell(k))
  const over = under.map((value, k) => 0.7 * value + 0.5 * bell(k + n))

  function filled(): Ratios {
    const ratios = new Ratios(2)
    const resampling = new Resampling('seed')
    for (let run = 0; run < n; run++)
      ratios.add(resampling.draw(run), Float64Array.of(over[run], 5), Float64Array.of(under[run], 5))
    return ratios
  }

  it('gives the ratio of sums, and nearly the interval of the delta method for paired sums', () => {
    const { mean, low, high } = filled().estimate(0, (ratio) => 1 - ratio)
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
    expect(mean).toBeCloseTo(1 - sum(over) / sum(under), 12)
    const ratio = sum(over) / sum(under)
    const residuals = over.map((value, k) => value - ratio * under[k])
    const error = Math.sqrt(sum(residuals.map((r) => r * r)) / n) / (sum(under) / n) / Math.sqrt(n)
    expect((high - low) / (2 * 1.96 * error)).toBeGreaterThan(0.85)
    expect((high - low) / (2 * 1.96 * error)).toBeLessThan(1.15)
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
  })

  it('is exact where numerator and denominator are the same: no spread at all', () => {
    expect(filled().estimate(1, (ratio) => 1 - ratio)).toEqual({ mean: 0, low: 0, high: 0 })
  })

  it('covers the truth in about 95 of 100 experiments', () => {
    let covered = 0
    for (let trial = 0; trial < 200; trial++) {
      const ratios = new Ratios(1)
      const resampling = new Resampling(`trial ${trial}`)
      for (let run = 0; run < 60; run++) {
        const y = 10 + bell(trial * 1000 + run)
        ratios.add(
          resampling.draw(run),
          Float64Array.of(0.7 * y + bell(trial * 1000 + run + 500)),
          Float64Array.of(y),
        )
      }
      const { low, high } = ratios.estimate(0)
      if (low <= 0.7 && 0.7 <= high) covered++
    }
    expect(covered / 200).toBeGreaterThan(0.89)
    expect(covered / 200).toBeLessThan(0.99)
  })

  it('has the weights of a run fixed by its number, whatever was drawn before', () => {
    const draw = (order: readonly number[]): number[] => {
      const resampling = new Resampling('seed')
      const all = order.map((run) => [run, [...resampling.draw(run)]] as const)
      return all.toSorted(([x], [y]) => x - y).flatMap(([, weights]) => weights)
    }
    expect(draw([2, 0, 1])).toEqual(draw([0, 1, 2]))
    expect(draw([0])).toHaveLength(REPLICATES)
    expect(draw([0])).not.toEqual(draw([1]))
  })

  it('is no number, rather than infinite, where a replicate has nothing below the line', () => {
    const ratios = new Ratios(1)
    const resampling = new Resampling('seed')
    for (let run = 0; run < 3; run++)
      ratios.add(resampling.draw(run), Float64Array.of(1), Float64Array.of(run === 0 ? 1 : 0))
    expect([...ratios.replicates(0)].every((value) => Number.isNaN(value) || Number.isFinite(value))).toBe(
      true,
    )
    const { mean, low, high } = ratios.estimate(0)
    expect(mean).toBe(3)
    expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true)
    expect(new Ratios(1).estimate(0).mean).toBeNaN()
  })
})

describe('Moments', () => {
  it('gives means their normal interval, and the difference that of pairs, by hand', () => {
    const moments = new Moments(1)
    for (const [x, y] of [
      [1, 0],
      [3, 1],
      [5, 5],
    ])
      moments.add(Float64Array.of(x), Float64Array.of(y))
    const { x, y, difference } = moments.means(0)
    // variances 4 and 7; differences 1, 2, 0 have variance 1
    const half = (variance: number): number => 1.959963984540054 * Math.sqrt(variance / 3)
    const expected: [typeof x, number, number][] = [
      [x, 3, 4],
      [y, 2, 7],
      [difference, 1, 1],
    ]
    for (const [{ mean, low, high }, middle, variance] of expected) {
      expect(mean).toBeCloseTo(middle, 12)
      expect(low).toBeCloseTo(middle - half(variance), 12)
      expect(high).toBeCloseTo(middle + half(variance), 12)
    }
    const once = new Moments(1)
    once.add(Float64Array.of(2), Float64Array.of(2))
    expect(once.means(0).x).toEqual({ mean: 2, low: Number.NaN, high: Number.NaN })
  })

  it('agrees with two passes over the data, also far from zero', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ min: 1, max: 5, noNaN: true })),
          {
            minLength: 3,
            maxLength: 40,
          },
        ),
        fc.constantFrom(0, 1e6),
        (pairs, offset) => {
          const moments = new Moments(1)
          for (const [x, y] of pairs) moments.add(Float64Array.of(x + offset), Float64Array.of(y + offset))
          const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length
          const [mx, my] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))]
          const cov = (f: (pair: readonly [number, number]) => number): number =>
            pairs.map(f).reduce((a, b) => a + b, 0) / (pairs.length - 1)
          const found = moments.of(0)
          expect(found.x).toBeCloseTo(mx + offset, 6)
          expect(found.xx).toBeCloseTo(
            cov(([x]) => (x - mx) ** 2),
            5,
          )
          expect(found.xy).toBeCloseTo(
            cov(([x, y]) => (x - mx) * (y - my)),
            5,
          )
          expect(found.yy).toBeCloseTo(
            cov(([, y]) => (y - my) ** 2),
            5,
          )
        },
      ),
    )
  })

  it('knows no correlation where nothing varies, and a perfect one where there is one', () => {
    const moments = new Moments(2)
    for (let k = 0; k < 10; k++) moments.add(Float64Array.of(k, 3), Float64Array.of(2 * k + 1, k))
    expect(moments.correlation(0)).toBeCloseTo(1, 12)
    expect(moments.correlation(1)).toBeNaN()
  })
})

describe('medoid', () => {
  it('is the point with the least sum of distances, the first of equals, by brute force', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (points) => {
          const sums = points.map(([x, y]) =>
            points.map(([a, b]) => Math.sqrt((x - a) ** 2 + (y - b) ** 2)).reduce((a, b) => a + b, 0),
          )
          const best = medoid(
            points.map(([x]) => x),
            points.map(([, y]) => y),
          )
          expect(sums[best]).toBeCloseTo(Math.min(...sums), 9)
        },
      ),
    )
    expect(medoid([1, 1, 9], [2, 2, 9])).toBe(0)
  })
})

describe('quantile and interval', () => {
  it('interpolate as R type 7 does, and leave out what is not a number', () => {
    expect(quantile(Float64Array.of(1, 2, 3, 4), 0.25)).toBeCloseTo(1.75, 12)
    expect(quantile(Float64Array.of(5), 0.9)).toBe(5)
    expect(quantile(new Float64Array(0), 0.5)).toBeNaN()
    expect(interval(Float64Array.of(Number.NaN, 0, 1000))).toEqual([25, 975])
  })
})

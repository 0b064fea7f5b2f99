/** Estimates from paired runs, folded one run at a time in run order, so that memory does not grow with the runs. */
import { address, Draws } from '../random.js'

/** A mean with its 95 % interval. The interval is chance only: it says nothing about the assumptions. */
export interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** Runs whose rows are kept in `findings.table` and weighed for the typical run; more are folded and passed to `onRow`. */
export const KEPT_RUNS = 10_000

/** Replicates of the bootstrap. */
export const REPLICATES = 1000

/** Chances that a Poisson(1) count is at most 0, 1, 2 …: e⁻¹ Σ 1/k!, to double precision. */
const POISSON = cumulativePoisson(0.36787944117144233)

function cumulativePoisson(atZero: number): Float64Array {
  const cumulative = new Float64Array(18)
  let term = atZero
  let sum = 0
  for (let k = 0; k < cumulative.length; k++) {
    sum += term
    cumulative[k] = sum
    term /= k + 1
  }
  return cumulative
}

/** The Poisson(1) count at a uniform. */
export function poisson(u: number): number {
  let k = 0
  while (k < POISSON.length && u >= POISSON[k]) k++
  return k
}

/**
 * Weights that draw runs again: a Poisson(1) count for each replicate, fixed by seed and run number (Hanley & MacGibbon 2006).
 * It needs one pass and no memory of the runs; both worlds of a pair get the same weight, so the pairing is kept.
 */
export class Resampling {
  readonly weights = new Float64Array(REPLICATES)
  readonly #draws: Draws
  readonly #address = address('bootstrap')

  constructor(seed: string) {
    this.#draws = new Draws(seed, 0)
  }

  /** Draws the weights of a run. */
  draw(run: number): Float64Array {
    this.#draws.aim(run)
    const { batch } = this.#draws
    const throws = REPLICATES / 2
    batch.hi.fill(this.#address.hi, 0, throws)
    batch.lo.fill(this.#address.lo, 0, throws)
    for (let k = 0; k < throws; k++) batch.occurrence[k] = 2 * k
    this.#draws.take(throws)
    for (let k = 0; k < throws; k++) {
      this.weights[2 * k] = poisson(batch.first[k])
      this.weights[2 * k + 1] = poisson(batch.second[k])
    }
    return this.weights
  }
}

/** Ratios of sums over runs, side by side, each with a bootstrap interval. */
export class Ratios {
  readonly size: number
  /** numerators, then denominators: the parts of the run that is added, their sums, and their sums by replicate */
  readonly #parts: Float64Array
  readonly #sums: Float64Array
  readonly #replicates: Float64Array

  constructor(size: number) {
    this.size = size
    this.#parts = new Float64Array(2 * size)
    this.#sums = new Float64Array(2 * size)
    this.#replicates = new Float64Array(2 * size * REPLICATES)
  }

  /** Adds one run: its weight in every replicate, its part of each ratio's numerator and denominator. */
  add(weights: Float64Array, over: Float64Array, under: Float64Array): void {
    this.#parts.set(over)
    this.#parts.set(under, this.size)
    addWeighted(this.#sums, 0, 1, this.#parts)
    for (let b = 0; b < REPLICATES; b++)
      if (weights[b] !== 0) addWeighted(this.#replicates, b * this.#parts.length, weights[b], this.#parts)
  }

  /** The k-th ratio, passed through `f`; NaN where its denominator is 0. */
  estimate(k: number, f: (ratio: number) => number = (ratio) => ratio): Estimate {
    const [low, high] = interval(this.replicates(k).map(f))
    return { mean: this.mean(k, f), low, high }
  }

  /** The k-th ratio of the runs themselves, passed through `f`; NaN where its denominator is 0. */
  mean(k: number, f: (ratio: number) => number = (ratio) => ratio): number {
    return f(ratio(this.#sums[k], this.#sums[this.size + k]))
  }

  /** The k-th ratio in every replicate; NaN where a replicate has nothing below the line. */
  replicates(k: number): Float64Array {
    const ratios = new Float64Array(REPLICATES)
    for (let b = 0; b < REPLICATES; b++) {
      const over = 2 * this.size * b + k
      ratios[b] = ratio(this.#replicates[over], this.#replicates[over + this.size])
    }
    return ratios
  }
}

/** Adds parts, an even number of them, by one weight to the sums from a place on. Two at a turn: turns are what takes the time. */
function addWeighted(sums: Float64Array, start: number, weight: number, parts: Float64Array): void {
  for (let k = 0; k < parts.length; k += 2) {
    sums[start + k] += weight * parts[k]
    sums[start + k + 1] += weight * parts[k + 1]
  }
}

/** A ratio that is not a number, rather than infinite, where there is nothing below the line. */
function ratio(over: number, under: number): number {
  return under === 0 ? Number.NaN : over / under
}

/** The middle 95 % of replicates; replicates that are not numbers are left out. */
export function interval(replicates: Float64Array): [low: number, high: number] {
  const sorted = replicates.slice().sort()
  // they are sorted behind the numbers
  let numbers = sorted.length
  while (numbers > 0 && Number.isNaN(sorted[numbers - 1])) numbers--
  const known = sorted.subarray(0, numbers)
  return [quantile(known, 0.025), quantile(known, 0.975)]
}

/** A quantile of sorted values, between neighbours (Hyndman & Fan type 7); NaN where there are none. */
export function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN
  const place = p * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(sorted.length - 1, below + 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}

/** 97.5 % point of the standard normal. */
const Z = 1.959963984540054

/** A proportion with Wilson's score interval (Wilson 1927), which behaves at 0 and at 1. */
export function proportion(hits: number, runs: number): Estimate {
  if (runs === 0) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN }
  const p = hits / runs
  const spread = (Z * Z) / runs
  const middle = (p + spread / 2) / (1 + spread)
  const half = (Z / (1 + spread)) * Math.sqrt((p * (1 - p)) / runs + spread / (4 * runs))
  return { mean: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * Difference of two proportions over pairs, from the pairs that differ. The interval adds half a pair to each of the four cells
 * (Agresti & Min 2005), so that few runs without a difference are no proof that there is none.
 * @returns the plain difference, and the adjusted interval around the adjusted one
 */
export function differenceOfPaired(onlyFirst: number, onlySecond: number, pairs: number): Estimate {
  const n = pairs + 2
  const [b, c] = [onlyFirst + 0.5, onlySecond + 0.5]
  const middle = (b - c) / n
  const half = Z * Math.sqrt(Math.max(0, (b + c) / n - middle * middle) / n)
  const mean = pairs === 0 ? Number.NaN : (onlyFirst - onlySecond) / pairs
  return { mean, low: Math.max(-1, middle - half), high: Math.min(1, middle + half) }
}

/** Running moments of pairs of numbers, many at a time: means, variances and covariances about the first pair seen. */
export class Moments {
  count = 0
  readonly #firstX: Float64Array
  readonly #firstY: Float64Array
  readonly #sums: Float64Array

  constructor(readonly size: number) {
    this.#firstX = new Float64Array(size)
    this.#firstY = new Float64Array(size)
    this.#sums = new Float64Array(size * 5)
  }

  add(x: Float64Array, y: Float64Array): void {
    if (this.count === 0) {
      this.#firstX.set(x)
      this.#firstY.set(y)
    }
    this.count++
    for (let k = 0; k < this.size; k++) {
      const a = x[k] - this.#firstX[k]
      const b = y[k] - this.#firstY[k]
      const at = k * 5
      this.#sums[at] += a
      this.#sums[at + 1] += b
      this.#sums[at + 2] += a * a
      this.#sums[at + 3] += a * b
      this.#sums[at + 4] += b * b
    }
  }

  /** Means, and covariances of single observations (n − 1 below; NaN for one run). */
  of(k: number): { x: number; y: number; xx: number; xy: number; yy: number } {
    const n = this.count
    const at = k * 5
    const a = this.#sums[at] / n
    const b = this.#sums[at + 1] / n
    const centred = (sum: number, product: number): number =>
      n < 2 ? Number.NaN : (sum - n * product) / (n - 1)
    return {
      x: this.#firstX[k] + a,
      y: this.#firstY[k] + b,
      xx: centred(this.#sums[at + 2], a * a),
      xy: centred(this.#sums[at + 3], a * b),
      yy: centred(this.#sums[at + 4], b * b),
    }
  }

  /** Means of x, of y and of x − y, each with the normal interval of a mean. */
  means(k: number): { x: Estimate; y: Estimate; difference: Estimate } {
    const { x, y, xx, xy, yy } = this.of(k)
    const around = (mean: number, variance: number): Estimate => {
      const half = Z * Math.sqrt(Math.max(0, variance) / this.count)
      return { mean, low: mean - half, high: mean + half }
    }
    return { x: around(x, xx), y: around(y, yy), difference: around(x - y, xx - 2 * xy + yy) }
  }

  /** Pearson correlation; NaN where one of the two does not vary. */
  correlation(k: number): number {
    const { xx, xy, yy } = this.of(k)
    return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Number.NaN
  }

  /** 1 − x/y of the means, with the interval of the delta method for a ratio of paired means. */
  chill(k: number): Estimate {
    const { x, y, xx, xy, yy } = this.of(k)
    if (y === 0) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN }
    const ratio = x / y
    const variance = (xx - 2 * ratio * xy + ratio * ratio * yy) / (this.count * y * y)
    const half = Z * Math.sqrt(Math.max(0, variance))
    return { mean: 1 - ratio, low: 1 - ratio - half, high: 1 - ratio + half }
  }
}

/**
 * The most central of points in the plane: least sum of distances to all others; the first of equals.
 * @returns its place
 */
export function medoid(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let best = 0
  let least = Infinity
  for (let i = 0; i < x.length; i++) {
    let sum = 0
    for (let j = 0; j < x.length && sum < least; j++) {
      const dx = x[i] - x[j]
      const dy = y[i] - y[j]
      sum += Math.sqrt(dx * dx + dy * dy)
    }
    if (sum >= least) continue
    least = sum
    best = i
  }
  return best
}

/**
 * How good forecasts of documented responses were: proper scores, what they are worth against simple forecasts, and whether what
 * is said to be likely happens. Pure statistics: it knows of forecasts and of what was seen, not of how the forecasts were made.
 * Intervals draw whole episodes again, for the outcomes of one episode are not independent of each other.
 */
import { log } from '../math.js'
import { address, Draws } from '../random.js'
import { interval, poisson, proportion, REPLICATES, type Estimate } from './statistics.js'

/** What a partner may do, as far as a run can say it: a protest leaves no trace in the model, so it counts with nothing. */
export const CLASSES = ['none or protest', 'tightened', 'curtailed', 'suspended', 'terminated'] as const

/** The place in CLASSES of the first that is a cut. */
export const FIRST_CUT = 2

/** What was forecast of one partner in one episode, and what was seen. */
export interface Forecast {
  readonly episode: string
  /** the kind of episode by which the by-kind base rate goes */
  readonly group: string
  readonly year: number
  readonly strict: boolean
  readonly confidence: 'A' | 'B' | 'C'
  /** by place in CLASSES; they add up to 1 */
  readonly probabilities: readonly number[]
  /** place in CLASSES */
  readonly observed: number
}

/** Half an observation is added on either side of the cut, and shared out evenly among the classes there. */
const ADDED: readonly number[] = CLASSES.map((_, k) =>
  k < FIRST_CUT ? 0.5 / FIRST_CUT : 0.5 / (CLASSES.length - FIRST_CUT),
)

/**
 * Probabilities of the classes from counts. The probability of a cut becomes (k + ½)/(n + 1), the mean of Jeffreys' posterior, so
 * that no finite number of runs makes a forecast of 0 or of 1, and no score needs clipping.
 * @param counts runs, or outcomes, by place in CLASSES; all 0 gives a half for a cut
 */
export function smoothed(counts: ArrayLike<number>): number[] {
  let n = 0
  for (let k = 0; k < CLASSES.length; k++) n += counts[k]
  return ADDED.map((added, k) => (counts[k] + added) / (n + 1))
}

/** With fewer runs the half run that is added makes every forecast 2.4 % and more, which near a low base rate scores for itself. */
export const ENOUGH_RUNS = 20

/** The probability of a cut: of everything from the first class that is one. */
export function cutChance(probabilities: readonly number[]): number {
  let chance = 0
  for (let k = FIRST_CUT; k < probabilities.length; k++) chance += probabilities[k]
  return chance
}

export const isCut = ({ observed }: Forecast): boolean => observed >= FIRST_CUT

/**
 * Scores of one forecast, lower is better: of the cut the squared error (Brier 1950) and minus the natural logarithm of what was
 * given to what happened (Good 1952; infinite where that was 0), and of the ordinal the ranked probability score (Epstein 1969)
 * divided by the number of thresholds, so that it lies from 0 to 1 and for two classes is Brier's.
 */
export const RULES = {
  brier: (forecast: Forecast): number => {
    const error = cutChance(forecast.probabilities) - (isCut(forecast) ? 1 : 0)
    return error * error
  },
  log: (forecast: Forecast): number => {
    const chance = cutChance(forecast.probabilities)
    const given = isCut(forecast) ? chance : 1 - chance
    return given > 0 ? 0 - log(given) : Infinity
  },
  ranked: ({ probabilities, observed }: Forecast): number => {
    let below = 0
    let sum = 0
    for (let k = 0; k < probabilities.length - 1; k++) {
      below += probabilities[k]
      const error = below - (observed <= k ? 1 : 0)
      sum += error * error
    }
    return sum / (probabilities.length - 1)
  },
} as const
type Rule = keyof typeof RULES

/** A number for every score. */
export type Scores = Readonly<Record<Rule, Estimate>>

/** Mean scores, with the intervals that drawing episodes again gives; no interval from fewer than two episodes. */
export function scoresOf(forecasts: readonly Forecast[], seed: string): Scores {
  return eachRule((rule) => meanByEpisode(forecasts, forecasts.map(RULES[rule]), seed))
}

/**
 * Mean scores of forecasts less those of others of the same outcomes, paired outcome by outcome: below 0 where the first are
 * better. What is drawn again is the episodes, with both forecasts as they are.
 */
export function lessThan(forecasts: readonly Forecast[], others: readonly Forecast[], seed: string): Scores {
  if (others.length !== forecasts.length)
    throw new Error(`${forecasts.length} forecasts against ${others.length}`)
  return eachRule((rule) => {
    const score = RULES[rule]
    return meanByEpisode(
      forecasts,
      forecasts.map((forecast, k) => score(forecast) - score(others[k])),
      seed,
    )
  })
}

function eachRule(of: (rule: Rule) => Estimate): Scores {
  return { brier: of('brier'), log: of('log'), ranked: of('ranked') }
}

/**
 * A mean over outcomes, with the middle 95 % of its replicates. In each, an episode counts as often as its Poisson(1) draw says,
 * which is fixed by the seed and the episode's id, so that neither order nor other episodes matter.
 */
export function meanByEpisode(
  outcomes: readonly Pick<Forecast, 'episode'>[],
  values: readonly number[],
  seed: string,
): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const episodes = [...new Set(outcomes.map(({ episode }) => episode))].sort()
  if (episodes.length < 2 || !Number.isFinite(mean)) return { mean, low: Number.NaN, high: Number.NaN }
  const sums = new Map(episodes.map((episode) => [episode, { sum: 0, size: 0 }]))
  outcomes.forEach(({ episode }, k) => {
    const of = sums.get(episode)
    if (of === undefined) throw new Error(`no episode ${episode}`)
    of.sum += values[k]
    of.size++
  })
  const draws = new Draws(seed, 0)
  const over = new Float64Array(REPLICATES)
  const under = new Float64Array(REPLICATES)
  for (const episode of episodes) {
    const weights = weightsOf(episode, draws)
    const { sum, size } = sums.get(episode) ?? { sum: 0, size: 0 }
    for (let b = 0; b < REPLICATES; b++) {
      over[b] += weights[b] * sum
      under[b] += weights[b] * size
    }
  }
  const [low, high] = interval(over.map((sum, b) => (under[b] > 0 ? sum / under[b] : Number.NaN)))
  return { mean, low, high }
}

/**
 * Discrimination: of a cut and an outcome that was none, from different episodes, how often the forecast expected the graver response
 * of the cut (ties count half). It asks for the right order alone, whatever the level; a coin has one half. NaN without such a pair.
 */
export function orderOf(forecasts: readonly Forecast[], seed: string): Estimate {
  const expected = ({ probabilities }: Forecast): number =>
    probabilities.reduce((sum, p, k) => sum + k * p, 0)
  const episodes = [...new Set(forecasts.map(({ episode }) => episode))].sort()
  const right = new Float64Array(episodes.length * episodes.length)
  const pairs = new Float64Array(right.length)
  for (const cut of forecasts.filter(isCut))
    for (const other of forecasts.filter((one) => !isCut(one) && one.episode !== cut.episode)) {
      const place = episodes.indexOf(cut.episode) * episodes.length + episodes.indexOf(other.episode)
      const [graver, milder] = [expected(cut), expected(other)]
      right[place] += graver > milder ? 1 : graver === milder ? 0.5 : 0
      pairs[place]++
    }
  const draws = new Draws(seed, 0)
  const weights = episodes.map((episode) => weightsOf(episode, draws))
  const share = (times: (episode: number) => number): number => {
    let [over, under] = [0, 0]
    for (let a = 0; a < episodes.length; a++)
      for (let b = 0; b < episodes.length; b++) {
        const often = times(a) * times(b)
        over += often * right[a * episodes.length + b]
        under += often * pairs[a * episodes.length + b]
      }
    return under > 0 ? over / under : Number.NaN
  }
  const [low, high] = interval(
    Float64Array.from({ length: REPLICATES }, (_, k) => share((episode) => weights[episode][k])),
  )
  return { mean: share(() => 1), low, high }
}

/** How often an episode counts in each replicate of the bootstrap. */
function weightsOf(episode: string, draws: Draws): Float64Array {
  const at = address('bootstrap', episode)
  return Float64Array.from({ length: REPLICATES }, (_, b) => poisson(draws.at(at, b)))
}

/** What forecasts are held against, with what each says. */
export const BASELINES = {
  coin: 'a cut as likely as not',
  alwaysNo: 'never a cut; its log score is infinite as soon as there is one',
  baseRate: 'the share of cuts in all other episodes, with half an outcome added on either side',
  byKind:
    'the shares in other episodes of the same kind, drawn toward the base rate as if that were 5 more outcomes',
} as const
export type Baseline = keyof typeof BASELINES

/** Outcomes that the base rate counts for beside those of the same kind. */
const SHRINKAGE = 5

/** The same outcomes, forecast without any model. Base rates leave out the episode that is forecast, with all its outcomes. */
export function baselinesOf(forecasts: readonly Forecast[]): Readonly<Record<Baseline, readonly Forecast[]>> {
  const countOf = (of: (other: Forecast) => boolean): number[] => {
    const counts = CLASSES.map(() => 0)
    for (const other of forecasts) if (of(other)) counts[other.observed]++
    return counts
  }
  const each = (probabilities: (forecast: Forecast) => readonly number[]): Forecast[] =>
    forecasts.map((forecast) => ({ ...forecast, probabilities: probabilities(forecast) }))
  const baseRate = each(({ episode }) => smoothed(countOf((other) => other.episode !== episode)))
  return {
    coin: each(() => smoothed(CLASSES.map(() => 0))),
    alwaysNo: each(() => CLASSES.map((_, k) => (k === 0 ? 1 : 0))),
    baseRate,
    byKind: baseRate.map((forecast) => {
      const { episode, group, probabilities } = forecast
      const counts = countOf((other) => other.episode !== episode && other.group === group)
      const n = counts.reduce((sum, count) => sum + count, 0)
      return {
        ...forecast,
        probabilities: probabilities.map((p, k) => (counts[k] + SHRINKAGE * p) / (n + SHRINKAGE)),
      }
    }),
  }
}

/** Forecasts of about the same probability of a cut, and how often there was one. */
export interface ReliabilityBin {
  readonly low: number
  readonly high: number
  readonly outcomes: number
  readonly cuts: number
  /** mean of what was forecast */
  readonly forecast: number
  /** share seen; Wilson's interval, as if outcomes were independent, which those of one episode are not */
  readonly seen: Estimate
}

/** Where bins end: narrow where cuts are rare, for there most outcomes are. */
const EDGES = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1] as const

/** Outcomes by their probability of a cut, low to high; bins that hold none are left out. */
export function reliabilityOf(forecasts: readonly Forecast[]): ReliabilityBin[] {
  return EDGES.slice(1).flatMap((high, k) => {
    const low = EDGES[k]
    const held = forecasts.filter(({ probabilities }) => {
      const chance = cutChance(probabilities)
      return chance >= low && (chance < high || high === 1)
    })
    if (held.length === 0) return []
    const cuts = held.filter(isCut).length
    const sum = held.reduce((total, { probabilities }) => total + cutChance(probabilities), 0)
    return [
      {
        low,
        high,
        outcomes: held.length,
        cuts,
        forecast: sum / held.length,
        seen: proportion(cuts, held.length),
      },
    ]
  })
}

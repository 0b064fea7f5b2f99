/**
 * A few parameters fitted to the record, by weighing draws from their ranges with the likelihood of what was seen. Every draw is
 * played once on every case; the posterior, each fold that leaves an episode out, and the split by time all come from the same table,
 * so that what is forecast out of sample costs no further run. What the record does not say, the report says it does not.
 */
import { expectOptions } from '../arguments.js'
import { RESULTS_EPOCH } from '../epoch.js'
import type { Case, Episode } from '../episode.js'
import { LiaisonError } from '../mistakes.js'
import { labelProblem } from '../names.js'
import { exp, log } from '../math.js'
import type { PairTask } from '../pair.js'
import { DEFAULTS, type ParameterName } from '../parameters.js'
import { address, Draws } from '../random.js'
import { here } from '../runners/here.js'
import type { Runner } from '../runners/runner.js'
import { DEFAULT_SEED, type Scenario } from '../scenario.js'
import { drawParameters, withParameters } from './assumptions.js'
import { askedOf, BACKTEST_RUNS, checkCases, classOf, type Asked } from './backtest.js'
import { inNeighbourhood } from './controls.js'
import type { Progress } from './ensembles.js'
import { countResponses, INJECTED, replayOf, withSeverity, type Counts } from './replay.js'
import {
  baselinesOf,
  CLASSES,
  FIRST_CUT,
  isCut,
  lessThan,
  scoresOf,
  smoothed,
  type Forecast,
  type Scores,
} from './scores.js'
import { interval, poisson, REPLICATES, type Estimate } from './statistics.js'

/** What is fitted: the weight of a breach, what excuses it, and what it takes to act on it. */
export const FITTED = [
  'breachWeight',
  'molePenalty',
  'insiderPenalty',
  'dilution',
  'dependenceGain',
  'inertiaTear',
  'inertiaHold',
  'formalPrecision',
] as const satisfies readonly ParameterName[]
type Fitted = (typeof FITTED)[number]

/** Draws of the parameters, and pairs of runs of each case under each, when nobody says how many. */
const CALIBRATE_DRAWS = 64
const CALIBRATE_RUNS = 20

/** Episodes known from this year on are never fitted to in the split by time. */
export const SPLIT_YEAR = 2015

/** An effective sample of fewer draws says little of a posterior. */
export const FEW_DRAWS = 30

/** A parameter is identified where its posterior is surely narrower than so much of its prior. */
const NARROWER = 0.8

export interface CalibrateOptions {
  /** draws of the parameters, 2 to 100000; 64 when left out */
  readonly draws?: number
  /** pairs of runs of each case under each draw, 1 or more; 20 when left out */
  readonly runs?: number
  /** text that keys every draw */
  readonly seed?: string
  /** plays the whole network of each case, rather than the agreements of breacher and originators */
  readonly wholeNetwork?: boolean
  /** as for `backtest` */
  readonly unplayed?: readonly Episode[]
  readonly runner?: Runner
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** A parameter before the record and after it. */
export interface FittedParameter {
  readonly name: Fitted
  readonly uncalibrated: number
  /** mean, and 5 % and 95 % of the weight below */
  readonly prior: Estimate
  readonly posterior: Estimate
  /** standard deviation of the posterior over that of the prior, with its interval by episode */
  readonly narrowing: Estimate
  /** the interval of the narrowing lies below 0.8, and the effective sample is not too small to say */
  readonly identified: boolean
}

/** Forecasts of outcomes that they were not fitted to, scored beside others of the same outcomes. */
export interface OutOfSample {
  readonly outcomes: number
  readonly episodes: number
  readonly cuts: number
  readonly calibrated: Scores
  readonly uncalibrated: Scores
  readonly baseRate: Scores
  /** scores of the calibrated less those of the others; below 0 where the calibrated is better */
  readonly lessUncalibrated: Scores
  readonly lessBaseRate: Scores
  /** scores of the uncalibrated less the base rate's, under the same number of runs */
  readonly uncalibratedLessBaseRate: Scores
}

export interface Calibration {
  readonly format: 'liaison-calibration'
  readonly resultsEpoch: number
  readonly seed: string
  readonly draws: number
  readonly runs: number
  readonly wholeNetwork: boolean
  readonly intervals: string
  readonly outcomes: number
  readonly episodes: number
  readonly cuts: number
  /** draws that carry the weight: 1 / Σ w² */
  readonly effectiveDraws: number
  readonly parameters: readonly FittedParameter[]
  /** the draw with the most weight */
  readonly best: Readonly<Record<Fitted, number>>
  /** each episode forecast from all others */
  readonly crossValidated: OutOfSample
  /** episodes from SPLIT_YEAR on, forecast from those before; null where either side is empty */
  readonly splitByTime: OutOfSample | null
  /** share of runs in which partners that were not hurt cut: posterior mean, and uncalibrated */
  readonly bystanders: { readonly calibrated: number; readonly uncalibrated: number }
  /** whether the calibrated forecasts are better than the uncalibrated out of sample, beyond chance, by Brier's score of the cut */
  readonly isBetter: boolean
}

const BY_EPISODE =
  '95 %, by episode: whole episodes drawn again, forecasts as they are; chance of the draws and of the runs is not in it'

/** Pairs of runs that `calibrate` will play. */
export function pairsToCalibrate(cases: readonly Case[], options: CalibrateOptions = {}): number {
  const { draws = CALIBRATE_DRAWS, runs = CALIBRATE_RUNS } = options
  return cases.filter(({ episode }) => episode.isBreach).length * (runs * draws + uncalibratedRuns(runs))
}

/** Pairs of runs of each case under the parameters as they come: one setting alone, so more than of each draw. */
function uncalibratedRuns(runs: number): number {
  return Math.max(runs, BACKTEST_RUNS)
}

/**
 * Fits FITTED to originator outcomes of breaches, and scores what it says of episodes that it was not fitted to.
 * @returns the same for the same cases, seed, draws and runs, to the last bit, whichever runner does the work
 * @throws LiaisonError as `backtest` does; E_RANGE for a number of draws out of bounds; `signal.reason` when aborted
 */
export async function calibrate(
  cases: readonly Case[],
  options: CalibrateOptions = {},
): Promise<Calibration> {
  expectOptions('calibrate', options, {
    draws: 'a whole number, 1 or more',
    runs: 'a whole number, 1 or more',
    seed: 'a text',
    wholeNetwork: 'a truth value',
    unplayed: 'a list',
    runner: 'a function',
    signal: 'an AbortSignal',
    onProgress: 'a function',
  })
  const { draws = CALIBRATE_DRAWS, runs = CALIBRATE_RUNS, seed = DEFAULT_SEED, runner = here } = options
  const { wholeNetwork = false, unplayed = [], signal, onProgress } = options
  checkCases(cases, unplayed)
  if (draws < 2 || draws > 100_000)
    throw new LiaisonError('E_RANGE', `draws must be a whole number from 2 to 100000, not ${draws}`)
  if (labelProblem(seed) !== undefined)
    throw new LiaisonError('E_SEED', 'a seed is a text of 1 to 200 printable characters')
  const asked = askedOf(cases, unplayed).scored
  if (asked.length === 0)
    throw new LiaisonError('E_MISSING', 'nothing to fit to: no originator outcome of a breach is left')

  const played = cases
    .filter(({ episode }) => episode.isBreach)
    .toSorted((a, b) => (a.episode.id < b.episode.id ? -1 : 1))
  const bases = played.map((given) => {
    const blind = { ...given, scenario: withSeverity(given, given.episode.severity.blind) }
    return wholeNetwork ? blind.scenario : inNeighbourhood(blind)
  })
  const total = pairsToCalibrate(cases, options)
  let before = 0
  /** Runs of every case by response, when its scenario is changed so. */
  const play = async (
    runs: number,
    changes: readonly ((scenario: Scenario) => Scenario)[],
  ): Promise<Counts[][]> => {
    const tasks = changes.map((change): PairTask[] =>
      bases.map((scenario, k) => replayOf(change(scenario), played[k].from, seed)),
    )
    const report = onProgress && (({ done }: Progress) => onProgress({ done: before + done, total }))
    const counts = await countResponses(tasks.flat(), { first: 0, runs, runner, signal, onProgress: report })
    before += tasks.flat().length * runs
    return changes.map((_, k) => counts.slice(k * played.length, (k + 1) * played.length))
  }
  const asThey = (runs: number, counts: readonly Counts[]): number[][] =>
    asked.map(({ given, outcome }) => [
      ...((given === null ? undefined : counts[played.indexOf(given)].get(outcome.partner)) ?? [
        runs,
        0,
        0,
        0,
        0,
      ]),
    ])
  const drawn = await play(
    runs,
    Array.from(
      { length: draws },
      (_, draw) => (scenario: Scenario) =>
        withParameters(scenario, drawParameters(scenario, FITTED, draw, seed)),
    ),
  )
  const [asTheyCome] = await play(uncalibratedRuns(runs), [(scenario) => scenario])

  const values = Array.from({ length: draws }, (_, draw) => {
    const drawn = drawParameters({ ...bases[0], parameters: DEFAULTS }, FITTED, draw, seed)
    return FITTED.map((name) => drawn[name])
  })
  return findings(
    asked,
    {
      table: drawn.map((counts) => asThey(runs, counts)),
      values,
      rates: drawn.map((counts) => bystanderRate(played, counts, runs)),
      uncalibrated: asThey(uncalibratedRuns(runs), asTheyCome),
      uncalibratedRate: bystanderRate(played, asTheyCome, uncalibratedRuns(runs)),
    },
    { seed, draws, runs, wholeNetwork },
  )
}

/** What the runs of all draws come to. */
interface Played {
  /** by draw, then outcome: runs by class */
  readonly table: readonly (readonly (readonly number[])[])[]
  /** by draw: the parameters */
  readonly values: readonly (readonly number[])[]
  /** by draw: share of runs in which bystanders cut */
  readonly rates: readonly number[]
  /** by outcome: runs by class under the parameters as they come */
  readonly uncalibrated: readonly (readonly number[])[]
  readonly uncalibratedRate: number
}

function findings(
  asked: readonly Asked[],
  { table: drawn, values, rates, uncalibrated, uncalibratedRate }: Played,
  how: { seed: string; draws: number; runs: number; wholeNetwork: boolean },
): Calibration {
  const { seed, draws } = how
  const frames = asked.map(({ episode, outcome }) => ({
    episode: episode.id,
    group: episode.group,
    year: episode.year,
    strict: episode.strict,
    confidence: outcome.confidence,
    observed: classOf(outcome.response),
  }))
  const episodes = [...new Set(frames.map(({ episode }) => episode))].sort()
  /** by episode, then draw: log-likelihood of what was seen in it */
  const likelihood = new Map(
    episodes.map((id) => [
      id,
      drawn.map((row) =>
        frames.reduce(
          (sum, { episode, observed }, k) => (episode === id ? sum + log(smoothed(row[k])[observed]) : sum),
          0,
        ),
      ),
    ]),
  )
  /** Weights of the draws when each episode counts so often. */
  const weigh = (times: (episode: string) => number): Float64Array => {
    const sums = new Float64Array(draws)
    for (const [id, of] of likelihood) {
      const often = times(id)
      if (often > 0) of.forEach((value, draw) => (sums[draw] += often * value))
    }
    return normalised(sums)
  }
  const forecast = (k: number, probabilities: readonly number[]): Forecast => ({
    ...frames[k],
    probabilities,
  })
  /** The runs of all draws together, as many as carry the weight: the half run on each side of the cut is added once. */
  const mixed = (k: number, weights: Float64Array): Forecast => {
    const carried = carriedBy(weights)
    return forecast(
      k,
      smoothed(
        CLASSES.map((_, c) => carried * drawn.reduce((sum, row, draw) => sum + weights[draw] * row[k][c], 0)),
      ),
    )
  }
  const outOfSample = (
    held: readonly number[],
    weightsFor: (episode: string) => Float64Array,
    baseRate: readonly Forecast[],
  ): OutOfSample => {
    const own = held.map((k) => mixed(k, weightsFor(frames[k].episode)))
    const before = held.map((k) => forecast(k, smoothed(uncalibrated[k])))
    return {
      outcomes: held.length,
      episodes: new Set(own.map(({ episode }) => episode)).size,
      cuts: own.filter(isCut).length,
      calibrated: scoresOf(own, seed),
      uncalibrated: scoresOf(before, seed),
      baseRate: scoresOf(baseRate, seed),
      lessUncalibrated: lessThan(own, before, seed),
      lessBaseRate: lessThan(own, baseRate, seed),
      uncalibratedLessBaseRate: lessThan(before, baseRate, seed),
    }
  }

  const everything = frames.map((_, k) => k)
  const weights = weigh(() => 1)
  const folds = new Map(episodes.map((id) => [id, weigh((other) => (other === id ? 0 : 1))]))
  const crossValidated = outOfSample(
    everything,
    (id) => folds.get(id) ?? weights,
    baselinesOf(everything.map((k) => forecast(k, smoothed(uncalibrated[k])))).baseRate,
  )
  const effectiveDraws = carriedBy(weights)
  const even = new Float64Array(draws).fill(1 / draws)
  const resampled = resample(episodes, seed, weigh)
  const parameters = FITTED.map((name, p): FittedParameter => {
    const column = values.map((row) => row[p])
    const prior = spreadOf(column, even)
    const narrowing = (by: Float64Array): number => spreadOf(column, by).deviation / prior.deviation
    const [low, high] = interval(Float64Array.from(resampled, narrowing))
    return {
      name,
      uncalibrated: DEFAULTS[name],
      prior: prior.estimate,
      posterior: spreadOf(column, weights).estimate,
      narrowing: { mean: narrowing(weights), low, high },
      identified: high < NARROWER && effectiveDraws >= FEW_DRAWS,
    }
  })
  const heaviest = weights.indexOf(weights.reduce((most, weight) => Math.max(most, weight), 0))
  const { low, high } = crossValidated.lessUncalibrated.brier
  return {
    format: 'liaison-calibration',
    resultsEpoch: RESULTS_EPOCH,
    ...how,
    intervals: BY_EPISODE,
    outcomes: frames.length,
    episodes: episodes.length,
    cuts: frames.filter(({ observed }) => observed >= FIRST_CUT).length,
    effectiveDraws,
    parameters,
    best: Object.fromEntries(FITTED.map((name, p) => [name, values[heaviest][p]])) as Record<Fitted, number>,
    crossValidated,
    splitByTime: splitByTime(),
    bystanders: {
      calibrated: weights.reduce((sum, weight, draw) => sum + weight * rates[draw], 0),
      uncalibrated: uncalibratedRate,
    },
    isBetter: low < 0 && high < 0,
  }

  /** Fitted before SPLIT_YEAR, base rate and all, and scored from it on. */
  function splitByTime(): OutOfSample | null {
    const years = new Map(frames.map(({ episode, year }) => [episode, year]))
    const isEarly = (id: string): boolean => (years.get(id) ?? SPLIT_YEAR) < SPLIT_YEAR
    const late = everything.filter((k) => !isEarly(frames[k].episode))
    const early = everything.filter((k) => isEarly(frames[k].episode))
    if (late.length === 0 || early.length === 0) return null
    const fitted = weigh((id) => (isEarly(id) ? 1 : 0))
    const seen = CLASSES.map(() => 0)
    for (const k of early) seen[frames[k].observed]++
    const rate = smoothed(seen)
    return outOfSample(
      late,
      () => fitted,
      late.map((k) => forecast(k, rate)),
    )
  }
}

/** Draws that carry the weight. */
function carriedBy(weights: Float64Array): number {
  return 1 / weights.reduce((sum, weight) => sum + weight * weight, 0)
}

/** Weights from log-likelihoods: they add up to 1. */
function normalised(logs: Float64Array): Float64Array {
  const most = logs.reduce((top, value) => Math.max(top, value), -Infinity)
  const weights = logs.map((value) => exp(value - most))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

/** The weights of the draws with episodes drawn again, as the scores draw them. */
function resample(
  episodes: readonly string[],
  seed: string,
  weigh: (times: (episode: string) => number) => Float64Array,
): Float64Array[] {
  const draws = new Draws(seed, 0)
  const times = new Map(
    episodes.map((episode) => {
      const at = address('bootstrap', episode)
      return [episode, Array.from({ length: REPLICATES }, (_, b) => poisson(draws.at(at, b)))]
    }),
  )
  return Array.from({ length: REPLICATES }, (_, b) => weigh((episode) => times.get(episode)?.[b] ?? 0))
}

/** Mean, 5 % and 95 % points and standard deviation of weighted values. */
function spreadOf(
  values: readonly number[],
  weights: Float64Array,
): { estimate: Estimate; deviation: number } {
  const mean = values.reduce((sum, value, k) => sum + weights[k] * value, 0)
  const variance = values.reduce((sum, value, k) => sum + weights[k] * (value - mean) * (value - mean), 0)
  const order = values.map((_, k) => k).sort((a, b) => values[a] - values[b])
  const at = (p: number): number => {
    let below = 0
    for (const k of order) {
      below += weights[k]
      if (below >= p) return values[k]
    }
    return values[order[order.length - 1]]
  }
  return { estimate: { mean, low: at(0.05), high: at(0.95) }, deviation: Math.sqrt(Math.max(0, variance)) }
}

/** Share of runs in which partners that were not hurt cut, over all breaches that are played. */
function bystanderRate(played: readonly Case[], countsOf: readonly Counts[], runs: number): number {
  let partners = 0
  let cuts = 0
  for (const [k, given] of played.entries()) {
    const hurt = new Set([
      ...given.episode.originators,
      ...given.scenario.breaches.flatMap(({ id, of }) => (id === INJECTED ? of : [])),
    ])
    for (const [partner, counts] of countsOf[k]) {
      if (hurt.has(partner)) continue
      partners++
      for (let k = FIRST_CUT; k < CLASSES.length; k++) cuts += counts[k]
    }
  }
  return partners === 0 ? 0 : cuts / (partners * runs)
}

/** A fit to made-up cases: weights by hand from backtests, nothing learned of what is held out, and the truth found where it shows. */
import { describe, expect, it } from 'vitest'
import type { Case } from '../../src/episode.js'
import { RESPONSES } from '../../src/episode.js'
import { DEFAULTS } from '../../src/parameters.js'
import { here } from '../../src/runners/here.js'
import type { Runner } from '../../src/runners/runner.js'
import { drawParameters, withParameters } from '../../src/studies/assumptions.js'
import { backtest, BACKTEST_RUNS, classOf } from '../../src/studies/backtest.js'
import { calibrate, FITTED, pairsToCalibrate, type Calibration } from '../../src/studies/calibrate.js'
import { RULES, smoothed, type Forecast } from '../../src/studies/scores.js'
import { CASES, caseOf, episode, hamlet, outcome } from './episodes.js'

const DRAWS = 4
const HOW = { draws: DRAWS, runs: 3, seed: 'fit' }

/** What backtests of the cases under each draw say, and, last, under the parameters they come with. */
async function tableOf(cases: readonly Case[]): Promise<Forecast[][]> {
  const table: Forecast[][] = []
  for (let draw = 0; draw <= DRAWS; draw++) {
    const changed = cases.map((given) => ({
      ...given,
      scenario:
        draw < DRAWS
          ? withParameters(given.scenario, drawParameters(given.scenario, FITTED, draw, HOW.seed))
          : given.scenario,
    }))
    const runs = draw < DRAWS ? HOW.runs : BACKTEST_RUNS
    const { outcomes } = await backtest(changed, { runs, seed: HOW.seed })
    table.push(outcomes.map((one) => ({ ...one, probabilities: one.probabilities.blind })))
  }
  return table
}

/** Weights of the draws from the outcomes that `fits` lets in. */
function weightsOf(table: readonly Forecast[][], fits: (forecast: Forecast) => boolean): number[] {
  const products = table
    .slice(0, DRAWS)
    .map((row) =>
      row.filter(fits).reduce((product, { probabilities, observed }) => product * probabilities[observed], 1),
    )
  const sum = products.reduce((a, b) => a + b, 0)
  return products.map((product) => product / sum)
}

function mixed(table: readonly Forecast[][], k: number, weights: readonly number[]): Forecast {
  // back from (count + added) / (runs + 1) to counts, so that the half runs are added once, to all draws together
  const added = [1 / 4, 1 / 4, 1 / 6, 1 / 6, 1 / 6]
  const carried = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0)
  const share = (c: number, draw: number): number =>
    (table[draw][k].probabilities[c] * (HOW.runs + 1) - added[c]) / HOW.runs
  const runs = HOW.runs * carried
  const probabilities = added.map(
    (half, c) =>
      (runs * weights.reduce((sum, weight, draw) => sum + weight * share(c, draw), 0) + half) / (runs + 1),
  )
  return { ...table[0][k], probabilities }
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

describe('a calibration', async () => {
  const found = await calibrate(CASES, { ...HOW, wholeNetwork: true })
  const table = await tableOf(CASES)
  const last = table[DRAWS]

  it('weighs draws by the likelihood of what was seen', () => {
    const weights = weightsOf(table, () => true)
    const drawn = weights.map((_, draw) =>
      drawParameters({ ...hamlet(), parameters: DEFAULTS }, FITTED, draw, HOW.seed),
    )
    for (const { name, prior, posterior } of found.parameters) {
      expect(prior.mean).toBeCloseTo(mean(drawn.map((one) => one[name])), 10)
      expect(posterior.mean).toBeCloseTo(
        drawn.reduce((sum, one, draw) => sum + weights[draw] * one[name], 0),
        10,
      )
    }
    expect(found.effectiveDraws).toBeCloseTo(1 / weights.reduce((sum, w) => sum + w * w, 0), 10)
    const best = weights.indexOf(Math.max(...weights))
    expect(found.best).toEqual(Object.fromEntries(FITTED.map((name) => [name, drawn[best][name]])))
  })

  it('forecasts each episode from all others', () => {
    const held = (rule: keyof typeof RULES): number =>
      mean(
        last.map(({ episode: own }, k) =>
          RULES[rule](
            mixed(
              table,
              k,
              weightsOf(table, (other) => other.episode !== own),
            ),
          ),
        ),
      )
    for (const rule of ['brier', 'log', 'ranked'] as const)
      expect(found.crossValidated.calibrated[rule].mean, rule).toBeCloseTo(held(rule), 10)
    // with itself among the rest an episode is forecast otherwise
    const all = weightsOf(table, () => true)
    const fitted = mean(last.map((_, k) => RULES.ranked(mixed(table, k, all))))
    expect(Math.abs(fitted - held('ranked'))).toBeGreaterThan(1e-4)
    expect(found.crossValidated.uncalibrated.brier.mean).toBeCloseTo(mean(last.map(RULES.brier)), 12)
    const { calibrated, baseRate, lessBaseRate } = found.crossValidated
    expect(lessBaseRate.log.mean).toBeCloseTo(calibrated.log.mean - baseRate.log.mean, 12)
  })

  it('fits before 2015 and scores from then on, base rate and all', async () => {
    expect(found.splitByTime).toBeNull()
    const cases = CASES.map((given, k) =>
      k < 2 ? { ...given, episode: { ...given.episode, year: 2020 } } : given,
    )
    const split = (await calibrate(cases, { ...HOW, wholeNetwork: true })).splitByTime
    const isLate = ({ episode: id }: Forecast): boolean => id === 'a' || id === 'b'
    const weights = weightsOf(table, (one) => !isLate(one))
    const late = last.flatMap((one, k) => (isLate(one) ? [k] : []))
    expect(split).toMatchObject({ outcomes: 3, episodes: 2, cuts: 1 })
    expect(split?.calibrated.ranked.mean).toBeCloseTo(
      mean(late.map((k) => RULES.ranked(mixed(table, k, weights)))),
      10,
    )
    // before: nothing of three
    const rate = smoothed([3, 0, 0, 0, 0])
    expect(split?.baseRate.brier.mean).toBeCloseTo(
      mean(late.map((k) => RULES.brier({ ...last[k], probabilities: rate }))),
      12,
    )
  })

  it('is the same in any order, through any runner, and in a world without the far-away', async () => {
    expect(await calibrate(CASES.toReversed(), { ...HOW, wholeNetwork: true })).toEqual(found)
    const inTurns: Runner = async function* (task, shards, how) {
      for (const { from, to } of shards)
        for (let run = from; run < to; run++) yield* here(task, [{ from: run, to: run + 1 }], how)
    }
    expect(await calibrate(CASES, { ...HOW, wholeNetwork: true, runner: inTurns })).toEqual(found)
    // of the hamlet all are neighbours
    expect(await calibrate(CASES, HOW)).toEqual({ ...found, wholeNetwork: false })
    let done = { done: 0, total: 0 }
    await calibrate(CASES, { ...HOW, runs: 1, onProgress: (progress) => (done = progress) })
    expect(done).toEqual({ done: 270, total: 270 })
    expect(pairsToCalibrate(CASES, { ...HOW, runs: 1 })).toBe(270)
  })

  it('refuses what it cannot fit', async () => {
    await expect(calibrate(CASES, { draws: 1 })).rejects.toMatchObject({ code: 'E_RANGE' })
    await expect(calibrate(CASES, { seed: '' })).rejects.toMatchObject({ code: 'E_SEED' })
    await expect(calibrate([CASES[5]], HOW)).rejects.toMatchObject({ code: 'E_MISSING' })
    await expect(calibrate(CASES, { draw: 3 } as object)).rejects.toMatchObject({ code: 'E_UNKNOWN_KEY' })
  })
})

describe('what the record says is found, and what it does not say is not', () => {
  /** Many alike episodes in which V always does the same. */
  const always = (response: 'none' | 'suspended'): Case[] =>
    Array.from({ length: 8 }, (_, k) =>
      caseOf(
        episode(`same-${k}`, [outcome('V', response)], { group: 'disclosure' }),
        hamlet({ parameters: {} }),
      ),
    )
  const shift = (found: Calibration, name: string): number => {
    const one = found.parameters.find((parameter) => parameter.name === name)
    return one === undefined ? NaN : one.posterior.mean - one.prior.mean
  }

  it('moves the weight of a breach down where nobody ever did anything, and up where everybody suspended', async () => {
    const [calm, harsh] = await Promise.all(
      (['none', 'suspended'] as const).map((response) =>
        calibrate(always(response), { draws: 24, runs: 2, seed: 'fit' }),
      ),
    )
    expect(shift(calm, 'breachWeight')).toBeLessThan(0)
    expect(shift(harsh, 'breachWeight')).toBeGreaterThan(0)
    // a disclosure says nothing of moles and insiders, and so few draws nothing of anything
    for (const { name, identified } of calm.parameters) expect(identified, name).toBe(false)
    expect(calm.crossValidated.calibrated.brier.mean).toBeLessThan(0.1)
  })
})

describe('the classes of what was seen', () => {
  it('are those of the backtest', () => {
    expect(RESPONSES.map(classOf)).toEqual([0, 0, 1, 2, 3, 4])
  })
})

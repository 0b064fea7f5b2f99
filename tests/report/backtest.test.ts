/** What is told of a backtest and of a calibration: nothing claimed that the intervals do not bear, and no text that becomes markup. */
import { describe, expect, it } from 'vitest'
import { backtestPage, backtestSummary } from '../../src/report/backtest.js'
import { calibrationPage, calibrationSummary } from '../../src/report/calibration.js'
import { backtest, type Backtest, type ControlFindings } from '../../src/studies/backtest.js'
import { backtestJson, backtestTable } from '../../src/studies/backtest-tables.js'
import { calibrate, type Calibration } from '../../src/studies/calibrate.js'
import { presetOf } from '../../src/studies/calibration-files.js'
import type { Estimate } from '../../src/studies/statistics.js'
import { CASES, caseOf, episode, outcome } from '../studies/episodes.js'

const flat = (text: string): string => text.replace(/\s+/g, ' ')
const DISCLAIMER = 'Real names are illustrations under stated assumptions, not a forecast.'

describe('of a backtest', async () => {
  const hostile = caseOf(episode('<script>alert(1)</script>', [outcome('V', 'tightened')]))
  const found = await backtest([...CASES, hostile], { runs: 2, seed: 'test', controls: true })

  /** As if there were enough episodes and the difference were this. */
  function withDifference(difference: Estimate): Backtest {
    const [all, ...rest] = found.subsets
    const blind = {
      ...all.model.blind,
      less: { ...all.model.blind.less, baseRate: { ...all.model.blind.less.baseRate, brier: difference } },
    }
    return {
      ...found,
      runs: 50,
      subsets: [{ ...all, episodes: 30, model: { ...all.model, blind } }, ...rest],
    }
  }

  it('better is said only where the interval excludes 0, and nothing of few episodes', () => {
    const told = (low: number, high: number): string =>
      flat(backtestSummary(withDifference({ mean: (low + high) / 2, low, high })))
    expect(told(-0.02, -0.01)).toContain('the model is better than the base rate')
    expect(told(0.01, 0.02)).toContain('the model is worse than the base rate')
    expect(told(-0.02, 0.01)).toContain('not shown to be better or worse than the base rate')
    expect(told(-0.02, 0)).toContain('not shown to be better or worse')
    expect(flat(backtestSummary(found))).toContain('fewer than 10 episodes')
    // the half run added to each side of two runs is a forecast in itself
    const few = { ...withDifference({ mean: -0.02, low: -0.03, high: -0.01 }), runs: 2 }
    expect(flat(backtestSummary(few))).toContain('not to be judged: below 20 runs')
    expect(flat(backtestSummary(few))).not.toContain('better than the base rate')
  })

  it('says plainly when the network costs nothing to remove', () => {
    const removed = (removal: ControlFindings['removal'], low: number, high: number): string => {
      const controls = found.controls.map((control) =>
        control.name === 'network'
          ? {
              ...control,
              removal,
              difference: { ...control.difference, brier: { mean: (low + high) / 2, low, high } },
            }
          : control,
      )
      return flat(backtestSummary({ ...found, controls }))
    }
    expect(removed('nothing', -0.1, 0.1)).toContain('The network costs nothing to remove')
    expect(removed('helps', -0.2, -0.1)).toContain('The network costs nothing to remove')
    expect(removed('costs', 0.1, 0.2)).not.toContain('The network costs nothing to remove')
    expect(removed('costs', 0.1, 0.2)).toContain('Removing the network makes the forecasts worse')
  })

  it('no text becomes markup, the page runs nothing, and everything carries what it is not', () => {
    const page = backtestPage(found)
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;alert(1)')
    expect(page).toContain('<svg')
    for (const text of [page, flat(backtestSummary(found))]) expect(text).toContain(DISCLAIMER)
    for (const line of backtestSummary(found, { width: 80 }).split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(80)
  })

  it('the table has a row an outcome, bystanders marked as not scored; the data has null for what is infinite', () => {
    const rows = backtestTable(found).trimEnd().split('\n')
    expect(rows).toHaveLength(1 + found.outcomes.length + 1)
    expect(rows.filter((row) => row.includes('bystander,false'))).toHaveLength(1)
    expect(rows[0]).toContain(
      'blindNone,blindTightened,blindCurtailed,blindSuspended,blindTerminated,blindCut',
    )
    const data = JSON.parse(backtestJson(found)) as Backtest
    expect(data.subsets[0].baselines.alwaysNo.log.mean).toBeNull()
  })
})

describe('of a calibration', async () => {
  const found = await calibrate(CASES, { draws: 3, runs: 1, seed: 'test' })

  it('a preset says where it comes from, and that it is no default unless it is better', () => {
    const preset = presetOf(found)
    expect(preset).toContain('Not shown to be better than the defaults.')
    expect(preset).toContain('parameters:\n  breachWeight: ')
    expect(preset).toContain('not identified')
    const summary = flat(calibrationSummary(found))
    expect(summary).toContain('the preset is an option, not the default')
    const better: Calibration = { ...found, isBetter: true }
    expect(flat(calibrationSummary(better))).toContain('beat the uncalibrated ones beyond chance')
  })

  it('the page says what is not identified, and what it is not', () => {
    const page = calibrationPage(found)
    expect(page).toContain('The record is not shown to identify')
    expect(page).toContain(DISCLAIMER)
    for (const line of calibrationSummary(found, { width: 80 }).split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(80)
  })
})

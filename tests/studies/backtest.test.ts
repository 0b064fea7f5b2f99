/** The model held against made-up cases: counts by brute force, what is left out, controls, and any runner the same. */
import { describe, expect, it } from 'vitest'
import { readEpisodesAt } from '../../src/cli/episodes.js'
import type { Case } from '../../src/episode.js'
import { Pair } from '../../src/pair.js'
import { RESPONSE_DAYS } from '../../src/responses.js'
import { here } from '../../src/runners/here.js'
import type { Runner } from '../../src/runners/runner.js'
import { backtest, classOf, pairsToBacktest } from '../../src/studies/backtest.js'
import { IDLE, withoutMechanism, withoutNetwork, withOtherVictims } from '../../src/studies/controls.js'
import { countResponses, replayOf } from '../../src/studies/replay.js'
import { RULES, smoothed } from '../../src/studies/scores.js'
import { CASES, caseOf, episode, hamlet, outcome } from './episodes.js'

const RUNS = 6

/** What a partner shows, run by run, counted without any of the study's own code. */
function brute({ scenario, from }: Case, partner: string, severity: number): number[] {
  const counts = [0, 0, 0, 0, 0]
  const breaches = scenario.breaches.map((breach) => ({ ...breach, severity }))
  const pair = new Pair({
    scenario: { ...scenario, breaches, days: from + RESPONSE_DAYS },
    without: ['breach'],
    seed: 'test',
    responsesFrom: from,
  })
  const { partners } = pair.layout.leakers[0]
  const ids = scenario.network.countries.map(({ id }) => id).toSorted()
  for (let run = 0; run < RUNS; run++) counts[pair.play(run)[partners.indexOf(ids.indexOf(partner))]]++
  return counts
}

describe('a backtest', async () => {
  const found = await backtest(CASES, { runs: RUNS, seed: 'test', controls: true })

  it('counts what each originator shows under each severity', () => {
    const named = (id: string, partner: string) =>
      found.outcomes.find((one) => one.episode === id && one.partner === partner)
    const [a, b] = CASES
    expect(named('a', 'V')?.counts).toEqual({ blind: brute(a, 'V', 0.8), aware: brute(a, 'V', 0.5) })
    expect(named('b', 'W')?.counts.blind).toEqual(brute(b, 'W', 0.8))
    // something happens, or nothing here would be worth anything
    expect(named('a', 'V')?.counts.blind[0]).toBeLessThan(RUNS)
    expect(named('a', 'V')?.probabilities.blind).toEqual(smoothed(brute(a, 'V', 0.8)))
    // a severity of 0 does nothing
    expect(named('d', 'V')?.counts.blind).toEqual([RUNS, 0, 0, 0, 0])
  })

  it('scores originators of breaches only, and says what it leaves out', () => {
    expect(found.outcomes.map(({ episode, partner }) => episode + partner)).toEqual([
      'aV',
      'bV',
      'bW',
      'cW',
      'dV',
      'eX',
    ])
    expect(found.excluded).toEqual({ notAttributable: 1, noCountry: 1, notInNetwork: 1, counterMoves: 1 })
    expect(found.bystanders.documented.map(({ partner }) => partner)).toEqual(['F'])
    expect(found.others.map(({ episode }) => episode)).toEqual(['quarrel'])
    expect(found.cases).toEqual({ breaches: 5, played: 5, others: 1 })
    const subsets = found.subsets.map(({ name, outcomes, episodes, cuts }) => [
      name,
      outcomes,
      episodes,
      cuts,
    ])
    expect(subsets).toEqual([
      ['all', 6, 5, 1],
      ['strict', 5, 4, 1],
      ['firm', 5, 5, 1],
      ['recent', 4, 4, 1],
    ])
  })

  it('says none of a partner without a tie, and that it has none', () => {
    const [tieless] = found.outcomes.filter(({ remark }) => remark === 'noTie')
    expect(tieless).toMatchObject({ episode: 'e', partner: 'X', counts: { blind: [RUNS, 0, 0, 0, 0] } })
    expect(found.outcomes.filter(({ remark }) => remark === 'noTie')).toHaveLength(1)
  })

  it('scores a breach without a scenario as one that shows nothing', async () => {
    const last = episode('zz', [outcome('V', 'curtailed')])
    const dispute = episode('zzz', [outcome('V', 'suspended')], { isBreach: false })
    const more = await backtest(CASES, { runs: RUNS, seed: 'test', unplayed: [dispute, last] })
    expect(more.outcomes.slice(0, -1)).toEqual(found.outcomes)
    expect(more.outcomes.at(-1)).toMatchObject({
      episode: 'zz',
      remark: 'noTie',
      counts: { blind: [RUNS, 0, 0, 0, 0] },
    })
    expect(more.cases).toEqual({ breaches: 6, played: 5, others: 2 })
    expect(more.others.map(({ episode }) => episode)).toEqual(['quarrel', 'zzz'])
  })

  it('scores as its outcomes say', () => {
    const mean = (of: (k: number) => number): number =>
      found.outcomes.reduce((sum, _, k) => sum + of(k), 0) / found.outcomes.length
    const forecasts = found.outcomes.map((one) => ({ ...one, probabilities: one.probabilities.blind }))
    const [all] = found.subsets
    expect(all.model.blind.scores.brier.mean).toBeCloseTo(
      mean((k) => RULES.brier(forecasts[k])),
      14,
    )
    expect(all.model.blind.less.coin.brier.mean).toBeCloseTo(all.model.blind.scores.brier.mean - 0.25, 14)
    expect(all.baselines.alwaysNo.brier.mean).toBeCloseTo(1 / 6, 14)
    expect(found.reliability.reduce((sum, { outcomes }) => sum + outcomes, 0)).toBe(6)
  })

  it('tells how often partners that were not hurt cut, over all breaches', () => {
    const { partners } = found.bystanders.simulated
    // F and W in a and d, F in b and c, F, V and W in e
    expect(partners).toBe(2 + 1 + 1 + 2 + 3)
  })

  it('has a control for each thing removed, and the price of removing it', () => {
    expect(found.controls.map(({ name }) => name)).toEqual([
      'victims',
      'severity',
      'network',
      'witness',
      'imitation',
      'reciprocity',
      'sharedClubs',
      'sourceLoss',
      'deception',
      'provenance',
    ])
    const blind = found.subsets[0].model.blind.scores
    for (const { scores, difference, removal } of found.controls) {
      expect(difference.brier.mean).toBeCloseTo(scores.brier.mean - blind.brier.mean, 14)
      const { low, high } = difference.brier
      expect(removal).toBe(low > 0 ? 'costs' : high < 0 ? 'helps' : 'nothing')
    }
    // in b and c F is left for one of V and W, and nobody for the other
    expect(found.unshuffled).toBe(2)
  })

  it('plays as many pairs as it says beforehand', async () => {
    let last = { done: 0, total: 0 }
    await backtest(CASES, { runs: 1, onProgress: (progress) => (last = progress) })
    expect(last).toEqual({ done: 10, total: 10 })
    expect(pairsToBacktest(CASES, { runs: 1 })).toBe(10)
    // two severities of five cases; five cases under nine controls, six outcomes in a world of two
    expect(pairsToBacktest(CASES, { runs: 2, controls: true })).toBe(2 * (10 + 5 * 9 + 6))
  })

  it('does not hang on the order of cases, nor on who does the work', async () => {
    const options = { runs: RUNS, seed: 'test', controls: true }
    expect(await backtest(CASES.toReversed(), options)).toEqual(found)
    const inTurns: Runner = async function* (task, shards, how) {
      for (const { from, to } of shards)
        for (let run = from; run < to; run++) yield* here(task, [{ from: run, to: run + 1 }], how)
    }
    expect(await backtest(CASES, { ...options, runner: inTurns })).toEqual(found)
  })

  it('refuses what cannot be scored, and stops when told to', async () => {
    const [one] = CASES
    await expect(backtest([])).rejects.toMatchObject({ code: 'E_EMPTY' })
    await expect(backtest([one, one])).rejects.toMatchObject({ code: 'E_DUP_ID' })
    await expect(backtest([{ ...one, from: 3 }])).rejects.toMatchObject({ code: 'E_RANGE' })
    await expect(backtest([CASES[5]])).rejects.toMatchObject({ code: 'E_MISSING' })
    const silent = { ...one, scenario: { ...one.scenario, breaches: [] } }
    await expect(backtest([silent])).rejects.toMatchObject({ code: 'E_MISSING' })
    await expect(backtest(CASES, { seed: '' })).rejects.toMatchObject({ code: 'E_SEED' })
    await expect(backtest(CASES, { runs: 0 })).rejects.toMatchObject({ code: 'E_TYPE' })
    await expect(backtest(CASES, { run: 3 } as object)).rejects.toMatchObject({ code: 'E_UNKNOWN_KEY' })
    const reason = new Error('enough')
    await expect(backtest(CASES, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('a control', () => {
  it('need not be played for a mechanism to which documented cases give nothing to do', async () => {
    const { cases } = await readEpisodesAt()
    expect(cases).toHaveLength(29)
    for (const { scenario } of cases) {
      expect(scenario.moves).toEqual([])
      expect(scenario.network.prospects).toEqual([])
      expect(scenario.parameters.leakHazard).toBe(0)
    }
    const some = cases.filter((_, i) => i % 9 === 0)
    const tasks = some.flatMap(({ scenario, from }) => {
      const without = IDLE.reduce(withoutMechanism, scenario)
      return [scenario, without].map((one) => replayOf(one, from, 'test'))
    })
    const counts = await countResponses(tasks, { runs: 2, first: 0, runner: here })
    for (const [i, { episode }] of some.entries())
      expect(counts[2 * i + 1], episode.id).toEqual(counts[2 * i])
  })

  it('leaves nothing of the network but what breacher and partner have signed, between the two', () => {
    const alone = withoutNetwork(hamlet(), 'L', 'V')
    expect(alone.network.agreements.map(({ id, parties }) => [id, parties])).toEqual([
      ['club', ['L', 'V']],
      ['l-v', ['L', 'V']],
    ])
  })

  it('puts others in the place of the originators, the same whatever other episodes there are', () => {
    const given = caseOf(episode('two', [outcome('V', 'none')], { originators: ['V', 'W'] }))
    const { scenario, substitutes } = withOtherVictims(given, 'test')
    // of four partners F alone is left for two
    expect([...substitutes]).toEqual([['V', 'F']])
    expect(scenario.breaches[0].of).toEqual(['F', 'W'])
    const one = (id: string, seed: string) =>
      withOtherVictims(caseOf(episode(id, [])), seed).substitutes.get('V')
    const drawn = Array.from({ length: 40 }, (_, k) => one(`case-${k}`, 'test'))
    expect(new Set(drawn)).toEqual(new Set(['F', 'W']))
  })
})

describe('what was seen', () => {
  it('is put into the classes a run can show', () => {
    const all = ['none', 'protest', 'tightened', 'curtailed', 'suspended', 'terminated'] as const
    expect(all.map(classOf)).toEqual([0, 0, 1, 2, 3, 4])
  })
})

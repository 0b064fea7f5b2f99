/** Null models as paired studies: what they find in the village, that it is exact where it can be, and what they refuse. */
import { describe, expect, test } from 'vitest'
import { OF_NULL_MODELS } from '../../src/parameters.js'
import { run } from '../../src/run.js'
import { MODELS, type NullModel, type Scenario } from '../../src/scenario.js'
import { baseline, type BaselineOptions } from '../../src/studies/baseline.js'
import type { BaselineCountry, BaselineLeaker } from '../../src/studies/baseline-findings.js'
import { baselineJson, baselineRunsTable, countriesTable } from '../../src/studies/baseline-tables.js'
import { experiment } from '../../src/studies/experiment.js'
import { stationary } from '../baselines/theory.js'
import {
  agreement,
  breach,
  collects,
  country,
  network,
  scenario,
  village,
  type Settings,
} from '../fixtures.js'
import { shipped } from '../shipped.js'

const NULL_MODELS = MODELS.filter((model): model is NullModel => model !== 'liaison')

async function found(
  settings: Settings,
  model: NullModel,
  options: BaselineOptions = {},
): Promise<BaselineLeaker & { of: (id: string) => BaselineCountry }> {
  const { data } = await baseline(village(settings), { model, runs: 20, ...options })
  const [leaker] = data.leakers
  return {
    ...leaker,
    of: (id) => {
      const one = leaker.countries.find((candidate) => candidate.id === id)
      if (one === undefined) throw new Error(`no ${id}`)
      return one
    },
  }
}

test('the models of a scenario are the null models and Liaison', () => {
  expect(Object.keys(OF_NULL_MODELS)).toEqual(NULL_MODELS)
})

describe('contagion in the village', () => {
  test('certain: all who are joined to the victim, in order; who is apart never', async () => {
    const leaker = await found({ parameters: { cascadeChance: 1 } }, 'cascade')
    expect(leaker).toMatchObject({ leaker: 'L', day: 10, bonds: 2, within: 3, lasted: 2, unsettled: 0 })
    expect(leaker.everybody.with).toEqual({ mean: 3, low: 3, high: 3 })
    expect(leaker.everybody.without.mean).toBe(0)
    // F is the only partner that was no victim
    expect(leaker.partners.with.mean).toBe(1)
    // three of four are more than half
    expect(leaker.global?.with.mean).toBe(1)
    expect(
      leaker.countries.map(({ id, role, after, outcome }) => [id, role, after, outcome.with.mean]),
    ).toEqual([
      ['F', 'partner', 1, 1],
      ['H', 'other', null, 0],
      ['S', 'other', 2, 1],
      ['V', 'victim', 0, 1],
    ])
    for (const { still, first, liaison } of leaker.countries)
      expect([still, first, liaison]).toEqual([null, null, null])
  })

  test('by chance: one bond away with p, two away with p squared', async () => {
    const runs = 2000
    const leaker = await found({ parameters: { cascadeChance: 0.3 } }, 'cascade', { runs })
    for (const [id, p] of [
      ['F', 0.3],
      ['S', 0.09],
    ] as const) {
      const { with: one, difference } = leaker.of(id).outcome
      expect(Math.abs(one.mean - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / runs))
      expect(one.low).toBeLessThan(one.mean)
      expect(difference.mean).toBe(one.mean)
    }
    expect(leaker.everybody.with.mean).toBeCloseTo(
      1 + leaker.of('F').outcome.with.mean + leaker.of('S').outcome.with.mean,
      12,
    )
    expect(leaker.everybody.with.low).toBeLessThan(leaker.everybody.with.mean)
    expect(leaker.global?.with.mean).toBe(leaker.of('S').outcome.with.mean)
  })

  test('thresholds from 0 to 1: whoever has one partner follows it, whoever has two follows one half of the time', async () => {
    const runs = 2000
    const leaker = await found({}, 'threshold', { runs })
    const half = leaker.of('F').outcome.with.mean
    expect(Math.abs(half - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / runs))
    expect(leaker.of('S').outcome.with.mean).toBe(half)
  })

  test('who waits for nobody restricts without a breach too, and the pairs say so', async () => {
    const leaker = await found({ parameters: { thresholdLow: -1, thresholdHigh: 1 } }, 'threshold', {
      runs: 400,
    })
    const { with: one, without, difference } = leaker.of('F').outcome
    expect(without.mean).toBeGreaterThan(0.4)
    expect(one.mean).toBeGreaterThan(without.mean)
    expect(difference.mean).toBeCloseTo(one.mean - without.mean, 12)
    expect(leaker.of('H').outcome.difference.mean).toBe(0)
    expect(leaker.everybody.difference.mean).toBeCloseTo(
      leaker.everybody.with.mean - leaker.everybody.without.mean,
      12,
    )
    expect(leaker.global?.difference.mean).toBeGreaterThan(0)
  })

  test('SIR has a calendar: days since the breach, and whether it still restricts on the last day', async () => {
    const certain = { sirTransmission: 1, sirRecovery: 0 }
    const leaker = await found({ parameters: certain, days: 30 }, 'sir')
    expect(leaker.countries.map(({ after }) => after)).toEqual([1, null, 2, 0])
    expect(leaker.of('V').still).toBe(1)
    expect(leaker.lasted).toBe(2)
    const healed = await found({ parameters: { sirTransmission: 1, sirRecovery: 1 }, days: 30 }, 'sir')
    expect(healed.of('V').still).toBe(0)
    // the horizon ends before anybody can follow
    const short = await found({ parameters: certain, days: 11 }, 'sir')
    expect(short.everybody.with.mean).toBe(1)
  })

  test('a breach of severity 0 moves nobody', async () => {
    for (const model of NULL_MODELS) {
      const leaker = await found({ breaches: [breach('L', 'V', { severity: 0 })] }, model)
      expect(leaker.everybody.difference).toEqual({ mean: 0, low: 0, high: 0 })
      expect(leaker.countries.some(({ role }) => role === 'victim')).toBe(false)
    }
  })

  test('the second world keeps the breaches it does not go without', async () => {
    const breaches = [breach('L', 'V'), breach('L', 'F', { id: 'second', day: 20 })]
    const leaker = await found({ breaches, parameters: { cascadeChance: 0 } }, 'cascade', {
      without: ['second'],
    })
    expect(leaker.day).toBe(20)
    expect(leaker.everybody).toMatchObject({
      with: { mean: 2 },
      without: { mean: 1 },
      difference: { mean: 1 },
    })
  })

  test('each leaker has a contagion of its own', async () => {
    const breaches = [breach('L', 'V'), breach('F', 'S', { id: 'second', day: 20 })]
    const { data, table } = await baseline(village({ breaches, parameters: { cascadeChance: 0.5 } }), {
      model: 'cascade',
      runs: 30,
    })
    expect(data.leakers.map(({ leaker, day }) => [leaker, day])).toEqual([
      ['F', 20],
      ['L', 10],
    ])
    expect(table.map(({ leaker }) => leaker).slice(0, 3)).toEqual(['F', 'L', 'F'])
    // without F nothing joins S to anybody
    expect(data.leakers[0]).toMatchObject({ within: 1, everybody: { with: { mean: 1 } } })
  })
})

describe('opinions in the village', () => {
  test('DeGroot: those who are joined meet at the average by the stationary distribution, chance has no part', async () => {
    const leaker = await found({}, 'degroot')
    const w = [
      [0.5, 0.25, 0.25],
      [0.5, 0.5, 0],
      [0.5, 0, 0.5],
    ]
    const pi = stationary(w)
    const first = ['F', 'S', 'V'].map((id) => leaker.of(id).first)
    for (const id of ['F', 'S', 'V']) {
      const { with: one, without, difference } = leaker.of(id).outcome
      expect(one.mean).toBeCloseTo(
        pi.reduce((sum, weight, k) => sum + weight * (first[k]?.with ?? NaN), 0),
        11,
      )
      expect(without.mean).toBeCloseTo(
        pi.reduce((sum, weight, k) => sum + weight * (first[k]?.without ?? NaN), 0),
        11,
      )
      expect(difference.mean).toBeLessThan(-0.05)
      expect(difference.low).toBe(difference.high)
    }
    const apart = leaker.of('H').outcome
    expect(apart.difference.mean).toBe(0)
    expect(apart.with.mean).toBe(0.775)
    expect(leaker.global).toBeNull()
    expect(leaker.unsettled).toBe(0)
    expect(leaker.everybody.with.mean).toBeCloseTo(
      leaker.countries.reduce((sum, { outcome }) => sum + outcome.with.mean, 0) / 4,
      12,
    )
    expect(leaker.partners.with.mean).toBe(leaker.of('F').outcome.with.mean)
  })

  test('Friedkin–Johnsen: the victim stays furthest down, whoever listens to it is drawn after it', async () => {
    const leaker = await found({}, 'friedkin-johnsen', { runs: 200 })
    const fell = (id: string): number => {
      const { without, with: one } = leaker.of(id).outcome
      return without.mean - one.mean
    }
    expect(fell('V')).toBeGreaterThan(fell('F'))
    expect(fell('F')).toBeGreaterThan(fell('S'))
    expect(fell('S')).toBeGreaterThan(0.005)
    expect(fell('H')).toBe(0)
    const { low, mean, high } = leaker.of('F').outcome.difference
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
  })

  test('whom nothing can reach is exactly as before', async () => {
    for (const model of ['degroot', 'friedkin-johnsen'] as const) {
      const { data } = await baseline(shipped(), { model, runs: 5 })
      const changed = data.leakers[0].countries.filter(({ outcome }) => outcome.difference.mean !== 0)
      expect(changed.map(({ id }) => id)).toEqual(['ARE', 'EGY', 'ISR', 'JOR'])
    }
  })

  test('who still moves when time is up is counted', async () => {
    const leaker = await found({ parameters: { opinionSelfWeight: 1 } }, 'degroot', { runs: 3 })
    // all keep to themselves: at rest from the first round
    expect(leaker).toMatchObject({ unsettled: 0, lasted: 1 })
  })
})

describe('the promises', () => {
  test.each(NULL_MODELS)(
    '%s: run i is run i, however many are asked for and wherever one begins',
    async (model) => {
      const parameters = { cascadeChance: 0.4, sirTransmission: 0.02, thresholdLow: -0.2 }
      const all = await baseline(village({ parameters }), { model, runs: 12 })
      const some = await baseline(village({ parameters }), { model, runs: 4, first: 5 })
      expect(some.table).toEqual(all.table.slice(5, 9))
      expect(baselineJson((await baseline(village({ parameters }), { model, runs: 12 })).data)).toBe(
        baselineJson(all.data),
      )
      const other = await baseline(village({ parameters }), { model, runs: 12, seed: 'other' })
      expect(model === 'degroot' || JSON.stringify(other.table) !== JSON.stringify(all.table)).toBe(true)
    },
  )

  test.each(NULL_MODELS)(
    '%s: a country apart changes nothing for the others, nor does the order of a file',
    async (model) => {
      const parties: [string, string][] = [
        ['A', 'B'],
        ['B', 'C'],
        ['C', 'D'],
        ['A', 'D'],
        ['A', 'L'],
      ]
      const of = (ids: readonly string[], order: readonly [string, string][]): Scenario =>
        scenario(
          network(
            ids.map((id) => country(id, [collects(0.5)])),
            order.map(([a, b]) => agreement(`${a}-${b}`.toLowerCase(), [a, b])),
          ),
          { breaches: [breach('L', 'A')], parameters: { cascadeChance: 0.5, sirTransmission: 0.05 } },
        )
      const rows = async (one: Scenario): Promise<unknown> => {
        const { data } = await baseline(one, { model, runs: 25 })
        return data.leakers[0].countries.filter(({ id }) => id !== 'Apart')
      }
      const plain = await rows(of(['A', 'B', 'C', 'D', 'L'], parties))
      expect(await rows(of(['D', 'L', 'C', 'A', 'B'], parties.toReversed()))).toEqual(plain)
      expect(await rows(of(['A', 'Apart', 'B', 'C', 'D', 'L'], parties))).toEqual(plain)
    },
  )

  test('more victims never mean fewer followers, run by run', async () => {
    for (const model of ['threshold', 'cascade', 'sir'] as const) {
      const parameters = { cascadeChance: 0.3, sirTransmission: 0.02 }
      const one = await baseline(
        { ...shipped(), parameters: { ...shipped().parameters, ...parameters } },
        { model, runs: 40 },
      )
      const breaches = shipped().breaches.map((each) => ({ ...each, of: ['FRA', 'ISR'] }))
      const two = await baseline(
        { ...shipped(), breaches, parameters: { ...shipped().parameters, ...parameters } },
        { model, runs: 40 },
      )
      two.table.forEach(({ everybodyWith }, k) =>
        expect(everybodyWith).toBeGreaterThanOrEqual(one.table[k].everybodyWith + 1),
      )
      expect(two.data.leakers[0].within).toBeGreaterThan(one.data.leakers[0].within)
    }
  })

  test('a run that is stopped throws what stopped it; progress reaches the end', async () => {
    const seen: number[] = []
    await baseline(village(), { model: 'sir', runs: 20, onProgress: ({ done }) => seen.push(done) })
    expect(seen).toEqual([8, 16, 20])
    const controller = new AbortController()
    const stopped = baseline(village(), {
      model: 'sir',
      runs: 1000,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    await expect(stopped).rejects.toThrow('enough')
  })
})

describe('beside Liaison', () => {
  test("each partner has Liaison's figures, and the leaker its groups", async () => {
    const settings = { days: 60 }
    const beside = (await experiment(village(settings), { runs: 4 })).data
    const leaker = await found(settings, 'threshold', { beside, runs: 4 })
    const [there] = beside.leakers
    expect(leaker.liaison).toEqual({
      direct: there.groups.direct.chill,
      spillOver: there.groups.spillOver.chill,
      reach: there.reach,
    })
    const victim = there.partners.find(({ id }) => id === 'V')
    expect(leaker.of('V').liaison).toEqual({
      chill: victim?.chill,
      step: victim?.step.difference,
      trust: { with: victim?.trust.end, without: victim?.trust.endWithout },
    })
    expect(leaker.of('S').liaison).toBeNull()
    await expect(found({ days: 61 }, 'threshold', { beside })).rejects.toThrow('of this scenario and seed')
    await expect(found(settings, 'threshold', { beside, seed: 'other' })).rejects.toMatchObject({
      code: 'E_RESUME_MISMATCH',
    })
  })
})

describe('refusals', () => {
  test('Liaison is no null model, and a word that is none is answered with the nearest', async () => {
    await expect(baseline(village())).rejects.toMatchObject({ code: 'E_ENUM' })
    const wrong = { model: 'threshhold' } as unknown as BaselineOptions
    await expect(baseline(village(), wrong)).rejects.toThrow('did you mean "threshold"?')
    await expect(baseline({ ...village(), model: 'sir' }, { runs: 1 })).resolves.toMatchObject({
      data: { model: 'sir' },
    })
  })

  test('what Liaison plays refuses a scenario that asks for a null model', async () => {
    const asked: Scenario = { ...village(), model: 'cascade' }
    expect(() => run(asked)).toThrow(/asks for the text "cascade"; hand it to baseline/)
    await expect(experiment(asked, { runs: 1 })).rejects.toMatchObject({ code: 'E_ENUM' })
  })

  test.each([
    [{ runs: 0 }, 'E_RANGE'],
    [{ runs: 1.5 }, 'E_RANGE'],
    [{ first: -1 }, 'E_RANGE'],
    [{ seed: '' }, 'E_SEED'],
    [{ without: ['nothing'] }, 'E_DANGLING'],
    [{ without: [] }, 'E_MISSING'],
    [{ rnus: 1 }, 'E_UNKNOWN_KEY'],
    [{ beside: 3 }, 'E_TYPE'],
  ])('%o', async (options, code) => {
    await expect(
      baseline(village(), { model: 'sir', ...(options as BaselineOptions) }),
    ).rejects.toMatchObject({ code })
  })
})

test('the tables have a row a country and a row a run', async () => {
  const { data, table } = await baseline(village(), { model: 'threshold', runs: 3 })
  const countries = countriesTable(data).trimEnd().split('\n')
  expect(countries).toHaveLength(5)
  expect(countries[0]).toMatch(/^leaker,country,label,role,with,withLow,withHigh,without,/)
  expect(countries[4]).toMatch(/^L,V,V,victim,1,/)
  const runs = baselineRunsTable(table).trimEnd().split('\n')
  expect(runs[0]).toBe('run,leaker,everybodyWith,everybodyWithout,partnersWith,partnersWithout,lasted,note')
  expect(runs).toHaveLength(4)
})

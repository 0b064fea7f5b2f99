/** The paired experiment: repeatable, prefix-stable, honest about what it cannot know. */
import { describe, expect, it } from 'vitest'
import { run } from '../../src/run.js'
import { Pair } from '../../src/pair.js'
import { here } from '../../src/runners/here.js'
import type { Runner } from '../../src/runners/runner.js'
import type { Scenario } from '../../src/scenario.js'
import { experiment } from '../../src/studies/experiment.js'
import type { RunRow } from '../../src/studies/findings.js'
import { typicalRun } from '../../src/studies/typical.js'
import { agreement, breach, collects, country, network, scenario, village } from '../fixtures.js'
import { firstOf } from '../../src/world.js'

const given = village({ days: 120 })
const json = (value: unknown): string => JSON.stringify(value)

describe('an experiment', () => {
  it('gives the same bytes again, and others for another seed', async () => {
    const [one, again, other] = await Promise.all(
      ['s', 's', 't'].map(async (seed) => json((await experiment(given, { runs: 12, seed })).data)),
    )
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })

  it('has run 7 alone equal to run 7 of many, and few runs a prefix of many', async () => {
    const many = await experiment(given, { runs: 40 })
    const few = await experiment(given, { runs: 10 })
    expect(many.table.slice(0, 10)).toEqual(few.table)
    const alone = await experiment(given, { runs: 1, first: 7 })
    expect(alone.table).toEqual([many.table[7]])
    const rows = [new Pair({ scenario: given, without: ['leak'], seed: given.seed }).play(7)]
    const pair = new Pair({ scenario: given, without: ['leak'], seed: given.seed })
    for (let number = 0; number < 8; number++) rows[1] = pair.play(number)
    expect(rows[1]).toEqual(rows[0])
  })

  it('does not care how runs are cut into shards', async () => {
    const whole: Runner = (task, shards, options) => {
      const list = [...shards]
      return here(task, [{ from: list[0].from, to: list[list.length - 1].to }], options)
    }
    const single: Runner = (task, shards, options) =>
      here(
        task,
        [...shards].flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, k) => ({ from: from + k, to: from + k + 1 })),
        ),
        options,
      )
    const expected = json((await experiment(given, { runs: 20 })).data)
    for (const runner of [whole, single])
      expect(json((await experiment(given, { runs: 20, runner })).data)).toBe(expected)
  })

  it('measures flow as the histories have it', async () => {
    const { table, data } = await experiment(given, { runs: 6 })
    let [withBreach, without] = [0, 0]
    for (let number = 0; number < 6; number++) {
      const [one, other] = new Pair({ scenario: given, without: ['leak'], seed: given.seed }).histories(
        number,
      )
      const sum = (here: typeof one, there: typeof one): number => {
        let total = 0
        here.eachDelivery((day, offer) => {
          const pair = here.offers.pair[offer]
          const names = [here.world.ids[firstOf(here.world, pair)], here.world.ids[here.world.to[pair]]].join(
            '>',
          )
          if (day >= 10 && names === 'V>L' && there.lost[here.offers.item[offer]] === 0)
            total += here.worth(offer)
        })
        return total
      }
      const [a, b] = [sum(one, other), sum(other, one)]
      expect(table[number].direct).toBeCloseTo(1 - a / b, 12)
      withBreach += a
      without += b
    }
    expect(data.leakers[0].groups.direct.chill.mean).toBeCloseTo(1 - withBreach / without, 12)
  })

  it('follows trust from day to day as the histories have it, with the normal interval of a mean', async () => {
    const runs = 5
    const { data } = await experiment(given, { runs })
    const [{ groups, partners }] = data.leakers
    const pair = new Pair({ scenario: given, without: ['leak'], seed: given.seed })
    const seen = Array.from({ length: runs }, (_, run) =>
      pair.histories(run).map((history) => {
        const mean = (ids: readonly string[], day: number): number =>
          ids.reduce((sum, id) => sum + history.trust(id, 'L')[day], 0) / ids.length
        return [9, 12, 40].map((day) => [
          mean(groups.direct.countries, day),
          mean(groups.spillOver.countries, day),
        ])
      }),
    )
    expect(groups.direct.countries).toEqual(['V'])
    expect(groups.spillOver.countries).toEqual(
      partners.filter(({ role }) => role === 'partner').map(({ id }) => id),
    )
    for (const [at, day] of [9, 12, 40].entries())
      for (const [k, group] of (['direct', 'spillOver'] as const).entries()) {
        const [one, other] = [0, 1].map((world) => seen.map((run) => run[world][at][k]))
        const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / runs
        const variance = mean(one.map((value) => (value - mean(one)) ** 2)) * (runs / (runs - 1))
        const half = 1.959963984540054 * Math.sqrt(variance / runs)
        const { trust } = groups[group]
        expect(trust?.with[day]).toBeCloseTo(mean(one), 12)
        expect(trust?.without[day]).toBeCloseTo(mean(other), 12)
        expect(trust?.low[day]).toBeCloseTo(mean(one) - half, 10)
        expect(trust?.high[day]).toBeCloseTo(mean(one) + half, 10)
      }
    expect(groups.rest.trust).toBe(null)
  })

  it('keeps what a destroyed source would have given apart from the chill', async () => {
    const burnt: Scenario = {
      ...given,
      network: { ...given.network, hostilities: [{ between: ['H', 'V'], level: 1 }] },
      breaches: [breach('L', 'V', { to: 'H', severity: 1, details: 8 })],
      parameters: { ...given.parameters, breachWeight: 0, spillOver: 0 },
    }
    const { data } = await experiment(burnt, { runs: 20 })
    const [found] = data.leakers
    // nobody trusts less, so nothing is withheld: on items collected in both worlds the chill is exactly 0
    expect(found.groups.direct.chill).toEqual({ mean: 0, low: 0, high: 0 })
    expect(found.supplyLost.items.low).toBeGreaterThan(1)
    const [one, other] = new Pair({ scenario: burnt, without: ['leak'], seed: burnt.seed }).histories(0)
    const collected = (history: typeof one): number =>
      history.lost.reduce((count, lost) => count + 1 - lost, 0)
    expect(collected(one)).toBeLessThan(collected(other))
  })

  it('says nothing where there is nothing to say: no flow is NaN, one run has no spread, far pairs are exactly 0', async () => {
    const silent = scenario(network([country('L'), country('V')], [agreement('l-v', ['L', 'V'])]), {
      breaches: [breach('L', 'V')],
      days: 60,
    })
    const { data } = await experiment(silent, { runs: 3 })
    expect(data.leakers[0].groups.direct.chill.mean).toBeNaN()
    expect(data.leakers[0].groups.direct.byDay.chill.every((value) => value === null)).toBe(true)
    expect(JSON.parse(json(data)).leakers[0].groups.direct.chill.mean).toBeNull()
    const one = await experiment(given, { runs: 1 })
    expect(one.data.leakers[0].groups.direct.pairing).toBeNull()
    const far = {
      ...given,
      network: {
        ...given.network,
        countries: [...given.network.countries, country('X', [collects(0.5)]), country('Y', [collects(0.5)])],
        agreements: [agreement('x-y', ['X', 'Y'])],
      },
    }
    const only = {
      ...far,
      network: { ...far.network, agreements: [...far.network.agreements, agreement('l-v', ['L', 'V'])] },
    }
    const rest = (await experiment(only, { runs: 5 })).data.leakers[0].groups.rest
    expect(rest.chill.mean).not.toBeNaN()
  })

  it('gives a chill of exactly 0 for a breach of severity 0', async () => {
    const nothing = { ...given, breaches: given.breaches.map((found) => ({ ...found, severity: 0 })) }
    const { data } = await experiment(nothing, { runs: 8 })
    const zero = { mean: 0, low: 0, high: 0 }
    for (const group of Object.values(data.leakers[0].groups)) {
      expect(group.chill).toEqual(zero)
      expect(group.byDay.chill.every((value) => value === null || value === 0)).toBe(true)
    }
    expect(data.leakers[0].partners.every(({ step }) => step.difference.mean === 0)).toBe(true)
    expect(data.plots.lost.mean).toBe(0)
  })

  it('goes without one breach of several, and asks of every leaker', async () => {
    const two = village({
      breaches: [
        breach('L', 'V', { to: 'H' }),
        breach('F', 'S', { id: 'second', day: 20, pressDay: 21, namedDay: 21 }),
      ],
    })
    const both = await experiment(two, { runs: 6 })
    expect(both.data.leakers.map(({ leaker }) => leaker)).toEqual(['F', 'L'])
    expect(both.chill.toward('F').victim.mean).toBeGreaterThan(0)
    const only = await experiment(two, { runs: 6, without: ['second'] })
    expect(only.data.leakers.map(({ leaker }) => leaker)).toEqual(['F'])
    expect(only.data.breaches.map(({ id, removed }) => [id, removed])).toEqual([
      ['leak', false],
      ['second', true],
    ])
    expect(() => only.chill.toward('L')).toThrow(/leaked nothing/)
  })

  it('can be stopped, tells how far it is, and hands out every row', async () => {
    const rows: RunRow[] = []
    const seen: number[] = []
    await experiment(given, {
      runs: 20,
      onRow: (row) => rows.push(row),
      onProgress: ({ done, total }) => seen.push(done / total),
    })
    expect(rows.map((row) => row.run)).toEqual(Array.from({ length: 20 }, (_, k) => k))
    expect(seen.at(-1)).toBe(1)
    expect(seen).toEqual([...seen].toSorted((a, b) => a - b))
    const controller = new AbortController()
    const stopped = experiment(given, {
      runs: 10_000,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    await expect(stopped).rejects.toThrow('enough')
  })

  it.each([
    [{ runs: 0 }, 'E_RANGE'],
    [{ runs: 1.5 }, 'E_RANGE'],
    [{ first: -1 }, 'E_RANGE'],
    [{ seed: '' }, 'E_SEED'],
    [{ without: ['nothing'] }, 'E_DANGLING'],
    [{ without: [] }, 'E_MISSING'],
  ])('refuses %j with %s', async (options, code) => {
    await expect(experiment(given, options)).rejects.toMatchObject({ code })
  })
})

describe('the distribution over runs', () => {
  it('is that of the table, and wider than the interval of the mean', async () => {
    const { data, table } = await experiment(given, { runs: 60 })
    const { chill, runs } = data.leakers[0].groups.direct
    const sorted = table.map(({ direct }) => direct ?? 0).toSorted((a, b) => a - b)
    // type 7: the median of sixty lies between the thirtieth and the thirty-first
    expect(runs.p50).toBeCloseTo((sorted[29] + sorted[30]) / 2, 12)
    expect(runs.p05).toBeCloseTo(sorted[2] + 0.95 * (sorted[3] - sorted[2]), 12)
    expect(runs.p95).toBeCloseTo(sorted[56] + 0.05 * (sorted[57] - sorted[56]), 12)
    expect((runs.p95 ?? 0) - (runs.p05 ?? 0)).toBeGreaterThan(chill.high - chill.low)
  })
})

describe('V24: under one set of draws the chill does not fall', () => {
  const chillOf = async (scenario: Scenario, group: 'direct' | 'spillOver'): Promise<number> =>
    (await experiment(scenario, { runs: 40 })).data.leakers[0].groups[group].chill.mean

  async function chillsOf(group: 'direct' | 'spillOver', scenarios: readonly Scenario[]): Promise<number[]> {
    const chills: number[] = []
    for (const one of scenarios) chills.push(await chillOf(one, group))
    return chills
  }

  const inOrder = (chills: readonly number[]): boolean =>
    chills.every((chill, k) => k === 0 || chill >= chills[k - 1]) && chills[chills.length - 1] > chills[0]

  it('as a breach weighs more', async () => {
    const weights = [0.1, 0.3, 0.6, 1.2, 2.5]
    const chills = await chillsOf(
      'direct',
      weights.map((breachWeight) => village({ days: 120, parameters: { breachWeight } })),
    )
    expect(inOrder(chills), chills.join(', ')).toBe(true)
  })

  it('as it spills over more', async () => {
    const shares = [0, 0.1, 0.25, 0.5]
    const chills = await chillsOf(
      'spillOver',
      shares.map((spillOver) => village({ days: 120, parameters: { spillOver } })),
    )
    expect(inOrder(chills), chills.join(', ')).toBe(true)
  })

  it('as more is public: a secret never found, the story, the story with the name', async () => {
    const presses = [
      { pressDay: null, namedDay: null },
      { pressDay: 12, namedDay: null },
      { pressDay: 12, namedDay: 13 },
    ]
    const chills = await chillsOf(
      'direct',
      presses.map((press) =>
        village({
          days: 120,
          parameters: { detection: 1e6 },
          breaches: [breach('L', 'V', { to: 'H', ...press })],
        }),
      ),
    )
    expect(inOrder(chills), chills.join(', ')).toBe(true)
  })
})

describe('the typical run', () => {
  it('is run again exactly, in both worlds, with the warnings that changed', async () => {
    const { data } = await experiment(given, { runs: 15 })
    const typical = typicalRun(given, data.typicalRun, ['leak'])
    expect(typical.events).toEqual(run(given, { run: data.typicalRun }).events)
    expect(typical.eventsWithout).toEqual(run({ ...given, breaches: [] }, { run: data.typicalRun }).events)
    let changed = 0
    for (let number = 0; number < 15; number++)
      for (const { told, wouldHaveTold, country: who, target } of typicalRun(given, number, ['leak'])
        .changedWarnings) {
        changed++
        expect(told).not.toBe(wouldHaveTold)
        expect(who).not.toBe(target)
      }
    expect(changed).toBeGreaterThan(0)
  })
})

/** Two scenarios under the same draws: nothing between a scenario and itself, and brute force where they differ. */
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import { halfBack, layoutOf, PARTNER_COLUMNS, type PartnerColumn } from '../../src/metrics.js'
import { Pair } from '../../src/pair.js'
import { here } from '../../src/runners/here.js'
import type { Runner } from '../../src/runners/runner.js'
import type { Scenario } from '../../src/scenario.js'
import { compare, type Contrast } from '../../src/studies/compare.js'
import { experiment } from '../../src/studies/experiment.js'
import { differenceOfPaired } from '../../src/studies/statistics.js'
import { agreement, breach, village } from '../fixtures.js'

const grave = village({ days: 300 })
const slight = village({ days: 300, breaches: [breach('L', 'V', { to: 'H', severity: 0.15 })] })
const ZERO = { mean: 0, low: 0, high: 0 }

describe('days until half of a loss of trust is back', () => {
  const flat = (length: number, value: number): Float64Array => new Float64Array(length).fill(value)

  it('count from the lowest day to the first on which half is back, by hand', () => {
    // lost at the bottom, day 3: 0.5; half of that is back on day 6
    const trust = Float64Array.of(0.875, 0.875, 0.5, 0.375, 0.5, 0.6, 0.625, 0.75)
    expect(halfBack(trust, flat(8, 0.875), 2)).toEqual({ days: 3, open: false })
  })

  it('are measured against the world without the breach, which may move too', () => {
    // deepest on day 2, where trust is not lowest
    const falling = Float64Array.of(1, 0.875, 0.75, 0.375)
    expect(halfBack(falling, Float64Array.of(1, 1, 1.25, 0.5), 0)).toEqual({ days: 1, open: false })
    const trust = Float64Array.of(0.875, 0.375, 0.5, 0.5)
    expect(halfBack(trust, Float64Array.of(0.875, 0.875, 0.875, 0.75), 0)).toEqual({ days: 2, open: false })
    expect(halfBack(trust, flat(4, 0.875), 0)).toEqual({ days: 3, open: true })
  })

  it('are open where the horizon comes first, and none where nothing is lost', () => {
    expect(halfBack(Float64Array.of(0.9, 0.5, 0.5), flat(3, 0.9), 0)).toEqual({ days: 2, open: true })
    expect(halfBack(Float64Array.of(0.9, 0.9, 0.9, 0.5), flat(4, 0.9), 1)).toEqual({ days: 2, open: true })
    const trust = Float64Array.of(0.9, 0.8, 0.85)
    expect(halfBack(trust, trust, 0)).toEqual({ days: 0, open: false })
    // too little to speak of
    expect(halfBack(Float64Array.of(0.9, 0.891, 0.891), flat(3, 0.9), 0)).toEqual({ days: 0, open: false })
    // a dip before the breach is not of its making
    expect(halfBack(Float64Array.of(0.1, 0.9, 0.5, 0.8), flat(4, 0.9), 1)).toEqual({ days: 1, open: false })
  })

  it('do not count days before the two first deal', () => {
    const trust = Float64Array.of(Number.NaN, Number.NaN, 0.5, 0.75)
    expect(halfBack(trust, Float64Array.of(Number.NaN, Number.NaN, 0.9, 0.9), 0)).toEqual({
      days: 1,
      open: false,
    })
  })
})

/** Each run's row, by scenario: what the comparison is folded from. */
const rows = new Map<Scenario, Float64Array[]>()

/** A column of one partner in each run, straight from the rows. */
function column(scenario: Scenario, partner: string, name: PartnerColumn, runs: number): number[] {
  const without = scenario.breaches.map(({ id }) => id)
  const world = compile(scenario)
  const [{ partners, partnerStart }] = layoutOf(world, without).leakers
  const seat = partners.indexOf(world.ids.indexOf(partner))
  const pair = new Pair({ scenario, without, seed: grave.seed })
  const played = rows.get(scenario) ?? Array.from({ length: runs }, (_, run) => pair.play(run))
  rows.set(scenario, played)
  return played.map(
    (row) => row[partnerStart + seat * PARTNER_COLUMNS.length + PARTNER_COLUMNS.indexOf(name)],
  )
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

describe('a comparison', () => {
  it('finds nothing between a scenario and itself', async () => {
    const found = await compare(grave, grave, { runs: 8 })
    const [{ groups, partners }] = found.leakers
    const same = ({ a, b, difference }: Contrast): void => {
      expect(b).toEqual(a)
      expect(difference).toEqual(ZERO)
    }
    for (const group of Object.values(groups)) same(group)
    same(found.warningsLost)
    for (const { daysDown, halfBack: back, chill, step, sooner } of partners) {
      for (const contrast of [daysDown, back, chill]) same(contrast)
      expect(step.b).toEqual(step.a)
      expect(step.difference.mean).toBe(0)
      expect(sooner).toEqual({ formally: null, inTrust: null })
    }
  })

  it('says of each what its own experiment says, and the difference as the rows have it', async () => {
    const runs = 24
    const found = await compare(grave, slight, { runs })
    const own = await Promise.all([grave, slight].map((scenario) => experiment(scenario, { runs })))
    const [leaker] = found.leakers
    for (const key of ['direct', 'spillOver', 'rest'] as const) {
      const { a, b, difference } = leaker.groups[key]
      expect([a, b]).toEqual(own.map(({ data }) => data.leakers[0].groups[key].chill))
      expect(difference.mean).toBe(b.mean - a.mean)
    }
    expect([found.warningsLost.a, found.warningsLost.b]).toEqual(own.map(({ data }) => data.plots.lost))
    expect(leaker.partners.map(({ id, role }) => [id, role])).toEqual([
      ['F', 'partner'],
      ['V', 'victim'],
    ])
    for (const { id, step, daysDown, halfBack: back, halfBackOpen, chill } of leaker.partners) {
      const there = own.map(({ data }) => data.leakers[0].partners.find((partner) => partner.id === id))
      expect([chill.a, chill.b]).toEqual(there.map((partner) => partner?.chill))
      expect([step.a, step.b]).toEqual(there.map((partner) => partner?.step.with))
      for (const [name, contrast] of [
        ['daysDown', daysDown],
        ['halfBack', back],
      ] as const) {
        const [a, b] = [grave, slight].map((scenario) => column(scenario, id, name, runs))
        expect(contrast.a.mean).toBeCloseTo(mean(a), 9)
        expect(contrast.difference.mean).toBeCloseTo(mean(b.map((value, k) => value - a[k])), 9)
      }
      const [a, b] = [grave, slight].map((scenario) => column(scenario, id, 'stepWith', runs))
      const only = (one: number[], other: number[]): number =>
        one.filter((value, k) => value > other[k]).length
      expect(step.difference).toEqual(differenceOfPaired(only(b, a), only(a, b), runs))
      expect(halfBackOpen.a).toBeCloseTo(mean(column(grave, id, 'halfBackOpen', runs)), 12)
    }
  })

  it('brings a victim back sooner from a slighter breach, and is the mirror of itself turned round', async () => {
    const [found, turned] = [
      await compare(grave, slight, { runs: 30 }),
      await compare(slight, grave, { runs: 30 }),
    ]
    const [one, other] = [found, turned].map(({ leakers }) => leakers[0].partners[1])
    expect(one.id).toBe('V')
    expect(one.daysDown.difference.high).toBeLessThan(0)
    expect(one.sooner.formally).toBe('B')
    expect(other.sooner.formally).toBe('A')
    expect(other.daysDown.difference.mean).toBe(-one.daysDown.difference.mean)
    expect(other.daysDown.difference.low).toBeCloseTo(-one.daysDown.difference.high, 9)
    expect(found.leakers[0].groups.direct.difference.high).toBeLessThan(0)
  })

  it('pairs the runs: the difference is surer than two experiments apart could be', async () => {
    const nearly = village({ days: 300, breaches: [breach('L', 'V', { to: 'H', severity: 0.75 })] })
    const { difference, a, b } = (await compare(grave, nearly, { runs: 30 })).leakers[0].groups.direct
    const width = ({ low, high }: { low: number; high: number }): number => high - low
    expect(width(difference)).toBeLessThan(0.6 * Math.sqrt(width(a) ** 2 + width(b) ** 2))
  })

  it('is the same whoever does the work, tells how far it is, and stops when asked', async () => {
    const late: Runner = async function* (task, shards, options) {
      for await (const rows of here(task, shards, options)) {
        await new Promise((resolve) => setTimeout(resolve, task.scenario.breaches[0].severity * 10))
        yield rows
      }
    }
    const seen: number[] = []
    const onProgress = ({ done, total }: { done: number; total: number }): number => seen.push(done / total)
    const one = await compare(grave, slight, { runs: 20, onProgress })
    const other = await compare(grave, slight, { runs: 20, runner: late })
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(1)
    const controller = new AbortController()
    const stopped = compare(grave, slight, {
      runs: 10_000,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    await expect(stopped).rejects.toThrow('enough')
  })

  it('notices a runner that does not deliver', async () => {
    const short: Runner = (task, shards, options) =>
      here(task, task.scenario === slight ? [{ from: 0, to: 5 }] : shards, options)
    await expect(compare(grave, slight, { runs: 8, runner: short })).rejects.toThrow('unlike length')
    const none: Runner = (task, _, options) => here(task, [], options)
    await expect(compare(grave, slight, { runs: 8, runner: none })).rejects.toThrow('0 runs of 8')
  })

  it('uses the seed of the first, unless another is given, and names them as asked', async () => {
    const found = await compare(grave, { ...slight, seed: 'other' }, { runs: 2, names: ['one', 'two'] })
    expect([found.seed, found.a.name, found.b.name]).toEqual([grave.seed, 'one', 'two'])
    const other = await compare(grave, slight, { runs: 2, seed: 'third' })
    expect(other.seed).toBe('third')
    expect(other.leakers).not.toEqual(found.leakers)
  })

  const others: [string, Scenario, RegExp][] = [
    ['another horizon', village({ days: 299 }), /the horizons differ: 300 days in A, 299 days in B/],
    [
      'other countries',
      {
        ...grave,
        network: {
          ...grave.network,
          countries: grave.network.countries.filter(({ id }) => id !== 'S'),
          agreements: grave.network.agreements.filter(({ id }) => id !== 'f-s'),
        },
      },
      /the countries differ: "S" in A, none besides in B/,
    ],
    [
      'another leaker',
      village({ days: 300, breaches: [breach('F', 'S')] }),
      /the leakers differ: "L" in A, "F" in B/,
    ],
    [
      'another partner',
      {
        ...grave,
        network: {
          ...grave.network,
          agreements: [...grave.network.agreements, agreement('l-s', ['L', 'S'])],
        },
      },
      /the partners of "L" .* differ: none besides in A, "S" in B; keep its agreements/,
    ],
  ]
  it.each(others)('refuses %s with E_COMPARE', async (_, other, message) => {
    await expect(compare(grave, other, { runs: 1 })).rejects.toMatchObject({
      code: 'E_COMPARE',
      message: expect.stringMatching(message) as string,
    })
  })

  it('refuses two of which one has no breach, and options it does not know', async () => {
    await expect(compare(grave, { ...grave, breaches: [] }, { runs: 1 })).rejects.toMatchObject({
      code: 'E_MISSING',
    })
    await expect(compare(grave, slight, { without: ['leak'] } as object)).rejects.toMatchObject({
      code: 'E_UNKNOWN_KEY',
    })
  })
})

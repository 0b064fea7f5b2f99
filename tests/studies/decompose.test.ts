/** Shapley shares: by hand, by brute force over orders, by their axioms; and the chill of a village divided. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Runner } from '../../src/runners/runner.js'
import { here } from '../../src/runners/here.js'
import type { Switch } from '../../src/scenario.js'
import { Pair } from '../../src/pair.js'
import {
  decompose,
  flowOf,
  pairsToDecompose,
  shapley,
  type GroupDecomposition,
} from '../../src/studies/decompose.js'
import { interval, REPLICATES, Resampling } from '../../src/studies/statistics.js'
import { experiment } from '../../src/studies/experiment.js'
import { village } from '../fixtures.js'

describe('Shapley values', () => {
  it('of three musicians, worked out by hand', () => {
    // worth of {}, {1}, {2}, {1,2}, {3}, {1,3}, {2,3}, {1,2,3}
    const worth = [0, 12, 6, 24, 9, 27, 21, 45]
    // orders 123, 132, 213, 231, 312, 321 bring player 1: 12, 12, 18, 24, 18, 24; player 2: 12, 18, 6, 6, 18, 12; player 3: the rest
    expect([...shapley(worth, 3)]).toEqual([
      expect.closeTo(108 / 6, 12),
      expect.closeTo(72 / 6, 12),
      expect.closeTo(90 / 6, 12),
    ])
  })

  it('of the glove game: whoever holds the scarce left glove gets two thirds', () => {
    const worth = Array.from({ length: 8 }, (_, c) => ((c & 1) > 0 && (c & 6) > 0 ? 1 : 0))
    expect([...shapley(worth, 3)]).toEqual([2 / 3, 1 / 6, 1 / 6].map((share) => expect.closeTo(share, 12)))
  })

  it('of nobody and of one', () => {
    expect([...shapley([5], 0)]).toEqual([])
    expect([...shapley([5, 7], 1)]).toEqual([2])
  })

  const game = fc.integer({ min: 1, max: 5 }).chain((players) =>
    fc.record({
      players: fc.constant(players),
      worth: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
        minLength: 1 << players,
        maxLength: 1 << players,
      }),
    }),
  )

  /** All orders of 0 … n − 1. */
  function orders(n: number): number[][] {
    if (n === 0) return [[]]
    return orders(n - 1).flatMap((order) =>
      order.map((_, k) => order.toSpliced(k, 0, n - 1)).concat([[...order, n - 1]]),
    )
  }

  it('are what players add, averaged over every order of joining (brute force)', () => {
    expect(orders(4)).toHaveLength(24)
    fc.assert(
      fc.property(game, ({ players, worth }) => {
        const sums = new Float64Array(players)
        for (const order of orders(players)) {
          let coalition = 0
          for (const player of order) {
            sums[player] += worth[coalition | (1 << player)] - worth[coalition]
            coalition |= 1 << player
          }
        }
        const expected = [...sums].map((sum) => sum / orders(players).length)
        shapley(worth, players).forEach((share, player) => expect(share).toBeCloseTo(expected[player], 12))
      }),
    )
  })

  it('sum to the worth of all less that of none (efficiency)', () => {
    fc.assert(
      fc.property(game, ({ players, worth }) => {
        const sum = shapley(worth, players).reduce((a, b) => a + b, 0)
        expect(sum).toBeCloseTo(worth[worth.length - 1] - worth[0], 12)
      }),
    )
  })

  it('are equal for players that do the same (symmetry)', () => {
    fc.assert(
      fc.property(game, ({ players, worth }) => {
        fc.pre(players > 1)
        // whoever of players 0 and 1 comes alone is worth the same
        const alike = worth.map((value, c) => ((c & 3) === 2 ? worth[c ^ 3] : value))
        const [one, other] = shapley(alike, players)
        expect(one).toBeCloseTo(other, 12)
      }),
    )
  })

  it('are exactly 0 for a player that changes nothing (dummy)', () => {
    fc.assert(
      fc.property(game, fc.nat(), ({ players, worth }, which) => {
        const bit = 1 << (which % players)
        const without = worth.map((_, c) => worth[c & ~bit])
        expect(shapley(without, players)[which % players]).toBe(0)
      }),
    )
  })
})

const given = village({ days: 120, parameters: { spillOver: 0.3, imitation: 0.2, visibility: 1 } })

function total({ base, shares }: GroupDecomposition): number {
  return shares.reduce((sum, { share }) => sum + share.mean, base.mean)
}

function shareOf({ shares }: GroupDecomposition, name: Switch): unknown {
  return shares.find(({ mechanism }) => mechanism === name)?.share
}

const ZERO = { mean: 0, low: 0, high: 0 }

describe('a decomposition', () => {
  it('divides exactly the chill that the experiment finds, interval and all', async () => {
    const [divided, found] = await Promise.all([
      decompose(given, { runs: 10 }),
      experiment(given, { runs: 10 }),
    ])
    const [leaker] = divided.leakers
    expect(divided.settings).toHaveLength(32)
    for (const key of ['direct', 'spillOver', 'rest'] as const) {
      const group = leaker.groups[key]
      expect(group.whole).toEqual(found.data.leakers[0].groups[key].chill)
      expect(total(group)).toBe(group.whole.mean)
      expect(group.chills[31]).toBe(group.whole.mean)
      expect(group.chills[0]).toBe(group.base.mean)
    }
    const { mean, low, high } = leaker.groups.spillOver.shares[0].share
    expect(low).toBeGreaterThan(0)
    expect(mean).toBeGreaterThan(low)
    expect(high).toBeGreaterThan(mean)
    // without witnesses, imitation or a table shared with the victim nothing reaches the other partners
    expect(leaker.groups.spillOver.base).toEqual(ZERO)
  })

  it('plays each setting as an experiment with those switches would', async () => {
    const divided = await decompose(given, { runs: 6, switches: ['witness', 'sharedClubs'] })
    expect(divided.settings).toEqual([[], ['witness'], ['sharedClubs'], ['witness', 'sharedClubs']])
    for (const [k, on] of divided.settings.entries()) {
      const mechanisms = {
        ...given.mechanisms,
        witness: on.includes('witness'),
        sharedClubs: on.includes('sharedClubs'),
      }
      const { data } = await experiment({ ...given, mechanisms }, { runs: 6 })
      expect(divided.leakers[0].groups.direct.chills[k]).toBe(data.leakers[0].groups.direct.chill.mean)
    }
  })

  it('weighs the same runs alike in every setting, so that the interval of a share is of paired differences', async () => {
    const runs = 12
    const { share } = (await decompose(given, { runs, switches: ['witness'] })).leakers[0].groups.spillOver
      .shares[0]
    // by hand, from the rows: the chill with witnesses less the chill without, in each replicate
    const flows = [true, false].map((witness) => {
      const scenario = { ...given, mechanisms: { ...given.mechanisms, witness } }
      const pair = new Pair({ scenario, without: ['leak'], seed: given.seed })
      return Array.from({ length: runs }, (_, run) => {
        const row = pair.play(run)
        return [0, 1].map((world) => flowOf(pair.layout, 0, 1, world, row))
      })
    })
    const resampling = new Resampling(given.seed)
    const weights = Array.from({ length: runs }, (_, run) => resampling.draw(run).slice())
    const differences = Float64Array.from({ length: REPLICATES }, (_, b) => {
      const [on, off] = flows.map((rows) => {
        const sum = (world: number): number =>
          rows.reduce((total, row, run) => total + weights[run][b] * row[world], 0)
        return 1 - sum(0) / sum(1)
      })
      return on - off
    })
    const [low, high] = interval(differences)
    expect(share.low).toBeCloseTo(low, 12)
    expect(share.high).toBeCloseTo(high, 12)
  })

  it('gives a mechanism that is off exactly nothing, and plays no setting twice', async () => {
    const off = village({ days: 90, off: ['witness', 'sourceLoss'] })
    const divided = await decompose(off, { runs: 5 })
    expect(divided.off).toEqual(['witness', 'sourceLoss'])
    expect(divided.settings).toHaveLength(8)
    expect(pairsToDecompose(off, 5)).toBe(40)
    for (const group of Object.values(divided.leakers[0].groups)) {
      expect(shareOf(group, 'witness')).toEqual(ZERO)
      expect(shareOf(group, 'sourceLoss')).toEqual(ZERO)
      expect(total(group)).toBeCloseTo(group.whole.mean, 15)
    }
  })

  it('gives witnesses and imitators exactly nothing where nothing spills over and nobody imitates', async () => {
    const still = village({ days: 90, parameters: { spillOver: 0, imitation: 0 } })
    const divided = await decompose(still, { runs: 5 })
    for (const group of Object.values(divided.leakers[0].groups)) {
      expect(shareOf(group, 'witness')).toEqual(ZERO)
      expect(shareOf(group, 'imitation')).toEqual(ZERO)
    }
    expect(divided.leakers[0].groups.direct.base.mean).toBeGreaterThan(0.1)
  })

  it('is the same whoever does the work, in whatever order it is finished', async () => {
    const late: Runner = async function* (task, shards, options) {
      // the more is switched on, the sooner it is done
      const wait = Object.values(task.scenario.mechanisms).filter((on) => !on).length
      for await (const rows of here(task, shards, options)) {
        await new Promise((resolve) => setTimeout(resolve, 3 * wait))
        yield rows
      }
    }
    const seen: number[] = []
    const one = await decompose(given, {
      runs: 9,
      switches: ['witness', 'imitation'],
      onProgress: ({ done, total }) => seen.push(done / total),
    })
    const other = await decompose(given, { runs: 9, switches: ['witness', 'imitation'], runner: late })
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
    expect(seen.at(-1)).toBe(1)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })

  it('stops when asked, and when one of its tasks fails', async () => {
    const controller = new AbortController()
    const stopped = decompose(given, {
      runs: 1000,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    await expect(stopped).rejects.toThrow('enough')
    let begun = 0
    const broken: Runner = (task, shards, options) => {
      if (++begun === 3) throw new Error('the third is broken')
      return here(task, shards, options)
    }
    await expect(decompose(given, { runs: 4, runner: broken })).rejects.toThrow('the third is broken')
    const short: Runner = (task, _, options) => here(task, [{ from: 0, to: 2 }], options)
    await expect(decompose(given, { runs: 4, runner: short })).rejects.toThrow('2 runs of 4')
  })

  it('stops the others when one task fails', async () => {
    let begun = 0
    const stuck: Runner = async function* (task, _, { signal } = {}) {
      if (++begun === 2) throw new Error('the second is broken')
      // never done by itself
      await new Promise((_resolve, reject) => {
        const stop = (): void => reject(new Error('stopped'))
        if (signal?.aborted === true) stop()
        signal?.addEventListener('abort', stop)
      })
      yield new Float64Array(task.scenario.days)
    }
    await expect(decompose(given, { runs: 4, runner: stuck })).rejects.toThrow('the second is broken')
    expect(begun).toBeGreaterThan(1)
  })

  it.each([
    [{ runs: 0 }, 'E_RANGE'],
    [{ switches: [] }, 'E_TOO_MANY'],
    [{ switches: ['witnes'] }, 'E_ENUM'],
    [{ switches: ['witness', 'witness'] }, 'E_DUP_ID'],
    [{ without: ['nothing'] }, 'E_DANGLING'],
    [{ onRow: () => undefined }, 'E_UNKNOWN_KEY'],
  ])('refuses %j with %s', async (options, code) => {
    await expect(decompose(given, options as object)).rejects.toMatchObject({ code })
  })
})

/** Many tasks through one runner: how their runs are cut into shards, and that each is folded in run order. */
import { describe, expect, it } from 'vitest'
import type { Layout } from '../../src/metrics.js'
import type { PairTask } from '../../src/pair.js'
import type { Runner } from '../../src/runners/runner.js'
import { playAll } from '../../src/studies/ensembles.js'
import { village } from '../fixtures.js'

/** Rows of one number: the run's. */
const layout = { width: 1 } as Layout

const tasksOf = (count: number): PairTask[] => {
  const given = village()
  return Array.from({ length: count }, (_, k) => ({ scenario: given, without: [], seed: String(k) }))
}

/** Plays the same runs of so many tasks. @returns how long the shards of each were, and which runs each was folded with */
async function play(count: number, runs: number, first = 0) {
  const tasks = tasksOf(count)
  const shards = tasks.map((): number[] => [])
  const folded = tasks.map((): number[] => [])
  const runner: Runner = async function* ({ seed }, asked) {
    for (const { from, to } of asked) {
      shards[Number(seed)].push(to - from)
      // whoever comes later is not served later
      for (let turns = (Number(seed) * 7) % 5; turns > 0; turns--) await Promise.resolve()
      yield Float64Array.from({ length: to - from }, (_, k) => from + k)
    }
  }
  await playAll(
    tasks,
    () => layout,
    { first, runs, runner },
    (task, run, [number]) => {
      expect(number).toBe(run)
      folded[task].push(run)
    },
  )
  return { shards, folded }
}

describe('many tasks', () => {
  it.each([
    // whole tasks where there are many: nobody makes ready for one twice
    [58, 50, [50]],
    [140, 8, [8]],
    [40, 100, [64, 36]],
    // and parts of them where there are few, so that many threads have something to do
    [8, 64, [16, 16, 16, 16]],
    [2, 30, [8, 8, 8, 6]],
  ])('%i of %i runs come in shards of %j', async (count, runs, expected) => {
    const { shards, folded } = await play(count, runs, 7)
    const all = Array.from({ length: runs }, (_, k) => 7 + k)
    for (const cut of shards) expect(cut).toEqual(expected)
    for (const runsOf of folded) expect(runsOf).toEqual(all)
  })
})

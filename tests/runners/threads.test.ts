/** Who does the work changes nothing: one thread, two, four, or none give the same bytes. On built files, as threads need them. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type * as Liaison from '../../src/index.js'
import { PROJECT } from '../cli/command.js'

let liaison: typeof Liaison
let scenario: Liaison.Scenario

const RUNS = 20

beforeAll(async () => {
  liaison = (await import(pathToFileURL(join(PROJECT, 'dist/index.js')).href)) as typeof Liaison
  scenario = await liaison.loadScenario(join(PROJECT, 'scenarios/laptop-bomb.yaml'))
})

async function filesFrom(runner: Liaison.Runner, runs = RUNS): Promise<string> {
  const { data, table } = await liaison.experiment(scenario, { runs, runner })
  return liaison.findingsJson(data) + liaison.runsTable(table)
}

async function withThreads<T>(workers: number, work: (runner: Liaison.Threads) => Promise<T>): Promise<T> {
  const runner = liaison.threads({ workers })
  try {
    return await work(runner)
  } finally {
    await runner.close()
  }
}

test('1, 2 and 4 workers, and here, give the same findings.json and runs.csv', async () => {
  const expected = await filesFrom(liaison.here)
  for (const workers of [1, 2, 4])
    expect(await withThreads(workers, (runner) => filesFrom(runner))).toBe(expected)
})

test('studies of many ensembles are the same bytes on any number of threads too', async () => {
  const divide = async (runner: Liaison.Runner): Promise<string> =>
    JSON.stringify(await liaison.decompose(scenario, { runs: 3, switches: ['witness', 'imitation'], runner }))
  const expected = await divide(liaison.here)
  for (const workers of [1, 3]) expect(await withThreads(workers, divide)).toBe(expected)
})

test('two scenarios played side by side are the same bytes on any number of threads too', async () => {
  const mild = { ...scenario, breaches: scenario.breaches.map((breach) => ({ ...breach, severity: 0.2 })) }
  const set = async (runner: Liaison.Runner): Promise<string> =>
    liaison.comparisonJson(await liaison.compare(scenario, mild, { runs: 20, runner }))
  const expected = await set(liaison.here)
  for (const workers of [1, 3]) expect(await withThreads(workers, set)).toBe(expected)
})

test('warm threads do not remember the experiment before', async () => {
  const expected = await filesFrom(liaison.here, 9)
  await withThreads(2, async (runner) => {
    await liaison.experiment(scenario, { runs: 9, runner, seed: 'another' })
    expect(await filesFrom(runner, 9)).toBe(expected)
    const [one, other] = await Promise.all([filesFrom(runner, 9), filesFrom(runner, 9)])
    expect([one, other]).toEqual([expected, expected])
  })
})

test('progress is told in order and to the end', async () => {
  const done: number[] = []
  await withThreads(2, (runner) =>
    liaison.experiment(scenario, { runs: RUNS, runner, onProgress: (progress) => done.push(progress.done) }),
  )
  expect(done).toEqual(done.toSorted((a, b) => a - b))
  expect(done.at(-1)).toBe(RUNS)
})

describe('an experiment that is stopped', () => {
  test.each(['here', 'threads'])('%s ends with the reason it was given', async (name) => {
    const controller = new AbortController()
    const reason = new Error('seen enough')
    const stopped = async (runner: Liaison.Runner): Promise<unknown> =>
      liaison.experiment(scenario, {
        runs: 10_000,
        runner,
        signal: controller.signal,
        onProgress: () => {
          controller.abort(reason)
        },
      })
    const work = name === 'here' ? stopped(liaison.here) : withThreads(2, stopped)
    await expect(work).rejects.toBe(reason)
  })

  test('by the clock, between two shards, ends with its reason too', async () => {
    const reason = new Error('time is up')
    const controller = new AbortController()
    const work = withThreads(2, (runner) => {
      setTimeout(() => controller.abort(reason), 400)
      return liaison.experiment(scenario, { runs: 10_000, runner, signal: controller.signal })
    })
    await expect(work).rejects.toBe(reason)
  })

  test('by its reader leaves its threads free for the next', async () => {
    await withThreads(2, async (runner) => {
      const leave = (): never => {
        throw new Error('had enough')
      }
      const work = liaison.experiment(scenario, { runs: 10_000, runner, onProgress: leave })
      await expect(work).rejects.toThrow('had enough')
      const next = await liaison.experiment(scenario, { runs: 8, runner })
      expect(next.data.runs).toBe(8)
    })
  })

  test('does not begin when it is stopped already', async () => {
    const signal = AbortSignal.abort(new Error('never'))
    await expect(liaison.experiment(scenario, { runs: 1, signal })).rejects.toThrow('never')
    await withThreads(1, (runner) =>
      expect(liaison.experiment(scenario, { runs: 1, runner, signal })).rejects.toThrow('never'),
    )
  })
})

test('what a thread throws reaches the caller', async () => {
  const impossible = { ...scenario, breaches: [{ ...scenario.breaches[0], by: 'NOBODY' }] }
  const task = { scenario: impossible, without: ['oval-office'], seed: 'x' }
  await withThreads(2, async (runner) => {
    const rows = runner(task, [{ from: 0, to: 1 }])
    const first = rows[Symbol.asyncIterator]().next()
    await expect(first).rejects.toThrow('NOBODY')
  })
})

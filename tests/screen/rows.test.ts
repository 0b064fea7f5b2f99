/** Rows that are played once and read often: the same numbers as without them, however far the playing has come. */
import { expect, test } from 'vitest'
import { parseScenario } from '../../src/scenario-file.js'
import { here } from '../../src/runners/here.js'
import type { Runner } from '../../src/runners/runner.js'
import { contrast, study, type Studied } from '../../src/screen/explorer/study.js'
import { Rows } from '../../src/screen/explorer/rows.js'
import { compare } from '../../src/studies/compare.js'
import { experiment } from '../../src/studies/experiment.js'
import type { FindingsData } from '../../src/studies/findings.js'
import { findingsJson } from '../../src/studies/tables.js'
import { typicalRun } from '../../src/studies/typical.js'
import { twoFindings } from '../../src/report/two-findings.js'
import { TINY } from '../cli/command.js'

const scenario = parseScenario(TINY)
const typical = (...[one, run, without]: Parameters<typeof typicalRun>) =>
  Promise.resolve(typicalRun(one, run, without))
const players = { runner: here, typical }

async function studied(text = TINY, runs = 30): Promise<{ parts: FindingsData[]; found: Studied }> {
  const parts: FindingsData[] = []
  const found = await study(parseScenario(text), runs, players, {
    onPart: (part) => parts.push(part),
    onTelling: () => undefined,
  })
  return { parts, found }
}

test('a study and each of its parts are the experiments of so many pairs, to the byte', async () => {
  const { parts, found } = await studied()
  for (const part of [...parts, found.findings])
    expect(findingsJson(part)).toBe(findingsJson((await experiment(scenario, { runs: part.runs })).data))
  expect(parts.map(({ runs }) => runs)).toEqual([10, 25])
  expect(found.typical).toEqual(typicalRun(scenario, found.findings.typicalRun, ['leak']))
})

test('two studies are compared as if they had been played for it', async () => {
  const [a, b] = [
    (await studied()).found,
    (await studied(TINY.replace('severity: 1', 'severity: 0.2'), 20)).found,
  ]
  const expected = await compare(a.scenario, b.scenario, { runs: 20, names: ['A', 'B'] })
  expect(await contrast(a, b)).toEqual(expected)
  const told = twoFindings(a.findings, b.findings, expected).toString()
  expect(told).toContain('B less A rests on 20\u00a0pairs')
  expect(told).toContain('step down by Avalon')
})

test('with other dice, or another leaker, no difference is told', async () => {
  const a = (await studied(TINY, 2)).found
  const other = (await studied(TINY.replace('seed: small', 'seed: other'), 2)).found
  expect(await contrast(a, other)).toBeUndefined()
  const leaker = (await studied(TINY.replace('by: BBB, of: AAA', 'by: AAA, of: BBB'), 2)).found
  expect(await contrast(a, leaker)).toBeUndefined()
  expect(twoFindings(a.findings, leaker.findings).toString()).toContain('no difference is told')
})

test('whoever waits for rows hears why none will come', async () => {
  const broken: Runner = async function* (task, shards) {
    yield* here(
      task,
      [...shards].filter(({ to }) => to <= 8),
    )
    throw new Error('the worker died')
  }
  const task = { scenario, without: ['leak'], seed: 'x' }
  const rows = new Rows(task, 20, { runner: broken })
  const first = await experiment(scenario, { runs: 5, seed: 'x', runner: rows.runner })
  expect(first.data).toEqual((await experiment(scenario, { runs: 5, seed: 'x' })).data)
  await expect(experiment(scenario, { runs: 20, seed: 'x', runner: rows.runner })).rejects.toThrow(
    'the worker died',
  )
  const short: Runner = (one, shards) =>
    here(
      one,
      [...shards].filter(({ to }) => to <= 8),
    )
  const few = new Rows(task, 20, { runner: short })
  await expect(experiment(scenario, { runs: 20, runner: few.runner })).rejects.toThrow('8 runs of 20')
})

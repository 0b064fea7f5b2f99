/** Callers without a compiler: a wrong argument is told with its value and a way out, and nothing of theirs is changed. */
import { expect, test } from 'vitest'
import { Alliance } from '../src/alliance.js'
import { compile } from '../src/compile.js'
import { loadScenario } from '../src/files.js'
import { run, simulate, Simulation } from '../src/run.js'
import { threads } from '../src/runners/threads.js'
import { parseScenario } from '../src/scenario-file.js'
import { experiment } from '../src/studies/experiment.js'
import { TINY } from './cli/command.js'

const scenario = parseScenario(TINY)

/** Calls a function with whatever is at hand. */
function loosely(call: (...given: never[]) => unknown, ...given: unknown[]): unknown {
  return (call as (...given: unknown[]) => unknown)(...given)
}

test.each([
  [
    'a path',
    ['scenarios/laptop-bomb.yaml'],
    'run: scenario is the text "scenarios/laptop-bomb.yaml"; give what loadScenario',
  ],
  ['nothing', [], 'run: scenario is undefined; give'],
  [
    'a file as an object',
    [{ liaison: 1, days: 3 }],
    'run: scenario is an object with the keys liaison, days; give',
  ],
  [
    'a number for a seed',
    [scenario, { seed: 5 }],
    'run: seed is 5; give a seed of 1 to 200 printable characters',
  ],
  [
    'a run that is no whole number',
    [scenario, { run: 1.5 }],
    'run: run is 1.5; give a run number, 0 to 4294967295',
  ],
  ['no days between samples', [scenario, { every: 0 }], 'run: every is 0; give a whole number, 1 or more'],
  [
    'an option that is not there',
    [scenario, { sead: 'x' }],
    'run has no option "sead"; did you mean "seed"?',
  ],
  [
    'a text for options',
    [scenario, 'boston'],
    'run: options is the text "boston"; give an object with any of seed, run',
  ],
])('run refuses %s', (_, given, says) => {
  expect(() => loosely(run, ...given)).toThrow(says)
})

test('simulate refuses at once, not on its first day', () => {
  expect(() => loosely(simulate, 7)).toThrow('simulate: scenario is 7; give')
  expect(() => loosely(simulate, scenario, { phases: 'all' })).toThrow(
    'simulate: phases is the text "all"; give a list',
  )
})

test.each([
  [{ runs: '400' }, 'experiment: runs is the text "400"; give a number'],
  [{ runs: 0 }, 'runs must be a whole number from 1'],
  [{ without: 'leak' }, 'experiment: without is the text "leak"; give a list of texts'],
  [{ without: ['leek'] }, 'no breach "leek"'],
  [{ runner: 'threads' }, 'experiment: runner is the text "threads"; give a function'],
  [{ signal: {} }, 'experiment: signal is an object with the keys (none); give an AbortSignal'],
  [{ workers: 2 }, 'experiment has no option "workers"; it has runs, first'],
])('experiment refuses %o', async (options, says) => {
  await expect(loosely(experiment, scenario, options)).rejects.toThrow(says)
})

test('threads refuses what is no number of threads', () => {
  expect(() => loosely(threads, 4)).toThrow('threads: options is 4; give an object with any of workers')
  expect(() => loosely(threads, { workers: '4' })).toThrow('threads: workers is the text "4"; give a number')
  expect(() => threads({ workers: 0 })).toThrow('workers must be 1 or more, not 0')
})

test('loadScenario refuses what is no path', async () => {
  await expect(loosely(loadScenario, 5)).rejects.toThrow('loadScenario: path is 5; give a text')
  await expect(loosely(loadScenario, 'x.yaml', { seed: 'a' })).rejects.toThrow(
    'loadScenario has no option "seed"',
  )
})

test('parseScenario refuses what is no text and no object', () => {
  for (const odd of [5, null, undefined, () => 1, Symbol('x')])
    expect(() => loosely(parseScenario, odd)).toThrow(expect.objectContaining({ name: 'ScenarioError' }))
})

test('what is built by hand is looked at too', () => {
  for (const odd of [{}, null, { scenario: {} }]) {
    expect(() => loosely(compile, odd)).toThrow(expect.objectContaining({ code: 'E_TYPE' }))
    expect(() => loosely((given: never) => Alliance.from(given), odd)).toThrow(
      expect.objectContaining({ code: 'E_TYPE' }),
    )
    expect(() => loosely((given: never) => new Simulation(given), odd)).toThrow(
      expect.objectContaining({ code: 'E_TYPE' }),
    )
  }
})

test('what is given frozen comes back untouched', async () => {
  const frozen = deepFrozen(parseScenario(TINY))
  const options = Object.freeze({ runs: 2, without: Object.freeze(['leak']) })
  expect(run(frozen, Object.freeze({ seed: 'a' })).days).toBe(60)
  expect((await experiment(frozen, options)).data.runs).toBe(2)
  expect(frozen).toEqual(parseScenario(TINY))
})

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFrozen(inner)
    Object.freeze(value)
  }
  return value
}

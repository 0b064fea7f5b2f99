/** Many ensembles through one runner: the same runs under several tasks, some of them at a time, each folded in run order. */
import type { Layout } from '../metrics.js'
import { LiaisonError } from '../mistakes.js'
import { labelProblem } from '../names.js'
import type { PairTask } from '../pair.js'
import { here, rowOf } from '../runners/here.js'
import { shardsOf, type Runner } from '../runners/runner.js'
import type { Scenario } from '../scenario.js'

/** How far work has come, in pairs of runs. */
export interface Progress {
  readonly done: number
  readonly total: number
}

/** What every study of pairs of runs may be told. */
export interface StudyOptions {
  /** pairs of runs, 1 or more */
  readonly runs?: number
  /** number of the first run: runs `first` … `first + runs` − 1 */
  readonly first?: number
  /** text that keys every draw; the scenario's own when left out */
  readonly seed?: string
  /** ids of the breaches the second world goes without; all when left out */
  readonly without?: readonly string[]
  readonly runner?: Runner
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** Which pairs of runs a study asks for, with every default filled in. */
export interface Pairs {
  readonly runs: number
  readonly first: number
  readonly seed: string
  /** ids of the breaches the second world goes without */
  readonly removed: readonly string[]
}

/** @throws LiaisonError for pairs that cannot be run, as `experiment` does */
export function checkPairs(scenario: Scenario, { runs, first, seed, removed }: Pairs): void {
  if (!Number.isInteger(runs) || runs < 1 || runs > 1e7)
    throw new LiaisonError('E_RANGE', `runs must be a whole number from 1 to 10000000, not ${runs}`)
  if (!Number.isInteger(first) || first < 0 || first + runs > 0xffffffff)
    throw new LiaisonError('E_RANGE', `first must be a whole number of 0 or more, not ${first}`)
  if (labelProblem(seed) !== undefined)
    throw new LiaisonError('E_SEED', 'a seed is a text of 1 to 200 printable characters')
  if (removed.length === 0)
    throw new LiaisonError('E_MISSING', 'nothing to compare: the scenario has no breach to go without')
  for (const id of removed)
    if (!scenario.breaches.some((breach) => breach.id === id))
      throw new LiaisonError('E_DANGLING', `no breach "${id}" to go without in this scenario`)
}

export interface EnsembleOptions {
  /** runs `first` … `first + runs` − 1 of every task */
  readonly first: number
  readonly runs: number
  readonly runner: Runner
  readonly signal?: AbortSignal | undefined
  /** counts the pairs of all tasks */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Shards under way over all tasks: enough to keep many threads busy when each task is short. */
const UNDER_WAY = 64
/** Tasks under way at most. */
const MOST_TASKS = 32
/**
 * Runs in a shard, at least and at most. Whoever plays a shard makes ready for its task first, unless it knows it still, so shards
 * are large where that leaves enough of them.
 */
const SHARD = { least: 8, most: 64 }

/**
 * Plays the same runs of every task. Which task is done first depends on the runner; what each `fold` is given does not: every
 * run of its task once, in run order.
 * @param layoutFor gives the layout of a task's rows, asked for once, when the task begins
 * @throws what the runner throws, `signal.reason` when aborted
 */
export async function playAll(
  tasks: readonly PairTask[],
  layoutFor: (task: number) => Layout,
  { first, runs, runner, signal, onProgress }: EnsembleOptions,
  fold: (task: number, run: number, row: Float64Array) => void,
): Promise<void> {
  signal?.throwIfAborted()
  const total = tasks.length * runs
  const size = Math.min(SHARD.most, Math.max(SHARD.least, Math.ceil(total / MOST_TASKS)))
  // where one fails the others need not go on; a signal each, for Node warns of many listeners on one
  const controllers = Array.from(
    { length: lanesFor(runner, tasks.length, Math.ceil(runs / size)) },
    () => new AbortController(),
  )
  const stopAll = (reason: unknown): void => {
    for (const controller of controllers) controller.abort(reason)
  }
  const stop = (): void => stopAll(signal?.reason)
  signal?.addEventListener('abort', stop, { once: true })
  let next = 0
  let done = 0
  const lane = async (own: AbortSignal): Promise<void> => {
    for (let k = next++; k < tasks.length; k = next++) {
      let run = first
      const layout = layoutFor(k)
      for await (const rows of runner(tasks[k], shardsOf(first, first + runs, size), { signal: own })) {
        own.throwIfAborted()
        run = foldRows(rows, layout, run, (number, row) => fold(k, number, row))
        done += rows.length / layout.width
        onProgress?.({ done, total })
      }
      if (run !== first + runs) throw new Error(`the runner gave ${run - first} runs of ${runs}`)
    }
  }
  try {
    // the first failure is the reason; what the others then say is its echo
    const failures: unknown[] = []
    await Promise.all(
      controllers.map((controller) =>
        lane(controller.signal).catch((error: unknown) => {
          failures.push(error)
          stopAll(error)
        }),
      ),
    )
    signal?.throwIfAborted()
    if (failures.length > 0) throw failures[0]
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Tasks of so many shards played at a time: one where there are no threads, for then there is nothing to gain. */
function lanesFor(runner: Runner, tasks: number, shards: number): number {
  return runner === here ? 1 : Math.min(tasks, MOST_TASKS, Math.max(2, Math.ceil(UNDER_WAY / shards)))
}

/**
 * Plays the same runs of two tasks and folds them run by run together.
 * @param layouts of their rows
 * @throws what the runner throws, `signal.reason` when aborted
 */
export async function playTogether(
  tasks: readonly [PairTask, PairTask],
  layouts: readonly [Layout, Layout],
  { first, runs, runner, signal, onProgress }: EnsembleOptions,
  fold: (run: number, one: Float64Array, other: Float64Array) => void,
): Promise<void> {
  signal?.throwIfAborted()
  const options = signal === undefined ? {} : { signal }
  const sides = tasks.map((task) =>
    runner(task, shardsOf(first, first + runs), options)[Symbol.asyncIterator](),
  )
  let run = first
  try {
    for (;;) {
      const [one, other] = await Promise.all(sides.map((side) => side.next()))
      signal?.throwIfAborted()
      if (one.done === true || other.done === true) break
      const rows: Float64Array[] = []
      foldRows(one.value, layouts[0], run, (_, row) => rows.push(row))
      const start = run
      run = foldRows(other.value, layouts[1], run, (number, row) => {
        if (rows[number - start] === undefined) throw new Error('the runner gave shards of unlike length')
        fold(number, rows[number - start], row)
      })
      if (run - start !== rows.length) throw new Error('the runner gave shards of unlike length')
      onProgress?.({ done: 2 * (run - first), total: 2 * runs })
    }
  } finally {
    for (const side of sides) await side.return?.()
  }
  if (run !== first + runs) throw new Error(`the runner gave ${run - first} runs of ${runs}`)
}

/** Hands out the rows of one shard. @returns the number of the run after the last */
export function foldRows(
  rows: Float64Array,
  { width }: Pick<Layout, 'width'>,
  run: number,
  fold: (run: number, row: Float64Array) => void,
): number {
  if (rows.length === 0 || rows.length % width !== 0)
    throw new Error(`the runner gave ${rows.length} numbers, which is no whole number of rows of ${width}`)
  for (let k = 0; k * width < rows.length; k++) fold(run++, rowOf(rows, k, width))
  return run
}

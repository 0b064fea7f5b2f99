/** One experiment in the page: findings after the first few pairs, then after more, at the end with the run to be told. */
import { LiaisonError } from '../../mistakes.js'
import type { Runner } from '../../runners/runner.js'
import type { Scenario } from '../../scenario.js'
import { compare, type Comparison } from '../../studies/compare.js'
import type { StudyOptions } from '../../studies/ensembles.js'
import { experiment } from '../../studies/experiment.js'
import type { FindingsData } from '../../studies/findings.js'
import type { TypicalRun } from '../../studies/typical.js'
import { Rows } from './rows.js'

/** What one worker or many do for a study. */
export interface Players {
  readonly runner: Runner
  typical(scenario: Scenario, run: number, without: readonly string[]): Promise<TypicalRun>
}

/** Numbers of pairs after which findings are shown, besides all of them. */
const PARTS = [10, 25, 50, 100, 200]

/** A finished experiment. Its rows are kept, to be compared with others. */
export interface Studied {
  readonly scenario: Scenario
  readonly findings: FindingsData
  readonly typical: TypicalRun
  readonly rows: Rows
}

export interface StudyWatch extends Pick<StudyOptions, 'signal' | 'onProgress'> {
  /** is given the findings of the first pairs, each time of more */
  readonly onPart: (findings: FindingsData) => void
  /** all pairs are played and the story is being told */
  readonly onTelling: () => void
}

/**
 * Plays an experiment. Its findings are those of `experiment` with any other runner, to the last bit; so are those of every part,
 * because the first runs of an experiment do not depend on how many follow.
 */
export async function study(
  scenario: Scenario,
  runs: number,
  players: Players,
  { signal, onProgress, onPart, onTelling }: StudyWatch,
): Promise<Studied> {
  const without = scenario.breaches.map(({ id }) => id)
  const watch = { ...(signal && { signal }), ...(onProgress && { onProgress }) }
  const rows = new Rows({ scenario, without, seed: scenario.seed }, runs, {
    runner: players.runner,
    ...watch,
  })
  const first = async (part: number): Promise<FindingsData> =>
    (await experiment(scenario, { runs: part, runner: rows.runner, ...(signal && { signal }) })).data
  for (const part of PARTS.filter((part) => part < runs)) onPart(await first(part))
  const findings = await first(runs)
  onTelling()
  return { scenario, findings, typical: await players.typical(scenario, findings.typicalRun, without), rows }
}

/**
 * Compares two finished experiments in the runs that both have, without playing anything again.
 * @returns undefined where they threw different dice, or have no number in common
 */
export async function contrast(a: Studied, b: Studied): Promise<Comparison | undefined> {
  if (a.scenario.seed !== b.scenario.seed) return undefined
  const runner: Runner = (task, shards) => (task.scenario === a.scenario ? a : b).rows.runner(task, shards)
  try {
    return await compare(a.scenario, b.scenario, {
      runs: Math.min(a.findings.runs, b.findings.runs),
      names: ['A', 'B'],
      runner,
    })
  } catch (error) {
    if (error instanceof LiaisonError && error.code === 'E_COMPARE') return undefined
    throw error
  }
}

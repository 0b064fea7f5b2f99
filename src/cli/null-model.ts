/** `liaison run` of a null model: told on the terminal and written to a folder, with what Liaison says beside it. */
import { writeResult, type ResultFile } from '../files.js'
import { resolvedScenario } from '../formats/resolved.js'
import { baselinePage } from '../report/baseline-page.js'
import { baselineSummary } from '../report/baseline-summary.js'
import type { Scenario } from '../scenario.js'
import { baseline } from '../studies/baseline.js'
import { baselineJson, baselineRunsTable, countriesTable } from '../studies/baseline-tables.js'
import type { Findings } from '../studies/findings.js'
import { telling } from './playing.js'
import { stoppable } from './signals.js'
import { print } from './terminal.js'

export interface NullModelOptions {
  readonly runs: number
  readonly without: readonly string[]
  /** undefined: nothing is written */
  readonly out: string | undefined
  readonly json?: boolean
  readonly quiet?: boolean
}

/** What the files of a null model's result are for. */
const PURPOSES = {
  'report.html': 'the report as a page: open it in a browser, mail it, print it',
  'findings.json': 'everything that was found, for programs',
  'countries.csv': 'what each country does in the null model, and what Liaison says of it',
  'runs.csv': 'each pair of runs',
  'scenario.resolved.json': 'the scenario in full, to run it again',
} as const satisfies Partial<Record<ResultFile, string>>

/** @param liaison asks Liaison's own model the same */
export async function runNullModel(
  scenario: Scenario,
  liaison: (signal: AbortSignal) => Promise<Findings>,
  { runs, without, out, json = false, quiet = false }: NullModelOptions,
): Promise<void> {
  const { data } = await stoppable(async (signal) => {
    const beside = await liaison(signal)
    const result = await baseline(scenario, { runs, without, beside: beside.data, signal })
    if (out !== undefined)
      await writeResult(
        out,
        {
          'countries.csv': countriesTable(result.data),
          'runs.csv': baselineRunsTable(result.table),
          'scenario.resolved.json': resolvedScenario(scenario),
          'report.html': baselinePage(result.data),
          'findings.json': baselineJson(result.data),
        },
        signal,
      )
    return result
  })
  if (json) {
    await print(baselineJson(data))
    return
  }
  if (quiet) return
  await print(baselineSummary(data, telling(out, PURPOSES)))
}

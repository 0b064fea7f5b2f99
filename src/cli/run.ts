/** `liaison run`: a scenario as an experiment, told on the terminal and written to a folder. */
import { basename, join } from 'node:path'
import { checkResultFolder, readScenarioAt, readScreen, writeResult, type ResultFile } from '../files.js'
import { resolvedScenario } from '../formats/resolved.js'
import { formatMistake, LiaisonError, MOST_TOLD, quote, ScenarioError } from '../mistakes.js'
import { didYouMean } from '../names.js'
import type { Pair } from '../pair.js'
import { PARAMETER_NAMES, type ParameterName } from '../parameters.js'
import type { Screen } from '../report/frame.js'
import { page } from '../report/page.js'
import { summary } from '../report/summary.js'
import type { Scenario } from '../scenario.js'
import {
  assumptions,
  ASSUMPTION_RUNS,
  pairsToAssume,
  type AssumptionsOptions,
} from '../studies/assumptions.js'
import { decompose, DECOMPOSE_RUNS, pairsToDecompose } from '../studies/decompose.js'
import type { Progress, StudyOptions } from '../studies/ensembles.js'
import { experimentAndPair } from '../studies/experiment.js'
import type { Findings } from '../studies/findings.js'
import {
  daysTable,
  eventLines,
  findingsJson,
  outcomesTable,
  partnersTable,
  prospectsTable,
  runsTable,
  warningsTable,
} from '../studies/tables.js'
import { typicalOf, type TypicalRun } from '../studies/typical.js'
import { playing, telling } from './playing.js'
import { stoppable } from './signals.js'
import { note, print } from './terminal.js'

/** The command line as main.ts reads it. */
export interface RunOptions {
  readonly runs: number
  readonly model?: string
  readonly seed?: string
  readonly workers?: number
  readonly out?: string
  readonly set?: readonly string[]
  readonly without?: readonly string[]
  readonly decompose?: boolean
  readonly assumptions?: boolean
  readonly keep?: readonly string[]
  readonly json?: boolean
  readonly quiet?: boolean
}

export async function run(file: string, options: RunOptions): Promise<void> {
  const { json = false, quiet = false, out = json ? undefined : defaultFolder(file) } = options
  const scenario = await load(file, options)
  const without = breachesNamed(scenario, options.without)
  const keep = parametersNamed(options)
  if (out !== undefined) await checkResultFolder(out)
  if (scenario.model !== 'liaison') {
    const { runNullModel } = await import('./null-model.js')
    const liaison = async (signal: AbortSignal): Promise<Findings> => {
      const { findings } = await compute(
        { ...scenario, model: 'liaison' },
        { ...options, decompose: false, assumptions: false },
        { without, signal, keep },
      )
      return findings
    }
    await runNullModel(scenario, liaison, { ...options, without, out })
    return
  }
  const { findings, typical } = await stoppable(async (signal) => {
    const { findings, pair } = await compute(scenario, options, { without, signal, keep })
    const typical = typicalOf(pair, findings.data.typicalRun)
    if (out !== undefined)
      await writeResult(out, filesOf(scenario, findings, typical, await readScreen('report')), signal)
    return { findings, typical }
  })
  if (json) await print(findingsJson(findings.data))
  else if (!quiet) await print(summary(findings.data, typical, telling(out, PURPOSES)))
}

/** `liaison-out/laptop-bomb` for `scenarios/laptop-bomb.yaml`. */
function defaultFolder(file: string): string {
  const name = basename(file).replace(/\.(ya?ml|json)$/i, '')
  return join('liaison-out', /^\.*$/.test(name) ? 'scenario' : name)
}

/** The scenario as it will be run, with what is odd about it said on standard error. */
async function load(file: string, { set = [], model, seed, quiet = false }: RunOptions): Promise<Scenario> {
  const { scenario, mistakes, warnings } = await readScenarioAt(file, {
    set: [
      ...set.map((text) => settingOf(text, '--set')),
      ...(model === undefined ? [] : [['model', model] as const]),
    ],
  })
  if (scenario === undefined) throw new ScenarioError(mistakes)
  if (!quiet) {
    for (const warning of warnings.slice(0, MOST_TOLD)) await note(formatMistake(warning))
    if (seed === undefined && !scenario.seedGiven)
      await note(`The scenario names no seed, so it is ${quote(scenario.seed)}; give another with --seed.`)
  }
  return seed === undefined ? scenario : { ...scenario, seed, seedGiven: true }
}

/** A setting as the command line has it: `path=value`. */
export function settingOf(text: string, option: string): [path: string, value: string] {
  const equals = text.indexOf('=')
  if (equals < 1)
    throw new LiaisonError(
      'E_USAGE',
      `${option} ${quote(text)} sets nothing; write path=value, as in parameters.spillOver=0.3`,
    )
  return [text.slice(0, equals).trim(), text.slice(equals + 1)]
}

/** The breaches the second world goes without: those named, else all. */
function breachesNamed({ breaches }: Scenario, names: readonly string[] = []): readonly string[] {
  const ids = breaches.map(({ id }) => id)
  for (const name of names) {
    if (ids.includes(name)) continue
    const otherwise = ids.length === 0 ? 'it has none' : `it has ${ids.slice(0, 5).join(', ')}`
    throw new LiaisonError(
      'E_USAGE',
      `--without ${quote(name)}: no such event in this scenario; ${didYouMean(name, ids, otherwise)}`,
    )
  }
  return names.length === 0 ? ids : [...new Set(names)]
}

/** The parameters that stay as they are while the assumptions vary. */
function parametersNamed({ assumptions: vary = false, keep: names = [] }: RunOptions): ParameterName[] {
  if (names.length > 0 && !vary)
    throw new LiaisonError('E_USAGE', '--keep says what --assumptions leaves as it is; give both or neither')
  return names.map((name) => {
    const found = PARAMETER_NAMES.find((known) => known === name)
    if (found !== undefined) return found
    const hint = didYouMean(name, PARAMETER_NAMES, '`liaison parameters` lists them')
    throw new LiaisonError('E_USAGE', `--keep ${quote(name)}: no such parameter; ${hint}`)
  })
}

async function compute(
  scenario: Scenario,
  { runs, ...asked }: RunOptions,
  { keep, ...options }: Pick<StudyOptions, 'without' | 'signal'> & Required<Pick<AssumptionsOptions, 'keep'>>,
): Promise<{ findings: Findings; pair: Pair }> {
  const divided = Math.min(runs, DECOMPOSE_RUNS)
  const varied = { runs: Math.min(runs, ASSUMPTION_RUNS), baseRuns: runs, keep }
  const total =
    runs +
    (asked.decompose === true ? pairsToDecompose(scenario, divided) : 0) +
    (asked.assumptions === true ? pairsToAssume(scenario, varied) : 0)
  return playing(total, asked, async ({ runner, onProgress }) => {
    let before = 0
    const stage = (stageRuns: number) => ({
      ...options,
      runs: stageRuns,
      runner,
      onProgress: ({ done, total: all }: Progress) => {
        onProgress({ done: before + done, total })
        if (done === all) before += all
      },
    })
    const { findings, pair } = await experimentAndPair(scenario, stage(runs))
    const more = {
      ...(asked.decompose === true ? { decomposition: await decompose(scenario, stage(divided)) } : {}),
      ...(asked.assumptions === true
        ? { assumptions: await assumptions(scenario, { ...stage(varied.runs), ...varied }) }
        : {}),
    }
    return { findings: { ...findings, data: { ...findings.data, ...more } }, pair }
  })
}

type LiaisonFile = Exclude<ResultFile, 'countries.csv'>

function filesOf(
  scenario: Scenario,
  findings: Findings,
  typical: TypicalRun,
  screen: Screen,
): Record<LiaisonFile, string> {
  const { data } = findings
  return {
    'partners.csv': partnersTable(data),
    'days.csv': daysTable(data),
    'runs.csv': runsTable(findings.table),
    'outcomes.csv': outcomesTable(data),
    'prospects.csv': prospectsTable(data),
    'warnings.csv': warningsTable(typical),
    'events.jsonl': eventLines(typical),
    'scenario.resolved.json': resolvedScenario(scenario),
    'report.html': page(data, typical, screen),
    'findings.json': findingsJson(data),
  }
}

/** What the files of a result are for. */
const PURPOSES: Readonly<Record<LiaisonFile, string>> = {
  'report.html': 'the report as a page: open it in a browser, mail it, print it',
  'findings.json': 'everything that was found, for programs',
  'partners.csv': 'what each partner did',
  'days.csv': 'flow, chill and trust by day',
  'runs.csv': 'the chill of each pair of runs',
  'outcomes.csv': 'false reports, releases, new agreements, leaks and blame',
  'prospects.csv': 'what became of agreements that might have come to be',
  'warnings.csv': 'warnings of the typical run that the breach changed',
  'events.jsonl': 'what happened in the typical run; `liaison why` reads it',
  'scenario.resolved.json': 'the scenario in full, to run it again',
}

/** `liaison compare`: two scenarios, or one under two policies, in the same runs under the same draws. */
import { basename, join } from 'node:path'
import { checkComparisonFolder, readScenarioAt, writeComparison, type ComparisonFile } from '../files.js'
import { resolvedScenario } from '../formats/resolved.js'
import { formatMistake, LiaisonError, MOST_TOLD, quote, ScenarioError, type Mistake } from '../mistakes.js'
import { SETTING } from '../overlay.js'
import { comparisonPage, comparisonSummary } from '../report/comparison.js'
import { LEAVE_OUT } from '../scenario-file.js'
import type { Scenario } from '../scenario.js'
import { compare as compareScenarios, type Comparison } from '../studies/compare.js'
import { comparisonJson, comparisonTable } from '../studies/tables.js'
import { playing, telling } from './playing.js'
import { settingOf } from './run.js'
import { stoppable } from './signals.js'
import { note, print } from './terminal.js'

/** The command line as main.ts reads it. */
export interface CompareOptions {
  readonly runs: number
  readonly seed?: string
  readonly workers?: number
  readonly out?: string
  readonly set?: readonly string[]
  readonly setB?: readonly string[]
  readonly withoutB?: readonly string[]
  readonly json?: boolean
  readonly quiet?: boolean
}

export async function compare(
  fileA: string,
  other: string | undefined,
  options: CompareOptions,
): Promise<void> {
  const { json = false, quiet = false, set = [], setB = [], withoutB = [], seed } = options
  if (other === undefined && setB.length + withoutB.length === 0)
    throw new LiaisonError(
      'E_USAGE',
      'nothing to compare with; name a second scenario, or say with --set-b or --without-b how B differs',
    )
  const fileB = other ?? fileA
  const out = options.out ?? (json ? undefined : folderFor(fileA, fileB))
  const both = set.map((text) => settingOf(text, '--set'))
  const a = await load(fileA, { set: both, leaveOut: [] }, quiet)
  const onlyB = setB.map((text) => settingOf(text, '--set-b'))
  const b = await load(fileB, { set: [...both, ...onlyB], leaveOut: withoutB }, quiet)
  if (!quiet) await tellSeed(a, b, seed)
  const names = [
    nameOf(a, fileA, []),
    nameOf(b, fileB, [...setB, ...withoutB.map((id) => `without ${id}`)]),
  ] as const
  if (out !== undefined) await checkComparisonFolder(out)
  const data = await stoppable(async (signal) => {
    const found = await compute(a, b, { ...options, names, signal })
    if (out !== undefined) await writeComparison(out, filesOf(a, b, found), signal)
    return found
  })
  if (json) await print(comparisonJson(data))
  else if (!quiet) await print(comparisonSummary(data, telling(out, PURPOSES)))
}

/** `liaison-out/laptop-bomb-against-other`; of one file `liaison-out/laptop-bomb-compared`. */
function folderFor(fileA: string, fileB: string): string {
  const [a, b] = [fileA, fileB].map((file) => basename(file).replace(/\.(ya?ml|json)$/i, ''))
  const name = fileA === fileB ? `${a}-compared` : `${a}-against-${b}`
  return join('liaison-out', /^\.*-/.test(name) ? 'compared' : name)
}

async function load(
  file: string,
  options: { set: readonly (readonly [string, string])[]; leaveOut: readonly string[] },
  quiet: boolean,
): Promise<Scenario> {
  const { scenario, mistakes, warnings } = await readScenarioAt(file, options)
  if (scenario === undefined)
    throw new ScenarioError(mistakes.map((mistake) => asTyped(mistake, options.leaveOut)))
  if (!quiet) for (const warning of warnings.slice(0, MOST_TOLD)) await note(formatMistake(warning))
  return scenario
}

/** A mistake under the name of the option in which it was made. */
function asTyped(mistake: Mistake, leaveOut: readonly string[]): Mistake {
  if (mistake.file === LEAVE_OUT && leaveOut.length > 0) return { ...mistake, file: '--without-b' }
  return mistake.file === SETTING ? { ...mistake, file: '--set or --set-b' } : mistake
}

async function tellSeed(a: Scenario, b: Scenario, seed: string | undefined): Promise<void> {
  if (seed !== undefined) return
  if (!a.seedGiven)
    await note(`The scenario names no seed, so it is ${quote(a.seed)}; give another with --seed.`)
  else if (a.seed !== b.seed)
    await note(`The scenarios name different seeds; both run with that of A, ${quote(a.seed)}.`)
}

/** What a scenario is called: its title, with the changes made to it on the command line. */
function nameOf({ title }: Scenario, file: string, changes: readonly string[]): string {
  const called = title.trim() === '' ? basename(file) : title
  return changes.length === 0 ? called : `${called}, ${changes.join(', ')}`
}

async function compute(
  a: Scenario,
  b: Scenario,
  {
    runs,
    seed,
    names,
    signal,
    ...options
  }: CompareOptions & { readonly names: readonly [string, string]; readonly signal: AbortSignal },
): Promise<Comparison> {
  const asked = { runs, names, signal, ...(seed === undefined ? {} : { seed }) }
  return playing(2 * runs, options, (how) => compareScenarios(a, b, { ...asked, ...how }))
}

function filesOf(a: Scenario, b: Scenario, data: Comparison): Record<ComparisonFile, string> {
  // run again, both take the seed they were compared with
  const resolved = (scenario: Scenario): string => resolvedScenario({ ...scenario, seed: data.seed })
  return {
    'compare.csv': comparisonTable(data),
    'a.resolved.json': resolved(a),
    'b.resolved.json': resolved(b),
    'compare.html': comparisonPage(data),
    'compare.json': comparisonJson(data),
  }
}

/** What the files of a comparison are for. */
const PURPOSES: Readonly<Record<ComparisonFile, string>> = {
  'compare.html': 'the report as a page: open it in a browser, mail it, print it',
  'compare.json': 'everything that was found, for programs',
  'compare.csv': 'every number of A, of B, and their difference',
  'a.resolved.json': 'scenario A in full',
  'b.resolved.json': 'scenario B in full',
}

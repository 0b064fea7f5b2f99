/** `liaison backtest`: the model held against documented cases, told on the terminal and written to a folder. */
import { join } from 'node:path'
import { checkBacktestFolder, writeBacktest, type BacktestFile } from '../files.js'
import { backtestPage, backtestSummary } from '../report/backtest.js'
import { backtest as backtestCases, pairsToBacktest, type Backtest } from '../studies/backtest.js'
import { backtestJson, backtestTable } from '../studies/backtest-tables.js'
import { readEpisodesAt, type ReadEpisodes } from './episodes.js'
import { meter } from './progress.js'
import { runnerFor, styling } from './run.js'
import { stoppable } from './signals.js'
import { print } from './terminal.js'

/** The command line as main.ts reads it. */
export interface BacktestCommand {
  readonly episodes?: string
  readonly runs: number
  readonly seed?: string
  readonly workers?: number
  readonly controls?: boolean
  readonly out?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

export async function backtest(options: BacktestCommand): Promise<void> {
  const { json = false, quiet = false } = options
  const out = options.out ?? (json ? undefined : join('liaison-out', 'backtest'))
  const read = await readEpisodesAt(options.episodes)
  if (out !== undefined) await checkBacktestFolder(out)
  const data = await stoppable(async (signal) => {
    const found = await compute(read, options, signal)
    if (out !== undefined) await writeBacktest(out, filesOf(found), signal)
    return found
  })
  if (json) await print(backtestJson(data))
  else if (!quiet) await print(told(data, out))
}

async function compute(
  { cases, unplayed }: ReadEpisodes,
  { runs, seed, workers, controls = false, json = false, quiet = false }: BacktestCommand,
  signal: AbortSignal,
): Promise<Backtest> {
  const asked = { runs, controls, ...(seed === undefined ? {} : { seed }) }
  const total = pairsToBacktest(cases, asked)
  const { runner, close } = await runnerFor(total, workers)
  const shown = json || quiet ? undefined : meter(total)
  try {
    return await backtestCases(cases, {
      ...asked,
      unplayed,
      runner,
      signal,
      onProgress: (progress) => shown?.show(progress),
    })
  } finally {
    shown?.end()
    await close()
  }
}

function filesOf(data: Backtest): Record<BacktestFile, string> {
  return {
    'backtest.csv': backtestTable(data),
    'backtest.html': backtestPage(data),
    'backtest.json': backtestJson(data),
  }
}

/** What the files of a backtest are for. */
const PURPOSES: Readonly<Record<BacktestFile, string>> = {
  'backtest.html': 'the report as a page: open it in a browser, mail it, print it',
  'backtest.json': 'everything that was found, for programs',
  'backtest.csv': 'what was forecast of each partner, and what it did',
}

function told(data: Backtest, out: string | undefined): string {
  const files =
    out === undefined ? [] : Object.entries(PURPOSES).map(([name, what]) => [join(out, name), what] as const)
  return backtestSummary(data, { width: process.stdout.columns ?? 100, style: styling(), files })
}

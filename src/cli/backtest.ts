/** `liaison backtest`: the model held against documented cases, told on the terminal and written to a folder. */
import { join } from 'node:path'
import { checkBacktestFolder, writeBacktest, type BacktestFile } from '../files.js'
import { backtestPage, backtestSummary } from '../report/backtest.js'
import { backtest as backtestCases, pairsToBacktest, type Backtest } from '../studies/backtest.js'
import { backtestJson, backtestTable } from '../studies/backtest-tables.js'
import { readEpisodesAt, type ReadEpisodes } from './episodes.js'
import { playing, telling } from './playing.js'
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
  else if (!quiet) await print(backtestSummary(data, telling(out, PURPOSES)))
}

async function compute(
  { cases, unplayed }: ReadEpisodes,
  { runs, seed, controls = false, ...options }: BacktestCommand,
  signal: AbortSignal,
): Promise<Backtest> {
  const asked = { runs, controls, ...(seed === undefined ? {} : { seed }) }
  return playing(pairsToBacktest(cases, asked), options, (how) =>
    backtestCases(cases, { ...asked, ...how, unplayed, signal }),
  )
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

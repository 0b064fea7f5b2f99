/** `liaison calibrate`: a few parameters fitted to documented cases, told on the terminal and written to a folder. */
import { join } from 'node:path'
import { checkCalibrationFolder, writeCalibration, type CalibrationFile } from '../files.js'
import { calibrationPage, calibrationSummary } from '../report/calibration.js'
import { calibrate as calibrateTo, pairsToCalibrate, type Calibration } from '../studies/calibrate.js'
import { calibrationJson, presetOf } from '../studies/calibration-files.js'
import { readEpisodesAt, type ReadEpisodes } from './episodes.js'
import { meter } from './progress.js'
import { runnerFor, styling } from './run.js'
import { stoppable } from './signals.js'
import { print } from './terminal.js'

/** The command line as main.ts reads it. */
export interface CalibrateCommand {
  readonly episodes?: string
  readonly draws: number
  readonly runs: number
  readonly seed?: string
  readonly workers?: number
  readonly wholeNetwork?: boolean
  readonly out?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

export async function calibrate(options: CalibrateCommand): Promise<void> {
  const { json = false, quiet = false } = options
  const out = options.out ?? (json ? undefined : join('liaison-out', 'calibration'))
  const read = await readEpisodesAt(options.episodes)
  if (out !== undefined) await checkCalibrationFolder(out)
  const data = await stoppable(async (signal) => {
    const found = await compute(read, options, signal)
    if (out !== undefined) await writeCalibration(out, filesOf(found), signal)
    return found
  })
  if (json) await print(calibrationJson(data))
  else if (!quiet) await print(told(data, out))
}

async function compute(
  { cases, unplayed }: ReadEpisodes,
  { draws, runs, seed, workers, wholeNetwork = false, json = false, quiet = false }: CalibrateCommand,
  signal: AbortSignal,
): Promise<Calibration> {
  const asked = { draws, runs, wholeNetwork, ...(seed === undefined ? {} : { seed }) }
  const total = pairsToCalibrate(cases, asked)
  const { runner, close } = await runnerFor(total, workers)
  const shown = json || quiet ? undefined : meter(total)
  try {
    return await calibrateTo(cases, {
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

function filesOf(data: Calibration): Record<CalibrationFile, string> {
  return {
    'preset.yaml': presetOf(data),
    'calibration.html': calibrationPage(data),
    'calibration.json': calibrationJson(data),
  }
}

/** What the files of a calibration are for. */
const PURPOSES: Readonly<Record<CalibrationFile, string>> = {
  'calibration.html': 'the report as a page: open it in a browser, mail it, print it',
  'calibration.json': 'everything that was found, for programs',
  'preset.yaml': 'the `parameters` of a scenario file, with their provenance',
}

function told(data: Calibration, out: string | undefined): string {
  const files =
    out === undefined ? [] : Object.entries(PURPOSES).map(([name, what]) => [join(out, name), what] as const)
  return calibrationSummary(data, { width: process.stdout.columns ?? 100, style: styling(), files })
}

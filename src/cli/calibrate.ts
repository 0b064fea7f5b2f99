/** `liaison calibrate`: a few parameters fitted to documented cases, told on the terminal and written to a folder. */
import { join } from 'node:path'
import { checkCalibrationFolder, writeCalibration, type CalibrationFile } from '../files.js'
import { calibrationPage, calibrationSummary } from '../report/calibration.js'
import { calibrate as calibrateTo, pairsToCalibrate, type Calibration } from '../studies/calibrate.js'
import { calibrationJson, presetOf } from '../studies/calibration-files.js'
import { readEpisodesAt, type ReadEpisodes } from './episodes.js'
import { playing, telling } from './playing.js'
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
  else if (!quiet) await print(calibrationSummary(data, telling(out, PURPOSES)))
}

async function compute(
  { cases, unplayed }: ReadEpisodes,
  { draws, runs, seed, wholeNetwork = false, ...options }: CalibrateCommand,
  signal: AbortSignal,
): Promise<Calibration> {
  const asked = { draws, runs, wholeNetwork, ...(seed === undefined ? {} : { seed }) }
  return playing(pairsToCalibrate(cases, asked), options, (how) =>
    calibrateTo(cases, { ...asked, ...how, unplayed, signal }),
  )
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

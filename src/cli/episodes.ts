/** The episodes a command is to be held against: a file of one's own, or the documented cases that come with the package. */
import { casesOf } from '../episode-case.js'
import { parseEpisodes } from '../episode-file.js'
import type { Case, Episode } from '../episode.js'
import { includeFor, readInput, SHIPPED_EPISODES } from '../files.js'

export interface ReadEpisodes {
  readonly cases: readonly Case[]
  /** those without a scenario: nothing can be injected, or nothing should be */
  readonly unplayed: readonly Episode[]
}

/** @throws ScenarioError for what is wrong with the file, LiaisonError E_NO_INPUT where it cannot be read */
export async function readEpisodesAt(file: string = SHIPPED_EPISODES): Promise<ReadEpisodes> {
  const sources = parseEpisodes(await readInput(file), { file })
  const readings = casesOf(sources, { include: includeFor(file) })
  return {
    cases: readings.flatMap((reading) => (reading.case === undefined ? [] : [reading.case])),
    unplayed: readings.flatMap((reading) => (reading.case === undefined ? [reading.source.episode] : [])),
  }
}

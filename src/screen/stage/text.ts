/** The English of the stage in one place. A translation begins here, as for the reports in src/report/words.ts. */
import type { Rung, Tie } from '../../network.js'

export const TITLE = 'The typical run, day by day'
export const INTRO =
  'One run, the nearest to all others; another may go differently. Press play, drag the day, or click on a country, a line or an event to be told why.'

export const WORLDS = {
  with: 'With the breach',
  without: 'Without it',
  difference: 'Difference',
} as const
export type World = keyof typeof WORLDS

export const VIEWS = { map: 'Map', network: 'Network' } as const
export type View = keyof typeof VIEWS

export const PLAY = 'Play'
export const PAUSE = 'Pause'
export const REWIND = 'Rewind'
export const DAY = 'Day'
export const ZOOM_IN = 'Zoom in'
export const ZOOM_OUT = 'Zoom out'
export const ZOOM_ALL = 'Show all'
export const LEAKER = 'Trust in'
export const WORLD_LABEL = 'What is shown'
export const VIEW_LABEL = 'Where it is shown'

export const EVENTS = 'What happens'
export const ALL_EVENTS = 'also what is routine'
export const NO_EVENTS = 'Nothing of note happens in this run.'
export const ANYWAY = 'would have happened anyway'

export const WHY = 'Why?'
export const WHY_HINT =
  'Pick a country on the map, a line between two, or something that happens: here it says what led to it, step by step, with the numbers.'
export const CLOSE = 'Close'
export const FIND = 'Find a country'

export const SAME_AS_TABLE = 'The same as a table'
export const TABLE_HEADS = [
  'country',
  'trust with the breach',
  'without',
  'stands toward the leaker at',
] as const

export const RUNG_NAMES: Readonly<Record<Rung, string>> = {
  full: 'full sharing',
  'tear-line only': 'tear-lines only',
  suspended: 'suspended',
  ended: 'ended',
}
export const TIE_NAMES: Readonly<Record<Tie, string>> = {
  close: 'close tie',
  ally: 'alliance',
  partner: 'partnership',
  narrow: 'narrow deal',
}
export const NO_TIE = 'shares nothing with the leaker'
export const THE_LEAKER = 'the leaker'
export const THE_VICTIM = 'whose secret it was'

export const LEGEND_TRUST = (leaker: string): string => `trust in ${leaker}`
export const LEGEND_LESS = 'change in trust'
export const LEGEND_MARKS = 'how it stands toward the leaker'
export const LEGEND_LINES = 'agreements'
export const CLUB = 'an agreement of three or more'

export const VICTIMS_TELL = 'told by the victims'
export const OTHERS_TELL = 'told by other partners'
export const TRUST_VICTIMS = 'trust of the victims'
export const TRUST_OTHERS = 'trust of other partners'
export const CURVES_NOTE =
  'Means of all runs. Solid: with the breach, and its 95\u00a0% interval (chance only). Dashed: without it. What is told is value a day over the past 30 days.'

export const NOT_ON_MAP = 'These are organisations: they stand on no map.'
export const LEFT_OUT = (shown: number, all: number): string =>
  `The picture shows the leaker, its partners and what they have signed: ${shown} of ${all}.`

export const ALONE = (alone: number): string =>
  `As a network the picture leaves out ${alone} that ${alone === 1 ? 'has' : 'have'} signed nothing.`

export const PARTIES = 'Parties'
export const STANDS_AT = 'On this day'
export const TRUST_ON = (day: number): string => `Trust on day ${day}`
export const WITHOUT_BREACH = 'without the breach'
export const NO_STEPS = 'Nobody takes a formal step in this agreement.'
export const CHILL_OVER_RUNS = 'Over all runs'
export const TELLS = (chill: string, isLess: boolean, interval: string): string =>
  `tells ${chill} ${isLess ? 'less' : 'more'} (${interval})`

/**
 * Every English word that the programs of pages say of their own, in one place; what comes from the report is said by src/report. A
 * translation begins here and in src/report/words.ts.
 */
import type { Rung, Tie } from '../network.js'
import type { ParameterName } from '../parameters.js'
import type { BREACH_KINDS, Switch } from '../scenario.js'

// tables and downloads

export const FIND_ROWS = 'Find'
export const FIND_IN = (table: string): string => `Find in: ${table}`
export const ROWS_FOUND = (found: number, all: number): string => `${found} of ${all} rows`

export const TAKE_AWAY = 'Data to take away'
export const TAKE_AWAY_NOTE =
  'The files of this result, made here from what this page holds. Nothing is fetched.'
/** What the files hold, by name. */
export const FILES = {
  'findings.json': 'everything that was found, for programs',
  'partners.csv': 'what each partner did',
  'days.csv': 'flow, chill and trust by day',
  'outcomes.csv': 'false reports, releases, new agreements, leaks and blame',
  'warnings.csv': 'warnings of the typical run that the breach changed',
  'events.jsonl': 'what happened in the typical run',
  'network.gexf': 'who may share with whom on day 0, with trust in the leaker, for Gephi',
} as const
// the stage

export const TITLE = 'The typical run, day by day'
export const INTRO =
  'One run, the nearest to all others; another may go differently. Press play, drag the day, or click on a country, a line or an event to be told why.'

export const WORLDS = {
  with: 'With the breach',
  without: 'Without it',
  difference: 'Difference',
} as const
/** The same where a country is accused of what it did not do. */
export const WORLDS_OF_ACCUSATION: Readonly<Record<keyof typeof WORLDS, string>> = {
  ...WORLDS,
  with: 'With the accusation',
}
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
  'stands at with the breach',
  'without',
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
export const NO_TIE = (leaker: string): string => `shares nothing with ${leaker}`
export const THE_LEAKER = 'the leaker'
export const THE_VICTIM = 'whose secret it was'
/** Of an accusation of what never happened. */
export const THE_ACCUSED = 'accused of what it did not do'
export const NO_VICTIM = 'whose secret it is said to be'

export const LEGEND_TRUST = (leaker: string): string => `trust in ${leaker}`
export const LEGEND_LESS = 'change in trust'
export const LEGEND_MARKS = (leaker: string): string => `how it stands toward ${leaker}`
export const LEGEND_LINES = 'agreements'
export const CLUB = 'an agreement of three or more'

export const VICTIMS_TELL = 'told by the victims'
export const OTHERS_TELL = 'told by other partners'
export const TRUST_VICTIMS = 'trust of the victims'
export const TRUST_OTHERS = 'trust of other partners'
export const CURVES_NOTE =
  'Means of all runs. Solid: with the breach, and its 95\u00a0% interval (chance only). Dashed: without it. What is told is value a day over the past 30 days.'

export const NOT_ON_MAP = 'None of these has a position, so there is no map.'
export const OFF_MAP = (names: string): string => `Not on the map, for want of a position: ${names}.`
export const LEFT_OUT = (leaker: string, shown: number, all: number): string =>
  `The picture shows ${leaker}, its partners and what they have signed with it: ${shown} of ${all}.`

export const ALONE = (alone: number): string =>
  `As a network the picture leaves out ${alone} that ${alone === 1 ? 'has' : 'have'} signed nothing.`

export const HAPPENS_ANYWAY = 'it happens on the same day all the same; what follows led to it in this world'
export const PARTIES = 'Parties'
export const KNOWN_FROM = 'Known from'
export const STANDS_ON = (day: number): string => `On day ${day}`
export const STANDS_AT = 'On this day'
export const TRUST_ON = (day: number): string => `Trust on day ${day}`
export const WITHOUT_BREACH = 'without the breach'
export const SOMETHING_HAPPENS = 'What happened'
export const NO_STEPS = 'Nobody takes a formal step in this agreement.'
export const CHILL_OVER_RUNS = 'Over all runs'
export const TELLS = (chill: string, isLess: boolean, interval: string): string =>
  `tells ${chill} ${isLess ? 'less' : 'more'} (${interval})`

// the explorer

const pairs = (runs: number): string => `${runs}\u00a0${runs === 1 ? 'pair' : 'pairs'} of runs`

/** The explorer. */
export const EXPLORER = {
  title: 'If one talks, who goes quiet?',
  kind: 'Liaison explorer: a model that runs in your browser and sends nothing anywhere',
  intro:
    'Choose who gives away whose secret, and to whom. The model plays the same year many times, with the breach and without it, under the same dice, and says who tells the leaker less.',

  // the start
  start: 'Start from',
  scenario: 'Scenario',
  ownFile: (file: string) => `your file ${file}`,
  openFile: 'Open a scenario file',
  dropHint: 'or drop one anywhere on this page',
  dropHere: 'Drop the scenario file to open it',
  oneFile: (count: number) => `${count}\u00a0files were dropped; drop one`,
  reset: 'Undo all changes',
  changes: (count: number) =>
    count === 0 ? 'As the file has it' : `${count}\u00a0${count === 1 ? 'change' : 'changes'}`,
  noScenario: (id: string) => `no scenario "${id}" is on offer here`,
  noPlace: (path: string, file: string) => `the link sets ${path}, for which ${file} has no place`,
  mistakes: 'This scenario cannot be run',
  refused: 'That cannot be, so nothing was changed',
  warnings: 'Odd, but it runs',
  changedTitle: (title: string) => `${title}, changed`,
  changedDescription: (title: string) =>
    `A made-up case: it starts from "${title}", and what was given away, by whom or to whom was changed by hand.`,

  // the breach
  breach: 'The breach',
  whichBreach: 'Which breach to change',
  noBreach: 'Nothing is given away in this scenario, so there is nothing to compare.',
  by: 'Who gives it away',
  accused: 'Who is accused',
  of: 'Whose secret it is',
  several: 'Several at once',
  to: 'Who gets it',
  press: 'the press',
  public: 'the public',
  topic: 'What it is about',
  how: 'How it comes out',
  kinds: {
    disclosure: 'told by an official',
    spying: 'the leaker spied on its partner',
    misuse: 'used for another purpose than agreed',
    penetration: 'a mole in the leaker’s service',
    insider: 'an insider leaked it',
  } satisfies Record<(typeof BREACH_KINDS)[number], string>,
  severity: 'Severity',
  severityEnds: ['nothing', 'the worst'],
  details: 'Details that lead to the source',
  inPress: 'The press gets hold of it',
  pressAfter: 'Days until it does',
  named: 'It names whose secret it was',
  namedAfter: 'Days until it names it',

  // the assumptions
  assumptions: 'Assumptions that matter',
  parameters: {
    breachWeight: 'Weight of a breach on its victim',
    spillOver: 'How much of the shock reaches other partners',
    imitation: 'Pull of seeing a partner step down',
    namedExtra: 'Extra weight once the victim is named',
    halfLife: 'Days until half of it is forgotten',
    dependenceGain: 'How much dependence holds partners in place',
    reciprocity: 'How far giving follows receiving',
    formalPrecision: 'How sharply formal steps follow interest',
  } satisfies Partial<Record<ParameterName, string>>,
  usual: (value: number) => `usually ${value}`,
  allParameters: 'All parameters',
  allParametersHint: 'Beside each: its usual value and what is plausible.',
  mechanisms: 'Mechanisms',
  switches: {
    witness: 'Partners that were not hurt learn from it',
    imitation: 'Partners follow others that step down',
    reciprocity: 'Giving follows receiving',
    sourceLoss: 'Exposed sources are lost',
    sharedClubs: 'Agreements of many parties',
    warnings: 'Plots and warnings',
    deception: 'False reports and turned sources',
    provenance: 'A report can come by two ways',
    leaks: 'Leaks that nobody scripted',
    release: 'Onward release by leave',
    newPartners: 'New agreements',
    repair: 'Apologies, denials, assurances',
    turnover: 'New leaders',
    inducement: 'Inducements',
    policy: 'Policy from a date on',
  } satisfies Record<Switch, string>,

  // the run
  dice: 'Dice',
  runs: 'Pairs of runs',
  seed: 'Seed',
  run: 'Run',
  runBoth: 'Run both',
  cancel: 'Cancel',
  progress: 'Progress',
  playing: (done: number, total: number) => `${done} of ${total}\u00a0pairs`,
  playingWhich: (which: string, done: number, total: number) => `${which}: ${done} of ${total}\u00a0pairs`,
  telling: 'Writing the report',
  finished: (runs: number, seconds: string) => `Finished: ${runs}\u00a0pairs in ${seconds}\u00a0s`,
  cancelled: 'Cancelled. What you see rests on the pairs that were finished.',
  cancelledEarly: 'Cancelled before anything new was found.',
  ready: 'Ready',
  stale: 'The settings have changed since; run again to see what that does.',
  partly: (done: number, total: number) => `So far: it rests on ${done} of ${pairs(total)}, and will change.`,
  failed: 'It could not be run',

  // the results
  results: 'What happens',
  nothingYet: 'Nothing has been run yet',
  downloads: 'Take it with you',
  scenarioFile: 'Scenario (YAML)',
  findingsFile: 'Findings (JSON)',
  share: 'Share by link',
  shared: 'The link is copied. Everything is in it; no server keeps anything.',
  shareByHand: 'Copy this link. Everything is in it; no server keeps anything.',
  link: 'Link',
  tooLong: 'These settings are too long for a link. Download the scenario and send the file.',
  brokenLink: 'The link is damaged or of another version. Here is the page as it begins.',
  sameByCommand: 'The same on the command line:',

  // two side by side
  keep: 'Keep as A',
  keptHint: 'Change something and run: A and B stand side by side, under the same dice.',
  drop: 'Leave A',
  a: 'A',
  b: 'B',
  sideBySide: 'A and B side by side',
  inFull: 'The comparison in full',
  kept: (title: string) => `A: ${title}`,
} as const

/** Every English word that the explorer says of its own; what comes from the report is said by src/report. A translation begins here. */
import type { ParameterName } from '../../parameters.js'
import type { BREACH_KINDS, Switch } from '../../scenario.js'

const pairs = (runs: number): string => `${runs}\u00a0${runs === 1 ? 'pair' : 'pairs'} of runs`

export const TEXT = {
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
  reset: 'Undo all changes',
  changes: (count: number) =>
    count === 0 ? 'As the file has it' : `${count}\u00a0${count === 1 ? 'change' : 'changes'}`,
  noScenario: (id: string) => `no scenario "${id}" is on offer here`,
  noPlace: (path: string, file: string) => `the link sets ${path}, for which ${file} has no place`,
  mistakes: 'This scenario cannot be run',
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

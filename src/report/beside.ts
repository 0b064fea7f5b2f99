/** What the breach changes beside the chill: the leaker's picture, false reports, releases, new agreements, blame. Rows, in words. */
import type { OutcomeName } from '../outcomes.js'
import type { FindingsData, LeakerFindings } from '../studies/findings.js'
import {
  between,
  isNumber,
  list,
  named,
  number,
  percent,
  share,
  spread,
  topicNamed,
  type Labels,
} from './words.js'

/** A table of the report: a heading, what its columns are, its rows. Heads that begin with `!` stand over numbers. */
export interface BesideTable {
  readonly title: string
  readonly caption: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** How each outcome is said; those that never happen in either world are left out. */
const SAID: Readonly<Record<OutcomeName, string>> = {
  falseReports: 'false reports that reached somebody',
  foundOut: 'false reports found out',
  falselyConfirmed: 'false reports confirmed by a copy of themselves',
  deceptionHarm: 'value of false reports acted on',
  sourcesTurned: 'sources turned by an adversary',
  plantsFound: 'planted falsehoods found',
  releasesAsked: 'requests to pass an item on',
  releasedInFull: 'items passed on in full, with leave',
  releasedAsTearLine: 'items passed on as a tear-line',
  releasesRefused: 'requests refused',
  agreementsFormed: 'new agreements signed',
  agreementsDeclined: 'new agreements turned down',
  newValue: 'value told through new agreements',
  leaks: 'leaks that nobody scripted',
  blamedRightly: 'originators that found the leaker',
  blamedWrongly: 'originators that blamed an innocent',
}

/** Everything there is to say; empty tables are left out. */
export function besideTables(data: FindingsData, labels: Labels): BesideTable[] {
  const tables = [
    ...data.leakers.map((leaker) => pictureOf(leaker, data, labels)),
    outcomesOf(data),
    prospectsOf(data, labels),
    blamesOf(data, labels),
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

/** What the leaker hears, topic by topic. */
function pictureOf({ leaker, topics }: LeakerFindings, { runs }: FindingsData, labels: Labels): BesideTable {
  return {
    title: `What ${named(labels, leaker)} hears, by topic`,
    caption: 'Value a run from the breach to the last day, of what was collected in both worlds.',
    heads: ['topic', '!with', '!without', '!chill', '!95\u00a0% interval, chance only'],
    rows: topics
      .filter(({ without }) => without.mean > 0)
      .map(({ topic, chill, ...value }) => [
        topicNamed(labels, topic),
        number(value.with.mean, 1),
        number(value.without.mean, 1),
        percent(chill.mean),
        between(chill, runs),
      ]),
  }
}

function outcomesOf({ outcomes, runs }: FindingsData): BesideTable {
  const found = Object.entries(outcomes).filter(([, one]) => one.with.mean !== 0 || one.without.mean !== 0)
  return {
    title: 'What else it changes',
    caption: 'A run on average, over all its days.',
    heads: ['what', '!with', '!without', '!difference', '!95\u00a0% interval, chance only'],
    rows: found.map(([name, one]) => [
      SAID[name as OutcomeName],
      number(one.with.mean),
      number(one.without.mean),
      number(one.difference.mean),
      spread(one.difference, runs),
    ]),
  }
}

/** The prospects the breach touches, those it costs most first. */
function prospectsOf({ prospects, runs }: FindingsData, labels: Labels): BesideTable {
  const touched = prospects
    .filter(({ never, instead }) => never.mean > 0 || instead.mean > 0)
    .toSorted((a, b) => b.never.mean - a.never.mean || b.instead.mean - a.instead.mean)
  return {
    title: 'Agreements that never came to be',
    caption:
      'Chance that each prospect is signed by the last day, and that the breach is why it is not, or why it is.',
    heads: [
      'between',
      '!signed',
      '!without breach',
      '!never for it',
      '!95\u00a0% interval, chance only',
      '!only with it',
    ],
    rows: touched.map(({ parties, formed, never, instead }) => [
      list(parties.map((id) => named(labels, id))),
      share(formed.with.mean),
      share(formed.without.mean),
      share(never.mean),
      between(never, runs),
      share(instead.mean),
    ]),
  }
}

/** Who was blamed, most often first. */
function blamesOf({ blames }: FindingsData, labels: Labels): BesideTable {
  const all = blames.reduce((sum, { perRun }) => sum + perRun, 0)
  return {
    title: 'Who was taken for the leaker',
    caption:
      'Where nobody says who leaked, each originator infers it from who held the item; conclusions a run.',
    heads: ['who leaked', 'who was blamed', '!a run', '!of all'],
    rows: blames
      .slice(0, MOST_BLAMES)
      .map(({ guilty, blamed, perRun }) => [
        named(labels, guilty),
        guilty === blamed ? `${named(labels, blamed)} (rightly)` : named(labels, blamed),
        number(perRun),
        isNumber(all) && all > 0 ? share(perRun / all) : '',
      ]),
  }
}

/** Rows of the table of blame at most. */
const MOST_BLAMES = 12

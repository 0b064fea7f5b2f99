/** Two scenarios side by side, told on the terminal and as a page: what differs, and who is back sooner where that is sure. */
import { DISCLAIMER } from '../disclaimer.js'
import type {
  ComparedScenario,
  Comparison,
  Contrast,
  LeakerComparison,
  PartnerComparison,
} from '../studies/compare.js'
import { barChart } from './charts.js'
import { documentOf, figure, INTERVAL, section, tableOf } from './frame.js'
import { h, type Markup } from './markup.js'
import { fit, pad, PLAIN, table, widthOf, wrap, type Column, type Styling } from './terminal.js'
import {
  asSentence,
  between,
  beyondChance,
  count,
  isNumber,
  list,
  number,
  percent,
  plain,
  share,
  spread,
  withArticle,
} from './words.js'

/** Partners listed at most on the terminal; drawn at most on the page. */
const MOST_PARTNERS = 14

/** The two ways to be back, each with the number that says when. */
const WAYS = {
  formally: { of: ({ daysDown }: PartnerComparison): Contrast => daysDown, back: 'back at full sharing' },
  inTrust: {
    of: ({ halfBack }: PartnerComparison): Contrast => halfBack,
    back: 'back at half the trust lost',
  },
} as const
type Way = keyof typeof WAYS

const GROUP_NAMES = {
  direct: 'direct: the victims',
  spillOver: 'spill-over: other partners',
  rest: 'rest: told to others',
} as const

const NOTES = [
  'Each scenario is set against its own world without its breaches; A and B throw the same dice in the same runs, so the intervals of B less A are narrower than those of A and B would suggest.',
  'Days below full: mean days since the breach on which some agreement with the leaker stands below full, 0 in runs without a formal step, counted to the last day.',
  'Half-back: mean days from the deepest loss of trust, against the world without the breach, until half of it is back; 0 where less than 0.01 is lost. A run in which it is not back by the last day counts all days from the breach on; then the figure is too low, and ≥ stands before it.',
  'Sooner is said only where the 95\u00a0% interval of B less A excludes 0. Of twenty such intervals one will by chance alone.',
] as const

/** What the two are, in a line each. */
function legend({ a, b }: Comparison): [string, string] {
  return [`A: ${sideOf(a)}`, `B: ${sideOf(b)}`]
}

function sideOf({ name, breaches, changed, off }: ComparedScenario): string {
  const parts = [
    ...Object.entries(changed).map(([parameter, value]) => `${plain(parameter)} = ${value}`),
    ...(off.length === 0
      ? []
      : [
          `off: ${list(
            off.map((one) => plain(one)),
            9,
          )}`,
        ]),
  ]
  const more = parts.length === 0 ? '' : `; ${parts.join(', ')}`
  return `${plain(name, 200)} (${breaches.length}\u00a0${breaches.length === 1 ? 'breach' : 'breaches'}${more})`
}

function titleOf({ a, b }: Comparison): string {
  return `A against B: ${plain(a.name, 120)} / ${plain(b.name, 120)}`
}

/** Who is back sooner, and in which; one sentence for each way and scenario, or that nobody is shown to be. */
export function verdicts({ label, partners }: LeakerComparison, runs: number): string[] {
  return (Object.keys(WAYS) as Way[]).flatMap((way) => {
    const { of, back } = WAYS[way]
    const told = (['A', 'B'] as const).flatMap((which) => {
      const sooner = partners
        .filter((partner) => partner.sooner[way] === which)
        .toSorted((one, other) => Math.abs(of(other).difference.mean) - Math.abs(of(one).difference.mean))
        .map((partner) => {
          const { difference } = of(partner)
          const days = number(Math.abs(difference.mean), 1)
          const [low, high] = [difference.low, difference.high].map(Math.abs).sort((x, y) => x - y)
          return `${withArticle(plain(partner.label))} (${days}\u00a0days, ${spread({ mean: 0, low, high }, runs, 1)})`
        })
      return sooner.length === 0 ? [] : [asSentence(`sooner ${back} in ${which}: ${list(sooner, 8)}`)]
    })
    const nobody = `No partner of ${withArticle(plain(label))} is shown to be ${back} sooner in either.`
    return told.length === 0 ? [nobody] : told
  })
}

/** Where the horizon hides the half-back of many: that a longer one would show it. Empty elsewhere. */
function tooShort({ partners }: LeakerComparison, horizon: number): string[] {
  const hidden = partners.filter(({ halfBackOpen: { a, b } }) => Math.max(a, b) >= 0.5).length
  if (hidden === 0) return []
  return [
    `In half of the runs or more ${count(hidden, 'partner')} of ${partners.length} had not got half of the loss of trust back by the last day; a longer horizon (--set days=${3 * horizon}) would tell more.`,
  ]
}

/** Victims first, then by how much the days differ. */
function inOrder(partners: readonly PartnerComparison[]): PartnerComparison[] {
  const size = (partner: PartnerComparison): number =>
    Math.max(
      ...(Object.keys(WAYS) as Way[]).map((way) => {
        const { mean } = WAYS[way].of(partner).difference
        return isNumber(mean) ? Math.abs(mean) : 0
      }),
    )
  return partners.toSorted(
    (a, b) => Number(b.role === 'victim') - Number(a.role === 'victim') || size(b) - size(a),
  )
}

const days = (value: number): string => number(value, 1)
const halfBackDays = (value: number, open: number): string =>
  open > 0 ? `≥\u00a0${days(value)}` : days(value)

/** The report as an HTML document. */
export function comparisonPage(data: Comparison): string {
  const { runs, leakers } = data
  return documentOf(
    titleOf(data),
    h(
      'header',
      {},
      h(
        'p',
        { class: 'kind' },
        `Two simulated what-ifs under the same draws: ${count(runs, 'pair')} of runs each`,
      ),
      h('h1', {}, titleOf(data)),
      ...leakers.flatMap((leaker) => verdicts(leaker, runs)).map((text) => h('p', { class: 'lead' }, text)),
      ...legend(data).map((text) => h('p', {}, text)),
      h('p', { class: 'aside disclaimer' }, DISCLAIMER),
    ),
    h('main', {}, ...comparisonSections(data)),
  )
}

/** Everything below the opening of that page, one section after another. */
export function comparisonSections(data: Comparison): Markup[] {
  const { runs, leakers, warningsLost } = data
  return [
    ...leakers.flatMap((leaker) => leakerSections(data, leaker)),
    ...section(
      'What was not heard',
      tableOf(
        'Warnings never given because of the breach, a run on average.',
        ['', '!A', '!B', '!B less A', `!${INTERVAL}`],
        [
          [
            'warnings lost',
            number(warningsLost.a.mean),
            number(warningsLost.b.mean),
            number(warningsLost.difference.mean),
            spread(warningsLost.difference, runs),
          ],
        ],
      ),
    ),
    ...section(
      'How to read this',
      ...[...NOTES, ...beyondChance(runs)].map((text) => h('p', {}, text)),
      h(
        'dl',
        { class: 'words' },
        ...ledger(data).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
      ),
    ),
  ]
}

function ledger({
  seed,
  runs,
  firstRun,
  days: horizon,
  resultsEpoch,
  intervals,
}: Comparison): [string, string][] {
  return [
    ['seed', plain(seed)],
    ['pairs of runs', `${runs} of each, from run ${firstRun} on`],
    ['days simulated', String(horizon)],
    ['results epoch', String(resultsEpoch)],
    ['intervals', intervals],
  ]
}

function leakerSections(data: Comparison, leaker: LeakerComparison): Markup[] {
  const { runs } = data
  const name = withArticle(plain(leaker.label))
  const partners = inOrder(leaker.partners)
  return [
    ...section(
      `Who is back sooner with ${name}`,
      ...(Object.keys(WAYS) as Way[]).flatMap((way) => wayFigure(way, partners)),
      stepTable(partners, runs),
      backTable(partners, runs),
      ...tooShort(leaker, data.days).map((text) => h('p', {}, text)),
    ),
    ...section(`The chill toward ${name}`, groupTable(leaker, runs), chillTable(partners, runs)),
  ]
}

function wayFigure(way: Way, partners: readonly PartnerComparison[]): Markup[] {
  const { of, back } = WAYS[way]
  const moved = partners
    .filter((partner) => isNumber(of(partner).difference.mean) && of(partner).difference.mean !== 0)
    .slice(0, MOST_PARTNERS)
  if (moved.length === 0) return []
  const caption = {
    title: asSentence(`days until ${back}: B less A`).replace(/\.$/, ''),
    description: `For each partner, how many days later (right of zero) or sooner (left of it) it is ${back} in B than in A, with 95\u00a0% intervals that are chance only. The tables below have the numbers.`,
  }
  const bars = moved.map((partner) => ({ name: partner.label, estimate: of(partner).difference }))
  return [
    figure(caption, 'Left of zero: sooner in B. The line is the 95\u00a0% interval (chance only).', (width) =>
      barChart(
        bars,
        { ...caption, width },
        { say: (tick) => number(tick, Math.abs(tick) < 5 ? 1 : 0), least: 1 },
      ),
    ),
  ]
}

const mark = ({ label, role }: PartnerComparison): string =>
  role === 'victim' ? `${plain(label)} (victim)` : plain(label)

function stepTable(partners: readonly PartnerComparison[], runs: number): Markup {
  return tableOf(
    'Formal steps down from an agreement with the leaker, and mean days below full sharing.',
    [
      'partner',
      '!chance of a step, A',
      '!B',
      '!B less A',
      `!${INTERVAL}`,
      '!days below full, A',
      '!B',
      '!B less A',
      `!${INTERVAL}`,
      'sooner',
    ],
    partners.map((partner) => [
      mark(partner),
      share(partner.step.a.mean),
      share(partner.step.b.mean),
      share(partner.step.difference.mean),
      between(partner.step.difference, runs),
      ...cellsOf(partner.daysDown, runs),
      partner.sooner.formally ?? '',
    ]),
    (row) => partners[row].role,
  )
}

function backTable(partners: readonly PartnerComparison[], runs: number): Markup {
  return tableOf(
    'Days from the deepest loss of trust in the leaker until half of it is back.',
    [
      'partner',
      '!A',
      '!not back by the last day',
      '!B',
      '!not back by the last day',
      '!B less A',
      `!${INTERVAL}`,
      'sooner',
    ],
    partners.map(({ halfBack, halfBackOpen, sooner, ...partner }) => [
      mark({ ...partner, halfBack, halfBackOpen, sooner }),
      halfBackDays(halfBack.a.mean, halfBackOpen.a),
      share(halfBackOpen.a),
      halfBackDays(halfBack.b.mean, halfBackOpen.b),
      share(halfBackOpen.b),
      days(halfBack.difference.mean),
      spread(halfBack.difference, runs, 1),
      sooner.inTrust ?? '',
    ]),
    (row) => partners[row].role,
  )
}

function cellsOf({ a, b, difference }: Contrast, runs: number): string[] {
  return [days(a.mean), days(b.mean), days(difference.mean), spread(difference, runs, 1)]
}

function chillCells({ a, b, difference }: Contrast, runs: number): string[] {
  return [percent(a.mean), percent(b.mean), percent(difference.mean), between(difference, runs)]
}

function groupTable({ groups }: LeakerComparison, runs: number): Markup {
  return tableOf(
    'How much less value was told than in the same world without the breach, from the breach to the last day.',
    ['who tells', '!A', '!B', '!B less A', `!${INTERVAL}`],
    (Object.keys(GROUP_NAMES) as (keyof typeof GROUP_NAMES)[]).map((group) => [
      GROUP_NAMES[group],
      ...chillCells(groups[group], runs),
    ]),
  )
}

function chillTable(partners: readonly PartnerComparison[], runs: number): Markup {
  return tableOf(
    'The same partner by partner.',
    ['partner', '!A', '!B', '!B less A', `!${INTERVAL}`],
    partners.map((partner) => [mark(partner), ...chillCells(partner.chill, runs)]),
    (row) => partners[row].role,
  )
}

// on a terminal

export interface ComparisonSummaryOptions {
  /** columns of the terminal; fewer than 72 are treated as 72, more than 120 as 120 */
  readonly width?: number
  readonly style?: Styling
  /** files written, each with what it is for */
  readonly files?: readonly (readonly [path: string, what: string])[]
}

/** The comparison on a terminal, ending with a line end. */
export function comparisonSummary(data: Comparison, options: ComparisonSummaryOptions = {}): string {
  const { width: asked = 80, style = PLAIN, files = [] } = options
  const width = Math.min(120, Math.max(72, Math.floor(asked)))
  const head = (text: string): string[] => wrap(text, width).map(style.strong)
  const { runs, warningsLost, leakers } = data
  const sections = [
    [
      ...head('A against B'),
      ...legend(data).flatMap((text) => wrap(text, width)),
      ...wrap(`${count(runs, 'pair')} of runs each, under the same draws.`, width),
    ],
    ...leakers.flatMap((leaker) => [
      [
        ...head(`Who is back sooner with ${withArticle(plain(leaker.label))} (* victim)`),
        ...[...verdicts(leaker, runs), ...tooShort(leaker, data.days)].flatMap((text) => wrap(text, width)),
        ...partnerRows(leaker, runs, width, style),
      ],
      [
        ...head(`The chill toward ${withArticle(plain(leaker.label))}`),
        ...table(
          [
            { head: ['', 'who tells'], width: 26 },
            { head: ['', 'A'], width: 7, side: 'right' },
            { head: ['', 'B'], width: 7, side: 'right' },
            { head: ['', 'B less A'], width: 8, side: 'right' },
            { head: ['95 % interval,', 'chance only'], width: 16, side: 'right' },
          ],
          (Object.keys(GROUP_NAMES) as (keyof typeof GROUP_NAMES)[]).map((group) => [
            GROUP_NAMES[group],
            ...chillCells(leaker.groups[group], runs),
          ]),
          style,
        ),
      ],
    ]),
    wrap(
      `Warnings lost, a run: ${number(warningsLost.a.mean)} in A, ${number(warningsLost.b.mean)} in B; B less A ${number(warningsLost.difference.mean)} (95\u00a0% interval, chance only: ${spread(warningsLost.difference, runs)}).`,
      width,
    ),
    [
      ...head('How to read this'),
      ...[...NOTES, ...beyondChance(runs), DISCLAIMER].flatMap((text) => wrap(text, width)),
    ],
    ...(files.length === 0 ? [] : [[...head('Where it all is'), ...places(files)]]),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function places(files: NonNullable<ComparisonSummaryOptions['files']>): string[] {
  const longest = Math.max(...files.map(([path]) => widthOf(plain(path, 200))))
  return files.map(([path, what]) => `  ${pad(plain(path, 200), longest)}  ${plain(what)}`)
}

function partnerRows({ partners }: LeakerComparison, runs: number, width: number, style: Styling): string[] {
  const all = inOrder(partners)
  const shown = all
    .filter(
      ({ role, daysDown, halfBack }) =>
        role === 'victim' ||
        Math.abs(daysDown.difference.mean) >= 0.05 ||
        Math.abs(halfBack.difference.mean) >= 0.05,
    )
    .slice(0, MOST_PARTNERS)
  const label = Math.min(28, width - 60)
  const columns: Column[] = [
    { head: ['', 'partner'], width: label },
    { head: ['below full', 'A / B, days'], width: 13, side: 'right' },
    { head: ['B less A,', '95 % interval'], width: 13, side: 'right' },
    { head: ['half-back', 'A / B, days'], width: 13, side: 'right' },
    { head: ['B less A,', '95 % interval'], width: 13, side: 'right' },
  ]
  const both = (a: string, b: string): string => `${a} / ${b}`.replaceAll('≥\u00a0', '≥')
  const rows = shown.map(({ label: name, role, daysDown, halfBack, halfBackOpen }) => [
    role === 'victim' ? `${fit(plain(name), label - 2)} *` : plain(name),
    both(number(daysDown.a.mean, 0), number(daysDown.b.mean, 0)),
    spread(daysDown.difference, runs, 0),
    both(
      `${halfBackOpen.a > 0 ? '≥' : ''}${number(halfBack.a.mean, 0)}`,
      `${halfBackOpen.b > 0 ? '≥' : ''}${number(halfBack.b.mean, 0)}`,
    ),
    spread(halfBack.difference, runs, 0),
  ])
  const folded = all.length - shown.length
  const more =
    folded === 0 ? [] : [style.faint(`${count(folded, 'other')} in the report`.replaceAll('\u00a0', ' '))]
  return [...table(columns, rows, style), ...more]
}

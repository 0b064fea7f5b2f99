/**
 * The finding as one page that can be mailed: no script, nothing fetched, no style but its own. Every text from the data goes
 * through `h`, which escapes it.
 */
import { DISCLAIMER } from '../disclaimer.js'
import { sayDate } from '../calendar.js'
import type { FindingsData, GroupFindings, LeakerFindings, PartnerFindings } from '../studies/findings.js'
import type { Estimate } from '../studies/statistics.js'
import type { TypicalRun } from '../studies/typical.js'
import { besideTables } from './beside.js'
import { chillChart, describeFlow, flowChart, trustChart } from './charts.js'
import { agreementTable } from './agreements.js'
import { assumedOf, assumedRange, assumptionSections } from './assumptions.js'
import { decompositionSections } from './decomposition.js'
import {
  byChill,
  daysText,
  finding,
  formOf,
  groupsLine,
  groupsOf,
  ledger,
  plotLines,
  reachOf,
  timeline,
  type GroupLine,
} from './finding.js'
import { figure, INTERVAL, programOf, screenedDocument, section, tableOf, type Screen } from './frame.js'
import { h, type Markup } from './markup.js'
import { parameterTables } from './parameters.js'
import { story } from './story.js'
import {
  between,
  beyondChance,
  count,
  GLOSSARY,
  named,
  NONE,
  number,
  percent,
  share,
  spread,
  subtracted,
  topicNamed,
  withArticle,
  plain,
  type Labels,
} from './words.js'

/** What the program of a report works on. */
export interface ReportData {
  readonly findings: FindingsData
  readonly typical: TypicalRun
}

/** Where the program of a report shows the typical run. */
export const STAGE_ID = 'stage'

/**
 * The report as an HTML document.
 * @param screen the program that makes it move; without it the page is still, and says the same
 */
export function page(data: FindingsData, typical: TypicalRun, screen?: Screen): string {
  const report: ReportData = { findings: data, typical }
  const stage =
    screen === undefined ? [] : [h('section', { id: STAGE_ID, hidden: '' }), ...programOf(screen, report)]
  return screenedDocument(
    screen,
    titleOf(data),
    opening(data, typical.labels, 'h1'),
    h('main', {}, ...stage, ...sectionsOf(data, typical)),
  )
}

/** Everything below the opening, one section after another. */
export function sectionsOf(data: FindingsData, typical: TypicalRun): Markup[] {
  const { labels } = typical
  return [
    ...happened(data, labels),
    ...data.leakers.flatMap((leaker) => leakerSections(data, leaker, labels)),
    ...decompositionSections(data, labels),
    ...unheard(data, typical),
    ...besideTables(data, labels).flatMap(({ title, caption, heads, rows }) =>
      section(title, tableOf(caption, heads, rows)),
    ),
    ...told(data, typical),
    ...assumptionSections(data, labels),
    ...assumptions(data, typical),
  ]
}

export function titleOf({ title }: Pick<FindingsData, 'title'>): string {
  return title.trim() === '' ? 'What a breach does' : title
}

/** The opening: the finding before anything else. */
export function opening(data: FindingsData, labels: Labels, heading: 'h1' | 'h2'): Markup {
  const forms = data.leakers.map((leaker) => formOf(leaker, labels)).filter((text) => text !== '')
  return h(
    'header',
    {},
    h(
      'p',
      { class: 'kind' },
      `A simulated what-if: ${count(data.runs, 'pair')} of runs, with and without the breach`,
    ),
    h(heading, {}, titleOf(data)),
    ...finding(data, labels).map((text) => h('p', { class: 'lead' }, text)),
    ...forms.map((text) => h('p', {}, text)),
    ...(data.description.trim() === '' ? [] : [h('p', { class: 'aside' }, data.description)]),
    h('p', { class: 'aside disclaimer' }, DISCLAIMER),
    ...data.leakers.slice(0, 1).map((leaker) => figures(data, leaker, labels)),
  )
}

function figures(data: FindingsData, leaker: LeakerFindings, labels: Labels): Markup {
  const { runs, plots } = data
  const drawn = assumedOf(data, leaker.leaker)
  const chill = ({ key, name, group }: GroupLine): [string, string[]][] =>
    key === 'rest'
      ? []
      : [
          [
            `less from ${name}`,
            [
              percent(group.chill.mean),
              `${between(group.chill, runs)} (chance only)`,
              ...(drawn === undefined
                ? []
                : [`${assumedRange(drawn.outcomes[key])} (assumptions, 90\u00a0%)`]),
            ],
          ],
        ]
  const amount = (estimate: Estimate): string[] => [
    number(estimate.mean),
    `${spread(estimate, runs)} (chance only)`,
  ]
  const tiles: [string, string[]][] = [
    ...groupsOf(leaker, labels).flatMap(chill),
    ['warnings per run that say less than they would have', amount(plots.degraded)],
    ['warnings per run never given', amount(plots.lost)],
  ]
  return h(
    'dl',
    { class: 'figures' },
    ...tiles.map(([what, [big, ...small]]) =>
      h(
        'div',
        {},
        h('dt', {}, what),
        h('dd', { class: 'big' }, big),
        ...small.map((line) => h('dd', { class: 'small' }, line)),
      ),
    ),
  )
}

function happened(data: FindingsData, labels: Labels): Markup[] {
  return section('What happened when', days(timeline(data, labels), data.start))
}

function days(told: readonly { readonly day: number; readonly text: string }[], start: string): Markup {
  return h(
    'ol',
    { class: 'days' },
    ...told.map(({ day, text }) =>
      h(
        'li',
        {},
        h('span', { class: 'date' }, h('b', {}, `Day ${day}`), ` ${sayDate(start, day)}`),
        h('span', {}, text),
      ),
    ),
  )
}

// one leaker

function leakerSections(data: FindingsData, leaker: LeakerFindings, labels: Labels): Markup[] {
  const name = withArticle(plain(leaker.label))
  const groups = groupsOf(leaker, labels)
  return [
    ...section(
      `The chill toward ${name}`,
      h('p', {}, groupsLine(leaker, data)),
      groupTable(data, leaker, groups),
      h('p', {}, reachOf(leaker, data, labels)),
      ...groups.filter(({ key }) => key !== 'rest').map((line) => flowFigure(data, line, name, labels)),
    ),
    ...section(
      `Who told ${name} less`,
      ...partnerFigures(leaker.partners, name),
      partnerTable(data, leaker),
      h('h3', {}, 'On the record: formal steps'),
      stepTable(data, leaker),
      h('p', { class: 'aside' }, STEP_NOTE),
    ),
  ]
}

const ROLES = {
  direct: 'direct: the victims',
  spillOver: 'spill-over: other partners',
  rest: 'rest: not told to the leaker',
}

function groupTable(data: FindingsData, { leaker }: LeakerFindings, lines: readonly GroupLine[]): Markup {
  const { runs } = data
  const drawn = assumedOf(data, leaker)
  const rows = lines.map(({ key, name, group }) => [
    name,
    ROLES[key],
    percent(group.chill.mean),
    between(group.chill, runs),
    ...(drawn === undefined ? [] : [key === 'rest' ? NONE : assumedRange(drawn.outcomes[key])]),
    between({ low: group.runs.p05 ?? Number.NaN, high: group.runs.p95 ?? Number.NaN }, runs),
    percent(group.items.mean),
  ])
  return tableOf(
    'Over the whole time from the breach to the last day.',
    [
      'who tells',
      'group',
      '!chill',
      `!${INTERVAL}`,
      ...(drawn === undefined ? [] : ['!90\u00a0% range, assumptions']),
      '!nine runs in ten',
      '!fewer items',
    ],
    rows,
  )
}

/** Days in the table beside the flow chart at most. */
const MOST_DAYS = 14

function flowFigure(
  data: FindingsData,
  { name: who, group }: GroupLine,
  leaker: string,
  labels: Labels,
): Markup {
  const caption = { title: `What ${who} told ${leaker}`, description: describeFlow(group, who, leaker) }
  const options = { ...caption, start: data.start, milestones: timeline(data, labels) }
  return figure(
    caption,
    'Solid: with the breach. Dashed: without it. Value a day, averaged over the past 30 days; below, the chill in those days.',
    (width) => flowChart(group, { ...options, width }),
    h('details', {}, h('summary', {}, 'The same as numbers'), flowTable(data, group)),
  )
}

function flowTable({ days: horizon, start, runs }: FindingsData, { byDay }: GroupFindings): Markup {
  const step = Math.max(30, Math.ceil(horizon / MOST_DAYS))
  const chosen = byDay.with.map((_, day) => day).filter((day) => day % step === 0 || day === horizon - 1)
  const rows = chosen.map((day) => [
    String(day),
    sayDate(start, day),
    number(byDay.with[day]),
    number(byDay.without[day]),
    percent(byDay.chill[day]),
    between(
      { mean: Number.NaN, low: byDay.low[day] ?? Number.NaN, high: byDay.high[day] ?? Number.NaN },
      runs,
    ),
  ])
  return tableOf(
    'Averages over the 30 days up to each day.',
    ['day', 'date', '!with', '!without', '!chill', `!${INTERVAL}`],
    rows,
  )
}

function partnerFigures(partners: readonly PartnerFindings[], leaker: string): Markup[] {
  if (partners.length === 0) return [h('p', {}, `Nobody shared anything with ${leaker}.`)]
  const chill = {
    title: 'Chill, partner by partner',
    description: `How much less each partner told ${leaker}, from the most to the least, with 95\u00a0% intervals that are chance only. The table below has the numbers.`,
  }
  const trust = {
    title: `Trust in ${leaker}`,
    description: `Mean trust of each partner before the breach, at its lowest and on the last day, and on the last day without the breach. The table below has the numbers.`,
  }
  return [
    figure(
      chill,
      'Diamond: victim. Circle: other partner. The line through it is the 95\u00a0% interval (chance only).',
      (width) => chillChart(partners, { ...chill, width }),
    ),
    figure(
      trust,
      'Ring: before the breach. Triangle: at its lowest. Dot: on the last day. Upright bar: on the last day, had there been no breach.',
      (width) => trustChart(partners, { ...trust, width }),
    ),
  ]
}

const STEP_NOTE = `A formal step is when ${GLOSSARY['formal step']}. First step: median days from the breach, of the runs with a step. Days down: mean days below full sharing, of those runs; still down: share of them on the last day. Price of trust: ${GLOSSARY.price}.`

function partnerTable({ runs }: FindingsData, { partners }: LeakerFindings): Markup {
  const heads = [
    'partner',
    'tie',
    '!chill',
    `!${INTERVAL}`,
    '!trust before',
    '!lowest',
    '!at the end',
    '!without breach',
  ]
  const all = byChill(partners)
  const rows = all.map((partner) => [
    partnerName(partner),
    partner.tie,
    percent(partner.chill.mean),
    between(partner.chill, runs),
    ...[partner.trust.before, partner.trust.lowest, partner.trust.end, partner.trust.endWithout].map(
      (trust) => number(trust),
    ),
  ])
  return tableOf('All partners, victims first, then by chill.', heads, rows, (row) => all[row].role)
}

function stepTable({ runs }: FindingsData, { partners }: LeakerFindings): Markup {
  const heads = [
    'partner',
    '!chance of a step',
    '!without breach',
    '!difference',
    `!${INTERVAL}`,
    '!first step',
    '!days down',
    '!still down',
    '!price of trust',
  ]
  const all = byChill(partners)
  const rows = all.map((partner) => [
    partnerName(partner),
    ...subtracted(partner.step.with.mean, partner.step.without.mean),
    between(partner.step.difference, runs),
    daysText(partner.firstDay),
    daysText(partner.daysDown),
    share(partner.stillDown),
    partner.price < 0.005 ? NONE : number(partner.price),
  ])
  return tableOf(
    'Formal steps down from an agreement with the leaker, in the same order.',
    heads,
    rows,
    (row) => all[row].role,
  )
}

function partnerName({ label, role }: PartnerFindings): string {
  return role === 'victim' ? `${plain(label)} (victim)` : plain(label)
}

// warnings

function unheard(data: FindingsData, typical: TypicalRun): Markup[] {
  if (data.off.includes('warnings'))
    return section('What was not heard', h('p', {}, 'Plots and warnings are switched off in this scenario.'))
  const means = tableOf(
    'Plots and the warnings about them, a run on average.',
    ['what', '!mean', `!${INTERVAL}`],
    plotLines(data).map(({ what, mean, interval }) => [what, mean, interval]),
  )
  return section('What was not heard', means, ...changedTable(typical))
}

function changedTable({ run, start, changedWarnings, labels }: TypicalRun): Markup[] {
  if (changedWarnings.length === 0)
    return [h('p', { class: 'aside' }, `In the typical run (${run}) the breach changes no warning.`)]
  const ended = (averted: boolean | null): string =>
    averted === null ? 'not due yet' : averted ? 'averted' : 'carried out'
  const rows = changedWarnings.map((warning) => [
    `${warning.day} (${sayDate(start, warning.day)})`,
    named(labels, warning.country),
    named(labels, warning.target),
    topicNamed(labels, warning.topic),
    warning.told,
    warning.wouldHaveTold,
    ended(warning.averted),
    ended(warning.wouldHaveBeenAverted),
  ])
  return [
    tableOf(
      `The warnings that the breach changes in the typical run (run ${run}).`,
      [
        'day',
        'who knew',
        'whom it threatened',
        'plot',
        'told',
        'without the breach',
        'the plot is',
        'without the breach',
      ],
      rows,
    ),
  ]
}

// the story and what it stands on

function told(data: FindingsData, typical: TypicalRun): Markup[] {
  return section(
    'One run as a story',
    h('p', { class: 'aside' }, `Run ${typical.run}: ${GLOSSARY['typical run']}.`),
    days(story(data, typical), typical.start),
  )
}

function assumptions(data: FindingsData, { stage, labels }: TypicalRun): Markup[] {
  const rows = (pairs: readonly (readonly [string, string])[]): Markup =>
    h(
      'dl',
      { class: 'words' },
      ...pairs.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    )
  return [
    ...section('What the intervals do not say', ...beyondChance(data.runs).map((text) => h('p', {}, text))),
    ...section(
      'What this rests on',
      rows([...ledger(data), ['intervals', data.intervals]]),
      ...parameterTables(data),
      ...agreementTable(stage, labels),
    ),
    ...section('Words', rows(Object.entries(GLOSSARY))),
  ]
}

/** The finding on a terminal: what happened, who told the leaker less, what was not heard, one run as a story. */
import { DISCLAIMER } from '../disclaimer.js'
import type { FindingsData, LeakerFindings, PartnerFindings } from '../studies/findings.js'
import type { TypicalRun } from '../studies/typical.js'
import { sayDate } from '../calendar.js'
import { assumedOf, assumedRange, assumptionLines } from './assumptions.js'
import { decompositionLines } from './decomposition.js'
import {
  daysText,
  finding,
  foldedLine,
  formOf,
  groupsLine,
  groupsOf,
  plotLines,
  reachOf,
  sorted,
  timeline,
  type GroupLine,
} from './finding.js'
import { besideTables, type BesideTable } from './beside.js'
import { sparkline } from './sparkline.js'
import { story } from './story.js'
import { fit, hanging, pad, PLAIN, table, widthOf, wrap, type Column, type Styling } from './terminal.js'
import {
  between,
  beyondChance,
  GLOSSARY,
  isNumber,
  NONE,
  number,
  percent,
  plain,
  share,
  withArticle,
  type Labels,
} from './words.js'

export interface SummaryOptions {
  /** columns of the terminal; fewer than 72 are treated as 72, more than 120 as 120 */
  readonly width?: number
  /** how to set text off on a terminal with colours; plain when left out, and nothing hangs on it */
  readonly style?: Styling
  /** files written, each with what it is for: `[['liaison-out/report.html', 'the report as a page']]` */
  readonly files?: readonly (readonly [path: string, what: string])[]
}

/** Rows of the table of partners at most. */
const MOST_PARTNERS = 12

/** The summary, ending with a line end. */
export function summary(data: FindingsData, typical: TypicalRun, options: SummaryOptions = {}): string {
  const { width: asked = 80, style = PLAIN, files = [] } = options
  const width = Math.min(120, Math.max(72, Math.floor(asked)))
  const sheet: Sheet = { data, labels: typical.labels, width, style }
  const sections = [
    top(sheet),
    happened(sheet),
    ...data.leakers.flatMap((leaker) => [
      chill(sheet, leaker),
      partners(sheet, leaker),
      ...mechanisms(sheet, leaker),
    ]),
    unheard(sheet),
    ...besideTables(data, typical.labels).map((found) => beside(sheet, found)),
    told(sheet, typical),
    ...data.leakers.flatMap((leaker) => assumed(sheet, leaker)),
    interval(sheet),
    ...(files.length === 0 ? [] : [places(sheet, files)]),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

interface Sheet {
  readonly data: FindingsData
  readonly labels: Labels
  readonly width: number
  readonly style: Styling
}

function heading(text: string, { width, style }: Sheet): string[] {
  return wrap(text, width).map(style.strong)
}

function top(sheet: Sheet): string[] {
  const { data, labels, width, style } = sheet
  const title = wrap(plain(data.title, 200), width)
  const forms = data.leakers.map((leaker) => formOf(leaker, labels)).filter((text) => text !== '')
  return [
    ...title.map(style.strong),
    style.strong('═'.repeat(Math.max(...title.map(widthOf)))),
    ...[...finding(data, labels), ...forms].flatMap((text) => wrap(text, width)),
  ]
}

function happened(sheet: Sheet): string[] {
  const { data, labels } = sheet
  const milestones = timeline(data, labels)
  return [
    ...heading('What happened when', sheet),
    ...milestones.flatMap((milestone) => onDay(milestone, sheet)),
  ]
}

/** What a day brought, behind its number. */
function onDay(
  { day, text }: { readonly day: number; readonly text: string },
  { data, width }: Sheet,
): string[] {
  return hanging(`  day ${pad(String(day), 4, 'right')}  `, `${sayDate(data.start, day)}: ${text}`, width)
}

const ROLES = { direct: 'direct', spillOver: 'spill-over', rest: 'rest' } as const

function chill(sheet: Sheet, leaker: LeakerFindings): string[] {
  const { data, labels, width, style } = sheet
  const groups = groupsOf(leaker, labels)
  const name = withArticle(plain(leaker.label))
  const drawn = assumedOf(data, leaker.leaker)
  const columns: Column[] = [
    { head: ['', 'who tells'], width: drawn === undefined ? 45 : 29 },
    { head: ['', 'chill'], width: 7, side: 'right' },
    { head: ['95 % interval,', 'chance only'], width: 16, side: 'right' },
    ...(drawn === undefined
      ? []
      : [{ head: ['90 % range,', 'assumptions'], width: 14, side: 'right' } as const]),
  ]
  const rows = groups.map(({ key, name: who, group }) => {
    const range = key === 'rest' ? '' : assumedRange(drawn?.outcomes[key])
    return [
      `${ROLES[key]}: ${who}`,
      percent(group.chill.mean),
      between(group.chill, data.runs),
      ...(drawn === undefined ? [] : [range]),
    ]
  })
  return [
    ...heading(`The chill toward ${name}`, sheet),
    ...wrap(groupsLine(leaker, data), width),
    ...table(columns, rows, style),
    '',
    ...wrap(
      `Value told a day, from ${sayDate(data.start, 0)} to ${sayDate(data.start, data.days - 1)}, drawn from zero up:`,
      width,
    ),
    ...groups.filter(({ key }) => key !== 'rest').flatMap((line) => curve(line, leaker.day, sheet)),
    ...wrap(reachOf(leaker, data, labels), width),
  ]
}

/** The flow of a group in both worlds, with a mark under the day of the breach. */
function curve({ name, group: { byDay } }: GroupLine, breach: number, { width, style }: Sheet): string[] {
  const lead = width >= 100 ? 34 : 22
  const highest = Math.max(...[...byDay.with, ...byDay.without].filter(isNumber), 0)
  const room = Math.max(1, Math.min(width - lead - 10, byDay.with.length))
  const at = Math.floor((breach * room) / Math.max(1, byDay.with.length))
  return [
    `${pad(name.replaceAll('\u00a0', ' '), lead)}  with    ${sparkline(byDay.with, room, highest)}`,
    `${' '.repeat(lead)}  without ${style.faint(sparkline(byDay.without, room, highest))}`,
    `${' '.repeat(lead + 10 + Math.min(at, width - lead - 19))}▲ breach`,
  ]
}

function partners(sheet: Sheet, leaker: LeakerFindings): string[] {
  const { width, style, data } = sheet
  const { shown, folded } = sorted(leaker.partners, MOST_PARTNERS)
  const wide = width >= 100
  const label = wide ? Math.min(26, width - 84) : Math.min(20, width - 60)
  const columns: Column[] = [
    { head: ['', 'partner'], width: label },
    { head: ['', 'chill'], width: 7, side: 'right' },
    ...(wide ? [{ head: ['95 % interval,', 'chance only'], width: 14, side: 'right' } as const] : []),
    { head: ['trust: before,', 'lowest, at end'], width: 14, side: 'right' },
    { head: ['steps down', 'with/without'], width: 13, side: 'right' },
    { head: ['after', 'days'], width: 5, side: 'right' },
    { head: ['for', 'days'], width: 4, side: 'right' },
    ...(wide ? [{ head: ['still', 'down'], width: 6, side: 'right' } as const] : []),
    { head: ['', 'price'], width: 5, side: 'right' },
  ]
  const rows = shown.map((partner) => cells(partner, label, wide, data.runs))
  const more =
    folded.length === 0
      ? []
      : [style.faint(`${foldedLine(shown, folded)} (all of them in the report)`.replaceAll('\u00a0', ' '))]
  return [
    ...heading(`Partners of ${withArticle(plain(leaker.label))} (* victim)`, sheet),
    ...table(columns, rows, style),
    ...more,
    ...legend(sheet).map(style.faint),
  ]
}

function cells(partner: PartnerFindings, room: number, wide: boolean, runs: number): string[] {
  const { label, role, chill, trust, step, firstDay, daysDown, stillDown, price } = partner
  const mark = role === 'victim' ? ' *' : ''
  return [
    fit(plain(label), room - mark.length) + mark,
    percent(chill.mean),
    ...(wide ? [between(chill, runs)] : []),
    [trust.before, trust.lowest, trust.end].map((value) => number(value)).join(' '),
    `${share(step.with.mean).replace('\u00a0%', '')} / ${share(step.without.mean)}`,
    daysText(firstDay),
    daysText(daysDown),
    ...(wide ? [share(stillDown)] : []),
    price < 0.005 ? NONE : number(price),
  ]
}

function mechanisms(sheet: Sheet, leaker: LeakerFindings): string[][] {
  const lines = decompositionLines(sheet.data, leaker, sheet.labels, sheet)
  const head = heading(`Which mechanism did it: ${withArticle(plain(leaker.label))}`, sheet)
  return lines.length === 0 ? [] : [[...head, ...lines]]
}

function legend({ width }: Sheet): string[] {
  return wrap(
    `Steps down: chance of a formal step (to tear-lines only, suspended, or ended) with the breach and without; after: median days from the breach to the first; for: mean days spent below full sharing by those who stepped. Price of trust: ${GLOSSARY.price}.`,
    width,
  )
}

function unheard(sheet: Sheet): string[] {
  const { data, width, style } = sheet
  if (data.off.includes('warnings'))
    return [
      ...heading('What was not heard', sheet),
      ...wrap('Plots and warnings are switched off in this scenario.', width),
    ]
  const columns: Column[] = [
    { head: ['', 'a run, on average'], width: Math.min(62, width - 28) },
    { head: ['', 'mean'], width: 7, side: 'right' },
    { head: ['95 % interval,', 'chance only'], width: 15, side: 'right' },
  ]
  const rows = plotLines(data).map(({ what, mean, interval: range }) => [what, mean, range])
  return [...heading('What was not heard', sheet), ...table(columns, rows, style)]
}

function beside(sheet: Sheet, { title, caption, heads, rows }: BesideTable): string[] {
  const { width, style } = sheet
  const room = heads.map((head, k) => {
    const longest = Math.max(...rows.map((row) => widthOf(row[k])))
    return k === 0 ? longest : Math.max(longest, ...headOf(head).map(widthOf))
  })
  const spare = Math.max(16, width - 2 * (heads.length - 1) - room.slice(1).reduce((a, b) => a + b, 0))
  const columns = heads.map((head, k): Column => {
    const side = head.startsWith('!') ? 'right' : 'left'
    return { head: headOf(head), width: k === 0 ? Math.min(room[0], spare) : room[k], side }
  })
  const cut = rows.map(([first, ...rest]) => [fit(first, columns[0].width), ...rest])
  return [...heading(title, sheet), ...wrap(caption, width), ...table(columns, cut, style)]
}

/** A heading over two lines. */
function headOf(head: string): [string, string] {
  const words = head.replace(/^!/, '').replaceAll('\u00a0', ' ')
  const comma = words.indexOf(', ')
  return comma < 0 ? ['', words] : [words.slice(0, comma + 1), words.slice(comma + 2)]
}

function told(sheet: Sheet, typical: TypicalRun): string[] {
  return [
    ...heading(`One run as a story (run ${typical.run}, ${GLOSSARY['typical run']})`, sheet),
    ...story(sheet.data, typical).flatMap((told) => onDay(told, sheet)),
  ]
}

function assumed(sheet: Sheet, { leaker, label }: LeakerFindings): string[][] {
  const lines = assumptionLines(sheet.data, leaker, sheet.labels, sheet)
  const head = heading(`Chance and assumption: the chill toward ${withArticle(plain(label))}`, sheet)
  return lines.length === 0 ? [] : [[...head, ...lines]]
}

function interval(sheet: Sheet): string[] {
  const { data, width } = sheet
  return [
    ...heading('What the intervals do not say', sheet),
    ...wrap([...beyondChance(data.runs), DISCLAIMER].join(' '), width),
    ...(data.seedGiven
      ? []
      : wrap(`The scenario names no seed; the fixed default "${plain(data.seed)}" was used.`, width)),
  ]
}

function places(sheet: Sheet, files: NonNullable<SummaryOptions['files']>): string[] {
  const longest = Math.max(...files.map(([path]) => widthOf(plain(path, 200))))
  return [
    ...heading('Where it all is', sheet),
    // a path is not cut: it is there to be copied
    ...files.map(([path, what]) => `  ${pad(plain(path, 200), longest)}  ${plain(what)}`),
  ]
}

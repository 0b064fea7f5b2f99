/** Which mechanism did it, told on the terminal and on the page: the chill divided, exactly, with its intervals. */
import type { Switch } from '../scenario.js'
import type { Decomposition, GroupDecomposition } from '../studies/decompose.js'
import type { FindingsData, LeakerFindings } from '../studies/findings.js'
import type { Estimate } from '../studies/statistics.js'
import { barChart, type Bar } from './charts.js'
import { groupsOf } from './finding.js'
import { figure, INTERVAL, section, tableOf } from './frame.js'
import { h, type Markup } from './markup.js'
import { table, wrap, type Column, type Styling } from './terminal.js'
import {
  asSentence,
  between,
  count,
  isNumber,
  list,
  number,
  percent,
  plain,
  withArticle,
  type Labels,
} from './words.js'

/** What each mechanism is called where it is one cause among others. */
const NAMES: Readonly<Partial<Record<Switch, string>>> = {
  witness: 'witness learning',
  imitation: 'imitation',
  reciprocity: 'reciprocity',
  sharedClubs: 'shared clubs',
  sourceLoss: 'source loss',
}

function nameOf(mechanism: Switch): string {
  return (Object.hasOwn(NAMES, mechanism) ? NAMES[mechanism] : undefined) ?? plain(mechanism)
}

const BASE = 'own experience alone'
const WHOLE = 'all together'

/** A share that rounds to nothing is not worth a word. */
const MATTERS = 0.0005

/** How the division is to be read, said above it. */
function methodOf({ runs, settings, off }: Decomposition): string {
  const without =
    off.length === 0 ? '' : ` Off in this scenario, and so exactly 0: ${list(off.map(nameOf), 9)}.`
  return `Shapley shares: what each mechanism adds to the chill, averaged over every order of switching it on, from all ${count(settings.length, 'setting')} of the switches under the same draws (${count(runs, 'pair')} each). They and the base, which is what each victim's own experience does with all of them off, sum to the whole. The intervals are chance only.${without}`
}

/** What stands out, in a sentence for one group; empty where nothing flowed. */
function sentenceOf({ whole, base, shares }: GroupDecomposition, who: string): string {
  if (!isNumber(whole.mean)) return ''
  const clear = shares
    .filter(({ share: { mean, low, high } }) => (low > 0 || high < 0) && Math.abs(mean) >= MATTERS)
    .toSorted((a, b) => Math.abs(b.share.mean) - Math.abs(a.share.mean))
    .map(({ mechanism, share }) => `${number(100 * share.mean, 1)} from ${nameOf(mechanism)}`)
  const causes = [
    ...(Math.abs(base.mean) >= MATTERS ? [`${number(100 * base.mean, 1)} from ${BASE}`] : []),
    ...clear,
  ]
  const told =
    causes.length === 0 ? 'nothing stands out from chance' : `these points stand out: ${list(causes, 9)}`
  return asSentence(`${who}: of a chill of ${percent(whole.mean)} ${told}`)
}

/** The rows of a group: the base, the share of each mechanism, the whole. */
function rowsOf({ whole, base, shares }: GroupDecomposition): Bar[] {
  return [
    { name: BASE, estimate: base },
    ...shares.map(({ mechanism, share }) => ({ name: nameOf(mechanism), estimate: share })),
    { name: WHOLE, estimate: whole },
  ]
}

/** An exact 0 is said without an interval: nothing reaches it. */
function cellsOf(estimate: Estimate, runs: number): [mean: string, interval: string] {
  const { mean, low, high } = estimate
  return mean === 0 && low === 0 && high === 0 ? ['0', ''] : [percent(mean), between(estimate, runs)]
}

/** Whether anything moves in a group, in whole or in part. */
function says({ whole, base, shares }: GroupDecomposition): boolean {
  return [whole, base, ...shares.map(({ share }) => share)].some(({ mean }) => isNumber(mean) && mean !== 0)
}

/** The sections of the page, one for each leaker; none where the chill was not divided. */
export function decompositionSections(data: FindingsData, labels: Labels): Markup[] {
  const { decomposition, leakers } = data
  if (decomposition === undefined) return []
  return decomposition.leakers.flatMap(({ leaker, label, groups }) => {
    const found = leakers.find((candidate) => candidate.leaker === leaker)
    return section(
      `Which mechanism did it: the chill toward ${withArticle(plain(label))}`,
      h('p', {}, methodOf(decomposition)),
      ...groupNames(found, labels).flatMap(({ key, name }) => groupParts(decomposition, groups[key], name)),
    )
  })
}

function groupNames(
  leaker: LeakerFindings | undefined,
  labels: Labels,
): { key: 'direct' | 'spillOver' | 'rest'; name: string }[] {
  return leaker === undefined ? [] : groupsOf(leaker, labels)
}

function groupParts({ runs }: Decomposition, group: GroupDecomposition, who: string): Markup[] {
  if (!says(group)) return [h('p', {}, asSentence(`${who}: no chill to divide`))]
  const caption = {
    title: `The chill of ${who}, divided`,
    description: `${sentenceOf(group, who)} The table below has the numbers.`,
  }
  const rows = rowsOf(group)
  return [
    h('p', {}, sentenceOf(group, who)),
    figure(
      caption,
      'Bar: share of the chill. The line through its end is the 95\u00a0% interval (chance only).',
      (width) => barChart(rows, { ...caption, width }),
      tableOf(
        `Shares of the chill of ${who}.`,
        ['mechanism', '!share of the chill', `!${INTERVAL}`],
        rows.map(({ name, estimate }) => [name, ...cellsOf(estimate, runs)]),
      ),
    ),
  ]
}

/** The lines of the terminal below their heading, for one leaker; none where the chill was not divided. */
export function decompositionLines(
  data: FindingsData,
  found: LeakerFindings,
  labels: Labels,
  { width, style }: { readonly width: number; readonly style: Styling },
): string[] {
  const { decomposition } = data
  const own = decomposition?.leakers.find(({ leaker }) => leaker === found.leaker)
  if (decomposition === undefined || own === undefined) return []
  const keys = width >= 100 ? (['direct', 'spillOver', 'rest'] as const) : (['direct', 'spillOver'] as const)
  const columns: Column[] = [
    { head: ['', 'mechanism'], width: 20 },
    ...keys.flatMap((key): Column[] => [
      { head: ['', key === 'spillOver' ? 'others' : key], width: 8, side: 'right' },
      { head: ['95 % interval,', 'chance only'], width: 14, side: 'right' },
    ]),
  ]
  const rows = keys.map((key) => rowsOf(own.groups[key]))
  const lines = rows[0].map(({ name }, k) => [
    name,
    ...rows.flatMap((group) => cellsOf(group[k].estimate, decomposition.runs)),
  ])
  const told = groupsOf(found, labels)
    .filter(({ key }) => key !== 'rest')
    .map(({ key, name }) => sentenceOf(own.groups[key], name))
    .filter((sentence) => sentence !== '')
  return [
    ...told.flatMap((sentence) => wrap(sentence, width)),
    ...table(columns, lines, style),
    ...wrap(methodOf(decomposition), width).map(style.faint),
  ]
}

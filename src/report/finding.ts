/** The finding in words and rows, before anybody decides how it looks: what the terminal and the page both tell. */
import { DEFAULTS, type ParameterName } from '../parameters.js'
import type {
  BreachFact,
  FindingsData,
  GroupFindings,
  LeakerFindings,
  PartnerFindings,
} from '../studies/findings.js'
import type { Estimate } from '../studies/statistics.js'
import { movesOf } from './moves.js'
import { disclosed } from './sentences.js'
import {
  asSentence,
  between,
  count,
  GLOSSARY,
  isNumber,
  lessOrMore,
  list,
  named,
  NONE,
  number,
  percent,
  plain,
  share,
  spread,
  withArticle,
  type Labels,
} from './words.js'

/** What can be said of one group that shares with a leaker. */
export interface GroupLine {
  readonly key: 'direct' | 'spillOver' | 'rest'
  readonly name: string
  readonly group: GroupFindings
}

/** The groups of a leaker, by name: its victims, its other partners if it has any, and all sharing that does not go to it. */
export function groupsOf({ groups }: LeakerFindings, labels: Labels): GroupLine[] {
  const victims = list(
    groups.direct.countries.map((id) => named(labels, id)),
    3,
  )
  const others = groups.spillOver.countries.length
  return [
    { key: 'direct', name: victims === '' ? 'nobody' : victims, group: groups.direct },
    ...(others === 0
      ? []
      : [{ key: 'spillOver' as const, name: count(others, 'other partner'), group: groups.spillOver }]),
    { key: 'rest', name: GLOSSARY.rest, group: groups.rest },
  ]
}

/** The finding in a sentence or two, for each leaker: who told it less, by how much, in which form. */
export function finding(data: FindingsData, labels: Labels): string[] {
  if (data.leakers.length === 0)
    return ['No breach was taken out of the second world, so there is nothing to compare.']
  return data.leakers.map((leaker) => findingOf(leaker, data, labels))
}

function findingOf(leaker: LeakerFindings, data: FindingsData, labels: Labels): string {
  const { direct, spillOver } = leaker.groups
  const name = withArticle(plain(leaker.label))
  const [victims] = groupsOf(leaker, labels)
  const removed = data.breaches.filter((breach) => breach.removed)
  const breaches = removed.length > 1 ? 'breaches' : 'breach'
  const start =
    removed.filter(({ by }) => by === leaker.leaker).length > 1 ? 'its first breach' : 'the breach'
  const over = `over the ${count(data.days - leaker.day, 'day')} from ${start} on, `
  const it = direct.countries.length === 1 ? 'it' : 'they'
  const first = isNumber(direct.chill.mean)
    ? `${over}${victims.name} told ${name} ${lessOrMore(direct.chill.mean, `of what ${it} collected`)} ${it} would have without the ${breaches} (95\u00a0% interval, chance only: ${between(direct.chill, data.runs)})`
    : `${over}${victims.name} would have told ${name} nothing with or without the ${breaches}`
  const others = isNumber(spillOver.chill.mean)
    ? [
        `the ${count(spillOver.countries.length, 'other partner')} of ${name} together told it ${lessOrMore(spillOver.chill.mean, 'of what they collected')} otherwise (${between(spillOver.chill, data.runs)})`,
      ]
    : []
  return [first, ...others].map(asSentence).join(' ')
}

/** How the victims' telling changed its form: less often left out than stripped of its source. Empty where it did not change. */
export function formOf({ groups: { direct } }: LeakerFindings, labels: Labels): string {
  const [, tearWith = 0, fullWith = 0] = direct.grades.with
  const [, tearWithout = 0, fullWithout = 0] = direct.grades.without
  const who = list(
    direct.countries.map((id) => named(labels, id)),
    3,
  )
  if (fullWith + tearWith === 0 && fullWithout + tearWithout === 0) return ''
  const [full, fullElse, tear, tearElse] = [fullWith, fullWithout, tearWith, tearWithout].map(share)
  if (full === fullElse && tear === tearElse) return ''
  return asSentence(
    `of what ${who} had to tell, ${full} went over in full instead of ${fullElse}, and ${tear} as a tear-line (the substance without its source) instead of ${tearElse}`,
  )
}

/** How far the chill reached, how long it lasted, and what was lost beside it. */
export function reachOf(leaker: LeakerFindings, data: FindingsData, labels: Labels): string {
  const { reach, supplyLost, groups } = leaker
  const name = withArticle(plain(leaker.label))
  const [victims] = groupsOf(leaker, labels)
  const others = groups.spillOver.countries.length
  const told: string[] = []
  const { p05, p95 } = groups.direct.runs
  if (p05 !== null && p95 !== null && p05 !== p95)
    told.push(
      `run by run, the chill of ${victims.name} lay from ${between({ low: p05, high: p95 }, data.runs)} in nine of ten runs`,
    )
  if (others > 0 && isNumber(reach.mean))
    told.push(
      `of the ${count(others, 'other partner')}, ${percent(reach.mean)} told ${name} less by a tenth or more (reach; ${between(reach, data.runs)})`,
    )
  if (isNumber(groups.direct.chill.mean) && groups.direct.chill.mean > 0)
    told.push(
      groups.direct.halfLife === null
        ? `the deepest chill of ${victims.name} had not halved by the last day`
        : `half of the deepest chill of ${victims.name} was gone ${count(groups.direct.halfLife, 'day')} later`,
    )
  if (supplyLost.items.mean > 0)
    told.push(
      `apart from the chill, sources crippled by the breach would have given ${name} ${number(supplyLost.items.mean, 1)} more items in that time (${spread(supplyLost.items, data.runs, 1)})`,
    )
  return told.map(asSentence).join(' ')
}

/** A day of the scenario and what it brings, the same in every run. */
export interface Milestone {
  readonly day: number
  readonly text: string
  /** in a word or two, for a picture */
  readonly short: string
}

/** The breaches and their two press clocks, and what else is scripted, in order of days. */
export function timeline({ breaches, moves, days }: FindingsData, labels: Labels): Milestone[] {
  const all = [
    ...breaches.flatMap((breach) => milestonesOf(breach, labels)),
    ...moves.flatMap((move) => movesOf(move, labels)),
  ]
  return all.filter(({ day }) => day < days).sort((a, b) => a.day - b.day)
}

function milestonesOf(breach: BreachFact, labels: Labels): Milestone[] {
  const { day, pressDay, namedDay, of, removed, happened, traced } = breach
  const both = removed ? '' : ' (in both worlds)'
  const milestones = [
    {
      day,
      text: asSentence(disclosed(breach, labels) + both),
      short: happened ? 'the secret is passed on' : 'the accusation',
    },
  ]
  // a breach of no weight is told and goes no further
  if (breach.severity === 0) return milestones
  const source = list(of.map((id) => named(labels, id)))
  if (pressDay !== null)
    milestones.push({
      day: pressDay,
      text: traced ? 'The press has the story.' : 'The press has the secret, and does not say who leaked it.',
      short: 'the press has it',
    })
  if (namedDay !== null)
    milestones.push({
      day: namedDay,
      text: `The press names ${source} as the source.`,
      short: 'the source is named',
    })
  return milestones
}

/** Victims first, then by chill, the deepest first; partners who share nothing come last. */
export function byChill(partners: readonly PartnerFindings[]): PartnerFindings[] {
  const depth = ({ chill }: PartnerFindings): number => (isNumber(chill.mean) ? chill.mean : -Infinity)
  return partners.toSorted(
    (a, b) => Number(b.role === 'victim') - Number(a.role === 'victim') || order(depth(b), depth(a)),
  )
}

/** Partners below this chill are counted, not listed. */
const MATTERS = 0.02

/** Partners worth a row of their own, and the others. */
export function sorted(
  partners: readonly PartnerFindings[],
  most = Infinity,
): { shown: PartnerFindings[]; folded: PartnerFindings[] } {
  const all = byChill(partners)
  const matter = all.filter(
    ({ role, chill }) => role === 'victim' || (isNumber(chill.mean) && chill.mean >= MATTERS),
  )
  const shown = matter.slice(0, most)
  return { shown, folded: all.filter((partner) => !shown.includes(partner)) }
}

/** What the folded partners have in common: `12 others under 2 %`, `16 others at 3.6 % at most`, `3 others: no change`. */
export function foldedLine(shown: readonly PartnerFindings[], folded: readonly PartnerFindings[]): string {
  const others = count(folded.length, 'other')
  const chills = folded.map(({ chill }) => (isNumber(chill.mean) ? chill.mean : 0))
  const deepest = Math.max(...chills)
  if (chills.every((chill) => Math.abs(chill) < 0.0005)) return `${others}: no change`
  if (deepest < MATTERS) return `${others} under ${percent(MATTERS, 0)}`
  // the rows were cut: the last one shown says how deep the others go, unless it is a victim's, which stands out of order
  const last = shown.findLast(({ role }) => role !== 'victim')?.chill.mean
  return `${others} at ${percent(Math.max(deepest, isNumber(last) ? last : deepest))} at most`
}

/** One line about plots: what it counts, its estimate a run. */
export interface PlotLine {
  readonly what: string
  readonly mean: string
  readonly interval: string
}

/** What was not heard, a run. */
export function plotLines({ plots, runs }: FindingsData): PlotLine[] {
  const line = (what: string, estimate: Estimate): PlotLine => {
    return { what, mean: number(estimate.mean), interval: spread(estimate, runs) }
  }
  return [
    line('plots', plots.plots),
    line('warnings given with the breach', plots.warningsWith),
    line('warnings given without it', plots.warningsWithout),
    line('warnings lost: never given because of the breach', plots.lost),
    line('warnings degraded: a tear-line instead of everything', plots.degraded),
    line('warnings gained: said more fully with the breach', plots.gained),
    line('plots averted with the breach', plots.avertedWith),
    line('plots averted without it', plots.avertedWithout),
    line('plots not averted because of the breach', plots.notAverted),
  ]
}

/** What the figures rest on, as rows of name and value. */
export function ledger(data: FindingsData): [string, string][] {
  const { network, seed, seedGiven, runs, firstRun, resultsEpoch, days, off } = data
  const changed = Object.entries(data.changed).map(([name, value]) => {
    const usual = Object.hasOwn(DEFAULTS, name) ? DEFAULTS[name as ParameterName] : undefined
    return `${plain(name)} = ${value}${usual === undefined ? '' : ` (default ${usual})`}`
  })
  return [
    ['network', plain(network)],
    ['pairs of runs', `${runs}, from run ${firstRun} on`],
    ['days simulated', String(days)],
    ['seed', `${plain(seed)}${seedGiven ? '' : ' (the fixed default: the scenario names none)'}`],
    ['results epoch', String(resultsEpoch)],
    ['parameters changed', changed.length === 0 ? 'none: all at their defaults' : changed.join(', ')],
    ['mechanisms switched off', off.length === 0 ? 'none' : off.map((name) => plain(name)).join(', ')],
    ['typical run', String(data.typicalRun)],
    ...data.leakers.map((leaker): [string, string] => [
      data.leakers.length === 1 ? 'pairing' : `pairing, ${plain(leaker.label)}`,
      pairingOf(leaker),
    ]),
  ]
}

function pairingOf({ groups: { direct, spillOver, rest } }: LeakerFindings): string {
  return `direct ${number(direct.pairing)}, spill-over ${number(spillOver.pairing)}, rest ${number(rest.pairing)}`
}

/** What the table of the three groups shows, said above it. */
export function groupsLine({ leaker, label }: LeakerFindings, { breaches }: FindingsData): string {
  const first = breaches.filter(({ by, removed }) => removed && by === leaker).length > 1 ? 'first ' : ''
  return `Chill: how much less value was told than in the same world without the breach, from the ${first}breach to the last day. The last row counts what is told to others than ${withArticle(plain(label))}, those above it what is told to it.`
}

/** Whole days; NONE where it never came to that. */
export function daysText(days: number | null): string {
  return isNumber(days) ? String(Math.round(days)) : NONE
}

function order(a: number, b: number): number {
  return a === b ? 0 : a - b
}

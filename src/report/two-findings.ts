/** Two findings side by side: the main numbers of A and of B, and their difference where both threw the same dice. */
import type { Comparison, Contrast } from '../studies/compare.js'
import type { FindingsData, LeakerFindings, PartnerFindings, PlotFindings } from '../studies/findings.js'
import type { Estimate } from '../studies/statistics.js'
import { tableOf } from './frame.js'
import type { Markup } from './markup.js'
import { between, list, NONE, number, percent, plain, share, spread, withArticle } from './words.js'

/** Partners listed. */
const MOST_PARTNERS = 5

const GROUPS = {
  direct: 'chill, direct: the victims',
  spillOver: 'chill, spill-over: other partners',
  rest: 'chill, rest: told to others',
} as const

/** How a kind of number is said: by itself, and its interval. */
interface Saying {
  readonly say: (value: number) => string
  readonly range: (estimate: Estimate, runs: number) => string
}
const CHILL: Saying = { say: (value) => percent(value), range: between }
const SHARE: Saying = { say: (value) => share(value), range: between }
const AMOUNT: Saying = { say: (value) => number(value), range: spread }

/**
 * @param comparison of the two under the same draws; without it no difference is told, for chance would be in it twice
 */
export function twoFindings(a: FindingsData, b: FindingsData, comparison?: Comparison): Markup {
  const dice =
    comparison === undefined
      ? 'A and B did not throw the same dice for the same countries, so no difference is told.'
      : `A and B threw the same dice; B less A rests on ${comparison.runs}\u00a0pairs of runs of each.`
  const [toA, toB] = [leakersOf(a), leakersOf(b)]
  const whom =
    toA === toB ? `What is told to ${toA} in A and in B.` : `What is told to ${toA} in A, and to ${toB} in B.`
  const caption = `${whom} ${dice} The intervals are chance only.`
  const heads = [
    'what',
    '!A',
    '!95\u00a0% interval',
    '!B',
    '!95\u00a0% interval',
    '!B less A',
    '!95\u00a0% interval',
  ]
  const row = (
    name: string,
    { say, range }: Saying,
    ofA?: Estimate,
    ofB?: Estimate,
    both?: Contrast,
  ): string[] => [
    name,
    ...[ofA, ofB].flatMap((estimate, k) =>
      estimate === undefined ? [NONE, ''] : [say(estimate.mean), range(estimate, [a, b][k].runs)],
    ),
    ...(both === undefined || comparison === undefined
      ? [NONE, '']
      : [say(both.difference.mean), range(both.difference, comparison.runs)]),
  ]
  const plots = (name: string, column: keyof PlotFindings, both?: Contrast): string[] =>
    row(name, AMOUNT, a.plots[column], b.plots[column], both)
  const [inA, inB, inBoth] = [a.leakers.at(0), b.leakers.at(0), comparison?.leakers.at(0)]
  const groups = (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((key) =>
    row(GROUPS[key], CHILL, inA?.groups[key].chill, inB?.groups[key].chill, inBoth?.groups[key]),
  )
  const steps = mostAffected([inA, inB]).map(({ id, label }) =>
    row(
      `step down by ${withArticle(plain(label))}`,
      SHARE,
      stepOf(inA, id),
      stepOf(inB, id),
      inBoth?.partners.find((partner) => partner.id === id)?.step,
    ),
  )
  return tableOf(caption, heads, [
    ...groups,
    ...steps,
    plots('warnings a run never given', 'lost', comparison?.warningsLost),
    plots('warnings a run that say less', 'degraded'),
    plots('plots a run not averted', 'notAverted'),
  ])
}

function leakersOf({ leakers }: FindingsData): string {
  return list(leakers.map(({ label }) => withArticle(plain(label))))
}

function stepOf(leaker: LeakerFindings | undefined, id: string): Estimate | undefined {
  return leaker?.partners.find((partner) => partner.id === id)?.step.with
}

/** The partners most likely to step down because of the breach, in either. */
function mostAffected(leakers: readonly (LeakerFindings | undefined)[]): PartnerFindings[] {
  const all = leakers.flatMap((leaker) => leaker?.partners ?? [])
  const most = all.toSorted((one, other) => other.step.difference.mean - one.step.difference.mean)
  return most
    .filter(({ id }, k) => most.findIndex((partner) => partner.id === id) === k)
    .slice(0, MOST_PARTNERS)
}

/** Chance and assumption side by side, told on the terminal and on the page: what more runs cannot narrow, and what tips the answer. */
import type {
  AnswerFindings,
  Assumptions,
  LeakerAssumptions,
  AssumptionMove,
  OutcomeRange,
  Question,
} from '../studies/assumptions.js'
import type { FindingsData } from '../studies/findings.js'
import { barChart, rangeChart } from './charts.js'
import { figure, INTERVAL, section, tableOf } from './frame.js'
import { h, type Markup } from './markup.js'
import { table, wrap, type Column, type Styling } from './terminal.js'
import {
  asSentence,
  between,
  count,
  isNumber,
  list,
  named,
  NONE,
  number,
  percent,
  plain,
  spread,
  withArticle,
  type Labels,
} from './words.js'

/** Moves shown at most, the widest first. */
const MOST_MOVES = 12

/** Tips and separators named in a sentence at most. */
const MOST_NAMED = 8

/** The 90 % range of a share over the draws, wherever it stands beside an interval: `0.0 to 90.4 %`. */
export function assumedRange(outcome: OutcomeRange | undefined): string {
  if (outcome === undefined || !isNumber(outcome.range.low) || !isNumber(outcome.range.high)) return NONE
  return between(outcome.range, 2)
}

/** What the draws say of one leaker; undefined where they were not asked. */
export function assumedOf({ assumptions }: FindingsData, leaker: string): LeakerAssumptions | undefined {
  return assumptions?.leakers.find((found) => found.leaker === leaker)
}

/** How it was found, said above it. */
function methodOf(assumptions: Assumptions): string {
  const { draws, drawn, runs, baseRuns, kept } = assumptions
  const fixed = kept.length === 0 ? '' : ` Left as the scenario has them: ${list(kept.map(plainName), 9)}.`
  return `The intervals say what the dice leave open, and narrow with more runs. What the assumptions leave open does not. So all of ${count(drawn.length, 'parameter')} were drawn ${draws} times from their plausible ranges, also those that the scenario sets, with ${count(runs, 'pair')} a draw under the same dice; with the scenario's own numbers it is ${count(baseRuns, 'pair')}. Nine draws in ten lie in the range given; what so few pairs leave to chance is in it too.${fixed}`
}

const plainName = (name: string): string => plain(name)

interface Row {
  readonly name: string
  readonly outcome: OutcomeRange
  readonly isShare: boolean
}

function rowsOf(
  { warningsLost }: Assumptions,
  { outcomes }: LeakerAssumptions,
  off: readonly string[],
): Row[] {
  const share = (name: string, outcome: OutcomeRange): Row => ({ name, outcome, isShare: true })
  return [
    share('chill of the victims', outcomes.direct),
    share('chill of the others', outcomes.spillOver),
    share('victim steps down', outcomes.victimSteps),
    share('another steps down', outcomes.othersStep),
    ...(off.includes('warnings')
      ? []
      : [{ name: 'warnings lost, a run', outcome: warningsLost, isShare: false }]),
  ]
}

/** Mean, interval by chance, range by assumption. */
function cellsOf({ outcome, isShare }: Row, runs: number): [string, string, string] {
  const { base, range } = outcome
  if (isShare) return [percent(base.mean), between(base, runs), assumedRange(outcome)]
  return [number(base.mean), spread(base, runs), spread({ ...range, mean: range.middle }, 2)]
}

/** The two questions and what the draws, the single moves and the classes of draws answer. */
function answersOf(assumptions: Assumptions, leaker: LeakerAssumptions, labels: Labels): string[] {
  const { chill, step } = assumptions.thresholds
  const victim = leaker.victim === null ? 'the main victim' : named(labels, leaker.victim)
  const asked: Record<Question, string> = {
    chill: `Is there a chill of the victims, that is more than ${percent(chill, 0)} less beyond chance?`,
    step: `Does ${victim} step down because of the breach, in more than ${percent(step, 0)} of the runs beyond chance?`,
  }
  return (['chill', 'step'] as const).map((question) =>
    [asked[question], ...answerOf(assumptions, leaker, leaker.answers[question])].join(' '),
  )
}

const WORDS = { yes: 'yes', no: 'no', unclear: 'open' } as const

function answerOf(
  { draws, drawn }: Assumptions,
  { moves }: LeakerAssumptions,
  { base, draws: counts, tips, separators }: AnswerFindings,
): string[] {
  const turned = tips
    .map((tip) => moves[tip])
    .map(({ parameter, to }) => `${plain(parameter)} at ${short(to)}`)
  const apart = separators.map(
    ({ parameter, whereYes, whereNo }) =>
      `${plain(parameter)} (median ${short(whereYes)} where yes, ${short(whereNo)} where no)`,
  )
  return [
    `With the scenario's own numbers: ${WORDS[base]}. Of ${count(draws, 'draw')}: ${counts.yes} yes, ${counts.no} no, ${counts.unclear} open.`,
    base === 'unclear'
      ? 'Where the scenario itself leaves it open, no single parameter can be said to tip it.'
      : turned.length === 0
        ? 'No parameter tips it when moved alone to an end of its range.'
        : `Moved alone, these tip it: ${list(turned, MOST_NAMED)}.`,
    apart.length > 0
      ? `Draws with a yes and draws with a no differ in ${list(apart, MOST_NAMED)}.`
      : counts.yes >= 5 && counts.no >= 5
        ? `No single one of the ${drawn.length} sets draws with a yes apart from draws with a no more clearly than chance might.`
        : 'Too few draws answer otherwise to say what sets them apart.',
  ]
}

/** A value of a parameter with as many digits as tell it. */
function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '\u2212')
}

/** Moves that change the direct chill most, tips included, the widest first. */
function widest({ moves }: LeakerAssumptions): AssumptionMove[] {
  const width = ({ difference }: AssumptionMove): number =>
    isNumber(difference.mean) ? Math.abs(difference.mean) : 0
  return moves
    .toSorted((a, b) => width(b) - width(a))
    .filter((move) => width(move) >= 0.0005)
    .slice(0, MOST_MOVES)
}

/** The sections of the page, one for each leaker; none where assumptions were not varied. */
export function assumptionSections(data: FindingsData, labels: Labels): Markup[] {
  const { assumptions, off } = data
  if (assumptions === undefined) return []
  return assumptions.leakers.flatMap((leaker) =>
    section(
      `Chance and assumption: the chill toward ${withArticle(plain(leaker.label))}`,
      h('p', {}, methodOf(assumptions)),
      ...rangesFigure(assumptions, leaker, off),
      ...answersOf(assumptions, leaker, labels).map((told) => h('p', {}, told)),
      ...movesFigure(assumptions, leaker),
    ),
  )
}

function rangesFigure(assumptions: Assumptions, leaker: LeakerAssumptions, off: readonly string[]): Markup[] {
  const rows = rowsOf(assumptions, leaker, off)
  const caption = {
    title: 'What chance leaves open, and what the assumptions do',
    description:
      'For each outcome the value with the scenario’s own numbers, its 95\u00a0% interval by chance alone, and the range of nine draws in ten of the parameters. The table below has the numbers.',
  }
  return [
    figure(
      caption,
      `Dot: with the scenario's own numbers. Line: 95\u00a0% interval, chance only. Shade: 90\u00a0% of ${assumptions.draws} draws of the parameters.`,
      (width) =>
        rangeChart(
          rows
            .filter(({ isShare }) => isShare)
            .map(({ name, outcome }) => ({ name, estimate: outcome.base, range: outcome.range })),
          { ...caption, width },
        ),
      tableOf(
        'To step down: to take a formal step down with the breach and none without it, as a share of the runs.',
        [
          'outcome',
          '!with these numbers',
          `!${INTERVAL}`,
          `!90\u00a0% range, assumptions`,
          '!half the draws below',
        ],
        rows.map((row) => [
          row.name,
          ...cellsOf(row, assumptions.baseRuns),
          row.isShare ? percent(row.outcome.range.middle) : number(row.outcome.range.middle),
        ]),
      ),
    ),
  ]
}

function movesFigure({ runs }: Assumptions, leaker: LeakerAssumptions): Markup[] {
  const moves = widest(leaker)
  if (moves.length === 0)
    return [
      h(
        'p',
        {},
        asSentence('no parameter moved alone to an end of its range changes the chill of the victims'),
      ),
    ]
  const caption = {
    title: 'One parameter at a time',
    description:
      'How the chill of the victims changes when one parameter alone goes to an end of its range, the widest changes first. The table below has the numbers.',
  }
  return [
    figure(
      caption,
      'Bar: change of the chill of the victims under the same dice, with its 95\u00a0% interval (chance only).',
      (width) =>
        barChart(
          moves.map(({ parameter, to, difference }) => ({
            name: `${parameter} ${short(to)}`,
            estimate: difference,
          })),
          { ...caption, width },
        ),
      tableOf(
        'Each parameter alone at an end of its range, everything else as the scenario has it.',
        [
          'parameter',
          '!from',
          '!to',
          '!chill of the victims',
          '!change',
          `!${INTERVAL}`,
          '!main victim steps down',
        ],
        moves.map((move) => [
          plain(move.parameter),
          short(move.from),
          short(move.to),
          percent(move.direct.mean),
          percent(move.difference.mean),
          between(move.difference, runs),
          percent(move.victimSteps.mean, 0),
        ]),
      ),
    ),
  ]
}

/** The lines of the terminal below their heading, for one leaker; none where assumptions were not varied. */
export function assumptionLines(
  data: FindingsData,
  leaker: string,
  labels: Labels,
  { width, style }: { readonly width: number; readonly style: Styling },
): string[] {
  const { assumptions, off } = data
  const own = assumedOf(data, leaker)
  if (assumptions === undefined || own === undefined) return []
  const columns: Column[] = [
    { head: ['', 'outcome'], width: Math.min(40, width - 45) },
    { head: ['these', 'numbers'], width: 7, side: 'right' },
    { head: ['95 % interval,', 'chance only'], width: 16, side: 'right' },
    { head: ['90 % range,', 'assumptions'], width: 16, side: 'right' },
  ]
  const rows = rowsOf(assumptions, own, off).map((row) => [row.name, ...cellsOf(row, assumptions.baseRuns)])
  return [
    ...wrap(methodOf(assumptions), width),
    ...table(columns, rows, style),
    ...wrap(
      'To step down: to take a formal step down with the breach and none without it, as a share of the runs.',
      width,
    ).map(style.faint),
    ...answersOf(assumptions, own, labels).flatMap((told) => wrap(told, width)),
  ]
}

/** The model held against the record, told on the terminal and as a page: scores, what they are worth, and what costs nothing. */
import { DISCLAIMER } from '../disclaimer.js'
import type {
  Backtest,
  BacktestOutcome,
  ControlFindings,
  Price,
  Severity,
  SubsetFindings,
} from '../studies/backtest.js'
import {
  BASELINES,
  cutChance,
  ENOUGH_RUNS,
  FIRST_CUT,
  type Baseline,
  type Scores,
} from '../studies/scores.js'
import { IDLE } from '../studies/controls.js'
import type { Estimate } from '../studies/statistics.js'
import { reliabilityChart } from './charts.js'
import { documentOf, figure, section, tableOf } from './frame.js'
import { h, type Markup } from './markup.js'
import { fit, pad, PLAIN, table, widthOf, wrap, type Column, type Styling } from './terminal.js'
import { asSentence, count, isNumber, list, number, percent, plain, share } from './words.js'

const BASELINE_NAMES: Readonly<Record<Baseline, string>> = {
  coin: 'coin',
  alwaysNo: 'always no',
  baseRate: 'base rate',
  byKind: 'base rate by kind',
}
const SUBSET_NAMES: Readonly<Record<SubsetFindings['name'], string>> = {
  all: 'all',
  strict: 'strict sample',
  firm: 'confidence A or B',
  recent: 'after 2010',
}
const SEVERITY_NAMES: Readonly<Record<Severity, string>> = {
  blind: 'model, severity rated blind',
  aware: 'model, severity rated knowing',
}
const CONTROL_NAMES: Readonly<Record<string, string>> = {
  victims: 'victims shuffled',
  severity: 'severity removed',
  network: 'network removed',
}
const REMOVED: Readonly<Record<string, string>> = {
  victims: 'who was hurt',
  severity: 'how severe the breach was',
  network: 'the network',
}
const BASELINE_ORDER = Object.keys(BASELINES) as Baseline[]

const NOTES = [
  'Brier: squared error of the probability of a cut. Log: minus the logarithm of what was given to what happened. Ranked: squared errors over all steps from nothing to the end of sharing, on average. Lower is better for all three.',
  'Intervals are 95\u00a0% by episode: whole episodes drawn again, with the forecasts as they are. They do not say how the record came to be: quiet cuts and quiet breaches are missing, and “none” often means none reported.',
  'Probabilities come from counts of runs, with half a run added on either side of the cut (Jeffreys), so that no finite number of runs makes a forecast of never or always.',
  'Base rates leave out the whole episode that is forecast.',
] as const

/** From fewer episodes nothing is claimed. */
const FEW_EPISODES = 10

/** An interval as `−0.012 to 0.034`. */
function interval({ low, high }: Estimate, digits = 3): string {
  return isNumber(low) && isNumber(high) ? `${number(low, digits)} to ${number(high, digits)}` : 'no interval'
}

/** A mean; an infinite one as its sign. */
function mean({ mean: value }: Estimate, digits = 3): string {
  return value === Infinity || value === null ? '∞' : number(value, digits)
}

/** The one number that counts: Brier against the base rate's, and what may be said of it. */
function verdict({ subsets, runs }: Backtest): string {
  const [all] = subsets
  const difference = all.model.blind.less.baseRate.brier
  const { low, high } = difference
  const told =
    all.episodes < FEW_EPISODES
      ? `not to be judged: fewer than ${FEW_EPISODES} episodes give intervals that mean little`
      : runs < ENOUGH_RUNS
        ? `not to be judged: below ${ENOUGH_RUNS} runs the half run added is a forecast of its own, near the base rate whatever the model says`
        : high < 0
          ? 'better than the base rate'
          : low > 0
            ? 'worse than the base rate'
            : 'not shown to be better or worse than the base rate'
  return `Of ${count(all.outcomes, 'originator outcome')} of ${count(all.episodes, 'documented breach').replace(/breachs$/, 'breaches')}, ${all.cuts} were cuts. On whether there was a cut within 180 days the model scores ${mean(all.model.blind.scores.brier)} (Brier), the base rate ${mean(all.baselines.baseRate.brier)}: the difference is ${mean(difference)} (95\u00a0% interval by episode ${interval(difference)}), so the model is ${told}.`
}

/** What a level hides: how many forecasts say nothing, and whether their order is right. */
function furtherSentences({ outcomes, subsets, runs }: Backtest): string[] {
  const never = outcomes.filter(({ counts }) => counts.blind.slice(FIRST_CUT).every((count) => count === 0))
  const { order } = subsets[0].model.blind
  const floor = 0.5 / (runs + 1)
  return [
    `For ${never.length} of the ${count(outcomes.length, 'outcome')} no run shows a cut: what is forecast there, ${percent(floor)}, is nothing but the half run added to ${runs}.`,
    isNumber(order.mean)
      ? `Of a cut and an outcome that was none, from different episodes, the model expects the graver response of the cut in ${percent(order.mean, 0)} (95\u00a0% by episode: ${number(100 * order.low, 0)} to ${percent(order.high, 0)}; a coin: 50\u00a0%).`
      : 'There is no cut, or nothing else, so the order of the forecasts says nothing.',
  ]
}

function bystanderSentence({ bystanders: { simulated, documented } }: Backtest): string {
  const { partners, cutRate, above5 } = simulated
  if (partners === 0) return 'No breacher has a partner that was not hurt.'
  const aim = cutRate.mean <= 0.05 ? 'at or below the 5\u00a0% aimed at' : 'above the 5\u00a0% aimed at'
  const cuts = documented.filter(({ observed }) => observed >= FIRST_CUT).length
  return `Partners that were not hurt cut in ${percent(cutRate.mean, 2)} of runs (95\u00a0% by episode: ${number(100 * cutRate.low, 2)} to ${number(100 * cutRate.high, 2)}\u00a0%), ${aim}; ${above5} of ${partners} do so in more than 5\u00a0%. On record: ${cuts} of ${documented.length}.`
}

/** What each removal costs, in sentences: what costs nothing first. */
function controlSentences({ controls, unshuffled }: Backtest): string[] {
  const of = (price: Price): ControlFindings[] => controls.filter(({ removal }) => removal === price)
  const named = ({ name }: ControlFindings): string => REMOVED[name] ?? `the mechanism ${name}`
  const priced = (one: ControlFindings): string => `${named(one)} (${interval(one.difference.brier)})`
  const network = controls.find(({ name }) => name === 'network')
  const told: string[] = []
  if (network !== undefined)
    told.push(
      network.removal === 'costs'
        ? `Removing the network makes the forecasts worse by ${mean(network.difference.brier)} (${interval(network.difference.brier)}).`
        : `The network costs nothing to remove that could be told from chance: with only breacher and originator left Brier changes by ${mean(network.difference.brier)} (${interval(network.difference.brier)})${network.removal === 'helps' ? ', for the better' : ''}.`,
    )
  const nothing = of('nothing').filter((one) => one !== network)
  if (nothing.length > 0)
    told.push(asSentence(`not shown to cost anything to remove: ${list(nothing.map(priced), 20)}`))
  const costs = of('costs').filter((one) => one !== network)
  if (costs.length > 0)
    told.push(asSentence(`worth something: without ${list(costs.map(priced), 20)} the forecasts are worse`))
  const helps = of('helps').filter((one) => one !== network)
  if (helps.length > 0)
    told.push(asSentence(`the forecasts are better without ${list(helps.map(priced), 20)}`))
  told.push(
    `Each other mechanism (${list(IDLE, 20)}) has nothing to act on in these cases; without it the forecasts are the same.`,
  )
  if (unshuffled > 0)
    told.push(
      asSentence(
        `for ${count(unshuffled, 'outcome')} no other partner could be put in the originator’s place`,
      ),
    )
  return told
}

function exclusions({ excluded, cases, others }: Backtest): string[] {
  const { notAttributable, noCountry, notInNetwork, counterMoves } = excluded
  const unplayed = cases.breaches - cases.played
  return [
    `Left out: ${notAttributable} with another proven cause, ${noCountry} of the European Union or of nobody named, ${notInNetwork} of countries that the network has not, ${counterMoves} counter-moves of breachers.`,
    ...(unplayed === 0
      ? []
      : [
          `${count(unplayed, 'episode')} could not be played, because breacher and originators share no known agreement in that year; the model says none of each of their outcomes.`,
        ]),
    ...(cases.others === 0
      ? []
      : [
          `${count(cases.others, 'episode')} of another trigger (disputes, coercion, misuse or its fear), with ${count(others.length, 'outcome')}, are neither played nor pooled with breaches.`,
        ]),
  ]
}

/** A row for each forecaster of a subset. */
function scoreRows(subset: SubsetFindings): string[][] {
  const less = (scores: Scores | undefined): string[] =>
    scores === undefined ? ['', ''] : [mean(scores.brier), interval(scores.brier)]
  const row = (name: string, scores: Scores, against?: Scores): string[] => [
    name,
    mean(scores.brier),
    interval(scores.brier),
    mean(scores.log),
    mean(scores.ranked),
    ...less(against),
  ]
  return [
    ...(['blind', 'aware'] as const).map((severity) =>
      row(SEVERITY_NAMES[severity], subset.model[severity].scores, subset.model[severity].less.baseRate),
    ),
    ...BASELINE_ORDER.map((name) => row(BASELINE_NAMES[name], subset.baselines[name])),
  ]
}

/** The report as an HTML document. */
export function backtestPage(data: Backtest): string {
  const { subsets, controls, reliability, runs } = data
  const title = 'The model against the record'
  return documentOf(
    title,
    h(
      'header',
      {},
      h('p', { class: 'kind' }, `Documented cases, played again: ${count(runs, 'pair')} of runs each`),
      h('h1', {}, title),
      h('p', { class: 'lead' }, verdict(data)),
      ...furtherSentences(data).map((text) => h('p', {}, text)),
      h('p', {}, bystanderSentence(data)),
      h('p', { class: 'aside disclaimer' }, DISCLAIMER),
    ),
    h(
      'main',
      {},
      ...section('Scores', ...subsets.map(subsetTable)),
      ...section('Is what is said to be likely likely?', ...reliabilityParts(reliability)),
      ...section(
        'What costs nothing to remove',
        ...(controls.length === 0
          ? [h('p', {}, 'Not asked for: --controls plays every case without one thing after another.')]
          : [...controlSentences(data).map((text) => h('p', {}, text)), controlTable(controls)]),
      ),
      ...section('Every outcome', outcomeTable(data.outcomes), h('p', {}, noTies(data.outcomes))),
      ...section(
        'Apart from these',
        h('p', {}, bystanderSentence(data)),
        ...(data.bystanders.documented.length === 0 ? [] : [outcomeTable(data.bystanders.documented)]),
        ...exclusions(data).map((text) => h('p', {}, text)),
      ),
      ...section(
        'How to read this',
        ...NOTES.map((text) => h('p', {}, text)),
        h(
          'dl',
          { class: 'words' },
          ...ledger(data).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
        ),
      ),
    ),
  )
}

function ledger({ seed, runs, resultsEpoch, intervals, days }: Backtest): [string, string][] {
  return [
    ['seed', plain(seed)],
    ['pairs of runs', `${runs} of each case`],
    ['responses read over', count(days, 'day')],
    ['results epoch', String(resultsEpoch)],
    ['intervals', intervals],
  ]
}

function subsetTable(subset: SubsetFindings): Markup {
  const { name, meaning, outcomes, episodes, cuts } = subset
  return tableOf(
    `${asSentence(SUBSET_NAMES[name]).replace(/\.$/, '')} (${meaning}): ${count(outcomes, 'outcome')} of ${count(episodes, 'episode')}, ${count(cuts, 'cut')}.`,
    [
      'forecast',
      '!Brier',
      '!95\u00a0% by episode',
      '!log',
      '!ranked',
      '!Brier less base rate’s',
      '!95\u00a0% by episode',
    ],
    scoreRows(subset),
  )
}

function reliabilityParts(bins: Backtest['reliability']): Markup[] {
  const caption = {
    title: 'What was forecast against what was seen',
    description:
      'For groups of outcomes of about the same forecast probability of a cut, across, the share in which there was a cut, upward, with 95\u00a0% intervals and the number of outcomes. On the dashed diagonal what is said to be likely is as likely. The table below has the numbers.',
  }
  return [
    figure(
      caption,
      'Circle: share of cuts seen, with the number of outcomes; the line is its 95\u00a0% interval (Wilson), as if outcomes were independent, which those of one episode are not.',
      (width) => reliabilityChart(bins, { ...caption, width }),
    ),
    tableOf(
      'The same in numbers.',
      ['forecast between', '!outcomes', '!mean forecast', '!cuts', '!share seen', '!95\u00a0% (Wilson)'],
      bins.map(({ low, high, outcomes, cuts, forecast, seen }) => [
        `${percent(low, 0)} and ${percent(high, 0)}`,
        String(outcomes),
        percent(forecast),
        String(cuts),
        percent(seen.mean),
        `${percent(seen.low)} to ${percent(seen.high)}`,
      ]),
    ),
  ]
}

function controlTable(controls: readonly ControlFindings[]): Markup {
  return tableOf(
    'Each case played without one thing; above 0 the forecasts are worse without it.',
    [
      'removed',
      '!Brier without it',
      '!less Brier with it',
      '!95\u00a0% by episode',
      '!ranked, without less with',
      '!95\u00a0% by episode',
      'what it means',
    ],
    controls.map(({ name, meaning, scores, difference }) => [
      CONTROL_NAMES[name] ?? name,
      mean(scores.brier),
      mean(difference.brier),
      interval(difference.brier),
      mean(difference.ranked),
      interval(difference.ranked),
      meaning,
    ]),
  )
}

function outcomeTable(outcomes: readonly BacktestOutcome[]): Markup {
  return tableOf(
    'What was forecast of each partner and what it did; probabilities of the model with severity rated blind.',
    [
      'episode',
      'partner',
      'did',
      'confidence',
      '!none or protest',
      '!tightened',
      '!curtailed',
      '!suspended',
      '!cut',
      '!cut, severity rated knowing',
    ],
    outcomes.map(({ episode, partner, response, confidence, remark, probabilities }) => [
      plain(episode),
      remark === 'noTie' ? `${plain(partner)} (no tie)` : plain(partner),
      response,
      confidence,
      ...[0, 1, 2, 3].map((k) => share(probabilities.blind[k])),
      share(cutChance(probabilities.blind)),
      share(cutChance(probabilities.aware)),
    ]),
    (row) => (outcomes[row].observed >= FIRST_CUT ? 'victim' : undefined),
  )
}

function noTies(outcomes: readonly BacktestOutcome[]): string {
  const without = outcomes.filter(({ remark }) => remark === 'noTie').length
  const cuts = 'In heavier type: those that cut.'
  return without === 0
    ? cuts
    : `${cuts} ${count(without, 'partner')} had no known agreement with the breacher in that year; there the model says none.`
}

// on a terminal

export interface BacktestSummaryOptions {
  /** columns of the terminal; fewer than 72 are treated as 72, more than 120 as 120 */
  readonly width?: number
  readonly style?: Styling
  /** files written, each with what it is for */
  readonly files?: readonly (readonly [path: string, what: string])[]
}

/** The backtest on a terminal, ending with a line end. */
export function backtestSummary(data: Backtest, options: BacktestSummaryOptions = {}): string {
  const { width: asked = 80, style = PLAIN, files = [] } = options
  const width = Math.min(120, Math.max(72, Math.floor(asked)))
  const head = (text: string): string[] => wrap(text, width).map(style.strong)
  const told = (texts: readonly string[]): string[] => texts.flatMap((text) => wrap(text, width))
  const { subsets, controls, reliability } = data
  const sections = [
    [
      ...head('The model against the record'),
      ...told([verdict(data), ...furtherSentences(data), bystanderSentence(data)]),
    ],
    ...subsets.map((subset) => [
      ...head(
        `${asSentence(SUBSET_NAMES[subset.name]).replace(/\.$/, '')}: ${count(subset.outcomes, 'outcome')} of ${count(subset.episodes, 'episode')}, ${count(subset.cuts, 'cut')}`,
      ),
      ...table(
        SCORE_COLUMNS,
        scoreRows(subset).map(([name, brier, , log, ranked, less, spread]) => [
          name,
          brier,
          log,
          ranked,
          less,
          spread,
        ]),
        style,
      ),
    ]),
    [
      ...head('Is what is said to be likely likely?'),
      ...table(
        [
          { head: ['', 'forecast'], width: 14 },
          { head: ['', 'outcomes'], width: 8, side: 'right' },
          { head: ['mean', 'forecast'], width: 8, side: 'right' },
          { head: ['share', 'of cuts'], width: 8, side: 'right' },
          { head: ['95 %', '(Wilson)'], width: 18, side: 'right' },
        ],
        reliability.map(({ low, high, outcomes, forecast, seen }) => [
          `${percent(low, 0)} to ${percent(high, 0)}`,
          String(outcomes),
          percent(forecast),
          percent(seen.mean),
          `${number(100 * seen.low, 1)} to ${percent(seen.high)}`,
        ]),
        style,
      ),
    ],
    ...(controls.length === 0
      ? []
      : [
          [
            ...head('What costs nothing to remove (Brier without it less with it)'),
            ...table(
              [
                { head: ['', 'removed'], width: 20 },
                { head: ['', 'Brier'], width: 7, side: 'right' },
                { head: ['', 'difference'], width: 10, side: 'right' },
                { head: ['95 %', 'by episode'], width: 17, side: 'right' },
              ],
              controls.map(({ name, scores, difference }) => [
                CONTROL_NAMES[name] ?? name,
                mean(scores.brier),
                mean(difference.brier),
                interval(difference.brier),
              ]),
              style,
            ),
            ...told(controlSentences(data)),
          ],
        ]),
    [...head('How to read this'), ...told([...exclusions(data), ...NOTES, DISCLAIMER])],
    ...(files.length === 0 ? [] : [[...head('Where it all is'), ...places(files)]]),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const SCORE_COLUMNS: readonly Column[] = [
  { head: ['', 'forecast'], width: 29 },
  { head: ['', 'Brier'], width: 6, side: 'right' },
  { head: ['', 'log'], width: 6, side: 'right' },
  { head: ['', 'ranked'], width: 6, side: 'right' },
  { head: ['less', 'base'], width: 6, side: 'right' },
  { head: ['95 %', 'by episode'], width: 17, side: 'right' },
]

function places(files: NonNullable<BacktestSummaryOptions['files']>): string[] {
  const longest = Math.max(...files.map(([path]) => widthOf(plain(path, 200))))
  return files.map(([path, what]) => `  ${pad(plain(path, 200), longest)}  ${fit(plain(what), 80)}`)
}

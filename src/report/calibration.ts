/** A fit to the record, told on the terminal and as a page: what it says out of sample first, then what it says of parameters. */
import { DISCLAIMER } from '../disclaimer.js'
import {
  FEW_DRAWS,
  SPLIT_YEAR,
  type Calibration,
  type FittedParameter,
  type OutOfSample,
} from '../studies/calibrate.js'
import { ENOUGH_RUNS, type Scores } from '../studies/scores.js'
import type { Estimate } from '../studies/statistics.js'
import { documentOf, section, tableOf } from './frame.js'
import { h, type Markup } from './markup.js'
import { fit, pad, PLAIN, table, widthOf, wrap, type Styling } from './terminal.js'
import { asSentence, count, isNumber, list, number, percent, plain } from './words.js'

const NOTES = [
  'Out of sample: each episode is forecast from the draws as all other episodes weigh them; in the split by time, from those known before.',
  'Brier: squared error of the probability of a cut. Log: minus the logarithm of what was given to what happened. Ranked: squared errors over all steps from nothing to the end of sharing. Lower is better for all three.',
  'The likelihood takes outcomes of one episode for independent, which they are not; the intervals by episode do not.',
  'A forecast is that of all draws together, as they are weighed, with half a run added on either side of the cut once. Each draw is weighed by its own few runs with the same half run, which makes draws more alike than they are.',
] as const

function interval({ low, high }: Estimate, digits = 3): string {
  return isNumber(low) && isNumber(high) ? `${number(low, digits)} to ${number(high, digits)}` : 'no interval'
}

/** What a difference of scores allows to be said. */
function told({ low, high }: Estimate, than: string): string {
  if (high < 0) return `better than ${than}`
  if (low > 0) return `worse than ${than}`
  return `not shown to be better or worse than ${than}`
}

function verdicts({
  runs,
  crossValidated,
  splitByTime,
  isBetter,
  bystanders,
  effectiveDraws,
}: Calibration): string[] {
  const sentence = (name: string, found: OutOfSample): string => {
    const { lessBaseRate, lessUncalibrated, calibrated } = found
    return `${name} (${count(found.outcomes, 'outcome')} of ${count(found.episodes, 'episode')}, ${count(found.cuts, 'cut')}) the calibrated model scores ${number(calibrated.brier.mean, 3)} (Brier): less the base rate’s ${number(lessBaseRate.brier.mean, 3)} (95\u00a0% by episode ${interval(lessBaseRate.brier)}), so it is ${runs * effectiveDraws < ENOUGH_RUNS ? `not to be judged against it (below ${ENOUGH_RUNS} runs that carry weight the half run added is a forecast of its own, near the base rate whatever the model says)` : told(lessBaseRate.brier, 'the base rate')}; less the uncalibrated model’s ${number(lessUncalibrated.brier.mean, 3)} (${interval(lessUncalibrated.brier)}), ${told(lessUncalibrated.brier, 'the uncalibrated model')}.`
  }
  return [
    sentence('Each episode forecast from all others', crossValidated),
    splitByTime === null
      ? `No split by time: all episodes lie before ${SPLIT_YEAR}, or none does.`
      : sentence(`Fitted before ${SPLIT_YEAR} and scored from then on`, splitByTime),
    isBetter
      ? 'Out of sample the calibrated parameters beat the uncalibrated ones beyond chance.'
      : 'Out of sample the calibrated parameters do not beat the uncalibrated ones beyond chance: the preset is an option, not the default.',
    `Partners that were not hurt cut in ${percent(bystanders.calibrated, 2)} of runs, uncalibrated in ${percent(bystanders.uncalibrated, 2)}.`,
    ...(effectiveDraws < FEW_DRAWS
      ? [
          `Only ${number(effectiveDraws, 1)} draws carry the weight; below ${FEW_DRAWS} a posterior says little, and no parameter is called identified. More draws (--draws) would say more.`,
        ]
      : []),
  ]
}

function identification({ parameters }: Calibration): string[] {
  const names = (some: readonly FittedParameter[]): string =>
    list(
      some.map(({ name }) => name),
      20,
    )
  const yes = parameters.filter(({ identified }) => identified)
  const no = parameters.filter(({ identified }) => !identified)
  return [
    ...(yes.length === 0 ? [] : [asSentence(`the record narrows ${names(yes)}`)]),
    ...(no.length === 0 ? [] : [asSentence(`the record is not shown to identify ${names(no)}`)]),
  ]
}

/** A row for each forecaster. */
function scoreRows({
  calibrated,
  uncalibrated,
  baseRate,
  lessBaseRate,
  uncalibratedLessBaseRate,
}: OutOfSample): string[][] {
  const row = (name: string, { brier, log, ranked }: Scores, less?: Scores): string[] => [
    name,
    number(brier.mean, 3),
    number(log.mean, 3),
    number(ranked.mean, 3),
    ...(less === undefined ? ['', ''] : [number(less.brier.mean, 3), interval(less.brier)]),
  ]
  return [
    row('calibrated', calibrated, lessBaseRate),
    row('uncalibrated', uncalibrated, uncalibratedLessBaseRate),
    row('base rate', baseRate),
  ]
}

function parameterRow({
  name,
  uncalibrated,
  prior,
  posterior,
  narrowing,
  identified,
}: FittedParameter): string[] {
  return [
    name,
    number(uncalibrated),
    `${number(prior.mean)} (${interval(prior, 2)})`,
    `${number(posterior.mean)} (${interval(posterior, 2)})`,
    `${number(narrowing.mean)} (${interval(narrowing, 2)})`,
    identified ? 'yes' : 'no',
  ]
}

function samples({ crossValidated, splitByTime }: Calibration): (readonly [string, OutOfSample])[] {
  return [
    ['Each episode forecast from all others', crossValidated] as const,
    ...(splitByTime === null
      ? []
      : [[`Fitted before ${SPLIT_YEAR}, scored from then on`, splitByTime] as const]),
  ]
}

const SCORE_HEADS = [
  'forecast',
  '!Brier',
  '!log',
  '!ranked',
  '!Brier less base rate’s',
  '!95\u00a0% by episode',
]

/** The report as an HTML document. */
export function calibrationPage(data: Calibration): string {
  const title = 'A few parameters fitted to the record'
  const said = (texts: readonly string[]): Markup[] => texts.map((text) => h('p', {}, text))
  return documentOf(
    title,
    h(
      'header',
      {},
      h(
        'p',
        { class: 'kind' },
        `${count(data.draws, 'draw')} of the parameters, ${count(data.runs, 'pair')} of runs of each case`,
      ),
      h('h1', {}, title),
      ...verdicts(data).map((text, k) => h('p', k === 0 ? { class: 'lead' } : {}, text)),
      h('p', { class: 'aside disclaimer' }, DISCLAIMER),
    ),
    h(
      'main',
      {},
      ...section(
        'Out of sample',
        ...samples(data).map(([name, found]) =>
          tableOf(
            `${name}: ${count(found.outcomes, 'outcome')}, ${count(found.cuts, 'cut')}.`,
            SCORE_HEADS,
            scoreRows(found),
          ),
        ),
      ),
      ...section(
        'What the record says of each parameter',
        ...said(identification(data)),
        tableOf(
          'Before the record and after it: means with 5 and 95\u00a0% points, and the standard deviation after over that before, with its 95\u00a0% interval by episode.',
          ['parameter', '!uncalibrated', '!prior', '!posterior', '!narrowing', 'identified'],
          data.parameters.map(parameterRow),
        ),
      ),
      ...section(
        'How to read this',
        ...said(NOTES),
        h(
          'dl',
          { class: 'words' },
          ...ledger(data).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
        ),
      ),
    ),
  )
}

function ledger({
  seed,
  draws,
  runs,
  effectiveDraws,
  resultsEpoch,
  intervals,
  wholeNetwork,
}: Calibration): [string, string][] {
  return [
    ['seed', plain(seed)],
    ['draws', `${draws}, of which ${number(effectiveDraws, 1)} carry the weight`],
    ['pairs of runs', `${runs} of each case under each draw`],
    ['network', wholeNetwork ? 'whole' : 'the agreements of breacher and originators'],
    ['results epoch', String(resultsEpoch)],
    ['intervals', intervals],
  ]
}

export interface CalibrationSummaryOptions {
  /** columns of the terminal; fewer than 72 are treated as 72, more than 120 as 120 */
  readonly width?: number
  readonly style?: Styling
  /** files written, each with what it is for */
  readonly files?: readonly (readonly [path: string, what: string])[]
}

/** The calibration on a terminal, ending with a line end. */
export function calibrationSummary(data: Calibration, options: CalibrationSummaryOptions = {}): string {
  const { width: asked = 80, style = PLAIN, files = [] } = options
  const width = Math.min(120, Math.max(72, Math.floor(asked)))
  const head = (text: string): string[] => wrap(text, width).map(style.strong)
  const said = (texts: readonly string[]): string[] => texts.flatMap((text) => wrap(text, width))
  const sections = [
    [...head('A few parameters fitted to the record'), ...said(verdicts(data))],
    ...samples(data).map(([name, found]) => [
      ...head(name),
      ...table(
        [
          { head: ['', 'forecast'], width: 13 },
          { head: ['', 'Brier'], width: 6, side: 'right' },
          { head: ['', 'log'], width: 6, side: 'right' },
          { head: ['', 'ranked'], width: 6, side: 'right' },
          { head: ['less', 'base'], width: 6, side: 'right' },
          { head: ['95 %', 'by episode'], width: 17, side: 'right' },
        ],
        scoreRows(found),
        style,
      ),
    ]),
    [
      ...head('What the record says of each parameter'),
      ...table(
        [
          { head: ['', 'parameter'], width: 15 },
          { head: ['uncali-', 'brated'], width: 7, side: 'right' },
          { head: ['', 'prior mean'], width: 10, side: 'right' },
          { head: ['posterior', 'mean, 5 to 95 %'], width: 20, side: 'right' },
          { head: ['narrowing', '95 % by episode'], width: 19, side: 'right' },
        ],
        data.parameters.map((one) => [
          one.name,
          number(one.uncalibrated),
          number(one.prior.mean),
          ...parameterRow(one).slice(3, 5),
        ]),
        style,
      ),
      ...said(identification(data)),
    ],
    [...head('How to read this'), ...said([...NOTES, DISCLAIMER])],
    ...(files.length === 0 ? [] : [[...head('Where it all is'), ...places(files)]]),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function places(files: NonNullable<CalibrationSummaryOptions['files']>): string[] {
  const longest = Math.max(...files.map(([path]) => widthOf(plain(path, 200))))
  return files.map(([path, what]) => `  ${pad(plain(path, 200), longest)}  ${fit(plain(what), 80)}`)
}

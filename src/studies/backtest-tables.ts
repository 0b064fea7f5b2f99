/** What a backtest found as the files of its result: everything as data, and a table of outcomes for a spreadsheet. */
import type { Cell } from '../formats/csv.js'
import { SEVERITIES, type Backtest, type BacktestOutcome, type Severity } from './backtest.js'
import { cutChance, FIRST_CUT } from './scores.js'
import { dataJson, table, type Columns } from './tables.js'

const FORECASTS: Columns<BacktestOutcome & { readonly scored: boolean }> = {
  episode: ({ episode }) => episode,
  title: ({ title }) => title,
  year: ({ year }) => year,
  group: ({ group }) => group,
  breacher: ({ breacher }) => breacher,
  partner: ({ partner }) => partner,
  role: ({ role }) => role,
  scored: ({ scored }) => scored,
  response: ({ response }) => response,
  observed: ({ observed }) => observed,
  cut: ({ observed }) => observed >= FIRST_CUT,
  confidence: ({ confidence }) => confidence,
  strict: ({ strict }) => strict,
  attributable: ({ attributable }) => attributable,
  remark: ({ remark }) => remark,
  ...Object.fromEntries(SEVERITIES.flatMap((name) => forecastColumns(name))),
}

function forecastColumns(name: Severity): [string, (outcome: BacktestOutcome) => Cell][] {
  const classes = ['None', 'Tightened', 'Curtailed', 'Suspended', 'Terminated']
  return [
    [`${name}Severity`, ({ severity }) => severity[name]],
    ...classes.map((label, k): [string, (outcome: BacktestOutcome) => Cell] => [
      `${name}${label}`,
      ({ probabilities }) => probabilities[name][k],
    ]),
    [`${name}Cut`, ({ probabilities }) => cutChance(probabilities[name])],
  ]
}

/** `backtest.json`: everything a backtest found; null where a score is infinite or an interval has nothing to stand on. */
export function backtestJson(data: Backtest): string {
  return dataJson(data)
}

/** `backtest.csv`: a row for each outcome that was forecast, those of bystanders too, which are not scored. */
export function backtestTable({ outcomes, bystanders }: Backtest): string {
  return table(FORECASTS, [
    ...outcomes.map((outcome) => ({ ...outcome, scored: true })),
    ...bystanders.documented.map((outcome) => ({ ...outcome, scored: false })),
  ])
}

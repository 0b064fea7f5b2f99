/** What an experiment found as the files of a result: tables for a spreadsheet, data and events for programs. */
import { dateOf } from '../calendar.js'
import { DISCLAIMER } from '../disclaimer.js'
import { csv, type Cell } from '../formats/csv.js'
import { json, jsonLines } from '../formats/json.js'
import type { HistoryEvent } from '../events.js'
import { GROUPS } from '../metrics.js'
import type { Comparison, Contrast } from './compare.js'
import type {
  FindingsData,
  GroupFindings,
  OutcomeFindings,
  PartnerFindings,
  ProspectFindings,
  RunRow,
} from './findings.js'
import type { Estimate } from './statistics.js'
import { stepsOfTheBreach, type ChangedWarning, type TypicalRun } from './typical.js'

/** `findings.json`: everything that was found, as plain data. */
export function findingsJson(data: FindingsData): string {
  return dataJson(data)
}

/** The columns of one table: a name, and the cell it takes from a row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>

/** A table whose last column is the disclaimer: a CSV file has no place for a remark, so each row carries it. */
export function table<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const cells = Object.values(columns)
  return csv(
    [...Object.keys(columns), 'note'],
    rows.map((row) => [...cells.map((cell) => cell(row)), DISCLAIMER]),
  )
}

/** Data of a result as JSON: its format first, by which the file is known, then the disclaimer. */
export function dataJson({ format, ...data }: { readonly format: string }): string {
  return json({ format, note: DISCLAIMER, ...data })
}

/** Three columns for a mean and its interval: `chill`, `chillLow`, `chillHigh`. */
export function estimate<Row>(name: string, of: (row: Row) => Estimate): Columns<Row> {
  return {
    [name]: (row) => of(row).mean,
    [`${name}Low`]: (row) => of(row).low,
    [`${name}High`]: (row) => of(row).high,
  }
}

type PartnerRow = PartnerFindings & { readonly leaker: string }

const PARTNERS: Columns<PartnerRow> = {
  leaker: ({ leaker }) => leaker,
  partner: ({ id }) => id,
  label: ({ label }) => label,
  tie: ({ tie }) => tie,
  role: ({ role }) => role,
  ...estimate<PartnerRow>('chill', ({ chill }) => chill),
  trustBefore: ({ trust }) => trust.before,
  trustLowest: ({ trust }) => trust.lowest,
  trustEnd: ({ trust }) => trust.end,
  trustEndWithout: ({ trust }) => trust.endWithout,
  ...estimate<PartnerRow>('stepWith', ({ step }) => step.with),
  ...estimate<PartnerRow>('stepWithout', ({ step }) => step.without),
  ...estimate<PartnerRow>('stepDifference', ({ step }) => step.difference),
  firstDay: ({ firstDay }) => firstDay,
  daysDown: ({ daysDown }) => daysDown,
  stillDown: ({ stillDown }) => stillDown,
  price: ({ price }) => price,
}

/** `partners.csv`: what each partner of each leaker did. */
export function partnersTable({ leakers }: FindingsData): string {
  return table(
    PARTNERS,
    leakers.flatMap(({ leaker, partners }) => partners.map((partner) => ({ ...partner, leaker }))),
  )
}

interface DayRow {
  readonly leaker: string
  readonly group: string
  readonly day: number
  readonly date: string
  readonly flow: LeakerDays
  readonly trust: GroupFindings['trust']
}
type LeakerDays = GroupFindings['byDay']

const DAYS: Columns<DayRow> = {
  leaker: ({ leaker }) => leaker,
  group: ({ group }) => group,
  day: ({ day }) => day,
  date: ({ date }) => date,
  with: ({ flow, day }) => flow.with[day],
  without: ({ flow, day }) => flow.without[day],
  chill: ({ flow, day }) => flow.chill[day],
  low: ({ flow, day }) => flow.low[day],
  high: ({ flow, day }) => flow.high[day],
  trustWith: ({ trust, day }) => trust?.with[day] ?? null,
  trustLow: ({ trust, day }) => trust?.low[day] ?? null,
  trustHigh: ({ trust, day }) => trust?.high[day] ?? null,
  trustWithout: ({ trust, day }) => trust?.without[day] ?? null,
}

/** `days.csv`: by group and day the flow, value a day over the trailing 30 days, and trust in the leaker, in both worlds. */
export function daysTable({ leakers, start, days }: FindingsData): string {
  const dates = Array.from({ length: days }, (_, day) => dateOf(start, day))
  const rows = leakers.flatMap(({ leaker, groups }) =>
    GROUPS.flatMap((group) =>
      dates.map((date, day) => {
        const { byDay: flow, trust } = groups[group]
        return { leaker, group, day, date, flow, trust }
      }),
    ),
  )
  return table(DAYS, rows)
}

const RUNS: Columns<RunRow> = {
  run: ({ run }) => run,
  leaker: ({ leaker }) => leaker,
  direct: ({ direct }) => direct,
  spillOver: ({ spillOver }) => spillOver,
  rest: ({ rest }) => rest,
  stepped: ({ stepped }) => stepped,
  warningsLost: ({ warningsLost }) => warningsLost,
  notAverted: ({ notAverted }) => notAverted,
}

/** `runs.csv`: the chill of each pair of runs, in run order. */
export function runsTable(rows: readonly RunRow[]): string {
  return table(RUNS, rows)
}

interface OutcomeRow extends OutcomeFindings {
  readonly outcome: string
}

const OUTCOME_COLUMNS: Columns<OutcomeRow> = {
  outcome: ({ outcome }) => outcome,
  unit: ({ unit }) => unit,
  meaning: ({ meaning }) => meaning,
  ...estimate<OutcomeRow>('with', (row) => row.with),
  ...estimate<OutcomeRow>('without', (row) => row.without),
  ...estimate<OutcomeRow>('difference', ({ difference }) => difference),
}

/** `outcomes.csv`: false reports, releases, new agreements, leaks and blame, a run on average. */
export function outcomesTable({ outcomes }: FindingsData): string {
  return table(
    OUTCOME_COLUMNS,
    Object.entries(outcomes).map(([outcome, found]) => ({ outcome, ...found })),
  )
}

const PROSPECTS: Columns<ProspectFindings> = {
  prospect: ({ id }) => id,
  parties: ({ parties }) => parties.join(' '),
  ...estimate<ProspectFindings>('formedWith', ({ formed }) => formed.with),
  ...estimate<ProspectFindings>('formedWithout', ({ formed }) => formed.without),
  ...estimate<ProspectFindings>('formedDifference', ({ formed }) => formed.difference),
  ...estimate<ProspectFindings>('never', ({ never }) => never),
  ...estimate<ProspectFindings>('instead', ({ instead }) => instead),
}

/** `prospects.csv`: what became of every agreement that might have come to be; a head alone where there is none. */
export function prospectsTable({ prospects }: FindingsData): string {
  return table(PROSPECTS, prospects)
}

const WARNINGS: Columns<ChangedWarning & { readonly start: string }> = {
  day: ({ day }) => day,
  date: ({ start, day }) => dateOf(start, day),
  topic: ({ topic }) => topic,
  country: ({ country }) => country,
  target: ({ target }) => target,
  due: ({ due }) => due,
  dueDate: ({ start, due }) => dateOf(start, due),
  told: ({ told }) => told,
  wouldHaveTold: ({ wouldHaveTold }) => wouldHaveTold,
  averted: ({ averted }) => averted,
  wouldHaveBeenAverted: ({ wouldHaveBeenAverted }) => wouldHaveBeenAverted,
}

/** `warnings.csv`: the warnings that the breach changed in the typical run. */
export function warningsTable({ changedWarnings, start }: TypicalRun): string {
  return table(
    WARNINGS,
    changedWarnings.map((warning) => ({ ...warning, start })),
  )
}

/** One line of `events.jsonl`: an event with its date, names as ids. */
export interface EventLine extends HistoryEvent {
  readonly date: string
  /** stands at a formal step that is taken without the breach too, on the same day */
  readonly anyway?: true
  /** stands at the first event and holds for all */
  readonly note?: string
}

/** `events.jsonl`: what happened in the typical run, in the world with the breach, one event a line; the first has the disclaimer. */
export function eventLines(typical: TypicalRun): string {
  const anyway = new Set(stepsOfTheBreach(typical).anyway)
  return jsonLines(
    typical.events.map((event): EventLine => {
      const { id, day, ...rest } = event
      const line = { id, day, date: dateOf(typical.start, day), ...rest }
      return {
        ...line,
        ...(anyway.has(event) ? { anyway: true } : {}),
        ...(id === 0 ? { note: DISCLAIMER } : {}),
      }
    }),
  )
}

/** `compare.json`: everything a comparison found, as plain data. */
export function comparisonJson(data: Comparison): string {
  return dataJson(data)
}

interface ContrastRow {
  readonly leaker: string
  readonly partner: string
  readonly measure: string
  readonly contrast: Contrast
}

const CONTRASTS: Columns<ContrastRow> = {
  leaker: ({ leaker }) => leaker,
  partner: ({ partner }) => partner,
  measure: ({ measure }) => measure,
  ...estimate<ContrastRow>('a', ({ contrast }) => contrast.a),
  ...estimate<ContrastRow>('b', ({ contrast }) => contrast.b),
  ...estimate<ContrastRow>('difference', ({ contrast }) => contrast.difference),
}

/** The numbers of a partner that a comparison has for A, for B, and for their difference. */
const MEASURES = ['step', 'daysDown', 'halfBack', 'chill'] as const

/**
 * `compare.csv`: a row for each number of A and B: chills of groups (partner empty), each partner's, and the warnings lost (leaker
 * empty too).
 */
export function comparisonTable({ leakers, warningsLost }: Comparison): string {
  const ofLeakers = leakers.flatMap(({ leaker, groups, partners }) => [
    ...GROUPS.map((group) => ({ leaker, partner: '', measure: `chill ${group}`, contrast: groups[group] })),
    ...partners.flatMap((partner) =>
      MEASURES.map((measure) => ({ leaker, partner: partner.id, measure, contrast: partner[measure] })),
    ),
  ])
  const last = { leaker: '', partner: '', measure: 'warningsLost', contrast: warningsLost }
  return table(CONTRASTS, [...ofLeakers, last])
}

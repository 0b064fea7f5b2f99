/** What a null model found as the files of a result: data for programs, tables for a spreadsheet. */
import type { BaselineCountry, BaselineFindings, BaselineRow } from './baseline-findings.js'
import { dataJson, estimate, table, type Columns } from './tables.js'

/** `findings.json` of a null model. */
export function baselineJson(data: BaselineFindings): string {
  return dataJson(data)
}

type CountryRow = BaselineCountry & { readonly leaker: string }

const COUNTRIES: Columns<CountryRow> = {
  leaker: ({ leaker }) => leaker,
  country: ({ id }) => id,
  label: ({ label }) => label,
  role: ({ role }) => role,
  ...estimate<CountryRow>('with', ({ outcome }) => outcome.with),
  ...estimate<CountryRow>('without', ({ outcome }) => outcome.without),
  ...estimate<CountryRow>('difference', ({ outcome }) => outcome.difference),
  firstWith: ({ first }) => first?.with ?? null,
  firstWithout: ({ first }) => first?.without ?? null,
  after: ({ after }) => after,
  still: ({ still }) => still,
  liaisonChill: ({ liaison }) => liaison?.chill.mean ?? null,
  liaisonStep: ({ liaison }) => liaison?.step.mean ?? null,
  liaisonTrustWith: ({ liaison }) => liaison?.trust.with ?? null,
  liaisonTrustWithout: ({ liaison }) => liaison?.trust.without ?? null,
}

/** `countries.csv`: what each country does or thinks in the null model, and what Liaison says of it. */
export function countriesTable({ leakers }: BaselineFindings): string {
  return table(
    COUNTRIES,
    leakers.flatMap(({ leaker, countries }) => countries.map((country) => ({ ...country, leaker }))),
  )
}

const RUNS: Columns<BaselineRow> = {
  run: ({ run }) => run,
  leaker: ({ leaker }) => leaker,
  everybodyWith: ({ everybodyWith }) => everybodyWith,
  everybodyWithout: ({ everybodyWithout }) => everybodyWithout,
  partnersWith: ({ partnersWith }) => partnersWith,
  partnersWithout: ({ partnersWithout }) => partnersWithout,
  lasted: ({ lasted }) => lasted,
}

/** `runs.csv` of a null model: each pair of runs, in run order. */
export function baselineRunsTable(rows: readonly BaselineRow[]): string {
  return table(RUNS, rows)
}

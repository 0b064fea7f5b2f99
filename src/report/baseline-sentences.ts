/** What a null model found in words and rows, with what Liaison says beside it: what the terminal and the page both tell. */
import type { NullModel } from '../scenario.js'
import type { BaselineCountry, BaselineFindings, BaselineLeaker } from '../studies/baseline-findings.js'
import {
  asSentence,
  between,
  count,
  isNumber,
  lessOrMore,
  list,
  NONE,
  number,
  percent,
  plain,
  share,
  spread,
  withArticle,
} from './words.js'

/** What each null model is called, and what it supposes. */
const MODELS: Readonly<Record<NullModel, { readonly name: string; readonly rule: string }>> = {
  threshold: {
    name: 'the threshold model',
    rule: 'a country restricts once a large enough share of its partners does (Granovetter 1978; Watts 2002)',
  },
  cascade: {
    name: 'the independent cascade',
    rule: 'a country that begins to restrict tries to win over each partner once, with the same chance (Kempe, Kleinberg & Tardos 2003)',
  },
  sir: {
    name: 'SIR contagion',
    rule: 'a country that restricts may win over each partner every day, until it shares again for good (Kermack & McKendrick 1927)',
  },
  degroot: {
    name: "DeGroot's averaging of opinions",
    rule: 'everybody takes the average of what it and its partners think of the leaker, again and again (DeGroot 1974)',
  },
  'friedkin-johnsen': {
    name: "Friedkin and Johnsen's averaging of opinions",
    rule: 'everybody takes the average of what it and its partners think of the leaker, but never quite lets go of what it thought at first (Friedkin & Johnsen 1990)',
  },
}

/** That this is a null model, which, and what it knows. */
export function whatItIs({ model, note }: BaselineFindings): string {
  const { name, rule } = MODELS[model]
  return `${asSentence(`this is ${name}, ${note}`)} In it ${rule}.`
}

/** Its title for a heading. */
export function modelName({ model }: BaselineFindings): string {
  return MODELS[model].name
}

/** What it found, for each leaker. */
export function baselineFinding(data: BaselineFindings): string[] {
  return data.leakers.flatMap((leaker) =>
    [...(data.kind === 'contagion' ? contagion : opinions)(leaker, data), ...pieces(leaker)].map(asSentence),
  )
}

/** Where the network falls apart without the leaker, nothing passes from piece to piece. */
function pieces({ label, countries, within }: BaselineLeaker): string[] {
  if (within === 0 || within === countries.length) return []
  const name = withArticle(plain(label))
  return [
    `without ${name} the network is in pieces, and ${countriesCount(within)} of ${countries.length} are joined to those who begin: nothing reaches the others`,
  ]
}

function victimsOf({ countries }: BaselineLeaker): string {
  return list(
    countries.filter(({ role }) => role === 'victim').map(({ label }) => withArticle(plain(label))),
    3,
  )
}

function countriesCount(n: number): string {
  return `${n}\u00a0${n === 1 ? 'country' : 'countries'}`
}

function contagion(leaker: BaselineLeaker, { runs }: BaselineFindings): string[] {
  const { everybody, partners, global, countries } = leaker
  const name = withArticle(plain(leaker.label))
  const victims = victimsOf(leaker)
  const others = countries.filter(({ role }) => role === 'partner').length
  const without = everybody.without.mean === 0 ? 'none' : number(everybody.without.mean, 1)
  return [
    `beginning with ${victims === '' ? 'nobody' : victims}, ${number(everybody.with.mean, 1)} of ${countriesCount(countries.length)} restrict what they share with ${name}, a run on average (95\u00a0% interval, chance only: ${spread(everybody.with, runs, 1)}); without the breach ${without} would`,
    ...(others === 0
      ? []
      : [
          `of its ${count(others, 'partner')} that ${others === 1 ? 'was' : 'were'} no victim${others === 1 ? '' : 's'}, ${number(partners.with.mean, 1)} restrict (${spread(partners.with, runs, 1)})`,
        ]),
    ...(global === null
      ? []
      : [
          `in ${share(global.with.mean)} of the runs (${between(global.with, runs)}) more than half of the countries do`,
        ]),
  ]
}

function opinions(leaker: BaselineLeaker, { runs }: BaselineFindings): string[] {
  const { everybody, partners, countries, unsettled } = leaker
  const name = withArticle(plain(leaker.label))
  const others = countries.filter(({ role }) => role === 'partner').length
  return [
    `in the end all think of ${name} ${number(everybody.with.mean, 3)} on average, where 1 is full trust; without the breach it would be ${number(everybody.without.mean, 3)} (difference ${number(everybody.difference.mean, 3)}; 95\u00a0% interval, chance only: ${spread(everybody.difference, runs, 3)})`,
    ...(others === 0
      ? []
      : [
          `its ${count(others, 'partner')} that ${others === 1 ? 'was' : 'were'} no victim${others === 1 ? '' : 's'}: ${number(partners.with.mean, 3)} instead of ${number(partners.without.mean, 3)}`,
        ]),
    ...(unsettled === 0
      ? []
      : [`in ${count(unsettled, 'run')} opinions had not come to rest when they were read`]),
  ]
}

/** What Liaison's own model says of the same; empty where it was not asked. */
export function besideLiaison({ leakers, runs }: BaselineFindings): string[] {
  return leakers.flatMap((leaker) => {
    const { liaison } = leaker
    if (liaison === null) return []
    const name = withArticle(plain(leaker.label))
    const victims = victimsOf(leaker)
    const direct =
      isNumber(liaison.direct.mean) && victims !== ''
        ? [
            `${victims} told ${name} ${lessOrMore(liaison.direct.mean, 'value')} without the breach (${between(liaison.direct, runs)})`,
          ]
        : []
    const spillOver = isNumber(liaison.spillOver.mean)
      ? [
          `its other partners together told it ${lessOrMore(liaison.spillOver.mean, 'value')} otherwise (${between(liaison.spillOver, runs)})`,
          ...(isNumber(liaison.reach.mean)
            ? [`${percent(liaison.reach.mean)} of them told it less by a tenth or more`]
            : []),
        ]
      : []
    const said = [...direct, ...spillOver]
    return said.length === 0
      ? []
      : [asSentence(`Liaison's own model, under the same seed: ${said.join('; ')}`)]
  })
}

/** Heading of the column of intervals, which a narrow terminal does without. */
export const INTERVAL = '95 % interval,'

/** A column: its heading in two parts, and its cell for a country. */
export interface CountryColumn {
  readonly head: readonly [string, string]
  /** columns of characters on a terminal */
  readonly width: number
  readonly numeric: boolean
  readonly cell: (country: BaselineCountry) => string
}

const ROLES = { victim: 'victim', partner: 'partner', other: 'no deal' } as const

/** The columns of the table of countries. */
export function countryColumns({ kind, model, runs }: BaselineFindings): CountryColumn[] {
  const isContagion = kind === 'contagion'
  const value = (mean: number | null): string => (isContagion ? share(mean) : number(mean, 3))
  const column = (
    first: string,
    second: string,
    width: number,
    cell: CountryColumn['cell'],
    numeric = true,
  ): CountryColumn => ({
    head: [first, second],
    width,
    numeric,
    cell,
  })
  return [
    column('', 'country', 20, ({ label }) => plain(label), false),
    column('', 'role', 7, ({ role }) => ROLES[role], false),
    column('', isContagion ? 'restricts' : 'thinks', 9, ({ outcome }) => value(outcome.with.mean)),
    column(INTERVAL, 'chance only', 15, ({ outcome }) =>
      isContagion ? between(outcome.with, runs) : spread(outcome.with, runs, 3),
    ),
    column('without', 'breach', 7, ({ outcome }) => value(outcome.without.mean)),
    ...(isContagion
      ? [column('after', model === 'sir' ? 'days' : 'rounds', 6, ({ after }) => number(after, 1))]
      : []),
    ...(isContagion
      ? [
          column('Liaison:', 'chill', 8, ({ liaison }) =>
            liaison === null ? NONE : percent(liaison.chill.mean),
          ),
          column('Liaison:', 'step down', 9, ({ liaison }) =>
            liaison === null ? NONE : share(liaison.step.mean),
          ),
        ]
      : [
          column('Liaison:', 'trust', 8, ({ liaison }) =>
            liaison === null ? NONE : number(liaison.trust.with, 3),
          ),
          column('without', 'breach', 7, ({ liaison }) =>
            liaison === null ? NONE : number(liaison.trust.without, 3),
          ),
        ]),
  ]
}

/** What the columns mean. */
export function countryLegend({ kind, model }: BaselineFindings): string {
  if (kind === 'opinion')
    return "Thinks: opinion of the leaker in the end, 0 to 1. Liaison: mean trust in the leaker on the last day in Liaison's own model, of those that deal with it."
  const clock = model === 'sir' ? "mean days from the leaker's first breach" : 'mean rounds until it begins'
  return `Restricts: chance that it restricts what it shares with the leaker; after: ${clock}. Liaison: how much less value it tells the leaker in Liaison's own model, and its chance of a formal step down, less that without the breach; of those that deal with the leaker.`
}

const RANKS = { victim: 0, partner: 1, other: 2 } as const

/** Victims first, then partners, then the rest, each by what the breach changes, then by id. */
export function byChange(countries: readonly BaselineCountry[]): BaselineCountry[] {
  const change = ({ outcome }: BaselineCountry): number => Math.abs(outcome.difference.mean)
  return [...countries].sort(
    (a, b) => RANKS[a.role] - RANKS[b.role] || change(b) - change(a) || (a.id < b.id ? -1 : 1),
  )
}

/** Parameters, seed and what else the result rests on. */
export function baselineLedger(data: BaselineFindings): (readonly [string, string])[] {
  const { network, seed, seedGiven, runs, firstRun, resultsEpoch, leakers } = data
  return [
    ['model', data.model],
    ...Object.entries(data.parameters).map(([name, value]) => [name, String(value)] as const),
    [
      'network',
      `${plain(network)}, bonds of the day of the breach: ${leakers.map(({ bonds }) => bonds).join(', ')}`,
    ],
    ['seed', `${plain(seed, 200)}${seedGiven ? '' : ' (the fixed default)'}`],
    ['runs', `${firstRun} to ${firstRun + runs - 1}, as pairs`],
    ['results-epoch', String(resultsEpoch)],
    ['intervals', data.intervals],
  ]
}

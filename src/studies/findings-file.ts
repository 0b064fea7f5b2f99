/** Reads `findings.json` back. A result may have been edited, or cut short on its way: every value is looked at before it is told. */
import * as z from 'zod'
import { readDate } from '../calendar.js'
import { RESULTS_EPOCH } from '../epoch.js'
import { GROUPS } from '../metrics.js'
import { LiaisonError, printable, quote } from '../mistakes.js'
import { OUTCOMES, type OutcomeName } from '../outcomes.js'
import { PARAMETER_NAMES } from '../parameters.js'
import { MOST_DAYS, SWITCHES, type Scenario } from '../scenario.js'
import { changed, factOf } from './experiment.js'
import type { FindingsData } from './findings.js'

/** Data as JSON has it: a number may be null, for JSON has no NaN. */
type Written<T> = T extends number
  ? T | null
  : T extends readonly (infer Item)[]
    ? readonly Written<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Written<T[K]> }
      : T

const text = z.string()
const texts = z.array(text)
const day = z.int().min(0)
const count = z.int().min(1)
/** NaN was written as null. */
const maybe = z.number().nullable()
const estimate = z.strictObject({ mean: maybe, low: maybe, high: maybe })
const switches = z.array(z.enum(SWITCHES))
const parameter = z.enum(PARAMETER_NAMES)

/** One value for each of some names. */
function each<Name extends string, Value extends z.ZodType>(
  names: readonly Name[],
  value: Value,
): z.ZodObject<Record<Name, Value>, z.core.$strict> {
  return z.strictObject(Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>)
}

const breach = z.strictObject({
  id: text,
  day,
  by: text,
  of: texts,
  to: text,
  topic: text,
  kind: text,
  severity: z.number(),
  details: z.number(),
  pressDay: day.nullable(),
  namedDay: day.nullable(),
  happened: z.boolean(),
  traced: z.boolean(),
  removed: z.boolean(),
})

const grades = z.array(maybe).length(3)
const group = z.strictObject({
  countries: texts,
  chill: estimate,
  runs: z.strictObject({ p05: maybe, p50: maybe, p95: maybe }),
  items: estimate,
  grades: z.strictObject({ with: grades, without: grades }),
  pairing: maybe,
  byDay: z.strictObject({
    with: z.array(z.number()),
    without: z.array(z.number()),
    chill: z.array(maybe),
    low: z.array(maybe),
    high: z.array(maybe),
  }),
  trust: z
    .strictObject({
      with: z.array(maybe),
      low: z.array(maybe),
      high: z.array(maybe),
      without: z.array(maybe),
    })
    .nullable(),
  halfLife: maybe,
})

const partner = z.strictObject({
  id: text,
  label: text,
  tie: text,
  role: z.enum(['victim', 'partner']),
  chill: estimate,
  trust: z.strictObject({ before: maybe, lowest: maybe, end: maybe, endWithout: maybe }),
  step: z.strictObject({ with: estimate, without: estimate, difference: estimate }),
  firstDay: maybe,
  daysDown: maybe,
  stillDown: maybe,
  price: maybe,
})

const leaker = z.strictObject({
  leaker: text,
  label: text,
  day,
  groups: each(GROUPS, group),
  reach: estimate,
  topics: z.array(
    z.strictObject({ topic: text, label: text, with: estimate, without: estimate, chill: estimate }),
  ),
  supplyLost: z.strictObject({ items: estimate, value: estimate }),
  partners: z.array(partner),
})

const plots = z.strictObject({
  plots: estimate,
  warningsWith: estimate,
  warningsWithout: estimate,
  lost: estimate,
  degraded: estimate,
  gained: estimate,
  avertedWith: estimate,
  avertedWithout: estimate,
  notAverted: estimate,
})

const outcome = z.strictObject({
  unit: text,
  meaning: text,
  with: estimate,
  without: estimate,
  difference: estimate,
})

const prospect = z.strictObject({
  id: text,
  label: text,
  parties: texts,
  formed: z.strictObject({ with: estimate, without: estimate, difference: estimate }),
  never: estimate,
  instead: estimate,
})

const divided = z.strictObject({
  whole: estimate,
  base: estimate,
  shares: z.array(z.strictObject({ mechanism: z.enum(SWITCHES), share: estimate })),
  chills: z.array(maybe),
})

const decomposition = z.strictObject({
  runs: count,
  firstRun: day,
  switches,
  off: switches,
  settings: z.array(switches),
  leakers: z.array(z.strictObject({ leaker: text, label: text, groups: each(GROUPS, divided) })),
})

const outcomeRange = z.strictObject({
  base: estimate,
  range: z.strictObject({ low: maybe, middle: maybe, high: maybe }),
  byDraw: z.array(maybe),
})

const ANSWERS = ['yes', 'no', 'unclear'] as const
const answer = z.enum(ANSWERS)
const answered = z.strictObject({
  base: answer,
  draws: each(ANSWERS, day),
  tips: z.array(day),
  separators: z.array(z.strictObject({ parameter, distance: maybe, whereYes: maybe, whereNo: maybe })),
})

const move = z.strictObject({
  parameter,
  end: z.enum(['low', 'high']),
  from: z.number(),
  to: z.number(),
  direct: estimate,
  spillOver: estimate,
  victimSteps: estimate,
  difference: estimate,
  answers: each(['chill', 'step'], answer),
})

const assumed = z
  .strictObject({
    leaker: text,
    label: text,
    victim: text.nullable(),
    outcomes: each(['direct', 'spillOver', 'victimSteps', 'othersStep'], outcomeRange),
    answers: each(['chill', 'step'], answered),
    moves: z.array(move),
  })
  .refine(
    ({ answers, moves }) => Object.values(answers).every(({ tips }) => tips.every((k) => k < moves.length)),
    {
      error: 'a parameter that tips the answer is none of those moved',
      path: ['answers'],
    },
  )

const assumptions = z.strictObject({
  runs: count,
  baseRuns: count,
  firstRun: day,
  draws: count,
  thresholds: each(['chill', 'step'], z.number()),
  drawn: z.array(parameter),
  values: z.array(z.array(z.number())),
  kept: z.array(parameter),
  leakers: z.array(assumed),
  warningsLost: outcomeRange,
})

/** What is scripted is compared with the scenario, word by word, and so needs no shape here. */
const FINDINGS: z.ZodType<Written<Omit<FindingsData, 'moves'>>> = z
  .strictObject({
    format: z.literal('liaison-findings'),
    resultsEpoch: z.int(),
    title: text,
    description: text,
    start: text.refine((start) => readDate(start) !== undefined, { error: 'no date' }),
    days: z.int().min(1).max(MOST_DAYS),
    network: text,
    seed: text,
    seedGiven: z.boolean(),
    runs: count,
    firstRun: day,
    intervals: text,
    breaches: z.array(breach),
    moves: z.array(z.unknown()),
    leakers: z.array(leaker),
    plots,
    outcomes: each(
      OUTCOMES.map(({ name }): OutcomeName => name),
      outcome,
    ),
    prospects: z.array(prospect),
    blames: z.array(z.strictObject({ guilty: text, blamed: text, perRun: z.number() })),
    changed: z.record(text, z.number()),
    off: switches,
    typicalRun: day,
    decomposition: decomposition.exactOptional(),
    assumptions: assumptions.exactOptional(),
  })
  .superRefine(({ days, leakers, runs, firstRun, typicalRun }, context) => {
    const tell = (message: string, ...path: (string | number)[]): void =>
      context.addIssue({ code: 'custom', message, path, input: undefined })
    if (typicalRun < firstRun || typicalRun >= firstRun + runs) tell('none of the runs', 'typicalRun')
    for (const [k, { day, groups }] of leakers.entries()) {
      if (day >= days) tell('a day after the last', 'leakers', k, 'day')
      for (const name of GROUPS)
        for (const part of ['byDay', 'trust'] as const)
          for (const [column, values] of Object.entries(groups[name][part] ?? {}))
            if (values.length !== days)
              tell(`${values.length} values for ${days} days`, 'leakers', k, 'groups', name, part, column)
    }
  })

/**
 * The findings that a result's file holds. NaN, which JSON lacks, stays the null that it was written as; every report takes the
 * one for the other.
 * @param file its path, for the error
 * @throws LiaisonError E_SCHEMA where it is no findings.json, with the first place that is wrong; E_VERSION where its numbers are
 * of another results-epoch than those this version plays
 */
export function readFindings(written: string, file: string): FindingsData {
  const data = parsed(written)
  const epoch = data?.['resultsEpoch']
  if (data?.['format'] === 'liaison-findings' && Number.isInteger(epoch) && epoch !== RESULTS_EPOCH)
    throw new LiaisonError(
      'E_VERSION',
      `${quote(file)} is of results-epoch ${String(epoch)}, and this liaison plays ${RESULTS_EPOCH}: the numbers would not fit each other; run the scenario again, or take the version that made it`,
    )
  if (data === undefined) refuse(file, 'no JSON')
  const { note: _, ...findings } = data
  const { error } = FINDINGS.safeParse(findings)
  if (error !== undefined) {
    const [{ path, message }] = error.issues
    refuse(file, `${path.length === 0 ? '' : `${path.map(String).join('.')}: `}${message}`)
  }
  // as it was read, not as zod gives it back, for that would change the order of keys
  return findings as unknown as FindingsData
}

function refuse(file: string, what: string): never {
  throw new LiaisonError(
    'E_SCHEMA',
    `${quote(file)} is no findings.json of a result (${printable(what, 160)}); run the scenario again`,
  )
}

function parsed(written: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(written) as unknown
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** What a result says of its scenario. */
const SAID = [
  'title',
  'description',
  'start',
  'days',
  'network',
  'seed',
  'breaches',
  'moves',
  'changed',
  'off',
] as const satisfies readonly (keyof FindingsData)[]

/**
 * Where findings and scenario are not of one result: the first thing they say differently.
 * @returns undefined where they say the same
 */
export function differenceFrom(
  scenario: Scenario,
  findings: FindingsData,
): (typeof SAID)[number] | undefined {
  const removed = new Set(findings.breaches.filter((fact) => fact.removed).map(({ id }) => id))
  const said: Record<(typeof SAID)[number], unknown> = {
    title: scenario.title,
    description: scenario.description,
    start: scenario.start,
    days: scenario.days,
    network: scenario.network.id,
    seed: scenario.seed,
    breaches: scenario.breaches.map((one) => factOf(one, removed.has(one.id))),
    moves: scenario.moves,
    changed: changed(scenario),
    off: SWITCHES.filter((name) => !scenario.mechanisms[name]),
  }
  return SAID.find((key) => JSON.stringify(said[key]) !== JSON.stringify(findings[key]))
}

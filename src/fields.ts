/** The fields files are written in (ids, labels, dates, numbers in bounds), and how a misfit becomes a mistake. */
import * as z from 'zod'
import { DATE_PATTERN, DURATION_PATTERN, readDate, readDuration } from './calendar.js'
import { quote, type Code, type Complaints } from './mistakes.js'
import { didYouMean, ID_PATTERN, ID_RULE, labelProblem, LONGEST_LABEL } from './names.js'
import type { Parameter } from './parameters.js'
import { plain, valueAt, whereIn, type Path, type Tree } from './tree.js'

/** At most so many values in one entry (a country, an agreement, an event). */
const LARGEST_ENTRY = 20_000
const LONGEST_TEXT = 10_000

/** What a schema says of a misfit: code, what is wrong (`%` stands for the value), what to do. */
function misfit(code: Code, what: string, fix: string): string {
  return [code, what, fix].join('|')
}

/** A schema that is made when it is first asked for: most files need few, and making all takes longer than reading a scenario. */
export function onDemand<T extends z.ZodType>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** What a schema that is made later checks. */
export type Fitting<T extends () => z.ZodType> = z.output<ReturnType<T>>

/**
 * A map with these keys and no others.
 * @param known the keys to offer in place of one that nobody knows
 */
export function closed<T extends z.core.$ZodLooseShape>(
  shape: T,
  known: readonly string[] = Object.keys(shape),
): z.ZodObject<T, z.core.$strict> {
  const error: z.core.$ZodErrorMap = (issue) =>
    issue.code === 'unrecognized_keys' ? misfit('E_UNKNOWN_KEY', known.join(' '), '') : undefined
  return z.strictObject(shape, { error })
}

export const id = z
  .string()
  .regex(ID_PATTERN, misfit('E_ID', '% is no id', ID_RULE))
  .meta({ id: 'id', description: ID_RULE })

const LABEL_PROBLEMS = {
  blank: misfit('E_MISSING', 'a blank name', 'write one, or leave the key out'),
  long: misfit('E_TOO_LONG', '% is too long', `names have at most ${LONGEST_LABEL} characters`),
  unprintable: misfit('E_CONTROL_CHAR', '% has a line break or control character', 'write it on one line'),
} as const

/** A name for people: one line of at most 200 characters in any script. */
export const label = z
  .string()
  .check(({ value, issues }) => {
    const problem = labelProblem(value)
    if (problem !== undefined) issues.push({ code: 'custom', input: value, message: LABEL_PROBLEMS[problem] })
  })
  .meta({ minLength: 1, maxLength: LONGEST_LABEL })

export const prose = z
  .string()
  .max(LONGEST_TEXT, misfit('E_TOO_LONG', 'a text too long', `write at most ${LONGEST_TEXT} characters`))

const webAddress = z
  .string()
  .max(2000, misfit('E_TOO_LONG', 'an address too long', 'write at most 2000 characters'))
  // whoever reads a report may click on it
  .regex(
    /^https?:\/\/[^\s"'<>\\^`{|}]+$/,
    misfit('E_SCHEMA', '% is no web address', 'begin it with https://'),
  )

/** A number between two bounds, both allowed. */
export function number(min: number, max: number): z.ZodNumber {
  const message = misfit('E_RANGE', '% is out of bounds', `give a number from ${min} to ${max}`)
  return z.number().min(min, message).max(max, message)
}

/** A whole number between two bounds, both allowed. */
export function whole(min: number, max: number): z.ZodInt {
  const message = misfit('E_RANGE', '% is out of bounds', `give a whole number from ${min} to ${max}`)
  return z.int().min(min, message).max(max, message)
}

export function parameter({
  min,
  max,
  whole: isWhole,
  unit,
  meaning,
  ...row
}: Parameter): z.ZodNumber | z.ZodInt {
  const schema = isWhole ? whole(min, max) : number(min, max)
  return schema.meta({
    description: `${meaning} (${unit}); default ${row.default}, plausible ${row.low} to ${row.high}`,
  })
}

export const date = z
  .string()
  .refine((text) => readDate(text) !== undefined, misfit('E_DATE', '% is no date', 'write it as 2017-05-10'))
  .meta({ pattern: DATE_PATTERN.source })

/** Days from day 0 of a scenario; an agreement may begin long before. */
const dayNumber = whole(-1_000_000, 1_000_000)

export const day = z.union([date, dayNumber], {
  error: misfit(
    'E_DATE',
    '% is no day',
    'write a date (2017-05-10) or a whole number of days from the start',
  ),
})

export const duration = z.union(
  [
    z
      .string()
      .refine(
        (text) => readDuration(text) !== undefined,
        misfit('E_DATE', '% is no duration', 'write it as 5 days'),
      )
      .meta({ pattern: DURATION_PATTERN.source }),
    whole(0, 1_000_000),
  ],
  { error: misfit('E_DATE', '% is no duration', 'write whole days, as in 5 days') },
)

/** Always text: 42 and 4.2e1 would be one number. */
export const seed = z
  .string({
    error: (issue) => (issue.input === undefined ? undefined : 'E_SEED|% is no text|put the seed in quotes'),
  })
  .check(({ value, issues }) => {
    const message = 'E_SEED|% cannot be a seed|write 1 to 200 printable characters'
    if (labelProblem(value) !== undefined) issues.push({ code: 'custom', input: value, message })
  })
  .meta({ minLength: 1, maxLength: LONGEST_LABEL, description: 'text that keys every draw' })

export const source = closed({
  title: label,
  publisher: label.exactOptional(),
  date: label.exactOptional(),
  url: webAddress.exactOptional(),
  verification: label.exactOptional(),
}).meta({ id: 'source', description: 'where a number or a fact comes from' })

export function oneOf<const T extends readonly [string, ...string[]]>(
  words: T,
): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(words)
}

/** A list with at least `least` items. */
export function list<T extends z.ZodType>(item: T, least = 0): z.ZodArray<T> {
  if (least === 0) return z.array(item)
  return z.array(item).min(least, misfit('E_RANGE', 'a list too short', `name at least ${least}`))
}

/** The JSON Schema of a file, for editors; the draft that their YAML plug-ins read. Parts with an `id` are kept apart. */
export function fileSchema(schema: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' })
  return { $schema, title, ...rest }
}

/**
 * Checks a tree against a schema and tells of every misfit at its place.
 * @param whole a whole file, whose parts are checked for size one by one
 * @returns the value as the schema types it, or undefined when there was a misfit
 */
export function fits<T extends z.ZodType>(
  schema: T,
  tree: Tree,
  complaints: Complaints,
  { whole: isWhole = false } = {},
): z.output<T> | undefined {
  if (!isWhole && tree.size > LARGEST_ENTRY) {
    complaints.tell(
      whereIn(tree, []),
      'E_TOO_MANY',
      `${tree.size} values in one entry`,
      `use at most ${LARGEST_ENTRY}`,
    )
    return undefined
  }
  // a schema is made for one file: a program written for it, which the library otherwise compiles, takes longer than it saves
  const { data, error } = schema.safeParse(plain(tree), { jitless: true })
  for (const issue of error?.issues ?? []) tellIssue(issue, tree, [], complaints)
  return data
}

type Issue = z.core.$ZodIssue

function tellIssue(issue: Issue, tree: Tree, above: Path, complaints: Complaints): void {
  const path: Path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
  const value = valueAt(tree, path)
  if (value === undefined && issue.code !== 'invalid_key') {
    complaints.tell(whereIn(tree, path), 'E_MISSING', `"${path.join('.')}" is missing`, 'add it')
    return
  }
  if (issue.code === 'unrecognized_keys') return tellUnknownKeys(issue, tree, path, complaints)
  if (issue.code === 'invalid_key') {
    for (const inner of issue.issues) {
      const { code, what, fix } = worded(inner.message, String(path.at(-1)))
      complaints.tell(whereIn(tree, path, 'key'), code, what, fix)
    }
    return
  }
  if (issue.code === 'invalid_union') {
    // the branch that this value was meant for is one it did not fail as a whole
    const meant = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0))
    if (meant !== undefined) {
      for (const inner of meant) tellIssue(inner, tree, path, complaints)
      return
    }
  }
  const { code, what, fix } = explain(issue, value, path)
  complaints.tell(whereIn(tree, path), code, what, fix)
}

function tellUnknownKeys(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  tree: Tree,
  path: Path,
  complaints: Complaints,
): void {
  const { what: known } = worded(issue.message, '')
  for (const key of issue.keys) {
    if (complaints.enough) return
    const fix = didYouMean(key, known.split(' '), 'remove it')
    complaints.tell(whereIn(tree, [...path, key], 'key'), 'E_UNKNOWN_KEY', `unknown key ${quote(key)}`, fix)
  }
}

interface Worded {
  readonly code: Code
  readonly what: string
  readonly fix: string
}

/** Reads what `misfit` wrote. */
function worded(message: string, value: string): Worded {
  const [code, what, fix] = message.split('|')
  return { code: code as Code, what: what.replace('%', () => quote(value)), fix }
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list',
}

function explain(issue: Issue, value: Tree | undefined, path: Path): Worded {
  if (/^E_[A-Z_]+\|/.test(issue.message)) return worded(issue.message, said(value))
  const name = path.length === 0 ? 'this entry' : `"${path.join('.')}"`
  if (issue.code === 'invalid_type') {
    return {
      code: 'E_TYPE',
      what: `${name} is ${kindOf(value)}`,
      fix: `give ${NOUNS[issue.expected] ?? issue.expected}`,
    }
  }
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String)
    const otherwise = `use ${words.join(', ')}`
    if (value?.kind !== 'scalar')
      return { code: 'E_TYPE', what: `${name} is ${kindOf(value)}`, fix: otherwise }
    const guess = didYouMean(said(value), words, '')
    const fix = guess === '' ? otherwise : `${guess} (${otherwise})`
    return { code: 'E_ENUM', what: `${name} cannot be ${quote(said(value))}`, fix }
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    return { code: 'E_RANGE', what: `${name} has the wrong length`, fix: lengthAsked(issue) }
  }
  return { code: 'E_SCHEMA', what: `${name}: ${issue.message}`, fix: 'see the schema' }
}

function lengthAsked(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  return issue.code === 'too_small' ? `give at least ${issue.minimum}` : `give at most ${issue.maximum}`
}

function said(value: Tree | undefined): string {
  return value?.kind === 'scalar' ? String(value.value) : kindOf(value)
}

function kindOf(value: Tree | undefined): string {
  if (value === undefined) return 'missing'
  if (value.kind !== 'scalar') return value.kind === 'map' ? 'a map' : 'a list'
  if (value.value === null) return 'empty'
  return typeof value.value === 'string' ? `the text ${quote(value.value)}` : String(value.value)
}

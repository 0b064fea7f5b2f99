/** The English of the reports in one place: how countries, numbers, days and grades are said. A translation begins here. */
import { sayDate } from '../calendar.js'
import { printable } from '../mistakes.js'
import type { Estimate } from '../studies/statistics.js'

export type Labels = Readonly<Record<string, string>>

/** What the words mean that every report uses. */
export const GLOSSARY = {
  chill: 'how much less value reaches the leaker than in the same world without the breach',
  direct: 'what the victims of the breach, whose secrets were passed on, tell the leaker',
  'spill-over': 'what the other partners of the leaker tell it',
  rest: 'all sharing with others than the leaker',
  value:
    'what an item is worth to its recipient, 0.2 to 0.8; a tear-line counts 0.6 of it unless set otherwise',
  'tear-line': 'the substance of a secret without what would give its source away',
  'formal step':
    'a partner moves its side of an agreement, on the record: to tear-lines only, to suspension, or out',
  trust: 'the belief, from 0 to 1, that a partner keeps secrets',
  price:
    'what more the tie would have to be worth, 90 days on, for the partner to be as likely as not to step back up at its next review; an ordinary tie is worth 1',
  pairing:
    'the correlation, over the runs, of what is told with the breach and what is told without it; the nearer to 1, the more the same dice in both worlds narrow the intervals',
  'typical run': 'the run nearest to all others; another run may go differently',
} as const

/** What the intervals do not say, in full sentences. */
const BEYOND_CHANCE = [
  'The intervals are chance only: they say how far the figures would move if the dice were thrown again under the same assumptions.',
  'They do not say whether the assumptions are right. Most parameters are judged, not measured; other values within reason can give another answer.',
  'Both worlds of a pair throw the same dice, so what differs between them is the work of the breach alone.',
] as const

/** Fewer pairs than this make intervals that mean little. */
const FEW_PAIRS = 20

/** What the intervals do not say, for an experiment of so many pairs of runs. */
export function beyondChance(runs: number): string[] {
  return [...BEYOND_CHANCE, ...(runs < FEW_PAIRS ? ['With so few pairs the intervals mean little.'] : [])]
}

/** Text from data on one line, with nothing in it that could steer a terminal or hide. */
export function plain(text: string, most = 80): string {
  return printable(text.replace(/[\t\n\r ]+/g, ' ').trim(), most)
}

// names

/** Countries that English says with an article. */
const WITH_ARTICLE =
  /^(?:United (?:States|Kingdom|Arab Emirates|Nations)\b|(?:Netherlands|Philippines|Bahamas|Gambia|Maldives)$|.* (?:Republic|Islands|Union)$)/

/** What has a name of nothing but blanks. */
const NAMELESS = '(no name)'

/** A country, agreement or topic as its label has it; its id where it has none. */
export function labelled(labels: Labels, id: string): string {
  return plain(Object.hasOwn(labels, id) ? labels[id] : id) || NAMELESS
}

/** A country within a sentence: `Israel`, `the United States`, `the press`. */
export function named(labels: Labels, id: string | null): string {
  if (id === null) return 'nobody'
  if (id === 'press' || id === 'public') return `the ${id}`
  return withArticle(labelled(labels, id))
}

/** A label within a sentence. */
export function withArticle(label: string): string {
  return WITH_ARTICLE.test(label) ? `the ${label}` : label
}

/** A topic within a sentence: `counter-terrorism`; capitals that belong to an acronym stay. */
export function topicNamed(labels: Labels, id: string): string {
  const label = labelled(labels, id)
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

/** `Israel, Jordan and Egypt`; of more than `most`, the first of them and how many others. */
export function list(names: readonly string[], most = 4): string {
  const kept = names.length > most ? names.slice(0, most - 1) : names
  const rest = names.length - kept.length
  const all = rest > 0 ? [...kept, count(rest, 'other')] : kept
  if (all.length < 2) return all.join('')
  return `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}`
}

const DISCIPLINES: Labels = {
  HUMINT: 'from human sources',
  SIGINT: 'from intercepts',
  GEOINT: 'from imagery',
  OSINT: 'from open sources',
}

/** A discipline as what it collects from. */
export function disciplineNamed(id: string): string {
  return Object.hasOwn(DISCIPLINES, id) ? DISCIPLINES[id] : `through ${plain(id)}`
}

// numbers: between a number and its unit stands a no-break space

/** What is said where there is no number. */
export const NONE = '–'

/** `1 day`, `3 days`. */
export function count(n: number, thing: string): string {
  return `${n}\u00a0${thing}${n === 1 ? '' : 's'}`
}

/** A share as per cent; NONE where it is not a number. */
export function percent(share: number | null, digits = 1): string {
  return isNumber(share) ? `${number(100 * share, digits)}\u00a0%` : NONE
}

/**
 * A share as whole per cent, with one decimal where a whole number would say never or always of what is neither: `0.3 %`,
 * `99.8 %`.
 */
export function share(value: number | null): string {
  return percent(value, isNumber(value) && nearEnd(value) ? 1 : 0)
}

function nearEnd(value: number): boolean {
  const depth = Math.abs(value)
  return (depth > 0 && depth < 0.01) || (depth > 0.99 && depth < 1)
}

/** A share with, one without, and their difference, with as few decimals as make the three agree: `25 %`, `10 %`, `15 %`. */
export function subtracted(one: number, other: number): [one: string, other: string, difference: string] {
  const difference = one - other
  const agree = (digits: number): boolean => {
    const [a, b, c] = [one, other, difference].map((value) => rounded(100 * value, digits))
    return Math.abs(a - b - c) < 1e-6
  }
  const fewest = [one, other, difference].some(nearEnd) ? 1 : 0
  const digits = [0, 1, 2].find((digits) => digits >= fewest && agree(digits)) ?? 2
  return [percent(one, digits), percent(other, digits), percent(difference, digits)]
}

/** Half goes away from zero, also where the binary number lies a hair below the half: 0.975 is 0.98. */
function rounded(value: number, digits: number): number {
  const scale = 10 ** digits
  return (Math.sign(value) * Math.round(Math.abs(value) * scale + 1e-9)) / scale
}

/** A number to so many digits, with a true minus sign and no negative zero; NONE where it is not a number. */
export function number(value: number | null, digits = 2): string {
  if (!isNumber(value)) return NONE
  const text = rounded(value, digits).toFixed(digits)
  return /^-[0.]*$/.test(text) ? text.slice(1) : text.replace('-', '\u2212')
}

/** The interval of a share: `31.8 to 32.1 %`. */
export function between(
  { low, high }: { readonly low: number; readonly high: number; readonly mean?: number },
  runs: number,
  digits = 1,
): string {
  if (runs < 2 || !isNumber(low) || !isNumber(high)) return 'no interval'
  return `${number(100 * low, digits)} to ${number(100 * high, digits)}\u00a0%`
}

/** The interval of a plain number. */
export function spread({ low, high }: Estimate, runs: number, digits = 2): string {
  if (runs < 2 || !isNumber(low) || !isNumber(high)) return 'no interval'
  return `${number(low, digits)} to ${number(high, digits)}`
}

/** False for NaN, ±Infinity, and the null that JSON makes of them. */
export function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** `31.9 % less of it than`, `1.2 % more of it than`, `as much of it as`, for a chill. */
export function lessOrMore(chill: number, of: string): string {
  if (Math.abs(chill) < 0.0005) return `as much ${of} as`
  return chill > 0 ? `${percent(chill)} less ${of} than` : `${percent(-chill)} more ${of} than`
}

// days

/** `Day 9 (10 May 2017)`, or `Day 9` where the start is not known. */
export function dated(day: number, start?: string): string {
  return start === undefined ? `Day ${day}` : `Day ${day} (${sayDate(start, day)})`
}

/** Begins with a capital and ends with a full stop. */
export function asSentence(text: string): string {
  const begun = text.replace(/^[a-z]/, (letter) => letter.toUpperCase())
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}

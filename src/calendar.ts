/** Days and dates without a clock: ISO dates as day numbers and back, durations, and dates as people say them. */

/** January first, as dates say them. */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `YYYY-MM-DD`, years 0001 to 9999 */
export const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/
/** `5 days`, `1 day` */
export const DURATION_PATTERN = /^(\d{1,7}) days?$/

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar; before it, negative.
 * @returns undefined when the text is no ISO 8601 date, or a date that never was (30 February)
 */
export function readDate(text: string): number | undefined {
  const match = DATE_PATTERN.exec(text)
  if (match === null) return undefined
  const [year, month, day] = match.slice(1).map(Number)
  if (year < 1) return undefined
  const number = dayOfCivil(year, month, day)
  // a day that never was comes back as another
  return writeDate(number) === text ? number : undefined
}

/** The ISO date of a day number; the inverse of `readDate`. */
export function writeDate(number: number): string {
  const { year, month, day } = civilOfDay(number)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The ISO date of a day counted from the day `start` (ISO), which is day 0. */
export function dateOf(start: string, day: number): string {
  return writeDate((readDate(start) ?? 0) + day)
}

/** The same as people say it: `15 May 2017`. */
export function sayDate(start: string, day: number): string {
  const civil = civilOfDay((readDate(start) ?? 0) + day)
  return `${civil.day} ${MONTHS[civil.month - 1]} ${civil.year}`
}

/**
 * Whole days of `5 days`, `1 day` or a whole number; not negative.
 * @returns undefined when it is neither
 */
export function readDuration(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined
  const match = DURATION_PATTERN.exec(value)
  return match === null ? undefined : Number(match[1])
}

// Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin on 1 March.

function dayOfCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

function civilOfDay(number: number): { year: number; month: number; day: number } {
  const shifted = number + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / 146096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = ((fromMarch + 2) % 12) + 1
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  }
}

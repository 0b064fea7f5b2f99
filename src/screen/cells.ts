/** What a cell of a table says, as something to sort by: a number, a date, or words. */
import { MONTHS } from '../calendar.js'

/** Stands where there is no number; `no interval` says the same of an interval. */
const MISSING = new Set(['', '–', 'no interval'])

const DATE = new RegExp(String.raw`^(\d{1,2}) (${MONTHS.join('|')}) (\d{1,4})$`)
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** A number at the beginning, of which nothing but a unit, the rest of an interval, or a remark in brackets may follow. */
const NUMBER = /^([-+\u2212]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?: ?%)?(?: to [-\u2212]?[\d.]+(?: %)?| \(.*\))?$/

/** Words are sorted alike for every reader, whatever language the browser speaks. */
const words = new Intl.Collator('en', { numeric: true })

/**
 * What a column sorts by, from the texts of its cells.
 * @returns by cell: numbers where every cell that says something begins with one, days where each is a date, else the texts;
 * undefined where a cell says nothing
 */
export function keysOf(cells: readonly string[]): (number | string | undefined)[] {
  const texts = cells.map((cell) => cell.replace(/\s+/g, ' ').trim())
  const read = [numberOf, dayOf].find((read) =>
    texts.every((text) => MISSING.has(text) || read(text) !== undefined),
  )
  return texts.map((text) => (MISSING.has(text) ? undefined : (read?.(text) ?? text)))
}

function numberOf(text: string): number | undefined {
  const [, digits] = NUMBER.exec(text) ?? []
  return digits === undefined ? undefined : Number(digits.replace('\u2212', '-'))
}

/** A number that grows with the date; it counts no days. */
function dayOf(text: string): number | undefined {
  const [, day, month, year] = DATE.exec(text) ?? []
  if (month !== undefined) return (Number(year) * 12 + MONTHS.indexOf(month)) * 31 + Number(day) - 1
  const iso = ISO_DATE.exec(text)
  if (iso === null) return undefined
  return (Number(iso[1]) * 12 + Number(iso[2]) - 1) * 31 + Number(iso[3]) - 1
}

/** Which way a column is sorted. */
export type Direction = 'ascending' | 'descending'

/**
 * The order of rows by their keys. Rows with the same key stay as they are to each other, and those that say nothing come last,
 * whichever way.
 * @returns indices of the rows
 */
export function orderOf(keys: readonly (number | string | undefined)[], direction: Direction): number[] {
  const sign = direction === 'ascending' ? 1 : -1
  return keys
    .map((_, row) => row)
    .sort((a, b) => {
      const [one, other] = [keys[a], keys[b]]
      if (one === undefined || other === undefined)
        return Number(one === undefined) - Number(other === undefined)
      return sign * compared(one, other)
    })
}

function compared(one: number | string, other: number | string): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : words.compare(String(one), String(other))
}

/** Whether a row says what is looked for: every word of it somewhere, capitals and blanks aside. */
export function says(row: string, sought: string): boolean {
  const text = row.toLowerCase()
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Tables as CSV: RFC 4180 with LF line ends, and no text in them that a spreadsheet would run as a formula. */
// the build of the package that does without Node's Buffer
import { stringify } from 'csv-stringify/browser/esm/sync'

/** What a cell may hold. Numbers and truth values go out bare; null and NaN leave the cell empty. */
export type Cell = string | number | boolean | null

/** A spreadsheet takes text that begins with one of these, plain or full-width, for a formula or a new cell. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20\u2212]/

/**
 * Writes a table.
 * @param header names of the columns
 * @param rows as many cells each
 * @returns lines that end in LF, the header first; a text that could be a formula is prefixed with `'`
 * @throws Error for a row with more or fewer cells than there are columns
 */
export function csv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header, ...rows]
  for (const [number, line] of lines.entries())
    if (line.length !== header.length)
      throw new Error(`row ${number} has ${line.length} cells, where ${header.length} have a name`)
  return stringify(lines, {
    record_delimiter: 'unix',
    // the package quotes a text for a line end only when it is the one between records
    quoted_match: /\r/,
    cast: {
      string: (text) => (FORMULA.test(text) ? `'${text}` : text),
      number: (value) => (Number.isNaN(value) ? '' : String(value)),
      boolean: String,
    },
  })
}

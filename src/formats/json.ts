/** Data as JSON that people can read and compare: objects spread over lines, lists of plain values on one. */

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * Writes data as JSON. Keys keep the order in which the data was made; numbers that JSON lacks (NaN, ±Infinity) become
 * null and keys without a value are left out, as in `JSON.stringify`.
 * @returns text that ends in LF
 */
export function json(data: unknown): string {
  // the round trip leaves nothing but plain data
  const plain = JSON.parse(JSON.stringify(data ?? null)) as Json
  return `${write(plain, '\n')}\n`
}

/** Writes data as JSON Lines: one value a line, each line ended by LF. */
export function jsonLines(values: Iterable<unknown>): string {
  return Array.from(values, (value) => `${JSON.stringify(value)}\n`).join('')
}

/** @param margin the line end and blanks before whatever stands at this depth */
function write(value: Json, margin: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const deeper = `${margin}  `
  if (isList(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null)) return JSON.stringify(value)
    return `[${value.map((item) => deeper + write(item, deeper)).join(',')}${margin}]`
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${write(item, deeper)}`)
  return `{${lines.join(',')}${margin}}`
}

/** Array.isArray does not narrow lists that are readonly. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}

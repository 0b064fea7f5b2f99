/** `liaison parameters`: every number of the model with its default, range, unit, meaning and ground. */
import { json } from '../formats/json.js'
import { PARAMETER_NAMES, PARAMETERS } from '../parameters.js'
import { print } from './terminal.js'

export interface ParametersOptions {
  readonly json?: boolean
}

export async function parameters({ json: asJson = false }: ParametersOptions): Promise<void> {
  const rows = PARAMETER_NAMES.map((name) => ({ name, ...PARAMETERS[name] }))
  if (asJson) {
    await print(json(rows))
    return
  }
  const head = ['name', 'default', 'plausible', 'allowed', 'unit', 'ground', 'meaning']
  const cells = rows.map((row) => [
    row.name,
    String(row.default),
    `${row.low} to ${row.high}`,
    `${row.min} to ${row.max}`,
    row.unit,
    row.confidence,
    row.meaning,
  ])
  await print(aligned([head, ...cells]))
}

/** Lines whose cells stand below each other, two blanks apart. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, k) => cell.padEnd(widths[k]))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

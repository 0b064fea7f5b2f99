/** `liaison parameters`: every number of the model with its default, range, unit, meaning and ground. */
import { json } from '../formats/json.js'
import { PARAMETER_NAMES, PARAMETERS } from '../parameters.js'
import { PRESET_NAMES, PRESETS, type PresetName } from '../presets.js'
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
  for (const name of PRESET_NAMES) await print(toldOf(name))
}

/** A preset: how it is taken, where it comes from, and what it sets. */
function toldOf(name: PresetName): string {
  const { provenance, parameters: set } = PRESETS[name]
  const values = Object.entries(set).map(([parameter, value]) => `  ${parameter} ${value}\n`)
  return `\npreset: ${name} in a scenario, or --set preset=${name}, sets parameters.\n${provenance.join('\n')}\nThese values:\n${values.join('')}`
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

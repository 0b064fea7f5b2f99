/** `liaison export`: a network as it stands on a day, for other programs. */
import { readDate } from '../calendar.js'
import { readNetworkInput, writeTexts } from '../files.js'
import { gexf } from '../formats/gexf.js'
import {
  GRAPH_KINDS,
  graphTables,
  type GraphKind,
  type GraphTables,
  type Row,
} from '../formats/graph-tables.js'
import { resolvedNetwork } from '../formats/resolved.js'
import { LiaisonError, quote } from '../mistakes.js'
import { didYouMean } from '../names.js'
import { parseNetwork } from '../network-file.js'
import { table } from '../studies/tables.js'
import { print } from './terminal.js'

export interface ExportOptions {
  readonly format: string
  readonly graph: string
  readonly on?: string
  readonly out?: string
}

const FORMATS = ['gexf', 'csv', 'json'] as const

/** A day after everything that is dated. */
const LAST = '9999-12-31'

export async function exportNetwork(name: string, options: ExportOptions): Promise<void> {
  const format = oneOf('--format', options.format, FORMATS)
  const kind: GraphKind = oneOf('--graph', options.graph, GRAPH_KINDS)
  const { on = LAST, out } = options
  if (readDate(on) === undefined)
    throw new LiaisonError('E_USAGE', `--on ${quote(on)} is no day; write it as 2017-05-01`)
  if (format === 'csv' && out === undefined)
    throw new LiaisonError('E_USAGE', 'csv is two tables, nodes and edges; name a file with --out')
  const { bytes, file } = await readNetworkInput(name)
  const network = parseNetwork(bytes, { file, start: on })
  if (format === 'csv' && out !== undefined) {
    await writeTexts(tablesAsCsv(graphTables(network, kind, { on }), out))
    return
  }
  const text =
    format === 'json' ? resolvedNetwork(network, { start: on }) : gexf(graphTables(network, kind, { on }))
  await (out === undefined ? print(text) : writeTexts({ [out]: text }))
}

/** Two files by the name that is given: `world.csv` becomes `world.nodes.csv` and `world.edges.csv`. */
function tablesAsCsv({ nodes, edges }: GraphTables, out: string): Record<string, string> {
  const stem = out.replace(/\.csv$/i, '')
  return { [`${stem}.nodes.csv`]: rowsAsCsv(nodes), [`${stem}.edges.csv`]: rowsAsCsv(edges) }
}

function rowsAsCsv(rows: readonly Row[]): string {
  const names = Object.keys(rows.at(0) ?? {})
  return table(Object.fromEntries(names.map((name) => [name, (row: Row) => row[name]])), rows)
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value)
  if (found !== undefined) return found
  throw new LiaisonError(
    'E_USAGE',
    `${option} ${quote(value)} is not known; ${didYouMean(value, allowed, `use ${allowed.join(' or ')}`)}`,
  )
}

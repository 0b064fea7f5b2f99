/** A network's graph as GEXF 1.3, which Gephi and its kin read. */
import { DirectedGraph, UndirectedGraph } from 'graphology'
import write from 'graphology-gexf/common/writer.js'
import { DISCLAIMER } from '../disclaimer.js'
import type { Cell } from './csv.js'
import type { GraphTables, Row } from './graph-tables.js'

/** What XML cannot hold, however it is escaped: most control characters, halves of characters, and non-characters. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/** Writes a graph, with the disclaimer. The same tables give the same bytes: no date of writing is put in. */
export function gexf({ directed, nodes, edges }: GraphTables): string {
  const graph = directed ? new DirectedGraph() : new UndirectedGraph()
  graph.setAttribute('description', DISCLAIMER)
  for (const { key, ...rest } of nodes) graph.addNode(String(key), spoken(rest))
  for (const { source, target, ...rest } of edges) {
    const ends = [String(source), String(target)] as const
    graph.addEdgeWithKey(ends.join(directed ? '->' : '--'), ...ends, spoken(rest))
  }
  return `${write(graph, { version: '1.3' })}\n`
}

/** The cells that say something, fit for XML. */
function spoken(row: Row): Record<string, Cell> {
  const cells = Object.entries(row).filter(([, cell]) => cell !== null)
  return Object.fromEntries(
    cells.map(([name, cell]) => [name, typeof cell === 'string' ? clean(cell) : cell]),
  )
}

function clean(text: string): string {
  return text.replace(NOT_XML, '\uFFFD')
}

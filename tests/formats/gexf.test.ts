/** GEXF that its own reader takes back, whatever a network's names try. */
import fc from 'fast-check'
import { DirectedGraph, UndirectedGraph } from 'graphology'
import { parse } from 'graphology-gexf'
import { describe, expect, test } from 'vitest'
import { DISCLAIMER } from '../../src/disclaimer.js'
import { gexf } from '../../src/formats/gexf.js'
import { graphTables, type Row } from '../../src/formats/graph-tables.js'
import { parseNetwork } from '../../src/network-file.js'
import { HOSTILE_NAMES } from '../report/hostile.js'

const NETWORK = `liaison-network: 1
id: small
title: Small
topics: { terror: {} }
countries:
  - { id: AAA, label: Avalon, position: [51, -3], languages: [cy, en], collection: { terror: { HUMINT: 0.1, OSINT: 0.2 } } }
  - { id: BBB, label: Brobdingnag }
  - { id: CCC, label: Cockaigne, region: Far off }
agreements:
  - { id: old, parties: [AAA, BBB], scope: { topics: all, disciplines: [SIGINT] }, tie: close, until: 1999-01-01 }
  - id: club
    label: The club
    parties: [AAA, BBB, CCC]
    scope: { topics: all, disciplines: [HUMINT, OSINT] }
    tie: partner
    from: 1990-01-01
    joined: { CCC: 2010-06-01 }
    source: { title: 'A book', verification: 'from memory, unverified' }
  - id: pact
    parties: [AAA, BBB]
    scope: { topics: all, disciplines: all }
    tie: ally
    source: { title: 'A treaty', url: https://example.org/treaty, verification: searched }
`
const tablesOn = (on: string, kind: 'agreements' | 'sharing') =>
  graphTables(parseNetwork(NETWORK, { start: on }), kind, { on })

describe('the tables', () => {
  test('show who is party to what on the day, and what nobody looked up', () => {
    const { nodes, edges, directed } = tablesOn('2005-01-01', 'agreements')
    expect(directed).toBe(false)
    expect(nodes.map(({ key }) => key)).toEqual([
      'country:AAA',
      'country:BBB',
      'country:CCC',
      'agreement:club',
      'agreement:pact',
    ])
    expect(nodes[0]).toMatchObject({ label: 'Avalon', latitude: 51, languages: 'cy en', itemsPerDay: 0.3 })
    expect(nodes[3]).toMatchObject({ tie: 'partner', from: '1990-01-01', until: null, unverified: true })
    expect(nodes[4]).toMatchObject({ unverified: false, url: 'https://example.org/treaty' })
    expect(edges).toEqual([
      { source: 'agreement:club', target: 'country:AAA', unverified: true },
      { source: 'agreement:club', target: 'country:BBB', unverified: true },
      { source: 'agreement:pact', target: 'country:AAA', unverified: false },
      { source: 'agreement:pact', target: 'country:BBB', unverified: false },
    ])
    expect(tablesOn('2010-06-01', 'agreements').edges).toHaveLength(5)
    expect(tablesOn('1998-12-31', 'agreements').edges).toHaveLength(6)
  })

  test('or who may share with whom', () => {
    const { nodes, edges } = tablesOn('2010-06-01', 'sharing')
    expect(nodes.map(({ key }) => key)).toEqual(['AAA', 'BBB', 'CCC'])
    expect(edges).toHaveLength(6)
    expect(edges[0]).toEqual({
      source: 'AAA',
      target: 'BBB',
      tie: 'ally',
      agreements: 'club pact',
      unverified: 'club',
    })
  })

  test('every row of a table has the same columns', () => {
    for (const kind of ['agreements', 'sharing'] as const) {
      const { nodes, edges } = tablesOn('2010-06-01', kind)
      for (const table of [nodes, edges])
        for (const row of table) expect(Object.keys(row)).toEqual(Object.keys(table[0]))
    }
  })
})

function read(text: string) {
  const kind = text.includes('defaultedgetype="directed"') ? DirectedGraph : UndirectedGraph
  return parse(kind, text, { respectInputGraphType: true })
}

describe('the file', () => {
  test.each(['agreements', 'sharing'] as const)('holds the graph of %s', (kind) => {
    const tables = tablesOn('2010-06-01', kind)
    const graph = read(gexf(tables))
    expect(graph.nodes()).toEqual(tables.nodes.map(({ key }) => key))
    expect(graph.mapEdges((_edge, _attributes, source, target) => ({ source, target }))).toEqual(
      tables.edges.map(({ source, target }) => ({ source, target })),
    )
    expect(graph.getAttribute('description')).toBe(DISCLAIMER)
    expect(graph.type).toBe(kind === 'sharing' ? 'directed' : 'undirected')
  })

  test('is the same each time, and carries no date of writing', () => {
    const text = gexf(tablesOn('2010-06-01', 'agreements'))
    expect(gexf(tablesOn('2010-06-01', 'agreements'))).toBe(text)
    expect(text).not.toContain('lastmodified')
  })

  const node = (label: string): Row => ({ key: 'a', label, source: label })
  const labelled = (label: string) => gexf({ directed: false, nodes: [node(label)], edges: [] })

  test.each(HOSTILE_NAMES.map((name) => [JSON.stringify(name), name]))(
    'takes %s for a name and nothing else',
    (_, name) => {
      const label = read(labelled(name)).getNodeAttribute('a', 'label') as string | undefined
      // what XML cannot hold stands as a replacement character; this reader takes U+2028 for a line end
      const meant = name
        .replace(/[^\t\n\r -\uFFFD\u{10000}-\u{10FFFF}]|\p{Cs}|\uFFFD/gu, '')
        .replaceAll('\u2028', ' ')
      expect((label ?? '').replaceAll('\uFFFD', '')).toBe(meant)
    },
  )

  test('holds no character that XML forbids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const text = labelled(name)
        expect(text).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u)
        expect(text.match(/<node /g)).toHaveLength(1)
      }),
    )
  })
})

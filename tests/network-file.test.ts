import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Alliance } from '../src/alliance.js'
import { networkFromGraph } from '../src/from-graph.js'
import { ScenarioError } from '../src/mistakes.js'
import { parseNetwork } from '../src/network-file.js'
import { networkSchema } from '../src/network-schema.js'

const TEXT = `liaison-network: 1
id: pair
title: Two and a rival
topics:
  cyber: {}
  terror: { label: Terrorism, plots: { perYear: 0.5, targets: [DEU, AUT] } }
countries:
  - { id: DEU, label: Germany, need: { terror: 1, cyber: 0.5 }, collection: { terror: { SIGINT: 2, HUMINT: 1 } } }
  - { id: AUT, languages: [deu], position: [47.5, 14] }
  - { id: RUS }
agreements:
  - id: treaty
    parties: [DEU, AUT]
    scope: { topics: [terror], disciplines: all }
    tie: ally
    caveat: parties
    from: 1999-12-31
    until: 400
    stake: { DEU: 2 }
    source: { title: Somewhere, url: https://example.org/a }
hostility:
  - { between: [RUS, DEU], level: 0.7 }
pairs:
  - { from: DEU, to: AUT, discretion: 0.6 }
`

function said(text: string | object, file?: string): string[] {
  try {
    parseNetwork(text, { ...(file === undefined ? {} : { file }), start: '2000-01-01' })
    return []
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.mistakes.map(({ line, col, path, code }) => `${line > 0 ? `${line}:${col}` : path} ${code}`)
  }
}

/** The text with one thing changed in it. */
function but(old: string, text: string): string {
  expect(TEXT).toContain(old)
  return TEXT.replace(old, text)
}

describe('a network file', () => {
  test('is resolved: sorted, dates as days, scopes as lists, numbers of known disciplines from the parameters', () => {
    const network = parseNetwork(TEXT, { start: '2000-01-01' })
    expect(network).toEqual({
      id: 'pair',
      title: 'Two and a rival',
      topics: [
        { id: 'cyber', label: 'cyber', plotsPerYear: 0, targets: [] },
        { id: 'terror', label: 'Terrorism', plotsPerYear: 0.5, targets: ['AUT', 'DEU'] },
      ],
      disciplines: [
        { id: 'GEOINT', sensitivity: 0.5, sourceLoss: 0.2, recovery: 180 },
        { id: 'HUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 },
        { id: 'OSINT', sensitivity: 0.15, sourceLoss: 0.05, recovery: 90 },
        { id: 'SIGINT', sensitivity: 0.8, sourceLoss: 0.4, recovery: 270 },
      ],
      countries: [
        { id: 'AUT', label: 'AUT', languages: ['deu'], position: [47.5, 14], collection: [], need: {} },
        {
          id: 'DEU',
          label: 'Germany',
          collection: [
            { topic: 'terror', discipline: 'HUMINT', rate: 1 },
            { topic: 'terror', discipline: 'SIGINT', rate: 2 },
          ],
          need: { cyber: 0.5, terror: 1 },
        },
        { id: 'RUS', label: 'RUS', collection: [], need: {} },
      ],
      agreements: [
        {
          id: 'treaty',
          label: 'treaty',
          parties: ['AUT', 'DEU'],
          topics: ['terror'],
          disciplines: ['GEOINT', 'HUMINT', 'OSINT', 'SIGINT'],
          tie: 'ally',
          caveat: 'parties',
          from: -1,
          until: 400,
          stake: { DEU: 2 },
          source: { title: 'Somewhere', url: 'https://example.org/a' },
        },
      ],
      hostilities: [{ between: ['DEU', 'RUS'], level: 0.7 }],
      pairs: [{ from: 'DEU', to: 'AUT', discretion: 0.6 }],
      prospects: [],
    })
    expect(Object.keys(network.countries[1].need)).toEqual(['cyber', 'terror'])
  })

  test.each([
    [
      'countries',
      '  - { id: DEU, label: Germany, need: { terror: 1, cyber: 0.5 }, collection: { terror: { SIGINT: 2, HUMINT: 1 } } }\n  - { id: AUT, languages: [deu], position: [47.5, 14] }',
      '  - { position: [47.5, 14], languages: [ \'deu\' ], id: AUT }\n  - { id: "DEU", collection: { terror: { HUMINT: 1, SIGINT: 2.0 } }, label: Germany, need: { cyber: 5e-1, terror: 1 } } # x',
    ],
    ['topics', '  cyber: {}\n', ''],
  ])(
    'does not depend on the order in which %s are listed, nor on how they are written',
    (part, old, text) => {
      const other =
        part === 'topics' ? but(old, '').replace('countries:', '  cyber: {}\ncountries:') : but(old, text)
      expect(JSON.stringify(parseNetwork(other))).toBe(JSON.stringify(parseNetwork(TEXT)))
    },
  )

  test('names disciplines of its own, with all their numbers', () => {
    const own =
      'disciplines: { SIGINT: { sensitivity: 0.9 }, IOC: { sensitivity: 0.3, sourceLoss: 0.1, recovery: 30 }, HUMINT: {} }\n'
    expect(parseNetwork(but('countries:', `${own}countries:`)).disciplines).toEqual([
      { id: 'HUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 },
      { id: 'IOC', sensitivity: 0.3, sourceLoss: 0.1, recovery: 30 },
      { id: 'SIGINT', sensitivity: 0.9, sourceLoss: 0.4, recovery: 270 },
    ])
    expect(
      said(but('countries:', 'disciplines: { SIGINT: {}, HUMINT: {}, IOC: { recovery: 3 } }\ncountries:')),
    ).toEqual(['7:45 E_MISSING'])
  })

  // › marks where the first mistake should be told
  test.each([
    ['liaison-network: 1', 'liaison-network: ›2', 'E_VERSION'],
    ['liaison-network: 1\n', '›', 'E_MISSING'],
    ['id: pair', 'id: ›a b', 'E_ID'],
    ['title: Two and a rival', 'title: ›" "', 'E_MISSING'],
    ['title: Two and a rival', `title: ›${'x'.repeat(201)}`, 'E_TOO_LONG'],
    ['title: Two and a rival', 'title: ›"a\\nb"', 'E_CONTROL_CHAR'],
    ['liaison-network: 1\nid: pair', '›liaison-network: 1', 'E_MISSING'],
    ['title: Two', 'titel: Two', 'E_MISSING E_UNKNOWN_KEY'],
    ['cyber: {}\n  terror', 'Terror: {}\n  ›terror', 'E_DUP_ID E_DANGLING'],
    ['cyber: {}', '›all: {}', 'E_ID E_DANGLING'],
    ['cyber: {}', '›"a b": {}', 'E_ID E_DANGLING'],
    ['perYear: 0.5', 'perYear: ›-1', 'E_RANGE'],
    ['targets: [DEU, AUT]', 'targets: [DEU, ›AUS]', 'E_DANGLING'],
    ['id: RUS', 'id: ›press', 'E_ID E_DANGLING'],
    ['id: RUS', 'id: ›aut', 'E_DUP_ID E_DANGLING'],
    ['id: RUS', 'id: ›7', 'E_TYPE E_DANGLING'],
    ['id: RUS', 'id: ›constructor', 'E_ID E_DANGLING'],
    ['{ id: RUS }', '›{ label: Russia }', 'E_MISSING E_DANGLING'],
    ['terror: 1,', 'terror: ›1.5,', 'E_RANGE'],
    ['SIGINT: 2', '›SIGNT: 2', 'E_DANGLING'],
    ['SIGINT: 2', 'SIGINT: ›two', 'E_TYPE'],
    ['position: [47.5, 14]', 'position: ›[47.5]', 'E_RANGE'],
    ['position: [47.5, 14]', 'position: [›91, 14]', 'E_RANGE'],
    ['parties: [DEU, AUT]', 'parties: ›[DEU]', 'E_RANGE'],
    ['parties: [DEU, AUT]', 'parties: [DEU, ›DEU]', 'E_SELF_LOOP'],
    ['parties: [DEU, AUT]', 'parties: [DEU, AUT, ›DEU]', 'E_DUP_ID'],
    ['parties: [DEU, AUT]', 'parties: [DEU, ›AUS]', 'E_DANGLING'],
    ['topics: [terror]', 'topics: [›teror]', 'E_DANGLING'],
    ['topics: [terror]', 'topics: ›[]', 'E_RANGE'],
    ['topics: [terror]', 'topics: ›3', 'E_TYPE'],
    ['disciplines: all', 'disciplines: [SIGINT, ›alll]', 'E_DANGLING'],
    ['tie: ally', 'tie: ›aly', 'E_ENUM'],
    ['tie: ally', 'tie: ›3', 'E_ENUM'],
    ['caveat: parties', 'caveat: ›[parties]', 'E_TYPE'],
    ['from: 1999-12-31', 'from: ›1999-12-32', 'E_DATE'],
    ['from: 1999-12-31', 'from: ›soon', 'E_DATE'],
    ['from: 1999-12-31', 'from: ›1.5', 'E_DATE'],
    ['until: 400', 'until: ›1999-12-31', 'E_DATE'],
    ['stake: { DEU: 2 }', 'stake: { ›RUS: 2 }', 'E_DANGLING'],
    ['stake: { DEU: 2 }', 'stake: { DEU: ›-2 }', 'E_RANGE'],
    ['https://example.org/a', '›javascript:alert(1)', 'E_SCHEMA'],
    ['between: [RUS, DEU]', 'between: [DEU, ›DEU]', 'E_SELF_LOOP'],
    ['level: 0.7', 'level: ›7', 'E_RANGE'],
    ['pairs:', '  - ›{ between: [DEU, RUS], level: 0.1 }\npairs:', 'E_DUP_EDGE'],
    ['to: AUT', 'to: ›DEU', 'E_SELF_LOOP'],
    ['discretion: 0.6 }\n', 'discretion: ›1 }\n', 'E_RANGE'],
    ['discretion: 0.6 }\n', 'discretion: 0.6 }\n  - ›{ from: DEU, to: AUT }\n', 'E_DUP_EDGE'],
  ])('%s → %s', (old, marked, codes) => {
    const text = but(old, marked)
    const lines = text.slice(0, Math.max(0, text.indexOf('›'))).split('\n')
    const told = said(text.replace('›', ''))
    expect(told[0]).toMatch(new RegExp(`^${lines.length}:${lines[lines.length - 1].length + 1} `))
    expect(told.map((mistake) => mistake.split(' ')[1]).join(' ')).toBe(codes)
  })

  test('where a whole part is missing, nothing is said of those that name what is in it', () => {
    expect(said(but('topics:', 'topcs:'))).toEqual(['1:1 E_MISSING', '4:1 E_UNKNOWN_KEY'])
    expect(said(but('agreements:', 'disciplines: []\nagreements:'))).toEqual(['11:14 E_TYPE'])
  })

  test('one bad country does not make those that name it look wrong', () => {
    expect(said(but('id: AUT, languages: [deu]', 'id: AUT, languages: deu'))).toEqual(['9:27 E_TYPE'])
  })

  test('an enormous entry is refused, not walked', () => {
    const parties = Array.from({ length: 30_000 }, (_, i) => `C${i}`)
    expect(said({ agreements: [{ parties }] })).toContain('agreements[0] E_TOO_MANY')
  })

  test('a network given as an object is copied and left alone', () => {
    const given = {
      'liaison-network': 1,
      id: 'a',
      title: 'A',
      topics: {},
      countries: [{ id: 'A', need: {} }],
      agreements: [],
    }
    const before = JSON.stringify(given)
    const network = parseNetwork(Object.freeze(given))
    expect(network.countries[0]).not.toBe(given.countries[0])
    expect(JSON.stringify(given)).toBe(before)
  })
})

describe('parties that come and go', () => {
  const DATED = `liaison-network: 1
id: club
title: A club that grew
topics: { terror: {} }
countries: [{ id: NOR }, { id: FIN }, { id: SWE }, { id: RUS }]
agreements:
  - id: nato
    parties: [NOR, FIN, SWE]
    scope: { topics: all, disciplines: all }
    tie: partner
    from: 1949-04-04
    joined: { FIN: 2023-04-04, SWE: 2024-03-07 }
    left: { NOR: 2030-01-01 }
    stake: { NOR: 1, SWE: 2 }
hostility:
  - { between: [NOR, RUS], level: 0.6, until: 1991-12-26 }
  - { between: [FIN, RUS], level: 0.8, from: 2022-02-24 }
`
  const parties = (start: string): readonly string[][] =>
    parseNetwork(DATED, { start }).agreements.map((agreement) => [...agreement.parties])
  const hostile = (start: string): string[] =>
    parseNetwork(DATED, { start }).hostilities.map(({ between }) => between.join())

  test('are those that are in it on the first day', () => {
    expect(parties('2023-04-03')).toEqual([])
    expect(parties('2023-04-04')).toEqual([['FIN', 'NOR']])
    expect(parties('2024-03-07')).toEqual([['FIN', 'NOR', 'SWE']])
    expect(parties('2030-01-01')).toEqual([['FIN', 'SWE']])
    const [early, late] = ['2023-04-04', '2024-03-07'].map((start) => parseNetwork(DATED, { start }))
    expect(early.agreements[0].stake).toEqual({ NOR: 1 })
    expect(late.agreements[0].stake).toEqual({ NOR: 1, SWE: 2 })
  })

  test('or on the day the agreement begins, when that is later', () => {
    const later = DATED.replace('from: 1949-04-04', 'from: 2025-01-01')
    expect(parseNetwork(later, { start: '2020-01-01' }).agreements[0].parties).toEqual(['FIN', 'NOR', 'SWE'])
  })

  test('so do enmities', () => {
    expect(hostile('1991-12-25')).toEqual(['NOR,RUS'])
    expect(hostile('1991-12-26')).toEqual([])
    expect(hostile('2022-02-24')).toEqual(['FIN,RUS'])
  })

  test('what is left is a network as any other, out as a graph and in again', () => {
    const network = parseNetwork(DATED, { start: '2024-03-07' })
    expect(networkFromGraph(Alliance.from(network).agreementGraph())).toStrictEqual(network)
  })

  test.each([
    ['joined: { FIN: 2023-04-04', 'joined: { DNK: 2023-04-04', '12:15 E_DANGLING'],
    ['left: { NOR: 2030', 'left: { RUS: 2030', '13:13 E_DANGLING'],
    ['left: { NOR: 2030', 'left: { FIN: 2020', '13:18 E_DATE'],
    ['level: 0.6, until: 1991-12-26', 'level: 0.6, from: 1999-01-01, until: 1991-12-26', '16:65 E_DATE'],
    ['SWE: 2024-03-07', 'SWE: soon', '12:37 E_DATE'],
  ])('%s → %s is refused', (old, text, mistake) => {
    expect(DATED).toContain(old)
    expect(said(DATED.replace(old, text))).toEqual([mistake])
  })
})

describe('a graph that graphology serialised', () => {
  const network = parseNetwork(TEXT, { start: '2000-01-01' })
  const serialised = () => JSON.stringify(Alliance.from(network).agreementGraph().export())

  test('is the network it was made of', () => {
    expect(JSON.stringify(parseNetwork(serialised(), { file: 'graph.json', start: '2000-01-01' }))).toBe(
      JSON.stringify(network),
    )
  })

  test('has countries as nodes and agreements as edges', () => {
    const graph = {
      attributes: { topics: [{ id: 'cyber', label: 'Cyber' }] },
      nodes: [{ key: 'b', attributes: { x: 1, need: { cyber: 1 } } }, { key: 'a' }, { key: 7 }],
      edges: [
        { source: 'b', target: 'a', attributes: { tie: 'close', from: null } },
        { key: 'e', source: '7', target: 'a' },
      ],
    }
    const { countries, agreements, topics } = parseNetwork(graph)
    expect(countries.map(({ id }) => id)).toEqual(['7', 'a', 'b'])
    expect(topics).toEqual([{ id: 'cyber', label: 'Cyber', plotsPerYear: 0, targets: [] }])
    expect(
      agreements.map(({ id, parties, tie, caveat, from }) => ({ id, parties, tie, caveat, from })),
    ).toEqual([
      { id: '7--a', parties: ['7', 'a'], tie: 'partner', caveat: 'on-request', from: null },
      { id: 'a--b', parties: ['a', 'b'], tie: 'close', caveat: 'on-request', from: null },
    ])
  })

  test.each([
    ['graph-01-proto-multi', 'E_ID'],
    ['graph-02-ctor', 'E_ID'],
    ['graph-04-dup-node', 'E_DUP_ID'],
    ['graph-06-int-vs-str', 'E_DUP_ID'],
    ['graph-08-null-key', 'E_SCHEMA'],
  ])('%s of the corpus: %s', (name, code) => {
    const text = readFileSync(new URL(`corpus/json/${name}.json`, import.meta.url), 'utf8')
    expect(said(text, `${name}.json`)[0]).toMatch(new RegExp(` ${code}$`))
  })

  test.each([
    [{ edges: [{ source: 'a', target: 'c' }] }, 'edges[0].target E_DANGLING'],
    [{ edges: [{ source: 'a' }] }, 'edges[0] E_SCHEMA'],
    [{ edges: [{ source: 'a', target: 'a' }] }, 'edges[0] E_SELF_LOOP'],
    [
      {
        edges: [
          { source: 'a', target: 'b' },
          { source: 'b', target: 'a' },
        ],
      },
      'edges[1] E_DUP_EDGE',
    ],
    [{ nodes: [{ key: 'a', attributes: { lable: 1, region: 3 } }] }, 'nodes[0].attributes.region E_TYPE'],
    [{ nodes: [{}] }, 'nodes[0] E_SCHEMA'],
    [{ attributes: { topics: [{ id: '__proto__' }] } }, 'attributes.topics[0].id E_ID'],
    [{ attributes: {} }, ' E_MISSING'],
  ])('%j', (part, mistake) => {
    const graph = { attributes: { topics: [] }, nodes: [{ key: 'a' }, { key: 'b' }], edges: [], ...part }
    expect(said(graph)).toContain(mistake)
  })
})

// after a change: npm run build && node scripts/write-schema.mjs
test('the schema on disk is that of the code', () => {
  const file = new URL('../schema/network.schema.json', import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(networkSchema())
})

/** The network of the world: what its tables say, by the day, and who knows best where. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { rewrite } from '../scripts/write-docs.mjs'
import { PAGES, worldTables } from '../scripts/write-world.mjs'
import { networkFromGraph } from '../src/from-graph.js'
import { Alliance } from '../src/alliance.js'
import { parseNetwork } from '../src/network-file.js'
import { inForce, type Network } from '../src/network.js'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

interface Row {
  readonly id: string
  readonly name: string
  readonly parties: readonly string[]
  readonly disciplines: readonly string[]
  readonly topics: readonly string[]
  readonly third_party_rule: string
  readonly intensity_judgement: number
  readonly verification: string
}
interface Region {
  readonly label: string
  readonly area: string
  readonly holds: readonly string[]
}
interface Fact {
  readonly label: string
  readonly region: string
  readonly size: number
  readonly languages: readonly string[]
  readonly borders: readonly string[]
  readonly position: readonly [number, number]
}
const rows = JSON.parse(read('data/agreements.json')) as readonly Row[]
const agreementsFromMemory = rows.filter(
  ({ id, verification }) => verification !== 'searched' && !['usa-gbr-mda', 'aukus'].includes(id),
)
const mapping = parse(read('data/mapping.yaml')) as Readonly<
  Record<'disciplines' | 'topics' | 'caveats' | 'ties' | 'membership', Readonly<Record<string, unknown>>>
>
const { regions, areas } = parse(read('data/world-regions.yaml')) as {
  readonly regions: Readonly<Record<string, Region>>
  readonly areas: Readonly<Record<string, string>>
}
const { countries, distances } = parse(read('data/world-countries.yaml')) as {
  readonly countries: Readonly<Record<string, Fact>>
  readonly distances: Readonly<Record<string, Readonly<Record<string, number>>>>
}
const { disciplines: capacity } = parse(read('data/world-collection.yaml')) as {
  readonly disciplines: Readonly<Record<string, { readonly size: readonly number[] }>>
}

const text = read('networks/world.yaml')
const worlds = new Map<string, Network>()
function worldOn(start: string): Network {
  const world = worlds.get(start) ?? parseNetwork(text, { file: 'networks/world.yaml', start })
  worlds.set(start, world)
  return world
}
const world = worldOn('2017-05-01')
const agreementOf = (id: string, start = '2017-05-01') =>
  worldOn(start).agreements.find((agreement) => agreement.id === id)
const partiesOf = (id: string, start: string): readonly string[] => agreementOf(id, start)?.parties ?? []

describe('the tables', () => {
  test.each([
    ['make-countries', 'data/world-countries.yaml'],
    ['make-world', 'networks/world.yaml'],
  ])('%s writes the committed bytes of %s', (script, file) => {
    const path = fileURLToPath(new URL(`scripts/${script}.mjs`, root))
    expect(execFileSync(process.execPath, [path, '--print'], { encoding: 'utf8' })).toBe(read(file))
  })

  test.each([
    ['disciplines', rows.flatMap(({ disciplines }) => disciplines)],
    ['topics', rows.flatMap(({ topics }) => topics)],
    ['caveats', rows.map(({ third_party_rule: rule }) => rule)],
    ['ties', rows.map((row) => String(row.intensity_judgement))],
  ] as const)('the table of %s has every word of the data and no other', (table, words) => {
    expect(Object.keys(mapping[table]).toSorted()).toEqual([...new Set(words)].sort())
  })

  test('the 193 members of the United Nations and four others, each in one region', () => {
    const placed = Object.values(regions).flatMap(({ holds }) => holds)
    expect(placed).toHaveLength(197)
    expect(placed.toSorted()).toEqual(Object.keys(countries).toSorted())
    expect(placed).toEqual(expect.arrayContaining(['PSE', 'TWN', 'VAT', 'XKK']))
    expect(world.countries.map(({ id }) => id)).toEqual(Object.keys(countries).toSorted())
    expect(Object.keys(regions).length).toBeGreaterThanOrEqual(15)
    expect(Object.keys(regions).length).toBeLessThanOrEqual(25)
    for (const { area } of Object.values(regions)) expect(areas).toHaveProperty(area)
  })

  test('borders are mutual; each country has a language, a place to the degree and a class', () => {
    for (const [id, { borders, languages, position, size }] of Object.entries(countries)) {
      for (const neighbour of borders)
        expect(countries[neighbour].borders, `${neighbour}, ${id}`).toContain(id)
      expect(languages.length, id).toBeGreaterThan(0)
      expect(position.every(Number.isInteger), id).toBe(true)
      expect([1, 2, 3, 4, 5], id).toContain(size)
    }
    expect(countries.JOR.borders).toEqual(['IRQ', 'ISR', 'PSE', 'SAU', 'SYR'])
    expect(countries.FRA.borders).toEqual(['AND', 'BEL', 'CHE', 'DEU', 'ESP', 'ITA', 'LUX', 'MCO'])
    expect(countries.DJI.borders).toEqual(['ERI', 'ETH', 'SOM'])
  })

  test('distances are there for each two regions, in whole hundreds of kilometres', () => {
    const ids = Object.keys(regions).toSorted()
    for (const [k, from] of ids.entries()) {
      for (const to of ids.slice(0, k)) {
        expect(distances[from][to] % 100, `${from} ${to}`).toBe(0)
        expect(distances[from][to]).toBeGreaterThan(300)
        expect(distances[from][to]).toBeLessThan(20_100)
      }
    }
    expect(distances['levant'].gulf).toBeLessThan(distances['northern-america'].levant)
  })

  test('what holds of a party holds of one: each date of joining or leaving names a row and a party of it', () => {
    for (const [id, dates] of Object.entries(mapping.membership)) {
      const parties = rows.find((row) => row.id === id)?.parties
      for (const party of Object.values(dates as Record<string, object>).flatMap(Object.keys))
        expect(parties, id).toContain(party)
    }
  })
})

describe('who is bound to whom', () => {
  test('every row is an agreement, but those under which no reports are shared', () => {
    const ids = new Set(worldOn('2026-01-01').agreements.map(({ id }) => id))
    expect(rows).toHaveLength(130)
    expect(rows.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual(['usa-gbr-mda', 'aukus'])
  })

  test('with its name, its source and how far that was checked', () => {
    for (const { id, label, source } of worldOn('2026-01-01').agreements) {
      const row = rows.find((one) => one.id === id)
      expect(label, id).toBe(row?.name)
      expect(source?.title, id).toMatch(/\S/)
      expect(source?.verification, id).toBe(row?.verification)
    }
    for (const { source } of world.hostilities) expect(source?.verification).toMatch(/\S/)
  })

  test.each([
    ['2017-05-01', { FIN: false, SWE: false, EST: true, MNE: false }, 28],
    ['2025-01-01', { FIN: true, SWE: true, EST: true, MNE: true }, 32],
    ['1961-01-01', { FIN: false, SWE: false, EST: false, DEU: true, ESP: false }, 15],
    ['1999-03-12', { POL: true, ROU: false }, 19],
  ])('in NATO on %s', (start, expected, count) => {
    const parties = partiesOf('nato', start)
    for (const [id, isIn] of Object.entries(expected)) expect(parties.includes(id), id).toBe(isIn)
    expect(parties).toHaveLength(count)
  })

  test('nobody is a party before its independence', () => {
    expect(agreementOf('usa-hrv-thirdparty', '1985-01-01')).toBeUndefined()
    expect(partiesOf('usa-hrv-thirdparty', '2017-05-01')).toEqual(['HRV', 'USA'])
    expect(partiesOf('club-de-berne', '1985-01-01')).not.toContain('EST')
  })

  test('what ended is over, what began later is to come', () => {
    const bound = (id: string, start: string): boolean => {
      const agreement = agreementOf(id, start)
      return agreement !== undefined && inForce(agreement, 0)
    }
    expect(bound('safari-club', '1978-01-01')).toBe(true)
    expect(partiesOf('safari-club', '1980-01-01')).not.toContain('IRN')
    expect(bound('safari-club', '2017-05-01')).toBe(false)
    expect(bound('usa-ukr', '2013-12-31')).toBe(false)
    expect(bound('usa-ukr', '2014-01-01')).toBe(true)
  })

  test('hostility is that of the day', () => {
    const level = (a: string, b: string, start: string): number | undefined =>
      worldOn(start).hostilities.find(({ between }) => between[0] === a && between[1] === b)?.level
    expect(level('QAT', 'SAU', '2017-05-01')).toBe(0.6)
    expect(level('QAT', 'SAU', '2025-01-01')).toBeUndefined()
    expect(level('RUS', 'UKR', '1999-03-12')).toBeUndefined()
    expect(level('RUS', 'UKR', '2025-01-01')).toBe(1)
    expect(level('ISR', 'RUS', '2017-05-01')).toBe(0.5)
  })

  test('a club of more than twelve shares openly known things only, the signals club apart', () => {
    const large = rows.filter(({ parties }) => parties.length > 12).map(({ id }) => id)
    expect(large.length).toBeGreaterThan(10)
    for (const id of large)
      expect(agreementOf(id, '2026-01-01')?.disciplines, id).toEqual(id === 'sseur' ? ['SIGINT'] : ['OSINT'])
  })

  test('most countries share with somebody', () => {
    const alliance = Alliance.from(world)
    const alone = world.countries.filter(({ id }) => alliance.partnersOf(id, 0).length === 0)
    expect(alone.length).toBeLessThan(world.countries.length / 2)
    expect(alliance.sharingGraph(0).getEdgeAttribute('ISR', 'USA', 'tie')).toBe('close')
  })
})

test('the documents show it; run node scripts/write-world.mjs when they do not', () => {
  const tables = worldTables()
  const pages = PAGES.map((path) => read(path))
  for (const page of pages) expect(page).toBe(rewrite(page, tables))
  for (const name of Object.keys(tables)) expect(pages.join('')).toContain(`<!-- generated: ${name} -->`)
  // one mark in the table of agreements for each, and one in the sentence that explains it
  const unverified = agreementsFromMemory.length
  expect(pages[0].match(/\*\*unverified\*\*/g)).toHaveLength(unverified + 1)
})

describe('who knows best where', () => {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
  const rate = (id: string, topic: string, discipline: string): number =>
    sum(
      world.countries
        .filter((country) => country.id === id)
        .flatMap(({ collection }) => collection)
        .filter((stream) => stream.topic === topic && stream.discipline === discipline)
        .map((stream) => stream.rate),
    )
  const areaOf = (id: string): string => regions[countries[id].region].area
  /** items a day through human sources, for the size of the country */
  const local = (id: string, topic: string): number =>
    rate(id, topic, 'HUMINT') / capacity.HUMINT.size[countries[id].size - 1]
  const ids = Object.keys(countries)

  test('thirty-six topics: five kinds in eight areas, those left out that are empty', () => {
    const kinds = ['counter-terrorism', 'cyber', 'great-power-military', 'organised-crime', 'proliferation']
    const all = kinds.flatMap((kind) => Object.keys(areas).map((area) => `${kind}-${area}`))
    const there = world.topics.map(({ id }) => id)
    expect(all.filter((id) => !there.includes(id))).toEqual([
      'cyber-africa',
      'proliferation-africa',
      'proliferation-americas',
      'proliferation-pacific',
    ])
    expect(there).toHaveLength(36)
  })

  test.each(
    world.topics
      .map(({ id }) => id)
      .filter((topic) => ids.filter((id) => rate(id, topic, 'HUMINT') > 0).length > 2),
  )('%s: for its size, somebody of the area or next to it has the best human sources', (topic) => {
    const area = Object.keys(areas).find((one) => topic.endsWith(`-${one}`)) ?? ''
    const [best] = ids.toSorted((a, b) => local(b, topic) - local(a, topic))
    const beside = countries[best].borders.some((neighbour) => areaOf(neighbour) === area)
    expect(areaOf(best) === area || beside, best).toBe(true)
  })

  test('Israel, Jordan and Egypt hear more of the Middle East than far countries of their size', () => {
    const topic = 'counter-terrorism-middle-east'
    for (const near of ['ISR', 'JOR', 'EGY']) {
      const peers = ids.filter((id) => countries[id].size === countries[near].size)
      const far = peers.filter((id) =>
        ['east-asia', 'pacific', 'americas', 'africa', 'europe'].includes(areaOf(id)),
      )
      expect(far.length).toBeGreaterThan(5)
      for (const id of far)
        expect(rate(near, topic, 'HUMINT'), `${near} ${id}`).toBeGreaterThan(rate(id, topic, 'HUMINT'))
    }
    expect(rate('JOR', topic, 'HUMINT')).toBeGreaterThan(rate('KOR', topic, 'HUMINT'))
    expect(rate('USA', topic, 'HUMINT')).toBeGreaterThan(rate('ISR', topic, 'HUMINT'))
  })

  test('nobody reports on its own doing', () => {
    for (const stream of ['SIGINT', 'HUMINT', 'GEOINT', 'OSINT'])
      for (const [id, topic] of [
        ['RUS', 'great-power-military-eurasia'],
        ['RUS', 'cyber-eurasia'],
        ['PRK', 'proliferation-east-asia'],
      ])
        expect(rate(id, topic, stream), `${id} ${topic} ${stream}`).toBe(0)
  })

  test('every country collects something, to three decimals, and wants to know something', () => {
    for (const { id, collection, need } of world.countries) {
      expect(collection.length, id).toBeGreaterThan(0)
      for (const stream of collection) {
        expect(stream.rate).toBeGreaterThanOrEqual(0.003)
        expect(stream.rate).toBe(Number(stream.rate.toFixed(3)))
      }
      expect(Math.max(...Object.values(need)), id).toBeGreaterThan(0)
      expect(Math.max(...Object.values(need)), id).toBeLessThanOrEqual(1)
    }
    const all = sum(world.countries.flatMap(({ collection }) => collection.map((stream) => stream.rate)))
    expect(all).toBeGreaterThan(50)
    expect(all).toBeLessThan(80)
  })
})

test('out as a graph and in again it is the same network', () => {
  expect(networkFromGraph(Alliance.from(world).agreementGraph())).toStrictEqual(world)
})

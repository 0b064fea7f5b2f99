/** The network of the Five Eyes and their partners: it is what its tables say, it loads, and it makes sense. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Alliance } from '../src/alliance.js'
import { networkFromGraph } from '../src/from-graph.js'
import { parseNetwork } from '../src/network-file.js'
import type { Country } from '../src/network.js'
import { parseScenario } from '../src/scenario-file.js'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const FILE = 'networks/five-eyes-and-partners.yaml'
const text = read(FILE)
const network = parseNetwork(text, { file: FILE, start: '2017-05-01' })
const alliance = Alliance.from(network)

interface Row {
  readonly id: string
  readonly parties: readonly string[]
}
const mapping = parse(read('data/mapping.yaml')) as {
  readonly 'five-eyes-and-partners': { readonly agreements: readonly string[] }
}
const chosen = mapping['five-eyes-and-partners'].agreements
const rows = (JSON.parse(read('data/agreements.json')) as readonly Row[]).filter(({ id }) =>
  chosen.includes(id),
)
const { countries: tables } = parse(read('data/countries.yaml')) as {
  readonly countries: Readonly<Record<string, { size: number; borders: readonly string[] }>>
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Items a day of a country on a topic, through one discipline or all. */
function rate(id: string, topic: string, discipline?: string): number {
  const streams = alliance.country(id).collection.filter((stream) => stream.topic === topic)
  return sum(
    streams.filter((stream) => (discipline ?? stream.discipline) === stream.discipline).map((s) => s.rate),
  )
}

/** What share of a country's items are on a topic: what it knows best, whatever its size. */
function share({ id, collection }: Country, topic: string): number {
  return rate(id, topic) / sum(collection.map((stream) => stream.rate))
}

describe('the file and its tables', () => {
  test('the generator writes the committed bytes', () => {
    const script = fileURLToPath(new URL('scripts/make-network.mjs', root))
    expect(execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' })).toBe(text)
  })

  test('borders inside the network are mutual', () => {
    const inside = Object.entries(tables).flatMap(([id, { borders }]) =>
      borders.filter((neighbour) => neighbour in tables).map((neighbour) => [id, neighbour]),
    )
    expect(inside.length).toBeGreaterThan(20)
    for (const [id, neighbour] of inside)
      expect(tables[neighbour].borders, `${neighbour} beside ${id}`).toContain(id)
  })

  test('every row that was chosen is an agreement of the network', () => {
    expect(network.agreements.map(({ id }) => id)).toEqual(chosen.toSorted())
    expect(rows).toHaveLength(chosen.length)
  })
})

describe('who is bound to whom', () => {
  test('about thirty countries and forty agreements, each with its source', () => {
    expect(network.countries).toHaveLength(30)
    expect(network.agreements).toHaveLength(43)
    for (const { id, source } of network.agreements) {
      expect(source?.title, id).toMatch(/\S/)
      expect(source?.verification, id).toMatch(/^(searched|from memory, unverified)$/)
      expect(source?.publisher !== undefined, id).toBe(source?.verification === 'searched')
    }
    for (const { between, source } of network.hostilities) expect(source?.title, between.join()).toMatch(/\S/)
  })

  test('on the first day of the scenario everybody shares with somebody, and all hang together', () => {
    const reached = new Set(['USA'])
    for (const id of reached) for (const partner of alliance.partnersOf(id, 0)) reached.add(partner)
    expect([...reached].sort()).toEqual(network.countries.map(({ id }) => id))
  })

  test('the Five Eyes are close, rivals deal narrowly, Russia with the United States alone', () => {
    for (const id of ['AUS', 'CAN', 'GBR', 'NZL']) {
      expect(alliance.agreementsOf('USA', id).some(({ tie }) => tie === 'close')).toBe(true)
    }
    expect(alliance.agreementsOf('USA', 'PAK')).toMatchObject([
      { tie: 'narrow', topics: ['counter-terrorism'] },
    ])
    expect(alliance.agreementsOf('RUS')).toMatchObject([{ id: 'usa-rus-ct', tie: 'narrow' }])
    expect(alliance.sharingGraph(0).getEdgeAttribute('ISR', 'USA', 'tie')).toBe('close')
  })

  test('what began later or ended is not in force', () => {
    const isInForce = (id: string, day: number): boolean =>
      alliance.agreementsInForce(day).some((one) => one.id === id)
    expect(isInForce('usa-tur-pkk', 0)).toBe(true)
    expect(isInForce('usa-tur-pkk', 365 + 245)).toBe(false)
    expect(network.agreements.find(({ id }) => id === 'nato')?.parties).not.toContain('SWE')
  })

  test('a club of more than twelve shares openly known things only, the signals club apart', () => {
    const large = rows.filter(({ parties }) => parties.length > 12).map(({ id }) => id)
    expect(large.toSorted()).toEqual(['ctg', 'nato', 'sseur'])
    for (const { id, disciplines } of network.agreements.filter((agreement) =>
      large.includes(agreement.id),
    )) {
      expect(disciplines, id).toEqual(id === 'sseur' ? ['SIGINT'] : ['OSINT'])
    }
  })

  test('hostility is between 0 and 1 and strongest where the table says five', () => {
    const level = (a: string, b: string): number | undefined =>
      network.hostilities.find(({ between }) => between[0] === a && between[1] === b)?.level
    expect(level('IND', 'PAK')).toBe(1)
    expect(level('RUS', 'USA')).toBe(0.8)
    expect(level('ISR', 'RUS')).toBe(0.5)
    // since 2025
    expect(level('DNK', 'USA')).toBeUndefined()
    for (const hostility of network.hostilities) expect(hostility.level).toBeGreaterThan(0)
  })
})

describe('what is collected', () => {
  test('between 35 and 60 items a day, the largest from the largest', () => {
    const totals = network.countries.map(({ id, collection }) => ({
      id,
      total: sum(collection.map((s) => s.rate)),
    }))
    const all = sum(totals.map(({ total }) => total))
    expect(all).toBeGreaterThan(35)
    expect(all).toBeLessThan(60)
    expect(totals.toSorted((a, b) => b.total - a.total)[0].id).toBe('USA')
  })

  test('every stream brings at least an item in two hundred days, to three decimals', () => {
    for (const { collection } of network.countries) {
      for (const stream of collection) {
        expect(stream.rate).toBeGreaterThanOrEqual(0.005)
        expect(stream.rate).toBe(Number(stream.rate.toFixed(3)))
      }
    }
  })

  test('needs lie between 0 and 1, on every topic', () => {
    for (const { id, need } of network.countries) {
      expect(Object.keys(need).toSorted(), id).toEqual(network.topics.map((topic) => topic.id))
      for (const wanted of Object.values(need)) {
        expect(wanted).toBeGreaterThan(0)
        expect(wanted).toBeLessThanOrEqual(1)
      }
    }
  })

  test('neighbours hear more of terror in the Levant than far countries of their size or a larger one', () => {
    const humint = (id: string): number => rate(id, 'counter-terrorism', 'HUMINT')
    expect(tables.JOR.size).toBeLessThan(tables.NOR.size)
    expect(humint('JOR')).toBeGreaterThan(humint('NOR'))
    expect(humint('JOR')).toBeGreaterThan(4 * humint('NZL'))
    expect(humint('ISR')).toBeGreaterThan(humint('KOR') * 2)
    for (const local of ['JOR', 'ISR', 'EGY']) expect(humint(local)).toBeLessThan(humint('USA'))
  })

  test.each([
    ['counter-terrorism', 'JOR', 'KOR'],
    ['great-power-military', 'NOR', 'EGY'],
    ['proliferation', 'KOR', 'ESP'],
    ['organised-crime', 'COL', 'SWE'],
  ])('%s fills more of the day in %s than in %s', (topic, near, far) => {
    expect(share(alliance.country(near), topic)).toBeGreaterThan(1.5 * share(alliance.country(far), topic))
  })

  test('small countries have no imagery of their own, and signals favour size', () => {
    for (const { id, collection } of network.countries) {
      const imagery = collection.some(({ discipline }) => discipline === 'GEOINT')
      expect(imagery, id).toBe(tables[id].size >= 3)
    }
    const signals = (id: string): number => rate(id, 'cyber', 'SIGINT')
    expect(signals('USA')).toBeGreaterThan(signals('GBR'))
    expect(signals('GBR')).toBeGreaterThan(signals('NLD'))
  })

  test('plots are few: six to twelve a year over all targets, on counter-terrorism alone', () => {
    const plots = network.topics.filter(({ plotsPerYear }) => plotsPerYear > 0)
    expect(plots.map(({ id }) => id)).toEqual(['counter-terrorism'])
    const perYear = plots[0].plotsPerYear * plots[0].targets.length
    expect(perYear).toBeGreaterThanOrEqual(6)
    expect(perYear).toBeLessThanOrEqual(12)
  })
})

test('out as a graph and in again it is the same network', () => {
  expect(networkFromGraph(alliance.agreementGraph())).toStrictEqual(network)
})

test('the shipped scenario names it, and tells the disclosure as the record has it', () => {
  const file = 'scenarios/laptop-bomb.yaml'
  const scenario = parseScenario(read(file), {
    file,
    include: (name) => ({ file: `networks/${name}.yaml`, text: read(`networks/${name}.yaml`) }),
  })
  expect(scenario.network).toStrictEqual(network)
  expect(scenario).toMatchObject({ start: '2017-05-01', days: 365, seedGiven: true })
  expect(scenario.breaches).toMatchObject([
    {
      id: 'oval-office',
      day: 9,
      by: 'USA',
      of: ['ISR'],
      to: 'RUS',
      kind: 'disclosure',
      pressDay: 14,
      namedDay: 15,
    },
  ])
  const [{ topic }] = scenario.breaches
  expect(rate('ISR', topic, 'HUMINT')).toBeGreaterThan(0)
})

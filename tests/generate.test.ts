/** Generated networks: the graphs are those of the literature, and the same recipe gives the same bytes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolvedScenario } from '../src/formats/resolved.js'
import { generateNetwork } from '../src/generate.js'
import { ScenarioError } from '../src/mistakes.js'
import { inOrder } from '../src/names.js'
import { TIES, type Network } from '../src/network.js'
import { networkAsWritten } from '../src/network-entry.js'
import { parseNetwork } from '../src/network-file.js'
import { Draws } from '../src/random.js'
import { blocBounds, blocPairs, subset } from '../src/random-graphs.js'
import { GENERATORS } from '../src/recipe.js'
import { parseScenario, readScenario } from '../src/scenario-file.js'

const made = (generate: string, countries: number, meanAgreements: number, more: object = {}): Network =>
  generateNetwork({ generate, countries, meanAgreements, ...more })

const between = ({ agreements }: Network) => agreements.filter(({ id }) => id.includes('--'))

/** Partners by country, of agreements of two. */
function partners(network: Network): Map<string, Set<string>> {
  const found = new Map(network.countries.map(({ id }) => [id, new Set<string>()]))
  for (const { parties } of between(network))
    for (const party of parties)
      for (const other of parties) if (other !== party) found.get(party)?.add(other)
  return found
}

const degrees = (network: Network): number[] => Array.from(partners(network).values(), ({ size }) => size)
const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

/** Mean over countries of the share of pairs of their partners that are partners (networkx average_clustering). */
function clustering(network: Network): number {
  const all = partners(network)
  return mean(
    Array.from(all.values(), (own) => {
      const list = [...own]
      let joined = 0
      list.forEach((a, k) => {
        for (const b of list.slice(k + 1)) if (all.get(a)?.has(b) === true) joined++
      })
      return list.length < 2 ? 0 : (2 * joined) / (list.length * (list.length - 1))
    }),
  )
}

describe('scale-free', () => {
  const large = made('scale-free', 20_000, 8)

  test('meets the mean exactly, and nobody has fewer than half of it', () => {
    expect(mean(degrees(large))).toBe(8)
    expect(Math.min(...degrees(large))).toBe(4)
  })

  // Bollobás, Riordan, Spencer & Tusnády 2001: P(degree ≥ d) = m(m + 1)/(d(d + 1))
  test.each([5, 8, 16, 32, 64])('so many have a degree of %d or more as the exact law says', (d) => {
    const share = degrees(large).filter((degree) => degree >= d).length / 20_000
    const law = (4 * 5) / (d * (d + 1))
    expect(Math.abs(share - law)).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / 20_000))
  })

  test('the tail falls as the third power (Clauset, Shalizi & Newman 2009)', () => {
    const tail = degrees(large).filter((degree) => degree >= 20)
    const exponent = 1 + tail.length / tail.reduce((sum, degree) => sum + Math.log(degree / 19.5), 0)
    expect(exponent).toBeGreaterThan(2.75)
    expect(exponent).toBeLessThan(3.25)
  })

  test('clusters as little as that of networkx (transitivity 0.0071, mean 0.0116 at 5000 and m = 4)', () => {
    expect(clustering(made('scale-free', 5000, 8))).toBeGreaterThan(0.008)
    expect(clustering(made('scale-free', 5000, 8))).toBeLessThan(0.016)
  })

  test('by hand: three countries with two agreements each are a triangle, five with four are complete', () => {
    expect(between(made('scale-free', 3, 2)).map(({ id }) => id)).toEqual([
      'c001--c002',
      'c001--c003',
      'c002--c003',
    ])
    expect(between(made('scale-free', 5, 4))).toHaveLength(10)
  })

  test('a larger network is the smaller one and more', () => {
    const small = made('scale-free', 300, 6, { rivals: 0, plots: { targets: 0 } })
    const more = made('scale-free', 1500, 6, { rivals: 0, plots: { targets: 0 } })
    expect(more.countries).toEqual(expect.arrayContaining([...small.countries]))
    const ids = new Set(small.countries.map(({ id }) => id))
    expect(more.agreements.filter(({ parties }) => parties.every((id) => ids.has(id)))).toEqual(
      small.agreements,
    )
  })
})

describe('small-world', () => {
  test('by hand: a ring of six', () => {
    const ring = made('small-world', 6, 2, { rewiring: 0 })
    expect(ring.agreements.map(({ id }) => id)).toEqual([
      'c001--c002',
      'c001--c006',
      'c002--c003',
      'c003--c004',
      'c004--c005',
      'c005--c006',
    ])
  })

  test('without rewiring clusters as 3(k − 2)/(4(k − 1)) says, to the last digits', () => {
    for (const k of [4, 8, 12])
      expect(clustering(made('small-world', 200, k, { rewiring: 0 }))).toBeCloseTo(
        (3 * (k - 2)) / (4 * (k - 1)),
        12,
      )
  })

  // networkx 3.6.1, watts_strogatz_graph(3000, 8, p, seed=1): 0.4740 and 0.2329
  test.each([
    [0.1, 0.474],
    [0.3, 0.2329],
  ])('with rewiring %d about (1 − p)³ of that, as in networkx', (rewiring, reference) => {
    const network = made('small-world', 3000, 8, { rewiring })
    expect(mean(degrees(network))).toBe(8)
    expect(Math.abs(clustering(network) - reference)).toBeLessThan(0.02)
    expect(
      Math.abs(clustering(network) - (9 / 14) * (1 - rewiring) * (1 - rewiring) * (1 - rewiring)),
    ).toBeLessThan(0.03)
  })

  test('what is led away at one chance is led away at every larger one', () => {
    const near = (rewiring: number): string[] => {
      const ring = new Set(made('small-world', 400, 6, { rewiring: 0 }).agreements.map(({ id }) => id))
      return made('small-world', 400, 6, { rewiring })
        .agreements.map(({ id }) => id)
        .filter((id) => ring.has(id))
    }
    // a few of the links led away fall where a neighbour's was
    const lost = near(0.5).filter((id) => !near(0.1).includes(id))
    expect(near(0.1).length).toBeGreaterThan(near(0.5).length + 300)
    expect(lost.length).toBeLessThan(20)
  })

  test('an almost complete graph is rewired too, without a link lost', () => {
    for (const countries of [7, 8, 21]) {
      const network = made('small-world', countries, countries % 2 === 0 ? countries - 2 : countries - 3, {
        rewiring: 1,
      })
      expect(new Set(network.agreements.map(({ id }) => id)).size).toBe(
        (countries * degrees(network).reduce((a, b) => a + b, 0)) / countries / 2,
      )
      expect(mean(degrees(network))).toBe(countries % 2 === 0 ? countries - 2 : countries - 3)
    }
  })
})

describe('blocs', () => {
  const network = made('blocs', 400, 10, { blocs: 8, within: 0.7 })
  const blocOf = new Map(network.countries.map(({ id, region }) => [id, region]))

  test('the share within is exact, and so is the mean', () => {
    const inside = between(network).filter(({ parties: [a, b] }) => blocOf.get(a) === blocOf.get(b))
    expect(between(network)).toHaveLength(2000)
    expect(inside).toHaveLength(1400)
  })

  test('every pair of blocs is alike: what is within and what is between spreads as chance would have it', () => {
    const counts = new Map<string, number>()
    for (const { parties } of between(network)) {
      const key = parties
        .map((id) => blocOf.get(id) ?? '')
        .sort(inOrder)
        .join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    const chi = (numbers: number[], expected: number): number =>
      numbers.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0)
    const [same, other] = [true, false].map((isSame) =>
      [...counts]
        .filter(([key]) => (new Set(key.split(',')).size === 1) === isSame)
        .map(([, count]) => count),
    )
    expect(same).toHaveLength(8)
    expect(other).toHaveLength(28)
    // 99.9 % quantiles of chi-square with 7 and 27 degrees of freedom
    expect(chi(same, 175)).toBeLessThan(24.3)
    expect(chi(other, 600 / 28)).toBeLessThan(55.5)
  })

  test('each bloc has one agreement of all its members; a large one shares open sources alone', () => {
    const clubs = network.agreements.filter(({ id }) => id.startsWith('bloc-'))
    expect(clubs.map(({ parties }) => parties.length)).toEqual(Array.from({ length: 8 }, () => 50))
    expect(clubs.flatMap(({ parties }) => parties).toSorted(inOrder)).toEqual(
      network.countries.map(({ id }) => id),
    )
    expect(clubs[0]).toMatchObject({ disciplines: ['OSINT'], caveat: 'parties', tie: 'partner' })
    expect(made('blocs', 12, 2, { blocs: 2 }).agreements[0].disciplines).toHaveLength(4)
  })

  test('rivals are of another bloc and never bound', () => {
    expect(network.hostilities.length).toBeGreaterThan(350)
    const all = partners(network)
    for (const {
      between: [a, b],
      level,
    } of network.hostilities) {
      expect(blocOf.get(a)).not.toBe(blocOf.get(b))
      expect(all.get(a)?.has(b)).toBe(false)
      expect(level).toBe(0.5)
    }
  })

  test('by hand: bounds and pairs of seven in three blocs', () => {
    expect([...blocBounds(7, 3)]).toEqual([0, 2, 4, 7])
    expect(blocPairs(blocBounds(7, 3))).toEqual({ within: 1 + 1 + 3, between: 21 - 5 })
  })

  test('every pair there is can be asked for', () => {
    for (const within of [0, 1]) {
      const pairs = blocPairs(blocBounds(7, 3))
      const all = within === 1 ? pairs.within : pairs.between
      const full = made('blocs', 7, (2 * all) / 7, { blocs: 3, within, rivals: 0 })
      expect(new Set(between(full).map(({ id }) => id)).size).toBe(all)
    }
  })
})

test('a subset without putting back: every choice of two of five alike', () => {
  const counts = new Map<string, number>()
  const draws = new Draws('subset', 0)
  for (let lo = 0; lo < 10_000; lo++) {
    const key = [...subset(5, 2, draws, { hi: 1, lo })].sort((a, b) => a - b).join('')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  expect(counts.size).toBe(10)
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * 30)
})

describe('every recipe', () => {
  const recipe = fc
    .record({
      generate: fc.constantFrom(...GENERATORS),
      countries: fc.integer({ min: 3, max: 60 }),
      half: fc.integer({ min: 1, max: 8 }),
      topics: fc.integer({ min: 1, max: 12 }),
      rivals: fc.integer({ min: 0, max: 4 }),
      itemsPerDay: fc.constantFrom(0, 0.01, 1, 7.3),
      seed: fc.constantFrom('a', 'b', 'boston'),
    })
    .filter(({ countries, half, generate }) => 2 * half < (generate === 'blocs' ? countries / 4 : countries))
    .map(({ half, ...rest }) => ({ ...rest, meanAgreements: 2 * half }))

  test('gives the mean, sound entries in id order, and the same again when it is written out and read', () => {
    fc.assert(
      fc.property(recipe, (asked) => {
        const network = generateNetwork(asked)
        expect(mean(degrees(network))).toBeCloseTo(asked.meanAgreements, 10)
        expect(network.countries).toHaveLength(asked.countries)
        const again = parseNetwork({ 'liaison-network': 1, ...networkAsWritten(network) })
        expect(JSON.stringify(again)).toBe(JSON.stringify(network))
        expect(JSON.stringify(generateNetwork({ ...asked }))).toBe(JSON.stringify(network))
      }),
      { numRuns: 60 },
    )
  })

  test('another seed, another network', () => {
    for (const generate of GENERATORS)
      expect(made(generate, 40, 4, { seed: 'b' }).agreements).not.toEqual(made(generate, 40, 4).agreements)
  })
})

describe('the rule for everything else', () => {
  const network = made('scale-free', 3000, 6, { itemsPerDay: 2 })

  test('items a day, needs, ties and targets are what was asked for', () => {
    const totals = network.countries.map(({ collection }) =>
      collection.reduce((sum, { rate }) => sum + rate, 0),
    )
    expect(Math.abs(mean(totals) - 2)).toBeLessThan(0.05)
    expect(Math.min(...totals)).toBeGreaterThan(0.99)
    expect(Math.max(...totals)).toBeLessThan(3.01)
    const needs = network.countries.flatMap(({ need }) => Object.values(need))
    expect(Math.abs(mean(needs) - 0.6)).toBeLessThan(0.01)
    const shares = TIES.map((tie) => network.agreements.filter((one) => one.tie === tie).length / 9000)
    for (const [k, share] of [0.1, 0.3, 0.4, 0.2].entries())
      expect(Math.abs(shares[k] - share)).toBeLessThan(0.02)
    expect(network.topics[0]).toMatchObject({ id: 'topic-1', plotsPerYear: 0.6 })
    expect(network.topics[0].targets).toHaveLength(16)
    expect(network.hostilities).toHaveLength(3000)
  })

  test('a tie left out of the list does not occur', () => {
    const { agreements } = made('small-world', 200, 4, { ties: { narrow: 1 } })
    expect(new Set(agreements.map(({ tie, caveat, topics }) => `${tie} ${caveat} ${topics.length}`))).toEqual(
      new Set(['narrow forbidden 1']),
    )
  })

  test('collection does not hang on the graph', () => {
    expect(made('small-world', 50, 4).countries).toEqual(made('scale-free', 50, 8).countries)
  })
})

const HEAD = 'liaison: 1\ntitle: Generated\nstart: 2020-01-01\ndays: 30\n'

describe('in a scenario', () => {
  const text = (recipe: string, rest = ''): string => `${HEAD}network: ${recipe}\n${rest}`
  const said = (recipe: string, rest = ''): string[] =>
    readScenario(text(recipe, rest)).mistakes.map(
      ({ line, col, code, fix }) => `${line}:${col} ${code} ${fix}`,
    )

  test('the seed of the run leaves the network as it is', () => {
    const recipe = '{ generate: small-world, countries: 30, meanAgreements: 4 }'
    const one = parseScenario(text(recipe, 'seed: one'))
    expect(parseScenario(text(recipe, 'seed: two')).network).toEqual(one.network)
    expect(one.network).toEqual(made('small-world', 30, 4))
    expect(one.network).toMatchObject({ id: 'small-world-30', title: '30 generated countries, small-world' })
  })

  test('written out in full it is the same scenario, whatever was overridden', () => {
    for (const generate of GENERATORS) {
      const scenario = parseScenario(
        text(
          `{ generate: ${generate}, countries: 24, meanAgreements: 4 }`,
          'seed: x\nparameters: { sensitivityHumint: 0.9 }\noverride: { prospects: { generate: 3 }, countries: { c003: { label: Ruritania } } }\n',
        ),
      )
      expect(scenario.network.prospects).toHaveLength(3)
      expect(scenario.network.countries[2].label).toBe('Ruritania')
      expect(scenario.network.disciplines[1]).toMatchObject({ id: 'HUMINT', sensitivity: 0.9 })
      const written = resolvedScenario(scenario)
      expect(parseScenario(written, { file: 'a.json' })).toEqual(scenario)
      expect(resolvedScenario(parseScenario(written, { file: 'a.json' }))).toBe(written)
    }
  })

  test('an override that changes nothing leaves every byte', () => {
    const recipe = '{ generate: blocs, countries: 20, meanAgreements: 3 }'
    expect(JSON.stringify(parseScenario(text(recipe, 'override: {}')).network)).toBe(
      JSON.stringify(parseScenario(text(recipe)).network),
    )
  })

  test('events name its countries, and a slip is told', () => {
    const event =
      'events: [{ id: leak, on: 3, breach: { by: c01, of: c002, to: public, topic: topic-1, severity: 0.5 } }]'
    expect(said('{ generate: scale-free, countries: 30, meanAgreements: 4 }', event)).toEqual([
      '6:43 E_DANGLING did you mean "c001"?',
    ])
  })

  // › marks where the mistake should be told
  test.each([
    ['{ generate: ›scalefree, countries: 9, meanAgreements: 4 }', 'E_ENUM', 'did you mean "scale-free"?'],
    ['{ generate: ›ring, countries: 9, meanAgreements: 4 }', 'E_ENUM', 'use scale-free, small-world, blocs'],
    ['{ generate: scale-free, countries: 9, meanAgreements: ›9 }', 'E_RANGE', 'at most 8 partners'],
    ['{ generate: scale-free, countries: 9, meanAgreements: ›5 }', 'E_RANGE', 'give 4 or 6'],
    ['{ generate: scale-free, countries: 9, meanAgreements: ›0 }', 'E_RANGE', 'give 2'],
    ['{ generate: small-world, countries: 9, meanAgreements: ›2.5 }', 'E_RANGE', 'give 2 or 4'],
    ['{ generate: small-world, countries: 2, meanAgreements: ›1 }', 'E_RANGE', 'use generate: blocs'],
    ['{ generate: scale-free, countries: 9, meanAgreements: ›-2 }', 'E_RANGE', 'from 0'],
    ['{ generate: scale-free, countries: ›1, meanAgreements: 2 }', 'E_RANGE', '2 or more'],
    ['{ generate: scale-free, countries: ›9.5, meanAgreements: 2 }', 'E_TYPE', 'whole number'],
    ['{ generate: scale-free, countries: ›1000001, meanAgreements: 2 }', 'E_TOO_MANY', 'at most 1000000'],
    ['{ generate: scale-free, countries: 500000, meanAgreements: ›12 }', 'E_TOO_MANY', 'at most 10 '],
    ['›{ generate: scale-free, countries: 9 }', 'E_MISSING', 'add it'],
    ['{ generate: scale-free, countries: 9, meanAgreements: 2, ›blocks: 3 }', 'E_UNKNOWN_KEY', '"blocs"'],
    ['{ generate: scale-free, countries: 9, meanAgreements: 2, ›blocs: 3 }', 'E_UNKNOWN_KEY', 'remove it'],
    ['{ generate: blocs, countries: 9, meanAgreements: 2, ›rewiring: 0.1 }', 'E_UNKNOWN_KEY', 'remove it'],
    ['{ generate: small-world, countries: 9, meanAgreements: 2, rewiring: ›2 }', 'E_RANGE', 'from 0 to 1'],
    ['{ generate: blocs, countries: 9, meanAgreements: 2, blocs: ›5 }', 'E_RANGE', 'at most 4'],
    ['{ generate: blocs, countries: 10, meanAgreements: ›6, blocs: 5, within: 1 }', 'E_RANGE', 'fewer blocs'],
    [
      '{ generate: blocs, countries: 10, meanAgreements: ›8, blocs: 2, within: 0 }',
      'E_RANGE',
      'larger within',
    ],
    ['{ generate: blocs, countries: 20000, meanAgreements: 2, blocs: ›2 }', 'E_TOO_MANY', 'give 40 or more'],
    ['{ generate: blocs, countries: 9, meanAgreements: 2, seed: ›7 }', 'E_SEED', 'quotes'],
    ['{ generate: blocs, countries: 9, meanAgreements: 2, ties: ›{ close: 0 } }', 'E_RANGE', 'above 0'],
    ['{ generate: blocs, countries: 9, meanAgreements: 2, ties: { ›allies: 1 } }', 'E_UNKNOWN_KEY', 'ally'],
  ])('%s: %s', (marked, code, fix) => {
    const [told, ...more] = said(marked.replace('›', ''))
    expect(told).toMatch(new RegExp(`^5:${'network: '.length + marked.indexOf('›') + 1} ${code} `))
    expect(told).toContain(fix)
    expect(more).toEqual([])
  })

  test('a misspelt generate is told as such', () => {
    expect(
      said('{ generat: blocs, countries: 9, meanAgreements: 2 }').map((one) => one.split(' ')[1]),
    ).toEqual(['E_MISSING', 'E_UNKNOWN_KEY'])
  })

  test('one too large to be overridden is refused at its place', () => {
    const recipe = '{ generate: small-world, countries: 16000, meanAgreements: 8 }'
    expect(said(recipe, 'override: { prospects: { generate: 3 } }')).toEqual([
      '5:10 E_TOO_MANY generate fewer countries, or leave override out',
    ])
  })
})

test('from a program a bad recipe is a ScenarioError with a path', () => {
  expect(() => made('scale-free', 5, 7)).toThrow(ScenarioError)
  expect(() => made('scale-free', 5, 7)).toThrow('network meanAgreements: E_RANGE')
})

test('two countries are a network, and no limit is met by accident', () => {
  expect(made('blocs', 2, 1).agreements.map(({ id }) => id)).toEqual(['bloc-1', 'c001--c002'])
  expect(made('blocs', 4, 0).agreements.map(({ id }) => id)).toEqual(['bloc-1', 'bloc-2'])
})

test('time grows with the agreements, not with the pairs', { timeout: 60_000 }, () => {
  // 10^9 pairs: anything that looked at each would not come back
  for (const generate of GENERATORS) expect(between(made(generate, 40_000, 4))).toHaveLength(80_000)
})

/** What the stage looks up is what the histories say: rungs, trust, who binds whom; and who and what is drawn where. */
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { RUNGS } from '../../src/network.js'
import { Pair } from '../../src/pair.js'
import { parseScenario } from '../../src/scenario-file.js'
import { castOf, clubKey } from '../../src/screen/stage/cast.js'
import { placesInNetwork, placesOnMap, projectionFor } from '../../src/screen/stage/places.js'
import { shapesOf } from '../../src/screen/stage/land.js'
import { distanceAlong, distanceTo, nearest } from '../../src/screen/stage/reach.js'
import { Standing, Trusts } from '../../src/screen/stage/standing.js'
import type { StageData } from '../../src/studies/stage.js'
import { stageOf } from '../../src/studies/stage.js'
import { TINY } from '../cli/command.js'
import { shipped } from '../shipped.js'
import { pact } from '../studies/pact.js'

const scenario = shipped()
const [one, other] = new Pair({ scenario, without: ['oval-office'], seed: 'stage' }).histories(0)
const stage = stageOf(scenario, [one, other], ['USA'])
const days = [0, 8, 9, 30, 100, 364]

describe('standing', () => {
  test.each([
    ['with', one],
    ['without', other],
  ] as const)('is the rung of the history %s the breach, for every party and day', (_, history) => {
    const standing = new Standing(history.events)
    for (const { id, parties } of scenario.network.agreements)
      for (const party of parties) {
        const rungs = history.rung(party, id)
        for (const day of days) expect(standing.rung(id, party, day)).toBe(rungs[day])
      }
    // somebody steps down in this run, or the test would say little
    expect(history.events.some(({ kind }) => kind === 'step-down')).toBe(true)
  })

  test('toward another is the lowest rung in what binds both, by hand', () => {
    const step = {
      id: 0,
      day: 5,
      kind: 'step-down',
      whom: null,
      breach: null,
      numbers: {},
      cause: null,
    } as const
    const standing = new Standing([
      { ...step, who: 'A', agreement: 'ab', words: { to: 'tear-line only' } },
      { ...step, day: 9, who: 'A', agreement: 'club', words: { to: 'suspended' } },
      { ...step, day: 12, who: 'A', agreement: 'club', words: { to: 'full' } },
      { ...step, day: 7, kind: 'agreement-forms', who: 'A', agreement: 'new', words: {} },
    ])
    const agreements = [
      pact('ab', ['A', 'B'], { until: 20 }),
      pact('club', ['A', 'B', 'C']),
      pact('new', ['A', 'D'], { prospect: true }),
    ]
    const toward = (other: string): (number | null)[] =>
      [4, 5, 9, 12, 20].map((day) => standing.toward('A', other, agreements, day))
    expect(toward('B')).toEqual([0, 1, 2, 1, 0])
    expect(toward('C')).toEqual([0, 0, 2, 0, 0])
    expect(toward('D')).toEqual([null, null, 0, 0, 0])
    expect(toward('E')).toEqual([null, null, null, null, null])
    expect(RUNGS[2]).toBe('suspended')
  })
})

describe('trust', () => {
  test('is that of the histories in thousandths, and nothing where there is none', () => {
    const trusts = new Trusts(stage, 'USA')
    expect(trusts.countries).toContain('ISR')
    for (const country of trusts.countries)
      for (const [world, history] of [
        ['with', one],
        ['without', other],
      ] as const) {
        const track = history.trust(country, 'USA')
        for (const day of days) {
          const said = trusts.on(country, day, world)
          expect(said).toBe(Number.isNaN(track[day]) ? null : Math.round(track[day] * 1000) / 1000)
        }
      }
    expect(trusts.on('RUS', 20, 'with')).not.toBe(undefined)
    expect(trusts.on('nobody', 20, 'with')).toBe(null)
    expect(trusts.difference('ISR', 60)).toBeLessThan(-0.1)
    expect(trusts.difference('nobody', 60)).toBe(null)
  })

  test('of a long run is sampled, and every day finds its sample', () => {
    const long = parseScenario({ ...(parse(TINY) as object), days: 3000 })
    const [a, b] = new Pair({ scenario: long, without: ['leak'], seed: 'long' }).histories(0)
    const made = stageOf(long, [a, b], ['BBB'])
    expect(made.every).toBe(3)
    expect(made.trust[0].tracks[0].with).toHaveLength(1000)
    const trusts = new Trusts(made, 'BBB')
    expect(trusts.on('AAA', 2999, 'with')).toBeCloseTo(a.trust('AAA', 'BBB')[2997], 3)
  })
})

test('toward whoever has left, nothing is open any more', () => {
  const club = pact('pact', ['A', 'B', 'C'])
  const left = {
    id: 0,
    day: 3,
    kind: 'ended',
    who: 'A',
    whom: 'B',
    agreement: 'pact',
    breach: null,
    words: { from: 'suspended', to: 'ended' },
    numbers: {},
    cause: null,
  } as const
  const standing = new Standing([left])
  const [ended] = [RUNGS.indexOf('ended')]
  expect(standing.toward('B', 'A', [club], 2)).toBe(0)
  expect(standing.toward('B', 'A', [club], 3)).toBe(ended)
  expect(standing.toward('A', 'B', [club], 3)).toBe(ended)
  expect(standing.toward('B', 'C', [club], 3)).toBe(0)
})

describe('the picture', () => {
  const cast = castOf(stage, 'USA')

  test('has a line for every pact of two and one for each party of a club', () => {
    const { agreements } = scenario.network
    const expected = agreements.reduce(
      (sum, { parties }) => sum + (parties.length === 2 ? 1 : parties.length),
      0,
    )
    expect(cast.lines).toHaveLength(expected)
    expect(cast.clubs.every(({ parties }) => parties.length > 2)).toBe(true)
    expect(cast.countries).toHaveLength(scenario.network.countries.length)
  })

  test('of a large network has the leaker, its partners and what they have signed', () => {
    const countries = Array.from({ length: 500 }, (_, k) => ({ id: `c${k}`, label: '', position: null }))
    const agreements = [pact('x', ['c0', 'c1']), pact('y', ['c1', 'c2']), pact('z', ['c0', 'c3', 'c4'])]
    const large: StageData = { days: 10, every: 1, countries, agreements, trust: [] }
    const { countries: drawn, lines, all, alone } = castOf(large, 'c0')
    expect(drawn.map(({ id }) => id)).toEqual(['c0', 'c1', 'c3', 'c4'])
    expect(lines.map(({ ends }) => ends)).toEqual([
      ['c0', 'c1'],
      ['c0', clubKey('z')],
      ['c3', clubKey('z')],
      ['c4', clubKey('z')],
    ])
    expect([all, alone]).toEqual([500, 0])
  })

  test.each([
    [328, 210],
    [900, 468],
  ])('keeps every point within %i by %i, the same each time', (width, height) => {
    const size = { width, height }
    const onMap = placesOnMap(cast, projectionFor(size))
    const inNetwork = placesInNetwork(cast, size)
    expect(placesInNetwork(cast, size)).toEqual(inNetwork)
    for (const [x, y] of [...onMap.values(), ...inNetwork.values()]) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(width)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(height)
    }
    // all who have signed something stand in the network, and nobody on another
    const points = [...inNetwork.values()]
    expect(points).toHaveLength(cast.countries.length - cast.alone + cast.clubs.length)
    expect(new Set(points.map(String)).size).toBe(points.length)
  })

  test('puts countries on their own land', () => {
    const projection = projectionFor({ width: 900, height: 468 })
    const shapes = shapesOf(projection)
    const ids = new Set(shapes.map(({ id }) => id))
    // too small for this map: a mark stands there alone
    const small = cast.countries.filter(({ id }) => !ids.has(id))
    expect(small.map(({ id }) => id)).toEqual(['SGP'])
    expect(ids.has('ATA')).toBe(false)
    expect(shapes.every(({ outline }) => !outline.includes('NaN'))).toBe(true)
    const [israel, usa] = ['ISR', 'USA'].map((id) => placesOnMap(cast, projection).get(id))
    expect(israel?.[0]).toBeGreaterThan(usa?.[0] ?? Infinity)
  })
})

describe('distances', () => {
  test('to a line are those to its nearest point, by hand', () => {
    expect(distanceTo([0, 3], [-5, 0], [5, 0])).toBe(3)
    expect(distanceTo([8, 4], [-5, 0], [5, 0])).toBe(5)
    expect(distanceTo([3, 4], [0, 0], [0, 0])).toBe(5)
  })

  test('along a way leave out what lies another way', () => {
    expect(distanceAlong([0, 0], [10, 0], [1, 0])).toBe(10)
    expect(distanceAlong([0, 0], [10, 2], [1, 0])).toBe(14)
    expect(distanceAlong([0, 0], [-10, 0], [1, 0])).toBe(Infinity)
    expect(distanceAlong([0, 0], [1, 9], [1, 0])).toBe(Infinity)
    expect(distanceAlong([0, 0], [0, -7], [0, -1])).toBe(7)
  })

  test('the nearest within reach is found, and none beyond it', () => {
    const far = (one: number): number => Math.abs(one - 5)
    expect(nearest([1, 4, 9], 3, far)).toBe(4)
    expect(nearest([1, 9], 3, far)).toBe(undefined)
  })
})

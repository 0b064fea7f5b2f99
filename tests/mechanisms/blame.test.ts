/** Whom a victim blames when nobody says who leaked: the posterior by hand, against brute force, and as the dice fall. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FULL } from '../../src/choice.js'
import { compile } from '../../src/compile.js'
import type { History } from '../../src/history.js'
import { candidates, pick } from '../../src/mechanisms/blame.js'
import { address, Draws } from '../../src/random.js'
import { run, Simulation } from '../../src/run.js'
import type { Breach, Scenario } from '../../src/scenario.js'
import { unbreached } from '../../src/breach-state.js'
import { digest } from '../digest.js'
import { agreement, breach, collects, country, network, scenario, type Settings } from '../fixtures.js'
import { lived } from '../lineage.js'

/** V tells F, G and L one by one; T deals with F and has no tie with V. Trust is such that V tells everything. */
function ring(settings: Settings = {}, hazards: Readonly<Record<string, number>> = {}): Scenario {
  const stake = { V: 50 }
  const countries = ['F', 'G', 'L', 'T', 'V'].map((id) => ({
    ...country(id, id === 'V' ? [collects(1)] : []),
    ...(hazards[id] === undefined ? {} : { leakHazard: hazards[id] }),
  }))
  const agreements = [
    agreement('f-t', ['F', 'T'], 'ally', { caveat: 'on-request' }),
    ...['f', 'g', 'l'].map((id) =>
      agreement(`v-${id}`, ['V', id.toUpperCase()], 'ally', { stake, caveat: 'on-request' }),
    ),
  ]
  return scenario(network(countries, agreements), { days: 20, ...settings })
}

/** L passes V's secret to the press, and nobody says who it was. */
function untraced(more: Partial<Breach> = {}): Breach {
  return breach('L', 'V', { to: 'press', traced: false, pressDay: 10, namedDay: null, ...more })
}

const HAZARDS = { F: 0.002, G: 0.001, T: 0.004, L: 0.003 }

/** The ring on day 20, when V thinks about an item of day 10 that F, G and L got, and T from F on day 14. */
function puzzle(hazards: Readonly<Record<string, number>>, found: Partial<Breach> = {}) {
  const world = compile(
    ring({ days: 30, breaches: [untraced({ day: 20, ...found })], off: ['release', 'leaks'] }, hazards),
  )
  const simulation = new Simulation(world)
  while (simulation.day < 20) simulation.step()
  const { now } = simulation
  const { history, state, tape } = now
  state.open(20)
  const item = tape.dayStart[10 + tape.lead]
  expect(history.holdings(item, 20).map((one) => [world.ids[one.country], one.since])).toEqual([
    ['F', 10],
    ['G', 10],
    ['L', 10],
  ])
  const standing = unbreached(world.breaches[0], world.countries)
  standing.items[0] = item
  history.releases.push({
    day: 14,
    item,
    holder: world.ids.indexOf('F'),
    third: world.ids.indexOf('T'),
    agreement: world.agreementIds.indexOf('v-f'),
    grade: FULL,
    by: 'leave',
  })
  return { now, standing, world }
}

/** Chances by id. */
function chances(
  hazards: Readonly<Record<string, number>>,
  found: Partial<Breach> = {},
): Record<string, number> {
  const { now, standing, world } = puzzle(hazards, found)
  return Object.fromEntries(
    candidates(now, standing, 0).map(({ country: c, chance }) => [world.ids[c], chance]),
  )
}

describe('the posterior', () => {
  it('by hand: F .002 and G .001 and L .003 for 11 days, T .004 for 7 make 22 : 11 : 33 : 28 of 94', () => {
    const found = chances(HAZARDS)
    expect(Object.keys(found)).toEqual(['F', 'G', 'L', 'T'])
    for (const [id, expected] of Object.entries({ F: 22 / 94, G: 11 / 94, L: 33 / 94, T: 28 / 94 }))
      expect(Math.abs(found[id] - expected), id).toBeLessThan(1e-12)
  })

  it('by time alone where no hazard is known: 11 : 11 : 11 : 7 of 40', () => {
    const found = chances({})
    for (const [id, expected] of Object.entries({ F: 11 / 40, G: 11 / 40, L: 11 / 40, T: 7 / 40 }))
      expect(Math.abs(found[id] - expected), id).toBeLessThan(1e-12)
  })

  it('leaves out whoever got the secret: it need not have leaked it', () => {
    const found = chances(HAZARDS, { to: 'G', pressDay: null })
    expect(Object.keys(found)).toEqual(['F', 'L', 'T'])
    expect(Math.abs(found['T'] - 28 / 83)).toBeLessThan(1e-12)
  })

  it('is what brute force says: of 300,000 worlds in which holders leak at their hazards, those in which it got out', () => {
    const draws = new Draws('brute force', 0)
    const at = address('leak', 'brute force')
    const holders = [
      ['F', 11],
      ['G', 11],
      ['L', 11],
      ['T', 7],
    ] as const
    const first: Record<string, number> = { F: 0, G: 0, L: 0, T: 0 }
    let out = 0
    for (let world = 0; world < 300_000; world++) {
      let [who, when] = ['', Infinity]
      holders.forEach(([id, held], k) => {
        // time from when it got the item, counted back from today: whoever held it shorter began later
        const leaked = 11 - held - Math.log(1 - draws.uniform(at.hi, at.lo, world * 4 + k)) / HAZARDS[id]
        if (leaked < 11 && leaked < when) [who, when] = [id, leaked]
      })
      if (who === '') continue
      first[who]++
      out++
    }
    expect(out).toBeGreaterThan(20_000)
    const found = chances(HAZARDS)
    // the formula leaves out that two may leak at once: a few thousandths here
    for (const id of ['F', 'G', 'L', 'T'])
      expect(Math.abs(first[id] / out - found[id]), id).toBeLessThan(0.012)
  })

  it('adds up to 1, and one more hazard or one more day is never held against anybody else', () => {
    const hazard = fc.double({ min: 0, max: 0.5, noNaN: true })
    fc.assert(
      fc.property(hazard, hazard, hazard, hazard, hazard, (F, G, L, T, more) => {
        const one = chances({ F, G, L, T })
        expect(Math.abs(Object.values(one).reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12)
        if (F + G + L + T === 0) return
        const other = chances({ F: F + more, G, L, T })
        for (const id of ['G', 'L', 'T']) expect(other[id]).toBeLessThanOrEqual(one[id] + 1e-12)
      }),
      { numRuns: 30 },
    )
  })
})

describe('picking by a uniform', () => {
  const among = [
    { country: 3, chance: 0.25 },
    { country: 5, chance: 0.5 },
    { country: 8, chance: 0.25 },
  ]
  it('goes through the candidates in order', () => {
    expect([0, 0.2499, 0.25, 0.7499, 0.75, 0.9999].map((u) => pick(among, u))).toEqual([3, 3, 5, 5, 8, 8])
  })

  it('takes the last where rounding left the sum a hair short, and nobody of none', () => {
    expect(pick([{ country: 2, chance: 1 - 1e-9 }], 1 - 1e-12)).toBe(2)
    expect(pick([], 0.5)).toBe(-1)
  })
})

/** Pearson's statistic of counts against chances. */
function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, k) => sum + (count - expected[k]) ** 2 / expected[k], 0)
}

describe('blame', () => {
  const RUNS = 600
  const known = { F: 0.002, G: 0.001, L: 0.003 }
  const world = compile(ring({ days: 12, breaches: [untraced()], off: ['release', 'leaks'] }, known))

  it('falls on each holder as often as the posterior says, guilty or not: 2 : 1 : 3', () => {
    const counts: Record<string, number> = { F: 0, G: 0, L: 0 }
    for (let number = 0; number < RUNS; number++) {
      const { blames } = run(world, { run: number })
      expect(blames).toHaveLength(1)
      expect(blames[0]).toMatchObject({ victim: 'V', guilty: 'L', day: 10 })
      expect(Math.abs(blames[0].posterior['L'] - 0.5)).toBeLessThan(1e-12)
      counts[blames[0].blamed]++
    }
    const expected = [RUNS / 3, RUNS / 6, RUNS / 2]
    // 13.8: one in a thousand at two degrees of freedom
    expect(chiSquare([counts['F'], counts['G'], counts['L']], expected)).toBeLessThan(13.8)
    // half of the time it was an innocent
    expect(Math.abs((counts['F'] + counts['G']) / RUNS - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / RUNS))
  })

  it('costs the blamed trust, on the day and as much as a breach of its own, and nobody else', () => {
    let innocents = 0
    for (let number = 0; number < 12; number++) {
      const history = run(world, { run: number })
      const calm = run(ring({ days: 12, off: ['release', 'leaks'] }, known), { run: number })
      const [{ blamed }] = history.blame('leak')
      if (blamed !== 'L') innocents++
      for (const id of ['F', 'G', 'L']) {
        const [after, before] = [history.trust('V', id), calm.trust('V', id)]
        expect(after.subarray(0, 10)).toEqual(before.subarray(0, 10))
        expect(before[10] - after[10] > 0.1).toBe(id === blamed)
        expect(before[10] === after[10]).toBe(id !== blamed)
      }
      // kept 10 beside a prior of 10 · .85, broken .48 · (10 + 10): as worked out for a leaker that is known
      expect(history.trust('V', blamed)[10]).toBeCloseTo(18.5 / (20 + 9.6), 2)
    }
    expect(innocents).toBeGreaterThan(2)
    expect(innocents).toBeLessThan(12)
  })

  it('takes the credit for the item from the blamed, not from the guilty', () => {
    const given = ring({ days: 60, breaches: [untraced()], off: ['release', 'leaks'] }, known)
    for (let number = 0; number < 8; number++) {
      const simulation = new Simulation(compile(given), { run: number })
      while (simulation.day < 12) simulation.step()
      const { state, history, world: here } = simulation.now
      const [standing] = state.breaches
      const [{ blamed }] = history.blames
      expect(here.ids[here.to[history.offers.pair[standing.believed[0]]]]).toBe(blamed)
      expect(history.offers.item[standing.believed[0]]).toBe(standing.items[0])
    }
  })

  it('is certain where only one held it, and then never wrong', () => {
    const given = ring({ days: 12, breaches: [untraced()], off: ['release'] })
    const { network: net } = given
    const alone = { ...net, agreements: net.agreements.filter(({ id }) => !['v-f', 'v-g'].includes(id)) }
    for (let number = 0; number < 20; number++) {
      const { blames } = lived({ ...given, network: alone }, { run: number })
      expect(blames).toMatchObject([{ blamed: 'L', guilty: 'L', posterior: { L: 1 } }])
    }
  })

  it('goes by who could have been told where the secret was made up, each alike', () => {
    const given = ring({ days: 12, breaches: [untraced()] })
    const quiet = { ...given.network, countries: given.network.countries.map(({ id }) => country(id)) }
    const { blames } = run({ ...given, network: quiet })
    expect(blames[0].posterior).toEqual({ F: 1 / 3, G: 1 / 3, L: 1 / 3 })
  })

  it('of a stranger is on record once and costs no trust: V shares nothing with T', () => {
    const hazards = { F: 0, G: 0, L: 0, T: 0.01 }
    let strangers = 0
    for (let number = 0; number < 40; number++) {
      const given = ring(
        {
          days: 40,
          breaches: [untraced()],
          parameters: { askRate: 1, askLag: 0, detection: 3, confide: 0 },
          off: ['leaks'],
        },
        hazards,
      )
      const history = lived(given, { run: number })
      expect(history.blames).toHaveLength(1)
      if (history.blames[0].blamed !== 'T') continue
      strangers++
      const after = history.events.filter(({ kind, breach: id }) => kind === 'learned' && id === 'leak')
      expect(after).toEqual([])
    }
    expect(strangers).toBeGreaterThan(5)
  })

  it('is no news to the leaker, who knows better, however much the victim confides', () => {
    const given = ring(
      { days: 12, parameters: { confide: 1 }, breaches: [untraced()], off: ['release', 'leaks'] },
      known,
    )
    const club = { ...given.network, agreements: [...given.network.agreements, agreement('f-l', ['F', 'L'])] }
    // F and L deal with each other and with V; G deals with V alone
    const learned = { F: ['V F'], G: ['V G'], L: ['F L', 'V L'] }
    const blamed = new Set<string>()
    for (let number = 0; number < 20; number++) {
      const history = run({ ...given, network: club }, { run: number })
      const whom = history.blames[0].blamed as keyof typeof learned
      const news = history.events.filter(({ kind }) => kind === 'learned')
      expect(news.map((event) => `${event.who} ${event.whom}`).toSorted()).toEqual(learned[whom])
      blamed.add(whom)
    }
    expect(blamed.size).toBe(3)
  })

  it('is laid once: a victim that found out by itself does not think again when the press has it', () => {
    const given = ring({
      days: 60,
      parameters: { detection: 2 },
      breaches: [untraced({ pressDay: 50, namedDay: 52 })],
      off: ['release'],
    })
    const history = lived(given)
    expect(history.blames).toHaveLength(1)
    const kinds = history.events.filter(({ breach: id }) => id === 'leak').map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'detected')).toHaveLength(1)
    const learned = history.events.filter(({ kind }) => kind === 'learned')
    expect(learned.map(({ day, words }) => [day === 52, words['how']])).toEqual([
      [false, 'detection'],
      [true, 'name'],
    ])
    expect(new Set(learned.map(({ whom }) => whom))).toEqual(new Set([history.blames[0].blamed]))
  })
})

describe('the confusion of unscripted leaks', () => {
  /** Every leak of items that F, G and L hold, as guilty and blamed. */
  function confusion(): Map<string, number> {
    const counts = new Map<string, number>()
    const hazards = { F: 0.004, G: 0.002, L: 0.006, T: 0, V: 0 }
    const world = compile(ring({ days: 200, parameters: { breachWeight: 0 }, off: ['release'] }, hazards))
    for (let number = 0; number < 24; number++)
      for (const { guilty, blamed, posterior } of run(world, { run: number }).blames) {
        expect(Object.keys(posterior)).toEqual(['F', 'G', 'L'])
        counts.set(`${guilty} ${blamed}`, (counts.get(`${guilty} ${blamed}`) ?? 0) + 1)
      }
    return counts
  }

  it('is p(guilty) · p(blamed) cell by cell: the guess knows the hazards and not the deed', () => {
    const counts = confusion()
    const p = { F: 1 / 3, G: 1 / 6, L: 1 / 2 }
    const cells = (['F', 'G', 'L'] as const).flatMap((g) =>
      (['F', 'G', 'L'] as const).map((b) => [counts.get(`${g} ${b}`) ?? 0, p[g] * p[b]] as const),
    )
    const total = cells.reduce((sum, [count]) => sum + count, 0)
    expect(total).toBeGreaterThan(800)
    // 26.1: one in a thousand at eight degrees of freedom
    expect(
      chiSquare(
        cells.map(([count]) => count),
        cells.map(([, chance]) => chance * total),
      ),
    ).toBeLessThan(26.1)
    // an innocent is blamed in 1 − Σp² = 11/18 of the cases
    const right = ['F', 'G', 'L'].reduce((sum, id) => sum + (counts.get(`${id} ${id}`) ?? 0), 0)
    expect(Math.abs(1 - right / total - 11 / 18)).toBeLessThan(4 * Math.sqrt((11 * 7) / 18 / 18 / total))
  })
})

it('a breach that everybody traces is blamed on nobody, and then hazards change no byte', () => {
  const traced = { breaches: [untraced({ traced: true })], off: ['leaks'] as const }
  const [one, other] = [run(ring(traced, HAZARDS)), run(ring(traced))]
  expect(one.blames).toEqual([])
  expect(one.blame('leak')).toEqual([])
  expect(digest(one)).toBe(digest(other))
})

it('history.blame tells the breaches apart, and refuses one that did not happen', () => {
  const second = untraced({ id: 'again', day: 14, pressDay: 15 })
  const history: History = run(ring({ breaches: [untraced(), second], off: ['leaks'] }))
  expect(history.blame('leak').map(({ breach: id }) => id)).toEqual(['leak'])
  expect(history.blame('again').map(({ day }) => day)).toEqual([15])
  expect(() => history.blame('never')).toThrow('no breach "never" happened in this history')
})

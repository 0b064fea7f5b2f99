/** Onward release: who asks, whether it may, what the originator decides, and what a granted item drags along. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FULL, TEAR_LINE, WITHHELD } from '../../src/choice.js'
import { compile } from '../../src/compile.js'
import type { History, Release } from '../../src/history.js'
import type { Agreement, Caveat, Network, Rung } from '../../src/network.js'
import { address, Draws } from '../../src/random.js'
import { run } from '../../src/run.js'
import type { Policy, Scenario } from '../../src/scenario.js'
import { Tape } from '../../src/tape.js'
import { digest } from '../digest.js'
import { agreement, collects, country, network, scenario, type Settings } from '../fixtures.js'
import { busy, lived } from '../lineage.js'

interface Trade {
  readonly caveat?: Caveat
  readonly stake?: number
  readonly agreements?: readonly Agreement[]
  readonly pairs?: Network['pairs']
  readonly settings?: Settings
}

/** V tells A and B; T deals with both, not with V, and wants to know. */
function trade({
  caveat = 'on-request',
  stake = 2,
  agreements,
  pairs = [],
  settings = {},
}: Trade = {}): Scenario {
  const countries = ['A', 'B', 'T', 'V'].map((id) =>
    country(id, id === 'V' ? [collects(1), collects(1, 'SIGINT')] : []),
  )
  const own = agreements ?? [
    agreement('a-t', ['A', 'T'], 'ally', { caveat }),
    agreement('b-t', ['B', 'T'], 'ally', { caveat }),
    agreement('v-a', ['A', 'V'], 'ally', { caveat, stake: { V: stake } }),
    agreement('v-b', ['B', 'V'], 'ally', { caveat, stake: { V: stake } }),
  ]
  return scenario(network(countries, own, { pairs }), {
    days: 200,
    ...settings,
    off: ['reciprocity', ...(settings.off ?? [])],
    parameters: { askRate: 0.5, ...settings.parameters },
  })
}

const asks = (history: History): number => history.events.filter(({ kind }) => kind === 'asked').length
const ids = (history: History, { holder, third }: Release): string =>
  `${history.world.ids[holder]}>${history.world.ids[third]}`

function policy(day: number, what: Partial<Policy>): Policy {
  return {
    what: 'policy',
    id: `p${day}`,
    day,
    agreement: 'v-a',
    caveat: null,
    rung: {},
    stake: {},
    price: {},
    until: null,
    ...what,
  }
}

describe('the caveat', () => {
  it('forbidden: nobody ever asks', () => {
    const history = lived(trade({ caveat: 'forbidden' }))
    expect([history.releases, asks(history)]).toEqual([[], 0])
  })

  it('on request: everybody asks', () => {
    const history = lived(trade())
    expect(history.releases.length).toBeGreaterThan(100)
    expect(asks(history)).toBe(history.releases.length)
  })

  it('of one holder only: whoever may ask asks, though T is better trusted by the other', () => {
    const agreements = trade().network.agreements.map((one) =>
      one.id === 'v-a' ? { ...one, caveat: 'forbidden' as const } : one,
    )
    const pairs = [{ from: 'B', to: 'T', discretion: 0.3 }]
    const history = lived(trade({ agreements, pairs }))
    expect(history.releases.length).toBeGreaterThan(100)
    expect(new Set(history.releases.map((one) => ids(history, one)))).toEqual(new Set(['B>T']))
  })

  it('parties: a party is given it unasked and at the same grade, whatever the originator thinks of it', () => {
    const club = (caveat: Caveat): Scenario =>
      trade({
        agreements: [agreement('club', ['A', 'T', 'V'], 'ally', { caveat, stake: { V: 0.6 } })],
        pairs: [{ from: 'V', to: 'T', discretion: 0.05 }],
        // each party decided on alone, or T would have whatever A has
        settings: { off: ['sharedClubs'] },
      })
    const history = lived(club('parties'))
    expect(history.releases.length).toBeGreaterThan(20)
    expect(asks(history)).toBe(0)
    for (const release of history.releases) {
      expect(release.by).toBe('caveat')
      expect(release.grade).toBe(history.offers.grade[history.offerOf(release.item, release.holder)])
    }
    const asked = lived(club('on-request'))
    expect(asks(asked)).toBe(asked.releases.length)
    // the same requests: T trusts nobody the less for having to ask
    expect(asked.releases.map(({ item }) => item)).toEqual(history.releases.map(({ item }) => item))
  })

  it('parties: one that has left is a party no more, and must be asked for', () => {
    const agreements = [
      agreement('a-t', ['A', 'T'], 'ally', { caveat: 'parties' }),
      agreement('club', ['A', 'T', 'V'], 'ally', { caveat: 'parties', stake: { V: 2 } }),
    ]
    const out: Readonly<Record<string, Rung>> = { T: 'ended' }
    const history = lived(
      trade({ agreements, settings: { moves: [policy(0, { agreement: 'club', rung: out })] } }),
    )
    expect(history.releases.length).toBeGreaterThan(50)
    expect(new Set(history.releases.map(({ by }) => by))).toEqual(new Set(['leave']))
  })

  it('changed by decree holds from that day on', () => {
    const history = lived(
      trade({
        settings: {
          moves: ['v-a', 'v-b'].map((id) => policy(100, { id, agreement: id, caveat: 'forbidden' })),
        },
      }),
    )
    const days = history.releases.map(({ day }) => day)
    expect(Math.max(...days)).toBeLessThan(100)
    expect(Math.max(...days)).toBeGreaterThan(90)
  })
})

describe('who asks, for whom and when', () => {
  const tapeOf = (given: Scenario, number = 0): Tape =>
    new Tape(compile(given)).fill(new Draws('asking', number))

  it('each item is wanted with chance askRate: half of them at .5, all at 1, none at 0', () => {
    const items = (tape: Tape): number => tape.items - tape.dayStart[tape.lead]
    const at = (askRate: number): Tape =>
      tapeOf(trade({ settings: { days: 3000, parameters: { askRate, askLag: 0 } } }))
    const some = at(0.5)
    expect(Math.abs(some.asked.length / items(some) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / items(some)))
    expect(at(1).asked.length).toBe(items(at(1)))
    expect(at(0).asked.length).toBe(0)
    expect(at(1e-300).asked.length).toBe(0)
  })

  it('whoever asks does so after a geometric time of mean 1/(e^⅓ − 1), in order of days, within the life of the secret', () => {
    const tape = tapeOf(trade({ settings: { days: 3000, parameters: { askRate: 1 } } }))
    const lags: number[] = []
    tape.asked.forEach((item, k) => {
      const collected = tape.dayOf(item)
      if (collected >= 0 && collected < 2900) lags.push(tape.askedOn[k] - collected)
    })
    expect(tape.askedOn).toEqual(tape.askedOn.toSorted())
    expect(tape.askedOn[0]).toBeGreaterThanOrEqual(0)
    expect(tape.askedOn.at(-1)).toBeLessThan(3000)
    expect(Math.min(...lags)).toBe(0)
    expect(Math.max(...lags)).toBeLessThan(30)
    const mean = 1 / (Math.exp(1 / 3) - 1)
    const spread = Math.sqrt(mean * (1 + mean))
    const found = lags.reduce((a, b) => a + b, 0) / lags.length
    expect(Math.abs(found - mean)).toBeLessThan((4 * spread) / Math.sqrt(lags.length))
  })

  it('countries that want it race by need: 1 : 3 : 2, and a runner more changes nobody else’s time', () => {
    const needs = { T: 0.2, U: 0.6, W: 0.4 }
    const racing = (...runners: readonly (keyof typeof needs)[]): Scenario => {
      const given = trade()
      const countries = [
        ...given.network.countries.filter(({ id }) => id !== 'T'),
        ...runners.map((id) => country(id, [], needs[id])),
      ].toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const agreements = [
        ...given.network.agreements.filter(({ id }) => id.startsWith('v-')),
        ...runners.map((id) => agreement(`a-${id}`, ['A', id])),
      ]
      return { ...given, days: 2000, network: { ...given.network, countries, agreements } }
    }
    const thirds = (given: Scenario): Map<string, string> => {
      const world = compile(given)
      const tape = new Tape(world).fill(new Draws('asking', 0))
      return new Map(
        [...tape.asked].map((item, k) => [
          `${tape.stream[item]} ${tape.occurrence[item]}`,
          world.ids[tape.third[k]],
        ]),
      )
    }
    const [all, two] = [thirds(racing('T', 'U', 'W')), thirds(racing('T', 'W'))]
    const counts = ['T', 'U', 'W'].map((id) => [...all.values()].filter((third) => third === id).length)
    const total = counts.reduce((a, b) => a + b, 0)
    const statistic = [1, 3, 2].reduce(
      (sum, part, k) => sum + (counts[k] - (total * part) / 6) ** 2 / ((total * part) / 6),
      0,
    )
    expect(total).toBeGreaterThan(1500)
    // 13.8: one in a thousand at two degrees of freedom
    expect(statistic).toBeLessThan(13.8)
    expect([...two.keys()].toSorted()).toEqual([...all.keys()].toSorted())
    const others = [...all].filter(([, third]) => third !== 'U')
    expect(others.map(([item]) => [item, two.get(item)])).toEqual(others)
  })

  it('without a lag every request is made on the day of the item itself', () => {
    const history = lived(trade({ settings: { parameters: { askLag: 0 } } }))
    expect(history.releases.length).toBeGreaterThan(100)
    expect(history.releases.map(({ item }) => history.tape.dayOf(item))).toEqual(
      history.releases.map(({ day }) => day),
    )
  })

  it('the holder that trusts the third country most asks; of equals the first; and nobody where it has the item', () => {
    const by = (pairs: Network['pairs']): Set<string> => {
      const history = lived(trade({ pairs, stake: 50 }))
      return new Set(history.releases.map((one) => ids(history, one)))
    }
    expect(by([{ from: 'B', to: 'T', discretion: 0.95 }])).toEqual(new Set(['B>T']))
    expect(by([{ from: 'B', to: 'T', discretion: 0.4 }])).toEqual(new Set(['A>T']))
    expect(by([])).toEqual(new Set(['A>T']))
    const agreements = [
      ...trade({ stake: 50 }).network.agreements,
      agreement('v-t', ['T', 'V'], 'ally', { stake: { V: 50 } }),
    ]
    const told = lived(trade({ agreements }))
    expect(told.releases).toEqual([])
  })
})

describe('the originator', () => {
  it('by hand: trust .925 in A and .775 in a stranger make an exposure of .283125 · s', () => {
    // U over silence at stake 2, s = 1: tear .8·2 − .283125·10·.15 − .02 = 1.1553, full 1.2·2 − .283125·10·.6 = .70125
    const weights = [1, Math.exp(6 * 1.1553125), Math.exp(6 * 0.70125)]
    const sum = weights[0] + weights[1] + weights[2]
    expect(weights[TEAR_LINE] / sum).toBeCloseTo(0.9376, 3)
    const given = trade({
      settings: {
        days: 800,
        parameters: { askRate: 1, itemSensitivityLow: 1, itemSensitivityHigh: 1, halfLife: 36_500 },
      },
    })
    const history = lived(given)
    const { world, tape } = history
    const human = history.releases.filter(
      ({ item, holder }) =>
        world.disciplineIds[world.streamCell[tape.stream[item]] % world.disciplines] === 'HUMINT' &&
        history.offers.grade[history.offerOf(item, holder)] === FULL,
    )
    const count = (grade: number): number => human.filter((one) => one.grade === grade).length
    expect(human.length).toBeGreaterThan(200)
    for (const grade of [WITHHELD, TEAR_LINE, FULL]) {
      const p = weights[grade] / sum
      expect(Math.abs(count(grade) / human.length - p), `grade ${grade}`).toBeLessThan(
        4 * Math.sqrt((p * (1 - p)) / human.length) + 0.002,
      )
    }
  })

  /** The decision again, from MODEL.md §5.3 in the plainest way. */
  function decided(history: History, { item, holder, third, day }: Release, clubs: boolean): number {
    const { world, tape, seed, run: number, offers } = history
    const p = world.parameters
    const s = tape.stream[item]
    const [topic, discipline] = [
      world.topicIds[0],
      world.disciplineIds[world.streamCell[s] % world.disciplines],
    ]
    const u = new Draws(seed, number).at(
      address('granting', 'V', topic, discipline, world.ids[third]),
      tape.occurrence[item],
    )
    // nothing is learned here, so the trust of the evening is that of the afternoon
    const inAsker = history.trust('V', world.ids[holder])[day]
    const risk = 1 - (clubs ? inAsker : 1) * ((1 + p.narrowDiscretion) / 2)
    const cost = risk * (1 + p.betrayal) * p.loss * tape.sensitivity[item]
    const stake = 2
    const utilities = [
      -p.silenceCost * stake,
      p.tearLineValue * stake - cost * p.idTear - p.tearLineCost,
      offers.grade[history.offerOf(item, holder)] === FULL ? stake - cost * p.idFull : -Infinity,
    ]
    const weights = utilities.map((utility) => Math.exp(p.precision * utility))
    const place = u * (weights[0] + weights[1] + weights[2])
    return place < weights[0] ? WITHHELD : place < weights[0] + weights[1] ? TEAR_LINE : FULL
  }

  it.each([true, false])('decides each request as §5.3 worked out again would (shared clubs %s)', (clubs) => {
    const given = trade({ settings: { parameters: { precision: 2 }, off: clubs ? [] : ['sharedClubs'] } })
    const grades = new Set<number>()
    for (let number = 0; number < 4; number++) {
      const history = lived(given, { run: number })
      for (const release of history.releases) {
        expect(release.grade).toBe(decided(history, release, clubs))
        grades.add(release.grade)
      }
    }
    expect(grades.size).toBe(3)
  })

  it('gives no more than the holder has, and no more than its rung allows: tear-lines, or nothing once suspended', () => {
    const from = (rung: Rung): History =>
      lived(
        trade({
          stake: 50,
          settings: {
            parameters: { askLag: 8 },
            moves: ['v-a', 'v-b'].map((id) => policy(100, { id, agreement: id, rung: { V: rung } })),
          },
        }),
      )
    const late = (history: History): Set<number> =>
      new Set(history.releases.filter(({ day }) => day >= 100).map(({ grade }) => grade))
    const early = (history: History): Set<number> =>
      new Set(history.releases.filter(({ day }) => day < 100).map(({ grade }) => grade))
    for (const [rung, grade] of [
      ['tear-line only', TEAR_LINE],
      ['suspended', WITHHELD],
      ['ended', WITHHELD],
    ] as const) {
      const history = from(rung)
      expect(early(history)).toEqual(new Set([FULL]))
      expect(late(history)).toEqual(new Set([grade]))
    }
  })

  it('under the same dice gives no more where it trusts less, whoever it trusts less', () => {
    const base = fc.double({ min: 0.05, max: 0.95, noNaN: true })
    fc.assert(
      fc.property(base, base, fc.constantFrom('A', 'T'), fc.nat(500), (one, other, whom, number) => {
        const [low, high] = one < other ? [one, other] : [other, one]
        // V and T have a deal on something else, so that they are no strangers
        const agreements = [
          ...trade().network.agreements,
          agreement('v-t', ['T', 'V'], 'narrow', { disciplines: ['OSINT'], stake: { V: 2 } }),
        ]
        const at = (discretion: number): Map<number, number> => {
          const pairs = [{ from: 'V', to: whom, discretion }]
          const given = trade({ agreements, pairs, settings: { days: 60, off: ['newPartners'] } })
          const disciplines = [
            ...given.network.disciplines,
            { id: 'OSINT', sensitivity: 0.15, sourceLoss: 0.1, recovery: 90 },
          ].toSorted((a, b) => (a.id < b.id ? -1 : 1))
          const history = run({ ...given, network: { ...given.network, disciplines } }, { run: number })
          return new Map(
            history.releases
              .filter(({ holder }) => history.world.ids[holder] === 'A')
              .map(({ item, grade }) => [item, grade]),
          )
        }
        const [less, more] = [at(low), at(high)]
        // one that is withheld from A altogether goes through B or not at all
        const tooMuch = [...less].filter(([item, grade]) => grade > (more.get(item) ?? FULL))
        expect(tooMuch).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  it('throws the third country’s dice: through another holder, as much trusted, the answer is the same', () => {
    const through = (from: string): readonly (readonly [number, number])[] =>
      lived(trade({ pairs: [{ from, to: 'T', discretion: 0.95 }] })).releases.map(({ item, grade }) => [
        item,
        grade,
      ])
    const [byA, byB] = [through('A'), through('B')].map((found) => new Map(found))
    // where A and B were told alike
    const history = run(trade())
    const gradeOf = (item: number, id: string): number => {
      const offer = history.offerOf(item, history.world.ids.indexOf(id))
      return offer < 0 ? WITHHELD : history.offers.grade[offer]
    }
    const both = [...byA].filter(([item]) => byB.has(item) && gradeOf(item, 'A') === gradeOf(item, 'B'))
    expect(both.length).toBeGreaterThan(80)
    expect(both.map(([item]) => [item, byB.get(item)])).toEqual(both)
  })
})

describe('a granted item', () => {
  it('has its lineage: T holds it from the day it was released, and may be blamed, leak it or give it away', () => {
    const history = lived(trade())
    const granted = history.releases.filter(({ grade }) => grade !== WITHHELD)
    expect(granted.length).toBeGreaterThan(100)
    for (const { item, day } of granted) {
      expect(history.holders(item, day)).toContain('T')
      expect(history.holders(item, day - 1)).not.toContain('T')
    }
    const refused = history.releases.filter(({ grade }) => grade === WITHHELD)
    for (const { item } of refused) expect(history.holders(item, history.days - 1)).not.toContain('T')
  })

  it('can be what a scripted breach takes, where it is the newest that the leaker holds', () => {
    // T knows of V only by release: a deal of its own makes it V's partner in name
    const agreements = [
      ...trade({ stake: 50 }).network.agreements,
      agreement('v-t', ['T', 'V'], 'narrow', { disciplines: ['GEOINT'] }),
    ]
    const given = trade({ agreements, stake: 50, settings: { parameters: { askRate: 1 } } })
    const net = {
      ...given.network,
      disciplines: [
        { id: 'GEOINT', sensitivity: 0.5, sourceLoss: 0.2, recovery: 180 },
        ...given.network.disciplines,
      ],
    }
    const leak = {
      id: 'leak',
      day: 50,
      by: 'T',
      of: ['V'],
      to: 'press',
      topic: 'terror',
      discipline: null,
      kind: 'disclosure',
      severity: 1,
      details: 4,
      pressDay: 50,
      namedDay: null,
      happened: true,
      exposes: 'source',
      traced: true,
    } as const
    const history = lived({ ...given, network: net, breaches: [leak] })
    const [passed] = history.passings
    const before = history.releases.filter(({ day, grade }) => day < 50 && grade !== WITHHELD)
    expect(passed.item).toBe(Math.max(...before.map(({ item }) => item)))
    expect(history.world.ids[passed.from]).toBe('T')
  })

  it('is no offer: release moves no trust, no rung and no flow', () => {
    const [one, other] = [trade(), trade({ settings: { off: ['release'] } })].map((given) => run(given))
    expect(one.releases.length).toBeGreaterThan(100)
    expect(digest(one, { events: false })).toBe(digest(other, { events: false }))
  })
})

it('switched off, or with nobody asking, it changes no byte', () => {
  const off = digest(run(busy({ days: 90, off: ['release'] })))
  expect(digest(run(busy({ days: 90, parameters: { askRate: 0 } })))).toBe(off)
  const given = busy({ days: 90 })
  const forbidden = given.network.agreements.map((one) => ({ ...one, caveat: 'forbidden' as const }))
  expect(digest(run({ ...given, network: { ...given.network, agreements: forbidden, prospects: [] } }))).toBe(
    digest(
      run({
        ...given,
        network: { ...given.network, prospects: [] },
        mechanisms: { ...given.mechanisms, release: false },
      }),
    ),
  )
  expect(digest(run(given))).not.toBe(off)
})

it('a holding says by which offer an item was given, and that it was none where it was released', () => {
  const history = run(trade())
  const released = history.releases.filter(({ grade }) => grade !== WITHHELD)
  expect(released.length).toBeGreaterThan(0)
  for (const { item, third, day } of released)
    for (const { country, offer } of history.holdings(item, day))
      expect(offer).toBe(country === third ? -1 : history.offerOf(item, country))
})

/** True and false reports: checks worked out by hand, against closed forms, and what coverage, partners and provenance do to harm. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FULL, TEAR_LINE, WITHHELD, type Grade } from '../../src/choice.js'
import { compile, dayZeroOf } from '../../src/compile.js'
import type { Falsehood, History } from '../../src/history.js'
import { corroborated, deception, hearing, judging } from '../../src/mechanisms/deception.js'
import type { Now } from '../../src/mechanisms/mechanism.js'
import type { Collection, Network } from '../../src/network.js'
import { Origins } from '../../src/origins.js'
import type { Parameters } from '../../src/parameters.js'
import { run, Simulation } from '../../src/run.js'
import type { Scenario, Switch } from '../../src/scenario.js'
import { digest } from '../digest.js'
import {
  agreement,
  breach,
  collects,
  country,
  network,
  offered,
  scenario,
  seat,
  TOPIC,
  village,
  type Settings,
} from '../fixtures.js'
import { firstOf } from '../../src/world.js'

/** A discipline that no agreement here covers: what is collected by it is for one's own use. */
const OSINT = { id: 'OSINT', sensitivity: 0.15, sourceLoss: 0.05, recovery: 90 }

interface Hearer {
  /** items a day that the hearer collects for itself */
  readonly own?: number
  /** partners besides the sender, each with so much to tell */
  readonly others?: number
  readonly rate?: number
  readonly more?: Partial<Network>
}

/** `hearer` is told of the topic by `sender`, and by `other0`, `other1` …, and tells nobody anything. */
function told(
  { own = 0.5, others = 1, rate = 0.5, more = {} }: Hearer = {},
  settings: Settings = {},
): Scenario {
  const listening: readonly Collection[] = own > 0 ? [collects(own, 'OSINT')] : []
  const names = Array.from({ length: others }, (_, k) => `other${k}`)
  const net = network(
    [
      country('hearer', listening),
      ...names.map((id) => country(id, [collects(rate)])),
      country('sender', [collects(rate)]),
    ],
    [
      ...names.map((id) => agreement(`with ${id}`, ['hearer', id], 'partner', { stake: { [id]: 20 } })),
      agreement('with sender', ['hearer', 'sender'], 'partner', { stake: { sender: 20 } }),
    ],
    { disciplines: [...network([], []).disciplines, OSINT], ...more },
  )
  return scenario(net, { days: 60, ...settings })
}

/** Before day 0, with what the lead days heard forgotten. */
function start(hearer: Hearer = {}, settings: Settings = {}): Now {
  const { now } = new Simulation(compile(told(hearer, settings)))
  forget(now)
  return now
}

/** Makes all forget what they were told by whom. */
function forget({ world, state, tape }: Now): void {
  state.heardOn.fill(-1000)
  Object.assign(state, { origins: new Origins(world, state.heardOn, tape.lead) })
}

interface Report {
  readonly truth: number
  readonly hardness: number
  readonly grade?: Grade
  readonly copies?: number
}

/** Gives the hearer items of the sender on one day, and says what became of those that are false. */
function reports(now: Now, day: number, given: readonly Report[]): (string | undefined)[] {
  const { state, history, tape, world } = now
  state.open(day)
  history.offerStart[day + tape.lead] = history.offers.count
  const [pair, believer] = [history.pair('sender', 'hearer'), history.pair('hearer', 'sender')]
  const s = world.streamStart[world.ids.indexOf('sender')]
  const own = [...tape.stream.subarray(0, tape.items).keys()].filter((item) => tape.stream[item] === s)
  const first = history.falsehoods.length
  given.forEach(({ truth, hardness, grade = FULL, copies = 0 }, k) => {
    tape.truth[own[k]] = truth
    tape.hardness[own[k]] = hardness
    offered(history.offers, own[k], pair, grade, 0)
    history.offers.copies[history.offers.count - 1] = copies
  })
  deception.apply(now)
  expect(world.reverse[pair]).toBe(believer)
  const written = history.falsehoods.slice(first)
  return given.map((_, k) => written.find(({ item }) => item === own[k])?.fate)
}

const EXACT = 1e-12
const FALSE = 0
const TRUE = 0.9999
/** what half an item a day of one's own leaves unchecked in a month: exp(−.03 · .5 · 30) */
const UNAIDED = Math.exp(-0.45)

/** Both kinds of evidence the hearer has of the sender. */
function evidence({ state, history }: Now): [number, number] {
  const believer = history.pair('hearer', 'sender')
  return [state.truth[believer] * state.age, state.falsehood[believer] * state.age]
}

describe('V17: a report that vouches for itself', () => {
  it('counted once lifts ½ to .8 with a likelihood ratio of 4, counted twice to .941176', () => {
    expect(Math.abs(corroborated(0.5, 4, 1) - 0.8)).toBeLessThan(EXACT)
    expect(Math.abs(corroborated(0.5, 4, 2) - 16 / 17)).toBeLessThan(EXACT)
    expect(corroborated(0.5, 4, 2)).toBeCloseTo(0.941176, 6)
  })

  it('is Bayes’ rule over as many independent witnesses, term by term', () => {
    const unit = fc.double({ min: 0.01, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(unit, unit, unit, fc.nat(6), (prior, whenTrue, whenFalse, sources) => {
        let [yes, no] = [prior, 1 - prior]
        for (let k = 0; k < sources; k++) {
          ;[yes, no] = [yes * whenTrue, no * whenFalse]
          ;[yes, no] = [yes / (yes + no), no / (yes + no)]
        }
        expect(Math.abs(corroborated(prior, whenTrue / whenFalse, sources) - yes)).toBeLessThan(1e-10)
      }),
    )
  })

  it('is sure of what it was sure of, and of what could not be false', () => {
    expect([corroborated(0, 4, 3), corroborated(1, 4, 3), corroborated(0.3, 4, 0)]).toEqual([0, 1, 0.3])
    expect(corroborated(0.5, Infinity, 2)).toBe(1)
  })
})

describe('a check', () => {
  it('by hand: own collection finds out a share 1 − exp(−coverage · rate · window), the easiest first', () => {
    const now = start()
    const edge = 1 - UNAIDED
    expect(edge).toBeCloseTo(0.36237, 5)
    expect(
      reports(now, 0, [
        { truth: FALSE, hardness: 0 },
        { truth: FALSE, hardness: edge - 1e-9 },
        { truth: FALSE, hardness: edge + 1e-9 },
        { truth: TRUE, hardness: 0 },
      ]),
    ).toEqual(['found out', 'found out', 'let lie', undefined])
  })

  it('by hand: of what is left another origin speaks to a tenth, heard of once or ten times', () => {
    for (const times of [1, 10]) {
      const now = start({ others: 1 })
      for (let day = 20; day < 20 + times; day++)
        now.state.heardOn[now.history.pair('other0', 'hearer') * now.world.topics] = day
      const edge = 1 - UNAIDED * 0.9
      expect(
        reports(now, 30, [
          { truth: FALSE, hardness: edge - 1e-9 },
          { truth: FALSE, hardness: edge + 1e-9 },
        ]),
      ).toEqual(['found out', 'let lie'])
    }
  })

  it('by hand: three origins leave .9³; the sender itself, and whoever told nothing for a month, are none', () => {
    const now = start({ others: 5 })
    const heard = (id: string, day: number): number =>
      (now.state.heardOn[now.history.pair(id, 'hearer') * now.world.topics] = day)
    heard('other0', 29)
    heard('other1', 10)
    heard('other2', 0)
    heard('other3', -1)
    heard('sender', 29)
    const edge = 1 - UNAIDED * 0.9 ** 3
    expect(
      reports(now, 30, [
        { truth: FALSE, hardness: edge - 1e-9 },
        { truth: FALSE, hardness: edge + 1e-9 },
      ]),
    ).toEqual(['found out', 'let lie'])
  })

  it('with every origin speaking up leaves nothing, with no means at all everything', () => {
    const sure = start({ own: 0, others: 1 }, { parameters: { corroboration: 1 } })
    sure.state.heardOn.fill(29)
    expect(reports(sure, 30, [{ truth: FALSE, hardness: 1 - 2 ** -53 }])).toEqual(['found out'])
    const blind = start({ own: 0, others: 1 }, { parameters: { corroboration: 1 } })
    expect(reports(blind, 30, [{ truth: FALSE, hardness: 0 }])).toEqual(['let lie'])
  })

  it('counts one report confirmed as it counts one found false, and what is acted on as nothing', () => {
    const now = start()
    const one = now.world.balance.confirmed[now.history.pair('hearer', 'sender')]
    const [truth, falsehood] = evidence(now)
    reports(now, 0, [
      { truth: TRUE, hardness: 0.1 },
      { truth: TRUE, hardness: 0.2 },
      { truth: FALSE, hardness: 0.1 },
      { truth: FALSE, hardness: 0.999 },
      { truth: TRUE, hardness: 0.999 },
    ])
    const [right, wrong] = evidence(now)
    expect(one).toBeGreaterThan(0)
    expect(Math.abs(right - truth - 2 * one)).toBeLessThan(EXACT)
    expect(Math.abs(wrong - falsehood - one)).toBeLessThan(EXACT)
  })

  it('is nothing to what was withheld, or lost with its source', () => {
    const now = start()
    expect(
      reports(now, 0, [
        { truth: FALSE, hardness: 0, grade: WITHHELD },
        { truth: FALSE, hardness: 0, grade: TEAR_LINE },
      ]),
    ).toEqual([undefined, 'found out'])
    now.history.lost.fill(1)
    expect(reports(now, 1, [{ truth: FALSE, hardness: 0 }])).toEqual([undefined])
  })

  it('by hand: what is left is acted on as far as the sender is believed, and harms by its worth', () => {
    const now = start()
    const { state, history, tape } = now
    const veracity = state.veracity(history.pair('hearer', 'sender'))
    // base .9, strength 6, as much evidence, and of it two in a hundred false
    expect(Math.abs(veracity - (6 + 5.4) / (12 + (6 * 0.02) / 0.98))).toBeLessThan(EXACT)
    const edge = 1 - UNAIDED * veracity
    expect(
      reports(now, 0, [
        { truth: FALSE, hardness: edge - 1e-9 },
        { truth: FALSE, hardness: edge + 1e-9 },
        { truth: FALSE, hardness: 0.9999, grade: TEAR_LINE },
      ]),
    ).toEqual(['let lie', 'acted on', 'acted on'])
    const [, full, tear] = history.falsehoods
    expect(full.harm).toBe(tape.value[full.item])
    expect(tear.harm).toBe(tape.value[tear.item] * 0.6)
    expect(history.falsehoods[0].harm).toBe(0)
  })

  it('goes by what was believed in the morning, whatever else is found that day', () => {
    const alone = start()
    const veracity = alone.state.veracity(alone.history.pair('hearer', 'sender'))
    const edge = 1 - UNAIDED * veracity + 1e-9
    const among = start()
    const many = Array.from({ length: 40 }, () => ({ truth: FALSE, hardness: 0 }))
    const fates = reports(among, 0, [...many, { truth: FALSE, hardness: edge }])
    expect(fates.at(-1)).toBe('acted on')
    expect(reports(alone, 0, [{ truth: FALSE, hardness: edge }])).toEqual(['acted on'])
    expect(among.state.veracity(among.history.pair('hearer', 'sender'))).toBeLessThan(veracity - 0.05)
  })
})

describe('without provenance', () => {
  const off: Switch[] = ['provenance']

  it('by hand: two copies confirm what is left with 1 − .9², and add to credence what two more origins would', () => {
    const now = start({}, { off })
    const veracity = now.state.veracity(now.history.pair('hearer', 'sender'))
    const odds = (veracity / (1 - veracity)) ** 3
    const acted = 0.81 * (1 - odds / (1 + odds))
    const place = (left: number): number => 1 - UNAIDED * (1 - left)
    const at = (left: number): Report => ({ truth: FALSE, hardness: place(left), copies: 2 })
    expect(reports(now, 0, [at(acted - 1e-9), at(acted + 1e-9), at(0.81 - 1e-9), at(0.81 + 1e-9)])).toEqual([
      'let lie',
      'acted on',
      'acted on',
      'confirmed',
    ])
    const confirmed = now.history.falsehoods.at(-1)
    expect(confirmed?.harm).toBe(now.tape.value[confirmed?.item ?? -1])
  })

  it('what is false and confirmed earns its sender credit', () => {
    const now = start({}, { off })
    const [truth, falsehood] = evidence(now)
    reports(now, 0, [{ truth: FALSE, hardness: 0.9999, copies: 3 }])
    const [right, wrong] = evidence(now)
    expect(right - truth).toBeCloseTo(now.world.balance.confirmed[now.history.pair('hearer', 'sender')], 12)
    expect(wrong).toBe(falsehood)
  })

  it('with provenance copies are nothing', () => {
    const now = start()
    const veracity = now.state.veracity(now.history.pair('hearer', 'sender'))
    const edge = 1 - UNAIDED * veracity
    expect(
      reports(now, 0, [
        { truth: FALSE, hardness: edge - 1e-9, copies: 200 },
        { truth: FALSE, hardness: 0.9999, copies: 200 },
      ]),
    ).toEqual(['let lie', 'acted on'])
  })

  it('the press is an echo of its victim on that topic, for as long as one looks into a report', () => {
    const leak = breach('hearer', 'sender', { day: 5, pressDay: 6, namedDay: 7, to: 'press' })
    const settings: Settings = { off, breaches: [leak], parameters: { corroboration: 0.5 } }
    const fate = (day: number, given: Settings = settings): string | undefined => {
      const simulation = new Simulation(compile(told({}, given)))
      while (simulation.day < day) simulation.step()
      // left over 0.7: confirmed if anything echoes it
      forget(simulation.now)
      return reports(simulation.now, day, [{ truth: FALSE, hardness: 1 - UNAIDED * 0.3 }])[0]
    }
    expect(fate(6)).toBe('acted on')
    expect([7, 20, 35].map((day) => fate(day))).toEqual(['confirmed', 'confirmed', 'confirmed'])
    expect(fate(36)).toBe('acted on')
    expect(fate(20, { ...settings, off: [] })).toBe('acted on')
    expect(fate(20, { ...settings, breaches: [{ ...leak, happened: false }] })).toBe('acted on')
    expect(fate(20, { ...settings, breaches: [{ ...leak, pressDay: null, namedDay: null }] })).toBe(
      'acted on',
    )
    const another: Settings = { ...settings, breaches: [{ ...leak, of: ['other0'] }] }
    expect(fate(20, another)).toBe('acted on')
  })
})

describe('over many runs', () => {
  /** How often each fate befell the false reports of the sender, and how many reports there were. */
  function count(given: Scenario, runs: number): { all: number; fates: Map<string, number> } {
    const world = compile(given)
    const fates = new Map<string, number>()
    let all = 0
    for (let number = 0; number < runs; number++) {
      const history = run(world, { run: number })
      const pair = history.pair('sender', 'hearer')
      for (let k = history.offerStart[history.tape.lead]; k < history.offers.count; k++)
        all += history.offers.pair[k] === pair && history.offers.grade[k] !== WITHHELD ? 1 : 0
      for (const { fate, pair: by } of history.falsehoods)
        if (by === pair) fates.set(fate, (fates.get(fate) ?? 0) + 1)
    }
    return { all, fates }
  }

  it.each<[string, Hearer, Partial<Parameters>]>([
    ['as collection and two other origins have it', { own: 0.5, others: 2 }, {}],
    ['with no means of one’s own', { own: 0, others: 2 }, { corroboration: 0.4 }],
    ['with no other origin', { own: 1, others: 0 }, {}],
  ])('false reports are as many, and are found out, as the closed form says, %s', (_, hearer, parameters) => {
    const error = 0.3
    const given = told(
      { ...hearer, rate: 0.6 },
      { days: 120, parameters: { ...parameters, partnerError: error } },
    )
    const { all, fates } = count(given, 150)
    const { corroboration, checkWindow, coverage } = given.parameters
    const speaks = 1 - Math.exp(-0.6 * checkWindow)
    const missed =
      Math.exp(-coverage * (hearer.own ?? 0) * checkWindow) *
      (1 - corroboration * speaks) ** (hearer.others ?? 0)
    const near = (fate: string, chance: number): void => {
      const sd = Math.sqrt(all * chance * (1 - chance))
      expect(Math.abs((fates.get(fate) ?? 0) - all * chance), fate).toBeLessThan(4 * sd + 1e-9)
    }
    expect(all).toBeGreaterThan(5000)
    near('found out', error * (1 - missed))
    const harmed = (fates.get('acted on') ?? 0) + (fates.get('let lie') ?? 0)
    expect(Math.abs(harmed - all * error * missed)).toBeLessThan(4 * Math.sqrt(all * error * missed))
    expect(fates.get('acted on') ?? 0).toBeGreaterThan((fates.get('let lie') ?? 0) * 2)
  })
})

/** False reports by item and recipient. */
function harms({ falsehoods }: History): Map<string, Falsehood> {
  return new Map(falsehoods.map((found) => [`${found.item} ${found.pair}`, found]))
}

describe('harm', () => {
  const busy = { days: 1, parameters: { partnerError: 0.5 } } as const
  const seeds = fc.integer({ min: 0, max: 99_999 })

  it('falls with independent coverage, report by report', () => {
    let spared = 0
    fc.assert(
      fc.property(
        seeds,
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (seed, own, extra) => {
          const lived = [own, own + extra].map((rate) =>
            run(told({ own: rate, rate: 20 }, { ...busy, seed: `s${seed}` })),
          )
          const [less, more] = lived.map(harms)
          expect([...more.keys()]).toEqual([...less.keys()])
          for (const [key, { harm }] of less) {
            expect(more.get(key)?.harm).toBeLessThanOrEqual(harm)
            spared += more.get(key)?.harm === harm ? 0 : 1
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(spared).toBeGreaterThan(10)
  })

  it('rises with dependence: the fewer others tell of the topic, the more of what one partner gets wrong is believed', () => {
    let spared = 0
    fc.assert(
      fc.property(seeds, fc.nat(3), fc.integer({ min: 1, max: 4 }), (seed, few, extra) => {
        const worlds = [few, few + extra].map((others) =>
          compile(told({ own: 0.1, others, rate: 20 }, { ...busy, seed: `s${seed}` })),
        )
        const dependence = worlds.map(
          (world) => dayZeroOf(world).dependence[seat(world, 'hearer', 'with sender')],
        )
        dependence.forEach((share, k) => expect(share).toBeCloseTo(1 / (1 + few + k * extra), 12))
        expect(dependence[1]).toBeLessThan(dependence[0])
        const [alone, among] = worlds.map((world) => {
          const history = run(world)
          const pair = history.pair('sender', 'hearer')
          const own = history.falsehoods.filter((found) => found.pair === pair)
          return own.map(({ harm, item }): [string, number] => [`${history.tape.occurrence[item]}`, harm])
        })
        expect(among.map(([item]) => item)).toEqual(alone.map(([item]) => item))
        alone.forEach(([, harm], k) => {
          expect(among[k][1]).toBeLessThanOrEqual(harm)
          spared += among[k][1] < harm ? 1 : 0
        })
      }),
      { numRuns: 60 },
    )
    expect(spared).toBeGreaterThan(10)
  })

  it('both also over a year in which beliefs move', () => {
    const harm = (hearer: Hearer): number => {
      let sum = 0
      const world = compile(told({ rate: 0.5, ...hearer }, { days: 365, parameters: { partnerError: 0.1 } }))
      for (let number = 0; number < 25; number++) {
        const history = run(world, { run: number })
        const pair = history.pair('sender', 'hearer')
        for (const found of history.falsehoods) sum += found.pair === pair ? found.harm : 0
      }
      return sum
    }
    const byOwn = [0, 0.5, 1, 2].map((own) => harm({ own }))
    const byOthers = [0, 3, 6, 12].map((others) => harm({ own: 0, others }))
    for (const levels of [byOwn, byOthers])
      levels.slice(1).forEach((level, k) => expect(level).toBeLessThan(0.9 * levels[k]))
  })

  it('is never less without provenance, report by report', () => {
    const net = network(
      [country('hearer'), country('sender', [collects(20)])],
      ['one', 'two', 'three'].map((id) => agreement(id, ['hearer', 'sender'], 'partner')),
    )
    let more = 0
    fc.assert(
      fc.property(seeds, (seed) => {
        const at = (off: Switch[]): Map<string, Falsehood> =>
          harms(run(scenario(net, { ...busy, off, seed: `s${seed}` })))
        const [strict, lax] = [at([]), at(['provenance'])]
        expect([...lax.keys()]).toEqual([...strict.keys()])
        for (const [key, { harm }] of strict) {
          expect(lax.get(key)?.harm).toBeGreaterThanOrEqual(harm)
          more += lax.get(key)?.harm === harm ? 0 : 1
        }
      }),
      { numRuns: 40 },
    )
    expect(more).toBeGreaterThan(10)
  })
})

describe('two worlds under the same draws', () => {
  it('know the same falsehoods before the breach, and where it does not reach, ever', () => {
    const given = village({ days: 200, parameters: { turned: 1, partnerError: 0.2, allyError: 0.2 } })
    const apart = {
      ...given,
      network: {
        ...given.network,
        countries: [...given.network.countries, country('X', [collects(0.5)]), country('Y', [collects(0.1)])],
        agreements: [...given.network.agreements, agreement('x-y', ['X', 'Y'], 'partner')],
      },
    }
    const [one, other] = [run(apart), run({ ...apart, breaches: [] })]
    const before = ({ falsehoods }: History, day: number): readonly Falsehood[] =>
      falsehoods.filter((found) => found.day < day)
    expect(before(one, 10)).toEqual(before(other, 10))
    expect(before(one, 10).length).toBeGreaterThan(10)
    const far = ({ falsehoods, world }: History): readonly Falsehood[] =>
      falsehoods.filter(({ pair }) => ['X', 'Y'].includes(world.ids[firstOf(world, pair)]))
    expect(far(one)).toEqual(far(other))
    expect(far(one).length).toBeGreaterThan(5)
    expect(harms(one)).not.toEqual(harms(other))
  })

  it('agree on what is false and how hard it is to check, item by item', () => {
    const given = village({ days: 60, parameters: { turned: 1 } })
    const [one, other] = [run(given), run({ ...given, breaches: [] })].map(({ tape }) => tape)
    expect(one.items).toBe(other.items)
    expect(one.truth).toEqual(other.truth)
    expect(one.hardness).toEqual(other.hardness)
  })

  it('what is false to a close ally is false to every looser partner', () => {
    const net = network(
      [country('A', [collects(3)]), ...['B', 'C', 'D', 'E'].map((id) => country(id))],
      (['ally', 'close', 'narrow', 'partner'] as const).map((tie, k) =>
        agreement(tie, ['A', 'BCDE'[k]], tie, { stake: { A: 30 } }),
      ),
    )
    const history = run(scenario(net, { days: 1000 }))
    const wrong = (to: string): Set<number> =>
      new Set(history.falsehoods.filter(({ pair }) => pair === history.pair('A', to)).map(({ item }) => item))
    const [ally, close, narrow, partner] = ['B', 'C', 'D', 'E'].map(wrong)
    expect(close.size).toBeGreaterThan(0)
    for (const [less, more] of [
      [close, ally],
      [ally, partner],
      [partner, narrow],
    ]) {
      expect(more.size).toBeGreaterThan(less.size)
      for (const item of less) expect(more.has(item)).toBe(true)
    }
  })
})

describe('hearing', () => {
  it('begins before day 0, so that others can vouch from the first day', () => {
    const { state, history, world } = new Simulation(compile(told({ rate: 2 }))).now
    const heard = state.heardOn[history.pair('other0', 'hearer') * world.topics]
    expect(heard).toBeLessThan(0)
    expect(heard).toBeGreaterThan(-10)
  })

  it('notes the day for each sender and topic of what was told and not lost', () => {
    const now = start()
    const at = now.history.pair('sender', 'hearer') * now.world.topics
    reports(now, 3, [{ truth: TRUE, hardness: 0.5, grade: WITHHELD }])
    hearing.apply(now)
    expect(now.state.heardOn[at]).toBe(-1000)
    reports(now, 4, [{ truth: TRUE, hardness: 0.5 }])
    hearing.apply(now)
    expect(now.state.heardOn[at]).toBe(4)
    expect(now.world.topicIds[0]).toBe(TOPIC)
  })
})

describe('judging', () => {
  it('by hand: a loss of weight × (resistance + evidence), the share for good apart', () => {
    const now = start()
    const { state, history } = now
    state.open(0)
    const pair = history.pair('hearer', 'sender')
    const event = history.tell(0, 'proven', { who: 'hearer', whom: 'sender' })
    state.deceptions.push({ pair, weight: 0.5, forGood: 0.4, event })
    const held = 10 + 6 + (6 * 0.02) / 0.98
    judging.apply(now)
    expect(Math.abs(state.beliefs.held(pair, 'lie') - 0.4 * 0.5 * held)).toBeLessThan(EXACT)
    expect(Math.abs(state.falsehood[pair] - (6 * 0.02) / 0.98 - 0.6 * 0.5 * held)).toBeLessThan(EXACT)
    const after = (6 + 5.4) / (12 + (6 * 0.02) / 0.98 + 0.5 * held)
    expect(Math.abs(state.veracity(pair) - after)).toBeLessThan(EXACT)
    expect(history.events[event].numbers['after']).toBe(state.veracity(pair))
    expect(state.deceptions).toEqual([])
  })
})

describe('switched off, deception', () => {
  const off: Switch[] = ['deception']

  it('leaves veracity trust at (1 + base)/2 to the last bit, and no falsehood, plant or proof', () => {
    const moves: Settings['moves'] = [
      { what: 'fabrication', id: 'lie', day: 5, by: 'L', to: ['F', 'V'], severity: 1, provenDay: 9 },
    ]
    const simulation = new Simulation(compile(village({ days: 300, off, moves, parameters: { turned: 1 } })))
    const { state, history, world } = simulation.now
    while (!simulation.done) {
      simulation.step()
      for (let pair = 0; pair < world.pairs; pair++)
        expect(state.veracity(pair)).toBe((1 + world.priors.veracityBase[world.priorOf[pair]]) / 2)
    }
    expect(history.falsehoods).toEqual([])
    const kinds = history.events.map(({ kind }) => kind)
    for (const kind of ['deceived', 'source-turned', 'fabrication', 'proven'] as const)
      expect(kinds).not.toContain(kind)
    expect(kinds).toContain('learned')
  })

  it('reads none of its numbers, nor whether provenance is kept', () => {
    const parameters: Partial<Parameters> = {
      partnerError: 0.4,
      closeError: 0.4,
      planted: 1,
      turned: 1,
      coverage: 0.9,
      corroboration: 0.9,
      checkWindow: 3,
      deceptionWeight: 9,
    }
    const plain = digest(run(village({ off })))
    expect(digest(run(village({ off, parameters })))).toBe(plain)
    expect(digest(run(village({ off: ['deception', 'provenance'] })))).toBe(plain)
    expect(digest(run(village({ parameters })))).not.toBe(digest(run(village({}))))
  })

  it('touches no discretion trust, rung or decision, on or off, where stakes do not follow what is received', () => {
    const deaf: Switch[] = ['reciprocity']
    const parameters: Partial<Parameters> = { turned: 1, partnerError: 0.3 }
    const [on, silent] = [deaf, [...deaf, ...off]].map((switches) =>
      run(village({ days: 300, off: switches, parameters })),
    )
    expect(on.falsehoods.length).toBeGreaterThan(20)
    expect(digest(on, { events: false })).toBe(digest(silent, { events: false }))
  })

  it('cannot be switched in a branch: what one run has learned the other could not take over', () => {
    const given = village({ days: 60 })
    for (const first of [true, false]) {
      const here = { ...given, mechanisms: { ...given.mechanisms, deception: first } }
      const there = { ...given, mechanisms: { ...given.mechanisms, deception: !first } }
      const simulation = new Simulation(compile(here))
      while (simulation.day < 10) simulation.step()
      expect(() => simulation.branch(there)).toThrow(/must keep deception on or off/)
    }
  })

  it('goes on in a branch from where it stands', () => {
    const given = village({ days: 60, parameters: { turned: 1, partnerError: 0.2 } })
    const simulation = new Simulation(compile(given))
    while (simulation.day < 30) simulation.step()
    const branch = simulation.branch(given)
    for (const one of [simulation, branch]) while (!one.done) one.step()
    const [here, there] = [simulation.now, branch.now]
    expect(there.history.falsehoods).toEqual(here.history.falsehoods)
    for (const column of ['truth', 'falsehood', 'heardOn', 'turnedBy'] as const)
      expect(there.state[column]).toEqual(here.state[column])
    expect(there.state.beliefs.column('lie')).toEqual(here.state.beliefs.column('lie'))
  })
})

it('with no errors and nothing planted nothing is false, and nobody is believed less than on day 0', () => {
  const parameters: Partial<Parameters> = { closeError: 0, allyError: 0, partnerError: 0, turned: 0 }
  const simulation = new Simulation(compile(village({ days: 400, parameters })))
  while (!simulation.done) simulation.step()
  const { state, history, world } = simulation.now
  expect(history.falsehoods).toEqual([])
  expect(state.falsehood.every((found) => found === 0)).toBe(true)
  for (let pair = 0; pair < world.pairs; pair++)
    expect(state.veracity(pair)).toBeGreaterThanOrEqual(world.priors.veracityBase[world.priorOf[pair]])
})

it('partners that meet later are believed as on day 0 when they meet', () => {
  const given = village({ days: 900, breaches: [] })
  const agreements = given.network.agreements.map((found) =>
    found.id === 'f-s' ? { ...found, from: 800 } : found,
  )
  const simulation = new Simulation(compile({ ...given, network: { ...given.network, agreements } }))
  const { state, history, world } = simulation.now
  const pair = history.pair('F', 'S')
  const rest = state.veracity(pair)
  while (simulation.day < 800) simulation.step()
  // a stranger of whom nothing is heard: evidence has aged
  expect(state.veracity(pair)).toBeLessThan(rest - 0.01)
  simulation.step()
  expect(Math.abs(state.veracity(pair) - rest)).toBeLessThan(0.01)
  expect(world.balance.verified[pair]).toBeGreaterThan(0)
})

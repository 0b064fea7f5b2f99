/** New partners: how often a prospect is on the table, when both sign, what they then have, and what a breach prevents. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import type { History } from '../../src/history.js'
import {
  newPartners,
  partnersInCommon,
  stakeAtSigning,
  worthSigning,
} from '../../src/mechanisms/new-partners.js'
import type { Now } from '../../src/mechanisms/mechanism.js'
import type { Agreement, Prospect, Tie } from '../../src/network.js'
import { Draws } from '../../src/random.js'
import { run, Simulation } from '../../src/run.js'
import type { Move, Scenario } from '../../src/scenario.js'
import { NEVER_MET } from '../../src/world.js'
import { digest } from '../digest.js'
import { agreement, breach, collects, country, network, scenario, seat, type Settings } from '../fixtures.js'

function prospect(
  id: string,
  parties: readonly string[],
  tie: Tie = 'partner',
  more: Partial<Agreement> = {},
): Prospect {
  const { from: _, until: __, ...terms } = agreement(id, parties, tie, more)
  return terms
}

/** A and B, each with two partners, C of both and D of A; B might sign with A, and L with V's friend F. */
function town(
  settings: Settings = {},
  prospects: readonly Prospect[] = [prospect('a-b', ['A', 'B'])],
): Scenario {
  const net = network(
    ['A', 'B', 'C', 'D'].map((id) => country(id, [collects(0.5)])),
    [agreement('a-c', ['A', 'C']), agreement('a-d', ['A', 'D']), agreement('b-c', ['B', 'C'])],
    { prospects },
  )
  return scenario(net, { days: 90, ...settings, parameters: { askRate: 0, ...settings.parameters } })
}

const onTheTable = { prospectChance: 1 }
const signings = (history: History): unknown[] =>
  history.events
    .filter(({ kind }) => kind === 'agreement-forms' || kind === 'not-signed')
    .map(({ day, kind, who }) => [day, kind, who])
const evening = (given: Scenario, day: number): Now => {
  const simulation = new Simulation(compile(given))
  while (simulation.day <= day) simulation.step()
  return simulation.now
}
/** Draws that always come out the same. */
class Fixed extends Draws {
  readonly #luck: number
  constructor(luck: number) {
    super('any', 0)
    this.#luck = luck
  }
  override at(): number {
    return this.#luck
  }
}

describe('on the table', () => {
  it('by hand: with c partners in common with chance 1 − .95^(1 + .2 c)', () => {
    // C deals with both, D with A alone
    const { now } = new Simulation(compile(town()))
    expect(partnersInCommon(now, now.world.agreementIds.indexOf('a-b'))).toBe(1)
    const { phase } = now.world.prospects[0]
    /** Whether anybody was asked, with this luck. */
    const asked = (luck: number): boolean => {
      const { now: fresh } = new Simulation(compile(town()))
      fresh.state.open(phase)
      newPartners.apply({ ...fresh, draws: new Fixed(luck) })
      return fresh.history.signings.length > 0
    }
    const chance = 1 - Math.pow(0.95, 1.2)
    expect([asked(chance - 1e-12), asked(chance + 1e-12)]).toEqual([true, false])
  })

  it('counts as common whoever deals with two or more of the parties, today', () => {
    const wide = prospect('trio', ['A', 'B', 'D'])
    const { now } = new Simulation(compile(town({}, [wide])))
    const e = now.world.agreementIds.indexOf('trio')
    // C deals with A and B; nobody else is outside
    expect(partnersInCommon(now, e)).toBe(1)
    now.state.rung[seat(now.world, 'C', 'b-c')] = 3
    expect(partnersInCommon(now, e)).toBe(0)
  })

  it('a prospect worth it is signed at last: over twelve reviews with the chance of the closed form', () => {
    // a stake of 100 leaves no doubt about signing
    const given = town({ days: 360 }, [prospect('a-b', ['A', 'B'], 'partner', { stake: { A: 100, B: 100 } })])
    const world = compile(given)
    const runs = 300
    let signed = 0
    for (let number = 0; number < runs; number++)
      if (run(world, { run: number }).signings.some((one) => one.signed)) signed++
    const expected = 1 - Math.pow(0.95, 1.2 * 12)
    const error = Math.sqrt((expected * (1 - expected)) / runs)
    expect(Math.abs(signed / runs - expected)).toBeLessThan(4 * error)
  })

  it('the more partners in common, the sooner: adding one never delays, under the same draws', () => {
    const day = (common: number, number: number): number => {
      const ids = ['A', 'B', ...Array.from({ length: 6 }, (_, k) => `P${k}`)]
      const deals = ids
        .slice(2, 2 + common)
        .flatMap((id) => [agreement(`a-${id}`, ['A', id]), agreement(`b-${id}`, ['B', id])])
      const stake = { A: 100, B: 100 }
      const net = network(
        ids.map((id) => country(id, [collects(0.1)])),
        deals.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        { prospects: [prospect('a-b', ['A', 'B'], 'partner', { stake })] },
      )
      const given = scenario(net, { days: 365, parameters: { askRate: 0, commonPartners: 1 } })
      return run(given, { run: number }).signings.find(({ signed }) => signed)?.day ?? 365
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 5 }), (number, common) => {
        expect(day(common + 1, number)).toBeLessThanOrEqual(day(common, number))
      }),
      { numRuns: 25 },
    )
    const sum = (common: number): number =>
      Array.from({ length: 12 }, (_, number) => day(common, number)).reduce((a, b) => a + b)
    expect(sum(6)).toBeLessThan(0.7 * sum(0))
  })
})

describe('worth signing', () => {
  /** Two strangers without any partner. */
  const strangers = (more: Partial<Agreement> = {}): Scenario =>
    scenario(
      network([country('A', [collects(0.5)]), country('B', [collects(0.5)])], [], {
        prospects: [prospect('a-b', ['A', 'B'], 'partner', more)],
      }),
      { days: 60, parameters: onTheTable },
    )

  it('by hand: the stake less the risk: 2.5 − .125 · 10 · .6 for all one would ever hear', () => {
    const { now } = new Simulation(compile(strangers()))
    now.state.open(0)
    expect(stakeAtSigning(now, 0)).toBe(2.5)
    expect(worthSigning(now, 0)).toEqual({
      advantage: expect.closeTo(1.75, 12) as number,
      risk: 0.125,
      doubted: 1,
    })
  })

  it('by hand: what one has heard lowers it: with 6 broken the other keeps (6 + 4.5) of 18', () => {
    const { now } = new Simulation(compile(strangers()))
    now.state.open(0)
    now.state.beliefs.hold(now.history.pair('A', 'B'), 'broken', 6)
    now.state.version++
    const { advantage, risk } = worthSigning(now, 0)
    expect(risk).toBeCloseTo(7.5 / 18, 12)
    expect(advantage).toBeCloseTo(0, 12)
    // it is A that has heard; B has not
    expect(worthSigning(now, 1).advantage).toBeCloseTo(1.75, 12)
  })

  it('the less one receives from others the more one has to gain', () => {
    const now = evening(town({ parameters: { prospectChance: 0 } }), 60)
    const { world, state } = now
    const [a, b] = ['A', 'B'].map((id) => seat(now.world, id, 'a-b'))
    const received = (id: string, ...through: string[]): number =>
      through.reduce((sum, e) => sum + state.received[seat(now.world, id, e)] * state.receivedAge, 0)
    const by = (m: number, now_: number): number =>
      1 + (1.5 * world.balance.expected[m]) / (world.balance.expected[m] + now_)
    expect(stakeAtSigning(now, a)).toBeCloseTo(by(a, received('A', 'a-c', 'a-d')), 12)
    expect(stakeAtSigning(now, b)).toBeCloseTo(by(b, received('B', 'b-c')), 12)
    expect(stakeAtSigning(now, b)).toBeGreaterThan(stakeAtSigning(now, a))
    const before = stakeAtSigning(now, a)
    state.rung[seat(now.world, 'A', 'a-c')] = 3
    expect(stakeAtSigning(now, a)).toBeGreaterThan(before)
  })

  it('both must gain: one that would not keeps both from signing, and is on record', () => {
    for (const [reluctant, stake] of [
      ['A', { A: 0, B: 50 }],
      ['B', { A: 50, B: 0 }],
    ] as const) {
      const given = strangers({ stake })
      const { phase } = compile(given).prospects[0]
      expect(signings(run({ ...given, days: phase + 31 }))).toEqual([
        [phase, 'not-signed', reluctant],
        [phase + 30, 'not-signed', reluctant],
      ])
    }
  })

  it('a price can make it worth it', () => {
    const stake = { A: 0, B: 50 }
    const aid: Move = {
      what: 'inducement',
      id: 'aid',
      day: 0,
      by: 'B',
      to: 'A',
      agreement: 'a-b',
      price: 9,
      until: null,
    }
    const history = run({ ...strangers({ stake }), moves: [aid] })
    expect(history.signings.map(({ signed }) => signed)).toEqual([true])
    // and it is paid on: the stake as signed, and the price on top
    const { now } = new Simulation(compile({ ...strangers({ stake }), moves: [aid] }))
    expect(now.state.signedAt(0)).toBe(0)
  })

  it('where nobody is sure, the closer call is signed more often', () => {
    const share = (stake: number): number => {
      const world = compile({ ...strangers({ stake: { A: stake, B: 50 } }), days: 31 })
      const { length } = Array.from({ length: 150 }, (_, k) => k).filter((number) =>
        run(world, { run: number }).signings.some(({ signed }) => signed),
      )
      return length / 150
    }
    // one review or two; the risk costs .75 and inertia .1, so a stake of .85 is even
    const shares = [0.25, 0.85, 1.45].map(share)
    expect(shares[0]).toBeLessThan(shares[1] - 0.2)
    expect(shares[1]).toBeLessThan(shares[2] - 0.2)
  })
})

describe('what is signed', () => {
  const given = town({ days: 120, parameters: onTheTable })
  const history = run(given)
  const day = history.signings.find(({ signed }) => signed)?.day ?? Number.NaN

  it('is in force from that evening: told, trusted as on a first day, and shared under from the next morning', () => {
    expect(signings(history)).toEqual([[day, 'agreement-forms', 'A']])
    const trust = history.trust('A', 'B')
    expect(trust.subarray(0, day).every(Number.isNaN)).toBe(true)
    expect(trust[day]).toBeCloseTo(0.875, 12)
    expect(trust.subarray(day).some(Number.isNaN)).toBe(false)
    const flow = history.flow('A', 'B')
    expect(flow.subarray(0, day + 1).every((value) => value === 0)).toBe(true)
    expect(flow.subarray(day + 1).some((value) => value > 0)).toBe(true)
  })

  it('its parties expect what it brings, and hold it worth what it was worth to them that day', () => {
    const simulation = new Simulation(compile(given))
    while (simulation.day < day) simulation.step()
    const { now } = simulation
    simulation.step()
    for (const id of ['A', 'B']) {
      const m = seat(now.world, id, 'a-b')
      const { world, state } = now
      expect(world.balance.expected[m]).toBeGreaterThan(0)
      expect(state.received[m] * state.receivedAge).toBeCloseTo(world.balance.expected[m], 12)
      // signed for by what was received before it came into force
      state.inForce[world.agreementIds.indexOf('a-b')] = 0
      expect(state.worth(m)).toBeCloseTo(stakeAtSigning(now, m), 12)
      state.inForce[world.agreementIds.indexOf('a-b')] = 1
      expect(state.signedAt(m)).toBe(state.worth(m))
    }
    while (!simulation.done) simulation.step()
    expect(now.state.worth(seat(now.world, 'A', 'a-b'))).toBe(now.state.signedAt(seat(now.world, 'A', 'a-b')))
  })

  it('the new partner is in the graph of that day, and not in that of the day before', () => {
    const edges = (when: number): string[] => history.sharingGraph(when).directedEdges()
    expect(edges(day)).toContain('A->B')
    expect(history.sharingGraph(day).getEdgeAttribute('A->B', 'weight')).toBeCloseTo(0.875, 12)
    expect(edges(day - 1)).not.toContain('A->B')
  })

  it('trust rests: with nobody talking it stays where it began', () => {
    const trusts = Array.from({ length: 12 }, (_, number) => run({ ...given, days: 700 }, { run: number }))
      .map((one) => one.trust('A', 'B'))
      .map((trust) => trust[699])
    // less what fades in the first shelf life, when nothing has been kept yet
    expect(Math.abs(trusts.reduce((a, b) => a + b, 0) / 12 - 0.875)).toBeLessThan(0.01)
  })

  it('is signed once', () => {
    expect(run({ ...given, days: 400 }).signings.filter(({ signed }) => signed)).toHaveLength(1)
  })
})

describe('after a breach', () => {
  /** L talks about V. F has a prospect with L and one with G. */
  function affair(settings: Settings = {}): Scenario {
    const net = network(
      ['F', 'G', 'L', 'V'].map((id) => country(id, [collects(0.5)])),
      [agreement('g-l', ['G', 'L']), agreement('l-v', ['L', 'V'])],
      { prospects: [prospect('f-g', ['F', 'G'], 'narrow'), prospect('f-l', ['F', 'L'], 'narrow')] },
    )
    const parameters = { askRate: 0, breachWeight: 4, spillOver: 0.5, ...settings.parameters }
    const leak = breach('L', 'V', { day: 0, pressDay: 0, namedDay: 0 })
    return scenario(net, { days: 360, breaches: [leak], ...settings, parameters })
  }

  it('a stranger hears of it too, and thinks of the leaker as it would have, less what it heard', () => {
    const now = evening(affair({ days: 30 }), 0)
    const { state, history, world } = now
    const pair = history.pair('F', 'L')
    const learned = history.events.find(({ kind, who }) => kind === 'learned' && who === 'F')
    // narrow: strength 4, base .55; the floor of likeness .3: 4 · .8 · .5 · .3 by the press, half as much again by name
    const weight = 4 * 0.8 * 0.5 * 0.3
    expect(learned?.words).toEqual({ how: 'press', as: 'stranger' })
    expect(learned?.numbers).toEqual({
      weight: expect.closeTo(weight, 12) as number,
      before: expect.closeTo(0.775, 12) as number,
      after: expect.closeTo(6.2 / (8 + weight * 14), 12) as number,
    })
    expect(state.repute(pair)).toBeCloseTo(6.2 / (8 + weight * 1.5 * 14), 12)
    expect(state.met(pair)).toBe(false)
    expect(history.trust('F', 'L')[0]).toBeNaN()
    expect(world.pairFrom[pair]).toBe(NEVER_MET)
  })

  it('a stranger holds it as heavily whenever it hears: between strangers good conduct does not fade', () => {
    const weightAt = (day: number): number => {
      const leak = breach('L', 'V', { day, pressDay: day, namedDay: null })
      const { events } = run(affair({ days: day + 1, breaches: [leak], parameters: { prospectChance: 0 } }))
      return events.find(({ kind, who }) => kind === 'learned' && who === 'F')?.numbers['after'] ?? Number.NaN
    }
    expect(weightAt(300)).toBeCloseTo(weightAt(0), 12)
  })

  it('fewer sign with the leaker, no fewer with others, and whoever declines says by what it heard', () => {
    const [world, without] = [affair(), affair({ breaches: [] })].map(compile)
    const signed = { with: [0, 0], without: [0, 0] }
    const declined: History[] = []
    for (let number = 0; number < 60; number++) {
      const [one, other] = [run(world, { run: number }), run(without, { run: number })]
      for (const [history, counts] of [
        [one, signed.with],
        [other, signed.without],
      ] as const)
        for (const { agreement: e, signed: yes } of history.signings)
          if (yes) counts[history.world.agreementIds[e] === 'f-l' ? 1 : 0]++
      if (one.events.some(({ kind, breach: id }) => kind === 'not-signed' && id === 'leak'))
        declined.push(one)
    }
    expect(signed.with[1]).toBeLessThan(0.6 * signed.without[1])
    expect(Math.abs(signed.with[0] - signed.without[0])).toBeLessThan(4)
    expect(declined.length).toBeGreaterThan(5)
    for (const history of declined)
      for (const event of history.events.filter(
        ({ kind, breach: id }) => kind === 'not-signed' && id !== null,
      )) {
        expect(event).toMatchObject({ who: 'F', whom: 'L', agreement: 'f-l' })
        expect(history.because(event)[0].kind).toBe('breach')
      }
  })

  it('in time a stranger may sign after all: what it heard fades', () => {
    const late = Array.from({ length: 20 }, (_, number) =>
      run(affair({ days: 3000, parameters: { prospectChance: 1, breachWeight: 4 } }), { run: number }),
    ).map(
      ({ signings: all, world }) =>
        all.find(({ signed, agreement: e }) => signed && world.agreementIds[e] === 'f-l')?.day,
    )
    expect(late.every((day) => day !== undefined)).toBe(true)
    expect(Math.max(...late.map((day) => day ?? 0))).toBeGreaterThan(60)
  })

  it('a former partner that may deal with the leaker again listens as well', () => {
    const given = affair({ days: 60 })
    const { network: net } = given
    const once = agreement('once', ['F', 'L'], 'narrow', { until: 5 })
    const leak = breach('L', 'V', { day: 20, pressDay: 20, namedDay: null })
    const heard = (prospects: readonly Prospect[]): boolean =>
      run({
        ...given,
        breaches: [leak],
        network: {
          ...net,
          agreements: [...net.agreements, once].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
          prospects,
        },
        parameters: { ...given.parameters, prospectChance: 0 },
      }).events.some(({ kind, who }) => kind === 'learned' && who === 'F')
    expect([heard(net.prospects), heard([])]).toEqual([true, false])
  })
})

describe('what never comes to be changes nothing', () => {
  it('switched off, prospects are as if they were not there, to the last byte', () => {
    const given = town({ days: 120, parameters: onTheTable })
    const off = { ...given, mechanisms: { ...given.mechanisms, newPartners: false } }
    const none = { ...given, network: { ...given.network, prospects: [] } }
    expect(digest(run(off))).toBe(digest(run(none)))
    expect(digest(run(given))).not.toBe(digest(run(none)))
  })

  it('a prospect that is never on the table leaves everybody else’s run as it was', () => {
    const given = town({ days: 120, breaches: [breach('C', 'A')], parameters: { prospectChance: 0 } })
    const none = { ...given, network: { ...given.network, prospects: [] } }
    const flows = (history: History): unknown[] =>
      ['A', 'C', 'D'].flatMap((from) =>
        ['A', 'C', 'D'].flatMap((to) =>
          from === to || (from !== 'A' && to !== 'A')
            ? []
            : [history.flow(from, to), history.trust(from, to)],
        ),
      )
    expect(flows(run(given))).toEqual(flows(run(none)))
  })

  it('a branch carries what was signed, and may sign what was not', () => {
    const given = town({ days: 150, parameters: onTheTable })
    const simulation = new Simulation(compile(given))
    while (simulation.day < 60) simulation.step()
    expect(simulation.now.history.signings).toHaveLength(1)
    const branch = simulation.branch(given)
    while (!branch.done) branch.step()
    expect(digest(branch.now.history)).toBe(digest(run(given)))
    const idle = { ...given, parameters: { ...given.parameters, prospectChance: 0 } }
    const waiting = new Simulation(compile(idle))
    while (waiting.day < 60) waiting.step()
    const late = waiting.branch(given)
    while (!late.done) late.step()
    const days = late.now.history.signings.map(({ day }) => day)
    expect(days).toHaveLength(1)
    expect(days[0]).toBeGreaterThanOrEqual(60)
  })
})

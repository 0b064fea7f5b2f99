/** Mending: how much of what is held against a country each word and each new leader takes away, from whom, and what stays for good. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import type { History } from '../../src/history.js'
import { learning } from '../../src/mechanisms/discretion.js'
import type { Now } from '../../src/mechanisms/mechanism.js'
import { isCompetence, mends, repair, turnover } from '../../src/mechanisms/repair.js'
import { DEFAULTS, type Parameters } from '../../src/parameters.js'
import { run, Simulation } from '../../src/run.js'
import { BREACH_KINDS, type Breach, type Move, type Repair, type Scenario } from '../../src/scenario.js'
import { digest } from '../digest.js'
import {
  agreement,
  breach,
  collects,
  country,
  network,
  scenario,
  village,
  type Settings,
} from '../fixtures.js'

/** L and V are allies: strength 10, base .85. L disclosed a secret of V's; W deals with both, and has not heard. */
function pact(settings: Settings = {}, more: Partial<Breach> = {}): Scenario {
  const net = network(
    [country('L', [collects(0.6)]), country('V', [collects(0.6)]), country('W', [collects(0.6)])],
    [agreement('l-v', ['L', 'V']), agreement('l-w', ['L', 'W']), agreement('v-w', ['V', 'W'])],
  )
  const parameters = { detection: 36_500, confide: 0, ...settings.parameters }
  return scenario(net, { breaches: [breach('L', 'V', more)], ...settings, parameters })
}

const says = (kind: Repair['kind'], day: number, more: Partial<Repair> = {}): Repair => ({
  what: 'repair',
  id: `${kind}-${day}`,
  day,
  by: 'L',
  to: null,
  breach: 'leak',
  kind,
  ...more,
})

const newLeader = (day: number, accountable: boolean): Move => ({
  what: 'turnover',
  id: 'election',
  day,
  of: 'L',
  accountable,
})

const lived = (given: Scenario, day: number): Simulation => {
  const simulation = new Simulation(compile(given))
  while (simulation.day < day) simulation.step()
  return simulation
}

/** The morning of day 0, with V holding so much against L over the breach that it knows of. */
function grudge(moves: readonly Move[], broken = 14.4, parameters: Partial<Parameters> = {}): Now {
  const { now } = new Simulation(compile(pact({ moves, parameters })))
  const { state, history } = now
  state.open(0)
  const [standing] = state.breaches
  standing.event = history.tell(0, 'breach', { breach: 'leak' })
  standing.suspect[1] = 0
  state.beliefs.hold(history.pair('V', 'L'), 'broken', broken)
  return now
}

function mended(now: Now): number {
  for (const mechanism of [repair, turnover, learning]) mechanism.apply(now)
  return now.state.trust(now.history.pair('V', 'L'))
}

describe('how much is mended', () => {
  it('by kind, of a breach of integrity and of one of competence', () => {
    const table = (['apology', 'denial', 'assurance', 'proven'] as const).map((kind) => [
      mends(DEFAULTS, kind, 'disclosure'),
      mends(DEFAULTS, kind, 'penetration'),
    ])
    expect(table).toEqual([
      [0.1, 0.4],
      [0.3, 0],
      [0.3, 0.3],
      [-0.2, -0.2],
    ])
  })

  it('a mole and an insider are lapses of competence, the rest was meant', () => {
    expect(BREACH_KINDS.filter(isCompetence)).toEqual(['penetration', 'insider'])
  })

  it.each([
    // with kept 10, strength 10, base .85 and broken 14.4 trust is 18.5 / 34.4
    ['nothing', [], 18.5 / 34.4],
    ['an apology', [says('apology', 0)], 18.5 / 32.96],
    ['a denial', [says('denial', 0)], 18.5 / 30.08],
    ['an assurance', [says('assurance', 0)], 18.5 / 30.08],
    ['an apology and an assurance', [says('apology', 0), says('assurance', 0)], 18.5 / (20 + 14.4 * 0.63)],
    // what the denial took comes back, and a fifth more: 17.28, of which .4 for good
    ['a denial proven false', [says('denial', 0), says('proven', 0)], 18.5 / 37.28],
    ['an accountable successor', [newLeader(0, true)], 18.5 / 27.2],
    ['another successor', [newLeader(0, false)], 18.5 / 32.96],
  ] as const)('by hand: %s', (_, moves, trust) => {
    expect(mended(grudge(moves))).toBeCloseTo(trust, 12)
  })

  it('by hand: the scar is .4 of what stands after the proof, and does not age', () => {
    const now = grudge([says('denial', 0), says('proven', 0)])
    mended(now)
    const pair = now.history.pair('V', 'L')
    expect(now.state.beliefs.held(pair, 'scar')).toBeCloseTo(6.912, 12)
    expect(now.state.beliefs.held(pair, 'broken')).toBeCloseTo(10.368, 12)
    now.state.open(36_500)
    // all other evidence is 2^−100 of what it was
    expect(now.state.trust(pair)).toBeCloseTo(8.5 / 16.912, 12)
  })

  it('a scar is cut from what is held on its day: proof that adds nothing moves no trust that evening, and all trust later', () => {
    const mole = { kind: 'penetration' } as const
    const parameters = { denialProven: 0, halfLife: 60 }
    const given = pact({ days: 200, parameters, moves: [says('denial', 80), says('proven', 100)] }, mole)
    const [proven, silent] = [given, { ...given, moves: [] }].map((one) => run(one).trust('V', 'L'))
    expect(proven[100]).toBeCloseTo(silent[100], 12)
    expect(silent[199] - proven[199]).toBeGreaterThan(0.01)
  })

  it('a denial that is found out leaves a country worse off than one that kept silent, whatever it does between', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, share, fc.double({ min: 0.1, max: 50, noNaN: true }), (d, a, p, broken) => {
        const parameters = { denialIntegrity: d, apologyIntegrity: a, denialProven: p, permanentShare: 0 }
        const between = [says('denial', 0), says('apology', 0), says('proven', 0)]
        const silent = mended(grudge([], broken * (1 - a) * (1 + p)))
        expect(mended(grudge(between, broken, parameters))).toBeCloseTo(silent, 9)
      }),
      { numRuns: 60 },
    )
  })

  it('the more is taken away the higher the trust, and never above what it was before the breach', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, (one, other) => {
        const trust = (apologyIntegrity: number): number =>
          mended(grudge([says('apology', 0)], 14.4, { apologyIntegrity }))
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map(trust)
        expect(less).toBeLessThanOrEqual(more)
        expect(more).toBeLessThanOrEqual(0.925)
      }),
      { numRuns: 40 },
    )
  })
})

describe('who is reached', () => {
  /** Days on which somebody's trust was mended, and whose. */
  const menders = (history: History): unknown[] =>
    history.events.flatMap(({ day, kind, who }) => (kind === 'mended' ? [[day, who]] : []))

  it('everybody that holds the breach against the country by then', () => {
    const history = run(pact({ moves: [says('assurance', 20)] }))
    expect(menders(history)).toEqual([
      [20, 'V'],
      [20, 'W'],
    ])
  })

  it('those named, where some are named', () => {
    expect(menders(run(pact({ moves: [says('assurance', 20, { to: ['W'] })] })))).toEqual([[20, 'W']])
  })

  it('nobody who has not heard: not on the day of the breach, nor on the morning of the news', () => {
    for (const day of [10, 12]) expect(menders(run(pact({ moves: [says('assurance', day)] })))).toEqual([])
  })

  it('whoever blames the wrong one is mended by the one it blames, and not by the guilty', () => {
    const untraced = { traced: false, to: 'press', namedDay: null } as const
    const given = (by: string): Scenario =>
      pact({ days: 60, moves: [says('assurance', 40, { by })] }, untraced)
    const wrong = Array.from({ length: 40 }, (_, k) => k).findIndex((k) =>
      run(given('W'), { run: k }).blames.some(({ blamed }) => blamed === 'W'),
    )
    expect(wrong).toBeGreaterThanOrEqual(0)
    expect(menders(run(given('W'), { run: wrong }))).toEqual([[40, 'V']])
    expect(menders(run(given('L'), { run: wrong }))).toEqual([])
  })

  it('of a new leader everybody that deals with the country, whatever it holds against it', () => {
    const history = run(pact({ moves: [newLeader(20, true)] }))
    expect(menders(history)).toEqual([
      [20, 'V'],
      [20, 'W'],
    ])
  })

  it('nobody where the breach never happened', () => {
    for (const given of [
      pact({ moves: [says('apology', 20)], breaches: [] }),
      pact({ moves: [newLeader(20, true)], breaches: [] }),
    ])
      expect(menders(run(given))).toEqual([])
  })
})

describe('deeds reopen the question', () => {
  /** V is shaken so hard that it steps down at once, and L gives assurances on day 20: V is all forgiveness. */
  const shaken = (moves: readonly Move[], parameters: Partial<Parameters> = {}): Scenario =>
    pact({
      days: 100,
      moves,
      parameters: {
        breachWeight: 3,
        inertiaTear: 0,
        formalPrecision: 200,
        reviewLag: 0.1,
        assurance: 1,
        denialIntegrity: 1,
        ...parameters,
      },
    })
  const steps = (given: Scenario): [number, string, string | null][] =>
    run(given)
      .events.filter(({ kind, who }) => who === 'V' && (kind === 'step-down' || kind === 'step-up'))
      .map(({ day, kind, agreement }) => [day, kind, agreement])

  it('so a party comes back days after assurances, though a step holds 90 days', () => {
    expect(steps(shaken([says('assurance', 20)]))).toEqual([
      [13, 'step-down', 'l-v'],
      [21, 'step-up', 'l-v'],
    ])
  })

  it('and the step back up goes back to the deed', () => {
    const history = run(shaken([says('assurance', 20)]))
    const up = history.events.find(({ kind }) => kind === 'step-up')
    expect(history.because(up).map(({ kind }) => kind)).toEqual(['breach', 'repair', 'step-up'])
  })

  it('a deed may bring a party back, and never drives one further away', () => {
    const parameters = {
      breachWeight: 2,
      formalPrecision: 1,
      stepHold: 0,
      assurance: 0.01,
      turnoverAccountable: 0.01,
    }
    const moves = [20, 24, 28, 32].flatMap((day) => [
      says('assurance', day),
      { ...newLeader(day + 2, true), id: `l${day}` },
    ])
    const asked = { 'step-up': 0, 'step-down': 0, ended: 0 }
    for (let number = 0; number < 60; number++) {
      const { events } = run(pact({ days: 60, moves, parameters }), { run: number })
      for (const { kind, cause } of events)
        if ((kind === 'step-up' || kind === 'step-down' || kind === 'ended') && cause !== null)
          if (events[cause].kind === 'repair' || events[cause].kind === 'leader-change') asked[kind]++
    }
    expect(asked['step-up']).toBeGreaterThan(0)
    expect(asked).toMatchObject({ 'step-down': 0, ended: 0 })
  })

  it('a new leader does the same', () => {
    expect(steps(shaken([newLeader(20, true)], { turnoverAccountable: 1 }))[1]).toEqual([
      21,
      'step-up',
      'l-v',
    ])
  })

  it('but not a denial, however well it is believed, nor anything where nothing is held against anybody', () => {
    expect(steps(shaken([says('denial', 20)])).filter(([day]) => day < 13 + 90)).toHaveLength(1)
    const early = lived(shaken([newLeader(5, true)]), 6).now.state
    expect([...early.newsReviews.values()].flat()).toEqual([])
  })
})

describe('in a run', () => {
  it('every mending goes back to what was said, and that to the breach', () => {
    const history = run(pact({ moves: [says('apology', 20), newLeader(30, true)] }))
    const chains = history.events
      .filter(({ kind, who }) => kind === 'mended' && who === 'V')
      .map((event) => history.because(event).map(({ kind }) => kind))
    expect(chains).toEqual([
      ['breach', 'repair', 'mended'],
      ['leader-change', 'mended'],
    ])
  })

  it('an apology lifts trust that day by the share it mends, and changes nothing before', () => {
    const given = pact({ days: 60, parameters: { halfLife: 36_500, shelfLife: 60 } })
    const [silent, sorry] = [given, { ...given, moves: [says('assurance', 30)] }].map((one) =>
      run(one).trust('V', 'L'),
    )
    expect(sorry.subarray(0, 30)).toEqual(silent.subarray(0, 30))
    // kept 10 and strength 10 as on day 0, but for two per mille of ageing: 18.5 / trust − 20 is what is broken
    const broken = (trust: number): number => 18.5 / trust - 20
    expect(broken(sorry[30]) / broken(silent[30])).toBeCloseTo(0.7, 2)
  })

  it('switched off it changes no byte', () => {
    const moves = [says('denial', 20), says('proven', 30), newLeader(40, true)]
    const off = ['repair', 'turnover'] as const
    const given = village({ days: 90 })
    const quiet = { ...given, mechanisms: { ...given.mechanisms, repair: false, turnover: false } }
    expect(off.every((name) => !quiet.mechanisms[name])).toBe(true)
    expect(digest(run({ ...quiet, moves }))).toBe(digest(run(quiet)))
    expect(digest(run({ ...given, moves }))).not.toBe(digest(run(given)))
  })
})

describe('what if they had …', () => {
  const given = village({ days: 120 })
  const promise: readonly (readonly [string, Partial<Scenario>])[] = [
    ['apologised on day 30', { moves: [says('apology', 30)] }],
    ['denied it, and been found out', { moves: [says('denial', 35), says('proven', 50)] }],
    ['had an election', { moves: [newLeader(31, true)] }],
    [
      'paid for sharing, and then ordered a stop',
      {
        moves: [
          { what: 'inducement', id: 'aid', day: 32, by: 'L', to: 'V', agreement: null, price: 1, until: 70 },
          {
            what: 'policy',
            id: 'stop',
            day: 60,
            agreement: 'l-v',
            caveat: 'parties',
            rung: { V: 'suspended' },
            stake: { L: 2 },
            price: {},
            until: 90,
          },
        ],
      },
    ],
  ]

  it.each(promise)('%s: a branch from day 30 is the run that was so from the start', (_, change) => {
    const branch = lived(given, 30).branch({ ...given, ...change })
    while (!branch.done) branch.step()
    const whole = run({ ...given, ...change })
    expect(digest(branch.now.history)).toBe(digest(whole))
    expect(digest(whole)).not.toBe(digest(run(given)))
  })

  it('a branch takes over what has been denied and decreed, to be proven and to lapse there', () => {
    const restless = {
      reviewEvery: 1,
      formalPrecision: 0.2,
      stepHold: 0,
      inertiaTear: 0.2,
      permanentShare: 1,
    }
    const order = { agreement: 'l-v', caveat: null, rung: { V: 'suspended' }, stake: {}, price: {} } as const
    const busy = {
      ...village({ days: 120, parameters: restless }),
      moves: [
        says('denial', 35),
        { what: 'policy', id: 'stop', day: 36, ...order, until: 90 } as const,
        says('proven', 60),
      ],
    }
    const branch = lived(busy, 45).branch(busy)
    while (!branch.done) branch.step()
    const whole = run(busy)
    expect(digest(branch.now.history)).toBe(digest(whole))
    expect(
      whole
        .rung('V', 'l-v')
        .subarray(36, 90)
        .every((rung) => rung === 2),
    ).toBe(true)
  })

  it('an apology on day 30 is heard in a branch: trust is higher from that evening on', () => {
    const branch = lived(given, 30).branch({ ...given, moves: [says('assurance', 30)] })
    while (!branch.done) branch.step()
    const [sorry, silent] = [branch.now.history, run(given)].map((history) => history.trust('V', 'L'))
    expect(sorry[29]).toBe(silent[29])
    expect(sorry[30] - silent[30]).toBeGreaterThan(0.02)
  })

  it('a branch can end sooner what holds, and must keep what has been done', () => {
    const aid: Move = {
      what: 'inducement',
      id: 'aid',
      day: 20,
      by: 'L',
      to: 'V',
      agreement: 'l-v',
      price: 1,
      until: 80,
    }
    const paid = { ...given, moves: [aid] }
    const simulation = lived(paid, 30)
    const sooner = { ...given, moves: [{ ...aid, until: 50 }] }
    const branch = simulation.branch(sooner)
    while (!branch.done) branch.step()
    expect(digest(branch.now.history)).toBe(digest(run(sooner)))
    for (const moves of [[], [{ ...aid, price: 2 }], [{ ...aid, until: 25 }], [aid, says('apology', 20)]])
      expect(() => simulation.branch({ ...given, moves })).toThrow(/must keep "(aid|apology-20)"/)
    const later = paid.network.agreements.map((one) => (one.id === 'l-v' ? { ...one, from: 20 } : one))
    const network = { ...paid.network, agreements: later }
    expect(() => simulation.branch({ ...paid, network })).toThrow(/must keep the dates of "l-v"/)
  })

  it('a branch may change what stakes rest on: terms nobody has touched are those of the new scenario', () => {
    const simulation = lived(given, 30)
    const generous = { ...given, parameters: { ...given.parameters, dependenceGain: 4 } }
    const { state, world } = simulation.branch(generous).now
    const worth = [...state.rung.keys()].map((m) => state.worth(m))
    expect(worth).toEqual([...world.balance.stake])
    expect(worth).not.toEqual([...simulation.now.world.balance.stake])
  })
})

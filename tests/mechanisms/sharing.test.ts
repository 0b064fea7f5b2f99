/** The day's items: who is offered what, through which agreement, at which grade. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, FULL, TEAR_LINE, terms, WITHHELD } from '../../src/choice.js'
import { compile } from '../../src/compile.js'
import type { Now } from '../../src/mechanisms/mechanism.js'
import { sharing } from '../../src/mechanisms/sharing.js'
import { Simulation } from '../../src/run.js'
import type { Scenario } from '../../src/scenario.js'
import { agreement, collects, country, network, scenario, seat, village } from '../fixtures.js'

interface Offer {
  readonly item: number
  readonly pair: number
  readonly grade: number
  readonly member: number
}

/** The offers of day 0, shared by the state as `prepare` leaves it. */
function dayZero(
  given: Scenario,
  prepare: (now: Now) => void = () => {},
  run = 0,
): { now: Now; offers: Offer[] } {
  const { now } = new Simulation(compile(given), { run })
  now.state.open(0)
  prepare(now)
  const { offers } = now.history
  const first = offers.count
  sharing.apply(now)
  const made = Array.from({ length: offers.count - first }, (_, k) => ({
    item: offers.item[first + k],
    pair: offers.pair[first + k],
    grade: offers.grade[first + k],
    member: offers.member[first + k],
  }))
  return { now, offers: made }
}

/** A collects fifty items a day and shares an agreement with B, and a club with B and C. */
function busy(): Scenario {
  const net = network(
    [country('A', [collects(50)]), country('B'), country('C')],
    [agreement('bilateral', ['A', 'B'], 'close'), agreement('club', ['A', 'B', 'C'], 'partner')],
  )
  return scenario(net, { days: 5 })
}

describe('an item', () => {
  it('is offered once to everybody whom some agreement that covers it reaches', () => {
    const { now, offers } = dayZero(busy())
    const items = now.tape.dayStart[now.tape.lead + 1] - now.tape.dayStart[now.tape.lead]
    expect(items).toBeGreaterThan(30)
    expect(offers).toHaveLength(2 * items)
    expect(new Set(offers.map(({ item, pair }) => `${item} ${pair}`)).size).toBe(2 * items)
  })

  it('reaches B at the better of the two grades, through the agreement that first gave it', () => {
    const { now, offers } = dayZero(busy())
    const { state, tape, world } = now
    const t = terms(world.parameters)
    const [bilateral, club] = ['bilateral', 'club'].map((e) => seat(world, 'A', e))
    const graded = (m: number, item: number, luck: number): number =>
      decide(
        t,
        tape.luck[tape.luckStart[item] + luck],
        state.stake(m),
        state.risk(m) * tape.sensitivity[item],
        true,
      )
    let differ = 0
    for (const { item, pair, grade, member } of offers) {
      const apart = graded(bilateral, item, 0)
      const together = graded(club, item, 1)
      if (apart !== together) differ++
      const toB = [Math.max(apart, together), seat(world, 'B', together > apart ? 'club' : 'bilateral')]
      const toC = [together, seat(world, 'C', 'club')]
      expect([grade, member]).toEqual(world.ids[world.to[pair]] === 'B' ? toB : toC)
    }
    expect(differ).toBeGreaterThan(3)
  })

  it('outside the scope of every agreement is offered to nobody', () => {
    const given = busy()
    const agreements = given.network.agreements.map((one) => ({ ...one, disciplines: ['SIGINT'] }))
    expect(dayZero({ ...given, network: { ...given.network, agreements } }).offers).toEqual([])
  })
})

describe('a rung', () => {
  /** Grades of A's offers through the club at a rung. */
  function grades(rung: number, broken = 0): number[] {
    const { offers } = dayZero(busy(), ({ world, state, history }) => {
      state.rung[seat(world, 'A', 'bilateral')] = 3
      state.rung[seat(world, 'A', 'club')] = rung
      state.beliefs.hold(history.pair('A', 'C'), 'broken', broken)
    })
    return offers.map(({ grade }) => grade)
  }

  it('of tear-lines only takes the full item away and nothing else', () => {
    const [open, tearLines] = [grades(0), grades(1)]
    expect(open).toContain(FULL)
    expect(tearLines).not.toContain(FULL)
    expect(tearLines).toContain(TEAR_LINE)
    expect(tearLines).toHaveLength(open.length)
  })

  it('of suspension withholds everything, and every item is still counted as offered', () => {
    expect(new Set(grades(2))).toEqual(new Set([WITHHELD]))
    expect(grades(2)).toHaveLength(grades(0).length)
  })

  it('that has ended offers nothing; nor is anything offered to whoever has ended', () => {
    expect(grades(3)).toEqual([])
    const { now, offers } = dayZero(busy(), ({ world, state }) => (state.rung[seat(world, 'C', 'club')] = 3))
    expect(offers.length).toBeGreaterThan(30)
    expect(offers.every(({ pair }) => now.world.ids[now.world.to[pair]] === 'B')).toBe(true)
  })
})

describe('shared clubs', () => {
  /** How many of A's items C has in full, when A has lost its trust in B and C is told only in the club. */
  function toldToC(off: Scenario['mechanisms'] | undefined): number {
    const given = busy()
    const prepared = off === undefined ? given : { ...given, mechanisms: off }
    const { now, offers } = dayZero(prepared, ({ state, history }) => {
      state.beliefs.hold(history.pair('A', 'B'), 'broken', 100)
    })
    return offers.filter(({ pair, grade }) => now.world.ids[now.world.to[pair]] === 'C' && grade === FULL)
      .length
  }

  it('make C pay for the distrust of B; told one by one it does not', () => {
    const apart = toldToC({ ...busy().mechanisms, sharedClubs: false })
    expect(toldToC(undefined)).toBe(0)
    expect(apart).toBeGreaterThan(20)
  })

  it('told one by one are decided with the risk of each alone, under the same draw', () => {
    const given = { ...busy(), mechanisms: { ...busy().mechanisms, sharedClubs: false } }
    const { now, offers } = dayZero(given)
    const { state, tape, world } = now
    const stake = state.stake(seat(world, 'A', 'club'))
    for (const { item, pair, grade } of offers) {
      if (world.ids[world.to[pair]] !== 'C') continue
      const exposure = (1 - state.trust(pair)) * tape.sensitivity[item]
      expect(grade).toBe(
        decide(terms(world.parameters), tape.luck[tape.luckStart[item] + 1], stake, exposure, true),
      )
    }
  })

  it('or not, make no difference where every agreement has two parties', () => {
    const given = village()
    const agreements = given.network.agreements.filter(({ parties }) => parties.length === 2)
    const bilateral = { ...given, network: { ...given.network, agreements } }
    const apart = { ...bilateral, mechanisms: { ...bilateral.mechanisms, sharedClubs: false } }
    expect(dayZero(apart).offers).toEqual(dayZero(bilateral).offers)
  })
})

describe('V24: with the same draws', () => {
  /** Whether the first list of grades is nowhere more open than the second. */
  const atMost = (less: readonly number[], more: readonly number[]): boolean =>
    less.length === more.length && less.every((grade, k) => grade <= more[k])
  const anyRun = fc.integer({ min: 0, max: 999 })

  it('no item is shared more openly for less trust', () => {
    const evidence = fc.double({ min: 0, max: 60, noNaN: true })
    fc.assert(
      fc.property(evidence, evidence, anyRun, (some, more, run) => {
        const grades = (broken: number): number[] =>
          dayZero(
            busy(),
            ({ state, history }) => state.beliefs.hold(history.pair('A', 'B'), 'broken', broken),
            run,
          ).offers.map(({ grade }) => grade)
        expect(atMost(grades(some + more), grades(some))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('no item is shared less openly for a higher stake', () => {
    const price = fc.double({ min: 0, max: 3, noNaN: true })
    fc.assert(
      fc.property(price, price, anyRun, (some, more, run) => {
        const grades = (paid: number): number[] => {
          const given = busy()
          const agreements = given.network.agreements.map((one) => ({
            ...one,
            stake: { A: 0.3 },
            price: { A: paid },
          }))
          const offers = dayZero(
            { ...given, network: { ...given.network, agreements } },
            () => {},
            run,
          ).offers
          return offers.map(({ grade }) => grade)
        }
        expect(atMost(grades(some), grades(some + more))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

it('a damaged source loses its share of items, and the decisions about them are the same', () => {
  const given = { ...busy(), days: 1 }
  let items = 0
  let lost = 0
  for (let run = 0; run < 60; run++) {
    const sound = dayZero(given, () => {}, run)
    const damaged = dayZero(given, ({ state }) => (state.damage[0] = 0.7), run)
    expect(damaged.offers).toEqual(sound.offers)
    expect([...sound.now.history.lost]).not.toContain(1)
    const { tape, history } = damaged.now
    for (let item = tape.dayStart[tape.lead]; item < tape.dayStart[tape.lead + 1]; item++, items++)
      lost += history.lost[item]
  }
  expect(Math.abs(lost / items - 0.7)).toBeLessThan(4 * Math.sqrt(0.21 / items))
})

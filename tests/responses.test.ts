/** Each rule of the mapping from runs to responses, on histories written by hand, and on runs that are played. */
import { describe, expect, it } from 'vitest'
import { FULL, TEAR_LINE, WITHHELD, type Grade } from '../src/choice.js'
import { compile } from '../src/compile.js'
import { History } from '../src/history.js'
import { layoutOf } from '../src/metrics.js'
import type { Rung } from '../src/network.js'
import { Pair } from '../src/pair.js'
import { Draws } from '../src/random.js'
import { measureResponses, RESPONSE_DAYS, responsesOf, responsesWidth, SHOWN } from '../src/responses.js'
import { Tape } from '../src/tape.js'
import { offered, village } from './fixtures.js'

const DAYS = 250
const FROM = 20
const world = compile(village({ days: DAYS }))
const layout = layoutOf(world, ['leak'])
const [leaker] = layout.leakers
const [F, V] = [
  leaker.partners.indexOf(world.ids.indexOf('F')),
  leaker.partners.indexOf(world.ids.indexOf('V')),
]
const tape = new Tape(world).fill(new Draws('by hand', 0))
tape.value.fill(1)

interface Step {
  readonly day: number
  readonly to: Rung
  readonly who?: string
  readonly agreement?: string
}

/** A history of nothing but steps, and of one item a day from V to L at the grade given. */
function history(
  steps: readonly Step[],
  grade: (day: number) => Grade = () => FULL,
  spoilt = false,
): History {
  const made = new History(world, 'by hand', 0, tape)
  for (const { day, to, who = 'V', agreement = 'l-v' } of steps)
    made.tell(day, 'step-down', { who, agreement, words: { from: 'full', to } })
  made.days = DAYS
  const pair = leaker.pairs[V]
  for (let day = -tape.lead; day < DAYS; day++) {
    made.offerStart[day + tape.lead] = made.offers.count
    offered(made.offers, Math.max(0, day), pair, grade(day), 0)
    made.offerStart[day + tape.lead + 1] = made.offers.count
  }
  if (spoilt) made.lost.fill(1, FROM + 5, FROM + 150)
  return made
}

const calm = history([])
const toV = (one: History, other = calm): number => responsesOf(leaker, [one, other], FROM)[V]
/** So much of what is told with the breach comes as tear-lines, which are worth 0.6 of it. */
const silent = (share: number) => (day: number) => (day % 100 < 100 * share ? WITHHELD : TEAR_LINE)

describe('a response', () => {
  it('is none where nobody steps down, however little is told', () => {
    expect(toV(calm)).toBe(SHOWN.none)
    expect(toV(history([], () => WITHHELD))).toBe(SHOWN.none)
  })

  it('is tightened on tear-lines only', () => {
    expect(toV(history([{ day: 30, to: 'tear-line only' }], () => TEAR_LINE))).toBe(SHOWN.tightened)
  })

  it('is curtailed on tear-lines only for 90 days with the flow down by half', () => {
    const step: Step = { day: 30, to: 'tear-line only' }
    // 0.6 of the value of 17 items in 20 is 0.51 of the flow, of 16 in 20 it is 0.48
    const kept = (of: number) => (day: number) => (day % 20 < of ? TEAR_LINE : WITHHELD)
    expect(toV(history([step], kept(17)))).toBe(SHOWN.tightened)
    expect(toV(history([step], kept(16)))).toBe(SHOWN.curtailed)
    const back = (day: number): Step => ({ day, to: 'full' })
    // days 30 to 118 are 89, days 30 to 119 are 90
    expect(toV(history([step, back(119)], kept(10)))).toBe(SHOWN.tightened)
    expect(toV(history([step, back(120)], kept(10)))).toBe(SHOWN.curtailed)
    // the 90 days must lie in the window, which ends before day 200
    expect(toV(history([{ day: 111, to: 'tear-line only' }], kept(10)))).toBe(SHOWN.tightened)
    expect(toV(history([{ day: 110, to: 'tear-line only' }], kept(10)))).toBe(SHOWN.curtailed)
  })

  it('finds the 90 days also later in a longer time below full', () => {
    const late = (day: number): Grade => (day < 80 ? FULL : WITHHELD)
    const step: Step = { day: 30, to: 'tear-line only' }
    expect(toV(history([step], late))).toBe(SHOWN.curtailed)
    expect(toV(history([step, { day: 110, to: 'full' }], late))).toBe(SHOWN.tightened)
  })

  it('weighs the flow of just those 90 days, whichever they are', () => {
    // all is told to day 79 and nothing after: of the 90 days that end on day 124 just 45 are full
    const cut = (day: number): Grade => (day < 80 ? FULL : WITHHELD)
    const step: Step = { day: 30, to: 'tear-line only' }
    expect(toV(history([step, { day: 124, to: 'full' }], cut))).toBe(SHOWN.tightened)
    expect(toV(history([step, { day: 125, to: 'full' }], cut))).toBe(SHOWN.curtailed)
  })

  it('counts the flow of items collected in both worlds only', () => {
    const step: Step = { day: 30, to: 'tear-line only' }
    const mute = (day: number): Grade => (day >= FROM + 5 && day < FROM + 150 ? WITHHELD : TEAR_LINE)
    expect(toV(history([step], mute))).toBe(SHOWN.curtailed)
    // what is not told was never collected: the source was lost
    expect(toV(history([step], mute, true))).toBe(SHOWN.tightened)
  })

  it('is suspended or terminated on those rungs, and the worst of all agreements and days counts', () => {
    const tear: Step = { day: 30, to: 'tear-line only' }
    expect(toV(history([tear, { day: 120, to: 'suspended' }]))).toBe(SHOWN.suspended)
    expect(toV(history([tear, { day: 120, to: 'ended' }]))).toBe(SHOWN.terminated)
    const brief: Step[] = [
      { day: 40, to: 'suspended', agreement: 'club' },
      { day: 41, to: 'full', agreement: 'club' },
    ]
    expect(toV(history([tear, ...brief]))).toBe(SHOWN.suspended)
  })

  it('is read in the window only, from its first day to the 180th', () => {
    const last = FROM + RESPONSE_DAYS - 1
    expect(toV(history([{ day: last, to: 'suspended' }]))).toBe(SHOWN.suspended)
    expect(toV(history([{ day: last + 1, to: 'suspended' }]))).toBe(SHOWN.none)
    expect(
      toV(
        history([
          { day: 3, to: 'suspended' },
          { day: FROM, to: 'full' },
        ]),
      ),
    ).toBe(SHOWN.none)
    // what still stands when the window opens counts
    expect(toV(history([{ day: 3, to: 'suspended' }]))).toBe(SHOWN.suspended)
  })

  it('is the work of the breach only: what the world without comes to as well is none', () => {
    const tear = history([{ day: 30, to: 'tear-line only' }])
    const later = history([{ day: 150, to: 'tear-line only' }])
    expect(toV(tear, later)).toBe(SHOWN.none)
    expect(toV(history([{ day: 30, to: 'suspended' }]), later)).toBe(SHOWN.suspended)
    expect(toV(calm, tear)).toBe(SHOWN.none)
    // curtailed is more than tightened
    const mute = history([{ day: 30, to: 'tear-line only' }], silent(0.5))
    expect(toV(mute, history([{ day: 30, to: 'tear-line only' }]))).toBe(SHOWN.curtailed)
  })

  it('is toward the leaker: not of the leaker, nor in an agreement it is no party to', () => {
    expect(toV(history([{ day: 30, to: 'suspended', who: 'L' }]))).toBe(SHOWN.none)
    const elsewhere = history([{ day: 30, to: 'suspended', who: 'F', agreement: 'f-s' }])
    expect(responsesOf(leaker, [elsewhere, calm], FROM)[F]).toBe(SHOWN.none)
    const club = history([{ day: 30, to: 'suspended', who: 'F', agreement: 'club' }])
    expect([...responsesOf(leaker, [club, calm], FROM)]).toEqual([SHOWN.suspended, SHOWN.none])
  })
})

describe('a task that asks for responses', () => {
  const given = village({
    days: DAYS,
    parameters: { breachWeight: 20, formalPrecision: 200, reviewEvery: 7 },
  })
  const task = { scenario: given, without: ['leak'], seed: 'played', responsesFrom: 12 }

  it('gives rows of a number a partner, and those of its histories', () => {
    const pair = new Pair(task)
    expect(pair.layout.width).toBe(2)
    expect(responsesWidth(pair.layout)).toBe(2)
    const other = new Pair({ scenario: given, without: ['leak'], seed: 'played' })
    const seen = new Set<number>()
    for (let run = 0; run < 6; run++) {
      const row = new Float64Array(2)
      measureResponses(other.layout, other.histories(run), 12, row)
      expect(pair.play(run)).toEqual(row)
      for (const value of row) seen.add(value)
    }
    expect(seen.has(SHOWN.suspended)).toBe(true)
  })

  it('needs no day beyond the window', () => {
    const shorter = new Pair({ ...task, scenario: { ...given, days: 12 + RESPONSE_DAYS } })
    const longer = new Pair(task)
    for (let run = 0; run < 6; run++) expect(shorter.play(run)).toEqual(longer.play(run))
  })

  it('shows nothing of a breach of no severity', () => {
    const [leak] = given.breaches
    const harmless = new Pair({ ...task, scenario: { ...given, breaches: [{ ...leak, severity: 0 }] } })
    for (let run = 0; run < 4; run++) expect([...harmless.play(run)]).toEqual([0, 0])
  })
})

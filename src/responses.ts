/**
 * What the partners of a leaker do because of a breach, on the scale of the documented cases: read off a pair of histories, day by
 * day over a window that is the same in both worlds. The mapping is written down in docs/backtest.md.
 */
import { WITHHELD } from './choice.js'
import type { History } from './history.js'
import type { Layout, LeakerLayout } from './metrics.js'
import { ENDED, OPEN, RUNGS, SUSPENDED, type Rung } from './network.js'
import { hasParty } from './world.js'

/** Days, from the day on which the originators learn of the breach, over which responses are read. */
export const RESPONSE_DAYS = 180

/** What a run can show, from nothing to the end of sharing; a protest leaves no trace in it. */
export const SHOWN = { none: 0, tightened: 1, curtailed: 2, suspended: 3, terminated: 4 } as const

/** Curtailed: so many days on end not in full … */
const CURTAILED_DAYS = 90
/** … and over them at most this share of what is told in the world without the breach. */
const CURTAILED_FLOW = 0.5

/** Numbers in a row of responses: one for every partner of every leaker. */
export function responsesWidth({ leakers }: Layout): number {
  return leakers.reduce((sum, { partners }) => sum + partners.length, 0)
}

/** Measures the responses of one pair into `row`: for every leaker, in the order of its partners, a number of SHOWN. */
export function measureResponses(
  { leakers }: Layout,
  pair: readonly [History, History],
  from: number,
  row: Float64Array,
): void {
  let start = 0
  for (const leaker of leakers) {
    row.set(responsesOf(leaker, pair, from), start)
    start += leaker.partners.length
  }
}

/**
 * The response of each partner: the worst it comes to in RESPONSE_DAYS from day `from` with the breach, where the world without the
 * breach does not come to as much in the same days; else none.
 * @returns by partner, numbers of SHOWN
 */
export function responsesOf(
  leaker: LeakerLayout,
  [one, other]: readonly [History, History],
  from: number,
): Uint8Array {
  const until = Math.min(from + RESPONSE_DAYS, one.days)
  const [rungs, rungsWithout] = [one, other].map((history) => lowestRungs(history, leaker, from, until))
  let flows: readonly [Float64Array, Float64Array] | undefined
  return Uint8Array.from(leaker.partners, (_, seat) => {
    const below = rungs[seat]
    if (below === undefined) return SHOWN.none
    const without = rungsWithout[seat]
    // read only once somebody steps down: most runs show nothing
    flows ??= [toldOf(one, other, leaker, from, until), toldOf(other, one, leaker, from, until)]
    const days = until - from
    const told = flows.map((flow) => flow.subarray(seat * days, (seat + 1) * days))
    const response = responseOf(below, told[0], told[1])
    // without the breach there is nothing that the flow could be down from
    return response > (without === undefined ? SHOWN.none : responseOf(without, told[1], told[1]))
      ? response
      : SHOWN.none
  })
}

/** A response from a partner's lowest rung by day, and from what it tells with the breach and without. */
function responseOf(rungs: Uint8Array, told: Float64Array, toldWithout: Float64Array): number {
  const worst = rungs.reduce((most, rung) => Math.max(most, rung), OPEN)
  if (worst === ENDED) return SHOWN.terminated
  if (worst === SUSPENDED) return SHOWN.suspended
  if (worst === OPEN) return SHOWN.none
  return isCurtailed(rungs, told, toldWithout) ? SHOWN.curtailed : SHOWN.tightened
}

/** Whether in some CURTAILED_DAYS on end no day is in full, and over them the flow is down by half or more. */
function isCurtailed(rungs: Uint8Array, told: Float64Array, toldWithout: Float64Array): boolean {
  let days = 0
  let [sum, sumWithout] = [0, 0]
  for (let day = 0; day < rungs.length; day++) {
    if (rungs[day] === OPEN) {
      days = sum = sumWithout = 0
      continue
    }
    days++
    sum += told[day]
    sumWithout += toldWithout[day]
    if (days > CURTAILED_DAYS) {
      sum -= told[day - CURTAILED_DAYS]
      sumWithout -= toldWithout[day - CURTAILED_DAYS]
    }
    if (days >= CURTAILED_DAYS && sumWithout > 0 && sum <= CURTAILED_FLOW * sumWithout) return true
  }
  return false
}

/** By partner and day: its lowest rung in any agreement with the leaker; undefined where it stays in full throughout. */
function lowestRungs(
  history: History,
  { leaker, partners }: LeakerLayout,
  from: number,
  until: number,
): (Uint8Array | undefined)[] {
  const { world } = history
  const seats = new Map(partners.map((country, seat) => [world.ids[country], seat]))
  const shared = new Set(world.agreementIds.filter((_, e) => hasParty(world, e, leaker)))
  const byMember = new Map<string, { readonly seat: number; readonly rungs: Uint8Array }>()
  for (const { day, who, agreement, words } of history.events) {
    const seat = seats.get(who ?? '')
    const rung = RUNGS.indexOf(words['to'] as Rung)
    if (seat === undefined || rung < 0 || agreement === null || !shared.has(agreement) || day >= until)
      continue
    const key = `${seat} ${agreement}`
    const member = byMember.get(key) ?? { seat, rungs: new Uint8Array(until - from) }
    byMember.set(key, member)
    member.rungs.fill(rung, Math.max(0, day - from))
  }
  const lowest: (Uint8Array | undefined)[] = partners.map(() => undefined)
  for (const { seat, rungs } of byMember.values()) {
    const before = lowest[seat]
    lowest[seat] = before === undefined ? rungs : rungs.map((rung, day) => Math.max(rung, before[day]))
  }
  return lowest
}

/** By partner and day: value it tells the leaker, of items collected in both worlds. */
function toldOf(
  history: History,
  other: History,
  { seatOf, partners }: LeakerLayout,
  from: number,
  until: number,
): Float64Array {
  const { offers, offerStart, tape, lost } = history
  const days = until - from
  const told = new Float64Array(partners.length * days)
  for (let day = from; day < until; day++)
    for (let k = offerStart[day + tape.lead]; k < offerStart[day + tape.lead + 1]; k++) {
      const seat = seatOf[offers.pair[k]]
      const item = offers.item[k]
      if (seat < 0 || offers.grade[k] === WITHHELD || lost[item] === 1 || other.lost[item] === 1) continue
      told[seat * days + day - from] += history.worth(k)
    }
  return told
}

/**
 * What a pair of histories shows: the same draws with and without the breach, measured side by side (MODEL.md §6). One pair
 * becomes one row of numbers; the layout of the row depends on the scenario alone, so rows from anywhere can be folded in order.
 */
import { priceOfTrust, WITHHELD } from './choice.js'
import type { History } from './history.js'
import { OPEN, RUNGS, SUSPENDED, type Rung } from './network.js'
import type { State } from './state.js'
import { measureOutcomes, outcomeLayout, type OutcomeLayout } from './outcomes.js'
import { firstOf, hasParty, pairOf, type World } from './world.js'

/** Who shares: the victims with the leaker, its other partners with it, and everybody with anybody else. */
export const GROUPS = ['direct', 'spillOver', 'rest'] as const
export type Group = (typeof GROUPS)[number]
const REST = GROUPS.indexOf('rest')

/** Groups whose trust in the leaker is followed from day to day. */
export const TRUSTING = ['direct', 'spillOver'] as const satisfies readonly Group[]

export const WORLDS = ['with', 'without'] as const

/** The numbers kept of one partner of the leaker, in order. */
export const PARTNER_COLUMNS = [
  'flowWith',
  'flowWithout',
  'trustBefore',
  'trustLowest',
  'trustEnd',
  'trustEndWithout',
  'stepWith',
  'stepWithout',
  'firstDay',
  'daysDown',
  'stillDown',
  'price',
  'halfBack',
  'halfBackOpen',
] as const
export type PartnerColumn = (typeof PARTNER_COLUMNS)[number]

/** The numbers kept of the plots of a pair, in order. */
export const PLOT_COLUMNS = [
  'plots',
  'warningsWith',
  'warningsWithout',
  'lost',
  'degraded',
  'gained',
  'avertedWith',
  'avertedWithout',
] as const
export type PlotColumn = (typeof PLOT_COLUMNS)[number]

/** Days after the breach on which the price of trust is read, or the last day where the horizon is nearer. */
export const PRICE_AFTER = 90

/** One leaker, and who deals with it on the day of its first breach. */
export interface LeakerLayout {
  readonly leaker: number
  /** day of its first breach */
  readonly day: number
  readonly victims: readonly number[]
  /** countries that share an agreement in force with it that day, victims included, ascending */
  readonly partners: readonly number[]
  /** pairs partner→leaker, in the order of `partners` */
  readonly pairs: Uint32Array
  /** by pair of the network: its group, and the place of its first country among the partners where it leads to the leaker */
  readonly groupOf: Uint8Array
  readonly seatOf: Int16Array
  /** where its daily flows, its grades, its lost supply and its partners begin in a row */
  readonly flows: number
  readonly grades: number
  readonly supply: number
  readonly partnerStart: number
  /** for every topic: value that reached the leaker since the breach, with and without */
  readonly topics: number
  /** by group of TRUSTING, world and day: mean trust of its members in the leaker; NaN where none deals with it yet */
  readonly trusts: number
}

export interface Layout {
  readonly days: number
  readonly leakers: readonly LeakerLayout[]
  readonly plots: number
  readonly outcomes: OutcomeLayout
  /** numbers in a row */
  readonly width: number
  /** the pairs whose trust a run must keep */
  readonly keep: Uint32Array
}

/**
 * The layout of the rows of an experiment.
 * @param without ids of the breaches that the second world goes without
 */
export function layoutOf(world: World, without: readonly string[]): Layout {
  const breaches = world.breaches.filter(({ breach }) => without.includes(breach.id))
  const ids = [...new Set(breaches.map(({ leaker }) => leaker))].sort((a, b) => a - b)
  let width = 0
  const take = (size: number): number => (width += size) - size
  const leakers = ids.map((leaker) => {
    const own = breaches.filter((found) => found.leaker === leaker)
    const day = Math.min(...own.map(({ breach }) => breach.day))
    const victims = [...new Set(own.flatMap((found) => found.victims))].sort((a, b) => a - b)
    const partners: number[] = []
    for (let country = 0; country < world.countries; country++)
      if (victims.includes(country) || sharesOn(world, country, leaker, day)) partners.push(country)
    return {
      leaker,
      day,
      victims,
      partners,
      pairs: Uint32Array.from(partners, (country) => pairOf(world, country, leaker)),
      groupOf: Uint8Array.from(world.to, (to, pair) =>
        to !== leaker ? REST : victims.includes(firstOf(world, pair)) ? 0 : 1,
      ),
      seatOf: Int16Array.from(world.to, (to, pair) =>
        to === leaker ? partners.indexOf(firstOf(world, pair)) : -1,
      ),
      flows: take(GROUPS.length * WORLDS.length * world.days),
      grades: take(GROUPS.length * WORLDS.length * 3),
      supply: take(2),
      partnerStart: take(partners.length * PARTNER_COLUMNS.length),
      topics: take(world.topics * WORLDS.length),
      trusts: take(TRUSTING.length * WORLDS.length * world.days),
    }
  })
  const plots = take(PLOT_COLUMNS.length)
  const outcomes = outcomeLayout(world, take)
  const keep = Uint32Array.from(
    [...new Set(leakers.flatMap(({ pairs }) => [...pairs]))].sort((a, b) => a - b),
  )
  return { days: world.days, leakers, plots, outcomes, width, keep }
}

/** Whether two countries share an agreement in force on a day. */
export function sharesOn(world: World, country: number, leaker: number, day: number): boolean {
  const pair = country === leaker ? -1 : pairOf(world, country, leaker)
  if (pair < 0) return false
  for (let m = world.memberStart[country]; m < world.memberStart[country + 1]; m++) {
    const e = world.memberAgreement[m]
    if (world.agreementFrom[e] > day || world.agreementUntil[e] <= day) continue
    if (hasParty(world, e, leaker)) return true
  }
  return false
}

/** One world of a pair, lived to its end. */
export interface Lived {
  readonly history: History
  /** by leaker: the price of trust of each partner on the day it is read */
  readonly prices: readonly Float64Array[]
}

/** The extra stake at which each partner's next review would step up with probability one half, today: the dearest agreement. */
export function pricesToday(world: World, state: State, { leaker, partners }: LeakerLayout): Float64Array {
  const choice = world.terms
  return Float64Array.from(partners, (country) => {
    let price = 0
    for (const m of state.channels(country, leaker)) {
      // what is decreed no price moves
      if (state.rung[m] === OPEN || state.decreedFrom.has(m)) continue
      const exposure = state.risk(m) * world.balance.typical[m]
      const asked = priceOfTrust(
        choice,
        world.parameters,
        state.stake(m),
        exposure,
        state.rung[m] === SUSPENDED,
      )
      price = Math.max(price, asked)
    }
    return price
  })
}

/** Measures one pair into `row`. Both histories must have played the same tape. */
export function measure(layout: Layout, lived: readonly [Lived, Lived], row: Float64Array): void {
  row.fill(0)
  const [one, other] = [lived[0].history, lived[1].history]
  layout.leakers.forEach((leaker, k) => {
    measureFlows(layout, leaker, one, other, row, 0)
    measureFlows(layout, leaker, other, one, row, 1)
    measurePartners(leaker, one, other, lived[0].prices[k], row)
    measureTrust(leaker, one, row, 0)
    measureTrust(leaker, other, row, 1)
  })
  measurePlots(layout, one, other, row)
  measureOutcomes(layout.outcomes, [one, other], row)
}

/** Flows, grades and the supply lost, on items that were collected in both worlds. */
function measureFlows(
  { days }: Layout,
  { day: from, groupOf, seatOf, flows, grades, supply, partnerStart, topics }: LeakerLayout,
  history: History,
  other: History,
  row: Float64Array,
  world: number,
): void {
  const { offers, offerStart, tape, lost } = history
  const { item, pair, grade } = offers
  const { value } = tape
  const { streamTopic } = history.world
  const elsewhere = other.lost
  const worthOf = [0, history.world.parameters.tearLineValue, 1]
  const today = new Float64Array(GROUPS.length)
  for (let day = 0; day < days; day++) {
    today.fill(0)
    const end = offerStart[day + tape.lead + 1]
    for (let k = offerStart[day + tape.lead]; k < end;) {
      const first = k
      const what = item[first]
      while (k < end && item[k] === what) k++
      if (lost[what] === 1) continue
      const topic = streamTopic[tape.stream[what]]
      for (let offer = first; offer < k; offer++) {
        const given = grade[offer]
        const worth = value[what] * worthOf[given]
        const group = groupOf[pair[offer]]
        // whoever shares with the leaker alone may have a seat
        const seat = group === REST ? -1 : seatOf[pair[offer]]
        if (elsewhere[what] === 1) {
          if (seat < 0 || world === 0) continue
          row[supply] += given === WITHHELD ? 0 : 1
          row[supply + 1] += worth
          continue
        }
        today[group] += worth
        if (day < from) continue
        row[grades + (group * WORLDS.length + world) * 3 + given]++
        if (seat < 0) continue
        row[partnerStart + seat * PARTNER_COLUMNS.length + world] += worth
        row[topics + topic * WORLDS.length + world] += worth
      }
    }
    for (let group = 0; group < GROUPS.length; group++)
      row[flows + (group * WORLDS.length + world) * days + day] = today[group]
  }
}

function measurePartners(
  layout: LeakerLayout,
  one: History,
  other: History,
  prices: Float64Array,
  row: Float64Array,
): void {
  const { world } = one
  const leaker = world.ids[layout.leaker]
  const shared = new Set(world.agreementIds.filter((_, e) => hasParty(world, e, layout.leaker)))
  const steps = [one, other].map((history) => stepsToward(history, shared, leaker, layout.day))
  layout.partners.forEach((country, k) => {
    const start = layout.partnerStart + k * PARTNER_COLUMNS.length
    const put = (column: PartnerColumn, value: number): void => {
      row[start + PARTNER_COLUMNS.indexOf(column)] = value
    }
    const id = world.ids[country]
    const trust = one.trust(id, leaker)
    const untouched = other.trust(id, leaker)
    put('trustBefore', layout.day === 0 ? untouched[0] : trust[layout.day - 1])
    put('trustLowest', lowest(trust, layout.day))
    put('trustEnd', trust[trust.length - 1])
    put('trustEndWithout', untouched[untouched.length - 1])
    const here = steps[0].get(id)
    put('stepWith', here === undefined ? 0 : 1)
    put('stepWithout', steps[1].has(id) ? 1 : 0)
    put('firstDay', here === undefined ? -1 : here.first - layout.day)
    put('daysDown', here?.days ?? 0)
    put('stillDown', here?.stillDown === true ? 1 : 0)
    put('price', prices[k])
    const back = halfBack(trust, untouched, layout.day)
    put('halfBack', back.days)
    put('halfBackOpen', back.open ? 1 : 0)
  })
}

/** Mean trust of each group in the leaker, day by day. */
function measureTrust(
  { leaker, partners, victims, trusts }: LeakerLayout,
  history: History,
  row: Float64Array,
  world: number,
): void {
  const { ids } = history.world
  const { days } = history
  TRUSTING.forEach((group, k) => {
    const start = trusts + (k * WORLDS.length + world) * days
    const tracks = partners
      .filter((country) => victims.includes(country) === (group === 'direct'))
      .map((country) => history.trust(ids[country], ids[leaker]))
    for (let day = 0; day < days; day++) row[start + day] = meanKnown(tracks, day)
  })
}

function meanKnown(tracks: readonly Float64Array[], day: number): number {
  let sum = 0
  let known = 0
  for (const track of tracks) {
    if (Number.isNaN(track[day])) continue
    sum += track[day]
    known++
  }
  return known === 0 ? Number.NaN : sum / known
}

function lowest(trust: Float64Array, from: number): number {
  let least = Infinity
  for (let day = from; day < trust.length; day++) if (trust[day] < least) least = trust[day]
  return least
}

/** A loss of trust smaller than this leaves nothing to mend. */
const LEAST_LOSS = 0.01

/**
 * Days from the deepest loss of trust since the breach, against the world without it, until half of that is back; 0 where less than
 * LEAST_LOSS is lost. Open: not within the horizon, and then all days from the breach to the last, for when it began says nothing.
 */
export function halfBack(
  trust: Float64Array,
  untouched: Float64Array,
  from: number,
): { readonly days: number; readonly open: boolean } {
  let bottom = from
  let lost = 0
  for (let day = from; day < trust.length; day++) {
    // not a number, and so no loss, before the two first deal
    if (!(untouched[day] - trust[day] > lost)) continue
    lost = untouched[day] - trust[day]
    bottom = day
  }
  if (lost < LEAST_LOSS) return { days: 0, open: false }
  for (let day = bottom; day < trust.length; day++)
    if (untouched[day] - trust[day] <= lost / 2) return { days: day - bottom, open: false }
  return { days: trust.length - 1 - from, open: true }
}

interface Stepped {
  /** day of the first step down */
  first: number
  /** days on which some agreement stood below full */
  days: number
  stillDown: boolean
}

/** Who stepped down from an agreement with the leaker since the breach, when, and for how long. */
function stepsToward(
  history: History,
  shared: ReadonlySet<string>,
  leaker: string,
  from: number,
): Map<string, Stepped> {
  const result = new Map<string, Stepped>()
  const below = new Map<string, Set<string>>()
  const since = new Map<string, number>()
  for (const event of history.events) {
    const { who, agreement, day } = event
    const to = event.words['to'] as Rung | undefined
    if (day < from || who === null || who === leaker || agreement === null || !shared.has(agreement)) continue
    if (event.kind !== 'step-down' && event.kind !== 'step-up' && event.kind !== 'ended') continue
    const down = below.get(who) ?? new Set()
    below.set(who, down)
    const before = down.size
    if (to === RUNGS[OPEN]) down.delete(agreement)
    else if (event.kind !== 'step-up' || down.has(agreement)) down.add(agreement)
    if (before === 0 && down.size > 0) since.set(who, day)
    const stepped = result.get(who) ?? { first: day, days: 0, stillDown: false }
    if (event.kind !== 'step-up') result.set(who, stepped)
    if (before > 0 && down.size === 0 && result.has(who)) stepped.days += day - (since.get(who) ?? day)
  }
  for (const [who, stepped] of result) {
    if ((below.get(who)?.size ?? 0) === 0) continue
    stepped.stillDown = true
    stepped.days += history.days - (since.get(who) ?? history.days)
  }
  return result
}

/** Warnings: which were lost, degraded or gained by the breach, plot by plot and country by country. */
function measurePlots(layout: Layout, one: History, other: History, row: Float64Array): void {
  const put = (column: PlotColumn, value: number): void => {
    row[layout.plots + PLOT_COLUMNS.indexOf(column)] = value
  }
  const grades = [one, other].map((history) => gradesOf(history))
  let lost = 0
  let degraded = 0
  let gained = 0
  for (const key of new Set([...grades[0].keys(), ...grades[1].keys()])) {
    const here = grades[0].get(key) ?? 0
    const there = grades[1].get(key) ?? 0
    if (here === 0 && there > 0) lost++
    else if (here < there) degraded++
    else if (here > there) gained++
  }
  put('plots', other.outcomes.length)
  put('warningsWith', [...grades[0].values()].filter((grade) => grade > 0).length)
  put('warningsWithout', [...grades[1].values()].filter((grade) => grade > 0).length)
  put('lost', lost)
  put('degraded', degraded)
  put('gained', gained)
  put('avertedWith', one.outcomes.filter(({ averted }) => averted).length)
  put('avertedWithout', other.outcomes.filter(({ averted }) => averted).length)
}

/** What each country told the target of each plot, by plot × countries + country. */
function gradesOf(history: History): Map<number, number> {
  const result = new Map<number, number>()
  for (const { plot, country, grade } of history.warnings)
    if (grade !== null) result.set(plot * history.world.countries + country, grade)
  return result
}

/** The alliance laid flat: typed arrays that every run reads and none changes. */
import type { Terms } from './choice.js'
import { LiaisonError } from './mistakes.js'
import type { Parameters } from './parameters.js'
import type { Address, AddressBook, Addresses } from './random.js'
import type { Breach, Move, Scenario, Switch } from './scenario.js'

/** A country that could be passed an item by some partner of its originator. */
export interface Third {
  readonly country: number
  /** above 0 */
  readonly need: number
  readonly at: Address
}

/** Addresses of the draws about the plots on one topic against one target. */
export interface PlotAddresses {
  readonly topic: number
  readonly names: { readonly topic: number; readonly target: number }
  readonly plot: Address
  readonly lead: Address
  readonly discovery: readonly { readonly stream: number; readonly at: Address }[]
}

/** What every tape of a world looks up, written down by the first that does. */
interface TapeBook {
  /** by stream: who could be reached through a partner */
  readonly thirds: Map<number, readonly Third[]>
  /** undefined: not asked for yet */
  plots: readonly PlotAddresses[] | undefined
}

/** A breach with its names resolved. */
export interface CompiledBreach {
  readonly index: number
  readonly breach: Breach
  readonly leaker: number
  /** countries, ascending */
  readonly victims: readonly number[]
  /** country, or -1 for the press or the public */
  readonly recipient: number
  readonly topic: number
  /** -1: that of the item taken */
  readonly discipline: number
  /** by victim, in the order of `victims`: how hostile whoever receives the secret is to it, 0 to 1 */
  readonly hostility: readonly number[]
}

/** What day 0 rests on (balance.ts). */
export interface Balance {
  /** by membership: sensitivity of what the party would typically share there */
  readonly typical: Float64Array
  /** by membership: stake on day 0, in units of an ordinary tie */
  readonly stake: Float64Array
  /** by membership: price received, in the same units */
  readonly price: Float64Array
  /** by membership: value expected a day through the agreement under the day-0 mix of rungs */
  readonly expected: Float64Array
  /** by pair i→j: evidence added to i's belief about j by one secret kept in full; 0 where nothing is expected */
  readonly credit: Float64Array
  /** by pair i→j: evidence added to i's belief about j by one report confirmed, at most 1; 0 where none is expected */
  readonly confirmed: Float64Array
  /** by pair i→j: evidence on day 0 of reports by j found true and found false, which checking keeps up */
  readonly verified: Float64Array
  readonly refuted: Float64Array
}

/** Beliefs before any evidence: those of the ties first, in the order of TIES, then those that a network gives some pairs instead. */
interface Priors {
  /** base of discretion trust, in (0, 1) */
  readonly base: Float64Array
  /** base of veracity trust, in (0, 1) */
  readonly veracityBase: Float64Array
  /** weight of the prior, in items of evidence */
  readonly strength: Float64Array
  /** strength × base of either trust: what the prior adds to secrets kept and to reports found true */
  readonly kept: Float64Array
  readonly truth: Float64Array
  /** chance that what the second tells the first is false with nobody having planted it */
  readonly error: Float64Array
  /** the largest of these */
  readonly mostError: number
}

export interface World {
  readonly scenario: Scenario
  readonly parameters: Parameters
  readonly on: Readonly<Record<Switch, boolean>>
  /** what the choice to tell depends on besides stake and exposure */
  readonly terms: Terms
  readonly days: number

  /** country ids in ascending order; a country is its place in this list */
  readonly ids: readonly string[]
  readonly topicIds: readonly string[]
  readonly disciplineIds: readonly string[]
  readonly agreementIds: readonly string[]
  readonly countries: number
  readonly topics: number
  readonly disciplines: number
  readonly agreements: number

  /** directed pairs i→j of every two that share an agreement, ascending by i, then j */
  readonly pairs: number
  readonly to: Uint32Array
  /** countries + 1 long: the pairs of country i are pairStart[i] … pairStart[i+1] − 1 */
  readonly pairStart: Uint32Array
  /** the pair j→i of each pair i→j */
  readonly reverse: Uint32Array
  /** place in TIES of the strongest tie the pair shares */
  readonly tie: Uint8Array
  /** by pair: what its first country believes of its second before any evidence, as a place in `priors` */
  readonly priorOf: Uint16Array | Uint32Array
  readonly priors: Priors
  /** first day on which the pair is known to share an agreement in force; NEVER_MET where only a prospect joins it */
  readonly pairFrom: Int16Array

  /** memberships: party i in agreement e, ascending by i, then e, so that what a country decides in a day lies together */
  readonly members: number
  /** countries + 1 long: the memberships of country i are memberStart[i] … memberStart[i+1] − 1 */
  readonly memberStart: Uint32Array
  readonly memberCountry: Uint32Array
  readonly memberAgreement: Uint32Array
  /** agreements + 1 long, into party: the memberships of agreement e, ascending by country */
  readonly partyStart: Uint32Array
  readonly party: Uint32Array
  /** members + 1 long, into audiencePair and audienceMember: the other parties, ascending */
  readonly audienceStart: Uint32Array
  readonly audiencePair: Uint32Array
  readonly audienceMember: Uint32Array
  /** first day in force, and first day no longer in force; a prospect has no first day until it is signed */
  readonly agreementFrom: Int32Array
  readonly agreementUntil: Int32Array
  /** by day: the agreements that come into force or run out on it, ascending */
  readonly turning: ReadonlyMap<number, readonly number[]>
  /** agreements that might come to be, ascending */
  readonly prospects: readonly Prospective[]
  /** by agreement: place in CAVEATS */
  readonly caveat: Uint8Array
  /** agreements × topics × disciplines: 1 where the agreement covers the cell */
  readonly covers: Uint8Array

  /** streams: what country i collects on a cell (topic × discipline), ascending by country, topic, discipline */
  readonly streams: number
  /** countries + 1 long: the streams of country i */
  readonly streamStart: Uint32Array
  readonly streamCountry: Uint32Array
  /** topic × disciplines + discipline */
  readonly streamCell: Uint32Array
  readonly streamTopic: Uint32Array
  /** items a day */
  readonly streamRate: Float64Array
  /** streams + 1 long, into routeMember: the agreements an item of the stream is offered through, ascending */
  readonly routeStart: Uint32Array
  readonly routeMember: Uint32Array

  /** by discipline */
  readonly sensitivity: Float64Array
  readonly sourceLoss: Float64Array
  readonly recovery: Float64Array
  /** countries × topics, each in [0, 1] */
  readonly need: Float64Array
  /** countries × topics: chance that a country's own collection does not check a report within the window */
  readonly unaided: Float64Array
  /** by number of origins that told a recipient of a topic lately: chance that none of them speaks to a report on it */
  readonly unspoken: Float64Array
  /** by country: hazard, per holding and day, that it leaks what it holds */
  readonly leakHazard: Float64Array
  /** whether any of them leaks */
  readonly leaky: boolean
  /** by country: hostility of its worst enemy, 0 to 1 */
  readonly menace: Float64Array
  /** plots a year by topic, and who they may be aimed at */
  readonly plotsPerYear: Float64Array
  readonly targets: readonly (readonly number[])[]
  readonly breaches: readonly CompiledBreach[]
  /** scripted moves by day, then id */
  readonly moves: readonly Move[]

  readonly at: {
    /** by stream */
    readonly arrival: Addresses
    readonly item: Addresses
    readonly thinning: Addresses
    readonly truth: Addresses
    readonly asking: Addresses
    /** by route */
    readonly choice: Addresses
    /** by membership */
    readonly review: Addresses
  }
  /** the addresses of draws that only some runs make */
  readonly book: AddressBook
  /** what its tapes have worked out */
  readonly tapeBook: TapeBook
  /** reviewEvery + 1 long, into reviewMember: the memberships reviewed on days d with d % reviewEvery = phase, ascending */
  readonly reviewStart: Uint32Array
  readonly reviewMember: Uint32Array
  /** what day 0 rests on */
  readonly balance: Balance
}

/** A world whose day 0 has not been worked out yet. */
export type Laid = Omit<World, 'balance'>

/** A day beyond every scenario. */
export const NEVER_DAY = 0x7fffffff

/** The same in sixteen bits, for days of pairs; the longest scenario ends before it. */
export const NEVER_MET = 0x7fff

/** An agreement that might come to be. */
export interface Prospective {
  readonly agreement: number
  /** day % reviewEvery on which it may be on the table */
  readonly phase: number
}

/** The pair i→j, or -1 where the two share no agreement. */
export function pairOf(world: Pick<World, 'pairStart' | 'to'>, i: number, j: number): number {
  let low = world.pairStart[i]
  let high = world.pairStart[i + 1] - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (world.to[middle] === j) return middle
    if (world.to[middle] < j) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The membership of a country in an agreement, or -1 where it is no party. */
export function memberOf(
  world: Pick<World, 'memberStart' | 'memberAgreement'>,
  country: number,
  agreement: number,
): number {
  let low = world.memberStart[country]
  let high = world.memberStart[country + 1] - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = world.memberAgreement[middle]
    if (found === agreement) return middle
    if (found < agreement) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The memberships of an agreement, ascending by country. */
export function partiesOf(
  { partyStart, party }: Pick<World, 'partyStart' | 'party'>,
  e: number,
): Uint32Array {
  return party.subarray(partyStart[e], partyStart[e + 1])
}

/** Whether a country is a party to an agreement, given by their places. */
export function hasParty({ partyStart, party, memberCountry }: World, e: number, country: number): boolean {
  for (let k = partyStart[e]; k < partyStart[e + 1]; k++) if (memberCountry[party[k]] === country) return true
  return false
}

/** The first country of a pair; its second is `to`. */
export function firstOf({ to, reverse }: Pick<World, 'to' | 'reverse'>, pair: number): number {
  return to[reverse[pair]]
}

/** Whether an agreement covers a topic through any discipline. */
export function coversTopic(world: World, agreement: number, topic: number): boolean {
  const first = (agreement * world.topics + topic) * world.disciplines
  return world.covers.subarray(first, first + world.disciplines).includes(1)
}

/**
 * The same world without some of its breaches: everything else is shared, not compiled again.
 * @throws LiaisonError E_DANGLING for a breach that does not exist
 */
export function without(world: World, breaches: readonly string[]): World {
  for (const id of breaches)
    if (!world.breaches.some(({ breach }) => breach.id === id))
      throw new LiaisonError('E_DANGLING', `no breach "${id}" to go without in this scenario`)
  const left = world.breaches.filter(({ breach }) => !breaches.includes(breach.id))
  return {
    ...world,
    scenario: { ...world.scenario, breaches: left.map(({ breach }) => breach) },
    breaches: left.map((found, index) => ({ ...found, index })),
  }
}

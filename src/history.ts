/** What happened in one run: every offer, trust over days, and events, each with the event that caused it. */
import { Alliance } from './alliance.js'
import { FULL, TEAR_LINE, WITHHELD, type Grade } from './choice.js'
import type { EventKind, HistoryEvent, Told } from './events.js'
import { LiaisonError } from './mistakes.js'
import { RUNGS, type Rung } from './network.js'
import { Offers } from './offers.js'
import type { Tape } from './tape.js'
import { hasParty, pairOf, type World } from './world.js'

/** A warning, or the lack of one: who uncovered which plot and what it told the target. */
export interface Warning {
  /** place in the tape's plots */
  readonly plot: number
  readonly day: number
  readonly country: number
  /** null: the target itself, or no agreement reaches the target */
  readonly grade: Grade | null
  readonly self: boolean
}

/** How a plot ended. */
export interface Outcome {
  readonly plot: number
  readonly averted: boolean
}

/** An item that left its audience: passed on in a breach, or with leave. */
export interface Passing {
  readonly day: number
  /** its place on the tape */
  readonly item: number
  readonly from: number
  /** country, or -1 for the press or the public */
  readonly to: number
  /** what it was passed on as */
  readonly grade: Grade
  readonly event: number
}

/** What came of a request for release; refused as nothing, or granted as a grade. */
export interface Release {
  readonly day: number
  readonly item: number
  readonly holder: number
  readonly third: number
  readonly agreement: number
  readonly grade: Grade
  /** by leave of the originator, or because the caveat allows it among the parties */
  readonly by: 'leave' | 'caveat'
}

/** Whom an originator took for the leaker, and who it was. */
export interface Blame {
  /** id of the breach */
  readonly breach: string
  readonly day: number
  readonly victim: string
  readonly blamed: string
  readonly guilty: string
  /** chance of each holder in the eyes of the victim, by id; they add up to 1 */
  readonly posterior: Readonly<Record<string, number>>
}

/** What became of a false report: found out, confirmed by a copy of itself, acted on unconfirmed, or let lie. */
export type Fate = 'found out' | 'confirmed' | 'acted on' | 'let lie'

/** A false report and what its recipient made of it. */
export interface Falsehood {
  readonly day: number
  readonly item: number
  /** pair sender→recipient */
  readonly pair: number
  readonly planted: boolean
  readonly fate: Fate
  /** value of what was believed, because it was confirmed or acted on; 0 of what was not */
  readonly harm: number
}

/** A prospect that was on the table. */
export interface Signing {
  readonly day: number
  readonly agreement: number
  readonly signed: boolean
}

/** Somebody who was given an item. */
export interface Holding {
  readonly country: number
  readonly since: number
  readonly grade: Grade
  /** the entry among the offers by which it was given it, or -1: it was released to it */
  readonly offer: number
}

/** What a run keeps of trust: for which pairs, and how often. */
export interface Keep {
  /** places of pairs; every pair when left out */
  readonly pairs?: Uint32Array
  /** days between samples, 1 or more */
  readonly every?: number
}

export interface HistoryOptions extends Keep {
  /** buffers to use again; they are emptied */
  readonly offers?: Offers
}

/** Lists of what happened besides events, each in order of time. */
const LISTS = [
  'warnings',
  'outcomes',
  'passings',
  'releases',
  'blames',
  'falsehoods',
  'signings',
] as const satisfies readonly (keyof History)[]

export class History {
  readonly world: World
  readonly seed: string
  readonly run: number
  readonly tape: Tape
  readonly events: HistoryEvent[] = []
  readonly offers: Offers
  /** lead + days + 1 long: the offers of day d are offerStart[d + lead] … offerStart[d + lead + 1] − 1 */
  readonly offerStart: Uint32Array
  /** by item: 1 where a damaged source never collected it */
  readonly lost: Uint8Array
  readonly warnings: Warning[] = []
  readonly outcomes: Outcome[] = []
  readonly passings: Passing[] = []
  readonly releases: Release[] = []
  readonly blames: Blame[] = []
  readonly falsehoods: Falsehood[] = []
  readonly signings: Signing[] = []
  /** the pairs whose trust is kept */
  readonly kept: Uint32Array
  readonly every: number
  /** by sample, then kept pair; NaN before the pair first shares an agreement */
  readonly trusts: Float64Array
  /** days lived so far */
  days = 0

  constructor(world: World, seed: string, run: number, tape: Tape, options: HistoryOptions = {}) {
    this.world = world
    this.seed = seed
    this.run = run
    this.tape = tape
    this.offers = options.offers ?? new Offers()
    this.offers.clear(world.pairs)
    this.offerStart = new Uint32Array(tape.lead + world.days + 1)
    this.lost = new Uint8Array(tape.items)
    this.kept = options.pairs ?? Uint32Array.from({ length: world.pairs }, (_, pair) => pair)
    for (const pair of this.kept)
      if (pair >= world.pairs)
        throw new LiaisonError('E_RANGE', `there is no pair ${pair} to keep; this world has ${world.pairs}`)
    this.every = options.every ?? 1
    this.trusts = new Float64Array(Math.ceil(world.days / this.every) * this.kept.length)
  }

  /** Takes over, into an empty history, what another of the same network and draws has come to. */
  resume(from: History): void {
    this.days = from.days
    for (const list of LISTS) for (const one of from[list]) (this[list] as unknown[]).push(one)
    // of one that is told to the other as well, each may yet add numbers of its own
    for (const event of from.events) this.events.push({ ...event, numbers: { ...event.numbers } })
    this.offers.resume(from.offers)
    this.offerStart.set(from.offerStart.subarray(0, this.offerStart.length))
    this.lost.set(from.lost.subarray(0, this.lost.length))
    this.trusts.set(from.trusts.subarray(0, this.trusts.length))
  }

  /** Writes an event down. @returns its id, for what it causes */
  tell(day: number, kind: EventKind, told: Told): number {
    const id = this.events.length
    const {
      who = null,
      whom = null,
      agreement = null,
      breach = null,
      words = {},
      numbers = {},
      cause = null,
    } = told
    if (cause !== null && !(cause >= 0 && cause < id))
      throw new Error(`event ${id} (${kind}) has no cause ${cause}`)
    // numbers may be added to, and those told are the teller's; to what was spread this engine adds slowly
    const own = Object.assign({}, numbers)
    this.events.push({ id, day, kind, who, whom, agreement, breach, words, numbers: own, cause })
    return id
  }

  /** Adds numbers to an event that were not known when it was told. */
  amend(id: number, numbers: Readonly<Record<string, number>>): void {
    Object.assign(this.events[id].numbers, numbers)
  }

  /** The chain of causes that ends in an event, first cause first. */
  because(event: HistoryEvent | number | undefined): HistoryEvent[] {
    const chain: HistoryEvent[] = []
    let next = typeof event === 'number' ? this.events[event] : event
    while (next !== undefined) {
      chain.push(next)
      next = next.cause === null ? undefined : this.events[next.cause]
    }
    return chain.reverse()
  }

  /**
   * Belief of `from` that `to` keeps its secrets, at the end of each day kept.
   * @returns each in [0, 1]; NaN before the pair first shares an agreement
   * @throws LiaisonError E_DANGLING if either country is not in the network, or they share no agreement
   * @see Jøsang & Ismail (2002), "The Beta Reputation System"
   */
  trust(from: string, to: string): Float64Array {
    const column = this.#columnOf(from, to)
    const width = this.kept.length
    const result = new Float64Array(Math.ceil(this.days / this.every))
    for (let k = 0; k < result.length; k++) result[k] = this.trusts[k * width + column]
    return result
  }

  /**
   * Value that reached `to` from `from` by day: an item in full counts its value, a tear-line its share of it.
   * @throws LiaisonError E_DANGLING if either country is not in the network, or they share no agreement
   */
  flow(from: string, to: string): Float64Array {
    const pair = this.pair(from, to)
    const result = new Float64Array(this.days)
    this.eachDelivery((day, offer) => {
      if (this.offers.pair[offer] === pair) result[day] += this.worth(offer)
    })
    return result
  }

  /**
   * A party's rung in an agreement by day, as places in RUNGS.
   * @throws LiaisonError E_DANGLING if the country is not a party
   */
  rung(country: string, agreement: string): Uint8Array {
    const { ids, agreementIds } = this.world
    const e = agreementIds.indexOf(agreement)
    const i = ids.indexOf(country)
    if (e < 0 || !hasParty(this.world, e, i))
      throw new LiaisonError('E_DANGLING', `${country} is no party to "${agreement}"`)
    const result = new Uint8Array(this.days)
    for (const event of this.events)
      if (event.who === country && event.agreement === agreement && event.words['to'] !== undefined)
        result.fill(RUNGS.indexOf(event.words['to'] as Rung), event.day)
    return result
  }

  /** Who shares with whom on a day: an edge's weight is the trust of the sender in the recipient. */
  sharingGraph(day: number): ReturnType<Alliance['sharingGraph']> {
    if (!Number.isInteger(day) || day < 0 || day >= this.days)
      throw new LiaisonError(
        'E_RANGE',
        `day ${day} is outside this history; it has days 0 to ${this.days - 1}`,
      )
    const width = this.kept.length
    const sample = Math.floor(day / this.every) * width
    const { network } = this.world.scenario
    const signed = this.signings.flatMap(({ agreement, signed, day: from }) => {
      const prospect = network.prospects.find(({ id }) => id === this.world.agreementIds[agreement])
      return signed && prospect !== undefined ? [{ ...prospect, from, until: null }] : []
    })
    const agreements = [...network.agreements, ...signed]
    const prospects = network.prospects.filter(({ id }) => !signed.some((one) => one.id === id))
    return Alliance.from({ ...network, agreements, prospects }).sharingGraph(day, (from, to) => {
      return this.trusts[sample + this.#columnOf(from, to)]
    })
  }

  /** The graded value of an offer: what the recipient has of it. */
  worth(offer: number): number {
    const grade = this.offers.grade[offer]
    if (grade === WITHHELD) return 0
    const value = this.tape.value[this.offers.item[offer]]
    return grade === FULL ? value : value * this.world.parameters.tearLineValue
  }

  /** Visits every offer of days 0 on that was collected and not withheld, in order. */
  eachDelivery(visit: (day: number, offer: number) => void): void {
    const { lead } = this.tape
    for (let day = 0; day < this.days; day++)
      for (let k = this.offerStart[day + lead]; k < this.offerStart[day + lead + 1]; k++)
        if (this.offers.grade[k] >= TEAR_LINE && this.lost[this.offers.item[k]] === 0) visit(day, k)
  }

  /**
   * Lineage: who holds an item at the end of a day. That is its originator, every party of an agreement that was given it in full
   * or as a tear-line, every third country it was released to, and everybody it was passed on to in a breach or a leak.
   * @param item its place on the tape, as `offers.item` and the lists of this history give it: 0 to `tape.items` − 1
   * @param day a day that has been lived; days below 0, back to −`tape.lead`, are those played before the scenario starts
   * @returns ids of countries, sorted; `press` or `public` among them stands for everybody who can read; empty before the day on
   * which the item was collected, and for one that a damaged source never collected
   * @throws LiaisonError E_RANGE for an item or a day that is not in this history
   * @see MODEL.md §5.6 and V23: without a breach, a leak or leave to release it, nobody outside its audience holds an item
   */
  holders(item: number, day: number): string[] {
    if (!Number.isInteger(item) || item < 0 || item >= this.tape.items)
      throw new LiaisonError('E_RANGE', `there is no item ${item}; this history has ${this.tape.items}`)
    if (!Number.isInteger(day) || day < -this.tape.lead || day >= this.days)
      throw new LiaisonError(
        'E_RANGE',
        `day ${day} is outside this history; it has days ${-this.tape.lead} to ${this.days - 1}`,
      )
    if (this.tape.dayOf(item) > day || this.lost[item] === 1) return []
    const { ids } = this.world
    const found = new Set([ids[this.world.streamCountry[this.tape.stream[item]]]])
    for (const { country } of this.holdings(item, day)) found.add(ids[country])
    for (const { item: passed, to, day: when, event } of this.passings)
      if (passed === item && when <= day)
        found.add(to >= 0 ? ids[to] : (this.events[event].words['to'] ?? 'public'))
    return [...found].sort()
  }

  /** Where the offers of a day end, today's included, by its place in `offerStart`. */
  #endOf(place: number): number {
    return place - this.tape.lead < this.days ? this.offerStart[place + 1] : this.offers.count
  }

  /** The entry among the offers by which a country was given an item, or -1. */
  offerOf(item: number, country: number): number {
    const { offers, tape, world } = this
    const end = this.#endOf(tape.dayOf(item) + tape.lead)
    for (let k = this.#firstOf(item); k < end && offers.item[k] === item; k++)
      if (offers.grade[k] !== WITHHELD && world.to[offers.pair[k]] === country) return k
    return -1
  }

  /** Where the offers of an item begin, or would: those of a day stand in the order of its items. */
  #firstOf(item: number): number {
    const place = this.tape.dayOf(item) + this.tape.lead
    let low = this.offerStart[place]
    let high = this.#endOf(place)
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.offers.item[middle] < item) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Who was given an item by day `day`, by agreement or with leave; by country. */
  holdings(item: number, day: number): Holding[] {
    const { tape, offers, world } = this
    const since = tape.dayOf(item)
    if (since > day || this.lost[item] === 1) return []
    const found: Holding[] = []
    const end = this.#endOf(since + tape.lead)
    for (let k = this.#firstOf(item); k < end && offers.item[k] === item; k++)
      if (offers.grade[k] !== WITHHELD)
        found.push({ country: world.to[offers.pair[k]], since, grade: offers.grade[k] as Grade, offer: k })
    for (const release of this.releases)
      if (release.item === item && release.grade !== WITHHELD && release.day <= day)
        found.push({ country: release.third, since: release.day, grade: release.grade, offer: -1 })
    return found.sort((a, b) => a.country - b.country)
  }

  /**
   * Whom the originators of a breach took for the leaker, and who it was. Each concludes once, when it learns that its secret is
   * out and nobody says by whom: from who held the secret, how long and how leaky each is, so it may blame an innocent.
   * @param breach id of a scripted breach, or of an unscripted leak as its event gives it
   * @returns in order of time; each with the chance of every candidate in the eyes of the victim, which add up to 1; empty where
   * everybody knew who it was, or where no victim has found out yet
   * @throws LiaisonError E_DANGLING for a breach that did not happen in this history
   * @see MODEL.md §5.6: posterior ∝ hazard × time held
   */
  blame(breach: string): Blame[] {
    if (!this.events.some((event) => event.breach === breach))
      throw new LiaisonError('E_DANGLING', `no breach "${breach}" happened in this history`)
    return this.blames.filter((blame) => blame.breach === breach)
  }

  /** The column of trusts that holds a pair, by names. */
  #columnOf(from: string, to: string): number {
    const column = this.kept.indexOf(this.pair(from, to))
    if (column >= 0) return column
    throw new LiaisonError('E_RANGE', `trust of ${from} in ${to} was not kept; ask the run to keep it`)
  }

  /** The place of a pair by names. */
  pair(from: string, to: string): number {
    const { ids } = this.world
    const i = ids.indexOf(from)
    const j = ids.indexOf(to)
    if (i < 0 || j < 0)
      throw new LiaisonError('E_DANGLING', `no country "${i < 0 ? from : to}" in this network`)
    const pair = pairOf(this.world, i, j)
    if (pair < 0) throw new LiaisonError('E_DANGLING', `${from} and ${to} share no agreement`)
    return pair
  }
}

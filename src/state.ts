/** What changes from day to day in one run, and the few questions every mechanism asks of it. */
import { Beliefs, BROKEN, LIE, PRIOR_KEPT, PRIOR_TRUTH, SCAR, STRENGTH } from './beliefs.js'
import { unbreached, type BreachState } from './breach-state.js'
import { column, columnOf, copy } from './columns.js'
import { Decisions } from './decisions.js'
import { ENDED } from './network.js'
import { exp } from './math.js'
import { Origins } from './origins.js'
import type { Brewing, Deception, Identification, Mending, NewsReview, Shock, Taken } from './pending.js'
import { restingTrust } from './resting.js'
import { firstOf, memberOf, type World } from './world.js'

export class State {
  readonly world: World
  day: number
  /** by pair: evidence divided by λ^day ("forward decay"), so that ageing costs nothing */
  readonly kept: Float64Array
  /** the prior of each pair, and what is held against its second */
  readonly beliefs: Beliefs
  /** by pair: the same of veracity, reports found true and found false */
  readonly truth: Float64Array
  readonly falsehood: Float64Array
  /** pairs × topics: last day on which the second was given something by the first, or NEVER_HEARD */
  readonly heardOn: Int16Array
  readonly origins: Origins
  /** by membership: average value received, in the same way */
  readonly received: Float64Array
  /** by membership: place in RUNGS, day of the last step, number of steps down */
  readonly rung: Uint8Array
  readonly since: Int16Array
  readonly downs: Uint16Array
  /** by membership under a decree: the rung it goes back to when that lapses */
  readonly decreedFrom = new Map<number, number>()
  /** by membership: event of its last step down, and of the last breach that its party learned of, where there was one */
  readonly steppedBy = new Map<number, number>()
  readonly heard = new Map<number, number>()
  /** by membership in a prospect that was signed: its stake then */
  readonly signed = new Map<number, number>()
  /** by agreement */
  readonly inForce: Uint8Array
  /** by agreement: place in CAVEATS */
  readonly caveat: Uint8Array
  /** by stream: share of collection lost on the day of the loss, and that day */
  readonly damage: Float64Array
  readonly damageDay: Int32Array
  /** by stream: event by which its source was turned, or -1 */
  readonly turnedBy: Int32Array
  readonly breaches: BreachState[]
  readonly newsReviews = new Map<number, NewsReview[]>()
  readonly shocks: Shock[] = []
  /** losses of veracity trust, in the same way */
  readonly deceptions: Deception[] = []
  readonly mendings: Mending[] = []
  /** by day: breaches that nobody scripted, worked out when their item was shared */
  readonly brewing = new Map<number, Brewing[]>()
  readonly identifications: Identification[] = []
  /** what is decided today about items to tell */
  readonly decisions = new Decisions()
  /** formal steps taken today, agreement by agreement */
  steps: readonly Taken[] = []
  /** pairs that first share an agreement today, and memberships in agreements that begin today */
  readonly opened: number[] = []
  readonly entered: number[] = []
  /** plot × countries + country: who has uncovered which plot */
  readonly uncovered = new Set<number>()
  /** by plot: the best chance of averting it so far */
  readonly averting = new Map<number, number>()

  /** λ^day for evidence and for what is received; and what is left of the latter from one day to the next */
  age = 1
  receivedAge = 1
  readonly receivedLeft: number
  /** raised with every day and after every mechanism, so that a remembered risk is never stale */
  version = 1
  /** by membership: the risk that was worked out last, and the version at that time */
  readonly #risk: Float64Array
  readonly #weighed: Uint32Array
  #scratch = new Uint32Array(64)
  /** what the questions asked most often need of the world, near at hand */
  readonly #memberAgreement: Uint32Array
  readonly #audienceStart: Uint32Array
  readonly #expected: Float64Array
  /** how far what was received moves the stake; 0 where reciprocity is off */
  readonly #reciprocity: number
  readonly #reciprocityCap: number
  /** terms and first meetings are the world's own columns until somebody changes them: in most runs nobody does */
  #worth: Float64Array
  #price: Float64Array
  #termsAreOwn = false
  #metOn: Int16Array
  #metOnIsOwn = false

  constructor(world: World, lead: number) {
    this.world = world
    this.day = -lead
    this.beliefs = new Beliefs(world)
    this.kept = columnOf(Float64Array, world.pairs, (pair) => this.strength(pair))
    this.truth = copy(world.balance.verified)
    this.falsehood = copy(world.balance.refuted)
    this.#metOn = world.pairFrom
    this.heardOn = column(Int16Array, world.pairs * world.topics).fill(NEVER_HEARD)
    this.origins = new Origins(world, this.heardOn, lead)
    this.received = copy(world.balance.expected)
    this.#worth = world.balance.stake
    this.#price = world.balance.price
    this.rung = column(Uint8Array, world.members)
    this.since = column(Int16Array, world.members).fill(-world.parameters.stepHold)
    this.downs = column(Uint16Array, world.members)
    this.inForce = column(Uint8Array, world.agreements)
    for (let e = 0; e < world.agreements; e++) this.inForce[e] = world.agreementFrom[e] <= 0 ? 1 : 0
    this.caveat = copy(world.caveat)
    this.damage = column(Float64Array, world.streams)
    this.turnedBy = column(Int32Array, world.streams).fill(-1)
    this.damageDay = column(Int32Array, world.streams)
    this.breaches = world.breaches.map((found) => unbreached(found, world.countries))
    this.#risk = column(Float64Array, world.members)
    this.#weighed = column(Uint32Array, world.members)
    this.#memberAgreement = world.memberAgreement
    this.#audienceStart = world.audienceStart
    this.#expected = world.balance.expected
    this.receivedLeft = exp(-Math.LN2 / world.parameters.exchangeHalfLife)
    this.#reciprocity = world.on.reciprocity ? world.parameters.reciprocity : 0
    this.#reciprocityCap = world.parameters.reciprocityCap
  }

  /** Takes over all that another state of the same network has come to. */
  resume(from: State): void {
    this.day = from.day
    for (const name of COLUMNS) (this[name] as { set(values: ArrayLike<number>): void }).set(from[name])
    for (const known of MAPS) for (const [m, value] of from[known]) this[known].set(m, value)
    this.#metOn = from.#metOnIsOwn ? copy(from.#metOn) : from.#metOn
    this.#metOnIsOwn = from.#metOnIsOwn
    this.beliefs.resume(from.beliefs)
    this.origins.resume(from.origins)
    this.#keepTerms(from)
    this.#keepPace(from)
    from.breaches.forEach((standing, k) => {
      if (standing.event < 0) return
      const unscripted = k >= from.world.breaches.length
      const here = unscripted ? this.breaches.length : this.#breachOf(from, k)
      if (here < 0) return
      const { found, ...rest } = standing
      const own = unscripted ? { ...found, index: here } : this.breaches[here].found
      this.breaches[here] = { found: own, ...structuredClone(rest) }
    })
    for (const [day, leaks] of from.brewing) this.brewing.set(day, [...leaks])
    const known = new Set([
      ...this.breaches.map(({ found }) => found.breach.id),
      ...this.world.moves.map(({ id }) => id),
    ])
    for (const [day, reviews] of from.newsReviews)
      this.newsReviews.set(
        day,
        reviews.filter(({ about }) => known.has(about)),
      )
    for (const key of from.uncovered) this.uncovered.add(key)
    for (const [plot, chance] of from.averting) this.averting.set(plot, chance)
  }

  /** Terms that nothing in the run has changed are those of the scenario that is carried on in. */
  #keepTerms(from: State): void {
    const { balance, members, agreements } = from.world
    if (from.#termsAreOwn)
      for (let m = 0; m < members; m++) {
        const worth = from.#worth[m] === balance.stake[m] ? this.#worth[m] : from.#worth[m]
        const price = from.#price[m] === balance.price[m] ? this.#price[m] : from.#price[m]
        if (worth !== this.#worth[m] || price !== this.#price[m]) this.setTerms(m, worth, price)
      }
    for (let e = 0; e < agreements; e++)
      if (from.caveat[e] === from.world.caveat[e]) this.caveat[e] = this.world.caveat[e]
  }

  /** The place here of another state's breach, or -1 where this world goes without it. */
  #breachOf(from: State, index: number): number {
    const { id } = from.breaches[index].found.breach
    return this.breaches.findIndex(({ found }) => found.breach.id === id)
  }

  /** Evidence is held divided by its age; where it ages at another pace from here on, it is divided by that age instead. */
  #keepPace(from: State): void {
    const [old, own] = [from.world.parameters, this.world.parameters]
    this.open(from.day)
    if (old.halfLife !== own.halfLife) {
      for (const values of [this.kept, this.truth, this.falsehood])
        values.forEach((_, k) => (values[k] *= from.age / this.age))
      this.beliefs.rescale(from.age / this.age)
    }
    // once a day's exchange is in, it stands at the age of the day after
    if (from.day >= 0) this.receivedAge *= this.receivedLeft
    if (old.exchangeHalfLife === own.exchangeHalfLife) this.receivedAge = from.receivedAge
    else this.received.forEach((_, k) => (this.received[k] *= from.receivedAge / this.receivedAge))
  }

  /** Weight of what the pair's first country believes of its second before any evidence, in items of evidence. */
  strength(pair: number): number {
    const { rows, at } = this.beliefs
    return rows[at[pair] + STRENGTH]
  }

  /** Begins a day. Days before 0 rest: nothing ages until the scenario starts. */
  open(day: number): void {
    const { halfLife, exchangeHalfLife } = this.world.parameters
    this.day = day
    this.version++
    this.age = day <= 0 ? 1 : exp((-Math.LN2 * day) / halfLife)
    this.receivedAge = day <= 0 ? 1 : exp((-Math.LN2 * day) / exchangeHalfLife)
  }

  /**
   * Discretion trust of the pair's first country in its second: (kept + strength·base) / (kept + broken + strength).
   * @see Jøsang & Ismail (2002), "The Beta Reputation System"
   */
  trust(pair: number): number {
    const { rows, at } = this.beliefs
    const row = at[pair]
    const kept = this.kept[pair] * this.age
    const against = rows[row + BROKEN] * this.age
    const trust = (kept + rows[row + PRIOR_KEPT]) / (kept + against + rows[row + SCAR] + rows[row + STRENGTH])
    if (!(trust >= 0 && trust <= 1)) this.#impossible(pair, trust)
    return trust
  }

  /**
   * The same of two that share no agreement yet: the base of their tie, less what the first has heard of the second. Nothing is
   * kept between strangers, so good conduct counts as on the first day.
   */
  repute(pair: number): number {
    const { rows, at } = this.beliefs
    const row = at[pair]
    const strength = rows[row + STRENGTH]
    const against = rows[row + BROKEN] * this.age
    return (strength + rows[row + PRIOR_KEPT]) / (2 * strength + against + rows[row + SCAR])
  }

  /** What the pair's first country thinks of its second: trust where the two have met, repute where they have not. */
  opinion(pair: number): number {
    return this.met(pair) ? this.trust(pair) : this.repute(pair)
  }

  /** Veracity trust of the pair's first country in its second, by the same rule; it rests while deception is off. */
  veracity(pair: number): number {
    const { world } = this
    if (!world.on.deception) return restingTrust(world.priors.veracityBase[world.priorOf[pair]])
    const { rows, at } = this.beliefs
    const row = at[pair]
    const truth = this.truth[pair] * this.age
    const falsehood = this.falsehood[pair] * this.age + rows[row + LIE]
    const veracity = (truth + rows[row + PRIOR_TRUTH]) / (truth + falsehood + rows[row + STRENGTH])
    if (!(veracity >= 0 && veracity <= 1)) this.#impossible(pair, veracity)
    return veracity
  }

  /** A column for what a mechanism works out today and forgets; the next who asks is given the same one. */
  scratch(size: number): Uint32Array {
    if (this.#scratch.length < size) this.#scratch = new Uint32Array(size * 2)
    return this.#scratch
  }

  /** Whether the two share an agreement in force by a day (today if none is given), or did before. */
  met(pair: number, day = this.day): boolean {
    return this.#metOn[pair] <= day
  }

  /** The two share an agreement from today on. */
  meet(pair: number): void {
    if (!this.#metOnIsOwn) this.#metOn = copy(this.#metOn)
    this.#metOnIsOwn = true
    this.#metOn[pair] = this.day
  }

  /** Stake of a membership as it was signed: that of day 0, or of the day on which a prospect was signed. */
  signedAt(m: number): number {
    return this.signed.get(m) ?? this.world.balance.stake[m]
  }

  /** What an agreement is worth to a party as its terms stand, whatever it lately received. */
  worth(m: number): number {
    return this.#worth[m]
  }

  /** The price that a party receives for an agreement. */
  price(m: number): number {
    return this.#price[m]
  }

  /** Sets both. */
  setTerms(m: number, worth: number, price: number): void {
    if (!this.#termsAreOwn) {
      this.#worth = copy(this.#worth)
      this.#price = copy(this.#price)
      this.#termsAreOwn = true
    }
    this.#worth[m] = worth
    this.#price[m] = price
  }

  /** Whether a membership still counts: its agreement is in force and the party has not left. */
  present(m: number): boolean {
    return this.inForce[this.#memberAgreement[m]] === 1 && this.rung[m] !== ENDED
  }

  /** 1 − Π trust over the other parties: the chance that one of them passes it on; 0 where nobody is left to tell. */
  risk(m: number): number {
    if (this.#weighed[m] !== this.version) {
      this.#risk[m] = 1 - this.#allKeep(m)
      this.#weighed[m] = this.version
    }
    return this.#risk[m]
  }

  /** What the agreement is worth to the party today (MODEL.md §5.4): the day-0 stake, moved by what it lately received. */
  stake(m: number): number {
    const expected = this.#expected[m]
    // who expects nothing is not disappointed
    if (expected <= 0) return this.#worth[m] + this.#price[m]
    const ratio = Math.min(this.#reciprocityCap, (this.received[m] * this.receivedAge) / expected)
    return this.#worth[m] * (1 - this.#reciprocity + this.#reciprocity * ratio) + this.#price[m]
  }

  /** Π trust over the other parties of a membership; the same as by `trust`, with everything at hand that they have in common. */
  #allKeep(m: number): number {
    const { audiencePair, audienceMember } = this.world
    const { rung, kept, age } = this
    const { rows, at } = this.beliefs
    const end = this.#audienceStart[m + 1]
    let keep = 1
    for (let a = this.#audienceStart[m]; a < end; a++) {
      if (rung[audienceMember[a]] === ENDED) continue
      const pair = audiencePair[a]
      const row = at[pair]
      const good = kept[pair] * age
      const against = rows[row + BROKEN] * age
      const trust =
        (good + rows[row + PRIOR_KEPT]) / (good + against + rows[row + SCAR] + rows[row + STRENGTH])
      if (!(trust >= 0 && trust <= 1)) this.#impossible(pair, trust)
      keep *= trust
    }
    return keep
  }

  /** Whether a membership still speaks to anybody. */
  hasAudience(m: number): boolean {
    const { audienceStart, audienceMember } = this.world
    for (let a = audienceStart[m]; a < audienceStart[m + 1]; a++)
      if (this.rung[audienceMember[a]] !== ENDED) return true
    return false
  }

  /** Share of a stream's collection that is lost today, 0 to 1. */
  damageToday(s: number): number {
    const damage = this.damage[s]
    if (damage === 0) return 0
    const { recovery, streamCell, disciplines } = this.world
    const elapsed = this.day - this.damageDay[s]
    return damage * exp((-Math.LN2 * elapsed) / recovery[streamCell[s] % disciplines])
  }

  /** Whether country i still reaches country j through some membership. */
  reaches(i: number, j: number): boolean {
    const { memberStart, memberAgreement } = this.world
    for (let m = memberStart[i]; m < memberStart[i + 1]; m++) {
      if (!this.present(m)) continue
      const other = memberOf(this.world, j, memberAgreement[m])
      if (other >= 0 && this.rung[other] !== ENDED) return true
    }
    return false
  }

  /** The memberships through which country i still reaches country j, ascending. */
  channels(i: number, j: number): number[] {
    const { memberStart, memberAgreement } = this.world
    const found: number[] = []
    for (let m = memberStart[i]; m < memberStart[i + 1]; m++) {
      if (!this.present(m)) continue
      const other = memberOf(this.world, j, memberAgreement[m])
      if (other >= 0 && this.rung[other] !== ENDED) found.push(m)
    }
    return found
  }

  #impossible(pair: number, trust: number): never {
    const { ids, to } = this.world
    throw new Error(
      `day ${this.day}: trust of ${ids[firstOf(this.world, pair)]} in ${ids[to[pair]]} is ${trust}`,
    )
  }
}

/** Columns of numbers that a day hands on to the next. */
const COLUMNS = [
  'kept',
  'truth',
  'falsehood',
  'heardOn',
  'received',
  'rung',
  'since',
  'downs',
  'inForce',
  'caveat',
  'damage',
  'damageDay',
  'turnedBy',
] as const satisfies readonly (keyof State)[]

/** What is known of some memberships alone, handed on in the same way. */
const MAPS = ['decreedFrom', 'steppedBy', 'heard', 'signed'] as const satisfies readonly (keyof State)[]

/** A day before every scenario. */
const NEVER_HEARD = -0x8000

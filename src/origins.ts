/**
 * How many origins lately told a country of a topic. A busy country deals with a hundred others, so they are counted once for each
 * country and topic, and the count is kept up from then on: by whoever tells it something, and by whoever did so too long ago.
 */
import { copy, longer } from './columns.js'
import type { World } from './world.js'

/** Not counted yet. */
const UNKNOWN = -1

export class Origins {
  readonly #world: World
  readonly #to: Uint32Array
  readonly #topics: number
  readonly #window: number
  /** pairs × topics: last day on which the second was told something by the first */
  readonly #heardOn: Int16Array
  /** countries × topics: how many told it something in the window before `#day`, or since; or UNKNOWN */
  readonly #counts: Int32Array
  /** the last day that somebody asked about or noted something on */
  #day: number
  /** places in `#heardOn`, each once for every day on which it was noted; those of day d begin at `#starts[d + lead]` */
  #log = new Uint32Array(1024)
  #logged = 0
  readonly #starts: Uint32Array
  readonly #lead: number

  /**
   * @param heardOn written here alone
   * @param lead days before day 0 that are played
   */
  constructor(world: World, heardOn: Int16Array, lead: number) {
    this.#world = world
    this.#to = world.to
    this.#topics = world.topics
    this.#window = world.parameters.checkWindow
    this.#heardOn = heardOn
    this.#counts = new Int32Array(world.countries * world.topics).fill(UNKNOWN)
    this.#day = -lead
    this.#lead = lead
    this.#starts = new Uint32Array(lead + world.days + 1)
  }

  /** Takes over what another of the same network has noted, once `heardOn` has been. */
  resume(from: Origins): void {
    this.#day = from.#day
    this.#log = copy(from.#log)
    this.#logged = from.#logged
    this.#starts.set(from.#starts.subarray(0, this.#starts.length))
  }

  /** Notes that the first of a pair told its second of a topic today. */
  note(pair: number, topic: number, day: number): void {
    if (this.#day !== day) this.#turnTo(day)
    const place = pair * this.#topics + topic
    const before = this.#heardOn[place]
    if (before === day) return
    this.#heardOn[place] = day
    const counted = this.#to[pair] * this.#topics + topic
    if (before < day - this.#window && this.#counts[counted] !== UNKNOWN) this.#counts[counted]++
    if (this.#logged === this.#log.length) this.#log = longer(this.#log, this.#logged * 2)
    this.#log[this.#logged++] = place
  }

  /** Origins besides the first of a pair that told its second of a topic within the window. */
  besides(pair: number, topic: number, day: number): number {
    if (this.#day !== day) this.#turnTo(day)
    const since = day - this.#window
    const recipient = this.#to[pair]
    const counted = recipient * this.#topics + topic
    if (this.#counts[counted] === UNKNOWN) this.#counts[counted] = this.#count(recipient, topic, since)
    return this.#counts[counted] - (this.#heardOn[pair * this.#topics + topic] >= since ? 1 : 0)
  }

  #count(recipient: number, topic: number, since: number): number {
    const { pairStart, reverse } = this.#world
    let count = 0
    for (let pair = pairStart[recipient]; pair < pairStart[recipient + 1]; pair++)
      if (this.#heardOn[reverse[pair] * this.#topics + topic] >= since) count++
    return count
  }

  /** Goes on day after day; whoever told something for the last time as long ago as the window reaches is no longer counted. */
  #turnTo(day: number): void {
    while (this.#day < day) {
      const leaving = this.#day - this.#window
      this.#day++
      this.#starts[this.#day + this.#lead] = this.#logged
      if (leaving >= -this.#lead) this.#forget(leaving)
    }
  }

  #forget(day: number): void {
    const end = this.#starts[day + this.#lead + 1]
    for (let k = this.#starts[day + this.#lead]; k < end; k++) {
      const place = this.#log[k]
      // whoever has told something since is counted still
      if (this.#heardOn[place] !== day) continue
      const topic = place % this.#topics
      const counted = this.#to[(place - topic) / this.#topics] * this.#topics + topic
      if (this.#counts[counted] !== UNKNOWN) this.#counts[counted]--
    }
  }
}

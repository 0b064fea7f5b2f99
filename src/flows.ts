/**
 * What flows on day 0: for every pair the expected items and credit a day, for every membership the expected value. An item
 * offered through several agreements counts once for each recipient, at the higher grade, to the first agreement that gave it.
 */
import { FULL, probabilities, TEAR_LINE, WITHHELD } from './choice.js'
import { column, columnOf } from './columns.js'
import { restingRisk, restingTrust } from './resting.js'
import type { Laid } from './world.js'

/** Nodes and weights of eight-point Gauss–Legendre quadrature on [−1, 1] (Abramowitz & Stegun 25.4.30). */
const NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363]
const WEIGHTS = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763]
const QUADRATURE = [
  ...NODES.map((node, k) => ({ node, weight: WEIGHTS[k] / 2 })),
  ...NODES.map((node, k) => ({ node: -node, weight: WEIGHTS[k] / 2 })),
]

/** By pair i→j × topic, a day: reports that j is given by i, and those of them that no copy vouches for. */
export interface Heard {
  readonly reports: Float64Array
  readonly uncopied: Float64Array
}

/** What flows, stream after stream. */
export class Flows {
  /** by pair: distinct (item, recipient) a day at any grade but withheld, and the credit for keeping them */
  readonly items: Float64Array
  readonly credits: Float64Array
  /** by membership: value a day, where what is told is believed as far as the tie goes; else it stands in `worth` */
  readonly expected: Float64Array
  /** where reports are checked: by seat of an audience, the value a day before it is known how far it is believed */
  readonly worth: Float64Array
  readonly heard: Heard
  readonly #laid: Laid
  readonly #value: Float64Array
  readonly #risk: Float64Array
  readonly #slots: Slots
  /** by pair, of the item in hand: chance that the recipient has not been given it, or not in full, or will not be in full */
  readonly #noneYet: Float64Array
  readonly #noFullYet: Float64Array
  readonly #noFullAfter: Float64Array
  /** by pair, of the same: how often no copy vouches for it */
  readonly #uncopied: Float64Array

  /** @param value by membership: what the agreement is worth to the party, the price it is paid included */
  constructor(laid: Laid, value: Float64Array) {
    const ofPairs = (): Float64Array => column(Float64Array, laid.pairs)
    const { deception } = laid.on
    this.#laid = laid
    this.#value = value
    this.#risk = columnOf(Float64Array, laid.members, (m) => restingRisk(laid, m))
    this.#slots = new Slots(laid)
    this.items = ofPairs()
    this.credits = ofPairs()
    this.expected = column(Float64Array, laid.members)
    this.worth = column(Float64Array, deception ? laid.audiencePair.length : 0)
    this.heard = {
      reports: column(Float64Array, deception ? laid.pairs * laid.topics : 0),
      uncopied: column(Float64Array, deception ? laid.pairs * laid.topics : 0),
    }
    this.#noneYet = ofPairs()
    this.#noFullYet = ofPairs()
    this.#noFullAfter = ofPairs()
    this.#uncopied = ofPairs()
  }

  /** Adds all that a stream brings a day through the agreements that count, over items of every sensitivity. */
  add(s: number, counts: Uint8Array): void {
    const { itemSensitivityLow: low, itemSensitivityHigh: high } = this.#laid.parameters
    const { streamRate, streamCell, sensitivity, disciplines } = this.#laid
    const source = sensitivity[streamCell[s] % disciplines]
    this.#slots.lay(this.#laid, s, counts)
    for (const { node, weight } of QUADRATURE) {
      this.#choose(source * ((low + high) / 2 + ((high - low) / 2) * node))
      this.#begin()
      this.#deliver(s, weight * streamRate[s])
    }
  }

  /** How likely each choice is about an item of a sensitivity, seat by seat. */
  #choose(sensitivity: number): void {
    const { terms, on, priors, priorOf, audiencePair } = this.#laid
    const { count, through, seat, hold, tear, full, chances } = this.#slots
    for (let k = 0; k < count; k++) {
      const m = through[k]
      // a club runs one risk whoever of it is told
      if (!on.sharedClubs || k === 0 || m !== through[k - 1]) {
        const risk = on.sharedClubs
          ? this.#risk[m]
          : 1 - restingTrust(priors.base[priorOf[audiencePair[seat[k]]]])
        probabilities(terms, this.#value[m], risk * sensitivity, chances)
      }
      hold[k] = chances[WITHHELD]
      tear[k] = chances[TEAR_LINE]
      full[k] = chances[FULL]
    }
  }

  /** Nobody has been given the item; a tear-line counts where no agreement to come gives it in full. */
  #begin(): void {
    const { audiencePair } = this.#laid
    const { count, seat, tear, full } = this.#slots
    const [noneYet, noFullYet, noFullAfter] = [this.#noneYet, this.#noFullYet, this.#noFullAfter]
    for (let k = 0; k < count; k++) {
      const pair = audiencePair[seat[k]]
      noneYet[pair] = noFullYet[pair] = noFullAfter[pair] = 1
      this.#uncopied[pair] = 0
    }
    for (let k = count - 1; k >= 0; k--) {
      const pair = audiencePair[seat[k]]
      const later = noFullAfter[pair]
      noFullAfter[pair] *= 1 - full[k]
      tear[k] *= later
    }
  }

  /** Adds what so many such items a day come to. */
  #deliver(s: number, rate: number): void {
    const { audiencePair, audienceMember, reverse, priors, priorOf, topics, on } = this.#laid
    const { tearLineCredit, tearLineValue, itemValueLow, itemValueHigh, corroboration } =
      this.#laid.parameters
    const { count, seat, hold, tear, full } = this.#slots
    const [noneYet, noFullYet, uncopied] = [this.#noneYet, this.#noFullYet, this.#uncopied]
    const { items, credits, expected, worth, heard } = this
    const topic = this.#laid.streamTopic[s]
    const valued = rate * ((itemValueLow + itemValueHigh) / 2)
    for (let k = 0; k < count; k++) {
      const pair = audiencePair[seat[k]]
      const inFull = noFullYet[pair] * full[k]
      const asTearLine = noneYet[pair] * tear[k]
      items[pair] += rate * (inFull + asTearLine)
      credits[pair] += rate * (inFull + tearLineCredit * asTearLine)
      const value = valued * (inFull + tearLineValue * asTearLine)
      if (on.deception) {
        const cell = pair * topics + topic
        const before = uncopied[pair]
        const another = hold[k] + (1 - hold[k]) * (1 - corroboration)
        uncopied[pair] = before * another + noneYet[pair] * (1 - hold[k])
        heard.reports[cell] += rate * (inFull + asTearLine)
        heard.uncopied[cell] += rate * (uncopied[pair] - before)
        worth[seat[k]] += value
      } else
        expected[audienceMember[seat[k]]] += value * restingTrust(priors.veracityBase[priorOf[reverse[pair]]])
      noFullYet[pair] *= 1 - full[k]
      noneYet[pair] *= hold[k]
    }
  }
}

/** All whom an item of one stream is offered to, once for each agreement through which it is. */
class Slots {
  count = 0
  /** the membership that offers, and the place in the audiences of whoever is offered it */
  readonly through: Uint32Array
  readonly seat: Uint32Array
  /** chances of the three choices */
  readonly hold: Float64Array
  readonly tear: Float64Array
  readonly full: Float64Array
  /** the same of the choice in hand */
  readonly chances = new Float64Array(3)

  /** Makes room for the stream that reaches most. */
  constructor({ streams, routeStart, routeMember, audienceStart }: Laid) {
    let most = 0
    for (let s = 0; s < streams; s++) {
      let seats = 0
      for (let r = routeStart[s]; r < routeStart[s + 1]; r++)
        seats += audienceStart[routeMember[r] + 1] - audienceStart[routeMember[r]]
      most = Math.max(most, seats)
    }
    this.through = new Uint32Array(most)
    this.seat = new Uint32Array(most)
    this.hold = new Float64Array(most)
    this.tear = new Float64Array(most)
    this.full = new Float64Array(most)
  }

  /** Lays them out, through the agreements that count. */
  lay(
    { routeStart, routeMember, memberAgreement, audienceStart }: Laid,
    s: number,
    counts: Uint8Array,
  ): void {
    this.count = 0
    for (let r = routeStart[s]; r < routeStart[s + 1]; r++) {
      const m = routeMember[r]
      if (counts[memberAgreement[m]] === 0) continue
      for (let seat = audienceStart[m]; seat < audienceStart[m + 1]; seat++) {
        this.through[this.count] = m
        this.seat[this.count++] = seat
      }
    }
  }
}

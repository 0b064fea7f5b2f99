/** Chance: every draw is addressed by what it decides, so no draw depends on which others were asked for. */
import seedrandom from 'seedrandom'
import { log } from './math.js'
import { batch, BATCH, first, philox4x32, second, STEP, type Batch } from './philox.js'

/** What a draw can be for, and the occurrence by which it is told from others of the same address. */
export const PURPOSES = [
  { name: 'arrival', meaning: 'the gap before the next item of a stream, by item number' },
  { name: 'item', meaning: 'sensitivity and value of an item, by item number' },
  { name: 'choice', meaning: 'full, tear-line or nothing, by item number' },
  { name: 'phase', meaning: 'the day on which the regular reviews of a member start' },
  { name: 'review', meaning: 'the noise of a regular review, by its schedule number' },
  { name: 'newsLag', meaning: 'days from learning of a breach to the review it causes' },
  { name: 'newsReview', meaning: 'the noise of the review that a breach causes' },
  { name: 'attribution', meaning: 'whether a recipient guesses the source, by breach' },
  { name: 'thinning', meaning: 'whether a damaged source still yields an item, by item number' },
  { name: 'detection', meaning: 'days until a victim finds out about a secret breach' },
  { name: 'confide', meaning: 'whether a victim tells a partner of a secret breach' },
  { name: 'visibility', meaning: 'whether an observer sees a formal step, by step' },
  { name: 'plot', meaning: 'the gap before the next plot against a target, by plot number' },
  { name: 'lead', meaning: 'days from the birth of a plot to the day it is due, by plot number' },
  { name: 'discovery', meaning: 'whether and when a collector uncovers a plot, by plot number' },
  { name: 'warning', meaning: 'what a collector tells the target of a plot, by plot number' },
  { name: 'duty', meaning: 'whether a suspended partner still sends a tear-line warning, by plot number' },
  { name: 'outcome', meaning: 'whether a plot is averted, by plot number' },
  { name: 'truth', meaning: 'whether an item is false, and how hard it is to check, by item number' },
  { name: 'turned', meaning: 'whether an identified source is turned, by breach' },
  { name: 'leak', meaning: 'days until a holder leaks an item, by item number' },
  { name: 'blame', meaning: 'whom an originator takes for the leaker, by breach' },
  {
    name: 'asking',
    meaning: 'the gap before the next item that somebody wants passed on, and when it asks, by number',
  },
  { name: 'third', meaning: 'which third country most wants an item, by item number' },
  { name: 'granting', meaning: 'whether an originator grants release, by item number' },
  { name: 'table', meaning: 'whether a prospect is on the table at a review, by its schedule number' },
  { name: 'signing', meaning: 'the noise of the decision to sign, by its schedule number' },
  { name: 'bootstrap', meaning: 'which pairs of runs a resample holds, by resample' },
  { name: 'threshold', meaning: 'null model: the share of partners a country wants to see go ahead' },
  { name: 'cascade', meaning: 'null model: whether one country wins over another the once it tries' },
  { name: 'transmission', meaning: 'null model: the day on which one country would win over another' },
  { name: 'infectious', meaning: 'null model: for how many days a country tries' },
  { name: 'susceptibility', meaning: 'null model: how far a country lets others change its opinion' },
  { name: 'bond', meaning: 'the gap before the next bond of a random graph, by bond number' },
  { name: 'generated', meaning: 'what a generated network is like, by throw' },
  {
    name: 'substitute',
    meaning: 'study: which other partner of the leaker stands in for an originator, by episode',
  },
  { name: 'assumption', meaning: 'the value of a parameter where assumptions are drawn, by draw' },
] as const
/** `own:` begins what a mechanism of your own throws dice for; it meets no draw of the model. */
export type Purpose = (typeof PURPOSES)[number]['name'] | `own:${string}`

/** What a draw decides, hashed to 64 bits: two unsigned 32-bit words. */
export interface Address {
  readonly hi: number
  readonly lo: number
}

/**
 * The address of what is decided for a purpose about certain names (ids of countries, agreements, topics …,
 * in an order that the caller keeps to). Depends on nothing else: not on a seed, nor on other addresses.
 *
 * The texts (purpose, name 1, name 2, …) are hashed with Philox4x32-10 as a block cipher in Davies–Meyer mode.
 * The state is four words, at first (number of texts, 0, 0, 0). A block (a, b) of two words is absorbed by
 *     state := philox4x32(counter = state, key = (a, b)) xor state, word by word.
 * For each text in turn, with position 0 for the purpose: absorb (length in UTF-8 bytes, position), then its
 * UTF-8 bytes eight at a time as two little-endian words, the last block filled up with zero bytes.
 * The address is lo = word 0 and hi = word 1 of the final state. The lengths keep ('ab', 'c') from ('a', 'bc').
 */
export function address(purpose: Purpose, ...names: readonly string[]): Address {
  return stem(names.length, purpose).of(...names)
}

/**
 * What the addresses of many draws begin with, so that it is hashed once for all of them.
 * @param names how many follow the purpose in each address
 */
export function stem(names: number, purpose: Purpose): Stem {
  const state = new Uint32Array(4)
  state[0] = 1 + names
  absorbText(state, purpose, 0)
  return new Stem(state, 1)
}

export class Stem {
  readonly #state: Uint32Array
  readonly #texts: number

  /** @param texts how many the state holds */
  constructor(state: Uint32Array, texts: number) {
    this.#state = state
    this.#texts = texts
  }

  /** A longer one, which goes on with such names. */
  and(...names: readonly string[]): Stem {
    const state = this.#state.slice()
    for (let n = 0; n < names.length; n++) absorbText(state, names[n], this.#texts + n)
    return new Stem(state, this.#texts + names.length)
  }

  /** The address that goes on with such names. */
  of(...names: readonly string[]): Address {
    this.#begin()
    for (let n = 0; n < names.length; n++) absorbText(ending, names[n], this.#texts + n)
    return { hi: ending[1], lo: ending[0] }
  }

  /** Writes the addresses from `first` to before `end` down, each of which goes on with one name. */
  lay({ hi, lo }: Addresses, first: number, end: number, nameOf: (k: number) => string): void {
    for (let k = first; k < end; k++) {
      this.#begin()
      absorbText(ending, nameOf(k), this.#texts)
      lo[k] = ending[0]
      hi[k] = ending[1]
    }
  }

  #begin(): void {
    for (let n = 0; n < 4; n++) ending[n] = this.#state[n]
  }
}

/** The state of the address that is being worked out. */
const ending = new Uint32Array(4)

/** Addresses of many draws, one 64-bit word pair an entry. */
export interface Addresses {
  readonly hi: Uint32Array
  readonly lo: Uint32Array
}

/** Addresses remembered of one kind at most: some forty megabytes. */
const MOST_KNOWN = 1 << 18

/**
 * Addresses that are asked for again and again, worked out once each. Runs without number ask for ever new ones (of leaks that
 * nobody scripted, say), so a book that is full is begun anew.
 */
export class AddressBook {
  readonly #known = new Map<string, Address>()
  readonly #numbered = new Map<Purpose, Map<number, Address>>()

  /** The same for what has a number among all that is asked for the purpose; the names are those of that number. */
  numbered(purpose: Purpose, number: number, ...names: string[]): Address {
    let known = this.#numbered.get(purpose)
    if (known === undefined) this.#numbered.set(purpose, (known = new Map<number, Address>()))
    return known.get(number) ?? keep(known, number, address(purpose, ...names))
  }

  /** The same as `address`, for ids: they hold no line break, so joined names cannot be mixed up. */
  of(purpose: Purpose, ...names: string[]): Address {
    const key = `${purpose}\n${names.join('\n')}`
    return this.#known.get(key) ?? keep(this.#known, key, address(purpose, ...names))
  }
}

/** Remembers an address, and forgets all others where they have become too many. */
function keep<Key>(known: Map<Key, Address>, key: Key, found: Address): Address {
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, found)
  return found
}

/** Ill-formed text (lone surrogates) counts as U+FFFD, as the Encoding Standard says. */
const encoder = new TextEncoder()

/** Where texts are written as bytes, one after another; it grows with the longest. */
let bytes = new Uint8Array(1024)

function absorbText(state: Uint32Array, text: string, position: number): void {
  // a character takes three bytes at most, and the last block is filled up
  if (bytes.length < 3 * text.length + 8) bytes = new Uint8Array(6 * text.length + 8)
  const written = isPlain(text) ? text.length : encoder.encodeInto(text, bytes).written
  for (let n = written; n % 8 !== 0; n++) bytes[n] = 0
  absorb(state, written, position)
  for (let n = 0; n < written; n += 8) absorb(state, wordAt(n), wordAt(n + 4))
}

/** Writes a text down if all its characters take one byte; ids mostly do, and need no encoder. */
function isPlain(text: string): boolean {
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n)
    if (code > 0x7f) return false
    bytes[n] = code
  }
  return true
}

function wordAt(n: number): number {
  return (bytes[n] | (bytes[n + 1] << 8) | (bytes[n + 2] << 16) | (bytes[n + 3] << 24)) >>> 0
}

const scrambled = new Uint32Array(4)

function absorb(state: Uint32Array, a: number, b: number): void {
  philox4x32(state[0], state[1], state[2], state[3], a, b, scrambled)
  for (let n = 0; n < 4; n++) state[n] ^= scrambled[n]
}

/**
 * The 64-bit key of a seed, two unsigned words, through `seedrandom`: ARC4 keyed with the seed's UTF-8 bytes and
 * then the byte 255, its first 256 bytes dropped, the next eight read as two big-endian words. (A seed of 256 bytes
 * or more seedrandom first folds into 256.)
 *
 * The bytes are handed over one to a character because seedrandom keeps only the lower half of each, and the 255,
 * which no UTF-8 holds, because it repeats a short key until it is full: left to itself it takes '1', '11' and
 * '111' for one seed, and so 'Ā' and 'Ȁ'.
 *
 * @throws {TypeError} when the seed is not a text of one character or more; undefined would seed from the clock
 */
export function keyFromSeed(seed: string): readonly [number, number] {
  if (typeof seed !== 'string' || seed === '') {
    throw new TypeError(
      `a seed is a text of one character or more, not ${JSON.stringify(seed) ?? typeof seed}`,
    )
  }
  let text = ''
  for (const byte of encoder.encode(seed)) text += String.fromCharCode(byte)
  const arc4 = seedrandom(`${text}\xff`)
  return [arc4.int32() >>> 0, arc4.int32() >>> 0]
}

/** No throw has such an occurrence. */
const NEVER_THROWN = -1

/**
 * The dice of one run: a throw is a pure function of seed, run, address and occurrence, whatever was thrown before.
 * It is the four words w0..w3 of Philox4x32-10 under the seed's key at counter (address lo, address hi, run,
 * occurrence), read as two uniforms: (floor(w0 / 2^5) 2^26 + floor(w1 / 2^6)) / 2^53, and the same of w2 and w3.
 */
export class Draws {
  /** Where throws are laid side by side; there is one for all, so nobody may leave anything in it for later. */
  readonly batch: Batch = batch
  readonly #k0: number
  readonly #k1: number
  #run = 0
  /** the last throw, or no throw at all */
  #hi = 0
  #lo = 0
  #occurrence = NEVER_THROWN

  /** @throws {TypeError} for an empty seed; {RangeError} for a run that is not an integer in [0, 2^32) */
  constructor(seed: string, run: number) {
    const [k0, k1] = keyFromSeed(seed)
    this.#k0 = k0 | 0
    this.#k1 = k1 | 0
    this.aim(run)
  }

  /** Number of the run whose dice these are. */
  get run(): number {
    return this.#run
  }

  /** The other uniform of the last throw, in [0, 1) and independent of the first; NaN before any throw. */
  get second(): number {
    if (this.#occurrence === NEVER_THROWN) return NaN
    return second(this.#lo, this.#hi, this.#run, this.#occurrence, this.#k0, this.#k1)
  }

  /**
   * Turns to the dice of another run of the same seed.
   * @throws {RangeError} for a run that is not an integer in [0, 2^32)
   */
  aim(run: number): void {
    if (run >>> 0 !== run) throw new RangeError(`a run number is an integer from 0 to 4294967295, not ${run}`)
    this.#run = run
    this.#occurrence = NEVER_THROWN
  }

  /**
   * A uniform in [0, 1), a multiple of 2^-53, for an address given as its two words; another waits in `second`.
   * `occurrence`, an integer in [0, 2^32), tells draws of one address apart: the number of the item, the review …
   */
  uniform(hi: number, lo: number, occurrence: number): number {
    this.#hi = hi | 0
    this.#lo = lo | 0
    this.#occurrence = occurrence
    return first(lo, hi, this.#run, occurrence, this.#k0, this.#k1)
  }

  /**
   * Takes the throws at places 0 to count − 1 of `batch` at once, which is several times as fast as one by one.
   * @throws {RangeError} for more than BATCH
   */
  take(count: number): void {
    expectRoom(count)
    batch.take(count, this.#run, this.#k0, this.#k1)
  }

  /**
   * Finds those throws at places 0 to count − 1 of `batch` whose first uniform is below a chance, and writes their places,
   * ascending, into `batch.found`. It is faster than to take them, and they are not taken.
   * @param chance from 0 to 1
   * @returns how many it found
   * @throws {RangeError} for more than BATCH, or a chance that is none
   */
  below(count: number, chance: number): number {
    expectRoom(count)
    if (!(chance >= 0 && chance <= 1)) throw new RangeError(`a chance lies from 0 to 1, not ${chance}`)
    return batch.below(count, this.#run, this.#k0, this.#k1, chance)
  }

  /** As `uniform`, for an address. */
  at(address: Address, occurrence = 0): number {
    return this.uniform(address.hi, address.lo, occurrence)
  }
}

function expectRoom(count: number): void {
  if (count > BATCH) throw new RangeError(`at most ${BATCH} throws are taken at once, not ${count}`)
}

/**
 * Exponential variate of a mean from a uniform u in [0, 1): -mean log(1 - u), increasing in u. 1 - u is exact for
 * a multiple of 2^-53 and never 0, so the result lies from 0 (u = 0) to 36.74 means, and is never Infinity.
 */
export function exponential(u: number, mean: number): number {
  return mean * (0 - log(1 - u))
}

/**
 * Number of tries up to and with the first success, each succeeding with a chance from 0 to 1, from a uniform u in [0, 1): the
 * least k of 1 or more with 1 - (1 - chance)^k > u, increasing in u. Infinity where success never comes.
 */
export function tries(u: number, chance: number): number {
  const perTry = log(1 - chance)
  return perTry === 0 ? Infinity : 1 + Math.floor(log(1 - u) / perTry)
}

/** Half a step: logistic variates are taken in the middle between two uniforms. */
const HALF_STEP = STEP / 2

/**
 * Standard logistic variate (mean 0, variance pi^2/3) from a uniform u in [0, 1): log(m/(1 - m)) at the midpoint
 * m = u + 2^-54, so that u = 0 gives -37.43 and not -Infinity, and u = 1 - 2^-53 its exact opposite.
 */
export function logistic(u: number): number {
  return log(u + HALF_STEP) - log(1 - u - HALF_STEP)
}

const TWO_TO_32 = 4294967296

/** What no standard logistic variate exceeds: that of u = 1 - 2^-53 is 37.43. */
const LOGISTIC_MOST = 38

/** More than half a step adds to -log(1 - u) where 1 - u is 2^-32 or more. */
const MIDPOINT = 1e-6

/**
 * An upper bound of `logistic(u)` that takes no logarithm: where 1 - u is 2^-k or more, that is hardly more than k log 2. It is at
 * most log 2 too high where 1 - u is small and not below 2^-32, and far too high where u is small.
 */
export function logisticAtMost(u: number): number {
  const zeros = Math.clz32((1 - u) * TWO_TO_32)
  return zeros === 32 ? LOGISTIC_MOST : (zeros + 1) * Math.LN2 + MIDPOINT
}

/**
 * Which of three a uniform u in [0, 1) falls on, 0 hold, 1 tear or 2 full, laid in this order with lengths in
 * proportion to their weights, so that more u never means less sharing. A weight of 0 is never chosen.
 *
 * @throws {Error} when a weight is NaN or infinite or all are 0; weights below 0 are the caller's mistake
 */
export function chooseOfThree(u: number, hold: number, tear: number, full: number): 0 | 1 | 2 {
  const notFull = hold + tear
  const total = notFull + full
  if (!(total > 0 && total < Infinity)) throw new Error(`no choice between weights ${hold}, ${tear}, ${full}`)
  const place = u * total
  if (place < hold) return 0
  return place < notFull ? 1 : 2
}

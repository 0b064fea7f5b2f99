/** Philox4x32-10, the generator behind every draw: the reference, and the same in WebAssembly where the engine has it. */
import { CODE } from './philox-code.js'

/** Multipliers of the two lanes and what is added to the key each round, in Salmon et al.'s notation. */
const M0 = 0xd2511f53
const M0_LOW = M0 & 0xffff
const M0_HIGH = M0 >>> 16
const M1 = 0xcd9e8d57
const M1_LOW = M1 & 0xffff
const M1_HIGH = M1 >>> 16
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85
const ROUNDS = 10

/**
 * Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, doi:10.1145/2063384.2063405): writes the four words that
 * belong to counter c0..c3 under key k0, k1 into `out`. Every word is taken modulo 2^32.
 */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    // 32 x 32 bit products from halves of 16 bits, so that no part of one exceeds 2^32
    const a = c0 & 0xffff
    const b = c0 >>> 16
    const aLow = Math.imul(a, M0_LOW)
    const bLow = (Math.imul(b, M0_LOW) + (aLow >>> 16)) | 0
    const aHigh = (Math.imul(a, M0_HIGH) + (bLow & 0xffff)) | 0
    const high0 = (Math.imul(b, M0_HIGH) + (bLow >>> 16) + (aHigh >>> 16)) | 0
    const low0 = (aHigh << 16) | (aLow & 0xffff)
    const c = c2 & 0xffff
    const d = c2 >>> 16
    const cLow = Math.imul(c, M1_LOW)
    const dLow = (Math.imul(d, M1_LOW) + (cLow >>> 16)) | 0
    const cHigh = (Math.imul(c, M1_HIGH) + (dLow & 0xffff)) | 0
    const high1 = (Math.imul(d, M1_HIGH) + (dLow >>> 16) + (cHigh >>> 16)) | 0
    const low1 = (cHigh << 16) | (cLow & 0xffff)
    c0 = high1 ^ c1 ^ k0
    c1 = low1
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + W0) | 0
    k1 = (k1 + W1) | 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

/** 2^-53, the step between neighbouring uniforms, and 2^26, to set 27 bits of one word above 26 of the next */
export const STEP = 1.1102230246251565e-16
const TWO_TO_26 = 67108864

/** Three words, two doubles, a word. */
const BYTES = 32

type Throw = (c0: number, c1: number, c2: number, c3: number, k0: number, k1: number) => number

/** Most throws that are taken at once: their columns fill half of what a processor keeps nearest. */
export const BATCH = 512

/** Throws side by side, to be taken at once. There is one of it, so what it holds is good until the next that somebody takes. */
export interface Batch {
  /** BATCH long, by throw: what it decides, which makes words 0, 1 and 3 of its counter */
  readonly lo: Uint32Array
  readonly hi: Uint32Array
  readonly occurrence: Uint32Array
  /** and its two uniforms, once taken */
  readonly first: Float64Array
  readonly second: Float64Array
  /** the throws that `below` found, ascending; what stands behind them is anything */
  readonly found: Uint32Array
  /** Takes the first so many, up to BATCH, of one run, which makes word 2. */
  readonly take: (count: number, run: number, k0: number, k1: number) => void
  /** Finds those of the first so many whose first uniform is below a chance from 0 to 1; the uniforms of the batch are lost. @returns how many */
  readonly below: (count: number, run: number, k0: number, k1: number, chance: number) => number
}

/** The words of a counter c0..c3 under a key k0, k1, as two uniforms in [0, 1), multiples of 2^-53. */
export interface Uniforms {
  /** (floor(w0 / 2^5) 2^26 + floor(w1 / 2^6)) / 2^53 */
  readonly first: Throw
  /** the same of w2 and w3 */
  readonly second: Throw
  readonly batch: Batch
}

const words = new Uint32Array(4)
const laid = columns(new ArrayBuffer(BATCH * BYTES))

function ofWords(high: number, low: number): number {
  return ((high >>> 5) * TWO_TO_26 + (low >>> 6)) * STEP
}

/** In TypeScript. */
export const reference: Uniforms = {
  first(c0, c1, c2, c3, k0, k1) {
    philox4x32(c0, c1, c2, c3, k0, k1, words)
    return ofWords(words[0], words[1])
  },
  second(c0, c1, c2, c3, k0, k1) {
    philox4x32(c0, c1, c2, c3, k0, k1, words)
    return ofWords(words[2], words[3])
  },
  batch: {
    ...laid,
    take(count, run, k0, k1) {
      const { lo, hi, occurrence, first, second } = laid
      for (let k = 0; k < count; k++) {
        philox4x32(lo[k], hi[k], run, occurrence[k], k0, k1, words)
        first[k] = ofWords(words[0], words[1])
        second[k] = ofWords(words[2], words[3])
      }
    },
    below(count, run, k0, k1, chance) {
      const { lo, hi, occurrence, found } = laid
      let size = 0
      for (let k = 0; k < count; k++) {
        philox4x32(lo[k], hi[k], run, occurrence[k], k0, k1, words)
        if (ofWords(words[0], words[1]) < chance) found[size++] = k
      }
      return size
    },
  },
}

/** The columns of a batch one after another. */
function columns(memory: ArrayBuffer): Omit<Batch, 'take' | 'below'> {
  const [lo, hi, occurrence, found] = [0, 4, 8, 28].map(
    (place) => new Uint32Array(memory, BATCH * place, BATCH),
  )
  const [first, second] = [12, 20].map((place) => new Float64Array(memory, BATCH * place, BATCH))
  return { lo, hi, occurrence, first, second, found }
}

/** In WebAssembly, the same to the last bit; undefined where the engine has none, or a program was bundled without. */
export function assembled(): Uniforms | undefined {
  if (CODE === '') return undefined
  try {
    const code = Uint8Array.from(atob(CODE), (letter) => letter.charCodeAt(0))
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code))
    const { memory, first, second, take, below } = exports as unknown as Assembly
    return { first, second, batch: { ...columns(memory.buffer), take, below } }
  } catch {
    return undefined
  }
}

/** What philox.wat exports. */
interface Assembly extends Pick<Uniforms, 'first' | 'second'>, Pick<Batch, 'take' | 'below'> {
  readonly memory: WebAssembly.Memory
}

export const { first, second, batch } = assembled() ?? reference

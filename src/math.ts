/**
 * exp, log and power that give the same bits in every engine, which `Math.exp`, `Math.log` and `Math.pow` do not.
 *
 * A port of the method and constants of fdlibm 5.3, e_exp.c and e_log.c, whose notice is:
 *
 *   ====================================================
 *   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *
 *   Developed at SunSoft, a Sun Microsystems, Inc. business.
 *   Permission to use, copy, modify, and distribute this
 *   software is freely granted, provided that this notice
 *   is preserved.
 *   ====================================================
 *
 * IEEE 754 fixes + - * / to the last bit and JavaScript never fuses or widens them, so neither can differ.
 * Changed here: where fdlibm looks at the words of x, `exp` compares x itself with the same bounds, and where
 * fdlibm adds to an exponent, both multiply by a power of two from a table, which is exact. The results are
 * fdlibm's, bit for bit.
 */

/** ln 2 in two parts; the first ends in 21 zero bits, so k times it is exact for |k| < 2000 */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const INVERSE_LN2 = 1.4426950408889634

/** Above this exp is over the largest double (0x40862E42FEFA39EF). */
const OVERFLOW = 709.782712893384
/** Below this exp is nearer to 0 than to the smallest subnormal (0xC0874910D52D3051). */
const UNDERFLOW = -745.1332191019411

/** fdlibm's bounds on |x|, taken from the high word alone: about ln(2)/2, 3 ln(2)/2 and exactly 2^-28. */
const HALF_LN2 = 0.3465735912322998
const THREE_HALVES_LN2 = 1.0397205352783203
const TINY = 3.725290298461914e-9

/** exp(r) on |r| <= ln(2)/2: R(z) = 2 + P1 z + ... + P5 z^5, z = r^2, within 2^-59 of r (e^r + 1)/(e^r - 1) */
const P1 = 0.16666666666666602
const P2 = -0.0027777777777015593
const P3 = 6.613756321437934e-5
const P4 = -1.6533902205465252e-6
const P5 = 4.1381367970572385e-8

/** log(1 + f) on sqrt(2)/2 < 1 + f < sqrt(2): odd series in s = f/(2 + f), within 2^-58.45 */
const L1 = 0.6666666666666735
const L2 = 0.3999999999940942
const L3 = 0.2857142874366239
const L4 = 0.22222198432149784
const L5 = 0.1818357216161805
const L6 = 0.15313837699209373
const L7 = 0.14798198605116586

const TWO_TO_54 = 18014398509481984
/** 2^-1000, to reach subnormal results with a single rounding */
const TWO_TO_MINUS_1000 = 9.332636185032189e-302

/** `POWERS[k + BIAS]` is 2^k for k from -1023 (subnormal, yet exact) to 1023 */
const BIAS = 1023
const POWERS = powersOfTwo()

/** The bits of one double; made once so that no call allocates. */
const bits = new DataView(new ArrayBuffer(8))

/**
 * e to the power x, within 1 ulp (fdlibm's bound). exp(0) = 1 exactly; exp(-Infinity) and everything below
 * about -745.13 is 0, everything above about 709.78 is Infinity, NaN stays NaN.
 */
export function exp(x: number): number {
  let k = 0
  let high = 0
  let low = 0
  let r = x
  const size = x < 0 ? -x : x
  if (size >= HALF_LN2) {
    if (x > OVERFLOW) return Infinity
    if (x < UNDERFLOW) return 0
    k = size < THREE_HALVES_LN2 ? (x < 0 ? -1 : 1) : (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
  } else if (size < TINY) return 1 + x

  const z = r * r
  const c = r - z * (P1 + z * (P2 + z * (P3 + z * (P4 + z * P5))))
  if (k === 0) return 1 - ((r * c) / (c - 2) - r) // also NaN, which fails every comparison above
  const y = 1 - (low - (r * c) / (2 - c) - high)
  if (k < -1021) return y * POWERS[k + 1000 + BIAS] * TWO_TO_MINUS_1000
  return k < 1024 ? y * POWERS[k + BIAS] : y * 2 * POWERS[1023 + BIAS]
}

/**
 * Natural logarithm of x, within 1 ulp (fdlibm's bound), also next to 1 where the result is small: for an exact
 * 1 - u it is as good as a log1p. log(1) = 0 exactly, log(0) = log(-0) = -Infinity, log(Infinity) = Infinity;
 * x below 0 gives NaN, NaN stays NaN.
 */
export function log(x: number): number {
  let k = 0
  bits.setFloat64(0, x, true)
  let word = bits.getInt32(4, true)
  if (word < 0x00100000) {
    if (x === 0) return -Infinity
    if (word < 0) return NaN
    k = -54
    x *= TWO_TO_54
    bits.setFloat64(0, x, true)
    word = bits.getInt32(4, true)
  }
  if (word >= 0x7ff00000) return x // Infinity and NaN

  // x = 2^k (1 + f) with 1 + f between sqrt(2)/2 and sqrt(2), the cut being made on the high word alone
  const exponent = (word >> 20) - 1023
  word &= 0x000fffff
  const upper = (word + 0x95f64) >> 20
  k += exponent + upper
  const f = x * POWERS[BIAS - exponent] * (upper === 0 ? 1 : 0.5) - 1

  if ((0x000fffff & (2 + word)) < 3) return logNearPower(f, k)
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (L2 + w * (L4 + w * L6))
  const odd = z * (L1 + w * (L3 + w * (L5 + w * L7)))
  const R = odd + even
  // for f from about 0.38 to 0.42 the two halves of f - f^2/2 are kept apart, or the bound of 1 ulp fails
  if (((word - 0x6147a) | (0x6b851 - word)) > 0) {
    const half = 0.5 * f * f
    if (k === 0) return f - (half - s * (half + R))
    return k * LN2_HIGH - (half - (s * (half + R) + k * LN2_LOW) - f)
  }
  if (k === 0) return f - s * (f - R)
  return k * LN2_HIGH - (s * (f - R) - k * LN2_LOW - f)
}

/** log of 2^k (1 + f) for |f| < 2^-20, where three terms of the series are enough */
function logNearPower(f: number, k: number): number {
  if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW
  const R = f * f * (0.5 - 0.3333333333333333 * f)
  if (k === 0) return f - R
  return k * LN2_HIGH - (R - k * LN2_LOW - f)
}

/**
 * `base` to the power `exponent` as exp(exponent log base), for base >= 0; a base below 0 gives NaN.
 * Exact: x^0 = 1 for every x, 1^y = 1 for every y, x^1 = x, 0^positive = 0; 0^negative = Infinity.
 * Elsewhere the relative error is up to about (1 + |exponent log base|) 2^-52: 3e-16 near 1, 1e-14 at 1e20.
 */
export function power(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1
  if (exponent === 1) return base < 0 ? NaN : base
  return exp(exponent * log(base))
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2 * BIAS + 1)
  powers[BIAS] = 1
  for (let k = 1; k <= BIAS; k++) {
    powers[BIAS + k] = powers[BIAS + k - 1] * 2
    powers[BIAS - k] = powers[BIAS - k + 1] / 2
  }
  return powers
}

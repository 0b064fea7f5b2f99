/** exp, log and power: against 60-digit arithmetic first, then their edges, and last their bits. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp, log, power } from '../src/math.js'

/** bits of x, bits of the double nearest to the result, and how far above it the exact result lies, in millionths of an ulp */
type Row = readonly [x: string, nearest: string, millionths: number]
const reference = JSON.parse(readFileSync(new URL('./reference/exp-log.json', import.meta.url), 'utf8')) as {
  exp: readonly Row[]
  log: readonly Row[]
}

function fromBits(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleBE()
}

/** A double's place among all doubles in order, so that neighbours differ by 1. */
function place(x: number): bigint {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(x)
  const signed = bytes.readBigInt64BE()
  return signed < 0n ? -(signed & 0x7fffffffffffffffn) : signed
}

/** Largest distance of a function from the exact results of a table, in ulp. */
function largestError(f: (x: number) => number, rows: readonly Row[]): number {
  let largest = 0
  for (const [x, nearest, millionths] of rows) {
    const distance = Number(place(f(fromBits(x))) - place(fromBits(nearest)))
    largest = Math.max(largest, Math.abs(distance - millionths / 1e6))
  }
  return largest
}

/** A digest of what a function gives at the points of its table and at 100,000 that integer arithmetic makes. */
function digest(f: (x: number) => number, rows: readonly Row[], input: (word: number) => number): string {
  const inputs = rows.map(([x]) => fromBits(x))
  let word = 1993
  for (let n = 0; n < 100_000; n++) {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0 // Numerical Recipes' congruential generator
    inputs.push(input(word))
  }
  const results = Buffer.alloc(8 * inputs.length)
  inputs.forEach((x, n) => results.writeDoubleBE(f(x), 8 * n))
  return createHash('sha256').update(results).digest('hex')
}

const anyDouble = fc.double({ noNaN: true })

describe('exp', () => {
  it('is within 1 ulp of 60-digit arithmetic at two thousand points, hard ones among them', () => {
    expect(reference.exp.length).toBeGreaterThan(2000)
    expect(largestError(exp, reference.exp)).toBeLessThan(1)
  })

  it('is exact where the result is', () => {
    expect(exp(0)).toBe(1)
    expect(exp(-0)).toBe(1)
    expect(exp(Infinity)).toBe(Infinity)
    expect(exp(-Infinity)).toBe(0)
    expect(exp(NaN)).toBeNaN()
  })

  it('overflows and underflows exactly where the largest and smallest doubles end', () => {
    expect(exp(709.782712893384)).toBeGreaterThan(1.7976931348622e308)
    expect(exp(709.782712893384)).toBeLessThan(Infinity)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(5e-324)
    expect(exp(-745.1332191019412)).toBe(0)
  })

  it('keeps to an order: a larger x never gives less beyond the last bit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -700, max: 700, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (x, d) => {
          expect(exp(x + d)).toBeGreaterThanOrEqual(exp(x) * (1 - 2 ** -52))
        },
      ),
    )
  })

  it('gives the same bits as when its results were first proved', () => {
    const x = (word: number) => (word - 2 ** 31) / 2_900_000 // about -740 to 740
    expect(digest(exp, reference.exp, x)).toBe(
      'f98d5c21b5aa41c05e918162b7127a346b11e79118669af6c8b3c18b2d3d59ce',
    )
  })
})

describe('log', () => {
  it('is within 1 ulp of 60-digit arithmetic at two thousand points, hard ones among them', () => {
    expect(reference.log.length).toBeGreaterThan(2000)
    expect(largestError(log, reference.log)).toBeLessThan(1)
  })

  it('is exact where the result is', () => {
    expect(log(1)).toBe(0)
    expect(log(0)).toBe(-Infinity)
    expect(log(-0)).toBe(-Infinity)
    expect(log(Infinity)).toBe(Infinity)
    expect(log(NaN)).toBeNaN()
  })

  it('has no value below 0', () => {
    for (const x of [-5e-324, -1, -1.7976931348623157e308, -Infinity]) expect(log(x)).toBeNaN()
  })

  it('undoes exp', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThan(2 ** -51 + Math.abs(x) * 2 ** -52)
      }),
    )
  })

  it('gives the same bits as when its results were first proved', () => {
    expect(digest(log, reference.log, (word) => (word + 0.5) / 2 ** 32)).toBe(
      '98954edcd2b4fbe9e7febed4cab87fba48625c2cd963ffa171c322c0cc5f8357',
    )
  })
})

describe('power', () => {
  it('is exact where the model leans on it', () => {
    expect(power(0, 0)).toBe(1)
    expect(power(0, 0.5)).toBe(0)
    expect(power(0, Infinity)).toBe(0)
    expect(power(0, -1)).toBe(Infinity)
    expect(power(Infinity, 2)).toBe(Infinity)
    expect(power(Infinity, -2)).toBe(0)
    fc.assert(fc.property(anyDouble, (y) => Object.is(power(1, y), 1)))
    fc.assert(fc.property(fc.double(), (x) => Object.is(power(x, 0), 1)))
    fc.assert(fc.property(fc.double({ min: 0, noNaN: true }), (x) => Object.is(power(x, 1), x)))
  })

  it('has no value for a base below 0, and passes NaN on', () => {
    expect(power(-2, 2)).toBeNaN()
    expect(power(-2, 1)).toBeNaN()
    expect(power(NaN, 2)).toBeNaN()
    expect(power(2, NaN)).toBeNaN()
  })

  it('halves by half-lives, and agrees with repeated multiplication', () => {
    for (let days = 1; days <= 3650; days++) {
      expect(Math.abs(power(0.5, days / 365) / 2 ** -(days / 365) - 1)).toBeLessThan(2e-15)
    }
    let product = 1
    for (let n = 1; n <= 100; n++) {
      product *= 0.9
      expect(Math.abs(power(0.9, n) / product - 1)).toBeLessThan(2e-14)
    }
  })
})

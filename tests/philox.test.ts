/** The two ways to draw: WebAssembly gives what the reference gives, to the last bit, and is made of the source beside it. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { assembled as written } from '../scripts/assemble.mjs'
import { assembled, BATCH, batch, first, reference, second, type Batch } from '../src/philox.js'
import { Draws } from '../src/random.js'

const word = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff))
const words = fc.tuple(word, word, word, word, word, word)

const counts = fc.oneof(fc.nat(9), fc.constantFrom(BATCH - 1, BATCH))

/** Lays so many throws of some words side by side. */
function lay({ lo, hi, occurrence }: Batch, count: number, some: readonly number[]): void {
  for (let k = 0; k < count; k++) {
    lo[k] = some[k % some.length]
    hi[k] = some[(k + 1) % some.length] ^ k
    occurrence[k] = some[(k + 2) % some.length]
  }
}

describe('WebAssembly', () => {
  it('is there, and is what draws', () => {
    expect(assembled()).toBeDefined()
    expect([first, second].map((throws) => throws.toString())).not.toContain(reference.first.toString())
  })

  it('gives the uniforms of the reference for every counter and key', () => {
    const made = assembled()
    fc.assert(
      fc.property(words, (of) => {
        expect(made?.first(...of)).toBe(reference.first(...of))
        expect(made?.second(...of)).toBe(reference.second(...of))
      }),
      { numRuns: 5000 },
    )
  })

  it('takes words as they come, signed or not', () => {
    const unsigned = [0xdeadbeef, 0x80000001, 7, 0xffffffff, 0x9e3779b9, 0xbb67ae85] as const
    const signed = unsigned.map((value) => value | 0) as unknown as Parameters<typeof first>
    for (const made of [assembled(), reference]) {
      expect(made?.first(...signed)).toBe(reference.first(...unsigned))
      expect(made?.second(...signed)).toBe(reference.second(...unsigned))
    }
  })

  it('takes throws side by side as one by one, however many', () => {
    const made = [assembled()?.batch, reference.batch]
    fc.assert(
      fc.property(
        counts,
        fc.tuple(word, word, word),
        fc.array(word, { minLength: 5 }),
        (count, key, some) => {
          for (const found of made) {
            if (found === undefined) throw new Error('no WebAssembly here')
            lay(found, count, some)
            found.take(count, ...key)
            for (let k = 0; k < count; k++) {
              const { lo, hi, occurrence } = found
              const of = [lo[k], hi[k], key[0], occurrence[k], key[1], key[2]] as const
              expect(found.first[k]).toBe(reference.first(...of))
              expect(found.second[k]).toBe(reference.second(...of))
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('finds side by side the throws that are below a chance, to the last bit', () => {
    const chances = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 2 ** -53, 0.5, 1))
    const made = [assembled()?.batch, reference.batch]
    fc.assert(
      fc.property(
        counts,
        fc.tuple(word, word, word),
        fc.array(word, { minLength: 5 }),
        chances,
        fc.integer({ min: -1, max: BATCH }),
        (count, key, some, any, like) => {
          for (const found of made) {
            if (found === undefined) throw new Error('no WebAssembly here')
            lay(found, count, some)
            const uniforms = Array.from({ length: count }, (_, k) =>
              reference.first(found.lo[k], found.hi[k], key[0], found.occurrence[k], key[1], key[2]),
            )
            // a throw is not below itself, but below the next step up
            const one = uniforms[like] ?? any
            for (const chance of [any, one, Math.min(1, one + 2 ** -53), one / 3]) {
              const size = found.below(count, ...key, chance)
              const expected = uniforms.flatMap((uniform, k) => (uniform < chance ? [k] : []))
              expect([...found.found.subarray(0, size)]).toEqual(expected)
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('takes the throws of a run: those that its dice deal singly', () => {
    const draws = new Draws('boston', 7)
    for (let k = 0; k < 6; k++) {
      draws.batch.hi[k] = 0xf0000000 + k
      draws.batch.lo[k] = 3 * k
      draws.batch.occurrence[k] = k >> 1
    }
    draws.take(6)
    for (let k = 0; k < 6; k++) {
      expect(draws.uniform(0xf0000000 + k, 3 * k, k >> 1)).toBe(draws.batch.first[k])
      expect(draws.second).toBe(draws.batch.second[k])
    }
    expect(draws.batch).toBe(batch)
    const chance = draws.uniform(0xf0000004, 12, 2)
    const below = [0, 1, 2, 3, 4, 5].filter((k) => draws.uniform(0xf0000000 + k, 3 * k, k >> 1) < chance)
    expect([...batch.found.subarray(0, draws.below(6, chance))]).toEqual(below)
    expect(() => draws.below(BATCH + 1, 0.5)).toThrow('at most 512 throws are taken at once, not 513')
    for (const chance of [-0.1, 1.1, NaN])
      expect(() => draws.below(6, chance)).toThrow(`a chance lies from 0 to 1, not ${chance}`)
    expect(() => draws.take(BATCH + 1)).toThrow('at most 512 throws are taken at once, not 513')
  })

  it('is made of philox.wat', async () => {
    expect(readFileSync('src/philox-code.ts', 'utf8')).toBe(await written())
  })

  it('is done without where the engine has none', () => {
    vi.stubGlobal('WebAssembly', undefined)
    expect(assembled()).toBeUndefined()
    vi.unstubAllGlobals()
  })
})

/** The two ways to draw: WebAssembly gives what the reference gives, to the last bit, and is made of the source beside it. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { assembled as written } from '../scripts/assemble.mjs'
import { assembled, first, reference, second } from '../src/philox.js'

const word = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff))
const words = fc.tuple(word, word, word, word, word, word)

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

  it('is made of philox.wat', async () => {
    expect(readFileSync('src/philox-code.ts', 'utf8')).toBe(await written())
  })

  it('is done without where the engine has none', () => {
    vi.stubGlobal('WebAssembly', undefined)
    expect(assembled()).toBeUndefined()
    vi.unstubAllGlobals()
  })
})

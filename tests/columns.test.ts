/** Columns small and large: where they lie is nobody's business. */
import { describe, expect, it, vi } from 'vitest'
import { column, columnOf, copy, longer } from '../src/columns.js'

const MEBIBYTE = 1024 * 1024

describe.each([
  ['small', 1000],
  ['large', MEBIBYTE],
])('a %s column', (_, length) => {
  it('begins with zeros, as long as it should be and of its kind', () => {
    for (const of of [Float64Array, Uint32Array, Int16Array] as const) {
      const made = column<Float64Array | Uint32Array | Int16Array>(of, length)
      expect(made).toBeInstanceOf(of)
      expect(made.length).toBe(length)
      expect(made.every((value) => value === 0)).toBe(true)
    }
  })

  it('holds what is said of each place', () => {
    expect([...columnOf(Uint8Array, length, (k) => k * k).subarray(14, 18)]).toEqual([196, 225, 0, 33])
  })

  it('is copied and grows with all its numbers, and leaves the old one alone', () => {
    const old = columnOf(Float64Array, length, (k) => k / 3)
    const [same, grown] = [copy(old), longer(old, length * 2)]
    expect(same).toEqual(old)
    expect(grown.length).toBe(2 * length)
    expect(grown.subarray(0, length)).toEqual(old)
    expect(grown.subarray(length).every((value) => value === 0)).toBe(true)
    same[1] = grown[1] = -1
    expect(old[1]).toBe(1 / 3)
  })
})

describe('memory that threads could share', () => {
  it('is taken for large columns alone', () => {
    expect(column(Float64Array, MEBIBYTE / 4).buffer).toBeInstanceOf(ArrayBuffer)
    expect(column(Float64Array, MEBIBYTE).buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(copy(column(Uint32Array, MEBIBYTE)).buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it('is done without where a page has none', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined)
    const made = column(Float64Array, MEBIBYTE)
    vi.unstubAllGlobals()
    expect(made.buffer).toBeInstanceOf(ArrayBuffer)
    expect(made.length).toBe(MEBIBYTE)
  })
})

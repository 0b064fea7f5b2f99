/** Chance: Philox against its published answers, addresses against their written construction, variates against theory. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roomFor } from '../src/addressing.js'
import { exp } from '../src/math.js'
import { philox4x32 } from '../src/philox.js'
import {
  address,
  AddressBook,
  chooseOfThree,
  Draws,
  exponential,
  keyFromSeed,
  logistic,
  logisticAtMost,
  PURPOSES,
  stem,
  type Purpose,
} from '../src/random.js'

type Words = readonly [number, number, number, number]

function philox(counter: Words, key: readonly [number, number]): number[] {
  const out = new Uint32Array(4)
  philox4x32(...counter, ...key, out)
  return [...out]
}

/** Philox4x32-10 a second time, from the paper's formulas, in integers of any size. */
function slowPhilox(counter: Words, key: readonly [number, number]): number[] {
  const low = (x: bigint) => x & 0xffffffffn
  let [x0, x1, x2, x3] = counter.map(BigInt)
  let [k0, k1] = key.map(BigInt)
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * x0
    const p1 = 0xcd9e8d57n * x2
    ;[x0, x1, x2, x3] = [(p1 >> 32n) ^ x1 ^ k0, low(p1), (p0 >> 32n) ^ x3 ^ k1, low(p0)]
    k0 = low(k0 + 0x9e3779b9n)
    k1 = low(k1 + 0xbb67ae85n)
  }
  return [x0, x1, x2, x3].map(Number)
}

/** The construction in the comment of `keyFromSeed` for a seed below 256 bytes, with ARC4 written out. */
function slowKey(seed: string): number[] {
  const key = [...Buffer.from(seed, 'utf8'), 255]
  const box = Array.from({ length: 256 }, (_, n) => n)
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + box[i] + key[i % key.length]) % 256
    ;[box[i], box[j]] = [box[j], box[i]]
  }
  const stream: number[] = []
  for (let i = 1, j = 0; i <= 264; i++) {
    j = (j + box[i % 256]) % 256
    ;[box[i % 256], box[j]] = [box[j], box[i % 256]]
    stream.push(box[(box[i % 256] + box[j]) % 256])
  }
  const words = Buffer.from(stream.slice(256))
  return [words.readUInt32BE(0), words.readUInt32BE(4)]
}

/** The construction in the comment of `address`, a second time. */
function slowAddress(...texts: string[]): { hi: number; lo: number } {
  let state: Words = [texts.length, 0, 0, 0]
  const absorb = (a: number, b: number) => {
    const [s0, s1, s2, s3] = slowPhilox(state, [a, b])
    state = [(s0 ^ state[0]) >>> 0, (s1 ^ state[1]) >>> 0, (s2 ^ state[2]) >>> 0, (s3 ^ state[3]) >>> 0]
  }
  texts.forEach((text, position) => {
    const bytes = Buffer.from(text, 'utf8')
    absorb(bytes.length, position)
    for (let n = 0; n < bytes.length; n += 8) {
      const block = Buffer.concat([bytes.subarray(n, n + 8), Buffer.alloc(8)])
      absorb(block.readUInt32LE(0), block.readUInt32LE(4))
    }
  })
  return { hi: state[1], lo: state[0] }
}

/** Kolmogorov–Smirnov: sqrt(n) times the largest gap to a distribution; above 1.95 once in a thousand by chance. */
function gap(sample: number[], distribution: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b)
  let largest = 0
  sorted.forEach((x, n) => {
    const p = distribution(x)
    largest = Math.max(largest, p - n / sorted.length, (n + 1) / sorted.length - p)
  })
  return largest * Math.sqrt(sorted.length)
}

/** Pearson's statistic of counts that should be equal, less its mean, in standard deviations. */
function unevenness(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return (chi2 - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1))
}

/** Counts of pairs of uniforms in the cells of a 16 by 16 board. */
function board(pairs: Iterable<readonly [number, number]>): number[] {
  const counts = Array.from({ length: 256 }, () => 0)
  for (const [u, v] of pairs) counts[Math.floor(u * 16) * 16 + Math.floor(v * 16)]++
  return counts
}

const mean = (xs: readonly number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length
function variance(xs: readonly number[]): number {
  const middle = mean(xs)
  return mean(xs.map((x) => (x - middle) ** 2))
}

const COUNT = 100_000
const numbers = Array.from({ length: COUNT }, (_, n) => n)
const uint32 = fc.integer({ min: 0, max: 0xffffffff })
const uniform53 = fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }).map((n) => Number(n) / 2 ** 53)
const purpose = fc.constantFrom(...PURPOSES.map(({ name }) => name))
const name = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ minLength: 7, maxLength: 40 }))

describe('Philox4x32-10', () => {
  it('V1: gives the published known answers', () => {
    const all = 0xffffffff
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
    expect(philox([all, all, all, all], [all, all])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd])
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ])
  })

  it('agrees with the formulas of the paper in integers of any size', () => {
    const counter = fc.tuple(uint32, uint32, uint32, uint32)
    fc.assert(
      fc.property(counter, fc.tuple(uint32, uint32), (c, k) => {
        expect(philox(c, k)).toEqual(slowPhilox(c, k))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an address', () => {
  it('is not led astray by one that could not be worked out', () => {
    const sound = address('own:x', 'A', 'B')
    const none = undefined as unknown as string
    for (const names of [
      ['A', none],
      [none, 'B'],
      ['C', none],
    ]) {
      expect(() => address('own:x', ...names)).toThrow(TypeError)
      expect(() => address('own:x', ...names)).toThrow(TypeError)
      expect(address('own:x', 'A', 'B')).toEqual(sound)
    }
  })

  it('follows the construction that is written down, whatever the names hold', () => {
    fc.assert(
      fc.property(purpose, fc.array(name, { maxLength: 4 }), (purpose, names) => {
        expect(address(purpose, ...names)).toEqual(slowAddress(purpose, ...names))
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same by way of a stem, wherever that ends', () => {
    const names = fc.array(name, { maxLength: 3 })
    fc.assert(
      fc.property(purpose, names, names, name, (purpose, first, more, last) => {
        const start = stem(first.length + more.length + 1, purpose)
        const longer = start.and(...first).and(...more)
        const expected = slowAddress(purpose, ...first, ...more, last)
        expect(longer.of(last)).toEqual(expected)
        expect(start.and(...first).of(...more, last)).toEqual(expected)
        const at = roomFor(3)
        longer.lay(at, 1, 3, (k) => (k === 1 ? last : `${last}!`))
        expect({ hi: at.hi[1], lo: at.lo[1] }).toEqual(expected)
        expect({ hi: at.hi[2], lo: at.lo[2] }).toEqual(longer.of(`${last}!`))
        expect([at.hi[0], at.lo[0]]).toEqual([0, 0])
      }),
      { numRuns: 300 },
    )
  })

  it('is the same as when it was first proved', () => {
    expect(address('item', 'ISR')).toEqual({ hi: 2750073861, lo: 4277514076 })
    expect(address('arrival')).toEqual({ hi: 298379218, lo: 832186242 })
  })

  it('tells apart where one name ends and the next begins', () => {
    const lists = [
      [],
      [''],
      ['', ''],
      ['abc'],
      ['ab', 'c'],
      ['a', 'bc'],
      ['', 'abc'],
      ['abc', ''],
      ['abc\0'],
      ['cab'],
    ]
    const alike = new Set(lists.map((names) => JSON.stringify(address('item', ...names))))
    expect(alike.size).toBe(lists.length)
  })

  it('differs for different names or another purpose, and is the same for the same', () => {
    const what = fc.tuple(purpose, fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }))
    fc.assert(
      fc.property(what, what, ([p, names], [q, others]) => {
        const same = p === q && JSON.stringify(names) === JSON.stringify(others)
        const [a, b] = [address(p, ...names), address(q, ...others)]
        expect(a.hi === b.hi && a.lo === b.lo).toBe(same)
      }),
    )
  })

  it('does not collide among a hundred thousand names that look alike', () => {
    const words = new Set(
      numbers.map((n) => address('arrival', `c${n % 317}`, `topic ${Math.floor(n / 317)}`).lo),
    )
    // 32 of the 64 bits: n^2 / 2^33 = 1.2 coincidences are to be expected, 64 bits would show none
    expect(COUNT - words.size).toBeLessThan(8)
  })

  it('knows each purpose once and says what it is for', () => {
    expect(new Set(PURPOSES.map(({ name }) => name)).size).toBe(PURPOSES.length)
    for (const { meaning } of PURPOSES) expect(meaning.length).toBeGreaterThan(10)
    const first = PURPOSES.map(({ name }) => new Draws('boston', 0).at(address(name, 'ISR', 'USA')))
    expect(new Set(first).size).toBe(PURPOSES.length)
  })
})

describe('a book of addresses', () => {
  it('gives what `address` gives, by names and by number', () => {
    const book = new AddressBook()
    for (const name of ['A', 'B', 'A']) {
      expect(book.of('leak', name, 'x')).toEqual(address('leak', name, 'x'))
      expect(book.numbered('leak', name === 'A' ? 0 : 1, name, 'x')).toEqual(address('leak', name, 'x'))
      // of a purpose alone
      expect(book.numbered('item', name === 'A' ? 0 : 1, name, 'x')).toEqual(address('item', name, 'x'))
    }
    expect(book.of('leak', 'A', 'x')).toBe(book.of('leak', 'A', 'x'))
    expect(book.numbered('leak', 0, 'A', 'x')).toBe(book.numbered('leak', 0, 'A', 'x'))
  })

  it('does not grow for ever, and gives the same when it has forgotten', () => {
    const book = new AddressBook()
    const [named, numbered] = [book.of('leak', 'A'), book.numbered('leak', 0, 'A')]
    for (let n = 1; n < 2 ** 18; n++) {
      book.of('leak', `B${n}`)
      book.numbered('leak', n, `B${n}`)
    }
    expect(book.of('leak', 'A')).toBe(named)
    expect(book.numbered('leak', 0, 'A')).toBe(numbered)
    book.of('leak', 'one too many')
    book.numbered('leak', 2 ** 18, 'one too many')
    expect(book.of('leak', 'A')).not.toBe(named)
    expect(book.numbered('leak', 0, 'A')).not.toBe(numbered)
    expect(book.of('leak', 'A')).toEqual(named)
    expect(book.numbered('leak', 0, 'A')).toEqual(numbered)
  })
})

describe('the key of a seed', () => {
  it('is the same for the same seed, today and ever', () => {
    expect(keyFromSeed('boston')).toEqual(keyFromSeed('boston'))
    expect(keyFromSeed('boston')).toEqual([2673715385, 3000040101])
    expect(keyFromSeed('1')).toEqual([964056541, 2341161193])
    expect(keyFromSeed('🎲')).toEqual([1370173045, 235272968])
    expect(keyFromSeed('liaison '.repeat(2000))).toEqual([3473919908, 3159612363])
  })

  it('follows the construction that is written down', () => {
    const seed = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .filter((text) => Buffer.byteLength(text) < 256)
    fc.assert(
      fc.property(seed, (text) => {
        expect(keyFromSeed(text)).toEqual(slowKey(text))
      }),
    )
  })

  it('differs where seedrandom alone would not: repeated seeds, and characters beyond Latin-1', () => {
    const seeds = [
      '1',
      '11',
      '111',
      'ab',
      'abab',
      'Ā',
      'Ȁ',
      '\0',
      '\0\0',
      '🎲',
      '🎳',
      '👩‍🚀',
      'é',
      'e\u0301',
      ' ',
      'boston ',
    ]
    expect(new Set(seeds.map((seed) => keyFromSeed(seed).join())).size).toBe(seeds.length)
  })

  it('takes seeds of any length, and a change anywhere in one changes it', () => {
    const long = 'liaison '.repeat(2000)
    const keys = [long, `x${long.slice(1)}`, `${long.slice(0, 9000)}x${long.slice(9001)}`, `${long}x`].map(
      keyFromSeed,
    )
    expect(new Set(keys.map(String)).size).toBe(4)
    for (const word of keys.flat()) expect(word >>> 0).toBe(word)
  })

  it('refuses what is no seed, and names it', () => {
    expect(() => keyFromSeed('')).toThrow(new TypeError('a seed is a text of one character or more, not ""'))
    for (const wrong of [undefined, null, 7, {}, []]) {
      expect(() => keyFromSeed(wrong as string)).toThrow(TypeError)
    }
    expect(() => keyFromSeed(7 as unknown as string)).toThrow('not 7')
    expect(() => keyFromSeed(undefined as unknown as string)).toThrow('not undefined')
  })
})

describe('draws', () => {
  it('are the words of Philox: counter (lo, hi, run, occurrence), the upper 27 and 26 bits of each pair', () => {
    fc.assert(
      fc.property(uint32, uint32, uint32, uint32, (hi, lo, run, occurrence) => {
        const draws = new Draws('boston', run)
        const words = slowPhilox([lo, hi, run, occurrence], keyFromSeed('boston')).map(BigInt)
        const [u, v] = [
          ((words[0] >> 5n) << 26n) | (words[1] >> 6n),
          ((words[2] >> 5n) << 26n) | (words[3] >> 6n),
        ]
        expect(draws.uniform(hi, lo, occurrence) * 2 ** 53).toBe(Number(u))
        expect(draws.second * 2 ** 53).toBe(Number(v))
        expect(draws.at({ hi, lo }, occurrence) * 2 ** 53).toBe(Number(u))
      }),
    )
  })

  it('depend on no other draw: any order, any others in between, give the same dice', () => {
    type Throw = readonly [Purpose, string, number, number]
    const throwOf = fc.tuple(purpose, fc.constantFrom('ISR', 'USA', 'JOR', 'GBR'), uint32, uint32)
    const read = (draws: Draws, [purpose, name, run, occurrence]: Throw) => {
      draws.aim(run)
      return [draws.at(address(purpose, name), occurrence), draws.second]
    }
    fc.assert(
      fc.property(
        fc.array(throwOf, { maxLength: 20 }),
        fc.array(throwOf, { maxLength: 20 }),
        (asked, others) => {
          const alone = asked.map((one) => read(new Draws('boston', 0), one))
          const draws = new Draws('boston', 0)
          const among = asked.map((one) => {
            for (const other of others) read(draws, other)
            return read(draws, one)
          })
          const backwards = [...asked].reverse().map((one) => read(draws, one))
          expect(among).toEqual(alone)
          expect(backwards.reverse()).toEqual(alone)
        },
      ),
    )
  })

  it('differ with seed, run, purpose, name and occurrence', () => {
    const one = (seed: string, run: number, purpose: Purpose, name: string, occurrence: number) =>
      new Draws(seed, run).at(address(purpose, name), occurrence)
    const dice = [
      one('boston', 0, 'item', 'ISR', 0),
      one('bostom', 0, 'item', 'ISR', 0),
      one('boston', 1, 'item', 'ISR', 0),
      one('boston', 0, 'choice', 'ISR', 0),
      one('boston', 0, 'item', 'IRS', 0),
      one('boston', 0, 'item', 'ISR', 1),
    ]
    expect(new Set(dice).size).toBe(dice.length)
    expect(new Draws('boston', 0).at(address('item', 'ISR'))).toBe(dice[0])
  })

  it('turn to another run and back', () => {
    const draws = new Draws('boston', 3)
    const here = draws.uniform(1, 2, 3)
    draws.aim(4)
    expect(draws.run).toBe(4)
    expect(draws.second).toBeNaN()
    expect(draws.uniform(1, 2, 3)).not.toBe(here)
    draws.aim(3)
    expect(draws.uniform(1, 2, 3)).toBe(here)
  })

  it('refuse a run that is not an unsigned 32-bit integer, and keep their own', () => {
    const draws = new Draws('boston', 0xffffffff)
    for (const run of [-1, 0.5, 2 ** 32, NaN, Infinity]) {
      expect(() => draws.aim(run)).toThrow(RangeError)
      expect(() => new Draws('boston', run)).toThrow(`not ${run}`)
    }
    expect(draws.run).toBe(0xffffffff)
    expect(() => new Draws('', 0)).toThrow(TypeError)
  })

  it('are the same dice as when they were first proved', () => {
    const draws = new Draws('boston', 7)
    const dice = [
      draws.at(address('choice', 'ISR', 'USA'), 11),
      draws.second,
      draws.at(address('phase', 'Türkiye')),
    ]
    expect(dice).toEqual([0.16442453384889155, 0.9837815111118536, 0.7036541542889201])
  })
})

describe('uniforms', () => {
  const draws = new Draws('boston', 0)
  const { hi, lo } = address('item', 'ISR', 'counter-terrorism')
  const firsts = numbers.map((n) => draws.uniform(hi, lo, n))
  const seconds = numbers.map((n) => (draws.uniform(hi, lo, n), draws.second))

  it('are spread evenly, the first and the second', () => {
    for (const sample of [firsts, seconds]) {
      expect(gap(sample, (u) => u)).toBeLessThan(1.6)
      expect(Math.abs(mean(sample) - 1 / 2)).toBeLessThan(3 * Math.sqrt(1 / 12 / COUNT))
      expect(Math.abs(variance(sample) - 1 / 12)).toBeLessThan(3 * Math.sqrt(1 / 180 / COUNT))
    }
  })

  it('use all 53 bits', () => {
    for (const sample of [firsts, seconds]) {
      expect(sample.every((u) => u >= 0 && u < 1 && Number.isInteger(u * 2 ** 53))).toBe(true)
      const odd = sample.filter((u) => (u * 2 ** 53) % 2 === 1).length
      expect(Math.abs(odd - COUNT / 2)).toBeLessThan(3 * Math.sqrt(COUNT / 4))
    }
  })

  it('do not know of each other: first and second, neighbouring occurrences, runs and names', () => {
    const another = new Draws('boston', 1)
    const others = Array.from({ length: 100 }, (_, n) => new Draws(`${n}`, 0))
    const pairs = {
      second: board(numbers.map((n) => [firsts[n], seconds[n]])),
      occurrence: board(numbers.slice(1).map((n) => [firsts[n - 1], firsts[n]])),
      run: board(numbers.map((n) => [firsts[n], another.uniform(hi, lo, n)])),
      seed: board(numbers.map((n) => [firsts[n], others[n % 100].uniform(hi, lo, n)])),
      name: board(
        numbers.map((n) => [draws.at(address('item', `c${n}`)), draws.at(address('item', `c${n + 1}`))]),
      ),
    }
    for (const counts of Object.values(pairs)) expect(Math.abs(unevenness(counts))).toBeLessThan(3)
  })
})

describe('variates', () => {
  const draws = new Draws('boston', 0)
  const { hi, lo } = address('newsLag', 'oval-office', 'ISR')
  const uniforms = numbers.map((n) => draws.uniform(hi, lo, n))
  const last = 1 - 2 ** -53

  it('exponential: has the mean, the variance and the shape', () => {
    const sample = uniforms.map((u) => exponential(u, 14))
    expect(Math.abs(mean(sample) / 14 - 1)).toBeLessThan(3 / Math.sqrt(COUNT))
    expect(Math.abs(variance(sample) / 196 - 1)).toBeLessThan(3 * Math.sqrt(8 / COUNT))
    expect(gap(sample, (x) => 1 - Math.exp(-x / 14))).toBeLessThan(1.6)
  })

  it('exponential: runs from 0 to 36.7 means, never Infinity, and grows with u', () => {
    expect(exponential(0, 30)).toBe(0)
    expect(exponential(last, 1)).toBeCloseTo(53 * Math.LN2, 12)
    expect(exponential(2 ** -53, 1)).toBe(2 ** -53)
    fc.assert(
      fc.property(uniform53, uniform53, (u, v) => {
        expect(exponential(Math.min(u, v), 5)).toBeLessThanOrEqual(exponential(Math.max(u, v), 5))
      }),
    )
  })

  it('logistic: has the mean, the variance and the shape', () => {
    const sample = uniforms.map(logistic)
    expect(Math.abs(mean(sample))).toBeLessThan(3 * Math.sqrt(Math.PI ** 2 / 3 / COUNT))
    expect(Math.abs(variance(sample) / (Math.PI ** 2 / 3) - 1)).toBeLessThan(3 * Math.sqrt(3.2 / COUNT))
    expect(gap(sample, (x) => 1 / (1 + Math.exp(-x)))).toBeLessThan(1.6)
  })

  it('logistic: is finite at both ends, and the mirror image of a uniform gives the exact opposite', () => {
    expect(logistic(0)).toBeCloseTo(-54 * Math.LN2, 12)
    expect(logistic(last)).toBe(-logistic(0))
    fc.assert(
      fc.property(uniform53, (u) => {
        expect(logistic(last - u)).toBe(0 - logistic(u))
        expect(Math.abs(1 / (1 + Math.exp(-logistic(u))) - u)).toBeLessThan(1e-15)
      }),
    )
  })
})

describe('the choice of three', () => {
  /** Shares of hold, tear and full among the midpoints of a fine grid of uniforms: exact to one part of the grid. */
  function shares(hold: number, tear: number, full: number): number[] {
    const grid = 2 ** 21
    const counts = [0, 0, 0]
    for (let n = 0; n < grid; n++) counts[chooseOfThree((n + 0.5) / grid, hold, tear, full)]++
    return counts.map((count) => count / grid)
  }

  /** Weights of hold, tear and full of V12, the largest taken out as the model does. */
  function logit(precision: number): [number, number, number] {
    return [exp(precision * (0.2 - 1)), exp(precision * (0.8 - 1)), exp(precision * (1 - 1))]
  }

  it('V12: logit of U = (1, .8, .2) for full, tear, hold: a third each at precision 0', () => {
    const weights = logit(0)
    for (const share of shares(...weights)) expect(Math.abs(share - 1 / 3)).toBeLessThan(1e-6)
  })

  it('V12: and (.721399, .265388, .013213) at precision 5', () => {
    const weights = logit(5)
    const total = weights[0] + weights[1] + weights[2]
    const published = [0.013213, 0.265388, 0.721399]
    shares(...weights).forEach((share, rung) => {
      expect(Math.abs(weights[rung] / total - published[rung])).toBeLessThan(1e-6)
      expect(Math.abs(share - published[rung])).toBeLessThan(1e-6)
    })
  })

  const weight = fc.double({ min: 0, max: 1, noNaN: true })
  const positive = fc.double({ min: 1e-12, max: 1, noNaN: true })

  it('never shares less under a larger uniform', () => {
    fc.assert(
      fc.property(uniform53, uniform53, positive, weight, weight, (u, v, hold, tear, full) => {
        const [less, more] = [Math.min(u, v), Math.max(u, v)]
        expect(chooseOfThree(less, hold, tear, full)).toBeLessThanOrEqual(
          chooseOfThree(more, hold, tear, full),
        )
      }),
    )
  })

  it('never shares less when full weighs more', () => {
    fc.assert(
      fc.property(uniform53, positive, weight, weight, weight, (u, hold, tear, full, more) => {
        const before = chooseOfThree(u, hold, tear, full)
        expect(chooseOfThree(u, hold, tear, full + more)).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  it('never shares less when holding back weighs less', () => {
    // steps of a thousandth keep clear of ties, which a rounding decides
    const thousandths = fc.integer({ min: 1, max: 999 }).map((n) => n / 1000)
    fc.assert(
      fc.property(thousandths, thousandths, weight, weight, thousandths, (u, hold, tear, full, left) => {
        const before = chooseOfThree(u, hold, tear, full)
        expect(chooseOfThree(u, hold * left, tear, full)).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  it('never chooses a weight of 0, even at the ends', () => {
    for (const u of [0, 2 ** -53, 0.5, 1 - 2 ** -53]) {
      for (const w of [1, 0.1, 3, 1e-300, 1e300]) {
        expect([chooseOfThree(u, w, 0, 0), chooseOfThree(u, 0, w, 0), chooseOfThree(u, 0, 0, w)]).toEqual([
          0, 1, 2,
        ])
      }
    }
    fc.assert(
      fc.property(uniform53, positive, positive, (u, a, b) => {
        expect(chooseOfThree(u, a, b, 0)).not.toBe(2)
        expect(chooseOfThree(u, a, 0, b)).not.toBe(1)
        expect(chooseOfThree(u, 0, a, b)).not.toBe(0)
      }),
    )
  })

  it('refuses weights that decide nothing, and names them', () => {
    expect(() => chooseOfThree(0.5, 0, 0, 0)).toThrow('no choice between weights 0, 0, 0')
    expect(() => chooseOfThree(0.5, NaN, 1, 1)).toThrow('NaN, 1, 1')
    expect(() => chooseOfThree(0.5, 1, Infinity, 1)).toThrow('1, Infinity, 1')
  })
})

describe('a bound of the logistic variate', () => {
  it('is never below it, and near it where it matters', () => {
    const edges = [0, 2 ** -53, 0.5, 1 - 2 ** -31, 1 - 2 ** -32, 1 - 2 ** -33, 1 - 2 ** -53]
    const near1 = fc.integer({ min: 1, max: 52 }).map((k) => 1 - 2 ** -k)
    const uniform = fc.oneof(
      fc.double({ min: 0, max: 1 - 2 ** -53, noNaN: true }),
      fc.constantFrom(...edges),
      near1,
    )
    fc.assert(
      fc.property(uniform, (u) => {
        expect(logisticAtMost(u)).toBeGreaterThanOrEqual(logistic(u))
        const slack = u >= 0.9 && u < 1 - 2 ** -32 ? 0.9 : Infinity
        expect(logisticAtMost(u) - logistic(u)).toBeLessThan(slack)
      }),
      { numRuns: 5000 },
    )
  })
})

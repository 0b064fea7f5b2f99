/** Bonds laid flat, and random graphs. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bondsBetween, piecesOf, randomBonds, reachable, type Bonds } from '../src/bonds.js'
import { Draws, tries } from '../src/random.js'

function rows({ nodes, starts, targets }: Bonds): number[][] {
  return Array.from({ length: nodes }, (_, node) => [...targets.subarray(starts[node], starts[node + 1])])
}

test('a triangle with a tail, worked by hand, one bond named twice', () => {
  const bonds = bondsBetween(5, [2, 0, 1, 3, 1], [0, 1, 2, 2, 0])
  expect(rows(bonds)).toEqual([[1, 2], [0, 2], [0, 1, 3], [2], []])
  expect([...bonds.starts]).toEqual([0, 2, 4, 7, 8, 8])
})

test('any list of pairs: rows ascend, each bond stands at both ends once, and nothing else does', () => {
  const pair = fc.tuple(fc.nat(7), fc.nat(7)).filter(([one, other]) => one !== other)
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
      const found = rows(
        bondsBetween(
          8,
          pairs.map(([one]) => one),
          pairs.map(([, other]) => other),
        ),
      )
      const expected = Array.from({ length: 8 }, (_, node) =>
        [...new Set(pairs.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : [])))].sort(
          (a, b) => a - b,
        ),
      )
      expect(found).toEqual(expected)
    }),
  )
})

test.each([
  [[0], [0]],
  [[0], [3]],
  [[-1], [0]],
  [[0.5], [1]],
  [[0, 1], [1]],
])('refuses %o to %o among three nodes', (one, other) => {
  expect(() => bondsBetween(3, one, other)).toThrow(RangeError)
})

test('pieces, and what can be reached', () => {
  const bonds = bondsBetween(7, [5, 1, 4], [1, 3, 6])
  const { order, starts } = piecesOf(bonds)
  expect([...starts]).toEqual([0, 1, 4, 5, 7])
  const pieces = [0, 1, 2, 3].map((p) => [...order.subarray(starts[p], starts[p + 1])].sort((a, b) => a - b))
  expect(pieces).toEqual([[0], [1, 3, 5], [2], [4, 6]])
  expect([[], [0], [3], [3, 5, 5], [6, 1]].map((from) => reachable(bonds, Uint32Array.from(from)))).toEqual([
    0, 1, 3, 3, 5,
  ])
  expect([...piecesOf(bondsBetween(0, [], [])).starts]).toEqual([0])
})

test('in a random graph every two nodes are bonded with the same chance', () => {
  const draws = new Draws('graphs', 0)
  const runs = 4000
  const counts = Array.from({ length: 6 }, () => Array.from({ length: 6 }, () => 0))
  for (let run = 0; run < runs; run++) {
    draws.aim(run)
    rows(randomBonds(6, 2, draws)).forEach((row, node) => row.forEach((other) => counts[node][other]++))
  }
  // p = 2/5; four standard errors, over fifteen pairs
  const error = 4 * Math.sqrt((0.4 * 0.6) / runs)
  counts.forEach((row, node) =>
    row.forEach((count, other) => {
      const expected = other === node ? 0 : 0.4
      expect(Math.abs(count / runs - expected)).toBeLessThan(other === node ? 1e-9 : error)
    }),
  )
})

test('its degrees have the mean asked for and the variance of a binomial; the same draws give the same graph', () => {
  const bonds = randomBonds(20_000, 4, new Draws('one', 3))
  const degrees = rows(bonds).map((row) => row.length)
  const mean = degrees.reduce((a, b) => a + b, 0) / degrees.length
  const variance = degrees.reduce((a, b) => a + (b - mean) ** 2, 0) / degrees.length
  expect(Math.abs(mean - 4)).toBeLessThan(4 * Math.sqrt((2 * 4) / 20_000))
  expect(Math.abs(variance - 4)).toBeLessThan(0.2)
  expect(randomBonds(20_000, 4, new Draws('one', 3))).toEqual(bonds)
})

test('none, one and all', () => {
  const draws = new Draws('x', 0)
  expect(rows(randomBonds(0, 0, draws))).toEqual([])
  expect(rows(randomBonds(1, 0, draws))).toEqual([[]])
  expect(rows(randomBonds(3, 0, draws))).toEqual([[], [], []])
  expect(rows(randomBonds(3, 2, draws))).toEqual([
    [1, 2],
    [0, 2],
    [0, 1],
  ])
  for (const degree of [-1, 3, NaN]) expect(() => randomBonds(3, degree, draws)).toThrow(RangeError)
})

test('tries: the least k at which the chance of success so far exceeds the uniform', () => {
  expect([0, 0.29, 0.31, 0.5, 0.52].map((u) => tries(u, 0.3))).toEqual([1, 1, 2, 2, 3])
  expect([0, 0.5, 1 - 2 ** -53].map((u) => tries(u, 1))).toEqual([1, 1, 1])
  expect([0, 0.5].map((u) => tries(u, 0))).toEqual([Infinity, Infinity])
  for (let k = 0; k < 1000; k++)
    for (const chance of [0.01, 0.3, 0.9]) {
      const u = (k + 0.5) / 1000
      const first = tries(u, chance)
      expect(1 - (1 - chance) ** first).toBeGreaterThan(u)
      expect(1 - (1 - chance) ** (first - 1)).toBeLessThanOrEqual(u)
    }
})

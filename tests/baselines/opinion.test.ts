/** DeGroot and Friedkin–Johnsen: exact checks V5 and V6 of the model, and the closed forms on random councils. */
import { describe, expect, test } from 'vitest'
import { Opinions, type Council, type OpinionModel } from '../../src/baselines/baseline.js'
import { degroot, MOST_ROUNDS } from '../../src/baselines/degroot.js'
import { friedkinJohnsen } from '../../src/baselines/friedkin-johnsen.js'
import { piecesOf, randomBonds } from '../../src/bonds.js'
import { DEFAULTS } from '../../src/parameters.js'
import { Draws } from '../../src/random.js'
import { graph, loaded, type Edge } from './plain.js'
import { solve, stationary } from './theory.js'

type Matrix = readonly (readonly number[])[]

/** A council that averages by a matrix whose zeros stand symmetrically. */
function council(w: Matrix): Council {
  const edges = w.flatMap((row, i) =>
    row.flatMap((weight, j): Edge[] => (j > i && weight > 0 ? [[i, j]] : [])),
  )
  const bonds = graph(w.length, edges)
  const weights = new Float64Array(bonds.targets.length)
  for (let i = 0; i < w.length; i++)
    for (let k = bonds.starts[i]; k < bonds.starts[i + 1]; k++) weights[k] = w[i][bonds.targets[k]]
  return {
    bonds,
    pieces: piecesOf(bonds),
    weights,
    own: Float64Array.from(w, (row, i) => row[i]),
    parameters: { ...DEFAULTS, opinionSusceptibilityLow: 0, opinionSusceptibilityHigh: 1 },
    nodeAt: { hi: new Uint32Array(w.length).fill(0xffffffff), lo: Uint32Array.from(w, (_, node) => node) },
  }
}

function settled(model: OpinionModel, w: Matrix, x: readonly number[], s: readonly number[] = []): number[] {
  const opinions = new Opinions(w.length)
  const dice = loaded(
    (node) => s[node],
    () => NaN,
  )
  model.play(council(w), Float64Array.from(x), dice, opinions)
  expect(opinions.settled).toBe(true)
  return [...opinions.last]
}

const W = [
  [0.6, 0.4, 0],
  [0.2, 0.5, 0.3],
  [0, 0.25, 0.75],
]
const X = [0.9, 0.5, 0.1]

/** A random council in one piece, with weights that are not symmetric. */
function anyCouncil(run: number): { w: number[][]; x: number[]; s: number[] } {
  const draws = new Draws('council', run)
  let n = 0
  const u = (): number => draws.uniform(2, 3, n++)
  const nodes = 2 + Math.floor(u() * 9)
  const bonds = randomBonds(nodes, u() * (nodes - 1), draws)
  const w = Array.from({ length: nodes }, () => Array.from({ length: nodes }, () => 0))
  for (let i = 0; i < nodes; i++) {
    w[i][i] = 0.2 + u()
    for (let k = bonds.starts[i]; k < bonds.starts[i + 1]; k++) w[i][bonds.targets[k]] = 0.2 + u()
    // a ring joins all
    for (const j of [(i + 1) % nodes, (i + nodes - 1) % nodes]) if (j !== i) w[i][j] = 0.2 + u()
  }
  return {
    w: w.map((row) => row.map((weight) => weight / row.reduce((a, b) => a + b, 0))),
    x: Array.from({ length: nodes }, u),
    s: Array.from({ length: nodes }, u),
  }
}

describe('DeGroot', () => {
  test('V5 three countries meet at .396296', () => {
    const last = settled(degroot, W, X)
    for (const opinion of last) expect(opinion).toBeCloseTo(0.396296, 6)
    const consensus = stationary(W).reduce((sum, weight, k) => sum + weight * X[k], 0)
    for (const opinion of last) expect(Math.abs(opinion - consensus)).toBeLessThan(1e-12)
  })

  test('any council in one piece meets where its stationary distribution says', () => {
    for (let run = 0; run < 300; run++) {
      const { w, x } = anyCouncil(run)
      const consensus = stationary(w).reduce((sum, weight, k) => sum + weight * x[k], 0)
      for (const opinion of settled(degroot, w, x)) expect(Math.abs(opinion - consensus)).toBeLessThan(1e-11)
    }
  })

  test('the first round, by hand; and the difference of two starts settles like a start of its own', () => {
    const opinions = new Opinions(2)
    const w = [
      [0.75, 0.25],
      [0.5, 0.5],
    ]
    degroot.play(
      council(w),
      Float64Array.of(1, 0),
      loaded(
        () => NaN,
        () => NaN,
      ),
      opinions,
    )
    // (1, 0), (.75, .5), … to 2/3, for the stationary distribution is (2/3, 1/3)
    for (const opinion of opinions.last) expect(opinion).toBeCloseTo(2 / 3, 12)
    for (let run = 0; run < 100; run++) {
      const { w: any, x, s } = anyCouncil(run)
      const whole = settled(degroot, any, x)
      const half = settled(degroot, any, s)
      const apart = settled(
        degroot,
        any,
        x.map((one, k) => one - s[k]),
      )
      apart.forEach((one, k) => expect(one).toBeCloseTo(whole[k] - half[k], 10))
    }
  })

  test('apart from each other two pieces meet apart, and nobody leaves the range of its piece', () => {
    const w = [
      [0.5, 0.5, 0, 0, 0],
      [0.5, 0.5, 0, 0, 0],
      [0, 0, 0.9, 0.1, 0],
      [0, 0, 0.1, 0.9, 0],
      [0, 0, 0, 0, 1],
    ]
    settled(degroot, w, [0, 1, 0.2, 0.4, 0.7]).forEach((opinion, k) =>
      expect(opinion).toBeCloseTo([0.5, 0.5, 0.3, 0.3, 0.7][k], 12),
    )
  })

  test('a piece comes to rest by itself: what others think changes no bit of it', () => {
    const { w, x } = anyCouncil(7)
    const n = w.length
    const both = [...w, ...w].map((row, i) =>
      i < n ? [...row, ...w.map(() => 0)] : [...w.map(() => 0), ...row],
    )
    const calm = settled(degroot, both, [...x, ...x.map(() => 0.5)])
    const stirred = settled(degroot, both, [...x, ...x.map((_, k) => k / n)])
    expect(stirred.slice(0, n)).toEqual(calm.slice(0, n))
    expect(stirred.slice(n)).not.toEqual(calm.slice(n))
  })

  test('what has not settled after so many rounds says so', () => {
    const slow = 1e-9
    const opinions = new Opinions(2)
    const w = [
      [1 - slow, slow],
      [slow, 1 - slow],
    ]
    degroot.play(
      council(w),
      Float64Array.of(0, 1),
      loaded(
        () => NaN,
        () => NaN,
      ),
      opinions,
    )
    expect(opinions).toMatchObject({ settled: false, rounds: MOST_ROUNDS })
  })
})

describe('Friedkin–Johnsen', () => {
  test('V6 the same three with susceptibilities .5, .8, .9', () => {
    const last = settled(friedkinJohnsen, W, X, [0.5, 0.8, 0.9])
    ;[0.797622, 0.541676, 0.405776].forEach((expected, k) => expect(last[k]).toBeCloseTo(expected, 6))
  })

  test('any council ends at (I − S W)⁻¹ (I − S) x0', () => {
    for (let run = 0; run < 300; run++) {
      const { w, x, s } = anyCouncil(run)
      const expected = solve(
        w.map((row, i) => row.map((weight, j) => (i === j ? 1 : 0) - s[i] * weight)),
        x.map((one, i) => (1 - s[i]) * one),
      )
      settled(friedkinJohnsen, w, x, s).forEach((opinion, k) =>
        expect(Math.abs(opinion - expected[k])).toBeLessThan(1e-11),
      )
    }
  })

  test('who lets nobody change it stays; who lets all change it is DeGroot', () => {
    expect(settled(friedkinJohnsen, W, X, [0, 0, 0])).toEqual(X)
    const free = new Opinions(3)
    const all = {
      ...council(W),
      parameters: { ...DEFAULTS, opinionSusceptibilityLow: 1, opinionSusceptibilityHigh: 1 },
    }
    friedkinJohnsen.play(all, Float64Array.from(X), new Draws('x', 0), free)
    expect([...free.last]).toEqual(settled(degroot, W, X))
  })
})

/** What theory says of contagion and opinion in closed form, worked out without the code under test. */
import type { Edge } from './plain.js'

/**
 * Watts' cascade condition on a Poisson random graph of mean degree z: a node of degree k gives way to a single neighbour where
 * 1/k reaches the threshold, so the vulnerable cluster percolates where Σ k (k − 1) p_k over those k exceeds z (Watts 2002, eq. 5).
 * @returns how far it is exceeded: above 0 within the window
 */
export function cascadeCondition(z: number, threshold: number): number {
  const largest = Math.floor(1 / threshold + 1e-12)
  let term = Math.exp(-z)
  let sum = 0
  for (let k = 0; k <= largest; k++) {
    sum += k * (k - 1) * term
    term *= z / (k + 1)
  }
  return sum - z
}

/** Where a function crosses zero between two points at which it has opposite signs. */
function root(f: (x: number) => number, low: number, high: number): number {
  const sign = Math.sign(f(low))
  for (let n = 0; n < 200; n++) {
    const middle = (low + high) / 2
    if (Math.sign(f(middle)) === sign) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Ends of the cascade window, or undefined where there is none. */
export function cascadeWindow(threshold: number): readonly [number, number] | undefined {
  const f = (z: number): number => cascadeCondition(z, threshold)
  const inside = Array.from({ length: 1000 }, (_, k) => 0.5 + k * 0.01).find((z) => f(z) > 0)
  return inside === undefined ? undefined : [root(f, 0.1, inside), root(f, inside, 30)]
}

/** Share of a Poisson random graph in its giant component: S = 1 − exp(−z S), the root above 0. */
export function finalSize(z: number): number {
  return root((s) => 1 - Math.exp(-z * s) - s, 1e-9, 1)
}

/** Chance that a pair is won over before its source gives up: 1 − r q/(1 − (1 − r) q), with q = 1 − transmission. */
export function transmissibility(transmission: number, recovery: number): number {
  const q = 1 - transmission
  return 1 - (recovery * q) / (1 - (1 - recovery) * q)
}

/** Every way in which each edge is open or not, with its probability. */
export function* subsets(
  edges: readonly Edge[],
  p: number,
): Generator<readonly [open: readonly Edge[], chance: number]> {
  for (let mask = 0; mask < 1 << edges.length; mask++) {
    const open = edges.filter((_, k) => (mask >> k) & 1)
    yield [open, p ** open.length * (1 - p) ** (edges.length - open.length)]
  }
}

/** Whether there is a way from one node to another along directed edges. */
export function reaches(edges: readonly Edge[], from: number, to: number): boolean {
  const seen = new Set([from])
  for (const node of seen) for (const [one, other] of edges) if (one === node) seen.add(other)
  return seen.has(to)
}

/** Solves A x = b by elimination with the largest pivot. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, k) => [...row, right[k]])
  const n = rows.length
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let k = column; k < n; k++) if (Math.abs(rows[k][column]) > Math.abs(rows[pivot][column])) pivot = k
    ;[rows[column], rows[pivot]] = [rows[pivot], rows[column]]
    for (let k = 0; k < n; k++) {
      if (k === column) continue
      const factor = rows[k][column] / rows[column][column]
      for (let j = column; j <= n; j++) rows[k][j] -= factor * rows[column][j]
    }
  }
  return rows.map((row, k) => row[n] / row[k])
}

/** The stationary distribution of a matrix whose rows sum to 1: π W = π, Σ π = 1. */
export function stationary(w: readonly (readonly number[])[]): number[] {
  const n = w.length
  // columns of W − I, with the last equation replaced by the sum
  const rows = Array.from({ length: n }, (_, j) =>
    Array.from({ length: n }, (_, i) => (j === n - 1 ? 1 : w[i][j] - (i === j ? 1 : 0))),
  )
  return solve(
    rows,
    rows.map((_, k) => (k === n - 1 ? 1 : 0)),
  )
}

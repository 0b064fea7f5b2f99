/** Who is bonded to whom, laid flat: an undirected graph in compressed rows, in which every bond stands once at either end. */
import { address, tries, type Draws } from './random.js'

export interface Bonds {
  readonly nodes: number
  /** nodes + 1 long: the neighbours of node i are targets[starts[i]] … targets[starts[i + 1] − 1] */
  readonly starts: Uint32Array
  /** neighbours, ascending within each row; as long as twice the number of bonds */
  readonly targets: Uint32Array
}

/**
 * Lays out the bonds between pairs of nodes, in whatever order they come, each pair counted once however often it is named.
 * @param nodes how many there are; a node is a number from 0 to nodes − 1
 * @param one one end of each bond
 * @param other its other end, another node
 * @throws {RangeError} for a node that there is not, a node bonded to itself, or ends that do not pair up
 */
export function bondsBetween(nodes: number, one: ArrayLike<number>, other: ArrayLike<number>): Bonds {
  if (one.length !== other.length)
    throw new RangeError(`${one.length} ends here, ${other.length} ends there: every bond has two`)
  for (let k = 0; k < one.length; k++) {
    const isNode =
      one[k] >>> 0 === one[k] && other[k] >>> 0 === other[k] && one[k] < nodes && other[k] < nodes
    if (!isNode || one[k] === other[k])
      throw new RangeError(`no bond between ${one[k]} and ${other[k]} among ${nodes} nodes`)
  }
  // sorted by the lower digit first, then by the upper: two passes of counting, no comparison
  const [a, b] = both(one, other)
  const byTarget = sortedBy(nodes, b, a, b)
  const byNode = sortedBy(nodes, byTarget.one, byTarget.one, byTarget.other)
  return withoutDoubles(nodes, byNode.one, byNode.other)
}

/** Every bond from either end. */
function both(one: ArrayLike<number>, other: ArrayLike<number>): [Uint32Array, Uint32Array] {
  const size = one.length
  const a = new Uint32Array(2 * size)
  const b = new Uint32Array(2 * size)
  for (let k = 0; k < size; k++) {
    a[k] = b[size + k] = one[k]
    b[k] = a[size + k] = other[k]
  }
  return [a, b]
}

/** Two columns in the order of a third that holds numbers below `nodes`; equals keep their order. */
function sortedBy(nodes: number, key: Uint32Array, one: Uint32Array, other: Uint32Array) {
  const next = new Uint32Array(nodes + 1)
  for (const node of key) next[node + 1]++
  for (let node = 0; node < nodes; node++) next[node + 1] += next[node]
  const sorted = { one: new Uint32Array(key.length), other: new Uint32Array(key.length) }
  for (let k = 0; k < key.length; k++) {
    const place = next[key[k]]++
    sorted.one[place] = one[k]
    sorted.other[place] = other[k]
  }
  return sorted
}

function withoutDoubles(nodes: number, from: Uint32Array, to: Uint32Array): Bonds {
  const starts = new Uint32Array(nodes + 1)
  let kept = 0
  for (let k = 0; k < from.length; k++) {
    if (k > 0 && from[k] === from[k - 1] && to[k] === to[k - 1]) continue
    starts[from[k] + 1]++
    to[kept++] = to[k]
  }
  for (let node = 0; node < nodes; node++) starts[node + 1] += starts[node]
  return { nodes, starts, targets: kept === to.length ? to : to.slice(0, kept) }
}

/** The nodes of a graph piece by piece: within a piece chains of bonds lead from each to each, and none leads out of it. */
export interface Pieces {
  /** every node once, those of a piece side by side, ascending */
  readonly order: Uint32Array
  /** pieces + 1 long: piece p is order[starts[p]] … order[starts[p + 1] − 1]; pieces ascend by their lowest node */
  readonly starts: Uint32Array
}

/** The pieces a graph falls into. */
export function piecesOf(bonds: Bonds): Pieces {
  const walk = new Walk(bonds)
  const starts = [0]
  for (let node = 0; node < bonds.nodes; node++) {
    if (!walk.from(node)) continue
    // whoever goes through a piece goes through memory in order
    walk.order.subarray(starts.at(-1), walk.count).sort()
    starts.push(walk.count)
  }
  return { order: walk.order, starts: Uint32Array.from(starts) }
}

/** How many nodes can be reached from some along bonds, these included. */
export function reachable(bonds: Bonds, from: Uint32Array): number {
  const walk = new Walk(bonds)
  for (const node of from) walk.from(node)
  return walk.count
}

/** Goes along bonds, to each node once. */
class Walk {
  /** the nodes met, in this order; as many as `count` says */
  readonly order: Uint32Array
  count = 0
  readonly #bonds: Bonds
  readonly #met: Uint8Array

  constructor(bonds: Bonds) {
    this.#bonds = bonds
    this.order = new Uint32Array(bonds.nodes)
    this.#met = new Uint8Array(bonds.nodes)
  }

  /** Meets a node and all that can be reached from it. @returns false where it had been met before */
  from(first: number): boolean {
    if (this.#met[first] === 1) return false
    const { starts, targets } = this.#bonds
    let next = this.count
    this.#meet(first)
    for (; next < this.count; next++) {
      const node = this.order[next]
      for (let k = starts[node]; k < starts[node + 1]; k++)
        if (this.#met[targets[k]] === 0) this.#meet(targets[k])
    }
    return true
  }

  #meet(node: number): void {
    this.#met[node] = 1
    this.order[this.count++] = node
  }
}

/**
 * A random graph in which every two nodes are bonded with the same chance (Erdős & Rényi 1959; Gilbert 1959), by jumps from
 * bond to bond (Batagelj & Brandes 2005), so that the time it takes grows with the bonds and not with the pairs.
 * @param degree expected number of neighbours, from 0 to nodes − 1
 * @param draws the same graph for the same seed and run, whatever else is drawn
 * @throws {RangeError} for a degree out of bounds
 */
export function randomBonds(nodes: number, degree: number, draws: Draws): Bonds {
  if (!(degree >= 0 && degree <= Math.max(0, nodes - 1)))
    throw new RangeError(`a degree among ${nodes} nodes is from 0 to ${nodes - 1}, not ${degree}`)
  const one: number[] = []
  const other: number[] = []
  if (degree === 0) return bondsBetween(nodes, one, other)
  const chance = degree / (nodes - 1)
  const at = address('bond')
  // pairs (node, lower), lower < node, row by row; the pair before the first is (1, −1)
  let node = 1
  let lower = -1
  for (let bond = 0; ; bond++) {
    lower += tries(draws.uniform(at.hi, at.lo, bond), chance)
    while (lower >= node && node < nodes) lower -= node++
    if (node >= nodes) break
    one.push(node)
    other.push(lower)
  }
  return bondsBetween(nodes, one, other)
}

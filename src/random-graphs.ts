/** Random graphs by rule (scale-free, small-world, blocs): who is joined to whom, every pair once, in time that grows with the pairs. */
import type { Address, Draws } from './random.js'

/** Pairs of nodes, one and the other end side by side; a node is a number from 0. */
export interface Links {
  readonly one: Uint32Array
  readonly other: Uint32Array
}

/** What a graph is drawn with: the dice, and the address of each node's own throws. */
interface Throws {
  readonly draws: Draws
  readonly of: (node: number) => Address
}

/**
 * Newcomers join those that are already joined to many (Barabási & Albert 1999): each throws for an end of a link there is, so that
 * a node is met as often as it has links, until it has met as many different nodes as it needs. It begins with a complete graph of
 * degree + 1 nodes, so that the mean degree is met exactly. A larger graph is the smaller one and more.
 * @param degree mean number of links of a node, even, from 2 to nodes − 1
 */
export function scaleFree(nodes: number, degree: number, { draws, of }: Throws): Links {
  const each = degree / 2
  const links = new Growing(nodes * each)
  // every end of every link: one entry for each link a node has
  const ends = new Uint32Array(2 * nodes * each)
  let filled = 0
  const join = (one: number, other: number): void => {
    links.add(one, other)
    ends[filled++] = one
    ends[filled++] = other
  }
  for (let node = 1; node <= degree; node++) for (let other = 0; other < node; other++) join(node, other)
  const metBy = new Uint32Array(nodes)
  for (let node = degree + 1; node < nodes; node++) {
    const { hi, lo } = of(node)
    const before = filled
    for (let met = 0, toss = 0; met < each; toss++) {
      const other = ends[Math.floor(draws.uniform(hi, lo, toss) * before)]
      if (metBy[other] === node) continue
      metBy[other] = node
      join(node, other)
      met++
    }
  }
  return links.done()
}

/** So many throws for a new neighbour may hit one that is known; then the free ones are counted out. */
const MOST_MISSES = 30

/**
 * A ring in which each node is joined to its nearest, and each link is led with some chance from there to any node that its first
 * end is not joined to yet (Watts & Strogatz 1998). A larger chance leads away the links of a smaller one and more; where to may differ.
 * @param degree links of a node, even, from 2 to nodes − 1
 * @param rewiring chance that a link is led elsewhere, 0 to 1
 */
export function smallWorld(nodes: number, degree: number, rewiring: number, { draws, of }: Throws): Links {
  const links = new Growing((nodes * degree) / 2)
  const joined = new Set<number>()
  const key = (a: number, b: number): number => (a < b ? a * nodes + b : b * nodes + a)
  const degrees = new Uint32Array(nodes).fill(degree)
  for (let node = 0; node < nodes; node++)
    for (let step = 1; step <= degree / 2; step++) joined.add(key(node, (node + step) % nodes))
  const isFree = (node: number, other: number): boolean => node !== other && !joined.has(key(node, other))
  const newNeighbour = (node: number, { hi, lo }: Address, first: number): number => {
    for (let miss = 0; miss < MOST_MISSES; miss++) {
      const other = Math.floor(draws.uniform(hi, lo, first + miss) * nodes)
      if (isFree(node, other)) return other
    }
    // nearly all are joined to it: throw for a place among those that are not
    let place = Math.floor(draws.uniform(hi, lo, first + MOST_MISSES) * (nodes - 1 - degrees[node]))
    let other = 0
    while (!isFree(node, other) || place-- > 0) other++
    return other
  }
  // laps round the ring, nearest neighbours first, as Watts and Strogatz go
  for (let step = 1; step <= degree / 2; step++)
    for (let node = 0; node < nodes; node++) {
      const address = of(node)
      const first = step * (MOST_MISSES + 2)
      const near = (node + step) % nodes
      const stays = draws.uniform(address.hi, address.lo, first) >= rewiring || degrees[node] === nodes - 1
      if (stays) {
        links.add(node, near)
        continue
      }
      const far = newNeighbour(node, address, first + 1)
      joined.delete(key(node, near))
      joined.add(key(node, far))
      degrees[near]--
      degrees[far]++
      links.add(node, far)
    }
  return links.done()
}

/** Nodes in blocs of one size, or of two sizes that differ by one: bloc b holds the nodes from `bounds[b]` to `bounds[b + 1]` − 1. */
export function blocBounds(nodes: number, blocs: number): Uint32Array {
  return Uint32Array.from({ length: blocs + 1 }, (_, bloc) => Math.floor((bloc * nodes) / blocs))
}

/** Pairs of nodes that there are within the blocs, and between them. */
export function blocPairs(bounds: Uint32Array): { within: number; between: number } {
  const nodes = bounds[bounds.length - 1]
  let within = 0
  for (let bloc = 1; bloc < bounds.length; bloc++) within += pairsOf(bounds[bloc] - bounds[bloc - 1])
  return { within, between: pairsOf(nodes) - within }
}

/**
 * So many pairs within the blocs and so many between them, all such pairs alike (a stochastic block model with the numbers of links
 * fixed; Holland, Laskey & Leinhardt 1983), by Floyd's way of drawing without putting back.
 * @param at the addresses of the throws for pairs within and for pairs between
 */
export function blocs(
  bounds: Uint32Array,
  within: number,
  between: number,
  {
    draws,
    at,
  }: { readonly draws: Draws; readonly at: { readonly within: Address; readonly between: Address } },
): Links {
  const links = new Growing(within + between)
  const nodes = bounds[bounds.length - 1]
  const sizes = Array.from(bounds.subarray(1), (end, bloc) => end - bounds[bloc])
  const pairs = blocPairs(bounds)
  // pairs of either kind are numbered bloc by bloc
  const innerStart = runningTotal(sizes.map(pairsOf))
  const outerStart = runningTotal(sizes.map((size, bloc) => size * (nodes - bounds[bloc + 1])))
  for (const pair of subset(pairs.within, within, draws, at.within)) {
    const bloc = groupOf(innerStart, pair)
    const rest = pair - innerStart[bloc]
    // pairs (1, 0), (2, 0), (2, 1), (3, 0) …
    let row = Math.floor((1 + Math.sqrt(1 + 8 * rest)) / 2)
    if (pairsOf(row) > rest) row--
    links.add(bounds[bloc] + row, bounds[bloc] + rest - pairsOf(row))
  }
  for (const pair of subset(pairs.between, between, draws, at.between)) {
    const bloc = groupOf(outerStart, pair)
    const rest = pair - outerStart[bloc]
    const outside = nodes - bounds[bloc + 1]
    links.add(bounds[bloc] + Math.floor(rest / outside), bounds[bloc + 1] + (rest % outside))
  }
  return links.done()
}

/** Pairs among so many. */
function pairsOf(size: number): number {
  return (size * (size - 1)) / 2
}

/**
 * So many different numbers below `all`, every choice alike (Floyd; Bentley & Floyd 1987): one throw for each, none in vain.
 * @param count from 0 to `all`
 */
export function subset(all: number, count: number, draws: Draws, { hi, lo }: Address): Set<number> {
  const chosen = new Set<number>()
  for (let last = all - count; last < all; last++) {
    const number = Math.floor(draws.uniform(hi, lo, chosen.size) * (last + 1))
    chosen.add(chosen.has(number) ? last : number)
  }
  return chosen
}

/** Where each group begins when groups of such sizes are laid side by side, and where the last ends. */
function runningTotal(sizes: readonly number[]): Float64Array {
  const starts = new Float64Array(sizes.length + 1)
  for (const [k, size] of sizes.entries()) starts[k + 1] = starts[k] + size
  return starts
}

/** The group in which a number falls. */
function groupOf(starts: Float64Array, number: number): number {
  let low = 0
  let high = starts.length - 1
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (starts[middle] <= number) low = middle
    else high = middle
  }
  return low
}

/** Links as they come, the number of which is known. */
class Growing {
  readonly #one: Uint32Array
  readonly #other: Uint32Array
  #count = 0

  constructor(size: number) {
    this.#one = new Uint32Array(size)
    this.#other = new Uint32Array(size)
  }

  add(one: number, other: number): void {
    this.#one[this.#count] = one
    this.#other[this.#count++] = other
  }

  done(): Links {
    return { one: this.#one, other: this.#other }
  }
}

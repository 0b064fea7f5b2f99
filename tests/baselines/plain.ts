/** Ground without a scenario: nodes are numbers, and a draw is addressed by the numbers it is about. */
import type { Contagion, Dice, Ground, Seeds } from '../../src/baselines/baseline.js'
import { Outbreak } from '../../src/baselines/baseline.js'
import { bondsBetween, type Bonds } from '../../src/bonds.js'
import { DEFAULTS, type Parameters } from '../../src/parameters.js'
import { Draws } from '../../src/random.js'

/** What stands in the upper word of a draw about one node. */
const NODE = 0xffffffff

export function ground(bonds: Bonds, parameters: Partial<Parameters> = {}, days = 10_000): Ground {
  const { nodes, starts, targets } = bonds
  const from = new Uint32Array(targets.length)
  for (let node = 0; node < nodes; node++) from.fill(node, starts[node], starts[node + 1])
  return {
    bonds,
    days,
    parameters: { ...DEFAULTS, ...parameters },
    nodeAt: {
      hi: new Uint32Array(nodes).fill(NODE),
      lo: Uint32Array.from({ length: nodes }, (_, node) => node),
    },
    bondAt: { hi: from, lo: targets },
  }
}

export type Edge = readonly [one: number, other: number]

export function graph(nodes: number, edges: readonly Edge[]): Bonds {
  return bondsBetween(
    nodes,
    edges.map(([one]) => one),
    edges.map(([, other]) => other),
  )
}

export function complete(nodes: number): Edge[] {
  const all = Array.from({ length: nodes }, (_, node) => node)
  return all.flatMap((one) => all.slice(one + 1).map((other): Edge => [one, other]))
}

export function seeds(...nodes: readonly number[]): Seeds {
  return { nodes: Uint32Array.from(nodes), days: new Uint32Array(nodes.length) }
}

/** Plays one run and hands out when each node began, NEVER where it did not. */
export function play(model: Contagion, on: Ground, from: Seeds, dice: Dice): Uint32Array {
  const outbreak = new Outbreak(on.bonds.nodes)
  model.play(on, from, dice, outbreak)
  return outbreak.when
}

/** Dice that say what a table says: by node, and by directed pair. */
export function loaded(byNode: (node: number) => number, byPair: (from: number, to: number) => number): Dice {
  return dealing((hi, lo) => (hi === NODE ? byNode(lo) : byPair(hi, lo)))
}

/** Dice that take the next number of a stream, whatever is asked: what exact coupling must not be built on. */
export function streamed(numbers: () => number): Dice {
  return dealing(numbers)
}

/** Dice that are thrown one by one, also where they are taken at once. */
function dealing(uniform: (hi: number, lo: number) => number): Dice {
  const { batch } = new Draws('none', 0)
  return {
    uniform,
    batch,
    take: (count) => {
      for (let k = 0; k < count; k++) batch.first[k] = uniform(batch.hi[k], batch.lo[k])
    },
    below: (count, chance) => {
      let found = 0
      for (let k = 0; k < count; k++) if (uniform(batch.hi[k], batch.lo[k]) < chance) batch.found[found++] = k
      return found
    },
  }
}

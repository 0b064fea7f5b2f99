/**
 * A country restricts once the share of its partners that do reaches its threshold (Granovetter 1978; Watts 2002). Thresholds
 * lie evenly above one parameter up to another, one draw a country.
 */
import type { Contagion, Dice, Ground, Outbreak } from './baseline.js'

/**
 * Memo of a node: how many more partners it waits for; 0: nobody has asked yet. Who has begun waits for more than there can be, so
 * that counting down, which is all that most looks at a partner come to, takes one rare branch and no other.
 */
const UNASKED = 0
const BEGAN = 0x40000000

export const threshold: Contagion = {
  name: 'threshold',
  kind: 'contagion',
  clock: 'rounds',
  draws: { node: 'threshold', bond: null },
  play(ground, seeds, dice, outbreak) {
    const { nodes, starts, targets } = ground.bonds
    const { thresholdLow: low, thresholdHigh: high } = ground.parameters
    outbreak.clear(UNASKED)
    const { order, memo } = outbreak
    for (const node of seeds.nodes) {
      memo[node] = BEGAN
      outbreak.begin(node, 0)
    }
    // whoever waits for nobody begins too; thresholds lie above `low`, so mostly there is none and nobody is asked
    const anyWaitsForNobody = low < 0 || high <= 0
    for (let node = anyWaitsForNobody ? 0 : nodes; node < nodes; node++) {
      if (memo[node] === BEGAN) continue
      memo[node] = wanted(ground, dice, node)
      if (memo[node] !== 0) continue
      memo[node] = BEGAN
      outbreak.begin(node, 0)
    }
    const partners = outbreak.partners(targets.length)
    let next = 0
    for (let round = 1; next < outbreak.size; round++) {
      const end = outbreak.size
      while (next < end) {
        const from = next
        next = Math.min(end, next + AT_ONCE)
        const count = gather(starts, targets, order, from, next, partners)
        countDown(ground, dice, outbreak, count, partners, round)
      }
    }
  },
}

/** Nodes whose partners are laid side by side before any is looked at: two plain loops are faster than one that does both. */
const AT_ONCE = 1024

/** Lays the partners of some nodes side by side. @returns how many there are */
function gather(
  starts: Uint32Array,
  targets: Uint32Array,
  order: Uint32Array,
  from: number,
  to: number,
  partners: Uint32Array,
): number {
  let count = 0
  for (let place = from; place < to; place++) {
    const node = order[place]
    const end = starts[node + 1] | 0
    for (let k = starts[node] | 0; k < end; k++) partners[count++] = targets[k]
  }
  return count
}

/** One more partner of each of these restricts. */
function countDown(
  ground: Ground,
  dice: Dice,
  outbreak: Outbreak,
  count: number,
  partners: Uint32Array,
  round: number,
): void {
  const { memo } = outbreak
  for (let k = 0; k < count; k++) {
    const node = partners[k]
    let left = (memo[node] | 0) - 1
    if (left <= 0) {
      if (left < 0) left = wanted(ground, dice, node) - 1
      if (left === 0) {
        left = BEGAN
        outbreak.begin(node, round)
      }
    }
    memo[node] = left
  }
}

/** How many partners a node waits for. Where all are alike there is nothing to draw. */
function wanted({ bonds, parameters, nodeAt }: Ground, dice: Dice, node: number): number {
  const { thresholdLow: low, thresholdHigh: high } = parameters
  const threshold =
    low === high ? high : high - (high - low) * dice.uniform(nodeAt.hi[node], nodeAt.lo[node], 0)
  return partnersWanted(threshold, bonds.starts[node + 1] - bonds.starts[node])
}

/**
 * The least number of partners, of so many, whose share reaches a threshold; more than there are where none does. The share is a
 * quotient as anybody would write it, so a threshold of 1/5 is reached by one of five to the last bit.
 */
export function partnersWanted(threshold: number, degree: number): number {
  if (threshold <= 0) return 0
  if (threshold > 1 || degree === 0) return degree + 1
  let count = Math.ceil(threshold * degree)
  while (count > 1 && (count - 1) / degree >= threshold) count--
  while (count / degree < threshold) count++
  return count
}

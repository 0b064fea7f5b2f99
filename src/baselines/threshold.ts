/**
 * A country restricts once the share of its partners that do reaches its threshold (Granovetter 1978; Watts 2002). Thresholds
 * lie evenly above one parameter up to another, one draw a country.
 */
import { NEVER, type Contagion, type Ground } from './baseline.js'

/** Memo of a node of which nothing is known yet; every other memo is how many more partners it waits for. */
const UNASKED = NEVER

export const threshold: Contagion = {
  name: 'threshold',
  kind: 'contagion',
  clock: 'rounds',
  draws: { node: 'threshold', bond: null },
  play(ground, seeds, dice, outbreak) {
    const { nodes, starts, targets } = ground.bonds
    const { thresholdLow: low, thresholdHigh: high } = ground.parameters
    const { hi, lo } = ground.nodeAt
    // where all are alike there is nothing to draw
    const thresholdOf = (node: number): number =>
      low === high ? high : high - (high - low) * dice.uniform(hi[node], lo[node], 0)
    const wanted = (node: number): number => partnersWanted(thresholdOf(node), degreeOf(ground, node))
    outbreak.clear(UNASKED)
    const { when, order, memo } = outbreak
    for (const node of seeds.nodes) {
      memo[node] = 0
      outbreak.begin(node, 0)
    }
    // whoever waits for nobody begins too; thresholds lie above `low`, so mostly there is none and nobody is asked
    const anyWaitsForNobody = low < 0 || high <= 0
    for (let node = anyWaitsForNobody ? 0 : nodes; node < nodes; node++) {
      if (memo[node] === 0) continue
      memo[node] = wanted(node)
      if (memo[node] === 0) outbreak.begin(node, 0)
    }
    for (let next = 0; next < outbreak.size; next++) {
      const node = order[next]
      const round = when[node] + 1
      for (let k = starts[node]; k < starts[node + 1]; k++) {
        const other = targets[k]
        let waitsFor = memo[other]
        if (waitsFor === 0) continue
        if (waitsFor === UNASKED) waitsFor = wanted(other)
        memo[other] = --waitsFor
        if (waitsFor === 0) outbreak.begin(other, round)
      }
    }
  },
}

function degreeOf({ bonds: { starts } }: Ground, node: number): number {
  return starts[node + 1] - starts[node]
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

/**
 * A country restricts once the share of its partners that do reaches its threshold (Granovetter 1978; Watts 2002). Thresholds
 * lie evenly above one parameter up to another, one draw a country.
 */
import { BATCH } from '../philox.js'
import type { Contagion, Dice, Ground, Outbreak } from './baseline.js'

/** Memo of who has begun: more than it could ever count down. Of anybody else: how many more partners it waits for. */
const BEGAN = 0x40000000

export const threshold: Contagion = {
  name: 'threshold',
  kind: 'contagion',
  clock: 'rounds',
  draws: { node: 'threshold', bond: null },
  play(ground, seeds, dice, outbreak) {
    const { thresholdLow: low, thresholdHigh: high } = ground.parameters
    outbreak.clear()
    // thresholds lie above `low`, so mostly nobody begins unasked
    const mayBeginUnasked = low < 0 || high <= 0
    if (seeds.nodes.length === 0 && !mayBeginUnasked) return
    setWaits(ground, dice, outbreak.memo)
    for (const node of seeds.nodes) begin(outbreak, node)
    if (mayBeginUnasked)
      for (let node = 0; node < ground.bonds.nodes; node++)
        if (outbreak.memo[node] === 0) begin(outbreak, node)
    let next = 0
    for (let round = 1; next < outbreak.size; round++) {
      const end = outbreak.size
      outbreak.size = countDown(ground.bonds, outbreak, next, end)
      for (let place = end; place < outbreak.size; place++) outbreak.when[outbreak.order[place]] = round
      next = end
    }
  },
}

function begin(outbreak: Outbreak, node: number): void {
  outbreak.memo[node] = BEGAN
  outbreak.begin(node, 0)
}

/**
 * Of the nodes at some places in the order, one more partner of each partner restricts. Whoever has waited for this one is next in
 * the order; without a branch, as none could be foreseen: a partner that still waits is laid over by the next.
 * @returns the size of the outbreak
 */
function countDown(
  { starts, targets }: Ground['bonds'],
  { order, memo, size }: Outbreak,
  from: number,
  to: number,
): number {
  for (let place = from; place < to; place++) {
    const node = order[place]
    const end = starts[node + 1] | 0
    for (let k = starts[node] | 0; k < end; k++) {
      const partner = targets[k]
      const left = (memo[partner] - 1) | 0
      memo[partner] = left
      order[size] = partner
      // 1 where nothing is left, else 0: the signs of one less and of itself differ at 0 alone
      size = (size + ((left - 1) >>> 31) - (left >>> 31)) | 0
    }
  }
  return size
}

/** Writes by node how many partners it waits for. Where all thresholds are alike there is nothing to draw. */
function setWaits({ bonds, parameters, nodeAt }: Ground, dice: Dice, memo: Uint32Array): void {
  const { nodes, starts } = bonds
  const { thresholdLow: low, thresholdHigh: high } = parameters
  const { batch } = dice
  batch.occurrence.fill(0)
  for (let from = 0; from < nodes; from += BATCH) {
    const to = Math.min(nodes, from + BATCH)
    if (low !== high) {
      batch.hi.set(nodeAt.hi.subarray(from, to))
      batch.lo.set(nodeAt.lo.subarray(from, to))
      dice.take(to - from)
    }
    for (let node = from; node < to; node++) {
      const each = low === high ? high : high - (high - low) * batch.first[node - from]
      memo[node] = partnersWanted(each, starts[node + 1] - starts[node])
    }
  }
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

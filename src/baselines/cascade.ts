/**
 * Independent cascade: a country that begins to restrict tries each partner once, and each try succeeds with the same chance
 * (Kempe, Kleinberg & Tardos 2003). One draw a directed pair decides whether that try would succeed, made or not; so who follows
 * is who can be reached along pairs whose try succeeds, and with a bond or a seed less nobody new is reached.
 */
import { BATCH } from '../philox.js'
import { NEVER, type Contagion, type Dice, type Outbreak } from './baseline.js'

/** NEVER as a signed word, which is compared as an integer and not as a double. */
const NOT_YET = NEVER | 0

export const cascade: Contagion = {
  name: 'cascade',
  kind: 'contagion',
  clock: 'rounds',
  draws: { node: null, bond: 'cascade' },
  play({ bonds, bondAt, parameters }, seeds, dice, outbreak) {
    const { starts, targets } = bonds
    const { hi, lo } = bondAt
    const chance = parameters.cascadeChance
    outbreak.clear()
    const { when, order } = outbreak
    const { batch } = dice
    batch.occurrence.fill(0)
    const tried = outbreak.partners(BATCH)
    for (const node of seeds.nodes) outbreak.begin(node, 0)
    let next = 0
    for (let round = 1; next < outbreak.size; round++) {
      const end = outbreak.size
      let count = 0
      for (; next < end; next++) {
        const node = order[next]
        const last = starts[node + 1] | 0
        for (let k = starts[node] | 0; k < last; k++) {
          batch.hi[count] = hi[k]
          batch.lo[count] = lo[k]
          tried[count] = targets[k]
          // without a branch: a try at a partner that has begun is laid over by the next
          count += when[targets[k]] >>> 31
          if (count < BATCH) continue
          tryAll(dice, outbreak, tried, count, chance, round)
          count = 0
        }
      }
      tryAll(dice, outbreak, tried, count, chance, round)
    }
  },
}

/** Tries those whose throws are laid side by side; of two tries at one country the first that succeeds counts. */
function tryAll(
  dice: Dice,
  outbreak: Outbreak,
  tried: Uint32Array,
  count: number,
  chance: number,
  round: number,
): void {
  const succeeded = dice.below(count, chance)
  const { found } = dice.batch
  const { when } = outbreak
  for (let k = 0; k < succeeded; k++) {
    const node = tried[found[k]]
    if ((when[node] | 0) === NOT_YET) outbreak.begin(node, round)
  }
}

/**
 * Independent cascade: a country that begins to restrict tries each partner once, and each try succeeds with the same chance
 * (Kempe, Kleinberg & Tardos 2003). One draw a directed pair decides whether that try would succeed, made or not; so who follows
 * is who can be reached along pairs whose try succeeds, and with a bond or a seed less nobody new is reached.
 */
import { NEVER, type Contagion } from './baseline.js'

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
    for (const node of seeds.nodes) outbreak.begin(node, 0)
    for (let next = 0; next < outbreak.size; next++) {
      const node = order[next]
      const round = when[node] + 1
      const end = starts[node + 1] | 0
      for (let k = starts[node] | 0; k < end; k++) {
        const other = targets[k]
        if ((when[other] | 0) === NOT_YET && dice.uniform(hi[k], lo[k], 0) < chance)
          outbreak.begin(other, round)
      }
    }
  },
}

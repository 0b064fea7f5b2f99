/**
 * Independent cascade: a country that begins to restrict tries each partner once, and each try succeeds with the same chance
 * (Kempe, Kleinberg & Tardos 2003). One draw a directed pair decides whether that try would succeed, made or not; so who follows
 * is who can be reached along pairs whose try succeeds, and with a bond or a seed less nobody new is reached.
 */
import { NEVER, type Contagion } from './baseline.js'

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
      for (let k = starts[node]; k < starts[node + 1]; k++) {
        const other = targets[k]
        if (when[other] === NEVER && dice.uniform(hi[k], lo[k], 0) < chance) outbreak.begin(other, round)
      }
    }
  },
}

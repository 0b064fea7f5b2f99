/**
 * As DeGroot's, but nobody quite lets go of where it began: what a country thinks next is the average by its susceptibility and
 * its first opinion by the rest (Friedkin & Johnsen 1990). Susceptibilities lie evenly between two parameters, one draw a
 * country. Opinions then end apart, at x = (I − S W)⁻¹ (I − S) x0.
 */
import type { OpinionModel } from './baseline.js'
import { settle } from './degroot.js'

export const friedkinJohnsen: OpinionModel = {
  name: 'friedkin-johnsen',
  kind: 'opinion',
  draws: { node: 'susceptibility', bond: null },
  play(council, initial, dice, opinions) {
    const { opinionSusceptibilityLow: low, opinionSusceptibilityHigh: high } = council.parameters
    const { hi, lo } = council.nodeAt
    for (let node = 0; node < council.bonds.nodes; node++)
      opinions.susceptibility[node] = low + (high - low) * dice.uniform(hi[node], lo[node], 0)
    settle(council, initial, opinions)
  },
}

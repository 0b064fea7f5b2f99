/**
 * Everybody takes the weighted average of its partners' opinions and its own, round after round (DeGroot 1974). Where all are
 * joined and everybody gives some weight to itself, opinions meet: at the average weighted by the stationary distribution.
 */
import type { Council, OpinionModel, Opinions } from './baseline.js'

/** Opinions are at rest when none moves further than this in a round. */
const REST = 1e-14

/** Rounds after which opinions that still move are left as they are. */
export const MOST_ROUNDS = 100_000

export const degroot: OpinionModel = {
  name: 'degroot',
  kind: 'opinion',
  draws: { node: null, bond: null },
  play(council, initial, _, opinions) {
    opinions.susceptibility.fill(1)
    settle(council, initial, opinions)
  },
}

/**
 * Averages until nothing moves: x := s (W x) + (1 − s) x0, with s the susceptibility of each.
 * @param initial x0, by node; not changed
 */
export function settle({ bonds, weights, own }: Council, initial: Float64Array, opinions: Opinions): void {
  const { nodes, starts, targets } = bonds
  const { susceptibility } = opinions
  opinions.last.set(initial)
  opinions.settled = false
  for (opinions.rounds = 0; opinions.rounds < MOST_ROUNDS && !opinions.settled; opinions.rounds++) {
    const { last, spare } = opinions
    let moved = 0
    for (let node = 0; node < nodes; node++) {
      let average = own[node] * last[node]
      for (let k = starts[node]; k < starts[node + 1]; k++) average += weights[k] * last[targets[k]]
      const next = susceptibility[node] * average + (1 - susceptibility[node]) * initial[node]
      const move = next > last[node] ? next - last[node] : last[node] - next
      if (move > moved) moved = move
      spare[node] = next
    }
    opinions.last = spare
    opinions.spare = last
    opinions.settled = moved <= REST
  }
}

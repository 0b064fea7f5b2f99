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
 * Averages until nothing moves: x := s (W x) + (1 − s) x0, with s the susceptibility of each. Each piece of the graph comes to
 * rest by itself, so that what happens in one changes no bit of another.
 * @param initial x0, by node; not changed
 */
export function settle(council: Council, initial: Float64Array, opinions: Opinions): void {
  const { order, starts } = council.pieces
  opinions.last.set(initial)
  opinions.rounds = 0
  opinions.settled = true
  for (let piece = 0; piece + 1 < starts.length; piece++)
    settlePiece(council, initial, opinions, order.subarray(starts[piece], starts[piece + 1]))
}

function settlePiece(
  council: Council,
  initial: Float64Array,
  opinions: Opinions,
  members: Uint32Array,
): void {
  let now = opinions.last
  let next = opinions.spare
  let moved = Infinity
  let rounds = 0
  for (; rounds < MOST_ROUNDS && moved > REST; rounds++) {
    moved = average(council, initial, opinions.susceptibility, members, now, next)
    const before = now
    now = next
    next = before
  }
  if (now !== opinions.last) for (const node of members) opinions.last[node] = now[node]
  if (rounds > opinions.rounds) opinions.rounds = rounds
  if (moved > REST) opinions.settled = false
}

/**
 * One round of a piece, written from one list of opinions into another.
 * @returns how far any of them moved
 */
function average(
  { bonds: { starts, targets }, weights, own }: Council,
  initial: Float64Array,
  susceptibility: Float64Array,
  members: Uint32Array,
  now: Float64Array,
  next: Float64Array,
): number {
  let moved = 0
  for (let place = 0; place < members.length; place++) {
    const node = members[place]
    const end = starts[node + 1] | 0
    let heard = own[node] * now[node]
    let k = starts[node] | 0
    // two at a turn: turns are what takes the time, and sums keep their order
    for (; k + 1 < end; k += 2) {
      heard += weights[k] * now[targets[k]]
      heard += weights[k + 1] * now[targets[k + 1]]
    }
    if (k < end) heard += weights[k] * now[targets[k]]
    const after = susceptibility[node] * heard + (1 - susceptibility[node]) * initial[node]
    const move = Math.abs(after - now[node])
    if (move > moved) moved = move
    next[node] = after
  }
  return moved
}

/**
 * Whom an originator takes for the leaker when nobody says who it was: it knows who held the item and for how long, and that is all
 * it goes by, so it may blame the innocent (MODEL.md §5.6: posterior ∝ hazard × time held).
 */
import type { BreachState } from '../breach-state.js'
import { coversTopic } from '../world.js'
import type { Now } from './mechanism.js'

/** Somebody who could have leaked, and how likely the originator thinks it, 0 to 1. */
export interface Candidate {
  readonly country: number
  readonly chance: number
}

/**
 * Everybody who could have leaked a victim's item, with the chance of each.
 * @param victim its place among the victims of the breach
 * @returns by country; the chances add up to 1; empty where nobody but the originator held it
 */
export function candidates(now: Now, standing: BreachState, victim: number): Candidate[] {
  const { world, state } = now
  const { found } = standing
  const held = holdings(now, standing, victim).filter(
    ({ country }) => country !== found.victims[victim] && country !== found.recipient,
  )
  const known = held.some(({ country }) => world.leakHazard[country] > 0)
  const weigh = ({ country, since }: Holding): number =>
    (known ? world.leakHazard[country] : 1) * (state.day - since + 1)
  const sum = held.reduce((total, one) => total + weigh(one), 0)
  return held.map((one) => ({ country: one.country, chance: weigh(one) / sum }))
}

/** Picks one of the candidates by a uniform in [0, 1). @returns a country, or -1 where there are none */
export function pick(among: readonly Candidate[], u: number): number {
  let passed = 0
  for (const { country, chance } of among) {
    passed += chance
    if (u < passed) return country
  }
  // rounding may leave the last a hair short of 1
  return among.at(-1)?.country ?? -1
}

interface Holding {
  readonly country: number
  readonly since: number
}

/** Who held the item before it leaked; where it was made up, whoever could have been told of the topic, in equal parts. */
function holdings({ world, state, history }: Now, { found, items }: BreachState, victim: number): Holding[] {
  const item = items[victim]
  if (item >= 0) return history.holdings(item, found.breach.day)
  const origin = found.victims[victim]
  const partners: Holding[] = []
  for (let pair = world.pairStart[origin]; pair < world.pairStart[origin + 1]; pair++) {
    const country = world.to[pair]
    const told = state
      .channels(origin, country)
      .some((m) => coversTopic(world, world.memberAgreement[m], found.topic))
    if (told || country === found.leaker) partners.push({ country, since: found.breach.day })
  }
  return partners
}

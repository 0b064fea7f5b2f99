/**
 * How heavily a breach weighs on whoever learns of it: on the victim in full, on a witness in part (MODEL.md §5.2).
 * Spill-over: Lei, Masclet & Vesely (2014); LeVeck & Narang (2017). Integrity against competence: Kim et al. (2004).
 */
import { power } from '../math.js'
import type { BreachKind } from '../scenario.js'
import type { BreachState } from '../breach-state.js'
import type { State } from '../state.js'
import type { CompiledBreach, World } from '../world.js'

/** What a learner knows of the source. */
export interface Knowledge {
  /** the press has named it */
  readonly named: boolean
  /** the learner knows it some other way: it is the victim, or the victim confided in it */
  readonly knows: boolean
}

/** How much a kind of breach is held against the leaker, 0 to 1. */
export function culpability(world: World, kind: BreachKind): number {
  if (kind === 'penetration') return world.parameters.molePenalty
  if (kind === 'insider') return world.parameters.insiderPenalty
  return 1
}

/** Weight of the shock to a victim, before its source is named. */
export function victimWeight(world: World, { breach, victims }: CompiledBreach): number {
  const { breachWeight, dilution } = world.parameters
  return (breachWeight * breach.severity * culpability(world, breach.kind)) / power(victims.length, dilution)
}

/**
 * Weight of all that a country has by now learned of a breach. One shock a party and breach: a victim its own, a witness the
 * largest over the victims.
 * @param suspect whom it holds the breach against: the leaker, or whoever is taken for it
 */
export function weightOn(
  world: World,
  state: State,
  { found, context }: BreachState,
  country: number,
  suspect: number,
  { named, knows }: Knowledge,
): number {
  const own = victimWeight(world, found) * (named ? 1 + world.parameters.namedExtra : 1)
  if (found.victims.includes(country)) return own
  if (!world.on.witness) return 0
  const likeness =
    named || knows
      ? Math.max(...found.victims.map((victim) => similarity(world, state, country, victim, suspect)))
      : world.parameters.similarityFloor
  return own * world.parameters.spillOver * context * likeness
}

/** How alike two countries are in what they share with a third: the floor, and the rest by the overlap (Jaccard) of cells. */
function similarity(world: World, state: State, a: number, b: number, leaker: number): number {
  const { similarityFloor } = world.parameters
  const mine = sharedCells(world, state, a, leaker)
  const theirs = sharedCells(world, state, b, leaker)
  let both = 0
  let either = 0
  for (let cell = 0; cell < mine.length; cell++) {
    both += mine[cell] & theirs[cell]
    either += mine[cell] | theirs[cell]
  }
  return similarityFloor + (either === 0 ? 0 : ((1 - similarityFloor) * both) / either)
}

/** The cells (topic × discipline) in which a country collects and has an agreement with another, as ones. */
function sharedCells(world: World, state: State, country: number, other: number): Uint8Array {
  const cells = world.topics * world.disciplines
  const shared = new Uint8Array(cells)
  for (const m of state.channels(country, other)) {
    const scope = world.memberAgreement[m] * cells
    for (let s = world.streamStart[country]; s < world.streamStart[country + 1]; s++)
      shared[world.streamCell[s]] |= world.covers[scope + world.streamCell[s]]
  }
  return shared
}

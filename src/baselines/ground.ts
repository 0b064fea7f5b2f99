/** A scenario as the null models see it: who is bonded to whom on the day of the breach, who begins, what each thinks of the leaker. */
import { roomFor } from '../addressing.js'
import { piecesOf, type Bonds } from '../bonds.js'
import { victimWeight } from '../mechanisms/witness.js'
import { stem } from '../random.js'
import { restingTrust } from '../resting.js'
import { pairOf, type CompiledBreach, type World } from '../world.js'
import type { Baseline, Council, Ground, Seeds } from './baseline.js'

/** All countries but the leaker: what can be adopted is to restrict sharing with it. */
export interface Scene {
  readonly leaker: number
  /** day of the leaker's first breach that one of the worlds goes without; the bonds are those of this day */
  readonly day: number
  /** by node: its country, ascending */
  readonly countries: Uint32Array
  /** by node: 1 where it shares an agreement in force with the leaker on that day */
  readonly deals: Uint8Array
  readonly bonds: Bonds
  /** by place in `bonds.targets`: the directed pair */
  readonly pairs: Uint32Array
}

/** Lays out what contagion toward one leaker runs on. */
export function sceneOf(world: World, leaker: number, day: number): Scene {
  const bonded = bondedOn(world, day)
  const countries = Uint32Array.from(
    { length: world.countries - 1 },
    (_, node) => node + (node < leaker ? 0 : 1),
  )
  const nodeOf = (country: number): number => country - (country < leaker ? 0 : 1)
  const deals = new Uint8Array(countries.length)
  const starts = new Uint32Array(countries.length + 1)
  const targets: number[] = []
  const pairs: number[] = []
  countries.forEach((country, node) => {
    for (let pair = world.pairStart[country]; pair < world.pairStart[country + 1]; pair++) {
      if (bonded[pair] === 0) continue
      if (world.to[pair] === leaker) {
        deals[node] = 1
        continue
      }
      targets.push(nodeOf(world.to[pair]))
      pairs.push(pair)
    }
    starts[node + 1] = targets.length
  })
  const bonds = { nodes: countries.length, starts, targets: Uint32Array.from(targets) }
  return { leaker, day, countries, deals, bonds, pairs: Uint32Array.from(pairs) }
}

/** By directed pair: 1 where the two share an agreement in force on a day. */
function bondedOn(world: World, day: number): Uint8Array {
  const bonded = new Uint8Array(world.pairs)
  for (let m = 0; m < world.members; m++) {
    const e = world.memberAgreement[m]
    if (world.agreementFrom[e] > day || world.agreementUntil[e] <= day) continue
    for (let a = world.audienceStart[m]; a < world.audienceStart[m + 1]; a++)
      bonded[world.audiencePair[a]] = 1
  }
  return bonded
}

/** The draws a null model takes on a scene. What passes between two countries about one leaker is another thing about another. */
function drawsOf(
  world: World,
  { leaker, countries, bonds, pairs }: Scene,
  { draws }: Pick<Baseline, 'draws'>,
) {
  const id = (country: number): string => world.ids[country]
  const { nodes, starts } = bonds
  const nodeAt = roomFor(draws.node === null ? 0 : nodes)
  if (draws.node !== null) {
    const isDisposition = draws.node === 'threshold' || draws.node === 'susceptibility'
    const of = isDisposition ? stem(1, draws.node) : stem(2, draws.node).and(id(leaker))
    of.lay(nodeAt, 0, nodes, (node) => id(countries[node]))
  }
  const bondAt = roomFor(draws.bond === null ? 0 : pairs.length)
  if (draws.bond !== null) {
    const of = stem(3, draws.bond).and(id(leaker))
    for (let node = 0; node < nodes; node++) {
      const by = of.and(id(countries[node]))
      by.lay(bondAt, starts[node], starts[node + 1], (k) => id(world.to[pairs[k]]))
    }
  }
  return { nodeAt, bondAt }
}

/** What a contagion runs on. */
export function groundOf(world: World, scene: Scene, model: Pick<Baseline, 'draws'>): Ground {
  const { parameters, days } = world
  return { bonds: scene.bonds, parameters, days, ...drawsOf(world, scene, model) }
}

/** What opinions run on: each listens to its partners by its resting trust in them. */
export function councilOf(world: World, scene: Scene, model: Pick<Baseline, 'draws'>): Council {
  const { bonds, pairs } = scene
  const { opinionSelfWeight } = world.parameters
  const { priorOf, priors } = world
  const weights = new Float64Array(pairs.length)
  const own = new Float64Array(bonds.nodes)
  for (let node = 0; node < bonds.nodes; node++) {
    let sum = 0
    for (let k = bonds.starts[node]; k < bonds.starts[node + 1]; k++)
      sum += restingTrust(priors.base[priorOf[pairs[k]]])
    for (let k = bonds.starts[node]; k < bonds.starts[node + 1]; k++)
      weights[k] = ((1 - opinionSelfWeight) * restingTrust(priors.base[priorOf[pairs[k]]])) / sum
    // who has no partner has nobody else to listen to
    own[node] = sum === 0 ? 1 : opinionSelfWeight
  }
  const { nodeAt } = drawsOf(world, scene, model)
  return { bonds, pieces: piecesOf(bonds), parameters: world.parameters, weights, own, nodeAt }
}

/** The leaker's breaches that did something, in a world. */
function breachesBy(world: World, leaker: number): readonly CompiledBreach[] {
  return world.breaches.filter((found) => found.leaker === leaker && found.breach.severity > 0)
}

/** Who begins to restrict in a world: every victim of the leaker, on the day of the first breach that hurt it. */
export function seedsOf(world: World, { leaker, countries }: Scene): Seeds {
  const first = new Map<number, number>()
  for (const { breach, victims } of breachesBy(world, leaker))
    for (const victim of victims) first.set(victim, Math.min(breach.day, first.get(victim) ?? breach.day))
  const nodes = [...countries.keys()].filter((node) => first.has(countries[node]))
  return {
    nodes: Uint32Array.from(nodes),
    days: Uint32Array.from(nodes, (node) => first.get(countries[node]) ?? 0),
  }
}

/**
 * What each thinks of the leaker at first, by node: resting trust, and for a victim what is left of it after its shocks, with no
 * time to heal. Who does not deal with the leaker thinks of it as of a partner in a narrow deal.
 */
export function firstOpinions(world: World, { leaker, day, countries }: Scene): Float64Array {
  const { narrowDiscretion, narrowStrength, namedExtra, resistance } = world.parameters
  const { priorOf, priors } = world
  return Float64Array.from(countries, (country) => {
    const found = pairOf(world, country, leaker)
    const pair = found >= 0 && world.pairFrom[found] <= day ? found : -1
    const base = pair < 0 ? narrowDiscretion : priors.base[priorOf[pair]]
    const strength = pair < 0 ? narrowStrength : priors.strength[priorOf[pair]]
    let broken = 0
    for (const breach of breachesBy(world, leaker)) {
      if (!breach.victims.includes(country)) continue
      const weight = victimWeight(world, breach) * (breach.breach.namedDay === null ? 1 : 1 + namedExtra)
      broken += weight * (resistance + strength + broken)
    }
    return (strength + strength * base) / (strength + broken + strength)
  })
}

/** Negative controls: a case without one thing that the model knows of it. What costs nothing to remove explains nothing. */
import type { Case } from '../episode.js'
import { inForce, type Agreement } from '../network.js'
import { address, Draws } from '../random.js'
import { SWITCHES, type Scenario, type Switch } from '../scenario.js'
import { INJECTED } from './replay.js'

/** The mechanisms that can move a response in a documented case. */
export const REMOVABLE = [
  'witness',
  'imitation',
  'reciprocity',
  'sharedClubs',
  'sourceLoss',
  'deception',
  'provenance',
] as const satisfies readonly Switch[]

/**
 * The mechanisms that move none: warnings and releases reach no response, leaks have no hazard unless a network gives one, and no
 * case has prospects or moves.
 */
export const IDLE: readonly Switch[] = SWITCHES.filter((name) => !REMOVABLE.some((one) => one === name))

/** A case without a mechanism. */
export function withoutMechanism(scenario: Scenario, name: Switch): Scenario {
  return { ...scenario, mechanisms: { ...scenario.mechanisms, [name]: false } }
}

/** A case in a world of two: nothing is left but what breacher and partner have signed together, with only them as parties. */
export function withoutNetwork(scenario: Scenario, breacher: string, partner: string): Scenario {
  const two = [breacher, partner].sort()
  const ofTwo = (numbers: Readonly<Record<string, number>> | undefined): Record<string, number> =>
    Object.fromEntries(Object.entries(numbers ?? {}).filter(([party]) => two.includes(party)))
  const agreements = scenario.network.agreements
    .filter(({ parties }) => two.every((party) => parties.includes(party)))
    .map((agreement): Agreement => {
      const { stake, price } = agreement
      return {
        ...agreement,
        parties: two,
        ...(stake === undefined ? {} : { stake: ofTwo(stake) }),
        ...(price === undefined ? {} : { price: ofTwo(price) }),
      }
    })
  return withAgreements(scenario, agreements)
}

/**
 * A case in the network of the breacher and of those it hurt: agreements in which none of them is a party are left out, countries
 * that then share with nobody, and mechanisms that reach no response.
 */
export function inNeighbourhood({ episode, scenario }: Case): Scenario {
  const named = scenario.breaches.flatMap(({ by, of, to }) => [by, ...of, to])
  const centre = new Set([
    episode.breacher,
    ...episode.originators,
    ...scenario.breaches.flatMap(({ by, of }) => [by, ...of]),
  ])
  const near = withAgreements(
    scenario,
    scenario.network.agreements.filter(({ parties }) => parties.some((party) => centre.has(party))),
  )
  const { network } = near
  const left = new Set([
    ...named,
    ...episode.outcomes.map(({ partner }) => partner),
    ...network.agreements.flatMap(({ parties }) => parties),
  ])
  return {
    ...near,
    mechanisms: { ...near.mechanisms, ...Object.fromEntries(UNFELT.map((name) => [name, false])) },
    network: {
      ...network,
      countries: network.countries.filter(({ id }) => left.has(id)),
      topics: network.topics.map((topic) => ({
        ...topic,
        targets: topic.targets.filter((target) => left.has(target)),
      })),
      pairs: network.pairs.filter(({ from, to }) => left.has(from) && left.has(to)),
    },
  }
}

/** Mechanisms that leave every response as it is: what they do begins after a choice to share, and ends before the next. */
const UNFELT = ['warnings', 'release'] as const satisfies readonly Switch[]

/** With other agreements, without prospects, and without moves about agreements that are gone. */
function withAgreements(scenario: Scenario, agreements: readonly Agreement[]): Scenario {
  const left = new Set(agreements.map(({ id }) => id))
  const moves = scenario.moves.filter(
    (move) => !('agreement' in move) || move.agreement === null || left.has(move.agreement),
  )
  return { ...scenario, moves, network: { ...scenario.network, agreements, prospects: [] } }
}

/** A case in which others than the originators were hurt. */
export interface Shuffled {
  readonly scenario: Scenario
  /** by originator: who stands in for it; an originator for whom nobody was left is missing, and stays */
  readonly substitutes: ReadonlyMap<string, string>
}

/**
 * Puts another partner of the breacher in the place of each originator. Each is drawn at the episode and the originator, from the
 * partners of the day of the breach that are no originators and do not receive the secret, nobody twice.
 */
export function withOtherVictims({ episode, scenario }: Case, seed: string): Shuffled {
  const breach = scenario.breaches.find(({ id }) => id === INJECTED)
  if (breach === undefined) throw new Error(`${episode.id} has no event "${INJECTED}"`)
  const partners = new Set(
    scenario.network.agreements
      .filter((agreement) => agreement.parties.includes(breach.by) && inForce(agreement, breach.day))
      .flatMap(({ parties }) => parties),
  )
  for (const id of [breach.by, breach.to, ...breach.of, ...episode.originators]) partners.delete(id)
  const left = [...partners].sort()
  const draws = new Draws(seed, 0)
  const substitutes = new Map<string, string>()
  for (const originator of [...breach.of].sort()) {
    const u = draws.at(address('substitute', episode.id, originator))
    const [drawn] = left.splice(Math.floor(u * left.length), 1)
    if (drawn !== undefined) substitutes.set(originator, drawn)
  }
  const of = breach.of.map((originator) => substitutes.get(originator) ?? originator).sort()
  const breaches = scenario.breaches.map((one) => (one === breach ? { ...one, of } : one))
  return { scenario: { ...scenario, breaches }, substitutes }
}

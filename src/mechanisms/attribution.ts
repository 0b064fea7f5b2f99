/**
 * Whoever receives the secret works out whose it was: each detail fits a wrong candidate with probability `falseMatch`, so the
 * odds of the originator grow with the details given away (MODEL.md §5.6). Once the press names it, everybody knows.
 */
import { power } from '../math.js'
import type { State } from '../state.js'
import { coversTopic, type CompiledBreach, type World } from '../world.js'
import { component } from './breach.js'
import type { Mechanism, Now } from './mechanism.js'

/** On the day of the breach the recipient guesses. */
export const attribution: Mechanism = {
  name: 'attribution',
  owns: ['breaches.identified'],
  apply(now) {
    for (const { found, event } of now.state.breaches)
      if (found.breach.day === now.state.day && event >= 0 && found.breach.happened) guess(now, found)
  },
}

/** On the day the press names the originators, whoever had not worked it out is told. */
export const exposure: Mechanism = {
  name: 'exposure',
  owns: ['breaches.identified'],
  apply(now) {
    for (const { found, named } of now.state.breaches)
      if (found.breach.namedDay === now.state.day && named >= 0 && found.breach.happened) beTold(now, found)
  },
}

function guess(now: Now, found: CompiledBreach): void {
  const { world, state, draws, history } = now
  const { breach, victims } = found
  const cause = state.breaches[found.index].event
  victims.forEach((victim, k) => {
    const prior = share(now, found, victim, state.breaches[found.index].disciplines[k])
    const posterior = identifiability(prior, world.parameters.falseMatch, breach.details)
    const known = draws.at(world.book.of('attribution', breach.id, world.ids[victim])) < posterior
    const event = history.tell(state.day, known ? 'identified' : 'unidentified', {
      who: breach.to,
      whom: world.ids[victim],
      breach: breach.id,
      numbers: { prior, posterior },
      cause,
    })
    if (known) identify(now, found, k, event)
  })
}

function beTold(now: Now, found: CompiledBreach): void {
  const standing = now.state.breaches[found.index]
  found.victims.forEach((victim, k) => {
    if (standing.identified[k]) return
    const event = now.history.tell(now.state.day, 'identified', {
      who: found.breach.to,
      whom: now.world.ids[victim],
      breach: found.breach.id,
      words: { how: 'named by the press' },
      cause: standing.named,
    })
    identify(now, found, k, event)
  })
}

function identify({ state }: Now, found: CompiledBreach, victim: number, cause: number): void {
  const standing = state.breaches[found.index]
  standing.identified[victim] = true
  state.identifications.push({ breach: found.index, victim, discipline: standing.disciplines[victim], cause })
}

/**
 * Prior of the originator: its share of what all candidates collect on the topic by the discipline that the secret betrays.
 * Candidates share an agreement on it with the leaker, and are neither the leaker nor the recipient. Where everybody can read the
 * secret and nobody knows who let it out, whoever shares what it collects on the topic with anybody is a candidate, within the
 * circle that chains of agreements draw around the leaker.
 */
function share({ world, state }: Now, found: CompiledBreach, victim: number, discipline: number): number {
  const leakerKnown = found.breach.traced || found.recipient >= 0
  const circle = leakerKnown ? undefined : component(world, state.inForce, found.leaker)
  let own = 0
  let all = 0
  for (let country = 0; country < world.countries; country++) {
    if (circle?.[country] === 0 && country !== victim) continue
    if (leakerKnown && (country === found.leaker || country === found.recipient)) continue
    const covering = (leakerKnown ? state.channels(country, found.leaker) : channelsOf(state, country)).some(
      (m) => coversTopic(world, world.memberAgreement[m], found.topic),
    )
    if (!covering && country !== victim) continue
    const rate = topicRate(world, country, found.topic, discipline)
    all += rate
    if (country === victim) own = rate
  }
  return own === 0 ? 0 : own / all
}

/** The memberships through which a country still shares with anybody. */
function channelsOf(state: State, country: number): number[] {
  const { memberStart } = state.world
  const channels: number[] = []
  for (let m = memberStart[country]; m < memberStart[country + 1]; m++)
    if (state.present(m) && state.hasAudience(m)) channels.push(m)
  return channels
}

/** Items a day a country collects on a topic by a discipline. */
function topicRate(world: World, country: number, topic: number, discipline: number): number {
  for (let s = world.streamStart[country]; s < world.streamStart[country + 1]; s++)
    if (world.streamCell[s] === topic * world.disciplines + discipline) return world.streamRate[s]
  return 0
}

/**
 * Posterior probability that the originator is picked out after `details` details.
 * @param prior its share among the candidates, 0 to 1
 * @param falseMatch chance that a detail fits a wrong candidate, 0 to 1
 */
export function identifiability(prior: number, falseMatch: number, details: number): number {
  if (prior === 0) return 0
  return posterior([prior, 1 - prior], [1, power(falseMatch, details)])[0]
}

/** Posterior over candidates from their priors and the likelihood of the details under each (Bayes). */
export function posterior(priors: readonly number[], likelihoods: readonly number[]): number[] {
  const joint = priors.map((prior, k) => prior * likelihoods[k])
  const sum = joint.reduce((a, b) => a + b, 0)
  return joint.map((a) => a / sum)
}

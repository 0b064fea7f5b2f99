/**
 * Who learns of a breach, when and how: from the press, by finding out, or from a victim that confides (MODEL.md §5.7). Until
 * somebody learns of it, a breach changes no trust: perceived risk, not real risk, drives the chill.
 */
import { exponential } from '../random.js'
import { pairOf, type CompiledBreach } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'
import { weightOn, type Knowledge } from './witness.js'

export const news: Mechanism = {
  name: 'news',
  owns: ['breaches.press', 'breaches.named', 'breaches.weight', 'breaches.learned', 'sawBreach', 'heard'],
  apply(now) {
    for (const found of now.world.breaches) {
      const standing = now.state.breaches[found.index]
      if (standing.event < 0) continue
      publish(now, found)
      detect(now, found)
    }
  },
}

/** The two clocks: the press has the story, then names the source. */
function publish(now: Now, found: CompiledBreach): void {
  const { world, state, history } = now
  const { breach, victims } = found
  const standing = state.breaches[found.index]
  if (breach.pressDay === state.day) {
    standing.press = history.tell(state.day, 'press', {
      who: 'press',
      whom: breach.by,
      breach: breach.id,
      cause: standing.event,
    })
    for (let country = 0; country < world.countries; country++) {
      const knows = victims.includes(country) || standing.learned[country] >= 0
      learn(now, found, country, { named: false, knows }, 'press', standing.press)
    }
  }
  if (breach.namedDay === state.day) {
    standing.named = history.tell(state.day, 'named', {
      who: 'press',
      whom: breach.of.join(', '),
      breach: breach.id,
      cause: standing.press >= 0 ? standing.press : standing.event,
    })
    for (let country = 0; country < world.countries; country++)
      learn(now, found, country, { named: true, knows: true }, 'name', standing.named)
  }
}

/** A victim finds out by itself, and may confide in partners that deal with the leaker too. */
function detect(now: Now, found: CompiledBreach): void {
  const { world, state, history, draws } = now
  const standing = state.breaches[found.index]
  found.victims.forEach((victim, k) => {
    if (standing.detection[k] !== state.day || standing.learned[victim] >= 0) return
    const event = history.tell(state.day, 'detected', {
      who: world.ids[victim],
      whom: found.breach.by,
      breach: found.breach.id,
      cause: standing.event,
    })
    const knowledge = { named: false, knows: true }
    learn(now, found, victim, knowledge, 'detection', event)
    for (let friend = 0; friend < world.countries; friend++) {
      if (friend === found.leaker || friend === victim) continue
      if (standing.learned[friend] >= 0 || state.channels(victim, friend).length === 0) continue
      const at = world.book.of('confide', found.breach.id, world.ids[victim], world.ids[friend])
      if (draws.at(at) < world.parameters.confide) learn(now, found, friend, knowledge, 'confidence', event)
    }
  })
}

/** Takes in what a country now knows; what it knew before counts only by the difference. */
function learn(
  { world, state, history, draws }: Now,
  found: CompiledBreach,
  country: number,
  knowledge: Knowledge,
  how: 'press' | 'name' | 'detection' | 'confidence',
  cause: number,
): void {
  // the recipient got the secret; that the leaker talks is no news to it and no threat
  if (country === found.leaker || country === found.recipient) return
  const pair = pairOf(world, country, found.leaker)
  if (pair < 0) return
  const channels = state.channels(country, found.leaker)
  const victim = found.victims.includes(country)
  if (channels.length === 0 && !victim) return
  const standing = state.breaches[found.index]
  const before = standing.weight[country]
  const weight = weightOn(world, state, found, country, knowledge)
  if (weight <= before) return
  const event = history.tell(state.day, 'learned', {
    who: world.ids[country],
    whom: found.breach.by,
    breach: found.breach.id,
    words: { how, as: victim ? 'victim' : 'witness' },
    numbers: { weight },
    cause,
  })
  standing.weight[country] = weight
  state.sawBreach[pair] = state.day
  state.shocks.push({ pair, weight: (1 + weight) / (1 + before) - 1, event })
  for (const m of channels) state.heard[m] = event
  if (standing.learned[country] >= 0) return
  standing.learned[country] = event
  for (const m of channels) {
    const agreement = world.agreementIds[world.memberAgreement[m]]
    const u = draws.at(world.book.of('newsLag', found.breach.id, world.ids[country], agreement))
    const day = state.day + Math.max(1, Math.ceil(exponential(u, world.parameters.reviewLag)))
    const due = state.newsReviews.get(day) ?? []
    due.push({ member: m, breach: found.index, cause: event })
    state.newsReviews.set(day, due)
  }
}

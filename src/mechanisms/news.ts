/**
 * Who learns of a breach, when and how: from the press, by finding out, or from a victim that confides (MODEL.md §5.7). Until
 * somebody learns of it, a breach changes no trust: perceived risk, not real risk, drives the chill. Where nobody says who
 * leaked, each victim blames whom it thinks likeliest to have (blame.ts).
 */
import { exponential } from '../random.js'
import type { BreachState } from '../breach-state.js'
import type { NewsReview } from '../pending.js'
import { hasParty, pairOf } from '../world.js'
import { candidates, pick } from './blame.js'
import type { Mechanism, Now } from './mechanism.js'
import { weightOn, type Knowledge } from './witness.js'

export const news: Mechanism = {
  name: 'news',
  owns: [
    'breaches.press',
    'breaches.named',
    'breaches.weight',
    'breaches.learned',
    'breaches.suspect',
    'breaches.believed',
    'sawBreach',
    'heard',
    'newsReviews',
  ],
  apply(now) {
    for (const standing of now.state.breaches) {
      if (standing.event < 0) continue
      publish(now, standing)
      detect(now, standing)
    }
  },
}

type How = 'press' | 'name' | 'detection' | 'confidence'

/** The two clocks: the press has the story, then names the source. */
function publish(now: Now, standing: BreachState): void {
  const { world, state, history } = now
  const { found } = standing
  const { breach, victims } = found
  if (breach.pressDay === state.day) {
    standing.press = history.tell(state.day, 'press', {
      who: 'press',
      whom: breach.traced ? breach.by : breach.of.join(', '),
      breach: breach.id,
      words: { story: breach.traced ? 'leaker' : 'leak' },
      cause: standing.event,
    })
    if (breach.traced)
      for (let country = 0; country < world.countries; country++) {
        const knows = victims.includes(country) || standing.learned[country] >= 0
        learn(now, standing, country, found.leaker, { named: false, knows }, 'press', standing.press)
      }
    else
      victims.forEach((victim, k) => {
        if (standing.suspect[victim] < 0) conclude(now, standing, k, 'press', standing.press)
      })
  }
  if (breach.namedDay === state.day) {
    standing.named = history.tell(state.day, 'named', {
      who: 'press',
      whom: breach.of.join(', '),
      breach: breach.id,
      cause: standing.press >= 0 ? standing.press : standing.event,
    })
    for (let country = 0; country < world.countries; country++) {
      const suspect = breach.traced ? found.leaker : standing.suspect[country]
      if (suspect >= 0)
        learn(now, standing, country, suspect, { named: true, knows: true }, 'name', standing.named)
    }
  }
}

/** A victim finds out by itself. */
function detect(now: Now, standing: BreachState): void {
  const { world, state, history } = now
  const { found } = standing
  found.victims.forEach((victim, k) => {
    if (standing.detection[k] !== state.day || standing.suspect[victim] >= 0) return
    const event = history.tell(state.day, 'detected', {
      who: world.ids[victim],
      whom: found.breach.traced ? found.breach.by : null,
      breach: found.breach.id,
      cause: standing.event,
    })
    if (found.breach.traced) {
      learn(now, standing, victim, found.leaker, { named: false, knows: true }, 'detection', event)
      confide(now, standing, victim, found.leaker, event)
    } else conclude(now, standing, k, 'detection', event)
  })
}

/** A victim that knows only that its secret is out makes up its mind who let it out. */
function conclude(now: Now, standing: BreachState, k: number, how: How, cause: number): void {
  const { world, state, history, draws } = now
  const { found } = standing
  const victim = found.victims[k]
  const among = candidates(now, standing, k)
  const blamed = pick(among, draws.at(world.book.of('blame', found.breach.id, world.ids[victim])))
  if (blamed < 0) return
  const chance = among.find(({ country }) => country === blamed)?.chance ?? 0
  const event = history.tell(state.day, 'blamed', {
    who: world.ids[victim],
    whom: world.ids[blamed],
    breach: found.breach.id,
    numbers: { chance, held: among.length },
    cause,
  })
  history.blames.push({
    breach: found.breach.id,
    day: state.day,
    victim: world.ids[victim],
    blamed: world.ids[blamed],
    guilty: found.breach.by,
    posterior: Object.fromEntries(among.map((one) => [world.ids[one.country], one.chance])),
  })
  // whoever it is, a victim makes up its mind once, even where it has nothing to hold against a stranger but that
  standing.suspect[victim] = blamed
  if (standing.items[k] >= 0) standing.believed[k] = history.offerOf(standing.items[k], blamed)
  learn(now, standing, victim, blamed, { named: false, knows: true }, how, event)
  confide(now, standing, victim, blamed, event)
}

/** A victim may tell partners that deal with the suspect too. */
function confide(now: Now, standing: BreachState, victim: number, suspect: number, event: number): void {
  const { world, state, draws } = now
  const { found } = standing
  for (let pair = world.pairStart[victim]; pair < world.pairStart[victim + 1]; pair++) {
    const friend = world.to[pair]
    if (friend === suspect) continue
    if (standing.learned[friend] >= 0 || !state.reaches(victim, friend)) continue
    const at = world.book.of('confide', found.breach.id, world.ids[victim], world.ids[friend])
    if (draws.at(at) < world.parameters.confide)
      learn(now, standing, friend, suspect, { named: false, knows: true }, 'confidence', event)
  }
}

/** Takes in what a country now holds against another; what it knew before counts only by the difference. */
function learn(
  now: Now,
  standing: BreachState,
  country: number,
  suspect: number,
  knowledge: Knowledge,
  how: How,
  cause: number,
): void {
  const { world, state, history } = now
  const { found } = standing
  // the leaker knows better, whoever is taken for it; the recipient got the secret, and that the leaker talks is no threat to it
  if (country === suspect || country === found.leaker || country === found.recipient) return
  const pair = pairOf(world, country, suspect)
  if (pair < 0) return
  const channels = state.channels(country, suspect)
  const victim = found.victims.includes(country)
  // whoever may one day deal with the leaker, or deal with it again, listens too
  const stranger = !state.met(pair)
  if (channels.length === 0 && !victim && !stranger && !mayMeet(world, country, suspect)) return
  const before = standing.weight[country]
  const weight = weightOn(world, state, standing, country, suspect, knowledge)
  if (weight <= before) return
  const event = history.tell(state.day, 'learned', {
    who: world.ids[country],
    whom: world.ids[suspect],
    breach: found.breach.id,
    words: { how, as: victim ? 'victim' : stranger ? 'stranger' : 'witness' },
    numbers: { weight },
    cause,
  })
  standing.weight[country] = weight
  standing.suspect[country] = suspect
  state.beliefs.hold(pair, 'sawBreach', state.day)
  state.shocks.push({ pair, weight: (1 + weight) / (1 + before) - 1, event })
  for (const m of channels) state.heard.set(m, event)
  if (standing.learned[country] >= 0) return
  standing.learned[country] = event
  for (const m of channels) reviewSoon(now, m, { about: found.breach.id, cause: event, reopens: false })
}

/** A party will review an agreement after an exponential `reviewLag`, at least a day. */
export function reviewSoon(
  { world, state, draws }: Now,
  member: number,
  review: Omit<NewsReview, 'member'>,
): void {
  const country = world.ids[world.memberCountry[member]]
  const agreement = world.agreementIds[world.memberAgreement[member]]
  const u = draws.at(world.book.of('newsLag', review.about, country, agreement))
  const day = state.day + Math.max(1, Math.ceil(exponential(u, world.parameters.reviewLag)))
  const due = state.newsReviews.get(day) ?? []
  due.push({ member, ...review })
  state.newsReviews.set(day, due)
}

/** Whether some prospect would bind the two; one that is signed binds them already. */
function mayMeet(world: Now['world'], one: number, other: number): boolean {
  return world.prospects.some(
    ({ agreement }) => hasParty(world, agreement, one) && hasParty(world, agreement, other),
  )
}

/**
 * Discretion trust: evidence of secrets kept and broken, a beta reputation with a base rate (MODEL.md §5.1, §5.2).
 * Jøsang & Ismail (2002), "The Beta Reputation System". Evidence is held divided by λ^day, so that it ages by itself.
 */
import { FULL, TEAR_LINE } from '../choice.js'
import type { Mending } from '../pending.js'
import type { Mechanism, Now } from './mechanism.js'
import { firstOf } from '../world.js'

/**
 * What was learned in this phase, what was mended, and the priors of pairs that first share an agreement today. Mending comes
 * first: nobody forgives what it has not heard of yet.
 */
export const learning: Mechanism = {
  name: 'learning',
  owns: ['kept', 'broken', 'scar', 'denied'],
  apply(now) {
    const { world, state, history } = now
    const { opened, mendings, beliefs } = state
    if (opened.length > 0)
      for (const pair of opened.splice(0)) state.kept[pair] = state.strength(pair) / state.age
    if (mendings.length > 0) for (const mending of mendings.splice(0)) mend(now, mending)
    if (state.shocks.length === 0) return
    const shocks = state.shocks.splice(0).sort((a, b) => a.pair - b.pair || a.event - b.event)
    for (const { pair, weight, event } of shocks) {
      const before = state.opinion(pair)
      // nothing is kept between strangers: good conduct counts as on the first day
      const kept = state.met(pair) ? state.kept[pair] : state.strength(pair) / state.age
      const broken = beliefs.held(pair, 'broken')
      const held = world.parameters.resistance / state.age + kept + broken
      beliefs.hold(pair, 'broken', broken + weight * held)
      history.amend(event, { before, after: state.opinion(pair) })
    }
  },
}

/**
 * Takes a share of what is held against a country away, and fixes a share of the rest for good. What a denial took away comes back
 * with its proof.
 */
function mend({ world, state, history }: Now, { pair, share, by, forGood, cause }: Mending): void {
  const { beliefs } = state
  const denied = beliefs.held(pair, 'denied')
  const broken = beliefs.held(pair, 'broken') + (by === 'proof' ? denied : 0)
  if (broken + denied === 0) return
  const before = state.opinion(pair)
  const left = broken * (1 - share)
  const stillDenied = by === 'denial' ? denied + broken * share : denied * (by === 'proof' ? 0 : 1 - share)
  beliefs.hold(pair, 'denied', stillDenied)
  beliefs.hold(pair, 'broken', left * (1 - forGood))
  beliefs.hold(pair, 'scar', beliefs.held(pair, 'scar') + left * forGood * state.age)
  history.tell(state.day, 'mended', {
    who: world.ids[firstOf(world, pair)],
    whom: world.ids[world.to[pair]],
    breach: history.events[cause].breach,
    numbers: { share, before, after: state.opinion(pair) },
    cause,
  })
}

/** Secrets whose shelf life ends today have been kept, unless their originator knows better. */
export const keeping: Mechanism = {
  name: 'keeping',
  owns: ['kept'],
  apply(now) {
    const { world, state, history } = now
    const { shelfLife, tearLineCredit } = world.parameters
    const { offers, offerStart, lost, tape } = history
    const { item, pair, grade } = offers
    const { credit } = world.balance
    const shared = state.day - shelfLife + tape.lead
    const first = offerStart[shared]
    const end = offerStart[shared + 1]
    if (first === end) return
    const leaked = knownLeaks(now, first, end)
    const inFull = 1 / state.age
    const asTearLine = tearLineCredit / state.age
    for (let k = first; k < end; k++) {
      if (grade[k] < TEAR_LINE || lost[item[k]] === 1 || (leaked.length > 0 && leaked.includes(k))) continue
      state.kept[pair[k]] += credit[pair[k]] * (grade[k] === FULL ? inFull : asTearLine)
    }
  },
}

/** Offers, of some that stand together, of items that their originators believe to have been passed on. */
function knownLeaks({ state }: Now, first: number, end: number): number[] {
  const leaked: number[] = []
  for (const { found, believed, learned } of state.breaches)
    found.victims.forEach((victim, k) => {
      if (believed[k] >= first && believed[k] < end && learned[victim] >= 0) leaked.push(believed[k])
    })
  return leaked
}

/**
 * The day's items: each is offered once through every agreement that covers it, and each recipient keeps the best version
 * (MODEL.md §5.3). Everybody decides by the trust and the stakes of the morning.
 */
import { decide, WITHHELD, type Grade } from '../choice.js'
import { type Offers } from '../history.js'
import { ENDED, OPEN, SUSPENDED } from '../network.js'
import type { World } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const sharing: Mechanism = {
  name: 'sharing',
  owns: [],
  apply(now) {
    const { state, tape, world } = now
    const day = state.day + tape.lead
    const { dayStart, stream } = tape
    const { damage } = state
    const offerItem = world.on.sharedClubs ? offerToClubs : offerToEach
    for (let item = dayStart[day]; item < dayStart[day + 1]; item++) {
      const s = stream[item]
      if (damage[s] > 0) loseToDamage(now, item, s)
      offerItem(now, item, s)
    }
  },
}

/** One decision for each agreement: whoever shares with a club runs the risk of every party in it. */
function offerToClubs({ world, state, tape, history }: Now, item: number, s: number): void {
  const { routeStart, routeMember, audienceStart, terms } = world
  const { rung } = state
  const { offers } = history
  const sensitivity = tape.sensitivity[item]
  const first = offers.count
  const end = routeStart[s + 1]
  let luck = tape.luckStart[item]
  for (let r = routeStart[s]; r < end; r++, luck++) {
    const m = routeMember[r]
    if (!state.present(m)) continue
    const grade =
      rung[m] === SUSPENDED
        ? WITHHELD
        : decide(terms, tape.luck[luck], state.stake(m), state.risk(m) * sensitivity, rung[m] === OPEN)
    offer(world, rung, offers, first, item, grade, audienceStart[m], audienceStart[m + 1])
  }
}

/** With shared clubs off: one decision for each recipient, by the trust in it alone, under the same draw. */
function offerToEach({ world, state, tape, history }: Now, item: number, s: number): void {
  const { routeStart, routeMember, audienceStart, audiencePair, audienceMember, terms } = world
  const { offers } = history
  const sensitivity = tape.sensitivity[item]
  const first = offers.count
  let luck = tape.luckStart[item]
  for (let r = routeStart[s]; r < routeStart[s + 1]; r++, luck++) {
    const m = routeMember[r]
    if (!state.present(m)) continue
    const rung = state.rung[m]
    const stake = state.stake(m)
    for (let a = audienceStart[m]; a < audienceStart[m + 1]; a++) {
      if (state.rung[audienceMember[a]] === ENDED) continue
      const exposure = (1 - state.trust(audiencePair[a])) * sensitivity
      const grade =
        rung === SUSPENDED ? WITHHELD : decide(terms, tape.luck[luck], stake, exposure, rung === OPEN)
      offer(world, state.rung, offers, first, item, grade, a, a + 1)
    }
  }
}

/**
 * Offers an item at one grade to the recipients `from` … `to` − 1 of the audiences that have not left; of several versions each
 * keeps the best, and of equals the first.
 * @param first entries there were before the first offer of this item
 */
function offer(
  { audiencePair, audienceMember }: World,
  rung: Uint8Array,
  offers: Offers,
  first: number,
  item: number,
  grade: Grade,
  from: number,
  to: number,
): void {
  offers.reserve(to - from)
  const { latest, item: items, pair: pairs, grade: grades, member: members, copies } = offers
  let next = offers.count
  for (let a = from; a < to; a++) {
    const member = audienceMember[a]
    if (rung[member] === ENDED) continue
    const pair = audiencePair[a]
    const before = latest[pair]
    if (before >= first) {
      if (grade !== WITHHELD && grades[before] !== WITHHELD) copies[before]++
      if (grade <= grades[before]) continue
      grades[before] = grade
      members[before] = member
    } else {
      items[next] = item
      pairs[next] = pair
      grades[next] = grade
      members[next] = member
      copies[next] = 0
      latest[pair] = next++
    }
  }
  offers.count = next
}

/** A damaged source never collects the item; the decision about it is still taken, so that its partners are not blamed. */
function loseToDamage({ world, state, tape, history, draws }: Now, item: number, s: number): void {
  const { hi, lo } = world.at.thinning
  if (draws.uniform(hi[s], lo[s], tape.occurrence[item]) < state.damageToday(s)) history.lost[item] = 1
}

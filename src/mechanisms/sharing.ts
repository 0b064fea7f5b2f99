/**
 * The day's items: each is offered once through every agreement that covers it, and each recipient keeps the best version
 * (MODEL.md §5.3). Everybody decides by the trust and the stakes of the morning.
 */
import { WITHHELD } from '../choice.js'
import { ENDED } from '../network.js'
import type { Mechanism, Now } from './mechanism.js'

export const sharing: Mechanism = {
  name: 'sharing',
  owns: [],
  apply(now) {
    const { state, tape, world } = now
    const { damage, decisions } = state
    const day = state.day + tape.lead
    decisions.count = 0
    for (let item = tape.dayStart[day]; item < tape.dayStart[day + 1]; item++) {
      const s = tape.stream[item]
      if (damage[s] > 0) loseToDamage(now, item, s)
      if (world.on.sharedClubs) decideByClub(now, item, s)
      else decideByRecipient(now, item, s)
    }
    decisions.take(world.terms)
    offer(now)
  },
}

/** One decision for each agreement: whoever shares with a club runs the risk of every party in it. */
function decideByClub({ world, state, tape }: Now, item: number, s: number): void {
  const { routeStart, routeMember, audienceStart } = world
  const { decisions, rung } = state
  const sensitivity = tape.sensitivity[item]
  decisions.reserve(routeStart[s + 1] - routeStart[s])
  let luck = tape.luckStart[item]
  for (let r = routeStart[s]; r < routeStart[s + 1]; r++, luck++) {
    const m = routeMember[r]
    if (!state.present(m)) continue
    const exposure = state.risk(m) * sensitivity
    decisions.add(
      item,
      audienceStart[m],
      audienceStart[m + 1],
      rung[m],
      tape.luck[luck],
      state.stake(m),
      exposure,
    )
  }
}

/** With shared clubs off: one decision for each recipient, by the trust in it alone, under the same draw. */
function decideByRecipient({ world, state, tape }: Now, item: number, s: number): void {
  const { routeStart, routeMember, audienceStart, audiencePair, audienceMember } = world
  const { decisions, rung } = state
  const sensitivity = tape.sensitivity[item]
  let luck = tape.luckStart[item]
  for (let r = routeStart[s]; r < routeStart[s + 1]; r++, luck++) {
    const m = routeMember[r]
    if (!state.present(m)) continue
    const stake = state.stake(m)
    decisions.reserve(audienceStart[m + 1] - audienceStart[m])
    for (let a = audienceStart[m]; a < audienceStart[m + 1]; a++) {
      if (rung[audienceMember[a]] === ENDED) continue
      const exposure = (1 - state.trust(audiencePair[a])) * sensitivity
      decisions.add(item, a, a + 1, rung[m], tape.luck[luck], stake, exposure)
    }
  }
}

/**
 * Offers each item at the grade decided to the recipients that have not left; of several versions each keeps the best, and of
 * equals the first.
 */
function offer({ world, state, history }: Now): void {
  const { audiencePair, audienceMember } = world
  const { decisions, rung } = state
  const { offers } = history
  let last = -1
  // entries there were before the first offer of the item
  let first = offers.count
  for (let k = 0; k < decisions.count; k++) {
    const item = decisions.item[k]
    const grade = decisions.grade[k]
    const to = decisions.to[k]
    if (item !== last) {
      last = item
      first = offers.count
    }
    offers.reserve(to - decisions.from[k])
    const { latest } = offers
    for (let a = decisions.from[k]; a < to; a++) {
      const member = audienceMember[a]
      if (rung[member] === ENDED) continue
      const pair = audiencePair[a]
      const before = latest[pair]
      if (before < first) {
        latest[pair] = offers.count
        offers.add(item, pair, grade, member)
        continue
      }
      if (grade !== WITHHELD && offers.grade[before] !== WITHHELD) offers.copies[before]++
      if (grade <= offers.grade[before]) continue
      offers.grade[before] = grade
      offers.member[before] = member
    }
  }
}

/** A damaged source never collects the item; the decision about it is still taken, so that its partners are not blamed. */
function loseToDamage({ world, state, tape, history, draws }: Now, item: number, s: number): void {
  const { hi, lo } = world.at.thinning
  if (draws.uniform(hi[s], lo[s], tape.occurrence[item]) < state.damageToday(s)) history.lost[item] = 1
}

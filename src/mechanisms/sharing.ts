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
  const end = routeStart[s + 1]
  decisions.reserve(end - routeStart[s])
  const { item: items, from, to, rung: rungs, luck: lucks, stake, exposure } = decisions
  let k = decisions.count
  let luck = tape.luckStart[item]
  for (let r = routeStart[s]; r < end; r++, luck++) {
    const m = routeMember[r]
    if (!state.present(m)) continue
    items[k] = item
    from[k] = audienceStart[m]
    to[k] = audienceStart[m + 1]
    rungs[k] = rung[m]
    lucks[k] = tape.luck[luck]
    stake[k] = state.stake(m)
    exposure[k++] = state.risk(m) * sensitivity
  }
  decisions.count = k
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
    for (let a = audienceStart[m]; a < audienceStart[m + 1]; a++) {
      if (rung[audienceMember[a]] === ENDED) continue
      decisions.reserve(1)
      const k = decisions.count++
      decisions.item[k] = item
      decisions.from[k] = a
      decisions.to[k] = a + 1
      decisions.rung[k] = rung[m]
      decisions.luck[k] = tape.luck[luck]
      decisions.stake[k] = state.stake(m)
      decisions.exposure[k] = (1 - state.trust(audiencePair[a])) * sensitivity
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

/**
 * The day's items: each is offered once through every agreement that covers it, and each recipient keeps the best version
 * (MODEL.md §5.3). Everybody decides by the trust and the stakes of the morning.
 */
import { decide, terms, WITHHELD, type Grade, type Terms } from '../choice.js'
import { ENDED, OPEN, SUSPENDED } from '../history.js'
import type { Mechanism, Now } from './mechanism.js'

export const sharing: Mechanism = {
  name: 'sharing',
  owns: [],
  apply(now) {
    const { state, tape } = now
    const day = state.day + tape.lead
    const choice = terms(now.world.parameters)
    const desk = deskOf(now)
    for (let item = tape.dayStart[day]; item < tape.dayStart[day + 1]; item++) share(now, choice, desk, item)
  },
}

/** Scratch space of one run: the best version of the item in hand for each recipient. */
interface Desk {
  readonly item: Int32Array
  readonly best: Uint8Array
  readonly member: Uint32Array
  readonly touched: Uint32Array
}

const desks = new WeakMap<object, Desk>()

function deskOf({ world, state }: Now): Desk {
  let desk = desks.get(state)
  if (desk === undefined) {
    desk = {
      item: new Int32Array(world.pairs).fill(-1),
      best: new Uint8Array(world.pairs),
      member: new Uint32Array(world.pairs),
      touched: new Uint32Array(world.pairs),
    }
    desks.set(state, desk)
  }
  return desk
}

function share(now: Now, choice: Terms, desk: Desk, item: number): void {
  const { world, state, tape, history } = now
  const { routeStart, routeMember, audienceStart, audiencePair, audienceMember } = world
  const s = tape.stream[item]
  if (state.damage[s] > 0) loseToDamage(now, item, s)
  const sensitivity = tape.sensitivity[item]
  const { sharedClubs } = world.on
  let touched = 0
  let luck = tape.luckStart[item]
  for (let r = routeStart[s]; r < routeStart[s + 1]; r++, luck++) {
    const m = routeMember[r]
    if (!state.present(m)) continue
    const rung = state.rung[m]
    const stake = state.stake(m)
    const u = tape.luck[luck]
    let grade: Grade = WITHHELD
    if (rung !== SUSPENDED && sharedClubs) grade = decide(choice, u, stake, state.risk(m) * sensitivity, rung === OPEN)
    for (let a = audienceStart[m]; a < audienceStart[m + 1]; a++) {
      if (state.rung[audienceMember[a]] === ENDED) continue
      const pair = audiencePair[a]
      if (rung !== SUSPENDED && !sharedClubs)
        grade = decide(choice, u, stake, (1 - state.trust(pair)) * sensitivity, rung === OPEN)
      if (desk.item[pair] !== item) {
        desk.item[pair] = item
        desk.touched[touched++] = pair
      } else if (grade <= desk.best[pair]) continue
      desk.best[pair] = grade
      desk.member[pair] = audienceMember[a]
    }
  }
  for (let k = 0; k < touched; k++) {
    const pair = desk.touched[k]
    history.offers.add(item, pair, desk.best[pair] as Grade, desk.member[pair])
  }
}

/** A damaged source never collects the item; the decision about it is still taken, so that its partners are not blamed. */
function loseToDamage({ world, state, tape, history, draws }: Now, item: number, s: number): void {
  const { hi, lo } = world.at.thinning
  if (draws.uniform(hi[s], lo[s], tape.occurrence[item]) < state.damageToday(s)) history.lost[item] = 1
}


/**
 * Imitation: a formal step down is seen by others who deal with both, and tells them something about the party at whose door it
 * is laid (MODEL.md §5.8). Grounds: one documented case; social learning as in Bikhchandani, Hirshleifer & Welch (1992).
 */
import type { Taken } from '../pending.js'
import { memberOf, pairOf } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const imitation: Mechanism = {
  name: 'imitation',
  owns: [],
  apply(now) {
    if (!now.world.on.imitation || now.world.parameters.imitation === 0) return
    for (const step of now.state.steps) if (step.to > step.from) beSeen(now, step)
  },
}

function beSeen({ world, state, history, draws }: Now, { member, from, to, event, blamed }: Taken): void {
  const { breachWeight, imitation, visibility } = world.parameters
  const stepper = world.memberCountry[member]
  if (blamed < 0) return
  const agreement = world.memberAgreement[member]
  const [who, where] = [world.ids[stepper], world.agreementIds[agreement]]
  for (let pair = world.pairStart[stepper]; pair < world.pairStart[stepper + 1]; pair++) {
    const observer = world.to[pair]
    // whoever deals with both
    const ofBlamed = pairOf(world, blamed, observer)
    if (ofBlamed < 0) continue
    // whoever shares the agreement sees the step, even if it was the stepper's last
    const sees = sits(state, observer, agreement) || state.reaches(observer, stepper)
    if (!sees || !state.reaches(observer, blamed)) continue
    const number = member * world.countries + observer
    const at = world.book.numbered('visibility', number, who, where, world.ids[observer])
    if (draws.at(at, state.downs[member]) >= visibility) continue
    const weight = breachWeight * imitation * (to - from) * state.trust(world.reverse[pair])
    const seen = history.tell(state.day, 'imitated', {
      who: world.ids[observer],
      whom: world.ids[blamed],
      agreement: where,
      breach: history.events[event].breach,
      numbers: { weight },
      cause: event,
    })
    state.shocks.push({ pair: world.reverse[ofBlamed], weight, event: seen })
  }
}

/** Whether a country still has a seat in an agreement. */
function sits(state: Now['state'], country: number, agreement: number): boolean {
  const seat = memberOf(state.world, country, agreement)
  return seat >= 0 && state.present(seat)
}

/** Agreements come into force and run out on the dates they state. */
import { partiesOf } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const treaties: Mechanism = {
  name: 'treaties',
  owns: ['inForce', 'metOn'],
  apply(now) {
    const { world, state } = now
    const turning = world.turning.get(state.day)
    if (turning === undefined) return
    for (const e of turning) {
      if (world.agreementFrom[e] === state.day && state.day > 0) begin(now, e, 'agreement-begins')
      if (world.agreementUntil[e] === state.day) end(now, e)
    }
  },
}

/** An agreement comes into force: its parties have met, and expect from today on what it brings. */
export function begin(
  { world, state, history }: Now,
  e: number,
  kind: 'agreement-begins' | 'agreement-forms',
): void {
  const { audienceStart, audiencePair, ids, memberCountry } = world
  state.inForce[e] = 1
  const memberships = partiesOf(world, e)
  const parties = Array.from(memberships, (m) => ids[memberCountry[m]])
  history.tell(state.day, kind, {
    ...(kind === 'agreement-forms' ? { who: parties[0], whom: parties.slice(1).join(', ') } : {}),
    agreement: world.agreementIds[e],
  })
  for (const m of memberships) {
    state.entered.push(m)
    for (let a = audienceStart[m]; a < audienceStart[m + 1]; a++) {
      const pair = audiencePair[a]
      if (state.met(pair, state.day - 1) || state.opened.includes(pair)) continue
      state.meet(pair)
      state.opened.push(pair)
    }
  }
}

function end({ world, state, history }: Now, e: number): void {
  state.inForce[e] = 0
  history.tell(state.day, 'agreement-ends', { agreement: world.agreementIds[e] })
}

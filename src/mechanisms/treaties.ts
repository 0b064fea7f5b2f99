/** Agreements come into force and run out on the dates they state. */
import type { Mechanism, Now } from './mechanism.js'

export const treaties: Mechanism = {
  name: 'treaties',
  owns: ['inForce'],
  apply(now) {
    const { world, state } = now
    for (let e = 0; e < world.agreements; e++) {
      if (world.agreementFrom[e] === state.day && state.day > 0) begin(now, e)
      if (world.agreementUntil[e] === state.day) end(now, e)
    }
  },
}

function begin({ world, state, history }: Now, e: number): void {
  const { memberStart, audienceStart, audiencePair, pairFrom } = world
  state.inForce[e] = 1
  state.version++
  history.tell(state.day, 'agreement-begins', { agreement: world.agreementIds[e] })
  for (let m = memberStart[e]; m < memberStart[e + 1]; m++) {
    state.entered.push(m)
    for (let a = audienceStart[m]; a < audienceStart[m + 1]; a++)
      if (pairFrom[audiencePair[a]] === state.day) state.opened.push(audiencePair[a])
  }
}

function end({ world, state, history }: Now, e: number): void {
  state.inForce[e] = 0
  state.version++
  history.tell(state.day, 'agreement-ends', { agreement: world.agreementIds[e] })
}

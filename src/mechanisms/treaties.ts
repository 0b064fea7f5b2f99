/** Agreements come into force and run out on the dates they state. */
import type { Mechanism } from './mechanism.js'

export const treaties: Mechanism = {
  name: 'treaties',
  owns: ['inForce'],
  apply({ world, state, history }) {
    for (let e = 0; e < world.agreements; e++) {
      if (world.agreementFrom[e] === state.day && state.day > 0) {
        state.inForce[e] = 1
        state.version++
        history.tell(state.day, 'agreement-begins', { agreement: world.agreementIds[e] })
        for (
          let a = world.audienceStart[world.memberStart[e]];
          a < world.audienceStart[world.memberStart[e + 1]];
          a++
        )
          if (world.pairFrom[world.audiencePair[a]] === state.day) state.opened.push(world.audiencePair[a])
      }
      if (world.agreementUntil[e] === state.day) {
        state.inForce[e] = 0
        state.version++
        history.tell(state.day, 'agreement-ends', { agreement: world.agreementIds[e] })
      }
    }
  },
}

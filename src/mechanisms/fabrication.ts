/**
 * A partner passes on what it made up, and one day it is proven (MODEL.md §5.10, §5.12). Until then nothing changes; then the
 * deceived believe it less, and part of that for good (Schweitzer, Hershey & Bradlow 2006).
 */
import { pairOf } from '../world.js'
import type { Mechanism } from './mechanism.js'

export const fabrication: Mechanism = {
  name: 'fabrication',
  owns: ['deceptions'],
  apply({ world, state, history }) {
    if (!world.on.deception) return
    for (const move of world.moves) {
      if (move.what !== 'fabrication') continue
      const { by, to, severity, id } = move
      if (move.day === state.day)
        history.tell(state.day, 'fabrication', {
          who: by,
          whom: to.join(', '),
          words: { id },
          numbers: { severity },
        })
      if (move.provenDay !== state.day) continue
      const cause = history.events.find((event) => event.kind === 'fabrication' && event.words['id'] === id)
      for (const deceived of to) {
        const pair = pairOf(world, world.ids.indexOf(deceived), world.ids.indexOf(by))
        if (pair < 0) continue
        const weight = world.parameters.deceptionWeight * severity
        const event = history.tell(state.day, 'proven', {
          who: deceived,
          whom: by,
          numbers: { weight },
          cause: cause?.id ?? null,
        })
        state.deceptions.push({ pair, weight, event })
      }
    }
  },
}

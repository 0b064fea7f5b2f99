/**
 * A partner passes on what it made up, and one day it is proven (MODEL.md §5.10, §5.12). Until then nothing changes; then the
 * deceived believe it less, and part of that for good (Schweitzer, Hershey & Bradlow 2006).
 */
import type { Fabrication } from '../scenario.js'
import { pairOf } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const fabrication: Mechanism = {
  name: 'fabrication',
  owns: [],
  apply(now) {
    const { world, state } = now
    if (!world.on.deception) return
    for (const move of world.moves) {
      if (move.what !== 'fabrication') continue
      if (move.day === state.day) fabricate(now, move)
      if (move.provenDay === state.day) prove(now, move)
    }
  },
}

function fabricate({ state, history }: Now, { id, by, to, severity }: Fabrication): void {
  history.tell(state.day, 'fabrication', {
    who: by,
    whom: to.join(', '),
    words: { id },
    numbers: { severity },
  })
}

/** Whoever dealt with it then has been deceived; to a stranger nothing was passed on. Severity 0 is a logged no-op. */
function prove({ world, state, history }: Now, { id, by, to, severity, day }: Fabrication): void {
  const told = history.events.find((event) => event.kind === 'fabrication' && event.words['id'] === id)
  const { deceptionWeight, permanentShare } = world.parameters
  const weight = deceptionWeight * severity
  if (weight === 0) return
  for (const deceived of to) {
    const pair = pairOf(world, world.ids.indexOf(deceived), world.ids.indexOf(by))
    if (pair < 0 || !state.met(pair, day)) continue
    const event = history.tell(state.day, 'proven', {
      who: deceived,
      whom: by,
      numbers: { weight },
      cause: told?.id ?? null,
    })
    state.deceptions.push({ pair, weight, forGood: permanentShare, event })
  }
}

/**
 * Quid pro quo: what a party lately received through an agreement moves what the agreement is worth to it (MODEL.md §5.4;
 * Walsh 2010 on barter). A partner whose source was destroyed offered what it could and is not punished as silent.
 */
import { FULL, WITHHELD } from '../choice.js'
import type { Mechanism } from './mechanism.js'

/** Whoever enters an agreement expects what it brings, and blames nobody for the time before it; reports of new partners are believed as on day 0. */
export const entering: Mechanism = {
  name: 'entering',
  owns: ['received', 'truth', 'falsehood'],
  apply({ world, state }) {
    if (state.entered.length === 0 && state.opened.length === 0) return
    for (const m of state.entered.splice(0)) state.received[m] = world.balance.expected[m] / state.receivedAge
    for (const pair of state.opened) {
      state.truth[pair] = world.balance.verified[pair] / state.age
      state.falsehood[pair] = world.balance.refuted[pair] / state.age
    }
  },
}

export const reciprocity: Mechanism = {
  name: 'reciprocity',
  owns: ['received'],
  apply({ world, state, tape, history }) {
    const { tearLineValue } = world.parameters
    const { item, pair, grade, member, count } = history.offers
    const { value } = tape
    const { reverse } = world
    const { received, receivedLeft } = state
    // the average moves on a day here: plots and reviews already read it with today's exchange in
    const scale = (1 - receivedLeft) / (state.receivedAge * receivedLeft)
    for (let k = history.offerStart[state.day + tape.lead]; k < count;) {
      const what = item[k]
      const inFull = scale * value[what]
      const asTearLine = scale * (value[what] * tearLineValue)
      for (; k < count && item[k] === what; k++) {
        if (grade[k] === WITHHELD) continue
        const worth = grade[k] === FULL ? inFull : asTearLine
        received[member[k]] += worth * state.veracity(reverse[pair[k]])
      }
    }
    state.receivedAge *= receivedLeft
  },
}

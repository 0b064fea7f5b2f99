/**
 * True and false reports (MODEL.md §5.10). Some reports are false, by error or because an adversary planted them through a turned
 * source. A recipient checks them by what it collects itself and by what other origins tell it, each origin once: the rule that a
 * report must not become its own proof (EU FRA 2017). With provenance off a copy of a report counts as another origin. What is
 * found out costs veracity trust, what is confirmed earns it, what is neither is acted on as far as its sender is believed.
 */
import { FULL, WITHHELD } from '../choice.js'
import type { Fate } from '../history.js'
import { power } from '../math.js'
import type { Mechanism, Now } from './mechanism.js'
import { firstOf } from '../world.js'

/**
 * Reports of today are checked, by what their recipients believed in the morning. One draw decides each: whoever has the means to
 * check more finds out whatever others find out, and of what remains the better made is the more readily believed.
 */
export const deception: Mechanism = {
  name: 'deception',
  owns: ['truth', 'falsehood', 'turnedBy'],
  apply(now) {
    const { world, state, tape, history } = now
    if (!world.on.deception) return
    const { item, count } = history.offers
    const first = history.offerStart[state.day + tape.lead]
    if (first === count) return
    const desk: Desk = { right: state.scratch(count - first), confirmed: 0, wrong: [], retired: [] }
    for (let k = first; k < count;) {
      const from = k
      while (k < count && item[k] === item[from]) k++
      if (history.lost[item[from]] === 0) check(now, desk, from, k)
    }
    settle(now, desk)
  },
}

/** Checks what was given of one report: the offers `from` … `end` − 1. */
function check(now: Now, desk: Desk, from: number, end: number): void {
  const { world, state, tape, history } = now
  const { item, pair, grade } = history.offers
  const { topics, reverse, to, unaided, unspoken, priorOf, priors, parameters } = world
  const { day, origins } = state
  const s = tape.stream[item[from]]
  const topic = world.streamTopic[s]
  const truth = tape.truth[item[from]]
  const hardness = tape.hardness[item[from]]
  const isPlanted = truth < parameters.planted && state.turnedBy[s] >= 0
  // of most reports it is plain that nobody of whoever tells them errs so often
  const mayBeFalse = isPlanted || truth < priors.mostError
  for (let k = from; k < end; k++) {
    if (grade[k] === WITHHELD) continue
    const believer = reverse[pair[k]]
    const isFalse = mayBeFalse && (isPlanted || truth < priors.error[priorOf[believer]])
    let missed = unaided[to[pair[k]] * topics + topic]
    if (hardness >= 1 - missed) missed *= unspoken[origins.besides(pair[k], topic, day)]
    if (hardness >= 1 - missed) {
      if (isFalse || !world.on.provenance) takeOnTrust(now, desk, { k, topic, missed, isFalse, isPlanted })
    } else if (!isFalse) desk.right[desk.confirmed++] = believer
    else {
      write(now, k, isPlanted, 'found out')
      if (isPlanted) expose(now, desk, k)
      else desk.wrong.push(believer)
    }
  }
}

/** Who was told something of which topic by whom. It runs in the lead days too, so that day 0 finds others who can vouch. */
export const hearing: Mechanism = {
  name: 'hearing',
  owns: ['heardOn'],
  apply({ world, state, tape, history }) {
    if (!world.on.deception) return
    const { grade, item, pair, count } = history.offers
    const { day, origins } = state
    for (let k = history.offerStart[day + tape.lead]; k < count;) {
      const what = item[k]
      const told = history.lost[what] === 0
      const topic = world.streamTopic[tape.stream[what]]
      for (; k < count && item[k] === what; k++)
        if (told && grade[k] !== WITHHELD) origins.note(pair[k], topic, day)
    }
  },
}

/** Veracity lost to deceptions that came to light. */
export const judging: Mechanism = {
  name: 'judging',
  owns: ['falsehood', 'lie'],
  apply({ world, state, history }) {
    if (state.deceptions.length === 0) return
    const { resistance } = world.parameters
    const found = state.deceptions.splice(0).sort((a, b) => a.pair - b.pair || a.event - b.event)
    for (const { pair, weight, forGood, event } of found) {
      const before = state.veracity(pair)
      const lost = weight * (resistance / state.age + state.truth[pair] + state.falsehood[pair])
      state.falsehood[pair] += lost * (1 - forGood)
      state.beliefs.hold(pair, 'lie', state.beliefs.held(pair, 'lie') + lost * forGood * state.age)
      history.amend(event, { before, after: state.veracity(pair) })
    }
  },
}

/** What a day's checks come to. */
interface Desk {
  /** pairs recipient→sender: one entry for each report confirmed, as many as `confirmed` says, and for each error found */
  readonly right: Uint32Array
  confirmed: number
  readonly wrong: number[]
  /** turned streams of which a plant was found */
  readonly retired: number[]
}

/** An error found counts as much against its sender as a report confirmed counts for it. */
function settle({ world, state }: Now, { right, confirmed, wrong, retired }: Desk): void {
  const { confirmed: credit } = world.balance
  for (let k = 0; k < confirmed; k++) state.truth[right[k]] += credit[right[k]] / state.age
  for (const pair of wrong) state.falsehood[pair] += credit[pair] / state.age
  for (const s of retired) state.turnedBy[s] = -1
}

/** A report that nobody could check. */
interface Unchecked {
  /** its place among the offers */
  readonly k: number
  readonly topic: number
  /** chance that it went unchecked, above 0 */
  readonly missed: number
  readonly isFalse: boolean
  readonly isPlanted: boolean
}

/** What is left of the draw is even again: it says whether a copy passes for proof, and whether a falsehood is acted on. */
function takeOnTrust(now: Now, desk: Desk, { k, topic, missed, isFalse, isPlanted }: Unchecked): void {
  const { world, state, tape, history } = now
  const believer = world.reverse[history.offers.pair[k]]
  const copies = world.on.provenance ? 0 : copiesOf(now, k, topic)
  const left = (tape.hardness[history.offers.item[k]] - (1 - missed)) / missed
  const unvouched = power(1 - world.parameters.corroboration, copies)
  if (left >= unvouched) {
    desk.right[desk.confirmed++] = believer
    if (isFalse) write(now, k, isPlanted, 'confirmed')
  } else if (isFalse) {
    const veracity = state.veracity(believer)
    const credence = corroborated(0.5, veracity / (1 - veracity), 1 + copies)
    write(now, k, isPlanted, left >= unvouched * (1 - credence) ? 'acted on' : 'let lie')
  }
}

/** Copies of a report that look like other origins: by other agreements, and by the press telling it back. */
function copiesOf({ world, state, tape, history }: Now, k: number, topic: number): number {
  const origin = world.streamCountry[tape.stream[history.offers.item[k]]]
  let copies = history.offers.copies[k]
  for (const { found, press } of state.breaches)
    if (
      press >= 0 &&
      found.breach.happened &&
      found.topic === topic &&
      found.victims.includes(origin) &&
      state.day - history.events[press].day < world.parameters.checkWindow
    )
      copies++
  return copies
}

/**
 * Credence in a report from its prior and the sources that vouch for it, each of the same weight (Bayes).
 * @param prior credence before, 0 to 1
 * @param ratio how much likelier a source reports it when it is true than when it is false, above 0
 * @param sources how many are taken for independent
 * @returns 0 to 1
 */
export function corroborated(prior: number, ratio: number, sources: number): number {
  return prior / (prior + (1 - prior) * power(1 / ratio, sources))
}

/**
 * A plant found out: the source is retired, and the sender held to be penetrated. It did not lie itself, so that what it loses can
 * be won back (Kim et al. 2004 on competence).
 */
function expose({ world, state, tape, history }: Now, { retired }: Desk, k: number): void {
  const pair = history.offers.pair[k]
  const s = tape.stream[history.offers.item[k]]
  const cause = state.turnedBy[s]
  const { deceptionWeight, molePenalty } = world.parameters
  const weight = deceptionWeight * molePenalty
  retired.push(s)
  // however many plants of one source come to light on one day, they show one thing
  if (
    state.deceptions.some(
      ({ pair: believer, event }) =>
        believer === world.reverse[pair] && history.events[event].cause === cause,
    )
  )
    return
  const event = history.tell(state.day, 'deceived', {
    who: world.ids[world.to[pair]],
    whom: world.ids[firstOf(world, pair)],
    breach: history.events[cause].breach,
    words: { topic: world.topicIds[world.streamTopic[s]] },
    numbers: { weight },
    cause,
  })
  state.deceptions.push({ pair: world.reverse[pair], weight, forGood: 0, event })
}

function write({ state, history, tape, world }: Now, k: number, planted: boolean, fate: Fate): void {
  const { item, pair, grade } = history.offers
  const believed = fate === 'acted on' || fate === 'confirmed'
  const worth = tape.value[item[k]] * (grade[k] === FULL ? 1 : world.parameters.tearLineValue)
  history.falsehoods.push({
    day: state.day,
    item: item[k],
    pair: pair[k],
    planted,
    fate,
    harm: believed ? worth : 0,
  })
}

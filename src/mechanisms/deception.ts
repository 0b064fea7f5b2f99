/**
 * True and false reports (MODEL.md §5.10). Some reports are false, by error or because an adversary planted them through a turned
 * source. A recipient checks them by what it collects itself and by what other origins tell it, each origin once: the rule that a
 * report must not become its own proof (EU FRA 2017). With provenance off a copy of a report counts as another origin. What is
 * found out costs veracity trust, what is confirmed earns it, what is neither is acted on as far as its sender is believed.
 */
import { FULL, WITHHELD } from '../choice.js'
import type { Fate } from '../history.js'
import { power } from '../math.js'
import type { World } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

/** Reports of today are checked. */
export const deception: Mechanism = {
  name: 'deception',
  owns: ['truth', 'falsehood', 'heardOn', 'turnedBy'],
  apply(now) {
    if (!now.world.on.deception) return
    const { world, state, tape, history } = now
    const { item, pair, grade, count } = history.offers
    const first = history.offerStart[state.day + tape.lead]
    const found: number[] = []
    for (let k = first; k < count; k++)
      if (grade[k] !== WITHHELD && history.lost[item[k]] === 0) check(now, k, found)
    for (let k = first; k < count; k++)
      if (grade[k] !== WITHHELD && history.lost[item[k]] === 0)
        state.heardOn[pair[k] * world.topics + topicOf(world, tape.stream[item[k]])] = state.day
    for (const s of found) state.turnedBy[s] = -1
    state.version++
  },
}

/** Veracity lost to deceptions that were found today. */
export const judging: Mechanism = {
  name: 'judging',
  owns: ['falsehood', 'lie'],
  apply({ world, state, history }) {
    if (state.deceptions.length === 0) return
    const { resistance, permanentShare } = world.parameters
    for (const { pair, weight, event } of state.deceptions
      .splice(0)
      .sort((a, b) => a.pair - b.pair || a.event - b.event)) {
      const before = state.veracity(pair)
      const lost = weight * (resistance / state.age + state.truth[pair] + state.falsehood[pair])
      state.falsehood[pair] += lost * (1 - permanentShare)
      state.lie[pair] += lost * permanentShare * state.age
      history.amend(event, { before, after: state.veracity(pair) })
    }
    state.version++
  },
}

function topicOf({ streamCell, disciplines }: World, s: number): number {
  return Math.floor(streamCell[s] / disciplines)
}

/** What one recipient makes of one report. @param found streams whose plant was found, to be retired at the end */
function check(now: Now, k: number, found: number[]): void {
  const { world, state, tape, history } = now
  const { offers } = history
  const item = offers.item[k]
  const pair = offers.pair[k]
  const believer = world.reverse[pair]
  const s = tape.stream[item]
  const isPlanted = state.turnedBy[s] >= 0 && tape.truth[item] < world.parameters.planted
  const isFalse = isPlanted || tape.truth[item] < world.error[believer]
  const hardness = tape.hardness[item]
  let missed = world.unaided[world.to[pair] * world.topics + topicOf(world, s)]
  if (hardness >= 1 - missed) missed *= unspoken(now, pair, s)
  if (hardness < 1 - missed) {
    if (!isFalse) confirm(now, believer)
    else {
      write(now, k, isPlanted, 'found out')
      if (isPlanted) expose(now, k, found)
      else err(now, believer)
    }
    return
  }
  const copies = world.on.provenance ? 0 : copiesOf(now, k)
  if (copies > 0) missed *= power(1 - world.parameters.corroboration, copies)
  if (hardness < 1 - missed) {
    confirm(now, believer)
    if (isFalse) write(now, k, isPlanted, 'confirmed')
  } else if (isFalse) {
    // what is left of the draw decides whether it is acted on
    const left = (hardness - (1 - missed)) / missed
    const veracity = state.veracity(believer)
    const credence = corroborated(0.5, veracity / (1 - veracity), 1 + copies)
    write(now, k, isPlanted, left < credence ? 'acted on' : 'let lie')
  }
}

/** Chance that no other origin speaks to a report: each that told the recipient of the topic lately may, once. */
function unspoken({ world, state }: Now, pair: number, s: number): number {
  const { pairStart, reverse, topics, parameters } = world
  const topic = topicOf(world, s)
  const recipient = world.to[pair]
  const since = state.day - parameters.checkWindow
  let others = 0
  for (let p = pairStart[recipient]; p < pairStart[recipient + 1]; p++)
    if (reverse[p] !== pair && state.heardOn[reverse[p] * topics + topic] >= since) others++
  return power(1 - parameters.corroboration, others)
}

/** Copies of a report that look like other origins: by other agreements, by release, and by the press telling it back. */
function copiesOf({ world, state, tape, history }: Now, k: number): number {
  const { offers, releases, events } = history
  const item = offers.item[k]
  const s = tape.stream[item]
  let copies = offers.copies[k]
  for (let r = releases.length - 1; r >= 0 && releases[r].day === state.day; r--)
    if (
      releases[r].item === item &&
      releases[r].third === world.to[offers.pair[k]] &&
      releases[r].grade !== WITHHELD
    )
      copies++
  for (const { found, press } of state.breaches)
    if (
      press >= 0 &&
      found.breach.happened &&
      found.topic === topicOf(world, s) &&
      found.victims.includes(world.streamCountry[s]) &&
      state.day - events[press].day <= world.parameters.checkWindow
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
  const odds = (prior / (1 - prior)) * power(ratio, sources)
  return odds / (1 + odds)
}

function confirm({ world, state }: Now, believer: number): void {
  state.truth[believer] += world.balance.confirmed[believer] / state.age
}

/** An error found out counts as much against its sender as a report confirmed counts for it. */
function err({ world, state }: Now, believer: number): void {
  state.falsehood[believer] += world.balance.confirmed[believer] / state.age
}

/** A plant found out: the sender is held to be penetrated, and the source is retired. */
function expose({ world, state, tape, history }: Now, k: number, found: number[]): void {
  const pair = history.offers.pair[k]
  const s = tape.stream[history.offers.item[k]]
  const cause = state.turnedBy[s]
  found.push(s)
  const event = history.tell(state.day, 'deceived', {
    who: world.ids[world.to[pair]],
    whom: world.ids[world.from[pair]],
    breach: history.events[cause].breach,
    words: { topic: world.topicIds[topicOf(world, s)] },
    cause,
  })
  state.deceptions.push({ pair: world.reverse[pair], weight: world.parameters.deceptionWeight, event })
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

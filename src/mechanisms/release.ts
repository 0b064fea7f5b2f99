/**
 * Onward release, the lawful way: a holder asks the originator whether it may pass an item to a named third country, and the
 * originator grants it, grants a tear-line, or refuses by the same choice as for any secret. The caveat of the agreement says
 * whether one may ask at all (MODEL.md §2, the third-party rule).
 */
import { decide, FULL, TEAR_LINE, WITHHELD, type Grade } from '../choice.js'
import { restingTrust } from '../balance.js'
import { CAVEATS, ENDED, OPEN, SUSPENDED, type Caveat } from '../network.js'
import { pairOf } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const release: Mechanism = {
  name: 'release',
  owns: [],
  apply(now) {
    const { state, tape, history } = now
    const day = state.day + tape.lead
    for (let k = firstFrom(tape.asked, tape.dayStart[day]); k < tape.asked.length; k++) {
      const item = tape.asked[k]
      if (item >= tape.dayStart[day + 1]) break
      if (history.lost[item] === 0) ask(now, item, tape.third[k])
    }
  },
}

/** The place of the first entry of an ascending list that is `least` or more. */
function firstFrom(list: Uint32Array, least: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle] < least) low = middle + 1
    else high = middle
  }
  return low
}

/** Somebody who holds an item and deals with the third country in what the item is about. */
interface Holder {
  readonly country: number
  /** its entry among the offers */
  readonly offer: number
  /** its trust in the third country */
  readonly trust: number
}

function ask(now: Now, item: number, third: number): void {
  const { world, history } = now
  const holder = goBetween(now, item, third)
  if (holder === null) return
  const member = history.offers.member[holder.offer]
  const agreement = world.memberAgreement[member]
  const caveat: Caveat = CAVEATS[now.state.caveat[agreement]]
  const held = history.offers.grade[holder.offer] as Grade
  if (caveat === 'forbidden') return
  if (caveat === 'parties' && now.state.membership(third, agreement) >= 0)
    write(now, item, holder.country, third, agreement, held, 'caveat', null)
  else petition(now, item, holder, third, agreement, held)
}

/** Of all who could pass an item to a third country that lacks it, the one that trusts it most (of equals, the first by id). */
function goBetween(now: Now, item: number, third: number): Holder | null {
  const { world, state, history, tape } = now
  const { offers } = history
  const cell = world.streamCell[tape.stream[item]]
  const holders: Holder[] = []
  for (let k = history.offerStart[state.day + tape.lead]; k < offers.count; k++) {
    if (offers.item[k] !== item || offers.grade[k] === WITHHELD) continue
    const country = world.to[offers.pair[k]]
    if (country === third) return null
    const pair = pairOf(world, country, third)
    if (pair < 0) continue
    const covered = state
      .channels(country, third)
      .some((m) => world.covers[world.memberAgreement[m] * world.topics * world.disciplines + cell] === 1)
    if (covered) holders.push({ country, offer: k, trust: state.trust(pair) })
  }
  holders.sort((a, b) => b.trust - a.trust || a.country - b.country)
  return holders[0] ?? null
}

/** The originator decides as about a club of two: whoever asks, and whoever would be told. */
function petition(
  now: Now,
  item: number,
  holder: Holder,
  third: number,
  agreement: number,
  held: Grade,
): void {
  const { world, state, tape, history, draws } = now
  const s = tape.stream[item]
  const origin = world.streamCountry[s]
  const member = state.membership(origin, agreement)
  const names = {
    topic: world.topicIds[Math.floor(world.streamCell[s] / world.disciplines)],
    discipline: world.disciplineIds[world.streamCell[s] % world.disciplines],
  }
  const cause = history.tell(state.day, 'asked', {
    who: world.ids[holder.country],
    whom: world.ids[origin],
    agreement: world.agreementIds[agreement],
    words: { ...names, for: world.ids[third] },
    numbers: { item },
  })
  const rung = state.rung[member]
  let grade: Grade = WITHHELD
  if (rung !== SUSPENDED && rung !== ENDED) {
    const keeps = trustIn(now, origin, holder.country) * trustIn(now, origin, third)
    const at = world.book.of(
      'granting',
      world.ids[origin],
      names.topic,
      names.discipline,
      world.ids[holder.country],
      world.ids[third],
    )
    const exposure = (1 - keeps) * tape.sensitivity[item]
    const mayTellAll = rung === OPEN && held === FULL
    grade = decide(
      world.terms,
      draws.at(at, tape.occurrence[item]),
      state.stake(member),
      exposure,
      mayTellAll,
    )
  }
  write(now, item, holder.country, third, agreement, grade, 'leave', cause)
}

/** Trust in a partner; a stranger is trusted as one bound by a narrow deal. */
function trustIn({ world, state }: Now, origin: number, other: number): number {
  const pair = pairOf(world, origin, other)
  if (pair < 0) return restingTrust(world.parameters.narrowDiscretion)
  return state.opinion(pair)
}

function write(
  { world, state, tape, history }: Now,
  item: number,
  holder: number,
  third: number,
  agreement: number,
  grade: Grade,
  by: 'leave' | 'caveat',
  cause: number | null,
): void {
  const origin = world.streamCountry[tape.stream[item]]
  history.releases.push({ day: state.day, item, holder, third, agreement, grade, by })
  history.tell(state.day, grade === WITHHELD ? 'refused' : 'released', {
    who: world.ids[grade === WITHHELD ? origin : holder],
    whom: world.ids[grade === WITHHELD ? holder : third],
    agreement: world.agreementIds[agreement],
    words: {
      of: world.ids[origin],
      for: world.ids[third],
      as: grade === TEAR_LINE ? 'a tear-line' : 'all of it',
      by,
    },
    numbers: { item },
    cause,
  })
}

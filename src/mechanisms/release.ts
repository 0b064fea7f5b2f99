/**
 * Onward release, the lawful way: a holder asks the originator whether it may pass an item to a named third country, and the
 * originator grants it, grants a tear-line, or refuses by the same choice as for any secret. The caveat of the agreement says
 * whether one may ask at all (MODEL.md §2, the third-party rule).
 */
import { decide, FULL, TEAR_LINE, WITHHELD, type Grade } from '../choice.js'
import { restingTrust } from '../resting.js'
import { CAVEATS, ENDED, OPEN, SUSPENDED, type Caveat } from '../network.js'
import { memberOf, pairOf } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const release: Mechanism = {
  name: 'release',
  owns: [],
  apply(now) {
    const { state, tape, history } = now
    for (let k = firstFrom(tape.askedOn, state.day); tape.askedOn[k] === state.day; k++)
      if (history.lost[tape.asked[k]] === 0) ask(now, tape.asked[k], tape.third[k])
  },
}

/** The place of the first entry of an ascending list that is `least` or more. */
function firstFrom(list: Int32Array, least: number): number {
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
  /** the agreement by which it was given the item, and the grade */
  readonly agreement: number
  readonly held: Grade
  /** whether the caveat of that agreement lets it pass the item on unasked */
  readonly free: boolean
  /** its trust in the third country */
  readonly trust: number
}

function ask(now: Now, item: number, third: number): void {
  const holder = goBetween(now, item, third)
  if (holder === null) return
  if (holder.free) write(now, item, holder, third, holder.held, 'caveat', null)
  else petition(now, item, holder, third)
}

/**
 * Of all who could pass an item to a third country that lacks it and whose caveat lets them ask, the one that trusts it most (of
 * equals, the first by id).
 */
function goBetween(now: Now, item: number, third: number): Holder | null {
  const { world, state, history, tape } = now
  const { offers } = history
  const cell = world.streamCell[tape.stream[item]]
  if (history.passings.some((passing) => passing.item === item && passing.to === third)) return null
  const holders: Holder[] = []
  for (const { country, offer } of history.holdings(item, state.day)) {
    if (country === third) return null
    const pair = pairOf(world, country, third)
    if (pair < 0 || offer < 0) continue
    const agreement = world.memberAgreement[offers.member[offer]]
    const caveat: Caveat = CAVEATS[state.caveat[agreement]]
    if (caveat === 'forbidden' || state.inForce[agreement] === 0) continue
    if (!dealsIn(now, country, third, cell)) continue
    const seat = memberOf(world, third, agreement)
    holders.push({
      country,
      agreement,
      held: offers.grade[offer] as Grade,
      free: caveat === 'parties' && seat >= 0 && state.rung[seat] !== ENDED,
      trust: state.trust(pair),
    })
  }
  holders.sort((a, b) => b.trust - a.trust || a.country - b.country)
  return holders[0] ?? null
}

/** Whether two share an agreement on a cell (topic × discipline). */
function dealsIn({ world, state }: Now, one: number, other: number, cell: number): boolean {
  const scope = world.topics * world.disciplines
  return state.channels(one, other).some((m) => world.covers[world.memberAgreement[m] * scope + cell] === 1)
}

/**
 * The originator decides as about a club of two: whoever asks, and whoever would be told. With shared clubs off, as about the
 * latter alone. The draw is the third country's, so that another go-between rolls no other dice.
 */
function petition(now: Now, item: number, holder: Holder, third: number): void {
  const { world, state, tape, history, draws } = now
  const s = tape.stream[item]
  const origin = world.streamCountry[s]
  const member = memberOf(world, origin, holder.agreement)
  const topic = world.topicIds[world.streamTopic[s]]
  const discipline = world.disciplineIds[world.streamCell[s] % world.disciplines]
  const cause = history.tell(state.day, 'asked', {
    who: world.ids[holder.country],
    whom: world.ids[origin],
    agreement: world.agreementIds[holder.agreement],
    words: { topic, discipline, for: world.ids[third] },
    numbers: { item },
  })
  const rung = state.rung[member]
  let grade: Grade = WITHHELD
  if (rung !== SUSPENDED && rung !== ENDED) {
    const keeps =
      (world.on.sharedClubs ? trustIn(now, origin, holder.country) : 1) * trustIn(now, origin, third)
    const at = world.book.of('granting', world.ids[origin], topic, discipline, world.ids[third])
    const exposure = (1 - keeps) * tape.sensitivity[item]
    const u = draws.at(at, tape.occurrence[item])
    const mayTellAll = rung === OPEN && holder.held === FULL
    grade = decide(world.terms, u, state.stake(member), exposure, mayTellAll)
  }
  write(now, item, holder, third, grade, 'leave', cause)
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
  { country: holder, agreement }: Holder,
  third: number,
  grade: Grade,
  by: 'leave' | 'caveat',
  cause: number | null,
): void {
  const origin = world.streamCountry[tape.stream[item]]
  const granted = grade !== WITHHELD
  history.releases.push({ day: state.day, item, holder, third, agreement, grade, by })
  history.tell(state.day, granted ? 'released' : 'refused', {
    who: world.ids[granted ? holder : origin],
    whom: world.ids[granted ? third : holder],
    agreement: world.agreementIds[agreement],
    words: {
      of: world.ids[origin],
      for: world.ids[third],
      ...(granted ? { as: grade === TEAR_LINE ? 'as a tear-line' : 'in full' } : {}),
      by,
    },
    numbers: { item },
    cause,
  })
}

/**
 * Leaks that nobody scripted: every holder of an item may pass it to the press while it is worth leaking, at a hazard of its own
 * (MODEL.md §5.6). The press has the story and not the leaker, so the originator infers it from who held the item.
 */
import { FULL, WITHHELD, type Grade } from '../choice.js'
import { BATCH } from '../philox.js'
import { exponential, type Address } from '../random.js'
import type { Breach } from '../scenario.js'
import { unbreached } from '../breach-state.js'
import type { Brewing } from '../pending.js'
import type { CompiledBreach } from '../world.js'
import { context, pass } from './breach.js'
import type { Mechanism, Now } from './mechanism.js'

export const leaks: Mechanism = {
  name: 'leaks',
  owns: ['breaches', 'brewing'],
  apply(now) {
    const { world, state } = now
    if (!world.on.leaks || world.parameters.leakSeverity === 0) return
    if (!world.leaky) return
    brew(now)
    for (const leak of state.brewing.get(state.day) ?? []) comeOut(now, leak)
    state.brewing.delete(state.day)
  },
}

/** Draws who will leak what was handed over yesterday, and when; on day 0, what is in flight then. */
function brew(now: Now): void {
  const { state, history } = now
  const { releases, passings } = history
  brewOffers(now)
  for (const { day, item, third, grade } of latest(releases, state.day - 1))
    if (day === state.day - 1 && grade !== WITHHELD) draw(now, item, third, grade)
  for (const { day, item, to, grade } of latest(passings, state.day - 1))
    if (day === state.day - 1 && to >= 0 && history.offerOf(item, to) < 0) draw(now, item, to, grade)
}

/**
 * The same for offers, of which there are many and hardly any leaks while it is worth it: their draws are thrown side by side, and
 * only what may be out in time is looked at.
 */
function brewOffers(now: Now): void {
  const { world, state, history, draws } = now
  const { offers, offerStart, lost, tape } = history
  const { batch } = draws
  const laid = state.scratch(BATCH)
  let count = 0
  let chance = 0
  const settle = (): void => {
    const leaking = draws.below(count, Math.min(1, chance))
    for (let n = 0; n < leaking; n++) {
      const k = laid[batch.found[n]]
      draw(now, offers.item[k], world.to[offers.pair[k]], offers.grade[k] as Grade)
    }
    count = 0
    chance = 0
  }
  const first = state.day === 0 ? 0 : state.day - 1 + tape.lead
  for (let k = offerStart[first]; k < offerStart[state.day + tape.lead]; k++) {
    const item = offers.item[k]
    const holder = world.to[offers.pair[k]]
    const most = lost[item] === 1 || offers.grade[k] === WITHHELD ? 0 : chanceAtMost(now, item, holder)
    if (most <= 0) continue
    const { hi, lo } = addressOf(now, item, holder)
    batch.hi[count] = hi
    batch.lo[count] = lo
    batch.occurrence[count] = tape.occurrence[item]
    laid[count++] = k
    chance = Math.max(chance, most)
    if (count === BATCH) settle()
  }
  settle()
}

/** More than rounding could take from the bound below. */
const ROUNDING = 1 + 1e-9

/** An upper bound of the chance that a holder leaks an item it has held since yesterday before its shelf life ends: 1 − e^−x is at most x. */
function chanceAtMost({ world, state, tape }: Now, item: number, holder: number): number {
  return world.leakHazard[holder] * (lastDay(world, tape, item) - state.day + 1) * ROUNDING
}

/** The last day on which an item is worth leaking. */
function lastDay(world: Now['world'], tape: Now['tape'], item: number): number {
  return tape.dayOf(item) + world.parameters.shelfLife
}

/** Where it is drawn whether and when a holder leaks an item. */
function addressOf({ world, tape }: Now, item: number, holder: number): Address {
  const s = tape.stream[item]
  const cell = world.streamCell[s]
  return world.book.numbered(
    'leak',
    s * world.countries + holder,
    world.ids[world.streamCountry[s]],
    world.topicIds[world.streamTopic[s]],
    world.disciplineIds[cell % world.disciplines],
    world.ids[holder],
  )
}

/** The entries of a list in order of time from a day on. */
function latest<T extends { readonly day: number }>(list: readonly T[], from: number): readonly T[] {
  let first = list.length
  while (first > 0 && list[first - 1].day >= from) first--
  return list.slice(first)
}

/** Draws whether and when a holder leaks an item it has held since yesterday; what is in flight on day 0 has not leaked by then. */
function draw(now: Now, item: number, holder: number, grade: Grade): void {
  const { world, state, tape, draws } = now
  const hazard = world.leakHazard[holder]
  if (hazard === 0 || holder === world.streamCountry[tape.stream[item]] || tape.sensitivity[item] === 0)
    return
  const u = draws.at(addressOf(now, item, holder), tape.occurrence[item])
  const day = state.day - 1 + Math.max(1, Math.ceil(exponential(u, 1 / hazard)))
  if (day > lastDay(world, tape, item)) return
  const due = state.brewing.get(day) ?? []
  due.push({ item, grade, leaker: holder })
  state.brewing.set(day, due)
}

/** The press has it. A second leak of the same item is no news. */
function comeOut(now: Now, leak: Brewing): void {
  const { world, state, history } = now
  const { item, grade } = leak
  if (history.passings.some((passing) => passing.item === item && passing.to < 0)) return
  const found = describe(now, leak)
  const standing = unbreached(found, world.countries)
  const { breach } = found
  state.breaches.push(standing)
  standing.event = history.tell(state.day, 'leak', {
    who: breach.by,
    whom: breach.of[0],
    breach: breach.id,
    words: { to: breach.to, topic: breach.topic },
    numbers: { severity: breach.severity, details: breach.details, item },
  })
  standing.context = context(now, leak.leaker)
  standing.disciplines[0] = found.discipline
  standing.items[0] = item
  pass(now, standing, { item, grade })
}

/** An unscripted leak as a breach like any other. */
function describe({ world, state, tape }: Now, { item, grade, leaker }: Brewing): CompiledBreach {
  const { idTear, idFull, detailsDefault, leakSeverity } = world.parameters
  const s = tape.stream[item]
  const origin = world.streamCountry[s]
  const topic = world.streamTopic[s]
  const discipline = world.streamCell[s] % world.disciplines
  // a tear-line gives away as much less as it is thought less likely to identify its source
  const details =
    grade === FULL || idTear >= idFull ? detailsDefault : Math.floor((detailsDefault * idTear) / idFull)
  const names = [world.ids[origin], world.topicIds[topic], world.disciplineIds[discipline]]
  const breach: Breach = {
    // no id holds a colon, so this is nobody else's
    id: ['leak', ...names, String(tape.occurrence[item])].join(':'),
    day: state.day,
    by: world.ids[leaker],
    of: [world.ids[origin]],
    to: 'press',
    topic: world.topicIds[topic],
    discipline: world.disciplineIds[discipline],
    kind: 'disclosure',
    severity: Math.min(1, leakSeverity * tape.sensitivity[item]),
    details,
    exposes: 'source',
    pressDay: state.day,
    namedDay: null,
    happened: true,
    traced: false,
  }
  return {
    index: state.breaches.length,
    breach,
    leaker,
    victims: [origin],
    recipient: -1,
    topic,
    discipline,
    hostility: [world.menace[origin]],
  }
}

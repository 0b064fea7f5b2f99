/**
 * Leaks that nobody scripted: every holder of an item may pass it to the press while it is worth leaking, at a hazard of its own
 * (MODEL.md §5.6). The press has the story and not the leaker, so the originator infers it from who held the item.
 */
import { FULL, WITHHELD, type Grade } from '../choice.js'
import { exponential } from '../random.js'
import type { Breach } from '../scenario.js'
import { unbreached, type Brewing } from '../state.js'
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
  const { offers, offerStart, lost, tape, releases, passings } = history
  const { world } = now
  const first = state.day === 0 ? 0 : state.day - 1 + tape.lead
  for (let k = offerStart[first]; k < offerStart[state.day + tape.lead]; k++)
    if (offers.grade[k] !== WITHHELD && lost[offers.item[k]] === 0)
      draw(now, offers.item[k], world.to[offers.pair[k]], offers.grade[k] as Grade)
  for (const { day, item, third, grade } of latest(releases, state.day - 1))
    if (day === state.day - 1 && grade !== WITHHELD) draw(now, item, third, grade)
  for (const { day, item, to, grade } of latest(passings, state.day - 1))
    if (day === state.day - 1 && to >= 0 && history.offerOf(item, to) < 0) draw(now, item, to, grade)
}

/** The entries of a list in order of time from a day on. */
function latest<T extends { readonly day: number }>(list: readonly T[], from: number): readonly T[] {
  let first = list.length
  while (first > 0 && list[first - 1].day >= from) first--
  return list.slice(first)
}

/** Draws whether and when a holder leaks an item it has held since yesterday; what is in flight on day 0 has not leaked by then. */
function draw({ world, state, tape, draws }: Now, item: number, holder: number, grade: Grade): void {
  const hazard = world.leakHazard[holder]
  const s = tape.stream[item]
  if (hazard === 0 || holder === world.streamCountry[s] || tape.sensitivity[item] === 0) return
  const cell = world.streamCell[s]
  const at = world.book.of(
    'leak',
    world.ids[world.streamCountry[s]],
    world.topicIds[Math.floor(cell / world.disciplines)],
    world.disciplineIds[cell % world.disciplines],
    world.ids[holder],
  )
  const after = Math.max(1, Math.ceil(exponential(draws.at(at, tape.occurrence[item]), 1 / hazard)))
  const day = state.day - 1 + after
  if (day > tape.dayOf(item) + world.parameters.shelfLife) return
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

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
    if (!world.on.leaks || !world.leakHazard.some((hazard) => hazard > 0)) return
    for (const leak of state.brewing.get(state.day) ?? []) comeOut(now, leak)
    state.brewing.delete(state.day)
    brew(now)
  },
}

/** Draws who will leak what of yesterday's items, and when. */
function brew(now: Now): void {
  const { world, state, history } = now
  const { offers, offerStart, lost, tape } = history
  const yesterday = state.day - 1 + tape.lead
  if (yesterday < 0) return
  for (let k = offerStart[yesterday]; k < offerStart[yesterday + 1]; k++)
    if (offers.grade[k] !== WITHHELD && lost[offers.item[k]] === 0)
      draw(now, offers.item[k], world.to[offers.pair[k]], offers.grade[k])
  for (let k = history.releases.length - 1; k >= 0 && history.releases[k].day >= state.day - 1; k--) {
    const { day, item, third, grade } = history.releases[k]
    if (day === state.day - 1 && grade !== WITHHELD) draw(now, item, third, grade)
  }
}

function draw({ world, state, tape, draws }: Now, item: number, holder: number, grade: number): void {
  const hazard = world.leakHazard[holder]
  if (hazard === 0) return
  const s = tape.stream[item]
  const cell = world.streamCell[s]
  const at = world.book.of(
    'leak',
    world.ids[world.streamCountry[s]],
    world.topicIds[Math.floor(cell / world.disciplines)],
    world.disciplineIds[cell % world.disciplines],
    world.ids[holder],
  )
  const after = Math.ceil(exponential(draws.at(at, tape.occurrence[item]), 1 / hazard))
  if (after > world.parameters.shelfLife) return
  const day = state.day + Math.max(1, after)
  const due = state.brewing.get(day) ?? []
  due.push({ item, grade, leaker: holder })
  state.brewing.set(day, due)
}

/** The press has it. A second leak of the same item is no news. */
function comeOut(now: Now, { item, grade, leaker }: Brewing): void {
  const { world, state, history } = now
  if (history.passings.some((passing) => passing.item === item && passing.to < 0)) return
  const found = describe(now, { item, grade, leaker })
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
  standing.context = context(now, leaker)
  standing.disciplines[0] = found.discipline
  standing.offers[0] = history.offerOf(item, leaker)
  if (standing.offers[0] >= 0) pass(now, standing, 0)
  else
    history.passings.push({
      day: state.day,
      item,
      from: leaker,
      to: -1,
      grade: grade as Grade,
      event: standing.event,
    })
}

/** An unscripted leak as a breach like any other. */
function describe({ world, state, tape }: Now, { item, grade, leaker }: Brewing): CompiledBreach {
  const { idTear, idFull, detailsDefault, leakSeverity } = world.parameters
  const s = tape.stream[item]
  const origin = world.streamCountry[s]
  const topic = Math.floor(world.streamCell[s] / world.disciplines)
  const discipline = world.streamCell[s] % world.disciplines
  const details =
    grade === FULL || idFull === 0 ? detailsDefault : Math.floor((detailsDefault * idTear) / idFull)
  const names = [world.ids[origin], world.topicIds[topic], world.disciplineIds[discipline]]
  const breach: Breach = {
    id: ['leak', ...names, String(tape.occurrence[item])].join('-'),
    day: state.day,
    by: world.ids[leaker],
    of: [world.ids[origin]],
    to: 'press',
    topic: world.topicIds[topic],
    discipline: world.disciplineIds[discipline],
    kind: 'disclosure',
    severity: Math.min(1, leakSeverity * tape.sensitivity[item]),
    details,
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

/**
 * A scripted breach: the leaker passes on the newest secret it holds from each originator (MODEL.md §5.6). Whether it had the
 * legal right changes nothing.
 */
import { WITHHELD, type Grade } from '../choice.js'
import { power } from '../math.js'
import { ENDED } from '../network.js'
import { exponential } from '../random.js'
import type { BreachState } from '../breach-state.js'
import { pairOf, type CompiledBreach } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const breach: Mechanism = {
  name: 'breach',
  owns: [
    'breaches.event',
    'breaches.context',
    'breaches.disciplines',
    'breaches.items',
    'breaches.believed',
    'breaches.detection',
  ],
  apply(now) {
    for (const { found } of now.state.breaches) {
      if (found.breach.day !== now.state.day) continue
      if (found.breach.happened) leak(now, found)
      else accuse(now, found)
    }
  },
}

function leak(now: Now, found: CompiledBreach): void {
  const { world, state, history, draws } = now
  const { breach, leaker, victims } = found
  const held = breach.severity === 0 ? [] : victims.map((victim) => newest(now, found, victim))
  const event = history.tell(state.day, 'breach', {
    who: breach.by,
    whom: breach.of.join(', '),
    breach: breach.id,
    words: { to: breach.to, topic: breach.topic, kind: breach.kind },
    numbers: { severity: breach.severity, details: breach.details },
  })
  if (breach.severity === 0) return
  const standing = state.breaches[found.index]
  standing.event = event
  standing.context = context(now, leaker)
  victims.forEach((victim, k) => {
    const taken = held[k]
    if (taken !== undefined) {
      standing.items[k] = taken.item
      if (breach.traced) standing.believed[k] = history.offerOf(taken.item, leaker)
      pass(now, standing, taken)
    }
    standing.disciplines[k] =
      found.discipline >= 0 ? found.discipline : disciplineOf(now, taken, victim, found.topic)
    const u = draws.at(world.book.of('detection', breach.id, world.ids[victim]))
    standing.detection[k] = state.day + Math.ceil(exponential(u, world.parameters.detection))
  })
}

/** Somebody is accused of what it never did: nothing is passed on and no source is at risk, but those who hear of it believe it. */
function accuse(now: Now, found: CompiledBreach): void {
  const { breach } = found
  const event = now.history.tell(now.state.day, 'accusation', {
    who: breach.by,
    whom: breach.of.join(', '),
    breach: breach.id,
    words: { topic: breach.topic, kind: breach.kind },
    numbers: { severity: breach.severity },
  })
  if (breach.severity === 0) return
  const standing = now.state.breaches[found.index]
  standing.event = event
  standing.context = context(now, found.leaker)
}

/** An item as somebody holds it. */
interface Held {
  readonly item: number
  readonly grade: Grade
}

/** An item leaves its audience. */
export function pass({ state, history }: Now, { found, event }: BreachState, { item, grade }: Held): void {
  history.passings.push({ day: state.day, item, from: found.leaker, to: found.recipient, grade, event })
}

/**
 * The newest item the leaker holds from an originator on the topic, however it came by it, and that is still a secret from the
 * recipient; undefined: none.
 */
function newest({ world, state, history }: Now, found: CompiledBreach, victim: number): Held | undefined {
  const { offers, tape, releases, passings } = history
  const known = passings.filter(({ day, to }) => day < state.day && (to < 0 || to === found.recipient))
  const fits = (item: number): boolean => {
    if (known.some((passing) => passing.item === item)) return false
    const s = tape.stream[item]
    const cell = world.streamCell[s]
    return (
      world.streamCountry[s] === victim &&
      Math.floor(cell / world.disciplines) === found.topic &&
      (found.discipline < 0 || cell % world.disciplines === found.discipline)
    )
  }
  let latest: Held | undefined
  const pair = pairOf(world, victim, found.leaker)
  for (let k = offers.count - 1; k >= 0 && latest === undefined; k--) {
    const item = offers.item[k]
    if (offers.pair[k] === pair && offers.grade[k] !== WITHHELD && history.lost[item] === 0 && fits(item))
      latest = { item, grade: offers.grade[k] as Grade }
  }
  // items stand on the tape in the order of their days
  const newer = (item: number): boolean => item > (latest?.item ?? -1) && fits(item)
  for (const { item, third, grade } of releases)
    if (third === found.leaker && grade !== WITHHELD && newer(item)) latest = { item, grade }
  for (const { day, item, to, grade } of passings)
    if (to === found.leaker && day < state.day && newer(item)) latest = { item, grade }
  return latest
}

/** The discipline of the item taken; where there was none, the one the originator collects most by on the topic. */
function disciplineOf({ world, tape }: Now, taken: Held | undefined, victim: number, topic: number): number {
  if (taken !== undefined) return world.streamCell[tape.stream[taken.item]] % world.disciplines
  let best = 0
  let most = -1
  for (let s = world.streamStart[victim]; s < world.streamStart[victim + 1]; s++) {
    if (world.streamTopic[s] !== topic || world.streamRate[s] <= most) continue
    most = world.streamRate[s]
    best = world.streamCell[s] % world.disciplines
  }
  return best
}

/**
 * Amid many breaches one more counts less: (1 − share of pairs in the leaker's component that saw another breach in the last
 * year)^contextDiscount (LeVeck & Narang 2017).
 */
export function context({ world, state }: Now, leaker: number): number {
  const { contextDiscount, contextWindow } = world.parameters
  const { members, memberCountry, audienceStart, audienceMember, audiencePair } = world
  const { rung, beliefs } = state
  const inside = component(world, state.inForce, leaker)
  const counted = new Uint8Array(world.pairs)
  let pairs = 0
  let saw = 0
  for (let m = 0; m < members; m++) {
    if (inside[memberCountry[m]] === 0 || !state.present(m)) continue
    for (let a = audienceStart[m]; a < audienceStart[m + 1]; a++) {
      const pair = audiencePair[a]
      if (counted[pair] === 1 || rung[audienceMember[a]] === ENDED) continue
      counted[pair] = 1
      pairs++
      if (beliefs.held(pair, 'sawBreach') > state.day - contextWindow) saw++
    }
  }
  // whoever deals with nobody any more is seen by nobody
  return pairs === 0 ? 1 : power(1 - saw / pairs, contextDiscount)
}

/** Countries that a chain of agreements in force joins to the leaker, as ones. */
export function component(world: Now['world'], inForce: Uint8Array, leaker: number): Uint8Array {
  const { memberStart, memberAgreement, memberCountry, partyStart, party } = world
  const inside = new Uint8Array(world.countries)
  const open = [leaker]
  inside[leaker] = 1
  for (let country = open.pop(); country !== undefined; country = open.pop()) {
    for (let m = memberStart[country]; m < memberStart[country + 1]; m++) {
      const e = memberAgreement[m]
      if (inForce[e] === 0) continue
      for (let k = partyStart[e]; k < partyStart[e + 1]; k++) {
        const other = memberCountry[party[k]]
        if (inside[other] === 1) continue
        inside[other] = 1
        open.push(other)
      }
    }
  }
  return inside
}

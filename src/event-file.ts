/** The events of a scenario file: their schema, their checks, and the breaches and moves they become. */
import * as z from 'zod'
import { readDate, readDuration, writeDate } from './calendar.js'
import {
  closed,
  day,
  duration,
  fits,
  id,
  onDemand,
  list,
  number,
  oneOf,
  whole,
  type Fitting,
} from './fields.js'
import { quote, type Code, type Complaints } from './mistakes.js'
import { foldId, inOrder } from './names.js'
import { inForce, type Agreement, type Country } from './network.js'
import type { Resolved } from './network-file.js'
import type { Parameters } from './parameters.js'
import { MOVE_WORDS, MoveChecker, moves as movesOf, readMove } from './move-file.js'
import { BREACH_KINDS, EXPOSURES, type Breach, type Move } from './scenario.js'
import { child, whereIn, type MapTree, type Path, type Tree } from './tree.js'

const severity = number(0, 1).meta({ description: '0 is a logged no-op' })
const originators = z
  .union([id, list(id, 1)], { error: 'E_TYPE|% is no country|give an id, or a list of ids' })
  .meta({ description: 'whose secret it was' })
const press = closed({
  after: duration.meta({ description: 'until the press has it; default 0 days' }).exactOptional(),
  named: duration
    .meta({ description: 'from then until the originator is named; default never' })
    .exactOptional(),
})

const breachEntry = onDemand(() =>
  closed({
    by: id.meta({ description: 'the leaker' }),
    of: originators,
    to: id.meta({ description: 'a country, press or public' }),
    topic: id,
    discipline: id
      .meta({ description: "default: that of the item taken, else the originator's strongest on the topic" })
      .exactOptional(),
    kind: oneOf(BREACH_KINDS).meta({ description: 'how it came out; default disclosure' }).exactOptional(),
    severity,
    details: whole(0, 8).meta({ description: 'details that let a reader guess the source' }).exactOptional(),
    exposes: oneOf(EXPOSURES)
      .meta({ description: 'what it can lead to: the source itself (default), or only whose secret it was' })
      .exactOptional(),
    press: press.exactOptional(),
    traced: z
      .boolean()
      .meta({ description: 'false: nobody says who leaked, and the originator infers it; default true' })
      .exactOptional(),
  }),
)

const accusationEntry = onDemand(() =>
  closed({
    against: id.meta({ description: 'who is accused of a breach that never happened' }),
    of: originators,
    topic: id,
    kind: oneOf(BREACH_KINDS)
      .meta({ description: 'of what it is accused; default disclosure' })
      .exactOptional(),
    severity,
    press: press.exactOptional(),
  }),
)

export const eventEntry = onDemand(() =>
  closed({
    id,
    on: day.meta({ description: 'a date, or days from the start' }),
    breach: z.lazy(breachEntry).exactOptional(),
    accusation: z.lazy(accusationEntry).exactOptional(),
    ...movesOf(),
  }).meta({ id: 'event', description: 'one thing that happens: a breach, an accusation, or a move' }),
)
type EventEntry = Fitting<typeof eventEntry>

/** What an event can be. */
const WHATS = ['breach', 'accusation', ...MOVE_WORDS] as const

/** What events are read against. */
export interface EventSetting {
  /** ISO date of day 0 */
  readonly start: string
  /** undefined when the scenario does not say it soundly: then no event is too late */
  readonly days: number | undefined
  readonly parameters: Parameters
  /** undefined when the network could not be read at all: then names are not checked */
  readonly resolved: Resolved | undefined
}

/** Recipients that are no country. */
const EVERYBODY = ['press', 'public']

/** An originator, and where the file names it. */
interface Victim {
  readonly id: string
  readonly path: Path
}

/** All that is scripted. */
export interface Events {
  readonly breaches: readonly Breach[]
  readonly moves: readonly Move[]
}

export class EventReader {
  readonly #setting: EventSetting
  readonly #complaints: Complaints
  readonly #countries: ReadonlyMap<string, Country>
  readonly #folds = new Set<string>()
  readonly #contents = new Map<string, string>()

  constructor(setting: EventSetting, complaints: Complaints) {
    this.#setting = setting
    this.#complaints = complaints
    this.#countries = new Map(setting.resolved?.network?.countries.map((country) => [country.id, country]))
  }

  /** @returns the sound ones, by day and id */
  read(scenario: MapTree): Events {
    const events = child(scenario, 'events')
    const breaches: Breach[] = []
    const moves: { move: Move; tree: Tree }[] = []
    for (const tree of events?.kind === 'list' ? events.items : []) {
      if (this.#complaints.enough) break
      const entry = fits(eventEntry(), tree, this.#complaints)
      if (entry === undefined || !this.#isOneThing(entry, tree)) continue
      const day = this.#day(entry.on, tree)
      if (entry.breach !== undefined)
        breaches.push(this.#checked(this.#breach(entry, entry.breach, day), tree))
      else if (entry.accusation !== undefined)
        breaches.push(this.#checked(this.#accusation(entry, entry.accusation, day), tree))
      else {
        const move = readMove(entry, day, {
          origin: this.#origin(),
          network: this.#setting.resolved?.network,
        })
        if (move === undefined) continue
        this.#checkTwins(move, tree)
        moves.push({ move, tree })
      }
    }
    const known = { breaches, moves: moves.map(({ move }) => move) }
    const checks = new MoveChecker({ ...this.#setting, ...known }, this.#complaints)
    for (const { move, tree } of moves) checks.check(move, tree)
    return { breaches: breaches.sort(byDay), moves: moves.map(({ move }) => move).sort(byDay) }
  }

  #origin(): number {
    return readDate(this.#setting.start) ?? 0
  }

  /** An event is one thing, so that its id means one thing. */
  #isOneThing(entry: EventEntry, tree: Tree): boolean {
    const given = WHATS.filter((what) => entry[what] !== undefined)
    if (given.length === 1) return true
    const fix = `give one of ${WHATS.join(', ')}`
    if (given.length === 0)
      this.#tell(tree, [], 'E_MISSING', `event ${quote(entry.id)} does not say what happens`, fix)
    else this.#tell(tree, [given[1]], 'E_SCHEMA', `event ${quote(entry.id)} is more than one thing`, fix)
    return false
  }

  #checked(breach: Breach, tree: Tree): Breach {
    const part = breach.happened ? 'breach' : 'accusation'
    const victims = victimsOf(tree, part)
    this.#checkNames(breach, victims, tree, part)
    this.#checkLoops(breach, victims, tree)
    this.#checkTwins(breach, tree)
    this.#checkAccess(breach, victims, tree)
    return breach
  }

  #breach({ id }: EventEntry, breach: Fitting<typeof breachEntry>, day: number): Breach {
    const { by, to, topic, discipline = null, kind = 'disclosure', severity, press } = breach
    const isPublic = press !== undefined || EVERYBODY.includes(to)
    const pressDay = isPublic ? day + (readDuration(press?.after ?? 0) ?? 0) : null
    return {
      id,
      day,
      by,
      of: [...new Set([breach.of].flat())].sort(inOrder),
      to,
      topic,
      discipline,
      kind,
      severity,
      details: breach.details ?? this.#setting.parameters.detailsDefault,
      exposes: breach.exposes ?? 'source',
      pressDay,
      namedDay: later(pressDay, press?.named),
      happened: true,
      traced: breach.traced ?? true,
    }
  }

  /** An accusation is a breach in everything but that it never happened: what is said is public. */
  #accusation({ id }: EventEntry, accusation: Fitting<typeof accusationEntry>, day: number): Breach {
    const { against, of, topic, kind = 'disclosure', severity, press } = accusation
    const pressDay = day + (readDuration(press?.after ?? 0) ?? 0)
    return {
      id,
      day,
      by: against,
      of: [...new Set([of].flat())].sort(inOrder),
      to: 'public',
      topic,
      discipline: null,
      kind,
      severity,
      details: 0,
      exposes: 'originator',
      pressDay,
      namedDay: later(pressDay, press?.named),
      happened: false,
      traced: true,
    }
  }

  #day(on: string | number, tree: Tree): number {
    const { start, days } = this.#setting
    const origin = this.#origin()
    const day = typeof on === 'number' ? on : (readDate(on) ?? 0) - origin
    if (days !== undefined && (day < 0 || day >= days)) {
      const fix = `it runs from ${start} to ${writeDate(origin + days - 1)} (days 0 to ${days - 1})`
      this.#tell(tree, ['on'], 'E_RANGE', `${quote(String(on))} is outside the scenario`, fix)
    }
    return day
  }

  #checkNames(
    { by, to, topic, discipline, happened }: Breach,
    victims: readonly Victim[],
    tree: Tree,
    part: 'breach' | 'accusation',
  ): void {
    const { resolved } = this.#setting
    if (resolved === undefined) return
    resolved.countries.expect(by, tree, [part, happened ? 'by' : 'against'])
    for (const { id, path } of victims) resolved.countries.expect(id, tree, path)
    if (!EVERYBODY.includes(to)) resolved.countries.expect(to, tree, [part, 'to'])
    resolved.topics.expect(topic, tree, [part, 'topic'])
    if (discipline !== null) resolved.disciplines.expect(discipline, tree, [part, 'discipline'])
  }

  #checkLoops({ by, to, kind }: Breach, victims: readonly Victim[], tree: Tree): void {
    for (const { id, path } of victims) {
      if (id === by)
        this.#tell(tree, path, 'E_SELF_LOOP', `${by} leaks its own secret`, 'name another originator')
      if (id === to)
        this.#tell(tree, path, 'E_SELF_LOOP', `${to} is told its own secret`, 'name another recipient')
    }
    // whoever spies keeps what it gets
    if (to === by && kind !== 'spying')
      this.#tell(tree, ['breach', 'to'], 'E_SELF_LOOP', `${by} tells itself`, 'name another recipient')
  }

  #checkTwins({ id, ...content }: Breach | Move, tree: Tree): void {
    const said = JSON.stringify(content)
    const same = this.#contents.get(said)
    if (this.#folds.has(foldId(id))) {
      this.#tell(tree, ['id'], 'E_DUP_EVENT', `event ${quote(id)} is there twice`, 'rename one')
    } else if (same !== undefined) {
      this.#tell(
        tree,
        [],
        'E_DUP_EVENT',
        `${quote(id)} says the same as ${quote(same)}`,
        'keep one of the two',
      )
    }
    this.#folds.add(foldId(id))
    this.#contents.set(said, id)
  }

  /** A leaker must have been able to hold the secret: it shares an agreement in force with each originator. */
  #checkAccess(breach: Breach, victims: readonly Victim[], tree: Tree): void {
    const { by, day } = breach
    // strangers were told of already
    if (!this.#countries.has(by)) return
    const bonds = this.#bondsOf(by, day)
    for (const { id, path } of victims) {
      const country = this.#countries.get(id)
      if (country === undefined || id === by) continue
      const shared = bonds.get(id)
      if (shared === undefined) {
        const fix = 'name a partner of the leaker, or add the agreement'
        this.#tell(tree, path, 'E_ACCESS', `${by} has no agreement in force with ${id} on day ${day}`, fix)
      } else this.#checkScope(breach, country, shared, tree, path)
    }
  }

  /** The agreements in force that bind a country, by whom they bind it to. */
  #bondsOf(country: string, day: number): Map<string, Agreement[]> {
    const bonds = new Map<string, Agreement[]>()
    for (const agreement of this.#setting.resolved?.network?.agreements ?? []) {
      if (!inForce(agreement, day) || !agreement.parties.includes(country)) continue
      for (const party of agreement.parties) {
        const shared = bonds.get(party)
        if (shared === undefined) bonds.set(party, [agreement])
        else shared.push(agreement)
      }
    }
    return bonds
  }

  #checkScope(
    { by, topic, discipline }: Breach,
    victim: Country,
    shared: readonly Agreement[],
    tree: Tree,
    path: Path,
  ): void {
    const fits = (one: string) => discipline === null || one === discipline
    const covered = shared.some(({ topics, disciplines }) => topics.includes(topic) && disciplines.some(fits))
    if (!covered) {
      const what = `no agreement of ${by} with ${victim.id} covers this secret`
      this.#tell(tree, path, 'W_OUT_OF_SCOPE', what, 'is it meant so?')
    }
    const collects = victim.collection.some(
      (one) => one.rate > 0 && one.topic === topic && fits(one.discipline),
    )
    if (!collects) {
      this.#tell(
        tree,
        path,
        'W_NO_COLLECTION',
        `${victim.id} collects nothing of the kind`,
        'the secret is made up',
      )
    }
  }

  #tell(tree: Tree, path: Path, code: Code, what: string, fix: string): void {
    this.#complaints.tell(whereIn(tree, path), code, what, fix)
  }
}

/** The originators as a file names them, one or a list. */
function victimsOf(tree: Tree, part: 'breach' | 'accusation'): Victim[] {
  const of = child(child(tree, part), 'of')
  const textIn = (one: Tree): string => (one.kind === 'scalar' ? String(one.value) : '')
  if (of?.kind === 'list') return of.items.map((one, i) => ({ id: textIn(one), path: [part, 'of', i] }))
  return of === undefined ? [] : [{ id: textIn(of), path: [part, 'of'] }]
}

function later(day: number | null, after: string | number | undefined): number | null {
  return day === null || after === undefined ? null : day + (readDuration(after) ?? 0)
}

function byDay(a: { day: number; id: string }, b: { day: number; id: string }): number {
  return a.day - b.day || inOrder(a.id, b.id)
}

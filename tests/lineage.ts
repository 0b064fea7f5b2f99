/**
 * V23 of MODEL.md §8, for any history that a test makes: whoever holds an item is in its audience, or an event says how it came
 * by it; and the lists of a history grow with events alone. Worked out again from the scenario and the raw lists.
 */
import { expect } from 'vitest'
import { FULL, WITHHELD } from '../src/choice.js'
import type { HistoryEvent } from '../src/events.js'
import type { History } from '../src/history.js'
import type { Agreement, Network } from '../src/network.js'
import { DAY, run, type RunOptions } from '../src/run.js'
import type { Scenario } from '../src/scenario.js'
import { agreement, village, type Settings } from './fixtures.js'
import { firstOf } from '../src/world.js'

/** How much there was to check, so that a test can say that it was not nothing. */
export interface Checked {
  items: number
  offers: number
  releases: number
  passings: number
  leaks: number
  blames: number
}

/** The village with everything on that gives lineage something to do: release, unscripted leaks, a prospect, an untraced breach. */
export function busy(settings: Settings = {}, change: Partial<Network> = {}): Scenario {
  const given = village(settings)
  const caveats = { club: 'parties', 'f-s': 'on-request', 'l-f': 'on-request', 'l-v': 'on-request' } as const
  return {
    ...given,
    parameters: { ...given.parameters, askRate: 0.4, leakHazard: 0.002, ...settings.parameters },
    network: {
      ...given.network,
      agreements: given.network.agreements.map((one) => ({
        ...one,
        caveat: caveats[one.id as keyof typeof caveats],
      })),
      prospects: [prospect('s-v', ['S', 'V'])],
      ...change,
    },
  }
}

export function prospect(id: string, parties: readonly string[]): Network['prospects'][number] {
  const { from: _, until: __, ...terms } = agreement(id, parties, 'partner', { caveat: 'on-request' })
  return terms
}

/** Runs a scenario and checks the lineage of all it made. */
export function lived(scenario: Scenario, options: RunOptions = {}): History {
  const history = run(scenario, { phases: DAY, ...options })
  expectLineage(history)
  return history
}

/** @throws where a holder, a release, a passing or a blame is not accounted for */
export function expectLineage(history: History): Checked {
  const { tape, offers, world, passings, releases, events, lost, days } = history
  const audiences = new Audiences(history)
  const holders = new Map<number, Map<string, number>>()
  const since = (item: number, who: string, day: number): void => {
    const known = holders.get(item) ?? new Map<string, number>()
    if (!holders.has(item)) holders.set(item, known)
    if (!known.has(who)) known.set(who, day)
  }
  const checked: Checked = { items: 0, offers: 0, releases: 0, passings: 0, leaks: 0, blames: 0 }
  const lastDay = days - 1

  // offers: each item to each of its audience once, as full, a tear-line or nothing
  for (let day = -tape.lead; day <= lastDay; day++) {
    const told = new Map<number, string[]>()
    for (let item = tape.dayStart[day + tape.lead]; item < tape.dayStart[day + tape.lead + 1]; item++) {
      if (lost[item] === 0) since(item, audiences.originOf(item), day)
      told.set(item, [])
      checked.items++
    }
    for (let k = history.offerStart[day + tape.lead]; k < history.offerStart[day + tape.lead + 1]; k++) {
      const item = offers.item[k]
      const [from, to] = [world.ids[firstOf(world, offers.pair[k])], world.ids[world.to[offers.pair[k]]]]
      if (from !== audiences.originOf(item) || offers.grade[k] > FULL)
        expect.fail(`offer ${k} is of ${from}’s, at grade ${offers.grade[k]}`)
      told.get(item)?.push(to)
      if (offers.grade[k] !== WITHHELD && lost[item] === 0) since(item, to, day)
      checked.offers++
    }
    for (const [item, recipients] of told) {
      const expected = audiences.of(item, day)
      if (recipients.length === expected.length && recipients.every((id) => expected.includes(id))) continue
      expect(recipients.toSorted(), `whom item ${item} was offered to`).toEqual(expected)
    }
  }

  const at = (id: number): HistoryEvent => events[id]
  // in order of time, so that whoever passes an item on must have come by it before
  const steps = [
    ...passings.map((passing) => ({ ...passing, release: undefined })),
    ...releases.map((release) => ({ ...release, release })),
  ].toSorted((a, b) => a.day - b.day)
  for (const step of steps) {
    const holds = holders.get(step.item)
    expect(holds, `item ${step.item} was collected`).toBeDefined()
    if (step.release === undefined) {
      const { from, to, event, day, item } = step as (typeof passings)[number]
      expect(['breach', 'leak']).toContain(at(event).kind)
      expect(at(event)).toMatchObject({ day, who: world.ids[from] })
      expect(
        holds?.get(world.ids[from]),
        `${world.ids[from]} held item ${item} before it leaked`,
      ).toBeLessThan(day)
      since(item, to >= 0 ? world.ids[to] : at(event).words['to'], day)
      checked.passings++
    } else {
      const { item, day, holder, third, grade, agreement: e, by } = step.release
      const [asker, told] = [world.ids[holder], world.ids[third]]
      expect(holds?.get(asker)).toBeLessThanOrEqual(day)
      expect(holds?.has(told), `${told} lacked item ${item}`).toBe(false)
      const offer = history.offerOf(item, holder)
      expect(world.memberAgreement[offers.member[offer]]).toBe(e)
      expect(grade).toBeLessThanOrEqual(offers.grade[offer])
      const { caveat, parties } = audiences.agreements[e]
      if (!audiences.decreed) {
        expect(caveat).not.toBe('forbidden')
        if (by === 'caveat') expect([caveat, parties.includes(told)]).toEqual(['parties', true])
      }
      const kind = grade === WITHHELD ? 'refused' : 'released'
      const written = events.filter(
        (one) => one.kind === kind && one.day === day && one.numbers['item'] === item,
      )
      expect(written).toHaveLength(1)
      expect(written[0].cause === null ? 'caveat' : at(written[0].cause).kind).toBe(
        by === 'leave' ? 'asked' : by,
      )
      if (grade !== WITHHELD) since(item, told, day)
      checked.releases++
    }
  }
  const count = (...kinds: string[]): number => events.filter(({ kind }) => kinds.includes(kind)).length
  expect(count('released', 'refused')).toBe(releases.length)
  expect(count('asked')).toBe(releases.filter(({ by }) => by === 'leave').length)
  // nothing is passed to the same recipient twice, unless by two breaches of one day, which do not know of each other
  const moments = new Set(passings.map(({ item, to, day }) => `${item} ${to} ${day}`))
  expect(new Set(passings.map(({ item, to }) => `${item} ${to}`)).size).toBe(moments.size)
  checked.leaks = count('leak')
  expect(passings.filter(({ event }) => at(event).kind === 'leak')).toHaveLength(checked.leaks)

  expectHolders(history, holders)
  checked.blames = expectBlames(history)
  return checked
}

/** What `history.holders` says is what was worked out, on the days on which it changes and on those around them. */
function expectHolders(history: History, holders: ReadonlyMap<number, ReadonlyMap<string, number>>): void {
  const { tape, days } = history
  for (let item = 0; item < tape.items; item++) {
    const known = [...(holders.get(item) ?? [])]
    const collected = tape.dayOf(item)
    const turns = new Set(known.flatMap(([, day]) => [day - 1, day]))
    for (const day of [collected - 1, ...turns, days - 1]) {
      if (day < -tape.lead || day >= days) continue
      const expected = known.filter(([, from]) => from <= day).map(([id]) => id)
      const found = history.holders(item, day)
      if (found.join() === expected.toSorted().join()) continue
      expect(found, `who holds item ${item} on day ${day}`).toEqual(expected.toSorted())
    }
  }
}

function expectBlames({ blames, events, world }: History): number {
  for (const { breach, day, victim, blamed, guilty, posterior } of blames) {
    const chances = Object.values(posterior)
    expect(Math.abs(chances.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12)
    for (const chance of chances) expect(chance).toBeGreaterThanOrEqual(0)
    expect(posterior[blamed]).toBeGreaterThan(0)
    expect(Object.keys(posterior)).not.toContain(victim)
    expect(world.ids).toContain(guilty)
    const written = events.filter(
      (one) => one.kind === 'blamed' && one.breach === breach && one.who === victim,
    )
    expect(written.map((one) => [one.day, one.whom, one.numbers['chance']])).toEqual([
      [day, blamed, posterior[blamed]],
    ])
  }
  expect(events.filter(({ kind }) => kind === 'blamed')).toHaveLength(blames.length)
  return blames.length
}

/** Who could be offered an item on a day, from the scenario and the events on record. */
class Audiences {
  /** in the order of the world */
  readonly agreements: readonly (Pick<Agreement, 'parties' | 'caveat' | 'topics' | 'disciplines'> & {
    readonly from: number
    readonly until: number
  })[]
  /** some policy may have changed a caveat */
  readonly decreed: boolean
  readonly #history: History
  /** by agreement and party: the first day on which it takes no part any more */
  readonly #left = new Map<string, number>()

  constructor(history: History) {
    this.#history = history
    const { agreements, prospects } = history.world.scenario.network
    const formed = new Map<string, number>()
    for (const { kind, agreement, who, day, words } of history.events) {
      if (kind === 'agreement-forms' && agreement !== null) formed.set(agreement, day + 1)
      if (kind === 'ended' && agreement !== null)
        this.#left.set(`${agreement} ${who}`, words['by'] === 'decree' ? day : day + 1)
    }
    this.decreed = history.events.some(({ kind }) => kind === 'policy')
    this.agreements = history.world.agreementIds.map((id) => {
      const signed = agreements.find((one) => one.id === id)
      // what is in force when the scenario starts was in force in the days played before
      const open = (from: number | null): number => (from === null || from <= 0 ? -Infinity : from)
      if (signed !== undefined) return { ...signed, from: open(signed.from), until: signed.until ?? Infinity }
      const found = prospects.find((one) => one.id === id)
      if (found === undefined) throw new Error(`no agreement "${id}" in the scenario`)
      return { ...found, from: formed.get(id) ?? Infinity, until: Infinity }
    })
  }

  originOf(item: number): string {
    const { world, tape } = this.#history
    return world.ids[world.streamCountry[tape.stream[item]]]
  }

  /** sorted */
  of(item: number, day: number): string[] {
    const { world, tape } = this.#history
    const cell = world.streamCell[tape.stream[item]]
    const topic = world.topicIds[Math.floor(cell / world.disciplines)]
    const discipline = world.disciplineIds[cell % world.disciplines]
    const origin = this.originOf(item)
    const found = new Set<string>()
    this.agreements.forEach(({ parties, topics, disciplines, from, until }, e) => {
      if (day < from || day >= until || !topics.includes(topic) || !disciplines.includes(discipline)) return
      const present = parties.filter(
        (id) => day < (this.#left.get(`${world.agreementIds[e]} ${id}`) ?? Infinity),
      )
      if (present.includes(origin)) for (const id of present) if (id !== origin) found.add(id)
    })
    return [...found].toSorted()
  }
}

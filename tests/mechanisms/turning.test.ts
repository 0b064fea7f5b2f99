/** Turned sources: how often, which, until when, and what their plants cost whoever passed them on. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile.js'
import type { HistoryEvent } from '../../src/events.js'
import type { History } from '../../src/history.js'
import { address, Draws } from '../../src/random.js'
import { run, Simulation } from '../../src/run.js'
import type { Breach, Scenario, Switch } from '../../src/scenario.js'
import { digest } from '../digest.js'
import { agreement, breach, collects, country, network, scenario, TOPIC, type Settings } from '../fixtures.js'

const ARMS = 'arms'

/** L gives V's agent away to H, which is so hostile to V; F hears V too, and neither collects anything. */
function given(change: Partial<Breach> = {}, settings: Settings = {}, hostility = 0.9): Scenario {
  const both = { topics: [ARMS, TOPIC] }
  const needs = { [ARMS]: 1, [TOPIC]: 1 }
  const net = network(
    [
      { ...country('F', [collects(0.2)]), need: needs },
      country('H'),
      { ...country('L'), need: needs },
      country('V', [collects(1), collects(0.5, 'SIGINT'), collects(0.4, 'HUMINT', ARMS)]),
    ],
    [agreement('f-v', ['F', 'V'], 'ally', both), agreement('l-v', ['L', 'V'], 'ally', both)],
    {
      hostilities: [{ between: ['H', 'V'], level: hostility }],
      topics: [ARMS, TOPIC].map((id) => ({ id, label: id, plotsPerYear: 0, targets: [] })),
    },
  )
  const leak = breach('L', 'V', {
    to: 'H',
    severity: 0.8,
    discipline: 'HUMINT',
    details: 8,
    pressDay: null,
    namedDay: null,
    ...change,
  })
  return scenario(net, { days: 120, breaches: [leak], ...settings })
}

const turnings = ({ events }: History): HistoryEvent[] =>
  events.filter(({ kind }) => kind === 'source-turned')

/** What stream a place in `turnedBy` is, in words. */
function turnedStreams({ now: { world, state } }: Simulation): string[] {
  return [...state.turnedBy.keys()]
    .filter((s) => state.turnedBy[s] >= 0)
    .map((s) => {
      const cell = world.streamCell[s]
      const topic = world.topicIds[Math.floor(cell / world.disciplines)]
      return `${world.ids[world.streamCountry[s]]} ${topic} ${world.disciplineIds[cell % world.disciplines]}`
    })
}

describe('a source that a hostile recipient has identified', () => {
  it('by hand: is turned where its draw is below turned × hostility × severity = .2 · .9 · .8', () => {
    const world = compile(given())
    const at = address('turned', 'leak', 'V')
    const chances: (number | undefined)[] = []
    for (let number = 0; number < 60; number++) {
      const history = run(world, { run: number })
      const known = history.events.some(({ kind }) => kind === 'identified')
      const expected = known && new Draws('test', number).at(at, 0) < 0.2 * 0.9 * 0.8
      expect(turnings(history)).toHaveLength(expected ? 1 : 0)
      for (const { numbers } of turnings(history)) chances.push(numbers['chance'])
    }
    expect(chances.length).toBeGreaterThan(2)
    for (const chance of chances) expect(chance).toBeCloseTo(0.144, 12)
  })

  it.each<[number, number, number]>([
    [1, 1, 0.5],
    [0.6, 0.5, 1],
    [0.3, 0.9, 0.8],
  ])(
    'is turned as often as the closed form says: turned %d, hostility %d, severity %d',
    (turned, hostility, severity) => {
      const world = compile(given({ severity }, { days: 12, parameters: { turned } }, hostility))
      const runs = 400
      let count = 0
      for (let number = 0; number < runs; number++) count += turnings(run(world, { run: number })).length
      // V is the only candidate, so it is always identified
      const chance = turned * hostility * severity
      expect(Math.abs(count - runs * chance)).toBeLessThan(4 * Math.sqrt(runs * chance * (1 - chance)))
    },
  )

  it('is the stream on the topic and by the discipline of what leaked, and no other', () => {
    const simulation = new Simulation(
      compile(given({ severity: 1 }, { parameters: { turned: 1, planted: 0 } }, 1)),
    )
    while (simulation.day < 10) simulation.step()
    expect(turnedStreams(simulation)).toEqual([])
    simulation.step()
    expect(turnedStreams(simulation)).toEqual([`V ${TOPIC} HUMINT`])
    // with nothing planted nothing is ever found
    while (!simulation.done) simulation.step()
    expect(turnedStreams(simulation)).toEqual([`V ${TOPIC} HUMINT`])
  })

  it('names what led to it: the breach, then the identification', () => {
    const history = run(given({ severity: 1 }, { parameters: { turned: 1 } }, 1))
    const [event] = turnings(history)
    expect(event).toMatchObject({ day: 10, who: 'H', whom: 'V', breach: 'leak' })
    expect(event.words).toEqual({ topic: TOPIC, discipline: 'HUMINT' })
    expect(history.because(event).map(({ kind }) => kind)).toEqual(['breach', 'identified', 'source-turned'])
  })

  it('may be identified by its name in the press, and turned then', () => {
    const named = { severity: 1, details: 0, pressDay: 15, namedDay: 17 }
    const world = compile(given(named, { parameters: { turned: 1, falseMatch: 0.99 } }, 1))
    const crowd = world.ids.includes('C')
    expect(crowd).toBe(false)
    // a second collector with the leaker, so that the guess can fail
    const base = given(named, { parameters: { turned: 1 } }, 1)
    const net = {
      ...base.network,
      countries: [country('C', [collects(30)]), ...base.network.countries],
      agreements: [agreement('c-l', ['C', 'L']), ...base.network.agreements],
    }
    const days = Array.from({ length: 20 }, (_, number) =>
      turnings(run({ ...base, network: net }, { run: number })).map(({ day }) => day),
    )
    for (const found of days) expect(found).toHaveLength(1)
    const late = days.filter(([day]) => day === 17).length
    expect(late).toBeGreaterThan(15)
    expect(days.flat().every((day) => day === 10 || day === 17)).toBe(true)
  })

  it('is not turned by a friend, nor for a breach of severity 0, nor for a false accusation', () => {
    const parameters = { turned: 1 }
    expect(turnings(run(given({}, { parameters }, 0)))).toEqual([])
    expect(turnings(run(given({ severity: 0 }, { parameters }, 1)))).toEqual([])
    expect(turnings(run(given({ happened: false, severity: 1 }, { parameters }, 1)))).toEqual([])
    expect(turnings(run(given({ severity: 1 }, { parameters }, 1)))).toHaveLength(1)
  })

  it('is turned the more easily the more sources are turned: never lost again under the same draws', () => {
    fc.assert(
      fc.property(
        fc.nat(5000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (number, a, b) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)].map(
            (turned) =>
              turnings(run(given({}, { days: 12, parameters: { turned } }), { run: number })).length,
          )
          expect(more).toBeGreaterThanOrEqual(less)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('a plant', () => {
  const parameters = {
    turned: 1,
    planted: 0.7,
    allyError: 0,
    coverage: 0.01,
    corroboration: 0.2,
    molePenalty: 0.5,
  }
  /** All that a source turned for sure makes of a year. */
  const lived = (change: Settings = {}, number = 0): Simulation => {
    const simulation = new Simulation(
      compile(given({ severity: 1 }, { days: 365, parameters, ...change }, 1)),
      {
        run: number,
      },
    )
    while (!simulation.done) simulation.step()
    return simulation
  }

  it('is what the turned source says below the share that is planted, and nothing else', () => {
    const { now } = lived()
    const { history, tape, world } = now
    const falsehoods = history.falsehoods
    expect(falsehoods.length).toBeGreaterThan(5)
    const first = turnings(history)[0].day
    const found = history.events.find(({ kind }) => kind === 'deceived')?.day ?? 365
    const expected = new Set<string>()
    for (let day = first; day <= found; day++)
      for (let k = history.offerStart[day + tape.lead]; k < history.offerStart[day + tape.lead + 1]; k++) {
        const item = history.offers.item[k]
        const s = tape.stream[item]
        const own = world.ids[world.streamCountry[s]] === 'V' && world.streamCell[s] === world.disciplines
        if (own && history.offers.grade[k] > 0 && history.lost[item] === 0 && tape.truth[item] < 0.7)
          expected.add(`${item} ${history.offers.pair[k]}`)
      }
    expect(new Set(falsehoods.map(({ item, pair }) => `${item} ${pair}`))).toEqual(expected)
    for (const { planted } of falsehoods) expect(planted).toBe(true)
  })

  it('once found retires the source: everybody is told, and nothing more is planted', () => {
    const years = Array.from({ length: 20 }, (_, number) => lived({}, number))
    const deceptions = (year: Simulation): HistoryEvent[] =>
      year.now.history.events.filter(({ kind }) => kind === 'deceived')
    const [found, never] = [true, false].map((was) =>
      years.filter((year) => deceptions(year).length > 0 === was),
    )
    expect(found.length).toBeGreaterThan(5)
    for (const year of never) expect(turnedStreams(year)).toHaveLength(1)
    for (const year of found) {
      expect(turnedStreams(year)).toEqual([])
      const { history } = year.now
      // whoever finds out on the last day does so together
      const last = Math.max(...history.falsehoods.map(({ day }) => day))
      for (const { day } of deceptions(year)) expect(day).toBe(last)
      expect(history.because(deceptions(year)[0]).map(({ kind }) => kind)).toEqual([
        'breach',
        'identified',
        'source-turned',
        'deceived',
      ])
    }
  })

  it('by hand: costs its innocent sender deceptionWeight × molePenalty = .3, none of it for good', () => {
    let found = 0
    for (let number = 0; number < 10; number++) {
      const { state, history } = lived({}, number).now
      const deceived = history.events.filter(({ kind }) => kind === 'deceived')
      expect(state.beliefs.column('lie').every((lie) => lie === 0)).toBe(true)
      for (const { numbers, whom } of deceived) {
        found++
        expect(whom).toBe('V')
        expect(numbers['weight']).toBeCloseTo(0.3, 12)
        expect(numbers['after']).toBeLessThan(numbers['before'])
        // of an ally of strength 10 and base .95: before = (t + 9.5)/(t + 10), as nothing was false; after by .3 of 10 + t more
        const before = numbers['before']
        const t = (10 * before - 9.5) / (1 - before)
        expect(Math.abs(numbers['after'] - (t + 9.5) / (t + 10 + 0.3 * (10 + t)))).toBeLessThan(1e-9)
      }
    }
    expect(found).toBeGreaterThan(3)
  })
})

it('a breach that turns sources harms beyond its chill: more is believed that is false than without it', () => {
  let harm = 0
  let without = 0
  for (let number = 0; number < 20; number++) {
    const settings = { days: 365, parameters: { turned: 1 } }
    const one = given({ severity: 1 }, settings, 1)
    const sum = (scene: Scenario): number =>
      run(scene, { run: number }).falsehoods.reduce((total, found) => total + found.harm, 0)
    harm += sum(one)
    without += sum({ ...one, breaches: [] })
  }
  expect(harm).toBeGreaterThan(1.5 * without)
})

it('switched off changes nothing: with deception off no draw of turning is read', () => {
  const off: Switch[] = ['deception']
  const [calm, eager] = [0, 1].map((turned) =>
    digest(run(given({ severity: 1 }, { off, parameters: { turned } }, 1))),
  )
  expect(eager).toBe(calm)
  const none = digest(run(given({ severity: 1 }, { parameters: { turned: 0 } }, 1)))
  expect(digest(run(given({ severity: 1 }, { parameters: { turned: 1 } }, 1)))).not.toBe(none)
})

it('however many plants of a source one recipient finds on a day, they cost it one shock', () => {
  // nearly every report is a plant, three or more a day, and F finds nearly all of them
  const base = given({}, { parameters: { turned: 1, planted: 1, coverage: 1 } }, 1)
  const countries = base.network.countries.map((one) =>
    one.id === 'F'
      ? { ...one, collection: [collects(3)] }
      : one.id === 'V'
        ? { ...one, collection: [collects(4)] }
        : one,
  )
  const crowded = { ...base, network: { ...base.network, countries } }
  let several = 0
  for (let number = 0; number < 20; number++) {
    const { events, falsehoods } = run(crowded, { run: number })
    const found = events.filter(({ kind, who }) => kind === 'deceived' && who === 'F')
    const days = found.map(({ day, cause }) => `${day} ${cause}`)
    expect(new Set(days).size).toBe(days.length)
    for (const { day } of found)
      if (falsehoods.filter((one) => one.day === day && one.planted && one.fate === 'found out').length > 2)
        several++
  }
  expect(several).toBeGreaterThan(0)
})

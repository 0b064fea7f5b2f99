/** Leaks that nobody scripted: who leaks what, and when, from the dice alone; what comes out with them; and that off is off. */
import { describe, expect, it } from 'vitest'
import { FULL, WITHHELD } from '../../src/choice.js'
import { compile } from '../../src/compile.js'
import type { HistoryEvent } from '../../src/events.js'
import type { History } from '../../src/history.js'
import { address, Draws, exponential } from '../../src/random.js'
import { run, Simulation } from '../../src/run.js'
import type { Scenario } from '../../src/scenario.js'
import { digest } from '../digest.js'
import {
  agreement,
  breach,
  collects,
  country,
  network,
  scenario,
  village,
  type Settings,
} from '../fixtures.js'
import { busy, lived } from '../lineage.js'

const leaksOf = (history: History) => history.events.filter(({ kind }) => kind === 'leak')

/** V tells L everything, and L alone leaks. */
function couple(hazard: number, settings: Settings = {}, rate = 2): Scenario {
  const countries = [{ ...country('L'), leakHazard: hazard }, country('V', [collects(rate)])]
  const agreements = [agreement('l-v', ['L', 'V'], 'ally', { stake: { V: 50 } })]
  return scenario(network(countries, agreements), {
    days: 400,
    // so that a leak costs no trust and nothing but the hazard decides
    ...settings,
    parameters: { breachWeight: 0, ...settings.parameters },
  })
}

/** Every leak of a history worked out again from who was given what and the dice, item by item: its day and leaker. */
function expected(history: History): string[] {
  const { world, tape, offers, lost, seed, run: number, days, releases, passings } = history
  const draws = new Draws(seed, number)
  const first = new Map<number, { day: number; leaker: number; order: number }>()
  let order = 0
  const hold = (item: number, holder: number, from: number): void => {
    const hazard = world.leakHazard[holder]
    if (hazard === 0) return
    const s = tape.stream[item]
    const [topic, discipline] = [
      Math.floor(world.streamCell[s] / world.disciplines),
      world.streamCell[s] % world.disciplines,
    ]
    const names = [world.ids[world.streamCountry[s]], world.topicIds[topic], world.disciplineIds[discipline]]
    const u = draws.at(address('leak', ...names, world.ids[holder]), tape.occurrence[item])
    const start = Math.max(from, -1)
    const day = start + Math.max(1, Math.ceil(exponential(u, 1 / hazard)))
    if (day > tape.dayOf(item) + world.parameters.shelfLife || day >= days) return
    const before = first.get(item)
    if (before === undefined || day < before.day) first.set(item, { day, leaker: holder, order: order++ })
  }
  for (let day = -tape.lead; day < days; day++) {
    for (let k = history.offerStart[day + tape.lead]; k < history.offerStart[day + tape.lead + 1]; k++)
      if (offers.grade[k] !== WITHHELD && lost[offers.item[k]] === 0)
        hold(offers.item[k], world.to[offers.pair[k]], day)
    for (const release of releases)
      if (release.day === day && release.grade !== WITHHELD) hold(release.item, release.third, day)
    for (const { day: when, item, to } of passings) if (when === day && to >= 0) hold(item, to, day)
  }
  return [...first].map(([item, { day, leaker }]) => `${day} ${item} ${world.ids[leaker]}`).toSorted()
}

const found = (history: History): string[] =>
  leaksOf(history)
    .map(({ day, numbers, who }) => `${day} ${numbers['item']} ${who}`)
    .toSorted()

describe('who leaks what, and when', () => {
  it('is what the dice say of every holding: by agreement, by release, or passed on in secret; the first to leak an item', () => {
    let leaks = 0
    for (let number = 0; number < 6; number++) {
      const history = lived(busy({ days: 200 }), { run: number })
      expect(found(history)).toEqual(expected(history))
      leaks += leaksOf(history).length
    }
    expect(leaks).toBeGreaterThan(200)
  })

  it('is so too where some leak a hundred times as much as others', () => {
    const given = busy({ days: 200 })
    const hazards = [0.02, 0.0002, 0, 0.002]
    let leaks = 0
    for (let turn = 0; turn < 4; turn++) {
      const countries = given.network.countries.map((one, k) => ({
        ...one,
        leakHazard: hazards[(k + turn) % hazards.length],
      }))
      const history = lived({ ...given, network: { ...given.network, countries } })
      expect(found(history)).toEqual(expected(history))
      leaks += leaksOf(history).length
    }
    expect(leaks).toBeGreaterThan(100)
  })

  it('by hand: of items held thirty days at .01 a day 1 − e^(−.3) leak, on a day that is geometric', () => {
    const history = lived(couple(0.01, { days: 2000 }))
    const { tape } = history
    const held = tape.dayStart[1900 + tape.lead] - tape.dayStart[tape.lead]
    const after = leaksOf(history)
      .map(({ day, numbers }) => ({ collected: tape.dayOf(numbers['item']), day }))
      .filter(({ collected }) => collected >= 0 && collected < 1900)
    const chance = 1 - Math.exp(-0.3)
    expect(Math.abs(after.length / held - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / held))
    const lags = after.map(({ collected, day }) => day - collected)
    expect(Math.min(...lags)).toBe(1)
    expect(Math.max(...lags)).toBeLessThanOrEqual(30)
    const early = lags.filter((lag) => lag <= 10).length / lags.length
    const share = (1 - Math.exp(-0.1)) / chance
    expect(Math.abs(early - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / lags.length))
  })

  it('begins on day 0 at its usual rate: what is in flight then leaks too, though none of it had leaked before', () => {
    const world = compile(couple(0.01, { days: 30 }, 4))
    let early = 0
    let late = 0
    for (let number = 0; number < 60; number++)
      for (const { day } of leaksOf(run(world, { run: number }))) {
        if (day < 5) early++
        else if (day >= 20 && day < 25) late++
      }
    // 4 a day · 30 days in flight · .01 are 1.2 leaks a day, less what leaked already: a sixth or so later on
    expect(Math.abs(early - 60 * 5 * 1.2)).toBeLessThan(4 * Math.sqrt(60 * 5 * 1.2) + 20)
    expect(late).toBeLessThan(early)
    expect(late).toBeGreaterThan(0.7 * early)
  })

  it('follows the hazard of each country: with L’s at 0 nobody else’s leaks change, and none are L’s', () => {
    const of = (hazards: Readonly<Record<string, number>>): History => {
      const off = ['sourceLoss', 'deception', 'newPartners'] as const
      const given = busy({ days: 120, parameters: { breachWeight: 0, leakHazard: 0 }, off })
      const countries = given.network.countries.map((one) => ({ ...one, leakHazard: hazards[one.id] ?? 0 }))
      return lived({ ...given, network: { ...given.network, countries } })
    }
    const [one, both] = [of({ F: 0.003 }), of({ F: 0.003, L: 0.003 })]
    expect(new Set(leaksOf(one).map(({ who }) => who))).toEqual(new Set(['F']))
    expect(new Set(leaksOf(both).map(({ who }) => who))).toEqual(new Set(['F', 'L']))
    // each leak of F's is there in both worlds, on the same day, unless L was first
    const outBy = new Map(leaksOf(both).map(({ numbers, day }) => [numbers['item'], day]))
    for (const { numbers, day } of leaksOf(one)) expect(outBy.get(numbers['item'])).toBeLessThanOrEqual(day)
  })
})

describe('what comes out', () => {
  const history = lived(busy({ days: 200 }))

  it('is in the press that day, of severity .4 × sensitivity, with four details in full and one as a tear-line', () => {
    const grades = new Set<number>()
    for (const { id, day, numbers, words, breach: name, who } of leaksOf(history)) {
      const passing = history.passings.find(({ event }) => event === id)
      expect(passing).toMatchObject({ day, item: numbers['item'], to: -1 })
      expect(words['to']).toBe('press')
      expect(numbers['severity']).toBeCloseTo(0.4 * history.tape.sensitivity[numbers['item']], 12)
      expect(numbers['details']).toBe(passing?.grade === FULL ? 4 : 1)
      grades.add(passing?.grade ?? -1)
      expect(history.events.find((one) => one.kind === 'press' && one.breach === name)).toMatchObject({ day })
      const [{ blamed, guilty, day: when }] = history.blame(name ?? '')
      expect([guilty, when]).toEqual([who, day])
      expect(history.world.ids).toContain(blamed)
    }
    expect(grades.size).toBe(2)
  })

  it('is news once: no item leaks twice, nor one that a scripted breach gave to everybody', () => {
    const items = leaksOf(history).map(({ numbers }) => numbers['item'])
    expect(new Set(items).size).toBe(items.length)
    const given = couple(0.05, { days: 60, breaches: [breach('L', 'V', { to: 'public', day: 20 })] })
    const open = lived(given)
    const [out] = open.passings.filter(({ event }) => open.events[event].kind === 'breach')
    expect(open.passings.filter(({ item }) => item === out.item)).toEqual([out])
  })

  it('has a name nobody else can have: no id holds a colon', () => {
    const names = leaksOf(history).map(({ breach: name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^leak:[A-Z]:terror:(?:HUMINT|SIGINT):\d+$/)
  })

  it('may come from whoever was told in a secret breach, and then an innocent is blamed for certain', () => {
    const given = village({
      days: 60,
      breaches: [breach('L', 'V', { to: 'H', pressDay: null, namedDay: null, severity: 1 })],
      parameters: { detection: 3000 },
    })
    const countries = given.network.countries.map((one) =>
      one.id === 'H' ? { ...one, leakHazard: 0.2 } : one,
    )
    const leaked = lived({ ...given, network: { ...given.network, countries } })
    expect(leaksOf(leaked)).toMatchObject([{ who: 'H', whom: 'V' }])
    const [{ blamed, posterior }] = leaked.blames
    expect(Object.keys(posterior)).not.toContain('H')
    expect(['F', 'L']).toContain(blamed)
  })

  it('does not show who let it out: the readers’ guess at the source is between all who share what they collect on it', () => {
    // among F, L, S and V by human sources .5, .2, .4 and .8; a leaker that is known would be left out, and S with it
    const human = leaksOf(history).find(
      ({ whom, breach: name }) => whom === 'V' && name?.includes('HUMINT') === true,
    )
    const guess = history.events.find(
      ({ kind, breach: name }) => ['identified', 'unidentified'].includes(kind) && name === human?.breach,
    )
    expect(guess?.numbers['prior']).toBeCloseTo(0.8 / 1.9, 12)
  })
})

describe('switched off', () => {
  it('changes no byte, by hazard, severity or name', () => {
    const without = busy({ days: 90, parameters: { leakHazard: 0 } })
    const plain = digest(run(without))
    const severity = busy({ days: 90, parameters: { leakSeverity: 0 } })
    expect(digest(run(severity))).toBe(plain)
    expect(digest(run(busy({ days: 90, off: ['leaks'] })))).toBe(plain)
    expect(digest(run(busy({ days: 90 })))).not.toBe(plain)
  })

  it('leaks of no weight move no trust: whoever blames whom', () => {
    const [one, other] = [couple(0.01, { days: 90 }), couple(0, { days: 90 })].map((given) => run(given))
    expect(leaksOf(one).length).toBeGreaterThan(10)
    expect(digest(one, { events: false })).toBe(digest(other, { events: false }))
  })
})

describe('the two worlds of a pair', () => {
  it('throw the same dice for a holding: a leak of one world is in the other wherever the item was held', () => {
    let same = 0
    let parted = 0
    for (let number = 0; number < 5; number++) {
      const given = busy({ days: 250, parameters: { breachWeight: 3 } })
      const [one, other] = [run(given, { run: number }), run({ ...given, breaches: [] }, { run: number })]
      const there = new Map(leaksOf(other).map((leak) => [leak.breach, leak]))
      const isShared = ({ breach: name, who }: HistoryEvent): boolean => there.get(name)?.who === who
      const shared = leaksOf(one).filter(isShared)
      expect(shared.map(({ breach: name }) => there.get(name)?.day)).toEqual(shared.map(({ day }) => day))
      // else somebody held it in one world alone: what the dice say of the other, worked out again, is without this leak
      const alone = leaksOf(one).filter((leak) => !isShared(leak))
      const ofOther = new Set(expected(other))
      for (const { day, numbers, who } of alone)
        expect(ofOther).not.toContain(`${day} ${numbers['item']} ${who}`)
      same += shared.length
      parted += alone.length
    }
    expect(same).toBeGreaterThan(100)
    expect(parted).toBeGreaterThan(0)
  })
})

describe('a branch', () => {
  const given = busy({ days: 120 })
  const atDay = (day: number): Simulation => {
    const simulation = new Simulation(compile(given), { run: 2 })
    while (simulation.day < day) simulation.step()
    return simulation
  }
  const end = (simulation: Simulation): History => {
    while (!simulation.done) simulation.step()
    return simulation.now.history
  }

  it('carries leaks on their way, and those that came out, along: unchanged it is the same run', () => {
    const middle = atDay(60)
    expect(middle.now.state.brewing.size).toBeGreaterThan(0)
    expect(middle.now.state.breaches.length).toBeGreaterThan(2)
    expect(digest(end(middle.branch(given)))).toBe(digest(run(given, { run: 2 })))
  })

  it('keeps them apart from scripted breaches that it adds, drops or changes', () => {
    const middle = atDay(60)
    const more = {
      ...given,
      breaches: [breach('F', 'V', { id: 'a-new-one', day: 70, pressDay: 72 }), ...given.breaches],
    }
    const less = { ...given, breaches: [] }
    const other = {
      ...given,
      breaches: [
        ...given.breaches,
        breach('L', ['F', 'V'], { id: 'z', day: 80, pressDay: 82, namedDay: null }),
      ],
    }
    for (const changed of [more, less, other]) {
      const branch = middle.branch(changed)
      const ids = branch.now.state.breaches.map(({ found: { breach: one } }) => one.id)
      expect(new Set(ids).size).toBe(ids.length)
      branch.now.state.breaches.forEach((standing, k) => expect(standing.found.index).toBe(k))
      const unscripted = (simulation: Simulation): string[] =>
        simulation.now.state.breaches
          .map(({ found: { breach: one } }) => one.id)
          .filter((id) => id.includes(':'))
      expect(unscripted(branch)).toEqual(unscripted(middle))
      const history = end(branch)
      // what has happened by then has happened, whether or not the scenario still says so
      expect(digest(history, { before: 60 })).toBe(digest(run(given, { run: 2 }), { before: 60 }))
      expect(found(history)).toEqual(expected(history))
    }
  })

  it('forgets what was going to happen to a breach of later that it changes', () => {
    const later = {
      ...given,
      breaches: [...given.breaches, breach('L', 'V', { id: 'late', day: 90, pressDay: 92 })],
    }
    const simulation = new Simulation(compile(later), { run: 2 })
    while (simulation.day < 60) simulation.step()
    const wider = later.breaches.map((one) => (one.id === 'late' ? { ...one, of: ['F', 'V'] } : one))
    const branch = simulation.branch({ ...later, breaches: wider })
    const late = branch.now.state.breaches.find(({ found: { breach: one } }) => one.id === 'late')
    expect(late).toMatchObject({ items: [-1, -1], believed: [-1, -1], identified: [false, false] })
    const history = end(branch)
    const direct = run({ ...later, breaches: wider }, { run: 2 })
    expect(digest(history)).toBe(digest(direct))
  })
})

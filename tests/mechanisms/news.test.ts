/** Who learns of a breach, when, how and how heavily; until somebody learns of it nothing changes. */
import { describe, expect, it } from 'vitest'
import type { HistoryEvent } from '../../src/events.js'
import type { History } from '../../src/history.js'
import { compile } from '../../src/compile.js'
import { run, Simulation } from '../../src/run.js'
import type { Parameters } from '../../src/parameters.js'
import type { Breach, Scenario } from '../../src/scenario.js'
import { agreement, breach, village, type Settings } from '../fixtures.js'

/** The village, in which the press is faster than anybody's own search. */
function told(
  more: Partial<Breach> = {},
  parameters: Partial<Parameters> = {},
  settings: Settings = {},
): Scenario {
  return village({
    days: 60,
    ...settings,
    parameters: { detection: 36_500, ...parameters },
    breaches: [breach('L', 'V', { to: 'H', ...more })],
  })
}

/** The village in which nothing is ever published. */
function secret(parameters: Partial<Parameters> = {}, more: Partial<Breach> = {}): Scenario {
  return told({ pressDay: null, namedDay: null, ...more }, { detection: 5, ...parameters })
}

const learned = (history: History): HistoryEvent[] => history.events.filter(({ kind }) => kind === 'learned')
const inWords = (events: readonly HistoryEvent[]): unknown[] =>
  events.map(({ day, who, words }) => [day, who, words['as'], words['how']])

describe('the press', () => {
  const history = run(told())

  it('tells whoever deals with the leaker: V, and F as a witness; S, H and the leaker learn nothing', () => {
    expect(inWords(learned(history))).toEqual([
      [12, 'F', 'witness', 'press'],
      [12, 'V', 'victim', 'press'],
      [13, 'F', 'witness', 'name'],
      [13, 'V', 'victim', 'name'],
    ])
  })

  it('weighs .6·.8 = .48 on V and 1.5 times as much once it is named', () => {
    const weights = learned(history).map(({ numbers }) => numbers['weight'])
    // F: spill-over .15, floor .3 before the name; afterwards alike in all it shares with L
    const expected = [0.48 * 0.15 * 0.3, 0.48, 0.72 * 0.15, 0.72]
    weights.forEach((weight, k) => expect(Math.abs(weight - expected[k])).toBeLessThan(1e-12))
  })

  it('tells no one more than once of the story and once of the name', () => {
    const given = told({}, { detection: 0.1 })
    for (let number = 0; number < 20; number++) {
      const seen = inWords(learned(run(given, { run: number })))
      expect(new Set(seen.map(String)).size).toBe(seen.length)
      expect(seen.filter((words) => String(words).includes(',V,'))).toHaveLength(2)
    }
  })

  it('makes one shock of press and name: what V loses is what weight .72 at once would have cost', () => {
    const parameters = { halfLife: 1e9, breachWeight: 3 }
    const trustOnDay13 = (more: Partial<Breach>): number =>
      run(told(more, parameters, { off: ['imitation'] })).trust('V', 'L')[13]
    const together = trustOnDay13({ pressDay: 13, namedDay: 13 })
    // with hardly any ageing there is hardly any credit, so the days between make no difference
    expect(trustOnDay13({ pressDay: 12, namedDay: 13 })).toBeCloseTo(together, 6)
    // by hand: kept 20 beside a prior of 20 · .95, broken 3 · .8 · 1.5 · (10 + 20)
    expect(together).toBeCloseTo(39 / (40 + 108), 6)
    expect(trustOnDay13({ pressDay: 12, namedDay: null })).toBeCloseTo(39 / (40 + 72), 6)
  })

  it('changes no trust before the day it has the story', () => {
    const trust = history.trust('V', 'L')
    const without = run({ ...told(), breaches: [] }).trust('V', 'L')
    expect(trust.subarray(0, 12)).toEqual(without.subarray(0, 12))
    expect(trust[12]).toBeLessThan(without[12] - 0.1)
  })

  it('asks for a review of each agreement with the leaker once, at least a day later', () => {
    let days = 0
    const lags: number[] = []
    const world = compile(told({ day: 0, pressDay: 0, namedDay: 0 }, {}, { days: 1 }))
    for (let number = 0; number < 300; number++) {
      const simulation = new Simulation(world, { run: number })
      simulation.step()
      const { newsReviews } = simulation.now.state
      const asked = [...newsReviews].flatMap(([day, reviews]) =>
        reviews.map(({ member }) => ({ day, member })),
      )
      // F in club and l-f, V in club and l-v
      expect(asked.map(({ member }) => member).sort((a, b) => a - b)).toEqual(reviewers(world))
      lags.push(...asked.map(({ day }) => day))
      days += asked.length
    }
    expect(Math.min(...lags)).toBe(1)
    // an exponential of mean 5, rounded up, is geometric
    const mean = 1 / (1 - Math.exp(-1 / 5))
    expect(Math.abs(lags.reduce((a, b) => a + b, 0) / days - mean)).toBeLessThan((4 * mean) / Math.sqrt(days))
  })
})

/** The memberships of F and V in agreements with L, ascending. */
function reviewers({
  memberCountry,
  memberAgreement,
  agreementIds,
  ids,
  members,
}: ReturnType<typeof compile>): number[] {
  return Array.from({ length: members }, (_, m) => m).filter(
    (m) => ['F', 'V'].includes(ids[memberCountry[m]]) && agreementIds[memberAgreement[m]] !== 'f-s',
  )
}

describe('a secret breach', () => {
  it('is nobody’s news until the victim finds out, and then the victim’s alone', () => {
    const history = run(secret({ confide: 0 }))
    const [found, ...more] = learned(history)
    expect(more).toEqual([])
    expect(found).toMatchObject({ who: 'V', words: { how: 'detection', as: 'victim' } })
    expect(history.events[found.cause ?? -1]).toMatchObject({
      kind: 'detected',
      day: found.day,
      who: 'V',
      whom: 'L',
    })
    const peace = run({ ...secret({ confide: 0 }), breaches: [] }).trust('V', 'L')
    expect(history.trust('V', 'L').subarray(0, found.day)).toEqual(peace.subarray(0, found.day))
    expect(found.day).toBeGreaterThan(10)
  })

  it('is told in confidence to partners of the victim that deal with the leaker, with the source', () => {
    const [victim, friend, ...more] = learned(run(secret({ confide: 1 })))
    expect(more).toEqual([])
    expect(friend).toMatchObject({ who: 'F', day: victim.day, words: { how: 'confidence', as: 'witness' } })
    // F knows whose it was, so likeness counts in full, but nobody was named
    expect(Math.abs(friend.numbers['weight'] - 0.48 * 0.15)).toBeLessThan(1e-12)
  })

  it('is confided to no one that has no agreement with the victim, and to none without witnesses', () => {
    const given = secret({ confide: 1 })
    const agreements = [
      ...given.network.agreements.filter(({ id }) => id !== 'club'),
      agreement('l-s', ['L', 'S']),
    ]
    const history = run({ ...given, network: { ...given.network, agreements } })
    expect(learned(history).map(({ who }) => who)).toEqual(['V'])
    const off = run({ ...given, mechanisms: { ...given.mechanisms, witness: false } })
    expect(learned(off).map(({ who }) => who)).toEqual(['V'])
  })

  it('is confided as often as `confide` says', () => {
    const runs = 400
    let confided = 0
    for (let number = 0; number < runs; number++)
      if (learned(run(secret({ confide: 0.3, detection: 1 }, { day: 0 }), { run: number })).length > 1)
        confided++
    expect(Math.abs(confided / runs - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / runs))
  })

  it('that the press finds later is no news to the victim, and adds the name', () => {
    const given = told({ pressDay: 50, namedDay: 51 }, { detection: 2, confide: 1 })
    const history = run(given)
    expect(inWords(learned(history)).slice(2)).toEqual([
      [51, 'F', 'witness', 'name'],
      [51, 'V', 'victim', 'name'],
    ])
  })
})

describe('the recipient', () => {
  it('is no witness, though it deals with the leaker', () => {
    const history = run(told({ to: 'F' }))
    expect(learned(history).map(({ who }) => who)).toEqual(['V', 'V'])
    const peace = run({ ...told({ to: 'F' }), breaches: [] })
    expect(history.trust('F', 'L').subarray(0, 13)).toEqual(peace.trust('F', 'L').subarray(0, 13))
  })
})

describe('a breach that nobody traces', () => {
  const untraced = (
    more: Partial<Breach> = {},
    parameters: Partial<Parameters> = {},
    settings: Settings = {},
  ) => told({ to: 'press', traced: false, namedDay: null, ...more }, parameters, settings)

  it('is no news to those who deal with the leaker: the press does not say who it was, and the victim concludes', () => {
    for (let number = 0; number < 12; number++) {
      const history = run(untraced({}, { confide: 0 }), { run: number })
      const [{ blamed }] = history.blame('leak')
      expect(inWords(learned(history))).toEqual([[12, 'V', 'victim', 'press']])
      expect(learned(history)[0].whom).toBe(blamed)
      expect(history.because(learned(history)[0]).map(({ kind }) => kind)).toEqual([
        'breach',
        'press',
        'blamed',
        'learned',
      ])
    }
  })

  it('named, the source weighs more on whoever is suspected, with whoever suspects it', () => {
    let checked = 0
    for (let number = 0; number < 12; number++) {
      const history = run(untraced({ namedDay: 14 }, { confide: 1 }), { run: number })
      const [{ blamed }] = history.blame('leak')
      const byName = learned(history).filter(({ words }) => words['how'] === 'name')
      expect(byName.map(({ whom }) => whom)).toEqual(byName.map(() => blamed))
      expect(byName.find(({ who }) => who === 'V')?.numbers['weight']).toBeCloseTo(0.72, 12)
      checked += byName.length
    }
    expect(checked).toBeGreaterThan(12)
  })

  it('that the victim finds out by itself is detected without a name, and concluded the same day', () => {
    const history = run(untraced({ pressDay: null }, { detection: 3, confide: 0 }))
    const detected = history.events.find(({ kind }) => kind === 'detected')
    expect(detected).toMatchObject({ who: 'V', whom: null })
    expect(history.blames).toMatchObject([{ day: detected?.day, victim: 'V' }])
  })

  it('of two victims is concluded by each for itself, unless one confided in the other first', () => {
    const each = run(untraced({ of: ['F', 'V'] }, { confide: 0 }))
    expect(each.blames.map(({ victim }) => victim)).toEqual(['F', 'V'])
    let joined = 0
    for (let number = 0; number < 20; number++) {
      const confiding = run(untraced({ of: ['F', 'V'] }, { confide: 1 }), { run: number })
      const [{ blamed }] = confiding.blames
      if (blamed === 'V') continue // F does not tell V that it suspects V
      if (confiding.blames.length > 1) continue // V does not deal with F's suspect
      expect(learned(confiding).map(({ whom }) => whom)).toEqual(learned(confiding).map(() => blamed))
      joined++
    }
    expect(joined).toBeGreaterThan(3)
  })
})

describe('an accusation', () => {
  it('is news like any other: to the victim as a victim, to witnesses as witnesses, and never by detection', () => {
    const history = run(told({ to: 'public', happened: false }, { detection: 0.1 }))
    expect(inWords(learned(history))).toEqual([
      [12, 'F', 'witness', 'press'],
      [12, 'V', 'victim', 'press'],
      [13, 'F', 'witness', 'name'],
      [13, 'V', 'victim', 'name'],
    ])
    expect(history.because(learned(history)[0])[0].kind).toBe('accusation')
  })
})

it('every piece of news names what caused it, down to the breach', () => {
  for (const given of [told(), secret({ confide: 1 })]) {
    const history = run(given)
    for (const event of learned(history)) {
      const [first] = history.because(event)
      expect(first).toMatchObject({ kind: 'breach', id: expect.any(Number) as number })
    }
  }
})

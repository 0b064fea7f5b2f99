/** Imitation: who sees a formal step, and how much it makes them trust the other less. */
import { describe, expect, it } from 'vitest'
import type { HistoryEvent } from '../../src/events.js'
import type { History } from '../../src/history.js'
import { run } from '../../src/run.js'
import type { Parameters } from '../../src/parameters.js'
import type { Scenario } from '../../src/scenario.js'
import { breach, village, type Settings } from '../fixtures.js'

/** The village with every step seen, a breach heavy enough for steps, and nobody but V who learns of it. */
function seen(parameters: Partial<Parameters> = {}, more: Settings = {}): Scenario {
  return village({
    days: 60,
    off: ['witness'],
    breaches: [breach('L', 'V', { to: 'H', severity: 1 })],
    ...more,
    parameters: { breachWeight: 6, inertiaTear: 0.2, visibility: 1, imitation: 0.2, ...parameters },
  })
}

const steps = (history: History): HistoryEvent[] => history.events.filter(({ kind }) => kind === 'step-down')
const imitated = (history: History): HistoryEvent[] =>
  history.events.filter(({ kind }) => kind === 'imitated')

describe('a step down by V, laid at L’s door,', () => {
  const history = run(seen())
  const [first] = imitated(history)

  it('is seen by F, who deals with both, and by nobody else', () => {
    expect(steps(history).map(({ who }) => who)).toContain('V')
    expect(first).toMatchObject({ who: 'F', whom: 'L', breach: 'leak' })
    const [step] = steps(history)
    expect(step).toMatchObject({ who: 'V', whom: 'L' })
    expect(imitated(history).filter(({ cause }) => cause === step.id)).toEqual([first])
  })

  it('weighs breachWeight · imitation · rungs · trust of F in V', () => {
    // nothing has happened between F and V, so its trust rests at (1 + .75)/2 but for the noise of credit
    const trust = first.numbers['weight'] / (6 * 0.2 * 1)
    const evening = history.trust('F', 'V')[first.day]
    expect(Math.abs(trust - evening)).toBeLessThan(1e-12)
    expect(trust).toBeCloseTo(0.875, 1)
  })

  it('lowers F’s trust in L at once, as a shock of that weight', () => {
    const trust = history.trust('F', 'L')
    expect(trust[first.day]).toBeLessThan(trust[first.day - 1] - 0.1)
    expect(first.numbers['after']).toBe(trust[first.day])
    // (kept + S·b)/(kept + broken + S) with broken = weight · (10 + kept), S = 10, b = .85, kept near 10
    const weight = first.numbers['weight']
    expect(first.numbers['after']).toBeCloseTo(18.5 / (20 + weight * 20), 2)
  })

  it('like every other one, is seen once by each who deals with both: V and F watch each other, S has no part in it', () => {
    const against = steps(history).filter(({ whom }) => whom === 'L')
    expect(imitated(history).map(({ who, cause }) => [who, cause])).toEqual(
      against.map(({ who, id }) => [who === 'V' ? 'F' : 'V', id]),
    )
  })
})

describe('nobody imitates', () => {
  it.each([
    ['what is never visible', seen({ visibility: 0 })],
    ['with imitation 0', seen({ imitation: 0 })],
    ['with the mechanism off', seen({}, { off: ['witness', 'imitation'] })],
  ])('%s', (_, given) => {
    const history = run(given)
    expect(steps(history).length).toBeGreaterThan(0)
    expect(imitated(history)).toEqual([])
    expect(history.trust('F', 'L')[59]).toBeGreaterThan(0.9)
  })
})

it('a step up is seen by nobody', () => {
  const history = run(seen({ halfLife: 30, inertiaUp: 0, stepHold: 20 }, { days: 400 }))
  const ups = new Set(history.events.filter(({ kind }) => kind === 'step-up').map(({ id }) => id))
  expect(ups.size).toBeGreaterThan(0)
  expect(imitated(history).every(({ cause }) => cause !== null && !ups.has(cause))).toBe(true)
})

it('steps are seen as often as visibility says', () => {
  let all = 0
  let saw = 0
  for (let number = 0; number < 150; number++) {
    const history = run(seen({ visibility: 0.3, reviewEvery: 10 }, { days: 40 }), { run: number })
    // F alone deals with both, so each step of V against L is one chance to be seen
    all += steps(history).filter(({ who, whom }) => who === 'V' && whom === 'L').length
    saw += imitated(history).filter(({ cause }) => cause !== null && history.events[cause].who === 'V').length
  }
  expect(all).toBeGreaterThan(150)
  expect(Math.abs(saw / all - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / all))
})

it('each step is seen or not by a draw of its own', () => {
  let apart = 0
  for (let number = 0; number < 60; number++) {
    const given = seen({ visibility: 0.5, dependenceGain: 0, reviewEvery: 10, stepHold: 10 }, { days: 60 })
    const history = run(given, { run: number })
    const fates = steps(history)
      .filter(({ who, agreement }) => who === 'V' && agreement === 'l-v')
      .map(({ id }) => imitated(history).some(({ cause }) => cause === id))
    if (new Set(fates).size === 2) apart++
  }
  expect(apart).toBeGreaterThan(5)
})

it('leaving for good is seen too, also by those whom it leaves', () => {
  const given = seen(
    {
      breachWeight: 20,
      halfLife: 36_500,
      dependenceGain: 0,
      reviewEvery: 1,
      formalPrecision: 200,
      endAfter: 120,
      imitation: 0.001,
    },
    { days: 400 },
  )
  const { network } = given
  // one club of three, so that leaving L is leaving F
  const agreements = network.agreements
    .filter(({ id }) => id === 'club')
    .map((club) => ({ ...club, stake: { V: 1 } }))
  const history = run({ ...given, network: { ...network, agreements } })
  const [left] = history.events.filter(({ kind }) => kind === 'ended')
  expect(left).toMatchObject({ who: 'V', whom: 'L' })
  expect(imitated(history).some(({ cause }) => cause === left.id)).toBe(true)
})

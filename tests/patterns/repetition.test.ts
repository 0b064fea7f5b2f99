/** Many breaches, by one leaker or by several (MODEL.md §9): repetition chills, and company makes it easier. */
import { expect, it } from 'vitest'
import type { Breach, Scenario } from '../../src/scenario.js'
import { shipped } from '../shipped.js'
import { ask, breached, collecting, measured, pattern, repeated } from './pattern.js'

const RUNS = 40

pattern('S5', 'repetition defeats dependence', async () => {
  // a leaker with much to give, whom S4 says its partners forgive
  const one = collecting(shipped(), 'USA', 4)
  const [once, thrice, poor] = await Promise.all([
    ask(one, RUNS),
    ask(repeated(one, [0, 60, 120]), RUNS),
    ask(collecting(shipped(), 'USA', 0.5), RUNS),
  ])
  const [first, third, little] = [once, thrice, poor].map(({ leakers }) => leakers[0])
  return [
    measured(
      'spill-over of three',
      third.groups.spillOver.chill,
      'above twice that of one',
      third.groups.spillOver.chill.low > 2 * first.groups.spillOver.chill.high,
    ),
    measured(
      'direct chill of three',
      third.groups.direct.chill,
      'above that of one',
      third.groups.direct.chill.low > first.groups.direct.chill.high,
    ),
    measured(
      'reach of three',
      third.reach,
      `above that of one (${first.reach.mean.toFixed(3)})`,
      third.reach.low > first.reach.high,
    ),
    measured(
      'spill-over of three with much to give',
      third.groups.spillOver.chill,
      'above that of one with little',
      third.groups.spillOver.chill.low > little.groups.spillOver.chill.high,
    ),
  ]
})

/** Breaches by others, of others, in the months before. */
function amid(given: Scenario): Scenario {
  const [breach] = given.breaches
  const leaks: readonly (readonly [string, string])[] = [
    ['GBR', 'FRA'],
    ['DEU', 'NLD'],
    ['FRA', 'DEU'],
    ['ITA', 'ESP'],
    ['CAN', 'GBR'],
    ['POL', 'DEU'],
  ]
  const later = 180
  const earlier = leaks.map(([by, of], k): Breach => ({
    ...breach,
    id: `other-${k}`,
    by,
    of: [of],
    to: 'public',
    day: 20 * k,
    pressDay: 20 * k + 1,
    namedDay: 20 * k + 2,
  }))
  const own = {
    ...breach,
    day: breach.day + later,
    pressDay: (breach.pressDay ?? 0) + later,
    namedDay: (breach.namedDay ?? 0) + later,
  }
  return { ...given, days: 540, breaches: [...earlier, own].sort((a, b) => a.day - b.day) }
}

pattern('S13', 'the same breach amid many chills less', async () => {
  const crowded = amid(shipped())
  const alone = { ...crowded, breaches: crowded.breaches.filter(({ id }) => id === 'oval-office') }
  const [among, single] = await Promise.all([
    ask(crowded, RUNS, { without: ['oval-office'] }),
    ask(alone, RUNS, { without: ['oval-office'] }),
  ])
  const [many, one] = [among, single].map(({ leakers }) => leakers[0].groups.spillOver.chill)
  return [
    measured(
      'spill-over amid six others',
      many,
      `below that of it alone (${one.mean.toFixed(4)})`,
      many.high < one.low,
    ),
  ]
})

it('neither always nor never: what is at stake, and how often it happens, decide whether sharing collapses', async () => {
  const harsh = breached({ severity: 1 })
  const [collapse, calm] = await Promise.all([
    ask(
      {
        ...repeated(harsh, [0, 60, 120]),
        parameters: { ...harsh.parameters, breachWeight: 1.5, resistance: 2 },
      },
      30,
    ),
    ask({ ...breached({ severity: 0.2 }), parameters: { ...shipped().parameters, dependenceGain: 3 } }, 30),
  ])
  expect(collapse.leakers[0].groups.direct.chill.low).toBeGreaterThan(0.45)
  expect(collapse.leakers[0].groups.spillOver.chill.low).toBeGreaterThan(0.15)
  expect(calm.leakers[0].groups.direct.chill.high).toBeLessThan(0.05)
  expect(calm.leakers[0].groups.spillOver.chill.high).toBeLessThan(0.02)
})

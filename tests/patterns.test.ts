/** Patterns of MODEL.md §9 on the shipped network: paired ensembles with fixed seeds and margins well beyond the noise. */
import { beforeAll, describe, expect, it } from 'vitest'
import { Pair } from '../src/pair.js'
import type { Breach, Scenario } from '../src/scenario.js'
import { experiment } from '../src/studies/experiment.js'
import type { FindingsData, LeakerFindings, PartnerFindings } from '../src/studies/findings.js'
import { shipped } from './shipped.js'

const RUNS = 80
const FIVE_EYES = ['AUS', 'CAN', 'GBR', 'NZL']

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

async function ask(scenario: Scenario, runs = RUNS): Promise<FindingsData> {
  return (await experiment(scenario, { runs, seed: 'patterns' })).data
}

/** The shipped scenario with the breach changed. */
function breached(change: Partial<Breach>): Scenario {
  const given = shipped()
  return { ...given, breaches: given.breaches.map((found) => ({ ...found, ...change })) }
}

/** The shipped scenario with one country collecting so many times as much. */
function collecting(id: string, times: number): Scenario {
  const given = shipped()
  const countries = given.network.countries.map((found) =>
    found.id === id
      ? { ...found, collection: found.collection.map((c) => ({ ...c, rate: c.rate * times })) }
      : found,
  )
  return { ...given, network: { ...given.network, countries } }
}

describe('one disclosure by the United States of a secret of Israel', () => {
  let found: LeakerFindings
  let others: readonly PartnerFindings[]
  let victim: PartnerFindings

  beforeAll(async () => {
    found = (await ask(shipped())).leakers[0]
    others = found.partners.filter(({ role }) => role === 'partner')
    victim = found.partners.filter(({ role }) => role === 'victim')[0]
  })

  it('S1 makes partners step down more often than cut off', () => {
    const scenario = shipped()
    const pair = new Pair({ scenario, without: scenario.breaches.map(({ id }) => id), seed: 'patterns' })
    const steps = { 'tear-line only': 0, suspended: 0, ended: 0 }
    for (let run = 0; run < 40; run++)
      for (const { kind, words, breach } of pair.histories(run)[0].events)
        if ((kind === 'step-down' || kind === 'ended') && breach !== null)
          steps[words['to'] as keyof typeof steps]++
    expect(steps['tear-line only']).toBeGreaterThan(40)
    expect(steps.suspended + steps.ended).toBeLessThan(0.5 * steps['tear-line only'])
  })

  it('S2 moves the victim most: at least twice as much as any other partner', () => {
    for (const other of others) expect(victim.chill.low, other.id).toBeGreaterThan(other.chill.high * 2)
    expect(victim.step.with.low).toBeGreaterThan(0.5)
  })

  it('S3 spills over, but modestly: 2 to 25 % of flow, reach under 60 %', () => {
    expect(found.groups.spillOver.chill.low).toBeGreaterThan(0.02)
    expect(found.groups.spillOver.chill.high).toBeLessThan(0.25)
    expect(found.reach.high).toBeLessThan(0.6)
  })

  it('S6 leaves close clubs resilient: the Five Eyes chill by less than 0.7 of what partners do', () => {
    const close = mean(others.filter(({ id }) => FIVE_EYES.includes(id)).map(({ chill }) => chill.mean))
    const partners = mean(others.filter(({ tie }) => tie === 'partner').map(({ chill }) => chill.mean))
    expect(close / partners).toBeLessThan(0.7)
  })

  it('null: the Five Eyes keep sharing after one disclosure of somebody else’s secret', () => {
    for (const { id, chill, step } of others.filter((other) => FIVE_EYES.includes(other.id))) {
      expect(chill.high, id).toBeLessThan(0.08)
      expect(step.difference.mean, id).toBeLessThan(0.15)
    }
  })
})

it('S4 dependence damps it: the more a leaker has to give, the less its other partners hold back', async () => {
  const [little, much] = await Promise.all([0.5, 4].map((times) => ask(collecting('USA', times), 60)))
  const spill = (data: FindingsData): LeakerFindings['groups']['spillOver']['chill'] =>
    data.leakers[0].groups.spillOver.chill
  expect(spill(much).high).toBeLessThan(spill(little).low)
  expect(spill(much).mean).toBeLessThan(0.8 * spill(little).mean)
})

it('null: an insider leak that hurts many close allies leaves formal agreements standing', async () => {
  const victims = ['AUS', 'CAN', 'DEU', 'DNK', 'FRA', 'GBR', 'NLD', 'NOR', 'NZL', 'SWE']
  const data = await ask(
    breached({ of: victims, to: 'press', kind: 'insider', severity: 1, pressDay: 9, namedDay: 9 }),
  )
  const hurt = data.leakers[0].partners.filter(({ role }) => role === 'victim')
  expect(hurt).toHaveLength(victims.length)
  expect(mean(hurt.map(({ step }) => step.difference.mean))).toBeLessThan(0.1)
  for (const { id, step } of hurt) expect(step.difference.mean, id).toBeLessThan(0.2)
  expect(data.leakers[0].groups.direct.chill.mean).toBeLessThan(0.15)
})

it('a chill recovers: in the third year it is less than half of what it was at its deepest', async () => {
  const data = await ask({ ...shipped(), days: 3 * 365 }, 24)
  const { chill } = data.leakers[0].groups.direct.byDay
  const deepest = Math.max(...chill.map((value) => value ?? 0))
  expect(deepest).toBeGreaterThan(0.3)
  expect(mean(chill.slice(-180).map((value) => value ?? 0))).toBeLessThan(0.5 * deepest)
})

it('neither always nor never: what is at stake, and how often it happens, decide whether sharing collapses', async () => {
  const harsh = breached({ severity: 1 })
  const again = harsh.breaches.flatMap((found) =>
    [0, 60, 120].map((later, k) => ({
      ...found,
      id: `${found.id}-${k}`,
      day: found.day + later,
      pressDay: found.day + later + 1,
      namedDay: found.day + later + 1,
    })),
  )
  const [collapse, calm] = await Promise.all([
    ask(
      { ...harsh, breaches: again, parameters: { ...harsh.parameters, breachWeight: 1.5, resistance: 2 } },
      30,
    ),
    ask({ ...breached({ severity: 0.2 }), parameters: { ...shipped().parameters, dependenceGain: 3 } }, 30),
  ])
  expect(collapse.leakers[0].groups.direct.chill.low).toBeGreaterThan(0.45)
  expect(collapse.leakers[0].groups.spillOver.chill.low).toBeGreaterThan(0.15)
  expect(calm.leakers[0].groups.direct.chill.high).toBeLessThan(0.05)
  expect(calm.leakers[0].groups.spillOver.chill.high).toBeLessThan(0.02)
})

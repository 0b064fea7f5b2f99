/** How partners react to one breach (MODEL.md §9), on the shipped network: paired ensembles, margins well beyond the noise. */
import { beforeAll, describe, expect, it } from 'vitest'
import { RUNGS } from '../../src/network.js'
import type { Scenario } from '../../src/scenario.js'
import type { FindingsData, LeakerFindings, PartnerFindings } from '../../src/studies/findings.js'
import { quantile } from '../../src/studies/statistics.js'
import { shipped } from '../shipped.js'
import { ask, breached, collecting, histories, mean, measured, pattern, repeated } from './pattern.js'

const RUNS = 80
const FIVE_EYES = ['AUS', 'CAN', 'GBR', 'NZL']

describe('one disclosure by the United States of a secret of Israel', () => {
  let found: LeakerFindings
  let others: readonly PartnerFindings[]
  let victim: PartnerFindings

  beforeAll(async () => {
    found = (await ask(shipped(), RUNS)).leakers[0]
    others = found.partners.filter(({ role }) => role === 'partner')
    victim = found.partners.filter(({ role }) => role === 'victim')[0]
  })

  pattern('S1', 'mostly stepping down, not cutting off', () => {
    const steps = { 'tear-line only': 0, suspended: 0, ended: 0 }
    for (const [{ events }] of histories(shipped(), 40))
      for (const { kind, words, breach } of events)
        if ((kind === 'step-down' || kind === 'ended') && breach !== null)
          steps[words['to'] as keyof typeof steps]++
    const cuts = (steps.suspended + steps.ended) / (steps['tear-line only'] + steps.suspended + steps.ended)
    return Promise.resolve([
      measured(
        'steps to tear-lines a run',
        steps['tear-line only'] / 40,
        'above 1',
        steps['tear-line only'] > 40,
      ),
      measured('share of steps that cut off', cuts, 'below a third', cuts < 1 / 3),
    ])
  })

  pattern('S2', 'the victim reacts most', () => {
    const most = others.reduce((a, b) => (b.chill.high > a.chill.high ? b : a))
    return Promise.resolve([
      measured(
        'chill of the victim',
        victim.chill,
        `above twice that of ${most.id}`,
        victim.chill.low > 2 * most.chill.high,
      ),
      measured('chance that it steps down', victim.step.with, 'above a half', victim.step.with.low > 0.5),
    ])
  })

  pattern('S3', 'spill-over exists but is modest for a one-off', () => {
    const { chill } = found.groups.spillOver
    return Promise.resolve([
      measured('chill of other partners', chill, 'from .02 to .25', chill.low > 0.02 && chill.high < 0.25),
      measured('reach', found.reach, 'below .6', found.reach.high < 0.6),
    ])
  })

  pattern('S6', 'close clubs are resilient', () => {
    const close = mean(others.filter(({ id }) => FIVE_EYES.includes(id)).map(({ chill }) => chill.mean))
    const partners = mean(others.filter(({ tie }) => tie === 'partner').map(({ chill }) => chill.mean))
    const ratio = close / partners
    return Promise.resolve([
      measured('chill of the Five Eyes over that of partners', ratio, 'below .7', ratio < 0.7),
    ])
  })

  pattern('S9', 'reactions differ by partner and by topic', () => {
    const chills = others.map(({ chill }) => chill).toSorted((a, b) => a.mean - b.mean)
    const [least, most] = [chills[0], chills[chills.length - 1]]
    const topics = found.topics.map(({ chill }) => chill).toSorted((a, b) => a.mean - b.mean)
    const [mildest, worst] = [topics[0], topics[topics.length - 1]]
    return Promise.resolve([
      measured(
        'chill of the partner that reacts most',
        most,
        `above three times the least (${least.high.toFixed(3)})`,
        most.low > 3 * least.high,
      ),
      measured(
        'chill on the topic that suffers most',
        worst,
        `above the least (${mildest.high.toFixed(3)})`,
        worst.low > mildest.high,
      ),
    ])
  })

  pattern('null', 'the Five Eyes keep sharing after one disclosure of somebody else’s secret', () => {
    const eyes = others.filter(({ id }) => FIVE_EYES.includes(id))
    const worst = eyes.reduce((a, b) => (b.chill.high > a.chill.high ? b : a))
    const steps = Math.max(...eyes.map(({ step }) => step.difference.mean))
    return Promise.resolve([
      measured(`largest chill (${worst.id})`, worst.chill, 'below .08', worst.chill.high < 0.08),
      measured('largest chance of a step because of it', steps, 'below .15', steps < 0.15),
    ])
  })
})

pattern('S4', 'dependence damps it', async () => {
  const [little, much] = await Promise.all(
    [0.5, 4].map((times) => ask(collecting(shipped(), 'USA', times), 60)),
  )
  const spill = (data: FindingsData) => data.leakers[0].groups.spillOver.chill
  const ratio = spill(much).mean / spill(little).mean
  return [
    measured(
      'spill-over with much to give',
      spill(much),
      'below that with little',
      spill(much).high < spill(little).low,
    ),
    measured('one over the other', ratio, 'below .8', ratio < 0.8),
  ]
})

/** How long each party stood below full in each agreement, in days; whoever has not come back counts to the end. */
function daysBelowFull(given: Scenario, runs: number): Float64Array {
  const lasting: number[] = []
  for (const [{ events, days }] of histories(given, runs)) {
    const since = new Map<string, number>()
    for (const { who, agreement, day, words } of events) {
      const to = words['to']
      if (to === undefined || agreement === null || !(RUNGS as readonly string[]).includes(to)) continue
      const key = `${who} ${agreement}`
      const began = since.get(key)
      if (to === 'full') {
        if (began !== undefined) lasting.push(day - began)
        since.delete(key)
      } else if (began === undefined) since.set(key, day)
    }
    for (const began of since.values()) lasting.push(days - began)
  }
  return Float64Array.from(lasting).sort()
}

pattern('S8', 'suspensions last from days to years, with a heavy tail', () => {
  // three breaches of the leaker, so that there are many steps to be counted, over eight years
  const alone = repeated(breached({ severity: 1 }), [0, 60, 120])
  const [short, middle, long] = [0.05, 0.5, 0.95].map((p) =>
    quantile(daysBelowFull({ ...alone, days: 8 * 365 }, 12), p),
  )
  // one breach, and assurances a month later
  const given = breached({ severity: 1 })
  const [{ id, by, day }] = given.breaches
  const assured = {
    what: 'repair',
    id: 'assured',
    day: day + 30,
    by,
    to: null,
    breach: id,
    kind: 'assurance',
  } as const
  const answered = daysBelowFull({ ...given, moves: [assured] }, 60)
  const brief = answered.filter((days) => days < 30).length / answered.length
  return Promise.resolve([
    measured(
      'days below full where nothing is done, one in twenty at most',
      short,
      'at least 90',
      short >= 90,
    ),
    measured('half of them at most', middle, 'from 90 to 730', middle >= 90 && middle < 730),
    measured(
      'one in twenty at least',
      long,
      'above 1,095 and four medians',
      long > 1095 && long > 4 * middle,
    ),
    measured('share of a month at most where assurances are given', brief, 'above .01', brief > 0.01),
  ])
})

pattern('S21', 'formal status is not flow', async () => {
  const data = await ask(shipped(), 60)
  const { partners } = data.leakers[0]
  const quiet = partners.filter(({ role, step }) => role === 'partner' && step.difference.high < 0.1)
  const hidden = mean(quiet.map(({ chill }) => chill.mean))
  const least = Math.min(...quiet.map(({ chill }) => chill.low))
  const [victim] = partners.filter(({ role }) => role === 'victim')
  await Promise.resolve()
  return [
    measured(
      `mean chill of ${quiet.length} partners that hardly ever step`,
      hidden,
      'above .01',
      hidden > 0.01,
    ),
    measured(
      'least of them',
      least,
      'above 0 for most',
      quiet.filter(({ chill }) => chill.low > 0).length > quiet.length * 0.7,
    ),
    measured(
      'chill of the victim, which steps down nearly always',
      victim.chill,
      'below .6',
      victim.chill.high < 0.6,
    ),
  ]
})

pattern('null', 'an insider leak hurting many close allies leaves formal agreements standing', async () => {
  const victims = ['AUS', 'CAN', 'DEU', 'DNK', 'FRA', 'GBR', 'NLD', 'NOR', 'NZL', 'SWE']
  const data = await ask(
    breached({ of: victims, to: 'press', kind: 'insider', severity: 1, pressDay: 9, namedDay: 9 }),
    RUNS,
  )
  const hurt = data.leakers[0].partners.filter(({ role }) => role === 'victim')
  const steps = hurt.map(({ step }) => step.difference.mean)
  const { chill } = data.leakers[0].groups.direct
  return [
    measured(
      'mean chance of a step because of it',
      mean(steps),
      'below .1',
      hurt.length === 10 && mean(steps) < 0.1,
    ),
    measured('largest', Math.max(...steps), 'below .2', Math.max(...steps) < 0.2),
    measured('chill of the victims', chill, 'below .15', chill.mean < 0.15),
  ]
})

it('a chill recovers: in the third year it is less than half of what it was at its deepest', async () => {
  const data = await ask({ ...shipped(), days: 3 * 365 }, 24)
  const { chill } = data.leakers[0].groups.direct.byDay
  const deepest = Math.max(...chill.map((value) => value ?? 0))
  expect(deepest).toBeGreaterThan(0.3)
  expect(mean(chill.slice(-180).map((value) => value ?? 0))).toBeLessThan(0.5 * deepest)
})

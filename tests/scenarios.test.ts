/** The shipped scenarios: each is sound, is listed, runs, and shows the one thing it was written for. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { rewrite } from '../scripts/write-docs.mjs'
import { gistOf, PAIRS, README, scenarioFiles, scenarioTable } from '../scripts/write-scenarios.mjs'
import { compile } from '../src/compile.js'
import { FULL, TEAR_LINE, WITHHELD } from '../src/choice.js'
import type { HistoryEvent } from '../src/events.js'
import type { History } from '../src/history.js'
import { Pair } from '../src/pair.js'
import { sparkline } from '../src/report/sparkline.js'
import { percent, share } from '../src/report/words.js'
import { run } from '../src/run.js'
import { readScenario, type Reading } from '../src/scenario-file.js'
import type { Breach, Scenario } from '../src/scenario.js'
import { experiment } from '../src/studies/experiment.js'
import type { FindingsData, LeakerFindings, PartnerFindings } from '../src/studies/findings.js'
import { partiesOf } from '../src/world.js'

const root = join(import.meta.dirname, '..')
const files: string[] = scenarioFiles()

function read(file: string, set: [path: string, value: string][] = []): Reading {
  return readScenario(readFileSync(join(root, 'scenarios', file)), {
    file,
    set,
    include: (name) => {
      const path = join(root, 'networks', `${name}.yaml`)
      return existsSync(path) ? { file: path, text: readFileSync(path) } : undefined
    },
  })
}

function scenario(name: string, set: [path: string, value: string][] = []): Scenario {
  const file = `${name}.yaml`
  const reading = set.length === 0 ? readings.get(file) : read(file, set)
  if (reading?.scenario === undefined) throw new Error(`${file} is no sound scenario`)
  return reading.scenario
}

async function ask(asked: Scenario, runs: number = PAIRS): Promise<FindingsData> {
  return (await experiment(asked, { runs })).data
}

/** Every file as it is read. */
const readings = new Map(files.map((file) => [file, read(file)]))

/** The findings of every file. */
const found = new Map<string, FindingsData>()

beforeAll(async () => {
  for (const file of files) found.set(file, await ask(scenario(file.replace('.yaml', ''))))
})

function data(name: string): FindingsData {
  const known = found.get(`${name}.yaml`)
  if (known === undefined) throw new Error(`there is no ${name}.yaml`)
  return known
}

const leaker = (name: string): LeakerFindings => data(name).leakers[0]
const chill = (one: LeakerFindings): number => one.groups.direct.chill.mean
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const victims = ({ partners }: LeakerFindings): PartnerFindings[] =>
  partners.filter(({ role }) => role === 'victim')

function partner({ partners }: LeakerFindings, id: string): PartnerFindings {
  const one = partners.find((found) => found.id === id)
  if (one === undefined) throw new Error(`${id} is no partner`)
  return one
}

/** Mean flow a day of the victims with the breach, over the flow without it, from one day to another. */
function flowBetween({ groups }: LeakerFindings, from: number, to: number): number {
  const { with: one, without: other } = groups.direct.byDay
  return mean(one.slice(from, to)) / mean(other.slice(from, to))
}

/** The same with its one breach changed. */
function breached(name: string, change: Partial<Breach>): Scenario {
  const given = scenario(name)
  return { ...given, breaches: given.breaches.map((breach) => ({ ...breach, ...change })) }
}

/** Visits both histories of every pair. */
function eachPair(
  asked: Scenario,
  visit: (withBreach: History, without: History) => void,
  pairs: number = PAIRS,
): void {
  const pair = new Pair({ scenario: asked, without: asked.breaches.map(({ id }) => id), seed: asked.seed })
  for (let run = 0; run < pairs; run++) visit(...pair.histories(run))
}

const steps = ({ events }: History, who: readonly string[]): HistoryEvent[] =>
  events.filter(
    ({ kind, who: stepper }) => ['step-down', 'ended'].includes(kind) && who.includes(stepper ?? ''),
  )

describe('every scenario', () => {
  test.each([...readings])('%s is read without a mistake or a warning', (_, { mistakes, warnings }) => {
    expect([...mistakes, ...warnings]).toEqual([])
  })

  test.each(files)('%s says what is known or made up, in short first', (file) => {
    const one = readings.get(file)?.scenario
    expect(one?.description).toMatch(/Known: |Made up|President of the United States told/)
    expect(gistOf(one?.description ?? '').length).toBeLessThan(130)
    expect(one?.seedGiven).toBe(true)
  })

  const real = files.filter((file) => readings.get(file)?.scenario?.network.id === 'five-eyes-and-partners')
  test.each(real)('%s says that it judges nobody real', (file) => {
    expect(readings.get(file)?.scenario?.description).toMatch(
      /Real names illustrate a model under stated assumptions; nothing here forecasts or judges/,
    )
  })

  test.each(files)('%s chills its victims, and is the same without its breach until that day', (file) => {
    for (const { day, groups } of found.get(file)?.leakers ?? []) {
      const { with: one, without: other } = groups.direct.byDay
      expect(one.slice(0, day)).toEqual(other.slice(0, day))
      expect(groups.direct.chill.mean).toBeGreaterThan(0.02)
    }
  })

  test('the list is in step with all of them; run node scripts/write-scenarios.mjs when it is not', () => {
    const text = readFileSync(join(root, README), 'utf8')
    const rows = files.map((file) => ({ file, data: data(file.replace('.yaml', '')) }))
    expect(text).toBe(rewrite(text, { scenarios: scenarioTable(rows, { percent, share, sparkline }) }))
    for (const file of files) expect(text).toContain(`](${file})`)
  })
})

describe('the laptop bomb and its variations', () => {
  const plain = (): LeakerFindings => leaker('laptop-bomb')

  /** What a variation is until its own event: the same, to the last digit. */
  function isTheSameUntil(name: string, day: number): void {
    const { with: flow } = leaker(name).groups.direct.byDay
    expect(flow.slice(0, day)).toEqual(plain().groups.direct.byDay.with.slice(0, day))
    expect(flow.slice(day)).not.toEqual(plain().groups.direct.byDay.with.slice(day))
  }

  test('the victim reacts at least twice as much as anybody else', () => {
    const others = plain().partners.filter(({ role }) => role === 'partner')
    const deepest = Math.max(...others.map(({ chill }) => chill.mean))
    expect(2 * deepest).toBeLessThan(partner(plain(), 'ISR').chill.mean)
  })

  test('an apology brings the victim back sooner, by a little: it owns that one meant it', () => {
    isTheSameUntil('laptop-bomb-apology', 70)
    expect(chill(leaker('laptop-bomb-apology'))).toBeLessThan(chill(plain()))
    expect(chill(leaker('laptop-bomb-apology'))).toBeGreaterThan(0.9 * chill(plain()))
  })

  test('assurances bring it back sooner than an apology does', () => {
    isTheSameUntil('laptop-bomb-assurances', 70)
    expect(chill(leaker('laptop-bomb-assurances'))).toBeLessThan(chill(leaker('laptop-bomb-apology')))
  })

  test('a new government brings it back sooner still, and the witnesses with it, whom nothing else reaches', () => {
    isTheSameUntil('laptop-bomb-new-government', 70)
    expect(chill(leaker('laptop-bomb-new-government'))).toBeLessThan(chill(leaker('laptop-bomb-assurances')))
    const spill = (name: string): number => leaker(name).groups.spillOver.chill.mean
    expect(spill('laptop-bomb-new-government')).toBeLessThan(0.8 * spill('laptop-bomb'))
    expect(spill('laptop-bomb-assurances')).toBeCloseTo(spill('laptop-bomb'), 2)
  })

  test('a price buys sharing while it is paid, and trust not at all', () => {
    isTheSameUntil('laptop-bomb-inducement', 70)
    const paid = leaker('laptop-bomb-inducement')
    expect(flowBetween(paid, 120, 250)).toBeGreaterThan(flowBetween(plain(), 120, 250) + 0.05)
    const bought = (from: number, to: number): number =>
      flowBetween(paid, from, to) - flowBetween(plain(), from, to)
    expect(bought(300, 365)).toBeLessThan(0.5 * bought(120, 250))
    expect(partner(paid, 'ISR').trust.end).toBeCloseTo(partner(plain(), 'ISR').trust.end, 1)
  })

  test('a denial mends until it is proven false, and then trust falls again', () => {
    isTheSameUntil('laptop-bomb-denial', 16)
    expect(flowBetween(leaker('laptop-bomb-denial'), 60, 190)).toBeGreaterThan(flowBetween(plain(), 60, 190))
    const trust = run(scenario('laptop-bomb-denial')).trust('ISR', 'USA')
    const proof = 193
    expect(trust[proof]).toBeLessThan(trust[proof - 1] - 0.02)
  })

  test('three in a row chill more of the others and reach further than one', () => {
    const three = leaker('three-in-a-row')
    expect(three.groups.spillOver.chill.mean).toBeGreaterThan(1.3 * plain().groups.spillOver.chill.mean)
    expect(three.reach.mean).toBeGreaterThan(plain().reach.mean)
    expect(partner(three, 'ISR').chill.mean).toBeGreaterThan(partner(plain(), 'ISR').chill.mean)
  })

  test('a false story chills as much as a true one, though nothing leaked and no source was lost', () => {
    expect(chill(leaker('false-accusation'))).toBeCloseTo(chill(plain()), 1)
    expect(leaker('false-accusation').supplyLost.items.mean).toBe(0)
    expect(plain().supplyLost.items.mean).toBeGreaterThan(0)
    const history = run(scenario('false-accusation'))
    expect(history.passings).toEqual([])
    expect(history.events.some(({ kind }) => kind === 'identified' || kind === 'source-lost')).toBe(false)
    expect(run(scenario('laptop-bomb')).passings).toHaveLength(1)
  })
})

describe('Manchester', () => {
  test('has the first clock and not the second: in the press a day later, no source ever named', () => {
    const { events } = run(scenario('manchester'))
    expect(events.filter(({ kind }) => kind === 'press').map(({ day }) => day)).toEqual([22])
    expect(events.filter(({ kind }) => kind === 'named')).toEqual([])
    const learned = events.filter(({ kind }) => kind === 'learned')
    expect(Math.min(...learned.map(({ day }) => day))).toBe(22)
  })

  test('would have chilled more, had the press named one', async () => {
    const named = (await ask(breached('manchester', { namedDay: 23 }))).leakers[0]
    expect(chill(named)).toBeGreaterThan(1.1 * chill(leaker('manchester')))
    expect(named.groups.spillOver.chill.mean).toBeGreaterThan(
      leaker('manchester').groups.spillOver.chill.mean,
    )
  })
})

describe('Snowden', () => {
  test('leaves the agreements standing: hardly a step more than without, none of them to suspension', () => {
    const hurt = victims(leaker('snowden'))
    expect(hurt).toHaveLength(7)
    expect(mean(hurt.map(({ step }) => step.with.mean - step.without.mean))).toBeLessThan(0.1)
    eachPair(scenario('snowden'), (one) => {
      for (const { words } of steps(
        one,
        hurt.map(({ id }) => id),
      ))
        expect(words['to']).toBe('tear-line only')
    })
  })

  test('for two reasons: an insider is not his service, and seven share the blow', async () => {
    const meant = (await ask(breached('snowden', { kind: 'disclosure' }))).leakers[0]
    expect(chill(meant)).toBeGreaterThan(1.8 * chill(leaker('snowden')))
    const alone = (await ask(breached('snowden', { of: ['DEU'] }))).leakers[0]
    expect(partner(alone, 'DEU').chill.mean).toBeGreaterThan(
      1.5 * partner(leaker('snowden'), 'DEU').chill.mean,
    )
  })
})

describe('Delisle', () => {
  test('chills nobody for half a year, though the secrets are in Moscow: risk that nobody sees', () => {
    const { direct } = leaker('delisle').groups
    const press = 229
    for (let day = 60; day < press; day++)
      expect(Math.abs(direct.byDay.chill[day] ?? 1), `${day}`).toBeLessThan(0.02)
    expect(direct.byDay.chill[press + 60]).toBeGreaterThan(0.1)
  })

  test('weighs less than if Canada had handed them over itself', async () => {
    const meant = (await ask(breached('delisle', { kind: 'disclosure' }))).leakers[0]
    expect(chill(meant)).toBeGreaterThan(1.3 * chill(leaker('delisle')))
  })
})

describe('between the United States and Germany', () => {
  test('spying weighs as much as a disclosure, and more than a mole or an insider of the same', async () => {
    const as = async (kind: Breach['kind']): Promise<number> =>
      chill((await ask(breached('bnd-agent', { kind }), 2)).leakers[0])
    const spying = await as('spying')
    expect(await as('disclosure')).toBe(spying)
    const mole = await as('penetration')
    expect(mole).toBeLessThan(0.8 * spying)
    expect(await as('insider')).toBeLessThan(mole)
  })

  test('misuse ends in a step where it happened, the station, while most of what Germany has goes on', () => {
    const germany = partner(leaker('bad-aibling'), 'DEU')
    expect(germany.step.with.mean).toBeGreaterThan(0.8)
    expect(germany.step.without.mean).toBeLessThan(0.3)
    expect(germany.chill.mean).toBeLessThan(0.2)
    eachPair(scenario('bad-aibling'), (one) => {
      const because = steps(one, ['DEU']).filter(({ breach }) => breach !== null)
      expect(new Set(because.map(({ agreement }) => agreement))).toEqual(new Set(['usa-deu-bad-aibling']))
    })
  })
})

describe('the empty bomb factories', () => {
  test('hurt a deal that was worth the risk from the start: it goes on, in tear-lines', () => {
    const { groups, partners } = leaker('bomb-factories')
    expect(partners.map(({ id }) => id)).toEqual(['USA'])
    expect(groups.spillOver.countries).toEqual([])
    expect(groups.direct.grades.with[WITHHELD]).toBeLessThan(0.1)
    expect(groups.direct.grades.with[TEAR_LINE]).toBeGreaterThan(0.5)
    eachPair(scenario('bomb-factories'), (one) => {
      const here = steps(one, ['USA']).filter(({ agreement }) => agreement === 'usa-pak-ct')
      expect(new Set(here.map(({ words }) => words['to']))).toEqual(new Set(['tear-line only']))
    })
  })

  test('nobody signs below break-even: the deal between rivals carries a higher stake than any two partners’', () => {
    const world = compile(scenario('bomb-factories'))
    const stakes = scenario('bomb-factories').network.agreements.flatMap(({ id, parties, tie }) => {
      const e = world.agreementIds.indexOf(id)
      if (e < 0 || parties.length > 2 || !parties.includes('USA')) return []
      const m = partiesOf(world, e)[parties.indexOf('USA')]
      return [{ rivals: ['usa-pak-ct', 'usa-rus-ct'].includes(id), tie, stake: world.balance.stake[m] }]
    })
    const ordinary = stakes.filter(({ tie }) => tie !== 'narrow').map(({ stake }) => stake)
    const narrow = stakes.filter(({ rivals }) => rivals).map(({ stake }) => stake)
    expect(narrow).toHaveLength(2)
    expect(Math.min(...narrow)).toBeGreaterThan(1.5 * Math.max(...ordinary))
  })
})

test('a ruling inside the Five Eyes is felt by the one it hurts; the other three stay as they were', () => {
  const britain = leaker('court-ruling')
  const others = ['AUS', 'CAN', 'NZL'].map((id) => partner(britain, id))
  for (const { chill, step } of others) {
    expect(chill.mean).toBeLessThan(0.05)
    expect(Math.abs(step.difference.mean)).toBeLessThan(0.3)
  }
  expect(partner(britain, 'USA').chill.mean).toBeGreaterThan(4 * mean(others.map(({ chill }) => chill.mean)))
})

describe('a small club against many deals', () => {
  /** Shares of what one gives another in full from day 90 on, by sensitivity. */
  function fullShare(one: History, from: string, to: string, keep: (sensitivity: number) => boolean): number {
    const { offers, tape } = one
    const pair = one.pair(from, to)
    let all = 0
    let full = 0
    for (let k = one.offerStart[90 + tape.lead]; k < offers.count; k++)
      if (offers.pair[k] === pair && keep(tape.sensitivity[offers.item[k]])) {
        all++
        if (offers.grade[k] === FULL) full++
      }
    return full / all
  }
  const club: number[][] = []
  const deals: number[][] = []

  beforeAll(() => {
    const any = (): boolean => true
    const high = (sensitivity: number): boolean => sensitivity > 0.9
    eachPair(scenario('club-and-deals'), (one, other) => {
      club.push([
        fullShare(other, 'kestrel', 'knot', high),
        fullShare(other, 'kestrel', 'knot', any),
        fullShare(one, 'kestrel', 'knot', any),
      ])
      deals.push([
        fullShare(other, 'dipper', 'dove', high),
        fullShare(other, 'dipper', 'dove', any),
        fullShare(one, 'dipper', 'dove', any),
      ])
    })
  })

  const column = (rows: readonly number[][], k: number): number => mean(rows.map((row) => row[k]))

  test('what is most sensitive goes by deals of two rather than to the club', () => {
    expect(column(deals, 0)).toBeGreaterThan(column(club, 0) + 0.05)
  })

  test('who steps back from a club steps back from all of it; who steps back from a deal, from one', () => {
    expect(column(club, 2)).toBeLessThan(0.2 * column(club, 1))
    expect(column(deals, 2)).toBeGreaterThan(0.9 * column(deals, 1))
  })
})

test('in a sharing group whose members know each other well nobody steps down, not even the victim; elsewhere some do', () => {
  const northbank = leaker('isac-tlp-amber')
  const chillOf = (id: string): number => partner(northbank, id).chill.mean
  for (const fellow of ['cardhouse', 'eastbank'])
    for (const desk of ['clinics', 'gridco']) expect(chillOf(fellow) * 3).toBeLessThan(chillOf(desk))
  const stepped = new Map<string | null, number>()
  eachPair(scenario('isac-tlp-amber'), ({ events }) => {
    for (const { kind, agreement } of events)
      if (kind === 'step-down') stepped.set(agreement, (stepped.get(agreement) ?? 0) + 1)
  })
  expect(stepped.get('finance-isac')).toBeUndefined()
  expect(stepped.get('cert-finance')).toBeGreaterThan(PAIRS / 2)
  expect(stepped.get('exchange-bank-clinics')).toBeGreaterThan(0)
})

test('across sectors, where one deal is all there is, a breach chills several times as much as among banks bound many times over', () => {
  const northbank = leaker('isac-breach')
  const chillOf = (id: string): number => partner(northbank, id).chill.mean
  for (const desk of ['backbone', 'clinics', 'gridco'])
    for (const bank of ['clearing', 'eastbank', 'southbank', 'stockhall', 'westbank'])
      expect(chillOf(desk), `${desk} beside ${bank}`).toBeGreaterThan(3 * chillOf(bank))
  expect(chill(northbank)).toBeGreaterThan(northbank.groups.spillOver.chill.mean)
})

describe('the turned source', () => {
  const harm = ({ falsehoods }: History): number =>
    falsehoods.reduce((sum, falsehood) => sum + (falsehood.planted ? falsehood.harm : 0), 0)
  const harms = (asked: Scenario): [withBreach: number, without: number] => {
    const sums: [number, number] = [0, 0]
    eachPair(asked, (one, other) => {
      sums[0] += harm(one)
      sums[1] += harm(other)
    })
    return sums
  }

  test('feeds partners what they act on, until a plant is found and trust in what they are told falls', () => {
    const [one, other] = harms(scenario('turned-source'))
    expect(one).toBeGreaterThan(0)
    expect(other).toBe(0)
    const { events, falsehoods } = run(scenario('turned-source'))
    const found = events.filter(({ kind }) => kind === 'deceived')
    expect(found.length).toBeGreaterThan(0)
    for (const { numbers, day } of found) {
      expect(numbers['after']).toBeLessThan(numbers['before'] - 0.05)
      expect(falsehoods.filter((falsehood) => falsehood.planted && falsehood.day > day)).toEqual([])
    }
  })

  test('does less harm to whoever can check', () => {
    const seeing = scenario('turned-source', [
      ['network.countries.cedar.collection.arsenals', '{ GEOINT: 0.1 }'],
    ])
    expect(harms(seeing)[0]).toBeLessThan(0.6 * harms(scenario('turned-source'))[0])
  })
})

test('after the Taurus calls Germany’s new deals come later or never; deals of others are signed as before', () => {
  const sums = { own: [0, 0], refused: [0, 0], others: [0, 0] }
  const asked = scenario('taurus')
  eachPair(asked, (...pair) =>
    pair.forEach(({ signings, world }, k) => {
      for (const { agreement, signed, day } of signings) {
        const german = world.agreementIds[agreement].split('-').includes('DEU')
        if (!german) sums.others[k] += signed ? 1 : 0
        else if (signed) sums.own[k] += asked.days - day
        else sums.refused[k]++
      }
    }),
  )
  expect(sums.own[1]).toBeGreaterThan(0)
  expect(sums.own[0]).toBeLessThan(sums.own[1])
  expect(sums.refused[0]).toBeGreaterThan(sums.refused[1])
  expect(Math.abs(sums.others[0] - sums.others[1])).toBeLessThan(0.1 * sums.others[1])
})

describe('where nobody says who leaked', () => {
  test('the innocent are blamed more often than not, and lose trust; leaks nobody scripted go on in both worlds', () => {
    let wrong = 0
    let all = 0
    eachPair(scenario('unscripted-leaks'), (one, other) => {
      for (const { events } of [one, other])
        expect(events.filter(({ kind }) => kind === 'leak').length).toBeGreaterThan(1)
      const [blame] = one.blame('article')
      expect(blame.guilty).toBe('DEU')
      expect(Object.keys(blame.posterior).length).toBeGreaterThan(5)
      all++
      if (blame.blamed === 'DEU') return
      wrong++
      const held = one.events.filter(({ kind, breach }) => kind === 'learned' && breach === 'article')
      expect(held.find(({ who }) => who === 'DNK')?.whom).toBe(blame.blamed)
      expect(other.events.some(({ kind, breach }) => kind === 'learned' && breach === 'article')).toBe(false)
    })
    expect(wrong).toBeGreaterThan(all / 2)
  })
})

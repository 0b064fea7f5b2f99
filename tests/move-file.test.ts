/** Moves as files write them: what they become, and what is wrong with them, to the line and column, with the way out. */
import { describe, expect, test } from 'vitest'
import { formatMistake } from '../src/mistakes.js'
import { RUNGS } from '../src/network.js'
import { SWITCHES, type Move } from '../src/scenario.js'
import { parseScenario, readScenario } from '../src/scenario-file.js'
import { resolvedScenario } from '../src/formats/resolved.js'
import { run } from '../src/run.js'
import { digest } from './digest.js'

const TEXT = `liaison: 1
title: All there is to do
start: 2020-01-01
days: 200
network:
  topics: { terror: {} }
  countries:
    - { id: DEU, need: { terror: 1 }, collection: { terror: { HUMINT: 1 } } }
    - { id: FRA, need: { terror: 1 }, collection: { terror: { HUMINT: 1 } } }
    - { id: ITA, need: { terror: 1 }, collection: { terror: { HUMINT: 1 } } }
    - { id: POL }
  agreements:
    - { id: club, parties: [DEU, FRA, ITA], scope: { topics: all, disciplines: all }, tie: partner }
    - { id: deu-fra, parties: [DEU, FRA], scope: { topics: all, disciplines: all }, tie: ally }
  prospects:
    - { id: ita-pol, parties: [ITA, POL], scope: { topics: all, disciplines: all }, tie: narrow }
events:
  - { id: leak, on: 20, breach: { by: DEU, of: FRA, to: press, topic: terror, severity: 0.5 } }
  - { id: rumour, on: 2020-01-31, accusation: { against: ITA, of: [DEU], topic: terror, severity: 0.3 } }
  - { id: sorry, on: 40, repair: { by: DEU, to: [FRA], for: leak, kind: apology } }
  - { id: not-me, on: 31, repair: { by: ITA, for: rumour, kind: denial } }
  - { id: it-was, on: 60, repair: { by: ITA, for: rumour, kind: proven } }
  - { id: election, on: 70, leader: { of: DEU, accountable: true } }
  - { id: aid, on: 80, inducement: { by: DEU, to: FRA, agreement: club, price: 0.5, until: 2020-05-01 } }
  - { id: order, on: 90, policy: { agreement: club, rung: { ITA: suspended }, stake: { FRA: 2 }, caveat: parties, until: 100 } }
  - { id: story, on: 95, fabrication: { by: FRA, to: ITA, severity: 1, proven: 30 days } }
mechanisms: { deception: off }
`

/** The text with one thing changed in it. */
function but(old: string, text: string): string {
  expect(TEXT).toContain(old)
  return TEXT.replace(old, () => text)
}

const toldOf = (text: string): string[] => readScenario(text, { file: 'a.yaml' }).mistakes.map(formatMistake)

describe('moves', () => {
  const scenario = parseScenario(TEXT)

  test('are resolved, by day and id, with dates as days', () => {
    expect(scenario.moves).toEqual([
      { what: 'repair', id: 'not-me', day: 31, by: 'ITA', to: null, breach: 'rumour', kind: 'denial' },
      { what: 'repair', id: 'sorry', day: 40, by: 'DEU', to: ['FRA'], breach: 'leak', kind: 'apology' },
      { what: 'repair', id: 'it-was', day: 60, by: 'ITA', to: null, breach: 'rumour', kind: 'proven' },
      { what: 'turnover', id: 'election', day: 70, of: 'DEU', accountable: true },
      {
        what: 'inducement',
        id: 'aid',
        day: 80,
        by: 'DEU',
        to: 'FRA',
        agreement: 'club',
        price: 0.5,
        until: 121,
      },
      {
        what: 'policy',
        id: 'order',
        day: 90,
        agreement: 'club',
        caveat: 'parties',
        rung: { ITA: 'suspended' },
        stake: { FRA: 2 },
        price: {},
        until: 100,
      },
      { what: 'fabrication', id: 'story', day: 95, by: 'FRA', to: ['ITA'], severity: 1, provenDay: 125 },
    ])
    expect(
      scenario.breaches.map(({ id, day, happened, pressDay, to }) => [id, day, happened, pressDay, to]),
    ).toEqual([
      ['leak', 20, true, 20, 'press'],
      ['rumour', 30, false, 30, 'public'],
    ])
  })

  test('written out in full are the same again, and so is what they do', () => {
    const text = resolvedScenario(scenario)
    const again = parseScenario(text, { file: 'scenario.resolved.json' })
    expect(again).toEqual({ ...scenario, seedGiven: true })
    expect(resolvedScenario(again)).toBe(text)
    expect(digest(run(again))).toBe(digest(run(scenario)))
  })

  test.each([
    ['to: [FRA], for', 'for'],
    ['kind: apology', 'kind: assurance'],
    ['for: leak, kind: apology', 'for: leak, kind: denial'],
    ['accountable: true', 'accountable: false'],
    ['agreement: club, price: 0.5, until: 2020-05-01', 'price: 12.5'],
    ['agreement: club, price: 0.5', 'agreement: club, price: 1000'],
    ['rung: { ITA: suspended }, stake: { FRA: 2 }, caveat: parties, until: 100', 'caveat: on-request'],
    ['rung: { ITA: suspended }', 'rung: tear-line only'],
    ['rung: { ITA: suspended }, stake: { FRA: 2 }', 'price: { ITA: 0, DEU: 3 }'],
    ['to: ITA, severity: 1, proven: 30 days', 'to: [ITA, DEU], severity: 0, proven: 0'],
    [
      'against: ITA, of: [DEU]',
      'against: ITA, of: [FRA, DEU], press: { after: 3 days, named: 2 days }, kind: spying',
    ],
    ['breach: { by: DEU', 'breach: { traced: false, by: DEU'],
  ])('also with %s as %s', (old, text) => {
    const other = parseScenario(but(old, text))
    expect(parseScenario(resolvedScenario(other), { file: 'a.json' })).toEqual({ ...other, seedGiven: true })
  })

  test('one rung for all is one for each party', () => {
    const { moves } = parseScenario(but('rung: { ITA: suspended }', 'rung: ended'))
    expect(moves.find(({ id }) => id === 'order')).toMatchObject({
      rung: { DEU: 'ended', FRA: 'ended', ITA: 'ended' },
    })
  })

  test('the order in which parties are listed decides nothing, to the byte', () => {
    const [one, other] = ['{ ITA: full, DEU: suspended }', '{ DEU: suspended, ITA: full }'].map((rung) =>
      resolvedScenario(parseScenario(but('{ ITA: suspended }', rung))),
    )
    expect(one).toBe(other)
  })

  test('can be set and left out by id', () => {
    const { moves } = parseScenario(TEXT, {
      set: [['events.sorry.repair.kind', 'assurance']],
      leaveOut: ['order', 'it-was'],
    })
    expect(moves.map(({ id }) => id)).toEqual(['not-me', 'sorry', 'election', 'aid', 'story'])
    expect(moves[1]).toMatchObject({ kind: 'assurance' } satisfies Partial<Move>)
  })

  test('every switch can be named', () => {
    const all = SWITCHES.map((name) => `${name}: off`).join(', ')
    expect(Object.values(parseScenario(but('deception: off', all)).mechanisms)).not.toContain(true)
  })
})

describe('what is wrong is told where it stands, with a way out', () => {
  // › marks where it should be told
  test.each([
    // which mechanism
    ['deception: off', '›newPartner: off', 'E_UNKNOWN_KEY', 'newPartners'],
    ['deception: off', '›weather: off', 'E_UNKNOWN_KEY', ''],
    ['deception: off', 'deception: ›never', 'E_TYPE', 'on or off'],
    // what happens
    [
      ', leader: { of: DEU, accountable: true } }',
      ' }',
      'E_MISSING',
      'breach, accusation, repair, leader, inducement, policy, fabrication',
      '›{ id: election',
    ],
    [
      'accountable: true } }',
      'accountable: true }, policy: ›{ agreement: club, caveat: parties } }',
      'E_SCHEMA',
      'give one of',
    ],
    ['leader: {', '›leadr: {', 'E_UNKNOWN_KEY', 'leader'],
    // repair
    ['on: 40, repair', 'on: 19, repair', 'E_ORDER', 'day or later', 'for: ›leak, kind: apology'],
    ['{ by: DEU, to: [FRA]', '{ by: ›ITA, to: [FRA]', 'E_PARTY', 'name DEU'],
    [
      '{ by: ITA, for: rumour, kind: denial',
      '{ by: ›DEU, for: rumour, kind: denial',
      'E_PARTY E_ORDER',
      'name ITA',
    ],
    ['for: leak, kind', 'for: ›leek, kind', 'E_DANGLING', 'did you mean "leak"'],
    ['for: leak, kind', 'for: ›sorry, kind', 'E_DANGLING', 'leak'],
    ['kind: apology', 'kind: ›apologie', 'E_ENUM', 'did you mean "apology"'],
    ['kind: apology', 'kind: ›proven', 'E_ORDER', 'denial before it'],
    ['on: 31, repair', 'on: 61, repair', 'E_ORDER', 'denial before it', 'for: rumour, kind: ›proven'],
    ['to: [FRA], for', 'to: [›FRO], for', 'E_DANGLING', 'did you mean "FRA"'],
    ['to: [FRA], for', 'to: [FRA, ›DEU], for', 'E_SELF_LOOP', 'name a partner'],
    ['to: [FRA], for', 'to: ›DEU, for', 'E_SELF_LOOP', 'name a partner'],
    ['to: [FRA], for', 'to: ›[], for', 'E_RANGE', 'at least 1'],
    // leader
    ['of: DEU, accountable', 'of: ›DEV, accountable', 'E_DANGLING', 'did you mean "DEU"'],
    ['accountable: true', 'accountable: ›yes', 'E_TYPE', 'true or false'],
    [', accountable: true }', ' }', 'E_MISSING', '', 'leader: ›{ of: DEU }'],
    // inducement
    ['price: 0.5', 'price: ›-0.5', 'E_RANGE', 'from 0 to 1000'],
    ['price: 0.5', 'price: ›0', 'E_RANGE', 'above 0'],
    ['price: 0.5', 'price: ›.nan', 'E_NUMBER', ''],
    [
      'by: DEU, to: FRA, agreement: club',
      'by: DEU, to: ›DEU, agreement: club',
      'E_SELF_LOOP',
      'another country',
    ],
    [
      'by: DEU, to: FRA, agreement: club',
      'by: ITA, to: FRA, agreement: ›deu-fra',
      'E_PARTY',
      'the two share',
    ],
    [
      'by: DEU, to: FRA, agreement: club',
      'by: DEU, to: FRA, agreement: ›clob',
      'E_DANGLING',
      'did you mean "club"',
    ],
    ['by: DEU, to: FRA, agreement: club', 'by: DEU, to: ›POL', 'E_ACCESS', 'name a partner'],
    [
      'by: DEU, to: FRA, agreement: club',
      'by: ›GER, to: FRA, agreement: club',
      'E_DANGLING',
      'did you mean "DEU"',
    ],
    ['until: 2020-05-01', 'until: ›2020-03-21', 'E_DATE', 'after on'],
    ['until: 2020-05-01', 'until: ›80', 'E_DATE', 'after on'],
    ['until: 2020-05-01', 'until: ›soon', 'E_DATE', '2017-05-10'],
    // policy
    ['until: 100', 'until: ›90', 'E_DATE', 'after on'],
    ['{ agreement: club, rung', '{ agreement: ›cluv, rung', 'E_DANGLING', 'did you mean "club"'],
    ['{ agreement: club, rung', '{ agreement: ›ita-pol, rung', 'E_DANGLING', 'name an agreement'],
    ['rung: { ITA: suspended }', 'rung: { ›POL: suspended }', 'E_PARTY', 'it binds DEU, FRA, ITA'],
    ['rung: { ITA: suspended }', 'rung: { ›ITAL: suspended }', 'E_PARTY', 'did you mean "ITA"'],
    ['stake: { FRA: 2 }', 'stake: { ›POL: 2 }', 'E_PARTY', 'it binds'],
    ['stake: { FRA: 2 }', 'stake: { FRA: ›-2 }', 'E_RANGE', 'from 0 to 1000'],
    ['caveat: parties', 'caveat: ›party', 'E_ENUM', 'use forbidden, on-request, parties'],
    ['rung: { ITA: suspended }', 'rung: ›closed', 'E_TYPE', 'a rung'],
    [
      'rung: { ITA: suspended }, stake: { FRA: 2 }, caveat: parties, until',
      'until',
      'E_MISSING',
      'caveat, rung, stake or price',
      'policy: ›{ agreement',
    ],
    // fabrication
    ['proven: 30 days', 'proven: ›105 days', 'E_RANGE', 'the last day is 199'],
    ['proven: 30 days', 'proven: ›-1', 'E_RANGE', ''],
    [', proven: 30 days', '', 'E_MISSING', '', 'fabrication: ›{ by: FRA'],
    ['by: FRA, to: ITA', 'by: FRA, to: ›FRA', 'E_SELF_LOOP', 'name a partner'],
    ['by: FRA, to: ITA', 'by: FRA, to: [ITA, ›POL]', 'E_ACCESS', 'name a partner'],
    ['severity: 1, proven', 'severity: ›1.5, proven', 'E_RANGE', 'from 0 to 1'],
    // accusation
    ['against: ITA', 'against: ›ITL', 'E_DANGLING', 'did you mean "ITA"'],
    ['against: ITA, of: [DEU]', 'against: ITA, of: [›ITA]', 'E_SELF_LOOP', 'another originator'],
    // days, twins and ids, as of any event
    ['on: 70, leader', 'on: ›200, leader', 'E_RANGE', 'days 0 to 199'],
    ['id: election', 'id: ›sorry', 'E_DUP_EVENT', 'rename one'],
    [
      '  - { id: election',
      '  - { id: again, on: 70, leader: { of: DEU, accountable: true } }\n  - { id: election',
      'E_DUP_EVENT',
      'keep one',
      '›{ id: election',
    ],
    // prospects
    [
      '{ id: ita-pol, parties: [ITA, POL]',
      '{ id: ita-pol, parties: ›[ITA, FRA]',
      'E_PARTY',
      'widen its scope',
    ],
    [
      '{ id: ita-pol, parties: [ITA, POL]',
      '{ id: ita-pol, parties: [ITA, ›PLO]',
      'E_DANGLING',
      'did you mean "POL"',
    ],
    ['{ id: ita-pol, parties: [ITA, POL]', '{ id: ›club, parties: [ITA, POL]', 'E_DUP_ID', 'rename one'],
    ['{ id: ita-pol, parties', '{ id: ita-pol, ›from: 5, parties', 'E_UNKNOWN_KEY', ''],
    ['tie: narrow }', 'tie: narrow, caveat: ›none }', 'E_ENUM', 'use forbidden, on-request, parties'],
    ['tie: narrow }', 'tie: narrow, price: { ITA: ›-1 } }', 'E_RANGE', 'from 0'],
    ['tie: narrow }', 'tie: narrow, stake: { ›FRA: 1 } }', 'E_DANGLING', 'did you mean "ITA"'],
  ])('%s → %s: %s', (old, marked, codes, wayOut, elsewhere = '') => {
    // where the mark stands elsewhere than in what was changed, it is put there
    const text = but(old, marked).replace(elsewhere.replace('›', ''), () => elsewhere)
    expect(text.split('›')).toHaveLength(2)
    const lines = text.slice(0, text.indexOf('›')).split('\n')
    const told = toldOf(text.replace('›', ''))
    expect(told[0]).toMatch(
      new RegExp(
        `^a\\.yaml:${lines.length}:${lines[lines.length - 1].length + 1}: ${codes.split(' ')[0]}: [^;]+; .`,
      ),
    )
    expect(told[0].slice(told[0].indexOf(';'))).toContain(wayOut)
    expect(told.map((line) => line.split(': ')[1]).join(' ')).toBe(codes)
  })

  test('a way of finding prospects is checked like all else', () => {
    const search = (how: string): string[] =>
      toldOf(TEXT.replace(/ {2}prospects:\n.*\n/, `  prospects: ${how}\n`)).map((line) =>
        line.split(': ').slice(0, 2).join(' '),
      )
    expect(search('{ generate: 3 }')).toEqual([])
    expect(search('{ generate: 0 }')).toEqual(['a.yaml:15:26 E_RANGE'])
    expect(search('{ generat: 3 }')).toEqual(['a.yaml:15:14 E_MISSING', 'a.yaml:15:16 E_UNKNOWN_KEY'])
    expect(search('{ generate: 3, tie: firm }')).toEqual(['a.yaml:15:34 E_ENUM'])
    expect(search('many')).toEqual(['a.yaml:15:14 E_TYPE'])
  })

  test('a repair in a scenario without a breach has nothing to answer', () => {
    const only = TEXT.replace(/ {2}- \{ id: (?!sorry)[^\n]+breach[^\n]+\n/, '').replace(
      / {2}- \{ id: (?:rumour|not-me|it-was)[^\n]+\n/g,
      '',
    )
    expect(toldOf(only)).toEqual(['a.yaml:18:61: E_DANGLING: no breach "leak"; the scenario has none'])
  })

  test('a price may be for signing a prospect', () => {
    const { moves } = parseScenario(
      but('by: DEU, to: FRA, agreement: club', 'by: ITA, to: POL, agreement: ita-pol'),
    )
    expect(moves.find(({ id }) => id === 'aid')).toMatchObject({ agreement: 'ita-pol' })
    expect(toldOf(but('by: DEU, to: FRA, agreement: club', 'by: ITA, to: POL'))).toEqual([])
  })

  test('the rungs an order may name are those there are', () => {
    for (const rung of RUNGS) expect(toldOf(but('ITA: suspended', `ITA: ${rung}`))).toEqual([])
  })
})

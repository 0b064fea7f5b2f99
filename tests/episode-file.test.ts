/** Documented cases: what the file must say, what becomes of it, and that nothing which followed reaches a scenario. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { episodeFiles, EPISODES, FOLDER, include } from '../scripts/write-episodes.mjs'
import { casesOf, type CaseReading } from '../src/episode-case.js'
import { episodesSchema, parseEpisodes, type EpisodeSource } from '../src/episode-file.js'
import { FIRST_CUT, RESPONSES, type ObservedOutcome } from '../src/episode.js'
import { JUDGED } from '../src/episode-mapping.js'
import { LiaisonError, ScenarioError } from '../src/mistakes.js'
import type { HistoryEvent } from '../src/events.js'
import { inOrder } from '../src/names.js'
import { run, simulate } from '../src/run.js'
import { readScenario } from '../src/scenario-file.js'
import type { Scenario } from '../src/scenario.js'

const root = join(import.meta.dirname, '..')
const text = readFileSync(join(root, EPISODES), 'utf8')
const sources = parseEpisodes(text, { file: EPISODES })
type Row = Record<string, unknown>
const rows = (): Row[] => JSON.parse(text) as Row[]

function sourceOf(id: string, from: readonly EpisodeSource[] = sources): EpisodeSource {
  const found = from.find(({ episode }) => episode.id === id)
  if (found === undefined) throw new Error(`no episode ${id}`)
  return found
}

function eventOf({ scenario }: EpisodeSource): { on: string; breach: object } {
  if (scenario === undefined) throw new Error('no scenario')
  return scenario.events[0]
}

/** One case, a key a line, so that places can be told. */
const ONE = `[
  {
    "id": "usa-isr-2017",
    "title": "A secret told",
    "date_start": "2017-05-10",
    "date_end": "2017-05-10",
    "date_public": "2017-05-15",
    "public_at_time": true,
    "public_within_days": 5,
    "breacher": "USA",
    "originators": ["ISR", "GBR"],
    "recipient": { "type": "adversary", "iso3": ["RUS"] },
    "source_identity_exposed": "partly",
    "nature": "disclosure to adversary",
    "trigger_class": "third-party-rule breach",
    "group": "disclosure-of-partner-secret",
    "is_breach": true,
    "discipline": "HUMINT",
    "severity": 4,
    "severity_blind": 0.75,
    "strict_sample": true,
    "outcomes": [
      {
        "partner": "ISR",
        "toward": "USA",
        "response": "curtailed",
        "ordinal": 3,
        "role": "originator",
        "attributable_to_breach": "yes",
        "confidence": "A",
        "start_date": "2017-05-24",
        "resumed_date": null
      }
    ]
  }
]
`

/** The text with one thing changed in it. */
function but(old: string, changed: string): string {
  expect(ONE).toContain(old)
  return ONE.replace(old, () => changed)
}

function said(source: string | Uint8Array | readonly unknown[], file = 'mine.json'): string[] {
  try {
    parseEpisodes(source, { file })
    return []
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.mistakes.map(({ line, col, path, code }) => `${line > 0 ? `${line}:${col}` : path} ${code}`)
  }
}

describe('the collection', () => {
  const outcomesOf = (some: readonly EpisodeSource[]): ObservedOutcome[] =>
    some.flatMap(({ episode }) => episode.outcomes)
  const breaches = sources.filter(({ episode }) => episode.isBreach)
  const isCut = ({ response }: ObservedOutcome): boolean =>
    RESPONSES.indexOf(response) >= RESPONSES.indexOf(FIRST_CUT)

  test('holds 43 cases, 29 of them breaches, and 81 outcomes', () => {
    expect(sources).toHaveLength(43)
    expect(breaches).toHaveLength(29)
    expect(outcomesOf(sources)).toHaveLength(81)
  })

  test('of 58 outcomes of originators of breaches 8 are cuts, one of them for another proven cause', () => {
    const owners = outcomesOf(breaches).filter(({ role }) => role === 'originator')
    expect(owners).toHaveLength(58)
    expect(owners.filter(isCut)).toHaveLength(8)
    expect(
      owners.filter((one) => isCut(one) && one.attributable === 'no').map(({ partner }) => partner),
    ).toEqual(['EUU'])
    expect(outcomesOf(breaches).filter(({ role }) => role === 'bystander')).toHaveLength(2)
  })

  test('disputes, fears and misuse are observed and never injected', () => {
    for (const { episode, scenario, from, remarks } of sources) {
      if (episode.isBreach) continue
      expect(scenario).toBeUndefined()
      expect(from).toBeUndefined()
      expect(remarks[0]).toMatch(/^no breach, and never pooled with breaches: /)
    }
  })

  test('every breach has a scenario, and what was judged by id is judged of breaches of the collection alone', () => {
    for (const { scenario } of breaches) expect(scenario).toBeDefined()
    expect(Object.keys(JUDGED).sort()).toEqual(breaches.map(({ episode }) => episode.id).sort())
  })

  test('severity stands there both ways', () => {
    const severities = sources.map(({ episode }) => episode.severity)
    expect(sourceOf('can-fvey-delisle-2012').episode.severity).toEqual({ blind: 0.82, aware: 1 })
    expect(sourceOf('esp-usa-huawei-2025').episode.severity).toEqual({ blind: 0, aware: 0.1 })
    expect([...new Set(severities.map(({ aware }) => aware))].sort((a, b) => a - b)).toEqual([
      0.1, 0.25, 0.5, 0.75, 1,
    ])
  })
})

describe('a breach becomes a scenario', () => {
  test('the laptop bomb, worked by hand', () => {
    const { scenario, from, episode } = sourceOf('usa-isr-lavrov-2017')
    expect(scenario).toMatchObject({ start: '2017-04-10', days: 216, network: 'world', seed: episode.id })
    // 30 days to the act, 5 more until the press has it, 180 after that and the day itself
    expect(from).toBe(35)
    expect(scenario?.events).toEqual([
      {
        id: 'breach',
        on: '2017-05-10',
        breach: {
          by: 'USA',
          of: ['ISR'],
          to: 'RUS',
          topic: 'counter-terrorism-middle-east',
          discipline: 'HUMINT',
          kind: 'disclosure',
          severity: 0.75,
          details: 4,
          exposes: 'source',
          press: { after: '5 days', named: '1 day' },
        },
      },
    ])
    expect(episode.outcomes).toEqual([
      { partner: 'ISR', role: 'originator', response: 'tightened', attributable: 'yes', confidence: 'A' },
      { partner: 'XXX', role: 'bystander', response: 'none', attributable: 'yes', confidence: 'C' },
    ])
  })

  test.each([
    ['est-nato-simm-2008', '2008-09-21', 'penetration', 'RUS'],
    ['can-fvey-delisle-2012', '2012-01-13', 'penetration', 'RUS'],
    ['usa-eu-snowden-2013', '2013-06-05', 'insider', 'press'],
    ['usa-deu-bnd-mole-2014', '2014-07-02', 'spying', 'USA'],
    ['usa-deu-selectors-bad-aibling-2015', '2015-04-23', 'misuse', 'public'],
    ['gbr-usa-binyam-mohamed-2010', '2010-02-10', 'disclosure', 'public'],
    ['dnk-nsa-allies-2021', '2021-04-30', 'spying', 'USA'],
    ['deu-nato-guillaume-1974', '1974-04-24', 'penetration', 'RUS'],
  ])('%s: on %s, %s, to %s', (id, on, kind, to) => {
    expect(eventOf(sourceOf(id))).toMatchObject({ on, breach: { kind, to } })
  })

  test('what reached the press too late the originators find out by themselves, the day after', () => {
    const late = sources.filter(({ scenario }) => scenario?.parameters.detection === 0.1)
    expect(late.map(({ episode }) => episode.id)).toEqual([
      'fra-usa-martel-1962',
      'isr-usa-falseflag-jundallah-2007',
      'tur-isr-iran-network-2012',
      'jpn-usa-pla-hack-2020',
    ])
    for (const { from } of late) expect(from).toBe(31)
  })

  test('every world runs from 30 days before the act to 180 days after the day on which they learn', () => {
    const spans = sources.flatMap(({ scenario, from = -1 }) =>
      scenario === undefined ? [] : [{ from, after: scenario.days - 1 - from }],
    )
    expect(spans).toHaveLength(29)
    for (const { from, after } of spans) {
      expect(after).toBe(180)
      expect(from).toBeGreaterThanOrEqual(30)
      expect(from).toBeLessThanOrEqual(60)
    }
  })

  test('who is no country is observed and no victim; who is gone has a stand-in', () => {
    const swift = sourceOf('usa-eu-swift-2006')
    expect(swift.episode.originators).toEqual(['BEL', 'EUU'])
    expect(eventOf(swift)).toMatchObject({ breach: { of: ['BEL'] } })
    expect(swift.remarks).toEqual(['EUU is no country: observed, and no victim in the scenario'])
    expect(sourceOf('deu-nato-guillaume-1974').remarks).toEqual(['RUS stands for DDR'])
    const nobody = parseEpisodes(
      but('["ISR", "GBR"]', '["EUU"]').replace('"partner": "ISR"', '"partner": "EUU"'),
    )
    expect(nobody[0].scenario).toBeUndefined()
    expect(nobody[0].remarks).toEqual(['no originator is a country, so nothing is injected'])
  })

  test('a stranger may name the topic and the day on which it was known', () => {
    const [named] = parseEpisodes(
      but('"breacher"', '"topic": "cyber-europe", "date_known": "2017-05-12",\n    "breacher"'),
    )
    expect(eventOf(named)).toMatchObject({
      on: '2017-05-11',
      breach: { topic: 'cyber-europe', press: { after: '4 days' } },
    })
    expect(named.remarks).toEqual([])
    const [plain] = parseEpisodes(ONE)
    expect(eventOf(plain)).toMatchObject({ breach: { topic: 'counter-terrorism-middle-east' } })
    expect(plain.remarks).toEqual(['no topic is given: counter-terrorism-middle-east stands for it'])
  })
})

describe('nothing that followed reaches a scenario', () => {
  const built = (given: Row[]): string =>
    JSON.stringify(parseEpisodes(given).map(({ scenario, from, remarks }) => ({ scenario, from, remarks })))
  const before = built(rows())

  test('other outcomes, none, or the opposite: not a byte changes', () => {
    const without = rows().map((row) => ({ ...row, outcomes: [] }))
    const opposite = rows().map((row) => ({
      ...row,
      outcomes: (row['outcomes'] as Row[]).map((outcome) => ({
        ...outcome,
        ...(outcome['ordinal'] === 0
          ? { response: 'terminated', ordinal: 5, start_date: '2026-06-01' }
          : { response: 'none', ordinal: 0, start_date: null, resumed_date: null }),
      })),
    }))
    expect(built(without)).toBe(before)
    expect(built(opposite)).toBe(before)
  })

  test.each([
    ['severity', 3],
    ['severity_reason', 'It ended everything.'],
    ['primary_response', 'terminated'],
    ['primary_ordinal', 5],
    ['any_curtailment', true],
    ['curtailment_incl_tightened', true],
    ['wider_chilling', 'Everybody left.'],
    ['repair_measures', 'None.'],
    ['contested', 'All of it.'],
    ['strict_sample', false],
    ['nature', 'deception'],
    ['sources', []],
  ])('%s', (key, value) => {
    expect(built(rows().map((row) => ({ ...row, [key]: value })))).toBe(before)
  })

  test('the severity rated without them does', () => {
    expect(built(rows().map((row) => ({ ...row, severity_blind: 0.3 })))).not.toBe(before)
  })
})

describe('a file of strangers', () => {
  test('is read from text, bytes or a list, and is not changed', () => {
    const found = JSON.stringify(parseEpisodes(ONE))
    expect(JSON.stringify(parseEpisodes(new TextEncoder().encode(ONE)))).toBe(found)
    const frozen = Object.freeze(JSON.parse(ONE) as unknown[])
    expect(JSON.stringify(parseEpisodes(frozen))).toBe(found)
    expect(JSON.stringify(parseEpisodes(ONE, { file: 'mine.yaml' }))).toBe(found)
  })

  test.each<[string, string, string]>([
    ['a word nobody explains', but('"third-party-rule breach"', '"third-party-rule breech"'), '15:22 E_ENUM'],
    ['an unknown discipline', but('"HUMINT"', '"gossip"'), '18:19 E_ENUM'],
    ['an unknown recipient', but('"adversary"', '"enemy"'), '12:28 E_ENUM'],
    ['an unknown group', but('"disclosure-of-partner-secret"', '"disclosures"'), '16:14 E_ENUM'],
    ['an unknown nature', but('"disclosure to adversary"', '"talk"'), '14:15 E_ENUM'],
    ['an unknown response', but('"curtailed"', '"sulked"'), '26:21 E_ENUM'],
    ['an unknown exposure', but('"partly"', '"maybe"'), '13:32 E_ENUM'],
    ['an unknown confidence', but('"A"', '"D"'), '30:23 E_ENUM'],
    ['a key nobody knows', but('"breacher"', '"culprit": 1,\n    "breacher"'), '10:5 E_UNKNOWN_KEY'],
    ['something missing', but('    "severity_blind": 0.75,\n', ''), '2:3 E_MISSING'],
    ['no date', but('"2017-05-15"', '"15 May 2017"'), '7:20 E_DATE'],
    ['a date that never was', but('"2017-05-15"', '"2017-02-30"'), '7:20 E_DATE'],
    ['an end before the start', but('"date_end": "2017-05-10"', '"date_end": "2016-05-10"'), '6:17 E_DATE'],
    ['public before the act', but('"2017-05-15"', '"2017-05-01"'), '7:20 E_DATE'],
    [
      'known after it was public',
      but('"breacher"', '"date_known": "2018-01-01",\n    "breacher"'),
      '10:19 E_DATE',
    ],
    [
      'a typing slip in a year',
      but('"2017-05-10",\n    "date_end"', '"1017-05-10",\n    "date_end"'),
      '5:19 E_RANGE',
    ],
    ['an ordinal of another response', but('"ordinal": 3', '"ordinal": 4'), '27:20 E_RANGE'],
    ['severity out of bounds', but('0.75', '75'), '20:23 E_RANGE'],
    ['severity in between', but('"severity": 4', '"severity": 3.5'), '19:17 E_TYPE'],
    ['a truth in quotes', but('"is_breach": true', '"is_breach": "true"'), '17:18 E_TYPE'],
    ['no originators', but('["ISR", "GBR"]', '[]'), '11:20 E_RANGE'],
    ['an originator twice', but('["ISR", "GBR"]', '["ISR", "ISR"]'), '11:28 E_DUP_ID'],
    ['its own secret', but('["ISR", "GBR"]', '["ISR", "USA"]'), '11:28 E_SELF_LOOP'],
    ['told its own secret', but('["RUS"]', '["GBR"]'), '12:50 E_SELF_LOOP'],
    ['telling itself', but('["RUS"]', '["USA"]'), '12:49 E_SELF_LOOP'],
    ['an adversary without a country', but('["RUS"]', '[]'), '12:49 E_MISSING'],
    [
      'a dispute pooled with breaches',
      but('"third-party-rule breach"', '"anticipated penetration"'),
      '17:18 E_SCHEMA',
    ],
    ['a breach that is said to be none', but('"is_breach": true', '"is_breach": false'), '17:18 E_SCHEMA'],
    [
      'a breach in a group of disputes',
      but('"disclosure-of-partner-secret"', '"policy-dispute"'),
      '16:14 E_SCHEMA',
    ],
    ['a response to itself', but('"partner": "ISR"', '"partner": "USA"'), '25:19 E_SELF_LOOP'],
    ['a response to another', but('"toward": "USA"', '"toward": "GBR"'), '25:19 E_PARTY'],
    ['an originator nobody named', but('"partner": "ISR"', '"partner": "FRA"'), '28:17 E_PARTY'],
    ['an originator as a bystander', but('"originator",', '"bystander",'), '28:17 E_PARTY'],
    ['the counter-move of another', but('"originator",', '"breacher-counter-move",'), '24:20 E_PARTY'],
    ['a response before the act', but('"2017-05-24"', '"2017-04-24"'), '31:23 E_DATE'],
    ['resumed before it began', but('null', '"2017-05-20"'), '32:25 E_DATE'],
    [
      'an address that is none',
      but('"outcomes"', '"sources": [{"title": "a", "url": "javascript:1"}],\n    "outcomes"'),
      '22:39 E_SCHEMA',
    ],
    ['an id that is none', but('"usa-isr-2017"', '"usa isr"'), '3:11 E_ID'],
    ['a map', '{}', '1:1 E_ROOT_TYPE'],
    ['nothing listed', '[]', '1:1 E_EMPTY'],
    ['nothing', '', '1:1 E_EMPTY'],
    ['no JSON', ONE.replace(/\]\n$/, ''), '36:1 E_JSON_SYNTAX'],
    ['a number among the cases', '[1]', '1:2 E_TYPE'],
  ])('%s', (_what, source, place) => {
    expect(said(source)[0]).toBe(place)
  })

  test('the same id twice, or two that look alike', () => {
    const twice = ONE.replace(/\]\n$/, `,${ONE.slice(1).replace('usa-isr-2017', 'USA-isr-2017')}`)
    expect(said(twice)).toEqual(['38:11 E_DUP_ID'])
  })

  test('a partner twice in one role', () => {
    const [row] = JSON.parse(ONE) as { outcomes: object[] }[]
    expect(said([{ ...row, outcomes: [...row.outcomes, ...row.outcomes] }])).toEqual([
      '[0].outcomes[1].partner E_DUP_EDGE',
    ])
  })

  test('says file, line, what and the way out', () => {
    expect(() => parseEpisodes(but('"HUMINT"', '"HUMIT"'), { file: 'mine.json' })).toThrow(
      /^mine\.json:18:19: E_ENUM: "discipline" cannot be "HUMIT"; did you mean "HUMINT"\?/,
    )
  })

  test('as many as thousands, and no more', () => {
    const many = (count: number): object[] =>
      Array.from({ length: count }, (_, k) => ({ ...(JSON.parse(ONE) as object[])[0], id: `e${k}` }))
    expect(parseEpisodes(many(5000))).toHaveLength(5000)
    expect(said(many(5001))).toEqual([' E_TOO_MANY'])
  })

  test('cut off or overwritten anywhere, it is read or refused with a place, and nothing else happens', () => {
    const damaged = fc
      .tuple(
        fc.nat(ONE.length),
        fc.nat(12),
        fc.constantFrom('', '"', '{', ']', '0', '-1', 'null', '"constructor"'),
      )
      .map(([at, length, patch]) => ONE.slice(0, at) + patch + ONE.slice(at + length))
    fc.assert(
      fc.property(damaged, (source) => {
        for (const one of said(source)) expect(one).toMatch(/^\d+:\d+ E_[A-Z_]+$/)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  // after a change: npm run build && node scripts/write-schema.mjs
  test('its schema is shipped', () => {
    const shipped = JSON.parse(readFileSync(join(root, 'schema/episodes.schema.json'), 'utf8')) as object
    expect(shipped).toEqual(JSON.parse(JSON.stringify(episodesSchema())))
  })

  test('options that nobody knows are told of', () => {
    expect(() => casesOf([], {} as never)).toThrow(LiaisonError)
    expect(() => casesOf(1 as never, { include })).toThrow(LiaisonError)
    expect(() => parseEpisodes(ONE, { fil: 'x' } as object)).toThrow(LiaisonError)
  })
})

describe('a case in a network', () => {
  const NETWORK = `liaison-network: 1
id: world
title: Small
topics: { counter-terrorism-middle-east: {} }
countries:
  - { id: GBR, collection: { counter-terrorism-middle-east: { HUMINT: 1 } } }
  - { id: ISR, collection: { counter-terrorism-middle-east: { HUMINT: 1 } } }
  - { id: RUS }
  - { id: USA }
agreements:
  - { id: isr-usa, parties: [ISR, USA], scope: { topics: all, disciplines: all }, tie: ally }
  - { id: gbr-usa, parties: [GBR, USA], scope: { topics: all, disciplines: all }, tie: close, from: 2018-01-01 }
`
  const within = (source: string, network = NETWORK): CaseReading =>
    casesOf(parseEpisodes(source), { include: () => ({ text: network, file: 'world.yaml' }) })[0]

  test('leaves out with whom nothing is known that year, and says so', () => {
    const { case: found, remarks, scenario } = within(ONE)
    expect(found?.scenario.breaches).toMatchObject([
      { id: 'breach', day: 30, of: ['ISR'], pressDay: 35, namedDay: 36 },
    ])
    expect(found?.from).toBe(35)
    expect(found?.episode.originators).toEqual(['ISR', 'GBR'])
    expect(scenario?.network).toBe('world')
    expect(remarks).toContain('no agreement between USA and GBR is known in that year')
  })

  test('learns on that day and not before', () => {
    const learnedOn = (reading: CaseReading): number[] => {
      if (reading.case === undefined) throw new Error('no case')
      const { events } = run(reading.case.scenario)
      return events.filter(({ kind, who }) => kind === 'learned' && who === 'ISR').map(({ day }) => day)
    }
    expect(learnedOn(within(ONE))[0]).toBe(35)
    const hidden = within(but('"breacher"', '"date_known": "2017-05-12",\n    "breacher"'))
    expect(hidden.case?.from).toBe(31)
    expect(learnedOn(hidden)[0]).toBe(31)
  })

  test('where nobody is left there is no case', () => {
    const {
      case: found,
      scenario,
      remarks,
    } = within(but('["ISR", "GBR"]', '["GBR"]').replaceAll('"ISR"', '"GBR"'))
    expect(found).toBeUndefined()
    expect(scenario).toBeUndefined()
    expect(remarks).toContain('no agreement between USA and GBR is known in that year')
  })

  test('a recipient that the network does not know is the public', () => {
    const { case: found, remarks } = within(but('["RUS"]', '["CHN"]'))
    expect(found?.scenario.breaches[0].to).toBe('public')
    expect(remarks).toContain('CHN is no country of the network: the secret goes to the public')
  })

  test('a network that is not there, is broken, or lacks the topic', () => {
    expect(() => casesOf(parseEpisodes(ONE), { include: () => undefined })).toThrow('no network "world"')
    expect(() => within(ONE, 'liaison-network: 2')).toThrow(/world\.yaml:1:18: E_VERSION/)
    const other = NETWORK.replaceAll('counter-terrorism-middle-east', 'cyber')
    expect(() => within(ONE, other)).toThrow(/no topic "counter-terrorism-middle-east"/)
  })
})

describe('the shipped scenarios of episodes', () => {
  const cases = casesOf(sources, { include })
  const files = episodeFiles({ parseEpisodes, casesOf: () => cases })

  test('are what the data say; run node scripts/write-episodes.mjs when they are not', () => {
    const there = readdirSync(join(root, FOLDER)).map((name) => `${FOLDER}${name}`)
    expect([...files.keys()].sort(inOrder)).toEqual(there.sort(inOrder))
    for (const [path, written] of files) expect(readFileSync(join(root, path), 'utf8'), path).toBe(written)
  })

  test('say the same as the cases do', () => {
    for (const { source, scenario } of cases) {
      const written = files.get(`${FOLDER}${source.episode.id}.yaml`)
      expect(written === undefined ? undefined : parse(written)).toEqual(scenario)
    }
  })

  test('are read as any other', () => {
    const path = `${FOLDER}usa-isr-lavrov-2017.yaml`
    const { scenario, mistakes, warnings } = readScenario(readFileSync(join(root, path)), {
      file: path,
      include,
    })
    expect([...mistakes, ...warnings]).toEqual([])
    const found = cases.find(({ source }) => source.episode.id === 'usa-isr-lavrov-2017')
    expect(JSON.stringify(scenario)).toBe(JSON.stringify(found?.case?.scenario))
  })

  test('all 29 breaches find an agreement in the world of their year; where it is thin, a remark says so', () => {
    expect(cases.filter((found) => found.case !== undefined)).toHaveLength(29)
    const remarked = (pattern: RegExp): string[] =>
      cases
        .filter(({ remarks }) => remarks.some((one) => pattern.test(one)))
        .map(({ source }) => source.episode.id)
    expect(remarked(/^no agreement between/)).toEqual([])
    expect(remarked(/covers this secret$/)).toEqual(['tur-isr-iran-network-2012', 'usa-allies-discord-2023'])
    expect(remarked(/only open sources/)).toEqual([
      'isr-nzl-passports-2004',
      'est-nato-simm-2008',
      'tur-isr-iran-network-2012',
      'tur-usa-bases-2017',
    ])
  })

  test('stand in the model: the victims learn on the day from which responses are read, and not before', () => {
    const grave = cases.flatMap(({ case: found }) =>
      found !== undefined && found.scenario.breaches[0].severity > 0 ? [found] : [],
    )
    // Suez exposed no secret of the originator
    expect(grave).toHaveLength(28)
    // a handful of them, of every sort; each runs a whole world
    for (const { episode, scenario, from } of grave.filter((_, k) => k % 5 === 1)) {
      const learned = learnedUntil(from, scenario)
      expect(learned.map(({ who }) => String(who)).sort(inOrder), episode.id).toEqual(scenario.breaches[0].of)
      expect(new Set(learned.map(({ day }) => day)), episode.id).toEqual(new Set([from]))
    }
  })

  /** When victims first learn, of what happens up to a day. */
  function learnedUntil(last: number, scenario: Scenario): HistoryEvent[] {
    for (const { day, now } of simulate(scenario)) {
      if (day <= last) continue
      const learned = now.history.events.filter(
        ({ kind, words }) => kind === 'learned' && words['as'] === 'victim',
      )
      return learned.filter(({ who }, k) => learned.findIndex((one) => one.who === who) === k)
    }
    throw new Error(`day ${last} is beyond the scenario`)
  }

  test('partners observed are countries of the world, or said to be none', () => {
    const world = cases.find((found) => found.case !== undefined)?.case?.scenario.network
    const ids = new Set(world?.countries.map(({ id }) => id))
    const partners = sources.flatMap(({ episode }) => episode.outcomes.map(({ partner }) => partner))
    expect([...new Set(partners.filter((id) => !ids.has(id)))].sort()).toEqual(['EUU', 'XXX'])
  })
})

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatMistake, ScenarioError } from '../src/mistakes.js'
import { ASCENDING, DEFAULTS, PARAMETER_NAMES, PARAMETERS } from '../src/parameters.js'
import { SWITCHES, type Scenario } from '../src/scenario.js'
import { parseScenario, readScenario, scenarioSchema, type ScenarioOptions } from '../src/scenario-file.js'

const NETWORK = `topics: { cyber: {}, terror: {} }
countries:
  - { id: GBR, label: United Kingdom, collection: { terror: { HUMINT: 1 } } }
  - { id: ISR, collection: { terror: { HUMINT: 1 } } }
  - { id: RUS }
  - { id: USA }
agreements:
  - { id: isr-usa, parties: [ISR, USA], scope: { topics: [terror], disciplines: all }, tie: ally, from: 1980-01-01 }
  - { id: gbr-usa, parties: [GBR, USA], scope: { topics: all, disciplines: all }, tie: close, until: 2017-05-20 }
`
const TEXT = `# a remark
liaison: 1
title: The laptop bomb
start: 2017-05-01
days: 365
network:
${NETWORK.replace(/^/gm, '  ').trimEnd()}
events:
  - id: oval-office
    on: 2017-05-10
    breach: { by: USA, of: ISR, to: RUS, topic: terror, severity: 0.8, press: { after: 5 days, named: 1 day } }
  - id: later
    on: 100
    breach: { by: USA, of: [ISR], to: press, topic: terror, discipline: SIGINT, kind: insider, severity: 0, details: 2 }
parameters: { spillOver: 0.2 }
mechanisms: { imitation: off, witness: true }
`
const FILE = `liaison-network: 1\nid: far\ntitle: Far\n${NETWORK}`

function said(source: string | Uint8Array | object, options?: ScenarioOptions): string[] {
  return readScenario(source, options).mistakes.map(
    ({ line, col, path, code }) => `${line > 0 ? `${line}:${col}` : path} ${code}`,
  )
}

/** The text with one thing changed in it. */
function but(old: string, text: string): string {
  expect(TEXT).toContain(old)
  return TEXT.replace(old, () => text)
}

describe('a scenario file', () => {
  const scenario = parseScenario(TEXT)

  test('is resolved', () => {
    const { network, parameters, ...rest } = scenario
    expect(rest).toEqual({
      title: 'The laptop bomb',
      description: '',
      start: '2017-05-01',
      days: 365,
      model: 'liaison',
      seed: 'liaison',
      seedGiven: false,
      breaches: [
        {
          id: 'oval-office',
          day: 9,
          by: 'USA',
          of: ['ISR'],
          to: 'RUS',
          topic: 'terror',
          discipline: null,
          kind: 'disclosure',
          severity: 0.8,
          details: 4,
          exposes: 'source',
          pressDay: 14,
          namedDay: 15,
          happened: true,
          traced: true,
        },
        {
          id: 'later',
          day: 100,
          by: 'USA',
          of: ['ISR'],
          to: 'press',
          topic: 'terror',
          discipline: 'SIGINT',
          kind: 'insider',
          severity: 0,
          details: 2,
          exposes: 'source',
          pressDay: 100,
          namedDay: null,
          happened: true,
          traced: true,
        },
      ],
      moves: [],
      mechanisms: { ...Object.fromEntries(SWITCHES.map((name) => [name, true])), imitation: false },
    })
    expect(parameters).toEqual({ ...DEFAULTS, spillOver: 0.2 })
    expect(network).toMatchObject({ id: 'inline', title: 'Inline network' })
    expect(network.agreements.map(({ id, from, until }) => [id, from, until])).toEqual([
      ['gbr-usa', null, 19],
      ['isr-usa', -13635, null],
    ])
  })

  test('says whether it names a seed, and takes a duration for its length', () => {
    const named = parseScenario(but('days: 365', 'days: 30 days\nseed: "42"').replace('on: 100', 'on: 29'))
    expect(named).toMatchObject({ days: 30, seed: '42', seedGiven: true })
  })

  test('details that are not stated are a parameter', () => {
    expect(parseScenario(but('spillOver: 0.2', 'detailsDefault: 6')).breaches[0].details).toBe(6)
  })

  test('where the length or the start is unsound, no event is called too late or too early', () => {
    expect(said(but('days: 365', 'days: x').replaceAll('2017', '2117'))).toEqual(['5:7 E_RANGE'])
    expect(said(but('title: The laptop bomb', 'title: ""').replaceAll('2017', '2117'))).toEqual([
      '3:8 E_MISSING',
    ])
  })

  test('events come by day, then id', () => {
    const early = parseScenario(but('on: 100', 'on: 9'))
    expect(early.breaches.map(({ id }) => id)).toEqual(['later', 'oval-office'])
  })

  test.each<[string, string | Uint8Array | object, string]>([
    ['CRLF', TEXT.replaceAll('\n', '\r\n'), 'a.yaml'],
    ['a byte order mark', `\ufeff${TEXT}`, 'a.yaml'],
    ['bytes', new TextEncoder().encode(TEXT), 'a.yaml'],
    ['remarks gone', TEXT.replace('# a remark\n', ''), 'a.yaml'],
    ['quotes', TEXT.replaceAll('ISR', '"ISR"').replace('2017-05-10', "'2017-05-10'"), 'a.yaml'],
    ['numbers written otherwise', TEXT.replace('0.8', '8e-1').replace('365', '0x16D'), 'a.yaml'],
    ['an alias', but('[ISR], to', '*x, to').replace('of: ISR', 'of: &x ISR'), 'a.yaml'],
    ['keys in another order', but('title: The laptop bomb\n', '') + 'title: The laptop bomb\n', 'a.yaml'],
    [
      'countries in another order',
      but('    - { id: RUS }\n    - { id: USA }\n', '    - { id: USA }\n    - { id: RUS }\n'),
      'a.yaml',
    ],
    ['a date as a day', but('on: 2017-05-10', 'on: 9'), 'a.yaml'],
  ])('%s: not a bit of the scenario changes', (_what, source, file) => {
    expect(JSON.stringify(parseScenario(source, { file }))).toBe(JSON.stringify(scenario))
  })

  test('the same as JSON, as an object, as a frozen object', () => {
    const object = asObject()
    const json = JSON.stringify(object, null, 2)
    const same = JSON.stringify(scenario)
    expect(JSON.stringify(parseScenario(json, { file: 'a.json' }))).toBe(same)
    expect(JSON.stringify(parseScenario(json, { file: 'a.yaml' }))).toBe(same)
    expect(JSON.stringify(parseScenario(object))).toBe(same)
    expect(JSON.stringify(parseScenario(frozen(object) as object))).toBe(same)
    expect(object).toEqual(asObject())
  })

  test('keys in any order, at every depth', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (chance) => {
        const shuffled = (value: unknown): unknown => {
          if (typeof value !== 'object' || value === null) return value
          if (Array.isArray(value)) return value.map(shuffled)
          const entries = Object.entries(value).map(
            ([key, inner]) => [chance.next().value, key, shuffled(inner)] as const,
          )
          return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, key, inner]) => [key, inner]))
        }
        expect(JSON.stringify(parseScenario(shuffled(asObject()) as object))).toBe(JSON.stringify(scenario))
      }),
      { numRuns: 30 },
    )
  })

  test('a real change does change it', () => {
    expect(JSON.stringify(parseScenario(but('0.8', '0.81')))).not.toBe(JSON.stringify(scenario))
  })
})

/** TEXT as a program would write it. */
function asObject(): object {
  const scope = (topics: 'all' | string[]) => ({ topics, disciplines: 'all' })
  return {
    liaison: 1,
    title: 'The laptop bomb',
    start: '2017-05-01',
    days: 365,
    network: {
      topics: { cyber: {}, terror: {} },
      countries: [
        { id: 'GBR', label: 'United Kingdom', collection: { terror: { HUMINT: 1 } } },
        { id: 'ISR', collection: { terror: { HUMINT: 1 } } },
        { id: 'RUS' },
        { id: 'USA', label: undefined },
      ],
      agreements: [
        { id: 'isr-usa', parties: ['ISR', 'USA'], scope: scope(['terror']), tie: 'ally', from: '1980-01-01' },
        { id: 'gbr-usa', parties: ['GBR', 'USA'], scope: scope('all'), tie: 'close', until: '2017-05-20' },
      ],
    },
    events: [
      {
        id: 'oval-office',
        on: '2017-05-10',
        breach: {
          by: 'USA',
          of: 'ISR',
          to: 'RUS',
          topic: 'terror',
          severity: 0.8,
          press: { after: '5 days', named: 1 },
        },
      },
      {
        id: 'later',
        on: 100,
        breach: {
          by: 'USA',
          of: ['ISR'],
          to: 'press',
          topic: 'terror',
          discipline: 'SIGINT',
          kind: 'insider',
          severity: 0,
          details: 2,
        },
      },
    ],
    parameters: { spillOver: 0.2 },
    mechanisms: { imitation: 'off', witness: true },
  }
}

function frozen(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen)
  return Object.freeze(value)
}

describe('mistakes', () => {
  // › marks where the first one should be told
  test.each([
    ['liaison: 1', 'liaison: ›2', 'E_VERSION'],
    ['title: The laptop bomb', '›titel: The laptop bomb', 'E_MISSING E_UNKNOWN_KEY'],
    ['start: 2017-05-01', 'start: ›2017-05-00', 'E_DATE'],
    ['days: 365', 'days: ›0', 'E_RANGE'],
    ['days: 365', 'days: ›18251', 'E_RANGE'],
    ['days: 365', 'days: ›20000 days', 'E_RANGE'],
    ['days: 365', 'days: ›1.5', 'E_TYPE'],
    ['days: 365', 'days: ›long', 'E_RANGE'],
    ['days: 365', 'days: 365\nmodel: ›threshhold', 'E_ENUM'],
    ['days: 365', 'days: 365\nmodel: ›[sir]', 'E_TYPE'],
    ['days: 365', 'days: 365\nseed: ›42', 'E_SEED'],
    ['days: 365', 'days: 365\nseed: ›""', 'E_SEED'],
    ['id: later', 'id: ›oval-office', 'E_DUP_EVENT'],
    ['id: later', 'id: ›Oval-Office', 'E_DUP_EVENT'],
    ['id: later', 'id: ›a/b', 'E_ID'],
    ['on: 100', 'on: ›365', 'E_RANGE'],
    ['on: 100', 'on: ›-1', 'E_RANGE'],
    ['on: 2017-05-10', 'on: ›2017-04-30', 'E_RANGE'],
    ['on: 2017-05-10', 'on: ›2018-05-01', 'E_RANGE'],
    ['on: 2017-05-10', 'on: ›10 May', 'E_DATE'],
    ['by: USA, of: ISR', 'by: ›UK, of: ISR', 'E_DANGLING'],
    ['by: USA, of: ISR', 'by: USA, of: ›USA', 'E_SELF_LOOP'],
    ['by: USA, of: ISR', 'by: USA, of: ›ISRA', 'E_DANGLING'],
    ['by: USA, of: [ISR]', 'by: USA, of: [ISR, ›RUS]', 'E_ACCESS'],
    ['by: USA, of: [ISR]', 'by: USA, of: [ISR, ›GBR]', 'E_ACCESS'],
    ['by: USA, of: [ISR]', 'by: USA, of: ›[]', 'E_RANGE'],
    ['by: USA, of: [ISR]', 'by: USA, of: ›3', 'E_TYPE'],
    ['to: RUS', 'to: ›USA', 'E_SELF_LOOP'],
    ['of: ISR, to: RUS', 'of: ›ISR, to: ISR', 'E_SELF_LOOP'],
    ['to: press', 'to: ›prss', 'E_DANGLING'],
    ['topic: terror, severity', 'topic: ›teror, severity', 'E_DANGLING'],
    ['discipline: SIGINT', 'discipline: ›SIGNT', 'E_DANGLING'],
    ['kind: insider', 'kind: ›insidr', 'E_ENUM'],
    ['severity: 0.8', 'severity: ›80', 'E_RANGE'],
    ['severity: 0.8', 'severity: 0.8, exposes: ›orginator', 'E_ENUM'],
    ['severity: 0.8', 'severity: ›high', 'E_TYPE'],
    ['breach: { by: USA, of: ISR', 'breach: ›{ of: ISR', 'E_MISSING'],
    ['details: 2', 'details: ›2.5', 'E_TYPE'],
    ['details: 2', 'details: ›9', 'E_RANGE'],
    ['after: 5 days', 'after: ›5 weeks', 'E_DATE'],
    ['after: 5 days', 'after: ›-5', 'E_RANGE'],
    ['after: 5 days', '›afer: 5 days', 'E_UNKNOWN_KEY'],
    ['spillOver: 0.2', '›spilOver: 0.2', 'E_UNKNOWN_KEY'],
    ['spillOver: 0.2', 'spillOver: ›2', 'E_RANGE'],
    ['spillOver: 0.2', 'spillOver: ›', 'E_TYPE'],
    ['spillOver: 0.2', 'halfLife: ›29', 'E_RANGE'],
    ['spillOver: 0.2', 'shelfLife: ›30.5', 'E_TYPE'],
    ['spillOver: 0.2', 'itemValueLow: ›0.9', 'E_RANGE'],
    ['spillOver: 0.2', 'itemSensitivityHigh: ›0.5', 'E_RANGE'],
    ['spillOver: 0.2', 'idTear: ›0.7', 'E_RANGE'],
    ['spillOver: 0.2', 'plotLead: ›6', 'E_RANGE'],
    ['spillOver: 0.2', 'cascadeChance: ›1.1', 'E_RANGE'],
    ['spillOver: 0.2', 'thresholdHigh: ›-0.5', 'E_RANGE'],
    ['imitation: off', 'imitation: ›maybe', 'E_TYPE'],
    ['imitation: off', '›imitatoin: off', 'E_UNKNOWN_KEY'],
    ['{ id: RUS }', '{ id: RUS, need: { ›tenor: 1 } }', 'E_DANGLING'],
    ['events:', 'evnts:', 'E_UNKNOWN_KEY'],
    ['parameters: { spillOver: 0.2 }', 'parameters: ›[]', 'E_TYPE'],
  ])('%s → %s', (old, marked, codes) => {
    const text = but(old, marked)
    const told = said(text.replace('›', ''))
    expect(told.map((mistake) => mistake.split(' ')[1]).join(' ')).toBe(codes)
    if (!marked.includes('›') || codes.startsWith('E_MISSING E_UNKNOWN')) return
    const lines = text.slice(0, text.indexOf('›')).split('\n')
    const place = `${lines.length}:${lines[lines.length - 1].length + 1}`
    // of nothing, the place is where something should follow
    expect(told[0]).toMatch(new RegExp(`^${marked.endsWith('›') ? '\\d+:\\d+' : place} `))
  })

  test('offer what was probably meant, and say what is allowed', () => {
    const lines = (text: string) => readScenario(text, { file: 'liaison.yaml' }).mistakes.map(formatMistake)
    expect(lines(but('by: USA, of: ISR', 'by: UK, of: ISR'))).toEqual([
      'liaison.yaml:19:19: E_DANGLING: no country "UK"; did you mean "GBR"?',
    ])
    expect(lines(but('spillOver: 0.2', 'spilOver: 2'))).toEqual([
      'liaison.yaml:23:15: E_UNKNOWN_KEY: unknown key "spilOver"; did you mean "spillOver"?',
    ])
    expect(lines(but('spillOver: 0.2', 'spillOver: 2'))).toEqual([
      'liaison.yaml:23:26: E_RANGE: "2" is out of bounds; give a number from 0 to 1',
    ])
    expect(lines(but('on: 100', 'on: 2019-01-01'))[0]).toMatch(
      /"2019-01-01" is outside the scenario; it runs from 2017-05-01 to 2018-04-30 \(days 0 to 364\)$/,
    )
    expect(lines(but('kind: insider', 'kind: insidr'))[0]).toMatch(
      /cannot be "insidr"; did you mean "insider"\? \(use /,
    )
  })

  test('two events that say the same are one too many', () => {
    const [, first] = /(  - id: oval-office\n.*\n.*\n)/.exec(TEXT) ?? []
    const twin = first.replace('oval-office', 'again').replace('2017-05-10', '9')
    expect(said(but(first, first + twin))).toEqual(['20:5 E_DUP_EVENT'])
  })

  test('an agreement counts on the days it is in force', () => {
    const told = (on: string) =>
      said(but('of: ISR, to', 'of: GBR, to').replace('on: 2017-05-10', `on: ${on}`))
    expect(told('2017-05-19')).toEqual([])
    expect(told('2017-05-20')).toEqual(['19:28 E_ACCESS'])
  })

  test('every parameter is held to its bounds', () => {
    for (const name of PARAMETER_NAMES) {
      const { min, max, whole } = PARAMETERS[name]
      const told = (value: number) =>
        said(but('spillOver: 0.2', `${name}: ${value}`)).filter((line) => line.startsWith('23:'))
      expect(told(max + (whole ? 1 : 0.5))).toHaveLength(1)
      expect(told(min - (whole ? 1 : 0.5))).toHaveLength(1)
      // the two ends of a range also bind each other
      const free = ASCENDING.some((pair) => pair.some((end) => end === name)) ? [] : [min, max]
      for (const value of free) expect(told(value)).toEqual([])
    }
  })

  test('twenty are told, of thousands', () => {
    const events = Array.from({ length: 5000 }, () => 7)
    const error = thrown(() => parseScenario({ ...asObject(), events }))
    expect(error.mistakes).toHaveLength(20)
    expect(error.message).toMatch(/\nand at least 180 more$/)
  })
})

function thrown(act: () => unknown): ScenarioError {
  try {
    act()
  } catch (error) {
    if (error instanceof ScenarioError) return error
  }
  throw new Error('nothing was refused')
}

test('whoever spies may keep what it gets; nobody else tells itself', () => {
  const spied = parseScenario(but('to: RUS', 'to: USA, kind: spying'))
  expect(spied.breaches[0]).toMatchObject({ by: 'USA', to: 'USA', kind: 'spying', exposes: 'source' })
})

test('a breach may expose the originator and not its source', () => {
  const { breaches } = parseScenario(but('severity: 0.8', 'severity: 0.8, exposes: originator'))
  expect(breaches.map(({ exposes }) => exposes)).toEqual(['originator', 'source'])
})

describe('warnings', () => {
  const warned = (text: string) =>
    readScenario(text).warnings.map(({ line, col, code }) => `${line}:${col} ${code}`)

  test('a secret of somebody who collects nothing of the kind', () => {
    expect(warned(TEXT)).toEqual(['22:29 W_NO_COLLECTION'])
  })

  test('nor is one that another model reads', () => {
    const own = but('spillOver: 0.2', 'cascadeChance: 0.1, thresholdLow: 0.1')
    expect(warned(own)).toContain('23:15 W_UNREAD')
    expect(readScenario(own).warnings.map(({ what }) => what)).toContain(
      'the model "liaison" does not read "cascadeChance"',
    )
    const cascade = own.replace('days: 365', 'days: 365\nmodel: cascade')
    expect(warned(cascade).filter((one) => one.endsWith('W_UNREAD'))).toEqual(['24:35 W_UNREAD'])
  })

  test('a secret that cannot be what it is said to be', () => {
    expect(warned(but('topic: terror, severity', 'topic: cyber, severity'))).toEqual([
      '19:28 W_OUT_OF_SCOPE',
      '19:28 W_NO_COLLECTION',
      '22:29 W_NO_COLLECTION',
    ])
  })
})

describe('networks', () => {
  const includes = (files: Record<string, string>): ScenarioOptions => ({
    file: 'liaison.yaml',
    include: (name) => (name in files ? { text: files[name], file: `networks/${name}` } : undefined),
  })
  const inline = TEXT.slice(TEXT.indexOf('network:'), TEXT.indexOf('events:'))
  const naming = (name: string) => but(inline, `network: ${name}\n`)

  test('are found by name, by path, and written as graphs', () => {
    for (const name of ['far', './far.yaml', 'sub/far.yml']) {
      const { network } = parseScenario(naming(name), includes({ [name]: FILE }))
      expect(network.title).toBe('Far')
      expect(network.agreements).toEqual(parseScenario(TEXT).network.agreements)
    }
    const graph = JSON.stringify({
      attributes: { topics: [{ id: 'terror' }] },
      nodes: [{ key: 'USA' }, { key: 'ISR' }, { key: 'RUS' }],
      edges: [{ source: 'USA', target: 'ISR' }],
    })
    expect(
      parseScenario(naming('./a.json'), includes({ './a.json': graph })).network.agreements,
    ).toHaveLength(1)
  })

  test.each([
    '../x.yaml',
    './a/../../x.yaml',
    '/etc/x.yaml',
    'C:/x.yaml',
    '"a\\\\x.yaml"',
    'https://x/y.yaml',
    './/x.yaml',
    '"~/x.yaml"',
    '"%2e%2e/x.yaml"',
    '"a b"',
    '""',
    'constructor',
  ])('%s is never asked for', (name) => {
    const asked: string[] = []
    const include = (wanted: string) => void asked.push(wanted)
    expect(said(naming(name), { include })).toEqual(['6:10 E_INCLUDE'])
    expect(asked).toEqual([])
  })

  test('that are not found are told where they are named', () => {
    const { mistakes } = readScenario(naming('fare'), { ...includes({ far: FILE }), networks: ['far'] })
    expect(mistakes.map(formatMistake)).toEqual([
      'liaison.yaml:6:10: E_INCLUDE: no network "fare"; did you mean "far"?',
    ])
    expect(said(naming('3'))).toEqual(['6:10 E_TYPE'])
    expect(said(naming('far'))).toEqual(['6:10 E_INCLUDE'])
  })

  test('mistakes in them carry their file', () => {
    const broken = FILE.replace('id: RUS', 'id: R S')
    const { mistakes } = readScenario(naming('far'), includes({ far: broken }))
    expect(mistakes.map(formatMistake)[0]).toMatch(/^networks\/far:8:11: E_ID: "R S" is no id; /)
    expect(readScenario(naming('far'), includes({ far: ': [' })).mistakes[0]).toMatchObject({
      file: 'networks/far',
    })
  })

  test('are not scenarios', () => {
    expect(said(FILE)).toEqual(['1:1 E_SCHEMA'])
    expect(said({ nodes: [], edges: [] })).toEqual([' E_SCHEMA'])
    expect(said({ nodes: [{ key: 'a' }, { key: 'a' }], edges: [] })).toEqual(['nodes[1].key E_DUP_ID'])
  })

  test('say less than a scenario that overrides them', () => {
    const override = `override:
  topics: { cyber: { label: Cyber } }
  disciplines: { SIGINT: { sensitivity: 0.9 } }
  countries: { ISR: { need: { cyber: 1 }, collection: { terror: { SIGINT: 2 } } } }
  agreements: { isr-usa: { tie: close, scope: { topics: [cyber, terror] } } }
  pairs: [{ from: ISR, to: USA, strength: 3 }]
`
    const { network } = parseScenario(TEXT + override)
    expect(network.topics[0]).toMatchObject({ id: 'cyber', label: 'Cyber' })
    expect(network.disciplines.map(({ id, sensitivity }) => [id, sensitivity])).toEqual([
      ['GEOINT', 0.5],
      ['HUMINT', 1],
      ['OSINT', 0.15],
      ['SIGINT', 0.9],
    ])
    expect(network.countries[1]).toMatchObject({
      need: { cyber: 1 },
      collection: [
        { topic: 'terror', discipline: 'HUMINT', rate: 1 },
        { topic: 'terror', discipline: 'SIGINT', rate: 2 },
      ],
    })
    expect(network.agreements[1]).toMatchObject({
      id: 'isr-usa',
      tie: 'close',
      topics: ['cyber', 'terror'],
      from: -13635,
    })
    expect(network.pairs).toEqual([{ from: 'ISR', to: 'USA', strength: 3 }])
  })

  test.each([
    ['{ countries: { ›ISL: {} } }', 'E_DANGLING'],
    ['{ countries: { ISR: { ›lable: x } } }', 'E_UNKNOWN_KEY'],
    ['{ countries: { ISR: { need: { ›tenor: 1 } } } }', 'E_DANGLING'],
    ['{ countries: { ISR: { need: { terror: ›2 } } } }', 'E_RANGE'],
    ['{ agreements: { isr-usa: { parties: [ISR, ›ISL] } } }', 'E_DANGLING'],
    ['{ agreements: { isr-usa: { until: ›1979-01-01 } } }', 'E_DATE'],
    ['{ ›hostility: [] }', 'E_UNKNOWN_KEY'],
    ['{ pairs: [{ from: ISR, to: ›ISR }] }', 'E_SELF_LOOP'],
    ['{ disciplines: { ›IOC: { recovery: 3 } } }', 'E_DANGLING'],
    ['›3', 'E_TYPE'],
  ])('override %s', (marked, code) => {
    const lines = TEXT.split('\n').length
    expect(said(`${TEXT}override: ${marked.replace('›', '')}`)[0]).toBe(
      `${lines}:${11 + marked.indexOf('›')} ${code}`,
    )
  })

  test('are laid over wherever they came from, and mistakes told where they were written', () => {
    const text = `${naming('far')}override: { countries: { ISR: { need: { tenor: 1 } } } }\n`
    const { mistakes } = readScenario(text, includes({ far: FILE }))
    expect(mistakes.map(({ file, code }) => [file, code])).toEqual([['liaison.yaml', 'E_DANGLING']])
  })
})

describe('settings', () => {
  const set = (...settings: [string, string][]) => parseScenario(TEXT, { set: settings })

  test('are laid over the file', () => {
    const scenario = set(
      ['parameters.spillOver', '0.3'],
      ['parameters.loss', '9'],
      ['events.oval-office.breach.severity', '0'],
      ['events.oval-office.breach.of', '[ISR]'],
      ['mechanisms.imitation', 'on'],
      ['days', '200 days'],
      ['seed', '42'],
      ['override.countries.ISR.need.terror', '0.5'],
    )
    expect(scenario.parameters).toMatchObject({ spillOver: 0.3, loss: 9 })
    expect(scenario.breaches[0]).toMatchObject({ severity: 0, of: ['ISR'], kind: 'disclosure' })
    expect(scenario.mechanisms.imitation).toBe(true)
    expect(scenario).toMatchObject({ days: 200, seed: '42', seedGiven: true })
    expect(scenario.network.countries[1].need).toEqual({ terror: 0.5 })
  })

  test('reach ids with dots in them', () => {
    const text = but('id: later', 'id: v1.2')
    const scenario = parseScenario(text, { set: [['events.v1.2.breach.details', '7']] })
    expect(scenario.breaches[1].details).toBe(7)
  })

  test('do not change the object they are laid over', () => {
    const object = asObject()
    parseScenario(frozen(object) as object, { set: [['parameters.spillOver', '0.3']] })
    expect(object).toEqual(asObject())
  })

  test.each([
    ['parameters.spilOver', '1', 'E_USAGE', 'did you mean "spillOver"?'],
    ['paramaters.spillOver', '1', 'E_USAGE', 'did you mean "parameters"?'],
    ['parameters.spillOver', '2', 'E_RANGE', 'from 0 to 1'],
    ['parameters.spillOver', '', 'E_USAGE', 'nothing in it'],
    ['parameters.spillOver', '[', 'E_USAGE', ''],
    ['parameters.spillOver', '\u0007', 'E_USAGE', ''],
    ['mechanisms.imitatoin', 'off', 'E_USAGE', 'did you mean "imitation"?'],
    ['events.oval-ofice.breach.severity', '1', 'E_USAGE', 'did you mean "oval-office"?'],
    ['events.oval-office.breach.severty', '1', 'E_USAGE', 'did you mean "severity"?'],
    ['events.oval-office', '1', 'E_USAGE', ''],
    ['days.more', '1', 'E_USAGE', 'set it as a whole'],
    ['', '1', 'E_USAGE', 'joined by dots'],
    ['a..b', '1', 'E_USAGE', 'joined by dots'],
    ['__proto__.polluted', '1', 'E_USAGE', 'joined by dots'],
    ['parameters.constructor', '1', 'E_USAGE', 'joined by dots'],
  ])('%s=%s: %s', (path, value, code, words) => {
    const [first] = readScenario(TEXT, { set: [[path, value]] }).mistakes
    expect(first).toMatchObject({ file: '--set', line: 0, path, code })
    expect(formatMistake(first)).toContain(words)
    expect({}).not.toHaveProperty('polluted')
  })

  test('events can be left out, those there are', () => {
    expect(parseScenario(TEXT, { leaveOut: ['oval-office'] }).breaches.map(({ id }) => id)).toEqual(['later'])
    expect(said(TEXT, { leaveOut: ['oval-ofice'] })).toEqual(['oval-ofice E_USAGE'])
    expect(thrown(() => parseScenario(TEXT, { leaveOut: ['x'] })).exit).toBe(64)
  })
})

describe('hostile names', () => {
  const names = JSON.parse(
    readFileSync(new URL('corpus/names/hostile-names.json', import.meta.url), 'utf8'),
  ) as { name: string }[]

  test.each(names.map(({ name }) => [JSON.stringify(name).slice(0, 60), name]))(
    '%s in every slot: refused, or kept as it is',
    (_shown, name) => {
      const slots: [(object: Sketch) => void, (scenario: Scenario) => string | undefined][] = [
        [(o) => (o.title = name), (s) => s.title],
        [(o) => (o.seed = name), (s) => s.seed],
        [(o) => (o.description = name), (s) => s.description],
        [(o) => (o.network.countries[0].label = name), (s) => s.network.countries[0].label],
        [(o) => (o.network.countries[0].region = name), (s) => s.network.countries[0].region],
        [(o) => (o.network.agreements[0].label = name), (s) => s.network.agreements[1].label],
        [
          (o) => (o.network.countries[2].id = name),
          (s) => s.network.countries.find(({ id }) => id === name)?.id,
        ],
        [(o) => (o.events[1].id = name), (s) => s.breaches[1].id],
        [(o) => (o.network.topics[name] = {}), (s) => s.network.topics.find(({ id }) => id === name)?.id],
        [(o) => (o.network.countries[0].need = { [name]: 1 }), () => name],
        [(o) => (o.parameters[name] = 1), () => name],
        [(o) => (o.network.countries[0].source = { title: name, url: name }), () => name],
      ]
      for (const [put, look] of slots) {
        const object = asObject() as Sketch
        put(object)
        const { scenario, mistakes } = readScenario(object)
        for (const mistake of mistakes)
          expect(formatMistake(mistake)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+$/u)
        expect(scenario === undefined).toBe(mistakes.length > 0)
        expect(scenario === undefined ? name : look(scenario)).toBe(name)
      }
    },
  )
})

/** Just enough of a scenario object to put names into it. */
interface Sketch {
  title: string
  seed: string
  description: string
  network: {
    topics: Record<string, object>
    countries: { id: string; label: string; region: string; need: object; source: object }[]
    agreements: { label: string }[]
  }
  events: { id: string }[]
  parameters: Record<string, number>
}

describe('whatever comes in', () => {
  test('is read or refused with a ScenarioError, however it is broken', () => {
    const letters = 'ab:-{}[], \n#&*!"\'019.'
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat({ max: 30 }),
        fc.string({ unit: fc.constantFrom(...letters.split('')), maxLength: 8 }),
        (at, length, noise) => {
          const start = at % TEXT.length
          const text = TEXT.slice(0, start) + noise + TEXT.slice(start + length)
          const { scenario, mistakes } = readScenario(text)
          expect(scenario === undefined).toBe(mistakes.length > 0)
          for (const mistake of mistakes) {
            expect(formatMistake(mistake)).toMatch(/^scenario\.yaml:\d+:\d+: E_[A-Z_]+: .+$/)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('any value in any place of an object', () => {
    const paths = pathsOf(asObject())
    const values = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
      fc.json(),
    )
    fc.assert(
      fc.property(fc.constantFrom(...paths), values, (path, value) => {
        const object = asObject()
        const holder = path
          .slice(0, -1)
          .reduce((inner: object, key) => Reflect.get(inner, key) as object, object)
        Reflect.set(holder, path[path.length - 1], value)
        const { scenario, mistakes } = readScenario(object)
        expect(scenario === undefined).toBe(mistakes.length > 0)
      }),
      { numRuns: 500 },
    )
  })

  test('no value at all', () => {
    for (const source of [{}, [], '', 'null', '{}', new Uint8Array()]) expect(said(source)).not.toEqual([])
  })
})

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  const below = Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))
  return path.length === 0 ? below : [path, ...below]
}

// after a change: npm run build && node scripts/write-schema.mjs
test('the schema on disk is that of the code', () => {
  const file = new URL('../schema/scenario.schema.json', import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(scenarioSchema())
})

test('the schema knows every parameter with its bounds, and every switch', () => {
  const { properties } = scenarioSchema() as {
    properties: Record<
      'parameters' | 'mechanisms',
      { properties: Record<string, { minimum: number; maximum: number; type: string }> }
    >
  }
  expect(Object.keys(properties.mechanisms.properties)).toEqual(SWITCHES)
  for (const name of PARAMETER_NAMES) {
    const { min, max, whole } = PARAMETERS[name]
    expect(properties.parameters.properties[name]).toMatchObject({
      minimum: min,
      maximum: max,
      type: whole ? 'integer' : 'number',
    })
  }
})

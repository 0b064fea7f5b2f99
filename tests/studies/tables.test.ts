/** The files of a result, told from a small experiment. */
import { beforeAll, expect, test } from 'vitest'
import { DISCLAIMER } from '../../src/disclaimer.js'
import { parseScenario } from '../../src/scenario-file.js'
import { experiment } from '../../src/studies/experiment.js'
import type { Findings } from '../../src/studies/findings.js'
import {
  daysTable,
  eventLines,
  findingsJson,
  outcomesTable,
  partnersTable,
  prospectsTable,
  runsTable,
  warningsTable,
} from '../../src/studies/tables.js'
import { typicalRun, type TypicalRun } from '../../src/studies/typical.js'
import { TINY } from '../cli/command.js'

let findings: Findings
let typical: TypicalRun

beforeAll(async () => {
  const scenario = parseScenario(TINY)
  findings = await experiment(scenario, { runs: 4 })
  typical = typicalRun(scenario, findings.data.typicalRun, ['leak'])
})

/** Rows by column name; these tables hold no quotes. */
function rows(table: string): Record<string, string>[] {
  const [head, ...lines] = table
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  return lines.map((cells) => Object.fromEntries(head.map((name, k) => [name, cells[k]])))
}

test('partners.csv says of each partner what the findings say', () => {
  const [leaker] = findings.data.leakers
  const table = rows(partnersTable(findings.data))
  expect(table.map(({ leaker, partner, role }) => [leaker, partner, role])).toEqual([
    ['BBB', 'AAA', 'victim'],
    ['BBB', 'CCC', 'partner'],
  ])
  expect(Number(table[0]['chill'])).toBe(leaker.partners[0].chill.mean)
  expect(Number(table[1]['stepWithHigh'])).toBe(leaker.partners[1].step.with.high)
  expect(Number(table[0]['trustLowest'])).toBe(leaker.partners[0].trust.lowest)
})

test('days.csv has a row for each leaker, group and day, with its date', () => {
  const table = rows(daysTable(findings.data))
  expect(table).toHaveLength(3 * 60)
  expect(table[0]).toMatchObject({ leaker: 'BBB', group: 'direct', day: '0', date: '2020-02-01' })
  expect(table[59 + 60]).toMatchObject({ group: 'spillOver', day: '59', date: '2020-03-31' })
  expect(Number(table[40]['chill'])).toBe(findings.data.leakers[0].groups.direct.byDay.chill[40])
})

test('every row of every table carries the disclaimer, and so does the first of the events', () => {
  const tables = [partnersTable, daysTable, outcomesTable, prospectsTable].map((table) =>
    table(findings.data),
  )
  for (const text of [...tables, runsTable(findings.table), warningsTable(typical)])
    for (const [k, line] of text.trimEnd().split('\n').entries())
      expect(line.endsWith(k === 0 ? ',note' : `,"${DISCLAIMER}"`), line).toBe(true)
  const notes = eventLines(typical)
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { note?: string }).note)
  expect(notes.slice(0, 2)).toEqual([DISCLAIMER, undefined])
})

test('runs.csv has a row for each pair, in order', () => {
  const table = rows(runsTable(findings.table))
  expect(table.map(({ run }) => run)).toEqual(['0', '1', '2', '3'])
  expect(Number(table[2]['direct'])).toBe(findings.table[2].direct)
})

test('a chill that does not exist leaves its cell empty', () => {
  expect(rows(runsTable([{ ...findings.table[0], rest: null }]))[0]['rest']).toBe('')
})

test('warnings.csv dates the warning and the plot', () => {
  const warning = {
    day: 3,
    topic: 'terror',
    country: 'AAA',
    target: 'BBB',
    due: 29,
    told: 'withheld',
    wouldHaveTold: 'full',
    averted: false,
    wouldHaveBeenAverted: null,
  } as const
  expect(warningsTable({ ...typical, changedWarnings: [warning] })).toBe(
    'day,date,topic,country,target,due,dueDate,told,wouldHaveTold,averted,wouldHaveBeenAverted,note\n' +
      `3,2020-02-04,terror,AAA,BBB,29,2020-03-01,withheld,full,false,,"${DISCLAIMER}"\n`,
  )
})

test('events.jsonl holds every event with its date and its cause', () => {
  const lines = eventLines(typical).trimEnd().split('\n')
  const events = lines.map((line) => JSON.parse(line) as { id: number; date: string; kind: string })
  expect(events).toHaveLength(typical.events.length)
  expect(events.find(({ kind }) => kind === 'breach')).toMatchObject({ date: '2020-02-11', breach: 'leak' })
  const undated = events.map((event) => ({ ...event, date: undefined, anyway: undefined, note: undefined }))
  expect(undated).toEqual(JSON.parse(JSON.stringify(typical.events)))
})

test('events.jsonl marks a step that is taken without the breach too', () => {
  const step = {
    id: 0,
    day: 5,
    kind: 'step-down',
    who: 'AAA',
    whom: 'BBB',
    agreement: 'one',
    breach: null,
    words: { to: 'suspended' },
    numbers: {},
    cause: null,
  } as const
  const marked = (eventsWithout: TypicalRun['events']): unknown[] =>
    eventLines({ ...typical, events: [step, { ...step, id: 1, day: 9 }], eventsWithout })
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { anyway?: unknown }).anyway)
  // in the other world it is another event of another place
  expect(marked([{ ...step, id: 7 }])).toEqual([true, undefined])
  expect(marked([{ ...step, words: { to: 'full' } }])).toEqual([undefined, undefined])
  expect(marked([])).toEqual([undefined, undefined])
})

test('findings.json is the findings, under the disclaimer', () => {
  const said = JSON.parse(JSON.stringify(findings.data)) as object
  expect(JSON.parse(findingsJson(findings.data))).toEqual({ note: DISCLAIMER, ...said })
})

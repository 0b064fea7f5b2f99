/** The community of seven sectors: what its table says, labels as terms, and nobody left out. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Alliance } from '../src/alliance.js'
import { parseNetwork } from '../src/network-file.js'

const root = new URL('../', import.meta.url)
const text = readFileSync(new URL('networks/isac.yaml', root), 'utf8')
const network = parseNetwork(text, { file: 'isac.yaml' })
const alliance = Alliance.from(network)
const GANGS = ['lockers', 'quiet-ones']

test('the script writes the committed bytes', () => {
  const script = fileURLToPath(new URL('scripts/make-isac.mjs', root))
  expect(execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' })).toBe(text)
})

test('about sixty organisations in seven sectors, and it says that all is made up', () => {
  const members = network.countries.filter(({ id }) => !GANGS.includes(id))
  expect(members).toHaveLength(58)
  expect(new Set(members.map(({ region }) => region)).size).toBe(7)
  expect(text).toContain('Every name and number is made up')
})

test('all hang together, and gangs are members of nothing', () => {
  const reached = new Set(['cert'])
  for (const id of reached) for (const partner of alliance.partnersOf(id, 0)) reached.add(partner)
  expect([...reached].sort()).toEqual(
    network.countries.map(({ id }) => id).filter((id) => !GANGS.includes(id)),
  )
})

// FIRST, TLP 2.0: how far each label lets a report go; ties are judged
test.each([
  ['RED', 'close forbidden'],
  ['AMBER+STRICT', 'ally forbidden'],
  ['AMBER', 'partner on-request'],
  ['GREEN', 'partner parties'],
  ['CLEAR', 'narrow parties'],
])('TLP:%s is %s', (label, terms) => {
  const labelled = network.agreements.filter((one) => one.label.endsWith(`(TLP:${label})`))
  expect(labelled.length).toBeGreaterThan(0)
  for (const { tie, caveat } of labelled) expect(`${tie} ${caveat}`).toBe(terms)
})

test('a label says what may be in it: names of the hit go no further than AMBER, a bulletin has what anybody may read', () => {
  const labelled = (label: RegExp): string[] =>
    network.agreements.filter((one) => label.test(one.label)).flatMap(({ disciplines }) => disciplines)
  expect(labelled(/RED|AMBER/)).toContain('incidents')
  expect(labelled(/GREEN|CLEAR/)).not.toContain('incidents')
  expect(new Set(labelled(/CLEAR/))).toEqual(new Set(['reports']))
})

test('how something came to be known: names cost most, then people, machines, and what all could read', () => {
  const sensitivity = Object.fromEntries(network.disciplines.map((one) => [one.id, one.sensitivity]))
  expect(sensitivity).toEqual({ incidents: 1, sources: 0.9, telemetry: 0.3, reports: 0.05 })
})

test('everybody collects, the large most, and gangs nothing', () => {
  const items = (id: string): number =>
    alliance.country(id).collection.reduce((sum, { rate }) => sum + rate, 0)
  for (const { id } of network.countries) expect(items(id) > 0, id).toBe(!GANGS.includes(id))
  expect(items('northbank')).toBeCloseTo(2, 2)
  expect(items('thrift')).toBeCloseTo(0.3, 2)
})

test('whoever may be attacked has a gang that is hostile to it', () => {
  const hated = new Set(network.hostilities.flatMap(({ between }) => between))
  for (const target of network.topics.flatMap(({ targets }) => targets)) expect(hated).toContain(target)
})

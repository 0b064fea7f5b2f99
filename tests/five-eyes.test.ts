/** The network of the Five Eyes alone: what its tables say, and soundly so. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Alliance } from '../src/alliance.js'
import { parseNetwork } from '../src/network-file.js'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const FIVE = ['AUS', 'CAN', 'GBR', 'NZL', 'USA']

const text = read('networks/five-eyes.yaml')
const network = parseNetwork(text, { file: 'five-eyes.yaml', start: '2017-05-01' })
const thirty = parseNetwork(read('networks/five-eyes-and-partners.yaml'), { start: '2017-05-01' })
const alliance = Alliance.from(network)

test('the script writes the committed bytes', () => {
  const script = fileURLToPath(new URL('scripts/make-network.mjs', root))
  expect(execFileSync(process.execPath, [script, 'five-eyes', '--print'], { encoding: 'utf8' })).toBe(text)
})

test('the five, Russia and China; the five share with each other under UKUSA', () => {
  expect(network.countries.map(({ id }) => id)).toEqual(['AUS', 'CAN', 'CHN', 'GBR', 'NZL', 'RUS', 'USA'])
  for (const one of FIVE)
    expect(alliance.partnersOf(one, 0).filter((id) => FIVE.includes(id))).toEqual(
      FIVE.filter((id) => id !== one),
    )
  expect(network.agreements.map(({ id }) => id)).toEqual([
    'canusa',
    'norad',
    'pine-gap',
    'ukusa',
    'usa-rus-ct',
  ])
})

test('every agreement has its source, and those looked up a publisher and an address', () => {
  for (const { id, source } of network.agreements.filter(({ id: one }) => one !== 'usa-rus-ct')) {
    expect(source?.verification, id).toBe('searched')
    expect(source?.publisher, id).toMatch(/\S/)
    expect(source?.url, id).toMatch(/^https:/)
  }
})

test('what stands in both networks is the same in both', () => {
  for (const id of ['ukusa', 'usa-rus-ct'])
    expect(network.agreements.find((one) => one.id === id)).toEqual(
      thirty.agreements.find((one) => one.id === id),
    )
  for (const { id, label, position } of network.countries.filter((country) => country.id !== 'CHN'))
    expect(thirty.countries.find((country) => country.id === id)).toMatchObject({ label, position })
})

test('each of the five has two adversaries that a secret of its could go to', () => {
  for (const id of FIVE) {
    const levels = network.hostilities.filter(({ between }) => between.includes(id)).map(({ level }) => level)
    expect(levels, id).toHaveLength(2)
    expect(Math.min(...levels), id).toBeGreaterThan(0)
  }
  const level = (pair: string): number | undefined =>
    network.hostilities.find(({ between }) => between.join() === pair)?.level
  expect(level('RUS,USA')).toBe(0.8)
})

test('the six of the thirty collect about as much as there', () => {
  const items = ({ countries }: typeof network): number =>
    countries
      .filter(({ id }) => [...FIVE, 'RUS'].includes(id))
      .reduce((sum, { collection }) => sum + collection.reduce((part, { rate }) => part + rate, 0), 0)
  expect(Math.abs(items(network) - items(thirty))).toBeLessThan(1.5)
})

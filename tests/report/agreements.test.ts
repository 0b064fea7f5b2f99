/** The agreements behind a result: every one with its source, and what nobody looked up says so. */
import { describe, expect, test } from 'vitest'
import { agreementTable, checkedLine, sourceLine } from '../../src/report/agreements.js'
import { Pair } from '../../src/pair.js'
import { stageOf } from '../../src/studies/stage.js'
import { shipped } from '../shipped.js'
import { HOSTILE_NAMES } from './hostile.js'

describe('a source', () => {
  test('is a line of what is known of it', () => {
    expect(
      sourceLine({ title: 'A treaty', publisher: 'A state', date: '1946-03-05', url: 'https://a.b/c' }),
    ).toBe('A treaty, A state, 1946-03-05, https://a.b/c')
    expect(sourceLine({ title: 'A treaty' })).toBe('A treaty')
  })

  test.each([
    [null, 'unverified'],
    [{ title: 't' }, 'unverified'],
    [{ title: 't', verification: 'searched' }, 'looked up'],
    [{ title: 't', verification: 'from memory, unverified' }, 'from memory, unverified'],
    [{ title: 't', verification: 'hearsay' }, 'unverified: hearsay'],
  ])('%j is %s', (source, said) => {
    expect(checkedLine(source)).toBe(said)
  })
})

describe('the table', () => {
  const scenario = shipped()
  const histories = new Pair({ scenario, without: ['oval-office'], seed: 'table' }).histories(0)
  const stage = stageOf(scenario, histories, ['USA'])
  const labels = Object.fromEntries(scenario.network.countries.map(({ id, label }) => [id, label]))

  test('has every agreement of the network, and counts and marks those that nobody looked up', () => {
    const html = agreementTable(stage, labels).map(String).join('')
    const { agreements } = scenario.network
    const unverified = agreements.filter(({ source }) => source?.verification !== 'searched').length
    expect(unverified).toBeGreaterThan(0)
    expect(unverified).toBeLessThan(agreements.length)
    const summary = `All ${agreements.length}\u00a0agreements with their sources, ${unverified} unverified`
    expect(html).toContain(summary)
    expect(html.match(/<tr/g)).toHaveLength(agreements.length + 1)
    expect(html.match(/<td>(?:[^<]*unverified[^<]*)<\/td>/g)).toHaveLength(unverified)
    expect(html.match(/<td>looked up<\/td>/g)).toHaveLength(agreements.length - unverified)
  })

  test('is not there for a network that names no source', () => {
    const made = stage.agreements.map((agreement) => ({ ...agreement, source: null }))
    expect(agreementTable({ agreements: made }, labels)).toEqual([])
  })

  test('takes hostile names for text', () => {
    const agreements = HOSTILE_NAMES.map((name) => ({
      ...stage.agreements[0],
      label: name,
      source: { title: name, publisher: name, url: name, verification: name },
    }))
    const html = agreementTable({ agreements }, labels).map(String).join('')
    expect(html).not.toMatch(/<(?:script|img|svg|iframe)/i)
  })
})

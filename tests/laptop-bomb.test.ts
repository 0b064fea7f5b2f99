/** The seed case told against the record: `docs/laptop-bomb.md` says what the run says, and every fact has a source. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DOCUMENT, documentOf, PAIRS, record } from '../scripts/write-laptop-bomb.mjs'
import { DISCLAIMER } from '../src/disclaimer.js'
import { count, percent } from '../src/report/words.js'
import { experiment } from '../src/studies/experiment.js'
import { shipped } from './shipped.js'

interface Known {
  sources: Record<string, { title: string; publisher: string; date: string; url: string }>
  chronology: { on: string; what: string; by: string[] }[]
  groups: { name: string; who: string[]; reported: string; by?: string[] }[]
}

const words = { percent, count, DISCLAIMER }
const known = record() as Known
const { data } = await experiment(shipped(), { runs: PAIRS })
const text = readFileSync(join(import.meta.dirname, '..', DOCUMENT), 'utf8')

test('it is in step; run node scripts/write-laptop-bomb.mjs when it is not', () => {
  expect(text).toBe(documentOf(known, data, words))
})

test('it says what a reader must not forget, and has no hole', () => {
  expect(text).toContain(DISCLAIMER)
  expect(text).not.toMatch(/undefined|NaN|null|\[object/)
})

describe('the record', () => {
  test('every fact of the chronology has a source that is cited no later than it was printed', () => {
    for (const { on, by } of known.chronology) {
      expect(by.length).toBeGreaterThan(0)
      for (const id of by) expect(known.sources[id].date >= on).toBe(true)
    }
    expect(known.chronology.map(({ on }) => on)).toEqual(known.chronology.map(({ on }) => on).sort())
  })

  test('every source is cited, and none is missing', () => {
    const cited = new Set([...known.chronology, ...known.groups].flatMap(({ by = [] }) => by))
    expect([...cited].sort()).toEqual(Object.keys(known.sources).sort())
  })

  test('nobody stands in two groups, and all partners are told of', () => {
    const placed = known.groups.flatMap(({ who }) => who)
    expect(new Set(placed).size).toBe(placed.length)
    const rest = data.leakers[0].partners.length - placed.length
    expect(text).toContain(` of ${rest} |\n\n## Where they agree`)
  })

  test('a country that is no partner stops the writing', () => {
    const groups = [...known.groups, { name: 'Atlantis', who: ['ATL'], reported: 'sank' }]
    expect(() => documentOf({ ...known, groups }, data, words)).toThrow('ATL is no partner of the leaker')
  })
})

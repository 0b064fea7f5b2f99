/** What a result rests on: every parameter that the model reads, with its ground; those that were changed in sight. */
import { expect, test } from 'vitest'
import { isRead, PARAMETER_NAMES, PARAMETERS } from '../../src/parameters.js'
import { page } from '../../src/report/page.js'
import { parameterTables } from '../../src/report/parameters.js'
import { escaped } from '../../src/report/markup.js'
import { sampleFindings, sampleRun } from './sample.js'

const told = (changed: Record<string, number>): string => parameterTables({ changed }).join('\n')

/** The rows of the tables, cell by cell. */
function rows(html: string): string[][] {
  return [...html.matchAll(/<tr>(<th scope="row">.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell),
  )
}

test('every parameter that the model reads is there with value, unit, meaning, source and confidence', () => {
  const all = rows(told({ halfLife: 100 }).slice(told({ halfLife: 100 }).indexOf('<details>')))
  const read = PARAMETER_NAMES.filter((name) => isRead(name, 'liaison'))
  expect(all.map(([name]) => name)).toEqual(read)
  for (const [name, value, unit, meaning, source, confidence] of all) {
    const known = PARAMETERS[name as keyof typeof PARAMETERS]
    expect(value, name).toBe(name === 'halfLife' ? '100' : String(known.default))
    expect(unit).toBe(known.unit === '1' ? '–' : known.unit)
    expect([meaning, source]).toEqual([escaped(known.meaning), escaped(known.source)])
    expect(confidence).toMatch(/^(documented|direction known, size assumed|contested|assumed)$/)
  }
  expect(all.length).toBeGreaterThan(50)
})

test('those that differ stand before it, beside their defaults', () => {
  const [changed] = told({ spillOver: 0.3, halfLife: 100 }).split('<details>')
  expect(rows(changed).map((cells) => cells.slice(0, 4))).toEqual([
    ['spillOver', '0.3', '0.15', '–'],
    ['halfLife', '100', '365', 'days'],
  ])
  expect(changed).toContain('differ from their defaults')
})

test('where none differs there is no empty table', () => {
  expect(told({})).not.toContain('differ from their defaults')
})

test('a parameter that nobody knows is told all the same', () => {
  const [changed] = told({ toString: 1, ['<b>']: 2 }).split('<details>')
  expect(rows(changed)).toEqual([
    ['toString', '1', '–', '–', '–', '–', '–'],
    ['&lt;b&gt;', '2', '–', '–', '–', '–', '–'],
  ])
})

test('the page has it where it says what it rests on', () => {
  const html = page(sampleFindings(), sampleRun())
  const part = html.slice(html.indexOf('<h2>What this rests on'), html.indexOf('<h2>Words'))
  expect(part).toContain('Parameters that differ from their defaults')
  expect(part).toContain('with their sources</summary>')
})

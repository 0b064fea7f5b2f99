/** The comparison told: what is claimed and what is not, as a page and on the terminal, and deaf to hostile names. */
import { describe, expect, test } from 'vitest'
import { comparisonPage, comparisonSummary } from '../../src/report/comparison.js'
import { STYLE } from '../../src/report/style.js'
import { widthOf } from '../../src/report/terminal.js'
import type { Comparison } from '../../src/studies/compare.js'
import { HOSTILE_NAMES } from './hostile.js'
import { parsed } from './parsed.js'
import { comparedEdges, comparedPartner, sampleComparison } from './sample.js'

const page = (data: Comparison): string => comparisonPage(data).replaceAll('\u00a0', ' ')
const said = (data: Comparison): string => comparisonSummary(data).replace(/\s+/g, ' ')

test('who is back sooner, by how many days, and how sure: on the page and on the terminal', () => {
  for (const text of [page(sampleComparison()), said(sampleComparison())]) {
    expect(text).toContain(
      'Sooner back at full sharing in B: Borduria (60.0 days, 55.0 to 65.0) and Dalmasca (60.0 days, 55.0 to 65.0).',
    )
    expect(text).toContain('Sooner back at half the trust lost in A: Dalmasca (40.0 days, 35.0 to 45.0).')
    expect(text).toContain('A: A leak (1 breach)')
    expect(text).toContain('B: A leak, with an apology (1 breach; spillOver = 0.3, off: imitation)')
    expect(text).toContain('2 partners of 3 had not got half')
    expect(text).toContain('Real names are illustrations under stated assumptions, not a forecast.')
  }
})

test('nothing is claimed where no interval excludes 0', () => {
  const partners = [comparedPartner('B', { sooner: { formally: null, inTrust: null } })]
  const [leaker] = sampleComparison().leakers
  const data = sampleComparison({ leakers: [{ ...leaker, partners }] })
  expect(page(data)).not.toContain('Sooner back')
  expect(said(data)).toContain('No partner of Arnia is shown to be back at full sharing sooner in either.')
  expect(said(data)).toContain(
    'No partner of Arnia is shown to be back at half the trust lost sooner in either.',
  )
})

test('days that the horizon cut short are marked', () => {
  expect(page(sampleComparison())).toContain(
    '<td class="number">≥ 100.0</td><td class="number">75 %</td><td class="number">80.0</td><td class="number">0 %</td>',
  )
  expect(said(sampleComparison())).toContain('90 / 30 −65 to −55 ≥100 / 80 −45 to 5')
})

test('partners that nothing sets apart are counted on the terminal and listed on the page', () => {
  expect(said(sampleComparison())).toContain('1 other in the report')
  expect(said(sampleComparison())).not.toContain('Costaguana')
  expect(page(sampleComparison())).toContain('Costaguana')
})

test('beside every picture stands a table', () => {
  const html = page(sampleComparison())
  // two pictures at two widths
  expect(html.split('<svg ')).toHaveLength(5)
  expect(html.split('<table ')).toHaveLength(6)
})

test.each(comparedEdges())('%s: well-formed, without holes, no wider than the terminal', (_, data) => {
  const html = comparisonPage(data)
  parsed(html)
  expect(html.replace(STYLE, '')).not.toMatch(/undefined|NaN|null|Infinity/)
  for (const width of [72, 80, 100, 120]) {
    const text = comparisonSummary(data, { width, files: [['out/compare.html', 'the page']] })
    expect(text).not.toMatch(/undefined|NaN|null|Infinity/)
    expect(text).toContain('out/compare.html')
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width)
  }
})

describe('a hostile name in every slot is nothing but text', () => {
  function everywhere(name: string): Comparison {
    const kept = new Set(['format', 'role', 'formally', 'inTrust'])
    const swap = (value: unknown, key = ''): unknown => {
      if (typeof value === 'string') return kept.has(key) ? value : name
      if (Array.isArray(value)) return value.map((entry) => swap(entry, key))
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([inner, entry]) => [inner, swap(entry, inner)]))
    }
    const data = swap(sampleComparison()) as Comparison
    return { ...data, a: { ...data.a, changed: { [name]: 1 } } }
  }
  const shape = (html: string): string =>
    parsed(html)
      .map(([element]) => element)
      .join(' ')
  const harmless = shape(comparisonPage(everywhere('Borduria')))

  test.each(HOSTILE_NAMES.map((name, k) => [k, name] as const))('name %i', (_, name) => {
    const html = comparisonPage(everywhere(name))
    expect(shape(html)).toBe(harmless)
    for (const [, attributes] of parsed(html)) expect(attributes).not.toMatch(/ (?:on\w+|src|href|style)=/i)
    for (const text of [html, comparisonSummary(everywhere(name))])
      expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Noncharacter_Code_Point}/u)
  })
})

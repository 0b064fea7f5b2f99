/** The page: whole, well-formed, asking nobody for anything, and deaf to hostile names in every slot. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { escaped, h } from '../../src/report/markup.js'
import { page } from '../../src/report/page.js'
import { parsed } from './parsed.js'
import { STYLE, STYLE_HASH } from '../../src/report/style.js'
import type { FindingsData } from '../../src/studies/findings.js'
import type { TypicalRun } from '../../src/studies/typical.js'
import { edgeCases, sampleAssumptions, sampleDecomposition, sampleFindings, sampleRun } from './sample.js'
import { HOSTILE_NAMES } from './hostile.js'

test('is well-formed', () => {
  expect(parsed(page(sampleFindings(), sampleRun())).length).toBeGreaterThan(100)
})

test('the check of form notices what is wrong', () => {
  for (const wrong of ['<p>', '<p></b>', 'a < b', '<p x=y></p>', '<p>&nbsp;</p>'])
    expect(() => parsed(wrong)).toThrow(/not markup|ends something else|never ended/)
})

test('runs no script and asks nobody for anything', () => {
  const elements = parsed(page(sampleFindings(), sampleRun()))
  const names = new Set(elements.map(([name]) => name))
  for (const name of [
    'script',
    'link',
    'img',
    'iframe',
    'object',
    'embed',
    'form',
    'base',
    'a',
    'use',
    'image',
  ])
    expect(names).not.toContain(name)
  for (const [, attributes] of elements)
    expect(attributes).not.toMatch(/ (?:on\w+|src|href|style|srcset|action)=/i)
  expect(STYLE).not.toMatch(/url\(|@import|<\//)
})

test('its policy lets in its own style and nothing else', () => {
  const hash = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`
  // when this fails after a change of the sheet, the hash it expected is the new one
  expect(STYLE_HASH).toBe(hash)
  const html = page(sampleFindings(), sampleRun())
  expect(html).toContain(
    `content="default-src &#39;none&#39;; style-src &#39;${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
  )
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'))
})

test('says the finding with its interval, the disclaimer, and what it rests on', () => {
  const html = page(sampleFindings(), sampleRun()).replaceAll('\u00a0', ' ')
  expect(html).toContain(
    'Borduria told Arnia 32.0 % less of what it collected than it would have without the breach (95 % interval, chance only: 31.0 to 33.0 %).',
  )
  expect(html).toContain('Real names are illustrations under stated assumptions, not a forecast.')
  expect(html).toContain('spillOver = 0.3 (default 0.15)')
  expect(html).toContain('<dd>imitation</dd>')
  expect(html).toContain('<dt>pairing</dt><dd>direct 0.90, spill-over 0.90, rest 0.90</dd>')
  expect(html).toContain('without the breach it would have been averted')
})

test('beside every picture stands a table', () => {
  const html = page(sampleFindings(), sampleRun())
  const [chill, partners] = [html.indexOf('<h2>The chill'), html.indexOf('<h2>Who told')]
  const tables = (from: number, to: number): number => html.slice(from, to).split('<table ').length - 1
  expect(tables(chill, partners)).toBe(3)
  expect(tables(partners, html.indexOf('<h2>What was not heard'))).toBe(2)
})

test('the chill divided has a picture and a table for each group, and is said to be chance only', () => {
  const html = page(sampleFindings({ decomposition: sampleDecomposition() }), sampleRun())
  const part = html
    .slice(html.indexOf('<h2>Which mechanism did it'), html.indexOf('<h2>What was not heard'))
    .replaceAll('\u00a0', ' ')
  expect(part).toContain('the chill toward Arnia')
  expect(part).toContain('from all 4 settings of the switches under the same draws (12 pairs each)')
  expect(part).toContain('Off in this scenario, and so exactly 0: imitation.')
  expect(part).toContain(
    '2 other partners: of a chill of 6.0 % these points stand out: 5.5 from witness learning.',
  )
  expect(part.split('<table ')).toHaveLength(3)
  expect(part.split('<svg ')).toHaveLength(5)
  expect(part).toContain('<td class="number">5.5 %</td><td class="number">4.5 to 6.5 %</td>')
  expect(part).toContain('haring with others than the leaker: no chill to divide.')
  expect(page(sampleFindings(), sampleRun())).not.toContain('Which mechanism did it')
})

test('beside what chance leaves open stands what the assumptions do, and what tips the answer', () => {
  const html = page(sampleFindings({ assumptions: sampleAssumptions() }), sampleRun()).replaceAll(
    '\u00a0',
    ' ',
  )
  // in the tiles, in the table of groups, and in a section of its own
  expect(html).toContain('<dd class="small">0.1 to 90.0 % (assumptions, 90 %)</dd>')
  const groups = html.slice(html.indexOf('<h2>The chill'), html.indexOf('<h2>Who told'))
  expect(groups).toContain('<td class="number">31.0 to 33.0 %</td><td class="number">0.1 to 90.0 %</td>')
  const part = html.slice(html.indexOf('<h2>Chance and assumption'), html.indexOf('<h2>What the intervals'))
  expect(part).toContain('all of 2 parameters were drawn 64 times')
  expect(part).toContain('Left as the scenario has them: betrayal.')
  expect(part).toContain('Moved alone, these tip it: breachWeight at 0.1.')
  expect(part).toContain('differ in breachWeight (median 0.9 where yes, 0.2 where no)')
  expect(part).toContain('Does Borduria step down because of the breach')
  expect(part).toContain(
    'Where the scenario itself leaves it open, no single parameter can be said to tip it.',
  )
  expect(part).toContain(
    '<td class="number">0.6</td><td class="number">0.1</td><td class="number">1.0 %</td>',
  )
  expect(part.split('<table ')).toHaveLength(3)
  expect(part.split('<svg ')).toHaveLength(5)
  expect(page(sampleFindings(), sampleRun())).not.toContain('assumptions, 90')
})

test('what a table says of itself stands outside what scrolls', () => {
  const html = page(sampleFindings(), sampleRun())
  const captions = html.match(
    /<p class="caption">[^<]+<\/p><div class="table" [^>]+><table aria-label="[^"]+">/g,
  )
  expect(captions).toHaveLength(html.split('<table').length - 1)
})

test.each(edgeCases())('%s: well-formed and without holes', (_, data, typical) => {
  const html = page(data, typical)
  parsed(html)
  expect(html.replace(STYLE, '')).not.toMatch(/undefined|NaN|null|Infinity/)
})

test.each(edgeCases())('%s: the same bytes from the file of its findings', (_, data, typical) => {
  const screen = { script: '', scriptHash: 'sha256-', style: '', styleHash: 'sha256-' }
  const back = JSON.parse(JSON.stringify(data)) as FindingsData
  expect(page(back, typical, screen)).toBe(page(data, typical, screen))
})

/** Puts a text into every place that holds text, keys of labels included; days and kinds stay what they are. */
function everywhere(name: string): [FindingsData, TypicalRun] {
  const kept = new Set(['kind', 'start', 'format', 'role', 'told', 'wouldHaveTold'])
  const swap = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return kept.has(key) ? value : name
    if (Array.isArray(value)) return value.map((entry) => swap(entry, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([inner, entry]) => [inner, swap(entry, inner)]))
  }
  const data = swap(
    sampleFindings({ decomposition: sampleDecomposition(), assumptions: sampleAssumptions() }),
  ) as FindingsData
  const typical = swap(sampleRun({ eventsWithout: [] })) as TypicalRun
  return [
    { ...data, changed: { [name]: 1 } },
    { ...typical, labels: Object.fromEntries([...Object.entries(typical.labels), [name, name]]) },
  ]
}

describe('a hostile name in every slot is nothing but text', () => {
  const harmless = parsed(page(...everywhere('Borduria')))
  const shape = (elements: typeof harmless): string => elements.map(([name]) => name).join(' ')

  test.each(HOSTILE_NAMES.map((name, k) => [k, name] as const))('name %i', (_, name) => {
    const html = page(...everywhere(name))
    const elements = parsed(html)
    // a name of blanks alone leaves out the description and no more
    expect(shape(elements).replaceAll(' p', '')).toBe(shape(harmless).replaceAll(' p', ''))
    for (const [, attributes] of elements) expect(attributes).not.toMatch(/ (?:on\w+|src|href|style)=/i)
    expect(html).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Noncharacter_Code_Point}/u)
  })
})

describe('markup', () => {
  test('text is escaped, markup is not escaped twice', () => {
    expect(h('b', { title: `"'` }, '<i>', h('i', {}, '&')).toString()).toBe(
      '<b title="&quot;&#39;">&lt;i&gt;<i>&amp;</i></b>',
    )
  })

  test('blanks at the ends stay, what is invisible is spelled out', () => {
    expect(escaped(' a\u200b ')).toBe(' a\\u{200b} ')
  })

  test('numbers are rounded', () => {
    expect(h('circle', { cx: 1 / 3 }).toString()).toBe('<circle cx="0.33"></circle>')
  })
})

/** The terminal summary: what it says, that it fits, and that no name can steer the terminal. */
import { describe, expect, test } from 'vitest'
import { sparkline } from '../../src/report/sparkline.js'
import { summary } from '../../src/report/summary.js'
import { fit, pad, widthOf, wrap } from '../../src/report/terminal.js'
import {
  BREACH,
  edgeCases,
  LABELS,
  partner,
  sampleAssumptions,
  sampleDecomposition,
  sampleFindings,
  sampleLeaker,
  sampleRun,
} from './sample.js'
import { HOSTILE_NAMES } from './hostile.js'

const lines = (text: string): string[] => text.split('\n')

test('says the finding, that its intervals are chance only, and what happened', () => {
  const said = summary(sampleFindings(), sampleRun(), { files: [['out/report.html', 'the page']] }).replace(
    /\s+/g,
    ' ',
  )
  expect(said).toContain(
    'Borduria told Arnia 32.0 % less of what it collected than it would have without the breach',
  )
  expect(said).toContain('chance only: 31.0 to 33.0 %')
  expect(said).toContain('80 % as a tear-line (the substance without its source) instead of 10 %')
  expect(said).toContain('day 4 5 May 2017: The press has the story.')
  expect(said).toContain('Borduria * 32.0 % 0.98 0.63 0.70 90 / 10 % 7 90 1.25')
  expect(said).toContain('1 other under 2 %')
  expect(said).toContain('Real names are illustrations under stated assumptions, not a forecast.')
  expect(said).toContain('out/report.html the page')
})

test('victims come first, then the deepest chill', () => {
  const partners = [partner('C', 0.9), partner('D', 0.5), partner('B', 0.1, 'victim')]
  const text = summary(sampleFindings({ leakers: [sampleLeaker(120, { partners })] }), sampleRun())
  const rows = lines(text).filter((line) => line.includes('0.98 0.63 0.70'))
  expect(rows.map((row) => row.split(' ')[0])).toEqual(['Borduria', 'Costaguana', 'Dalmasca'])
})

test('a name too long is cut, its mark is not', () => {
  const partners = [{ ...partner('B', 0.3, 'victim'), label: 'The Grand Duchy of Upper and Lower Borduria' }]
  const text = summary(sampleFindings({ leakers: [sampleLeaker(120, { partners })] }), sampleRun())
  expect(lines(text).some((line) => /^The Grand Duchy.*… \* /.test(line))).toBe(true)
})

test.each([
  [0.05, 14, '2 others at 5.0 % at most'],
  [0.004, 2, '2 others under 2 %'],
  [0, 2, '2 others: no change'],
])('others of chill %f are bounded by what is shown', (chill, many, said) => {
  const partners = [
    partner('B', 0.3, 'victim'),
    ...Array.from({ length: many === 2 ? 2 : 13 }, () => partner('C', chill)),
  ]
  const text = summary(sampleFindings({ leakers: [sampleLeaker(120, { partners })] }), sampleRun())
  expect(text).toContain(said)
})

test('the form of the telling is left out where it did not change', () => {
  const leaker = sampleLeaker(120)
  const grades = { with: [0, 0.011, 0.989], without: [0, 0.012, 0.988] }
  const direct = { ...leaker.groups.direct, grades }
  const data = sampleFindings({ leakers: [{ ...leaker, groups: { ...leaker.groups, direct } }] })
  expect(summary(data, sampleRun())).not.toContain('went over in full')
})

test('a leaker without other partners has no row for them', () => {
  const leaker = sampleLeaker(120)
  const lonely = { ...leaker.groups, spillOver: { ...leaker.groups.spillOver, countries: [] } }
  const said = summary(sampleFindings({ leakers: [{ ...leaker, groups: lonely }] }), sampleRun())
  expect(summary(sampleFindings(), sampleRun())).toContain('spill-over: ')
  expect(said).not.toContain('spill-over: ')
  expect(said).toContain('direct: ')
})

test('several breaches are told as several', () => {
  const breaches = [BREACH, { ...BREACH, id: 'again', day: 50 }]
  const said = summary(sampleFindings({ breaches }), sampleRun()).replace(/\s+/g, ' ')
  expect(said).toContain('from its first breach on')
  expect(said).toContain('than it would have without the breaches')
})

test('says so where warnings are off, and where no seed was given', () => {
  const text = summary(sampleFindings({ off: ['warnings'], seedGiven: false }), sampleRun())
  expect(text).toContain('switched off')
  expect(text).toContain('names no seed')
})

describe('nothing is wider than the terminal', () => {
  const names = Object.fromEntries(Object.keys(LABELS).map((id) => [id, '外国情報機関'.repeat(20)]))
  const partners = Array.from({ length: 30 }, (_, k) => ({
    ...partner('B', 0.03 + k / 100),
    label: names['A'],
  }))
  const leakers = [{ ...sampleLeaker(120, { partners }), label: names['A'] }]
  const data = sampleFindings({ leakers, title: 'w'.repeat(200) })
  test.each([72, 80, 99, 100, 120])('%i columns', (width) => {
    for (const run of [sampleRun(), sampleRun({ labels: names })])
      for (const line of lines(summary(data, run, { width })))
        expect(widthOf(line)).toBeLessThanOrEqual(width)
  })
})

test('the chill divided stands in rows, the whole last', () => {
  const data = sampleFindings({ decomposition: sampleDecomposition() })
  const said = summary(data, sampleRun()).replace(/ +/g, ' ')
  expect(said).toContain('own experience alone 31.5 % 30.5 to 32.5 % 0\n')
  expect(said).toContain('witness learning 0 5.5 % 4.5 to 6.5 %\n')
  expect(said).toContain('all together 32.0 % 31.0 to 33.0 % 6.0 % 5.0 to 7.0 %\n')
  expect(said.replace(/\s+/g, ' ')).toContain('(12 pairs each)')
  for (const width of [72, 80, 100, 120])
    for (const line of lines(summary(data, sampleRun(), { width })))
      expect(widthOf(line)).toBeLessThanOrEqual(width)
})

test('chance and assumption stand side by side', () => {
  const data = sampleFindings({ assumptions: sampleAssumptions() })
  const said = summary(data, sampleRun()).replace(/ +/g, ' ')
  expect(said).toContain('direct: Borduria 32.0 % 31.0 to 33.0 % 0.1 to 90.0 %\n')
  expect(said).toContain('chill of the victims 32.0 % 31.0 to 33.0 % 0.1 to 90.0 %\n')
  expect(said).toContain('warnings lost, a run 0.10 0.09 to 0.11 0.00 to 2.00\n')
  expect(said.replace(/\s+/g, ' ')).toContain('these tip it: breachWeight at 0.1. Draws with a yes')
  for (const width of [72, 80, 100, 120])
    for (const line of lines(summary(data, sampleRun(), { width })))
      expect(widthOf(line)).toBeLessThanOrEqual(width)
})

test('style sets off and changes no word', () => {
  const mark = (text: string): string => `«${text}»`
  const styled = summary(sampleFindings(), sampleRun(), { style: { strong: mark, faint: mark } })
  expect(styled).not.toBe(summary(sampleFindings(), sampleRun()))
  expect(styled.replace(/[«»]/g, '')).toBe(summary(sampleFindings(), sampleRun()))
})

test.each(edgeCases())('%s: no holes', (_, data, typical) => {
  expect(summary(data, typical)).not.toMatch(/undefined|NaN|null|Infinity/)
})

test.each(HOSTILE_NAMES.map((name, k) => [k, name] as const))(
  'hostile name %i cannot steer the terminal',
  (_, name) => {
    const labels = Object.fromEntries(Object.keys(LABELS).map((id) => [id, name]))
    const text = summary(
      sampleFindings({
        title: name,
        description: name,
        network: name,
        seed: name,
        leakers: [{ ...sampleLeaker(120), label: name }],
      }),
      sampleRun({ labels }),
      { files: [[name, name]] },
    )
    // every control but the line end, whatever is invisible, half a character, no character
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Noncharacter_Code_Point}/u)
  },
)

describe('text in columns', () => {
  test('wide characters count two, marks on others none', () => {
    expect(widthOf('ab')).toBe(2)
    expect(widthOf('外国')).toBe(4)
    expect(widthOf('e\u0301')).toBe(1)
  })

  test('what is too long is cut at a whole character', () => {
    expect(fit('外国情報', 6)).toBe('外国…')
    expect(pad('外国情報', 6)).toBe('外国… ')
    expect(pad('7', 3, 'right')).toBe('  7')
  })

  test('lines break between words, never before a unit, and inside a word only when it must be', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('about 32\u00a0% less', 9)).toEqual(['about', '32 % less'])
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh'])
  })
})

describe('sparkline', () => {
  test('draws from nothing to the top in eight heights', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, 7)).toBe('▁▂▃▄▅▆▇█')
  })

  test('means of equal shares where there are more values than room', () => {
    expect(sparkline([0, 0, 7, 7], 2, 7)).toBe('▁█')
  })

  test('leaves gaps, and lies flat where there is nothing', () => {
    expect(sparkline([null, 7, Number.NaN], 3, 7)).toBe(' █ ')
    expect(sparkline([0, 0], 2, 0)).toBe('▁▁')
    expect(sparkline([], 5, 1)).toBe('')
  })
})

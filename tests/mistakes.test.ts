import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CODES,
  Complaints,
  EXIT,
  formatMistake,
  inOrderOfFile,
  LiaisonError,
  printable,
  quote,
  ScenarioError,
  type Mistake,
} from '../src/mistakes.js'

const hostile = JSON.parse(
  readFileSync(new URL('corpus/names/hostile-names.json', import.meta.url), 'utf8'),
) as {
  name: string
}[]

const mistake: Mistake = {
  file: 'liaison.yaml',
  line: 14,
  col: 9,
  code: 'E_DANGLING',
  what: 'no country "UK"',
  fix: 'did you mean "GBR"?',
}

describe('printable', () => {
  test('spells out what a terminal would obey or hide, and leaves the rest', () => {
    expect(printable('a\u001b[31mb')).toBe('a\\u{1b}[31mb')
    expect(printable('\u202e\u200b\u009b\ud800\uffff\u2028\n')).toBe(
      '\\u{202e}\\u{200b}\\u{9b}\\u{d800}\\u{ffff}\\u{2028}\\u{a}',
    )
    expect(printable("Côte d'Ivoire 🇫🇷 日本")).toBe("Côte d'Ivoire 🇫🇷 日本")
  })

  test('cuts between characters', () => {
    expect(printable('👪'.repeat(10), 4)).toBe('👪👪👪…')
    expect(printable('abcd', 4)).toBe('abcd')
    expect(printable('abcde', 4)).toBe('abc…')
  })

  test('nothing that came in can command a terminal', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile.map(({ name }) => name)))
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 100 }), (value, most) => {
        const shown = printable(value, most)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
        expect(Array.from(shown).length).toBeLessThanOrEqual(Math.max(most, 1))
      }),
    )
  })

  test('a value stands in quotation marks', () => {
    expect(quote('a\tb')).toBe('"a\\u{9}b"')
  })
})

describe('a mistake', () => {
  test('is told on one line: place, code, what, way out', () => {
    expect(formatMistake(mistake)).toBe('liaison.yaml:14:9: E_DANGLING: no country "UK"; did you mean "GBR"?')
    expect(formatMistake({ ...mistake, fix: '' })).toBe('liaison.yaml:14:9: E_DANGLING: no country "UK"')
  })

  test('without lines it has a path', () => {
    const inObject = { ...mistake, file: 'scenario', line: 0, col: 0, path: 'events[0].breach.by' }
    expect(formatMistake(inObject)).toMatch(/^scenario events\[0\]\.breach\.by: E_DANGLING: /)
    expect(formatMistake({ ...inObject, path: '' })).toMatch(/^scenario: E_DANGLING: /)
  })

  test('cannot break out of its line, whatever the file is called', () => {
    expect(formatMistake({ ...mistake, file: 'a\nb\u001b[2J.yaml' })).toMatch(
      /^a\\u\{a\}b\\u\{1b\}\[2J\.yaml:14:9: /,
    )
  })
})

describe('errors', () => {
  test('a ScenarioError tells twenty and counts the rest', () => {
    const error = new ScenarioError(Array.from({ length: 23 }, (_, i) => ({ ...mistake, line: i + 1 })))
    expect(error).toBeInstanceOf(LiaisonError)
    expect(error.mistakes).toHaveLength(20)
    expect(error.message.split('\n')).toHaveLength(21)
    expect(error.message).toMatch(/\nand 3 more$/)
    expect(error.code).toBe('E_DANGLING')
    expect(error.exit).toBe(65)
  })

  test('twenty are told without counting', () => {
    expect(new ScenarioError(Array.from({ length: 20 }, () => mistake)).message).not.toContain('more')
  })

  test('every code has a meaning and an exit code of the list', () => {
    for (const [code, { meaning, exit }] of Object.entries(CODES)) {
      expect(code).toMatch(/^[EW]_[A-Z_]+$/)
      expect(meaning).toMatch(/^[^\n]{5,80}$/)
      expect(Object.values(EXIT)).toContain(exit)
      expect(exit === 0).toBe(code.startsWith('W_'))
    }
    expect(new LiaisonError('E_USAGE', 'x').exit).toBe(64)
    expect(new LiaisonError('E_NO_INPUT', 'x').exit).toBe(66)
  })
})

describe('complaints', () => {
  test('keep mistakes and warnings apart, and stop keeping when there are enough', () => {
    const complaints = new Complaints()
    complaints.tell(mistake, 'W_NO_COLLECTION', 'a', 'b')
    expect(complaints.mistakes).toEqual([])
    expect(complaints.warnings).toHaveLength(1)
    for (let i = 0; i < 1000; i += 1) complaints.tell(mistake, 'E_RANGE', 'a', 'b')
    expect(complaints.enough).toBe(true)
    expect(complaints.mistakes).toHaveLength(200)
    expect(new ScenarioError(complaints.mistakes).message).toMatch(/and at least 180 more$/)
  })

  test('come in the order of the file', () => {
    const told = [
      { ...mistake, line: 3, col: 1 },
      { ...mistake, file: 'b.yaml', line: 1 },
      { ...mistake, line: 1, col: 7 },
      { ...mistake, line: 1, col: 2 },
    ]
    expect(inOrderOfFile(told).map(({ file, line, col }) => [file[0], line, col])).toEqual([
      ['l', 1, 2],
      ['l', 1, 7],
      ['l', 3, 1],
      ['b', 1, 9],
    ])
  })
})

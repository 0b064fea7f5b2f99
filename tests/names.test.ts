import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  didYouMean,
  foldId,
  forbiddenAt,
  inOrder,
  isId,
  labelProblem,
  nearest,
  RESERVED,
} from '../src/names.js'

const hostile = JSON.parse(
  readFileSync(new URL('corpus/names/hostile-names.json', import.meta.url), 'utf8'),
) as {
  name: string
}[]

describe('ids', () => {
  test.each(['USA', 'counter-terrorism', 'a', '7', 'v1.2', 'x_', 'A'.repeat(64), '1.0', 'CON'])(
    '"%s" is one',
    (text) => {
      expect(isId(text)).toBe(true)
    },
  )

  test.each([
    '',
    ' ',
    'a b',
    'a.',
    '.',
    '-a',
    '_a',
    'é',
    'a\n',
    'A'.repeat(65),
    '日本',
    'a/b',
    '=1',
    '@x',
    '\u0000',
  ])('"%s" is none', (text) => {
    expect(isId(text)).toBe(false)
  })

  test('no member of Object.prototype is one, and the list of them is whole', () => {
    for (const member of Object.getOwnPropertyNames(Object.prototype)) {
      expect(RESERVED).toContain(member)
      expect(isId(member)).toBe(false)
    }
  })

  test('an id is safe in every text it may end up in', () => {
    const allowed = hostile.map(({ name }) => name).filter(isId)
    expect(allowed).toEqual(expect.arrayContaining(['SS', 'CON', '4294967295']))
    for (const name of allowed) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  })

  test('two that differ only by case fold to one', () => {
    expect(foldId('GBR')).toBe(foldId('gbr'))
    expect(foldId('GBR')).not.toBe(foldId('GB-R'))
  })
})

describe('labels', () => {
  test.each(["Côte d'Ivoire", '日本', 'Türkiye', '🇫🇷', '<script>alert(1)</script>', '=1+1', 'a'.repeat(200)])(
    '"%s" is kept',
    (text) => {
      expect(labelProblem(text)).toBeUndefined()
    },
  )

  test.each([
    ['', 'blank'],
    [' \u200b\u00a0', 'blank'],
    ['a\nb', 'unprintable'],
    ['a\tb', 'unprintable'],
    ['\u001b[31m', 'unprintable'],
    ['\u202e', 'unprintable'],
    ['\ud800', 'unprintable'],
    ['\u2028', 'unprintable'],
    ['\uffff', 'unprintable'],
    ['a'.repeat(201), 'long'],
    ['👪'.repeat(201), 'long'],
  ])('%j is refused as %s', (text, problem) => {
    expect(labelProblem(text)).toBe(problem)
  })

  test('length counts characters, not halves of them', () => {
    expect(labelProblem('👪'.repeat(200))).toBeUndefined()
  })
})

test('the first forbidden character of a text is found where it is', () => {
  expect(forbiddenAt('a\tb\r\nc')).toBe(-1)
  expect(forbiddenAt('a\rb')).toBe(1)
  expect(forbiddenAt('ab\u0085')).toBe(2)
  expect(forbiddenAt('👪\u202e')).toBe(2)
})

test('plain order does not know languages', () => {
  expect(['b', 'ä', 'a', 'B', 'a1', 'a-'].sort(inOrder)).toEqual(['B', 'a', 'a-', 'a1', 'b', 'ä'])
})

describe('what was probably meant', () => {
  const countries = [
    { id: 'FRA', label: 'France' },
    { id: 'GBR', label: 'United Kingdom' },
    { id: 'USA', label: 'United States' },
  ]

  test.each([
    ['UK', 'GBR'],
    ['us', 'USA'],
    ['usa', 'USA'],
    ['GRB', 'GBR'],
    ['Frnace', 'FRA'],
    ['united kingdom', 'GBR'],
    ['ZZZZ', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s: %s', (name, meant) => {
    expect(nearest(name, countries)).toBe(meant)
  })

  test('slips are letters put in, left out, changed or swapped', () => {
    const names = ['spillOver', 'shelfLife', 'halfLife']
    for (const slip of ['spilOver', 'spilllOver', 'spillOvet', 'spilOlver', 'spillover']) {
      expect(nearest(slip, names)).toBe('spillOver')
    }
  })

  test('of two as near, the first in order, whatever the order given', () => {
    expect(nearest('ab', ['ac', 'aa'])).toBe('aa')
    expect(nearest('ab', ['aa', 'ac'])).toBe('aa')
  })

  test('agrees with a search that counts every slip', () => {
    const word = fc.string({ minLength: 4, maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(word, fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), (name, names) => {
        const most = Math.min(3, Math.floor(name.length / 3) + 1)
        const distances = names.map((other) => ({ other, distance: slowly(name, other) }))
        const best = distances.sort((a, b) => a.distance - b.distance || inOrder(a.other, b.other))[0]
        expect(nearest(name, names)).toBe(best.distance > most ? undefined : best.other)
      }),
    )
  })

  test('nothing near, nothing guessed', () => {
    expect(didYouMean('UK', countries, 'add it')).toBe('did you mean "GBR"?')
    expect(didYouMean('Atlantis', countries, 'add it')).toBe('add it')
  })
})

/** Optimal string alignment by its recursive definition. */
function slowly(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const ways = [
    slowly(a.slice(1), b) + 1,
    slowly(a, b.slice(1)) + 1,
    slowly(a.slice(1), b.slice(1)) + Number(a[0] !== b[0]),
  ]
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0])
    ways.push(slowly(a.slice(2), b.slice(2)) + 1)
  return Math.min(...ways)
}

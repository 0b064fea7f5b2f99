/** Names, numbers and intervals as English says them. */
import { expect, test } from 'vitest'
import {
  asSentence,
  between,
  lessOrMore,
  list,
  named,
  number,
  percent,
  plain,
  withArticle,
} from '../../src/report/words.js'

test.each([
  ['Israel', 'Israel'],
  ['United States', 'the United States'],
  ['Netherlands', 'the Netherlands'],
  ['Czech Republic', 'the Czech Republic'],
  ['United', 'United'],
])('%s is said "%s"', (label, said) => expect(withArticle(label)).toBe(said))

test('a name is looked up among the labels, never among what every object has', () => {
  expect(named({ ISR: 'Israel' }, 'ISR')).toBe('Israel')
  expect(named({}, 'ISR')).toBe('ISR')
  expect(named({}, 'constructor')).toBe('constructor')
  expect(named({}, 'press')).toBe('the press')
  expect(named({ X: ' ' }, 'X')).toBe('(no name)')
})

test('a long list is cut, with the number of those left out', () => {
  expect(list([])).toBe('')
  expect(list(['a', 'b'])).toBe('a and b')
  expect(list(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b and 3\u00a0others')
})

test('numbers have no negative zero, and what is no number is a dash', () => {
  expect(number(-0.001)).toBe('0.00')
  expect(number(-1.5)).toBe('\u22121.50')
  expect(percent(0.319)).toBe('31.9\u00a0%')
  for (const none of [Number.NaN, Infinity, null]) expect(percent(none)).toBe('–')
})

test('one run has no interval', () => {
  const estimate = { mean: 0.3, low: 0.25, high: 0.35 }
  expect(between(estimate, 40)).toBe('25.0 to 35.0\u00a0%')
  expect(between(estimate, 1)).toBe('no interval')
  expect(between({ mean: 0.3, low: Number.NaN, high: Number.NaN }, 40)).toBe('no interval')
})

test('more is not called less', () => {
  expect(lessOrMore(0.319)).toBe('31.9\u00a0% less than')
  expect(lessOrMore(-0.02)).toBe('2.0\u00a0% more than')
  expect(lessOrMore(0)).toBe('as much as')
})

test('text from data is one line with nothing hidden in it', () => {
  expect(plain('a\r\nb\u001b[31m\u202e')).toBe('a b\\u{1b}[31m\\u{202e}')
})

test('a sentence begins large and ends once', () => {
  expect(asSentence('the press has it')).toBe('The press has it.')
  expect(asSentence('why?')).toBe('Why?')
})

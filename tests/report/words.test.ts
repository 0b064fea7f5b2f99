/** Names, numbers and intervals as English says them. */
import { expect, test } from 'vitest'
import {
  asSentence,
  between,
  beyondChance,
  lessOrMore,
  list,
  named,
  number,
  percent,
  plain,
  share,
  subtracted,
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

test('a half goes up, however the machine writes it', () => {
  expect(number(0.975)).toBe('0.98')
  expect(number(1.005)).toBe('1.01')
  expect(number(-0.125)).toBe('\u22120.13')
})

test.each([
  [0, '0'],
  [0.003, '0.3'],
  [0.25, '25'],
  [0.998, '99.8'],
  [1, '100'],
])('the share %f is neither never nor always unless it is', (value, said) =>
  expect(share(value)).toBe(`${said}\u00a0%`),
)

test.each([
  [0.9, 0.1, ['90', '10', '80']],
  [0.2525, 0.105, ['25.3', '10.5', '14.8']],
  [0.004, 0, ['0.4', '0.0', '0.4']],
])('%f less %f agrees with its difference', (one, other, said) =>
  expect(subtracted(one, other)).toEqual(said.map((text) => `${text}\u00a0%`)),
)

test('an experiment of few pairs says what its intervals are worth', () => {
  expect(beyondChance(19).at(-1)).toBe('With so few pairs the intervals mean little.')
  expect(beyondChance(20)).toHaveLength(beyondChance(19).length - 1)
})

test('one run has no interval', () => {
  const estimate = { mean: 0.3, low: 0.25, high: 0.35 }
  expect(between(estimate, 40)).toBe('25.0 to 35.0\u00a0%')
  expect(between(estimate, 1)).toBe('no interval')
  expect(between({ mean: 0.3, low: Number.NaN, high: Number.NaN }, 40)).toBe('no interval')
})

test('more is not called less', () => {
  expect(lessOrMore(0.319, 'of it')).toBe('31.9\u00a0% less of it than')
  expect(lessOrMore(-0.02, 'of it')).toBe('2.0\u00a0% more of it than')
  expect(lessOrMore(0, 'of it')).toBe('as much of it as')
})

test('text from data is one line with nothing hidden in it', () => {
  expect(plain('a\r\nb\u001b[31m\u202e')).toBe('a b\\u{1b}[31m\\u{202e}')
})

test('a sentence begins large and ends once', () => {
  expect(asSentence('the press has it')).toBe('The press has it.')
  expect(asSentence('why?')).toBe('Why?')
})

/** What cells say, and the order it puts rows in. */
import { describe, expect, test } from 'vitest'
import { keysOf, orderOf, says } from '../../src/screen/cells.js'
import { sayDate } from '../../src/calendar.js'
import { between, number, percent } from '../../src/report/words.js'

describe('a column', () => {
  test.each<[string, string[], (number | string | undefined)[]]>([
    ['of plain numbers', ['0.3', '\u22121.5', '12', '+2'], [0.3, -1.5, 12, 2]],
    [
      'of per cents, with and without a no-break space',
      ['3.5\u00a0%', '\u22120.1 %', '99 %'],
      [3.5, -0.1, 99],
    ],
    ['with gaps', ['1.0 %', '–', '', 'no interval'], [1, undefined, undefined, undefined]],
    ['of intervals', ['31.8 to 32.1\u00a0%', '\u22120.1 to 0.2\u00a0%'], [31.8, -0.1]],
    ['of days with their dates', ['60 (30 June 2017)', '9 (10 May 2017)'], [60, 9]],
    ['of small numbers', ['9e-4', '0.5'], [0.0009, 0.5]],
    ['of words', ['Jordan', ' the  United\nStates '], ['Jordan', 'the United States']],
    ['of words among numbers', ['1', 'one', '–'], ['1', 'one', undefined]],
    ['of nothing', ['–', '–'], [undefined, undefined]],
    ['without rows', [], []],
  ])('%s', (_, cells, keys) => {
    expect(keysOf(cells)).toEqual(keys)
  })

  test('of dates sorts as the calendar does, however they are written', () => {
    const days = [700, 0, 31, 29, 365, 59]
    const order = [1, 3, 2, 5, 4, 0]
    expect(orderOf(keysOf(days.map((day) => sayDate('2016-01-31', day))), 'ascending')).toEqual(order)
    expect(orderOf(keysOf(['2017-01-02', '2016-12-31', '2017-01-01']), 'ascending')).toEqual([1, 2, 0])
  })

  test('reads what the page writes', () => {
    const shares = [0.123, -0.0004, 1, Number.NaN, 0.5]
    expect(keysOf(shares.map((share) => percent(share)))).toEqual([12.3, 0, 100, undefined, 50])
    expect(keysOf([number(-1.234), number(null), number(0)])).toEqual([-1.23, undefined, 0])
    expect(keysOf([between({ low: -0.01, high: 0.1 }, 9), between({ low: 0, high: 0 }, 1)])).toEqual([
      -1,
      undefined,
    ])
  })
})

describe('the order of rows', () => {
  test('is by number, not by digit', () => {
    expect(orderOf([10, 9, 100, -1], 'ascending')).toEqual([3, 1, 0, 2])
  })

  test('keeps the order of equals both ways, and what says nothing last', () => {
    const keys = [1, undefined, 2, 1, undefined, 2]
    expect(orderOf(keys, 'ascending')).toEqual([0, 3, 2, 5, 1, 4])
    expect(orderOf(keys, 'descending')).toEqual([2, 5, 0, 3, 1, 4])
  })

  test('of words is that of the alphabet, numbers in them by size', () => {
    expect(orderOf(['run 10', 'Åland', 'run 9', 'zeta', 'Zambia'], 'ascending')).toEqual([1, 2, 0, 4, 3])
  })

  test('moves every row exactly once', () => {
    const keys = Array.from({ length: 100 }, (_, k) => (k % 7 === 0 ? undefined : (k * 37) % 11))
    expect(orderOf(keys, 'descending').toSorted((a, b) => a - b)).toEqual([...keys.keys()])
  })
})

test('a row is found by its words in any order, capitals aside', () => {
  const row = 'United States ally 12.5\u00a0%'
  for (const sought of ['', ' ', 'STATES', 'ally unit', '12.5']) expect(says(row, sought)).toBe(true)
  for (const sought of ['x', 'state of', '.*', '13']) expect(says(row, sought)).toBe(false)
})

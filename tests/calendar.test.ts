import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateOf, readDate, readDuration, sayDate, writeDate } from '../src/calendar.js'

const SPAN = { min: readDate('0001-01-01'), max: readDate('9999-12-31') } as { min: number; max: number }

describe('dates', () => {
  test.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11016],
    ['2000-03-01', 11017],
    ['2017-05-10', 17296],
    ['1946-03-05', -8703],
    ['0001-01-01', -719162],
    ['9999-12-31', 2932896],
  ])('%s is day %i', (text, day) => {
    expect(readDate(text)).toBe(day)
    expect(writeDate(day)).toBe(text)
  })

  test.each([
    '2017-02-29',
    '1900-02-29',
    '2017-13-01',
    '2017-00-10',
    '2017-05-00',
    '2017-04-31',
    '0000-01-01',
    '2017-5-10',
    '2017-05-10T00:00',
    ' 2017-05-10',
    '２０１７-05-10',
    '10.05.2017',
    '',
  ])('"%s" is none', (text) => {
    expect(readDate(text)).toBeUndefined()
  })

  test('every day has one date and every date one day, as another calendar counts them', () => {
    fc.assert(
      fc.property(fc.integer(SPAN), (day) => {
        const text = writeDate(day)
        expect(readDate(text)).toBe(day)
        expect(text).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10))
      }),
    )
  })

  test('a day of a scenario is counted from its start and said in words', () => {
    expect(dateOf('2017-05-01', 14)).toBe('2017-05-15')
    expect(sayDate('2017-05-01', 14)).toBe('15 May 2017')
    expect(sayDate('2016-12-31', 60)).toBe('1 March 2017')
    expect(sayDate('2017-01-01', -1)).toBe('31 December 2016')
  })
})

describe('durations', () => {
  test.each([
    ['5 days', 5],
    ['1 day', 1],
    ['0 days', 0],
    [30, 30],
    [0, 0],
  ])('%s', (written, days) => {
    expect(readDuration(written)).toBe(days)
  })

  test.each(['5', '5 weeks', '-1 days', '1.5 days', '5  days', '99999999 days', -1, 1.5, NaN])(
    '%s is none',
    (written) => {
      expect(readDuration(written)).toBeUndefined()
    },
  )
})

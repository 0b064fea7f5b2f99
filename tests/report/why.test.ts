/** `because` tells a chain of causes, `why` finds the one that answers the question. */
import { describe, expect, test } from 'vitest'
import { because, why } from '../../src/report/why.js'
import { event, EVENTS, LABELS } from './sample.js'

const plain = (lines: readonly string[]): string[] => lines.map((line) => line.replaceAll('\u00a0', ' '))

describe('because', () => {
  test('tells causes first, each with its day', () => {
    expect(because(EVENTS, 8, LABELS).map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
      'Day 2: Arnia gives',
      'Day 4: The press',
      'Day 4: Borduria learns',
      'Day 9: Borduria moves',
      'Day 9: Costaguana sees',
    ])
  })

  test('with the start it says the dates', () => {
    expect(because(EVENTS, 2, LABELS, { start: '2017-05-01' })[1]).toBe(
      'Day 4 (5 May 2017): The press has the story.',
    )
  })

  test('has nothing to say of an event that is not there', () => {
    expect(because(EVENTS, 77, LABELS)).toEqual([])
  })

  test('ends even where a file makes causes run in a circle', () => {
    const circle = [event(0, 1, 'press', { cause: 1 }), event(1, 1, 'press', { cause: 0 })]
    expect(because(circle, 1)).toHaveLength(2)
  })
})

describe('why', () => {
  test('goes back from a formal step, says that it came back, and what trust was', () => {
    const lines = plain(why(EVENTS, LABELS, 'B', 'A'))
    expect(lines).toHaveLength(6)
    expect(lines[3]).toContain('Day 9: Borduria moves its side of “A-B liaison” down')
    expect(lines[4]).toContain('Day 99: Borduria moves its side of “A-B liaison” back up')
    expect(lines[5]).toBe('The trust of Borduria in Arnia went from 0.98 to 0.63 on day 4, in 1 shock.')
  })

  const second = event(10, 40, 'step-down', {
    who: 'B',
    whom: 'A',
    agreement: 'abc',
    breach: 'leak',
    words: { from: 'full', to: 'tear-line only' },
    cause: 3,
  })

  test('tells every step, what led to them once, and which did not come back', () => {
    const lines = plain(why([...EVENTS, second], LABELS, 'B', 'A'))
    expect(lines.filter((line) => line.includes(' down to '))).toHaveLength(2)
    expect(lines.filter((line) => line.startsWith('Day 4: The press'))).toHaveLength(1)
    expect(lines).toContain(
      'From the step of day 40 in “The Three (club)”, Borduria has not come back up in this run.',
    )
  })

  test('a step is taken back where its rung is reached again, not halfway', () => {
    const place = { who: 'B', whom: 'A', agreement: 'abc' }
    const events = [
      ...EVENTS,
      second,
      event(11, 50, 'step-down', { ...place, words: { from: 'tear-line only', to: 'suspended' } }),
      event(12, 60, 'step-up', { ...place, words: { from: 'suspended', to: 'tear-line only' }, cause: 11 }),
    ]
    const lines = plain(why(events, LABELS, 'B', 'A'))
    expect(lines.filter((line) => line.includes('has not come back up'))).toHaveLength(1)
    expect(lines.join(' ')).toContain('From the step of day 40')
    expect(lines.join(' ')).toContain('Day 60: Borduria moves its side of “The Three (club)” back up')
  })

  test('knows of a breach from the first it learned, not from the naming', () => {
    const again = event(10, 6, 'learned', {
      who: 'B',
      whom: 'A',
      breach: 'leak',
      words: { how: 'name', as: 'victim' },
      numbers: { before: 0.63, after: 0.5 },
      cause: 2,
    })
    const lines = why([...EVENTS, again, { ...second, id: 11, cause: 10 }], LABELS, 'B', 'A')
    expect(lines.join(' ')).toContain(
      'down to tear-lines only (the party it trusts least there: Arnia). The reason: since day 4 it knows',
    )
    expect(lines.join(' ')).not.toContain('since day 6')
  })

  test('a way back that the numbers do not call for is laid to chance', () => {
    const events = EVENTS.map((told) =>
      told.id === 9 ? { ...told, numbers: { ...told.numbers, advantage: -0.5 } } : told,
    )
    expect(why(events, LABELS, 'B', 'A').join(' ')).toContain('chance decided')
    expect(why(EVENTS, LABELS, 'B', 'A').join(' ')).not.toContain('chance decided')
  })

  test('who leaves for good does not do so by chance', () => {
    const left = event(10, 400, 'ended', {
      who: 'B',
      whom: 'A',
      agreement: 'ab',
      words: { from: 'suspended', to: 'ended' },
      numbers: { advantage: -0.5, inertia: 0.8 },
      cause: 7,
    })
    expect(because([...EVENTS, left], 10, LABELS).at(-1)).not.toContain('chance')
  })

  test('where there is no formal step, from the heaviest loss of trust', () => {
    const lines = plain(why(EVENTS, LABELS, 'C', 'A'))
    expect(lines[0]).toBe(
      'Costaguana took no formal step against Arnia, but it trusts it less and so holds more back.',
    )
    expect(lines.at(-2)).toContain('Day 4: Costaguana learns of the breach from the press')
    expect(lines.at(-1)).toBe(
      'The trust of Costaguana in Arnia went from 0.90 to 0.87 between day 4 and day 9, in 2 shocks.',
    )
  })

  test('a step in an agreement with both counts, though it is laid at another door', () => {
    const step = event(10, 20, 'step-down', {
      who: 'C',
      whom: 'D',
      agreement: 'abc',
      words: { to: 'tear-line only' },
      cause: 4,
    })
    const lines = why([...EVENTS, step], LABELS, 'C', 'A')
    expect(lines.join(' ')).toContain(
      'Costaguana moves its side of “The Three (club)” down to tear-lines only (the party it trusts least there: Dalmasca).',
    )
  })

  test('says clearly that nothing happened', () => {
    expect(why(EVENTS, LABELS, 'A', 'R')).toEqual([
      'No event of its own explains a change in what Arnia tells Ruritania; it may still give a little less, or more, in return for what it receives.',
    ])
  })
})

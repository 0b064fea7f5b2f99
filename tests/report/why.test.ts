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
  test('goes back from the last formal step, says what trust was, and that it came back', () => {
    const lines = plain(why(EVENTS, LABELS, 'B', 'A'))
    expect(lines).toHaveLength(6)
    expect(lines[3]).toContain('Day 9: Borduria moves an agreement with Arnia')
    expect(lines[4]).toBe('The trust of Borduria in Arnia went from 0.97 to 0.63 on day 4, in 1 shock.')
    expect(lines[5]).toContain('Day 99: Borduria moves')
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
      'Costaguana moves an agreement with Dalmasca and Arnia, “The Three (club)”,',
    )
  })

  test('says clearly that nothing happened', () => {
    expect(why(EVENTS, LABELS, 'A', 'R')).toEqual([
      'Nothing in this run made Arnia tell Ruritania less: it learned of no breach by Ruritania, saw nobody step down on its account, and took no formal step of its own.',
    ])
  })
})

/** The story of a run made by hand, word for word, and what it does when there is too much or nothing to tell. */
import { describe, expect, test } from 'vitest'
import { MOST_SENTENCES, story } from '../../src/report/story.js'
import {
  BREACH,
  edgeCases,
  event,
  EVENTS,
  partner,
  sampleFindings,
  sampleLeaker,
  sampleRun,
  WARNING,
} from './sample.js'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test('a tiny run is told word for word', () => {
  const told = story(sampleFindings(), sampleRun())
  expect(told.map(({ day, date, text }) => `${day}, ${date}: ${plain(text)}`)).toEqual([
    '2, 3 May 2017: Arnia gives Ruritania a secret about laptop bombs that came from Borduria, with 1 detail that hints at the source. Ruritania works out that the source was Borduria’s (this was 90 % likely).',
    '4, 5 May 2017: The press has the story. Borduria learns of the breach from the press, and its trust in Arnia falls from 0.98 to 0.63. Dalmasca and Costaguana learn of it from the press; hardest hit is Dalmasca, whose trust in Arnia falls from 0.90 to 0.85.',
    '9, 10 May 2017: Borduria moves its side of “A-B liaison” down to tear-lines only (the party it trusts least there: Arnia). The reason: since day 4 it knows what Arnia did; its trust in Arnia has fallen from 0.98 to 0.63; it sees a risk of 37 % that what it gives there gets out, and the tie is worth 1.6 times an ordinary one. It was a close call. Without the breach the same dice would not have tipped it. Costaguana sees it and trusts Arnia a little less.',
    '60, 30 June 2017: Costaguana learns of a plot against Arnia (laptop bombs) and keeps silent; without the breach it would have told all it knew. On day 80 the plot is carried out; without the breach it would have been averted.',
    '99, 8 August 2017: Borduria moves its side of “A-B liaison” back up to full sharing. It comes back at a review, 90 days after it had stepped down: the risk it sees there is now 20 %.',
    '119, 28 August 2017: On the last day, everybody who stepped down because of the breach has stepped back up. Over all runs the trust of Borduria in Arnia then stands at 0.70, where it would have been 0.97. 1 formal step in this run would have happened anyway and is left out.',
  ])
})

describe('formal steps', () => {
  test('a step that also happens without the breach is not told', () => {
    const texts = story(sampleFindings(), sampleRun()).map(({ text }) => text)
    expect(texts.some((text) => text.includes('Dalmasca moves'))).toBe(false)
  })

  test('it is told when it happens only with the breach', () => {
    const texts = story(sampleFindings(), sampleRun({ eventsWithout: [] })).map(({ text }) => text)
    expect(texts.some((text) => text.includes('Dalmasca moves'))).toBe(true)
  })

  test('one that would have come on another day says when', () => {
    const later = { ...EVENTS[6], id: 0, day: 50 }
    const texts = story(sampleFindings(), sampleRun({ eventsWithout: [later] })).map(({ text }) => text)
    expect(texts.join(' ')).toContain('Without the breach it would have done so on day 50.')
  })

  test('a step that the numbers do not call for is laid to chance', () => {
    const events = EVENTS.map((told) =>
      told.id === 7 ? { ...told, numbers: { ...told.numbers, advantage: -0.1 } } : told,
    )
    const texts = story(sampleFindings(), sampleRun({ events })).map(({ text }) => text)
    expect(texts.join(' ')).toContain('The numbers alone did not call for it; chance decided.')
    expect(texts.join(' ')).toContain('Without the breach the same dice would not have tipped it.')
  })

  test('a step that the numbers do call for lays nothing to the dice', () => {
    const events = EVENTS.map((told) =>
      told.id === 7 ? { ...told, numbers: { ...told.numbers, advantage: 0.9 } } : told,
    )
    const texts = story(sampleFindings(), sampleRun({ events })).map(({ text }) => text)
    expect(texts.join(' ')).not.toMatch(/dice|chance decided|close call/)
  })
})

test('of very much the most telling is told, and the rest is counted', () => {
  const steps = Array.from({ length: 60 }, (_, k) =>
    event(EVENTS.length + k, 20 + k, 'step-down', {
      who: `X${k}`,
      whom: 'D',
      agreement: `x${k}`,
      words: { to: 'tear-line only' },
    }),
  )
  const told = story(sampleFindings(), sampleRun({ events: [...EVENTS, ...steps] }))
  expect(told).toHaveLength(MOST_SENTENCES)
  const all = told.map(({ text }) => text).join(' ')
  expect(all).toContain('keeps silent')
  expect(all).toContain('Borduria moves')
  expect(plain(all)).toContain('46 smaller events are left out as well')
  expect(told.map(({ day }) => day)).toEqual(told.map(({ day }) => day).sort((a, b) => a - b))
})

test('a fall of trust too small to write is not told', () => {
  const events = EVENTS.map((told) =>
    told.id === 4 || told.id === 5 ? { ...told, numbers: { before: 0.9001, after: 0.8999 } } : told,
  )
  const texts = story(sampleFindings(), sampleRun({ events })).map(({ text }) => text)
  expect(texts.join(' ')).toMatch(/Costaguana and Dalmasca learn of it from the press\.(?! hardest)/)
})

test('many changed warnings are counted beyond the first', () => {
  const changedWarnings = Array.from({ length: 7 }, (_, k) => ({ ...WARNING, day: 20 + k, averted: true }))
  const texts = story(sampleFindings(), sampleRun({ changedWarnings })).map(({ text }) => plain(text))
  expect(texts.filter((text) => text.includes('learns of a plot'))).toHaveLength(4)
  expect(texts).toContain('By now, 3 further warnings say less than without the breach.')
})

test('trust on the last day is left out where the breach left no mark on it', () => {
  const victim = {
    ...partner('B', 0, 'victim'),
    trust: { before: 0.97, lowest: 0.97, end: 0.97, endWithout: 0.97 },
  }
  const data = sampleFindings({ leakers: [sampleLeaker(120, { partners: [victim] })] })
  expect(story(data, sampleRun()).at(-1)?.text).not.toContain('Over all runs the trust')
})

test('a breach that both worlds have says so', () => {
  const data = sampleFindings({ breaches: [{ ...BREACH, removed: false }] })
  expect(story(data, sampleRun())[0].text).toContain('This breach happens in both worlds.')
})

test.each(edgeCases())('%s: a story without holes', (_, data, typical) => {
  for (const { text } of story(data, typical)) expect(text).not.toMatch(/undefined|NaN|null|Infinity/)
})

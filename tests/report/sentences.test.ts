/** Every kind of event has a sentence, and it says what the event says. */
import { expect, test } from 'vitest'
import { EVENT_KINDS, type EventKind, type Told } from '../../src/history.js'
import { disclosed, sentence } from '../../src/report/sentences.js'
import { BREACH, event, EVENTS, LABELS } from './sample.js'

const SAID: Readonly<Record<EventKind, [Told, string]>> = {
  'agreement-begins': [{ agreement: 'ab' }, '“A-B liaison” comes into force.'],
  'agreement-ends': [{ agreement: 'ab' }, '“A-B liaison” runs out.'],
  breach: [
    {
      who: 'A',
      whom: 'B, C',
      words: { to: 'press', topic: 'bombs', kind: 'insider' },
      numbers: { severity: 0.5, details: 0 },
    },
    'An insider in Arnia gives the press a secret about laptop bombs that came from Borduria and Costaguana.',
  ],
  identified: [
    { who: 'R', whom: 'B', numbers: { posterior: 0.904 } },
    'Ruritania works out that the source was Borduria’s (this was 90\u00a0% likely).',
  ],
  unidentified: [
    { who: 'R', whom: 'B', numbers: { posterior: 0.25 } },
    'Ruritania cannot tell that the source was Borduria’s (working it out was 25\u00a0% likely).',
  ],
  'source-lost': [
    {
      who: 'R',
      whom: 'B',
      words: { topic: 'bombs', discipline: 'HUMINT' },
      numbers: { share: 0.5, halfLife: 730 },
    },
    'Ruritania acts against the source: Borduria loses 50\u00a0% of what it collected on laptop bombs from human sources; half of that is back after 730\u00a0days.',
  ],
  press: [{ who: 'press', whom: 'A' }, 'The press has the story.'],
  named: [{ who: 'press', whom: 'B' }, 'The press names Borduria as the source.'],
  detected: [{ who: 'B', whom: 'A' }, 'Borduria finds out by itself that Arnia passed its secret on.'],
  learned: [
    {
      who: 'C',
      whom: 'B',
      words: { how: 'confidence', as: 'witness' },
      numbers: { before: 0.9, after: 0.8 },
    },
    'Costaguana is told of the breach in confidence, and its trust in Borduria falls from 0.90 to 0.80.',
  ],
  'step-down': [
    { who: 'B', whom: 'A', agreement: 'ab', words: { to: 'suspended' } },
    'Borduria moves its side of “A-B liaison” down to suspension: nothing but warnings (the party it trusts least there: Arnia).',
  ],
  'step-up': [
    { who: 'B', whom: 'A', agreement: 'ab', words: { to: 'full' } },
    'Borduria moves its side of “A-B liaison” back up to full sharing.',
  ],
  ended: [
    { who: 'B', whom: 'C', agreement: 'ab', words: { to: 'ended' } },
    'Borduria leaves “A-B liaison” for good (the party it trusts least there: Costaguana).',
  ],
  imitated: [
    { who: 'C', whom: 'A', cause: 7, numbers: { before: 0.88, after: 0.87 } },
    'Costaguana sees Borduria step down and thinks less of Arnia: its trust falls from 0.88 to 0.87.',
  ],
  uncovered: [
    { who: 'C', whom: 'C', words: { topic: 'bombs' }, numbers: { due: 80 } },
    'Costaguana learns of a plot against itself (laptop bombs), due on day 80.',
  ],
  warned: [
    { who: 'C', whom: 'A', agreement: 'abc', words: { as: 'as a tear-line' } },
    'Costaguana warns Arnia as a tear-line, through “The Three (club)”.',
  ],
  silent: [{ who: 'C', whom: 'A' }, 'Costaguana keeps silent toward Arnia.'],
  averted: [
    { whom: 'C', words: { topic: 'bombs' } },
    'The plot against Costaguana (laptop bombs) is averted.',
  ],
  struck: [
    { whom: 'C', words: { topic: 'bombs' } },
    'The plot against Costaguana (laptop bombs) is carried out.',
  ],
}

test.each(Object.keys(EVENT_KINDS) as EventKind[])('"%s" is told', (kind) => {
  const [told, said] = SAID[kind]
  expect(sentence(event(99, 1, kind, told), { events: EVENTS, labels: LABELS })).toBe(said)
})

test.each(Object.keys(EVENT_KINDS) as EventKind[])(
  '"%s" is told even where everything is missing',
  (kind) => {
    const text = sentence(event(99, 1, kind, { cause: 98 }), { events: EVENTS, labels: {} })
    expect(text).toMatch(/^\S.*\.$/)
    expect(text).not.toMatch(/undefined|NaN|null/)
  },
)

test.each(['press', 'public'])('what goes to the %s has readers, not a recipient', (who) => {
  const tell = (kind: EventKind): string =>
    sentence(event(99, 1, kind, { who, whom: 'B', words: { topic: 'bombs' } }), {
      events: [],
      labels: LABELS,
    })
  expect(tell('identified')).toBe('Whoever reads it works out that the source was Borduria’s.')
  expect(tell('unidentified')).toBe('Whoever reads it cannot tell that the source was Borduria’s.')
  expect(tell('source-lost')).toMatch(/^A hostile reader acts against the source: Borduria loses /)
})

test.each(['learned', 'imitated'] as const)('"%s" says nothing of a fall too small to write', (kind) => {
  const told = { who: 'C', whom: 'A', numbers: { before: 0.9201, after: 0.9199 } }
  expect(sentence(event(99, 1, kind, told), { events: EVENTS, labels: LABELS })).not.toMatch(
    /0\.92|its trust/,
  )
})

test('each kind of breach is told in its own words, and one of no weight says so', () => {
  const kinds = ['disclosure', 'spying', 'misuse', 'penetration', 'insider']
  const told = kinds.map((kind) => disclosed({ ...BREACH, kind }, LABELS))
  expect(new Set(told).size).toBe(kinds.length)
  expect(disclosed({ ...BREACH, severity: 0 }, LABELS)).toContain('so nothing follows')
})

/** Every kind of event has a sentence, and it says what the event says. */
import { expect, test } from 'vitest'
import { EVENT_KINDS, type EventKind, type Told } from '../../src/events.js'
import { disclosed, sentence } from '../../src/report/sentences.js'
import { BREACH, event, EVENTS, LABELS } from './sample.js'

const SAID: Readonly<Record<EventKind, [Told, string]>> = {
  'agreement-begins': [{ agreement: 'ab' }, '“A-B liaison” comes into force.'],
  'agreement-ends': [{ agreement: 'ab' }, '“A-B liaison” runs out.'],
  'agreement-forms': [
    { who: 'A', whom: 'B, C', agreement: 'abc' },
    'Arnia, Borduria and Costaguana sign “The Three (club)”.',
  ],
  'not-signed': [
    { who: 'B', whom: 'A', agreement: 'ab' },
    'Borduria turns down “A-B liaison”, doubting Arnia.',
  ],
  policy: [{ agreement: 'ab' }, 'The terms of “A-B liaison” change by decree.'],
  'policy-ends': [{ agreement: 'ab' }, 'The decree on “A-B liaison” lapses.'],
  accusation: [
    { who: 'A', whom: 'B', words: { topic: 'bombs', kind: 'disclosure' }, numbers: { severity: 0.8 } },
    'Arnia is accused of passing on a secret about laptop bombs that came from Borduria, though it did no such thing.',
  ],
  leak: [
    { who: 'A', whom: 'B', words: { to: 'press', topic: 'bombs' }, numbers: { severity: 0.4, item: 3 } },
    'Somebody in Arnia gives the press a secret about laptop bombs that came from Borduria; nobody says who it was.',
  ],
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
  'source-turned': [
    { who: 'R', whom: 'B', words: { topic: 'bombs', discipline: 'HUMINT' }, numbers: { chance: 0.2 } },
    'Ruritania turns a source of Borduria’s (laptop bombs, from human sources): some of what it reports from now on is planted.',
  ],
  press: [{ who: 'press', whom: 'A' }, 'The press has the story.'],
  named: [{ who: 'press', whom: 'B' }, 'The press names Borduria as the source.'],
  detected: [{ who: 'B', whom: 'A' }, 'Borduria finds out by itself that Arnia passed its secret on.'],
  blamed: [
    { who: 'B', whom: 'C', numbers: { chance: 1 / 3, held: 3 } },
    'Borduria takes Costaguana for the leaker (33\u00a0% likely in its eyes, among 3 that could have told).',
  ],
  repair: [{ who: 'A', whom: 'B', words: { kind: 'apology' } }, 'Arnia apologises to Borduria.'],
  'leader-change': [{ who: 'A', words: { accountable: 'yes' } }, 'Arnia has a new leader.'],
  mended: [
    { who: 'B', whom: 'A', numbers: { share: 0.4, before: 0.41, after: 0.55 } },
    'Borduria holds less against Arnia: its trust rises from 0.41 to 0.55.',
  ],
  inducement: [{ who: 'A', whom: 'B', numbers: { price: 1 } }, 'Arnia begins to pay Borduria for sharing.'],
  'inducement-ends': [{ who: 'A', whom: 'B' }, 'Arnia no longer pays Borduria for sharing.'],
  asked: [
    {
      who: 'A',
      whom: 'B',
      agreement: 'ab',
      words: { topic: 'bombs', discipline: 'HUMINT', for: 'C' },
      numbers: { item: 3 },
    },
    'Arnia asks Borduria for leave to let Costaguana have an item about laptop bombs.',
  ],
  released: [
    {
      who: 'A',
      whom: 'C',
      agreement: 'ab',
      words: { of: 'B', for: 'C', as: 'as a tear-line', by: 'leave' },
      numbers: { item: 3 },
    },
    'Arnia lets Costaguana have an item that came from Borduria, as a tear-line, with leave.',
  ],
  refused: [
    { who: 'B', whom: 'A', agreement: 'ab', words: { of: 'B', for: 'C', by: 'leave' }, numbers: { item: 3 } },
    'Borduria refuses Arnia leave to let Costaguana have an item.',
  ],
  deceived: [
    { who: 'C', whom: 'A', words: { topic: 'bombs' }, numbers: { before: 0.9, after: 0.6 } },
    'Costaguana finds that Arnia was fed a falsehood and passed it on: its trust in what Arnia says falls from 0.90 to 0.60.',
  ],
  fabrication: [
    { who: 'A', whom: 'B, C', words: { id: 'x' }, numbers: { severity: 1 } },
    'Arnia tells Borduria and Costaguana what it made up.',
  ],
  proven: [
    { who: 'B', whom: 'A', numbers: { weight: 1, before: 0.9, after: 0.5 } },
    'Borduria proves that Arnia made it up: its trust in what Arnia says falls from 0.90 to 0.50.',
  ],
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

test('what nobody traced is found out, published, blamed and learned of without the leaker’s name', () => {
  const tell = (kind: EventKind, told: Told): string =>
    sentence(event(99, 1, kind, told), { events: EVENTS, labels: LABELS })
  expect(tell('detected', { who: 'B', whom: null })).toBe(
    'Borduria finds out by itself that its secret is out.',
  )
  expect(tell('press', { who: 'press', whom: 'B', words: { story: 'leak' } })).toBe(
    'The press has a secret that came from Borduria, and does not say who leaked it.',
  )
  expect(tell('blamed', { who: 'B', whom: 'A', numbers: { chance: 1, held: 1 } })).toBe(
    'Borduria takes Arnia for the leaker, the only one that could have told.',
  )
})

test('what is learned of an accusation is not called a breach', () => {
  const said = event(20, 3, 'accusation', { who: 'A', whom: 'B' })
  const press = event(21, 4, 'press', { who: 'press', whom: 'A', cause: 20 })
  const events = [...Array.from({ length: 20 }, (_, id) => event(id, 1, 'struck')), said, press]
  const learned = event(22, 4, 'learned', {
    who: 'C',
    whom: 'A',
    words: { how: 'press', as: 'witness' },
    cause: 21,
  })
  expect(sentence(learned, { events, labels: LABELS })).toBe(
    'Costaguana learns of the accusation from the press, and its trust in Arnia falls.',
  )
  const loop = { ...said, cause: 22 }
  expect(
    sentence({ ...learned, cause: 20 }, { events: [...events.slice(0, 20), loop, press], labels: LABELS }),
  ).toContain('learns of the breach')
})

test('each way to mend is told, and one that failed says so', () => {
  const tell = (kind: string): string =>
    sentence(event(99, 1, 'repair', { who: 'A', whom: 'B', words: { kind } }), { events: [], labels: LABELS })
  expect(['apology', 'denial', 'proven', 'assurance'].map(tell)).toEqual([
    'Arnia apologises to Borduria.',
    'Arnia denies it to Borduria.',
    'Arnia is proven to have lied when it denied it.',
    'Arnia gives assurances to Borduria.',
  ])
  const worse = event(99, 1, 'mended', { who: 'B', whom: 'A', numbers: { before: 0.5, after: 0.4 } })
  expect(sentence(worse, { events: [], labels: LABELS })).toBe(
    'Borduria holds more against Arnia: its trust falls from 0.50 to 0.40.',
  )
})

test('leave that was granted in full, or not needed, says so', () => {
  const tell = (words: Record<string, string>): string =>
    sentence(event(99, 1, 'released', { who: 'A', whom: 'C', words: { of: 'B', for: 'C', ...words } }), {
      events: [],
      labels: LABELS,
    })
  expect(tell({ as: 'in full', by: 'leave' })).toBe(
    'Arnia lets Costaguana have an item that came from Borduria, in full, with leave.',
  )
  expect(tell({ as: 'as a tear-line', by: 'caveat' })).toBe(
    'Arnia lets Costaguana have an item that came from Borduria, as a tear-line, as their agreement allows.',
  )
})

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

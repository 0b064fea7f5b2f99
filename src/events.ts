/** What a run tells: events of many kinds, each with the event that caused it. */

/** Every kind of event, with the sentence that says what it is. */
export const EVENT_KINDS = {
  'agreement-begins': 'an agreement comes into force',
  'agreement-ends': 'an agreement runs out',
  'agreement-forms': 'two or more countries sign an agreement',
  'not-signed': 'a country turns an agreement down',
  policy: 'the terms of an agreement change by decree',
  'policy-ends': 'the terms of an agreement are again what they were',
  breach: 'the leaker passes a secret on',
  accusation: 'a country is accused of a breach that never happened',
  leak: 'a holder passes a secret on, and nobody says who',
  identified: 'the recipient works out whose secret it was',
  unidentified: 'the recipient cannot tell whose secret it was',
  'source-lost': 'a hostile recipient cripples the source',
  'source-turned': 'a hostile recipient feeds the source what it likes',
  press: 'the press has the story',
  named: 'the press names whose secret it was',
  detected: 'the originator finds out by itself',
  blamed: 'the originator concludes who leaked',
  learned: 'a country learns of the breach and trusts the leaker less',
  repair: 'the leaker says or does something to mend trust',
  'leader-change': 'a country has a new leader',
  mended: 'a country holds less, or more, of what it learned against another',
  inducement: 'a price is paid for sharing',
  'inducement-ends': 'the price is no longer paid',
  asked: 'a holder asks the originator for release to a third country',
  released: 'a holder passes an item on with leave',
  refused: 'the originator refuses release',
  deceived: 'a recipient finds a planted falsehood',
  fabrication: 'a partner passes on what it made up',
  proven: 'the deceived prove it',
  'step-down': 'a party moves down a rung',
  'step-up': 'a party moves back up a rung',
  ended: 'a party leaves an agreement for good',
  imitated: 'an observer trusts a country less because somebody else stepped down',
  uncovered: 'a country learns of a plot',
  warned: 'it warns the target',
  silent: 'it keeps silent',
  averted: 'the plot is averted',
  struck: 'the plot is carried out',
} as const
/** `own:` begins what a mechanism of your own tells. */
export type EventKind = keyof typeof EVENT_KINDS | `own:${string}`

/** Whether an event is told by a mechanism of somebody's own. */
export function isOwn(kind: EventKind): kind is `own:${string}` {
  return kind.startsWith('own:')
}

export interface HistoryEvent {
  /** its place in `history.events` */
  readonly id: number
  readonly day: number
  readonly kind: EventKind
  /** the country that acts, or `press` or `public`; null where nobody does */
  readonly who: string | null
  /** the country it concerns */
  readonly whom: string | null
  readonly agreement: string | null
  /** id of the scripted breach it goes back to */
  readonly breach: string | null
  /** what there is to say beside: a topic, a rung, how somebody learned */
  readonly words: Readonly<Record<string, string>>
  readonly numbers: Readonly<Record<string, number>>
  /** id of the event that caused it, or null */
  readonly cause: number | null
}

/** Whether an event is a formal step, down, up or out. */
export function isStep({ kind }: HistoryEvent): boolean {
  return kind === 'step-down' || kind === 'step-up' || kind === 'ended'
}

/** What the teller of an event need not say. */
export type Told = Partial<Omit<HistoryEvent, 'id' | 'day' | 'kind'>>

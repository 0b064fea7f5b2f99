/** One sentence for every kind of event: the table from which the story, the chains of causes and `why` are told. */
import { isOwn, type EVENT_KINDS, type HistoryEvent } from '../events.js'
import {
  asSentence,
  count,
  disciplineNamed,
  isNumber,
  labelled,
  list,
  named,
  number,
  plain,
  share,
  topicNamed,
  type Labels,
} from './words.js'

/** What a sentence may look up beside its event. */
export interface Telling {
  readonly events: readonly HistoryEvent[]
  readonly labels: Labels
}

type Maker = (event: HistoryEvent, telling: Telling) => string

const SENTENCES: Readonly<Record<keyof typeof EVENT_KINDS, Maker>> = {
  'agreement-begins': (event, telling) => `${agreementQuoted(event, telling)} comes into force`,
  'agreement-ends': (event, telling) => `${agreementQuoted(event, telling)} runs out`,
  breach: tellBreach,
  identified: (event, telling) =>
    event.words['how'] === undefined
      ? `${reader(event, telling)} works out that the source was ${whose(event, telling)}${likelihood(event, 'this was')}`
      : `${reader(event, telling)} now knows from the press that the source was ${whose(event, telling)}`,
  unidentified: (event, telling) =>
    `${reader(event, telling)} cannot tell that the source was ${whose(event, telling)}${likelihood(event, 'working it out was')}`,
  'source-lost': (event, telling) => {
    const { topic = '', discipline = '' } = event.words
    const where = `${topicNamed(telling.labels, topic)} ${disciplineNamed(discipline)}`
    const loss = `${share(event.numbers['share'] ?? null)} of what it collected on ${where}`
    return `${isOpen(event) ? 'a hostile reader' : who(event, telling)} acts against the source: ${whom(event, telling)} loses ${loss}${healing(event)}`
  },
  'agreement-forms': (event, telling) => `${parties(event, telling)} sign ${agreementQuoted(event, telling)}`,
  'not-signed': (event, telling) =>
    `${who(event, telling)} turns down ${agreementQuoted(event, telling)}, doubting ${whom(event, telling)}`,
  policy: (event, telling) => `the terms of ${agreementQuoted(event, telling)} change by decree`,
  'policy-ends': (event, telling) => `the decree on ${agreementQuoted(event, telling)} lapses`,
  accusation: (event, telling) =>
    `${who(event, telling)} is accused of passing on ${secret(event, telling)}, though it did no such thing`,
  leak: (event, telling) =>
    `somebody in ${who(event, telling)} gives ${named(telling.labels, event.words['to'] ?? 'press')} ${secret(event, telling)}; nobody says who it was`,
  'source-turned': (event, telling) => {
    const { topic = '', discipline = '' } = event.words
    const where = `${topicNamed(telling.labels, topic)}, ${disciplineNamed(discipline)}`
    return `${isOpen(event) ? 'a hostile reader' : who(event, telling)} turns a source of ${whose(event, telling)} (${where}): some of what it reports from now on is planted`
  },
  blamed: (event, telling) =>
    `${who(event, telling)} takes ${whom(event, telling)} for the leaker${doubt(event)}`,
  repair: tellRepair,
  'leader-change': (event, telling) => `${who(event, telling)} has a new leader`,
  mended: (event, telling) =>
    `${who(event, telling)} holds ${worse(event) ? 'more' : 'less'} against ${whom(event, telling)}: its trust${fall(event)}`,
  inducement: (event, telling) => `${who(event, telling)} begins to pay ${whom(event, telling)} for sharing`,
  'inducement-ends': (event, telling) =>
    `${who(event, telling)} no longer pays ${whom(event, telling)} for sharing`,
  asked: (event, telling) =>
    `${who(event, telling)} asks ${whom(event, telling)} for leave to let ${third(event, telling)} have an item about ${topicOf(event, telling)}`,
  released: (event, telling) =>
    `${who(event, telling)} lets ${whom(event, telling)} have an item that came from ${named(telling.labels, event.words['of'] ?? null)}, ${event.words['as'] ?? 'in part'}, ${event.words['by'] === 'caveat' ? 'as their agreement allows' : 'with leave'}`,
  refused: (event, telling) =>
    `${who(event, telling)} refuses ${whom(event, telling)} leave to let ${third(event, telling)} have an item`,
  deceived: (event, telling) =>
    `${who(event, telling)} finds that ${whom(event, telling)} was fed a falsehood and passed it on: its trust in what ${whom(event, telling)} says${fall(event)}`,
  fabrication: (event, telling) => `${who(event, telling)} tells ${whom(event, telling)} what it made up`,
  proven: (event, telling) =>
    `${who(event, telling)} proves that ${whom(event, telling)} made it up: its trust in what ${whom(event, telling)} says${fall(event)}`,
  press: (event, telling) =>
    event.words['story'] === 'leak'
      ? `the press has a secret that came from ${whom(event, telling)}, and does not say who leaked it`
      : 'the press has the story',
  named: (event, telling) => `the press names ${whom(event, telling)} as the source`,
  detected: (event, telling) =>
    event.whom === null
      ? `${who(event, telling)} finds out by itself that its secret is out`
      : `${who(event, telling)} finds out by itself that ${whom(event, telling)} passed its secret on`,
  learned: tellLearned,
  'step-down': (event, telling) =>
    `${who(event, telling)} moves its side of ${agreementQuoted(event, telling)} down to ${rung(event)}${blamed(event, telling)}`,
  'step-up': (event, telling) =>
    `${who(event, telling)} moves its side of ${agreementQuoted(event, telling)} back up to ${rung(event)}`,
  ended: (event, telling) =>
    `${who(event, telling)} leaves ${agreementQuoted(event, telling)} for good${blamed(event, telling)}`,
  imitated: (event, telling) =>
    isFall(event)
      ? `${who(event, telling)} sees ${seenStep(event, telling)} and thinks less of ${whom(event, telling)}: its trust${fall(event)}`
      : `${who(event, telling)} sees ${seenStep(event, telling)} and thinks a little less of ${whom(event, telling)}`,
  uncovered: (event, telling) =>
    `${who(event, telling)} learns of a plot against ${target(event, telling)} (${topicOf(event, telling)})${due(event)}`,
  warned: (event, telling) =>
    `${who(event, telling)} warns ${whom(event, telling)} ${event.words['as'] ?? ''}, through ${agreementQuoted(event, telling)}`,
  silent: (event, telling) => `${who(event, telling)} keeps silent toward ${whom(event, telling)}`,
  averted: (event, telling) =>
    `the plot against ${whom(event, telling)} (${topicOf(event, telling)}) is averted`,
  struck: (event, telling) =>
    `the plot against ${whom(event, telling)} (${topicOf(event, telling)}) is carried out`,
}

/** The sentence of an event, with a capital and a full stop. */
export function sentence(event: HistoryEvent, telling: Telling): string {
  return asSentence(clause(event, telling))
}

/** The same without them, to go into a longer sentence. */
export function clause(event: HistoryEvent, telling: Telling): string {
  return isOwn(event.kind) ? tellOwn(event, telling) : SENTENCES[event.kind](event, telling)
}

/** The facts of a breach that a sentence says. */
export interface Disclosure {
  /** false: it is only said to have happened */
  readonly happened: boolean
  readonly by: string
  readonly of: readonly string[]
  readonly to: string
  readonly topic: string
  readonly kind: string
  readonly severity: number
  readonly details: number
}

/** What was passed on, by whom to whom. */
export function disclosed(
  { happened, by, of, to, topic, kind, severity, details }: Disclosure,
  labels: Labels,
): string {
  const [leaker, recipient, victims] = [
    named(labels, by),
    named(labels, to),
    list(of.map((id) => named(labels, id))) || 'somebody',
  ]
  const secret = `a secret about ${topicNamed(labels, topic)} that came from ${victims}`
  const hints =
    details > 0
      ? `, with ${count(details, 'detail')} that ${details === 1 ? 'hints' : 'hint'} at the source`
      : ''
  if (!happened)
    return `${leaker} is accused of passing on ${secret}, though it did not${severity === 0 ? '; nobody minds (severity 0)' : ''}`
  const nothing = severity === 0 ? '; it is of no weight (severity 0), so nothing follows' : ''
  const told: Readonly<Record<string, string>> = {
    misuse: `${leaker} passes ${recipient} ${secret}, against what was agreed`,
    spying: `${leaker} spies on ${victims} and lets ${recipient} have ${secret}`,
    penetration: `through a mole in ${leaker}, ${recipient} gets ${secret}`,
    insider: `an insider in ${leaker} gives ${recipient} ${secret}`,
  }
  return `${Object.hasOwn(told, kind) ? told[kind] : `${leaker} gives ${recipient} ${secret}`}${hints}${nothing}`
}

/** What a mechanism of somebody's own told: who, its own word for it, whom. */
function tellOwn(event: HistoryEvent, telling: Telling): string {
  const what = plain(event.kind.slice('own:'.length)) || 'something of its own'
  const toward = event.whom === null ? '' : `, concerning ${whom(event, telling)}`
  return event.who === null ? `${what}${toward}` : `${who(event, telling)}: ${what}${toward}`
}

function tellBreach(event: HistoryEvent, { labels }: Telling): string {
  return disclosed(
    {
      happened: true,
      by: event.who ?? '',
      of: severalOf(event),
      to: event.words['to'] ?? 'public',
      topic: event.words['topic'] ?? '',
      kind: event.words['kind'] ?? '',
      severity: event.numbers['severity'] ?? 0,
      details: event.numbers['details'] ?? 0,
    },
    labels,
  )
}

/** The countries an event concerns: a breach may be of several, told with commas between. */
function severalOf(event: HistoryEvent): string[] {
  return event.whom === null ? [] : event.whom.split(', ')
}

function who(event: HistoryEvent, { labels }: Telling): string {
  return named(labels, event.who)
}

/** Everybody that signs. */
function parties(event: HistoryEvent, { labels }: Telling): string {
  return list([event.who, ...severalOf(event)].map((id) => named(labels, id)))
}

/** The third country an item is for. */
function third({ words }: HistoryEvent, { labels }: Telling): string {
  return named(labels, words['for'] ?? null)
}

/** What was let out, or is said to have been. */
function secret(event: HistoryEvent, telling: Telling): string {
  return `a secret about ${topicOf(event, telling)} that came from ${whom(event, telling) || 'somebody'}`
}

function whom(event: HistoryEvent, { labels }: Telling): string {
  return list(severalOf(event).map((id) => named(labels, id)))
}

/** `Israel's`, `the United States'`. */
function whose(event: HistoryEvent, telling: Telling): string {
  const name = whom(event, telling)
  return name.endsWith('s') ? `${name}’` : `${name}’s`
}

function target(event: HistoryEvent, telling: Telling): string {
  return event.who === event.whom ? 'itself' : whom(event, telling)
}

function agreementQuoted({ agreement }: HistoryEvent, { labels }: Telling): string {
  return agreement === null ? 'an agreement' : `“${labelled(labels, agreement)}”`
}

/** Events do not say how many parties an agreement has: a step is laid at the door of the one trusted least, of two or of twenty. */
function blamed(event: HistoryEvent, telling: Telling): string {
  return event.whom === null ? '' : ` (the party it trusts least there: ${whom(event, telling)})`
}

/**
 * The other parties of an agreement that its event gives away: the one it concerns, and the leaker its step goes back to,
 * for a breach is laid only at agreements the leaker is a party to.
 */
export function partiesOf(event: HistoryEvent, { events }: Telling): string[] {
  const cause = event.cause === null ? undefined : events[event.cause]
  const leaker = cause?.kind === 'learned' ? cause.whom : null
  return [...new Set([event.whom, leaker])].filter((id) => id !== null)
}

function rung(event: HistoryEvent): string {
  const to = event.words['to'] ?? ''
  const said: Readonly<Record<string, string>> = {
    full: 'full sharing',
    'tear-line only': 'tear-lines only',
    suspended: 'suspension: nothing but warnings',
  }
  return Object.hasOwn(said, to) ? said[to] : to
}

function topicOf(event: HistoryEvent, { labels }: Telling): string {
  return topicNamed(labels, event.words['topic'] ?? '')
}

/** What went to the press or the public has no one recipient. */
function isOpen({ who }: HistoryEvent): boolean {
  return who === 'press' || who === 'public'
}

function reader(event: HistoryEvent, telling: Telling): string {
  return isOpen(event) ? 'whoever reads it' : who(event, telling)
}

function tellLearned(event: HistoryEvent, telling: Telling): string {
  const { how = '', as } = event.words
  const news = heard(event, who(event, telling), isMadeUp(event, telling) ? 'accusation' : 'breach')
  if (!isFall(event)) return news
  const joint = as === 'victim' && how === 'detection' ? ':' : ', and'
  return `${news}${joint} its trust in ${whom(event, telling)}${fall(event)}`
}

/** Whether what was learned goes back to an accusation, of what never happened. */
function isMadeUp(event: HistoryEvent, { events }: Telling): boolean {
  let first = event
  for (let cause = first.cause; cause !== null; cause = first.cause) {
    // a cause comes before what it causes; anything else is no chain
    if (events[cause] === undefined || events[cause].id >= first.id) return false
    first = events[cause]
  }
  return first.kind === 'accusation'
}

function heard(event: HistoryEvent, country: string, what: 'accusation' | 'breach'): string {
  const { how = '', as } = event.words
  if (as === 'victim' && how === 'name') return `${country} stands exposed as the source`
  if (as === 'victim' && how === 'detection') return `${country} draws its conclusion`
  const said: Readonly<Record<string, string>> = {
    press: `learns of the ${what} from the press`,
    name: 'learns whose secret it was',
    confidence: `is told of the ${what} in confidence`,
  }
  return `${country} ${Object.hasOwn(said, how) ? said[how] : `learns of the ${what}`}`
}

/** False where trust before and after are written alike: then a fall is not worth its clause. */
export function isFall({ numbers: { before, after } }: HistoryEvent): boolean {
  return !isNumber(before) || !isNumber(after) || number(before) !== number(after)
}

/** ` falls from 0.98 to 0.72`. */
export function fall({ numbers: { before, after } }: HistoryEvent): string {
  if (!isNumber(before) || !isNumber(after)) return ' falls'
  return ` ${after < before ? 'falls' : 'rises'} from ${number(before)} to ${number(after)}`
}

function doubt({ numbers: { chance, held } }: HistoryEvent): string {
  if (!isNumber(chance) || !isNumber(held)) return ''
  return held === 1
    ? ', the only one that could have told'
    : ` (${share(chance)} likely in its eyes, among ${held} that could have told)`
}

function worse({ numbers: { before, after } }: HistoryEvent): boolean {
  return isNumber(before) && isNumber(after) && after < before
}

function tellRepair(event: HistoryEvent, telling: Telling): string {
  const said: Readonly<Record<string, string>> = {
    apology: 'apologises',
    denial: 'denies it',
    proven: 'is proven to have lied when it denied it',
    assurance: 'gives assurances',
  }
  const { kind = '' } = event.words
  const toward = event.whom === null ? '' : ` to ${whom(event, telling)}`
  return `${who(event, telling)} ${Object.hasOwn(said, kind) ? said[kind] : 'makes amends'}${kind === 'proven' ? '' : toward}`
}

function likelihood(event: HistoryEvent, what: string): string {
  const { posterior } = event.numbers
  return isNumber(posterior) ? ` (${what} ${share(posterior)} likely)` : ''
}

function healing(event: HistoryEvent): string {
  const { halfLife } = event.numbers
  return isNumber(halfLife) ? `; half of that is back after ${count(Math.round(halfLife), 'day')}` : ''
}

function due(event: HistoryEvent): string {
  const { due: day } = event.numbers
  return isNumber(day) ? `, due on day ${day}` : ''
}

function seenStep(event: HistoryEvent, telling: Telling): string {
  const step = event.cause === null ? undefined : telling.events[event.cause]
  return step === undefined ? 'another country step down' : `${who(step, telling)} step down`
}

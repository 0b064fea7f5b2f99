/** Why: the chain of causes that ends in an event, and why one country stopped telling another things. */
import { isStep, type HistoryEvent } from '../events.js'
import { OPEN, RUNGS, type Rung } from '../network.js'
import { clause, partiesOf, sentence, type Telling } from './sentences.js'
import { asSentence, count, dated, isNumber, labelled, named, number, share, type Labels } from './words.js'

export interface WhyOptions {
  /** ISO date of day 0; with it every day is told with its date */
  readonly start?: string
}

/**
 * The chain of causes of an event as sentences, first cause first, each with its day.
 * @param id the event's place among `events`
 * @returns nothing where there is no such event
 */
export function because(
  events: readonly HistoryEvent[],
  id: number,
  labels: Labels = {},
  options: WhyOptions = {},
): string[] {
  const telling = { events, labels }
  return chainOf(events, id).map((event) => {
    const reason = isStep(event) ? ` ${asSentence(reasonOf(event, telling))}` : ''
    return `${dated(event.day, options.start)}: ${sentence(event, telling)}${reason}`
  })
}

/**
 * Answers "why did `a` stop telling `b` things?": every formal step down by `a` that is laid at `b`'s door, or in an agreement
 * both are known to be in, each with its chain of causes and what became of it; else `a`'s heaviest loss of trust in `b`; and
 * what trust was before and after. What two chains have in common is told once.
 */
export function why(
  events: readonly HistoryEvent[],
  labels: Labels,
  a: string,
  b: string,
  options: WhyOptions = {},
): string[] {
  const [from, to] = [named(labels, a), named(labels, b)]
  const shared = agreementsOf({ events, labels }, a, b)
  const steps = events.filter((event) => isStep(event) && event.who === a && concerns(event, b, shared))
  const down = steps.filter(({ kind }) => kind !== 'step-up')
  const losses = events.filter((event) => isLoss(event) && event.who === a && event.whom === b)
  const trust = losses.length > 0 ? trustLine(losses, from, to) : []
  if (down.length > 0) {
    const told = down.flatMap((step) => [
      ...because(events, step.id, labels, options),
      ...outcomeOf(step, steps, { events, labels }, options),
    ])
    return [...new Set(told), ...trust]
  }
  const heaviest = losses.toSorted((one, other) => lossOf(other) - lossOf(one))[0] as HistoryEvent | undefined
  if (heaviest === undefined)
    return [
      `No event of its own explains a change in what ${from} tells ${to}; it may still give a little less, or more, in return for what it receives.`,
    ]
  return [
    asSentence(`${from} took no formal step against ${to}, but it trusts it less and so holds more back`),
    ...because(events, heaviest.id, labels, options),
    ...trust,
  ]
}

/** When a step down was taken back, or that it was not; nothing of a country that left, for it left for good. */
function outcomeOf(
  step: HistoryEvent,
  steps: readonly HistoryEvent[],
  telling: Telling,
  { start }: WhyOptions,
): string[] {
  if (step.kind === 'ended') return []
  const back = steps.find(
    (later) =>
      later.kind === 'step-up' &&
      later.agreement === step.agreement &&
      later.id > step.id &&
      rungOf(later.words['to']) <= rungOf(step.words['from']),
  )
  if (back !== undefined)
    return [`${dated(back.day, start)}: ${sentence(back, telling)} ${asSentence(reasonOf(back, telling))}`]
  const agreement = step.agreement === null ? 'it' : `“${labelled(telling.labels, step.agreement)}”`
  return [
    asSentence(
      `from the step of day ${step.day} in ${agreement}, ${named(telling.labels, step.who)} has not come back up in this run`,
    ),
  ]
}

/** Place of a rung from open to closed; where an event does not name it, full sharing. */
function rungOf(name: string | undefined): number {
  return Math.max(OPEN, RUNGS.indexOf(name as Rung))
}

/** An event and what caused it, first cause first. */
function chainOf(events: readonly HistoryEvent[], id: number): HistoryEvent[] {
  const chain: HistoryEvent[] = []
  let event = events[id]
  while (event !== undefined) {
    chain.push(event)
    // a cause comes before what it causes; a file that says otherwise would lead in a circle
    if (event.cause === null || event.cause >= event.id) break
    event = events[event.cause]
  }
  return chain.reverse()
}

/** The grounds of a formal step, in words: what it had heard, what became of its trust, the risk it sees, what the tie is worth. */
export function reasonOf(step: HistoryEvent, telling: Telling): string {
  if (step.words['by'] === 'decree') return 'the reason: it was decreed, whatever anybody trusts'
  if (step.kind === 'step-up') return returned(step, telling)
  const { risk, stake } = step.numbers
  const grounds = [...heardOf(step, telling), ...trustOf(step, telling)]
  const numbers: string[] = []
  if (isNumber(risk)) numbers.push(`it sees a risk of ${share(risk)} that what it gives there gets out`)
  if (isNumber(stake)) numbers.push(`the tie is worth ${number(stake, 1)}\u00a0times an ordinary one`)
  const clauses = [...grounds, numbers.join(', and ')].filter((text) => text !== '')
  return `the reason: ${clauses.join('; ')}${tippedBy(step)}`
}

function returned(step: HistoryEvent, { events }: Telling): string {
  const cause = step.cause === null ? undefined : events[step.cause]
  const reopened = cause?.kind === 'repair' || cause?.kind === 'leader-change'
  const down = reopened ? lastDown(step, events) : cause
  const since = down === undefined ? '' : `, ${count(step.day - down.day, 'day')} after it had stepped down`
  const risk = isNumber(step.numbers['risk'])
    ? `: the risk it sees there is now ${share(step.numbers['risk'])}`
    : ''
  const when = reopened
    ? ` that ${cause.kind === 'repair' ? 'words and deeds' : 'the new leader'} called for`
    : ''
  return `it comes back at a review${when}${since}${risk}${tippedBy(step)}`
}

/** The step down that a step up undoes: the latest by the same party from the same agreement. */
function lastDown(step: HistoryEvent, events: readonly HistoryEvent[]): HistoryEvent | undefined {
  return events.findLast(
    ({ id, kind, who, agreement }) =>
      id < step.id && kind === 'step-down' && who === step.who && agreement === step.agreement,
  )
}

/** What the step goes back to: a breach it knows of, or nothing but its own routine. */
function heardOf(step: HistoryEvent, { events, labels }: Telling): string[] {
  const cause = step.cause === null ? undefined : events[step.cause]
  if (cause === undefined) return ['a routine review of the agreement came out against it']
  if (cause.kind === 'learned' || cause.kind === 'imitated')
    return [
      `since day ${firstHeard(cause, events).day} it ${isBelief(cause, events) ? `believes that it was ${named(labels, cause.whom)}` : `knows what ${named(labels, cause.whom)} did`}`,
    ]
  return [clause(cause, { events, labels })]
}

/** Whether what was learned goes back to a conclusion or an accusation, which may be false, and not to the breach itself. */
function isBelief(cause: HistoryEvent, events: readonly HistoryEvent[]): boolean {
  for (let next: HistoryEvent | undefined = cause; next !== undefined;) {
    if (next.kind === 'blamed' || next.kind === 'accusation') return true
    next = next.cause === null ? undefined : events[next.cause]
  }
  return false
}

/** The first that a country learned of a breach: what it learned later, whose secret it was, may be what a step goes back to. */
function firstHeard(cause: HistoryEvent, events: readonly HistoryEvent[]): HistoryEvent {
  const first = events.find(
    ({ kind, who, whom, breach }) =>
      kind === 'learned' && who === cause.who && whom === cause.whom && breach === cause.breach,
  )
  return first ?? cause
}

/** What has become of the stepper's trust in the party it blames, up to the step. */
function trustOf(step: HistoryEvent, { events, labels }: Telling): string[] {
  const losses = events.filter(
    (event) => isLoss(event) && event.who === step.who && event.whom === step.whom && event.id < step.id,
  )
  const [before, after] = [losses[0]?.numbers['before'], losses.at(-1)?.numbers['after']]
  if (!isNumber(before) || !isNumber(after) || number(before) === number(after)) return []
  return [`its trust in ${named(labels, step.whom)} has fallen from ${number(before)} to ${number(after)}`]
}

/** Reviews are noisy: whether the numbers explain a step, or the chance that stands for the judgement of the day. */
function tippedBy(step: HistoryEvent): string {
  if (!isTipped(step)) return ''
  const { advantage, inertia } = step.numbers
  return inertia - advantage < 0.25
    ? '. It was a close call'
    : '. The numbers alone did not call for it; chance decided'
}

/** Whether a step was taken that the numbers alone did not call for; nobody leaves by chance, but by having stayed away. */
export function isTipped({ kind, numbers: { advantage, inertia } }: HistoryEvent): boolean {
  return kind !== 'ended' && isNumber(advantage) && isNumber(inertia) && advantage < inertia
}

/** How much trust an event took; 0 where it does not say. */
export function lossOf({ numbers: { before, after } }: HistoryEvent): number {
  return isNumber(before) && isNumber(after) ? before - after : 0
}

function isLoss({ kind }: HistoryEvent): boolean {
  return kind === 'learned' || kind === 'imitated'
}

function trustLine(losses: readonly HistoryEvent[], from: string, to: string): string[] {
  const [first, last] = [losses[0], losses[losses.length - 1]]
  const [before, after] = [first.numbers['before'], last.numbers['after']]
  const over = first === last ? `on day ${first.day}` : `between day ${first.day} and day ${last.day}`
  if (number(before) === number(after)) return []
  return [
    asSentence(
      `the trust of ${from} in ${to} went from ${number(before)} to ${number(after)} ${over}, in ${count(losses.length, 'shock')}`,
    ),
  ]
}

function concerns(event: HistoryEvent, country: string, shared: ReadonlySet<string>): boolean {
  return event.whom === country || (event.agreement !== null && shared.has(event.agreement))
}

/** The agreements in which the events show both countries. */
function agreementsOf(telling: Telling, a: string, b: string): Set<string> {
  const seenOf = (country: string): string[] =>
    telling.events.flatMap((event) => {
      const { kind, who, agreement } = event
      const isParty = isStep(event) || kind === 'warned' || kind === 'silent'
      const seen = isParty && (who === country || partiesOf(event, telling).includes(country))
      return seen && agreement !== null ? [agreement] : []
    })
  const ofB = new Set(seenOf(b))
  return new Set(seenOf(a).filter((agreement) => ofB.has(agreement)))
}

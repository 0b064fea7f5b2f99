/** Why: the chain of causes that ends in an event, and why one country stopped telling another things. */
import type { HistoryEvent } from '../history.js'
import { clause, partiesOf, sentence, type Telling } from './sentences.js'
import { asSentence, count, dated, isNumber, named, number, percent, type Labels } from './words.js'

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
 * Answers "why did `a` stop telling `b` things?": `a`'s last formal step down that is laid at `b`'s door, or in an agreement
 * both are known to be in; else its heaviest loss of trust in `b`; with the chain of causes and what trust was before and after.
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
  const last = steps.findLast(({ kind }) => kind !== 'step-up')
  const losses = events.filter((event) => isLoss(event) && event.who === a && event.whom === b)
  const found = last ?? losses.toSorted((one, other) => lossOf(other) - lossOf(one))[0]
  if (found === undefined)
    return [
      asSentence(
        `nothing in this run made ${from} tell ${to} less: it learned of no breach by ${to}, saw nobody step down on its account, and took no formal step of its own`,
      ),
    ]
  const lines: string[] = []
  if (last === undefined)
    lines.push(
      asSentence(`${from} took no formal step against ${to}, but it trusts it less and so holds more back`),
    )
  lines.push(...because(events, found.id, labels, options))
  if (losses.length > 0) lines.push(trustLine(losses, from, to))
  const back =
    last === undefined
      ? undefined
      : steps.find(
          ({ kind, agreement, id }) => kind === 'step-up' && agreement === last.agreement && id > last.id,
        )
  if (back !== undefined)
    lines.push(`${dated(back.day, options.start)}: ${sentence(back, { events, labels })}`)
  return lines
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

/** A formal step: down, up, or out. */
export function isStep({ kind }: HistoryEvent): boolean {
  return kind === 'step-down' || kind === 'step-up' || kind === 'ended'
}

/** The grounds of a formal step, in words: what it had heard, what became of its trust, the risk it sees, what the tie is worth. */
export function reasonOf(step: HistoryEvent, telling: Telling): string {
  if (step.kind === 'step-up') return returned(step, telling)
  const { risk, stake } = step.numbers
  const grounds = [...heardOf(step, telling), ...trustOf(step, telling)]
  const numbers: string[] = []
  if (isNumber(risk)) numbers.push(`it sees a risk of ${percent(risk, 0)} that what it gives there gets out`)
  if (isNumber(stake)) numbers.push(`the tie is worth ${number(stake, 1)}\u00a0times an ordinary one`)
  const clauses = [...grounds, numbers.join(', and ')].filter((text) => text !== '')
  return `the reason: ${clauses.join('; ')}${tippedBy(step)}`
}

function returned(step: HistoryEvent, { events }: Telling): string {
  const down = step.cause === null ? undefined : events[step.cause]
  const since = down === undefined ? '' : `, ${count(step.day - down.day, 'day')} after it had stepped down`
  const risk = isNumber(step.numbers['risk'])
    ? `: the risk it sees there is now ${percent(step.numbers['risk'], 0)}`
    : ''
  return `it comes back at a review${since}${risk}`
}

/** What the step goes back to: a breach it knows of, or nothing but its own routine. */
function heardOf(step: HistoryEvent, { events, labels }: Telling): string[] {
  const cause = step.cause === null ? undefined : events[step.cause]
  if (cause === undefined) return ['a routine review of the agreement came out against it']
  if (cause.kind === 'learned' || cause.kind === 'imitated')
    return [`since day ${cause.day} it knows what ${named(labels, cause.whom)} did`]
  return [clause(cause, { events, labels })]
}

/** What has become of the stepper's trust in the party it blames, up to the step. */
function trustOf(step: HistoryEvent, { events, labels }: Telling): string[] {
  const losses = events.filter(
    (event) => isLoss(event) && event.who === step.who && event.whom === step.whom && event.id < step.id,
  )
  const [before, after] = [losses[0]?.numbers['before'], losses.at(-1)?.numbers['after']]
  if (!isNumber(before) || !isNumber(after)) return []
  return [`its trust in ${named(labels, step.whom)} has fallen from ${number(before)} to ${number(after)}`]
}

/** Reviews are noisy: whether the numbers explain a step, or the chance that stands for the judgement of the day. */
function tippedBy({ numbers: { advantage, inertia } }: HistoryEvent): string {
  if (!isNumber(advantage) || !isNumber(inertia) || advantage >= inertia) return ''
  return inertia - advantage < 0.25
    ? '. It was a close call'
    : '. The numbers alone did not call for it; chance decided'
}

/** How much trust an event took; 0 where it does not say. */
export function lossOf({ numbers: { before, after } }: HistoryEvent): number {
  return isNumber(before) && isNumber(after) ? before - after : 0
}

function isLoss({ kind }: HistoryEvent): boolean {
  return kind === 'learned' || kind === 'imitated'
}

function trustLine(losses: readonly HistoryEvent[], from: string, to: string): string {
  const [first, last] = [losses[0], losses[losses.length - 1]]
  const [before, after] = [first.numbers['before'], last.numbers['after']]
  const over = first === last ? `on day ${first.day}` : `between day ${first.day} and day ${last.day}`
  return asSentence(
    `the trust of ${from} in ${to} went from ${number(before)} to ${number(after)} ${over}, in ${count(losses.length, 'shock')}`,
  )
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

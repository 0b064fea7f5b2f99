/** What happened in the typical run, told day by day in sentences for people who do not read code. */
import { sayDate } from '../calendar.js'
import type { HistoryEvent } from '../events.js'
import type { FindingsData } from '../studies/findings.js'
import { stepsOfTheBreach, type ChangedWarning, type TypicalRun } from '../studies/typical.js'
import { clause, fall, isFall, sentence, type Telling } from './sentences.js'
import { isTipped, lossOf, reasonOf } from './why.js'
import { asSentence, count, isNumber, list, named, number, topicNamed, type Labels } from './words.js'

/** What happened on one day, in one breath. */
export interface Sentence {
  readonly day: number
  /** the day as people say it: `10 May 2017` */
  readonly date: string
  readonly text: string
}

/** At most so many are told; the least telling are left out, and the last sentence says how many. */
export const MOST_SENTENCES = 20

/** Changed warnings told one by one; further ones are counted. */
const MOST_WARNINGS = 4

/** A sentence before the choice among them; the less `rank`, the more telling. */
interface Candidate {
  readonly day: number
  readonly text: string
  readonly rank: number
}

/**
 * The story of the typical run, in order of days, closed by a sentence on the last day. Formal steps that happen in the world
 * without the breach as well are left out and counted at the end.
 */
export function story(data: FindingsData, typical: TypicalRun): Sentence[] {
  const telling = { events: typical.events, labels: typical.labels }
  const { own, anyway } = stepsOfTheBreach(typical)
  const candidates = [
    ...newsOf(data, telling, anyhow(data, typical)),
    ...dealingsOf(telling, anyhow(data, typical)),
    ...own.map((step) => tellStep(step, telling, data, typical.eventsWithout)),
    ...tellWarnings(typical.changedWarnings, typical.labels),
  ]
  const kept = candidates.toSorted((a, b) => a.rank - b.rank).slice(0, MOST_SENTENCES - 1)
  const told = candidates.filter((candidate) => kept.includes(candidate)).sort((a, b) => a.day - b.day)
  const end = {
    day: data.days - 1,
    text: ending(data, telling, own, anyway, candidates.length - kept.length),
  }
  return [...told, end].map(({ day, text }) => ({ day, date: sayDate(typical.start, day), text }))
}

// the breach, and how the news of it spreads

const NEWS: ReadonlySet<string> = new Set([
  'breach',
  'accusation',
  'leak',
  'blamed',
  'source-turned',
  'identified',
  'unidentified',
  'source-lost',
  'press',
  'named',
  'detected',
  'learned',
])

/** Says of an event whether it happens without the breach too. What is scripted is told even so. */
function anyhow(data: FindingsData, { eventsWithout }: TypicalRun): (event: HistoryEvent) => boolean {
  const key = ({ day, kind, who, whom, breach, agreement }: HistoryEvent): string =>
    JSON.stringify([day, kind, who, whom, breach, agreement])
  const there = new Set(eventsWithout.map(key))
  const scripted = new Set(data.breaches.map(({ id }) => id))
  return (event) => there.has(key(event)) && !(event.breach !== null && scripted.has(event.breach))
}

/** What is done about it, what is found out, and who signs: one sentence an event, and one for all that are moved by it. */
const DEALINGS: Readonly<Record<string, number>> = {
  repair: 0,
  'leader-change': 0,
  inducement: 0,
  policy: 0,
  proven: 1,
  deceived: 1,
  'agreement-forms': 3,
  'not-signed': 4,
}

function dealingsOf(telling: Telling, isEverywhere: (event: HistoryEvent) => boolean): Candidate[] {
  const days = new Map<string, HistoryEvent[]>()
  for (const event of telling.events) {
    const rank = Object.hasOwn(DEALINGS, event.kind) ? DEALINGS[event.kind] : undefined
    // what is scripted happens in both worlds, and still belongs to the story
    if (rank === undefined || (rank > 0 && isEverywhere(event))) continue
    const key = JSON.stringify([event.day, event.kind, MANY.has(event.kind) ? event.whom : event.id])
    days.set(key, [...(days.get(key) ?? []), event])
  }
  return [...days.values()].map((events) => {
    const [{ day, kind }] = events
    const mended = telling.events.filter(({ kind, cause }) => kind === 'mended' && cause === events[0].id)
    const parts = [...folded(events, telling), ...(mended.length === 0 ? [] : [tellMended(mended, telling)])]
    return { day, text: parts.join(' '), rank: DEALINGS[kind] }
  })
}

/** What many find on one day about one country is one thing to tell. */
const MANY: ReadonlySet<string> = new Set(['deceived', 'proven'])

/** More than so many events of a kind on one day are told as one of them and a list of whom it happened to as well. */
const MOST_ALIKE = 2

/** Who stands for an event among others of its kind: whose source it was, else who learned or found something. */
const ABOUT_WHOM: ReadonlySet<string> = new Set([
  'identified',
  'unidentified',
  'source-lost',
  'source-turned',
])

/** Events of one day in sentences, in their order, those of a kind that says the same of many folded into two. */
function folded(events: readonly HistoryEvent[], telling: Telling): string[] {
  const alike = (event: HistoryEvent): HistoryEvent[] =>
    events.filter(({ kind, words }) => kind === event.kind && words['how'] === event.words['how'])
  return events.flatMap((event) => {
    const group = alike(event)
    if (group.length <= MOST_ALIKE) return [sentence(event, telling)]
    if (group[0] !== event) return []
    const name = ({ kind, who, whom }: HistoryEvent): string =>
      named(telling.labels, ABOUT_WHOM.has(kind) ? whom : who)
    const others = [...new Set(group.slice(1).map(name))].filter((other) => other !== name(event))
    return [
      sentence(event, telling),
      ...(others.length === 0 ? [] : [asSentence(`the same goes for ${list(others)}`)]),
    ]
  })
}

/** Whom words or a new leader move, the most moved first. */
function tellMended(mended: readonly HistoryEvent[], telling: Telling): string {
  const [first, ...rest] = mended.toSorted((a, b) => Math.abs(lossOf(b)) - Math.abs(lossOf(a)))
  const others = rest.length === 0 ? '' : `, and so it goes for ${count(rest.length, 'other')}`
  return asSentence(`${clause(first, telling)}${others}`)
}

/** All that happens with one breach on one day becomes one sentence or a few. */
function newsOf(
  data: FindingsData,
  telling: Telling,
  isEverywhere: (event: HistoryEvent) => boolean,
): Candidate[] {
  const days = new Map<string, HistoryEvent[]>()
  for (const event of telling.events) {
    if (!NEWS.has(event.kind) || isEverywhere(event)) continue
    const key = JSON.stringify([event.breach, event.day])
    days.set(key, [...(days.get(key) ?? []), event])
  }
  return [...days.values()].map((events) => {
    const leads = events.some(({ kind, words }) => kind !== 'learned' || words['as'] === 'victim')
    return { day: events[0].day, text: tellNews(events, data, telling), rank: leads ? 0 : 2 }
  })
}

function tellNews(events: readonly HistoryEvent[], data: FindingsData, telling: Telling): string {
  const witnesses = events.filter(({ kind, words }) => kind === 'learned' && words['as'] !== 'victim')
  const parts = folded(
    events.filter((event) => !witnesses.includes(event)),
    telling,
  )
  if (events.some(({ kind, breach }) => kind === 'breach' && inBothWorlds(data, breach)))
    parts.push('This breach happens in both worlds.')
  for (const how of new Set(witnesses.map(({ words }) => words['how'] ?? '')))
    parts.push(
      tellWitnesses(
        how,
        witnesses.filter(({ words }) => (words['how'] ?? '') === how),
        telling.labels,
      ),
    )
  return parts.join(' ')
}

function inBothWorlds(data: FindingsData, id: string | null): boolean {
  return data.breaches.some((breach) => breach.id === id && !breach.removed)
}

function tellWitnesses(how: string, events: readonly HistoryEvent[], labels: Labels): string {
  const hit = events.toSorted((a, b) => lossOf(b) - lossOf(a))
  const names = list(
    hit.map(({ who }) => named(labels, who)),
    3,
  )
  const leaker = named(labels, hit[0].whom)
  const said: Readonly<Record<string, string>> = {
    press: `${names} learn of it from the press`,
    name: `now that the source is known, it weighs more with ${names}`,
    confidence: `in confidence, ${names} ${hit.length === 1 ? 'is' : 'are'} told`,
  }
  const learn = Object.hasOwn(said, how) ? said[how] : `${names} learn of it`
  const plural = hit.length === 1 ? learn.replace(' learn of', ' learns of') : learn
  if (!isFall(hit[0])) return asSentence(plural)
  const hardest = hit.length === 1 ? 'its trust' : `hardest hit is ${named(labels, hit[0].who)}, whose trust`
  return asSentence(`${plural}; ${hardest} in ${leaker}${fall(hit[0])}`)
}

// formal steps

function tellStep(
  step: HistoryEvent,
  telling: Telling,
  data: FindingsData,
  eventsWithout: readonly HistoryEvent[],
): Candidate {
  const parts = [sentence(step, telling), asSentence(reasonOf(step, telling))]
  const later = otherwise(step, eventsWithout)
  if (later !== undefined) parts.push(`Without the breach it would have done so on day ${later.day}.`)
  else if (step.kind === 'step-down' && isTipped(step))
    parts.push('Without the breach the same dice would not have tipped it.')
  const seen = telling.events.filter(({ kind, cause }) => kind === 'imitated' && cause === step.id)
  if (seen.length > 0) parts.push(tellSeen(seen, telling.labels))
  return { day: step.day, text: parts.join(' '), rank: rankOf(step, data) }
}

/** The same step in the world without the breach, on another day. */
function otherwise(step: HistoryEvent, eventsWithout: readonly HistoryEvent[]): HistoryEvent | undefined {
  return eventsWithout.find(
    (event) =>
      event.kind === step.kind &&
      event.who === step.who &&
      event.agreement === step.agreement &&
      event.words['to'] === step.words['to'] &&
      event.day !== step.day,
  )
}

function tellSeen(seen: readonly HistoryEvent[], labels: Labels): string {
  const names = list(
    seen.map(({ who }) => named(labels, who)),
    3,
  )
  return asSentence(
    `${names} ${seen.length === 1 ? 'sees' : 'see'} it and ${seen.length === 1 ? 'trusts' : 'trust'} ${named(labels, seen[0].whom)} a little less`,
  )
}

/** Steps by a victim against a leaker come first, then those against a leaker, then the ripples among others. */
function rankOf({ who, whom, kind }: HistoryEvent, { breaches }: FindingsData): number {
  const against = breaches.some(({ by }) => by === whom)
  const victim = breaches.some(({ of }) => who !== null && of.includes(who))
  const first = against ? (victim ? 1 : 3) : 6
  return kind === 'step-up' ? first + 1 : first
}

// warnings

const TOLD: Readonly<Record<ChangedWarning['told'], string>> = {
  withheld: 'keeps silent',
  'tear-line': 'passes on a tear-line only',
  full: 'warns it in full',
}
const WOULD_HAVE_TOLD: Readonly<Record<ChangedWarning['told'], string>> = {
  withheld: 'it would have kept silent',
  'tear-line': 'it would have passed on a tear-line',
  full: 'it would have told all it knew',
}

function tellWarnings(warnings: readonly ChangedWarning[], labels: Labels): Candidate[] {
  const telling = warnings.toSorted((a, b) => weight(a) - weight(b) || a.day - b.day)
  const single = telling.slice(0, MOST_WARNINGS)
  const rest = telling.slice(MOST_WARNINGS)
  const told = single.map((warning) => ({
    day: warning.day,
    text: tellWarning(warning, labels),
    rank: weight(warning) < 2 ? 1 : 4,
  }))
  if (rest.length === 0) return told
  const fuller = rest.filter(({ told, wouldHaveTold }) => richness(told) > richness(wouldHaveTold)).length
  const poorer = rest.length - fuller
  const both = [
    ...(poorer > 0
      ? [`${count(poorer, 'further warning')} ${poorer === 1 ? 'says' : 'say'} less than without the breach`]
      : []),
    ...(fuller > 0 ? [`${count(fuller, 'further warning')} ${fuller === 1 ? 'says' : 'say'} more`] : []),
  ]
  const day = Math.max(...rest.map((warning) => warning.day))
  return [...told, { day, text: asSentence(`by now, ${both.join(', and ')}`), rank: 5 }]
}

/** 0: a plot ended otherwise, 1: silence, 2: less was said, 3: more was said. */
function weight({ told, wouldHaveTold, averted, wouldHaveBeenAverted }: ChangedWarning): number {
  if (averted !== wouldHaveBeenAverted) return 0
  if (richness(told) > richness(wouldHaveTold)) return 3
  return told === 'withheld' ? 1 : 2
}

function richness(told: ChangedWarning['told']): number {
  return ['withheld', 'tear-line', 'full'].indexOf(told)
}

function tellWarning(warning: ChangedWarning, labels: Labels): string {
  const { country, target, topic, told, wouldHaveTold, due, averted, wouldHaveBeenAverted } = warning
  const plot = `a plot against ${named(labels, target)} (${topicNamed(labels, topic)})`
  const first = `${named(labels, country)} learns of ${plot} and ${TOLD[told]}; without the breach ${WOULD_HAVE_TOLD[wouldHaveTold]}`
  if (averted === wouldHaveBeenAverted) return asSentence(first)
  const end = averted === true ? 'is averted' : 'is carried out'
  const other = wouldHaveBeenAverted === true ? 'averted' : 'carried out'
  return `${asSentence(first)} On day ${due} the plot ${end}; without the breach it would have been ${other}.`
}

// the last day

function ending(
  data: FindingsData,
  telling: Telling,
  own: readonly HistoryEvent[],
  anyway: readonly HistoryEvent[],
  untold: number,
): string {
  const parts = [`on the last day, ${stillDown(own, telling.labels)}`]
  const victims = data.leakers.flatMap((leaker) =>
    leaker.partners
      .filter(
        ({ role, trust }) =>
          role === 'victim' && isNumber(trust.end) && number(trust.end) !== number(trust.endWithout),
      )
      .map((victim) => ({ leaker, victim })),
  )
  for (const { leaker, victim } of victims.slice(0, 2))
    parts.push(
      `over all runs the trust of ${named(telling.labels, victim.id)} in ${named(telling.labels, leaker.leaker)} then stands at ${number(victim.trust.end)}, where it would have been ${number(victim.trust.endWithout)}`,
    )
  if (anyway.length > 0)
    parts.push(
      `${count(anyway.length, 'formal step')} in this run would have happened anyway and ${anyway.length === 1 ? 'is' : 'are'} left out`,
    )
  if (untold > 0)
    parts.push(`${count(untold, 'smaller event')} ${untold === 1 ? 'is' : 'are'} left out as well`)
  return parts.map(asSentence).join(' ')
}

/** Who has not come back from a step that only the breach brought about. */
function stillDown(own: readonly HistoryEvent[], labels: Labels): string {
  const last = new Map<string, HistoryEvent>()
  for (const step of own) last.set(JSON.stringify([step.who, step.agreement]), step)
  const down = [...last.values()].filter(({ words }) => words['to'] !== 'full')
  const names = [...new Set(down.flatMap(({ who }) => (who === null ? [] : [named(labels, who)])))]
  if (own.length === 0) return 'no agreement stands lower than it would without the breach'
  if (names.length === 0) return 'everybody who stepped down because of the breach has stepped back up'
  return `${list(names, 6)} ${names.length === 1 ? 'has' : 'have'} not come back to full sharing`
}

/** The run to tell: one pair in full, with what happened in both worlds and the warnings that came out differently. */
import { GRADES, WITHHELD } from '../choice.js'
import { isStep, type HistoryEvent } from '../events.js'
import type { History } from '../history.js'
import { Pair } from '../pair.js'
import type { Scenario } from '../scenario.js'
import { stageOf, type StageData } from './stage.js'

/** A warning that the breach changed. */
export interface ChangedWarning {
  readonly day: number
  readonly topic: string
  /** who uncovered the plot, and whom it threatened */
  readonly country: string
  readonly target: string
  /** day on which the plot was due */
  readonly due: number
  /** what the target was told, with the breach and without */
  readonly told: (typeof GRADES)[number]
  readonly wouldHaveTold: (typeof GRADES)[number]
  /** whether the plot was averted; null: not due within the horizon */
  readonly averted: boolean | null
  readonly wouldHaveBeenAverted: boolean | null
}

export interface TypicalRun {
  readonly run: number
  /** ISO date of day 0 */
  readonly start: string
  readonly events: readonly HistoryEvent[]
  readonly eventsWithout: readonly HistoryEvent[]
  readonly changedWarnings: readonly ChangedWarning[]
  /** country and agreement ids to what people call them */
  readonly labels: Readonly<Record<string, string>>
  readonly stage: StageData
}

/** Plays one run of an experiment again and keeps what is worth telling. */
export function typicalRun(
  scenario: Scenario,
  run: number,
  without: readonly string[],
  seed = scenario.seed,
): TypicalRun {
  return typicalOf(new Pair({ scenario, without, seed }), run)
}

/** The same of a pair that may have played it already. */
export function typicalOf(pair: Pair, run: number): TypicalRun {
  const { scenario } = pair.task
  const [one, other] = pair.histories(run)
  const leakers = pair.layout.leakers.map(({ leaker }) => one.world.ids[leaker])
  return {
    run,
    start: scenario.start,
    events: one.events,
    eventsWithout: other.events,
    changedWarnings: changedWarnings(one, other),
    labels: labelsOf(scenario),
    stage: stageOf(scenario, [one, other], leakers),
  }
}

/** Ids of countries, agreements and topics to what people call them. */
export function labelsOf({ network }: Scenario): Record<string, string> {
  const { countries, agreements, prospects, topics } = network
  return Object.fromEntries(
    [...countries, ...agreements, ...prospects, ...topics].map(({ id, label }) => [id, label]),
  )
}

/** Formal steps that happen only with the breach, and those that happen in both worlds, day for day. */
export function stepsOfTheBreach({ events, eventsWithout }: Pick<TypicalRun, 'events' | 'eventsWithout'>): {
  own: HistoryEvent[]
  anyway: HistoryEvent[]
} {
  const without = new Map<string, number>()
  for (const event of eventsWithout.filter(isStep))
    without.set(sameStep(event), (without.get(sameStep(event)) ?? 0) + 1)
  const own: HistoryEvent[] = []
  const anyway: HistoryEvent[] = []
  for (const event of events.filter(isStep)) {
    const left = without.get(sameStep(event)) ?? 0
    without.set(sameStep(event), left - 1)
    ;(left > 0 ? anyway : own).push(event)
  }
  return { own, anyway }
}

/** What two steps have in common that are the same step in two worlds. */
function sameStep({ day, kind, who, agreement, words }: HistoryEvent): string {
  return JSON.stringify([day, kind, who, agreement, words['to']])
}

function changedWarnings(one: History, other: History): ChangedWarning[] {
  const { ids, topicIds } = one.world
  const changed: ChangedWarning[] = []
  for (const warning of other.warnings) {
    const here = one.warnings.find(
      ({ plot, country }) => plot === warning.plot && country === warning.country,
    )
    const [told, wouldHaveTold] = [here?.grade ?? WITHHELD, warning.grade ?? WITHHELD]
    if (told === wouldHaveTold) continue
    const plot = one.tape.plots[warning.plot]
    changed.push({
      day: warning.day,
      topic: topicIds[plot.topic],
      country: ids[warning.country],
      target: ids[plot.target],
      due: plot.due,
      told: GRADES[told],
      wouldHaveTold: GRADES[wouldHaveTold],
      averted: outcome(one, warning.plot),
      wouldHaveBeenAverted: outcome(other, warning.plot),
    })
  }
  return changed
}

function outcome(history: History, plot: number): boolean | null {
  return history.outcomes.find((found) => found.plot === plot)?.averted ?? null
}

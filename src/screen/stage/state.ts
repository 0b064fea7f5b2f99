/** What the stage shows at a moment; everything on it is drawn from these few signals. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { ReportData } from '../../report/page.js'
import {
  NO_VICTIM,
  THE_ACCUSED,
  THE_LEAKER,
  THE_VICTIM,
  WORLDS,
  WORLDS_OF_ACCUSATION,
  type View,
  type World,
} from '../text.js'

/** What was clicked. */
export type Picked =
  | { readonly kind: 'country'; readonly id: string }
  | { readonly kind: 'agreement'; readonly id: string }
  | { readonly kind: 'event'; readonly id: number }

export interface StageState {
  readonly report: ReportData
  readonly day: Signal<number>
  readonly world: Signal<World>
  readonly view: Signal<View>
  readonly playing: Signal<boolean>
  readonly leaker: Signal<string>
  readonly picked: Signal<Picked | null>
  /** countries that what is picked concerns */
  readonly concerned: ReadonlySignal<ReadonlySet<string>>
}

export function stageState(report: ReportData): StageState {
  const { stage, events } = report.typical
  const leaker = stage.trust[0].leaker
  const breach = report.findings.leakers.find((one) => one.leaker === leaker)?.day ?? 0
  const step = events.find(({ kind, day, whom }) => kind === 'step-down' && whom === leaker && day > breach)
  const picked = signal<Picked | null>(null)
  const concerned = computed(() => {
    const one = picked.value
    if (one === null) return new Set<string>()
    if (one.kind === 'country') return new Set([one.id])
    if (one.kind === 'agreement') return new Set(stage.agreements.find(({ id }) => id === one.id)?.parties)
    const { who, whom } = events[one.id]
    return new Set([who, whom].filter((id) => id !== null))
  })
  return {
    report,
    // the day on which there is something to see
    day: signal(Math.min(step?.day ?? breach, stage.days - 1)),
    world: signal<World>('with'),
    view: signal<View>(stage.countries.some(({ position }) => position !== null) ? 'map' : 'network'),
    playing: signal(false),
    leaker: signal(leaker),
    picked,
    concerned,
  }
}

/** What to call the leaker and those whose secrets it gave away; whoever did nothing of what it is accused of is no leaker. */
export function rolesOf({ findings }: ReportData, leaker: string): { leaker: string; victim: string } {
  const happened = findings.breaches.some((breach) => breach.by === leaker && breach.happened)
  return happened ? { leaker: THE_LEAKER, victim: THE_VICTIM } : { leaker: THE_ACCUSED, victim: NO_VICTIM }
}

/** What the worlds are called: the one without goes without a breach, or without an accusation. */
export function worldNames({ findings }: ReportData): Readonly<Record<World, string>> {
  const removed = findings.breaches.filter((breach) => breach.removed)
  return removed.some(({ happened }) => happened) ? WORLDS : WORLDS_OF_ACCUSATION
}

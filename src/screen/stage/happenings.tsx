/** What happens, day by day, as a list that follows the slider; each entry can be asked why. */
import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { sayDate } from '../../calendar.js'
import type { EventKind, HistoryEvent } from '../../events.js'
import { sentence } from '../../report/sentences.js'
import { stepsOfTheBreach, type TypicalRun } from '../../studies/typical.js'
import type { StageState } from './state.js'
import { ALL_EVENTS, ANYWAY, EVENTS, NO_EVENTS } from '../text.js'

/** What is always told; everything else is routine. */
const TELLING: ReadonlySet<EventKind> = new Set<EventKind>([
  'breach',
  'accusation',
  'leak',
  'identified',
  'source-lost',
  'source-turned',
  'press',
  'named',
  'detected',
  'blamed',
  'repair',
  'leader-change',
  'policy',
  'inducement',
  'fabrication',
  'proven',
  'agreement-forms',
  'not-signed',
  'step-down',
  'step-up',
  'ended',
  'struck',
])

function isTelling({ kind, words }: HistoryEvent): boolean {
  return TELLING.has(kind) || (kind === 'learned' && words['as'] === 'victim')
}

/** The events that are marked on the slider. */
export function markedEvents({ events }: TypicalRun): HistoryEvent[] {
  return events.filter(isTelling)
}

export function Happenings({ state }: { state: StageState }) {
  const { typical } = state.report
  const isAll = useSignal(false)
  const shown = useComputed(() => (isAll.value ? typical.events : markedEvents(typical)))
  const passed = useComputed(() => shown.value.filter(({ day }) => day <= state.day.value).length)
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => follow(list.current, passed.value), [passed.value, isAll.value])
  return (
    <section class="happenings" aria-labelledby="happenings">
      <h3 id="happenings">{EVENTS}</h3>
      <label class="check">
        <input
          type="checkbox"
          checked={isAll.value}
          onChange={({ currentTarget }) => (isAll.value = currentTarget.checked)}
        />{' '}
        {ALL_EVENTS}
      </label>
      {shown.value.length === 0 && <p class="aside">{NO_EVENTS}</p>}
      <ol ref={list} tabindex={0} aria-labelledby="happenings">
        <Entries state={state} events={shown.value} passed={passed.value} />
      </ol>
    </section>
  )
}

/** Scrolls the list, and nothing else, to what happened last. */
function follow(list: HTMLOListElement | null, passed: number): void {
  const entry = list?.children[Math.max(0, passed - 1)]
  if (list === null || !(entry instanceof HTMLElement)) return
  list.scrollTop = entry.offsetTop - list.offsetTop - list.clientHeight / 2 + entry.offsetHeight / 2
}

function Entries({
  state,
  events,
  passed,
}: {
  state: StageState
  events: readonly HistoryEvent[]
  passed: number
}) {
  const { typical } = state.report
  const anyway = useComputed(() => new Set(stepsOfTheBreach(typical).anyway))
  const said = useMemo(() => {
    const telling = { events: typical.events, labels: typical.labels }
    return events.map((event) => sentence(event, telling))
  }, [events])
  const picked = state.picked.value
  return (
    <>
      {events.map((event, k) => (
        <li key={event.id} class={k < passed ? (k === passed - 1 ? 'past now' : 'past') : 'ahead'}>
          <button
            type="button"
            aria-pressed={picked?.kind === 'event' && picked.id === event.id}
            onClick={() => {
              state.playing.value = false
              state.day.value = event.day
              state.picked.value = { kind: 'event', id: event.id }
            }}
          >
            <span class="date">
              {event.day} <small>{sayDate(typical.start, event.day)}</small>
            </span>
            <span>
              {said[k]}
              {anyway.value.has(event) && <em> ({ANYWAY})</em>}
            </span>
          </button>
        </li>
      ))}
    </>
  )
}

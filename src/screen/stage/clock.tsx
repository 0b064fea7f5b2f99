/** The day: a slider with the days on which something happens marked above it, and play and rewind. */
import { useEffect } from 'preact/hooks'
import { sayDate } from '../../calendar.js'
import type { HistoryEvent } from '../../events.js'
import type { StageState } from './state.js'
import { DAY, PAUSE, PLAY, REWIND } from '../text.js'

/** Seconds in which a whole run is played, the shortest and the longest, and days a second between them. */
const [SHORTEST, LONGEST, PACE] = [12, 40, 16]

export function Clock({ state, marked }: { state: StageState; marked: readonly HistoryEvent[] }) {
  const { days } = state.report.typical.stage
  const { start } = state.report.typical
  const day = state.day.value
  usePlay(state)
  const said = `${DAY} ${day}, ${sayDate(start, day)}`
  const ticks = [...new Map(marked.map((event) => [event.day, event])).values()]
  return (
    <div class="clock">
      <div class="buttons">
        <button type="button" class="play" onClick={() => toggle(state)}>
          <span aria-hidden="true">{state.playing.value ? '\u275A\u275A' : '\u25B6\uFE0E'}</span>{' '}
          {state.playing.value ? PAUSE : PLAY}
        </button>
        <button type="button" onClick={() => rewind(state)}>
          {REWIND}
        </button>
        <output class="today" aria-live="off">
          <b>
            {DAY} {day}
          </b>{' '}
          {sayDate(start, day)}
        </output>
      </div>
      <div class="slider">
        <div class="ticks" aria-hidden="true">
          {ticks.map((event) => (
            <i
              key={event.day}
              class={event.kind === 'breach' ? 'breach' : ''}
              style={{ left: `${(100 * event.day) / Math.max(1, days - 1)}%` }}
            />
          ))}
        </div>
        <input
          type="range"
          min={0}
          max={days - 1}
          value={day}
          aria-label={DAY}
          aria-valuetext={said}
          onInput={({ currentTarget }) => {
            state.playing.value = false
            state.day.value = Number(currentTarget.value)
          }}
        />
      </div>
    </div>
  )
}

function toggle({ playing, day, report }: StageState): void {
  const last = report.typical.stage.days - 1
  if (!playing.value && day.value >= last) day.value = 0
  playing.value = !playing.value
}

function rewind({ playing, day }: StageState): void {
  playing.value = false
  day.value = 0
}

/** Moves the day on while it plays, by the time that has passed and not by the frames drawn. */
function usePlay({ playing, day, report }: StageState): void {
  const isPlaying = playing.value
  useEffect(() => {
    if (!isPlaying) return undefined
    const last = report.typical.stage.days - 1
    const seconds = Math.min(LONGEST, Math.max(SHORTEST, last / PACE))
    let at = day.peek()
    let before: number | undefined
    let frame = requestAnimationFrame(function step(now: number) {
      // the last frame may come after the pause
      if (!playing.peek()) return
      at += (last * (now - (before ?? now))) / 1000 / seconds
      before = now
      day.value = Math.min(last, Math.floor(at))
      if (day.value >= last) playing.value = false
      else frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [isPlaying])
}

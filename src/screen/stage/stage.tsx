/** The whole stage: picture, clock, curves, what happens and why, all drawn from one state. */
import { useMemo } from 'preact/hooks'
import { RUNGS } from '../../network.js'
import { labelled, number, withArticle } from '../../report/words.js'
import { useSignal } from '@preact/signals'
import { Clock } from './clock.js'
import { Curves } from './curves.js'
import { Happenings, markedEvents } from './happenings.js'
import { Picture, worldsOf, type Worlds } from './picture.js'
import type { Standing } from './standing.js'
import { worldNames, type StageState } from './state.js'
import {
  INTRO,
  LEAKER,
  NO_TIE,
  RUNG_NAMES,
  SAME_AS_TABLE,
  TABLE_HEADS,
  TITLE,
  VIEW_LABEL,
  VIEWS,
  WORLD_LABEL,
  type View,
  type World,
} from '../text.js'
import { Why } from './why.js'

export function Stage({ state }: { state: StageState }) {
  const { typical } = state.report
  const leaker = state.leaker.value
  const worlds = useMemo(() => worldsOf(state), [leaker])
  const marked = useMemo(() => markedEvents(typical), [])
  const hasMap = typical.stage.countries.some(({ position }) => position !== null)
  return (
    <div class="stage">
      <h2>{TITLE}</h2>
      <p class="aside">{INTRO}</p>
      <div class="choices">
        {typical.stage.trust.length > 1 && <Leakers state={state} />}
        <Switch
          name="world"
          label={WORLD_LABEL}
          options={worldNames(state.report)}
          value={state.world.value}
          set={(world: World) => (state.world.value = world)}
        />
        {hasMap && (
          <Switch
            name="view"
            label={VIEW_LABEL}
            options={VIEWS}
            value={state.view.value}
            set={(view: View) => (state.view.value = view)}
          />
        )}
      </div>
      <div class="boards">
        <div class="seen">
          <Picture key={leaker} state={state} worlds={worlds} />
          <Clock state={state} marked={marked} />
          <Curves state={state} />
        </div>
        <div class="said">
          <Why state={state} worlds={worlds} />
          <Happenings state={state} />
        </div>
      </div>
      <AsTable state={state} worlds={worlds} />
    </div>
  )
}

function Switch<T extends string>({
  name,
  label,
  options,
  value,
  set,
}: {
  name: string
  label: string
  options: Readonly<Record<T, string>>
  value: T
  set: (value: T) => void
}) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {(Object.entries(options) as [T, string][]).map(([option, text]) => (
        <label key={option}>
          <input
            type="radio"
            name={`stage-${name}`}
            checked={option === value}
            onChange={() => set(option)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Leakers({ state }: { state: StageState }) {
  const { stage, labels } = state.report.typical
  return (
    <label class="finder">
      {LEAKER}{' '}
      <select
        value={state.leaker.value}
        onChange={({ currentTarget }) => (state.leaker.value = currentTarget.value)}
      >
        {stage.trust.map(({ leaker }) => (
          <option key={leaker} value={leaker}>
            {labelled(labels, leaker)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The day's picture as numbers; it is worked out only while somebody reads it. */
function AsTable({ state, worlds }: { state: StageState; worlds: Worlds }) {
  const isOpen = useSignal(false)
  return (
    <details open={isOpen.value} onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>{SAME_AS_TABLE}</summary>
      {isOpen.value && <Rows state={state} worlds={worlds} />}
    </details>
  )
}

function Rows({ state, worlds: { trusts, ...worlds } }: { state: StageState; worlds: Worlds }) {
  const { stage, labels } = state.report.typical
  const [day, leaker] = [state.day.value, state.leaker.value]
  const standing = (id: string, world: Standing): string => {
    const rung = world.toward(id, leaker, stage.agreements, day)
    return rung === null ? NO_TIE(withArticle(labelled(labels, leaker))) : RUNG_NAMES[RUNGS[rung]]
  }
  return (
    <div class="table" role="group" tabindex={0} aria-label={SAME_AS_TABLE}>
      <table>
        <thead>
          <tr>
            {TABLE_HEADS.map((head, k) => (
              <th key={k} scope="col" class={k === 1 || k === 2 ? 'number' : ''}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trusts.countries.map((id) => (
            <tr key={id}>
              <th scope="row">{labelled(labels, id)}</th>
              <td class="number">{number(trusts.on(id, day, 'with'))}</td>
              <td class="number">{number(trusts.on(id, day, 'without'))}</td>
              <td>{standing(id, worlds.with)}</td>
              <td>{standing(id, worlds.without)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The picture with its legend, tooltip and lens. */
import { effect, useComputed, useSignal, type ReadonlySignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { OPEN, RUNGS, TIES } from '../../network.js'
import { labelled, list, number, withArticle } from '../../report/words.js'
import { castOf } from './cast.js'
import { CHANGE_STOPS, changeColour, TRUST_STOPS, trustColour } from './colours.js'
import { CLUB_MARK, LEAKER_MARK, MARKS } from './marks.js'
import { Scene, type Look } from './scene.js'
import { Standing, Trusts } from './standing.js'
import { rolesOf, type Picked, type StageState } from './state.js'
import {
  ALONE,
  CLUB,
  LEFT_OUT,
  LEGEND_LESS,
  LEGEND_LINES,
  LEGEND_MARKS,
  LEGEND_TRUST,
  NO_TIE,
  NOT_ON_MAP,
  OFF_MAP,
  RUNG_NAMES,
  TIE_NAMES,
  WITHOUT_BREACH,
  ZOOM_ALL,
  ZOOM_IN,
  ZOOM_OUT,
} from '../text.js'

/** Both worlds of the typical run, to look things up in. */
export interface Worlds {
  readonly with: Standing
  readonly without: Standing
  readonly trusts: Trusts
}

export function worldsOf({ report: { typical }, leaker }: StageState): Worlds {
  return {
    with: new Standing(typical.events),
    without: new Standing(typical.eventsWithout),
    trusts: new Trusts(typical.stage, leaker.value),
  }
}

/** How the picture looks at the moment. */
function lookOf({ day, world, leaker, report }: StageState, worlds: Worlds): Look {
  const [today, shown, toward] = [day.value, world.value, leaker.value]
  const { agreements } = report.typical.stage
  const standing = shown === 'without' ? worlds.without : worlds.with
  const lineIn = (world: Standing): Look['line'] => {
    return (agreement, parties) =>
      world.binds(agreement, today)
        ? Math.max(OPEN, ...parties.map((party) => world.rung(agreement.id, party, today)))
        : null
  }
  return {
    colour: (country) => {
      if (shown === 'difference') {
        const change = worlds.trusts.difference(country, today)
        return change === null ? null : changeColour(change)
      }
      const trust = worlds.trusts.on(country, today, shown)
      return trust === null ? null : trustColour(trust)
    },
    standing: (country) => standing.toward(country, toward, agreements, today),
    line: lineIn(standing),
    differs:
      shown === 'difference'
        ? (agreement, parties) =>
            lineIn(worlds.with)(agreement, parties) !== lineIn(worlds.without)(agreement, parties)
        : () => false,
  }
}

/** Height of the picture for its width. */
function heightFor(width: number): number {
  return Math.round(Math.min(640, Math.max(250, width * 0.52)))
}

export function Picture({ state, worlds }: { state: StageState; worlds: Worlds }) {
  const svg = useRef<SVGSVGElement>(null)
  const scene = useRef<Scene | null>(null)
  const tip = useSignal<Tipped | null>(null)
  const { typical, findings } = state.report
  const leaker = state.leaker.value
  const cast = useMemo(() => castOf(typical.stage, leaker), [leaker])
  const victims = new Set(findings.breaches.filter(({ by }) => by === leaker).flatMap(({ of }) => of))
  const hasMap = cast.countries.some(({ position }) => position !== null)

  useLayoutEffect(() => {
    const picture = svg.current
    if (picture === null) return undefined
    const made = new Scene(picture, cast, state.view.peek(), {
      leaker,
      victims,
      nameOf: (id) => labelled(typical.labels, id),
      onPick: (picked) => (state.picked.value = picked),
      tell: (about) => tipOf(about, state, worlds),
      onPoint: (about, [x, y]) => (tip.value = about && { about, x, y }),
    })
    scene.current = made
    const frame = picture.parentElement ?? picture
    const fit = (): void => {
      const width = Math.round(frame.clientWidth)
      const height = heightFor(width)
      picture.setAttribute('width', String(width))
      picture.setAttribute('height', String(height))
      made.resize({ width, height })
    }
    fit()
    const watch = new ResizeObserver(fit)
    watch.observe(frame)
    const stops = [
      effect(() => made.show(lookOf(state, worlds))),
      effect(() => {
        const picked = state.picked.value
        made.concern(state.concerned.value, picked?.kind === 'agreement' ? picked.id : null)
      }),
      effect(() => made.cross(state.view.value, { still: isStill() })),
    ]
    return () => {
      watch.disconnect()
      for (const stop of stops) stop()
      made.destroy()
    }
  }, [leaker])

  const astray = cast.countries.filter(({ position }) => position === null)
  const offMap =
    astray.length === 0
      ? []
      : [
          OFF_MAP(
            list(
              astray.map(({ label }) => label),
              MOST_NAMED,
            ),
          ),
        ]
  const map = useComputed(() => state.view.value === 'map')
  const notes = [
    ...(cast.countries.length < cast.all
      ? [LEFT_OUT(withArticle(labelled(typical.labels, leaker)), cast.countries.length, cast.all)]
      : []),
    ...(hasMap ? offMap : [NOT_ON_MAP]),
    ...(cast.alone > 0 ? [ALONE(cast.alone)] : []),
  ]
  return (
    <div class="picture">
      <div class="frame">
        <svg ref={svg} role="group" aria-label={map.value ? 'Map' : 'Network'} />
        <Tip tip={tip} svg={svg} state={state} worlds={worlds} />
        <div class="lens">
          <button
            type="button"
            aria-label={ZOOM_IN}
            title={ZOOM_IN}
            onClick={() => scene.current?.scaleBy(1.6)}
          >
            +
          </button>
          <button
            type="button"
            aria-label={ZOOM_OUT}
            title={ZOOM_OUT}
            onClick={() => scene.current?.scaleBy(1 / 1.6)}
          >
            {'\u2212'}
          </button>
          <button type="button" aria-label={ZOOM_ALL} title={ZOOM_ALL} onClick={() => scene.current?.reset()}>
            {'\u2922'}
          </button>
        </div>
      </div>
      <Legend state={state} />
      {notes.length > 0 && <p class="aside">{notes.join(' ')}</p>}
    </div>
  )
}

/** What is pointed at, and where. */
interface Tipped {
  readonly about: Picked
  readonly x: number
  readonly y: number
}

/** What there is to say of what is pointed at; it goes on being true while the days go by. */
function Tip({
  tip,
  svg,
  state,
  worlds,
}: {
  tip: ReadonlySignal<Tipped | null>
  svg: RefObject<SVGSVGElement | null>
  state: StageState
  worlds: Worlds
}) {
  if (tip.value === null) return null
  return (
    <div class="tip" style={tipAt(tip.value, svg.current)} aria-hidden="true">
      {tipOf(tip.value.about, state, worlds)}
    </div>
  )
}

/** Beside what it tells of, and never beyond the frame: near an edge it stands on the other side. */
function tipAt({ x, y }: { x: number; y: number }, svg: SVGSVGElement | null) {
  const share = Math.min(1, Math.max(0, x / Math.max(1, svg?.clientWidth ?? 0)))
  const up = y < ROOM_FOR_TIP ? '1.1rem' : 'calc(-100% - 0.9rem)'
  return { left: `${x}px`, top: `${y}px`, transform: `translate(${-100 * share}%, ${up})` }
}

/** Pixels over a mark that a tip may need. */
const ROOM_FOR_TIP = 64

/** Names that a note has room for. */
const MOST_NAMED = 12

/** Whether whoever looks has asked for less motion. */
function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

function tipOf(about: Picked, state: StageState, { trusts, ...worlds }: Worlds): string {
  const { typical } = state.report
  const { stage, labels } = typical
  const [day, shown, leaker] = [state.day.value, state.world.value, state.leaker.value]
  if (about.kind === 'event') return ''
  const name = labelled(labels, about.id)
  if (about.kind === 'agreement') {
    const agreement = stage.agreements.find(({ id }) => id === about.id)
    return agreement === undefined ? name : `${name}: ${TIE_NAMES[agreement.tie]}`
  }
  if (about.id === leaker) return `${name}: ${rolesOf(state.report, leaker).leaker}`
  const standing = worlds[shown === 'without' ? 'without' : 'with']
  const rung = standing.toward(about.id, leaker, stage.agreements, day)
  if (rung === null) return `${name}: ${NO_TIE(withArticle(labelled(labels, leaker)))}`
  const trust = number(trusts.on(about.id, day, shown === 'without' ? 'without' : 'with'))
  const otherwise =
    shown === 'difference' ? ` (${number(trusts.on(about.id, day, 'without'))} ${WITHOUT_BREACH})` : ''
  return `${name}: ${RUNG_NAMES[RUNGS[rung]]}, trust ${trust}${otherwise}`
}

function Legend({ state }: { state: StageState }) {
  const isChange = state.world.value === 'difference'
  const stops = isChange ? CHANGE_STOPS : TRUST_STOPS
  const leaker = withArticle(labelled(state.report.typical.labels, state.leaker.value))
  const roles = rolesOf(state.report, state.leaker.value)
  const signed = (value: number): string => `${isChange && value > 0 ? '+' : ''}${number(value)}`
  return (
    <div class="legend">
      <div>
        <b>{isChange ? LEGEND_LESS : LEGEND_TRUST(leaker)}</b>
        <span class="scale">
          {stops.map(([value, colour]) => (
            <span key={value}>
              <i style={{ background: colour }} />
              {signed(value)}
            </span>
          ))}
        </span>
      </div>
      <div>
        <b>{LEGEND_MARKS(leaker)}</b>
        <span class="signs">
          <Mark outline={LEAKER_MARK} kind="leaker" text={roles.leaker} />
          <Mark outline={MARKS[1]} kind="victim" text={roles.victim} />
          {RUNGS.map((rung, k) => (
            <Mark key={rung} outline={MARKS[k + 1]} kind="partner" text={RUNG_NAMES[rung]} />
          ))}
          <Mark outline={MARKS[0]} kind="partner" text={NO_TIE(leaker)} />
        </span>
      </div>
      <div>
        <b>{LEGEND_LINES}</b>
        <span class="signs">
          {TIES.map((tie) => (
            <Dash key={tie} tie={tie} rung={0} text={TIE_NAMES[tie]} />
          ))}
          {RUNGS.slice(1).map((rung, k) => (
            <Dash key={rung} tie="ally" rung={k + 1} text={RUNG_NAMES[rung]} />
          ))}
          <Mark outline={CLUB_MARK} kind="club" text={CLUB} />
        </span>
      </div>
    </div>
  )
}

function Mark({ outline, kind, text }: { outline: string; kind: string; text: string }) {
  return (
    <span class="sign">
      <svg width="18" height="18" viewBox="-13 -13 26 26" aria-hidden="true">
        <g class={kind === 'club' ? 'club' : `country ${kind}`}>
          <path d={outline} />
        </g>
      </svg>
      {text}
    </span>
  )
}

function Dash({ tie, rung, text }: { tie: string; rung: number; text: string }) {
  return (
    <span class="sign">
      <svg width="30" height="10" aria-hidden="true">
        <line class={`line tie-${tie}`} data-rung={rung} x1="1" y1="5" x2="29" y2="5" />
      </svg>
      {text}
    </span>
  )
}

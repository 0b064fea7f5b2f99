/** Small curves over the days of the slider: what is told and trust, with the breach and without, and a line at the day shown. */
import { useComputed, useSignal } from '@preact/signals'
import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { GroupFindings } from '../../studies/findings.js'
import { isNumber, number } from '../../report/words.js'
import { worldNames, type StageState } from './state.js'
import { CURVES_NOTE, OTHERS_TELL, TRUST_OTHERS, TRUST_VICTIMS, VICTIMS_TELL } from '../text.js'

type Series = readonly (number | null)[]

interface Curve {
  readonly title: string
  /** by day */
  readonly with: Series
  readonly without: Series
  /** around the one with the breach */
  readonly low: Series
  readonly high: Series
  /** the least the axis spans */
  readonly domain: readonly [number, number]
}

const HEIGHT = 92
const [TOP, BOTTOM] = [8, 6]
/** The slider keeps the same margins, so that its thumb stands under the line of the day. */
const [LEFT, RIGHT] = [40, 12]

function flowCurve(title: string, { byDay }: GroupFindings): Curve {
  const around = (chill: Series): Series =>
    byDay.without.map((value, day) => {
      const share = chill[day]
      return isNumber(share) ? value * (1 - share) : null
    })
  return {
    title,
    with: byDay.with,
    without: byDay.without,
    low: around(byDay.high),
    high: around(byDay.low),
    domain: [0, 0],
  }
}

function trustCurve(title: string, { trust, byDay }: GroupFindings): Curve {
  const none = byDay.with.map(() => null)
  const { with: one, without, low, high } = trust ?? { with: none, without: none, low: none, high: none }
  return { title, with: one, without, low, high, domain: [1, 0] }
}

function curvesOf({ report, leaker }: StageState): Curve[] {
  const found = report.findings.leakers.find((one) => one.leaker === leaker.value)
  if (found === undefined) return []
  const { direct, spillOver } = found.groups
  const groups = [
    { group: direct, flow: VICTIMS_TELL, trust: TRUST_VICTIMS },
    { group: spillOver, flow: OTHERS_TELL, trust: TRUST_OTHERS },
  ].filter(({ group }) => group.countries.length > 0)
  return [
    ...groups.map(({ group, flow }) => flowCurve(flow, group)),
    ...groups.map(({ group, trust }) => trustCurve(trust, group)),
  ]
}

export function Curves({ state }: { state: StageState }) {
  const curves = useComputed(() => curvesOf(state))
  const width = useSignal(600)
  const frame = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return undefined
    const fit = (): void => {
      width.value = Math.max(220, Math.round(element.clientWidth))
    }
    fit()
    const watch = new ResizeObserver(fit)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return (
    <div class="curves" ref={frame}>
      {curves.value.map((curve) => (
        <Plot key={curve.title} curve={curve} state={state} width={width.value} />
      ))}
      <p class="aside">{CURVES_NOTE}</p>
    </div>
  )
}

function Plot({ curve, state, width }: { curve: Curve; state: StageState; width: number }) {
  const { days } = state.report.typical.stage
  const x = scaleLinear([0, Math.max(1, days - 1)], [LEFT, width - RIGHT])
  return (
    <figure class="curve">
      <figcaption>
        <b>{curve.title}</b>
        <Reading curve={curve} state={state} />
      </figcaption>
      <svg width={width} height={HEIGHT} role="img" aria-label={curve.title}>
        <Drawn curve={curve} width={width} days={days} />
        <Cursor state={state} x={x} />
      </svg>
    </figure>
  )
}

/** The numbers at the line. */
function Reading({ curve, state }: { curve: Curve; state: StageState }) {
  const day = state.day.value
  const worlds = worldNames(state.report)
  return (
    <span class="reading">
      <span class="with-ink">{number(curve.with[day] ?? null)}</span> {worlds.with.toLowerCase()},{' '}
      <span>{number(curve.without[day] ?? null)}</span> {worlds.without.toLowerCase()}
    </span>
  )
}

function Cursor({ state, x }: { state: StageState; x: (day: number) => number }) {
  const at = x(state.day.value)
  return <line class="cursor" x1={at} x2={at} y1={0} y2={HEIGHT} />
}

/** Drawn once for a width; the day moves over it. */
function Drawn({ curve, width, days }: { curve: Curve; width: number; days: number }) {
  const values = [curve.with, curve.without, curve.low, curve.high].flat().filter(isNumber)
  // one by one: fifty years are more arguments than a call takes everywhere
  const low = values.reduce((least, value) => Math.min(least, value), curve.domain[0])
  const high = values.reduce((most, value) => Math.max(most, value), curve.domain[1])
  const x = scaleLinear([0, Math.max(1, days - 1)], [LEFT, width - RIGHT])
  const y = scaleLinear([low, high > low ? high : low + 1], [HEIGHT - BOTTOM, TOP]).nice(3)
  const every = Math.ceil(days / 800)
  const shown = Array.from({ length: days }, (_, day) => day).filter((day) => day % every === 0)
  const path = (series: Series): string =>
    line<number>()
      .defined((day) => isNumber(series[day]))
      .x(x)
      .y((day) => y(series[day] ?? 0))
      .digits(1)(shown) ?? ''
  const band = area<number>()
    .defined((day) => isNumber(curve.low[day]) && isNumber(curve.high[day]))
    .x(x)
    .y0((day) => y(curve.low[day] ?? 0))
    .y1((day) => y(curve.high[day] ?? 0))
    .digits(1)(shown)
  return (
    <g>
      {y.ticks(3).map((tick) => (
        <g key={tick}>
          <line class="rule" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
            {y.tickFormat(3)(tick)}
          </text>
        </g>
      ))}
      <path class="band" d={band ?? ''} />
      <path class="without" d={path(curve.without)} />
      <path class="with" d={path(curve.with)} />
    </g>
  )
}

/** The pictures as SVG: flow and chill over time, partners by chill, trust before and after. Colours come from the page. */
import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { readDate, writeDate } from '../calendar.js'
import type { GroupFindings, PartnerFindings } from '../studies/findings.js'
import type { Estimate } from '../studies/statistics.js'
import { byChill, type Milestone } from './finding.js'
import { h, type Markup } from './markup.js'
import { fit } from './terminal.js'
import { count, isNumber, number, percent, plain } from './words.js'

/** What a picture is called, and what it shows, for those who hear the page. */
export interface Caption {
  readonly title: string
  readonly description: string
}

export interface ChartOptions extends Caption {
  /** pixels; text keeps its size, so a narrow picture is another picture, not a smaller one */
  readonly width: number
}

type Point = readonly [day: number, value: number]

const LINE = 16

function picture(
  { title, description, width }: ChartOptions,
  height: number,
  ...shapes: readonly Markup[]
): Markup {
  return h(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      viewBox: `0 0 ${width} ${Math.round(height)}`,
      width,
      height,
    },
    h('title', {}, title),
    h('desc', {}, description),
    ...shapes,
  )
}

function text(x: number, y: number, words: string, { anchor = 'start', kind = 'note' } = {}): Markup {
  return h('text', { x, y, 'text-anchor': anchor, class: kind }, words)
}

function stroke(kind: string, x1: number, y1: number, x2: number, y2: number): Markup {
  return h('line', { x1, y1, x2, y2, class: kind })
}

// flow over time

export interface FlowOptions extends ChartOptions {
  /** ISO date of day 0 */
  readonly start: string
  readonly milestones: readonly Milestone[]
}

/** Marks that carry words; later ones are only drawn. */
const MOST_WORDS = 3

/** Flow with (solid) and without the breach (dashed) over days, and below it the chill with its interval. */
export function flowChart({ byDay }: GroupFindings, options: FlowOptions): Markup {
  const { width, start, milestones } = options
  const last = Math.max(1, byDay.with.length - 1)
  const [left, right] = [44, width - 12]
  const above = 8 + LINE * Math.min(MOST_WORDS, milestones.length)
  const flowEnd = above + 150
  const [chillStart, chillEnd] = [flowEnd + 34, flowEnd + 124]
  const x = scaleLinear([0, last], [left, right])
  const y = scaleLinear([0, highest([...byDay.with, ...byDay.without], 1)], [flowEnd, above]).nice(4)
  const bounds = [...byDay.chill, ...byDay.low, ...byDay.high]
  const below = Math.min(0, ...bounds.filter(isNumber))
  const z = scaleLinear([below, highest(bounds, 0.05)], [chillEnd, chillStart])
  const draw = line<Point>(
    ([day]) => x(day),
    ([, value]) => y(value),
  )
  return picture(
    options,
    chillEnd + 28,
    ...y.ticks(4).flatMap((tick) => rule(y(tick), y.tickFormat(4)(tick), left, right)),
    ...z.ticks(3).flatMap((tick) => rule(z(tick), percent(tick, 0), left, right)),
    ...milestones.flatMap((milestone, k) =>
      mark(milestone, k, x(Math.min(milestone.day, last)), { above, end: chillEnd, right }),
    ),
    text(right, chillStart - 10, 'chill, with its 95\u00a0% interval (chance only)', { anchor: 'end' }),
    ...band(byDay, x, z),
    h('path', { d: draw(points(byDay.without)) ?? '', class: 'without' }),
    h('path', { d: draw(points(byDay.with)) ?? '', class: 'with' }),
    ...dates(start, last, width).map(({ day, words }) =>
      text(x(day), chillEnd + 18, words, { anchor: 'middle' }),
    ),
  )
}

/** A line needs no more points than a wide screen has pixels. */
const MOST_POINTS = 1500

/** The days that are drawn: all of them, or evenly chosen ones with the last. */
function sampled(values: readonly unknown[]): number[] {
  const step = Math.ceil(values.length / MOST_POINTS)
  return [...values.keys()].filter((day) => day % step === 0 || day === values.length - 1)
}

function points(values: readonly (number | null)[]): Point[] {
  return sampled(values).flatMap((day): Point[] => {
    const value = values[day]
    return isNumber(value) ? [[day, value]] : []
  })
}

function highest(values: readonly (number | null)[], atLeast: number): number {
  const top = Math.max(0, ...values.filter(isNumber))
  return top > 0 ? Math.max(top, atLeast < 1 ? atLeast : 0) : atLeast
}

function rule(y: number, words: string, left: number, right: number): Markup[] {
  return [stroke('rule', left, y, right, y), text(left - 6, y + 4, words, { anchor: 'end' })]
}

function mark(
  { short }: Milestone,
  k: number,
  x: number,
  { above, end, right }: { above: number; end: number; right: number },
): Markup[] {
  if (k >= MOST_WORDS) return [stroke('mark', x, above, x, end)]
  const y = 6 + LINE * k
  // near the right edge the words stand on the left of their line
  const room = x + 150 < right
  return [
    stroke('mark', x, y, x, end),
    text(room ? x + 5 : x - 5, y + 9, short, { anchor: room ? 'start' : 'end', kind: 'word' }),
  ]
}

/** The chill and its interval; where there was no flow there is a gap. */
function band(
  { chill, low, high }: GroupFindings['byDay'],
  x: (day: number) => number,
  z: (share: number) => number,
): Markup[] {
  const days = sampled(chill)
  const known = (day: number): boolean => isNumber(low[day]) && isNumber(high[day])
  const spread = area<number>()
    .defined(known)
    .x((day) => x(day))
    .y0((day) => z(low[day] ?? 0))
    .y1((day) => z(high[day] ?? 0))
  const middle = line<number>()
    .defined((day) => isNumber(chill[day]))
    .x((day) => x(day))
    .y((day) => z(chill[day] ?? 0))
  return [
    h('path', { d: spread(days) ?? '', class: 'band' }),
    h('path', { d: middle(days) ?? '', class: 'chill' }),
  ]
}

/** First days of months, as many as there is room for; of a short horizon, its days. */
function dates(start: string, last: number, width: number): { day: number; words: string }[] {
  const zero = readDate(start)
  const room = Math.max(2, Math.floor(width / 80))
  const days = scaleLinear([0, last], [0, 1]).ticks(room)
  const plainDays = days.filter(Number.isInteger).map((day) => ({ day, words: `day ${day}` }))
  if (zero === undefined || last < 60) return plainDays
  const firsts: { day: number; words: string }[] = []
  for (let day = 0; day <= last; day++) {
    const date = writeDate(zero + day)
    if (date.endsWith('-01')) firsts.push({ day, words: date.slice(0, 7) })
  }
  const step = Math.ceil(firsts.length / room)
  return firsts.filter((_, k) => k % step === 0)
}

// partners side by side

const ROW = 22

/** Partners from the most chilled down, each with its interval: victims as diamonds, others as circles. */
export function chillChart(partners: readonly PartnerFindings[], options: ChartOptions): Markup {
  const known = byChill(partners).filter(({ chill }) => isNumber(chill.mean))
  const bounds = known.flatMap(({ chill }) => [chill.mean, chill.low, chill.high]).filter(isNumber)
  const { left, right, name } = frame(options.width)
  const x = scaleLinear([Math.min(0, ...bounds), highest(bounds, 0.05)], [left, right]).nice(5)
  const height = 30 + ROW * known.length
  return picture(
    options,
    height,
    ...x.ticks(options.width < 500 ? 3 : 6).flatMap((tick) => column(x(tick), percent(tick, 0), height)),
    ...known.flatMap(({ label, role, chill }, k) => {
      const y = 34 + ROW * k
      const at = x(chill.mean)
      const whisker =
        isNumber(chill.low) && isNumber(chill.high)
          ? [stroke('whisker', x(chill.low), y, x(chill.high), y)]
          : []
      return [
        text(left - 10, y + 4, name(label), { anchor: 'end', kind: 'word' }),
        ...whisker,
        role === 'victim' ? diamond(at, y) : circle('dot', at, y, 4),
      ]
    }),
  )
}

/** Trust of each partner: before the breach (ring), at its lowest (triangle), on the last day (dot), there without (bar). */
export function trustChart(partners: readonly PartnerFindings[], options: ChartOptions): Markup {
  const known = byChill(partners).filter(({ trust }) => Object.values(trust).every(isNumber))
  const { left, right, name } = frame(options.width)
  const least = Math.min(0.9, ...known.flatMap(({ trust }) => Object.values(trust)))
  const x = scaleLinear([Math.max(0, Math.floor(least * 10) / 10), 1], [left, right])
  const height = 30 + ROW * known.length
  return picture(
    options,
    height,
    ...x.ticks(options.width < 500 ? 3 : 6).flatMap((tick) => column(x(tick), number(tick, 2), height)),
    ...known.flatMap(({ label, trust }, k) => {
      const y = 34 + ROW * k
      const without = x(trust.endWithout)
      return [
        text(left - 10, y + 4, name(label), { anchor: 'end', kind: 'word' }),
        stroke('span', x(trust.lowest), y, x(trust.before), y),
        stroke('bar', without, y - 6, without, y + 6),
        circle('ring', x(trust.before), y, 4),
        triangle(x(trust.lowest), y),
        circle('dot', x(trust.end), y, 4),
      ]
    }),
  )
}

/** Where names end and the plot begins; names that do not fit are cut. */
function frame(width: number): { left: number; right: number; name: (label: string) => string } {
  const left = width < 500 ? 116 : 170
  return { left, right: width - 20, name: (label) => fit(plain(label), Math.floor((left - 10) / 7.4)) }
}

function column(x: number, words: string, height: number): Markup[] {
  return [stroke('rule', x, 20, x, height), text(x, 12, words, { anchor: 'middle' })]
}

function circle(kind: string, cx: number, cy: number, r: number): Markup {
  return h('circle', { cx, cy, r, class: kind })
}

function diamond(x: number, y: number): Markup {
  return shape('dot', [
    [x - 6, y],
    [x, y - 6],
    [x + 6, y],
    [x, y + 6],
  ])
}

function triangle(x: number, y: number): Markup {
  return shape('low', [
    [x - 5, y - 4],
    [x + 5, y - 4],
    [x, y + 5],
  ])
}

function shape(kind: string, corners: readonly (readonly [number, number])[]): Markup {
  return h('path', { d: `${line()(corners.map(([a, b]) => [a, b])) ?? ''}Z`, class: kind })
}

// what the pictures say in words

/** What the flow chart shows, for those who cannot see it. */
export function describeFlow({ byDay, chill, halfLife }: GroupFindings, who: string, leaker: string): string {
  const deepest = Math.max(...byDay.chill.filter(isNumber), -Infinity)
  const depth = isNumber(deepest) ? ` At its deepest the chill over 30 days is ${percent(deepest)}.` : ''
  const half = isNumber(halfLife) ? ` Half of that is gone ${count(halfLife, 'day')} later.` : ''
  return `Value a day that ${who} told ${leaker}, averaged over the past 30 days: a solid line with the breach, a dashed line without it. Over the whole time ${percent(chill.mean)} less reached it.${depth}${half}`
}

// bars and ranges

/** A bar from zero with its interval; without a number there is a name and no bar. */
export interface Bar {
  readonly name: string
  readonly estimate: Estimate
}

/** Bars from zero, one below the other, each with its interval. */
export function barChart(
  bars: readonly Bar[],
  options: ChartOptions,
  { say = percentTick, least = 0.01 }: { say?: (tick: number) => string; least?: number } = {},
): Markup {
  const bounds = bars.flatMap(({ estimate: { mean, low, high } }) => [mean, low, high]).filter(isNumber)
  const { left, right, name } = frame(options.width)
  const x = scaleLinear([Math.min(0, ...bounds), topOf(bounds, least)], [left, right]).nice(5)
  const height = 30 + ROW * bars.length
  return picture(
    options,
    height,
    ...x.ticks(options.width < 500 ? 3 : 6).flatMap((tick) => column(x(tick), say(tick), height)),
    ...bars.flatMap(({ name: label, estimate: { mean, low, high } }, k) => {
      const y = 34 + ROW * k
      return [
        text(left - 10, y + 4, name(label), { anchor: 'end', kind: 'word' }),
        ...(isNumber(mean) ? [block(x(0), x(mean), y, 6), circle('dot', x(mean), y, 3.5)] : []),
        ...(isNumber(low) && isNumber(high) ? [stroke('whisker', x(low), y, x(high), y)] : []),
      ]
    }),
  )
}

/** Where a scale that holds zero ends: at the highest value, or at `least` where none is above zero nor below. */
function topOf(values: readonly number[], least: number): number {
  const top = Math.max(0, ...values)
  return top > 0 || Math.min(0, ...values) < 0 ? top : least
}

/** Per cent with as many decimals as a tick needs. */
function percentTick(tick: number): string {
  return percent(tick, Math.abs(100 * tick - Math.round(100 * tick)) < 1e-9 ? 0 : 1)
}

function block(from: number, to: number, y: number, half: number): Markup {
  return shape('band', [
    [from, y - half],
    [to, y - half],
    [to, y + half],
    [from, y + half],
  ])
}

/** A value with its interval by chance, before the range that the assumptions give it. */
export interface Ranged extends Bar {
  readonly range: { readonly low: number; readonly high: number }
}

/** Values from 0 to 100 %, one below the other: shade for the range, line for the interval, dot for the value. */
export function rangeChart(rows: readonly Ranged[], options: ChartOptions): Markup {
  const bounds = rows.flatMap(({ estimate: { mean, low, high }, range }) => [
    mean,
    low,
    high,
    range.low,
    range.high,
  ])
  const { left, right, name } = frame(options.width)
  const x = scaleLinear([Math.min(0, ...bounds.filter(isNumber)), highest(bounds, 0.05)], [left, right]).nice(
    5,
  )
  const height = 30 + ROW * rows.length
  return picture(
    options,
    height,
    ...x.ticks(options.width < 500 ? 3 : 6).flatMap((tick) => column(x(tick), percentTick(tick), height)),
    ...rows.flatMap(({ name: label, estimate: { mean, low, high }, range }, k) => {
      const y = 34 + ROW * k
      return [
        text(left - 10, y + 4, name(label), { anchor: 'end', kind: 'word' }),
        ...(isNumber(range.low) && isNumber(range.high) ? [block(x(range.low), x(range.high), y, 7)] : []),
        ...(isNumber(low) && isNumber(high) ? [stroke('whisker', x(low), y, x(high), y)] : []),
        ...(isNumber(mean) ? [circle('dot', x(mean), y, 4)] : []),
      ]
    }),
  )
}

/** Forecasts of about the same probability: how often what they gave it to happened. */
export interface ReliabilityPoint {
  readonly forecast: number
  readonly seen: Estimate
  readonly outcomes: number
}

/**
 * What was forecast against what was seen: a circle for each group of forecasts with its interval, the number of outcomes beside it.
 * On the diagonal what is said to be likely is as likely.
 */
export function reliabilityChart(points: readonly ReliabilityPoint[], options: ChartOptions): Markup {
  const side = Math.min(options.width, 420)
  const [left, right] = [52, side - 16]
  const x = scaleLinear([0, 1], [left, right])
  const y = scaleLinear([0, 1], [side - 48, 16])
  const ticks = x.ticks(5)
  return picture(
    options,
    side,
    ...ticks.flatMap((tick) => rule(y(tick), percent(tick, 0), left, right)),
    ...ticks.map((tick) => text(x(tick), side - 28, percent(tick, 0), { anchor: 'middle' })),
    text((left + right) / 2, side - 8, 'forecast probability of a cut', { anchor: 'middle' }),
    stroke('mark', x(0), y(0), x(1), y(1)),
    ...points.flatMap(({ forecast, seen, outcomes }) => {
      const [at, height] = [x(forecast), y(seen.mean)]
      const room = at + 40 < right
      return [
        stroke('whisker', at, y(seen.low), at, y(seen.high)),
        circle('dot', at, height, 4),
        text(room ? at + 8 : at - 8, height - 6, String(outcomes), { anchor: room ? 'start' : 'end' }),
      ]
    }),
  )
}

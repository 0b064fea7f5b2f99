/** A curve in one line of text, in eight heights. */
import { isNumber } from './words.js'

const HEIGHTS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/**
 * Draws a curve from 0 to `top`.
 * @param values what is not a number leaves a gap
 * @param width characters; each stands for the mean of its share of the values, and is used at most once a value
 */
export function sparkline(values: readonly (number | null)[], width: number, top: number): string {
  const columns = Math.min(width, values.length)
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns)
    const to = Math.floor(((column + 1) * values.length) / columns)
    return heightOf(mean(values.slice(from, to)), top)
  }).join('')
}

function mean(values: readonly (number | null)[]): number {
  const known = values.filter(isNumber)
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

function heightOf(value: number, top: number): string {
  if (Number.isNaN(value)) return ' '
  const step = top > 0 ? Math.round((value / top) * (HEIGHTS.length - 1)) : 0
  return HEIGHTS[Math.min(HEIGHTS.length - 1, Math.max(0, step))]
}

/** The shapes of marks: what a country is, and at which rung it stands, for whoever sees no colours. */
import { symbol, symbolCircle, symbolCross, symbolSquare, symbolStar, symbolTriangle } from 'd3-shape'

/** Marks of the rungs, from open to closed. */
const RUNG_MARKS = [symbolCircle, symbolTriangle, symbolSquare, symbolCross] as const
const MARK_SIZE = 110
const LEAKER_SIZE = 260
const CLUB_SIZE = 46
const DOT_SIZE = 22

export const LEAKER_MARK = symbol(symbolStar, LEAKER_SIZE)() ?? ''
export const CLUB_MARK = symbol(symbolSquare, CLUB_SIZE)() ?? ''

/** By place in RUNGS, one on; first that of a country that shares nothing with the leaker. */
export const MARKS = [
  symbol(symbolCircle, DOT_SIZE)() ?? '',
  ...RUNG_MARKS.map((shape) => symbol(shape, MARK_SIZE)() ?? ''),
]

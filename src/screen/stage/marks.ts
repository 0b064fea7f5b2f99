/** The shapes of marks: what a country is, and at which rung it stands, for whoever sees no colours. */
import { symbol, symbolCircle, symbolCross, symbolSquare, symbolStar, symbolTriangle } from 'd3-shape'

/** Marks of the rungs, from open to closed. */
const RUNG_MARKS = [symbolCircle, symbolTriangle, symbolSquare, symbolCross] as const
const MARK_SIZE = 110
const LEAKER_SIZE = 260
const CLUB_SIZE = 46
const DOT_SIZE = 22

/** The shape of a mark, for the picture and its legend. */
export function markOf(rung: number | null, role: 'leaker' | 'partner' = 'partner'): string {
  if (role === 'leaker') return symbol(symbolStar, LEAKER_SIZE)() ?? ''
  if (rung === null) return symbol(symbolCircle, DOT_SIZE)() ?? ''
  return symbol(RUNG_MARKS[rung], MARK_SIZE)() ?? ''
}
export const CLUB_MARK = symbol(symbolSquare, CLUB_SIZE)() ?? ''

export const LEAKER_MARK = markOf(null, 'leaker')
/** By place in RUNGS, one on; first that of a country that shares nothing with the leaker. */
export const MARKS = [null, 0, 1, 2, 3].map((rung) => markOf(rung))

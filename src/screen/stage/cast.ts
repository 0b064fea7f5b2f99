/** Who and what is drawn, as points and the lines between them; an agreement of three or more is one point with a line to each party. */
import type { StageAgreement, StageCountry, StageData } from '../../studies/stage.js'

/** More countries than this make a picture in which nothing can be seen, and nothing moves. */
const MOST_COUNTRIES = 400

interface Line {
  readonly agreement: StageAgreement
  /** the parties whose rungs the line shows: both of two, or one of a club */
  readonly parties: readonly string[]
  /** keys of points */
  readonly ends: readonly [string, string]
}

export interface Cast {
  readonly countries: readonly StageCountry[]
  readonly clubs: readonly StageAgreement[]
  readonly lines: readonly Line[]
  /** countries in the whole network */
  readonly all: number
  /** countries that are drawn and have signed nothing that is */
  readonly alone: number
}

/** The key of a club's point, which no country's id can be. */
export function clubKey(id: string): string {
  return `agreement ${id}`
}

/** The cast around a leaker. Of a large network only those who have signed something with the leaker are there. */
export function castOf({ countries, agreements }: StageData, leaker: string): Cast {
  const isLarge = countries.length > MOST_COUNTRIES
  const near = agreements.filter(({ parties }) => parties.includes(leaker))
  const partners = new Set([leaker, ...near.flatMap(({ parties }) => parties)])
  const shown = isLarge ? countries.filter(({ id }) => partners.has(id)) : countries
  const drawn = isLarge ? near : agreements
  const clubs = drawn.filter(({ parties }) => parties.length > 2)
  const lines = drawn.flatMap((agreement): Line[] => {
    const { id, parties } = agreement
    if (parties.length === 2) return [{ agreement, parties, ends: [parties[0], parties[1]] }]
    return parties.map((party) => ({ agreement, parties: [party], ends: [party, clubKey(id)] }))
  })
  const signed = new Set(lines.flatMap(({ parties }) => parties))
  const alone = shown.filter(({ id }) => !signed.has(id)).length
  return { countries: shown, clubs, lines, all: countries.length, alone }
}

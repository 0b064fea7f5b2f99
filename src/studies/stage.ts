/** What a page needs to play the typical run: who stands where, who has signed what, and trust in each leaker day by day. */
import type { History } from '../history.js'
import type { Caveat, Source, Tie } from '../network.js'
import type { Scenario } from '../scenario.js'
import { firstOf } from '../world.js'

export interface StageCountry {
  readonly id: string
  readonly label: string
  /** latitude and longitude in degrees; null: stands on no map */
  readonly position: readonly [number, number] | null
}

export interface StageAgreement {
  readonly id: string
  readonly label: string
  readonly parties: readonly string[]
  readonly tie: Tie
  readonly caveat: Caveat
  /** first day in force, and first day no longer; null: always, never */
  readonly from: number | null
  readonly until: number | null
  /** true: it might come to be, and is there once an event says that it was signed */
  readonly prospect: boolean
  /** where it is known from; null: nobody says */
  readonly source: Source | null
}

/** Thousandths, one for every `every` days; null before the country first shares with the leaker. */
type Samples = readonly (number | null)[]

/** Trust of one country in a leaker. */
export interface TrustTrack {
  readonly country: string
  readonly with: Samples
  readonly without: Samples
}

export interface StageData {
  readonly days: number
  /** days between two samples of trust, 1 or more */
  readonly every: number
  readonly countries: readonly StageCountry[]
  readonly agreements: readonly StageAgreement[]
  readonly trust: readonly { readonly leaker: string; readonly tracks: readonly TrustTrack[] }[]
}

/** More samples than this no slider can tell apart. */
const MOST_SAMPLES = 1100

/**
 * The stage of a pair of histories.
 * @param leakers ids; of each the trust that the histories kept is taken
 */
export function stageOf(
  { network, days }: Scenario,
  [one, other]: readonly [History, History],
  leakers: readonly string[],
): StageData {
  const every = Math.ceil(days / MOST_SAMPLES)
  const countries = network.countries.map(({ id, label, position = null }) => ({ id, label, position }))
  const agreements = [
    ...network.agreements.map((agreement) => ({ ...agreement, prospect: false })),
    ...network.prospects.map((prospect) => ({ ...prospect, from: null, until: null, prospect: true })),
  ].map((agreement): StageAgreement => {
    const { id, label, parties, tie, caveat, from, until, prospect, source = null } = agreement
    return { id, label, parties, tie, caveat, from, until, prospect, source }
  })
  const trust = leakers.map((leaker) => ({
    leaker,
    tracks: trusters(one, leaker).map((country): TrustTrack => {
      const track = (history: History): Samples => samples(history.trust(country, leaker), every)
      return { country, with: track(one), without: track(other) }
    }),
  }))
  return { days, every, countries, agreements, trust }
}

/** Countries whose trust in the leaker was kept. */
function trusters({ world, kept }: History, leaker: string): string[] {
  const { ids, to } = world
  const of = ids.indexOf(leaker)
  return [...kept].filter((pair) => to[pair] === of).map((pair) => ids[firstOf(world, pair)])
}

function samples(trust: Float64Array, every: number): Samples {
  return [...trust]
    .filter((_, day) => day % every === 0)
    .map((value) => (Number.isNaN(value) ? null : Math.round(value * 1000)))
}

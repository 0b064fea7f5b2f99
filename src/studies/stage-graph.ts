/** The stage as a graph for other programs: who may share with whom on day 0, and what each came to trust a leaker with. */
import type { Cell } from '../formats/csv.js'
import type { GraphTables, Row } from '../formats/graph-tables.js'
import { TIES } from '../network.js'
import type { StageAgreement, StageData, TrustTrack } from './stage.js'

/**
 * The tables of a stage: countries, and a directed edge from each to every other it may share with. An edge to a leaker carries
 * trust in it: at first, at its lowest, on the last day, and there without the breach.
 */
export function stageGraph({ countries, agreements, trust }: StageData): GraphTables {
  const leakers = new Map(
    trust.map(({ leaker, tracks }) => [leaker, new Map(tracks.map((track) => [track.country, track]))]),
  )
  const nodes = countries.map(({ id, label, position }): Row => ({
    key: id,
    label,
    latitude: position?.[0] ?? null,
    longitude: position?.[1] ?? null,
    leaker: leakers.has(id),
  }))
  const between = sharing(agreements.filter(inForceAtFirst))
  const edges = [...between.keys()].sort().map((pair): Row => {
    const [source, target] = pair.split(' ')
    const shared = between.get(pair) ?? []
    return {
      source,
      target,
      tie: TIES[Math.min(...shared.map(({ tie }) => TIES.indexOf(tie)))],
      agreements: shared.map(({ id }) => id).join(' '),
      ...trustOf(leakers.get(target)?.get(source)),
    }
  })
  return { directed: true, nodes, edges }
}

function inForceAtFirst({ from, until, prospect }: StageAgreement): boolean {
  return !prospect && (from ?? 0) <= 0 && (until === null || until > 0)
}

/** Agreements by ordered pair of parties: `FRA GBR`, as ids hold no blanks. */
function sharing(agreements: readonly StageAgreement[]): Map<string, StageAgreement[]> {
  const between = new Map<string, StageAgreement[]>()
  for (const agreement of agreements)
    for (const from of agreement.parties)
      for (const to of agreement.parties)
        if (from !== to) between.set(`${from} ${to}`, [...(between.get(`${from} ${to}`) ?? []), agreement])
  return between
}

function trustOf(track: TrustTrack | undefined): Record<string, Cell> {
  const known = track?.with.filter((sample) => sample !== null) ?? []
  const share = (sample: number | null | undefined): Cell =>
    typeof sample === 'number' ? sample / 1000 : null
  return {
    trustFirst: share(known.at(0)),
    trustLowest: share(known.length === 0 ? null : Math.min(...known)),
    trustEnd: share(known.at(-1)),
    trustEndWithout: share(track?.without.at(-1)),
  }
}

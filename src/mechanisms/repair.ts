/**
 * What a country says or does to mend trust after a breach, and a new leader who was not there (MODEL.md §5.12). An apology mends a
 * lapse of competence better than one of integrity; a denial works until it is proven false (Kim et al. 2004); a proven deception
 * leaves a mark for good (Schweitzer, Hershey & Bradlow 2006); an accountable leader's successor starts afresh (McGillivray &
 * Smith 2000).
 */
import type { Parameters } from '../parameters.js'
import type { BreachKind, Repair, RepairKind, Turnover } from '../scenario.js'
import type { Mending } from '../pending.js'
import { firstOf, pairOf } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'
import { reviewSoon } from './news.js'

export const repair: Mechanism = {
  name: 'repair',
  owns: ['mendings', 'newsReviews'],
  apply(now) {
    if (!now.world.on.repair) return
    for (const move of now.world.moves)
      if (move.what === 'repair' && move.day === now.state.day) mend(now, move)
  },
}

export const turnover: Mechanism = {
  name: 'turnover',
  owns: ['mendings', 'newsReviews'],
  apply(now) {
    if (!now.world.on.turnover) return
    for (const move of now.world.moves)
      if (move.what === 'turnover' && move.day === now.state.day) changeLeader(now, move)
  },
}

/** A breach of competence could not be helped; one of integrity was meant. */
export function isCompetence(kind: BreachKind): boolean {
  return kind === 'penetration' || kind === 'insider'
}

/** Share of broken evidence that a repair takes away; below 0 it adds. */
export function mends(parameters: Parameters, kind: RepairKind, breach: BreachKind): number {
  const competence = isCompetence(breach)
  const shares: Readonly<Record<RepairKind, number>> = {
    apology: competence ? parameters.apologyCompetence : parameters.apologyIntegrity,
    denial: competence ? parameters.denialCompetence : parameters.denialIntegrity,
    proven: -parameters.denialProven,
    assurance: parameters.assurance,
  }
  return shares[kind]
}

const BY: Readonly<Record<RepairKind, Mending['by']>> = {
  apology: 'deed',
  denial: 'denial',
  proven: 'proof',
  assurance: 'deed',
}

/** Whoever holds the breach against the country by now is reached; nobody else has anything to forgive. */
function mend(now: Now, { id, by, to, breach, kind }: Repair): void {
  const { world, state, history } = now
  const standing = state.breaches.find(({ found }) => found.breach.id === breach)
  const country = world.ids.indexOf(by)
  const cause = history.tell(state.day, 'repair', {
    who: by,
    whom: to === null ? null : to.join(', '),
    breach,
    words: { kind, id },
    cause: standing === undefined || standing.event < 0 ? null : standing.event,
  })
  // without the breach there is nothing to mend
  if (standing === undefined || standing.event < 0) return
  const share = mends(world.parameters, kind, standing.found.breach.kind)
  const forGood = kind === 'proven' ? world.parameters.permanentShare : 0
  const how = BY[kind]
  for (let other = 0; other < world.countries; other++) {
    if (standing.suspect[other] !== country || (to !== null && !to.includes(world.ids[other]))) continue
    const pair = pairOf(world, other, country)
    if (pair < 0) continue
    state.mendings.push({ pair, share, by: how, forGood, cause })
    if (how === 'deed') reopen(now, pair, id, cause)
  }
}

/** What the old leader did counts less, for everybody who deals with the country. */
function changeLeader(now: Now, { id, of, accountable }: Turnover): void {
  const { world, state, history } = now
  const { turnoverAccountable, turnoverOther } = world.parameters
  const cause = history.tell(state.day, 'leader-change', {
    who: of,
    words: { accountable: accountable ? 'yes' : 'no' },
  })
  const country = world.ids.indexOf(of)
  const share = accountable ? turnoverAccountable : turnoverOther
  for (let next = world.pairStart[country]; next < world.pairStart[country + 1]; next++) {
    const pair = world.reverse[next]
    state.mendings.push({ pair, share, by: 'deed', forGood: 0, cause })
    reopen(now, pair, id, cause)
  }
}

/**
 * Deeds reopen the question: whoever holds something against the country reviews its agreements with it anew, however short the
 * time since its last step. After Manchester (2017) sharing resumed within a day of assurances; words of denial do no such thing.
 */
function reopen(now: Now, pair: number, about: string, cause: number): void {
  const { world, state } = now
  if (state.beliefs.held(pair, 'broken') === 0) return
  for (const m of state.channels(firstOf(world, pair), world.to[pair]))
    reviewSoon(now, m, { about, cause, reopens: true })
}

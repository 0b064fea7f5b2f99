/**
 * Agreements that might come to be, found rather than listed: pairs that share none, ranked by the need each would meet of the other
 * (MODEL.md §5.11).
 */
import { inOrder } from './names.js'
import type { Caveat, Country, Network, Prospect, Tie } from './network.js'

export interface ProspectOptions {
  /** how many at most */
  readonly generate: number
  readonly tie?: Tie
  readonly caveat?: Caveat
}

/**
 * The pairs of countries that would gain most by an agreement. A country gains its need of a topic times what the other collects on
 * it; a pair counts by what the one gains that gains less, for nobody signs for the other's sake alone. Enemies (hostility above 0)
 * are left out, and so is every pair that some agreement binds, whenever it is in force.
 * @returns at most `generate`, sorted by id; each covers the topics either needs and the other collects on, by every discipline
 */
export function findProspects(
  network: Omit<Network, 'prospects'>,
  { generate, tie = 'partner', caveat = 'on-request' }: ProspectOptions,
): Prospect[] {
  const { countries, agreements, hostilities, disciplines } = network
  const bound = new Set<string>()
  const bind = (a: string, b: string): unknown => bound.add(`${a} ${b}`).add(`${b} ${a}`)
  for (const { parties } of agreements)
    for (const [k, party] of parties.entries()) for (const other of parties.slice(k + 1)) bind(party, other)
  for (const { between, level } of hostilities) if (level > 0) bind(...between)
  const found: { one: Country; other: Country; gain: number }[] = []
  for (const [k, one] of countries.entries())
    for (const other of countries.slice(k + 1)) {
      if (bound.has(`${one.id} ${other.id}`)) continue
      const gain = Math.min(gainOf(one, other), gainOf(other, one))
      if (gain > 0) found.push({ one, other, gain })
    }
  found.sort((a, b) => b.gain - a.gain || inOrder(a.one.id, b.one.id) || inOrder(a.other.id, b.other.id))
  const taken = new Set(agreements.map(({ id }) => id))
  return found
    .slice(0, generate)
    .map(({ one, other }): Prospect => {
      const topics = new Set([...wanted(one, other), ...wanted(other, one)])
      let id = `prospect-${one.id}-${other.id}`.slice(0, 64)
      while (taken.has(id)) id = `${id.slice(0, 62)}-x`
      taken.add(id)
      return {
        id,
        label: `Prospect of ${one.label} and ${other.label}`,
        parties: [one.id, other.id].sort(inOrder),
        topics: [...topics].sort(inOrder),
        disciplines: disciplines.map((discipline) => discipline.id),
        tie,
        caveat,
      }
    })
    .sort((a, b) => inOrder(a.id, b.id))
}

/** What a country would gain a day from another: need × rate. */
function gainOf(country: Country, other: Country): number {
  return other.collection.reduce((sum, { topic, rate }) => sum + rate * (country.need[topic] ?? 0), 0)
}

/** The topics a country needs and another collects on. */
function wanted(country: Country, other: Country): string[] {
  return other.collection
    .filter(({ topic, rate }) => rate > 0 && (country.need[topic] ?? 0) > 0)
    .map(({ topic }) => topic)
}

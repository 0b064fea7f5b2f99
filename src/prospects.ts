/**
 * Agreements that might come to be, found rather than listed: pairs that share none, ranked by the unmet need that each would meet
 * of the other (MODEL.md §5.11).
 */
import { foldId, inOrder, LONGEST_LABEL } from './names.js'
import type { Agreement, Caveat, Country, Network, Prospect, Tie } from './network.js'

export interface ProspectOptions {
  /** how many at most */
  readonly generate: number
  readonly tie?: Tie
  readonly caveat?: Caveat
}

/** A network before its prospects are found. */
type Unsought = Pick<Network, 'countries' | 'agreements' | 'hostilities' | 'disciplines'>

/** More steps than this are not worth the wait: list prospects instead. */
export const MOST_STEPS = 10_000_000

/** How many steps a search would take, about. */
export function searchSteps({ countries, agreements }: Unsought): number {
  const streams = new Map(countries.map(({ id, collection }) => [id, collection.length]))
  const all = countries.reduce((sum, { collection }) => sum + collection.length, 0)
  return agreements.reduce(
    (steps, { parties }) => {
      const told = parties.reduce((sum, party) => sum + (streams.get(party) ?? 0), 0)
      return steps + parties.length * (parties.length + told)
    },
    countries.length * (countries.length / 2 + all),
  )
}

/**
 * The pairs of countries that would gain most by an agreement. Of each topic a country gains its need times the part of all it
 * would then know that comes from the other; what it collects itself and what others tell it already is met need. A pair counts by
 * the lesser of its two gains, for nobody signs for the other's sake alone. Enemies (hostility above 0) are left out, and so is
 * every pair bound by an agreement that has not run out before day 0.
 * @returns at most `generate`, sorted by id; each covers the topics either needs and the other collects on, by every discipline
 */
export function findProspects(
  network: Unsought,
  { generate, tie = 'partner', caveat = 'on-request' }: ProspectOptions,
): Prospect[] {
  const { countries, hostilities, disciplines } = network
  const agreements = network.agreements.filter(({ until }) => until === null || until > 0)
  const bound = new Set<string>()
  const bind = (a: string, b: string): unknown => bound.add(`${a} ${b}`).add(`${b} ${a}`)
  for (const { parties } of agreements)
    for (const [k, party] of parties.entries()) for (const other of parties.slice(k + 1)) bind(party, other)
  for (const { between, level } of hostilities) if (level > 0) bind(...between)
  const known = knownBy(network, agreements)
  const offers = countries.map(({ collection }) => {
    const rates = new Map<string, number>()
    for (const { topic, rate } of collection) rates.set(topic, (rates.get(topic) ?? 0) + rate)
    return rates
  })
  const gain = (taker: number, giver: number): number => {
    let sum = 0
    for (const [topic, rate] of offers[giver]) {
      const need = countries[taker].need[topic] ?? 0
      if (rate > 0 && need > 0) sum += (need * rate) / ((known[taker].get(topic) ?? 0) + rate)
    }
    return sum
  }
  const found: { one: Country; other: Country; gain: number }[] = []
  for (let i = 0; i < countries.length; i++)
    for (let j = i + 1; j < countries.length; j++) {
      const [one, other] = [countries[i], countries[j]]
      if (bound.has(`${one.id} ${other.id}`)) continue
      const least = Math.min(gain(i, j), gain(j, i))
      if (least > 0) found.push({ one, other, gain: least })
    }
  found.sort((a, b) => b.gain - a.gain || inOrder(a.one.id, b.one.id) || inOrder(a.other.id, b.other.id))
  const taken = new Set(network.agreements.map(({ id }) => foldId(id)))
  return found
    .slice(0, generate)
    .map(({ one, other }): Prospect => ({
      id: freshId(`prospect-${one.id}-${other.id}`, taken),
      label: Array.from(`Prospect of ${one.label} and ${other.label}`).slice(0, LONGEST_LABEL).join(''),
      parties: [one.id, other.id].sort(inOrder),
      topics: [...new Set([...wanted(one, other), ...wanted(other, one)])].sort(inOrder),
      disciplines: disciplines.map((discipline) => discipline.id),
      tie,
      caveat,
    }))
    .sort((a, b) => inOrder(a.id, b.id))
}

/** By country and topic: items a day that it collects itself, or that partners tell it; each stream counts once. */
function knownBy({ countries }: Unsought, agreements: readonly Agreement[]): Map<string, number>[] {
  const places = new Map(countries.map(({ id }, place) => [id, place]))
  const most = countries.reduce((longest, { collection }) => Math.max(longest, collection.length), 1)
  const known = countries.map(() => new Map<string, number>())
  const add = (country: number, topic: string, rate: number): unknown =>
    known[country].set(topic, (known[country].get(topic) ?? 0) + rate)
  countries.forEach(({ collection }, i) => {
    for (const { topic, rate } of collection) add(i, topic, rate)
  })
  const told = new Set<number>()
  for (const { parties, topics, disciplines } of agreements) {
    const scope = { topics: new Set(topics), disciplines: new Set(disciplines) }
    const members = parties.flatMap((party) => places.get(party) ?? [])
    for (const giver of members)
      for (const [k, { topic, discipline, rate }] of countries[giver].collection.entries()) {
        if (!scope.topics.has(topic) || !scope.disciplines.has(discipline)) continue
        for (const taker of members) {
          const once = (taker * countries.length + giver) * most + k
          if (taker === giver || told.has(once)) continue
          told.add(once)
          add(taker, topic, rate)
        }
      }
  }
  return known
}

/** An id of at most 64 characters that nothing else has, and marks it as taken. */
function freshId(wish: string, taken: Set<string>): string {
  let id = wish.slice(0, 64).replace(/\.+$/, '')
  for (let number = 2; taken.has(foldId(id)); number++) id = `${wish.slice(0, 58)}-${number}`
  taken.add(foldId(id))
  return id
}

/** The topics a country needs and another collects on. */
function wanted(country: Country, other: Country): string[] {
  return other.collection
    .filter(({ topic, rate }) => rate > 0 && (country.need[topic] ?? 0) > 0)
    .map(({ topic }) => topic)
}

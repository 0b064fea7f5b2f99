/** What may be chosen of a breach: only what the network bears out, and what else must change with a choice so that it stays sound. */
import { inForce, type Agreement, type Country, type Network } from '../../network.js'
import type { Breach } from '../../scenario.js'

/** The facts of a breach that hang together. */
export type Facts = Pick<Breach, 'by' | 'of' | 'to' | 'topic'>

/** Recipients that are no country. */
const EVERYBODY = ['press', 'public']

/** Countries that hold secrets of somebody on a day. */
export function leakersOn(network: Network, day: number): readonly Country[] {
  return network.countries.filter(({ id }) => partnersOn(network, id, day).length > 0)
}

/** Countries that share an agreement with a leaker on a day, so that it can hold their secrets. */
export function partnersOn(network: Network, leaker: string, day: number): readonly Country[] {
  const parties = new Set(agreementsOn(network, leaker, day).flatMap((agreement) => agreement.parties))
  return network.countries.filter(({ id }) => id !== leaker && parties.has(id))
}

/** Whom it can be given to: everybody but those whose secret it is, and the leaker only where it spied for itself. */
export function recipients(
  { countries }: Network,
  { by, of, kind }: Pick<Breach, 'by' | 'of' | 'kind'>,
): string[] {
  const able = countries.filter(({ id }) => !of.includes(id) && (id !== by || kind === 'spying'))
  return [...able.map(({ id }) => id), ...EVERYBODY]
}

/** Topics that an agreement of the leaker with an originator covers; all where none does. */
export function topicsOf(
  network: Network,
  { by, of }: Pick<Facts, 'by' | 'of'>,
  day: number,
): readonly string[] {
  const shared = agreementsOn(network, by, day).filter(({ parties }) => of.some((id) => parties.includes(id)))
  const covered = new Set(shared.flatMap(({ topics }) => topics))
  const all = network.topics.map(({ id }) => id)
  return covered.size === 0 ? all : all.filter((id) => covered.has(id))
}

/** The facts with another leaker: secrets of partners it has, told to somebody else. */
export function withLeaker(network: Network, breach: Breach, by: string): Facts {
  const { day, topic } = breach
  const partners = partnersOn(network, by, day)
  const kept = breach.of.filter((id) => partners.some((partner) => partner.id === id))
  const told = (partner: Country): readonly string[] => topicsToldBy(network, { ...breach, by }, partner)
  const other =
    partners.find((partner) => told(partner).includes(topic)) ??
    partners.find((partner) => told(partner).length > 0) ??
    partners.at(0)
  if (kept.length > 0 || other === undefined) return withOriginators(network, { ...breach, by }, kept)
  const known = told(other)
  const about = known.includes(topic) ? topic : (known.at(0) ?? topic)
  return withOriginators(network, { ...breach, by, topic: about }, [other.id])
}

/** What a partner collects in the way the secret was collected, and may tell the leaker. */
function topicsToldBy(
  network: Network,
  { by, day, discipline }: Pick<Breach, 'by' | 'day' | 'discipline'>,
  { id, collection }: Country,
): readonly string[] {
  const fits = (one: string): boolean => discipline === null || one === discipline
  const shared = agreementsOn(network, by, day).filter(({ parties }) => parties.includes(id))
  return collection
    .filter((one) => one.rate > 0 && fits(one.discipline))
    .map(({ topic }) => topic)
    .filter((topic) =>
      shared.some(({ topics, disciplines }) => topics.includes(topic) && disciplines.some(fits)),
    )
}

/** The facts with other originators: told to somebody else than them, about something they share. */
export function withOriginators(network: Network, breach: Breach, of: readonly string[]): Facts {
  const { by, day } = breach
  const able = recipients(network, { ...breach, of })
  const to = able.includes(breach.to) ? breach.to : (mostHostile(network, of[0], able) ?? 'press')
  const topics = topicsOf(network, { by, of }, day)
  const topic = topics.includes(breach.topic) ? breach.topic : topics[0]
  return { by, of, to, topic }
}

function mostHostile({ hostilities }: Network, to: string, able: readonly string[]): string | undefined {
  const foes = hostilities
    .filter(({ between }) => between.includes(to))
    .toSorted((one, other) => other.level - one.level)
    .map(({ between: [one, other] }) => (one === to ? other : one))
  return foes.find((id) => able.includes(id))
}

function agreementsOn({ agreements }: Network, party: string, day: number): readonly Agreement[] {
  return agreements.filter((agreement) => agreement.parties.includes(party) && inForce(agreement, day))
}

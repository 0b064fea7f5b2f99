/** A network as the file that says all of it, the way back from network-file.ts. */
import type { Agreement, Country, Network, Prospect } from './network.js'

/** The map from which a network is read again as it is, with nothing left to a default. */
export function networkAsWritten({
  id,
  title,
  topics,
  disciplines,
  countries,
  agreements,
  prospects,
  hostilities,
  pairs,
}: Network) {
  return {
    id,
    title,
    topics: keyed(topics, ({ label, plotsPerYear, targets }) => ({
      label,
      plots: { perYear: plotsPerYear, targets },
    })),
    disciplines: keyed(disciplines, ({ sensitivity, sourceLoss, recovery }) => ({
      sensitivity,
      sourceLoss,
      recovery,
    })),
    countries: countries.map(countryOf),
    agreements: agreements.map(agreementAsWritten),
    prospects: prospects.map(prospectOf),
    hostility: hostilities,
    pairs,
  }
}

function countryOf({ collection, ...country }: Country): object {
  const topics = new Set(collection.map(({ topic }) => topic))
  const streamsOn = (topic: string): object =>
    Object.fromEntries(
      collection.filter((stream) => stream.topic === topic).map(({ discipline, rate }) => [discipline, rate]),
    )
  return { ...country, collection: Object.fromEntries([...topics].map((topic) => [topic, streamsOn(topic)])) }
}

function prospectOf({ topics, disciplines, ...prospect }: Prospect): object {
  return { ...prospect, scope: { topics, disciplines } }
}

/** An agreement of it, with days and not dates. */
export function agreementAsWritten({ from, until, ...agreement }: Agreement): object {
  return {
    ...prospectOf(agreement),
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  }
}

function keyed<T extends { readonly id: string }>(things: readonly T[], tell: (thing: T) => object): object {
  return Object.fromEntries(things.map((thing) => [thing.id, tell(thing)]))
}

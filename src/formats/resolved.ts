/** A scenario as the file that says all of it: network, parameters and switches written out, nothing left to a default. */
import { DEFAULTS, isRead, PARAMETER_NAMES } from '../parameters.js'
import { SWITCHES, type Breach, type Scenario } from '../scenario.js'
import type { Agreement, Country, Network } from '../network.js'
import { json } from './json.js'

/**
 * Writes a scenario file from which `parseScenario` makes the same scenario again, whatever becomes of shipped networks and
 * defaults. The seed is written too, so the file gives one where the original may not have.
 */
export function resolvedScenario(scenario: Scenario): string {
  const { title, description, start, days, model, seed, network, breaches, parameters, mechanisms } = scenario
  // a parameter that nothing in this model reads says nothing, unless somebody set it
  const spoken = PARAMETER_NAMES.filter((name) => isRead(name, model) || parameters[name] !== DEFAULTS[name])
  return json({
    liaison: 1,
    title,
    description,
    start,
    days,
    model,
    seed,
    events: breaches.map(eventOf),
    parameters: Object.fromEntries(spoken.map((name) => [name, parameters[name]])),
    mechanisms: Object.fromEntries(SWITCHES.map((name) => [name, mechanisms[name]])),
    network: networkOf(network),
  })
}

function eventOf({ id, day, discipline, pressDay, namedDay, ...breach }: Breach): object {
  const press =
    pressDay === null ? {} : { press: { after: pressDay - day, ...delay('named', pressDay, namedDay) } }
  return { id, on: day, breach: { ...breach, ...(discipline === null ? {} : { discipline }), ...press } }
}

function delay(name: string, from: number, until: number | null): object {
  return until === null ? {} : { [name]: until - from }
}

function networkOf({
  id,
  title,
  topics,
  disciplines,
  countries,
  agreements,
  hostilities,
  pairs,
}: Network): object {
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
    agreements: agreements.map(agreementOf),
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

function agreementOf({ topics, disciplines, from, until, ...agreement }: Agreement): object {
  return {
    ...agreement,
    scope: { topics, disciplines },
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  }
}

function keyed<T extends { readonly id: string }>(things: readonly T[], tell: (thing: T) => object): object {
  return Object.fromEntries(things.map((thing) => [thing.id, tell(thing)]))
}

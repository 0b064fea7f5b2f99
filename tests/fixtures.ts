/** Small hand-made scenarios for tests, as resolved plain data. */
import type { Grade } from '../src/choice.js'
import type { Offers } from '../src/offers.js'
import type { Agreement, Collection, Country, Network, PairOverride, Tie } from '../src/network.js'
import { DEFAULTS, type Parameters } from '../src/parameters.js'
import { SWITCHES, type Breach, type Move, type Scenario, type Switch } from '../src/scenario.js'
import { memberOf, type World } from '../src/world.js'

export const TOPIC = 'terror'

export function country(id: string, collection: readonly Collection[] = [], need = 1): Country {
  return { id, label: id, collection, need: { [TOPIC]: need } }
}

export function collects(rate: number, discipline = 'HUMINT', topic = TOPIC): Collection {
  return { topic, discipline, rate }
}

export function agreement(
  id: string,
  parties: readonly string[],
  tie: Tie = 'ally',
  more: Partial<Agreement> = {},
): Agreement {
  return {
    id,
    label: id,
    parties: [...parties].sort(),
    topics: [TOPIC],
    disciplines: ['HUMINT', 'SIGINT'],
    tie,
    caveat: 'forbidden',
    from: null,
    until: null,
    ...more,
  }
}

export function network(
  countries: readonly Country[],
  agreements: readonly Agreement[],
  more: Partial<Network> & { readonly pairs?: readonly PairOverride[] } = {},
): Network {
  return {
    id: 'hand-made',
    title: 'A hand-made network',
    topics: [{ id: TOPIC, label: 'terror', plotsPerYear: 0, targets: [] }],
    disciplines: [
      { id: 'HUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 },
      { id: 'SIGINT', sensitivity: 0.8, sourceLoss: 0.4, recovery: 270 },
    ],
    countries,
    agreements,
    prospects: [],
    hostilities: [],
    pairs: [],
    ...more,
  }
}

export function breach(by: string, of: string | readonly string[], more: Partial<Breach> = {}): Breach {
  return {
    id: 'leak',
    day: 10,
    by,
    of: [of].flat().sort(),
    to: 'public',
    topic: TOPIC,
    discipline: null,
    kind: 'disclosure',
    severity: 0.8,
    details: 4,
    exposes: 'source',
    pressDay: 12,
    namedDay: 13,
    happened: true,
    traced: true,
    ...more,
  }
}

export interface Settings {
  readonly days?: number
  readonly seed?: string
  readonly breaches?: readonly Breach[]
  readonly moves?: readonly Move[]
  readonly parameters?: Partial<Parameters>
  readonly off?: readonly Switch[]
}

export function scenario(net: Network, settings: Settings = {}): Scenario {
  const { days = 120, seed = 'test', breaches = [], moves = [], parameters = {}, off = [] } = settings
  return {
    title: 'A test',
    description: '',
    start: '2017-05-01',
    days,
    model: 'liaison',
    seed,
    seedGiven: true,
    network: net,
    breaches: [...breaches].sort((a, b) => a.day - b.day || (a.id < b.id ? -1 : 1)),
    moves: [...moves].sort((a, b) => a.day - b.day || (a.id < b.id ? -1 : 1)),
    parameters: { ...DEFAULTS, ...parameters },
    mechanisms: Object.fromEntries(
      SWITCHES.map((name) => [name, !off.includes(name)]),
    ) as Scenario['mechanisms'],
  }
}

/** A leaker L, its victim V, a friend F of both, a stranger S that deals with F alone, and a hostile H. */
export function village(settings: Settings = {}, more: Partial<Network> = {}): Scenario {
  const net = network(
    [
      country('F', [collects(0.5), collects(0.3, 'SIGINT')]),
      country('H'),
      country('L', [collects(0.6, 'SIGINT'), collects(0.2)]),
      country('S', [collects(0.4)]),
      country('V', [collects(0.8), collects(0.4, 'SIGINT')]),
    ],
    [
      agreement('club', ['F', 'L', 'V'], 'partner'),
      agreement('f-s', ['F', 'S'], 'partner'),
      agreement('l-f', ['L', 'F'], 'ally'),
      agreement('l-v', ['L', 'V'], 'close'),
    ],
    {
      hostilities: [{ between: ['H', 'V'], level: 0.9 }],
      topics: [{ id: TOPIC, label: 'terror', plotsPerYear: 6, targets: ['F', 'L'] }],
      ...more,
    },
  )
  return scenario(net, { breaches: [breach('L', 'V', { to: 'H' })], ...settings })
}

/** The membership of a country in an agreement, by their ids. */
export function seat(world: World, id: string, agreementId: string): number {
  return memberOf(world, world.ids.indexOf(id), world.agreementIds.indexOf(agreementId))
}

/** Writes one offer into a log by hand, as if `member` had been given an item. */
export function offered(offers: Offers, item: number, pair: number, grade: Grade, member: number): void {
  offers.reserve(1)
  offers.item[offers.count] = item
  offers.pair[offers.count] = pair
  offers.grade[offers.count] = grade
  offers.member[offers.count++] = member
}

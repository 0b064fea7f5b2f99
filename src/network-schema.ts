/** A network file as it is written: the shape of every part, for checking and for editors. */
import * as z from 'zod'
import {
  closed,
  day,
  fileSchema,
  id,
  label,
  onDemand,
  list,
  number,
  oneOf,
  prose,
  source,
  whole,
} from './fields.js'
import { CAVEATS, TIES } from './network.js'

// The file as written. Each part is a schema of its own: a file of strangers is checked part by part, so that its
// thousandth mistake costs nothing.

const share = number(0, 1)
const idList = list(id, 1)
const between = z.tuple([id, id])

export const topicEntry = onDemand(() =>
  closed({
    label: label.exactOptional(),
    plots: closed({
      perYear: number(0, 1000).meta({ description: 'plots per year against each possible target' }),
      targets: list(id).meta({ description: 'countries a plot may be aimed at' }),
    }).exactOptional(),
  }).meta({ id: 'topic' }),
)

export const disciplineEntry = onDemand(() =>
  closed({
    sensitivity: share.meta({ description: 'how sensitive its sources are' }).exactOptional(),
    sourceLoss: share
      .meta({ description: 'share of collection lost when a fully hostile recipient identifies a source' })
      .exactOptional(),
    recovery: number(1, 36500).meta({ description: 'half-life of that loss in days' }).exactOptional(),
  }).meta({ id: 'discipline' }),
)

export const countryEntry = onDemand(() =>
  closed({
    id,
    label: label.exactOptional(),
    region: label.exactOptional(),
    languages: list(label).exactOptional(),
    position: z
      .tuple([number(-90, 90), number(-180, 180)])
      .meta({ description: 'latitude and longitude in degrees, for maps only' })
      .exactOptional(),
    need: z.record(id, share).meta({ description: 'how much it wants to know, by topic' }).exactOptional(),
    collection: z
      .record(id, z.record(id, number(0, 1000)))
      .meta({ description: 'items a day, by topic and discipline' })
      .exactOptional(),
    leakHazard: share
      .meta({ description: 'hazard, per holding and day, that it leaks; default the parameter leakHazard' })
      .exactOptional(),
    source: source.exactOptional(),
  }).meta({ id: 'country' }),
)

const scopeList = z.union([z.literal('all'), idList], {
  error: 'E_TYPE|% is no scope|write all, or a list of ids',
})

export const agreementEntry = onDemand(() =>
  closed({
    id,
    label: label.exactOptional(),
    parties: list(id, 2).meta({ description: 'two countries or more' }),
    scope: closed({ topics: scopeList, disciplines: scopeList }).meta({ description: 'what it covers' }),
    tie: oneOf(TIES).meta({ description: 'from the firmest to the loosest' }),
    caveat: oneOf(CAVEATS).meta({ description: 'third-party rule; default forbidden' }).exactOptional(),
    from: day.meta({ description: 'first day in force; default always' }).exactOptional(),
    until: day.meta({ description: 'first day no longer in force; default never' }).exactOptional(),
    joined: z
      .record(id, day)
      .meta({ description: 'first day in force for a party, by party; default as for all' })
      .exactOptional(),
    left: z
      .record(id, day)
      .meta({ description: 'first day no longer in force for a party, by party; default as for all' })
      .exactOptional(),
    stake: z
      .record(id, number(0, 1000))
      .meta({ description: 'overrides of the day-0 stake, by party' })
      .exactOptional(),
    price: z.record(id, number(0, 1000)).meta({ description: 'price received, by party' }).exactOptional(),
    source: source.exactOptional(),
  }).meta({ id: 'agreement' }),
)

export const prospectEntry = onDemand(() =>
  agreementEntry().omit({ from: true, until: true, joined: true, left: true }).meta({
    id: 'prospect',
    description: 'an agreement that might come to be',
  }),
)

/** Prospects may be listed, or found: those of whom most unmet need would be met. */
export const prospectSearch = onDemand(() =>
  closed({
    generate: whole(1, 10_000).meta({ description: 'how many, by the need they would meet' }),
    tie: oneOf(TIES).meta({ description: 'what tie they would be; default partner' }).exactOptional(),
    caveat: oneOf(CAVEATS).meta({ description: 'default on-request' }).exactOptional(),
  }),
)

export const hostilityEntry = onDemand(() =>
  closed({
    between,
    level: share,
    from: day.meta({ description: 'first day it lasts; default always' }).exactOptional(),
    until: day.meta({ description: 'first day it is over; default never' }).exactOptional(),
    source: source.exactOptional(),
  }).meta({ id: 'hostility' }),
)

const belief = number(0.001, 0.999)
export const pairEntry = onDemand(() =>
  closed({
    from: id,
    to: id,
    discretion: belief.meta({ description: 'base of discretion trust' }).exactOptional(),
    veracity: belief.meta({ description: 'base of veracity trust' }).exactOptional(),
    strength: number(0.1, 1000).meta({ description: 'strength of the prior' }).exactOptional(),
  }).meta({ id: 'pair' }),
)

/** What each part of a network file holds, as written. */
const parts = () => ({
  topics: z.record(id, topicEntry()).meta({ description: 'what is collected about' }),
  disciplines: z
    .record(id, disciplineEntry())
    .meta({ description: 'kinds of sources; without it HUMINT, SIGINT, GEOINT and OSINT' })
    .exactOptional(),
  countries: list(countryEntry(), 1),
  agreements: list(agreementEntry()),
  prospects: z
    .union([list(prospectEntry()), prospectSearch()])
    .meta({ description: 'agreements that might come to be, listed or found' })
    .exactOptional(),
  hostility: list(hostilityEntry()).exactOptional(),
  pairs: list(pairEntry())
    .meta({ description: 'what one country believes of another on day 0' })
    .exactOptional(),
})

const entryMap = z.record(id, z.unknown())
const entryList = z.array(z.unknown())

/** The same with the parts left unread. */
const unreadParts = () => ({
  topics: entryMap,
  disciplines: entryMap.exactOptional(),
  countries: list(z.unknown(), 1),
  agreements: entryList,
  prospects: z
    .union([entryList, z.record(z.string(), z.unknown())], {
      error: 'E_TYPE|% are no prospects|list them, or write generate: and how many',
    })
    .exactOptional(),
  hostility: entryList.exactOptional(),
  pairs: entryList.exactOptional(),
})

const head = () => ({
  $schema: z.string().exactOptional(),
  'liaison-network': z.literal(1, { error: 'E_VERSION|% is no version of network files|write 1' }),
  id,
  title: label,
  description: prose.exactOptional(),
})
const inlineHead = () => ({
  id: id.exactOptional(),
  title: label.exactOptional(),
  description: prose.exactOptional(),
})

export const unreadFile = onDemand(() => closed({ ...head(), ...unreadParts() }))
export const unreadInline = onDemand(() => closed({ ...inlineHead(), ...unreadParts() }))

/** A network inside a scenario: the same without the version, and its id and title may be left out. */
export const inlineNetwork = onDemand(() => closed({ ...inlineHead(), ...parts() }))

/** What a scenario may say over its network: parts of topics, disciplines, countries, agreements by id, and pairs. */
export const networkOverride = onDemand(() =>
  closed({
    topics: z.record(id, topicEntry().partial()).exactOptional(),
    disciplines: z.record(id, disciplineEntry().partial()).exactOptional(),
    countries: z.record(id, countryEntry().omit({ id: true }).partial()).exactOptional(),
    agreements: z
      .record(
        id,
        agreementEntry()
          .omit({ id: true })
          .extend({ scope: closed({ topics: scopeList, disciplines: scopeList }).partial() })
          .partial(),
      )
      .exactOptional(),
    prospects: z.union([list(prospectEntry()), prospectSearch()]).exactOptional(),
    pairs: list(pairEntry()).exactOptional(),
  }),
)

/** The JSON Schema of network files, for editors: `schema/network.schema.json`. */
export function networkSchema(): object {
  return fileSchema(closed({ ...head(), ...parts() }), 'Liaison network')
}

/**
 * Writes `networks/world.yaml` from the tables in `data/`; the rule is told in `docs/data.md`.
 *
 * `node scripts/make-world.mjs` writes the file, `--print` sends the same bytes to standard output. A word of the data
 * that no table explains stops it, and so does a party that is no country of the world.
 */
import {
  agreementOf,
  agreementRows,
  byId,
  byPair,
  dateOf,
  disciplinesOf,
  hostilityOf,
  inOrder,
  mapping,
  rivalryRows,
  table,
  translate,
  withoutBlanks,
} from './data-words.mjs'
import { hand } from './network-text.mjs'
import { reporting } from './reporting.mjs'

const { countries, distances } = table('world-countries.yaml')
const { regions, areas } = table('world-regions.yaml')
const rule = table('world-collection.yaml')

const HEADER = ` yaml-language-server: $schema=../schema/network.schema.json
 Every sovereign country, what it collects, and the agreements under which countries are publicly known to share it, from
 1946 to today. The real names are illustrations under stated assumptions, not a forecast.

 Written by scripts/make-world.mjs; change its tables in data/ instead. Where each thing came from:
 - agreements: public sources, each with its own; ties from a judged intensity, scopes and caveats from the sources'
   words by the table in data/mapping.yaml. \`from memory, unverified\` means what it says. A scenario's start picks who
   is a party: \`joined\` and \`left\` where known, and nobody before its independence.
 - hostility: judged intensity of known rivalries (data/rivalries.json) divided by five; one pair added by judgement.
 - collection (items a day), need and plots: assumed, by the rule in docs/data.md from size, official languages, land
   borders and region. Nobody publishes such numbers.`

/** Kilometres between the regions of two countries, 0 within one. */
function distance(a, b) {
  const [from, to] = [countries[a].region, countries[b].region]
  return from === to ? 0 : (distances[from]?.[to] ?? distances[to][from])
}

/** How near a country is to one in which a thing is found, 0 to 1. */
function closeness(id, { in: place, languages }) {
  const { within, border, language, distance: classes } = rule.closeness
  if (id === place) return within
  const { borders, languages: spoken } = countries[id]
  let sum = classes.find((entry) => distance(id, place) < entry.below).adds
  if (borders.includes(place)) sum += border
  if (spoken.some((one) => languages.includes(one))) sum += language
  return Math.min(1, sum)
}

/** The countries a topic of an area is found in, their weights adding up to 1. */
function spotsOf(found) {
  const spots = found.flatMap(({ by = [], in: places }) =>
    Object.entries(places).map(([place, weight]) => ({ in: place, weight, by, ...spokenIn(place, by) })),
  )
  const all = spots.reduce((sum, { weight }) => sum + weight, 0)
  return spots.map((spot) => ({ ...spot, weight: spot.weight / all }))
}

/** Of a power at work abroad its own language says as much as that of the place; of a whole side none does. */
function spokenIn(place, by) {
  return { languages: [place, ...(by.length > 3 ? [] : by)].flatMap((id) => countries[id].languages) }
}

/** Every topic by id: a kind of thing and the area in which it is found. */
const topics = Object.fromEntries(
  Object.entries(rule.topics).flatMap(([kind, { label, volume, mix, areas: parts }]) => {
    const all = Object.values(parts).reduce((sum, { part }) => sum + part, 0)
    return Object.entries(parts).map(([area, { part, found, plots }]) => [
      `${kind}-${area}`,
      { label: `${label}, ${areas[area]}`, volume: (volume * part) / all, mix, plots, spots: spotsOf(found) },
    ])
  }),
)

const { collectionOf, needOf } = reporting(countries, { ...rule, topics }, closeness)

/** The areas in which parties lie; the largest are at home everywhere and say nothing. */
function homeOf(parties) {
  return parties.filter((id) => countries[id].size < 5).map((id) => regions[countries[id].region].area)
}

function topicsOf(row) {
  const named = row.topics.flatMap((word) => {
    const { topics: kinds, in: where } = translate('topics', word)
    const here = where === 'all' ? Object.keys(areas) : where === 'home' ? homeOf(row.parties) : where
    return kinds.flatMap((kind) => here.map((area) => `${kind}-${area}`))
  })
  return inOrder(named.filter((topic) => topic in topics))
}

/** When each party joined, where that is later than the beginning: as is known, and never before its independence. */
function joinedOf(row) {
  const known = mapping.membership[row.id]?.joined ?? {}
  const dates = row.parties.map((id) => {
    const stated = known[id] ?? dateOf(row.joined[id])
    const born = dateOf(countries[id].independent)
    return [id, [stated, born].filter(Boolean).sort().at(-1)]
  })
  const later = dates.filter(([, date]) => date > (dateOf(row.start_year) ?? ''))
  return later.length > 0 ? Object.fromEntries(later.sort()) : undefined
}

function sharedBy(row) {
  const strangers = row.parties.filter((id) => !(id in countries))
  if (strangers.length > 0) throw new Error(`data/agreements.json: ${row.id} names ${strangers.join()}`)
  const left = mapping.membership[row.id]?.left
  return agreementOf(row, {
    parties: inOrder(row.parties),
    topics: topicsOf(row),
    joined: joinedOf(row),
    left,
  })
}

/** Rows under which reports are shared; docs/data.md names the others. */
const rows = agreementRows.filter((row) => disciplinesOf(row).length > 0)
const empty = rows.filter((row) => topicsOf(row).length === 0)
if (empty.length > 0) throw new Error(`data/mapping.yaml: no topic for ${empty.map(({ id }) => id).join()}`)

/** Rivalries between countries that are; those with the German Democratic Republic are left out. */
function hostilities() {
  const known = rivalryRows
    .filter(({ a, b }) => a in countries && b in countries)
    .map((row) => hostilityOf(row, { from: dateOf(row.since), until: dateOf(row.until) }))
  const judged = mapping.hostility.map(({ between, level, since, source }) => ({
    between,
    level,
    from: dateOf(since),
    source,
  }))
  return [...known, ...judged].sort(byPair)
}

function countryOf(id) {
  const { label, region, languages, position } = countries[id]
  const need = needOf(id)
  const facts = { id, label, region: regions[region].label, languages, position }
  return { ...facts, need, collection: collectionOf(id) }
}

const network = {
  'liaison-network': 1,
  id: 'world',
  title: 'The world',
  description:
    'Every sovereign country and the intelligence-sharing arrangements publicly known between them, by the day. ' +
    'Real names are illustrations under stated assumptions, not a forecast.',
  topics: Object.fromEntries(
    Object.keys(topics)
      .sort()
      .map((id) => [id, withoutBlanks({ label: topics[id].label, plots: topics[id].plots })]),
  ),
  countries: Object.keys(countries).sort().map(countryOf),
  agreements: rows.map(sharedBy).sort(byId),
  hostility: hostilities(),
}

hand(network, HEADER, Object.fromEntries(rows.map(({ id, notes }) => [id, notes])))

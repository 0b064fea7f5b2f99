/**
 * Writes `networks/five-eyes-and-partners.yaml` from the tables in `data/`; the rule is told in `docs/data.md`.
 *
 * `node scripts/make-network.mjs` writes the file, `--print` sends the same bytes to standard output. A word of the
 * data that no table explains stops it: nothing is guessed.
 */
import {
  agreementOf,
  agreementRows,
  byId,
  byPair,
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

const { countries } = table('countries.yaml')
const rule = table('collection.yaml')
const { year, agreements: chosen } = mapping['five-eyes-and-partners']

const countryIds = Object.keys(countries).sort()
const topicIds = Object.keys(rule.topics).sort()

const HEADER = ` yaml-language-server: $schema=../schema/network.schema.json
 Thirty countries, what they collect, and the agreements under which they are publicly known to share it, as they
 stood in 2017. The real names are illustrations under stated assumptions, not a forecast.

 Written by scripts/make-network.mjs; change its tables in data/ instead. Where each thing came from:
 - agreements: public sources, each with its own; ties from a judged intensity, scopes and caveats from the sources'
   words by the table in data/mapping.yaml. \`from memory, unverified\` means what it says.
 - hostility: judged intensity of known rivalries (data/rivalries.json) divided by five; one pair added by judgement.
 - collection (items a day), need and plots: assumed, by the rule in docs/data.md from size, official languages, land
   borders and position. Nobody publishes such numbers.`

/** Twice the haversine's radius: distances are only sorted into wide classes, so no digit of them reaches the file. */
const EARTH_DIAMETER = 2 * 6371

/** Great-circle distance in km between two [latitude, longitude] in degrees. */
function distance([fromLatitude, fromLongitude], [toLatitude, toLongitude]) {
  const radians = Math.PI / 180
  const half = (degrees) => Math.sin((degrees * radians) / 2) ** 2
  const across = Math.cos(fromLatitude * radians) * Math.cos(toLatitude * radians)
  return (
    EARTH_DIAMETER *
    Math.asin(Math.sqrt(half(toLatitude - fromLatitude) + across * half(toLongitude - fromLongitude)))
  )
}

/** How near a country is to a hot spot, 0 to 1: in it, beside it, speaking its language, not far from it. */
function closeness(id, spot) {
  const { within, border, language, distance: classes } = rule.closeness
  if (spot.in.includes(id)) return within
  const country = countries[id]
  const kilometres = distance(country.position, spot.position)
  let sum = classes.find((entry) => kilometres < entry.below).adds
  if (country.borders.some((neighbour) => spot.in.includes(neighbour))) sum += border
  if (country.languages.some((spoken) => spot.languages.includes(spoken))) sum += language
  return Math.min(1, sum)
}

const { collectionOf, needOf } = reporting(countries, rule, closeness)

/** The parties that are in the network and had joined by the year it shows. */
function partiesOf(row) {
  const parties = row.parties.filter((id) => id in countries && (row.joined[id] ?? year) <= year)
  if (parties.length < 2) throw new Error(`data/agreements.json: ${row.id} has fewer than two parties here`)
  return parties.sort()
}

const rows = chosen.map((id) => {
  const row = agreementRows.find((one) => one.id === id)
  if (row === undefined) throw new Error(`data/mapping.yaml: no agreement ${id}`)
  if ((row.start_year ?? 0) > year || (row.end_year ?? year) < year)
    throw new Error(`data/agreements.json: ${id} was not in force in ${year}`)
  return row
})

function hostilities() {
  const known = rivalryRows
    .filter(({ a, b }) => a in countries && b in countries)
    .filter((row) => row.since <= year && (row.until ?? year) >= year)
    .map((row) => hostilityOf(row))
  const judged = mapping.hostility.map(({ between, level, source }) => ({ between, level, source }))
  return [...known, ...judged].sort(byPair)
}

function countryOf(id) {
  const { label, region, languages, position } = countries[id]
  return { id, label, region, languages, position, need: needOf(id), collection: collectionOf(id) }
}

function topicOf(id) {
  const { label, plots } = rule.topics[id]
  return withoutBlanks({ label, plots })
}

const network = {
  'liaison-network': 1,
  id: 'five-eyes-and-partners',
  title: 'The Five Eyes and their partners, 2017',
  description:
    'Thirty countries and the intelligence-sharing agreements publicly known between them. ' +
    'Real names are illustrations under stated assumptions, not a forecast.',
  topics: Object.fromEntries(topicIds.map((id) => [id, topicOf(id)])),
  countries: countryIds.map(countryOf),
  agreements: rows
    .map((row) =>
      agreementOf(row, {
        parties: partiesOf(row),
        topics: inOrder(row.topics.flatMap((word) => translate('topics', word).topics)),
      }),
    )
    .sort(byId),
  hostility: hostilities(),
}

hand(network, HEADER, Object.fromEntries(rows.map(({ id, notes }) => [id, notes])))

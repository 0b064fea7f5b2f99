/**
 * Writes `networks/five-eyes-and-partners.yaml` from the tables in `data/`; the rule is told in `docs/data.md`.
 *
 * `node scripts/make-network.mjs` writes the file, `--print` sends the same bytes to standard output. A word of the
 * data that no table explains stops it: nothing is guessed. With `five-eyes` after it the same tables make
 * `networks/five-eyes.yaml`, of the countries and agreements that `data/five-eyes.yaml` names.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { Document, isMap, parse } from 'yaml'

const root = new URL('../', import.meta.url)
const read = (name) => readFileSync(new URL(`data/${name}`, root), 'utf8')

/** Which part of the tables is wanted, and what they lack; undefined: the thirty countries, all that they say. */
const part = process.argv.includes('five-eyes') ? parse(read('five-eyes.yaml')) : undefined

const table = parse(read('countries.yaml')).countries
const countries = part
  ? { ...part.countries, ...Object.fromEntries(part.of.map((id) => [id, table[id]])) }
  : table
const rule = { ...parse(read('collection.yaml')), ...(part && { itemsPerDay: part.itemsPerDay }) }
const mapping = parse(read('mapping.yaml'))
const agreementRows = JSON.parse(read('agreements.json'))
  .filter(({ id }) => !part || part.agreements.includes(id))
  .concat(part?.rows ?? [])
const rivalryRows = JSON.parse(read('rivalries.json')).filter(({ a, b }) => a in countries && b in countries)

const countryIds = Object.keys(countries).sort()
const topicIds = Object.keys(rule.topics).sort()
const disciplineIds = Object.keys(rule.disciplines).sort()

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

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)
const rounded = (number, digits) => Number(number.toFixed(digits))

/** A country's part of the reporting on a topic through a discipline, before the topic's volume is shared out. */
function weightOf(id, topic, discipline) {
  const country = countries[id]
  if (country.silent?.includes(topic)) return 0
  const { reach, size } = rule.disciplines[discipline]
  const { mix, spots } = rule.topics[topic]
  const access = sum(spots.map((spot) => spot.weight * (reach + (1 - reach) * closeness(id, spot))))
  return mix[discipline] * size[country.size - 1] * access
}

/** Items a day by topic and discipline: the topic's volume shared out by weight, the smallest streams dropped. */
function collectionOf(id) {
  const collection = {}
  for (const topic of topicIds) {
    const everybody = sum(countryIds.flatMap((c) => disciplineIds.map((d) => weightOf(c, topic, d))))
    const perWeight = (rule.itemsPerDay * rule.topics[topic].volume) / everybody
    const streams = disciplineIds
      .map((discipline) => [discipline, rounded(weightOf(id, topic, discipline) * perWeight, 3)])
      .filter(([, rate]) => rate >= rule.leastRate)
    if (streams.length > 0) collection[topic] = Object.fromEntries(streams)
  }
  return collection
}

/** How much a country wants to know of each topic, 0 to 1. */
function needOf(id) {
  const { base, size, closeness: near, target } = rule.need
  const exposure = (country, spots) => sum(spots.map((spot) => spot.weight * closeness(country, spot)))
  return Object.fromEntries(
    topicIds.map((topic) => {
      const { spots, plots } = rule.topics[topic]
      const most = Math.max(...countryIds.map((country) => exposure(country, spots)))
      const wanted = base + size * (countries[id].size - 1) + (near * exposure(id, spots)) / most
      return [topic, rounded(Math.min(1, wanted + (plots?.targets.includes(id) ? target : 0)), 2)]
    }),
  )
}

/** What a mapping table says of a word; a word it does not know is an error, never a guess. */
function translate(table, word) {
  if (!Object.hasOwn(mapping[table], word))
    throw new Error(`data/mapping.yaml: ${table} does not know "${word}"`)
  return mapping[table][word]
}

const translateAll = (table, words) => [...new Set(words.flatMap((word) => translate(table, word)))].sort()

/** The parties that are in the network and had joined by the year it shows. */
function partiesOf(row) {
  const parties = row.parties.filter(
    (id) => id in countries && (row.joined[id] ?? mapping.year) <= mapping.year,
  )
  if (parties.length < 2) throw new Error(`data/agreements.json: ${row.id} has fewer than two parties here`)
  return parties.sort()
}

function disciplinesOf(row) {
  const { largest, scope, except } = mapping.clubs
  if (row.parties.length > largest && !except[row.id]) return scope
  return translateAll('disciplines', row.disciplines)
}

function sourceOf(row) {
  const { title = 'From memory; no document was consulted', publisher, date, url } = row.source ?? {}
  return withoutBlanks({ title, publisher, date, url, verification: row.verification })
}

const withoutBlanks = (record) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null))

function agreementOf(row) {
  if ((row.start_year ?? 0) > mapping.year || (row.end_year ?? mapping.year) < mapping.year) {
    throw new Error(`data/agreements.json: ${row.id} was not in force in ${mapping.year}`)
  }
  return withoutBlanks({
    id: row.id,
    label: row.name,
    parties: partiesOf(row),
    scope: { topics: translateAll('topics', row.topics), disciplines: disciplinesOf(row) },
    tie: translate('ties', String(row.intensity_judgement)),
    caveat: translate('caveats', row.third_party_rule),
    // The data give years; a year stands for its first day.
    from: row.start_year && `${row.start_year}-01-01`,
    until: row.end_year && `${row.end_year}-01-01`,
    source: sourceOf(row),
  })
}

function hostilities() {
  const known = rivalryRows
    .filter((row) => row.since <= mapping.year && (row.until ?? mapping.year) >= mapping.year)
    .map((row) => ({
      between: [row.a, row.b].sort(),
      level: rounded(row.intensity / 5, 1),
      source: withoutBlanks({
        title: `Table of rivalries: ${row.kind} since ${row.since}${row.notes && `; ${row.notes}`}`,
        verification: row.verification,
      }),
    }))
  return [...known, ...(part?.hostility ?? mapping.hostility)].sort((a, b) =>
    a.between.join() < b.between.join() ? -1 : 1,
  )
}

function countryOf(id) {
  const { label, region, languages, position } = countries[id]
  return { id, label, region, languages, position, need: needOf(id), collection: collectionOf(id) }
}

function topicOf(id) {
  const { label, plots } = rule.topics[id]
  const targets = plots?.targets.filter((target) => target in countries)
  return withoutBlanks({ label, plots: plots && { ...plots, targets } })
}

function network() {
  return {
    'liaison-network': 1,
    id: part?.id ?? 'five-eyes-and-partners',
    title: part?.title ?? 'The Five Eyes and their partners, 2017',
    description:
      part?.description ??
      'Thirty countries and the intelligence-sharing agreements publicly known between them. ' +
        'Real names are illustrations under stated assumptions, not a forecast.',
    topics: Object.fromEntries(topicIds.map((id) => [id, topicOf(id)])),
    countries: countryIds.map(countryOf),
    agreements: agreementRows.map(agreementOf).sort((a, b) => (a.id < b.id ? -1 : 1)),
    hostility: hostilities(),
  }
}

/** Short lists and innermost maps go on one line, and each agreement carries the remark of its row. */
function lay(document) {
  const onOneLine = (map, keys) => keys.forEach((key) => map.has(key) && (map.get(key).flow = true))
  for (const { value } of document.get('topics').items) onOneLine(value, ['plots'])
  for (const country of document.get('countries').items) {
    onOneLine(country, ['languages', 'position', 'need'])
    for (const { value } of country.get('collection').items) if (isMap(value)) value.flow = true
  }
  for (const agreement of document.get('agreements').items) {
    onOneLine(agreement, ['parties'])
    onOneLine(agreement.get('scope'), ['topics', 'disciplines'])
    const { notes } = agreementRows.find((row) => row.id === agreement.get('id'))
    if (notes) agreement.commentBefore = ` ${notes}`
  }
  for (const hostility of document.get('hostility').items) onOneLine(hostility, ['between'])
  for (const part of ['topics', 'countries', 'agreements', 'hostility']) spaceBefore(document, part)
  document.commentBefore = part
    ? ` yaml-language-server: $schema=../schema/network.schema.json\n${part.header}`
    : HEADER
}

function spaceBefore(document, part) {
  document.contents.items.find(({ key }) => key.value === part).key.spaceBefore = true
}

function text() {
  const document = new Document(network(), { aliasDuplicateObjects: false })
  lay(document)
  return document.toString({ lineWidth: 120, singleQuote: true })
}

if (process.argv.includes('--print')) process.stdout.write(text())
else writeFileSync(new URL(`networks/${part?.id ?? 'five-eyes-and-partners'}.yaml`, root), text())

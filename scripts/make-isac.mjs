/**
 * Writes `networks/isac.yaml` from the table in `data/isac.yaml`, which says what everything in it means.
 * `node scripts/make-isac.mjs` writes the file, `--print` sends the same bytes to standard output.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { Document, isMap, isSeq, parse, visit } from 'yaml'

const root = new URL('../', import.meta.url)
const data = parse(readFileSync(new URL('data/isac.yaml', root), 'utf8'))

const HEADER = ` yaml-language-server: $schema=../schema/network.schema.json
 Fifty-eight organisations in seven sectors that tell each other of attacks on them under the Traffic Light Protocol (TLP 2.0,
 FIRST, https://www.first.org/tlp/), and two gangs. Every name and number is made up; the shape is the usual one.
 - A country of the model is an organisation here, a discipline is how it came to know, a plot is an attack.
 - TLP:RED is close and forbidden, AMBER+STRICT ally and forbidden, AMBER partner and on request, GREEN partner and free among
   the parties, CLEAR narrow and free among the parties.

 Written by scripts/make-isac.mjs; change its table, data/isac.yaml, instead.`

const byId = (a, b) => (a.id < b.id ? -1 : 1)
const rounded = (number) => Math.round(number * 1000) / 1000
const mapValues = (map, change) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]))
const membersOf = (sector, least = 1) =>
  Object.entries(data.sectors[sector].members).flatMap(([id, size]) => (size >= least ? [id] : []))
const labelOf = (id) =>
  id
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ')
    .replace('Cert', 'CERT')
const sectorOf = (id) => Object.keys(data.sectors).find((sector) => id in data.sectors[sector].members)

function organisation(sector, id) {
  const { label, need, sees, members } = data.sectors[sector]
  const items = data.itemsPerDay[members[id]]
  const collection = mapValues(sees, (share) =>
    mapValues(data.mix[members[id]], (part) => rounded(items * share * part)),
  )
  return { id, label: labelOf(id), region: label, need, collection }
}

function agreement(id, label, tlp, parties, topics, disciplines) {
  return {
    id,
    label: `${label} (TLP:${tlp})`,
    parties: [...parties].sort(),
    scope: { topics, disciplines },
    ...data.tlp[tlp],
  }
}

const topicsOf = (sector) => Object.keys(data.sectors[sector].sees)

function agreements() {
  const { groups, trusted, hub, deals, bulletins } = data
  const communities = Object.keys(data.sectors).filter(
    (sector) => ![trusted.sector, 'security'].includes(sector),
  )
  return [
    ...communities.flatMap((sector) => [
      ...Object.entries(groups).map(([kind, { label, tlp, least, disciplines }]) =>
        agreement(
          `${sector}-${kind}`,
          `${data.sectors[sector].label} ${label}`,
          tlp,
          membersOf(sector, least),
          topicsOf(sector),
          disciplines,
        ),
      ),
      agreement(
        `${hub.by}-${sector}`,
        `${hub.label} and ${data.sectors[sector].label.toLowerCase()}`,
        hub.tlp,
        [hub.by, ...membersOf(sector, 2)],
        topicsOf(sector),
        hub.disciplines,
      ),
    ]),
    agreement('response-teams', trusted.label, trusted.tlp, membersOf(trusted.sector), 'all', 'all'),
    ...deals.map(({ between, tlp }) =>
      agreement(
        `deal-${between.join('-')}`,
        between.map(labelOf).join(' and '),
        tlp,
        between,
        [...new Set(between.flatMap((id) => topicsOf(sectorOf(id))))],
        ['incidents', 'sources', 'telemetry'],
      ),
    ),
    ...bulletins.map(({ by, of, tlp, to }) =>
      agreement(`bulletin-${by}`, `Bulletin of ${of}`, tlp, [by, ...to], 'all', ['reports']),
    ),
  ].sort(byId)
}

function network() {
  const gangs = Object.entries(data.adversaries)
  const targets = data.adversaries.lockers.sectors.flatMap((sector) => membersOf(sector, 2)).sort()
  return {
    'liaison-network': 1,
    id: 'isac',
    title: 'Sharing communities of seven sectors',
    description:
      'Fifty-eight made-up organisations in seven sectors that tell each other of attacks on them, and two gangs that read what is public.',
    topics: mapValues(data.topics, ({ label, plotsPerYear }) => ({
      label,
      ...(plotsPerYear && { plots: { perYear: plotsPerYear, targets } }),
    })),
    disciplines: data.disciplines,
    countries: [
      ...Object.keys(data.sectors).flatMap((sector) =>
        membersOf(sector).map((id) => organisation(sector, id)),
      ),
      ...gangs.map(([id, { label }]) => ({ id, label, region: 'Elsewhere' })),
    ].sort(byId),
    agreements: agreements(),
    hostility: gangs.flatMap(([gang, { level, sectors, least }]) =>
      sectors.flatMap((sector) =>
        membersOf(sector, least).map((id) => ({ between: [gang, id].sort(), level })),
      ),
    ),
  }
}

function text() {
  const document = new Document(network(), { aliasDuplicateObjects: false })
  // what holds nothing but plain values goes on one line, but for the parts themselves
  visit(document, {
    Collection(_, node, path) {
      const values = node.items.map((item) => item.value ?? item)
      if (path.length > 3 && values.every((value) => !isMap(value) && !isSeq(value)))
        node.flow = node.get('id') === undefined
    },
  })
  for (const { key } of document.contents.items.slice(4)) key.spaceBefore = true
  document.commentBefore = HEADER
  return document.toString({ lineWidth: 130, singleQuote: true })
}

if (process.argv.includes('--print')) process.stdout.write(text())
else writeFileSync(new URL('networks/isac.yaml', root), text())

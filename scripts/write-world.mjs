/**
 * Writes the tables of `docs/world.md` and `docs/data.md` from the network of the world and the tables it is made of:
 * `node scripts/write-world.mjs`. A test fails while they are out of step.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'
import { agreementRows, mapping, rivalryRows, table as dataTable } from './data-words.mjs'
import { rewrite, table } from './write-docs.mjs'

const root = new URL('../', import.meta.url)
const read = (path) => readFileSync(new URL(path, root), 'utf8')

/** The documents that hold the tables. */
export const PAGES = ['docs/world.md', 'docs/data.md']

const listed = (words) => (words.length > 0 ? words.join(', ') : '–')
const code = (word) => `\`${word}\``
const MARK = { searched: 'looked up', 'from memory, unverified': '**unverified**' }

/** Every table, by the name in its marker. */
export function worldTables() {
  const world = parse(read('networks/world.yaml'))
  const { countries: facts } = dataTable('world-countries.yaml')
  const { regions, areas } = dataTable('world-regions.yaml')
  return {
    'world-topics': table(
      ['topic', 'is', 'plots a year against each', 'possible targets'],
      Object.entries(world.topics).map(([id, { label, plots }]) => [
        code(id),
        label,
        plots?.perYear ?? '–',
        listed(plots?.targets ?? []),
      ]),
    ),
    'world-countries': table(
      ['region', 'area', 'country', 'code', 'size class', 'agreements'],
      Object.entries(regions).flatMap(([, { label, area, holds }]) =>
        holds
          .toSorted()
          .map((id) => [
            label,
            areas[area],
            facts[id].label,
            id,
            facts[id].size,
            world.agreements.filter(({ parties }) => parties.includes(id)).length,
          ]),
      ),
    ),
    'world-agreements': table(
      ['agreement', 'id', 'parties', 'tie', 'shares', 'from', 'until', 'checked', 'source'],
      world.agreements.map(({ id, label, parties, tie, scope, from, until, source }) => [
        label,
        code(id),
        parties.length > 6 ? parties.length : parties.join(' '),
        tie,
        scope.disciplines.join(' '),
        from?.slice(0, 4) ?? '–',
        until?.slice(0, 4) ?? '–',
        MARK[source.verification],
        source.url ? `[${source.title}](${source.url})` : source.title,
      ]),
    ),
    'world-hostility': table(
      ['between', 'level', 'from', 'until', 'ground', 'checked'],
      world.hostility.map(({ between, level, from, until, source }) => [
        between.map((id) => facts[id].label).join(' and '),
        level,
        from?.slice(0, 4) ?? '–',
        until?.slice(0, 4) ?? '–',
        source.title,
        source.verification,
      ]),
    ),
    'world-left-out': leftOut(world),
    'words-disciplines': table(
      ['the data say', 'rows', 'the model has'],
      Object.entries(mapping.disciplines).map(([word, found]) => [
        word,
        uses('disciplines', word),
        listed(found),
      ]),
    ),
    'words-topics': table(
      ['the data say', 'rows', 'topics', 'in the network of the world, where'],
      Object.entries(mapping.topics).map(([word, { topics, in: where }]) => [
        word,
        uses('topics', word),
        listed(topics),
        topics.length === 0 ? '–' : Array.isArray(where) ? listed(where) : WHERE[where],
      ]),
    ),
    'words-caveats': table(
      ['the data say', 'rows', 'the model has'],
      Object.entries(mapping.caveats).map(([word, caveat]) => [
        word,
        agreementRows.filter((row) => row.third_party_rule === word).length,
        caveat,
      ]),
    ),
    'words-ties': table(
      ['intensity', 'rows', 'tie'],
      Object.entries(mapping.ties).map(([level, tie]) => [
        level,
        agreementRows.filter((row) => row.intensity_judgement === Number(level)).length,
        tie,
      ]),
    ),
  }
}

const WHERE = { all: 'everywhere', home: 'the areas of the parties, size class 5 apart' }

/** In how many rows a word stands. */
function uses(part, word) {
  return agreementRows.filter((row) => row[part].includes(word)).length
}

/** Rows of the data that are not in the network, and the words that say why. */
function leftOut({ agreements, countries }) {
  const there = new Set(agreements.map(({ id }) => id))
  const ids = new Set(countries.map(({ id }) => id))
  const rows = agreementRows
    .filter(({ id }) => !there.has(id))
    .map(({ name, disciplines }) => [name, `shares no reports: ${disciplines.join(', ')}`])
  const rivals = rivalryRows
    .filter(({ a, b }) => !ids.has(a) || !ids.has(b))
    .map(({ a, b, since, until }) => [
      `rivalry ${a} and ${b}, ${since} to ${until}`,
      'one of them is no country now',
    ])
  return table(['row of the data', 'why it is left out'], [...rows, ...rivals])
}

function write() {
  const tables = worldTables()
  for (const path of PAGES) {
    const before = read(path)
    const after = rewrite(before, tables)
    if (after !== before) writeFileSync(new URL(path, root), after)
    console.log(`${path}: ${after === before ? 'in step' : 'written'}`)
  }
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) write()

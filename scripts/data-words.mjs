/** The rows of `data/` and their words, turned into those of a network. A word that no table explains stops everything. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

const root = new URL('../data/', import.meta.url)
const read = (name) => readFileSync(new URL(name, root), 'utf8')

/** A table of `data/`, by file name. */
export const table = (name) => parse(read(name))

export const mapping = table('mapping.yaml')
export const agreementRows = JSON.parse(read('agreements.json'))
export const rivalryRows = JSON.parse(read('rivalries.json'))

/** What a mapping table says of a word; a word it does not know is an error, never a guess. */
export function translate(name, word) {
  if (!Object.hasOwn(mapping[name], word))
    throw new Error(`data/mapping.yaml: ${name} does not know "${word}"`)
  return mapping[name][word]
}

/** Everything a list says, once and sorted. */
export const inOrder = (things) => [...new Set(things)].sort()

/** The fields that say something. */
export const withoutBlanks = (record) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null))

/** A club of many shares what may be known to many, whatever its disciplines; docs/data.md. */
export function disciplinesOf(row) {
  const { largest, scope, except } = mapping.clubs
  const named = inOrder(row.disciplines.flatMap((word) => translate('disciplines', word)))
  return named.length > 0 && row.parties.length > largest && !except[row.id] ? scope : named
}

/** The data give years; a year stands for its first day. */
export const dateOf = (year) => year && `${year}-01-01`

/**
 * An agreement as a network file has it.
 * @param bound who is bound to tell what of what, and what else is to be said: `parties`, `topics`, and `joined`, `left`
 */
export function agreementOf(row, { parties, topics, ...membership }) {
  const { title = 'From memory; no document was consulted', publisher, date, url } = row.source ?? {}
  return withoutBlanks({
    id: row.id,
    label: row.name,
    parties,
    scope: { topics, disciplines: disciplinesOf(row) },
    tie: translate('ties', String(row.intensity_judgement)),
    caveat: translate('caveats', row.third_party_rule),
    from: dateOf(row.start_year),
    until: dateOf(row.end_year),
    ...membership,
    source: withoutBlanks({ title, publisher, date, url, verification: row.verification }),
  })
}

/** Hostility as a network file has it, from a row of rivalries. */
export function hostilityOf(row, period = {}) {
  return withoutBlanks({
    between: [row.a, row.b].sort(),
    level: Number((row.intensity / 5).toFixed(1)),
    ...period,
    source: withoutBlanks({
      title: `Table of rivalries: ${row.kind} since ${row.since}${row.notes && `; ${row.notes}`}`,
      verification: row.verification,
    }),
  })
}

export const byPair = (a, b) => (a.between.join() < b.between.join() ? -1 : 1)
export const byId = (a, b) => (a.id < b.id ? -1 : 1)

/** A network on one day as a graph in two tables of plain values, nodes and edges: what every graph format is made of. */
import { dateOf } from '../calendar.js'
import { inForce, isUnverified, TIES, type Agreement, type Country, type Network } from '../network.js'
import type { Cell } from './csv.js'

/** What is drawn: countries and agreements with who is party to what, or who may share with whom. */
export const GRAPH_KINDS = ['agreements', 'sharing'] as const
export type GraphKind = (typeof GRAPH_KINDS)[number]

/** One row of a table; every row of a table has the same keys in the same order. */
export type Row = Readonly<Record<string, Cell>>

export interface GraphTables {
  readonly directed: boolean
  /** each with a `key` of its own and a `label` */
  readonly nodes: readonly Row[]
  /** each with the keys of its `source` and `target` */
  readonly edges: readonly Row[]
}

/**
 * The tables of a network.
 * @param on ISO date of day 0 of the network; agreements that are not in force on it are left out
 */
export function graphTables(network: Network, kind: GraphKind, { on }: { on: string }): GraphTables {
  const agreements = network.agreements.filter((agreement) => inForce(agreement, 0))
  if (kind === 'sharing') {
    return {
      directed: true,
      nodes: network.countries.map((country) => ({ key: country.id, ...factsOf(country) })),
      edges: sharingEdges(agreements),
    }
  }
  const edges = agreements.flatMap((agreement) =>
    agreement.parties.map((party) => ({
      source: `agreement:${agreement.id}`,
      target: `country:${party}`,
      unverified: isUnverified(agreement.source),
    })),
  )
  const countries = network.countries.map((country) => ({
    key: `country:${country.id}`,
    kind: 'country',
    ...factsOf(country),
    ...NO_TERMS,
  }))
  return { directed: false, nodes: [...countries, ...agreements.map((one) => nodeOf(one, on))], edges }
}

function factsOf({ label, region, languages, position, collection }: Country): Row {
  return {
    label,
    region: region ?? null,
    languages: languages?.join(' ') ?? null,
    latitude: position?.[0] ?? null,
    longitude: position?.[1] ?? null,
    itemsPerDay: Math.round(collection.reduce((sum, { rate }) => sum + rate, 0) * 1000) / 1000,
  }
}

const NO_FACTS = { region: null, languages: null, latitude: null, longitude: null, itemsPerDay: null }
const NO_TERMS = {
  tie: null,
  caveat: null,
  topics: null,
  disciplines: null,
  from: null,
  until: null,
  verification: null,
  unverified: null,
  source: null,
  url: null,
}

function nodeOf(agreement: Agreement, on: string): Row {
  const { id, label, tie, caveat, topics, disciplines, from, until, source } = agreement
  return {
    key: `agreement:${id}`,
    kind: 'agreement',
    label,
    ...NO_FACTS,
    tie,
    caveat,
    topics: topics.join(' '),
    disciplines: disciplines.join(' '),
    from: from === null ? null : dateOf(on, from),
    until: until === null ? null : dateOf(on, until),
    verification: source?.verification ?? null,
    unverified: isUnverified(source),
    source: source?.title ?? null,
    url: source?.url ?? null,
  }
}

function sharingEdges(agreements: readonly Agreement[]): Row[] {
  const shared = new Map<string, Agreement[]>()
  for (const agreement of agreements) {
    for (const from of agreement.parties) {
      for (const to of agreement.parties) {
        if (from === to) continue
        const pair = `${from} ${to}`
        shared.set(pair, [...(shared.get(pair) ?? []), agreement])
      }
    }
  }
  return [...shared.keys()].sort().map((pair) => {
    const [source, target] = pair.split(' ')
    const between = shared.get(pair) ?? []
    const ids = (chosen: readonly Agreement[]) => chosen.map(({ id }) => id).join(' ')
    return {
      source,
      target,
      tie: TIES[Math.min(...between.map(({ tie }) => TIES.indexOf(tie)))],
      agreements: ids(between),
      unverified: ids(between.filter((agreement) => isUnverified(agreement.source))) || null,
    }
  })
}

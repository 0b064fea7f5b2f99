/** The agreements a result rests on, each with where it is known from; what nobody looked up says so. */
import { isUnverified, type Source } from '../network.js'
import type { StageAgreement, StageData } from '../studies/stage.js'
import { tableOf } from './frame.js'
import { h, type Markup } from './markup.js'
import { count, labelled, list, NONE, plain, type Labels } from './words.js'

/** Longest text of a source: titles, names and addresses are shown whole. */
const LONGEST = 500
/** Parties told by name; a club of more has a place in the data. */
const MOST_PARTIES = 12

/** A source in a line: title, publisher, date, address. */
export function sourceLine({ title, publisher, date, url }: Source): string {
  return [title, publisher, date, url]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => plain(String(part), LONGEST))
    .join(', ')
}

/** Whether somebody looked a source up, in words; of what nobody did, what is said instead. */
export function checkedLine(source: Source | null): string {
  if (source === null) return 'unverified'
  if (!isUnverified(source)) return 'looked up'
  const said = plain(source.verification ?? '')
  return /unverified/i.test(said) ? said : said === '' ? 'unverified' : `unverified: ${said}`
}

/** All agreements with their sources, folded away; nothing for a network that names none, for it is made up. */
export function agreementTable({ agreements }: Pick<StageData, 'agreements'>, labels: Labels): Markup[] {
  if (agreements.every(({ source }) => source === null)) return []
  const unverified = agreements.filter(({ source }) => isUnverified(source)).length
  const table = tableOf(
    'Every agreement of the network. Which topics and disciplines each covers, and how close the tie is, was judged from these.',
    ['agreement', 'parties', 'tie', 'source', 'checked'],
    agreements.map((agreement) => rowOf(agreement, labels)),
  )
  return [
    h(
      'details',
      {},
      h(
        'summary',
        {},
        `All ${count(agreements.length, 'agreement')} with their sources, ${unverified} unverified`,
      ),
      h('div', { class: 'wordy' }, table),
    ),
  ]
}

function rowOf({ label, parties, tie, source }: StageAgreement, labels: Labels): string[] {
  const names = parties.map((party) => labelled(labels, party))
  return [
    plain(label),
    list(names, MOST_PARTIES),
    tie,
    source === null ? NONE : sourceLine(source),
    checkedLine(source),
  ]
}

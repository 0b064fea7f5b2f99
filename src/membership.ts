/** Who is a party when a run begins: the accessions and departures of an agreement, checked and then resolved. */
import { quote, type Complaints } from './mistakes.js'
import { didYouMean } from './names.js'
import { whereIn, type Tree } from './tree.js'

/** When a party joined or left, as a file writes it. */
export type Dates = Readonly<Record<string, string | number>>

/** An agreement as far as its membership goes. */
export interface Membership {
  readonly parties: readonly string[]
  readonly joined?: Dates
  readonly left?: Dates
}

/**
 * The parties on a day: those that have joined and not left. Who joins or leaves later than that day changes nothing.
 * @param tree where the agreement is written, for what is wrong with it
 * @param dayOf turns a date as written into a day
 */
export function partiesOn(
  day: number,
  { parties, joined = {}, left = {} }: Membership,
  tree: Tree,
  dayOf: (written: string | number) => number,
  complaints: Complaints,
): string[] {
  for (const [part, dates] of Object.entries({ joined, left })) {
    for (const party of Object.keys(dates)) {
      if (parties.includes(party)) continue
      const fix = didYouMean(party, parties, 'name a party, or remove it')
      complaints.tell(whereIn(tree, [part, party], 'key'), 'E_DANGLING', `${quote(party)} is no party`, fix)
    }
  }
  return parties.filter((party) => {
    const since = Object.hasOwn(joined, party) ? dayOf(joined[party]) : -Infinity
    const until = Object.hasOwn(left, party) ? dayOf(left[party]) : Infinity
    if (until <= since)
      complaints.tell(
        whereIn(tree, ['left', party]),
        'E_DATE',
        `${quote(party)} left before it joined`,
        'let left come after joined',
      )
    return since <= day && day < until
  })
}

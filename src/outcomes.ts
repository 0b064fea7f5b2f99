/**
 * What else a history shows beside flows and steps: false reports, releases, agreements that formed, leaks and blame (MODEL.md §6).
 * One row a number, the same in both worlds of a pair, so that every new outcome is one line here and is reported everywhere.
 */
import { FULL, TEAR_LINE, WITHHELD } from './choice.js'
import type { History } from './history.js'
import type { World } from './world.js'

interface Outcome {
  readonly name: string
  readonly unit: string
  readonly meaning: string
  /** of one history, over all its days */
  of(history: History): number
}

const falsehoods =
  (...fates: readonly string[]) =>
  ({ falsehoods }: History): number =>
    falsehoods.filter(({ fate }) => fates.includes(fate)).length

const releases =
  (...grades: readonly number[]) =>
  ({ releases }: History): number =>
    releases.filter(({ grade }) => grades.includes(grade)).length

const told =
  (kind: string) =>
  ({ events }: History): number =>
    events.filter((event) => event.kind === kind).length

/** Every outcome, in the order in which they are told. */
export const OUTCOMES = [
  {
    name: 'falseReports',
    unit: 'reports',
    meaning: 'false reports that reached somebody, by error or planted',
    of: ({ falsehoods }) => falsehoods.length,
  },
  {
    name: 'foundOut',
    unit: 'reports',
    meaning: 'of these, found out by own collection or another origin',
    of: falsehoods('found out'),
  },
  {
    name: 'falselyConfirmed',
    unit: 'reports',
    meaning: 'of these, taken for confirmed by a copy of themselves',
    of: falsehoods('confirmed'),
  },
  {
    name: 'deceptionHarm',
    unit: 'value',
    meaning: 'value of the false reports that were acted on',
    of: ({ falsehoods }) => falsehoods.reduce((sum, { harm }) => sum + harm, 0),
  },
  {
    name: 'sourcesTurned',
    unit: 'sources',
    meaning: 'sources turned by an adversary',
    of: told('source-turned'),
  },
  { name: 'plantsFound', unit: 'plants', meaning: 'plants of turned sources found', of: told('deceived') },
  {
    name: 'releasesAsked',
    unit: 'requests',
    meaning: 'requests to pass an item on to a third country',
    of: told('asked'),
  },
  {
    name: 'releasedInFull',
    unit: 'items',
    meaning: 'items passed on in full, with leave or as the caveat allows',
    of: releases(FULL),
  },
  {
    name: 'releasedAsTearLine',
    unit: 'items',
    meaning: 'items passed on as a tear-line',
    of: releases(TEAR_LINE),
  },
  { name: 'releasesRefused', unit: 'requests', meaning: 'requests refused', of: releases(WITHHELD) },
  {
    name: 'agreementsFormed',
    unit: 'agreements',
    meaning: 'prospects that were signed',
    of: ({ signings }) => signings.filter(({ signed }) => signed).length,
  },
  {
    name: 'agreementsDeclined',
    unit: 'decisions',
    meaning: 'prospects that were on the table and not signed, each time counted',
    of: ({ signings }) => signings.filter(({ signed }) => !signed).length,
  },
  {
    name: 'newValue',
    unit: 'value',
    meaning: 'value that came through agreements formed since',
    of: newValue,
  },
  { name: 'leaks', unit: 'leaks', meaning: 'leaks that nobody scripted', of: told('leak') },
  {
    name: 'blamedRightly',
    unit: 'conclusions',
    meaning: 'originators that took the leaker for the leaker',
    of: ({ blames }) => blames.filter(({ blamed, guilty }) => blamed === guilty).length,
  },
  {
    name: 'blamedWrongly',
    unit: 'conclusions',
    meaning: 'originators that took an innocent for the leaker',
    of: ({ blames }) => blames.filter(({ blamed, guilty }) => blamed !== guilty).length,
  },
] as const satisfies readonly Outcome[]
export type OutcomeName = (typeof OUTCOMES)[number]['name']

function newValue(history: History): number {
  const { world, offers } = history
  if (world.prospects.length === 0) return 0
  const prospective = new Set(world.prospects.map(({ agreement }) => agreement))
  let sum = 0
  history.eachDelivery((_, offer) => {
    if (prospective.has(world.memberAgreement[offers.member[offer]])) sum += history.worth(offer)
  })
  return sum
}

/** Where the outcomes of a pair stand in a row. */
export interface OutcomeLayout {
  /** for every outcome: with the breach, without it */
  readonly outcomes: number
  /** for every prospect: whether it was signed, with and without */
  readonly prospects: number
  /** guilty × countries + blamed, with the breach: how often; -1 where nobody can be blamed wrongly, or above MOST_BLAMED */
  readonly blames: number
}

/** Networks of more countries than this keep no table of who was blamed when who was guilty: it grows with their square. */
const MOST_BLAMED = 2000

/** @param take hands out so many numbers of a row and says where they begin */
export function outcomeLayout(world: World, take: (size: number) => number): OutcomeLayout {
  const untraced = world.breaches.some(({ breach }) => !breach.traced)
  const leaking = world.on.leaks && world.leaky
  return {
    outcomes: take(OUTCOMES.length * 2),
    prospects: take(world.prospects.length * 2),
    blames:
      (untraced || leaking) && world.countries <= MOST_BLAMED ? take(world.countries * world.countries) : -1,
  }
}

/** Measures the outcomes of a pair into its row. */
export function measureOutcomes(
  layout: OutcomeLayout,
  pair: readonly [History, History],
  row: Float64Array,
): void {
  pair.forEach((history, world) => {
    OUTCOMES.forEach(({ of }, k) => (row[layout.outcomes + 2 * k + world] = of(history)))
    const { prospects } = history.world
    for (const { agreement, signed } of history.signings) {
      const k = prospects.findIndex((prospect) => prospect.agreement === agreement)
      if (signed && k >= 0) row[layout.prospects + 2 * k + world] = 1
    }
  })
  if (layout.blames < 0) return
  const [{ blames, world }] = pair
  for (const { guilty, blamed } of blames)
    row[layout.blames + world.ids.indexOf(guilty) * world.countries + world.ids.indexOf(blamed)]++
}

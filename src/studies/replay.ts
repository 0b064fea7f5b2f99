/** Documented cases played again: how often, over paired runs, each partner of the breacher shows each response because of it. */
import { compile } from '../compile.js'
import { layoutOf, sharesOn, type Layout } from '../metrics.js'
import type { PairTask } from '../pair.js'
import { RESPONSE_DAYS, responsesWidth } from '../responses.js'
import { CLASSES } from './scores.js'
import type { Case } from '../episode.js'
import type { Network } from '../network.js'
import type { Scenario } from '../scenario.js'
import { playAll, type EnsembleOptions } from './ensembles.js'

/** The event that a case injects. */
export const INJECTED = 'breach'

/** Runs by response, in the order of CLASSES, for every partner of the breacher; a country that is missing has no tie to it. */
export type Counts = ReadonlyMap<string, readonly number[]>

/** A task for the responses of a case, no longer than they take to read. */
export function replayOf(scenario: Scenario, from: number, seed: string): PairTask {
  return {
    scenario: { ...scenario, days: from + RESPONSE_DAYS },
    without: [INJECTED],
    seed,
    responsesFrom: from,
  }
}

/** A case under another severity of its breach. */
export function withSeverity({ scenario }: Pick<Case, 'scenario'>, severity: number): Scenario {
  const breaches = scenario.breaches.map((breach) =>
    breach.id === INJECTED ? { ...breach, severity } : breach,
  )
  return { ...scenario, breaches }
}

/** Plays the same runs of every task and counts the responses, by task. */
export async function countResponses(
  tasks: readonly PairTask[],
  options: EnsembleOptions,
): Promise<Counts[]> {
  const counts: Counts[] = []
  const seats: number[][][] = []
  const seatsFor = seatsOnce()
  await playAll(
    tasks,
    (task) => {
      const { layout, partners } = seatsFor(tasks[task])
      seats[task] = partners.map(() => CLASSES.map(() => 0))
      counts[task] = new Map(
        partners.flatMap(({ id, isTied }, seat) => (isTied ? [[id, seats[task][seat]]] : [])),
      )
      return layout
    },
    options,
    (task, _, row) => row.forEach((response, seat) => seats[task][seat][response]++),
  )
  return counts
}

/** The layout of a task's rows, and whose responses they hold. */
interface Seats {
  readonly layout: Layout
  readonly partners: readonly { readonly id: string; readonly isTied: boolean }[]
}

/** Works seats out once for all tasks of the same agreements, breach and horizon: neither numbers nor switches move them. */
function seatsOnce(): (task: PairTask) => Seats {
  const known = new Map<Network['agreements'], Map<string, Seats>>()
  return (task) => {
    const { scenario } = task
    const of = known.get(scenario.network.agreements) ?? new Map<string, Seats>()
    known.set(scenario.network.agreements, of)
    const key = JSON.stringify([
      scenario.days,
      scenario.mechanisms.newPartners,
      scenario.breaches.map(({ id, by, of: victims, day }) => [id, by, victims, day]),
    ])
    const seats = of.get(key) ?? seatsOf(task)
    of.set(key, seats)
    return seats
  }
}

function seatsOf({ scenario, without }: PairTask): Seats {
  const world = compile(scenario)
  const layout = layoutOf(world, without)
  const partners = layout.leakers.flatMap(({ leaker, day, partners }) =>
    partners.map((country) => ({ id: world.ids[country], isTied: sharesOn(world, country, leaker, day) })),
  )
  return { layout: { ...layout, width: responsesWidth(layout) }, partners }
}

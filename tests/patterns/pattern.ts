/** A pattern of MODEL.md §9 as one named test that also says what it measured, for the table of `npm run patterns`. */
import { expect, it } from 'vitest'
import { Pair } from '../../src/pair.js'
import type { History } from '../../src/history.js'
import type { Breach, Scenario } from '../../src/scenario.js'
import { experiment, type ExperimentOptions } from '../../src/studies/experiment.js'
import type { FindingsData } from '../../src/studies/findings.js'
import { shipped } from '../shipped.js'

/** One thing that was measured, and whether it is as the pattern has it. */
export interface Measured {
  /** what it is, with its unit */
  readonly what: string
  readonly value: number
  /** 95 % interval, where there is one */
  readonly low?: number
  readonly high?: number
  /** what it must be, in words */
  readonly must: string
  readonly holds: boolean
}

declare module 'vitest' {
  interface TaskMeta {
    pattern?: { readonly id: string; readonly says: string; readonly measured: readonly Measured[] }
  }
}

/** Tests a pattern. Whatever is measured goes into the table, whether or not it holds. */
export function pattern(id: string, says: string, measure: () => Promise<readonly Measured[]>): void {
  it(`${id}: ${says}`, async ({ task }) => {
    const measured = await measure()
    task.meta.pattern = { id, says, measured }
    for (const { what, value, low, high, must, holds } of measured)
      expect(holds, `${what} is ${value} (${low ?? ''} to ${high ?? ''}); it must be ${must}`).toBe(true)
  })
}

/** A number of an estimate, and what it must be. */
export function measured(
  what: string,
  estimate: number | { readonly mean: number; readonly low: number; readonly high: number },
  must: string,
  holds: boolean,
): Measured {
  if (typeof estimate === 'number') return { what, value: estimate, must, holds }
  const { mean, low, high } = estimate
  return { what, value: mean, low, high, must, holds }
}

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

/** A paired ensemble under the dice of the patterns. */
export async function ask(
  scenario: Scenario,
  runs: number,
  options: Partial<ExperimentOptions> = {},
): Promise<FindingsData> {
  return (await experiment(scenario, { runs, seed: 'patterns', ...options })).data
}

/** The histories of a paired ensemble, one pair at a time; each is good until the next. */
export function* histories(scenario: Scenario, runs: number): Generator<readonly [History, History]> {
  const without = scenario.breaches.map(({ id }) => id)
  const pair = new Pair({ scenario, without, seed: 'patterns' })
  for (let run = 0; run < runs; run++) yield pair.histories(run)
}

/** The shipped scenario with the breach changed. */
export function breached(change: Partial<Breach>): Scenario {
  const given = shipped()
  return { ...given, breaches: given.breaches.map((found) => ({ ...found, ...change })) }
}

/** A scenario with one country collecting so many times as much. */
export function collecting(given: Scenario, id: string, times: number): Scenario {
  const countries = given.network.countries.map((found) =>
    found.id === id
      ? { ...found, collection: found.collection.map((c) => ({ ...c, rate: c.rate * times })) }
      : found,
  )
  return { ...given, network: { ...given.network, countries } }
}

/** The same breach again and again, so many days apart. */
export function repeated(given: Scenario, days: readonly number[]): Scenario {
  const breaches = given.breaches.flatMap((found) =>
    days.map((later, k) => ({
      ...found,
      id: `${found.id}-${k}`,
      day: found.day + later,
      pressDay: found.pressDay === null ? null : found.pressDay + later,
      namedDay: found.namedDay === null ? null : found.namedDay + later,
    })),
  )
  return { ...given, breaches: breaches.sort((a, b) => a.day - b.day) }
}

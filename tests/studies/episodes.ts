/** Made-up cases in small worlds, for tests of what is held against the record. */
import type { Case, Episode, ObservedOutcome, Response } from '../../src/episode.js'
import type { Scenario } from '../../src/scenario.js'
import { agreement, breach, collects, country, network, scenario, TOPIC, type Settings } from '../fixtures.js'

export function outcome(
  partner: string,
  response: Response,
  more: Partial<ObservedOutcome> = {},
): ObservedOutcome {
  return { partner, role: 'originator', response, attributable: 'yes', confidence: 'A', ...more }
}

export function episode(
  id: string,
  outcomes: readonly ObservedOutcome[],
  more: Partial<Episode> = {},
): Episode {
  return {
    id,
    title: `Case ${id}`,
    breacher: 'L',
    originators: ['V'],
    group: 'insider-leak',
    isBreach: true,
    strict: true,
    year: 2012,
    severity: { blind: 0.8, aware: 0.5 },
    outcomes,
    ...more,
  }
}

/** L shares with V, W and F apart and in a club; X has no tie to it. */
export function hamlet(settings: Settings = {}, of: readonly string[] = ['V']): Scenario {
  const net = network(
    ['F', 'H', 'L', 'V', 'W', 'X'].map((id) =>
      country(id, id === 'H' ? [] : [collects(0.5), collects(0.3, 'SIGINT')]),
    ),
    [
      agreement('club', ['F', 'L', 'V', 'W'], 'partner'),
      agreement('l-f', ['F', 'L'], 'ally'),
      agreement('l-v', ['L', 'V'], 'close'),
      agreement('l-w', ['L', 'W'], 'narrow'),
      agreement('v-x', ['V', 'X'], 'partner'),
    ],
    {
      hostilities: [{ between: ['H', 'V'], level: 0.9 }],
      topics: [{ id: TOPIC, label: 'terror', plotsPerYear: 0, targets: [] }],
    },
  )
  return scenario(net, {
    days: 30,
    breaches: [breach('L', of, { id: 'breach', to: 'H', severity: 1 })],
    parameters: { breachWeight: 2.5 },
    ...settings,
  })
}

export function caseOf(given: Episode, played: Scenario = hamlet({}, given.originators)): Case {
  return { episode: given, scenario: played, from: 10 }
}

/** Five episodes, every kind of outcome among them. */
export const CASES: readonly Case[] = [
  caseOf(episode('a', [outcome('V', 'curtailed'), outcome('F', 'none', { role: 'bystander' })])),
  caseOf(
    episode('b', [outcome('V', 'none', { confidence: 'C' }), outcome('W', 'tightened')], {
      originators: ['V', 'W'],
      group: 'penetration',
      year: 1999,
    }),
  ),
  caseOf(
    episode('c', [outcome('V', 'suspended', { attributable: 'no' }), outcome('W', 'protest')], {
      originators: ['V', 'W'],
      strict: false,
      severity: { blind: 0.2, aware: 0.75 },
    }),
  ),
  caseOf(
    episode('d', [outcome('EUU', 'suspended'), outcome('V', 'none'), outcome('ZZZ', 'none')], {
      severity: { blind: 0, aware: 0.1 },
    }),
  ),
  caseOf(
    episode('e', [outcome('X', 'none'), outcome('L', 'curtailed', { role: 'breacher-counter-move' })], {
      originators: ['X'],
      group: 'penetration',
    }),
  ),
  caseOf(episode('quarrel', [outcome('V', 'suspended')], { isBreach: false })),
]

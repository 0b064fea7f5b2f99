/** The null models against networkx and numpy, which reach the same by other roads: tests/reference/make-baselines.py. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { NEVER, Opinions } from '../../src/baselines/baseline.js'
import { cascade } from '../../src/baselines/cascade.js'
import { degroot } from '../../src/baselines/degroot.js'
import { friedkinJohnsen } from '../../src/baselines/friedkin-johnsen.js'
import { sir } from '../../src/baselines/sir.js'
import { threshold } from '../../src/baselines/threshold.js'
import { piecesOf } from '../../src/bonds.js'
import { DEFAULTS } from '../../src/parameters.js'
import { graph, ground, loaded, play, seeds, type Edge } from './plain.js'

type Numbers = readonly number[]
type Weighed = readonly (readonly [from: number, to: number, value: number])[]

interface Entry {
  readonly nodes: number
  readonly edges: readonly Edge[]
  readonly seeds: Numbers
  readonly byNode: Numbers
  readonly byPair: Weighed
  readonly thresholdLow: number
  readonly thresholdHigh: number
  readonly cascadeChance: number
  readonly sirTransmission: number
  readonly sirRecovery: number
  readonly weights: Weighed
  readonly initial: Numbers
  readonly threshold: readonly (number | null)[]
  readonly cascade: readonly (number | null)[]
  readonly sir: readonly (number | null)[]
  readonly degroot: Numbers
  readonly friedkinJohnsen: Numbers
}

const entries = JSON.parse(
  readFileSync(new URL('../reference/baselines.json', import.meta.url), 'utf8'),
) as readonly Entry[]

function lookup(values: Weighed): (from: number, to: number) => number {
  const map = new Map(values.map(([from, to, value]) => [`${from} ${to}`, value]))
  return (from, to) => map.get(`${from} ${to}`) ?? NaN
}

describe('the reference', () => {
  test('has something to say', () => {
    expect(entries.length).toBe(24)
    for (const name of ['threshold', 'cascade', 'sir'] as const) {
      const all = entries.flatMap((entry) => entry[name])
      expect(all.filter((when) => when === null).length).toBeGreaterThan(20)
      expect(all.filter((when) => (when ?? 0) > 1).length).toBeGreaterThan(40)
    }
  })

  test.each([threshold, cascade, sir])('$name begins where and when it says', (model) => {
    for (const entry of entries) {
      const on = ground(graph(entry.nodes, entry.edges), {
        thresholdLow: entry.thresholdLow,
        thresholdHigh: entry.thresholdHigh,
        cascadeChance: entry.cascadeChance,
        sirTransmission: entry.sirTransmission,
        sirRecovery: entry.sirRecovery,
      })
      const dice = loaded((node) => entry.byNode[node], lookup(entry.byPair))
      const when = [...play(model, on, seeds(...entry.seeds), dice)].map((one) =>
        one === NEVER ? null : one,
      )
      expect(when).toEqual(entry[model.name as 'threshold' | 'cascade' | 'sir'])
    }
  })

  test.each([
    [degroot, 'degroot'],
    [friedkinJohnsen, 'friedkinJohnsen'],
  ] as const)('$0.name ends where it says', (model, name) => {
    for (const entry of entries) {
      const bonds = graph(entry.nodes, entry.edges)
      const weight = lookup(entry.weights)
      const sums = new Float64Array(entry.nodes)
      for (const [from, , value] of entry.weights) sums[from] += value
      const weights = new Float64Array(bonds.targets.length)
      for (let node = 0; node < entry.nodes; node++)
        for (let k = bonds.starts[node]; k < bonds.starts[node + 1]; k++)
          weights[k] = weight(node, bonds.targets[k]) / (1.5 * sums[node])
      const opinions = new Opinions(entry.nodes)
      const council = {
        bonds,
        pieces: piecesOf(bonds),
        weights,
        own: sums.map((sum) => (sum === 0 ? 1 : 1 / 3)),
        parameters: { ...DEFAULTS, opinionSusceptibilityLow: 0, opinionSusceptibilityHigh: 1 },
        nodeAt: ground(bonds).nodeAt,
      }
      const dice = loaded(
        (node) => entry.byNode[node],
        () => NaN,
      )
      model.play(council, Float64Array.from(entry.initial), dice, opinions)
      opinions.last.forEach((opinion, node) =>
        expect(Math.abs(opinion - entry[name][node])).toBeLessThan(1e-11),
      )
    }
  })
})

/** A scenario as the null models see it: the village of the fixtures, by hand. */
import { describe, expect, test } from 'vitest'
import { cascade } from '../../src/baselines/cascade.js'
import { degroot } from '../../src/baselines/degroot.js'
import { friedkinJohnsen } from '../../src/baselines/friedkin-johnsen.js'
import {
  councilOf,
  firstOpinions,
  groundOf,
  sceneOf,
  seedsOf,
  type Scene,
} from '../../src/baselines/ground.js'
import { sir } from '../../src/baselines/sir.js'
import { threshold } from '../../src/baselines/threshold.js'
import { reachable } from '../../src/bonds.js'
import { compile } from '../../src/compile.js'
import { DEFAULTS } from '../../src/parameters.js'
import { address } from '../../src/random.js'
import type { World } from '../../src/world.js'
import {
  agreement,
  breach,
  collects,
  country,
  network,
  scenario,
  village,
  type Settings,
} from '../fixtures.js'

function scene(settings: Settings = {}, day = 10): { world: World; scene: Scene; ids: string[] } {
  const world = compile(village(settings))
  const found = sceneOf(world, world.ids.indexOf('L'), day)
  return { world, scene: found, ids: [...found.countries].map((one) => world.ids[one]) }
}

function bondsByName({ scene: { bonds }, ids }: ReturnType<typeof scene>): Record<string, string> {
  return Object.fromEntries(
    ids.map((id, node) => [
      id,
      [...bonds.targets.subarray(bonds.starts[node], bonds.starts[node + 1])]
        .map((other) => ids[other])
        .join(''),
    ]),
  )
}

describe('the scene', () => {
  test('everybody but the leaker, bonded by what they share without it', () => {
    const found = scene()
    expect(found.ids).toEqual(['F', 'H', 'S', 'V'])
    // F and V are both in the club; F and S have an agreement of their own; H has none
    expect(bondsByName(found)).toEqual({ F: 'SV', H: '', S: 'F', V: 'F' })
    expect([...found.scene.deals]).toEqual([1, 0, 0, 1])
    expect(reachable(found.scene.bonds, Uint32Array.of(3))).toBe(3)
    expect(reachable(found.scene.bonds, Uint32Array.of(1))).toBe(1)
    expect(reachable(found.scene.bonds, Uint32Array.of(1, 1, 3))).toBe(4)
    expect(reachable(found.scene.bonds, new Uint32Array(0))).toBe(0)
  })

  test('only agreements in force on the day bind', () => {
    const net = network(
      [country('A', [collects(1)]), country('B'), country('C'), country('L')],
      [
        agreement('a-b', ['A', 'B'], 'ally', { from: 10 }),
        agreement('a-c', ['A', 'C'], 'ally', { until: 10 }),
        agreement('b-l', ['B', 'L'], 'ally', { from: 11 }),
        agreement('c-l', ['C', 'L']),
      ],
    )
    const world = compile(scenario(net, { breaches: [breach('L', 'A')] }))
    const on = (day: number) => {
      const found = sceneOf(world, 3, day)
      return { bonds: bondsByName({ world, scene: found, ids: ['A', 'B', 'C'] }), deals: [...found.deals] }
    }
    expect(on(9)).toEqual({ bonds: { A: 'C', B: '', C: 'A' }, deals: [0, 0, 1] })
    expect(on(10)).toEqual({ bonds: { A: 'B', B: 'A', C: '' }, deals: [0, 0, 1] })
    expect(on(11).deals).toEqual([0, 1, 1])
  })

  test('who begins: every victim, on the day of its first breach, unless the breach is a no-op', () => {
    const breaches = [
      breach('L', ['V', 'F'], { id: 'late', day: 40 }),
      breach('L', 'V', { id: 'early', day: 20 }),
      breach('L', 'S', { id: 'nothing', day: 5, severity: 0 }),
      breach('F', 'S', { id: 'other', day: 6 }),
    ]
    const found = scene({ breaches })
    const seeds = seedsOf(found.world, found.scene)
    expect([...seeds.nodes].map((node) => found.ids[node])).toEqual(['F', 'V'])
    expect([...seeds.days]).toEqual([40, 20])
  })
})

describe('draws', () => {
  test('a disposition is of the country; what passes between two about a leaker is of the three', () => {
    const { world, scene: on, ids } = scene()
    const at = groundOf(world, on, threshold)
    expect(at.nodeAt.hi[3]).toBe(address('threshold', 'V').hi)
    expect(at.bondAt.hi.length).toBe(0)
    const spread = groundOf(world, on, cascade)
    const [first, , , last] = [0, 1, 2, 3].map((k) => ids[on.bonds.targets[k]])
    expect([first, last]).toEqual(['S', 'F'])
    expect(spread.bondAt.lo[0]).toBe(address('cascade', 'L', 'F', 'S').lo)
    expect(spread.bondAt.lo[3]).toBe(address('cascade', 'L', 'V', 'F').lo)
    expect(spread.nodeAt.hi.length).toBe(0)
    const days = groundOf(world, on, sir)
    expect(days.nodeAt.lo[0]).toBe(address('infectious', 'L', 'F').lo)
    expect(days.bondAt.lo[0]).toBe(address('transmission', 'L', 'F', 'S').lo)
    expect(councilOf(world, on, friedkinJohnsen).nodeAt.lo[0]).toBe(address('susceptibility', 'F').lo)
    expect(councilOf(world, on, degroot).nodeAt.lo.length).toBe(0)
  })
})

describe('opinions', () => {
  test('each listens by its resting trust, and to itself by opinionSelfWeight', () => {
    const { world, scene: on, ids } = scene({ parameters: { opinionSelfWeight: 0.4 } })
    const { weights, own } = councilOf(world, on, degroot)
    // F: V is a partner (1 + .75)/2, and S too; S and V have F alone; H nobody
    expect([...own]).toEqual([0.4, 1, 0.4, 0.4])
    ;[0.3, 0.3, 0.6, 0.6].forEach((weight, k) => expect(weights[k]).toBeCloseTo(weight, 15))
    expect(weights).toHaveLength(4)
    expect(ids).toEqual(['F', 'H', 'S', 'V'])
  })

  test('an ally weighs more than a narrow deal, as its resting trust does', () => {
    const net = network(
      [country('A', [collects(1)]), country('B'), country('C'), country('L')],
      [
        agreement('a-b', ['A', 'B'], 'close'),
        agreement('a-c', ['A', 'C'], 'narrow'),
        agreement('a-l', ['A', 'L']),
      ],
    )
    const world = compile(scenario(net, { breaches: [breach('L', 'A')] }))
    const { weights } = councilOf(world, sceneOf(world, 3, 0), degroot)
    const [close, narrow] = [(1 + 0.95) / 2, (1 + 0.55) / 2]
    expect(weights[0]).toBeCloseTo((0.5 * close) / (close + narrow), 15)
    expect(weights[1]).toBeCloseTo((0.5 * narrow) / (close + narrow), 15)
  })

  test('resting trust at first, the victim after its shock, a stranger as in a narrow deal', () => {
    const { world, scene: on } = scene()
    const first = firstOpinions(world, on)
    // V and L are close: base .95, strength 20; weight .6 · .8 · 1.5 for a named source
    const broken = 0.6 * 0.8 * 1.5 * (DEFAULTS.resistance + 20)
    expect(first[3]).toBeCloseTo((20 + 20 * 0.95) / (40 + broken), 14)
    // F is an ally of L: (1 + .85)/2; H and S do not deal with it: (1 + .55)/2
    expect([first[0], first[1], first[2]]).toEqual([0.925, 0.775, 0.775])
  })

  test('shocks add up, a source never named hurts less, an insider less still', () => {
    const of = (...breaches: ReturnType<typeof breach>[]): number => {
      const { world, scene: on } = scene({ breaches })
      return firstOpinions(world, on)[3]
    }
    const once = of(breach('L', 'V'))
    expect(of(breach('L', 'V'), breach('L', 'V', { id: 'again', day: 30 }))).toBeLessThan(once)
    const unnamed = of(breach('L', 'V', { namedDay: null }))
    expect(unnamed).toBeGreaterThan(once)
    expect(of(breach('L', 'V', { namedDay: null, kind: 'insider' }))).toBeGreaterThan(unnamed)
    expect(of(breach('L', 'V', { severity: 0 }))).toBe(0.975)
    expect(of(breach('L', 'F'))).toBe(0.975)
    // twice: the second shock meets what the first has broken
    const w = 0.72
    const broken = w * 30 + w * (30 + w * 30)
    expect(of(breach('L', 'V'), breach('L', 'V', { id: 'again', day: 30 }))).toBeCloseTo(
      39 / (40 + broken),
      14,
    )
  })
})

/** Threshold, cascade and SIR on given graphs: cases by hand, exact checks V8 to V11 of the model, and brute force. */
import { describe, expect, test } from 'vitest'
import { NEVER, Outbreak, type Contagion } from '../../src/baselines/baseline.js'
import { cascade } from '../../src/baselines/cascade.js'
import { sir } from '../../src/baselines/sir.js'
import { partnersWanted, threshold } from '../../src/baselines/threshold.js'
import { randomBonds } from '../../src/bonds.js'
import type { Parameters } from '../../src/parameters.js'
import { BATCH } from '../../src/philox.js'
import { Draws } from '../../src/random.js'
import { complete, graph, ground, loaded, play, seeds, type Edge } from './plain.js'
import { cascadeCondition, cascadeWindow, finalSize, reaches, subsets, transmissibility } from './theory.js'

const at = (share: number): Partial<Parameters> => ({ thresholdLow: share, thresholdHigh: share })
const none = loaded(
  () => 0,
  () => 0,
)
const path = (length: number): Edge[] => Array.from({ length }, (_, k): Edge => [k, k + 1])

/** Four standard errors of a share over so many runs. */
const error = (p: number, runs: number): number => 4 * Math.sqrt((p * (1 - p)) / runs)

describe('threshold', () => {
  test('rounds of a star with a tail, by hand', () => {
    // 0 – 1 – 2 – 3, and 1 – 4: node 1 has three neighbours
    const on = graph(5, [...path(3), [1, 4]])
    const third = 1 / 3
    expect([...play(threshold, ground(on, at(third)), seeds(0), none)]).toEqual([0, 1, 2, 3, 2])
    expect([...play(threshold, ground(on, at(0.34)), seeds(0), none)]).toEqual([
      0,
      NEVER,
      NEVER,
      NEVER,
      NEVER,
    ])
    expect([...play(threshold, ground(on, at(0.34)), seeds(0, 4), none)]).toEqual([0, 1, 2, 3, 0])
  })

  test('each country has its own, above the low end and up to the high', () => {
    // node 1 draws 0.75 of (0.2, 1]: 0.4; node 2 draws 0: 1
    const on = ground(
      graph(4, [
        [0, 1],
        [1, 2],
        [2, 3],
      ]),
      { thresholdLow: 0.2, thresholdHigh: 1 },
    )
    const dice = loaded(
      (node) => (node === 1 ? 0.75 : 0),
      () => 0,
    )
    expect([...play(threshold, on, seeds(0), dice)]).toEqual([0, 1, NEVER, NEVER])
    expect([...play(threshold, on, seeds(0, 3), dice)]).toEqual([0, 1, 2, 0])
  })

  test('whoever waits for nobody begins by itself, whoever wants more than all never does', () => {
    const on = ground(graph(3, path(2)), { thresholdLow: -0.5, thresholdHigh: 0.5 })
    const dice = loaded(
      (node) => [0.4, 0.6, 0][node],
      () => 0,
    )
    // thresholds 0.1, −0.1, 0.5
    expect([...play(threshold, on, seeds(), dice)]).toEqual([1, 0, 1])
    expect([...play(threshold, ground(graph(2, path(1)), at(1.01)), seeds(0), none)]).toEqual([0, NEVER])
    expect([...play(threshold, ground(graph(2, []), at(0)), seeds(), none)]).toEqual([0, 0])
    expect([...play(threshold, ground(graph(2, []), at(0.001)), seeds(0), none)]).toEqual([0, NEVER])
  })

  test('the same as asking everybody in every round, with dice of their own and more countries than are dealt at once', () => {
    const bonds = randomBonds(BATCH + 700, 5, new Draws('many', 0))
    const { nodes, starts, targets } = bonds
    const outbreak = new Outbreak(nodes)
    const sizes: number[] = []
    for (const [run, low, high] of [
      [0, 0, 0.5],
      [1, -0.02, 0.4],
      [2, 0.1, 0.9],
      [3, 0, 0.01],
    ] as const) {
      const draws = new Draws('many', run)
      const on = ground(bonds, { thresholdLow: low, thresholdHigh: high })
      threshold.play(on, seeds(3, 900), draws, outbreak)
      const each = Array.from(
        { length: nodes },
        (_, node) => high - (high - low) * draws.uniform(on.nodeAt.hi[node], on.nodeAt.lo[node], 0),
      )
      const when = Uint32Array.from(each, (value, node) =>
        value <= 0 || node === 3 || node === 900 ? 0 : NEVER,
      )
      for (let round = 1, grew = true; grew; round++) {
        grew = false
        for (let node = 0; node < nodes; node++) {
          const partners = targets.subarray(starts[node], starts[node + 1])
          const began = partners.filter((partner) => when[partner] < round).length
          if (when[node] !== NEVER || began === 0 || began / partners.length < each[node]) continue
          when[node] = round
          grew = true
        }
      }
      expect(outbreak.when).toEqual(when)
      expect(outbreak.size).toBe(when.filter((round) => round !== NEVER).length)
      const inOrder = outbreak.order.subarray(0, outbreak.size)
      expect(new Set(inOrder).size).toBe(outbreak.size)
      expect([...inOrder].map((node) => when[node])).toEqual(
        [...when].filter((round) => round !== NEVER).toSorted((a, b) => a - b),
      )
      sizes.push(outbreak.size)
    }
    expect(Math.min(...sizes)).toBeLessThan(nodes / 3)
    expect(Math.max(...sizes)).toBeGreaterThan(nodes * 0.9)
  })

  test('where everybody begins there is nobody left to lay over', () => {
    const outbreak = new Outbreak(4)
    const on = ground(graph(4, complete(4)), at(0.3))
    threshold.play(on, seeds(2), none, outbreak)
    expect([...outbreak.order.subarray(0, outbreak.size)]).toEqual([2, 0, 1, 3])
    expect([...outbreak.when]).toEqual([1, 1, 0, 1])
  })

  test('a share is reached to the last bit', () => {
    for (let degree = 1; degree < 200; degree++)
      for (let count = 1; count <= degree; count++) {
        expect(partnersWanted(count / degree, degree)).toBe(count)
        expect(partnersWanted((count / degree) * (1 + 2 ** -52), degree)).toBe(count + 1)
      }
  })

  test('V8 the window of Watts: a single country topples a random graph within it and not outside', () => {
    for (const share of [0.18, 0.2]) {
      const [low, high] = cascadeWindow(share) ?? [NaN, NaN]
      expect(low).toBeCloseTo(1.020704, 6)
      expect(high).toBeCloseTo(5.764677, 6)
    }
    const [low, high] = cascadeWindow(0.25) ?? [NaN, NaN]
    expect(low).toBeCloseTo(1.114142, 6)
    expect(high).toBeCloseTo(3.863069, 6)
    expect(cascadeWindow(0.3)).toBeUndefined()
    expect(cascadeCondition(3, 0.18)).toBeGreaterThan(0)

    const draws = new Draws('watts', 0)
    const nodes = 2000
    const outbreak = new Outbreak(nodes)
    /** share of single seeds that topple a tenth or more */
    const toppled = (z: number, share: number): number => {
      let count = 0
      for (let run = 0; run < 20; run++) {
        draws.aim(run)
        const on = ground(randomBonds(nodes, z, draws), at(share))
        for (let seed = 0; seed < 20; seed++) {
          threshold.play(on, seeds(seed * 97), draws, outbreak)
          if (outbreak.size >= nodes / 10) count++
        }
      }
      return count / 400
    }
    for (const [z, share] of [
      [0.8, 0.18],
      [7.5, 0.18],
      [3, 0.3],
      [5.2, 0.25],
    ] as const)
      expect(toppled(z, share), `${z} ${share}`).toBe(0)
    for (const [z, share] of [
      [1.6, 0.18],
      [3, 0.18],
      [4.5, 0.2],
      [2.5, 0.25],
    ] as const)
      expect(toppled(z, share), `${z} ${share}`).toBeGreaterThan(0.1)
  })

  test('V9 a clique of five gives way exactly where its outside ties outweigh it', () => {
    for (let outside = 1; outside <= 8; outside++) {
      const clique = complete(5)
      const others = Array.from({ length: 5 * outside }, (_, k): Edge => [Math.floor(k / outside), 5 + k])
      const restricting = others.map(([, other]) => other)
      const on = graph(5 + others.length, [...clique, ...others])
      const share = outside / (4 + outside)
      const follows = (threshold_: number): boolean =>
        [0, 1, 2, 3, 4].every(
          (node) => play(threshold, ground(on, at(threshold_)), seeds(...restricting), none)[node] === 1,
        )
      const holds = (threshold_: number): boolean =>
        [0, 1, 2, 3, 4].every(
          (node) => play(threshold, ground(on, at(threshold_)), seeds(...restricting), none)[node] === NEVER,
        )
      expect(follows(share)).toBe(true)
      expect(follows(share - 0.01)).toBe(true)
      expect(holds(share * (1 + 2 ** -52))).toBe(true)
      expect(holds(share + 0.01)).toBe(true)
    }
  })

  test('thresholds even from 0 to 1: the same chances as when each listens to one partner at random (Kempe et al. 2003)', () => {
    const edges: Edge[] = [
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 3],
      [3, 4],
      [1, 4],
      [4, 5],
    ]
    const on = ground(graph(6, edges))
    const degree = (node: number): number => edges.filter((edge) => edge.includes(node)).length
    const neighbours = (node: number): number[] =>
      edges.filter((edge) => edge.includes(node)).map(([a, b]) => (a === node ? b : a))
    const free = [1, 2, 3, 4, 5]
    const choices = free.reduce<number[][]>(
      (all, node) => all.flatMap((one) => Array.from({ length: degree(node) }, (_, k) => [...one, k])),
      [[]],
    )
    const byThreshold = Array.from({ length: 6 }, () => 0)
    const byLiveEdge = Array.from({ length: 6 }, () => 0)
    for (const choice of choices) {
      // node free[k] wants choice[k] + 1 of its partners: a threshold in the middle of that step
      const dice = loaded(
        (node) => 1 - (choice[free.indexOf(node)] + 0.5) / degree(node),
        () => 0,
      )
      play(threshold, on, seeds(0), dice).forEach((when, node) => {
        if (when !== NEVER) byThreshold[node] += 1 / choices.length
      })
      const live = free.map((node, k): Edge => [neighbours(node)[choice[k]], node])
      for (let node = 0; node < 6; node++) if (reaches(live, 0, node)) byLiveEdge[node] += 1 / choices.length
    }
    expect(new Set(byLiveEdge.map((p) => p.toFixed(6))).size).toBeGreaterThan(3)
    byThreshold.forEach((p, node) => expect(p).toBeCloseTo(byLiveEdge[node], 12))
  })

  test('with fractional thresholds a bond less can help a contagion', () => {
    // 1 wants 0.6 of its partners: one of two is too little, one of one is enough
    const on = (edges: readonly Edge[]) => ground(graph(3, edges), at(0.6))
    expect([
      ...play(
        threshold,
        on([
          [0, 1],
          [1, 2],
        ]),
        seeds(0),
        none,
      ),
    ]).toEqual([0, NEVER, NEVER])
    expect([...play(threshold, on([[0, 1]]), seeds(0), none)]).toEqual([0, 1, NEVER])
  })
})

describe('independent cascade', () => {
  const cases: [name: string, nodes: number, edges: Edge[], to: number, chance: number][] = [
    ['a path of three', 4, path(3), 3, 0.3 ** 3],
    ['a path of five', 6, path(5), 5, 0.3 ** 5],
    ['a triangle', 3, complete(3), 2, 0.363],
    [
      'opposite corners of a square',
      4,
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 3],
      ],
      2,
      0.1719,
    ],
    ['K4', 4, complete(4), 3, 0.438852],
    ['K5', 5, complete(5), 4, 0.5252824434],
  ]

  test.each(cases)('V10 %s: every way the tries can go, weighed', (_, nodes, edges, to, expected) => {
    const on = ground(graph(nodes, edges), { cascadeChance: 0.5 })
    let byModel = 0
    let byHand = 0
    for (const [open, chance] of subsets(edges, 0.3)) {
      const isOpen = new Set(open.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]))
      const dice = loaded(
        () => 0,
        (from, other) => (isOpen.has(`${from} ${other}`) ? 0 : 0.9),
      )
      if (play(cascade, on, seeds(0), dice)[to] !== NEVER) byModel += chance
      const bothWays = open.flatMap(([a, b]): Edge[] => [
        [a, b],
        [b, a],
      ])
      if (reaches(bothWays, 0, to)) byHand += chance
    }
    expect(byModel).toBeCloseTo(expected, 12)
    expect(byHand).toBeCloseTo(expected, 12)
  })

  test('V10 either way of a bond has a draw of its own, and that changes no chance', () => {
    const ways = complete(4).flatMap(([a, b]): Edge[] => [
      [a, b],
      [b, a],
    ])
    const on = ground(graph(4, complete(4)), { cascadeChance: 0.5 })
    let chance = 0
    for (const [open, p] of subsets(ways, 0.3)) {
      const isOpen = new Set(open.map(([a, b]) => a * 4 + b))
      const dice = loaded(
        () => 0,
        (from, other) => (isOpen.has(from * 4 + other) ? 0 : 0.9),
      )
      if (play(cascade, on, seeds(0), dice)[3] !== NEVER) chance += p
    }
    expect(chance).toBeCloseTo(0.438852, 12)
  })

  test.each(cases)('V10 %s: by chance', (_, nodes, edges, to, expected) => {
    const on = ground(graph(nodes, edges), { cascadeChance: 0.3 })
    const runs = 20_000
    const draws = new Draws('cascade', 0)
    let hits = 0
    for (let run = 0; run < runs; run++) {
      draws.aim(run)
      if (play(cascade, on, seeds(0), draws)[to] !== NEVER) hits++
    }
    expect(Math.abs(hits / runs - expected)).toBeLessThan(error(expected, runs))
  })

  test('rounds are the fewest tries from a seed', () => {
    const on = ground(
      graph(5, [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 3],
        [3, 4],
      ]),
      { cascadeChance: 1 },
    )
    expect([...play(cascade, on, seeds(0), none)]).toEqual([0, 1, 2, 1, 2])
    expect([...play(cascade, on, seeds(2, 4), none)]).toEqual([2, 1, 0, 1, 0])
  })

  test('the same, in the same order, as trying one after another, also where more is tried in a round than at once', () => {
    const bonds = randomBonds(600, 12, new Draws('crowd', 0))
    const on = ground(bonds, { cascadeChance: 0.2 })
    const crowd = Array.from({ length: 90 }, (_, k) => 6 * k)
    for (let run = 0; run < 5; run++) {
      const draws = new Draws('crowd', run)
      const outbreak = new Outbreak(bonds.nodes)
      cascade.play(on, seeds(...crowd), draws, outbreak)
      const order = [...crowd]
      const began = new Set(crowd)
      let inFirstRound = 0
      for (let next = 0, tried = 0; next < order.length; next++) {
        if (next === crowd.length) inFirstRound = tried
        const node = order[next]
        for (const other of bonds.targets.subarray(bonds.starts[node], bonds.starts[node + 1])) {
          if (began.has(other)) continue
          tried++
          if (draws.uniform(node, other, 0) >= 0.2) continue
          began.add(other)
          order.push(other)
        }
      }
      expect(inFirstRound).toBeGreaterThan(BATCH)
      expect([...outbreak.order.subarray(0, outbreak.size)]).toEqual(order)
    }
  })
})

describe('SIR', () => {
  test('by hand: delays, days of recovery, a shorter way round, the horizon', () => {
    // a path 0 – 1 – 2 and a bond 0 – 2; half a chance a day, both ways
    const on = ground(graph(3, complete(3)), { sirTransmission: 0.5, sirRecovery: 0.25 }, 30)
    const outbreak = new Outbreak(3)
    // u of a pair: 0.5 to 0.75 is the second day, 0.875 to 0.9375 the fourth, below 0.5 the first
    const byPair: Record<string, number> = {
      '0 1': 0.6,
      '0 2': 0.9,
      '1 2': 0.3,
      '2 1': 0.99,
      '1 0': 0,
      '2 0': 0,
    }
    const dice = loaded(
      (node) => [0.7, 0.1, 0.5][node], // five days, one, three
      (from, to) => byPair[`${from} ${to}`],
    )
    sir.play(on, { nodes: Uint32Array.of(0), days: Uint32Array.of(10) }, dice, outbreak)
    expect([...outbreak.when]).toEqual([10, 12, 13])
    expect([...outbreak.memo]).toEqual([16, 14, 17])
    expect([...outbreak.order.subarray(0, outbreak.size)]).toEqual([0, 1, 2])
    sir.play({ ...on, days: 13 }, { nodes: Uint32Array.of(0), days: Uint32Array.of(10) }, dice, outbreak)
    expect([...outbreak.when]).toEqual([10, 12, NEVER])
    expect([...outbreak.memo]).toEqual([NEVER, NEVER, NEVER])
    // a seed past the horizon is none; one named for two days begins on the first
    sir.play({ ...on, days: 10 }, { nodes: Uint32Array.of(0), days: Uint32Array.of(10) }, dice, outbreak)
    expect(outbreak.size).toBe(0)
    sir.play(on, { nodes: Uint32Array.of(1, 1), days: Uint32Array.of(9, 4) }, dice, outbreak)
    expect([...outbreak.when]).toEqual([5, 4, 5])
  })

  test('who gives up too soon wins nobody over', () => {
    const on = ground(graph(2, path(1)), { sirTransmission: 0.5, sirRecovery: 0.25 })
    const late = (u: number) =>
      play(
        sir,
        on,
        seeds(0),
        loaded(
          () => 0.1,
          () => u,
        ),
      )
    expect([...late(0.49)]).toEqual([0, 1])
    expect([...late(0.5)]).toEqual([0, NEVER])
  })

  test('never and always: no chance, certainty, no recovery', () => {
    const on = graph(4, path(3))
    const settings: [Partial<Parameters>, number[]][] = [
      [{ sirTransmission: 0, sirRecovery: 0.1 }, [0, NEVER, NEVER, NEVER]],
      [{ sirTransmission: 0, sirRecovery: 0 }, [0, NEVER, NEVER, NEVER]],
      [{ sirTransmission: 1, sirRecovery: 1 }, [0, 1, 2, 3]],
    ]
    for (const [parameters, expected] of settings)
      expect([...play(sir, ground(on, parameters), seeds(0), new Draws('x', 1))]).toEqual(expected)
    // without recovery everybody is won over sooner or later
    const forever = play(
      sir,
      ground(on, { sirTransmission: 0.01, sirRecovery: 0 }),
      seeds(0),
      new Draws('x', 1),
    )
    expect(Math.max(...forever)).toBeLessThan(NEVER)
  })

  test('one bond: the chance of passing it on has a closed form', () => {
    const on = ground(graph(2, path(1)), { sirTransmission: 0.2, sirRecovery: 0.3 })
    const expected = transmissibility(0.2, 0.3)
    const draws = new Draws('bond', 0)
    const runs = 40_000
    let hits = 0
    for (let run = 0; run < runs; run++) {
      draws.aim(run)
      if (play(sir, on, seeds(0), draws)[1] !== NEVER) hits++
    }
    expect(Math.abs(hits / runs - expected)).toBeLessThan(error(expected, runs))
  })

  test('the same as trying every partner every day, on every day', () => {
    const edges: Edge[] = [
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 3],
      [3, 4],
      [1, 4],
      [4, 5],
    ]
    const on = graph(6, edges)
    const [p, r, days, runs] = [0.15, 0.2, 25, 20_000]
    const draws = new Draws('daily', 0)
    const kernel = new Float64Array(days)
    const daily = new Float64Array(days)
    for (let run = 0; run < runs; run++) {
      draws.aim(run)
      for (const when of play(sir, ground(on, { sirTransmission: p, sirRecovery: r }, days), seeds(0), draws))
        for (let day = when; day < days; day++) kernel[day]++
      let n = 0
      const next = (): number => draws.uniform(7, 7, n++)
      const infected = [0, ...Array.from({ length: 5 }, () => NEVER)]
      const gone = Array.from({ length: 6 }, () => false)
      for (let day = 1; day < days; day++) {
        const now = infected.map((when, node) => when < day && !gone[node])
        now.forEach((is, node) => {
          if (!is) return
          for (const [a, b] of edges) {
            const other = a === node ? b : b === node ? a : -1
            if (other >= 0 && next() < p) infected[other] = Math.min(infected[other], day)
          }
          if (next() < r) gone[node] = true
        })
      }
      for (const when of infected) for (let day = when; day < days; day++) daily[day]++
    }
    // a count of six has a variance of at most nine
    for (let day = 0; day < days; day++)
      expect(Math.abs(kernel[day] - daily[day]) / runs, `day ${day}`).toBeLessThan(
        4 * Math.sqrt((2 * 9) / runs),
      )
    expect(kernel[days - 1] / runs).toBeGreaterThan(2)
  })

  const sizes: [z: number, share: number][] = [
    [1.5, 0.582812],
    [2, 0.796812],
    [3, 0.94048],
  ]

  test.each(sizes)('V11 final size at mean degree %d: S = 1 − exp(−z S)', (z, share) => {
    expect(finalSize(z)).toBeCloseTo(share, 6)
    // percolation of all bonds; of half of them on twice as many; SIR with the same number won over by each
    const [p, r] = [0.05, 0.1]
    const settings: [Contagion, number, Partial<Parameters>][] = [
      [cascade, z, { cascadeChance: 1 }],
      [cascade, 2 * z, { cascadeChance: 0.5 }],
      [sir, z / transmissibility(p, r), { sirTransmission: p, sirRecovery: r }],
    ]
    const nodes = 10_000
    const outbreak = new Outbreak(nodes)
    for (const [model, degree, parameters] of settings) {
      const draws = new Draws(`size ${degree}`, 0)
      const large: number[] = []
      for (let run = 0; run < 24; run++) {
        draws.aim(run)
        const on = ground(randomBonds(nodes, degree, draws), parameters)
        model.play(on, seeds(run), draws, outbreak)
        if (outbreak.size > nodes / 20) large.push(outbreak.size / nodes)
      }
      expect(large.length).toBeGreaterThan(5)
      const mean = large.reduce((a, b) => a + b, 0) / large.length
      const variance = large.reduce((a, b) => a + (b - mean) ** 2, 0) / (large.length - 1)
      expect(Math.abs(mean - share), model.name).toBeLessThan(4 * Math.sqrt(variance / large.length))
      expect(Math.sqrt(variance / large.length)).toBeLessThan(0.01)
    }
  })
})

/** Assumptions drawn and moved: within their ranges, addressed, exactly paired; and they name what tips an answer we know. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ASCENDING,
  DEFAULTS,
  isRead,
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
} from '../../src/parameters.js'
import { PARTNER_COLUMNS } from '../../src/metrics.js'
import { Pair } from '../../src/pair.js'
import { address, Draws } from '../../src/random.js'
import { here } from '../../src/runners/here.js'
import type { Runner } from '../../src/runners/runner.js'
import { parseScenario } from '../../src/scenario-file.js'
import {
  assumptions,
  drawParameters,
  kolmogorovSmirnov,
  pairsToAssume,
  valueAt,
  withParameters,
} from '../../src/studies/assumptions.js'
import { experiment } from '../../src/studies/experiment.js'
import { proportion } from '../../src/studies/statistics.js'
import { TINY } from '../cli/command.js'
import { agreement, breach, village } from '../fixtures.js'

const given = village({ days: 60 })
const READ = PARAMETER_NAMES.filter((name) => isRead(name, 'liaison') && name !== 'leakHazard')
const anyName = fc.constantFrom(...PARAMETER_NAMES)
const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
/** Everything but a few. */
const allBut = (...names: ParameterName[]): ParameterName[] =>
  PARAMETER_NAMES.filter((name) => !names.includes(name))

describe('the value of a parameter at a uniform', () => {
  it('lies in the plausible range, grows with the uniform, and is whole where it must be', () => {
    fc.assert(
      fc.property(anyName, uniform, uniform, (name, u, v) => {
        const { low, high, whole } = PARAMETERS[name]
        const [less, more] = [valueAt(name, Math.min(u, v)), valueAt(name, Math.max(u, v))]
        expect(less).toBeGreaterThanOrEqual(low)
        expect(more).toBeLessThanOrEqual(high)
        expect(more).toBeGreaterThanOrEqual(less)
        expect(Number.isInteger(more) || !whole).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('lies halfway on a plain scale, and halfway by factors where a range spans a factor of ten', () => {
    expect(valueAt('betrayal', 0.5)).toBeCloseTo(0.35, 12)
    expect(valueAt('halfLife', 0.5)).toBeCloseTo(Math.sqrt(90 * 3650), 9)
    // a share, whatever its ratio
    expect(valueAt('sourceLossHumint', 0.5)).toBeCloseTo(0.5, 12)
    expect(valueAt('falseMatch', 0.5)).toBeCloseTo(0.375, 12)
    // from zero there is no factor
    expect(valueAt('resistance', 0.5)).toBe(20)
  })

  it('gives every whole number its turn, the ends too', () => {
    // detailsDefault is 1 to 8
    const seen = Array.from({ length: 8 }, (_, k) => valueAt('detailsDefault', (k + 0.5) / 8))
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(valueAt('shelfLife', 0)).toBe(7)
    expect(valueAt('shelfLife', 1 - 2 ** -53)).toBe(180)
  })
})

describe('a draw of the assumptions', () => {
  it('keeps every parameter in its range and those that may not pass each other in order', () => {
    for (let draw = 0; draw < 100; draw++) {
      const values = drawParameters(given, READ, draw)
      for (const name of READ) {
        expect(values[name], name).toBeGreaterThanOrEqual(PARAMETERS[name].low)
        expect(values[name], name).toBeLessThanOrEqual(PARAMETERS[name].high)
        expect(Number.isInteger(values[name]) || !PARAMETERS[name].whole, name).toBe(true)
      }
      for (const [lower, upper] of ASCENDING) expect(values[lower]).toBeLessThanOrEqual(values[upper])
    }
  })

  it('is addressed by name and number: another parameter changes none', () => {
    const draws = new Draws('a seed', 0)
    for (const draw of [0, 1, 63]) {
      const all = drawParameters(given, READ, draw, 'a seed')
      for (const name of ['halfLife', 'breachWeight', 'reviewEvery'] as const) {
        expect(drawParameters(given, [name], draw, 'a seed')).toEqual({
          ...given.parameters,
          [name]: all[name],
        })
        expect(all[name]).toBe(valueAt(name, draws.at(address('assumption', name), draw)))
      }
    }
    expect(drawParameters(given, READ, 1, 'other')).not.toEqual(drawParameters(given, READ, 1, 'a seed'))
  })

  it('gives the smaller of two to the lower, and lets one that is kept hold the other back', () => {
    const low = { ...given, parameters: { ...given.parameters, idFull: 0.1 } }
    let held = 0
    for (let draw = 0; draw < 50; draw++) {
      const u = [...ASCENDING[0]].map((name) =>
        valueAt(name, new Draws(given.seed, 0).at(address('assumption', name), draw)),
      )
      const { idTear, idFull } = drawParameters(given, ['idTear', 'idFull'], draw)
      expect([idTear, idFull]).toEqual(u.toSorted((a, b) => a - b))
      const kept = drawParameters(low, ['idTear'], draw)
      expect(kept.idFull).toBe(0.1)
      expect(kept.idTear).toBe(Math.min(u[0], 0.1))
      held += u[0] > 0.1 ? 1 : 0
    }
    expect(held).toBeGreaterThan(10)
  })

  it('is spread evenly: about half below the middle', () => {
    const below = Array.from({ length: 400 }, (_, draw) => drawParameters(given, READ, draw).betrayal < 0.35)
    expect(proportion(below.filter(Boolean).length, 400)).toMatchObject({
      low: expect.toSatisfy((low: number) => low < 0.5) as number,
      high: expect.toSatisfy((high: number) => high > 0.5) as number,
    })
  })
})

describe('a scenario under other parameters', () => {
  it('is what its file would be with them, sources of the network too', () => {
    const changed = {
      ...DEFAULTS,
      sensitivityHumint: 0.75,
      sourceLossSigint: 0.9,
      recoveryHumint: 999,
      loss: 3,
    }
    const set = (['sensitivityHumint', 'sourceLossSigint', 'recoveryHumint', 'loss'] as const).map(
      (name) => [`parameters.${name}`, String(changed[name])] as const,
    )
    expect(withParameters(parseScenario(TINY), changed)).toEqual(parseScenario(TINY, { set }))
  })

  it('leaves what the network states itself', () => {
    const stated = {
      ...given,
      network: {
        ...given.network,
        disciplines: [
          { id: 'HUMINT', sensitivity: 0.9, sourceLoss: 0.7, recovery: 730 },
          { id: 'RUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 },
        ],
      },
    }
    const { disciplines } = withParameters(stated, {
      ...DEFAULTS,
      sensitivityHumint: 0.7,
      sourceLossHumint: 0.1,
    }).network
    expect(disciplines).toEqual([
      { id: 'HUMINT', sensitivity: 0.9, sourceLoss: 0.1, recovery: 730 },
      { id: 'RUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 },
    ])
  })
})

describe('the distance of two samples', () => {
  it('by hand: 1 apart, 0 alike, a third in between', () => {
    expect(kolmogorovSmirnov(Float64Array.of(1, 2), Float64Array.of(3, 4, 5))).toBe(1)
    expect(kolmogorovSmirnov(Float64Array.of(1, 2), Float64Array.of(1, 2))).toBe(0)
    expect(kolmogorovSmirnov(Float64Array.of(1, 2, 4), Float64Array.of(1, 3, 4))).toBeCloseTo(1 / 3, 12)
  })

  it('is the largest difference of the distribution functions at any point (brute force)', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const below = (values: number[], at: number): number =>
          values.filter((value) => value <= at).length / values.length
        const most = Math.max(...[...a, ...b].map((at) => Math.abs(below(a, at) - below(b, at))))
        const sorted = (values: number[]): Float64Array => Float64Array.from(values).sort()
        expect(kolmogorovSmirnov(sorted(a), sorted(b))).toBeCloseTo(most, 12)
      }),
    )
  })
})

describe('what the assumptions leave open', () => {
  const few = { runs: 3, draws: 4, keep: allBut('breachWeight', 'spillOver', 'sensitivityHumint') } as const

  it('is of experiments with the parameters drawn, beside the one with the scenario’s own', async () => {
    const found = await assumptions(given, { ...few, baseRuns: 9 })
    const [leaker] = found.leakers
    const usual = await experiment(given, { runs: 9 })
    expect(leaker.outcomes.direct.base).toEqual(usual.data.leakers[0].groups.direct.chill)
    expect(leaker.outcomes.spillOver.base).toEqual(usual.data.leakers[0].groups.spillOver.chill)
    expect(found.warningsLost.base).toEqual(usual.data.plots.lost)
    expect(leaker.victim).toBe('V')
    for (let draw = 0; draw < 4; draw++) {
      const parameters = drawParameters(given, found.drawn, draw)
      expect(found.values[draw]).toEqual(found.drawn.map((name) => parameters[name]))
      const { data } = await experiment(withParameters(given, parameters), { runs: 3 })
      expect(leaker.outcomes.direct.byDraw[draw]).toBe(data.leakers[0].groups.direct.chill.mean)
      const victim = data.leakers[0].partners.find(({ id }) => id === 'V')
      // V never steps down without the breach here, so the two shares are one
      expect(victim?.step.without.mean).toBe(0)
      expect(leaker.outcomes.victimSteps.byDraw[draw]).toBe(victim?.step.with.mean)
    }
    expect(found.kept).toContain('halfLife')
    expect(found.drawn).toEqual(['breachWeight', 'spillOver', 'sensitivityHumint'])
  })

  it('counts steps that only the breach brings, of the main victim and of anybody else, as the rows have them', async () => {
    // restless parties step down without a breach too, and L has two partners beside its victim
    const restless = village({
      days: 90,
      parameters: { inertiaTear: 0, inertiaHold: 0, formalPrecision: 1, stepHold: 0, spillOver: 0.5 },
    })
    const wide = {
      ...restless,
      network: {
        ...restless.network,
        agreements: [...restless.network.agreements, agreement('l-s', ['L', 'S'], 'narrow')],
      },
    }
    const runs = 40
    const { outcomes } = (await assumptions(wide, { runs, draws: 2, keep: PARAMETER_NAMES })).leakers[0]
    const pair = new Pair({ scenario: wide, without: ['leak'], seed: wide.seed })
    const [{ partnerStart, partners }] = pair.layout.leakers
    let [victim, others, anyway] = [0, 0, 0]
    for (let run = 0; run < runs; run++) {
      const row = pair.play(run)
      const steps = partners.map((_, seat) =>
        (['stepWith', 'stepWithout'] as const).map(
          (name) => row[partnerStart + seat * PARTNER_COLUMNS.length + PARTNER_COLUMNS.indexOf(name)],
        ),
      )
      anyway += steps.flat().filter((step) => step === 1).length
      const own = steps.map(([one, other]) => one === 1 && other === 0)
      // F, S, V
      victim += own[2] ? 1 : 0
      others += own[0] || own[1] ? 1 : 0
    }
    expect(partners).toHaveLength(3)
    expect(anyway).toBeGreaterThan(2 * (victim + others))
    expect(outcomes.victimSteps.base).toEqual(proportion(victim, runs))
    expect(outcomes.othersStep.base).toEqual(proportion(others, runs))
    expect(others).toBeGreaterThan(0)
  })

  it('pairs a move with the same runs, however many more the scenario itself gets', async () => {
    const few = { runs: 3, draws: 2, keep: allBut('breachWeight') }
    const [one, other] = [await assumptions(given, few), await assumptions(given, { ...few, baseRuns: 12 })]
    expect(other.leakers[0].moves).toEqual(one.leakers[0].moves)
    expect(other.leakers[0].outcomes.direct.base).not.toEqual(one.leakers[0].outcomes.direct.base)
  })

  it('gives the range that nine draws in ten lie in', async () => {
    const found = await assumptions(given, { ...few, draws: 11 })
    const { range, byDraw } = found.leakers[0].outcomes.direct
    const sorted = byDraw.toSorted((a, b) => a - b)
    expect(range.low).toBeCloseTo((sorted[0] + sorted[1]) / 2, 12)
    expect(range.middle).toBe(sorted[5])
    expect(range.high).toBeCloseTo((sorted[9] + sorted[10]) / 2, 12)
  })

  it('moves one parameter at a time, exactly paired: what plays no part moves nothing', async () => {
    const keep = allBut('breachWeight', 'avertedFull', 'plotLeadMin', 'idTear')
    const found = await assumptions(given, { runs: 4, draws: 2, keep })
    const [{ moves }] = found.leakers
    const told = moves.map(({ parameter, end, from, to }) => [parameter, end, from, to])
    expect(told).toEqual([
      ['breachWeight', 'low', 0.6, 0.1],
      ['breachWeight', 'high', 0.6, 2.5],
      ['idTear', 'low', 0.15, 0],
      // idTear may not pass idFull
      ['idTear', 'high', 0.15, 0.6],
      ['plotLeadMin', 'low', 7, 1],
      ['plotLeadMin', 'high', 7, 30],
      ['avertedFull', 'low', 0.9, 0.5],
      ['avertedFull', 'high', 0.9, 1],
    ])
    expect(moves[0].difference.high).toBeLessThan(0)
    expect(moves[1].difference.mean).toBeGreaterThan(0)
    for (const move of moves.slice(4)) expect(move.difference).toEqual({ mean: 0, low: 0, high: 0 })
    const heavier = withParameters(given, { ...given.parameters, breachWeight: 2.5 })
    const { data } = await experiment(heavier, { runs: 4 })
    expect(moves[1].direct).toEqual(data.leakers[0].groups.direct.chill)
    expect(pairsToAssume(given, { runs: 4, draws: 2, keep })).toBe(4 + 4 * (2 + 8))
  })

  it('names the one parameter that can tip an answer: a breach that weighs nothing chills only once it weighs', async () => {
    const light = village({ days: 60, parameters: { breachWeight: 0 }, off: ['sourceLoss', 'warnings'] })
    const keep = allBut(
      'breachWeight',
      'loss',
      'halfLife',
      'namedExtra',
      'precision',
      'betrayal',
      'resistance',
    )
    const found = await assumptions(light, { runs: 8, draws: 2, keep })
    const [{ answers, moves }] = found.leakers
    expect(answers.chill.base).toBe('no')
    expect(answers.chill.tips.map((tip) => [moves[tip].parameter, moves[tip].end])).toEqual([
      ['breachWeight', 'low'],
      ['breachWeight', 'high'],
    ])
    expect(moves).toHaveLength(14)
    const idle = moves.filter(({ parameter }) => parameter !== 'breachWeight')
    expect(idle).toHaveLength(12)
    for (const { difference } of idle) expect(difference).toEqual({ mean: 0, low: 0, high: 0 })
  })

  it('names what separates draws that answer differently, and nothing that does not', async () => {
    const slight = village({
      days: 60,
      off: ['warnings'],
      breaches: [breach('L', 'V', { to: 'H', severity: 0.12 })],
    })
    const keep = allBut('breachWeight', 'plotLead', 'avertedFull')
    const found = await assumptions(slight, { runs: 6, draws: 40, keep })
    const { chill } = found.leakers[0].answers
    expect(chill.draws.yes).toBeGreaterThan(4)
    expect(chill.draws.no).toBeGreaterThan(4)
    expect(chill.draws.yes + chill.draws.no + chill.draws.unclear).toBe(40)
    expect(chill.separators.map(({ parameter }) => parameter)).toEqual(['breachWeight'])
    const [{ distance, whereYes, whereNo }] = chill.separators
    expect(distance).toBe(1)
    expect(whereYes).toBeGreaterThan(whereNo)
  })

  it('is the same whoever does the work, tells how far it is, and stops when asked', async () => {
    const late: Runner = async function* (task, shards, options) {
      await new Promise((resolve) => setTimeout(resolve, 20 * (1 - task.scenario.parameters.spillOver)))
      yield* here(task, shards, options)
    }
    const seen: number[] = []
    const onProgress = ({ done, total }: { done: number; total: number }): number => seen.push(done / total)
    const [one, other] = await Promise.all([
      assumptions(given, { ...few, onProgress }),
      assumptions(given, { ...few, runner: late }),
    ])
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(1)
    const controller = new AbortController()
    const stopped = assumptions(given, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    await expect(stopped).rejects.toThrow('enough')
  })

  it('has few draws as a prefix of many', async () => {
    const [some, more] = [await assumptions(given, few), await assumptions(given, { ...few, draws: 6 })]
    expect(more.values.slice(0, 4)).toEqual(some.values)
    expect(more.leakers[0].outcomes.direct.byDraw.slice(0, 4)).toEqual(some.leakers[0].outcomes.direct.byDraw)
  })

  it.each([
    [{ runs: 0 }, 'E_RANGE'],
    [{ runs: 8, baseRuns: 4 }, 'E_RANGE'],
    [{ draws: 1 }, 'E_RANGE'],
    [{ draws: 2.5 }, 'E_RANGE'],
    [{ keep: ['spilOver'] }, 'E_ENUM'],
    [{ keep: 'spillOver' }, 'E_TYPE'],
    [{ without: [] }, 'E_MISSING'],
  ])('refuses %j with %s', async (options, code) => {
    await expect(assumptions(given, options as object)).rejects.toMatchObject({ code })
  })
})

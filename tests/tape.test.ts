/** The tape: Poisson arrivals, plots and their discoveries, drawn by name so that nobody's luck hangs on anybody else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../src/compile.js'
import type { Network } from '../src/network.js'
import { DEFAULTS } from '../src/parameters.js'
import { address, Draws } from '../src/random.js'
import { Simulation } from '../src/run.js'
import { Tape, type Plot } from '../src/tape.js'
import { without, type World } from '../src/world.js'
import { agreement, collects, country, network, scenario, TOPIC, village, type Settings } from './fixtures.js'

function tapeOf(world: World, run = 0, seed = 'tape'): Tape {
  return new Tape(world).fill(new Draws(seed, run))
}

/** One country that collects at one rate, and somebody to tell. */
function collector(rate: number, settings: Settings = {}): World {
  return compile(
    scenario(network([country('A', [collects(rate)]), country('B')], [agreement('e', ['A', 'B'])]), settings),
  )
}

/** Items of each stream by day, lead days included. */
function countsByDay(tape: Tape, stream = 0): number[] {
  const counts = Array.from({ length: tape.dayStart.length - 1 }, () => 0)
  counts.forEach((_, d) => {
    for (let k = tape.dayStart[d]; k < tape.dayStart[d + 1]; k++) if (tape.stream[k] === stream) counts[d]++
  })
  return counts
}

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length
const variance = (numbers: readonly number[]): number => {
  const middle = mean(numbers)
  return mean(numbers.map((x) => (x - middle) ** 2))
}

/** Kolmogorov–Smirnov: the largest distance of an empirical distribution from a continuous one, times √n. */
function kolmogorov(sample: readonly number[], below: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b)
  const n = sorted.length
  const distances = sorted.map((x, k) =>
    Math.max(Math.abs(below(x) - k / n), Math.abs(below(x) - (k + 1) / n)),
  )
  return Math.sqrt(n) * Math.max(...distances)
}

/** Above this √n·D is seen once in a thousand samples (Kolmogorov's distribution). */
const ONCE_IN_A_THOUSAND = 1.95

describe('arrivals', () => {
  const days = 20_000
  const rate = 0.7
  const tape = tapeOf(collector(rate, { days }))
  const counts = countsByDay(tape)

  it('come at their rate: the mean and the variance of a day are both the rate', () => {
    const error = Math.sqrt(rate / counts.length)
    expect(Math.abs(mean(counts) - rate)).toBeLessThan(4 * error)
    // the variance of a Poisson count's square is rate + 2 rate²
    expect(Math.abs(variance(counts) - rate)).toBeLessThan(
      4 * Math.sqrt((rate + 2 * rate * rate) / counts.length),
    )
  })

  it('are as often none, one, two a day as Poisson has it', () => {
    let chance = Math.exp(-rate)
    for (let n = 0; n < 4; n++) {
      const seen = counts.filter((count) => count === n).length / counts.length
      expect(Math.abs(seen - chance), `${n} a day`).toBeLessThan(4 * Math.sqrt(chance / counts.length))
      chance *= rate / (n + 1)
    }
  })

  it('have gaps that are exponential: days between items of a rare stream, by Kolmogorov and Smirnov', () => {
    const rare = countsByDay(tapeOf(collector(0.002, { days: 1_000_000 })))
    const found = rare.flatMap((count, day) => (count > 0 ? [day] : []))
    expect(found.length).toBeGreaterThan(1500)
    const gaps = found.slice(1).map((day, k) => day - found[k])
    expect(kolmogorov(gaps, (x) => 1 - Math.exp(-0.002 * x))).toBeLessThan(ONCE_IN_A_THOUSAND)
    expect(kolmogorov(gaps, (x) => 1 - Math.exp(-0.0024 * x))).toBeGreaterThan(ONCE_IN_A_THOUSAND)
  })

  it('do not hang together from one day to the next', () => {
    const middle = mean(counts)
    const products = counts.slice(1).map((count, k) => (count - middle) * (counts[k] - middle))
    expect(Math.abs(mean(products) / rate)).toBeLessThan(4 / Math.sqrt(products.length))
  })

  it('begin a shelf life before day 0', () => {
    expect(tape.lead).toBe(DEFAULTS.shelfLife)
    expect(tape.dayStart).toHaveLength(DEFAULTS.shelfLife + days + 1)
    const before = Array.from({ length: 400 }, (_, run) => tapeOf(collector(2, { days: 1 }), run).items)
    expect(Math.abs(mean(before) - 62)).toBeLessThan(4 * Math.sqrt(62 / 400))
  })

  it('differ from run to run and from seed to seed, and are the same for the same', () => {
    const world = collector(1)
    expect(countsByDay(tapeOf(world, 1))).toEqual(countsByDay(tapeOf(world, 1)))
    expect(countsByDay(tapeOf(world, 1))).not.toEqual(countsByDay(tapeOf(world, 2)))
    expect(countsByDay(tapeOf(world, 1))).not.toEqual(countsByDay(tapeOf(world, 1, 'other')))
  })

  it('of fewer days are the first of those of more', () => {
    const [short, long] = [60, 90].map((days) => tapeOf(compile(village({ days }))))
    expect(short.items).toBeGreaterThan(100)
    expect(describeItems(short, compile(village({ days: 60 })))).toEqual(
      describeItems(long, compile(village({ days: 90 }))).slice(0, short.items),
    )
  })
})

describe('items', () => {
  const world = compile(village({ days: 4000 }))
  const tape = tapeOf(world)

  it('lie in order of day, then stream, then number, each number once', () => {
    const next = new Uint32Array(world.streams)
    for (let d = 0; d < tape.dayStart.length - 1; d++) {
      expect(tape.dayStart[d]).toBeLessThanOrEqual(tape.dayStart[d + 1])
      for (let k = tape.dayStart[d]; k < tape.dayStart[d + 1]; k++) {
        const before = k > tape.dayStart[d] ? tape.stream[k - 1] : 0
        expect(tape.stream[k]).toBeGreaterThanOrEqual(before)
        expect(tape.occurrence[k]).toBe(next[tape.stream[k]]++)
      }
    }
    expect(tape.dayStart.at(-1)).toBe(tape.items)
  })

  it('have a sensitivity uniform from .6 to 1.4 of their discipline and a value uniform from .2 to .8', () => {
    const spreads: number[] = []
    const values: number[] = []
    for (let k = 0; k < tape.items; k++) {
      spreads.push(
        tape.sensitivity[k] / world.sensitivity[world.streamCell[tape.stream[k]] % world.disciplines],
      )
      values.push(tape.value[k])
    }
    expect(kolmogorov(spreads, (x) => (x - 0.6) / 0.8)).toBeLessThan(ONCE_IN_A_THOUSAND)
    expect(kolmogorov(values, (x) => (x - 0.2) / 0.6)).toBeLessThan(ONCE_IN_A_THOUSAND)
    const [s, v] = [mean(spreads), mean(values)]
    const together = mean(spreads.map((spread, k) => (spread - s) * (values[k] - v)))
    expect(Math.abs(together) / Math.sqrt(variance(spreads) * variance(values))).toBeLessThan(
      4 / Math.sqrt(tape.items),
    )
  })

  it('bring a uniform for each agreement that covers them', () => {
    const all: number[] = []
    for (let k = 0; k < tape.items; k++) {
      const routes = world.routeStart[tape.stream[k] + 1] - world.routeStart[tape.stream[k]]
      expect(tape.luckStart[k + 1] - tape.luckStart[k]).toBe(routes)
      for (let place = tape.luckStart[k]; place < tape.luckStart[k + 1]; place++) all.push(tape.luck[place])
    }
    expect(all.length).toBeGreaterThan(tape.items)
    expect(kolmogorov(all, (x) => x)).toBeLessThan(ONCE_IN_A_THOUSAND)
  })
})

/** Every item in words: whose, on what day, its number, what it is like, and its luck by agreement. */
function describeItems(tape: Tape, world: World): string[] {
  const lines: string[] = []
  for (let d = 0; d < tape.dayStart.length - 1; d++)
    for (let k = tape.dayStart[d]; k < tape.dayStart[d + 1]; k++) {
      const s = tape.stream[k]
      const luck = Array.from(
        { length: world.routeStart[s + 1] - world.routeStart[s] },
        (_, r) =>
          `${world.agreementIds[world.memberAgreement[world.routeMember[world.routeStart[s] + r]]]} ${tape.luck[tape.luckStart[k] + r]}`,
      )
      const discipline = world.disciplineIds[world.streamCell[s] % world.disciplines]
      lines.push(
        [
          world.ids[world.streamCountry[s]],
          discipline,
          d - tape.lead,
          tape.occurrence[k],
          tape.sensitivity[k],
          tape.value[k],
          ...luck,
        ].join(' '),
      )
    }
  return lines
}

function describePlots(tape: Tape, world: World): string[] {
  return tape.plots.map((plot) =>
    [
      world.topicIds[plot.topic],
      world.ids[plot.target],
      plot.number,
      plot.born,
      plot.due,
      ...plot.discoveries.map(
        ({ day, stream }) =>
          `${day} ${world.ids[world.streamCountry[stream]]} ${world.disciplineIds[world.streamCell[stream] % world.disciplines]}`,
      ),
    ].join(' '),
  )
}

describe('a country more', () => {
  const given = village({ days: 400, parameters: { discovery: 0.05 } })

  /** The village and one more, with agreements of its own beside the others if any. */
  function joinedBy(id: string, rate: number, ...own: Network['agreements']): World {
    const { network: net } = given
    const countries = [...net.countries, country(id, [collects(rate)])]
    return compile({ ...given, network: { ...net, countries, agreements: [...net.agreements, ...own] } })
  }
  const usual = compile(given)
  const items = describeItems(tapeOf(usual), usual)
  const plots = describePlots(tapeOf(usual), usual)

  it('wherever it stands in the list, changes nobody’s items, values or luck', () => {
    for (const id of ['A', 'Lima', 'Z']) {
      const alone = joinedBy(id, 0.9)
      expect(describeItems(tapeOf(alone), alone)).toEqual(items) // what nobody is told of is not on the tape
      const bound = joinedBy(id, 0.9, agreement('a-new', ['V', id]))
      const all = describeItems(tapeOf(bound), bound).map((line) => line.replace(/ a-new [^ ]+/, ''))
      expect(all.filter((line) => !line.startsWith(`${id} `))).toEqual(items)
      expect(all.length).toBeGreaterThan(items.length)
    }
  })

  it('changes no plot: at most it discovers some as well', () => {
    const world = joinedBy('A', 0.9)
    const others = describePlots(tapeOf(world), world)
    expect(plots.length).toBeGreaterThan(5)
    expect(others.map((line) => line.replaceAll(/ \d+ A HUMINT/g, ''))).toEqual(plots)
    expect(others).not.toEqual(plots)
  })
})

describe('the tape of a pair', () => {
  it('is one: what is collected and plotted does not hang on breaches', () => {
    const world = compile(village())
    const peaceful = without(world, ['leak'])
    expect(describeItems(tapeOf(world), world)).toEqual(describeItems(tapeOf(peaceful), peaceful))
    expect(describePlots(tapeOf(world), world)).toEqual(describePlots(tapeOf(peaceful), peaceful))
  })

  it('is not written on by those who play it', () => {
    const world = compile(village())
    const tape = tapeOf(world)
    const before = [describeItems(tape, world), describePlots(tape, world)]
    for (const played of [world, without(world, ['leak'])]) {
      const simulation = new Simulation(played, { seed: 'tape' }, { tape })
      while (!simulation.done) simulation.step()
    }
    expect([describeItems(tape, world), describePlots(tape, world)]).toEqual(before)
  })

  it('filled again for another run is as good as new', () => {
    const world = compile(village())
    const used = new Tape(world)
    for (const run of [3, 0, 9, 4]) {
      used.fill(new Draws('tape', run))
      expect(describeItems(used, world)).toEqual(describeItems(tapeOf(world, run), world))
      expect(describePlots(used, world)).toEqual(describePlots(tapeOf(world, run), world))
    }
  })
})

describe('tapes of one world', () => {
  const given = village({ days: 200, parameters: { askRate: 0.5 } })
  const asking = ({ asked, third, askedOn }: Tape): number[][] => [[...asked], [...third], [...askedOn]]

  it('look the same things up, and each is as one of a world of its own', () => {
    const world = compile(given)
    for (const run of [0, 1, 2])
      for (const shared of [world, without(world, ['leak'])]) {
        const own = compile(given)
        const [tape, alone] = [tapeOf(shared, run), tapeOf(own, run)]
        expect(asking(tape)).toEqual(asking(alone))
        expect(describePlots(tape, shared)).toEqual(describePlots(alone, own))
        expect(asking(alone)[0].length).toBeGreaterThan(0)
        expect(alone.plots.length).toBeGreaterThan(0)
      }
    expect(without(world, ['leak']).tapeBook).toBe(world.tapeBook)
  })
})

describe('plots', () => {
  const years = 400
  const days = Math.round(years * 365.25)
  const perYear = 40

  /** Plots against B alone, which A may uncover. */
  function plotted(
    rate: number,
    parameters: Settings['parameters'] = {},
  ): { world: World; plots: readonly Plot[] } {
    const net = network([country('A', [collects(rate)]), country('B')], [agreement('e', ['A', 'B'])], {
      topics: [{ id: TOPIC, label: 'terror', plotsPerYear: perYear, targets: ['B'] }],
    })
    const world = compile(scenario(net, { days, parameters }))
    return { world, plots: tapeOf(world).plots }
  }
  // rates so small that the tape of four centuries stays short
  const { plots } = plotted(0.02, { discovery: 0.5 })

  it('are as many a year as the topic says', () => {
    const error = Math.sqrt(perYear / years)
    expect(Math.abs(plots.length / years - perYear)).toBeLessThan(4 * error)
  })

  it('take at least 7 days and 60 on average, exponentially beyond the least', () => {
    const leads = plots.map(({ born, due }) => due - born)
    expect(Math.min(...leads)).toBeGreaterThanOrEqual(7)
    // born is rounded down and due up, which adds a day on average
    expect(Math.abs(mean(leads) - 61)).toBeLessThan((4 * 53) / Math.sqrt(leads.length))
    expect(
      kolmogorov(
        leads.map((lead) => lead - 1),
        (x) => 1 - Math.exp(-(x - 7) / 53),
      ),
    ).toBeLessThan(ONCE_IN_A_THOUSAND)
  })

  it('last whole days, from the morning they are born to the evening they are due: a lead of just 7 makes 8', () => {
    const { plots } = plotted(0.02, { plotLead: 7, plotLeadMin: 7 })
    expect(new Set(plots.map(({ born, due }) => due - born))).toEqual(new Set([8]))
  })

  it('lie in order of birth, and their numbers count them by topic and target', () => {
    plots.forEach((plot, k) => {
      expect(plot.number).toBe(k)
      expect(plot.born).toBeGreaterThanOrEqual(k > 0 ? plots[k - 1].born : 0)
    })
  })

  it('are uncovered with hazard discovery × rate: those still hidden after t days are exp(−hazard·t)', () => {
    const hazard = 0.5 * 0.02
    for (const t of [10, 20, 40]) {
      const longEnough = plots.filter(({ born, due }) => due - born > t + 2)
      const hidden = longEnough.filter(
        ({ born, discoveries }) => !discoveries.some(({ day }) => day <= born + t),
      ).length
      // born is rounded down and the day of discovery up: half a day less has passed on average
      const expected = Math.exp(-hazard * (t - 0.5))
      const error = Math.sqrt((expected * (1 - expected)) / longEnough.length)
      expect(Math.abs(hidden / longEnough.length - expected), `after ${t} days`).toBeLessThan(4 * error)
    }
  })

  it('are uncovered before they are due and not before they are born, or never', () => {
    const found = plots.flatMap(({ born, due, discoveries }) =>
      discoveries.map(({ day }) => ({ born, due, day })),
    )
    expect(found.length).toBeGreaterThan(200)
    for (const { born, due, day } of found) {
      expect(day).toBeGreaterThanOrEqual(born)
      expect(day).toBeLessThan(due)
    }
  })

  it('are uncovered by nobody without discovery, and are none with warnings off', () => {
    const blind = plotted(0.02, { discovery: 0 })
    expect(blind.plots.every(({ discoveries }) => discoveries.length === 0)).toBe(true)
    expect(tapeOf(compile(village({ off: ['warnings'] }))).plots).toEqual([])
    expect(tapeOf(compile(village())).plots.length).toBeGreaterThan(0)
  })

  it('never end before they begin, whatever lead a scenario asks for within the plausible ranges', () => {
    const net = village().network
    fc.assert(
      fc.property(
        fc.double({ min: 14, max: 365, noNaN: true }),
        fc.integer({ min: 1, max: 30 }),
        (plotLead, plotLeadMin) => {
          const world = compile(scenario(net, { days: 200, parameters: { plotLead, plotLeadMin } }))
          for (const { born, due } of tapeOf(world).plots)
            expect(due - born).toBeGreaterThanOrEqual(plotLeadMin)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('what is false, and how hard it is to check,', () => {
  it('is the two uniforms of its stream and number, whoever else there is', () => {
    const tape = tapeOf(collector(2, { days: 200 }), 3)
    const draws = new Draws('tape', 3)
    const at = address('truth', 'A', TOPIC, 'HUMINT')
    for (let item = 0; item < tape.items; item++) {
      expect(tape.truth[item]).toBe(draws.at(at, tape.occurrence[item]))
      expect(tape.hardness[item]).toBe(draws.second)
    }
    expect(tape.items).toBeGreaterThan(300)
  })

  it('is spread evenly, and the one says nothing of the other, nor of what an item is worth', () => {
    const tape = tapeOf(collector(5, { days: 4000 }))
    const [truth, hardness, value] = [tape.truth, tape.hardness, tape.value].map((column) => [
      ...column.subarray(0, tape.items),
    ])
    for (const column of [truth, hardness])
      expect(kolmogorov(column, (x) => x)).toBeLessThan(ONCE_IN_A_THOUSAND)
    const linked = (one: readonly number[], other: readonly number[]): number => {
      const [middle, there] = [mean(one), mean(other)]
      const both = mean(one.map((x, k) => (x - middle) * (other[k] - there)))
      return Math.abs(both / Math.sqrt(variance(one) * variance(other))) * Math.sqrt(one.length)
    }
    expect(linked(truth, hardness)).toBeLessThan(3.5)
    expect(linked(truth, value)).toBeLessThan(3.5)
    expect(linked(hardness, value)).toBeLessThan(3.5)
  })

  it('is not drawn with deception off, and changes no other draw', () => {
    const [on, off] = [collector(1), collector(1, { off: ['deception'] })].map((world) => tapeOf(world))
    expect(off.truth).toHaveLength(0)
    expect(off.items).toBe(on.items)
    for (const column of ['stream', 'occurrence', 'sensitivity', 'value', 'luck'] as const)
      expect(off[column]).toEqual(on[column])
  })
})

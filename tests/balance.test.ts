/** Day 0 as a balance: what is expected of it is what runs of the engine give on average, and nothing drifts afterwards. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { FULL, probabilities, TEAR_LINE, WITHHELD } from '../src/choice.js'
import { compile, dayZeroOf } from '../src/compile.js'
import { TIES, type Network, type Tie } from '../src/network.js'
import { DEFAULTS, type Parameters } from '../src/parameters.js'
import { Simulation } from '../src/run.js'
import { SWITCHES, type Switch } from '../src/scenario.js'
import { firstOf, pairOf, partiesOf, type World } from '../src/world.js'
import { agreement, collects, country, network, scenario, seat, TOPIC } from './fixtures.js'

const ARMS = 'arms'

/** A discipline that no agreement of these tests covers: what is collected by it is for one's own use. */
const OSINT = { id: 'OSINT', sensitivity: 0.15, sourceLoss: 0.05, recovery: 90 }

/** Four countries whose agreements overlap: some items can reach a partner by two ways, some recipients by three. */
function overlapping(): Network {
  const a = country('A', [collects(0.9), collects(0.5, 'SIGINT'), collects(0.3, 'SIGINT', ARMS)])
  const b = country('B', [collects(0.6), collects(0.4, 'SIGINT', ARMS)])
  const c = country('C', [collects(0.7, 'SIGINT'), collects(0.5, 'HUMINT', ARMS)])
  const d = country('D')
  const needs = { [TOPIC]: 0.8, [ARMS]: 0.4 }
  return network(
    [{ ...a, need: needs }, b, { ...c, need: needs }, { ...d, need: { [ARMS]: 1 } }],
    [
      agreement('a-b', ['A', 'B'], 'ally'),
      agreement('a-b-c', ['A', 'B', 'C'], 'partner'),
      agreement('all', ['A', 'B', 'C', 'D'], 'narrow', { topics: [ARMS, TOPIC] }),
      agreement('a-c-sigint', ['A', 'C'], 'close', { disciplines: ['SIGINT'] }),
    ],
    {
      topics: [
        { id: ARMS, label: 'arms', plotsPerYear: 0, targets: [] },
        { id: TOPIC, label: 'terror', plotsPerYear: 0, targets: [] },
      ],
    },
  )
}

/** Mean and standard error of one number over runs. */
class Mean {
  #n = 0
  #sum = 0
  #squares = 0

  add(x: number): void {
    this.#n++
    this.#sum += x
    this.#squares += x * x
  }

  get mean(): number {
    return this.#sum / this.#n
  }

  get error(): number {
    return Math.sqrt(Math.max(0, this.#squares / this.#n - this.mean ** 2) / this.#n)
  }
}

const means = (size: number): Mean[] => Array.from({ length: size }, () => new Mean())

/** How many standard errors the mean over runs lies from what was expected. */
function distance(found: Mean, expected: number): number {
  if (found.error === 0) return found.mean === expected ? 0 : Infinity
  return Math.abs(found.mean - expected) / found.error
}

interface Sampled {
  readonly items: Mean[]
  readonly credits: Mean[]
  readonly received: Mean[]
}

/** What the engine shares in the days before day 0, when everybody decides by the beliefs and stakes of day 0. */
function sample(world: World, runs: number): Sampled {
  const sampled = { items: means(world.pairs), credits: means(world.pairs), received: means(world.members) }
  const { tearLineCredit, tearLineValue } = world.parameters
  for (let run = 0; run < runs; run++) {
    const { history, tape, state } = new Simulation(world, { run }).now
    const items = new Float64Array(world.pairs)
    const credits = new Float64Array(world.pairs)
    const received = new Float64Array(world.members)
    for (let k = 0; k < history.offers.count; k++) {
      const grade = history.offers.grade[k]
      if (grade === WITHHELD) continue
      const pair = history.offers.pair[k]
      items[pair] += 1 / tape.lead
      credits[pair] += (grade === FULL ? 1 : tearLineCredit) / tape.lead
      const worth = tape.value[history.offers.item[k]] * (grade === TEAR_LINE ? tearLineValue : 1)
      received[history.offers.member[k]] += (worth * state.veracity(world.reverse[pair])) / tape.lead
    }
    items.forEach((x, pair) => sampled.items[pair].add(x))
    credits.forEach((x, pair) => sampled.credits[pair].add(x))
    received.forEach((x, m) => sampled.received[m].add(x))
  }
  return sampled
}

describe.each<{ name: string; off: Switch[]; parameters: Partial<Parameters> }>([
  { name: 'with the defaults', off: [], parameters: {} },
  { name: 'with each recipient told on its own', off: ['sharedClubs'], parameters: {} },
  { name: 'with a sharper choice and a dearer loss', off: [], parameters: { precision: 10, loss: 12 } },
])('what is expected of day 0, $name,', ({ off, parameters }) => {
  const world = compile(
    scenario(overlapping(), { days: 1, off, parameters: { ...parameters, shelfLife: 60 } }),
  )
  let sampled: Sampled

  beforeAll(() => {
    sampled = sample(world, 1500)
  })

  it('is what runs share on average: items a day between every two', () => {
    const { items } = dayZeroOf(world)
    for (let pair = 0; pair < world.pairs; pair++)
      expect(distance(sampled.items[pair], items[pair]), `pair ${pair}`).toBeLessThan(4)
  })

  it('earns on average the credit that makes up for what ageing takes of the prior', () => {
    const aged = 1 - Math.pow(0.5, 1 / world.parameters.halfLife)
    let earning = 0
    for (let pair = 0; pair < world.pairs; pair++) {
      if (world.balance.credit[pair] === 0) continue
      earning++
      const needed = (world.priors.strength[world.priorOf[pair]] * aged) / world.balance.credit[pair]
      expect(distance(sampled.credits[pair], needed), `pair ${pair}`).toBeLessThan(4)
    }
    expect(earning).toBe(9) // everybody but D collects, so nine of the twelve pairs earn credit
  })

  it('is the value each party receives on average through each agreement', () => {
    for (let m = 0; m < world.members; m++)
      expect(distance(sampled.received[m], world.balance.expected[m]), `membership ${m}`).toBeLessThan(4)
  })
})

describe('afterwards, without a breach,', () => {
  const world = compile(scenario(overlapping(), { days: 500 }))
  const kept = means(world.pairs)
  const received = means(world.members)

  beforeAll(() => {
    for (let run = 0; run < 200; run++) {
      const simulation = new Simulation(world, { run, every: 500 })
      while (!simulation.done) simulation.step()
      const { state } = simulation.now
      for (let pair = 0; pair < world.pairs; pair++) kept[pair].add(state.kept[pair] * state.age)
      // the next morning, when each day's average begins
      state.open(500)
      for (let m = 0; m < world.members; m++) received[m].add(state.received[m] * state.receivedAge)
    }
  })

  it('the evidence of good conduct rests where it was put: within 3 % after 500 days', () => {
    for (let pair = 0; pair < world.pairs; pair++) {
      if (world.balance.credit[pair] === 0) continue
      const drift = kept[pair].mean / world.priors.strength[world.priorOf[pair]] - 1
      expect(Math.abs(drift), `pair ${pair}`).toBeLessThan(0.03)
    }
  })

  it('everybody receives what it expects: within 3 % after 500 days', () => {
    let receiving = 0
    for (let m = 0; m < world.members; m++) {
      if (world.balance.expected[m] === 0) continue
      receiving++
      const slack = 0.03 * world.balance.expected[m] + 3 * received[m].error
      expect(Math.abs(received[m].mean - world.balance.expected[m]), `membership ${m}`).toBeLessThan(slack)
    }
    expect(receiving).toBeGreaterThan(8)
  })
})

it('two countries believe of each other what the strongest of their ties says, and what is said of them by name', () => {
  const given = overlapping()
  const believes = ({ priors, priorOf }: World, pair: number): number[] =>
    [priors.base, priors.strength, priors.veracityBase].map((column) => column[priorOf[pair]])
  const world = compile(scenario(given))
  const { to, ids } = world
  const found = Array.from(to, (j, pair) => [ids[firstOf(world, pair)], ids[j], ...believes(world, pair)])
  const tie = {
    close: [0.95, 20, 0.98],
    ally: [0.85, 10, 0.95],
    partner: [0.75, 6, 0.9],
    narrow: [0.55, 4, 0.75],
  }
  expect(found.filter(([i, j]) => String(i) < String(j))).toEqual([
    ['A', 'B', ...tie.ally],
    ['A', 'C', ...tie.close],
    ['A', 'D', ...tie.narrow],
    ['B', 'C', ...tie.partner],
    ['B', 'D', ...tie.narrow],
    ['C', 'D', ...tie.narrow],
  ])
  const named = compile(scenario({ ...given, pairs: [{ from: 'B', to: 'A', discretion: 0.4, strength: 3 }] }))
  const pair = pairOf(named, 1, 0)
  expect(believes(named, pair)).toEqual([0.4, 3, 0.95])
  expect(believes(named, named.reverse[pair])).toEqual(tie.ally)
})

function strengths({ priors, priorOf }: World): Float64Array {
  return Float64Array.from(priorOf, (prior) => priors.strength[prior])
}

describe('credit', () => {
  it('is none where nothing is expected, so ageing alone moves such a pair', () => {
    const net = network(
      [country('giver', [collects(1)]), country('taker')],
      [agreement('one-way', ['giver', 'taker'])],
    )
    const world = compile(scenario(net))
    const gives = pairOf(world, 0, 1)
    expect(world.balance.credit[gives]).toBeGreaterThan(0)
    expect(dayZeroOf(world).items[world.reverse[gives]]).toBe(0)
    expect(world.balance.credit[world.reverse[gives]]).toBe(0)
    expect(world.balance.expected[0]).toBe(0)
    expect(world.balance.expected[1]).toBeGreaterThan(0)
  })

  it('of one secret is the smaller the more is shared: half as much at twice the rate', () => {
    const at = (rate: number): number => {
      const net = network([country('A', [collects(rate)]), country('B')], [agreement('e', ['A', 'B'])])
      return compile(scenario(net)).balance.credit[0]
    }
    expect(Math.abs(at(2) / at(1) - 0.5)).toBeLessThan(1e-12)
  })

  it('by hand: strength·(1 − λ) over rate times the mean credit, where every item is told in full', () => {
    const net = network(
      [country('A', [collects(0.25)]), country('B')],
      [agreement('e', ['A', 'B'], 'ally', { stake: { A: 50 } })],
    )
    const world = compile(scenario(net))
    const { balance, parameters } = world
    const lambda = Math.pow(0.5, 1 / parameters.halfLife)
    expect(Math.abs(balance.credit[0] - (10 * (1 - lambda)) / 0.25)).toBeLessThan(1e-12)
    expect(Math.abs(dayZeroOf(world).items[0] - 0.25)).toBeLessThan(1e-12)
    // B receives a quarter of an item a day, of mean value .5; it can check nothing, so that it believes A by the tie alone
    expect(Math.abs(balance.expected[1] - 0.25 * 0.5 * 0.95)).toBeLessThan(1e-12)
  })
})

describe('dependence', () => {
  it('by hand: shares of rate × need by agreement', () => {
    const net = network(
      [
        { ...country('A'), need: { [TOPIC]: 0.5 } },
        country('B', [collects(0.6)]),
        country('C', [collects(0.1), collects(0.3, 'SIGINT')]),
      ],
      [
        agreement('a-b', ['A', 'B']),
        agreement('a-c', ['A', 'C']),
        agreement('human', ['A', 'C'], 'ally', { disciplines: ['HUMINT'] }),
      ],
    )
    const world = compile(scenario(net))
    const { dependence } = dayZeroOf(world)
    // of 1 item a day .6 come through a-b; the .1 of C's agents come through both others, half each. The need of .5 drops out.
    const expected = { 'a-b': [0.6, 0], 'a-c': [0.35, 0], human: [0.05, 0] }
    for (const [id, shares] of Object.entries(expected))
      partiesOf(world, world.agreementIds.indexOf(id)).forEach((m, k) =>
        expect(Math.abs(dependence[m] - shares[k]), `${id} ${k}`).toBeLessThan(1e-12),
      )
  })

  it('sums to 1 over the agreements of whoever expects anything, and to 0 for the others', () => {
    fc.assert(
      fc.property(anyNetwork(), (net) => {
        const world = compile(scenario(net))
        const { dependence } = dayZeroOf(world)
        for (let i = 0; i < world.countries; i++) {
          let sum = 0
          let inflow = false
          for (let m = world.memberStart[i]; m < world.memberStart[i + 1]; m++) {
            sum += dependence[m]
            inflow ||= expects(net, world.ids[i], world.agreementIds[world.memberAgreement[m]])
          }
          expect(Math.abs(sum - (inflow ? 1 : 0))).toBeLessThan(1e-12)
        }
      }),
    )
  })
})

/** Any network of up to five countries, with agreements between any of them; all disciplines are covered by all. */
function anyNetwork(): fc.Arbitrary<Network> {
  const ids = ['A', 'B', 'C', 'D', 'E']
  const rate = fc.constantFrom(0, 0, 0.2, 0.7, 1.5)
  const need = fc.constantFrom(0, 0.3, 1)
  const countries = fc.tuple(
    ...ids.map((id) =>
      fc.tuple(rate, rate, need).map(([h, s, n]) => country(id, [collects(h), collects(s, 'SIGINT')], n)),
    ),
  )
  const agreements = fc.array(fc.tuple(fc.subarray(ids, { minLength: 2 }), fc.constantFrom<Tie>(...TIES)), {
    minLength: 1,
    maxLength: 5,
  })
  return fc.tuple(countries, agreements).map(([all, found]) =>
    network(
      all,
      found.map(([parties, tie], k) => agreement(`e${k}`, parties, tie)),
    ),
  )
}

function expects(net: Network, id: string, agreementId: string): boolean {
  const parties = net.agreements.find((found) => found.id === agreementId)?.parties ?? []
  const wants = net.countries.some((found) => found.id === id && found.need[TOPIC] > 0)
  const others = net.countries.filter((found) => found.id !== id && parties.includes(found.id))
  return wants && others.some((other) => other.collection.some((stream) => stream.rate > 0))
}

describe('stakes', () => {
  it('are never below break-even by less than the slack, nor below an ordinary tie', () => {
    fc.assert(
      fc.property(anyNetwork(), (net) => {
        const world = compile(scenario(net))
        const { dependence } = dayZeroOf(world)
        const p = DEFAULTS
        for (let m = 0; m < world.members; m++) {
          let keeps = 1
          for (let a = world.audienceStart[m]; a < world.audienceStart[m + 1]; a++)
            keeps *= (1 + world.priors.base[world.priorOf[world.audiencePair[a]]]) / 2
          const harm =
            (1 - keeps) * (1 + p.betrayal) * (p.idFull - p.idTear) * p.loss * world.balance.typical[m]
          const breakEven = (harm - p.tearLineCost) / (1 - p.tearLineValue)
          expect(world.balance.stake[m]).toBeGreaterThan((1 + p.minimumSlack) * breakEven - 1e-12)
          expect(world.balance.stake[m]).toBeGreaterThanOrEqual(1 + p.dependenceGain * dependence[m])
        }
      }),
    )
  })

  it('are the higher the looser the tie: rivals sign a narrow deal only where it is worth much', () => {
    const stakes = TIES.map((tie) => {
      const net = network([country('A', [collects(1)]), country('B')], [agreement('e', ['A', 'B'], tie)])
      return compile(scenario(net)).balance.stake[0]
    })
    // A expects nothing, so 1 is the least; B* = (risk·10·.45 − .02)/.4 with risks .025, .075, .125, .225
    const expected = [0.025, 0.075, 0.125, 0.225].map((risk) =>
      Math.max(1, (1.25 * (risk * 4.5 - 0.02)) / 0.4),
    )
    stakes.forEach((stake, k) => expect(Math.abs(stake - expected[k]), TIES[k]).toBeLessThan(1e-12))
    expect(stakes[3]).toBeGreaterThan(3)
    expect(stakes[2]).toBeGreaterThan(1.69)
  })

  it('are what the agreement states where it states them, and the price is told apart', () => {
    const net = network(
      [country('A', [collects(1)]), country('B', [collects(1)])],
      [agreement('e', ['A', 'B'], 'narrow', { stake: { A: 0.4 }, price: { B: 0.7 } })],
    )
    const { stake, price } = compile(scenario(net)).balance
    expect(stake[0]).toBe(0.4)
    expect(stake[1]).toBeGreaterThan(2)
    expect([...price]).toEqual([0, 0.7])
  })

  it('take the typical sensitivity from what the party itself collects, else from the scope', () => {
    const net = network(
      [country('A', [collects(1), collects(3, 'SIGINT')]), country('B')],
      [agreement('e', ['A', 'B'])],
    )
    const { typical } = compile(scenario(net)).balance
    expect(Math.abs(typical[0] - (1 + 3 * 0.8) / 4)).toBeLessThan(1e-12)
    expect(Math.abs(typical[1] - 0.9)).toBeLessThan(1e-12)
  })
})

describe('an agreement that begins later', () => {
  const late = (from: number | null): World => {
    const net = network(
      [country('A', [collects(0.8)]), country('B', [collects(0.8)]), country('C', [collects(0.8)])],
      [agreement('a-b', ['A', 'B']), agreement('a-c', ['A', 'C'], 'partner', { from })],
    )
    return compile(scenario(net, { days: 300 }))
  }

  it('changes nothing of what the others are worth before it begins', () => {
    expect(dayZeroOf(late(100)).dependence[0]).toBe(1)
    expect(dayZeroOf(late(null)).dependence[0]).toBe(0.5)
  })

  it('is worth what it would be worth beside the others', () => {
    const [began, always] = [late(100), late(null)].map(dayZeroOf)
    const both = ['A', 'C'].map((id) => seat(late(100), id, 'a-c'))
    for (const column of ['dependence', 'stake', 'typical', 'expected'] as const)
      for (const m of both) expect(began[column][m], column).toBe(always[column][m])
    const pair = pairOf(late(100), 0, 2)
    expect(began.credit[pair]).toBe(always.credit[pair])
    expect(began.credit[pair]).toBeGreaterThan(0)
  })

  it('begins at its own stake: nobody is blamed for having sent nothing before there was an agreement', () => {
    const world = late(200)
    const simulation = new Simulation(world)
    while (simulation.day < 200) simulation.step()
    simulation.step()
    const { state } = simulation.now
    for (const m of [2, 3]) {
      expect(world.balance.expected[m]).toBeGreaterThan(0)
      // one day's arrivals move the average by little
      expect(state.stake(m) / world.balance.stake[m], `membership ${m}`).toBeGreaterThan(0.98)
    }
  })
})

it('every switch leaves the balance of day 0 alone, but those of shared clubs, of deception and of provenance', () => {
  const usual = dayZeroOf(compile(scenario(overlapping())))
  const without = (name: Switch): typeof usual => dayZeroOf(compile(scenario(overlapping(), { off: [name] })))
  const telling: readonly Switch[] = ['sharedClubs', 'deception', 'provenance']
  for (const name of SWITCHES.filter((name) => !telling.includes(name)))
    expect(without(name), name).toEqual(usual)
  expect(without('sharedClubs').items).not.toEqual(usual.items)
  const { expected, confirmed, verified, refuted, ...rest } = usual
  for (const name of ['deception', 'provenance'] as const) {
    expect(without(name), name).toMatchObject(rest)
    expect(without(name).confirmed, name).not.toEqual(confirmed)
  }
  expect(without('deception').expected).not.toEqual(expected)
  expect(without('deception').verified).toEqual(strengths(compile(scenario(overlapping()))))
  expect(verified).toEqual(without('provenance').verified)
  expect(refuted).not.toEqual(without('provenance').refuted)
})

describe('what is known of partners that tell the truth', () => {
  it('by hand: of A, of whom so much can be checked that one report counts for less than one', () => {
    const net = network(
      [country('A', [collects(0.25)]), country('B', [collects(0.2, 'OSINT')])],
      [agreement('e', ['A', 'B'], 'ally', { stake: { A: 50 } })],
      { disciplines: [...network([], []).disciplines, OSINT] },
    )
    const { balance, pairs } = compile(scenario(net))
    expect(pairs).toBe(2)
    const lost = 1 - Math.pow(0.5, 1 / 365)
    // A tells everything; what B collects of its own speaks to a report in a month with 1 − exp(−.03 · .2 · 30)
    const checked = 0.25 * (1 - Math.exp(-0.18))
    const b = 1
    expect(Math.abs(balance.confirmed[b] - (10 * lost) / (checked * 0.995))).toBeLessThan(1e-12)
    expect(Math.abs(balance.verified[b] - 10)).toBeLessThan(1e-12)
    expect(Math.abs(balance.refuted[b] - (10 * 0.005) / 0.995)).toBeLessThan(1e-12)
    const believed = 19.5 / (20 + (10 * 0.005) / 0.995)
    expect(Math.abs(balance.expected[1] - 0.25 * 0.5 * believed)).toBeLessThan(1e-12)
  })

  it('by hand: one report is one piece of evidence at most, so that less is known where little is checked', () => {
    const net = network(
      [country('A', [collects(0.25)]), country('B', [collects(0.01, 'OSINT')])],
      [agreement('e', ['A', 'B'], 'ally', { stake: { A: 50 } })],
      { disciplines: [...network([], []).disciplines, OSINT] },
    )
    const { balance } = compile(scenario(net))
    const lost = 1 - Math.pow(0.5, 1 / 365)
    const checked = 0.25 * (1 - Math.exp(-0.009))
    expect(balance.confirmed[1]).toBe(1)
    expect(Math.abs(balance.verified[1] - (checked * 0.995) / lost)).toBeLessThan(1e-11)
    expect(balance.verified[1]).toBeLessThan(1.2)
    expect(Math.abs(balance.refuted[1] - (checked * 0.005) / lost)).toBeLessThan(1e-11)
  })

  it('by hand: another origin speaks to a report if it told of the topic within the window', () => {
    const net = network(
      [country('A', [collects(0.25)]), country('B'), country('C', [collects(0.02)])],
      [
        agreement('a-b', ['A', 'B'], 'ally', { stake: { A: 50 } }),
        agreement('b-c', ['B', 'C'], 'ally', { stake: { C: 50 } }),
      ],
    )
    const world = compile(scenario(net))
    const lost = 1 - Math.pow(0.5, 1 / 365)
    const checked = (rate: number, other: number): number => rate * 0.1 * (1 - Math.exp(-30 * other))
    for (const [from, right] of [
      [0, checked(0.25, 0.02) * 0.995],
      [2, checked(0.02, 0.25) * 0.995],
    ])
      expect(
        Math.abs(world.balance.confirmed[pairOf(world, 1, from)] - Math.min(1, (10 * lost) / right)),
      ).toBeLessThan(1e-11)
  })

  it('by brute force, without provenance: how many reports no copy vouches for, over all that agreements may do', () => {
    const off: Switch[] = ['provenance']
    const parameters = { corroboration: 0.4, itemSensitivityLow: 1, itemSensitivityHigh: 1.000001 }
    const net = network(
      [country('A', [collects(0.6)]), country('B')],
      [1, 2, 3].map((n) => agreement(`e${n}`, ['A', 'B'], 'narrow', { stake: { A: 0.9 + 0.4 * n } })),
    )
    const { balance, terms } = compile(scenario(net, { off, parameters }))
    const risk = 1 - (1 + 0.55) / 2
    const told = [1, 2, 3].map((n) => {
      const chances = new Float64Array(3)
      probabilities(terms, 0.9 + 0.4 * n, risk, chances)
      return 1 - chances[WITHHELD]
    })
    let right = 0
    for (let mask = 1; mask < 8; mask++) {
      const given = told.filter((_, k) => (mask >> k) % 2 === 1).length
      const chance = told.reduce((p, t, k) => p * ((mask >> k) % 2 === 1 ? t : 1 - t), 1)
      // nobody can check anything, so only copies confirm, what is true and what is not
      right += 0.6 * chance * (1 - 0.6 ** (given - 1))
    }
    const lost = 1 - Math.pow(0.5, 1 / 365)
    expect(right).toBeGreaterThan(0.1)
    expect(Math.abs(balance.confirmed[1] / ((4 * lost) / right) - 1)).toBeLessThan(1e-6)
    expect(balance.refuted[1]).toBe(0)
  })
})

describe.each<{ name: string; off: Switch[]; parameters: Partial<Parameters> }>([
  { name: 'with the defaults', off: [], parameters: {} },
  {
    name: 'where other origins often speak up',
    off: [],
    parameters: { corroboration: 0.5, coverage: 0.002 },
  },
  {
    name: 'where copies pass for other origins',
    off: ['provenance'],
    parameters: { corroboration: 0.5, coverage: 0.002 },
  },
  {
    name: 'where hardly anything is checked',
    off: [],
    parameters: { corroboration: 0.001, coverage: 0.0005 },
  },
])('in three years without a breach, $name,', ({ off, parameters }) => {
  const world = compile(scenario(overlapping(), { days: 1095, off, parameters }))
  const truth = means(world.pairs)
  const falsehood = means(world.pairs)
  const veracity = means(world.pairs)
  const start = Float64Array.from({ length: world.pairs }, (_, pair) => {
    const prior = world.priors.strength[world.priorOf[pair]]
    const { verified, refuted } = world.balance
    return (
      (verified[pair] + prior * world.priors.veracityBase[world.priorOf[pair]]) /
      (verified[pair] + refuted[pair] + prior)
    )
  })

  beforeAll(() => {
    for (let run = 0; run < 60; run++) {
      const simulation = new Simulation(world, { run, every: 1095 })
      while (!simulation.done) simulation.step()
      const { state } = simulation.now
      for (let pair = 0; pair < world.pairs; pair++) {
        truth[pair].add(state.truth[pair] * state.age)
        falsehood[pair].add(state.falsehood[pair] * state.age)
        veracity[pair].add(state.veracity(pair))
      }
    }
  })

  it('the evidence of reports rests where it was put', () => {
    for (let pair = 0; pair < world.pairs; pair++) {
      const { verified, refuted } = world.balance
      const slack = (of: Mean, rest: number): number => 0.01 * rest + 4 * of.error
      expect(Math.abs(truth[pair].mean - verified[pair]), `truth ${pair}`).toBeLessThanOrEqual(
        slack(truth[pair], verified[pair]),
      )
      expect(Math.abs(falsehood[pair].mean - refuted[pair]), `falsehood ${pair}`).toBeLessThanOrEqual(
        slack(falsehood[pair], refuted[pair]),
      )
    }
  })

  it('veracity trust drifts by less than 1 %', () => {
    let drift = 0
    for (let pair = 0; pair < world.pairs; pair++) {
      const apart = veracity[pair].mean / start[pair] - 1
      drift += apart / world.pairs
      expect(Math.abs(apart), `pair ${pair}`).toBeLessThan(0.01 + (4 * veracity[pair].error) / start[pair])
    }
    expect(Math.abs(drift)).toBeLessThan(0.01)
  })
})

it('where nothing can be checked, veracity trust rests exactly, on what the tie says', () => {
  const net = network(
    [country('giver', [collects(1)]), country('taker')],
    [agreement('one-way', ['giver', 'taker'], 'partner')],
  )
  const simulation = new Simulation(compile(scenario(net, { days: 1000 })))
  while (!simulation.done) {
    simulation.step()
    for (const pair of [0, 1]) expect(simulation.now.state.veracity(pair)).toBe((6 * 0.9) / 6)
  }
  expect(simulation.now.history.falsehoods.length).toBeGreaterThan(5)
})

/** Two scenarios, or two policies, under the same draws: which partners come back sooner, and how sure is that? */
import { expectOptions, expectScenario } from '../arguments.js'
import { compile } from '../compile.js'
import { RESULTS_EPOCH } from '../epoch.js'
import {
  GROUPS,
  layoutOf,
  PARTNER_COLUMNS,
  PLOT_COLUMNS,
  type Group,
  type Layout,
  type PartnerColumn,
} from '../metrics.js'
import { LiaisonError, quote } from '../mistakes.js'
import { TIES } from '../network.js'
import { here } from '../runners/here.js'
import type { Scenario } from '../scenario.js'
import type { World } from '../world.js'
import { flowOf } from './decompose.js'
import { checkPairs, playTogether, type StudyOptions } from './ensembles.js'
import { changed, INTERVALS } from './experiment.js'
import { differenceOfPaired, interval, proportion, Ratios, Resampling, type Estimate } from './statistics.js'

export interface CompareOptions extends Omit<StudyOptions, 'without'> {
  /** what the two are called in reports; their titles when left out */
  readonly names?: readonly [a: string, b: string]
}

/** The same number in both scenarios, and B less A in the same runs. */
export interface Contrast {
  readonly a: Estimate
  readonly b: Estimate
  readonly difference: Estimate
}

/** Which of the two brings a partner back sooner; null where the interval of the difference does not exclude 0. */
export type Sooner = 'A' | 'B' | null

export interface PartnerComparison {
  readonly id: string
  readonly label: string
  readonly tie: string
  /** a victim in either scenario, or another partner in both */
  readonly role: 'victim' | 'partner'
  /** probability of a formal step down from an agreement with the leaker since the breach */
  readonly step: Contrast
  /** mean days below full since the breach and within the horizon, 0 in runs without a step ("restricted mean") */
  readonly daysDown: Contrast
  /**
   * mean days from the deepest loss of trust, against the world without the breach, until half of it is back; 0 where less than
   * 0.01 is lost; a run in which it is not back within the horizon counts all days from the breach to the last
   */
  readonly halfBack: Contrast
  /** share of the runs in which half is not back within the horizon, so that `halfBack` is too short */
  readonly halfBackOpen: { readonly a: number; readonly b: number }
  /** 1 − flow with / flow without the breach, each scenario against its own world without */
  readonly chill: Contrast
  /** back at full, by days down; back in trust, by half-back days */
  readonly sooner: { readonly formally: Sooner; readonly inTrust: Sooner }
}

export interface LeakerComparison {
  readonly leaker: string
  readonly label: string
  readonly groups: Readonly<Record<Group, Contrast>>
  /** by id */
  readonly partners: readonly PartnerComparison[]
}

/** One of the two, as far as a report must say. */
export interface ComparedScenario {
  readonly name: string
  readonly title: string
  /** ids of the breaches, all of which its second world lacks */
  readonly breaches: readonly string[]
  /** parameters that differ from their defaults, and mechanisms that are off */
  readonly changed: Readonly<Record<string, number>>
  readonly off: readonly string[]
}

export interface Comparison {
  readonly format: 'liaison-comparison'
  readonly resultsEpoch: number
  readonly days: number
  readonly seed: string
  /** pairs of runs of each scenario */
  readonly runs: number
  /** number of the first run */
  readonly firstRun: number
  /** what the intervals say, and what they do not */
  readonly intervals: string
  readonly a: ComparedScenario
  readonly b: ComparedScenario
  readonly leakers: readonly LeakerComparison[]
  /** warnings given only without the breach, a run */
  readonly warningsLost: Contrast
}

/**
 * Compares two scenarios in the same runs under the same draws, each with its breaches against its own world without them.
 * @returns the same for the same scenarios, seed and runs, to the last bit, whichever runner does the work
 * @throws LiaisonError E_COMPARE where countries, horizon, leakers or partners of a leaker differ; else as `experiment` does;
 * `signal.reason` when aborted
 */
export async function compare(a: Scenario, b: Scenario, options: CompareOptions = {}): Promise<Comparison> {
  expectScenario('compare', a)
  expectScenario('compare', b)
  expectOptions('compare', options, {
    runs: 'a number',
    first: 'a number',
    seed: 'a text',
    names: 'a list of texts',
    runner: 'a function',
    signal: 'an AbortSignal',
    onProgress: 'a function',
  })
  const { runs = 100, first = 0, seed = a.seed, runner = here, signal, onProgress } = options
  const sides = [a, b].map((scenario) => {
    const removed = scenario.breaches.map(({ id }) => id)
    checkPairs(scenario, { runs, first, seed, removed })
    const world = compile(scenario)
    return { scenario, removed, world, layout: layoutOf(world, removed) }
  })
  const [one, other] = sides
  checkAlike(one, other)
  const fold = new CompareFold(one.layout, other.layout)
  const resampling = new Resampling(seed)
  await playTogether(
    [
      { scenario: a, without: one.removed, seed },
      { scenario: b, without: other.removed, seed },
    ],
    [one.layout, other.layout],
    { first, runs, runner, signal, onProgress },
    (run, rowA, rowB) => fold.add(resampling.draw(run), rowA, rowB),
  )
  const labels = new Map(a.network.countries.map(({ id, label }) => [id, label]))
  const nameOf = (k: 0 | 1): string => options.names?.[k] ?? [a, b][k].title
  const factsOf = (k: 0 | 1): ComparedScenario => ({
    name: nameOf(k),
    title: [a, b][k].title,
    breaches: sides[k].removed,
    changed: changed([a, b][k]),
    off: Object.entries([a, b][k].mechanisms).flatMap(([name, on]) => (on ? [] : [name])),
  })
  return {
    format: 'liaison-comparison',
    resultsEpoch: RESULTS_EPOCH,
    days: a.days,
    seed,
    runs,
    firstRun: first,
    intervals: INTERVALS,
    a: factsOf(0),
    b: factsOf(1),
    leakers: one.layout.leakers.map((_, k) => fold.leaker(one.world, labels, k)),
    warningsLost: fold.warningsLost(),
  }
}

interface Side {
  readonly scenario: Scenario
  readonly world: World
  readonly layout: Layout
}

/** @throws LiaisonError E_COMPARE where a number of one would have no counterpart in the other */
function checkAlike(a: Side, b: Side): void {
  const refuse = (what: string, ofA: string, ofB: string, wayOut: string): never => {
    throw new LiaisonError('E_COMPARE', `${what} differ: ${ofA} in A, ${ofB} in B; ${wayOut}`)
  }
  if (a.scenario.days !== b.scenario.days)
    refuse('the horizons', `${a.scenario.days} days`, `${b.scenario.days} days`, 'give both the same days')
  checkNames('the countries', a.world.ids, b.world.ids, 'compare scenarios on one network', refuse)
  const leakers = ({ world, layout }: Side): string[] => layout.leakers.map(({ leaker }) => world.ids[leaker])
  checkNames('the leakers', leakers(a), leakers(b), 'let the same countries leak in both', refuse)
  a.layout.leakers.forEach(({ leaker, partners }, k) => {
    const partnersOf = (side: Side, countries: readonly number[]): string[] =>
      countries.map((country) => side.world.ids[country])
    checkNames(
      `the partners of ${quote(a.world.ids[leaker])} on the day of its first breach`,
      partnersOf(a, partners),
      partnersOf(b, b.layout.leakers[k].partners),
      'keep its agreements of that day the same',
      refuse,
    )
  })
}

function checkNames(
  what: string,
  ofA: readonly string[],
  ofB: readonly string[],
  wayOut: string,
  refuse: (what: string, ofA: string, ofB: string, wayOut: string) => never,
): void {
  const onlyA = ofA.filter((id) => !ofB.includes(id))
  const onlyB = ofB.filter((id) => !ofA.includes(id))
  if (onlyA.length + onlyB.length === 0) return
  const some = (ids: readonly string[]): string =>
    ids.length === 0 ? 'none besides' : ids.slice(0, 5).map(quote).join(', ')
  refuse(what, some(onlyA), some(onlyB), wayOut)
}

/** The means of a partner that are compared with a bootstrap of the runs, in order; the chill comes before them. */
const MEANS = ['daysDown', 'halfBack', 'halfBackOpen'] as const satisfies readonly PartnerColumn[]
const PER_PARTNER = MEANS.length + 1

const chillOf = (ratio: number): number => 1 - ratio
const itself = (ratio: number): number => ratio

/** One scenario, folded: ratios of sums, each at a place that both scenarios share. */
class SideFold {
  readonly #layout: Layout
  /** by leaker: chill of each group; then by partner: chill, MEANS; at the end warnings lost */
  readonly ratios: Ratios
  readonly starts: readonly number[]
  readonly #over: Float64Array
  readonly #under: Float64Array
  readonly last: number

  constructor(layout: Layout) {
    let size = 0
    this.#layout = layout
    this.starts = layout.leakers.map(({ partners }) => {
      const start = size
      size += GROUPS.length + partners.length * PER_PARTNER
      return start
    })
    this.last = size
    this.ratios = new Ratios(size + 1)
    this.#over = new Float64Array(size + 1)
    this.#under = new Float64Array(size + 1).fill(1)
  }

  add(weights: Float64Array, row: Float64Array): void {
    const { leakers, plots } = this.#layout
    leakers.forEach(({ partners }, k) => {
      let at = this.starts[k]
      GROUPS.forEach((_, group) => {
        this.#over[at] = flowOf(this.#layout, k, group, 0, row)
        this.#under[at++] = flowOf(this.#layout, k, group, 1, row)
      })
      partners.forEach((_, seat) => {
        this.#over[at] = this.column(k, seat, 'flowWith', row)
        this.#under[at++] = this.column(k, seat, 'flowWithout', row)
        for (const name of MEANS) this.#over[at++] = this.column(k, seat, name, row)
      })
    })
    this.#over[this.last] = row[plots + PLOT_COLUMNS.indexOf('lost')]
    this.ratios.add(weights, this.#over, this.#under)
  }

  column(k: number, seat: number, name: PartnerColumn, row: Float64Array): number {
    const { partnerStart } = this.#layout.leakers[k]
    return row[partnerStart + seat * PARTNER_COLUMNS.length + PARTNER_COLUMNS.indexOf(name)]
  }
}

/** Both scenarios, folded run by run together. */
class CompareFold {
  readonly #layouts: readonly [Layout, Layout]
  readonly #a: SideFold
  readonly #b: SideFold
  /** by leaker and partner: runs with a step in A, in B, only in A, only in B */
  readonly #steps: readonly Uint32Array[]
  #runs = 0

  constructor(a: Layout, b: Layout) {
    this.#layouts = [a, b]
    this.#a = new SideFold(a)
    this.#b = new SideFold(b)
    this.#steps = a.leakers.map(({ partners }) => new Uint32Array(partners.length * 4))
  }

  add(weights: Float64Array, rowA: Float64Array, rowB: Float64Array): void {
    this.#runs++
    this.#a.add(weights, rowA)
    this.#b.add(weights, rowB)
    this.#steps.forEach((counts, k) => {
      for (let seat = 0; seat * 4 < counts.length; seat++) {
        const inA = this.#a.column(k, seat, 'stepWith', rowA)
        const inB = this.#b.column(k, seat, 'stepWith', rowB)
        counts[seat * 4] += inA
        counts[seat * 4 + 1] += inB
        counts[seat * 4 + 2] += inA > inB ? 1 : 0
        counts[seat * 4 + 3] += inB > inA ? 1 : 0
      }
    })
  }

  /** The number at one place in both, passed through `f`; the difference in every replicate weighs the same runs alike. */
  #contrast(at: number, f: (ratio: number) => number): Contrast {
    const [a, b] = [this.#a.ratios, this.#b.ratios]
    const there = a.replicates(at)
    const differences = b.replicates(at).map((ratio, k) => f(ratio) - f(there[k]))
    const [low, high] = interval(differences)
    return {
      a: a.estimate(at, f),
      b: b.estimate(at, f),
      difference: { mean: b.mean(at, f) - a.mean(at, f), low, high },
    }
  }

  leaker(world: World, labels: ReadonlyMap<string, string>, k: number): LeakerComparison {
    const { leaker, partners } = this.#layouts[0].leakers[k]
    const id = world.ids[leaker]
    const start = this.#a.starts[k]
    const [direct, spillOver, rest] = GROUPS.map((_, group) => this.#contrast(start + group, chillOf))
    return {
      leaker: id,
      label: labels.get(id) ?? id,
      groups: { direct, spillOver, rest },
      partners: partners.map((_, seat) => this.#partner(world, labels, k, seat)),
    }
  }

  #partner(world: World, labels: ReadonlyMap<string, string>, k: number, seat: number): PartnerComparison {
    const { partners, pairs } = this.#layouts[0].leakers[k]
    const id = world.ids[partners[seat]]
    const at = this.#a.starts[k] + GROUPS.length + seat * PER_PARTNER
    const [daysDown, halfBack, open] = MEANS.map((_, mean) => this.#contrast(at + 1 + mean, itself))
    const [inA, inB, onlyA, onlyB] = this.#steps[k].subarray(seat * 4, seat * 4 + 4)
    const isVictim = this.#layouts.some(({ leakers }) => leakers[k].victims.includes(partners[seat]))
    return {
      id,
      label: labels.get(id) ?? id,
      tie: TIES[world.tie[pairs[seat]]],
      role: isVictim ? 'victim' : 'partner',
      step: {
        a: proportion(inA, this.#runs),
        b: proportion(inB, this.#runs),
        difference: differenceOfPaired(onlyB, onlyA, this.#runs),
      },
      daysDown,
      halfBack,
      halfBackOpen: { a: open.a.mean, b: open.b.mean },
      chill: this.#contrast(at, chillOf),
      sooner: { formally: soonerOf(daysDown), inTrust: soonerOf(halfBack) },
    }
  }

  warningsLost(): Contrast {
    return this.#contrast(this.#a.last, itself)
  }
}

/** Fewer days are sooner, where the interval excludes 0. */
function soonerOf({ difference: { low, high } }: Contrast): Sooner {
  if (high < 0) return 'B'
  return low > 0 ? 'A' : null
}

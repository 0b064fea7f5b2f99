/** The main question: with the breach and without it, under the same draws, many times. Who stopped telling whom? */
import { expectOptions, expectScenario } from '../arguments.js'
import { TIES } from '../network.js'
import { compile } from '../compile.js'
import { RESULTS_EPOCH } from '../epoch.js'
import {
  GROUPS,
  layoutOf,
  PARTNER_COLUMNS,
  PLOT_COLUMNS,
  WORLDS,
  type Group,
  type Layout,
  type LeakerLayout,
  type PartnerColumn,
  type PlotColumn,
} from '../metrics.js'
import { LiaisonError } from '../mistakes.js'
import { DEFAULTS, type ParameterName } from '../parameters.js'
import { here, rowOf } from '../runners/here.js'
import { shardsOf, type Runner } from '../runners/runner.js'
import { SWITCHES, type Scenario } from '../scenario.js'
import type { World } from '../world.js'
import type {
  ChillToward,
  Findings,
  FindingsData,
  GroupFindings,
  LeakerFindings,
  PartnerFindings,
  RunRow,
} from './findings.js'
import { interval, medoid, Moments, proportion, Ratios, type Estimate } from './statistics.js'

export interface Progress {
  readonly done: number
  readonly total: number
}

export interface ExperimentOptions {
  /** pairs of runs, 1 or more */
  readonly runs?: number
  /** number of the first run: runs `first` … `first + runs` − 1 */
  readonly first?: number
  /** text that keys every draw; the scenario's own when left out */
  readonly seed?: string
  /** ids of the breaches the second world goes without; all when left out */
  readonly without?: readonly string[]
  readonly runner?: Runner
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** is given every row of the table of runs, however many there are */
  readonly onRow?: (row: RunRow) => void
}

/** Runs whose rows are kept in `findings.table` and weighed for the typical run; more are folded and passed to `onRow`. */
export const KEPT_RUNS = 10_000

/** Days over which a day's chill looks back. */
const WINDOW = 30

const INTERVALS =
  'chance only: 95 % of what the draws alone would give under these assumptions; it says nothing about the assumptions'

/**
 * Runs a paired experiment.
 * @returns the same for the same scenario, seed and runs, to the last byte, whichever runner does the work
 * @throws LiaisonError E_TYPE or E_UNKNOWN_KEY for arguments of another kind, E_RANGE for a number of runs that is no whole number from 1 to 10⁷, E_DANGLING for a breach that does
 * not exist, E_SEED for an empty seed; `signal.reason` when aborted
 */
export async function experiment(scenario: Scenario, options: ExperimentOptions = {}): Promise<Findings> {
  checkKinds(scenario, options)
  const { runs = 100, first = 0, seed = scenario.seed, runner = here, signal, onProgress, onRow } = options
  const removed = options.without ?? scenario.breaches.map(({ id }) => id)
  check(scenario, { runs, first, seed, removed })
  const world = compile(scenario)
  const layout = layoutOf(world, removed)
  const fold = new Fold(world, layout, seed)
  const task = { scenario, without: removed, seed }
  let done = 0
  for await (const rows of runner(
    task,
    shardsOf(first, first + runs),
    signal === undefined ? {} : { signal },
  )) {
    for (let k = 0; k * layout.width < rows.length; k++)
      for (const row of fold.add(first + done++, rowOf(rows, k, layout.width))) onRow?.(row)
    onProgress?.({ done, total: runs })
  }
  return fold.findings(scenario, { seed, removed, first })
}

function checkKinds(scenario: unknown, options: unknown): void {
  expectScenario('experiment', scenario)
  expectOptions('experiment', options, {
    runs: 'a number',
    first: 'a number',
    seed: 'a text',
    without: 'a list of texts',
    runner: 'a function',
    signal: 'an AbortSignal',
    onProgress: 'a function',
    onRow: 'a function',
  })
}

function check(
  scenario: Scenario,
  { runs, first, seed, removed }: { runs: number; first: number; seed: string; removed: readonly string[] },
): void {
  if (!Number.isInteger(runs) || runs < 1 || runs > 1e7)
    throw new LiaisonError('E_RANGE', `runs must be a whole number from 1 to 10000000, not ${runs}`)
  if (!Number.isInteger(first) || first < 0 || first + runs > 0xffffffff)
    throw new LiaisonError('E_RANGE', `first must be a whole number of 0 or more, not ${first}`)
  if (typeof seed !== 'string' || seed === '')
    throw new LiaisonError('E_SEED', 'a seed is a text of one character or more')
  if (removed.length === 0)
    throw new LiaisonError('E_MISSING', 'nothing to compare: the scenario has no breach to go without')
  for (const id of removed)
    if (!scenario.breaches.some((breach) => breach.id === id))
      throw new LiaisonError('E_DANGLING', `no breach "${id}" to go without in this scenario`)
}

/** One leaker's estimates, folded run after run. */
class LeakerFold {
  readonly #layout: LeakerLayout
  readonly #days: number
  /** chill and items of each group, reach's partners, supply */
  readonly #ratios: Ratios
  readonly #over: Float64Array
  readonly #under: Float64Array
  /** trailing flow by group and day */
  readonly #daily: Moments
  readonly #trailing = [new Float64Array(0), new Float64Array(0)]
  /** total flow since the breach by group, with and without */
  readonly #totals = new Moments(GROUPS.length)
  readonly #grades: Float64Array
  /** by partner and column: sums over runs, and over the runs with a step */
  readonly #sums: Float64Array
  readonly #stepped: Float64Array
  readonly #onlyWith: Float64Array
  readonly #onlyWithout: Float64Array
  /** by partner and days after the breach: runs in which it first stepped down then */
  readonly #firstDays: Uint32Array
  #runs = 0

  constructor(layout: LeakerLayout, days: number, seed: string) {
    this.#layout = layout
    this.#days = days
    const partners = layout.partners.length
    const size = GROUPS.length * 2 + partners + 2
    this.#ratios = new Ratios(size, seed)
    this.#over = new Float64Array(size)
    this.#under = new Float64Array(size)
    this.#daily = new Moments(GROUPS.length * days)
    this.#trailing = [new Float64Array(GROUPS.length * days), new Float64Array(GROUPS.length * days)]
    this.#grades = new Float64Array(GROUPS.length * WORLDS.length * 3)
    this.#sums = new Float64Array(partners * PARTNER_COLUMNS.length)
    this.#stepped = new Float64Array(partners * PARTNER_COLUMNS.length)
    this.#onlyWith = new Float64Array(partners)
    this.#onlyWithout = new Float64Array(partners)
    this.#firstDays = new Uint32Array(partners * days)
  }

  /** @returns the chill of each group in this run, and how many partners stepped down */
  add(run: number, row: Float64Array): { chills: (number | null)[]; stepped: number } {
    this.#runs++
    const totals = this.#addFlows(row)
    this.#addGrades(row)
    const stepped = this.#addPartners(row)
    const at = GROUPS.length * 2 + this.#layout.partners.length
    this.#over[at] = row[this.#layout.supply]
    this.#over[at + 1] = row[this.#layout.supply + 1]
    this.#under[at] = this.#under[at + 1] = 1
    this.#ratios.add(run, this.#over, this.#under)
    return { chills: totals.map(([one, other]) => (other > 0 ? 1 - one / other : null)), stepped }
  }

  #addFlows(row: Float64Array): [number, number][] {
    const { day: from, flows } = this.#layout
    const totals = GROUPS.map((_, group): [number, number] => {
      const sums = WORLDS.map((__, world) => {
        const start = flows + (group * WORLDS.length + world) * this.#days
        const trailing = this.#trailing[world]
        let window = 0
        let sum = 0
        for (let day = 0; day < this.#days; day++) {
          window += row[start + day]
          if (day >= WINDOW) window -= row[start + day - WINDOW]
          trailing[group * this.#days + day] = window / Math.min(day + 1, WINDOW)
          if (day >= from) sum += row[start + day]
        }
        return sum
      })
      this.#over[group] = sums[0]
      this.#under[group] = sums[1]
      return [sums[0], sums[1]]
    })
    this.#daily.add(this.#trailing[0], this.#trailing[1])
    this.#totals.add(this.#over.subarray(0, GROUPS.length), this.#under.subarray(0, GROUPS.length))
    return totals
  }

  #addGrades(row: Float64Array): void {
    GROUPS.forEach((_, group) => {
      WORLDS.forEach((__, world) => {
        const slot = (group * WORLDS.length + world) * 3
        for (let grade = 0; grade < 3; grade++)
          this.#grades[slot + grade] += row[this.#layout.grades + slot + grade]
        const given = row[this.#layout.grades + slot + 1] + row[this.#layout.grades + slot + 2]
        const side = world === 0 ? this.#over : this.#under
        side[GROUPS.length + group] = given
      })
    })
  }

  #addPartners(row: Float64Array): number {
    const { partners, partnerStart } = this.#layout
    const columns = PARTNER_COLUMNS.length
    let count = 0
    partners.forEach((_, k) => {
      const start = partnerStart + k * columns
      const of = (column: PartnerColumn): number => row[start + PARTNER_COLUMNS.indexOf(column)]
      const stepped = of('stepWith') === 1
      for (let column = 0; column < columns; column++) {
        this.#sums[k * columns + column] += row[start + column]
        if (stepped) this.#stepped[k * columns + column] += row[start + column]
      }
      if (stepped) {
        count++
        this.#firstDays[k * this.#days + of('firstDay')]++
      }
      if (stepped && of('stepWithout') === 0) this.#onlyWith[k]++
      if (!stepped && of('stepWithout') === 1) this.#onlyWithout[k]++
      this.#over[GROUPS.length * 2 + k] = of('flowWith')
      this.#under[GROUPS.length * 2 + k] = of('flowWithout')
    })
    return count
  }

  findings(world: World, labels: ReadonlyMap<string, string>): LeakerFindings {
    const { leaker, day, partners, victims } = this.#layout
    const id = world.ids[leaker]
    const names = (countries: readonly number[]): string[] => countries.map((country) => world.ids[country])
    const others = partners.filter((country) => !victims.includes(country))
    const everybody = Array.from({ length: world.countries }, (_, country) => country)
    const members: Record<Group, readonly number[]> = { direct: victims, spillOver: others, rest: everybody }
    const supply = GROUPS.length * 2 + partners.length
    return {
      leaker: id,
      label: labels.get(id) ?? id,
      day,
      groups: {
        direct: this.#group(0, names(members.direct)),
        spillOver: this.#group(1, names(members.spillOver)),
        rest: this.#group(2, names(members.rest)),
      },
      reach: this.#reach(),
      supplyLost: { items: this.#ratios.estimate(supply), value: this.#ratios.estimate(supply + 1) },
      partners: partners.map((_, k) => this.#partner(world, labels, k)),
    }
  }

  #group(group: number, countries: string[]): GroupFindings {
    const chill = (ratio: number): number => 1 - ratio
    const days = Array.from({ length: this.#days }, (_, day) => group * this.#days + day)
    const moments = days.map((k) => this.#daily.of(k))
    const byDay = days.map((k) => this.#daily.chill(k))
    const pairing = this.#totals.correlation(group)
    return {
      countries,
      chill: this.#ratios.estimate(group, chill),
      items: this.#ratios.estimate(GROUPS.length + group, chill),
      grades: { with: this.#shares(group, 0), without: this.#shares(group, 1) },
      pairing: Number.isNaN(pairing) ? null : pairing,
      byDay: {
        with: moments.map(({ x }) => x),
        without: moments.map(({ y }) => y),
        chill: byDay.map(({ mean }) => orNull(mean)),
        low: byDay.map(({ low }) => orNull(low)),
        high: byDay.map(({ high }) => orNull(high)),
      },
      halfLife: halfLife(byDay, this.#layout.day),
    }
  }

  #shares(group: number, world: number): number[] {
    const slot = (group * WORLDS.length + world) * 3
    const counts = [...this.#grades.subarray(slot, slot + 3)]
    const sum = counts.reduce((a, b) => a + b, 0)
    return counts.map((count) => (sum === 0 ? 0 : count / sum))
  }

  /** Share of the partners that were no victims whose flow fell by a tenth or more, in every replicate. */
  #reach(): Estimate {
    const { partners, victims } = this.#layout
    const places = partners.flatMap((country, k) =>
      victims.includes(country) ? [] : [GROUPS.length * 2 + k],
    )
    const share = (ratios: readonly number[]): number => {
      const known = ratios.filter((ratio) => !Number.isNaN(ratio))
      return known.length === 0 ? 0 : known.filter((ratio) => 1 - ratio >= 0.1).length / known.length
    }
    const replicates = places.map((k) => this.#ratios.replicates(k))
    const shares = Float64Array.from({ length: replicates[0]?.length ?? 0 }, (_, b) =>
      share(replicates.map((r) => r[b])),
    )
    const [low, high] = interval(shares)
    return { mean: share(places.map((k) => this.#ratios.estimate(k).mean)), low, high }
  }

  #partner(world: World, labels: ReadonlyMap<string, string>, k: number): PartnerFindings {
    const { partners, pairs, victims } = this.#layout
    const id = world.ids[partners[k]]
    const columns = PARTNER_COLUMNS.length
    const sum = (column: PartnerColumn): number => this.#sums[k * columns + PARTNER_COLUMNS.indexOf(column)]
    const stepped = (column: PartnerColumn): number =>
      this.#stepped[k * columns + PARTNER_COLUMNS.indexOf(column)]
    const steps = sum('stepWith')
    const mean = (column: PartnerColumn): number => sum(column) / this.#runs
    const ofStepped = (column: PartnerColumn): number | null => (steps === 0 ? null : stepped(column) / steps)
    return {
      id,
      label: labels.get(id) ?? id,
      tie: TIES[world.tie[pairs[k]]],
      role: victims.includes(partners[k]) ? 'victim' : 'partner',
      chill: this.#ratios.estimate(GROUPS.length * 2 + k, (ratio) => 1 - ratio),
      trust: {
        before: mean('trustBefore'),
        lowest: mean('trustLowest'),
        end: mean('trustEnd'),
        endWithout: mean('trustEndWithout'),
      },
      step: {
        with: proportion(steps, this.#runs),
        without: proportion(sum('stepWithout'), this.#runs),
        difference: differenceOfPaired(this.#onlyWith[k], this.#onlyWithout[k], this.#runs),
      },
      firstDay: steps === 0 ? null : this.#medianFirstDay(k, steps),
      daysDown: ofStepped('daysDown'),
      stillDown: ofStepped('stillDown'),
      price: mean('price'),
    }
  }

  #medianFirstDay(k: number, steps: number): number {
    let seen = 0
    for (let day = 0; day < this.#days; day++) {
      seen += this.#firstDays[k * this.#days + day]
      if (seen * 2 >= steps) return day
    }
    throw new Error(`${steps} steps, of which only ${seen} have a day`)
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

/** Difference of two proportions over pairs, with the interval of McNemar's paired proportions. */
function differenceOfPaired(onlyWith: number, onlyWithout: number, runs: number): Estimate {
  const mean = (onlyWith - onlyWithout) / runs
  const discordant = (onlyWith + onlyWithout) / runs
  const half = 1.959963984540054 * Math.sqrt(Math.max(0, discordant - mean * mean) / runs)
  return { mean, low: Math.max(-1, mean - half), high: Math.min(1, mean + half) }
}

/** Days from the deepest chill after the breach until it has halved, for good within the horizon. */
function halfLife(byDay: readonly Estimate[], from: number): number | null {
  let deepest = from
  for (let day = from; day < byDay.length; day++) if (byDay[day].mean > byDay[deepest].mean) deepest = day
  const depth = byDay[deepest].mean
  if (!(depth > 0)) return null
  for (let day = deepest; day < byDay.length; day++) if (byDay[day].mean <= depth / 2) return day - deepest
  return null
}

/** All that is folded of an experiment. */
class Fold {
  readonly #world: World
  readonly #layout: Layout
  readonly #leakers: readonly LeakerFold[]
  readonly #plots: Ratios
  readonly #table: RunRow[] = []
  /** direct and spill-over chill of the runs kept, toward the first leaker */
  readonly #direct: number[] = []
  readonly #spillOver: number[] = []
  #runs = 0

  constructor(world: World, layout: Layout, seed: string) {
    this.#world = world
    this.#layout = layout
    this.#leakers = layout.leakers.map((leaker) => new LeakerFold(leaker, layout.days, seed))
    this.#plots = new Ratios(PLOT_COLUMNS.length + 1, seed)
  }

  add(run: number, row: Float64Array): RunRow[] {
    this.#runs++
    const plot = (column: PlotColumn): number => row[this.#layout.plots + PLOT_COLUMNS.indexOf(column)]
    const notAverted = plot('avertedWithout') - plot('avertedWith')
    const sums = Float64Array.from([...PLOT_COLUMNS.map(plot), notAverted])
    this.#plots.add(run, sums, new Float64Array(sums.length).fill(1))
    const rows = this.#leakers.map((leaker, k): RunRow => {
      const { chills, stepped } = leaker.add(run, row)
      const [direct, spillOver, rest] = chills
      const id = this.#world.ids[this.#layout.leakers[k].leaker]
      return { run, leaker: id, direct, spillOver, rest, stepped, warningsLost: plot('lost'), notAverted }
    })
    if (this.#runs <= KEPT_RUNS) {
      this.#table.push(...rows)
      this.#direct.push(rows[0].direct ?? 0)
      this.#spillOver.push(rows[0].spillOver ?? 0)
    }
    return rows
  }

  findings(
    scenario: Scenario,
    { seed, removed, first }: { seed: string; removed: readonly string[]; first: number },
  ): Findings {
    const labels = new Map(scenario.network.countries.map(({ id, label }) => [id, label]))
    const plots = (column: PlotColumn): Estimate => this.#plots.estimate(PLOT_COLUMNS.indexOf(column))
    const data: FindingsData = {
      format: 'liaison-findings',
      resultsEpoch: RESULTS_EPOCH,
      title: scenario.title,
      description: scenario.description,
      start: scenario.start,
      days: scenario.days,
      network: scenario.network.id,
      seed,
      seedGiven: scenario.seedGiven,
      runs: this.#runs,
      firstRun: first,
      intervals: INTERVALS,
      breaches: scenario.breaches.map((breach) => {
        const { id, day, by, of, to, topic, kind, severity, details, pressDay, namedDay } = breach
        return {
          id,
          day,
          by,
          of,
          to,
          topic,
          kind,
          severity,
          details,
          pressDay,
          namedDay,
          removed: removed.includes(id),
        }
      }),
      leakers: this.#leakers.map((leaker) => leaker.findings(this.#world, labels)),
      plots: {
        plots: plots('plots'),
        warningsWith: plots('warningsWith'),
        warningsWithout: plots('warningsWithout'),
        lost: plots('lost'),
        degraded: plots('degraded'),
        gained: plots('gained'),
        avertedWith: plots('avertedWith'),
        avertedWithout: plots('avertedWithout'),
        notAverted: this.#plots.estimate(PLOT_COLUMNS.length),
      },
      changed: changed(scenario),
      off: SWITCHES.filter((name) => !scenario.mechanisms[name]),
      typicalRun: first + medoid(this.#direct, this.#spillOver),
    }
    return { data, table: this.#table, chill: { toward: (leaker) => toward(data, leaker) } }
  }
}

function changed(scenario: Scenario): Record<string, number> {
  const names = Object.keys(DEFAULTS) as ParameterName[]
  return Object.fromEntries(
    names
      .filter((name) => scenario.parameters[name] !== DEFAULTS[name])
      .map((name) => [name, scenario.parameters[name]]),
  )
}

function toward(data: FindingsData, leaker: string): ChillToward {
  const found = data.leakers.find((candidate) => candidate.leaker === leaker)
  if (found === undefined)
    throw new LiaisonError('E_DANGLING', `"${leaker}" leaked nothing in this experiment`)
  const of = ({ chill, byDay }: GroupFindings) => ({ ...chill, byDay })
  const { direct, spillOver, rest } = found.groups
  return { victim: of(direct), witnesses: of(spillOver), rest: of(rest) }
}

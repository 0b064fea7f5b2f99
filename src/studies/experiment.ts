/** The main question: with the breach and without it, under the same draws, many times. Who stopped telling whom? */
import { expectLiaison, expectOptions, expectScenario } from '../arguments.js'
import { RESULTS_EPOCH } from '../epoch.js'
import { PLOT_COLUMNS, type Layout, type PlotColumn } from '../metrics.js'
import { LiaisonError } from '../mistakes.js'
import { DEFAULTS, type ParameterName } from '../parameters.js'
import { Pair } from '../pair.js'
import { here, playHere } from '../runners/here.js'
import { shardsOf } from '../runners/runner.js'
import { SWITCHES, type Breach, type Scenario } from '../scenario.js'
import type { World } from '../world.js'
import { checkPairs, foldRows, type StudyOptions } from './ensembles.js'
import type { BreachFact, ChillToward, Findings, FindingsData, GroupFindings, RunRow } from './findings.js'
import { LeakerFold } from './leaker-fold.js'
import { OutcomeFold } from './outcome-fold.js'
import { KEPT_RUNS, medoid, Ratios, Resampling, type Estimate } from './statistics.js'

export interface ExperimentOptions extends StudyOptions {
  /** is given every row of the table of runs, however many there are */
  readonly onRow?: (row: RunRow) => void
}

export const INTERVALS =
  'chance only: 95 % of what the draws alone would give under these assumptions; it says nothing about the assumptions'

/**
 * Runs a paired experiment.
 * @returns the same for the same scenario, seed and runs, to the last byte, whichever runner does the work
 * @throws LiaisonError E_TYPE or E_UNKNOWN_KEY for arguments of another kind, E_RANGE for a number of runs that is no whole number from 1 to 10⁷, E_DANGLING for a breach that does
 * not exist, E_SEED for an empty seed; `signal.reason` when aborted
 */
export async function experiment(scenario: Scenario, options: ExperimentOptions = {}): Promise<Findings> {
  return (await experimentAndPair(scenario, options)).findings
}

/** The same, with the pair that it was worked out on: whoever asks that for more need not compile again, nor play the last run again. */
export async function experimentAndPair(
  scenario: Scenario,
  options: ExperimentOptions = {},
): Promise<{ findings: Findings; pair: Pair }> {
  checkKinds(scenario, options)
  expectLiaison('experiment', scenario)
  const { runs = 100, first = 0, seed = scenario.seed, runner = here, signal, onProgress, onRow } = options
  const removed = options.without ?? scenario.breaches.map(({ id }) => id)
  checkPairs(scenario, { runs, first, seed, removed })
  const pair = new Pair({ scenario, without: removed, seed })
  const { layout } = pair
  const fold = new Fold(pair.world, layout, seed)
  const shards = shardsOf(first, first + runs)
  const stop = signal === undefined ? {} : { signal }
  const played = runner === here ? playHere(pair, shards, stop) : runner(pair.task, shards, stop)
  let done = 0
  for await (const rows of played) {
    const next = foldRows(rows, layout, first + done, (run, row) => {
      for (const told of fold.add(run, row)) onRow?.(told)
    })
    done = next - first
    onProgress?.({ done, total: runs })
  }
  if (done !== runs) throw new Error(`the runner gave ${done} runs of ${runs}`)
  return { findings: fold.findings(scenario, { seed, removed, first }), pair }
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

/** All that is folded of an experiment. */
class Fold {
  readonly #world: World
  readonly #layout: Layout
  readonly #resampling: Resampling
  readonly #leakers: readonly LeakerFold[]
  readonly #plots: Ratios
  readonly #outcomes: OutcomeFold
  readonly #table: RunRow[] = []
  /** direct and spill-over chill of the runs kept, toward the first leaker */
  readonly #direct: number[] = []
  readonly #spillOver: number[] = []
  #runs = 0

  constructor(world: World, layout: Layout, seed: string) {
    this.#world = world
    this.#layout = layout
    this.#resampling = new Resampling(seed)
    this.#leakers = layout.leakers.map((leaker) => new LeakerFold(leaker, layout.days, world.topics))
    this.#plots = new Ratios(PLOT_COLUMNS.length + 1)
    this.#outcomes = new OutcomeFold(world, layout.outcomes)
  }

  add(run: number, row: Float64Array): RunRow[] {
    this.#runs++
    const plot = (column: PlotColumn): number => row[this.#layout.plots + PLOT_COLUMNS.indexOf(column)]
    const notAverted = plot('avertedWithout') - plot('avertedWith')
    const sums = Float64Array.from([...PLOT_COLUMNS.map(plot), notAverted])
    const weights = this.#resampling.draw(run)
    this.#plots.add(weights, sums, new Float64Array(sums.length).fill(1))
    this.#outcomes.add(weights, row)
    const rows = this.#leakers.map((leaker, k): RunRow => {
      const { chills, stepped } = leaker.add(weights, row)
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
      breaches: scenario.breaches.map((breach) => factOf(breach, removed.includes(breach.id))),
      moves: scenario.moves,
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
      outcomes: this.#outcomes.outcomes(),
      prospects: this.#outcomes.prospects(),
      blames: this.#outcomes.blames(),
      changed: changed(scenario),
      off: SWITCHES.filter((name) => !scenario.mechanisms[name]),
      typicalRun: first + medoid(this.#direct, this.#spillOver),
    }
    return { data, table: this.#table, chill: { toward: (leaker) => toward(data, leaker) } }
  }
}

/** A breach as findings tell it. @param removed whether the second world goes without it */
export function factOf(breach: Breach, removed: boolean): BreachFact {
  const { id, day, by, of, to, topic, kind, severity, details, pressDay, namedDay, happened, traced } = breach
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
    happened,
    traced,
    removed,
  }
}

/** Parameters that differ from their defaults. */
export function changed(scenario: Scenario): Record<string, number> {
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

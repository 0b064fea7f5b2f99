/** Which mechanism did it: exact Shapley shares of the chill over switches, every setting of them played under the same draws. */
import { expectOptions, expectScenario } from '../arguments.js'
import { compile } from '../compile.js'
import { GROUPS, layoutOf, WORLDS, type Group, type Layout } from '../metrics.js'
import { LiaisonError, quote } from '../mistakes.js'
import { didYouMean } from '../names.js'
import { here } from '../runners/here.js'
import { SWITCHES, type Scenario, type Switch } from '../scenario.js'
import { checkPairs, playAll, type StudyOptions } from './ensembles.js'
import { interval, Ratios, Resampling, type Estimate } from './statistics.js'

/** The mechanisms the chill is divided among when nobody names others. */
const DIVIDED = [
  'witness',
  'imitation',
  'reciprocity',
  'sharedClubs',
  'sourceLoss',
] as const satisfies readonly Switch[]

/** Pairs of runs for each setting of the switches, when nobody says how many. */
export const DECOMPOSE_RUNS = 64

/** Settings double with every switch. */
const MOST_SWITCHES = 10

export interface DecomposeOptions extends StudyOptions {
  /** what to divide the chill among; those five when left out */
  readonly switches?: readonly Switch[]
}

/** The chill toward one leaker from one group, divided. base + Σ shares = whole, to the last bits. */
export interface GroupDecomposition {
  /** the chill with the scenario's own switches */
  readonly whole: Estimate
  /** the chill with all of `switches` off: what each victim's own experience does alone */
  readonly base: Estimate
  /** what each mechanism adds, averaged over all orders of switching them on; exactly 0 for one that the scenario has off */
  readonly shares: readonly { readonly mechanism: Switch; readonly share: Estimate }[]
  /** the chill in each of `settings`, in their order; NaN where nothing flows */
  readonly chills: readonly number[]
}

export interface LeakerDecomposition {
  readonly leaker: string
  readonly label: string
  readonly groups: Readonly<Record<Group, GroupDecomposition>>
}

export interface Decomposition {
  /** pairs of runs for each setting */
  readonly runs: number
  /** number of the first run */
  readonly firstRun: number
  readonly switches: readonly Switch[]
  /** those of them that the scenario has off */
  readonly off: readonly Switch[]
  /** the settings that were played: which of the switches are on in each, none first, all last */
  readonly settings: readonly (readonly Switch[])[]
  readonly leakers: readonly LeakerDecomposition[]
}

/**
 * Exact Shapley values of a game (Shapley 1953): what each player adds to a coalition, averaged over all orders of joining.
 * @param values worth of each coalition, 2^players long; player i belongs to coalition c where bit i of c is set
 * @returns by player; they sum to the worth of all less the worth of none, but for rounding
 */
export function shapley(values: ArrayLike<number>, players: number): Float64Array {
  const shares = new Float64Array(players)
  const weights = weightsFor(players)
  for (let player = 0; player < players; player++) {
    const bit = 1 << player
    let share = 0
    for (let coalition = 0; coalition < 1 << players; coalition++)
      if ((coalition & bit) === 0)
        share += weights[size(coalition)] * (values[coalition | bit] - values[coalition])
    shares[player] = share
  }
  return shares
}

/** By size s of a coalition: s! (n − s − 1)! / n!, the share of orders in which just these come before a player. */
function weightsFor(players: number): Float64Array {
  const weights = new Float64Array(players)
  // 1 / (n · (n − 1 over s))
  let choices = 1
  for (let s = 0; s < players; s++) {
    weights[s] = 1 / (players * choices)
    choices = (choices * (players - 1 - s)) / (s + 1)
  }
  return weights
}

function size(coalition: number): number {
  let count = 0
  for (let rest = coalition; rest > 0; rest &= rest - 1) count++
  return count
}

/** The settings a decomposition plays: the switches that are on in the scenario, in every combination, none first, all last. */
function settingsOf({ mechanisms }: Scenario, switches: readonly Switch[]): Switch[][] {
  const on = switches.filter((name) => mechanisms[name])
  return Array.from({ length: 1 << on.length }, (_, mask) => on.filter((__, k) => (mask & (1 << k)) !== 0))
}

/** Pairs of runs that a decomposition will play, over all settings. */
export function pairsToDecompose(
  scenario: Scenario,
  runs: number,
  switches: readonly Switch[] = DIVIDED,
): number {
  return settingsOf(scenario, switches).length * runs
}

/**
 * Divides the chill among mechanisms. Both worlds of every pair live under the same setting of the switches, and every setting
 * under the same draws. Intervals are chance only: a replicate weighs the same runs alike in all settings.
 * @returns the same for the same scenario, seed and runs, to the last bit, whichever runner does the work
 * @throws LiaisonError as `experiment` does; E_ENUM for a switch that does not exist, E_DUP_ID for one named twice, E_TOO_MANY for
 * more than ten; `signal.reason` when aborted
 */
export async function decompose(scenario: Scenario, options: DecomposeOptions = {}): Promise<Decomposition> {
  expectScenario('decompose', scenario)
  expectOptions('decompose', options, {
    runs: 'a number',
    first: 'a number',
    seed: 'a text',
    without: 'a list of texts',
    switches: 'a list of texts',
    runner: 'a function',
    signal: 'an AbortSignal',
    onProgress: 'a function',
  })
  const {
    runs = DECOMPOSE_RUNS,
    first = 0,
    seed = scenario.seed,
    runner = here,
    switches = DIVIDED,
  } = options
  const removed = options.without ?? scenario.breaches.map(({ id }) => id)
  checkPairs(scenario, { runs, first, seed, removed })
  checkSwitches(switches)
  const world = compile(scenario)
  const layout = layoutOf(world, removed)
  const settings = settingsOf(scenario, switches)
  const tasks = settings.map((on) => ({
    scenario: { ...scenario, mechanisms: withOnly(scenario.mechanisms, switches, on) },
    without: removed,
    seed,
  }))
  const resampling = new Resampling(seed)
  const folds = settings.map(() => new ChillFold(layout))
  const { signal, onProgress } = options
  await playAll(tasks, layout, { first, runs, runner, signal, onProgress }, (task, run, row) =>
    folds[task].add(resampling.draw(run), row),
  )
  const labels = new Map(scenario.network.countries.map(({ id, label }) => [id, label]))
  const players = switches.filter((name) => scenario.mechanisms[name])
  const leakers = layout.leakers.map(({ leaker }, k): LeakerDecomposition => {
    const id = world.ids[leaker]
    const divided = GROUPS.map((_, group) =>
      divide(
        folds.map((fold) => fold.chill(k, group)),
        switches,
        players,
      ),
    )
    return {
      leaker: id,
      label: labels.get(id) ?? id,
      groups: { direct: divided[0], spillOver: divided[1], rest: divided[2] },
    }
  })
  const off = switches.filter((name) => !scenario.mechanisms[name])
  return { runs, firstRun: first, switches, off, settings, leakers }
}

function checkSwitches(switches: readonly string[]): void {
  if (switches.length === 0 || switches.length > MOST_SWITCHES)
    throw new LiaisonError(
      'E_TOO_MANY',
      `switches names ${switches.length} mechanisms; name 1 to ${MOST_SWITCHES}, for every one doubles the settings to play`,
    )
  switches.forEach((name, k) => {
    const hint = didYouMean(name, SWITCHES, `use any of ${SWITCHES.join(', ')}`)
    if (!SWITCHES.includes(name as Switch))
      throw new LiaisonError('E_ENUM', `no mechanism ${quote(name)} can be switched; ${hint}`)
    if (switches.indexOf(name) !== k)
      throw new LiaisonError('E_DUP_ID', `switches names ${quote(name)} twice; name it once`)
  })
}

function withOnly(
  mechanisms: Scenario['mechanisms'],
  switches: readonly Switch[],
  on: readonly Switch[],
): Scenario['mechanisms'] {
  return { ...mechanisms, ...Object.fromEntries(switches.map((name) => [name, on.includes(name)])) }
}

/** The chill of one setting, in the runs and in every replicate. */
interface Chill {
  readonly mean: number
  readonly replicates: Float64Array
}

/** The chill of every leaker and group under one setting. */
class ChillFold {
  readonly #layout: Layout
  readonly #ratios: Ratios
  readonly #over: Float64Array
  readonly #under: Float64Array

  constructor(layout: Layout) {
    const size = layout.leakers.length * GROUPS.length
    this.#layout = layout
    this.#ratios = new Ratios(size)
    this.#over = new Float64Array(size)
    this.#under = new Float64Array(size)
  }

  add(weights: Float64Array, row: Float64Array): void {
    this.#layout.leakers.forEach((_, k) =>
      GROUPS.forEach((__, group) => {
        this.#over[k * GROUPS.length + group] = flowOf(this.#layout, k, group, 0, row)
        this.#under[k * GROUPS.length + group] = flowOf(this.#layout, k, group, 1, row)
      }),
    )
    this.#ratios.add(weights, this.#over, this.#under)
  }

  chill(leaker: number, group: number): Chill {
    const k = leaker * GROUPS.length + group
    const chill = (ratio: number): number => 1 - ratio
    return { mean: this.#ratios.mean(k, chill), replicates: this.#ratios.replicates(k).map(chill) }
  }
}

/** Flow of a group in one world of a row, from the leaker's breach to the horizon. */
export function flowOf(
  { days, leakers }: Layout,
  leaker: number,
  group: number,
  world: number,
  row: Float64Array,
): number {
  const { day: from, flows } = leakers[leaker]
  const start = flows + (group * WORLDS.length + world) * days
  let sum = 0
  for (let day = from; day < days; day++) sum += row[start + day]
  return sum
}

function divide(
  chills: readonly Chill[],
  switches: readonly Switch[],
  players: readonly Switch[],
): GroupDecomposition {
  const [base, whole] = [chills[0], chills[chills.length - 1]].map(({ mean, replicates }) =>
    estimateOf(mean, replicates),
  )
  const means = chills.map(({ mean }) => mean)
  const shares = reconciled(base.mean, shapley(means, players.length), whole.mean)
  const replicates = players.map(() => new Float64Array(chills[0].replicates.length))
  const values = new Float64Array(chills.length)
  for (let b = 0; b < chills[0].replicates.length; b++) {
    chills.forEach((chill, setting) => (values[setting] = chill.replicates[b]))
    shapley(values, players.length).forEach((share, player) => (replicates[player][b] = share))
  }
  return {
    whole,
    base,
    shares: switches.map((mechanism) => {
      const player = players.indexOf(mechanism)
      return {
        mechanism,
        share: player < 0 ? { mean: 0, low: 0, high: 0 } : estimateOf(shares[player], replicates[player]),
      }
    }),
    chills: means,
  }
}

function estimateOf(mean: number, replicates: Float64Array): Estimate {
  const [low, high] = interval(replicates)
  return { mean, low, high }
}

/**
 * Shares whose sum with the base, from left to right, is the whole to the last bit where one share can be found to take what
 * rounding left over, some 1e−17: the largest that will do. A share of exactly 0 stays so.
 */
function reconciled(base: number, shares: Float64Array, whole: number): Float64Array {
  const restOf = (some: Float64Array): number => whole - some.reduce((sum, share) => sum + share, base)
  if (!(Math.abs(restOf(shares)) > 0)) return shares
  const bySize = [...shares.keys()]
    .filter((k) => shares[k] !== 0)
    .sort((a, b) => Math.abs(shares[b]) - Math.abs(shares[a]) || a - b)
  for (const k of bySize)
    for (const times of [1, 0.5, 1.5]) {
      const moved = shares.with(k, shares[k] + times * restOf(shares))
      if (restOf(moved) === 0) return moved
    }
  return shares
}

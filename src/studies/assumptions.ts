/**
 * Chance and assumption apart: how far the answer moves when the parameters are drawn from their plausible ranges, and which of
 * them tip it. Many runs narrow what chance leaves open; what the assumptions leave open they do not touch.
 */
import { expectLiaison, expectOptions, expectScenario } from '../arguments.js'
import { compile, dayZeroOf } from '../compile.js'
import { exp, log } from '../math.js'
import { layoutOf, PARTNER_COLUMNS, PLOT_COLUMNS, type Layout, type PartnerColumn } from '../metrics.js'
import { LiaisonError, quote } from '../mistakes.js'
import { didYouMean } from '../names.js'
import { NUMBERS_OF } from '../network-file.js'
import {
  ASCENDING,
  isRead,
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type Parameters,
} from '../parameters.js'
import { address, Draws } from '../random.js'
import { here } from '../runners/here.js'
import type { Scenario } from '../scenario.js'
import { pairOf, type World } from '../world.js'
import { flowOf } from './decompose.js'
import { checkPairs, playAll, type Progress, type StudyOptions } from './ensembles.js'
import { interval, proportion, quantile, Ratios, Resampling, type Estimate } from './statistics.js'

/** Draws of all parameters, when nobody says how many. */
const DRAWS = 64
/** Pairs of runs for each draw and each move, when nobody says how many. */
export const ASSUMPTION_RUNS = 8

/** "A chill": more than so much less is told, beyond chance. */
const CHILL = 0.02
/** "Steps down": in more than so many of the runs, because of the breach, beyond chance. */
const STEP = 0.5

export interface AssumptionsOptions extends StudyOptions {
  /** pairs of runs with the scenario's own numbers, at least `runs`; as many as `runs` when left out */
  readonly baseRuns?: number
  /** how often all parameters are drawn, 2 to 100000; 64 when left out */
  readonly draws?: number
  /** parameters that stay as the scenario has them; all others are drawn, also those the scenario sets */
  readonly keep?: readonly ParameterName[]
}

/** `unclear` where chance leaves it open, or where nothing flows. */
export type Answer = 'yes' | 'no' | 'unclear'

/** What is asked of every draw: is there a direct chill, does the main victim step down? */
const QUESTIONS = ['chill', 'step'] as const
export type Question = (typeof QUESTIONS)[number]

/** The outcomes kept of a leaker. */
const OUTCOMES = ['direct', 'spillOver', 'victimSteps', 'othersStep'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Quantiles over draws of the parameters; NaN where no draw has anything to say. */
export interface Range {
  readonly low: number
  readonly middle: number
  readonly high: number
}

export interface OutcomeRange {
  /** with the scenario's own numbers; its interval is 95 %, chance only */
  readonly base: Estimate
  /** 5 %, 50 % and 95 % of the draws lie below; chance is in it too, that of `runs` pairs a draw */
  readonly range: Range
  /** by draw */
  readonly byDraw: readonly number[]
}

/** One parameter moved to an end of its range, everything else as the scenario has it, under the same draws. */
export interface AssumptionMove {
  readonly parameter: ParameterName
  readonly end: 'low' | 'high'
  readonly from: number
  /** the end of its range, or as near to it as a parameter that may not be passed lets it come */
  readonly to: number
  readonly direct: Estimate
  readonly spillOver: Estimate
  readonly victimSteps: Estimate
  /** direct chill less that of the same runs before the move */
  readonly difference: Estimate
  readonly answers: Readonly<Record<Question, Answer>>
}

/** A parameter by which draws with one answer differ from draws with the other. */
export interface Separator {
  readonly parameter: ParameterName
  /** largest difference of the two distribution functions (Kolmogorov–Smirnov), 0 to 1 */
  readonly distance: number
  /** medians of the parameter where the answer is yes, and where it is no */
  readonly whereYes: number
  readonly whereNo: number
}

export interface AnswerFindings {
  /** with the scenario's own numbers */
  readonly base: Answer
  /** draws by answer */
  readonly draws: Readonly<Record<Answer, number>>
  /** moves of a single parameter that turn a yes into a no or a no into a yes; indices into `moves` */
  readonly tips: readonly number[]
  /** the most telling first */
  readonly separators: readonly Separator[]
}

export interface LeakerAssumptions {
  readonly leaker: string
  readonly label: string
  /** of its victims the one that would tell it most; null where it has none */
  readonly victim: string | null
  /**
   * Chills of the victims and of the other partners; share of the runs in which the main victim, or any other partner, takes a
   * formal step down with the breach and none without.
   */
  readonly outcomes: Readonly<Record<Outcome, OutcomeRange>>
  readonly answers: Readonly<Record<Question, AnswerFindings>>
  readonly moves: readonly AssumptionMove[]
}

export interface Assumptions {
  /** pairs of runs for each draw and move, and with the scenario's own numbers */
  readonly runs: number
  readonly baseRuns: number
  /** number of the first run */
  readonly firstRun: number
  readonly draws: number
  /** what the answers go by: a chill above, a share of runs above */
  readonly thresholds: Readonly<Record<Question, number>>
  /** the parameters drawn, and their values: one list a draw, in the order of the names */
  readonly drawn: readonly ParameterName[]
  readonly values: readonly (readonly number[])[]
  /** parameters that some mechanism reads and that were left as the scenario has them */
  readonly kept: readonly ParameterName[]
  readonly leakers: readonly LeakerAssumptions[]
  /** warnings given only without the breach, a run */
  readonly warningsLost: OutcomeRange
}

/**
 * Never drawn: a breach that is read already says its details, whether or not its file did; and whether countries leak unscripted is
 * what a scenario is about, not what it assumes.
 */
const SPENT: readonly ParameterName[] = ['detailsDefault', 'leakHazard']

function drawnOf(keep: readonly string[]): ParameterName[] {
  return PARAMETER_NAMES.filter(
    (name) => isRead(name, 'liaison') && !SPENT.includes(name) && !keep.includes(name),
  )
}

/** From this ratio of high to low a scale is drawn by its logarithm. */
const DECADE = 10

/**
 * The value of a parameter at a uniform: evenly over its plausible range; evenly over the logarithm where it is a scale, that is
 * where low > 0, high is ten times low or more, and it may exceed 1 (a share or a probability may not). Whole where it must be.
 */
export function valueAt(name: ParameterName, u: number): number {
  const { low, high, max, whole } = PARAMETERS[name]
  // a whole number holds the interval from itself to the next
  const top = whole ? high + 1 : high
  const isScale = low > 0 && high / low >= DECADE && max > 1
  const value = isScale ? low * exp(u * log(top / low)) : low + u * (top - low)
  return Math.min(high, Math.max(low, whole ? Math.floor(value) : value))
}

/**
 * The parameters of one draw of the assumptions. Each is addressed by its name and the number of the draw, so what others there are
 * changes none. Of two that may not pass each other the smaller value goes to the lower; one that is kept holds the other back.
 * @param names those that are drawn
 */
export function drawParameters(
  scenario: Scenario,
  names: readonly ParameterName[],
  draw: number,
  seed = scenario.seed,
): Parameters {
  const draws = new Draws(seed, 0)
  const values: Record<ParameterName, number> = { ...scenario.parameters }
  for (const name of names) values[name] = valueAt(name, draws.at(address('assumption', name), draw))
  for (const [lower, upper] of ASCENDING) {
    if (values[lower] <= values[upper]) continue
    const [small, large] = [values[upper], values[lower]]
    if (names.includes(lower)) values[lower] = PARAMETERS[lower].whole ? Math.floor(small) : small
    if (names.includes(upper)) values[upper] = large
  }
  return values
}

/**
 * A scenario under other parameters. What a network takes from a parameter (sensitivity, loss and recovery of its sources) moves
 * with it; a number the network states otherwise stays.
 */
export function withParameters(scenario: Scenario, parameters: Parameters): Scenario {
  const disciplines = scenario.network.disciplines.map((discipline) => {
    if (!Object.hasOwn(NUMBERS_OF, discipline.id)) return discipline
    const names = NUMBERS_OF[discipline.id as keyof typeof NUMBERS_OF]
    const of = (key: keyof typeof names): number =>
      discipline[key] === scenario.parameters[names[key]] ? parameters[names[key]] : discipline[key]
    return {
      ...discipline,
      sensitivity: of('sensitivity'),
      sourceLoss: of('sourceLoss'),
      recovery: of('recovery'),
    }
  })
  return { ...scenario, parameters, network: { ...scenario.network, disciplines } }
}

interface Planned {
  readonly parameter: ParameterName
  readonly end: 'low' | 'high'
  readonly to: number
}

/** Every drawn parameter moved to each end of its range; moves that go nowhere are left out. */
function movesOf({ parameters }: Scenario, names: readonly ParameterName[]): Planned[] {
  return names.flatMap((parameter) =>
    (['low', 'high'] as const)
      .map((end) => ({ parameter, end, to: heldBack(parameter, PARAMETERS[parameter][end], parameters) }))
      .filter(({ to }) => to !== parameters[parameter]),
  )
}

function heldBack(name: ParameterName, value: number, parameters: Parameters): number {
  let held = value
  for (const [lower, upper] of ASCENDING) {
    if (name === lower) held = Math.min(held, parameters[upper])
    if (name === upper) held = Math.max(held, parameters[lower])
  }
  return PARAMETERS[name].whole ? Math.floor(held) : held
}

/** Pairs of runs that `assumptions` will play. */
export function pairsToAssume(
  scenario: Scenario,
  { runs = ASSUMPTION_RUNS, baseRuns = runs, draws = DRAWS, keep = [] }: AssumptionsOptions,
): number {
  return baseRuns + runs * (draws + movesOf(scenario, drawnOf(keep)).length)
}

/**
 * Asks how far the main outcomes move when all parameters are drawn from their plausible ranges, and which parameters tip the
 * answers: moved alone to an end of their range under the same draws, and as what separates draws that answer differently
 * (Hornberger & Spear 1981).
 * @returns the same for the same scenario, seed, runs and draws, to the last bit, whichever runner does the work
 * @throws LiaisonError as `experiment` does; E_RANGE for a number of draws or base runs out of bounds, E_ENUM for a parameter to
 * keep that does not exist; `signal.reason` when aborted
 */
export async function assumptions(
  scenario: Scenario,
  options: AssumptionsOptions = {},
): Promise<Assumptions> {
  expectScenario('assumptions', scenario)
  expectLiaison('assumptions', scenario)
  expectOptions('assumptions', options, {
    runs: 'a number',
    baseRuns: 'a number',
    first: 'a number',
    seed: 'a text',
    without: 'a list of texts',
    draws: 'a number',
    keep: 'a list of texts',
    runner: 'a function',
    signal: 'an AbortSignal',
    onProgress: 'a function',
  })
  const { runs = ASSUMPTION_RUNS, first = 0, seed = scenario.seed, runner = here, signal } = options
  const { baseRuns = runs, draws = DRAWS, keep = [] } = options
  const removed = options.without ?? scenario.breaches.map(({ id }) => id)
  checkPairs(scenario, { runs, first, seed, removed })
  checkPairs(scenario, { runs: baseRuns, first, seed, removed })
  checkNumbers(runs, baseRuns, draws, keep)

  const drawn = drawnOf(keep)
  const moves = movesOf(scenario, drawn)
  const drawings = Array.from({ length: draws }, (_, draw) => drawParameters(scenario, drawn, draw, seed))
  const { parameters } = scenario
  const others = [...drawings, ...moves.map(({ parameter, to }) => ({ ...parameters, [parameter]: to }))]
  const taskOf = (given: Scenario) => ({ scenario: given, without: removed, seed })

  const world = compile(scenario)
  const layout = layoutOf(world, removed)
  const seats = layout.leakers.map((_, k) => mainVictim(world, layout, k))
  const fresh = (own: Layout): OutcomeFold => new OutcomeFold(own, seats)
  const [base, paired] = [fresh(layout), fresh(layout)]
  const tasks = others.map((other) => taskOf(withParameters(scenario, other)))
  const folds: OutcomeFold[] = []
  const resampling = new Resampling(seed)
  const total = baseRuns + runs * others.length
  const progress = (before: number) => (seen: Progress) =>
    options.onProgress?.({ done: before + seen.done, total })
  await playAll(
    [taskOf(scenario)],
    () => layout,
    { first, runs: baseRuns, runner, signal, onProgress: progress(0) },
    (_, run, row) => {
      const weights = resampling.draw(run)
      base.add(weights, row)
      if (run < first + runs) paired.add(weights, row)
    },
  )
  await playAll(
    tasks,
    (task) => {
      // a parameter may change what a row holds; who deals with whom hangs on none
      const own = layoutOf(compile(tasks[task].scenario), removed)
      folds[task] = fresh(own)
      return own
    },
    { first, runs, runner, signal, onProgress: progress(baseRuns) },
    (task, run, row) => folds[task].add(resampling.draw(run), row),
  )

  const values = drawings.map((found) => drawn.map((name) => found[name]))
  const [ofDraws, ofMoves] = [folds.slice(0, draws), folds.slice(draws)]
  const labels = new Map(scenario.network.countries.map(({ id, label }) => [id, label]))
  const leakers = layout.leakers.map(({ leaker, partners }, k): LeakerAssumptions => {
    const id = world.ids[leaker]
    const outcomes = OUTCOMES.map((name) =>
      rangeOf(
        base.estimate(k, name),
        ofDraws.map((fold) => fold.estimate(k, name).mean),
      ),
    )
    const moved = moves.map((move, m) => moveOf(move, parameters, ofMoves[m], paired, k))
    const answers = QUESTIONS.map((question) =>
      answersOf(
        base.answer(k, question),
        ofDraws.map((fold) => fold.answer(k, question)),
        moved.map((move) => move.answers[question]),
        drawn,
        values,
      ),
    )
    return {
      leaker: id,
      label: labels.get(id) ?? id,
      victim: seats[k] < 0 ? null : world.ids[partners[seats[k]]],
      outcomes: {
        direct: outcomes[0],
        spillOver: outcomes[1],
        victimSteps: outcomes[2],
        othersStep: outcomes[3],
      },
      answers: { chill: answers[0], step: answers[1] },
      moves: moved,
    }
  })
  const kept = PARAMETER_NAMES.filter((name) => isRead(name, 'liaison') && !drawn.includes(name))
  const warningsLost = rangeOf(
    base.warningsLost(),
    ofDraws.map((fold) => fold.warningsLost().mean),
  )
  const thresholds = { chill: CHILL, step: STEP }
  return {
    runs,
    baseRuns,
    firstRun: first,
    draws,
    thresholds,
    drawn,
    values,
    kept,
    leakers,
    warningsLost,
  }
}

function checkNumbers(runs: number, baseRuns: number, draws: number, keep: readonly string[]): void {
  if (baseRuns < runs)
    throw new LiaisonError('E_RANGE', `baseRuns must be at least runs, ${runs}, not ${baseRuns}`)
  if (!Number.isInteger(draws) || draws < 2 || draws > 100_000)
    throw new LiaisonError('E_RANGE', `draws must be a whole number from 2 to 100000, not ${draws}`)
  for (const name of keep) {
    if (PARAMETER_NAMES.includes(name as ParameterName)) continue
    const hint = didYouMean(name, PARAMETER_NAMES, 'liaison parameters lists them')
    throw new LiaisonError('E_ENUM', `no parameter ${quote(name)} to keep; ${hint}`)
  }
}

/** Of a leaker's victims the one that is expected to tell it most on day 0, of equals the first: its seat; −1 where there is none. */
function mainVictim(world: World, layout: Layout, k: number): number {
  const { leaker, partners, victims } = layout.leakers[k]
  const seats = [...partners.keys()].filter((seat) => victims.includes(partners[seat]))
  if (seats.length < 2) return seats[0] ?? -1
  const { items } = dayZeroOf(world)
  const told = seats.map((seat) => {
    const pair = pairOf(world, partners[seat], leaker)
    return pair < 0 ? 0 : items[pair]
  })
  return seats[told.indexOf(Math.max(...told))]
}

/** The outcomes of one ensemble, folded one run at a time. */
class OutcomeFold {
  readonly #layout: Layout
  /** by leaker: seat of the main victim among the partners, or −1 */
  readonly #seats: readonly number[]
  /** by leaker: direct and spill-over chill; warnings lost at the end */
  readonly #ratios: Ratios
  readonly #over: Float64Array
  readonly #under: Float64Array
  /** by leaker: runs in which the main victim, and in which somebody else, stepped down because of the breach */
  readonly #steps: Uint32Array
  #runs = 0

  constructor(layout: Layout, seats: readonly number[]) {
    const size = layout.leakers.length * 2 + 1
    this.#layout = layout
    this.#seats = seats
    this.#ratios = new Ratios(size)
    this.#over = new Float64Array(size)
    this.#under = new Float64Array(size)
    this.#steps = new Uint32Array(layout.leakers.length * 2)
  }

  add(weights: Float64Array, row: Float64Array): void {
    this.#runs++
    const { leakers, plots } = this.#layout
    leakers.forEach((_, k) => {
      for (const group of [0, 1]) {
        this.#over[k * 2 + group] = flowOf(this.#layout, k, group, 0, row)
        this.#under[k * 2 + group] = flowOf(this.#layout, k, group, 1, row)
      }
      this.#addSteps(k, row)
    })
    this.#over[leakers.length * 2] = row[plots + PLOT_COLUMNS.indexOf('lost')]
    this.#under[leakers.length * 2] = 1
    this.#ratios.add(weights, this.#over, this.#under)
  }

  #addSteps(k: number, row: Float64Array): void {
    const { partners, partnerStart } = this.#layout.leakers[k]
    let others = 0
    partners.forEach((_, seat) => {
      const start = partnerStart + seat * PARTNER_COLUMNS.length
      const of = (column: PartnerColumn): number => row[start + PARTNER_COLUMNS.indexOf(column)]
      const becauseOfIt = of('stepWith') === 1 && of('stepWithout') === 0 ? 1 : 0
      if (seat === this.#seats[k]) this.#steps[k * 2] += becauseOfIt
      else others = Math.max(others, becauseOfIt)
    })
    this.#steps[k * 2 + 1] += others
  }

  estimate(k: number, outcome: Outcome): Estimate {
    const place = OUTCOMES.indexOf(outcome)
    if (place < 2) return this.#ratios.estimate(k * 2 + place, (ratio) => 1 - ratio)
    return proportion(this.#steps[k * 2 + place - 2], this.#runs)
  }

  /** Direct chill here less that of another ensemble of the same runs. */
  difference(other: OutcomeFold, k: number): Estimate {
    const [one, two] = [this.#ratios, other.#ratios]
    const there = two.replicates(k * 2)
    const [low, high] = interval(one.replicates(k * 2).map((ratio, b) => there[b] - ratio))
    return { mean: two.mean(k * 2) - one.mean(k * 2), low, high }
  }

  warningsLost(): Estimate {
    return this.#ratios.estimate(this.#layout.leakers.length * 2)
  }

  answer(k: number, question: Question): Answer {
    return question === 'chill'
      ? answerOf(this.estimate(k, 'direct'), CHILL)
      : answerOf(this.estimate(k, 'victimSteps'), STEP)
  }
}

/** Yes or no only where the whole 95 % interval lies on one side. */
function answerOf({ low, high }: Estimate, threshold: number): Answer {
  if (low > threshold) return 'yes'
  return high < threshold ? 'no' : 'unclear'
}

function rangeOf(base: Estimate, byDraw: readonly number[]): OutcomeRange {
  const sorted = Float64Array.from(byDraw.filter((value) => !Number.isNaN(value))).sort()
  const at = (p: number): number => quantile(sorted, p)
  return { base, range: { low: at(0.05), middle: at(0.5), high: at(0.95) }, byDraw }
}

function moveOf(
  { parameter, end, to }: Planned,
  parameters: Parameters,
  fold: OutcomeFold,
  base: OutcomeFold,
  k: number,
): AssumptionMove {
  return {
    parameter,
    end,
    from: parameters[parameter],
    to,
    direct: fold.estimate(k, 'direct'),
    spillOver: fold.estimate(k, 'spillOver'),
    victimSteps: fold.estimate(k, 'victimSteps'),
    difference: fold.difference(base, k),
    answers: { chill: fold.answer(k, 'chill'), step: fold.answer(k, 'step') },
  }
}

function answersOf(
  base: Answer,
  ofDraws: readonly Answer[],
  ofMoves: readonly Answer[],
  drawn: readonly ParameterName[],
  values: readonly (readonly number[])[],
): AnswerFindings {
  const many = (answer: Answer): number => ofDraws.filter((found) => found === answer).length
  const opposite = base === 'yes' ? 'no' : 'yes'
  return {
    base,
    draws: { yes: many('yes'), no: many('no'), unclear: many('unclear') },
    tips: base === 'unclear' ? [] : [...ofMoves.keys()].filter((m) => ofMoves[m] === opposite),
    separators: separators(ofDraws, drawn, values),
  }
}

/** Classes smaller than this say nothing about what sets them apart. */
const LEAST = 5
/** Chance that any parameter at all is named although none matters. */
const LEVEL = 0.05

/**
 * The parameters whose values differ between draws that say yes and draws that say no (regional sensitivity analysis): the distance
 * of Kolmogorov and Smirnov above its critical value, at a level divided by the number of parameters looked at.
 */
function separators(
  answers: readonly Answer[],
  names: readonly ParameterName[],
  values: readonly (readonly number[])[],
): Separator[] {
  const of = (answer: Answer, k: number): Float64Array =>
    Float64Array.from(values.filter((_, draw) => answers[draw] === answer).map((row) => row[k])).sort()
  return names
    .flatMap((parameter, k): Separator[] => {
      const [yes, no] = [of('yes', k), of('no', k)]
      if (yes.length < LEAST || no.length < LEAST) return []
      const distance = kolmogorovSmirnov(yes, no)
      const critical = Math.sqrt(
        (-log(LEVEL / names.length / 2) / 2) * ((yes.length + no.length) / (yes.length * no.length)),
      )
      return distance > critical
        ? [{ parameter, distance, whereYes: quantile(yes, 0.5), whereNo: quantile(no, 0.5) }]
        : []
    })
    .sort((a, b) => b.distance - a.distance)
}

/** The largest difference between the distribution functions of two sorted samples. */
export function kolmogorovSmirnov(a: Float64Array, b: Float64Array): number {
  let [i, j, largest] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j])
    while (i < a.length && a[i] <= value) i++
    while (j < b.length && b[j] <= value) j++
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length))
  }
  return largest
}

/** What contagion or averaging alone would give: a null model on the network of a scenario, with the breach and without, many times. */
import { expectOptions, expectScenario } from '../arguments.js'
import {
  NEVER,
  Opinions,
  Outbreak,
  type Baseline,
  type Contagion,
  type OpinionModel,
} from '../baselines/baseline.js'
import { cascade } from '../baselines/cascade.js'
import { degroot } from '../baselines/degroot.js'
import { friedkinJohnsen } from '../baselines/friedkin-johnsen.js'
import { councilOf, firstOpinions, groundOf, sceneOf, seedsOf, type Scene } from '../baselines/ground.js'
import { sir } from '../baselines/sir.js'
import { threshold } from '../baselines/threshold.js'
import { reachable } from '../bonds.js'
import { compile } from '../compile.js'
import { RESULTS_EPOCH } from '../epoch.js'
import { LiaisonError, quote } from '../mistakes.js'
import { didYouMean } from '../names.js'
import { OF_NULL_MODELS } from '../parameters.js'
import { Draws } from '../random.js'
import { breath } from '../runners/here.js'
import type { NullModel, Scenario } from '../scenario.js'
import { without as worldWithout, type World } from '../world.js'
import type {
  BaselineCountry,
  BaselineFindings,
  BaselineLeaker,
  BaselineResult,
  BaselineRow,
  Compared,
  LiaisonOfCountry,
} from './baseline-findings.js'
import { checkPairs, type Progress } from './ensembles.js'
import { INTERVALS } from './experiment.js'
import type { FindingsData, LeakerFindings } from './findings.js'
import { differenceOfPaired, KEPT_RUNS, Moments, proportion, Ratios, Resampling } from './statistics.js'

/** Every null model, by the name a scenario calls it. */
const BASELINES: Readonly<Record<NullModel, Baseline>> = {
  threshold,
  cascade,
  sir,
  degroot,
  'friedkin-johnsen': friedkinJohnsen,
}

/** A contagion is global where it wins more than this share of the countries. */
export const GLOBAL = 0.5

const NOTE =
  'a null model: it knows who shares an agreement with whom and nothing of trust, interest, items or rules; whatever it already gives needs none of them'

export interface BaselineOptions {
  /** the null model; the scenario's own when left out */
  readonly model?: NullModel
  /** pairs of runs, 1 or more */
  readonly runs?: number
  /** number of the first run: runs `first` … `first + runs` − 1 */
  readonly first?: number
  /** text that keys every draw; the scenario's own when left out */
  readonly seed?: string
  /** ids of the breaches the second world goes without; all when left out */
  readonly without?: readonly string[]
  /** what `experiment` found in the same scenario under the same seed, to stand beside it */
  readonly beside?: FindingsData
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Runs a null model as pairs, with the victims of the breach restricting what they share with the leaker and without.
 * @returns the same for the same scenario, seed and runs, to the last byte
 * @throws LiaisonError E_TYPE or E_UNKNOWN_KEY for arguments of another kind, E_ENUM for a model that is no null model, E_RANGE for a
 * number of runs that is no whole number from 1 to 10⁷, E_DANGLING for a breach that does not exist, E_MISSING where there is none,
 * E_SEED for an empty seed, E_RESUME_MISMATCH where `beside` is of another experiment; `signal.reason` when aborted
 */
export async function baseline(scenario: Scenario, options: BaselineOptions = {}): Promise<BaselineResult> {
  checkKinds(scenario, options)
  const { runs = 100, first = 0, seed = scenario.seed, beside, signal, onProgress } = options
  const removed = options.without ?? scenario.breaches.map(({ id }) => id)
  const model = nullModel(options.model ?? scenario.model)
  checkPairs(scenario, { runs, first, seed, removed })
  if (beside !== undefined) checkBeside(scenario, seed, beside)
  const world = compile(scenario)
  const worlds = [world, worldWithout(world, removed)] as const
  const leakers = leakersOf(world, removed).map(({ leaker, day }) => {
    const scene = sceneOf(world, leaker, day)
    return model.kind === 'contagion' ? new Spread(worlds, scene, model) : new Debate(worlds, scene, model)
  })
  const draws = new Draws(seed, first)
  const resampling = new Resampling(seed)
  const table: BaselineRow[] = []
  for (let done = 0; done < runs; done++) {
    signal?.throwIfAborted()
    draws.aim(first + done)
    const weights = resampling.draw(first + done)
    for (const leaker of leakers) {
      const row = leaker.play(draws, weights)
      if (done < KEPT_RUNS) table.push({ run: first + done, ...row })
    }
    if (done % BREATH !== BREATH - 1) continue
    onProgress?.({ done: done + 1, total: runs })
    await breath()
  }
  onProgress?.({ done: runs, total: runs })
  const labels = new Map(scenario.network.countries.map(({ id, label }) => [id, label]))
  const data: BaselineFindings = {
    format: 'liaison-baseline',
    resultsEpoch: RESULTS_EPOCH,
    model: model.name,
    kind: model.kind,
    note: NOTE,
    title: scenario.title,
    description: scenario.description,
    start: scenario.start,
    days: scenario.days,
    network: scenario.network.id,
    seed,
    seedGiven: scenario.seedGiven,
    runs,
    firstRun: first,
    intervals: INTERVALS,
    breaches: scenario.breaches.map((breach) => ({ ...breach, removed: removed.includes(breach.id) })),
    leakers: leakers.map((leaker) => leaker.findings(labels, beside)),
    parameters: Object.fromEntries(
      OF_NULL_MODELS[model.name].map((name) => [name, scenario.parameters[name]]),
    ),
  }
  return { data, table }
}

/** Runs between two breaths. */
const BREATH = 8

function checkKinds(scenario: unknown, options: unknown): void {
  expectScenario('baseline', scenario)
  expectOptions('baseline', options, {
    model: 'a text',
    runs: 'a number',
    first: 'a number',
    seed: 'a text',
    without: 'a list of texts',
    beside: 'an object',
    signal: 'an AbortSignal',
    onProgress: 'a function',
  })
}

function nullModel(name: string): Baseline {
  const names = Object.keys(BASELINES)
  if (Object.hasOwn(BASELINES, name)) return BASELINES[name as NullModel]
  const what = name === 'liaison' ? `"liaison" is no null model` : `no null model ${quote(name)}`
  throw new LiaisonError('E_ENUM', `baseline: ${what}; ${didYouMean(name, names, `use ${names.join(', ')}`)}`)
}

function checkBeside(scenario: Scenario, seed: string, beside: FindingsData): void {
  const told = [beside.format, beside.title, beside.network, beside.start, beside.days, beside.seed]
  const { title, network, start, days } = scenario
  if (JSON.stringify(told) === JSON.stringify(['liaison-findings', title, network.id, start, days, seed]))
    return
  throw new LiaisonError(
    'E_RESUME_MISMATCH',
    'baseline: beside is no finding of this scenario and seed; give the data of experiment(scenario)',
  )
}

/** Who leaked in a breach that the second world goes without, and the day of its first, ascending. */
function leakersOf(world: World, removed: readonly string[]): { leaker: number; day: number }[] {
  const days = new Map<number, number>()
  for (const { leaker, breach } of world.breaches)
    if (removed.includes(breach.id)) days.set(leaker, Math.min(breach.day, days.get(leaker) ?? breach.day))
  return [...days].sort(([a], [b]) => a - b).map(([leaker, day]) => ({ leaker, day }))
}

type Worlds = readonly [one: World, other: World]
type Outcome = Omit<BaselineRow, 'run'>
/** What one model says of one country, beside its names. */
type OfCountry = Pick<BaselineCountry, 'outcome' | 'first' | 'after' | 'still'>

/** One leaker, folded run by run: what contagion and opinions have in common. */
abstract class Fold {
  protected readonly nodes: number
  protected readonly id: string
  /** by node: 1 where it is a partner of the leaker and no victim */
  protected readonly isOther: Uint8Array
  readonly #ratios = new Ratios(6)
  readonly #victims: ReadonlySet<number>
  #runs = 0
  #lasted = 0

  constructor(
    protected readonly worlds: Worlds,
    protected readonly scene: Scene,
  ) {
    this.nodes = scene.countries.length
    this.id = worlds[0].ids[scene.leaker]
    this.#victims = new Set(seedsOf(worlds[0], scene).nodes)
    this.isOther = scene.deals.map((deals, node) => (this.#victims.has(node) ? 0 : deals))
  }

  /** Plays one run in both worlds. */
  abstract play(draws: Draws, weights: Float64Array): Outcome

  protected abstract ofCountry(node: number): OfCountry

  protected abstract get global(): Compared | null

  protected get unsettled(): number {
    return 0
  }

  protected get runs(): number {
    return this.#runs
  }

  protected add(weights: Float64Array, outcome: Omit<Outcome, 'leaker'>): Outcome {
    const { everybodyWith, everybodyWithout, partnersWith, partnersWithout, lasted } = outcome
    const everybody = [everybodyWith, everybodyWithout, everybodyWith - everybodyWithout]
    const partners = [partnersWith, partnersWithout, partnersWith - partnersWithout]
    this.#ratios.add(weights, Float64Array.from([...everybody, ...partners]), new Float64Array(6).fill(1))
    this.#runs++
    this.#lasted += lasted
    return { leaker: this.id, ...outcome }
  }

  findings(labels: ReadonlyMap<string, string>, beside: FindingsData | undefined): BaselineLeaker {
    const { scene, worlds } = this
    const liaison = beside?.leakers.find(({ leaker }) => leaker === this.id)
    const compared = (k: number): Compared => ({
      with: this.#ratios.estimate(k),
      without: this.#ratios.estimate(k + 1),
      difference: this.#ratios.estimate(k + 2),
    })
    return {
      leaker: this.id,
      label: labels.get(this.id) ?? this.id,
      day: scene.day,
      bonds: scene.bonds.targets.length / 2,
      within: reachable(scene.bonds, Uint32Array.from(this.#victims)),
      everybody: compared(0),
      partners: compared(3),
      global: this.global,
      lasted: this.#lasted / this.#runs,
      unsettled: this.unsettled,
      liaison:
        liaison === undefined
          ? null
          : {
              direct: liaison.groups.direct.chill,
              spillOver: liaison.groups.spillOver.chill,
              reach: liaison.reach,
            },
      countries: Array.from(scene.countries, (country, node) => {
        const id = worlds[0].ids[country]
        return {
          id,
          label: labels.get(id) ?? id,
          role: this.#victims.has(node) ? 'victim' : scene.deals[node] === 1 ? 'partner' : 'other',
          ...this.ofCountry(node),
          liaison: liaisonOf(liaison, id),
        }
      }),
    }
  }
}

function liaisonOf(leaker: LeakerFindings | undefined, id: string): LiaisonOfCountry | null {
  const found = leaker?.partners.find((partner) => partner.id === id)
  if (found === undefined) return null
  const { chill, step, trust } = found
  return { chill, step: step.difference, trust: { with: trust.end, without: trust.endWithout } }
}

/** A contagion: who restricts. */
class Spread extends Fold {
  readonly #model: Contagion
  readonly #ground
  readonly #seeds
  readonly #outbreaks: readonly [Outbreak, Outbreak]
  /** by node: runs in which it restricts with the breach, without, only with, only without, and still does on the last day */
  readonly #with: Uint32Array
  readonly #without: Uint32Array
  readonly #onlyWith: Uint32Array
  readonly #onlyWithout: Uint32Array
  readonly #still: Uint32Array
  readonly #after: Float64Array
  /** runs in which more than GLOBAL restrict: with the breach, without, only with, only without */
  readonly #global = new Uint32Array(4)

  constructor(worlds: Worlds, scene: Scene, model: Contagion) {
    super(worlds, scene)
    this.#model = model
    this.#ground = groundOf(worlds[0], scene, model)
    this.#seeds = worlds.map((world) => seedsOf(world, scene))
    this.#outbreaks = [new Outbreak(this.nodes), new Outbreak(this.nodes)]
    this.#with = new Uint32Array(this.nodes)
    this.#without = new Uint32Array(this.nodes)
    this.#onlyWith = new Uint32Array(this.nodes)
    this.#onlyWithout = new Uint32Array(this.nodes)
    this.#still = new Uint32Array(this.nodes)
    this.#after = new Float64Array(this.nodes)
  }

  play(draws: Draws, weights: Float64Array): Outcome {
    const [one, other] = this.#outbreaks
    this.#outbreaks.forEach((outbreak, k) => this.#model.play(this.#ground, this.#seeds[k], draws, outbreak))
    const from = this.#model.clock === 'days' ? this.scene.day : 0
    let [partnersWith, partnersWithout, last] = [0, 0, from]
    for (let node = 0; node < this.nodes; node++) {
      const here = one.when[node] !== NEVER
      const there = other.when[node] !== NEVER
      this.#with[node] += here ? 1 : 0
      this.#without[node] += there ? 1 : 0
      this.#onlyWith[node] += here && !there ? 1 : 0
      this.#onlyWithout[node] += there && !here ? 1 : 0
      partnersWith += here ? this.isOther[node] : 0
      partnersWithout += there ? this.isOther[node] : 0
      if (!here) continue
      this.#after[node] += one.when[node] - from
      this.#still[node] += one.memo[node] === NEVER ? 1 : 0
      last = Math.max(last, one.when[node])
    }
    const isGlobal = this.#outbreaks.map(({ size }) => size > GLOBAL * this.nodes)
    this.#global[0] += isGlobal[0] ? 1 : 0
    this.#global[1] += isGlobal[1] ? 1 : 0
    this.#global[2] += isGlobal[0] && !isGlobal[1] ? 1 : 0
    this.#global[3] += isGlobal[1] && !isGlobal[0] ? 1 : 0
    return this.add(weights, {
      everybodyWith: one.size,
      everybodyWithout: other.size,
      partnersWith,
      partnersWithout,
      lasted: last - from,
    })
  }

  protected get global(): Compared {
    const [one, other, onlyOne, onlyOther] = this.#global
    return this.#compared(one, other, onlyOne, onlyOther)
  }

  protected ofCountry(node: number): OfCountry {
    const hits = this.#with[node]
    return {
      outcome: this.#compared(hits, this.#without[node], this.#onlyWith[node], this.#onlyWithout[node]),
      first: null,
      after: hits === 0 ? null : this.#after[node] / hits,
      still: hits === 0 || this.#model.clock !== 'days' ? null : this.#still[node] / hits,
    }
  }

  #compared(one: number, other: number, onlyOne: number, onlyOther: number): Compared {
    return {
      with: proportion(one, this.runs),
      without: proportion(other, this.runs),
      difference: differenceOfPaired(onlyOne, onlyOther, this.runs),
    }
  }
}

/** Opinions: what each thinks of the leaker in the end. */
class Debate extends Fold {
  readonly #model: OpinionModel
  readonly #council
  readonly #first
  readonly #opinions: readonly [Opinions, Opinions]
  readonly #moments: Moments
  /** what every run gives, where no draw decides anything */
  #every: Omit<Outcome, 'leaker'> | undefined
  #unsettled = 0

  constructor(worlds: Worlds, scene: Scene, model: OpinionModel) {
    super(worlds, scene)
    this.#model = model
    this.#council = councilOf(worlds[0], scene, model)
    this.#first = worlds.map((world) => firstOpinions(world, scene))
    this.#opinions = [new Opinions(this.nodes), new Opinions(this.nodes)]
    this.#moments = new Moments(this.nodes)
  }

  play(draws: Draws, weights: Float64Array): Outcome {
    const outcome = this.#every ?? this.#debate(draws)
    if (this.#model.draws.node === null) this.#every = outcome
    const [one, other] = this.#opinions
    this.#moments.add(one.last, other.last)
    this.#unsettled += one.settled && other.settled ? 0 : 1
    return this.add(weights, outcome)
  }

  #debate(draws: Draws): Omit<Outcome, 'leaker'> {
    const [one, other] = this.#opinions
    this.#opinions.forEach((opinions, k) => this.#model.play(this.#council, this.#first[k], draws, opinions))
    return {
      everybodyWith: this.#mean(one.last),
      everybodyWithout: this.#mean(other.last),
      partnersWith: this.#mean(one.last, this.isOther),
      partnersWithout: this.#mean(other.last, this.isOther),
      lasted: one.rounds,
    }
  }

  /** Mean over all nodes or over those marked; NaN where there is none. */
  #mean(opinions: Float64Array, marked?: Uint8Array): number {
    let [sum, count] = [0, 0]
    for (let node = 0; node < this.nodes; node++) {
      if (marked?.[node] === 0) continue
      sum += opinions[node]
      count++
    }
    return count === 0 ? Number.NaN : sum / count
  }

  protected get global(): null {
    return null
  }

  protected override get unsettled(): number {
    return this.#unsettled
  }

  protected ofCountry(node: number): OfCountry {
    const { x, y, difference } = this.#moments.means(node)
    const [one, other] = this.#first
    return {
      outcome: { with: x, without: y, difference },
      first: { with: one[node], without: other[node] },
      after: null,
      still: null,
    }
  }
}

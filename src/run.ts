/** The day, and a run of days: a pure function of scenario, seed and run number. */
import { expectLiaison, expectOptions, expectScenario } from './arguments.js'
import { History, type Keep } from './history.js'
import type { Offers } from './offers.js'
import { attribution, exposure } from './mechanisms/attribution.js'
import { breach } from './mechanisms/breach.js'
import { deception, hearing, judging } from './mechanisms/deception.js'
import { keeping, learning } from './mechanisms/discretion.js'
import { fabrication } from './mechanisms/fabrication.js'
import { formal } from './mechanisms/formal.js'
import { imitation } from './mechanisms/imitation.js'
import { leaks } from './mechanisms/leaks.js'
import type { Mechanism, Now } from './mechanisms/mechanism.js'
import { newPartners } from './mechanisms/new-partners.js'
import { news } from './mechanisms/news.js'
import { entering, reciprocity } from './mechanisms/reciprocity.js'
import { release } from './mechanisms/release.js'
import { repair, turnover } from './mechanisms/repair.js'
import { sharing } from './mechanisms/sharing.js'
import { sourceLoss } from './mechanisms/source-loss.js'
import { inducement, policy } from './mechanisms/terms.js'
import { treaties } from './mechanisms/treaties.js'
import { turning } from './mechanisms/turning.js'
import { warnings } from './mechanisms/warnings.js'
import { LiaisonError } from './mistakes.js'
import { Draws } from './random.js'
import type { Move, Scenario } from './scenario.js'
import { State } from './state.js'
import { Tape } from './tape.js'
import { compile } from './compile.js'
import type { World } from './world.js'

/** One phase of the day: within it everybody reads the state at its start. */
export interface Phase {
  readonly name: string
  readonly mechanisms: readonly Mechanism[]
}

/** The day, in order (MODEL.md §4). Swap two phases and a test fails. */
export const DAY: readonly Phase[] = [
  {
    name: 'scripted events',
    mechanisms: [
      treaties,
      policy,
      inducement,
      entering,
      breach,
      leaks,
      attribution,
      turning,
      sourceLoss,
      fabrication,
      judging,
      repair,
      turnover,
      learning,
    ],
  },
  { name: 'news', mechanisms: [news, exposure, turning, sourceLoss, learning] },
  { name: 'secrets kept', mechanisms: [keeping] },
  {
    name: 'collection and sharing',
    mechanisms: [sharing, release, reciprocity, deception, hearing, judging],
  },
  { name: 'plots', mechanisms: [warnings] },
  { name: 'reviews', mechanisms: [formal, imitation, newPartners, entering, learning] },
]

export interface RunOptions extends Keep {
  /** text that keys every draw; the scenario's own when left out */
  readonly seed?: string
  /** number of the run in its ensemble, from 0 */
  readonly run?: number
  /** the day; DAY when left out. Put your own mechanisms between or after these. */
  readonly phases?: readonly Phase[]
}

/** Buffers that one worker uses run after run, and where to begin. */
export interface Buffers {
  readonly tape?: Tape
  readonly offers?: Offers
  /** a run of the same network under the same draws, to be carried on from the day it has come to; from day 0 when left out */
  readonly from?: Simulation
}

/** A run under way. */
export class Simulation {
  readonly now: Now
  readonly #phases: readonly Phase[]
  /** those of all phases, in order */
  readonly #mechanisms: readonly Mechanism[]

  /** @param buffers may be used again once the history of the run before has been read; a tape must be filled already */
  constructor(world: World, options: RunOptions = {}, buffers: Buffers = {}) {
    checkArguments('Simulation', world, options)
    const { seed = world.scenario.seed, run = 0, phases = DAY } = options
    const { from } = buffers
    const draws = new Draws(seed, run)
    const tape = buffers.tape ?? new Tape(world).fill(draws)
    const history = new History(world, seed, run, tape, { ...options, ...buffers })
    const state = new State(world, tape.lead)
    this.now = { world, state, tape, draws, history }
    this.#phases = phases
    this.#mechanisms = phases.flatMap(({ mechanisms }) => mechanisms)
    if (from === undefined) this.#lead()
    else {
      state.resume(from.now.state)
      history.resume(from.now.history)
    }
  }

  get day(): number {
    return this.now.history.days
  }

  get done(): boolean {
    return this.day >= this.now.world.days
  }

  /** Lives one day. */
  step(): void {
    const { state, history, tape } = this.now
    const day = history.days
    state.open(day)
    history.offerStart[day + tape.lead] = history.offers.count
    for (const mechanism of this.#mechanisms) {
      mechanism.apply(this.now)
      // whatever it wrote, and whoever wrote it: no risk is remembered beyond it
      state.version++
    }
    history.offerStart[day + tape.lead + 1] = history.offers.count
    record(this.now, day)
    history.days = day + 1
  }

  /** Shares what is in flight on day 0: items of the days before it, given as the parties would give them on day 0. */
  #lead(): void {
    const { state, history, tape } = this.now
    for (let day = -tape.lead; day < 0; day++) {
      state.open(day)
      history.offerStart[day + tape.lead] = history.offers.count
      sharing.apply(this.now)
      hearing.apply(this.now)
      history.offerStart[day + tape.lead + 1] = history.offers.count
    }
  }

  /**
   * Carries on from here in a scenario that differs in its events or parameters, under the same draws: "what if they had …?"
   * @throws LiaisonError E_BRANCH if the other scenario is over by then, or differs in what has been drawn or laid out already:
   * who is party to what, who collects how much, how items and plots are, or breaches and moves of the days gone by
   */
  branch(scenario: Scenario): Simulation {
    const { world, history } = this.now
    const other = compile(scenario)
    const difference = unlike(world, other, this.day)
    if (difference !== undefined)
      throw new LiaisonError(
        'E_BRANCH',
        `a branch on day ${this.day} must keep ${difference} of the run it leaves`,
      )
    if (other.days <= this.day)
      throw new LiaisonError(
        'E_BRANCH',
        `a branch on day ${this.day} must last longer than ${other.days} days`,
      )
    const { seed, run, kept: pairs, every } = history
    return new Simulation(other, { seed, run, pairs, every, phases: this.#phases }, { from: this })
  }
}

/** What two worlds must share so that one can take over the tape and the columns of the other, each with its name. */
const ALIKE: readonly (readonly [name: string, of: (world: World) => unknown])[] = [
  ['the countries', ({ ids }) => ids],
  ['the agreements', ({ agreementIds }) => agreementIds],
  ['the parties', ({ memberCountry }) => [...memberCountry]],
  ['the topics', ({ topicIds }) => topicIds],
  ['the disciplines', ({ disciplineIds }) => disciplineIds],
  ['the scope of agreements', ({ routeMember }) => [...routeMember]],
  ['the collection', ({ streamRate, streamCell }) => [...streamRate, ...streamCell]],
  ['the plots', ({ plotsPerYear, targets }) => [...plotsPerYear, ...targets.flat()]],
  ['shelfLife', ({ parameters }) => parameters.shelfLife],
  [
    'the range of items',
    ({ parameters: p }) => [p.itemSensitivityLow, p.itemSensitivityHigh, p.itemValueLow, p.itemValueHigh],
  ],
  ['the lead of plots', ({ parameters: p }) => [p.plotLead, p.plotLeadMin, p.discovery]],
  ['deception on or off', ({ on }) => on.deception],
]

/** The first thing in which two worlds differ that a branch on a day cannot change. */
function unlike(one: World, other: World, day: number): string | undefined {
  const found = ALIKE.find(([, of]) => JSON.stringify(of(one)) !== JSON.stringify(of(other)))
  if (found !== undefined) return found[0]
  for (const { breach, victims } of one.breaches) {
    const there = other.breaches.find((candidate) => candidate.breach.id === breach.id)
    if (there === undefined || (breach.day >= day && there.breach.day >= day)) continue
    if (there.breach.day !== breach.day || there.victims.join() !== victims.join())
      return `day and victims of "${breach.id}"`
  }
  const e = one.agreementIds.findIndex(
    (_, k) =>
      differBefore(day, one.agreementFrom[k], other.agreementFrom[k]) ||
      differBefore(day, one.agreementUntil[k], other.agreementUntil[k]),
  )
  if (e >= 0) return `the dates of "${one.agreementIds[e]}"`
  const [gone, kept] = [one, other].map(({ moves }) => moves.filter((move) => move.day < day))
  const said = [gone, kept].map((moves) => moves.map((move) => JSON.stringify(sofar(move, day))))
  const changed = [...gone.entries()].find(([k]) => said[0][k] !== said[1][k])?.[1] ?? kept[gone.length]
  return changed === undefined ? undefined : `"${changed.id}"`
}

/** Whether one of two dates has passed by a day, and the other is another. */
function differBefore(day: number, a: number, b: number): boolean {
  return Math.min(a, b) < day && Math.max(0, a) !== Math.max(0, b)
}

/** A move of days gone by without what is yet to come of it, which a branch may change. */
function sofar(move: Move, day: number): object {
  if ('until' in move) return { ...move, until: move.until !== null && move.until < day ? move.until : null }
  return move.what === 'fabrication' && move.provenDay >= day ? { ...move, provenDay: null } : move
}

/** Phase 7: trust as the day leaves it. */
function record({ state, history }: Now, day: number): void {
  if (day % history.every !== 0) return
  const width = history.kept.length
  const row = (day / history.every) * width
  for (let k = 0; k < width; k++) {
    const pair = history.kept[k]
    history.trusts[row + k] = state.met(pair) ? state.trust(pair) : Number.NaN
  }
}

/**
 * Runs a scenario once.
 * @param scenario a checked scenario, or a world compiled from one
 * @returns what happened; the same for the same scenario, seed and run number, to the last bit, anywhere
 * @throws LiaisonError E_TYPE or E_UNKNOWN_KEY for arguments of another kind
 */
export function run(scenario: Scenario | World, options: RunOptions = {}): History {
  checkArguments('run', scenario, options)
  const simulation = new Simulation(worldOf(scenario), options)
  while (!simulation.done) simulation.step()
  return simulation.now.history
}

/**
 * Runs a scenario a day at a time: `for (const day of simulate(scenario)) …`
 * @throws LiaisonError E_TYPE or E_UNKNOWN_KEY for arguments of another kind
 */
export function simulate(
  scenario: Scenario | World,
  options: RunOptions = {},
): Generator<Simulation, History> {
  // not in the generator, which would find out only on its first day
  checkArguments('simulate', scenario, options)
  return daysOf(new Simulation(worldOf(scenario), options))
}

function* daysOf(simulation: Simulation): Generator<Simulation, History> {
  while (!simulation.done) {
    simulation.step()
    yield simulation
  }
  return simulation.now.history
}

function checkArguments(name: string, scenario: unknown, options: unknown): void {
  expectScenario(name, scenario)
  expectLiaison(name, scenario)
  expectOptions(name, options, {
    seed: 'a seed of 1 to 200 printable characters',
    run: 'a run number, 0 to 4294967295',
    phases: 'a list',
    pairs: 'a Uint32Array',
    every: 'a whole number, 1 or more',
  })
}

function worldOf(scenario: Scenario | World): World {
  return 'balance' in scenario ? scenario : compile(scenario)
}

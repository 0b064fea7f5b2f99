/** A pair of runs under the same draws, with the breach and without it: the exact counterfactual (MODEL.md §3). */
import { expectOptions, expectScenario } from './arguments.js'
import type { History } from './history.js'
import { Offers } from './offers.js'
import { layoutOf, measure, PRICE_AFTER, pricesToday, type Layout, type Lived } from './metrics.js'
import { Draws } from './random.js'
import { measureResponses, responsesWidth } from './responses.js'
import { Simulation, type Buffers, type RunOptions } from './run.js'
import type { Scenario } from './scenario.js'
import { Tape } from './tape.js'
import { compile } from './compile.js'
import { without as worldWithout, type World } from './world.js'

/** What a pair is made of; plain data, so that it can be sent to a worker. */
export interface PairTask {
  readonly scenario: Scenario
  /** ids of the breaches that the second world goes without */
  readonly without: readonly string[]
  readonly seed: string
  /** asks for nothing but responses, read from this day on: rows then hold those of responses.ts */
  readonly responsesFrom?: number
}

/**
 * Plays pairs of one task. It uses its buffers again, so a history it hands out is good until another run is played; asked for the
 * same run once more, it hands out what it has.
 */
export class Pair {
  readonly task: PairTask
  readonly layout: Layout
  /** the world with the breach */
  readonly world: World
  readonly #how: Pick<RunOptions, 'phases' | 'pairs' | 'every'>
  readonly #without: World
  readonly #tape: Tape
  /** the day on which the worlds part: that of the first breach that one of them goes without; 0 under phases of one's own */
  readonly #parting: number
  readonly #offers = [new Offers(), new Offers()] as const
  /** what was played last, and its number */
  #last: { readonly run: number; readonly lived: readonly [Lived, Lived] } | undefined

  /** @param live what both worlds are lived with, where it is not DAY and trust in the leakers alone */
  constructor(task: PairTask, live: Pick<RunOptions, 'phases' | 'pairs' | 'every'> = {}) {
    const world = compile(task.scenario)
    this.task = task
    this.world = world
    this.#how = live
    this.#without = worldWithout(world, task.without)
    const layout = layoutOf(world, task.without)
    this.layout =
      task.responsesFrom === undefined
        ? layout
        : { ...layout, width: responsesWidth(layout), keep: new Uint32Array(0) }
    this.#tape = new Tape(world)
    const gone = world.breaches.filter(({ breach }) => task.without.includes(breach.id))
    // a mechanism of one's own may remember what the state does not hold
    this.#parting =
      live.phases === undefined ? Math.min(world.days, ...gone.map(({ breach }) => breach.day)) : 0
  }

  /** Plays run number `run` in both worlds and measures it into a row. */
  play(run: number, row: Float64Array = new Float64Array(this.layout.width)): Float64Array {
    const [one, other] = this.#live(run)
    const { responsesFrom } = this.task
    if (responsesFrom === undefined) measure(this.layout, [one, other], row)
    else measureResponses(this.layout, [one.history, other.history], responsesFrom, row)
    return row
  }

  /** Plays run number `run` in both worlds and hands out the two histories, with trust in the leakers alone. */
  histories(run: number): readonly [History, History] {
    const [one, other] = this.#live(run)
    return [one.history, other.history]
  }

  #live(run: number): readonly [Lived, Lived] {
    if (this.#last?.run !== run) {
      // from here on its buffers hold another run
      this.#last = undefined
      this.#last = { run, lived: this.#liveAnew(run) }
    }
    return this.#last.lived
  }

  /** Until a breach that only one of the two worlds has they are one, and it is lived once. */
  #liveAnew(run: number): readonly [Lived, Lived] {
    const { seed } = this.task
    this.#tape.fill(new Draws(seed, run))
    const options = { seed, run, pairs: this.layout.keep, ...this.#how }
    const buffers = (world: 0 | 1): Buffers => ({ tape: this.#tape, offers: this.#offers[world] })
    const simulation = new Simulation(this.world, options, buffers(0))
    while (simulation.day < this.#parting) simulation.step()
    const counterfactual = new Simulation(this.#without, options, { ...buffers(1), from: simulation })
    return [this.#liveOn(simulation), this.#liveOn(counterfactual)]
  }

  #liveOn(simulation: Simulation): Lived {
    const { leakers, days } = this.layout
    const prices = leakers.map(({ partners }) => new Float64Array(partners.length))
    while (!simulation.done) {
      simulation.step()
      leakers.forEach((leaker, k) => {
        if (simulation.day - 1 === Math.min(leaker.day + PRICE_AFTER, days - 1))
          prices[k].set(pricesToday(simulation.now.world, simulation.now.state, leaker))
      })
    }
    return { history: simulation.now.history, prices }
  }
}

export interface PairsOptions extends Pick<RunOptions, 'phases' | 'pairs' | 'every'> {
  /** pairs of runs, 1 or more */
  readonly runs?: number
  /** number of the first run */
  readonly first?: number
  /** text that keys every draw; the scenario's own when left out */
  readonly seed?: string
  /** ids of the breaches the second world goes without; all when left out */
  readonly without?: readonly string[]
}

/** The two histories of one pair. */
export interface PairOfHistories {
  readonly run: number
  readonly with: History
  readonly without: History
}

/**
 * Plays pairs one after the other and hands out their histories, for measures of your own and for mechanisms of your own (`phases`).
 * Measure a pair before you ask for the next: buffers are used again.
 * @throws LiaisonError E_TYPE or E_UNKNOWN_KEY for arguments of another kind, E_DANGLING for a breach that does not exist
 */
export function pairs(scenario: Scenario, options: PairsOptions = {}): Generator<PairOfHistories> {
  expectScenario('pairs', scenario)
  expectOptions('pairs', options, {
    runs: 'a whole number, 1 or more',
    first: 'a whole number, 0 or more',
    seed: 'a seed of 1 to 200 printable characters',
    without: 'a list of texts',
    phases: 'a list',
    pairs: 'a Uint32Array',
    every: 'a whole number, 1 or more',
  })
  return play(scenario, options)
}

function* play(
  scenario: Scenario,
  { runs = 100, first = 0, seed = scenario.seed, without, ...how }: PairsOptions,
): Generator<PairOfHistories> {
  const breaches = without ?? scenario.breaches.map(({ id }) => id)
  const pair = new Pair({ scenario, without: breaches, seed }, how)
  for (let run = first; run < first + runs; run++) {
    const [one, other] = pair.histories(run)
    yield { run, with: one, without: other }
  }
}

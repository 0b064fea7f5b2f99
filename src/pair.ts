/** A pair of runs under the same draws, with the breach and without it: the exact counterfactual (MODEL.md §3). */
import { Offers, type History } from './history.js'
import { layoutOf, measure, PRICE_AFTER, pricesToday, type Layout, type Lived } from './metrics.js'
import { Draws } from './random.js'
import { Simulation } from './run.js'
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
}

/** Plays pairs of one task. It uses its buffers again, so a history it hands out is good until the next pair is played. */
export class Pair {
  readonly layout: Layout
  readonly #task: PairTask
  readonly #worlds: readonly [World, World]
  readonly #tape: Tape
  readonly #offers = [new Offers(), new Offers()] as const

  constructor(task: PairTask) {
    const world = compile(task.scenario)
    this.#task = task
    this.#worlds = [world, worldWithout(world, task.without)]
    this.layout = layoutOf(world, task.without)
    this.#tape = new Tape(world)
  }

  /** Plays run number `run` in both worlds and measures it into a row. */
  play(run: number, row: Float64Array = new Float64Array(this.layout.width)): Float64Array {
    measure(this.layout, this.#live(run), row)
    return row
  }

  /** Plays run number `run` in both worlds and hands out the two histories, with trust in the leakers alone. */
  histories(run: number): readonly [History, History] {
    const [one, other] = this.#live(run)
    return [one.history, other.history]
  }

  #live(run: number): readonly [Lived, Lived] {
    this.#tape.fill(new Draws(this.#task.seed, run))
    return [this.#liveIn(0, run), this.#liveIn(1, run)]
  }

  #liveIn(world: 0 | 1, run: number): Lived {
    const { leakers, days, keep: pairs } = this.layout
    const options = { seed: this.#task.seed, run, pairs }
    const simulation = new Simulation(this.#worlds[world], options, {
      tape: this.#tape,
      offers: this.#offers[world],
    })
    const prices = leakers.map(({ partners }) => new Float64Array(partners.length))
    while (!simulation.done) {
      simulation.step()
      leakers.forEach((leaker, k) => {
        if (simulation.day - 1 === Math.min(leaker.day + PRICE_AFTER, days - 1))
          prices[k].set(pricesToday(this.#worlds[world], simulation.now.state, leaker))
      })
    }
    return { history: simulation.now.history, prices }
  }
}

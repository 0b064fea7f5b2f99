/** What an experiment says of everything but flows and steps, folded one run at a time: outcomes, prospects, blame. */
import { OUTCOMES, type OutcomeLayout, type OutcomeName } from '../outcomes.js'
import type { World } from '../world.js'
import type { BlameFindings, OutcomeFindings, ProspectFindings } from './findings.js'
import { differenceOfPaired, proportion, Ratios } from './statistics.js'

export class OutcomeFold {
  readonly #world: World
  readonly #layout: OutcomeLayout
  /** for every outcome: with, without, difference */
  readonly #ratios = new Ratios(OUTCOMES.length * 3)
  readonly #over = new Float64Array(OUTCOMES.length * 3)
  readonly #under = new Float64Array(OUTCOMES.length * 3).fill(1)
  /** by prospect: runs in which it was signed with, without, only with, only without */
  readonly #signed: Uint32Array
  /** guilty × countries + blamed */
  readonly #blames: Float64Array
  #runs = 0

  constructor(world: World, layout: OutcomeLayout) {
    this.#world = world
    this.#layout = layout
    this.#signed = new Uint32Array(world.prospects.length * 4)
    this.#blames = new Float64Array(layout.blames < 0 ? 0 : world.countries * world.countries)
  }

  add(weights: Float64Array, row: Float64Array): void {
    const { outcomes, prospects, blames } = this.#layout
    this.#runs++
    for (let k = 0; k < OUTCOMES.length; k++) {
      const [one, other] = [row[outcomes + 2 * k], row[outcomes + 2 * k + 1]]
      this.#over.set([one, other, one - other], 3 * k)
    }
    this.#ratios.add(weights, this.#over, this.#under)
    for (let k = 0; 4 * k < this.#signed.length; k++) {
      const [one, other] = [row[prospects + 2 * k], row[prospects + 2 * k + 1]]
      this.#signed[4 * k] += one
      this.#signed[4 * k + 1] += other
      this.#signed[4 * k + 2] += one > other ? 1 : 0
      this.#signed[4 * k + 3] += other > one ? 1 : 0
    }
    for (let k = 0; k < this.#blames.length; k++) this.#blames[k] += row[blames + k]
  }

  outcomes(): Record<OutcomeName, OutcomeFindings> {
    const entries = OUTCOMES.map(({ name, unit, meaning }, k) => [
      name,
      {
        unit,
        meaning,
        with: this.#ratios.estimate(3 * k),
        without: this.#ratios.estimate(3 * k + 1),
        difference: this.#ratios.estimate(3 * k + 2),
      },
    ])
    return Object.fromEntries(entries) as Record<OutcomeName, OutcomeFindings>
  }

  prospects(): ProspectFindings[] {
    const { scenario, prospects, agreementIds } = this.#world
    return prospects.map(({ agreement }, k) => {
      const id = agreementIds[agreement]
      const found = scenario.network.prospects.find((prospect) => prospect.id === id)
      const [one, other, onlyWith, onlyWithout] = this.#signed.subarray(4 * k, 4 * k + 4)
      return {
        id,
        label: found?.label ?? id,
        parties: found?.parties ?? [],
        formed: {
          with: proportion(one, this.#runs),
          without: proportion(other, this.#runs),
          difference: differenceOfPaired(onlyWith, onlyWithout, this.#runs),
        },
        never: proportion(onlyWithout, this.#runs),
        instead: proportion(onlyWith, this.#runs),
      }
    })
  }

  /** Who was taken for the leaker when who was, most often first; empty where nobody can be blamed wrongly. */
  blames(): BlameFindings[] {
    const { ids, countries } = this.#world
    const found: BlameFindings[] = []
    this.#blames.forEach((count, k) => {
      if (count === 0) return
      const [guilty, blamed] = [ids[Math.floor(k / countries)], ids[k % countries]]
      found.push({ guilty, blamed, perRun: count / this.#runs })
    })
    // the sort is stable: equals stay in the order of ids
    return found.sort((a, b) => b.perRun - a.perRun)
  }
}

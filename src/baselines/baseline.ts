/**
 * The shape every null model shares: a name, the draws it asks for, and how it plays one run on given ground. A null model knows
 * who is bonded to whom and nothing else of Liaison: what it already explains needs no theory of trust (docs/model.md, 8).
 */
import type { Bonds, Pieces } from '../bonds.js'
import type { Parameters } from '../parameters.js'
import type { Addresses, Draws, Purpose } from '../random.js'
import type { NullModel } from '../scenario.js'

/** Deals uniforms in [0, 1) by address. */
export type Dice = Pick<Draws, 'uniform' | 'batch' | 'take' | 'below'>

/** What a contagion spreads over. */
export interface Ground {
  readonly bonds: Bonds
  readonly parameters: Parameters
  /** length of the horizon in days; only a model that has a calendar looks at it */
  readonly days: number
  /** by node, and by place in `bonds.targets` (from the node of the row to the target): where the model's draws are; empty where it takes none */
  readonly nodeAt: Addresses
  readonly bondAt: Addresses
}

/** Who begins: nodes, each once, and the day on which each does. */
export interface Seeds {
  readonly nodes: Uint32Array
  readonly days: Uint32Array
}

/** Stands where a node never restricts, or never shares again. */
export const NEVER = 0xffffffff

/** Nodes by the day on which they may begin; a node may be noted more than once, and then its first day counts. */
class Calendar {
  /** by day: place of its last note, plus 1; 0: none */
  #heads = new Uint32Array(0)
  #nodes = new Uint32Array(64)
  /** by note: place of the one before it on the same day, plus 1 */
  #before = new Uint32Array(64)
  #notes = 0
  /** notes on days that have not been taken */
  left = 0

  /** Empties it for so many days. */
  clear(days: number): void {
    if (this.#heads.length < days) this.#heads = new Uint32Array(days)
    this.#heads.fill(0)
    this.#notes = 0
    this.left = 0
  }

  note(day: number, node: number): void {
    const place = this.#notes
    if (place === this.#nodes.length) this.#grow()
    this.#nodes[place] = node
    this.#before[place] = this.#heads[day]
    this.#notes = place + 1
    this.#heads[day] = place + 1
    this.left++
  }

  /** The node noted last on a day, taken off it; −1: none is left. */
  take(day: number): number {
    const note = this.#heads[day] - 1
    if (note < 0) return -1
    this.#heads[day] = this.#before[note]
    this.left--
    return this.#nodes[note]
  }

  #grow(): void {
    const size = this.#nodes.length * 2
    const longer = (column: Uint32Array): Uint32Array<ArrayBuffer> => {
      const grown = new Uint32Array(size)
      grown.set(column)
      return grown
    }
    this.#nodes = longer(this.#nodes)
    this.#before = longer(this.#before)
  }
}

/** What became of one run of a contagion. Used again for the next run on as many nodes. */
export class Outbreak {
  /** by node: round, or day where the model has a calendar, in which it began to restrict; NEVER */
  readonly when: Uint32Array
  /** the nodes that restrict, in the order in which they began; as many as `size` says, and room for one who does not */
  readonly order: Uint32Array
  size = 0
  /** by node: what the model remembers of it between two looks */
  readonly memo: Uint32Array
  /** room for a model that has a calendar */
  readonly calendar = new Calendar()
  #partners = new Uint32Array(0)

  constructor(nodes: number) {
    this.when = new Uint32Array(nodes)
    this.order = new Uint32Array(nodes + 1)
    this.memo = new Uint32Array(nodes)
  }

  /** As before any run: nobody restricts. Memos hold whatever they held. */
  clear(): void {
    this.when.fill(NEVER)
    this.size = 0
  }

  /** Room for so many partners of nodes, or more; what it holds is whatever it held. */
  partners(count: number): Uint32Array {
    if (this.#partners.length < count) this.#partners = new Uint32Array(count)
    return this.#partners
  }

  /** Lets a node begin. */
  begin(node: number, when: number): void {
    this.when[node] = when
    this.order[this.size++] = node
  }
}

/** Who follows whom: from those who begin to all who end up restricting. */
export interface Contagion {
  readonly name: NullModel
  readonly kind: 'contagion'
  /** what `when` counts */
  readonly clock: 'rounds' | 'days'
  /** what its draws by node and by bond are for; null: it takes none */
  readonly draws: { readonly node: Purpose | null; readonly bond: Purpose | null }
  play(ground: Ground, seeds: Seeds, dice: Dice, outbreak: Outbreak): void
}

/** What opinions are averaged over. With the weights of its row a node's own weight sums to 1. */
export interface Council extends Pick<Ground, 'bonds' | 'parameters' | 'nodeAt'> {
  /** of the bonds */
  readonly pieces: Pieces
  /** by place in `bonds.targets`: weight the node of the row gives to the opinion of the target */
  readonly weights: Float64Array
  /** by node: weight it gives to its own */
  readonly own: Float64Array
}

/** What opinions came to. Used again for the next run on as many nodes. */
export class Opinions {
  /** by node, at the end */
  readonly last: Float64Array
  /** room for every other round */
  readonly spare: Float64Array
  /** by node: how far it lets others change its opinion, 0 to 1 */
  readonly susceptibility: Float64Array
  /** until the last piece was at rest */
  rounds = 0
  /** false: opinions still moved somewhere after MOST_ROUNDS */
  settled = false

  constructor(nodes: number) {
    this.last = new Float64Array(nodes)
    this.spare = new Float64Array(nodes)
    this.susceptibility = new Float64Array(nodes)
  }
}

/** From what each thinks at first to what all think in the end. */
export interface OpinionModel {
  readonly name: NullModel
  readonly kind: 'opinion'
  readonly draws: { readonly node: Purpose | null; readonly bond: null }
  play(council: Council, initial: Float64Array, dice: Dice, opinions: Opinions): void
}

export type Baseline = Contagion | OpinionModel

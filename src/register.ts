/** The ids a file gives of one kind, so that what is named and never given is found, with the nearest name. */
import { quote, type Complaints } from './mistakes.js'
import { didYouMean, foldId, inOrder, type Named } from './names.js'
import { whereIn, type Path, type Tree } from './tree.js'

/** Ids of one kind that a file gives, to find those that are named but not given. */
export class Register {
  readonly #noun: string
  readonly #complaints: Complaints
  readonly #known = new Map<string, Named>()
  readonly #folds = new Map<string, string>()
  #trusting = false

  constructor(noun: string, complaints: Complaints) {
    this.#noun = noun
    this.#complaints = complaints
  }

  /** Without a sound list of ids nothing can be said to be missing from it. */
  trust(): void {
    this.#trusting = true
  }

  get ids(): string[] {
    return [...this.#known.keys()].sort(inOrder)
  }

  add(given: string, spoken: string | undefined, tree: Tree, path: Path, part: 'value' | 'key'): void {
    const twin = this.#folds.get(foldId(given))
    if (twin !== undefined) {
      const what = twin === given ? 'is there twice' : `is too like ${quote(twin)}`
      this.#complaints.tell(
        whereIn(tree, path, part),
        'E_DUP_ID',
        `${this.#noun} ${quote(given)} ${what}`,
        'rename one',
      )
    }
    this.#folds.set(foldId(given), given)
    this.#known.set(given, spoken === undefined ? { id: given } : { id: given, label: spoken })
  }

  /** Tells of an id that was never given. */
  expect(named: string, tree: Tree, path: Path, part: 'value' | 'key' = 'value'): void {
    if (this.#known.has(named) || this.#trusting || this.#complaints.enough) return
    const fix = didYouMean(named, this.#known.values(), `add it, or use one of ${this.#examples()}`)
    this.#complaints.tell(whereIn(tree, path, part), 'E_DANGLING', `no ${this.#noun} ${quote(named)}`, fix)
  }

  #examples(): string {
    const { ids } = this
    return ids.length > 4 ? `${ids.slice(0, 4).join(', ')}, …` : ids.join(', ')
  }
}

/** What a file says before anyone asks what it means: maps, lists and scalars, each with the place it stands at. */
import type { Code, Place } from './mistakes.js'
import { forbiddenAt, RESERVED } from './names.js'

/** What an untrusted file may cost (docs/choices.md says why these numbers). */
export const LIMITS = {
  /** of a file */
  bytes: 8 * 1024 * 1024,
  /** steps from the root to any value */
  depth: 64,
  /** values and keys, aliases expanded */
  nodes: 1_000_000,
  /** lexical marks of a YAML file: values, punctuation, blanks, line ends; what reading them costs */
  marks: 1_500_000,
  /** YAML tags, all of which are refused: so many are looked at to tell of each */
  tags: 100,
  /** YAML aliases */
  aliases: 10_000,
  /** characters of a key */
  key: 200,
} as const

/** A text, an object or a command line: whatever a tree was read from. */
export interface Origin {
  /** `at` is what its nodes carry: an offset in the text, or whatever this origin numbers its places by */
  place(at: number): Place
}

interface Spot {
  readonly origin: Origin
  readonly at: number
  /** values and keys in it, aliases expanded */
  readonly size: number
  /** steps to the deepest value below */
  readonly height: number
}

export interface Entry {
  readonly key: string
  /** where the key stands, and in what */
  readonly keyAt: number
  readonly origin: Origin
  readonly value: Tree
}
export interface MapTree extends Spot {
  readonly kind: 'map'
  readonly entries: readonly Entry[]
}
export interface ListTree extends Spot {
  readonly kind: 'list'
  readonly items: readonly Tree[]
}
export interface ScalarTree extends Spot {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
}
export type Tree = MapTree | ListTree | ScalarTree

/** From the root to a value: keys of maps, indices of lists. */
export type Path = readonly (string | number)[]

/** Something found wrong while reading. */
export interface Finding {
  readonly code: Code
  readonly at: number
  readonly what: string
  readonly fix: string
}

/** A text that cannot be read; thrown from the depths of a reader and turned into a ScenarioError by its caller. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super(findings.map(({ code, what }) => `${code}: ${what}`).join('\n'))
    this.findings = findings
  }
}

export function refuse(code: Code, at: number, what: string, fix: string): never {
  throw new Refusal([{ code, at, what, fix }])
}

/**
 * Grows a tree under the rules that hold in every notation. What a reader can live with is kept in `findings`, so that
 * one reading tells all of it; what would cost too much is refused at once.
 */
export class Grower {
  readonly origin: Origin
  readonly findings: Finding[] = []

  constructor(origin: Origin) {
    this.origin = origin
  }

  tell(code: Code, at: number, what: string, fix: string): void {
    this.findings.push({ code, at, what, fix })
  }

  /** @throws Refusal when anything was found */
  finish(tree: Tree): Tree {
    if (this.findings.length > 0) throw new Refusal(this.findings)
    return tree
  }

  scalar(at: number, value: string | number | boolean | null): ScalarTree {
    if (typeof value === 'number') this.#checkNumber(at, value)
    if (typeof value === 'string') this.#checkText(at, value)
    // −0 is 0
    const plain = typeof value === 'number' ? value + 0 : value
    return scalarAt({ origin: this.origin, at }, plain)
  }

  list(at: number, items: readonly Tree[]): ListTree {
    return this.#affordable(listAt({ origin: this.origin, at }, items))
  }

  map(at: number, entries: readonly Entry[]): MapTree {
    this.#checkKeys(entries)
    return this.#affordable(mapAt({ origin: this.origin, at }, entries))
  }

  #affordable<T extends Tree>(tree: T): T {
    if (tree.size > LIMITS.nodes) refuseNodes(tree.at)
    return tree
  }

  #checkNumber(at: number, value: number): void {
    if (!Number.isFinite(value)) {
      this.tell('E_NUMBER', at, 'not a finite number', 'give a number that can be written in digits')
    } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      this.tell(
        'E_NUMBER',
        at,
        'a whole number beyond 2^53 cannot be kept exactly',
        'give a smaller one, or quote it as text',
      )
    }
  }

  #checkText(at: number, value: string): void {
    if (forbiddenAt(value) >= 0) {
      this.tell('E_CONTROL_CHAR', at, 'text with a control, bidi or non-character', 'remove it')
    }
  }

  #checkKeys(entries: readonly Entry[]): void {
    const seen = new Set<string>()
    for (const { key, keyAt } of entries) {
      if (key.length > LIMITS.key) {
        this.tell('E_TOO_LONG', keyAt, `a key of ${key.length} characters`, `keys have at most ${LIMITS.key}`)
      } else if (RESERVED.includes(key)) {
        this.tell('E_RESERVED_KEY', keyAt, `"${key}" is reserved`, 'choose another name')
      } else if (seen.has(key)) {
        this.tell('E_DUP_KEY', keyAt, 'this key was given before', 'keep one of the two')
      }
      this.#checkText(keyAt, key)
      seen.add(key)
    }
  }
}

export function refuseNodes(at: number): never {
  refuse(
    'E_TOO_MANY_NODES',
    at,
    `more than ${LIMITS.nodes} values, counting what aliases repeat`,
    'split the file',
  )
}

export function refuseDepth(at: number): never {
  refuse('E_TOO_DEEP', at, `nested deeper than ${LIMITS.depth} levels`, 'flatten it')
}

/** Keys are compared, and kept, in their composed Unicode form: é is one letter however it was typed. */
export function composed(key: string): string {
  return key.normalize('NFC')
}

/** The value of a map's key, or undefined when the tree is no map or lacks it. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.find((entry) => entry.key === key)?.value : undefined
}

/** The value at a path, or undefined when the path leads nowhere. */
export function valueAt(tree: Tree, path: Path): Tree | undefined {
  let node: Tree | undefined = tree
  for (const step of path) node = node?.kind === 'list' ? node.items[Number(step)] : child(node, String(step))
  return node
}

/** A map standing where `spot` says: another tree, or a place in an origin. */
export function mapAt({ origin, at }: Pick<Spot, 'origin' | 'at'>, entries: readonly Entry[]): MapTree {
  let size = 1 + entries.length
  let height = 0
  for (const { value } of entries) {
    size += value.size
    height = Math.max(height, value.height + 1)
  }
  return { kind: 'map', origin, at, entries, size, height }
}

/** A list standing where `spot` says. */
export function listAt({ origin, at }: Pick<Spot, 'origin' | 'at'>, items: readonly Tree[]): ListTree {
  let size = 1
  let height = 0
  for (const item of items) {
    size += item.size
    height = Math.max(height, item.height + 1)
  }
  return { kind: 'list', origin, at, items, size, height }
}

/** A value standing where `spot` says. */
export function scalarAt(
  { origin, at }: Pick<Spot, 'origin' | 'at'>,
  value: ScalarTree['value'],
): ScalarTree {
  return { kind: 'scalar', origin, at, value, size: 1, height: 0 }
}

/** A map with a key set to a value; a key it has keeps its position. */
export function withEntry(map: MapTree, entry: Entry): MapTree {
  const known = map.entries.some(({ key }) => key === entry.key)
  const entries = known
    ? map.entries.map((old) => (old.key === entry.key ? entry : old))
    : [...map.entries, entry]
  return mapAt(map, entries)
}

/** The plain value of a tree: objects, arrays, strings, numbers, booleans and null, all of it new. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value
  if (tree.kind === 'list') return tree.items.map(plain)
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plain(value)]))
}

/**
 * Where the value at a path stands or, with `key`, the key that holds it. Of a path that leads nowhere, the place of the
 * last thing on the way.
 */
export function whereIn(tree: Tree, path: Path, part: 'value' | 'key' = 'value'): Place {
  let node = tree
  for (const [i, step] of path.entries()) {
    const entry = node.kind === 'map' ? node.entries.find(({ key }) => key === String(step)) : undefined
    if (entry !== undefined && part === 'key' && i === path.length - 1) return entry.origin.place(entry.keyAt)
    const next = node.kind === 'list' ? node.items[Number(step)] : entry?.value
    if (next === undefined) break
    node = next
  }
  return node.origin.place(node.at)
}

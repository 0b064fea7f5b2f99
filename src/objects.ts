/** A plain object as a tree: the way in for programs that describe a scenario in JavaScript. */
import type { Place } from './mistakes.js'
import {
  composed,
  Grower,
  LIMITS,
  refuse,
  refuseDepth,
  refuseNodes,
  type Entry,
  type Origin,
  type Tree,
} from './tree.js'

/** Where an object comes from: whoever keeps its places gets the path of each value. */
export interface PathOrigin extends Origin {
  /** @returns the number by which `place` knows this path */
  number(path: string): number
}

/** An object has no lines: its places are paths such as `events[0].breach.by`. */
export class ObjectOrigin implements PathOrigin {
  readonly #file: string
  readonly #paths: string[] = []

  constructor(file: string) {
    this.#file = file
  }

  number(path: string): number {
    return this.#paths.push(path) - 1
  }

  place(at: number): Place {
    return { file: this.#file, line: 0, col: 0, path: this.#paths[at] }
  }
}

/**
 * Copies plain data out of a value, which is not changed. A key whose value is `undefined` counts as absent. Getters
 * are not called; maps, dates, functions and instances of classes are refused.
 * @throws Refusal
 */
export function readObject(value: unknown, origin: PathOrigin): Tree {
  const reader = new ObjectReader(origin)
  return reader.read(value)
}

class ObjectReader {
  readonly #origin: PathOrigin
  readonly #grower: Grower
  /** the objects from the root down to where the reader is */
  readonly #open = new Set<object>()
  #nodes = 0

  constructor(origin: PathOrigin) {
    this.#origin = origin
    this.#grower = new Grower(origin)
  }

  read(value: unknown): Tree {
    return this.#grower.finish(this.#value(value, '', 0))
  }

  #value(value: unknown, path: string, depth: number): Tree {
    const at = this.#origin.number(path)
    if (depth > LIMITS.depth) refuseDepth(at)
    this.#nodes += 1
    if (this.#nodes > LIMITS.nodes) refuseNodes(at)
    if (
      value === null ||
      typeof value === 'boolean' ||
      typeof value === 'number' ||
      typeof value === 'string'
    ) {
      return this.#grower.scalar(at, value)
    }
    if (typeof value !== 'object') return this.#odd(at, `a ${typeof value}`)
    if (this.#open.has(value)) refuse('E_ALIAS', at, 'an object that contains itself', 'give plain data')
    this.#open.add(value)
    const tree = this.#inside(value, path, at, depth)
    this.#open.delete(value)
    return tree
  }

  #inside(value: object, path: string, at: number, depth: number): Tree {
    const found = peek(value)
    if (found === undefined) return this.#odd(at, 'an object that cannot be read')
    if (found.length > LIMITS.nodes) refuseNodes(at)
    if (found.kind === 'other') return this.#odd(at, 'an object that is not plain')
    if (found.kind === 'list') {
      const items = Array.from({ length: found.length }, (_, i) =>
        this.#property(value, String(i), `${path}[${i}]`, depth),
      )
      return this.#grower.list(
        at,
        items.map((item) => item ?? this.#odd(at, 'a list with a hole')),
      )
    }
    const entries: Entry[] = []
    for (const key of found.keys) {
      const inner = path === '' ? key : `${path}.${key}`
      const tree = this.#property(value, key, inner, depth)
      this.#nodes += 1
      if (tree !== undefined)
        entries.push({
          key: composed(key),
          keyAt: this.#origin.number(inner),
          origin: this.#origin,
          value: tree,
        })
    }
    return this.#grower.map(at, entries)
  }

  #property(holder: object, key: string, path: string, depth: number): Tree | undefined {
    const property = safely(() => Object.getOwnPropertyDescriptor(holder, key))
    if (property?.get !== undefined || property?.set !== undefined) {
      return this.#odd(this.#origin.number(path), 'a getter')
    }
    const value: unknown = property?.value
    return value === undefined ? undefined : this.#value(value, path, depth + 1)
  }

  #odd(at: number, what: string): Tree {
    this.#grower.tell(
      'E_TYPE',
      at,
      `${what}, where plain data is expected`,
      'give objects, lists, texts and numbers',
    )
    return this.#grower.scalar(at, null)
  }
}

type Peeked =
  | { readonly kind: 'list'; readonly length: number }
  | { readonly kind: 'map'; readonly length: number; readonly keys: readonly string[] }
  | { readonly kind: 'other'; readonly length: 0 }

/** What an object is, without calling its code; undefined when a proxy throws. */
function peek(value: object): Peeked | undefined {
  return safely((): Peeked => {
    if (Array.isArray(value)) return { kind: 'list', length: value.length }
    const prototype: unknown = Object.getPrototypeOf(value)
    // an object of another window or worker has another Object.prototype, itself without prototype
    const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
    if (!isPlain || Object.getOwnPropertySymbols(value).length > 0) return { kind: 'other', length: 0 }
    const keys = Object.keys(value)
    return { kind: 'map', length: keys.length, keys }
  })
}

function safely<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

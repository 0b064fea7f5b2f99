/** A tree as numbers and words, so that a text that never changes need not be read again: what the build keeps of shipped networks. */
import { listAt, mapAt, scalarAt, type Entry, type Origin, type Tree } from './tree.js'

type Word = string | number | boolean | null

/** Plain data, for JSON. */
export interface PackedTree {
  /** every value and key once */
  readonly words: readonly Word[]
  /**
   * the tree from its root down, each node with how far it stands behind the one before it: a scalar as −1, distance, word; a
   * list as its length × 2, distance, items; a map as its length × 2 + 1, distance, and for each entry word, distance, value
   */
  readonly nodes: readonly number[]
}

export function packTree(tree: Tree): PackedTree {
  const words = new Map<Word, number>()
  const nodes: number[] = []
  let last = 0
  const word = (value: Word): number => {
    const known = words.get(value) ?? words.size
    words.set(value, known)
    return known
  }
  const place = (at: number): number => {
    const distance = at - last
    last = at
    return distance
  }
  const pack = (node: Tree): void => {
    if (node.kind === 'scalar') nodes.push(-1, place(node.at), word(node.value))
    else if (node.kind === 'list') {
      nodes.push(node.items.length * 2, place(node.at))
      node.items.forEach(pack)
    } else {
      nodes.push(node.entries.length * 2 + 1, place(node.at))
      for (const { key, keyAt, value } of node.entries) {
        nodes.push(word(key), place(keyAt))
        pack(value)
      }
    }
  }
  pack(tree)
  return { words: [...words.keys()], nodes }
}

/** The tree that was packed, of the text whose places `origin` knows. */
export function unpackTree({ words, nodes }: PackedTree, origin: Origin): Tree {
  let next = 0
  let at = 0
  const unpack = (): Tree => {
    const shape = nodes[next]
    at += nodes[next + 1]
    next += 2
    const own = at
    if (shape < 0) return scalarAt({ origin, at: own }, words[nodes[next++]])
    const length = shape >> 1
    if (shape % 2 === 0) {
      const items: Tree[] = []
      for (let i = 0; i < length; i++) items.push(unpack())
      return listAt({ origin, at: own }, items)
    }
    const entries: Entry[] = []
    for (let i = 0; i < length; i++) {
      const key = words[nodes[next]] as string
      at += nodes[next + 1]
      next += 2
      // the order in which objects are made is the order in which the tree was packed
      const keyAt = at
      entries.push({ key, keyAt, origin, value: unpack() })
    }
    return mapAt({ origin, at: own }, entries)
  }
  return unpack()
}

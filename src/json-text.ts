/** JSON by the letter of RFC 8259, with the place of every value: `JSON.parse` keeps none. */
import { quote } from './mistakes.js'
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

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const
const HEX = /[0-9a-fA-F]{0,4}/y

/** @throws Refusal at the first character that is not JSON, or when a rule of tree.ts is broken */
export function readJson(text: string, origin: Origin): Tree {
  const reader = new JsonReader(text, origin)
  return reader.read()
}

class JsonReader {
  readonly #text: string
  readonly #grower: Grower
  #at = 0
  #nodes = 0

  constructor(text: string, origin: Origin) {
    this.#text = text
    this.#grower = new Grower(origin)
  }

  read(): Tree {
    const tree = this.#value(0, 0)
    this.#blanks()
    if (this.#at < this.#text.length)
      this.#fail('more text after the end of the value', 'a JSON file holds one value')
    return this.#grower.finish(tree)
  }

  /** @param above where the list or map begins in which this value lies */
  #value(depth: number, above: number): Tree {
    if (depth > LIMITS.depth) refuseDepth(above)
    this.#blanks()
    const at = this.#at
    this.#count(at)
    const letter = this.#text[at]
    if (letter === '{') return this.#map(depth)
    if (letter === '[') return this.#list(depth)
    if (letter === '"') return this.#grower.scalar(at, this.#string())
    if (letter === '-' || (letter >= '0' && letter <= '9')) return this.#grower.scalar(at, this.#number())
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, at)) continue
      this.#at += word.length
      return this.#grower.scalar(at, value)
    }
    return this.#unexpected()
  }

  #map(depth: number): Tree {
    const at = this.#at
    const entries: Entry[] = []
    this.#at += 1
    if (this.#skip('}')) return this.#grower.map(at, entries)
    do {
      this.#blanks()
      const keyAt = this.#at
      this.#count(keyAt)
      if (this.#text[keyAt] !== '"')
        this.#fail('no key where one should begin', 'keys stand in double quotes')
      const key = composed(this.#string())
      if (!this.#skip(':')) this.#fail('no ":" after a key', 'put one')
      entries.push({ key, keyAt, origin: this.#grower.origin, value: this.#value(depth + 1, at) })
    } while (this.#skip(','))
    if (!this.#skip('}')) this.#fail('neither "," nor "}" after a value', 'put one')
    return this.#grower.map(at, entries)
  }

  #list(depth: number): Tree {
    const at = this.#at
    const items: Tree[] = []
    this.#at += 1
    if (this.#skip(']')) return this.#grower.list(at, items)
    do items.push(this.#value(depth + 1, at))
    while (this.#skip(','))
    if (!this.#skip(']')) this.#fail('neither "," nor "]" after a value', 'put one')
    return this.#grower.list(at, items)
  }

  #string(): string {
    const start = this.#at
    this.#at += 1
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (Number.isNaN(unit)) this.#fail('a text that never ends', 'close it with a double quote')
      if (unit < 0x20) this.#fail('a line end or tab inside a text', 'write \\n or \\t')
      this.#at += 1
      if (unit === 0x22) break
      if (unit === 0x5c) this.#escape()
    }
    // checked above, so this cannot fail; the engine knows how to unescape
    return JSON.parse(this.#text.slice(start, this.#at)) as string
  }

  #escape(): void {
    const letter = this.#text[this.#at]
    if (letter !== 'u') {
      if (letter === undefined || !'"\\/bfnrt'.includes(letter))
        this.#fail('an escape that JSON does not know', 'write \\\\ for a backslash')
      this.#at += 1
      return
    }
    HEX.lastIndex = this.#at + 1
    const [digits] = HEX.exec(this.#text) ?? ['']
    this.#at += 1 + digits.length
    if (digits.length < 4) this.#fail('\\u without four hexadecimal digits', 'give all four')
  }

  #number(): number {
    NUMBER.lastIndex = this.#at
    const match = NUMBER.exec(this.#text)
    if (match === null) {
      this.#at += 1
      this.#fail('no digit after a minus sign', 'give the number')
    }
    const [digits] = match
    this.#at += digits.length
    // what would have gone on with the number: a digit after a leading zero, a point or an exponent without digits
    const more = /[eE]/.test(digits)
      ? /^\d/
      : digits.includes('.')
        ? /^(?:\d|[eE][+-]?)/
        : /^(?:\d|\.|[eE][+-]?)/
    const tail = more.exec(this.#text.slice(this.#at, this.#at + 2))
    if (tail !== null) {
      if (!/\d/.test(tail[0])) this.#at += tail[0].length
      this.#fail(
        'a number not written as JSON writes it',
        'no leading zeros, and digits on both sides of the point',
      )
    }
    return Number(digits)
  }

  /** Consumes a sign, blanks before it included, when it comes next. */
  #skip(sign: string): boolean {
    this.#blanks()
    if (this.#text[this.#at] !== sign) return false
    this.#at += 1
    return true
  }

  #blanks(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return
      this.#at += 1
    }
  }

  #count(at: number): void {
    this.#nodes += 1
    if (this.#nodes > LIMITS.nodes) refuseNodes(at)
  }

  /**
   * Something that begins no value. Nothing after it on its line can be read either, so the place told is the end of
   * that line; the message says in which column it began.
   */
  #unexpected(): never {
    const began = this.#at
    const column = began - (this.#text.lastIndexOf('\n', began - 1) + 1) + 1
    const word = /[^\s,\]}]*/y
    word.lastIndex = began
    const [odd] = word.exec(this.#text.slice(0, began + 40)) ?? ['']
    const end = this.#text.slice(began).search(/\r?\n|$/)
    this.#at = began + end
    if (began === this.#text.length)
      this.#fail('the text ends where a value should begin', 'is the file cut off?')
    this.#fail(
      `no JSON value in column ${column}: ${quote(odd === '' ? this.#text.charAt(began) : odd)}`,
      'texts stand in double quotes',
    )
  }

  #fail(what: string, fix: string): never {
    refuse('E_JSON_SYNTAX', this.#at, what, fix)
  }
}

/** One file as a tree: bytes to text to YAML or JSON, under limits that hold for files of strangers. */
import { readJson } from './json-text.js'
import { ScenarioError, type Place } from './mistakes.js'
import { forbiddenAt } from './names.js'
import { ObjectOrigin, readObject } from './objects.js'
import { unpackTree, type PackedTree } from './packed-tree.js'
import { LIMITS, refuse, Refusal, type ListTree, type MapTree, type Origin, type Tree } from './tree.js'
import { readYaml } from './yaml-text.js'

/**
 * Reads one file, or takes a plain object as if it were one.
 *
 * @param source text, the bytes of a file, or a plain object (copied, never changed)
 * @param file its name, for messages; one that ends in `.json` is read as JSON, everything else as YAML 1.2
 * @returns the map at its root
 * @throws ScenarioError with every mistake that one reading finds
 */
export function readDocument(source: string | Uint8Array | object, file: string): MapTree {
  return readSource(source, file, checkRoot)
}

/**
 * The same of a text that was read before, with what came of it: what would be told of the tree is told at its place in the text.
 * @param packed of this very text
 */
export function reopenDocument(source: string | Uint8Array, file: string, packed: PackedTree): MapTree {
  const text = typeof source === 'string' ? source : decode(source, file)
  return checkRoot(unpackTree(packed, new TextOrigin(file, withoutMark(text))))
}

/**
 * The same of a file that is a list of entries.
 * @returns the list at its root
 * @throws ScenarioError with every mistake that one reading finds
 */
export function readEntries(source: string | Uint8Array | readonly unknown[], file: string): ListTree {
  return readSource(source, file, checkList)
}

function readSource<T extends Tree>(
  source: string | Uint8Array | object,
  file: string,
  check: (tree: Tree) => T,
): T {
  if (typeof source === 'string') return readText(source, file, check)
  if (source instanceof Uint8Array) return readText(decode(source, file), file, check)
  const origin = new ObjectOrigin(file)
  return told(origin, () => check(readObject(source, origin)))
}

/**
 * Reads a value given on a command line, such as `0.3` or `[GBR, USA]`, as YAML.
 * @throws ScenarioError
 */
export function readValue(text: string, origin: Origin): Tree {
  return told(origin, () => {
    checkText(text)
    return readYaml(text, origin)
  })
}

function readText<T extends Tree>(source: string, file: string, check: (tree: Tree) => T): T {
  const text = withoutMark(source)
  const origin = new TextOrigin(file, text)
  const read = file.toLowerCase().endsWith('.json') ? readJson : readYaml
  return told(origin, () => {
    checkText(text)
    return check(read(text, origin))
  })
}

/** A text without its byte order mark. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/** A text and its lines. Lines end with LF or CRLF; columns count UTF-16 units, as editors do. */
class TextOrigin implements Origin {
  readonly #file: string
  readonly #text: string
  /** where each line begins; made when first asked for */
  #starts: number[] | undefined

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
  }

  place(at: number): Place {
    this.#starts ??= lineStarts(this.#text)
    let low = 0
    let high = this.#starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.#starts[middle] <= at) low = middle
      else high = middle
    }
    return { file: this.#file, line: low + 1, col: at - this.#starts[low] + 1 }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}

/** Runs a reader and turns its refusal into mistakes with places, in the order of the text. */
function told<T>(origin: Origin, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const findings = error.findings.toSorted((a, b) => a.at - b.at)
    throw new ScenarioError(
      findings.map(({ code, at, what, fix }) => ({ ...origin.place(at), code, what, fix })),
    )
  }
}

function checkText(text: string): void {
  // a text in memory may be longer in bytes than in characters, never shorter
  if (text.length > LIMITS.bytes || new TextEncoder().encode(text).length > LIMITS.bytes)
    refuseSize(text.length)
  const odd = forbiddenAt(text)
  if (odd >= 0) {
    const number = text.codePointAt(odd)?.toString(16).toUpperCase().padStart(4, '0')
    refuse('E_CONTROL_CHAR', odd, `U+${number}, a character that may not stand in a file`, 'remove it')
  }
  if (text.trim() === '') refuse('E_EMPTY', 0, 'nothing in it', 'write a map of "key: value" lines')
}

function refuseSize(size: number): never {
  refuse('E_TOO_BIG', 0, `${size} bytes, where ${LIMITS.bytes} are the most`, 'split the file')
}

function checkRoot(tree: Tree): MapTree {
  if (tree.kind === 'map') return tree
  const what = tree.kind === 'list' ? 'a list' : 'a single value'
  return refuse('E_ROOT_TYPE', tree.at, `the file is ${what}`, 'write a map of "key: value" lines')
}

function checkList(tree: Tree): ListTree {
  if (tree.kind === 'list') return tree
  const what = tree.kind === 'map' ? 'a map' : 'a single value'
  return refuse('E_ROOT_TYPE', tree.at, `the file is ${what}`, 'write a list of entries: [ { … }, { … } ]')
}

/** What is no text at all, known by its first bytes. */
const SIGNATURES = [
  { bytes: [0xff, 0xfe], kind: 'UTF-16 or UTF-32 text' },
  { bytes: [0xfe, 0xff], kind: 'UTF-16 text' },
  { bytes: [0x00, 0x00, 0xfe, 0xff], kind: 'UTF-32 text' },
  { bytes: [0x1f, 0x8b], kind: 'a gzip file' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: 'a zip file, or a spreadsheet' },
]

function decode(bytes: Uint8Array, file: string): string {
  const nothing = new TextOrigin(file, '')
  if (bytes.length > LIMITS.bytes) return told(nothing, () => refuseSize(bytes.length))
  const known = SIGNATURES.find((signature) => signature.bytes.every((byte, i) => bytes[i] === byte))
  if (known !== undefined) {
    return told(nothing, () => refuse('E_ENCODING', 0, `this is ${known.kind}`, 'save it as UTF-8 text'))
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    const before = new TextDecoder().decode(bytes.subarray(0, firstBadByte(bytes)))
    const what = 'bytes that are not UTF-8'
    return told(new TextOrigin(file, before), () =>
      refuse('E_ENCODING', before.length, what, 'save the file as UTF-8 text'),
    )
  }
}

/** The index of the byte at which UTF-8 stops making sense; the length when a last character is cut off. */
function firstBadByte(bytes: Uint8Array): number {
  let sound = 0
  let broken = bytes.length + 1
  while (broken - sound > 1) {
    const middle = (sound + broken) >>> 1
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true })
      sound = middle
    } catch {
      broken = middle
    }
  }
  return sound
}

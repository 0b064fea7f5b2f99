/** YAML 1.2 by way of the `yaml` package, made safe for files of strangers: what could be costly is refused first. */
import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  Scalar,
  type Alias,
  type CST,
  type Document,
  type ParsedNode,
  type YAMLMap,
} from 'yaml'
import {
  composed,
  Grower,
  LIMITS,
  refuse,
  Refusal,
  refuseDepth,
  type Entry,
  type Finding,
  type Origin,
  type Tree,
} from './tree.js'

// its own search for duplicate keys is quadratic, and errors drawn with arrows are not for our format
const READING = { version: '1.2', uniqueKeys: false, prettyErrors: false } as const

/** @throws Refusal where it is not YAML, or not the YAML we accept, or when a rule of tree.ts is broken */
export function readYaml(text: string, origin: Origin): Tree {
  const [document] = new Composer(READING).compose(tokensOf(text))
  if (document === undefined) return refuseEmpty()
  const findings = syntaxFindings(document)
  if (findings.length > 0) throw new Refusal(findings)
  if (isNothing(document.contents)) return refuseEmpty()
  return new YamlReader(origin).read(document.contents)
}

/**
 * The concrete syntax of the one document. The package walks it recursively later, so depth is held here, where it
 * still keeps its own stack; and so is the sheer number of marks.
 */
function tokensOf(text: string): CST.Token[] {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let firstTag: number | undefined
  let marks = 0
  let tags = 0
  for (const mark of new Lexer().lex(text)) {
    marks += 1
    if (marks > LIMITS.marks) {
      refuse(
        'E_TOO_MANY_NODES',
        parser.offset,
        `more than ${LIMITS.marks} marks of YAML`,
        'split the file, or write it as JSON',
      )
    }
    if (mark.startsWith('!')) {
      firstTag ??= parser.offset
      tags += 1
      // the package spends long on each
      if (tags > LIMITS.tags) refuseTag(firstTag)
    }
    for (const token of parser.next(mark)) keep(tokens, token)
    // a document and a scalar may lie on the stack besides the collections
    if (parser.stack.length > LIMITS.depth + 1) checkDepth(parser.stack)
  }
  for (const token of parser.end()) keep(tokens, token)
  return tokens
}

function keep(tokens: CST.Token[], token: CST.Token): void {
  if (token.type === 'directive') {
    refuse('E_DIRECTIVE', token.offset, 'a YAML directive', 'remove the line: files are read as YAML 1.2')
  }
  if (token.type === 'document' && tokens.some(({ type }) => type === 'document')) {
    refuse('E_MULTI_DOC', token.offset, 'a second YAML document begins here', 'give each its own file')
  }
  tokens.push(token)
}

function checkDepth(stack: readonly CST.Token[]): void {
  const collections = stack.filter(
    ({ type }) => type === 'block-map' || type === 'block-seq' || type === 'flow-collection',
  )
  const tooDeep = collections[LIMITS.depth + 1]
  if (tooDeep !== undefined) refuseDepth(tooDeep.offset)
}

const ADVICE: Readonly<Record<string, string>> = {
  BAD_INDENT: 'indent what belongs together by the same number of spaces',
  BAD_SCALAR_START: 'put the value in quotes',
  MISSING_CHAR: 'close what was opened before',
  MULTILINE_IMPLICIT_KEY: 'write "key: value" on the line',
  TAB_AS_INDENT: 'indent with spaces',
}

function syntaxFindings(document: Document.Parsed): Finding[] {
  return [...document.errors, ...document.warnings].map(({ code, pos, message }) =>
    code === 'TAG_RESOLVE_FAILED'
      ? { code: 'E_TAG', at: pos[0], what: 'a YAML tag', fix: 'remove it' }
      : { code: 'E_YAML_SYNTAX', at: pos[0], what: message, fix: ADVICE[code] ?? 'mend the YAML here' },
  )
}

function isNothing(contents: ParsedNode | null): contents is null {
  return contents === null || (isScalar(contents) && contents.value === null && contents.tag === undefined)
}

function refuseEmpty(): never {
  refuse('E_EMPTY', 0, 'nothing in it', 'write a map of "key: value" lines')
}

function refuseTag(at: number): never {
  refuse('E_TAG', at, 'a YAML tag', 'remove it')
}

/** Turns a document into a tree, following aliases. */
class YamlReader {
  readonly #grower: Grower
  /** what each anchor names; `open` while that is still being read */
  readonly #anchors = new Map<string, Tree | 'open'>()
  #aliases = 0

  constructor(origin: Origin) {
    this.#grower = new Grower(origin)
  }

  read(contents: ParsedNode): Tree {
    return this.#grower.finish(this.#node(contents, 0))
  }

  #node(node: ParsedNode, depth: number): Tree {
    const [at] = node.range
    if (depth > LIMITS.depth) refuseDepth(at)
    if (isAlias(node)) return this.#alias(node, at, depth)
    if (node.tag !== undefined) {
      this.#grower.tell('E_TAG', at, 'a YAML tag', 'remove it')
      return this.#scalar(at, null)
    }
    if (node.anchor === undefined) return this.#content(node, at, depth)
    this.#anchors.set(node.anchor, 'open')
    const tree = this.#content(node, at, depth)
    this.#anchors.set(node.anchor, tree)
    return tree
  }

  #content(node: Exclude<ParsedNode, Alias.Parsed>, at: number, depth: number): Tree {
    if (isMap(node)) return this.#map(node, at, depth)
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#node(item, depth + 1))
      return this.#grower.list(at, items)
    }
    return this.#scalar(at, node.value)
  }

  #map(node: YAMLMap.Parsed, at: number, depth: number): Tree {
    const entries: Entry[] = []
    for (const pair of node.items) {
      const keyAt = pair.key.range[0]
      const key = this.#key(pair.key, keyAt)
      if (key === undefined) continue
      const value = pair.value === null ? this.#scalar(keyAt, null) : this.#node(pair.value, depth + 1)
      entries.push({ key, keyAt, origin: this.#grower.origin, value })
    }
    return this.#grower.map(at, entries)
  }

  /** A key as text, or undefined after telling why it cannot be one. */
  #key(node: ParsedNode, at: number): string | undefined {
    if (!isScalar(node)) {
      this.#grower.tell('E_KEY', at, 'a list, map or alias as a key', 'keys are plain text')
      return undefined
    }
    if (node.value === '<<' && node.type === Scalar.PLAIN) {
      this.#grower.tell('E_MERGE', at, 'a YAML merge key', 'write the keys out')
      return undefined
    }
    if (typeof node.value !== 'string' && typeof node.value !== 'number') {
      this.#grower.tell('E_KEY', at, `${String(node.value)} as a key`, 'put it in quotes')
      return undefined
    }
    if (node.tag !== undefined) this.#grower.tell('E_TAG', at, 'a YAML tag', 'remove it')
    // the text of a key is checked with the map that it is in
    if (typeof node.value === 'number') this.#grower.scalar(at, node.value)
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, this.#grower.scalar(at, node.value))
    return composed(String(node.value))
  }

  #scalar(at: number, value: unknown): Tree {
    // the core schema of YAML 1.2 knows these and no more
    return this.#grower.scalar(at, value as string | number | boolean | null)
  }

  #alias(node: Alias.Parsed, at: number, depth: number): Tree {
    this.#aliases += 1
    if (this.#aliases > LIMITS.aliases)
      refuse('E_TOO_MANY', at, `more than ${LIMITS.aliases} aliases`, 'write the values out')
    const named = this.#anchors.get(node.source)
    if (named !== undefined && named !== 'open') {
      if (depth + named.height > LIMITS.depth) refuseDepth(at)
      return named
    }
    const what =
      named === 'open' ? 'an alias to what contains it' : 'an alias to nothing that stands above it'
    this.#grower.tell('E_ALIAS', at, what, 'write the value out')
    return this.#scalar(at, null)
  }
}

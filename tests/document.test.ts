import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../src/document.js'
import { ScenarioError, type Mistake } from '../src/mistakes.js'
import { LIMITS, plain, whereIn } from '../src/tree.js'

const corpus = new URL('corpus/', import.meta.url)

function bytesOf(file: string): Uint8Array {
  return readFileSync(new URL(file, corpus))
}

/** The mistakes that reading tells of; none when it accepts. Anything but a ScenarioError is let through. */
function mistakesIn(source: string | Uint8Array | object, file = 'a.yaml'): readonly Mistake[] {
  try {
    readDocument(source, file)
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.mistakes
    throw error
  }
}

function said(source: string | Uint8Array | object, file?: string): string[] {
  return mistakesIn(source, file).map(
    ({ line, col, path, code }) => `${line > 0 ? `${line}:${col}` : path} ${code}`,
  )
}

function valueOf(source: string | Uint8Array | object, file = 'a.yaml'): unknown {
  return plain(readDocument(source, file))
}

const INDEX = readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([file, what, code, exit, place]) => ({ file, what, code, exit: Number(exit), place }))
const ROWS = INDEX.filter(({ file }) => file.startsWith('yaml/') || /^json\/(?!graph-)/.test(file))

describe('the corpus', () => {
  test('is all there', () => {
    for (const folder of ['yaml', 'json']) {
      const listed = INDEX.filter(({ file }) => file.startsWith(`${folder}/`)).map(({ file }) => file)
      expect(
        readdirSync(new URL(folder, corpus))
          .map((name) => `${folder}/${name}`)
          .sort(),
      ).toEqual(listed.sort())
    }
  })

  test.each(ROWS.filter(({ code }) => !code.endsWith('*')))('$file: $what', ({ file, code, exit, place }) => {
    const [first] = mistakesIn(bytesOf(file), file)
    expect(first === undefined ? 'OK' : first.code).toBe(code)
    expect(first === undefined ? '-' : `${first.line}:${first.col}`).toBe(place)
    expect(first === undefined ? 0 : 65).toBe(exit)
  })

  test('where either code is right, the place still is', () => {
    expect(said(bytesOf('yaml/syn-29-runaway-nesting.yaml'))).toEqual(['65:4 E_TOO_DEEP'])
    expect(valueOf(bytesOf('json/24-string-number.json'), 'a.json')).toEqual({ a: '0.5' })
  })

  test('of thousands of mistakes twenty are told', () => {
    expect(mistakesIn(bytesOf('yaml/syn-28-many-errors.yaml'))).toHaveLength(20)
  })
})

describe('values', () => {
  test('YAML and JSON say the same', () => {
    const yaml =
      '# note\r\na: 1\r\n"b": [x, "y", ~, true, -0.5e1]\r\nc: { d: |-\r\n    two\r\n    lines\r\n  }\r\n'
    const block = 'a: 1\nb: [x, "y", ~, true, -5]\nc:\n  d: |-\n    two\n    lines\n'
    const json = '\ufeff{"a":1,"b":["x","y",null,true,-5],"c":{"d":"two\\nlines"}}'
    expect(valueOf(block)).toEqual(valueOf(json, 'a.json'))
    expect(valueOf(block.replaceAll('\n', '\r\n'))).toEqual(valueOf(json, 'a.json'))
    expect(said(yaml)).toEqual(['4:9 E_YAML_SYNTAX'])
  })

  test('YAML is that of 1.2: no is a word, and dates are text', () => {
    expect(valueOf('a: [no, NO, on, 2017-05-10, 0o17, 0x10, 1_000]')).toEqual({
      a: ['no', 'NO', 'on', '2017-05-10', 15, 16, '1_000'],
    })
  })

  test('aliases repeat what they name', () => {
    expect(valueOf('a: &x {b: 1}\nc: [*x, *x]\n&k d: *k')).toEqual({
      a: { b: 1 },
      c: [{ b: 1 }, { b: 1 }],
      d: 'd',
    })
  })

  test('minus nothing is nothing', () => {
    expect(Object.is((valueOf('a: -0') as { a: number }).a, 0)).toBe(true)
    expect(Object.is((valueOf('{"a":-0.0}', 'a.json') as { a: number }).a, 0)).toBe(true)
    expect(Object.is((valueOf({ a: -0 }) as { a: number }).a, 0)).toBe(true)
  })
})

describe('places', () => {
  const tree = readDocument('a:\n  - b: 1\n    c: [2, 3]\n', 'a.yaml')

  test.each([
    [[], 'value', 1, 1],
    [['a', 0], 'value', 2, 5],
    [['a', 0, 'c'], 'key', 3, 5],
    [['a', 0, 'c', 1], 'value', 3, 12],
    [['a', 0, 'missing', 'below'], 'value', 2, 5],
  ] as const)('%j, its %s', (path, part, line, col) => {
    expect(whereIn(tree, path, part)).toEqual({ file: 'a.yaml', line, col })
  })

  test('columns count as editors do, and a byte order mark is no column', () => {
    expect(said('\ufeff"👪": 1\n"👪": 2')).toEqual(['2:1 E_DUP_KEY'])
    expect(said('{"👪":1, "👪":2}', 'a.json')).toEqual(['1:10 E_DUP_KEY'])
    expect(said('\ufeffa: 1\r\nb: \u0007')).toEqual(['2:4 E_CONTROL_CHAR'])
  })
})

describe('keys', () => {
  test.each([
    ['{a: 1, "a": 2}', '1:8 E_DUP_KEY'],
    ['1: x\n"1": y', '2:1 E_DUP_KEY'],
    ['? 1.0\n: x\n1: y', '3:1 E_DUP_KEY'],
    ['"\\u005f_proto__": 1', '1:1 E_RESERVED_KEY'],
    ['{a: {valueOf: 1}}', '1:6 E_RESERVED_KEY'],
    ['~: 1', '1:1 E_KEY'],
    [': 1', '1:1 E_KEY'],
    ['true: 1', '1:1 E_KEY'],
    ['{a: {? {b: 1} : 2}}', '1:8 E_KEY'],
    ['.inf: 1', '1:1 E_NUMBER'],
    [`${'k'.repeat(201)}: 1`, '1:1 E_TOO_LONG'],
    ['"a\\u202eb": 1', '1:1 E_CONTROL_CHAR'],
    ['! a: 1', '1:3 E_TAG'],
    ['a: ! 1', '1:6 E_TAG'],
    ['a: ! [b]', '1:6 E_TAG'],
    ['a: !', '1:5 E_TAG'],
    ['! {a: b}', '1:3 E_TAG'],
    ['a: !!str 1', '1:10 E_TAG'],
    ['a: .nan', '1:4 E_NUMBER'],
    ['a: 1e999', '1:4 E_NUMBER'],
    ['a: 9007199254740992', '1:4 E_NUMBER'],
  ])('%s', (text, mistake) => {
    expect(said(text)).toEqual([mistake])
  })

  test('everything wrong is told at once, in the order of the text', () => {
    expect(said('a: .inf\nb: *x\ntoString: 1\na: 2\nc: {<<: {d: 1}}')).toEqual([
      '1:4 E_NUMBER',
      '2:4 E_ALIAS',
      '3:1 E_RESERVED_KEY',
      '4:1 E_DUP_KEY',
      '5:5 E_MERGE',
    ])
  })

  test('reading leaves Object.prototype as it was', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    said('{"__proto__":{"polluted":1}}', 'a.json')
    said({ a: JSON.parse('{"__proto__":{"polluted":1}}') as object })
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  })
})

describe('limits', () => {
  const nested = (depth: number) => `a: ${'['.repeat(depth)}1${']'.repeat(depth)}`
  const nestedJson = (depth: number) => `{"a":${'['.repeat(depth)}1${']'.repeat(depth)}}`

  test('64 levels, in every notation', () => {
    expect(said(nested(63))).toEqual([])
    expect(said(nestedJson(63), 'a.json')).toEqual([])
    expect(said(nested(64))).toEqual(['1:68 E_TOO_DEEP'])
    expect(said(nestedJson(64), 'a.json')).toEqual(['1:69 E_TOO_DEEP'])
    expect(said(JSON.parse(nestedJson(63)) as object)).toEqual([])
    expect(said(JSON.parse(nestedJson(64)) as object)[0]).toMatch(/E_TOO_DEEP$/)
  })

  test('aliases do not hide depth', () => {
    expect(
      said(`x: &x ${'['.repeat(40)}1${']'.repeat(40)}\ny: ${'['.repeat(40)}*x${']'.repeat(40)}`),
    ).toEqual(['2:44 E_TOO_DEEP'])
  })

  test.each([
    ['a file of 9 MiB', () => '#'.repeat(9 * 1024 * 1024), 'a.yaml', '1:1 E_TOO_BIG'],
    [
      'a text of 3 MiB of characters and 9 MiB of bytes',
      () => `#${'日'.repeat(3 * 1024 * 1024)}`,
      'a.yaml',
      '1:1 E_TOO_BIG',
    ],
    ['20 000 open lists', () => `a: ${'['.repeat(20_000)}`, 'a.yaml', '1:68 E_TOO_DEEP'],
    [
      '20 000 nested maps',
      () => Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'a.yaml',
      '66:66 E_TOO_DEEP',
    ],
    ['20 000 lists in JSON', () => `{"a":${'['.repeat(20_000)}`, 'a.json', '1:69 E_TOO_DEEP'],
    [
      'a million and one values in JSON',
      () => `{"a":[${'1,'.repeat(1_000_000)}1]}`,
      'a.json',
      /^1:\d+ E_TOO_MANY_NODES$/,
    ],
    [
      'a million and one values in YAML',
      () => `a: [${'1,'.repeat(1_000_000)}1]`,
      'a.yaml',
      /^1:\d+ E_TOO_MANY_NODES$/,
    ],
    [
      'a million and one lines in YAML',
      () => `a:\n${'- 1\n'.repeat(1_000_001)}`,
      'a.yaml',
      /^\d+:\d+ E_TOO_MANY_NODES$/,
    ],
    ['eight million empty remarks', () => '#\n'.repeat(4_000_000), 'a.yaml', /^\d+:\d+ E_TOO_MANY_NODES$/],
    ['10 001 aliases', () => `a: &a 1\nb: [${'*a,'.repeat(10_001)}]`, 'a.yaml', '2:30005 E_TOO_MANY'],
    ['200 000 tags', () => `a: [${'!x 1,'.repeat(200_000)}]`, 'a.yaml', '1:5 E_TAG'],
    ['two million documents', () => '---\n'.repeat(2_000_000), 'a.yaml', '2:1 E_MULTI_DOC'],
  ])('%s: refused within ten seconds', (_what, make, file, expected) => {
    const text = make()
    const began = performance.now()
    const [first] = said(text, file)
    expect(performance.now() - began).toBeLessThan(10_000)
    const pattern = typeof expected === 'string' ? new RegExp(`^${expected}$`) : expected
    expect(first).toMatch(pattern)
  })

  test('exactly a million values are read, and 10 000 aliases', () => {
    // root, key, list and the numbers
    const numbers = LIMITS.nodes - 3
    expect(said(`{"a":[${'1,'.repeat(numbers - 1)}1]}`, 'a.json')).toEqual([])
    expect(said(`{"a":[${'1,'.repeat(numbers)}1]}`, 'a.json')).toHaveLength(1)
    expect(said(`a: &a 1\nb: [${'*a,'.repeat(10_000)}]`)).toEqual([])
  })
})

describe('bytes', () => {
  test('are UTF-8 to the letter, and the first that is not is told', () => {
    const bytes = (text: string, ...more: number[]) =>
      new Uint8Array([...new TextEncoder().encode(text), ...more])
    expect(said(bytes('a: é\nb: "', 0xff, 0x22))).toEqual(['2:5 E_ENCODING'])
    expect(said(bytes('a: ', 0xed, 0xa0, 0x80))).toEqual(['1:5 E_ENCODING'])
    expect(said(bytes('a: ', 0xf4, 0x90, 0x80, 0x80))).toEqual(['1:5 E_ENCODING'])
    expect(valueOf(bytes('a: 👪'))).toEqual({ a: '👪' })
  })

  test('a bad byte far into a large file is found', () => {
    const bytes = new TextEncoder().encode('# remark\n'.repeat(500_000))
    bytes[9 * 400_000 + 3] = 0xc0
    expect(said(bytes)).toEqual(['400001:4 E_ENCODING'])
  })
})

describe('JSON', () => {
  test.each([
    ['{"a":1,}', '1:8'],
    ['{"a" 1}', '1:6'],
    ['{"a":[1 2]}', '1:9'],
    ['{"a":"\\x"}', '1:8'],
    ['{"a":"\\u12g4"}', '1:11'],
    ['{"a":"b\tc"}', '1:8'],
    ['{"a":-}', '1:7'],
    ['{"a":1.}', '1:8'],
    ["{'a':1}", '1:2'],
    ['{"a":1}}', '1:8'],
    ['{"a":"b', '1:8'],
    ['{"a":', '1:6'],
    ['{\n "a": [1, x],\n "b": 2}', '2:14'],
  ])('%j', (text, place) => {
    expect(said(text, 'a.json')).toEqual([`${place} E_JSON_SYNTAX`])
  })

  test('accepts what the engine accepts, says the same, and refuses at the place it names', () => {
    const noise = fc.array(fc.constantFrom(...'{}[]",:0123456789.eE+-truefalsn\\u \n'.split('')), {
      maxLength: 12,
    })
    const text = fc.oneof(
      fc.json(),
      noise.map((letters) => `{"a":${letters.join('')}}`),
      fc
        .tuple(fc.json(), fc.nat(), fc.constantFrom(',', '"', '}', ']', '0', 'x', '\\'))
        .map(([json, at, odd]) => {
          const place = at % (json.length + 1)
          return `{"a":${json.slice(0, place)}${odd}${json.slice(place)}}`
        }),
    )
    fc.assert(
      fc.property(text, (json) => {
        const engine = engineSays(json)
        const ours = weSay(json)
        // our own rules, about keys, numbers and characters, may strike where JSON has none; about characters, first
        fc.pre(
          ours.said !== 'E_CONTROL_CHAR' &&
            (engine.said === 'E_JSON_SYNTAX' || !ours.said.startsWith('E_DUP')),
        )
        fc.pre(
          engine.said === 'E_JSON_SYNTAX' ||
            !['E_NUMBER', 'E_RESERVED_KEY', 'E_ROOT_TYPE'].includes(ours.said),
        )
        expect(ours.said).toBe(engine.said)
        expect(ours.place ?? engine.place).toBe(engine.place ?? ours.place)
      }),
      { numRuns: 2000 },
    )
  })
})

/** What was read, or the code; and where it was refused, if that is said. */
interface Said {
  readonly said: string
  readonly place?: string | undefined
}

function engineSays(json: string): Said {
  try {
    return { said: asText(JSON.parse(json)) }
  } catch (error) {
    const place = /at position (\d+)/.exec(String(error))
    const before = json.slice(0, Number(place?.[1]))
    const at = `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`
    return { said: 'E_JSON_SYNTAX', place: place === null ? undefined : at }
  }
}

function weSay(json: string): Said {
  const [first] = mistakesIn(json, 'a.json')
  if (first === undefined) return { said: asText(valueOf(json, 'a.json')) }
  // half a word (`nul`) is told as a whole, at the end of its line
  const isWord = first.what.startsWith('no JSON value')
  return { said: first.code, place: isWord ? undefined : `${first.line}:${first.col}` }
}

/** As text: −0 is 0 there too, and keys may have been composed. */
function asText(value: unknown): string {
  return JSON.stringify(value).normalize('NFC')
}

describe('plain objects', () => {
  test('are copied and never changed, frozen or not', () => {
    const source = Object.freeze({ a: Object.freeze([1, Object.freeze({ b: 'x' })]), c: undefined })
    const value = valueOf(source)
    expect(value).toEqual({ a: [1, { b: 'x' }] })
    expect(value).not.toBe(source)
  })

  test('places are paths', () => {
    expect(said({ events: [{ breach: { by: NaN } }] })).toEqual(['events[0].breach.by E_NUMBER'])
    expect(said({ a: { toString: 1 } })).toEqual(['a.toString E_RESERVED_KEY'])
  })

  const circle: { a?: object } = {}
  circle.a = { b: [circle] }
  const endless: object = new Proxy(
    {},
    {
      ownKeys: () => ['a'],
      getOwnPropertyDescriptor: () => ({ value: endless, enumerable: true, configurable: true }),
    },
  )
  class Country {
    id = 'USA'
  }
  test.each<[string, object, string]>([
    ['a getter', Object.defineProperty({}, 'a', { get: () => 1, enumerable: true }), 'E_TYPE'],
    ['a function', { a: () => 1 }, 'E_TYPE'],
    ['a symbol', { a: Symbol('x') }, 'E_TYPE'],
    ['a big integer', { a: 1n }, 'E_TYPE'],
    ['a date', { a: new Date(0) }, 'E_TYPE'],
    ['a map', { a: new Map() }, 'E_TYPE'],
    ['a typed array', { a: new Float64Array(3) }, 'E_TYPE'],
    ['an instance', { a: new Country() }, 'E_TYPE'],
    ['a list with a hole', { a: [1, , 2] }, 'E_TYPE'], // oxlint-disable-line no-sparse-arrays
    ['a symbol as a key', { a: { [Symbol('x')]: 1 } }, 'E_TYPE'],
    ['a circle', circle, 'E_ALIAS'],
    ['a proxy without end', endless, 'E_ALIAS'],
    [
      'a list of a thousand million',
      { a: Array.from({ length: 1 }), b: Object.assign([], { length: 1e9 }) },
      'E_TOO_MANY_NODES',
    ],
    ['a list', [1], 'E_ROOT_TYPE'],
    ['a text object', Object('x') as object, 'E_TYPE'],
  ])('%s is refused', (_what, source, code) => {
    expect(mistakesIn(source).map((mistake) => mistake.code)).toContain(code)
  })

  test('a proxy that throws is refused, and a getter is not called', () => {
    let called = false
    const trap = () => {
      throw new Error('trap')
    }
    expect(said({ a: new Proxy({}, { ownKeys: trap, getPrototypeOf: trap }) })).toEqual(['a E_TYPE'])
    const source = Object.defineProperty({}, 'a', { get: () => (called = true), enumerable: true })
    expect(said(source)).toEqual(['a E_TYPE'])
    expect(called).toBe(false)
  })

  test('an object without prototype, or of another realm, is as plain as any', () => {
    const bare: Record<string, unknown> = Object.assign(Object.create(null) as object, { a: 1 })
    expect(valueOf(bare)).toEqual({ a: 1 })
  })
})

describe('whatever comes in', () => {
  const files = fc.constantFrom('a.yaml', 'a.json')

  test('text is read or refused, never anything else', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ab:-?#&*!|>\'"%@`{}[], \n\t~01<'.split('')) })
    const text = fc.oneof(letters, fc.string({ unit: 'binary' }), fc.json())
    fc.assert(
      fc.property(text, files, (source, file) => {
        for (const { code, line, col } of mistakesIn(source, file)) {
          expect(code).toMatch(/^E_/)
          expect(line).toBeGreaterThan(0)
          expect(col).toBeGreaterThan(0)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), files, (bytes, file) => {
        const before = Uint8Array.from(bytes)
        expect(mistakesIn(bytes, file).length).toBeLessThanOrEqual(20)
        expect(bytes).toEqual(before)
      }),
      { numRuns: 1000 },
    )
  })

  test('values are read or refused, and left as they were', () => {
    fc.assert(
      fc.property(
        fc.object({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
        (value) => {
          const before = fc.stringify(value)
          mistakesIn(value)
          expect(fc.stringify(value)).toBe(before)
        },
      ),
    )
  })

  test('a JSON value is the same whether written as JSON, as YAML or handed over', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 10 })
    const key = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '日', '1', '-'),
      minLength: 1,
      maxLength: 5,
    })
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e15, min: -1e15 }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(key, tie('any'), { maxKeys: 4 }),
      ),
    })).any
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1 }), (object) => {
        fc.pre(mistakesIn(object).length === 0)
        const json = JSON.stringify(object, null, 1)
        const given = valueOf(object)
        expect(valueOf(json, 'a.json')).toEqual(given)
        expect(valueOf(json.replaceAll('\n', '\r\n'), 'a.json')).toEqual(given)
        expect(valueOf(json, 'a.yaml')).toEqual(given)
      }),
      { numRuns: 500 },
    )
  })
})

/** CSV as RFC 4180 has it, and nothing in it that a spreadsheet would run. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csv, type Cell } from '../../src/formats/csv.js'

test('a table worked out by hand', () => {
  const rows: Cell[][] = [
    ['plain', 1, true, null],
    ['a, b', -0.5, false, Number.NaN],
    ['say "no"', 1e-7, true, ''],
    ['two\nlines', 0, true, null],
    ['old\rMac', 0, true, null],
  ]
  expect(csv(['text', 'number', 'truth', 'nothing'], rows)).toBe(
    'text,number,truth,nothing\nplain,1,true,\n"a, b",-0.5,false,\n"say ""no""",1e-7,true,\n"two\nlines",0,true,\n"old\rMac",0,true,\n',
  )
})

test.each(['=', '+', '-', '@', '\t', '\r', '\n', '\uff1d', '\uff0b', '\uff0d', '\uff20', '\u2212'])(
  'text that begins with %j is no formula',
  (start) => {
    expect(parse(csv(['text'], [[`${start}1+1`]]))).toEqual([['text'], [`'${start}1+1`]])
  },
)

test('a negative number stays a number', () => {
  expect(csv(['x'], [[-1]])).toBe('x\n-1\n')
})

test('a row of another width is our own slip and is told', () => {
  expect(() => csv(['a', 'b'], [['1', '2'], ['1']])).toThrow('row 2 has 1 cells, where 2 have a name')
})

test('whatever is written can be read again, prefix aside', () => {
  const hostile = JSON.parse(
    readFileSync(new URL('../corpus/names/hostile-names.json', import.meta.url), 'utf8'),
  ) as unknown
  const names =
    JSON.stringify(hostile)
      .match(/"(?:[^"\\]|\\.)*"/g)
      ?.map((text) => JSON.parse(text) as string) ?? []
  expect(names.length).toBeGreaterThan(40)
  // a text that looks escaped already cannot be told from one that was
  const texts = fc
    .oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('=', '"', ',', '\r', '\n', '-', 'x') }),
      fc.constantFrom(...names),
    )
    .filter((text) => !text.startsWith("'"))
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, texts), { minLength: 1 }), (rows) => {
      const [, ...read] = parse(csv(['one', 'two'], rows))
      expect(
        read.map((row) =>
          row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20\u2212])/, '')),
        ),
      ).toEqual(rows)
    }),
  )
})

/** A plain reader of RFC 4180, written for this test. */
function parse(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length;) {
    let cell = ''
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++
        cell += text[at]
      }
      at++
    } else while (text[at] !== ',' && text[at] !== '\n') cell += text[at++]
    row.push(cell)
    if (text[at++] === '\n') {
      rows.push(row)
      row = []
    }
  }
  return rows
}

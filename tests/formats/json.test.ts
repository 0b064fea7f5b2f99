/** JSON for people and programs: readable, comparable, the same data. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { json, jsonLines } from '../../src/formats/json.js'

test('objects take lines, lists of plain values take one', () => {
  expect(
    json({ b: 1, a: [1, null, 'x'], none: {}, empty: [], deep: [{ c: Number.NaN }, [2]], gone: undefined }),
  ).toBe(`{
  "b": 1,
  "a": [1,null,"x"],
  "none": {},
  "empty": [],
  "deep": [
    {
      "c": null
    },
    [2]
  ]
}
`)
})

test('it says the same as JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.stringify(JSON.parse(json(value)))).toBe(JSON.stringify(value))
    }),
  )
})

test('JSON Lines: one value a line, whatever it holds', () => {
  expect(jsonLines([{ a: 'x\ny' }, [1], null])).toBe('{"a":"x\\ny"}\n[1]\nnull\n')
  expect(jsonLines([])).toBe('')
})

/** What the build keeps of shipped networks is what reading them comes to, with every place. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDocument, reopenDocument } from '../src/document.js'
import { packTree, type PackedTree } from '../src/packed-tree.js'
import { readScenario } from '../src/scenario-file.js'
import { plain, whereIn, type Tree } from '../src/tree.js'

const NETWORKS = join(import.meta.dirname, '../networks')
const BUILT = join(import.meta.dirname, '../dist/networks')
const files = readdirSync(NETWORKS).filter((name) => name.endsWith('.yaml'))

/** As it comes back from a file. */
const packed = (tree: Tree): PackedTree => JSON.parse(JSON.stringify(packTree(tree))) as PackedTree

/** A tree without its origin, which every reading has of its own. */
const bare = (tree: Tree): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'origin' ? undefined : value)))

describe('a packed tree', () => {
  test.each(files)('of %s comes back whole', (file) => {
    const text = readFileSync(join(NETWORKS, file))
    const tree = readDocument(text, file)
    const again = reopenDocument(text, file, packed(tree))
    expect(bare(again)).toEqual(bare(tree))
    expect(whereIn(again, ['countries', 1, 'id'])).toEqual(whereIn(tree, ['countries', 1, 'id']))
  })

  test('of anything that JSON can say comes back whole', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value)
        const tree = readable(text)
        fc.pre(tree !== undefined)
        const again = reopenDocument(text, 'a.json', packed(tree))
        expect(bare(again)).toEqual(bare(tree))
        expect(plain(again)).toEqual(plain(tree))
      }),
    )
  })

  test('tells of a mistake at the place it has in the text', () => {
    const file = 'five-eyes.yaml'
    const text = readFileSync(join(NETWORKS, file), 'utf8').replace('id: USA', 'id: ÜSA')
    const scenario = {
      liaison: 1,
      title: 'x',
      start: '2020-01-01',
      days: 10,
      network: 'five-eyes',
      override: { agreements: { none: { tie: 'ally' } } },
    }
    const told = (more: { packed?: PackedTree }) =>
      readScenario(scenario, { include: () => ({ text, file, ...more }) }).mistakes
    const mistakes = told({ packed: packed(readDocument(text, file)) })
    expect(mistakes).toEqual(told({}))
    expect(mistakes.some((mistake) => mistake.file === file && mistake.line > 1)).toBe(true)
  })
})

test.each(files)('the build has packed %s', (file) => {
  const built = JSON.parse(
    readFileSync(join(BUILT, file.replace('.yaml', '.json')), 'utf8'),
  ) as PackedTree & { sha256: string }
  const { sha256, ...tree } = built
  expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(tree).toEqual(packed(readDocument(readFileSync(join(NETWORKS, file)), file)))
})

function readable(text: string): Tree | undefined {
  try {
    return readDocument(text, 'a.json')
  } catch {
    // keys that are reserved, characters that may not stand there
    return undefined
  }
}

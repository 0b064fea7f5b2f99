/** Imports go down: held on the real tree, and shown to be held on small trees built to break it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { checkFloors } from '../scripts/check-floors.mjs'
import { FLOORS, SHORE, floorOf, isIn } from '../scripts/floors.mjs'

const project = join(import.meta.dirname, '..')
const planted: string[] = []

afterEach(() => {
  for (const root of planted.splice(0)) rmSync(root, { recursive: true })
})

/** A project of its own with these files in `src`, beside the packages of the real one. */
function plant(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'floors-'))
  planted.push(root)
  mkdirSync(join(root, 'src'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'src', path)), { recursive: true })
    writeFileSync(join(root, 'src', path), text)
  }
  const manifest = {
    type: 'module',
    dependencies: { piscina: '*', yaml: '*' },
    devDependencies: { knip: '*' },
  }
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest))
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
  return root
}

describe('the real tree', () => {
  test('keeps its floors, with every source file read', async () => {
    const { modules, problems } = await checkFloors(project)
    expect(problems).toEqual([])
    expect(modules).toBeGreaterThan(0)
  })

  test('has no place on two floors, and no shore off the map', () => {
    const places = FLOORS.flatMap((floor) => floor.holds)
    expect(new Set(places).size).toBe(places.length)
    for (const place of SHORE) expect(places).toContain(place)
  })
})

test('a name is not mistaken for another that begins the same', () => {
  expect(floorOf('run.ts')).toBeGreaterThan(floorOf('random.ts'))
  expect(floorOf('runs.ts')).toBe(-1)
  expect(floorOf('run.tsx')).toBe(-1)
  expect(floorOf('report.ts')).toBe(-1)
  expect(isIn(SHORE, 'cli/commands/run.ts')).toBe(true)
  expect(isIn(SHORE, 'clients.ts')).toBe(false)
})

test('a tree that keeps the floors has no problem', async () => {
  const root = plant({
    'random.ts': 'export const draw = 1',
    'scenario.ts': "import { parse } from 'yaml'\nexport const read = parse",
    'run.ts': "import { draw } from './random.js'\nexport const run = draw",
    'mechanisms/trust.ts': "import type { run } from '../run.js'\nexport type Trust = typeof run",
    'runners/threads.ts': "import { Piscina } from 'piscina'\nexport const pool = Piscina",
    'files.ts': "import { readFileSync } from 'node:fs'\nexport const read = readFileSync",
  })
  expect(await checkFloors(root)).toEqual({ modules: 6, problems: [] })
})

test.each([
  {
    wrong: 'an import goes up',
    files: {
      'random.ts': "import { run } from './run.js'\nexport const draw = run",
      'run.ts': 'export const run = 1',
    },
    says: 'src/random.ts → src/run.ts: an import goes up from chance',
  },
  {
    wrong: 'a type is imported from above',
    files: {
      'world.ts': "export type { Page } from './report/page.js'",
      'report/page.ts': 'export type Page = string',
    },
    says: 'src/world.ts → src/report/page.ts: an import goes up from simulate',
  },
  {
    wrong: 'a file is imported from above when it is needed',
    files: {
      'metrics.ts': "export const late = () => import('./cli/main.js')",
      'cli/main.ts': 'export const main = 1',
    },
    says: 'src/metrics.ts → src/cli/main.ts: an import goes up from measure',
  },
  {
    wrong: 'two files import each other',
    files: {
      'names.ts': "import { b } from './network.js'\nexport const a = () => b",
      'network.ts': "import { a } from './names.js'\nexport const b = () => a",
    },
    says: 'src/names.ts → src/network.ts → src/names.ts: imports run in a ring',
  },
  {
    wrong: 'Node is used away from the shore',
    files: { 'studies/sweep.ts': "import { cpus } from 'node:os'\nexport const cores = cpus" },
    says: 'src/studies/sweep.ts → os: only files.ts, runners/, cli/ may know of Node',
  },
  {
    wrong: 'threads are used away from the shore',
    files: { 'studies/sweep.ts': "import { Piscina } from 'piscina'\nexport const pool = Piscina" },
    says: /^src\/studies\/sweep\.ts → .*piscina.*: only files\.ts, runners\/, cli\/ may use this package$/m,
  },
  {
    wrong: 'a package is used that is there only for development',
    files: { 'report/page.ts': "import { main } from 'knip'\nexport const page = main" },
    says: /^src\/report\/page\.ts → .*knip.*: the package is no dependency of those who install liaison$/m,
  },
  {
    wrong: 'a file is not there',
    files: { 'run.ts': "import { world } from './world.js'\nexport const run = world" },
    says: 'src/run.ts → ./world.js: the import leads nowhere',
  },
  {
    wrong: 'an import leaves src',
    files: {
      'run.ts': "import manifest from '../package.json' with { type: 'json' }\nexport const run = manifest",
    },
    says: 'src/run.ts → package.json: the import leaves src',
  },
  {
    wrong: 'a file stands on no floor',
    files: { 'simulator.ts': 'export const everything = 1' },
    says: 'src/simulator.ts: stands on no floor; give it one in scripts/floors.mjs',
  },
  {
    wrong: 'a name says nothing',
    files: { 'studies/utils.ts': 'export const sum = 1' },
    says: 'src/studies/utils.ts: name it after what it is for (folders have no index.ts)',
  },
  {
    wrong: 'a folder has a barrel',
    files: { 'studies/index.ts': 'export const sum = 1' },
    says: 'src/studies/index.ts: name it after what it is for (folders have no index.ts)',
  },
  { wrong: 'there is nothing to read', files: {}, says: 'src: no module was read, so nothing was checked' },
])('it is noticed when $wrong', async ({ files, says }) => {
  const { problems } = await checkFloors(plant(files as Record<string, string>))
  expect(problems.join('\n')).toMatch(says)
})

/** The lint rule for portable numbers, shown to catch what it is there for and to leave the rest alone. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const project = join(import.meta.dirname, '../..')

const refused = {
  'Math.random()': 'Math.random differs',
  'Math.exp(1)': 'Math.exp differs',
  'Math.log(2)': 'Math.log differs',
  "Math['pow'](2, 3)": 'Math.pow differs',
  'Math.hypot(3, 4)': 'Math.hypot differs',
  'Math.log1p(1)': 'Math.log1p differs',
  'Math.cbrt(8)': 'Math.cbrt differs',
  'Math.tanh(1)': 'Math.tanh differs',
  'Math.sumPrecise([1])': 'Math.sumPrecise differs',
  '(({ sin }) => sin(1))(Math)': 'Math is used whole',
  "Math['si' + 'n'](1)": 'Math is used whole',
  'globalThis.Math.sin(1)': 'globalThis: ',
  '2 ** 3': '\\*\\* differs',
  '(() => { let x = 2; x **= 3; return x })()': '\\*\\* differs',
  'Date.now()': 'Date: ',
  'new Date(2017, 4, 1)': 'Date: ',
  'performance.now()': 'performance: ',
  'crypto.getRandomValues(new Uint8Array(1))': 'crypto: ',
  "new Intl.Collator('en')": 'Intl: ',
  "'a'.localeCompare('b')": 'localeCompare: ',
  "'a'?.['localeCompare']('b')": 'localeCompare: ',
  '(1.5).toLocaleString()': 'toLocaleString: ',
  '(0.1).toString(36)': 'toString in this radix',
  '(0.1).toString(radix)': 'toString in this radix',
  'process.hrtime()': 'process exists only on Node',
  "Buffer.from('a')": 'Buffer exists only on Node',
}

const allowed = [
  'Math.sqrt(2) + Math.PI',
  'Math.imul(Math.clz32(3), Math.trunc(2.5))',
  'Math.max(Math.abs(-1), Math.min(1, 2), Math.floor(1), Math.ceil(1), Math.round(1))',
  '(255).toString(16) + (1.5).toString()',
  '((Math: { exp(x: number): number }) => Math.exp(1))({ exp: (x) => x })',
  '((Date: number) => Date + 1)(1)',
  '({ Date: 1, process: 2 }).Date',
]

/** On the floors that promise the same bytes everywhere, and above them. */
const strict = [
  'math.ts',
  'calendar.ts',
  'mechanisms/trust.ts',
  'formats/csv.ts',
  'runners/here.ts',
  'studies/sweep.ts',
]
const free = ['report/page.ts', 'cli/main.ts', 'files.ts']

let root: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portable-'))
})
afterAll(() => {
  rmSync(root, { recursive: true })
})

/** What the linter of this project says of our own rules in files of a project that has only these. */
function lint(files: Record<string, readonly string[]>): string[] {
  rmSync(join(root, 'src'), { recursive: true, force: true })
  for (const [path, expressions] of Object.entries(files)) {
    const file = join(root, 'src', path)
    mkdirSync(dirname(file), { recursive: true })
    const lines = expressions.map((expression, i) => `export const value${String(i)} = ${expression}`)
    writeFileSync(file, `${lines.join('\n')}\nexport const radix = 7\n`)
  }
  const linter = join(project, 'node_modules/oxlint/bin/oxlint')
  const args = [linter, '--config', join(project, '.oxlintrc.json'), '--format', 'unix', 'src']
  return run(args)
    .split('\n')
    .filter((line) => line.includes('/liaison('))
}

/** Output of a program that may well end with 1: for a linter that means that it found something. */
function run(args: string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  } catch (failure) {
    if (failure instanceof Error && 'status' in failure && failure.status === 1 && 'stdout' in failure) {
      return String(failure.stdout)
    }
    throw failure
  }
}

test('everything whose result could differ is caught, each on its line', () => {
  const found = lint({ 'world.ts': Object.keys(refused) })
  for (const [i, says] of Object.values(refused).entries()) {
    expect(found.join('\n')).toMatch(new RegExp(`^src/world\\.ts:${String(i + 1)}:\\d+: .*${says}`, 'm'))
  }
})

test('what is exact on every engine is left alone, and so is a name of our own', () => {
  expect(lint({ 'world.ts': allowed })).toEqual([])
})

test('it holds on the floors that promise the same bytes everywhere, and not above', () => {
  const found = lint(Object.fromEntries([...strict, ...free].map((path) => [path, ['Math.exp(1)']])))
  expect(found.map((line) => line.replace(/^src\/(.*?):.*/, '$1')).toSorted()).toEqual(strict.toSorted())
})

test('only doors and runners may ask for Node', () => {
  const places = ['run.ts', 'report/page.ts', 'index.ts', 'files.ts', 'cli/main.ts', 'runners/threads.ts']
  const found = lint(Object.fromEntries(places.map((path) => [path, ["require('x')"]])))
  expect(found.map((line) => line.replace(/^src\/(.*?):.*/, '$1')).toSorted()).toEqual([
    'index.ts',
    'report/page.ts',
    'run.ts',
  ])
})

/** A comment that silences our own rules: by their name, or by naming no rule at all. */
const SILENCED = /lint-disable(-next-line|-line)?(?=[^\n]*liaison\/|\s*(\*\/|--|$))/m

test('no source file switches these rules off', () => {
  expect('/* oxlint-disable */').toMatch(SILENCED)
  expect('x() // eslint-disable-line\n').toMatch(SILENCED)
  expect('// oxlint-disable-next-line eqeqeq, liaison/portable -- because').toMatch(SILENCED)
  expect('// oxlint-disable-next-line eqeqeq -- because').not.toMatch(SILENCED)

  const files = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((path) => path.endsWith('.ts'))) {
    expect(readFileSync(join(project, 'src', file), 'utf8'), file).not.toMatch(SILENCED)
  }
})

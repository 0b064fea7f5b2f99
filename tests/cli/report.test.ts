/** `liaison report`: the page of a result written again, to the byte; findings that were tampered with are refused. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshFolder, liaison, TINY } from './command.js'

const folder = freshFolder()
const inside = { cwd: folder }

const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')

beforeAll(async () => {
  writeFileSync(join(folder, 'tiny.yaml'), TINY)
  await liaison(['run', 'tiny.yaml', '--runs', '3', '--quiet', '--out', 'tiny'], inside)
})

describe('the page is the same, to the byte', () => {
  const MOVES = `${TINY}  - { id: later, on: 20, breach: { by: BBB, of: CCC, to: public, topic: terror, severity: 1 } }
  - { id: sorry, on: 30, repair: { by: BBB, for: leak, kind: apology } }
  - { id: paid, on: 31, inducement: { by: BBB, to: AAA, price: 1, until: 50 } }
`
  const cases: [string, string, string[]][] = [
    ['of a small result', TINY, []],
    ['of one run, which has no intervals', TINY, ['--runs', '1']],
    ['with all there is to ask', TINY, ['--runs', '2', '--decompose', '--assumptions', '--keep', 'halfLife']],
    ['with a seed given, and a breach in both worlds', MOVES, ['--seed', 'other', '--without', 'later']],
    ['where nothing flows', TINY.replace(', collection: { terror: { HUMINT: 1 } }', ''), []],
    [
      'where everything is otherwise',
      TINY,
      ['--set', 'parameters.spillOver=0.3', '--set', 'mechanisms.warnings=off'],
    ],
  ]

  test.each(cases)('%s', async (name, text, options) => {
    const [file, out] = [`${name}.yaml`, `result ${name}`]
    writeFileSync(join(folder, file), text)
    const { code, err } = await liaison(
      ['run', file, '--runs', '3', '--quiet', '--out', out, ...options],
      inside,
    )
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const again = await liaison(['report', out, '--out', 'again.html'], inside)
    expect(again).toEqual({ code: 0, out: 'again.html\n', err: '' })
    expect(read('again.html')).toBe(read(out, 'report.html'))
  })
})

test('it goes where the page belongs, and touches nothing else', async () => {
  const before = ['findings.json', 'scenario.resolved.json', 'report.html'].map((name) => read('tiny', name))
  writeFileSync(join(folder, 'tiny/report.html'), 'an old page')
  expect(await liaison(['report', 'tiny', '--quiet'], inside)).toEqual({ code: 0, out: '', err: '' })
  expect(
    ['findings.json', 'scenario.resolved.json', 'report.html'].map((name) => read('tiny', name)),
  ).toEqual(before)
})

type Edit = (text: string) => string

/** A result of which one file was edited. */
function edited(name: 'findings.json' | 'scenario.resolved.json', edit: Edit): string {
  const out = freshFolder()
  for (const file of ['findings.json', 'scenario.resolved.json'])
    writeFileSync(join(out, file), file === name ? edit(read('tiny', file)) : read('tiny', file))
  return out
}

const swap =
  (from: string | RegExp, to: string): Edit =>
  (text) => {
    const changed = text.replace(from, to)
    expect(changed).not.toBe(text)
    return changed
  }

describe('a result that cannot be trusted is refused, in one line with a way out', () => {
  const cases: [string, 'findings.json' | 'scenario.resolved.json', Edit, string, string][] = [
    [
      'another epoch',
      'findings.json',
      swap(/"resultsEpoch": \d+/, '"resultsEpoch": 1'),
      'E_VERSION',
      'results-epoch 1',
    ],
    [
      'another seed',
      'findings.json',
      swap('"seed": "small"', '"seed": "big"'),
      'E_RESUME_MISMATCH',
      'in seed',
    ],
    [
      'another title',
      'scenario.resolved.json',
      swap('A small leak', 'A big leak'),
      'E_RESUME_MISMATCH',
      'in title',
    ],
    [
      'another breach',
      'scenario.resolved.json',
      swap('"severity": 1', '"severity": 0.5'),
      'E_RESUME_MISMATCH',
      'in breaches',
    ],
    [
      'a parameter',
      'scenario.resolved.json',
      swap(/"spillOver": [\d.]+/, '"spillOver": 0.3'),
      'E_RESUME_MISMATCH',
      'in changed',
    ],
    [
      'a switch',
      'scenario.resolved.json',
      swap('"imitation": true', '"imitation": false'),
      'E_RESUME_MISMATCH',
      'in off',
    ],
    [
      'a null model',
      'scenario.resolved.json',
      swap('"model": "liaison"', '"model": "sir"'),
      'E_SCHEMA',
      'null model sir',
    ],
    ['half a file', 'findings.json', (text) => text.slice(0, text.length / 2), 'E_SCHEMA', 'no JSON'],
    ['nothing', 'findings.json', () => '', 'E_SCHEMA', 'no JSON'],
    ['a list', 'findings.json', () => '[]', 'E_SCHEMA', 'format'],
    ['null', 'findings.json', () => 'null', 'E_SCHEMA', 'no JSON'],
    ['another format', 'findings.json', swap('liaison-findings', 'liaison-baseline'), 'E_SCHEMA', 'format'],
    ['a text for a number', 'findings.json', swap(/"price": [\d.e-]+/, '"price": "1"'), 'E_SCHEMA', 'price'],
    ['a key too many', 'findings.json', swap('"runs": 3', '"runs": 3, "rnus": 3'), 'E_SCHEMA', 'rnus'],
    ['a key too few', 'findings.json', swap(/"description": "[^"]*",/, ''), 'E_SCHEMA', 'description'],
    [
      'a run that never was',
      'findings.json',
      swap(/"typicalRun": \d+/, '"typicalRun": 3'),
      'E_SCHEMA',
      'typicalRun',
    ],
    [
      'a day too few',
      'findings.json',
      swap(/"with": \[[\d.e-]+,(?=[\d.e-]+,[\d.e-]+,[\d.e-]+,)/, '"with": ['),
      'E_SCHEMA',
      '59 values for 60 days',
    ],
    [
      'a number beyond all',
      'findings.json',
      swap(/"price": [\d.e-]+/, '"price": 1e999'),
      'E_SCHEMA',
      'price',
    ],
    [
      'a prototype',
      'findings.json',
      swap('"runs": 3', '"runs": 3, "__proto__": { "days": 1 }'),
      'E_SCHEMA',
      '__proto__',
    ],
  ]

  test.each(cases)('%s', async (_, name, edit, code, says) => {
    const out = edited(name, edit)
    const outcome = await liaison(['report', out], inside)
    expect(outcome).toMatchObject({ code: 65, out: '' })
    expect(outcome.err).toMatch(new RegExp(`^liaison: ${code}: .*; .*run the scenario again.*\n$`))
    expect(outcome.err).toContain(says)
    expect(existsSync(join(out, 'report.html'))).toBe(false)
  })

  test('a folder that is no result', async () => {
    const { code, err } = await liaison(['report', 'nowhere'], inside)
    expect(code).toBe(66)
    expect(err).toContain('no result in nowhere; `liaison run` writes one')
  })

  test('a place that cannot be written to', async () => {
    const { code, err } = await liaison(['report', 'tiny', '--out', 'tiny.yaml/page.html'], inside)
    expect(code).toBe(73)
    expect(err).toContain('E_CANT_CREATE')
  })
})

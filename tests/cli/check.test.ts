/** `liaison check` on good files and on everything that is wrong in the corpus. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshFolder, liaison, PROJECT, TINY, type Outcome } from './command.js'

const corpus = join(PROJECT, 'tests/corpus')
const rows = readFileSync(join(corpus, 'INDEX.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([file, , code, exit, place]) => ({ file, code, exit: Number(exit), place }))
  .filter(({ file }) => /^(yaml|json|scenario)\//.test(file))
const wrong = rows.filter(({ exit }) => exit === 65)
/** Sound as documents; as scenarios they lack everything. */
const sound = rows.filter(({ exit }) => exit === 0)

describe('the corpus', () => {
  let all: Outcome
  beforeAll(async () => {
    all = await liaison(['check', ...rows.map(({ file }) => file)], { cwd: corpus })
  })

  test('is refused, file by file, without a word on standard output or a stack trace', () => {
    expect(rows.length).toBeGreaterThan(80)
    expect(all).toMatchObject({ code: 65, out: '' })
    expect(all.err).not.toMatch(/^ +at |node:internal|\.[jt]s:\d/m)
  })

  test.each(wrong)('$file: $code at $place', ({ file, code, place }) => {
    const said = all.err
      .split('\n')
      .filter((line) => line.startsWith(`${file}:`) || line.startsWith(`${file} `))
    expect(said.length).toBeGreaterThan(0)
    expect(said.length).toBeLessThanOrEqual(20)
    for (const line of said) expect(line).toMatch(/: E_[A-Z_]+: .+; .+$/)
    const told = place === '-' ? `: ${code}: ` : `${file}:${place}: ${code}: `
    // a star means that any clean answer is right
    expect(said[0]).toContain(code.endsWith('*') ? `${file}:` : told)
  })

  test.each(sound)('$file is a sound document, if no scenario', ({ file }) => {
    const said = all.err.split('\n').filter((line) => line.startsWith(`${file}:`))
    for (const line of said) expect(line).toMatch(/: E_(MISSING|UNKNOWN_KEY|SCHEMA|VERSION): /)
    expect(said.length).toBeGreaterThan(0)
  })

  test.each(wrong.filter((_, k) => k % 12 === 0))('$file alone ends with 65', async ({ file }) => {
    expect((await liaison(['check', file], { cwd: corpus })).code).toBe(65)
    expect((await liaison(['run', file, '--out', join(freshFolder(), 'out')], { cwd: corpus })).code).toBe(65)
  })
})

test('good files are ok: scenarios, networks, results', async () => {
  const files = ['scenarios/laptop-bomb.yaml', 'networks/five-eyes-and-partners.yaml', 'networks/world.yaml']
  expect(await liaison(['check', ...files])).toEqual({
    code: 0,
    out: files.map((file) => `${file}: ok\n`).join(''),
    err: '',
  })
  expect(await liaison(['check', '--quiet', ...files])).toEqual({ code: 0, out: '', err: '' })
})

test('what is odd is said, and is no mistake', async () => {
  const folder = freshFolder()
  writeFileSync(
    join(folder, 'odd.yaml'),
    `${TINY}  - id: odd\n    on: 5\n    breach: { by: AAA, of: BBB, to: press, topic: terror, discipline: OSINT, severity: 1 }\n`,
  )
  const { code, out, err } = await liaison(['check', 'odd.yaml'], { cwd: folder })
  expect({ code, out }).toEqual({ code: 0, out: 'odd.yaml: ok\n' })
  expect(err).toMatch(/^odd\.yaml:\d+:\d+: W_NO_COLLECTION: BBB collects nothing of the kind/)
})

test('a network with a slip is told as a network', async () => {
  const folder = freshFolder()
  const text = readFileSync(join(PROJECT, 'networks/five-eyes-and-partners.yaml'), 'utf8')
  writeFileSync(join(folder, 'net.yaml'), text.replace('parties: [ AUS,', 'parties: [ AUT,'))
  const { code, err } = await liaison(['check', 'net.yaml'], { cwd: folder })
  expect(code).toBe(65)
  expect(err).toMatch(/^net\.yaml:\d+:\d+: E_DANGLING: no country "AUT"; did you mean "AUS"\?/)
})

test('of a text that is no scenario by its name only the first slip is told', async () => {
  const folder = freshFolder()
  const prose = '# Read: me\n\na: b: c\n| x: y: z\n'
  for (const name of ['prose.md', 'prose.yaml']) writeFileSync(join(folder, name), prose)
  const [other, yaml] = await Promise.all(
    ['prose.md', 'prose.yaml'].map((name) => liaison(['check', name], { cwd: folder })),
  )
  expect([other.code, yaml.code]).toEqual([65, 65])
  expect(other.err).toMatch(/^prose\.md:3:\d+: E_YAML_SYNTAX: .+\n$/)
  expect(yaml.err.trimEnd().split('\n').length).toBeGreaterThan(1)
})

test('a file that is not there ends with 66, and the others are still read', async () => {
  const { code, out, err } = await liaison(['check', 'nowhere.yaml', 'scenarios/laptop-bomb.yaml'])
  expect({ code, out }).toEqual({ code: 66, out: 'scenarios/laptop-bomb.yaml: ok\n' })
  expect(err).toBe('E_NO_INPUT: "nowhere.yaml" cannot be read: there is no such file; check the path\n')
})

test('a file name cannot steer the terminal', async () => {
  const folder = freshFolder()
  const name = 'a\u001b[31m\u202e.yaml'
  writeFileSync(join(folder, name), TINY)
  const good = await liaison(['check', name], { cwd: folder })
  expect(good.out).toBe('a\\u{1b}[31m\\u{202e}.yaml: ok\n')
  const bad = await liaison(['check', `${name}x`], { cwd: folder })
  expect(bad.err).toContain('a\\u{1b}[31m\\u{202e}.yamlx')
  expect(bad.err).not.toContain('\u001b')
})

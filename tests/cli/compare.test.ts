/** `liaison compare` as a user meets it: two files, or one under two policies; what it prints, writes and refuses. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshFolder, liaison, TINY } from './command.js'

const folder = freshFolder()
const inside = { cwd: folder }
const FILES = ['a.resolved.json', 'b.resolved.json', 'compare.csv', 'compare.html', 'compare.json']
const MILD = ['--set-b', 'events.leak.breach.severity=0.1']

beforeAll(() => {
  writeFileSync(join(folder, 'tiny.yaml'), TINY)
  writeFileSync(join(folder, 'other.yaml'), TINY.replace('A small leak', 'Another leak'))
})

interface Compared {
  a: { name: string; breaches: string[] }
  b: { name: string; breaches: string[] }
  runs: number
  leakers: { groups: { direct: Record<'a' | 'b' | 'difference', { mean: number }> } }[]
}

async function compared(...args: string[]): Promise<Compared> {
  const { code, out, err } = await liaison(['compare', ...args, '--runs', '3', '--json'], inside)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as Compared
}

describe('a comparison', () => {
  test('prints who is back sooner and writes its files, the same bytes with --quiet and other threads', async () => {
    const args = ['compare', 'tiny.yaml', ...MILD, '--runs', '3']
    const { code, out } = await liaison(args, inside)
    expect(code).toBe(0)
    expect(out).toContain('Who is back sooner with Brobdingnag')
    expect(out).toContain('B: A small leak, events.leak.breach.severity=0.1 (1 breach)')
    const written = join(folder, 'liaison-out/tiny-compared')
    expect(readdirSync(written).toSorted()).toEqual(FILES)
    expect(readFileSync(join(written, 'compare.html'), 'utf8')).toMatch(/^<!doctype html>/i)
    const quiet = await liaison([...args, '--quiet', '--workers', '2', '--out', 'again'], inside)
    expect(quiet).toEqual({ code: 0, out: '', err: '' })
    for (const name of FILES)
      expect(readFileSync(join(folder, 'again', name)), name).toEqual(readFileSync(join(written, name)))
    // a comparison may be written over one, and over nothing else
    expect((await liaison([...args, '--quiet', '--out', 'again'], inside)).code).toBe(0)
    const refused = await liaison(['run', 'tiny.yaml', '--runs', '1', '--out', 'again'], inside)
    expect(refused.code).toBe(73)
    mkdirSync(join(folder, 'taken'))
    writeFileSync(join(folder, 'taken/compare.json'), '{}')
    writeFileSync(join(folder, 'taken/mine.txt'), 'mine')
    expect((await liaison([...args, '--out', 'taken'], inside)).code).toBe(73)
  })

  test('of two files finds nothing between twins, and writes them again as one could run them', async () => {
    const found = await compared('tiny.yaml', 'other.yaml', '--out', 'twins')
    expect([found.a.name, found.b.name]).toEqual(['A small leak', 'Another leak'])
    expect(found.leakers[0].groups.direct.difference.mean).toBe(0)
    const again = await compared('twins/a.resolved.json', 'twins/b.resolved.json')
    expect(again).toEqual(found)
    const table = readFileSync(join(folder, 'twins/compare.csv'), 'utf8').trimEnd().split('\n')
    // three groups, four numbers of each of two partners, warnings
    expect(table).toHaveLength(1 + 3 + 2 * 4 + 1)
    expect(table[0]).toBe(
      'leaker,partner,measure,a,aLow,aHigh,b,bLow,bHigh,difference,differenceLow,differenceHigh,note',
    )
    expect(table[1]).toMatch(/^BBB,,chill direct,/)
  })

  test('--set changes both, --set-b B alone, --without-b leaves an event out of B', async () => {
    const both = await compared('tiny.yaml', '--set', 'events.leak.breach.severity=0', ...MILD)
    expect(both.leakers[0].groups.direct.a.mean).toBe(0)
    expect(both.leakers[0].groups.direct.b.mean).toBeGreaterThan(0)
    const second = TINY.replace(
      'events:',
      'events:\n  - { id: again, on: 2020-02-20, breach: { by: BBB, of: AAA, to: public, topic: terror, kind: disclosure, severity: 0.5 } }',
    )
    writeFileSync(join(folder, 'twice.yaml'), second)
    const { a, b } = await compared('twice.yaml', '--without-b', 'again')
    expect([a.breaches, b.breaches]).toEqual([['leak', 'again'], ['leak']])
    expect(b.name).toBe('A small leak, without again')
  })
})

describe('a slip is told with its way out', () => {
  const TRACE = /^ +at |node:internal|Error: /m
  test.each([
    [['tiny.yaml'], 64, 'nothing to compare with'],
    [['tiny.yaml', '--set-b', 'severity'], 64, '--set-b "severity" sets nothing'],
    [
      ['tiny.yaml', '--without-b', 'leek'],
      64,
      '--without-b leek: E_USAGE: no event "leek"; did you mean "leak"?',
    ],
    [['tiny.yaml', '--without-b', 'leak'], 65, 'E_MISSING'],
    [['tiny.yaml', '--set-b', 'days=50'], 65, 'E_COMPARE: the horizons differ: 60 days in A, 50 days in B'],
    [['tiny.yaml', 'none.yaml'], 66, 'there is no such file'],
    [['tiny.yaml', ...MILD, '--out', 'tiny.yaml'], 73, 'E_CANT_CREATE'],
  ] as [string[], number, string][])('%j: %i', async (args, exit, said) => {
    const { code, err } = await liaison(['compare', ...args, '--runs', '2'], inside)
    expect(err).toContain(said)
    expect(err).not.toMatch(TRACE)
    expect(code).toBe(exit)
  })
})

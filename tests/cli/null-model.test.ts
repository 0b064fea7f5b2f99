/** `liaison run` of a null model as a user meets it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshFolder, liaison, TINY } from './command.js'

const folder = freshFolder()
const inside = { cwd: folder }
const FILES = ['countries.csv', 'findings.json', 'report.html', 'runs.csv', 'scenario.resolved.json']
const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')

beforeAll(() => {
  writeFileSync(join(folder, 'tiny.yaml'), TINY)
  writeFileSync(join(folder, 'cascade.yaml'), TINY.replace('seed: small', 'seed: small\nmodel: cascade'))
})

describe('a null model', () => {
  test('says that it is one, stands beside Liaison, and writes its files over a result of another kind', async () => {
    await liaison(['run', 'tiny.yaml', '--runs', '3', '--quiet', '--out', 'out'], inside)
    expect(readdirSync(join(folder, 'out'))).toContain('partners.csv')
    const { code, out } = await liaison(['run', 'cascade.yaml', '--runs', '3', '--out', 'out'], inside)
    expect(code).toBe(0)
    expect(out).toContain('A small leak: null model')
    expect(out).toContain('a null model: it knows who shares an agreement with whom')
    expect(out).toContain("Liaison's own model, under the same seed: Avalon told Brobdingnag")
    expect(out).toContain(join('out', 'countries.csv'))
    expect(readdirSync(join(folder, 'out')).toSorted()).toEqual(FILES)
    expect(text('out', 'report.html')).toMatch(/^<!doctype html>.*null model/is)
    expect(text('out', 'countries.csv')).toMatch(/^BBB,AAA,Avalon,victim,1,/m)
    expect(JSON.parse(text('out', 'findings.json'))).toMatchObject({
      format: 'liaison-baseline',
      model: 'cascade',
      runs: 3,
    })
  })

  test('by --model, by --set and by the file it is the same, to the byte; so is its resolved scenario', async () => {
    const run = (file: string, ...more: string[]) =>
      liaison(
        ['run', file, '--runs', '3', '--quiet', '--out', `by-${more.length}-${file.length}`, ...more],
        inside,
      )
    const results = [
      await run('cascade.yaml'),
      await run('tiny.yaml', '--model', 'cascade'),
      await run('tiny.yaml', '--model=cascade'),
    ]
    results.push(await run('tiny.yaml', '--set', 'model=cascade', '--seed=small'))
    results.push(await run('by-0-12/scenario.resolved.json'))
    for (const result of results) expect(result).toEqual({ code: 0, out: '', err: '' })
    for (const other of ['by-2-9', 'by-1-9', 'by-3-9', 'by-0-30'])
      for (const name of FILES) expect(text(other, name), `${other}/${name}`).toBe(text('by-0-12', name))
  })

  test('and back: Liaison may take the folder of a null model', async () => {
    await liaison(['run', 'cascade.yaml', '--runs', '2', '--quiet', '--out', 'back'], inside)
    writeFileSync(join(folder, 'back', 'notes.txt'), 'mine')
    const { code } = await liaison(
      ['run', 'cascade.yaml', '--model', 'liaison', '--runs', '2', '--quiet', '--out', 'back'],
      inside,
    )
    expect(code).toBe(0)
    const holds = readdirSync(join(folder, 'back'))
    expect(holds).toContain('events.jsonl')
    expect(holds).toContain('notes.txt')
    expect(holds).not.toContain('countries.csv')
  })

  test('--json prints its findings and leaves no folder', async () => {
    const elsewhere = freshFolder()
    writeFileSync(join(elsewhere, 'tiny.yaml'), TINY)
    const command = ['run', 'tiny.yaml', '--model', 'friedkin-johnsen', '--runs', '2', '--json']
    const { code, out, err } = await liaison(command, { cwd: elsewhere })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({ model: 'friedkin-johnsen', kind: 'opinion' })
    expect(readdirSync(elsewhere)).toEqual(['tiny.yaml'])
  })
})

describe('bad input', () => {
  test('a model that is none gives its place and the nearest name', async () => {
    writeFileSync(join(folder, 'wrong.yaml'), TINY.replace('seed: small', 'seed: small\nmodel: treshold'))
    const { code, err } = await liaison(['run', 'wrong.yaml'], inside)
    expect(code).toBe(65)
    expect(err).toMatch(/^wrong\.yaml:6:8: E_ENUM: "model" cannot be "treshold"; did you mean "threshold"\?/)
    const set = await liaison(['run', 'tiny.yaml', '--model', 'degrot'], inside)
    expect(set.code).toBe(65)
    expect(set.err).toMatch(/E_ENUM: "model" cannot be "degrot"; did you mean "degroot"\?/)
  })

  test('why has nothing to tell of it', async () => {
    await liaison(['run', 'cascade.yaml', '--runs', '2', '--quiet', '--out', 'why'], inside)
    const { code, err } = await liaison(['why', 'why', 'AAA', 'BBB'], inside)
    expect(code).toBe(65)
    expect(err).toMatch(/E_SCHEMA: "why" is of the null model cascade, which tells no causes/)
  })
})

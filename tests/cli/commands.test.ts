/** The commands that look things up: why, parameters, help and version. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { RESULTS_EPOCH } from '../../src/epoch.js'
import { PARAMETER_NAMES, PARAMETERS } from '../../src/parameters.js'
import { PRESET_NAMES } from '../../src/presets.js'
import { BIN, freshFolder, liaison, node, PROJECT, TINY } from './command.js'

const folder = freshFolder()
const inside = { cwd: folder }

describe('why', () => {
  beforeAll(async () => {
    writeFileSync(join(folder, 'tiny.yaml'), TINY)
    await liaison(['run', 'tiny.yaml', '--runs', '3', '--quiet', '--out', 'result'], inside)
  })

  test('tells the chain from the breach to what a country did', async () => {
    const { code, out, err } = await liaison(['why', 'result', 'AAA', 'BBB'], inside)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Day 10 \(11 February 2020\): Brobdingnag gives Ruritania a secret/)
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /Avalon learns of the breach.*The trust of Avalon in Brobdingnag went from/,
    )
    expect(out).toMatch(/Real names are illustrations under stated assumptions, not a forecast\.\n$/)
  })

  test('says so when there is nothing to tell', async () => {
    const { code, out } = await liaison(['why', 'result', 'BBB', 'AAA'], inside)
    expect(code).toBe(0)
    expect(out).toContain('No event of its own explains a change in what Brobdingnag tells Avalon')
  })

  test('knows who may be meant', async () => {
    const { code, err } = await liaison(['why', 'result', 'AAB', 'BBB'], inside)
    expect(code).toBe(65)
    expect(err).toBe('liaison: E_DANGLING: no country "AAB" in this result; did you mean "AAA"?\n')
    expect((await liaison(['why', 'result', 'Avalom', 'BBB'], inside)).err).toContain('did you mean "AAA"?')
  })

  test('takes labels for ids', async () => {
    const byId = await liaison(['why', 'result', 'AAA', 'BBB'], inside)
    expect(await liaison(['why', 'result', 'Avalon', 'brobdingnag'], inside)).toEqual(byId)
  })

  test.each([
    ['AAA', 'AAA'],
    ['AAA', 'Avalon'],
  ])('%s toward %s is nothing to tell of', async (who, whom) => {
    expect(await liaison(['why', 'result', who, whom], inside)).toEqual({
      code: 65,
      out: '',
      err: `liaison: E_SELF_LOOP: "${who}" and "${whom}" are the same country; name the one that shares, then the one that receives\n`,
    })
  })

  test.each(['.', 'nowhere', 'tiny.yaml'])('%s is no result: ends with 66', async (path) => {
    expect(await liaison(['why', path, 'AAA', 'BBB'], inside)).toEqual({
      code: 66,
      out: '',
      err: `liaison: E_NO_INPUT: no result in ${path}; \`liaison run\` writes one\n`,
    })
  })

  test.each([
    ['cut short', (text: string) => text.slice(text.indexOf('\n') + 1)],
    ['out of order', (text: string) => text.split('\n').toReversed().join('\n').slice(1)],
    ['no JSON', () => 'tell me\n'],
    ['a chain that bites its tail', (text: string) => text.replace('"cause":null', '"cause":0')],
    ['an unknown kind', (text: string) => text.replace(/"kind":"[^"]*"/, '"kind":"constructor"')],
  ])('events that are %s end with 65', async (name, damage) => {
    const broken = join(folder, name.replaceAll(' ', '-'))
    cpSync(join(folder, 'result'), broken, { recursive: true })
    const events = join(broken, 'events.jsonl')
    writeFileSync(events, damage(readFileSync(events, 'utf8')))
    const { code, err } = await liaison(['why', broken, 'AAA', 'BBB'], inside)
    expect(code).toBe(65)
    expect(err).toMatch(/E_SCHEMA: .*events\.jsonl:1 is no event of a result; run the scenario again\n$/)
  })
})

describe('parameters', () => {
  test('--json is the table', async () => {
    const { code, out } = await liaison(['parameters', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual(PARAMETER_NAMES.map((name) => ({ name, ...PARAMETERS[name] })))
  })

  test('the text has a line for each, in columns', async () => {
    const { out } = await liaison(['parameters'])
    const [table, ...presets] = out.trimEnd().split('\n\n')
    expect(presets.map((text) => text.split(' ')[1])).toEqual(PRESET_NAMES)
    const [head, ...lines] = table.split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(PARAMETER_NAMES)
    const column = head.indexOf('ground')
    for (const [k, line] of lines.entries())
      expect(line.slice(column).split(' ')[0]).toBe(PARAMETERS[PARAMETER_NAMES[k]].confidence)
  })
})

describe('help and version', () => {
  test('--version says which results can be compared', async () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string }
    expect((await liaison(['--version'])).out).toBe(`liaison ${version} (results-epoch ${RESULTS_EPOCH})\n`)
  })

  test('--help shows the commands and examples, each command its own', async () => {
    const { code, out } = await liaison(['--help'])
    expect(code).toBe(0)
    for (const word of ['run', 'check', 'why', 'export', 'parameters', 'Examples:', 'Exit codes:'])
      expect(out).toContain(word)
    for (const command of ['run', 'check', 'why', 'export', 'parameters']) {
      const help = await liaison([command, '--help'])
      expect(help).toMatchObject({ code: 0, err: '' })
      expect(help.out).toContain(`Usage: liaison ${command}`)
      expect(await liaison(['help', command])).toEqual(help)
    }
  })

  test('before a build the command says what to do', async () => {
    const clone = freshFolder()
    mkdirSync(join(clone, 'bin'))
    cpSync(BIN, join(clone, 'bin/liaison.mjs'))
    expect(await node([join(clone, 'bin/liaison.mjs'), '--version'])).toEqual({
      code: 70,
      out: '',
      err: 'liaison: not built yet; run npm run build\n',
    })
    // what fails once it is built is not laid at the door of the build
    mkdirSync(join(clone, 'dist/program'), { recursive: true })
    writeFileSync(join(clone, 'dist/program/main.js'), "throw new Error('boom')")
    expect((await node([join(clone, 'bin/liaison.mjs')])).err).toContain('Error: boom')
  })

  test('only the parser of command lines is imported before it is known what to do', () => {
    const text = readFileSync(join(PROJECT, 'src/cli/main.ts'), 'utf8')
    const imports = [...text.matchAll(/^import (?!type )[^'"]*'([^']+)'/gm)].map(([, target]) => target)
    expect(imports).toEqual(['commander'])
  })
})

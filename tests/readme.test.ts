/** What the README shows is true: its commands run, its programs run, its scenario is one, its links lead somewhere. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseScenario } from '../src/scenario-file.js'
import { loadScenario } from '../src/files.js'
import { freshFolder, liaison, node, PROJECT } from './cli/command.js'

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8')

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text]) => text,
  )
}

/** A folder in which the README's paths lead to the shipped files and what is written is thrown away. */
const guest = freshFolder()

beforeAll(() => {
  for (const name of ['scenarios', 'networks']) symlinkSync(join(PROJECT, name), join(guest, name))
  mkdirSync(join(guest, 'node_modules'))
  symlinkSync(PROJECT, join(guest, 'node_modules/liaison-sim'))
})

const lines = blocks('sh').flatMap((text) => text.trim().split('\n'))
const programs = blocks('js')
const commands = lines.filter((line) => line.startsWith('npx liaison '))

test('every line of shell is known to this test', () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { scripts: object }
  expect(scripts).toMatchObject({ start: expect.any(String) as string, test: expect.any(String) as string })
  expect([commands.length, programs.length]).toEqual([9, 2])
  expect(lines.filter((line) => !commands.includes(line))).toEqual([
    'npm ci && npm start',
    'npm ci && npm test',
  ])
})

describe('commands', () => {
  // in the README's order: why looks at what run has written
  test.each(commands)('%s', async (line) => {
    const [, , command, ...rest] = line.replace(/--runs \d+/, '--runs 4').split(' ')
    const { code, out, err } = await liaison([command, ...rest], { cwd: guest })
    expect({ code, err: err.replace(/^\d+ of \d+ pairs, .*\n?/gm, '') }).toEqual({ code: 0, err: '' })
    expect(out).not.toBe('')
  })
})

describe('programs', () => {
  test.each(programs.map((text, k) => ({ text, k })))('program $k', async ({ text, k }) => {
    const path = join(guest, `program-${k}.mjs`)
    writeFileSync(path, text.replace(/runs: \d+/, 'runs: 4'))
    const { code, out, err } = await node([path], { cwd: guest })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/0\.\d+/)
  })
})

test('its scenario is one, with the shipped network', async () => {
  const [text, ...others] = blocks('yaml')
  expect(others).toEqual([])
  const path = join(guest, 'shown.yaml')
  writeFileSync(path, text)
  const scenario = await loadScenario(path)
  expect(scenario.breaches).toHaveLength(1)
  expect(scenario.mechanisms.imitation).toBe(false)
  expect(() => parseScenario(text)).toThrow('E_INCLUDE')
})

test('its links lead to files', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path)
  expect(links.length).toBeGreaterThan(4)
  expect(links.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([])
})

test('the files it lists are those a result holds', () => {
  for (const name of [
    'report.html',
    'findings.json',
    'partners.csv',
    'days.csv',
    'runs.csv',
    'warnings.csv',
    'events.jsonl',
    'scenario.resolved.json',
  ])
    expect(readme).toContain(`\`${name}\``)
})

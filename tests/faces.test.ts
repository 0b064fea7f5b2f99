/** The two faces of the library: everything for Node, everything that needs neither files nor threads for a browser. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { SHORE_PACKAGES } from '../scripts/floors.mjs'
import { PROJECT } from './cli/command.js'

const face = (name: string): string[] =>
  readFileSync(join(PROJECT, 'src', name), 'utf8')
    .split(/^(?=export)/m)
    .slice(1)
    .map((entry) => entry.replace(/\s+/g, ' ').trim())

test('the browser has the same names but files and threads', () => {
  const more = face('index.ts').filter((entry) => !face('browser.ts').includes(entry))
  expect(more.map((entry) => entry.replace(/.*from /, ''))).toEqual([
    "'./files.js'",
    "'./runners/threads.js'",
  ])
  expect(face('browser.ts').filter((entry) => !face('index.ts').includes(entry))).toEqual([])
})

test('nothing the browser loads knows of Node', () => {
  const seen = new Set<string>()
  const foreign = new Set<string>()
  const follow = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const text = readFileSync(path, 'utf8')
    for (const [, target] of text.matchAll(/^(?:import|export) (?!type )[^'";]*from '([^']+)'/gm)) {
      if (target.startsWith('.')) follow(join(dirname(path), target.replace(/\.js$/, '.ts')))
      else foreign.add(target)
    }
  }
  follow(join(PROJECT, 'src/browser.ts'))
  expect(seen.size).toBeGreaterThan(30)
  expect([...foreign].filter((name) => name.startsWith('node:') || SHORE_PACKAGES.includes(name))).toEqual([])
  expect([...foreign]).toContain('graphology')
})

test('the package leads each to its face', () => {
  const { exports } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
    exports: { '.': { browser: { default: string }; default: string } }
  }
  expect(exports['.'].browser.default).toBe('./dist/browser.js')
  expect(exports['.'].default).toBe('./dist/index.js')
  expect(existsSync(join(PROJECT, 'src/browser.ts'))).toBe(true)
})

test('each name is there to be used', async () => {
  const names = Object.keys(await import('../src/index.js'))
  for (const name of [
    'loadScenario',
    'parseScenario',
    'run',
    'simulate',
    'experiment',
    'threads',
    'here',
    'Alliance',
  ])
    expect(names).toContain(name)
})

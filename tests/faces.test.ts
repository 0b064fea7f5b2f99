/** The two faces of the library: everything for Node, everything that needs neither files nor threads for a browser. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { SHORE_PACKAGES } from '../scripts/floors.mjs'
import { PROJECT } from './cli/command.js'

test('the names of Node are those of the browser, and files and threads', async () => {
  const [node, browser] = await Promise.all([import('../src/index.js'), import('../src/browser.js')])
  const more = Object.keys(node).filter((name) => !Object.keys(browser).includes(name))
  expect(more.toSorted()).toEqual(['checkResultFolder', 'loadScenario', 'threads', 'writeResult'])
  expect(readFileSync(join(PROJECT, 'src/browser.ts'), 'utf8')).not.toMatch(/export \* from/)
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

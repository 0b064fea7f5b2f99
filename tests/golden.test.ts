/**
 * Golden digests, last of all checks: they say that numbers changed, never that they are right. Whoever changes one raises the
 * results-epoch and says why in CHANGELOG.md.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { RESULTS_EPOCH } from '../src/epoch.js'
import { Pair } from '../src/pair.js'
import type { Scenario } from '../src/scenario.js'
import { village } from './fixtures.js'
import { shipped } from './shipped.js'

function digest(scenario: Scenario, runs: number): string {
  const pair = new Pair({ scenario, without: scenario.breaches.map(({ id }) => id), seed: 'golden' })
  const hash = createHash('sha256')
  for (let run = 0; run < runs; run++) hash.update(new Uint8Array(pair.play(run).buffer))
  return hash.digest('hex').slice(0, 24)
}

it('the same scenario and seed give the same numbers as ever in this results-epoch', () => {
  expect({
    epoch: RESULTS_EPOCH,
    laptopBomb: digest(shipped(), 4),
    village: digest(village({ days: 400 }), 8),
    villageWithoutSharedClubs: digest(village({ days: 400, off: ['sharedClubs', 'reciprocity'] }), 8),
  }).toEqual({
    epoch: 1,
    laptopBomb: '2c279d74dec576831c5ad887',
    village: '136ed904c2aa616369d52672',
    villageWithoutSharedClubs: 'e1a1641ea0cf01ecb1689732',
  })
})

it('interpreter, time zone and language of the machine change no byte of the findings', () => {
  const root = fileURLToPath(new URL('../', import.meta.url))
  const findings = (flags: readonly string[], env: NodeJS.ProcessEnv): string => {
    const command = ['dist/cli/main.js', 'run', 'scenarios/laptop-bomb.yaml', '--runs', '2', '--json']
    const options = { cwd: root, env: { ...process.env, NODE_OPTIONS: '', ...env }, maxBuffer: 1 << 26 }
    return execFileSync(process.execPath, [...flags, ...command], options).toString()
  }
  const usual = findings([], {})
  expect(usual).toContain('"resultsEpoch": 1')
  expect(findings(['--jitless'], { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toBe(
    usual,
  )
  expect(findings(['--no-opt'], { TZ: 'America/St_Johns', LANG: 'C' })).toBe(usual)
})

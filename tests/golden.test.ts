/**
 * Golden digests, last of all checks: they say that numbers changed, never that they are right. Whoever changes one raises the
 * results-epoch and says why in CHANGELOG.md.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { RESULTS_EPOCH } from '../src/epoch.js'
import { EVENT_KINDS, type EventKind } from '../src/events.js'
import { TRUSTING, WORLDS } from '../src/metrics.js'
import { Pair } from '../src/pair.js'
import { run } from '../src/run.js'
import type { Scenario } from '../src/scenario.js'
import { agreement, breach, village } from './fixtures.js'
import { shipped } from './shipped.js'

/** Digests of what this epoch began with, and of trust by day, which rows have held since. */
function digest(scenario: Scenario, runs: number): { row: string; trust: string } {
  const pair = new Pair({ scenario, without: scenario.breaches.map(({ id }) => id), seed: 'golden' })
  const { days, leakers } = pair.layout
  const length = TRUSTING.length * WORLDS.length * days
  const isTrust = (k: number): boolean => leakers.some(({ trusts }) => k >= trusts && k < trusts + length)
  const hashes = { row: createHash('sha256'), trust: createHash('sha256') }
  for (let run = 0; run < runs; run++) {
    const row = pair.play(run)
    hashes.row.update(new Uint8Array(row.filter((_, k) => !isTrust(k)).buffer))
    hashes.trust.update(new Uint8Array(row.filter((_, k) => isTrust(k)).buffer))
  }
  return {
    row: hashes.row.digest('hex').slice(0, 24),
    trust: hashes.trust.digest('hex').slice(0, 24),
  }
}

/** A village in which every mechanism has something to do. */
function everything(): Scenario {
  const given = village({
    days: 300,
    off: ['provenance'],
    parameters: {
      leakHazard: 0.0005,
      askRate: 0.2,
      prospectChance: 0.5,
      partnerError: 0.2,
      turned: 1,
      coverage: 0.02,
    },
    breaches: [
      breach('L', 'V', { to: 'H' }),
      breach('F', 'V', { id: 'untraced', day: 60, to: 'press', pressDay: 61, namedDay: null, traced: false }),
      breach('F', 'L', { id: 'secret', day: 120, to: 'H', pressDay: null, namedDay: null }),
      breach('V', 'F', { id: 'slander', day: 90, pressDay: 91, namedDay: 92, happened: false }),
    ],
    moves: [
      { what: 'repair', id: 'sorry', day: 40, by: 'L', to: null, breach: 'leak', kind: 'apology' },
      { what: 'inducement', id: 'aid', day: 50, by: 'L', to: 'V', agreement: null, price: 1, until: 200 },
      { what: 'fabrication', id: 'tale', day: 70, by: 'F', to: ['S'], severity: 0.8, provenDay: 110 },
      { what: 'turnover', id: 'election', day: 150, of: 'L', accountable: true },
      {
        what: 'policy',
        id: 'order',
        day: 170,
        agreement: 'f-s',
        caveat: 'forbidden',
        rung: { S: 'suspended' },
        stake: {},
        price: {},
        until: 230,
      },
    ],
  })
  const { from: _, until: __, ...terms } = agreement('s-v', ['S', 'V'], 'partner')
  const agreements = given.network.agreements.map((one) => ({
    ...one,
    caveat: 'on-request' as const,
    ...(one.id === 'l-f' ? { from: 30, until: 250 } : {}),
  }))
  return { ...given, network: { ...given.network, agreements, prospects: [terms] } }
}

it('the same scenario and seed give the same numbers as ever in this results-epoch', () => {
  expect({
    epoch: RESULTS_EPOCH,
    laptopBomb: digest(shipped(), 4),
    village: digest(village({ days: 400 }), 8),
    villageWithoutSharedClubs: digest(village({ days: 400, off: ['sharedClubs', 'reciprocity'] }), 8),
    everything: digest(everything(), 4),
  }).toEqual({
    epoch: 2,
    laptopBomb: { row: 'beb2ca1b6722189d2150a7ef', trust: '71bb4de7402d82414923a28f' },
    village: { row: '4e1701b52bcb7cbaeae50fac', trust: 'f28401d6080e65f926eba09d' },
    villageWithoutSharedClubs: { row: '947a05bc16ec74c78f84d2d8', trust: 'c4722e8f73d13aa5800a6261' },
    everything: { row: 'f34c4036b376c1bbd254fcfe', trust: '58fdd73fe3c44fc4cf6cf183' },
  })
})

it('in the village of everything every mechanism has something to tell', () => {
  const told = new Set(
    Array.from({ length: 4 }, (_, k) => run(everything(), { run: k, seed: 'golden' }).events)
      .flat()
      .map(({ kind }) => kind),
  )
  const never = Object.keys(EVENT_KINDS).filter((kind) => !told.has(kind as EventKind))
  // these three are rare, and tested where they belong
  expect(never.filter((kind) => !['ended', 'refused', 'silent'].includes(kind))).toEqual([])
})

it('interpreter, time zone and language of the machine change no byte of the findings', () => {
  const root = fileURLToPath(new URL('../', import.meta.url))
  const findings = (flags: readonly string[], env: NodeJS.ProcessEnv): string => {
    const command = ['dist/cli/main.js', 'run', 'scenarios/laptop-bomb.yaml', '--runs', '2', '--json']
    const options = { cwd: root, env: { ...process.env, NODE_OPTIONS: '', ...env }, maxBuffer: 1 << 26 }
    return execFileSync(process.execPath, [...flags, ...command], options).toString()
  }
  const usual = findings([], {})
  expect(usual).toContain('"resultsEpoch": 2')
  expect(findings(['--jitless'], { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toBe(
    usual,
  )
  expect(findings(['--no-opt'], { TZ: 'America/St_Johns', LANG: 'C' })).toBe(usual)
})

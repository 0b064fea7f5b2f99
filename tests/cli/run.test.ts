/** `liaison run` as a user meets it: what it prints, what it writes, how it ends. */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshFolder, liaison, MAIN, node, TINY } from './command.js'

const folder = freshFolder()
const inside = { cwd: folder }
const FILES = [
  'days.csv',
  'events.jsonl',
  'findings.json',
  'outcomes.csv',
  'partners.csv',
  'prospects.csv',
  'report.html',
  'runs.csv',
  'scenario.resolved.json',
  'warnings.csv',
]
const TRACE = /^ +at |node:internal|Error: /m

beforeAll(() => {
  writeFileSync(join(folder, 'tiny.yaml'), TINY)
})

interface Found {
  runs: number
  seed: string
  seedGiven: boolean
  breaches: { id: string; removed: boolean }[]
  leakers: { groups: { direct: { chill: { mean: number } } } }[]
}

async function findings(...args: string[]): Promise<Found> {
  const { code, out, err } = await liaison(['run', 'tiny.yaml', '--runs', '3', '--json', ...args], inside)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as Found
}

describe('a run', () => {
  test('prints a summary and writes its files beside each other, nothing else', async () => {
    const { code, out } = await liaison(['run', 'tiny.yaml', '--runs', '3'], inside)
    expect(code).toBe(0)
    expect(out).toContain('A small leak')
    expect(out).toContain('Avalon')
    expect(out).toContain(join('liaison-out', 'tiny', 'report.html'))
    expect(readdirSync(join(folder, 'liaison-out/tiny')).toSorted()).toEqual(FILES)
    expect(readFileSync(join(folder, 'liaison-out/tiny/report.html'), 'utf8')).toMatch(/^<!doctype html>/i)
  })

  test('--quiet says nothing and writes the same bytes', async () => {
    expect(await liaison(['run', 'tiny.yaml', '--runs', '3', '--quiet', '--out', 'quiet'], inside)).toEqual({
      code: 0,
      out: '',
      err: '',
    })
    for (const name of FILES)
      expect(readFileSync(join(folder, 'quiet', name)), name).toEqual(
        readFileSync(join(folder, 'liaison-out/tiny', name)),
      )
  })

  test('--json prints findings.json, says nothing else and leaves no folder', async () => {
    const elsewhere = freshFolder()
    writeFileSync(join(elsewhere, 'tiny.yaml'), TINY)
    const { code, out, err } = await liaison(['run', 'tiny.yaml', '--runs', '3', '--json'], {
      cwd: elsewhere,
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(readFileSync(join(folder, 'quiet/findings.json'), 'utf8'))
    expect(readdirSync(elsewhere)).toEqual(['tiny.yaml'])
  })

  test('--decompose says which mechanism did it, on the terminal, in the page and in findings.json', async () => {
    const args = ['run', 'tiny.yaml', '--runs', '3', '--decompose', '--out', 'divided']
    const { code, out } = await liaison(args, inside)
    expect(code).toBe(0)
    expect(out).toContain('Which mechanism did it')
    expect(out.replace(/\s+/g, ' ')).toContain(
      'all 32 settings of the switches under the same draws (3 pairs each)',
    )
    expect(readFileSync(join(folder, 'divided/report.html'), 'utf8')).toContain('Which mechanism did it')
    const { decomposition, ...rest } = JSON.parse(
      readFileSync(join(folder, 'divided/findings.json'), 'utf8'),
    ) as Record<string, unknown>
    expect(decomposition).toMatchObject({ runs: 3, off: [], leakers: [{ leaker: 'BBB' }] })
    // asking for it changes nothing else
    expect(rest).toEqual(JSON.parse(readFileSync(join(folder, 'quiet/findings.json'), 'utf8')))
  })

  test('--assumptions stands beside chance, on the terminal, in the page and in findings.json', async () => {
    const kept = ['halfLife', 'loss'].flatMap((name) => ['--keep', name])
    const args = ['run', 'tiny.yaml', '--runs', '2', '--assumptions', ...kept, '--out', 'assumed']
    const { code, out } = await liaison(args, inside)
    expect(code).toBe(0)
    expect(out).toContain('Chance and assumption')
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Left as the scenario has them: halfLife, loss, detailsDefault and leakHazard.',
    )
    expect(readFileSync(join(folder, 'assumed/report.html'), 'utf8')).toContain('Chance and assumption')
    const { assumptions } = JSON.parse(readFileSync(join(folder, 'assumed/findings.json'), 'utf8')) as {
      assumptions: object
    }
    expect(assumptions).toMatchObject({ runs: 2, baseRuns: 2, draws: 64, leakers: [{ leaker: 'BBB' }] })
    const alone = await liaison(['run', 'tiny.yaml', '--keep', 'loss'], inside)
    expect(alone).toMatchObject({ code: 64, err: expect.stringContaining('give both or neither') as string })
    const slip = await liaison([...args, '--keep', 'spilOver'], inside)
    expect(slip.code).toBe(64)
    expect(slip.err).toContain('--keep "spilOver": no such parameter; did you mean "spillOver"?')
  })

  test('the resolved scenario gives the same result again', async () => {
    await liaison(['run', 'quiet/scenario.resolved.json', '--runs', '3', '--quiet', '--out', 'again'], inside)
    for (const name of FILES)
      expect(readFileSync(join(folder, 'again', name)), name).toEqual(
        readFileSync(join(folder, 'quiet', name)),
      )
  })
})

describe('options', () => {
  test('--set changes the scenario', async () => {
    const chill = ({ leakers: [{ groups }] }: Found): number => groups.direct.chill.mean
    const harmless = await findings('--set', 'events.leak.breach.severity=0')
    expect(chill(harmless)).toBe(0)
    expect(chill(await findings())).toBeGreaterThan(0.1)
  })

  test('--seed is another throw of the dice, and is given', async () => {
    const [one, other] = [await findings(), await findings('--seed', 'other')]
    expect(other).toMatchObject({ seed: 'other', seedGiven: true })
    expect(other.leakers).not.toEqual(one.leakers)
  })

  test('a missing seed is said once, and not with --quiet', async () => {
    writeFileSync(join(folder, 'seedless.yaml'), TINY.replace('seed: small\n', ''))
    const { err } = await liaison(['run', 'seedless.yaml', '--runs', '1'], inside)
    expect(err).toBe('The scenario names no seed, so it is "liaison"; give another with --seed.\n')
    expect((await liaison(['run', 'seedless.yaml', '--runs', '1', '--quiet'], inside)).err).toBe('')
  })

  test('--without says what the second world goes without', async () => {
    writeFileSync(
      join(folder, 'two.yaml'),
      `${TINY}  - { id: later, on: 20, breach: { by: BBB, of: CCC, to: public, topic: terror, severity: 1 } }\n`,
    )
    const { out } = await liaison(['run', 'two.yaml', '--runs', '2', '--json', '--without', 'later'], inside)
    expect((JSON.parse(out) as Found).breaches.map(({ id, removed }) => [id, removed])).toEqual([
      ['leak', false],
      ['later', true],
    ])
  })

  test('--workers changes no byte', async () => {
    const one = await findings('--workers', '1')
    expect(await findings('--workers', '2')).toEqual(one)
    expect(await findings()).toEqual(one)
  })
})

describe('a wrong command line', () => {
  test.each([
    [['--runs', '0'], 64, '0'],
    [['--runs', '1e3'], 64, 'from 1 to 10000000'],
    [['--workers', 'many'], 64, 'from 1 to 1024'],
    [['--rnus', '3'], 64, 'Did you mean --runs?'],
    [['--set', 'spillOver'], 64, 'write path=value'],
    [['--set', 'spillOver=0.3'], 64, 'did you mean "parameters.spillOver"?'],
    [['--set', 'imitation=off'], 64, 'did you mean "parameters.imitation" or "mechanisms.imitation"?'],
    [['--set', 'parameters.spilOver=0.2'], 64, 'did you mean "spillOver"?'],
    [['--set', 'parameters.spillOver=7'], 65, 'E_RANGE'],
    [['--without', 'leek'], 64, 'did you mean "leak"?'],
    [['--seed', ''], 65, 'E_SEED'],
  ])('%j ends with %i', async (args, code, says) => {
    const outcome = await liaison(['run', 'tiny.yaml', '--out', 'never', ...args], inside)
    expect(outcome).toMatchObject({ code, out: '' })
    expect(outcome.err).toContain(says)
    expect(outcome.err).not.toMatch(TRACE)
    expect(existsSync(join(folder, 'never'))).toBe(false)
  })

  test.each([[['frobnicate']], [[]], [['run']], [['why', 'x']]])('%j ends with 64', async (args) => {
    const outcome = await liaison(args, inside)
    expect(outcome).toMatchObject({ code: 64, out: '' })
    expect(outcome.err).not.toMatch(TRACE)
  })
})

describe('files and folders', () => {
  test('a scenario that is not there ends with 66', async () => {
    const { code, err } = await liaison(['run', 'none.yaml'], inside)
    expect(code).toBe(66)
    expect(err).toContain('E_NO_INPUT: "none.yaml" cannot be read: there is no such file')
  })

  test.each(['tiny.yaml', 'tiny.yaml/below', '.'])(
    '--out %s ends with 73 and touches nothing',
    async (out) => {
      const before = readdirSync(folder)
      const { code, err } = await liaison(['run', 'tiny.yaml', '--runs', '1', '--out', out], inside)
      expect(code).toBe(73)
      expect(err).toMatch(/^liaison: E_CANT_CREATE: .*; choose another folder with --out\n$/)
      expect(readdirSync(folder)).toEqual(before)
      expect(readFileSync(join(folder, 'tiny.yaml'), 'utf8')).toBe(TINY)
    },
  )

  test.runIf(existsSync('/proc/self'))('a folder that cannot hold another ends with 73', async () => {
    const { code, err } = await liaison(
      ['run', 'tiny.yaml', '--runs', '1', '--out', '/proc/liaison/out'],
      inside,
    )
    expect(code).toBe(73)
    expect(err).not.toMatch(TRACE)
  })

  test.runIf(existsSync('/dev/full'))('a full disk behind standard output ends with 74', async () => {
    const full = openSync('/dev/full', 'w')
    try {
      for (const args of [
        ['run', 'tiny.yaml', '--runs', '1', '--json'],
        ['parameters'],
        ['--help'],
        ['check', 'tiny.yaml'],
      ]) {
        const { code, err } = await liaison(args, { ...inside, stdout: full })
        expect({ args, code }).toEqual({ args, code: 74 })
        expect(err).toMatch(/^(liaison: )?E_IO: standard output: ENOSPC/)
      }
    } finally {
      closeSync(full)
    }
  })

  test('a reader that goes away is no failure', async () => {
    const { code, err } = await liaison(['run', 'tiny.yaml', '--runs', '3', '--json'], {
      ...inside,
      with: (child) => child.stdout?.destroy(),
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })
})

describe('a signal', () => {
  test.concurrent.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends with %i within two seconds and leaves nothing half-written', async (signal, code) => {
    let sent = 0
    const outcome = await liaison(['run', 'tiny.yaml', '--runs', '1000000', '--out', signal], {
      ...inside,
      // the first line of progress says that it is well under way
      with: (child) =>
        child.stderr?.once('data', () => {
          sent = performance.now()
          child.kill(signal)
        }),
    })
    expect(performance.now() - sent).toBeLessThan(2000)
    expect(outcome.code).toBe(code)
    expect(outcome.err).toContain(`stopped by ${signal}; nothing was written`)
    expect(outcome.err).not.toMatch(TRACE)
    expect(existsSync(join(folder, signal))).toBe(false)
  })
})

test('a bug is told in a line, with its place only for those who ask', async () => {
  // whatever is turned into JSON now fails in a way nobody foresaw
  const program = join(freshFolder(), 'bug.mjs')
  writeFileSync(
    program,
    `Object.prototype.toJSON = () => { throw new Error('boom\\n  twice') }
    process.argv.push('parameters', '--json')
    await import(${JSON.stringify(MAIN)})`,
  )
  const quiet = await node([program])
  expect(quiet.code).toBe(70)
  expect(quiet.err).toMatch(/^liaison: E_BUG: boom twice\nThis is a bug in liaison\. Please report .*\n$/)
  expect((await node([program], { env: { LIAISON_DEBUG: '1' } })).err).toMatch(/^ +at /m)
})

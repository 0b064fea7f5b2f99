/** `liaison backtest` and `liaison calibrate` as a user meets them: what they print, write and refuse, on cases of one's own. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshFolder, liaison, PROJECT } from './command.js'

const folder = freshFolder()
const inside = { cwd: folder }
const DISCLAIMER = 'Real names are illustrations under stated assumptions, not a forecast.'

interface Row {
  id: string
  outcomes: { partner: string }[]
}

beforeAll(() => {
  const rows = JSON.parse(readFileSync(join(PROJECT, 'data/episodes.json'), 'utf8')) as Row[]
  // early years have few agreements, and so are quick; one of them is no breach
  const early = ['gbr-usa-fuchs-1950', 'fra-usa-martel-1962', 'isr-usa-osirak-1981']
  writeFileSync(join(folder, 'mine.json'), JSON.stringify(rows.filter(({ id }) => early.includes(id))))
  writeFileSync(join(folder, 'broken.json'), '[{ "id": "x" }]')
})

const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')

describe('a backtest', () => {
  const args = ['backtest', '--episodes', 'mine.json', '--runs', '2']

  test('of one’s own cases tells its scores and writes its files, the same bytes with other threads', async () => {
    const { code, out } = await liaison([...args, '--out', 'one'], inside)
    expect(code).toBe(0)
    expect(out).toContain('The model against the record')
    expect(out).toContain('2 originator outcomes of 2 documented breaches')
    expect(out.replace(/\s+/g, ' ')).toContain('fewer than 10 episodes')
    expect(out.replace(/\s+/g, ' ')).toContain(DISCLAIMER)
    expect(readdirSync(join(folder, 'one')).toSorted()).toEqual([
      'backtest.csv',
      'backtest.html',
      'backtest.json',
    ])
    expect(read('one/backtest.html')).toContain(DISCLAIMER)
    expect(read('one/backtest.html')).not.toContain('<script')
    expect(read('one/backtest.html')).toContain('default-src &#39;none&#39;')
    const lines = read('one/backtest.csv').trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/^fra-usa-martel-1962,/)
    const quiet = await liaison([...args, '--quiet', '--workers', '2', '--out', 'two'], inside)
    expect(quiet).toEqual({ code: 0, out: '', err: '' })
    for (const name of readdirSync(join(folder, 'one')))
      expect(read('two', name), name).toBe(read('one', name))
  })

  test('prints its findings for programs, and plays controls when asked', async () => {
    const { code, out, err } = await liaison([...args.slice(0, -1), '1', '--controls', '--json'], inside)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const found = JSON.parse(out) as { format: string; controls: { name: string }[]; others: unknown[] }
    expect(found.format).toBe('liaison-backtest')
    expect(found.controls.map(({ name }) => name)).toContain('network')
    expect(found.others).toHaveLength(1)
  })

  test.each([
    [['backtest', '--episodes', 'none.json'], 66, 'there is no such file'],
    [['backtest', '--episodes', 'broken.json'], 65, 'E_'],
    [['backtest', '--runs', '0'], 64, 'Give a number of pairs'],
    [[...args, '--out', 'mine.json'], 73, 'E_CANT_CREATE'],
    [['calibrate', '--episodes', 'mine.json', '--draws', '1'], 65, 'draws must be'],
  ] as [string[], number, string][])('%j: %i', async (line, exit, said) => {
    const { code, err } = await liaison(line, inside)
    expect(err).toContain(said)
    expect(code).toBe(exit)
  })
})

describe('a calibration', () => {
  test('says what it is worth out of sample and writes a preset that a scenario can take over', async () => {
    const { code, out } = await liaison(
      ['calibrate', '--episodes', 'mine.json', '--draws', '3', '--runs', '1', '--out', 'fit'],
      inside,
    )
    expect(code).toBe(0)
    const told = out.replace(/\s+/g, ' ')
    expect(told).toContain('Each episode forecast from all others (2 outcomes of 2 episodes, 2 cuts)')
    expect(told).toContain('No split by time')
    expect(told).toContain('no parameter is called identified')
    expect(told).toContain(DISCLAIMER)
    expect(readdirSync(join(folder, 'fit')).toSorted()).toEqual([
      'calibration.html',
      'calibration.json',
      'preset.yaml',
    ])
    expect(read('fit/preset.yaml')).toMatch(/^parameters:\n {2}breachWeight: \d/m)
    expect(read('fit/calibration.html')).toContain(DISCLAIMER)
  })
})

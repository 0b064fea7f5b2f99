/** Files: scenarios are read from where they may be read, results are written whole or not at all. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { checkResultFolder, loadScenario, RESULT_FILES, writeResult, type ResultFile } from '../src/files.js'
import { inOrder } from '../src/names.js'
import { TINY } from './cli/command.js'

const root = mkdtempSync(join(tmpdir(), 'liaison-files-'))
let folder: string
let count = 0

beforeEach(() => {
  folder = join(root, String(count++))
  mkdirSync(folder)
})
afterAll(() => {
  rmSync(root, { recursive: true })
})

const NETWORK = `liaison-network: 1
id: two
title: Two
topics: { terror: {} }
countries: [{ id: AAA, collection: { terror: { HUMINT: 1 } } }, { id: BBB }, { id: RRR }]
agreements: [{ id: one, parties: [AAA, BBB], scope: { topics: all, disciplines: all }, tie: ally }]
`

/** Puts a scenario that names a network into the folder. */
function scenarioNaming(network: string): string {
  const path = join(folder, 'scenario.yaml')
  writeFileSync(path, TINY.replace(/network:\n(?: {2}.*\n)+/, `network: ${network}\n`))
  return path
}

describe('reading', () => {
  test('a shipped network is found by its name, from anywhere', async () => {
    const path = join(folder, 'scenario.yaml')
    const text = readFileSync('scenarios/laptop-bomb.yaml')
    writeFileSync(path, text)
    expect(await loadScenario(path)).toEqual(await loadScenario('scenarios/laptop-bomb.yaml'))
  })

  test('a network below the scenario is found by its path', async () => {
    mkdirSync(join(folder, 'nets'))
    writeFileSync(join(folder, 'nets/two.yaml'), NETWORK)
    expect((await loadScenario(scenarioNaming('./nets/two.yaml'))).network.id).toBe('two')
  })

  test('what is wrong with it is told where it stands', async () => {
    writeFileSync(join(folder, 'two.yaml'), NETWORK.replace('tie: ally', 'tie: allly'))
    await expect(loadScenario(scenarioNaming('./two.yaml'))).rejects.toThrow(
      /two\.yaml:6:\d+: E_ENUM: .*"ally"/,
    )
  })

  test('a link that leads out of the folder is not followed', async () => {
    writeFileSync(join(root, 'outside.yaml'), NETWORK)
    symlinkSync(join(root, 'outside.yaml'), join(folder, 'link.yaml'))
    await expect(loadScenario(scenarioNaming('./link.yaml'))).rejects.toThrow('E_INCLUDE')
  })

  test('a link within it is', async () => {
    writeFileSync(join(folder, 'two.yaml'), NETWORK)
    symlinkSync(join(folder, 'two.yaml'), join(folder, 'link.yaml'))
    expect((await loadScenario(scenarioNaming('./link.yaml'))).network.id).toBe('two')
  })

  test.each([
    '../outside.yaml',
    './nets/../../outside.yaml',
    '/etc/hostname.yaml',
    'file:///etc/x.yaml',
    'no-such',
    './no-such.yaml',
    './.',
  ])('network %s is not found', async (name) => {
    writeFileSync(join(root, 'outside.yaml'), NETWORK)
    await expect(loadScenario(scenarioNaming(name))).rejects.toThrow('E_INCLUDE')
  })

  test('a folder with the name of a network is none', async () => {
    mkdirSync(join(folder, 'two.yaml'))
    await expect(loadScenario(scenarioNaming('./two.yaml'))).rejects.toThrow('E_INCLUDE')
  })

  test('a scenario that is not there, or is a folder, is said', async () => {
    const error = { name: 'LiaisonError', code: 'E_NO_INPUT', exit: 66 }
    await expect(loadScenario(join(folder, 'none.yaml'))).rejects.toMatchObject(error)
    await expect(loadScenario(folder)).rejects.toThrow('it is a folder; give a file in it')
  })

  test('a file above the limit is refused without reading all of it', async () => {
    const path = join(folder, 'big.yaml')
    writeFileSync(path, 'x'.repeat(8 * 1024 * 1024 + 500))
    await expect(loadScenario(path)).rejects.toThrow('E_TOO_BIG: 8388609 bytes')
  })

  test('settings are laid over the file', async () => {
    const set = [['parameters.spillOver', '0.4']] as const
    expect((await loadScenario('scenarios/laptop-bomb.yaml', { set })).parameters.spillOver).toBe(0.4)
  })
})

/** A result whose files say which it is. */
function resultOf(text: string): Record<ResultFile, string> {
  return Object.fromEntries(
    RESULT_FILES.map((name) => [
      name,
      `${name === 'findings.json' ? '{"format": "liaison-findings"} ' : ''}${text}`,
    ]),
  ) as Record<ResultFile, string>
}
const holding = (path: string): string[] => readdirSync(path).toSorted()
const ALL = RESULT_FILES.toSorted()

describe('writing', () => {
  test('a result is its files and nothing else, and may be written again', async () => {
    const out = join(folder, 'a/b')
    await writeResult(out, resultOf('first'))
    await writeResult(out, resultOf('second'))
    expect(holding(out)).toEqual(ALL)
    for (const name of RESULT_FILES) expect(readFileSync(join(out, name), 'utf8')).toMatch(/second$/)
  })

  test('files of others in a result are left alone', async () => {
    await writeResult(folder, resultOf('first'))
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    await writeResult(folder, resultOf('second'))
    expect(holding(folder)).toEqual(['notes.txt', ...ALL].toSorted(inOrder))
  })

  test.each([
    ['holds something else', { 'thesis.doc': 'x' }],
    ["holds somebody else's findings.json", { 'findings.json': '{"tumours": 3}', 'scan.png': 'x' }],
  ])('a folder that %s is refused and not touched', async (_, files) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    const error = { code: 'E_CANT_CREATE', exit: 73 }
    await expect(checkResultFolder(folder)).rejects.toMatchObject(error)
    await expect(writeResult(folder, resultOf('x'))).rejects.toMatchObject(error)
    expect(holding(folder)).toEqual(Object.keys(files).toSorted())
  })

  test('what a killed run has left is no obstacle', async () => {
    writeFileSync(join(folder, '.days.csv.partial'), 'half a')
    writeFileSync(join(folder, 'partners.csv'), 'whole')
    await writeResult(folder, resultOf('x'))
    expect(holding(folder)).toEqual(ALL)
  })

  test('a leftover that is a link is replaced, not followed', async () => {
    writeFileSync(join(root, 'precious'), 'keep me')
    symlinkSync(join(root, 'precious'), join(folder, '.days.csv.partial'))
    await writeResult(folder, resultOf('x'))
    expect(readFileSync(join(root, 'precious'), 'utf8')).toBe('keep me')
  })

  test.each(['file', 'file/below', 'file/far/below'])('a file where a folder should be: %s', async (path) => {
    writeFileSync(join(folder, 'file'), 'I am a file')
    const error = { code: 'E_CANT_CREATE', exit: 73 }
    await expect(checkResultFolder(join(folder, path))).rejects.toMatchObject(error)
    await expect(writeResult(join(folder, path), resultOf('x'))).rejects.toMatchObject(error)
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('I am a file')
  })

  test('a folder where a file should be leaves the old result as it was', async () => {
    await writeResult(folder, resultOf('first'))
    rmSync(join(folder, 'days.csv'))
    mkdirSync(join(folder, 'days.csv'))
    await expect(writeResult(folder, resultOf('second'))).rejects.toMatchObject({ exit: 73 })
    expect(holding(folder)).toEqual(ALL)
    expect(readFileSync(join(folder, 'findings.json'), 'utf8')).toMatch(/first$/)
  })

  test('a failure half-way leaves the old result, and nothing of the new', async () => {
    await writeResult(folder, resultOf('first'))
    const files = resultOf('second')
    Object.defineProperty(files, 'runs.csv', {
      get() {
        expect(holding(folder)).toContain('.days.csv.partial')
        throw new Error('the third file cannot be told')
      },
    })
    await expect(writeResult(folder, files)).rejects.toThrow('the third file')
    expect(holding(folder)).toEqual(ALL)
    for (const name of RESULT_FILES) expect(readFileSync(join(folder, name), 'utf8')).toMatch(/first$/)
  })

  test('stopped before the end, it takes away what it has made', async () => {
    const files = resultOf('x')
    const controller = new AbortController()
    // the third file is asked for only once two are on the disk
    Object.defineProperty(files, 'runs.csv', {
      get() {
        expect(holding(join(folder, 'new/out'))).toEqual(['.days.csv.partial', '.partners.csv.partial'])
        controller.abort(new Error('enough'))
        return 'x'
      },
    })
    await expect(writeResult(join(folder, 'new/out'), files, controller.signal)).rejects.toThrow('enough')
    expect(holding(folder)).toEqual([])
  })

  test('findings.json is away while the others are replaced', async () => {
    await writeResult(folder, resultOf('first'))
    const files = resultOf('second')
    const written = writeResult(folder, files)
    const progress = { done: false }
    void written.finally(() => (progress.done = true))
    const word = (name: string): string => read(join(folder, name)).slice(-6).trim()
    while (!progress.done) {
      // each looked at in the order in which only a fault could show
      const [report, findings] = [word('report.html'), word('findings.json')]
      expect(`report ${report}, then findings ${findings}`).not.toBe('report second, then findings first')
      const [newer, older] = [word('findings.json'), word('report.html')]
      expect(`findings ${newer}, then report ${older}`).not.toBe('findings second, then report first')
      await new Promise((resolve) => setImmediate(resolve))
    }
    await written
    expect(word('findings.json')).toBe('second')
  })
})

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

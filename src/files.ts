/** The only place that touches files: reads scenarios and what they name, writes results whole or not at all. */
import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expectKind, expectOptions } from './arguments.js'
import { readDocument } from './document.js'
import { LiaisonError, quote, ScenarioError } from './mistakes.js'
import { didYouMean } from './names.js'
import { readScenario, type Reading, type ScenarioOptions } from './scenario-file.js'
import type { FoundNetwork } from './network-file.js'
import type { PackedTree } from './packed-tree.js'
import type { NamedText, Offer } from './report/explorer.js'
import type { Screen } from './report/frame.js'
import type { Scenario } from './scenario.js'
import { LIMITS, plain } from './tree.js'

/** The networks that come with the package. */
const SHIPPED = new URL('../networks/', import.meta.url)

/** What reading them came to, as the build made it: `NAME.json`. */
const SHIPPED_TREES = new URL('../dist/networks/', import.meta.url)

/** The scenarios that come with the package. */
const SHIPPED_SCENARIOS = new URL('../scenarios/', import.meta.url)

/** The documented cases that come with the package. */
export const SHIPPED_EPISODES = fileURLToPath(new URL('../data/episodes.json', import.meta.url))

export type LoadOptions = Pick<ScenarioOptions, 'set' | 'leaveOut'>

/**
 * Loads a scenario from a file, with the network it names: a shipped one, or a file below the scenario's own folder.
 * @throws ScenarioError with the first mistakes in the order of the file; LiaisonError E_NO_INPUT when it cannot be read
 */
export async function loadScenario(path: string, options: LoadOptions = {}): Promise<Scenario> {
  expectKind('loadScenario: path', path, 'a text')
  expectOptions('loadScenario', options, { set: 'a list', leaveOut: 'a list of texts' })
  const { scenario, mistakes } = await readScenarioAt(path, options)
  if (scenario === undefined) throw new ScenarioError(mistakes)
  return scenario
}

/**
 * Loads a scenario and hands back everything there is to say about it, good or bad.
 * @throws LiaisonError E_NO_INPUT when the file cannot be read
 */
export async function readScenarioAt(path: string, options: LoadOptions = {}): Promise<Reading> {
  return readScenario(await readInput(path), { ...options, file: path, include: includeFor(path) })
}

/** What finds the networks that a scenario at `path` names. */
export function includeFor(path: string): NonNullable<ScenarioOptions['include']> {
  return (name) => included(path, name)
}

/**
 * The bytes of an input file, but no more than `most`; by default one above the limit of scenarios, enough to see that a file
 * is too big.
 * @throws LiaisonError E_NO_INPUT
 */
export async function readInput(path: string, most = LIMITS.bytes + 1): Promise<Uint8Array> {
  try {
    return readAtMost(path, most)
  } catch (error) {
    throw new LiaisonError(
      'E_NO_INPUT',
      `${quote(path)} cannot be read: ${READ_WORDS[codeOf(error)] ?? codeOf(error)}`,
    )
  }
}

const READ_WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'there is no such file; check the path',
  EISDIR: 'it is a folder; give a file in it',
  EACCES: 'you may not read it; check its permissions',
  ELOOP: 'its links lead in a circle; check the path',
}

/** What a scenario names: a shipped network, or a file that lies below the scenario's folder when all links are followed. */
function included(scenario: string, name: string): FoundNetwork | undefined {
  const isPath = name.startsWith('./') || /\.(?:ya?ml|json)$/i.test(name)
  const folder = isPath ? dirname(scenario) : fileURLToPath(SHIPPED)
  const file = isPath ? join(folder, name) : join(folder, `${name}.yaml`)
  try {
    const real = realpathSync(file)
    if (!real.startsWith(realpathSync(folder).replace(/[/\\]?$/, sep))) return undefined
    const text = readAtMost(real, LIMITS.bytes + 1, { regular: true })
    const packed = isPath ? undefined : packedOf(name, text)
    return packed === undefined ? { text, file } : { text, file, packed }
  } catch {
    return undefined
  }
}

/** A tree that the build made, and of which text. */
interface ShippedTree extends PackedTree {
  readonly sha256: string
}

/** The tree of a shipped network, if the build made it of this text. Without it the text is read, which takes longer. */
function packedOf(name: string, text: Uint8Array): PackedTree | undefined {
  try {
    const made = JSON.parse(readFileSync(new URL(`${name}.json`, SHIPPED_TREES), 'utf8')) as ShippedTree
    return made.sha256 === createHash('sha256').update(text).digest('hex') ? made : undefined
  } catch {
    return undefined
  }
}

/**
 * The bytes of a network: a shipped one by its name, or a file by its path.
 * @throws LiaisonError E_NO_INPUT
 */
export async function readNetworkInput(name: string): Promise<{ bytes: Uint8Array; file: string }> {
  if (/[/\\.]/.test(name)) return { bytes: await readInput(name), file: name }
  const shipped = (await readdir(SHIPPED)).map((file) => file.replace(/\.yaml$/, '')).sort()
  if (shipped.includes(name)) {
    const file = `${name}.yaml`
    return { bytes: await readInput(fileURLToPath(new URL(file, SHIPPED))), file }
  }
  const hint = didYouMean(name, shipped, `use one of ${shipped.join(', ')}, or the path of a file`)
  throw new LiaisonError('E_NO_INPUT', `no network ${quote(name)} comes with liaison; ${hint}`)
}

/**
 * Writes files, each under a temporary name first and renamed when all are whole. What stood there is replaced.
 * @param files contents by path
 * @throws LiaisonError E_CANT_CREATE or E_IO
 */
export async function writeTexts(files: Readonly<Record<string, string>>): Promise<void> {
  const whole = Object.entries(files).map(([path, text]) => {
    return { path, text, beside: join(dirname(path), partial(basename(path))) }
  })
  try {
    for (const { beside, text } of whole) await writeDurably(beside, text)
    for (const { beside, path } of whole) await creating(path, () => rename(beside, path))
  } finally {
    for (const { beside } of whole) await rm(beside, { force: true }).catch(() => undefined)
  }
}

/** Reads from the beginning of a file. It waits for the disk, because a scenario asks for its network in the midst of parsing. */
function readAtMost(path: string, most: number, { regular = false } = {}): Uint8Array {
  // without O_NONBLOCK a pipe that nobody writes to would hold the program for ever
  const file = openSync(path, regular ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY)
  try {
    const stats = fstatSync(file)
    if (regular && !stats.isFile()) throw new Error(`${path} is no regular file`)
    const parts: Uint8Array[] = []
    let length = 0
    while (length < most) {
      const part = new Uint8Array(Math.min(most - length, Math.max(stats.size + 1, 65_536)))
      const read = readSync(file, part)
      if (read === 0) break
      parts.push(part.subarray(0, read))
      length += read
    }
    return Buffer.concat(parts)
  } finally {
    closeSync(file)
  }
}

/** The scenarios that come with the package, and the networks: what an explorer offers, by name. */
export async function readShipped(): Promise<Offer> {
  const networks = Object.entries(await readAll(SHIPPED)).map(([name, { file, text }]) => {
    // a page reads its network after every change, and JSON five times as fast as YAML
    return [name, { file: `${name}.json`, text: JSON.stringify(plain(readDocument(text, file))) }] as const
  })
  return { networks: Object.fromEntries(networks), scenarios: await readAll(SHIPPED_SCENARIOS) }
}

async function readAll(folder: URL): Promise<Record<string, NamedText>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  const texts = files.map(async (file): Promise<[string, NamedText]> => {
    const bytes = await readInput(fileURLToPath(new URL(file, folder)))
    return [file.replace(/\.yaml$/, ''), { file, text: new TextDecoder().decode(bytes) }]
  })
  return Object.fromEntries(await Promise.all(texts))
}

/** The programs of pages, as the build made them. */
const SCREENS = new URL('../dist/screen/', import.meta.url)

/** The program of a page by its name. @throws LiaisonError E_NO_INPUT where nothing was built */
export async function readScreen(name: 'report' | 'explorer'): Promise<Screen> {
  const bytes = await readInput(fileURLToPath(new URL(`${name}.json`, SCREENS)), MOST_SCREEN)
  return JSON.parse(new TextDecoder().decode(bytes)) as Screen
}

/** Bytes of a program that are read. */
const MOST_SCREEN = 2 ** 23

/** The file that makes a folder a result; written last, so where it stands everything stands. */
export const FINDINGS_FILE = 'findings.json'

/** Every file a result may hold. A folder that holds none of anything else may be written to. */
export const RESULT_FILES = [
  'partners.csv',
  'days.csv',
  'runs.csv',
  'outcomes.csv',
  'prospects.csv',
  'warnings.csv',
  'events.jsonl',
  'countries.csv',
  'scenario.resolved.json',
  'report.html',
  FINDINGS_FILE,
] as const
export type ResultFile = (typeof RESULT_FILES)[number]

/** Every file a comparison may hold, compare.json last. */
const COMPARISON_FILES = [
  'compare.csv',
  'a.resolved.json',
  'b.resolved.json',
  'compare.html',
  'compare.json',
] as const
export type ComparisonFile = (typeof COMPARISON_FILES)[number]

/** Every file a backtest may hold, backtest.json last. */
const BACKTEST_FILES = ['backtest.csv', 'backtest.html', 'backtest.json'] as const
export type BacktestFile = (typeof BACKTEST_FILES)[number]

/** Every file a calibration may hold, calibration.json last. */
const CALIBRATION_FILES = ['preset.yaml', 'calibration.html', 'calibration.json'] as const
export type CalibrationFile = (typeof CALIBRATION_FILES)[number]

/** A kind of result: its files, the last of which makes the folder one, and the words by which that one is known. */
interface Kind {
  readonly files: readonly string[]
  readonly seal: string
  readonly formats: readonly string[]
}
const RESULT: Kind = {
  files: RESULT_FILES,
  seal: FINDINGS_FILE,
  formats: ['"liaison-findings"', '"liaison-baseline"'],
}
const COMPARISON: Kind = { files: COMPARISON_FILES, seal: 'compare.json', formats: ['"liaison-comparison"'] }
const BACKTEST: Kind = { files: BACKTEST_FILES, seal: 'backtest.json', formats: ['"liaison-backtest"'] }
const CALIBRATION: Kind = {
  files: CALIBRATION_FILES,
  seal: 'calibration.json',
  formats: ['"liaison-calibration"'],
}

/** What a file is called while it is being written. */
const partial = (name: string): string => `.${name}.partial`

/**
 * Whether a result could be written to a folder, so that a long run need not find out at its end. Changes nothing.
 * @throws LiaisonError E_CANT_CREATE when the folder is a file, cannot be written to, or holds something that is no result
 */
export function checkResultFolder(folder: string): Promise<void> {
  return checkFolder(folder, RESULT)
}

/** The same for the result of a comparison. */
export function checkComparisonFolder(folder: string): Promise<void> {
  return checkFolder(folder, COMPARISON)
}

/** The same for the result of a backtest. */
export function checkBacktestFolder(folder: string): Promise<void> {
  return checkFolder(folder, BACKTEST)
}

/** The same for the result of a calibration. */
export function checkCalibrationFolder(folder: string): Promise<void> {
  return checkFolder(folder, CALIBRATION)
}

async function checkFolder(folder: string, kind: Kind): Promise<void> {
  const existing = await nearestExisting(resolve(folder))
  await creating(folder, async () => {
    if (!(await stat(existing)).isDirectory()) refuseFolder(folder, `${quote(existing)} is no folder`)
    await access(existing, constants.W_OK)
  })
  if (existing === resolve(folder)) await checkHoldings(folder, kind)
}

/** The path itself, or the first folder above it that is there. */
async function nearestExisting(path: string): Promise<string> {
  try {
    await stat(path)
    return path
  } catch (error) {
    const above = dirname(path)
    // below a file there is nothing either: ENOTDIR
    if (above === path || !['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return path
    return nearestExisting(above)
  }
}

async function checkHoldings(folder: string, kind: Kind): Promise<void> {
  const entries = await creating(folder, () => readdir(folder, { withFileTypes: true }))
  const ours = new Set<string>(kind.files.flatMap((name) => [name, partial(name)]))
  const foreign = entries.find(({ name }) => !ours.has(name))
  const isResult = entries.some(({ name }) => name === kind.seal)
  if (foreign !== undefined && !(isResult && (await isSealed(folder, kind))))
    refuseFolder(folder, `it holds ${quote(foreign.name)}, which is no part of a result`)
  const blocked = entries.find((entry) => ours.has(entry.name) && entry.isDirectory())
  if (blocked !== undefined) refuseFolder(folder, `${quote(blocked.name)} in it is a folder`)
}

/** Whether the file that seals a result is ours, by the words it begins with: somebody else may use the name. */
async function isSealed(folder: string, { seal, formats }: Kind): Promise<boolean> {
  const file = await creating(folder, () => open(join(folder, seal), 'r'))
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0)
    return formats.some((format) => buffer.subarray(0, bytesRead).includes(format))
  } finally {
    await file.close()
  }
}

function refuseFolder(folder: string, why: string): never {
  throw new LiaisonError(
    'E_CANT_CREATE',
    `${quote(folder)} cannot take a result: ${why}; choose another folder with --out`,
  )
}

/**
 * Writes a result: all files under temporary names first, each forced to the disk, and only then renamed, findings.json last. A
 * failure before that leaves the folder as it was; a folder that has findings.json is complete. Files of an earlier result that
 * this one has not are removed.
 * @param files contents by name, findings.json among them
 * @param signal stops the writing; nothing is left behind
 * @throws LiaisonError E_CANT_CREATE when the folder or a file in it cannot be made, E_IO when writing fails; `signal.reason`
 */
export async function writeResult(
  folder: string,
  files: Readonly<Partial<Record<ResultFile, string>> & Record<typeof FINDINGS_FILE, string>>,
  signal?: AbortSignal,
): Promise<void> {
  await writeFiles(folder, files, RESULT, signal)
}

/** The same for the result of a comparison, compare.json last. */
export async function writeComparison(
  folder: string,
  files: Readonly<Record<ComparisonFile, string>>,
  signal?: AbortSignal,
): Promise<void> {
  await writeFiles(folder, files, COMPARISON, signal)
}

/** The same for the result of a backtest, backtest.json last. */
export async function writeBacktest(
  folder: string,
  files: Readonly<Record<BacktestFile, string>>,
  signal?: AbortSignal,
): Promise<void> {
  await writeFiles(folder, files, BACKTEST, signal)
}

/** The same for the result of a calibration, calibration.json last. */
export async function writeCalibration(
  folder: string,
  files: Readonly<Record<CalibrationFile, string>>,
  signal?: AbortSignal,
): Promise<void> {
  await writeFiles(folder, files, CALIBRATION, signal)
}

async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
  kind: Kind,
  signal: AbortSignal | undefined,
): Promise<void> {
  await checkFolder(folder, kind)
  const made = await creating(folder, () => makeFolder(resolve(folder)))
  try {
    for (const name of kind.files) {
      const text = files[name]
      if (text === undefined) continue
      signal?.throwIfAborted()
      await writeDurably(join(folder, partial(name)), text)
    }
    signal?.throwIfAborted()
    await publish(
      folder,
      kind,
      kind.files.filter((name) => files[name] !== undefined),
    )
  } catch (error) {
    for (const name of kind.files)
      await rm(join(folder, partial(name)), { force: true }).catch(() => undefined)
    for (const above of made.toReversed()) await rmdir(above).catch(() => undefined)
    throw error
  }
  for (const above of made) await syncFolder(dirname(above))
}

/**
 * Makes a folder and those above it that are missing.
 * @returns those made, topmost first
 */
async function makeFolder(folder: string): Promise<string[]> {
  // step by step: with `recursive`, Node 20 tries for ever where a folder refuses to hold another, as /proc does
  const missing = [folder]
  const existing = await nearestExisting(folder)
  if (existing === folder) return []
  while (dirname(missing[0]) !== existing) missing.unshift(dirname(missing[0]))
  for (const path of missing) await mkdir(path)
  return missing
}

/** Gives the files their names. Without its seal, which goes first and comes back last, the folder is no result. */
async function publish(folder: string, { files, seal }: Kind, names: readonly string[]): Promise<void> {
  await writing(folder, async () => {
    await rm(join(folder, seal), { force: true })
    for (const name of files) if (!names.includes(name)) await rm(join(folder, name), { force: true })
    for (const name of names) {
      if (name === seal) await syncFolder(folder)
      await rename(join(folder, partial(name)), join(folder, name))
    }
    await syncFolder(folder)
  })
}

async function writeDurably(path: string, text: string): Promise<void> {
  // what a killed run left is not written over but replaced: it could be a link to elsewhere
  await creating(path, () => rm(path, { force: true }))
  const file = await creating(path, () => open(path, 'wx'))
  try {
    await writing(path, async () => {
      // the promise resolves only when every byte is taken
      await file.writeFile(text)
      await file.sync()
    })
  } finally {
    await file.close()
  }
}

/** Makes the names in a folder last through a crash, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and needs not
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Errors of the disk itself, whatever was tried. */
const DISK = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE']

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room and run again',
  EDQUOT: 'your quota of the disk is used up; make room and run again',
  EIO: 'the disk reports an error; try another one',
  EACCES: 'it may not be written to; change its permissions or choose another folder with --out',
  EPERM: 'it may not be written to; change its permissions or choose another folder with --out',
  EROFS: 'the disk is read-only; choose another folder with --out',
  ENOTDIR: 'a file stands where a folder should; choose another folder with --out',
  EEXIST: 'a file stands where a folder should; choose another folder with --out',
  EISDIR: 'a folder stands where a file should; remove it or choose another folder with --out',
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code)
}

function tell(error: unknown, path: string, code: 'E_CANT_CREATE' | 'E_IO'): never {
  if (error instanceof LiaisonError || !(error instanceof Error) || !('syscall' in error)) throw error
  const reason = WORDS[codeOf(error)] ?? `${codeOf(error)}; choose another folder with --out`
  throw new LiaisonError(
    DISK.includes(codeOf(error)) ? 'E_IO' : code,
    `${quote(path)} cannot be written: ${reason}`,
  )
}

function creating<T>(path: string, work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => tell(error, path, 'E_CANT_CREATE'))
}

function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => tell(error, path, 'E_IO'))
}

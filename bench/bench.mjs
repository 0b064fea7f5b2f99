/** Prints how fast the built simulator is on this machine, as one table: `npm run bench`. See README.md beside this file. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { row, sinkHolds, slope } from './measure.mjs'

const SIZES = [200, 1000, 5000, 20_000, 100_000, 1_000_000]
const SIZES_SHORT = [200, 1000, 5000]

/** What --only also asks for by one name: the work that is done beside C, and beside other programs. */
const GROUPS = {
  floor: ['kernel', 'contagions'],
  peers: ['absentPeers', 'kernelPeers', 'thresholdPeers', 'cascadePeers', 'sirPeers', 'degrootPeers'],
}

/** What is measured, in the order of the table: a part of parts.mjs, with the scenario it is about where it is about one. */
const PARTS = [
  { part: 'load' },
  { part: 'oneRun', scenario: 'shipped' },
  { part: 'oneRun', scenario: 'world' },
  { part: 'quiet' },
  { part: 'start' },
  { part: 'pairsHere' },
  { part: 'pairsOnThreads', scenario: 'shipped' },
  { part: 'pairsOnThreads', scenario: 'world' },
  { part: 'screen' },
  ...GROUPS.floor.map((part) => ({ part })),
  ...GROUPS.peers.map((part) => ({ part })),
]

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    json: { type: 'string' },
    /** what the child processes are started with */
    part: { type: 'string' },
    countries: { type: 'string', default: '0' },
    scenario: { type: 'string', default: '' },
    /** measures these parts, or groups of parts, alone */
    only: { type: 'string', multiple: true },
  },
})

if (options.part === undefined) await bench(options)
else await measure(options)

/** In a child: measures one part and hands its rows to the parent. */
async function measure({ part, short, countries, scenario }) {
  const parts = await import('./parts.mjs')
  const rows = await parts[part]({ short, countries: Number(countries), scenario })
  process.send?.({ rows, sink: sinkHolds() })
}

async function bench({ short, json, only }) {
  const wanted = wantedOf(only)
  const machine = describe()
  const [load] = loadavg()
  const rows = []
  const sinks = {}
  const take = async (of) => {
    const found = await inChild(of, short)
    rows.push(...found.rows)
    sinks[Object.values(of).join(' ')] = found.sink
    return found.rows
  }
  for (const of of PARTS) if (wanted(of.part)) await take(of)
  if (wanted('growth')) rows.push(...(await growth(short ? SIZES_SHORT : SIZES, take)))
  console.log(`${machine}, load ${load.toFixed(1)} at the start${short ? '; short form' : ''}\n`)
  console.log(table(rows))
  if (json === undefined) return
  mkdirSync(dirname(json), { recursive: true })
  writeFileSync(json, `${JSON.stringify({ machine, load, short, rows, sinks }, null, 2)}\n`)
}

/** @returns whether a part was asked for: all are where none is */
function wantedOf(only) {
  const parts = new Set([...PARTS.map(({ part }) => part), 'growth'])
  const asked = only?.flatMap((name) => GROUPS[name] ?? name)
  const unknown = asked?.find((name) => !parts.has(name))
  if (unknown !== undefined)
    throw new Error(`--only ${unknown}: there are ${[...Object.keys(GROUPS), ...parts].join(', ')}`)
  return (part) => asked === undefined || asked.includes(part)
}

/** Networks of growing size, and how time and memory grow with them: small ones pay fixed costs, so the largest three tell. */
async function growth(sizes, take) {
  const grown = []
  for (const countries of sizes) grown.push(await take({ part: 'growth', countries }))
  const exponent = (what, measure) => {
    const measured = grown.map((rows) => rows.find(({ name }) => name.includes(measure)).median)
    return row(`growth of ${what}, exponent`, '', [slope(sizes.slice(-3), measured.slice(-3))])
  }
  const decision = (rows) => rows.find(({ name }) => name.includes('a sharing decision')).min
  return [
    exponent('compiling', 'compile'),
    exponent('a month', 'a month'),
    exponent('memory', 'above what'),
    row('a decision in the largest over one in the smallest', '×', [
      decision(grown.at(-1)) / decision(grown[0]),
    ]),
  ]
}

async function inChild(of, short) {
  const args = Object.entries(of).map(([name, value]) => `--${name}=${value}`)
  // a million countries need more than the usual heap
  const child = fork(fileURLToPath(import.meta.url), [...args, ...(short ? ['--short'] : [])], {
    execArgv: ['--max-old-space-size=14336'],
  })
  let found
  child.on('message', (message) => {
    found = message
  })
  const [code, signal] = await once(child, 'exit')
  if (code !== 0 || found === undefined)
    throw new Error(`${Object.values(of).join(' ')} ended with ${signal ?? code}`)
  return found
}

function describe() {
  const [{ model }] = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  const cores = `${availableParallelism()} cores (${model.trim()})`
  return `Node ${process.version} on ${process.platform} ${process.arch}, ${cores}, ${memory} GiB`
}

function table(rows) {
  const lines = rows.map(({ name, unit, median, min, spread, repeats }) => [
    name,
    figure(median),
    repeats > 1 ? figure(min) : '',
    repeats > 1 ? `${(spread * 100).toFixed(0)} %` : '',
    String(repeats),
    unit,
  ])
  const all = [['what', 'median', 'least', 'spread', 'repeats', 'unit'], ...lines]
  const widths = all[0].map((_, column) => Math.max(...all.map((line) => line[column].length)))
  return all
    .map((line) =>
      line.map((cell, k) => (k === 0 || k === 5 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))),
    )
    .map((line) => line.join('  ').trimEnd())
    .join('\n')
}

/** Four digits are more than a benchmark knows. */
function figure(value) {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}

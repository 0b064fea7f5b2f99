/** Prints how fast the built simulator is on this machine, as one table: `npm run bench`. See README.md beside this file. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { row, sinkHolds, slope } from './measure.mjs'

const SIZES = [200, 1000, 5000, 20_000, 100_000]
const SIZES_SHORT = [200, 1000, 5000]

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    json: { type: 'string' },
    /** what the child processes are started with */
    part: { type: 'string' },
    countries: { type: 'string', default: '0' },
  },
})

if (options.part === undefined) await bench(options)
else await measure(options)

/** In a child: measures one part and hands its rows to the parent. */
async function measure({ part, short, countries }) {
  const parts = await import('./parts.mjs')
  const rows = await parts[part]({ short, countries: Number(countries) })
  process.send?.({ rows, sink: sinkHolds() })
}

async function bench({ short, json }) {
  const machine = describe()
  const [load] = loadavg()
  const rows = []
  const sinks = {}
  const take = async (part, countries = 0) => {
    const found = await inChild(part, short, countries)
    rows.push(...found.rows)
    sinks[countries === 0 ? part : `${part} ${countries}`] = found.sink
    return found.rows
  }
  for (const part of ['load', 'oneRun', 'pairsHere', 'pairsOnThreads', 'page']) await take(part)
  const sizes = short ? SIZES_SHORT : SIZES
  const grown = []
  for (const countries of sizes) grown.push(await take('growth', countries))
  // small networks pay fixed costs, so the largest three tell how it grows
  const exponent = (what, place) => {
    const measured = grown.map((found) => found[place].median)
    rows.push(row(`growth of ${what}, exponent`, '', [slope(sizes.slice(-3), measured.slice(-3))]))
  }
  exponent('compiling', 0)
  exponent('a pair', 1)
  exponent('memory', 3)
  console.log(`${machine}, load ${load.toFixed(1)} at the start${short ? '; short form' : ''}\n`)
  console.log(table(rows))
  if (json === undefined) return
  writeFileSync(json, `${JSON.stringify({ machine, load, short, rows, sinks }, null, 2)}\n`)
}

async function inChild(part, short, countries) {
  const args = ['--part', part, '--countries', String(countries), ...(short ? ['--short'] : [])]
  // a hundred thousand countries need more than the usual heap
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--max-old-space-size=6144'] })
  let found
  child.on('message', (message) => {
    found = message
  })
  const [code, signal] = await once(child, 'exit')
  if (code !== 0 || found === undefined)
    throw new Error(`${part} ${countries || ''} ended with ${signal ?? code}`)
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

/** What is measured. Each part runs in a process of its own, so that no part inherits the heap or the peak of another. */
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { compile } from '../dist/compile.js'
import { loadScenario } from '../dist/files.js'
import { Pair } from '../dist/pair.js'
import { Draws } from '../dist/random.js'
import { DAY, run } from '../dist/run.js'
import { here } from '../dist/runners/here.js'
import { threads } from '../dist/runners/threads.js'
import { experiment } from '../dist/studies/experiment.js'
import { Tape } from '../dist/tape.js'
import { collections, repeated, row, sink, timed } from './measure.mjs'
import { grown } from './networks.mjs'

export { page } from './page.mjs'

const SHIPPED = fileURLToPath(new URL('../scenarios/laptop-bomb.yaml', import.meta.url))
const PAIRS = 400
const MEBIBYTE = 1024 * 1024

const peak = () => process.resourceUsage().maxRSS / 1024

/** From the file to a checked scenario, and from there to a world. */
export async function load({ short }) {
  const repeats = short ? 5 : 15
  const loading = await repeated(() => loadScenario(SHIPPED), { repeats })
  const scenario = await loadScenario(SHIPPED)
  const compiling = await repeated(() => sink(compile(scenario).pairs), { repeats, warmups: 3 })
  return [row('load and check the scenario', 'ms', loading), row('compile it', 'ms', compiling)]
}

/** One run of the shipped scenario, what it consists of, and what it leaves to the garbage collector. */
export async function oneRun({ short }) {
  const world = compile(await loadScenario(SHIPPED))
  const runs = short ? 20 : 50
  const repeats = short ? 5 : 9
  const counts = { items: 0, decisions: 0, offers: 0 }
  const block = (options = {}) => {
    counts.items = counts.decisions = counts.offers = 0
    for (let k = 0; k < runs; k++) {
      const { tape, offers } = run(world, { run: k, ...options })
      counts.items += tape.items
      // every covering agreement of every item is decided once
      counts.decisions += tape.luckStart[tape.items]
      counts.offers += offers.count
    }
    sink(counts.offers)
  }
  const perRun = (times) => times.map((time) => time / runs)
  const whole = perRun(await repeated(() => block(), { repeats, warmups: 2 }))
  const watched = stopwatch()
  const parts = { sharing: [], reciprocity: [], keeping: [] }
  for (let k = 0; k < repeats; k++) {
    watched.clear()
    block({ phases: watched.phases })
    for (const [name, times] of Object.entries(parts)) times.push(watched.spent(name) / runs)
  }
  const tape = new Tape(world)
  const drawing = await repeated(
    () => {
      for (let k = 0; k < runs; k++) sink(tape.fill(new Draws('bench', k)).items)
    },
    { repeats },
  )
  const garbage = await collections(() => block())
  const each = (count) => count / runs
  const rate = (count) => whole.map((time) => (each(count) / time) * 1000)
  return [
    row('one run', 'ms', whole),
    row('  drawing the tape', 'ms', perRun(drawing)),
    ...Object.entries(parts).map(([name, times]) => row(`  ${name}, day 0 on`, 'ms', times)),
    row('  items in it', '', [each(counts.items)]),
    row('  sharing decisions in it', '', [each(counts.decisions)]),
    row('  offers in it', '', [each(counts.offers)]),
    row(
      '  a sharing decision, all else included',
      'ns',
      whole.map((time) => (time * 1e6) / each(counts.decisions)),
    ),
    row('  sharing decisions', '1/s', rate(counts.decisions)),
    row('  offers', '1/s', rate(counts.offers)),
    row('  garbage collections', '', [each(garbage.count)]),
    row('  pause for them', 'ms', [each(garbage.pause)]),
  ]
}

/** The day with each mechanism's time taken. */
function stopwatch() {
  const spent = new Map()
  const watch = (mechanism) => ({
    ...mechanism,
    apply(now) {
      const start = performance.now()
      mechanism.apply(now)
      spent.set(mechanism.name, (spent.get(mechanism.name) ?? 0) + performance.now() - start)
    },
  })
  return {
    phases: DAY.map(({ name, mechanisms }) => ({ name, mechanisms: mechanisms.map(watch) })),
    clear: () => spent.clear(),
    spent: (name) => spent.get(name) ?? 0,
  }
}

/** The main job without threads, and the memory it takes. */
export async function pairsHere({ short }) {
  const scenario = await loadScenario(SHIPPED)
  let heap = 0
  const onProgress = () => {
    heap = Math.max(heap, process.memoryUsage().heapUsed / MEBIBYTE)
  }
  const work = async () => {
    const { data } = await experiment(scenario, { runs: PAIRS, runner: here, onProgress })
    sink(data.typicalRun)
  }
  const times = await repeated(work, { repeats: short ? 2 : 5 })
  const garbage = await collections(work)
  return [
    row(
      `${PAIRS} pairs, here`,
      's',
      times.map((time) => time / 1000),
    ),
    row(
      '  a pair',
      'ms',
      times.map((time) => time / PAIRS),
    ),
    row('  garbage collections a pair', '', [garbage.count / PAIRS]),
    row('  pause for them a pair', 'ms', [garbage.pause / PAIRS]),
    row('  peak of resident memory', 'MiB', [peak()]),
    row('  largest heap seen', 'MiB', [heap]),
  ]
}

/** The main job on one and on two threads, started cold and then warm, turn and turn about. */
export async function pairsOnThreads({ short }) {
  const scenario = await loadScenario(SHIPPED)
  const play = async (runner, runs) => {
    const { data } = await experiment(scenario, { runs, runner })
    sink(data.typicalRun)
  }
  const pools = []
  const rows = []
  for (const workers of [1, 2]) {
    const started = await timed(async () => {
      pools.push(threads({ workers }))
      await play(pools.at(-1), 8 * workers)
    })
    rows.push(row(`start ${said(workers)} and play 8 pairs on each`, 'ms', [started]))
  }
  for (const pool of pools) await play(pool, PAIRS)
  const single = (await timed(() => play(pools[0], PAIRS))) / PAIRS
  const runs = short ? PAIRS : Math.ceil(10_000 / single)
  const times = [[], []]
  for (let k = 0; k < (short ? 3 : 5); k++)
    for (const [n, pool] of pools.entries()) times[n].push(await timed(() => play(pool, runs)))
  for (const pool of pools) await pool.close()
  const seconds = (list) => list.map((time) => time / 1000)
  return [
    ...rows,
    row(`${runs} pairs, ${said(1)}, warm`, 's', seconds(times[0])),
    row(`${runs} pairs, ${said(2)}, warm`, 's', seconds(times[1])),
    ...(runs === PAIRS
      ? []
      : [
          row(
            `  which is for ${PAIRS} pairs`,
            's',
            seconds(times[1]).map((s) => (s * PAIRS) / runs),
          ),
        ]),
    row(
      '  two workers are faster than one by',
      '×',
      times[0].map((time, k) => time / times[1][k]),
    ),
  ]
}

const said = (workers) => (workers === 1 ? '1 worker' : `${workers} workers`)

/** One pair on a made-up network of so many countries. */
export async function growth({ short, countries }) {
  const scenario = grown(countries)
  const before = process.memoryUsage().rss / MEBIBYTE
  const task = { scenario, without: ['leak'], seed: scenario.seed }
  let pair
  const compiling = await timed(() => {
    pair = new Pair(task)
  })
  const repeats = short || countries > 20_000 ? 2 : 5
  const playing = await repeated(() => sink(pair.play(0).length), {
    repeats,
    warmups: countries > 20_000 ? 0 : 1,
  })
  const name = countries.toLocaleString('en')
  return [
    row(`${name} countries: compile`, 's', [compiling / 1000]),
    row(
      `${name} countries: a pair of 60 days`,
      's',
      playing.map((time) => time / 1000),
    ),
    row(`${name} countries: peak of resident memory`, 'MiB', [peak()]),
    row(`${name} countries: above what the scenario takes`, 'MiB', [peak() - before]),
  ]
}

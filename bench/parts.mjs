/** What is measured. Each part runs in a process of its own, so that no part inherits the heap or the peak of another. */
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { compile } from '../dist/compile.js'
import { loadScenario, readScreen } from '../dist/files.js'
import { Offers } from '../dist/offers.js'
import { Draws } from '../dist/random.js'
import { page } from '../dist/report/page.js'
import { DAY, Simulation } from '../dist/run.js'
import { here } from '../dist/runners/here.js'
import { threads } from '../dist/runners/threads.js'
import { State } from '../dist/state.js'
import { experiment } from '../dist/studies/experiment.js'
import { typicalRun } from '../dist/studies/typical.js'
import { Tape } from '../dist/tape.js'
import { collections, repeated, row, sink, timed } from './measure.mjs'
import { grown } from './networks.mjs'

export { contagions, kernel } from './floor.mjs'
export { page as screen } from './page.mjs'
export { absentPeers, cascadePeers, degrootPeers, kernelPeers, sirPeers, thresholdPeers } from './peers.mjs'
export { start } from './start.mjs'

const scenarioOf = (name) =>
  loadScenario(fileURLToPath(new URL(`../scenarios/${name}.yaml`, import.meta.url)))
/** The shipped scenario, and the same case among all countries of its year, over a year. */
const SCENARIOS = {
  shipped: () => scenarioOf('laptop-bomb'),
  world: async () => ({ ...(await scenarioOf('episodes/usa-isr-lavrov-2017')), days: 365 }),
}
const NO_PAIRS = new Uint32Array(0)
const PAIRS = 400
const MEBIBYTE = 1024 * 1024

const peak = () => process.resourceUsage().maxRSS / 1024

/** From the file to a checked scenario, and from there to a world; what is left of a run, and the page it makes. */
export async function load({ short }) {
  const repeats = short ? 5 : 15
  const rows = []
  for (const [name, given] of Object.entries(SCENARIOS)) {
    const loading = await repeated(given, { repeats })
    const scenario = await given()
    const compiling = await repeated(() => sink(compile(scenario).pairs), { repeats, warmups: 3 })
    const simulation = new Simulation(compile(scenario))
    while (simulation.day < 180) simulation.step()
    const branching = await repeated(() => sink(simulation.branch(scenario).day), { repeats })
    rows.push(
      row(`${name}: load and check the scenario`, 'ms', loading),
      row('  compile it', 'ms', compiling),
      row('  branch on day 180', 'ms', branching),
    )
  }
  const scenario = await SCENARIOS.shipped()
  const { data } = await experiment(scenario, { runs: 4 })
  const typical = typicalRun(
    scenario,
    data.typicalRun,
    scenario.breaches.map(({ id }) => id),
  )
  const screen = await readScreen('report')
  const writing = await repeated(() => sink(page(data, typical, screen).length), { repeats })
  return [...rows, row('shipped: write the report', 'ms', writing)]
}

/** One run, what it consists of, and what it leaves to the garbage collector. */
export async function oneRun({ short, scenario: name }) {
  const scenario = await SCENARIOS[name]()
  const world = compile(scenario)
  const runs = short ? 20 : 50
  const repeats = short ? 5 : 9
  const tape = new Tape(world)
  const offers = new Offers()
  const counts = { items: 0, decisions: 0, offers: 0 }
  const block = ({ phases = DAY, of = world, on = tape } = {}) => {
    counts.items = counts.decisions = counts.offers = 0
    for (let k = 0; k < runs; k++) {
      on.fill(new Draws(scenario.seed, k))
      const simulation = new Simulation(of, { run: k, phases, pairs: NO_PAIRS }, { tape: on, offers })
      while (!simulation.done) simulation.step()
      counts.items += on.items
      // every covering agreement of every item is decided once
      counts.decisions += on.luckStart[on.items]
      counts.offers += offers.count
    }
    sink(counts.offers)
  }
  const perRun = (times) => times.map((time) => time / runs)
  const whole = perRun(await repeated(() => block(), { repeats, warmups: 2 }))
  const each = (count) => count / runs
  const rate = (count) => whole.map((time) => (each(count) / time) * 1000)
  const counted = [
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
  ]
  const watched = stopwatch()
  const parts = { sharing: [], deception: [], reciprocity: [], hearing: [], keeping: [], formal: [] }
  for (let k = 0; k < repeats; k++) {
    watched.clear()
    block({ phases: watched.phases })
    for (const [part, times] of Object.entries(parts)) times.push(watched.spent(part) / runs)
  }
  const drawing = await repeated(
    () => {
      for (let k = 0; k < runs; k++) sink(tape.fill(new Draws('bench', k)).items)
    },
    { repeats },
  )
  const garbage = await collections(() => block())
  const years = 4
  const longer = compile({ ...scenario, days: years * scenario.days })
  const longerGarbage = await collections(() => block({ of: longer, on: new Tape(longer) }))
  const inYears = (count) => (each(count) * 365) / scenario.days
  return [
    row(`one run of ${name}`, 'ms', whole),
    row('  drawing the tape', 'ms', perRun(drawing)),
    ...Object.entries(parts).map(([part, times]) => row(`  ${part}, day 0 on`, 'ms', times)),
    ...counted,
    row('  columns of world and state, a directed pair', 'bytes', [columnsOf(world) / world.pairs]),
    row('  garbage collections a year', '', [inYears(garbage.count)]),
    row('  the same over four times as many days', '', [inYears(longerGarbage.count) / years]),
    row('  pause for them a year', 'ms', [inYears(garbage.pause)]),
  ]
}

/**
 * Bytes of all columns that a world and its state on day 0 hold, without those of the day and of the tape. A state has some that
 * nobody else can see, so what is counted of it is what is taken while it is made; the most of three, as others may be given back.
 */
function columnsOf(world) {
  const taken = Array.from({ length: 3 }, () => {
    const before = process.memoryUsage().arrayBuffers
    sink(new State(world, 0).day)
    return process.memoryUsage().arrayBuffers - before
  })
  const seen = new Set()
  const bytes = (thing) =>
    Object.values(thing).reduce((sum, value) => {
      if (ArrayBuffer.isView(value)) {
        if (seen.has(value.buffer)) return sum
        seen.add(value.buffer)
        return sum + value.byteLength
      }
      const isColumns = value !== null && typeof value === 'object' && !('network' in value)
      return isColumns && !seen.has(value) && seen.add(value) ? sum + bytes(value) : sum
    }, 0)
  return bytes({ world }) + Math.max(...taken)
}

/**
 * Days of the shipped network, and of a made-up one, without a breach: as they are, and with a hundredth of the items. A quiet year of
 * the shipped network is over in half a millisecond, before the engine has compiled it: so each turn plays several.
 */
export async function quiet({ short }) {
  const repeats = short ? 5 : 15
  const rows = []
  const shipped = await SCENARIOS.shipped()
  const cases = [
    { name: 'shipped', scenario: shipped, years: 40 },
    { name: '1,000 countries', scenario: { ...grown(1000), days: 365 }, years: 4 },
  ]
  for (const { name, scenario, years } of cases) {
    const times = [1, 0.01].map(() => [])
    const days = [1, 0.01].map((rate) => daysOf(slower(scenario, rate), years))
    // turn and turn about, the first not counted
    for (let k = -1; k < repeats; k++)
      for (const [n, play] of days.entries()) {
        const time = play()
        if (k >= 0) times[n].push(time)
      }
    rows.push(
      row(`a day of ${name}`, 'µs', times[0]),
      row('  with a hundredth of the items', 'µs', times[1]),
      row(
        '  which takes of it',
        '',
        times[1].map((time, k) => time / times[0][k]),
      ),
    )
  }
  return rows
}

/** A scenario without a breach in which everybody collects, and plots are laid, at a share of the rate. */
function slower({ network, ...scenario }, share) {
  const topics = network.topics.map((topic) => ({ ...topic, plotsPerYear: topic.plotsPerYear * share }))
  const countries = network.countries.map((country) => ({
    ...country,
    collection: country.collection.map((stream) => ({ ...stream, rate: stream.rate * share })),
  }))
  return { ...scenario, breaches: [], moves: [], network: { ...network, topics, countries } }
}

/** @returns plays all days of a scenario so many times, and says how many microseconds a day took; lead and tape are not counted */
function daysOf(scenario, years) {
  const world = compile(scenario)
  const tape = new Tape(world).fill(new Draws(scenario.seed, 0))
  const offers = new Offers()
  return () => {
    let spent = 0
    for (let year = 0; year < years; year++) {
      const simulation = new Simulation(world, { pairs: NO_PAIRS }, { tape, offers })
      const start = performance.now()
      while (!simulation.done) simulation.step()
      spent += performance.now() - start
      sink(offers.count)
    }
    return (spent * 1000) / (scenario.days * years)
  }
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
  const scenario = await SCENARIOS.shipped()
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
export async function pairsOnThreads({ short, scenario: name }) {
  const scenario = await SCENARIOS[name]()
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
    rows.push(row(`${name}: start ${said(workers)} and play 8 pairs on each`, 'ms', [started]))
  }
  for (const pool of pools) await play(pool, 100)
  const single = (await timed(() => play(pools[0], 100))) / 100
  const runs = Math.ceil((short ? 3000 : 10_000) / single)
  const times = [[], []]
  for (let k = 0; k < (short ? 3 : 5); k++)
    for (const [n, pool] of pools.entries()) times[n].push(await timed(() => play(pool, runs)))
  for (const pool of pools) await pool.close()
  const seconds = (list) => list.map((time) => time / 1000)
  return [
    ...rows,
    row(`${name}: ${runs} pairs, ${said(1)}, warm`, 's', seconds(times[0])),
    row(`${name}: ${runs} pairs, ${said(2)}, warm`, 's', seconds(times[1])),
    row(
      `  which is for ${PAIRS} pairs`,
      's',
      seconds(times[1]).map((s) => (s * PAIRS) / runs),
    ),
    row(
      '  two workers are faster than one by',
      '×',
      times[0].map((time, k) => time / times[1][k]),
    ),
  ]
}

const said = (workers) => (workers === 1 ? '1 worker' : `${workers} workers`)

/** A month on a made-up network of so many countries, after a lead of as many days. */
export async function growth({ short, countries }) {
  const scenario = grown(countries)
  const before = process.memoryUsage().rss / MEBIBYTE
  let world
  const compiling = await timed(() => {
    world = compile(scenario)
  })
  const tape = new Tape(world)
  const offers = new Offers()
  const drawing = await timed(() => tape.fill(new Draws(scenario.seed, 0)))
  const repeats = countries > 100_000 ? 1 : short || countries > 20_000 ? 2 : 5
  const playing = await repeated(
    () => {
      const simulation = new Simulation(world, { pairs: NO_PAIRS }, { tape, offers })
      while (!simulation.done) simulation.step()
      sink(offers.count)
    },
    { repeats, warmups: countries > 20_000 ? 0 : 1 },
  )
  const decisions = tape.luckStart[tape.items]
  const name = countries.toLocaleString('en')
  return [
    row(`${name} countries, ${world.pairs.toLocaleString('en')} directed pairs: compile`, 's', [
      compiling / 1000,
    ]),
    row('  draw the tape', 's', [drawing / 1000]),
    row(
      '  a month after a month of lead',
      's',
      playing.map((time) => time / 1000),
    ),
    row(
      '  a sharing decision, all else included',
      'ns',
      playing.map((time) => (time * 1e6) / decisions),
    ),
    row('  columns of world and state, a directed pair', 'bytes', [columnsOf(world) / world.pairs]),
    row('  peak of resident memory', 'MiB', [peak()]),
    row('  above what the scenario takes', 'MiB', [peak() - before]),
  ]
}

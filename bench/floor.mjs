/**
 * The floor: the same work in C, as fast as a plain program gets. The C programs of floor/ agree with Liaison to the last count, and
 * where doubles are compared to the last bit; nothing is reported before that is so. Both sides take turns in one go.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { NEVER, Opinions, Outbreak } from '../dist/baselines/baseline.js'
import { cascade } from '../dist/baselines/cascade.js'
import { degroot } from '../dist/baselines/degroot.js'
import { sir } from '../dist/baselines/sir.js'
import { threshold } from '../dist/baselines/threshold.js'
import { piecesOf } from '../dist/bonds.js'
import { Draws } from '../dist/random.js'
import { kernelResults, kernelWorkload, playKernel, writeKernel } from './kernel.mjs'
import { row, sink } from './measure.mjs'
import { graphWorkloads } from './workloads.mjs'

const SOURCES = fileURLToPath(new URL('floor', import.meta.url))
const COMPILER = process.env.CC ?? 'gcc'
// no contraction: a fused multiplication and addition rounds once where JavaScript rounds twice
const FLAGS = [
  '-std=c11',
  '-O3',
  '-march=native',
  '-ffp-contract=off',
  '-Wall',
  '-Wextra',
  '-Wno-unused-function',
]
const NONE = { hi: new Uint32Array(0), lo: new Uint32Array(0) }
/** draws of every directed pair that are added up */
const RUNS_OF_DRAWS = 10
const MIB = 1024 * 1024

/** Null models on random graphs, and what a draw costs. */
export async function contagions({ short }) {
  return withCompiler((folder) => {
    const inputs = graphWorkloads(folder, { short })
    const rounds = short ? 3 : 9
    return [
      ...measureDraws(folder, inputs.cascade, rounds),
      ...measureThreshold(folder, inputs.threshold, rounds),
      ...measureCascade(folder, inputs.cascade, rounds),
      ...measureSir(folder, inputs.sir, rounds),
      ...measureDegroot(folder, inputs.degroot, rounds),
    ]
  })
}

/** Trust, choice and evidence, on a network of today's size and on a very large one. */
export async function kernel({ short }) {
  return withCompiler((folder) => [
    ...measureKernel(folder, 'small', { countries: 200, days: 730, lead: 30 }, short ? 3 : 9),
    ...measureKernel(
      folder,
      'large',
      { countries: short ? 10_000 : 100_000, days: 10, lead: 10 },
      short ? 2 : 5,
    ),
  ])
}

function measureDraws(folder, { draws: file, seed, bondAt }, rounds) {
  const draws = new Draws(seed, 0)
  const ours = () => {
    let sum = 0
    for (let run = 0; run < RUNS_OF_DRAWS; run++) {
      draws.aim(run)
      sum = addedUp(sum, draws, bondAt)
    }
    return { counts: [sum] }
  }
  const c = compiled(folder, 'draws')
  const times = alternate({ ours, theirs: (repeats) => c(file, repeats, RUNS_OF_DRAWS), rounds })
  return rowsOf('a draw by its address', 'ns', times, 1e6 / (RUNS_OF_DRAWS * bondAt.hi.length))
}

/** A sum and the draws at some addresses, added one after another. */
function addedUp(sum, draws, { hi, lo }) {
  for (let k = 0; k < hi.length; k++) sum += draws.uniform(hi[k], lo[k], 0)
  return sum
}

function measureThreshold(folder, { file, bonds, seeds, threshold: each }, rounds) {
  const parameters = { thresholdLow: each, thresholdHigh: each }
  const ground = { bonds, parameters, days: 0, nodeAt: NONE, bondAt: NONE }
  const outbreak = new Outbreak(bonds.nodes)
  const draws = new Draws('none', 0)
  const ours = () => threshold.play(ground, seedsOf(seeds), draws, outbreak)
  const inRounds = () => {
    const counts = []
    for (let k = 0; k < outbreak.size; k++) {
      const round = outbreak.when[outbreak.order[k]]
      counts[round] = (counts[round] ?? 0) + 1
    }
    return { counts }
  }
  const c = compiled(folder, 'threshold')
  const frontier = alternate({
    ours,
    result: inRounds,
    theirs: (repeats) => c(file, repeats, 'frontier'),
    rounds,
    repeats: 15,
  })
  const sweep = c(file, rounds, 'sweep')
  same('threshold', inRounds(), sweep)
  const name = `threshold, ${bonds.nodes.toLocaleString('en')} nodes`
  return [
    ...rowsOf(name, 'ms', frontier),
    row('  in C, every node asked in every round', 'ms', sweep.milliseconds),
  ]
}

function measureCascade(
  folder,
  { file, draws: drawsFile, bonds, bondAt, chance, seeds, runs, seed },
  rounds,
) {
  const ground = { bonds, parameters: { cascadeChance: chance }, days: 0, nodeAt: NONE, bondAt }
  const outbreak = new Outbreak(bonds.nodes)
  const draws = new Draws(seed, 0)
  const ours = () => ({
    counts: Array.from({ length: runs }, (_, run) => {
      draws.aim(run)
      cascade.play(ground, seedsOf(seeds), draws, outbreak)
      return outbreak.size
    }),
  })
  const c = compiled(folder, 'cascade')
  const addressed = alternate({ ours, theirs: (repeats) => c(file, repeats, drawsFile), rounds })
  const cheap = c(file, rounds)
  alike('cascade', ours().counts, cheap.counts)
  return [
    ...rowsOf(`cascade, ${bonds.nodes.toLocaleString('en')} nodes, a run`, 'ms', addressed, 1 / runs),
    row(
      '  in C, numbers in sequence (xoshiro256+)',
      'ms',
      cheap.milliseconds.map((time) => time / runs),
    ),
  ]
}

function measureSir(folder, { file, draws: drawsFile, seed, runs, seeds, bonds, days, ...given }, rounds) {
  const parameters = { sirTransmission: given.transmission, sirRecovery: given.recovery }
  const ground = { bonds, parameters, days, nodeAt: given.nodeAt, bondAt: given.bondAt }
  const outbreak = new Outbreak(bonds.nodes)
  const draws = new Draws(seed, 0)
  const ours = () => {
    const sizes = []
    const sums = []
    for (let run = 0; run < runs; run++) {
      draws.aim(run)
      sir.play(ground, seedsOf(seeds), draws, outbreak)
      sizes.push(outbreak.size)
      sums.push(outbreak.when.reduce((sum, day) => (day === NEVER ? sum : sum + day), 0))
    }
    return { counts: sizes, days: sums }
  }
  const c = compiled(folder, 'sir')
  const times = alternate({ ours, theirs: (repeats) => c(file, repeats, drawsFile), rounds })
  return rowsOf(`SIR by day, ${bonds.nodes.toLocaleString('en')} nodes, a run`, 'ms', times, 1 / runs)
}

function measureDegroot(folder, { file, bonds, self, initial }, rounds) {
  const weights = new Float64Array(bonds.targets.length)
  const own = new Float64Array(bonds.nodes)
  for (let node = 0; node < bonds.nodes; node++) {
    const degree = bonds.starts[node + 1] - bonds.starts[node]
    own[node] = degree === 0 ? 1 : self
    weights.fill((1 - self) / degree, bonds.starts[node], bonds.starts[node + 1])
  }
  const council = { bonds, pieces: piecesOf(bonds), parameters: {}, weights, own, nodeAt: NONE }
  const opinions = new Opinions(bonds.nodes)
  const draws = new Draws('none', 0)
  const first = Float64Array.from(initial)
  const times = alternate({
    ours: () => degroot.play(council, first, draws, opinions),
    result: () => ({ counts: [opinions.rounds], opinions: Array.from(opinions.last) }),
    theirs: compiled(folder, 'degroot').bind(null, file),
    rounds,
  })
  return rowsOf(`DeGroot to rest, ${bonds.nodes.toLocaleString('en')} nodes`, 'ms', times)
}

function measureKernel(folder, name, size, rounds) {
  const work = kernelWorkload(size)
  const file = writeKernel(folder, name, work)
  let last
  const times = alternate({
    ours: () => {
      last = playKernel(work)
    },
    result: () => kernelResults(last),
    theirs: compiled(folder, 'kernel').bind(null, file),
    rounds,
  })
  const { pairs } = work.world
  return rowsOf(
    `trust, choice, evidence: ${pairs.toLocaleString('en')} pairs, a decision`,
    'ns',
    times,
    1e6 / work.decisions,
  )
}

/**
 * Lets both sides take turns, once to warm up and `repeats` times each turn, compares what they came to, and takes the least of
 * each turn.
 * @param result what our side came to, where `ours` does not return it
 */
function alternate({ ours, result, theirs, rounds, repeats = 3 }) {
  const times = { ours: [], theirs: [] }
  for (let round = 0; round < rounds; round++) {
    let found = ours()
    const own = []
    for (let k = 0; k < repeats; k++) {
      const start = performance.now()
      found = ours()
      own.push(performance.now() - start)
    }
    const other = theirs(repeats)
    if (round === 0) same('both sides', result?.() ?? found, other)
    times.ours.push(Math.min(...own))
    times.theirs.push(Math.min(...other.milliseconds))
  }
  return times
}

function rowsOf(name, unit, { ours, theirs }, scale = 1) {
  const scaled = (times) => times.map((time) => time * scale)
  return [
    row(name, unit, scaled(ours)),
    row('  in C', unit, scaled(theirs)),
    row(
      '  over C',
      '×',
      ours.map((time, k) => time / theirs[k]),
    ),
  ]
}

/** Throws unless all that our side found is what the other found too, to the last bit. */
function same(what, ours, theirs) {
  for (const [name, values] of Object.entries(ours)) {
    const [here, there] = [values, theirs[name]].map((value) => [value].flat())
    const k = here.findIndex((value, place) => !Object.is(value, there[place]))
    if (here.length !== there.length) throw new Error(`${what}: ${here.length} ${name}, in C ${there.length}`)
    if (k >= 0) throw new Error(`${what}: ${name}[${k}] is ${here[k]}, in C ${there[k]}`)
    sink(here.reduce((sum, value) => sum + value, 0))
  }
}

/** Throws where two samples have means further apart than five standard errors. */
function alike(what, ours, theirs) {
  const [a, b] = [ours, theirs].map((list) => {
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length
    return { mean, error: list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length ** 2 }
  })
  if (Math.abs(a.mean - b.mean) > 5 * Math.sqrt(a.error + b.error))
    throw new Error(`${what}: a mean of ${a.mean}, in C ${b.mean}`)
}

const seedsOf = (nodes) => ({ nodes: Uint32Array.from(nodes), days: new Uint32Array(nodes.length) })

/** Compiles a program of floor/. @returns how to run it */
function compiled(folder, name) {
  const program = join(folder, name)
  run(COMPILER, [...FLAGS, '-o', program, join(SOURCES, `${name}.c`), '-lm'])
  return (...given) => JSON.parse(run(program, given.map(String)))
}

function run(program, given) {
  const { status, stdout, stderr, error } = spawnSync(program, given, {
    encoding: 'utf8',
    maxBuffer: 64 * MIB,
  })
  if (status !== 0) throw new Error(`${program} ${given.join(' ')}: ${error?.message ?? stderr}`)
  return stdout
}

/** Gives work a folder of its own, if there is a compiler. */
function withCompiler(work) {
  if (spawnSync(COMPILER, ['--version']).status !== 0)
    return [row('C was not measured: install gcc (Debian and Ubuntu: apt install gcc libc6-dev)', '', [0])]
  const folder = mkdtempSync(join(tmpdir(), 'liaison-floor-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const short = process.argv.includes('--short')
  for (const measure of [contagions, kernel])
    for (const { name, unit, median, min } of await measure({ short }))
      console.log(
        `${name.padEnd(64)}${median.toPrecision(3).padStart(8)}${min.toPrecision(3).padStart(8)}  ${unit}`,
      )
}

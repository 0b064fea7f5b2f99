/**
 * The floor: the same work in C, as fast as a plain program gets. The C programs of floor/ agree with Liaison to the last count, and
 * where doubles are compared to the last bit; nothing is reported before that is so. Both sides take turns in one go.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { alike, same } from './agree.mjs'
import { inFolder } from './folder.mjs'
import { kernelWorkload, writeKernel } from './kernel.mjs'
import { row } from './measure.mjs'
import { cascadeOf, degrootOf, drawsOf, kernelOf, sirOf, thresholdOf } from './ours.mjs'
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

function measureDraws(folder, input, rounds) {
  const c = compiled(folder, 'draws')
  return [false, true].flatMap((sideBySide) =>
    besideC({
      name: sideBySide ? 'a draw among others, side by side' : 'a draw by its address',
      unit: 'ns',
      scale: 1e6 / (RUNS_OF_DRAWS * input.bondAt.hi.length),
      ours: drawsOf(input, RUNS_OF_DRAWS, { sideBySide }),
      theirs: (repeats) => c(input.draws, repeats, RUNS_OF_DRAWS),
      rounds,
    }),
  )
}

function measureThreshold(folder, input, rounds) {
  const c = compiled(folder, 'threshold')
  const ours = thresholdOf(input)
  const rows = besideC({
    name: `threshold, ${named(input.bonds.nodes)} nodes`,
    ours,
    theirs: (repeats) => c(input.file, repeats, 'frontier'),
    rounds,
    repeats: 15,
  })
  const sweep = c(input.file, rounds, 'sweep')
  same(ours.result(), sweep, 'threshold in C, every node asked')
  return [...rows, row('  in C, every node asked in every round', 'ms', sweep.milliseconds)]
}

function measureCascade(folder, input, rounds) {
  const c = compiled(folder, 'cascade')
  const ours = cascadeOf(input)
  const rows = besideC({
    name: `cascade, ${named(input.bonds.nodes)} nodes, a run`,
    scale: 1 / input.runs,
    ours,
    theirs: (repeats) => c(input.file, repeats, input.draws),
    rounds,
  })
  const cheap = c(input.file, rounds)
  alike(ours.result(), cheap, 'cascade in C, numbers in sequence')
  const times = cheap.milliseconds.map((time) => time / input.runs)
  return [...rows, row('  in C, numbers in sequence (xoshiro256+)', 'ms', times)]
}

function measureSir(folder, input, rounds) {
  const c = compiled(folder, 'sir')
  return besideC({
    name: `SIR by day, ${named(input.bonds.nodes)} nodes, a run`,
    scale: 1 / input.runs,
    ours: sirOf(input, { addsDays: true }),
    theirs: (repeats) => c(input.file, repeats, input.draws),
    rounds,
  })
}

function measureDegroot(folder, input, rounds) {
  const c = compiled(folder, 'degroot')
  return besideC({
    name: `DeGroot to rest, ${named(input.bonds.nodes)} nodes`,
    ours: degrootOf(input),
    theirs: (repeats) => c(input.file, repeats),
    rounds,
  })
}

function measureKernel(folder, name, size, rounds) {
  const work = kernelWorkload(size)
  const file = writeKernel(folder, name, work)
  const c = compiled(folder, 'kernel')
  return besideC({
    name: `trust, choice, evidence: ${named(work.world.pairs)} pairs, a decision`,
    unit: 'ns',
    scale: 1e6 / work.decisions,
    ours: kernelOf(work),
    theirs: (repeats) => c(file, repeats),
    rounds,
  })
}

/**
 * Lets both sides take turns, once to warm up and `repeats` times each turn, compares what they came to, and takes the least of
 * each turn.
 * @param scale from milliseconds to the unit
 * @returns rows: our time, that of C, and their ratio
 */
function besideC({ name, unit = 'ms', scale = 1, ours, theirs, rounds, repeats = 3 }) {
  const [here, there, over] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    ours.play()
    const times = []
    for (let k = 0; k < repeats; k++) {
      const start = performance.now()
      ours.play()
      times.push(performance.now() - start)
    }
    const found = theirs(repeats)
    if (round === 0) same(ours.result(), found, `${name}, in C`)
    const [own, other] = [times, found.milliseconds].map((list) => Math.min(...list))
    here.push(own * scale)
    there.push(other * scale)
    over.push(own / other)
  }
  return [row(name, unit, here), row('  in C', unit, there), row('  over C', '×', over)]
}

const named = (number) => number.toLocaleString('en')

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

/** Gives work a folder, if there is a compiler. */
async function withCompiler(work) {
  if (spawnSync(COMPILER, ['--version']).status !== 0)
    return [row('C was not measured: install gcc (Debian and Ubuntu: apt install gcc libc6-dev)', '', [0])]
  return inFolder(work)
}

/**
 * Liaison's side of every workload that other programs do as well, from the input that they are given as text. `play` does the work
 * once, and is what is timed; `result` is what that came to, under the names that workloads.mjs and kernel.mjs give it.
 */
import { NEVER, Opinions, Outbreak } from '../dist/baselines/baseline.js'
import { cascade } from '../dist/baselines/cascade.js'
import { degroot } from '../dist/baselines/degroot.js'
import { sir } from '../dist/baselines/sir.js'
import { threshold } from '../dist/baselines/threshold.js'
import { piecesOf } from '../dist/bonds.js'
import { FULL, TEAR_LINE, WITHHELD } from '../dist/choice.js'
import { Offers } from '../dist/offers.js'
import { keeping } from '../dist/mechanisms/discretion.js'
import { reciprocity } from '../dist/mechanisms/reciprocity.js'
import { sharing } from '../dist/mechanisms/sharing.js'
import { BATCH } from '../dist/philox.js'
import { Draws } from '../dist/random.js'
import { Simulation } from '../dist/run.js'

/** The kernel's part of DAY, in its order. */
const PHASES = [
  { name: 'secrets kept', mechanisms: [keeping] },
  { name: 'collection and sharing', mechanisms: [sharing, reciprocity] },
]
const NO_PAIRS = new Uint32Array(0)
const NO_ADDRESSES = { hi: new Uint32Array(0), lo: new Uint32Array(0) }
const NO_DRAWS = new Draws('none', 0)

/** Adds up the draws of every directed pair, over so many runs: thrown one by one, or side by side. */
export function drawsOf({ seed, bondAt }, runs, { sideBySide = false } = {}) {
  const draws = new Draws(seed, 0)
  const add = sideBySide ? addSideBySide : addOneByOne
  let sum = 0
  return {
    play() {
      sum = 0
      for (let run = 0; run < runs; run++) {
        draws.aim(run)
        sum = add(sum, draws, bondAt)
      }
    },
    result: () => ({ counts: [sum] }),
  }
}

/** A sum and the draws at some addresses, added one after another. */
function addOneByOne(sum, draws, { hi, lo }) {
  for (let k = 0; k < hi.length; k++) sum += draws.uniform(hi[k], lo[k], 0)
  return sum
}

/** The same draws, and the same sum to the last bit. */
function addSideBySide(sum, draws, { hi, lo }) {
  const { batch } = draws
  batch.occurrence.fill(0)
  for (let from = 0; from < hi.length; from += BATCH) {
    const count = Math.min(BATCH, hi.length - from)
    for (let k = 0; k < count; k++) {
      batch.hi[k] = hi[from + k]
      batch.lo[k] = lo[from + k]
    }
    draws.take(count)
    for (let k = 0; k < count; k++) sum += batch.first[k]
  }
  return sum
}

/** Everybody who sees enough neighbours begin, begins. Nothing is drawn. */
export function thresholdOf({ bonds, seeds, threshold: each }) {
  const parameters = { thresholdLow: each, thresholdHigh: each }
  const ground = { bonds, parameters, days: 0, nodeAt: NO_ADDRESSES, bondAt: NO_ADDRESSES }
  const first = seedsOf(seeds)
  const outbreak = new Outbreak(bonds.nodes)
  return {
    play: () => threshold.play(ground, first, NO_DRAWS, outbreak),
    result: () => ({ counts: byRound(outbreak) }),
  }
}

/** One try at each neighbour. */
export function cascadeOf({ bonds, bondAt, chance, ...input }) {
  const ground = { bonds, parameters: { cascadeChance: chance }, days: 0, nodeAt: NO_ADDRESSES, bondAt }
  return runsOf(cascade, ground, input, { counts: sizeOf })
}

/**
 * A try a day at each neighbour, until recovery.
 * @param addsDays whether `days` is part of the work: the C program adds them up, others do not
 */
export function sirOf({ bonds, nodeAt, bondAt, days, ...input }, { addsDays = false } = {}) {
  const parameters = { sirTransmission: input.transmission, sirRecovery: input.recovery }
  const notes = addsDays ? { counts: sizeOf, days: daysOf } : { counts: sizeOf }
  return runsOf(sir, { bonds, parameters, days, nodeAt, bondAt }, input, notes)
}

/** Everybody averages until all are at rest: some weight for its own opinion, the rest evenly for its neighbours'. */
export function degrootOf({ bonds, self, initial }) {
  const weights = new Float64Array(bonds.targets.length)
  const own = new Float64Array(bonds.nodes)
  for (let node = 0; node < bonds.nodes; node++) {
    const [start, end] = bonds.starts.subarray(node, node + 2)
    own[node] = start === end ? 1 : self
    weights.fill((1 - self) / (end - start), start, end)
  }
  const council = { bonds, pieces: piecesOf(bonds), parameters: {}, weights, own, nodeAt: NO_ADDRESSES }
  const first = Float64Array.from(initial)
  const opinions = new Opinions(bonds.nodes)
  return {
    play: () => degroot.play(council, first, NO_DRAWS, opinions),
    result: () => ({ counts: [opinions.rounds], opinions: Array.from(opinions.last) }),
  }
}

/** Trust, choice and evidence. */
export function kernelOf({ world, tape }) {
  const offers = new Offers()
  let simulation
  return {
    play() {
      simulation = new Simulation(world, { phases: PHASES, pairs: NO_PAIRS }, { tape, offers })
      while (!simulation.done) simulation.step()
    },
    result: () => ({ counts: byGrade(offers), trust: trustIn(simulation.now) }),
  }
}

/**
 * So many runs of a contagion, each with draws of its own.
 * @param notes by name of a result, what is noted of each run
 */
function runsOf(contagion, ground, { seed, seeds, runs }, notes) {
  const draws = new Draws(seed, 0)
  const first = seedsOf(seeds)
  const outbreak = new Outbreak(ground.bonds.nodes)
  const noted = Object.fromEntries(Object.keys(notes).map((name) => [name, Array(runs).fill(0)]))
  return {
    play() {
      for (let run = 0; run < runs; run++) {
        draws.aim(run)
        contagion.play(ground, first, draws, outbreak)
        for (const name in notes) noted[name][run] = notes[name](outbreak)
      }
    },
    result: () => noted,
  }
}

const seedsOf = (nodes) => ({ nodes: Uint32Array.from(nodes), days: new Uint32Array(nodes.length) })

const sizeOf = ({ size }) => size

const daysOf = ({ when }) => when.reduce((sum, day) => (day === NEVER ? sum : sum + day), 0)

function byRound({ when, order, size }) {
  const counts = []
  for (const node of order.subarray(0, size)) counts[when[node]] = (counts[when[node]] ?? 0) + 1
  return counts
}

/** Offers withheld, as tear-lines and in full, and copies. */
function byGrade({ grade, copies, count }) {
  const counts = [0, 0, 0, 0]
  for (let k = 0; k < count; k++) {
    counts[[WITHHELD, TEAR_LINE, FULL].indexOf(grade[k])]++
    counts[3] += copies[k]
  }
  return counts
}

/** The sum over pairs, in order. */
function trustIn({ world, state }) {
  let trust = 0
  for (let pair = 0; pair < world.pairs; pair++) trust += state.trust(pair)
  return trust
}

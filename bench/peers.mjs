/**
 * Other programs beside Liaison: the same graph, the same work, with what each came to compared before any time is told. Where the
 * dynamics leaves nothing to chance counts must be equal; where it does, means and standard deviations must lie within sampling error.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Opinions, Outbreak } from '../dist/baselines/baseline.js'
import { cascade } from '../dist/baselines/cascade.js'
import { degroot } from '../dist/baselines/degroot.js'
import { sir } from '../dist/baselines/sir.js'
import { threshold } from '../dist/baselines/threshold.js'
import { piecesOf } from '../dist/bonds.js'
import { Draws } from '../dist/random.js'
import { kernelResults, kernelWorkload, playKernel, writeKernel } from './kernel.mjs'
import { row, sink } from './measure.mjs'
import { busyTime } from './peers/workload.mjs'
import { graphText, graphWorkloads } from './workloads.mjs'

const PROGRAMS = fileURLToPath(new URL('peers', import.meta.url))
const PYTHON = process.env.LIAISON_PYTHON ?? 'python3'
const { LIAISON_NDLIB, LIAISON_EON, LIAISON_MESA, PYTHONPATH } = process.env
const ENVIRONMENT = {
  ...process.env,
  PYTHONPATH: [LIAISON_NDLIB, LIAISON_EON, LIAISON_MESA, PYTHONPATH].filter(Boolean).join(delimiter),
  PYTHONDONTWRITEBYTECODE: '1',
}
const MIB = 1024 * 1024
const REPEATS = 5

/** Standard errors that means and standard deviations may lie apart; by chance they do once in two million comparisons. */
const ERRORS = 5
/** Furthest that opinions, or the sum of trust, may lie apart: sums are added up in another order. */
const OPINIONS_APART = 1e-10
const TRUST_APART = 1e-9
/** An outbreak is large if it takes more than this share of the nodes. */
const LARGE = 0.1

/** `needs`: Python modules, or `npm`: the package; `install`: how to get them. */
const PEERS = {
  networkx: {
    title: 'networkx',
    needs: 'networkx',
    install: 'apt install python3-networkx, or pip install networkx',
  },
  scipy: {
    title: 'SciPy',
    needs: 'numpy, scipy',
    install: 'apt install python3-scipy, or pip install scipy',
  },
  igraph: {
    title: 'igraph',
    needs: 'igraph, numpy',
    install: 'apt install python3-igraph, or pip install igraph',
  },
  eon: { title: 'EoN', needs: 'EoN', install: 'pip install EoN, or LIAISON_EON=/path/to/checkout' },
  ndlib: {
    title: 'NDlib',
    needs: 'networkx, ndlib.models.epidemics',
    install: 'pip install ndlib, or LIAISON_NDLIB=/path/to/ndlib:/path/to/netdispatch',
  },
  mesa: {
    title: 'Mesa',
    needs: 'networkx, mesa',
    install: 'pip install mesa, or LIAISON_MESA=/path/to/checkout',
  },
  flocc: { title: 'flocc', npm: 'flocc', install: 'npm ci --prefix bench/peers' },
  agentscript: { title: 'AgentScript', npm: 'agentscript', install: 'npm ci --prefix bench/peers' },
}

/** How to install the peers that are not here; the other parts leave them out. */
export async function absentPeers() {
  return Object.entries(PEERS)
    .filter(([peer]) => !isHere(peer))
    .map(([, { title, install }]) => row(`${title} is not here: ${install}`, '', [0]))
}

/** Threshold cascade: everybody who sees enough neighbours begin. Nothing is drawn. */
export async function thresholdPeers({ short }) {
  return inFolder((folder) => {
    const inputs = graphWorkloads(folder, { short })
    // every node asked in every round takes some programs ten seconds on the large graph
    const input = short ? onGraph(folder, inputs.threshold, inputs.cascade) : inputs.threshold
    const { file, bonds, seeds } = input
    const parameters = { thresholdLow: input.threshold, thresholdHigh: input.threshold }
    const ground = { bonds, parameters, days: 0, nodeAt: NONE, bondAt: NONE }
    const outbreak = new Outbreak(bonds.nodes)
    const draws = new Draws('none', 0)
    return beside({
      name: `threshold, ${named(bonds.nodes)} nodes`,
      file,
      ours: () => threshold.play(ground, seedsOf(seeds), draws, outbreak),
      result: () => ({ counts: byRound(outbreak) }),
      compare: equalCounts,
      peers: {
        scipy: quick(short),
        igraph: quick(short),
        networkx: quick(short),
        flocc: { repeats: 1 },
        agentscript: { repeats: 1 },
        ndlib: COLD,
        mesa: COLD,
      },
    })
  })
}

/** Independent cascade: one try at each neighbour. */
export async function cascadePeers({ short }) {
  return inFolder((folder) => {
    const { file, bonds, bondAt, chance, seeds, runs, seed } = graphWorkloads(folder, { short }).cascade
    const ground = { bonds, parameters: { cascadeChance: chance }, days: 0, nodeAt: NONE, bondAt }
    const outbreak = new Outbreak(bonds.nodes)
    const few = { runs: short ? 20 : 50 }
    const once = { ...few, repeats: 1 }
    return beside({
      name: `cascade, ${named(bonds.nodes)} nodes, a run`,
      file,
      runs,
      ...drawn(seed, runs, outbreak, (draws) => cascade.play(ground, seedsOf(seeds), draws, outbreak)),
      compare: alike,
      peers: {
        scipy: quick(short),
        igraph: quick(short),
        networkx: { ...quick(short), ...few },
        agentscript: { ...quick(short), ...few },
        eon: once,
        flocc: once,
        mesa: once,
        ndlib: once,
      },
    })
  })
}

/** SIR: by day where a program has days, in continuous time with the same final sizes where it has not. */
export async function sirPeers({ short }) {
  return inFolder((folder) => {
    const { file, seed, runs, seeds, bonds, days, ...given } = graphWorkloads(folder, { short }).sir
    const parameters = { sirTransmission: given.transmission, sirRecovery: given.recovery }
    const ground = { bonds, parameters, days, nodeAt: given.nodeAt, bondAt: given.bondAt }
    const outbreak = new Outbreak(bonds.nodes)
    const large = (counts) => counts.filter((count) => count > LARGE * bonds.nodes)
    return beside({
      name: `SIR, ${named(bonds.nodes)} nodes, a run`,
      file,
      runs,
      ...drawn(seed, runs, outbreak, (draws) => sir.play(ground, seedsOf(seeds), draws, outbreak)),
      compare: (ours, theirs, who) =>
        alike({ counts: large(ours.counts) }, { counts: large(theirs.counts) }, who),
      peers: {
        eon: { repeats: 1, turns: short ? 1 : 2 },
        networkx: { repeats: 1, runs: 10 },
        // ten seconds a run: every node is looked at every day
        ...(short ? {} : { ndlib: { ...COLD, runs: 5 } }),
      },
    })
  })
}

/** DeGroot: everybody averages until all are at rest. */
export async function degrootPeers({ short }) {
  return inFolder((folder) => {
    const { file, bonds, self, initial } = graphWorkloads(folder, { short }).degroot
    const council = councilOf(bonds, self)
    const opinions = new Opinions(bonds.nodes)
    const draws = new Draws('none', 0)
    const first = Float64Array.from(initial)
    return beside({
      name: `DeGroot to rest, ${named(bonds.nodes)} nodes`,
      file,
      ours: () => degroot.play(council, first, draws, opinions),
      result: () => ({ opinions: Array.from(opinions.last) }),
      compare: closeOpinions,
      peers: { scipy: quick(short), networkx: { repeats: 1 } },
    })
  })
}

/** Trust, choice and evidence, with nothing else happening: every program plays a tape that Liaison drew. */
export async function kernelPeers({ short }) {
  return inFolder((folder) => {
    const work = kernelWorkload({ countries: 200, days: 730, lead: 30 })
    let last
    return beside({
      name: `trust, choice, evidence: ${named(work.world.pairs)} pairs, ${work.world.days} days`,
      file: writeKernel(folder, 'kernel', work),
      ours: () => {
        last = playKernel(work)
      },
      result: () => kernelResults(last),
      compare: equalSharing,
      peers: {
        scipy: quick(short),
        agentscript: quick(short),
        flocc: quick(short),
        mesa: quick(short),
        networkx: quick(short),
      },
    })
  })
}

/** Once, without a warm-up: for programs that take seconds, and do not get faster while they run. */
const COLD = { repeats: 0 }

/** The least of several repeats, as on our side. */
const quick = (short) => ({ repeats: REPEATS, turns: short ? 1 : 3 })

const NONE = { hi: new Uint32Array(0), lo: new Uint32Array(0) }

const seedsOf = (nodes) => ({ nodes: Uint32Array.from(nodes), days: new Uint32Array(nodes.length) })

const named = (number) => number.toLocaleString('en')

/** A threshold cascade on the graph of another input. */
function onGraph(folder, { threshold: each }, { bonds, seeds }) {
  const file = join(folder, 'threshold.txt')
  writeFileSync(file, graphText(bonds, { threshold: each, seeds }))
  return { file, bonds, seeds, threshold: each }
}

function byRound({ when, order, size }) {
  const counts = []
  for (const node of order.subarray(0, size)) counts[when[node]] = (counts[when[node]] ?? 0) + 1
  return counts
}

/** Our side of a contagion that takes draws: so many runs of it, and what they came to. */
function drawn(seed, runs, outbreak, play) {
  const draws = new Draws(seed, 0)
  const counts = Array(runs).fill(0)
  return {
    ours() {
      for (let run = 0; run < runs; run++) {
        draws.aim(run)
        play(draws)
        counts[run] = outbreak.size
      }
    },
    result: () => ({ counts }),
  }
}

/** Everybody gives itself some weight, and the rest evenly to its partners. */
function councilOf(bonds, self) {
  const weights = new Float64Array(bonds.targets.length)
  const own = new Float64Array(bonds.nodes)
  for (let node = 0; node < bonds.nodes; node++) {
    const [first, end] = bonds.starts.subarray(node, node + 2)
    own[node] = first === end ? 1 : self
    weights.fill((1 - self) / (end - first), first, end)
  }
  return { bonds, pieces: piecesOf(bonds), parameters: {}, weights, own, nodeAt: NONE }
}

/**
 * Lets Liaison and each peer take turns.
 * @param runs how many runs our side plays in one go; a peer may be given fewer, and times are for one run
 * @param peers by name: `repeats` in one go after a warm-up (0: once, cold), `turns`, and `runs` where they are fewer
 * @returns rows: ours first, then each peer's and how many times it takes what Liaison takes beside it
 */
function beside({ name, file, runs = 1, ours, result, compare, peers }) {
  const own = []
  const rows = []
  const present = Object.entries(peers).filter(([peer]) => isHere(peer))
  // once more than a peer has: the compiler goes on improving it
  if (present.length > 0) least(ours)
  for (const [peer, { repeats, turns = 1, runs: fewer = runs }] of present) {
    const times = []
    const ratios = []
    let library = ''
    for (let turn = 0; turn < turns; turn++) {
      const before = least(ours)
      const found = play(peer, file, repeats, Math.min(fewer, runs))
      library = found.with
      compare(result(), found, `${name}: ${library}`)
      // before and after, as a slow peer gives the machine time to change its mood
      const here = Math.min(before, least(ours)) / runs
      const there = Math.min(...found.milliseconds) / Math.min(fewer, runs)
      own.push(here)
      times.push(there)
      ratios.push(there / here)
    }
    rows.push(row(`  ${library}`, 'ms', times))
    rows.push(row(`    Liaison is faster than ${PEERS[peer].title} by`, '×', ratios))
  }
  return own.length === 0 ? rows : [row(name, 'ms', own), ...rows]
}

/** Least milliseconds of some repeats, after a warm-up. */
function least(work) {
  let fewest = Infinity
  for (let k = -1; k < REPEATS; k++) {
    const taken = busyTime(work)
    if (k >= 0) fewest = Math.min(fewest, taken)
  }
  return fewest
}

function play(peer, file, repeats, runs) {
  const { npm } = PEERS[peer]
  const given = [join(PROGRAMS, `by-${peer}.${npm ? 'mjs' : 'py'}`), file, `${repeats}`, `${runs}`]
  const { status, stdout, stderr, error } = start(npm ? process.execPath : PYTHON, given)
  if (status !== 0) throw new Error(`${given.join(' ')}: ${error?.message ?? stderr}`)
  return JSON.parse(stdout)
}

function isHere(peer) {
  const { npm, needs } = PEERS[peer]
  if (npm) return existsSync(join(PROGRAMS, 'node_modules', npm))
  return start(PYTHON, ['-c', `import ${needs}`]).status === 0
}

function start(program, given) {
  return spawnSync(program, given, { encoding: 'utf8', env: ENVIRONMENT, maxBuffer: 64 * MIB })
}

function equalCounts(ours, theirs, who) {
  const [here, there] = [ours, theirs].map(({ counts }) => counts.join(' '))
  if (here !== there) throw new Error(`${who} counts ${there}, Liaison ${here}`)
  sink(ours.counts.at(-1))
}

/** Throws where two samples have means or standard deviations too many standard errors apart. */
function alike(ours, theirs, who) {
  const [a, b] = [ours, theirs].map(({ counts }) => {
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
    const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0)
    return { mean, deviation: Math.sqrt(squares / (counts.length - 1)), size: counts.length }
  })
  // that of a standard deviation as if sizes were normal, which those of large outbreaks nearly are
  const error = Math.hypot(a.deviation / Math.sqrt(a.size), b.deviation / Math.sqrt(b.size))
  const ofDeviation = Math.hypot(
    a.deviation / Math.sqrt(2 * (a.size - 1)),
    b.deviation / Math.sqrt(2 * (b.size - 1)),
  )
  if (!(Math.abs(a.mean - b.mean) <= ERRORS * error))
    throw new Error(`${who} has a mean of ${b.mean}, Liaison of ${a.mean}; standard error ${error}`)
  if (!(Math.abs(a.deviation - b.deviation) <= ERRORS * ofDeviation))
    throw new Error(`${who} deviates by ${b.deviation}, Liaison by ${a.deviation}; ${ofDeviation}`)
  sink(ours.counts.at(-1))
}

function closeOpinions(ours, theirs, who) {
  ours.opinions.forEach((opinion, node) => {
    const there = theirs.opinions[node]
    if (!(Math.abs(opinion - there) <= OPINIONS_APART))
      throw new Error(`${who}: node ${node} thinks ${there}, in Liaison ${opinion}`)
  })
  sink(ours.opinions[0])
}

function equalSharing(ours, theirs, who) {
  equalCounts(ours, theirs, who)
  if (!(Math.abs(ours.trust - theirs.trust) <= TRUST_APART))
    throw new Error(`${who}: trust adds up to ${theirs.trust}, in Liaison to ${ours.trust}`)
}

function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-peers-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const short = process.argv.includes('--short')
  const parts = [absentPeers, thresholdPeers, cascadePeers, sirPeers, degrootPeers, kernelPeers]
  for (const part of parts)
    for (const { name, unit, median, min } of await part({ short }))
      console.log(
        `${name.padEnd(72)}${median.toPrecision(3).padStart(9)}${min.toPrecision(3).padStart(9)}  ${unit}`,
      )
}

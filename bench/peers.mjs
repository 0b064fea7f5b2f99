/**
 * Other programs beside Liaison: the same graph, the same work, with what each came to compared before any time is told. Where the
 * dynamics leaves nothing to chance counts must be equal; where it does, means and standard deviations must lie within sampling error.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alike, same, sameOpinions, sameSharing } from './agree.mjs'
import { inFolder } from './folder.mjs'
import { kernelWorkload, writeKernel } from './kernel.mjs'
import { row } from './measure.mjs'
import { cascadeOf, degrootOf, kernelOf, sirOf, thresholdOf } from './ours.mjs'
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
    return beside({
      name: `threshold, ${named(input.bonds.nodes)} nodes`,
      input,
      ours: thresholdOf(input),
      compare: same,
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
    const input = graphWorkloads(folder, { short }).cascade
    const few = { runs: short ? 20 : 50 }
    const once = { ...few, repeats: 1 }
    return beside({
      name: `cascade, ${named(input.bonds.nodes)} nodes, a run`,
      input,
      ours: cascadeOf(input),
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
    const input = graphWorkloads(folder, { short }).sir
    const { nodes } = input.bonds
    return beside({
      name: `SIR, ${named(nodes)} nodes, a run`,
      input,
      ours: sirOf(input),
      compare: (ours, theirs, who) => alike(ours, theirs, who, { above: LARGE * nodes }),
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
    const input = graphWorkloads(folder, { short }).degroot
    return beside({
      name: `DeGroot to rest, ${named(input.bonds.nodes)} nodes`,
      input,
      ours: degrootOf(input),
      compare: sameOpinions,
      peers: { scipy: quick(short), networkx: { repeats: 1 } },
    })
  })
}

/** Trust, choice and evidence, with nothing else happening: every program plays a tape that Liaison drew. */
export async function kernelPeers({ short }) {
  return inFolder((folder) => {
    const work = kernelWorkload({ countries: 200, days: 730, lead: 30 })
    return beside({
      name: `trust, choice, evidence: ${named(work.world.pairs)} pairs, ${work.world.days} days`,
      input: { file: writeKernel(folder, 'kernel', work) },
      ours: kernelOf(work),
      compare: sameSharing,
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

const named = (number) => number.toLocaleString('en')

/** A threshold cascade on the graph of another input. */
function onGraph(folder, { threshold: each }, { bonds, seeds }) {
  const file = join(folder, 'threshold.txt')
  writeFileSync(file, graphText(bonds, { threshold: each, seeds }))
  return { file, bonds, seeds, threshold: each }
}

/**
 * Lets Liaison and each peer take turns.
 * @param input `runs`: how many our side plays in one go; a peer may be given fewer, and times are for one run
 * @param peers by name: `repeats` in one go after a warm-up (0: once, cold), `turns`, and `runs` where they are fewer
 * @returns rows: ours first, then each peer's and how many times it takes what Liaison takes beside it
 */
function beside({ name, input: { file, runs = 1 }, ours, compare, peers }) {
  const own = []
  const rows = []
  const present = Object.entries(peers).filter(([peer]) => isHere(peer))
  // once more than a peer has: the compiler goes on improving it
  if (present.length > 0) least(ours.play)
  for (const [peer, { repeats, turns = 1, runs: fewer = runs }] of present) {
    const times = []
    const ratios = []
    let library = ''
    for (let turn = 0; turn < turns; turn++) {
      const before = least(ours.play)
      const found = play(peer, file, repeats, Math.min(fewer, runs))
      library = found.with
      compare(ours.result(), found, `${name}: ${library}`)
      // before and after, as a slow peer gives the machine time to change its mood
      const here = Math.min(before, least(ours.play)) / runs
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

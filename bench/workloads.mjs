/**
 * Work that other programs can do as well: writes its inputs as text, from fixed seeds, into a folder.
 *
 * What a foreign program keeps to. It is given the path of an input and a number of repeats, and optionally a number of runs to play
 * in place of the file's (the C programs of bench/floor/ are given the file of draws there). It reads the input, which is not timed,
 * does the work once to warm up and then `repeats` times, and prints one line of JSON:
 *
 *     {"counts": [...], "milliseconds": [t1, t2, ...]}
 *
 * with one time for each repeat, all runs in it together.
 *
 * A graph file. First line `n m`; then m lines `u v`, one for each bond, undirected, nodes from 0, u < v, ascending by u, then v;
 * then lines of parameters `name value...`, in any order:
 *
 * - threshold.txt: `threshold x`, the same for all: a node begins in the round after count / degree >= x of its neighbours have begun,
 *   to the last bit (a node of degree 0 never); `seeds u...` begin in round 0. Nothing is drawn.
 *   counts: the nodes that begin in round 0, 1, 2, …, up to the last round in which any does.
 * - cascade.txt: `chance x`, with which a node that began tries each neighbour once; `seeds u...`; `runs r`.
 *   counts: by run, the nodes that began in the end, seeds among them.
 * - sir.txt: `transmission x` and `recovery x`, both a day; `days d`, how long it is watched; `seeds u...`; `runs r`; and for a program
 *   in continuous time `rates transmission recovery` a day: the recovery rate is −ln(1 − recovery), and the transmission rate is
 *   such that a bond transmits with the same chance in all, so that final sizes have the same mean.
 *   counts: by run, the nodes that were ever infected, seeds among them. Also, where draws are Liaison's, `days`: by run, the sum of
 *   the days on which they were.
 * - degroot.txt: `self w`, the weight a node gives to its own opinion; the rest is spread evenly over its neighbours (a node without
 *   any keeps its opinion); `rest x`: opinions are at rest when none moved by more in a round; `initial x...`, by node, 17 digits.
 *   counts: the number of rounds. Also `opinions`: those of the end, by node, 17 digits.
 *
 * A file of draws (cascade.draws, sir.draws). First line `k0 k1`, the words of the Philox4x32-10 key; then `n p`; then n lines `hi lo`,
 * the address of the draw of each node (0 0 where it has none); then p = 2m lines `hi lo`, that of each directed pair, ascending by
 * the node it goes out from, then by the other. Run r's uniform at an address is made of the first two words at counter
 * (lo, hi, r, 0), as src/random.ts says.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBonds } from '../dist/bonds.js'
import { address, Draws, keyFromSeed } from '../dist/random.js'

const SEED = 'floor'
const MEAN_DEGREE = 10

/** a global cascade from a few seeds, over some twenty rounds: nodes of up to eight neighbours follow a single one */
const THRESHOLD = 0.12
const CASCADE_CHANCE = 0.2
/** small steps: seven weeks of infection, and three infected by each at first */
const SIR = { transmission: 0.0086, recovery: 0.02, days: 1000 }
const DEGROOT = { self: 0.5, rest: 1e-14 }

/**
 * Writes the graph files and the files of draws.
 * @param folder made where there is none
 * @returns by name: `file`, `draws` where it has some, and the same content as Liaison's code takes it
 */
export function graphWorkloads(folder, { short = false } = {}) {
  mkdirSync(folder, { recursive: true })
  const large = randomBonds(100_000, MEAN_DEGREE, new Draws(SEED, 0))
  const small = randomBonds(10_000, MEAN_DEGREE, new Draws(SEED, 1))
  const write = (name, bonds, parameters, draws) => {
    const file = join(folder, `${name}.txt`)
    writeFileSync(file, graphText(bonds, parameters))
    if (draws === undefined) return { file, bonds, ...parameters }
    const drawsFile = join(folder, `${name}.draws`)
    writeFileSync(drawsFile, drawsText(draws))
    return { file, bonds, ...parameters, draws: drawsFile, seed: SEED, ...draws }
  }
  const { transmission, recovery } = SIR
  // the chance that a bond transmits before its first end recovers, if both try once a day and the infection first
  const passes = transmission / (transmission + recovery - transmission * recovery)
  const gamma = -Math.log(1 - recovery)
  return {
    threshold: write('threshold', large, { threshold: THRESHOLD, seeds: someNodes(large, 10) }),
    cascade: write(
      'cascade',
      small,
      { chance: CASCADE_CHANCE, seeds: someNodes(small, 10), runs: short ? 50 : 200 },
      drawsOn(small, null, 'cascade'),
    ),
    sir: write(
      'sir',
      small,
      {
        ...SIR,
        rates: [(gamma * passes) / (1 - passes), gamma],
        seeds: someNodes(small, 10),
        runs: short ? 20 : 50,
      },
      drawsOn(small, 'infectious', 'transmission'),
    ),
    degroot: write('degroot', small, { ...DEGROOT, initial: firstOpinions(small.nodes) }),
  }
}

/** Nodes spread evenly over the numbers, each once. */
function someNodes({ nodes }, count) {
  return Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * nodes) / count))
}

function firstOpinions(nodes) {
  const draws = new Draws(SEED, 2)
  const { hi, lo } = address('own:opinion')
  return Array.from({ length: nodes }, (_, node) => draws.uniform(hi, lo, node))
}

/** Where the draws of nodes and of directed pairs are; null: there are none. */
function drawsOn({ nodes, starts, targets }, ofNode, ofBond) {
  const nodeAt = { hi: new Uint32Array(nodes), lo: new Uint32Array(nodes) }
  const bondAt = { hi: new Uint32Array(targets.length), lo: new Uint32Array(targets.length) }
  for (let node = 0; node < nodes; node++) {
    if (ofNode !== null) set(nodeAt, node, address(ofNode, `${node}`))
    for (let k = starts[node]; k < starts[node + 1]; k++)
      set(bondAt, k, address(ofBond, `${node}`, `${targets[k]}`))
  }
  return { nodeAt, bondAt }
}

function set(addresses, place, { hi, lo }) {
  addresses.hi[place] = hi
  addresses.lo[place] = lo
}

export function graphText({ nodes, starts, targets }, parameters) {
  const lines = [`${nodes} ${targets.length / 2}`]
  for (let node = 0; node < nodes; node++)
    for (let k = starts[node]; k < starts[node + 1]; k++)
      if (node < targets[k]) lines.push(`${node} ${targets[k]}`)
  // the shortest decimal that is read back as the same double is what JavaScript writes
  for (const [name, value] of Object.entries(parameters)) lines.push(`${name} ${[value].flat().join(' ')}`)
  return `${lines.join('\n')}\n`
}

function drawsText({ nodeAt, bondAt }) {
  const lines = [keyFromSeed(SEED).join(' '), `${nodeAt.hi.length} ${bondAt.hi.length}`]
  for (const { hi, lo } of [nodeAt, bondAt]) hi.forEach((word, k) => lines.push(`${word} ${lo[k]}`))
  return `${lines.join('\n')}\n`
}

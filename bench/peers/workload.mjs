/** What the JavaScript programs here share: reads an input as bench/workloads.mjs lays it out, takes the time, prints the answer. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { readKernel } from './kernel-file.mjs'

/** A graph and its parameters: bonds are pairs of nodes; a parameter is a list where it holds several numbers, as `seeds` always is. */
function readGraph(path) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  const numbers = (line) => line.split(' ').map(Number)
  const [nodes, size] = numbers(lines[0])
  const bonds = lines.slice(1, size + 1).map(numbers)
  const parameters = lines.slice(size + 1).map((line) => {
    const [name, ...values] = line.split(' ')
    return [name, name === 'seeds' || values.length > 1 ? values.map(Number) : Number(values[0])]
  })
  return { nodes, bonds, runs: 1, ...Object.fromEntries(parameters) }
}

/** Milliseconds that something takes; waiting for a busy machine is no part of it. */
export function busyTime(work) {
  const before = process.cpuUsage()
  const start = performance.now()
  work()
  const clock = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  return Math.min(clock, (user + system) / 1000)
}

/**
 * Plays one program, that of the input's name: `node by-library.mjs cascade.txt REPEATS [RUNS]`. With 0 repeats the work is done once,
 * cold, and that is the time.
 * @param library its name and version, for the table
 * @param programs by name of the input, a function that sets a model up (not timed) and returns the work: a function that plays one
 * run and returns its count, or all counts where there is one run only, or an object of counts and other results
 */
export function main(library, programs) {
  const [path, repeats, givenRuns] = process.argv.slice(2)
  const name = basename(path, '.txt')
  const workload = name === 'kernel' ? readKernel(path) : readGraph(path)
  const runs = Number(givenRuns ?? workload.runs ?? 1)
  const play = programs[name](workload)
  const milliseconds = []
  let results = []
  for (let k = Number(repeats) > 0 ? -1 : 0; k < Math.max(1, Number(repeats)); k++) {
    const taken = busyTime(() => {
      results = Array.from({ length: runs }, () => play())
    })
    if (k >= 0) milliseconds.push(taken)
  }
  const answer = results[0].counts === undefined ? { counts: results.flat() } : results[0]
  console.log(JSON.stringify({ with: library, ...answer, milliseconds }))
}

/** How long the command takes from nothing: each command in a process of its own, in turn with Node doing nothing at all. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { inFolder } from './folder.mjs'
import { row } from './measure.mjs'

const LIAISON = fileURLToPath(new URL('../bin/liaison.mjs', import.meta.url))
const SHIPPED = fileURLToPath(new URL('../scenarios/laptop-bomb.yaml', import.meta.url))

/** Wall time of cold starts, and how many times that of Node alone they take: every turn divided by its own `node -e 0`. */
export async function start({ short }) {
  return inFolder((out) => {
    const commands = {
      'node -e 0': ['-e', '0'],
      '--version': [LIAISON, '--version'],
      'check laptop-bomb': [LIAISON, 'check', SHIPPED],
      'run laptop-bomb --runs 1': [LIAISON, 'run', SHIPPED, '--runs', '1', '--quiet', '--out', out],
    }
    const turns = []
    // the first turn finds nothing in the cache of the disk, and is not counted
    for (let turn = -1; turn < (short ? 5 : 15); turn++) {
      const times = Object.values(commands).map(started)
      if (turn >= 0) turns.push(times)
    }
    if (!existsSync(join(out, 'report.html'))) throw new Error('run wrote no report')
    return Object.keys(commands).flatMap((name, k) => [
      row(
        k === 0 ? `start ${name}` : `start liaison ${name}`,
        'ms',
        turns.map((times) => times[k]),
      ),
      ...(k === 0
        ? []
        : [
            row(
              '  against Node alone',
              '×',
              turns.map((times) => times[k] / times[0]),
            ),
          ]),
    ])
  })
}

/** Milliseconds until a Node program has ended, well. */
function started(args) {
  const before = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const time = performance.now() - before
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return time
}

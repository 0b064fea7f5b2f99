/** How every command plays pairs, and how it tells what came of them: on threads where they pay, with progress where somebody looks. */
import { join } from 'node:path'
import { styleText } from 'node:util'
import { PLAIN, type Styling } from '../report/terminal.js'
import { here } from '../runners/here.js'
import type { Runner } from '../runners/runner.js'
import type { Progress } from '../studies/ensembles.js'

/** So few pairs are done before a thread has started. */
const FEW = 16

/** What the command line says of playing. */
export interface PlayingOptions {
  readonly workers?: number
  readonly json?: boolean
  readonly quiet?: boolean
}

/** What a study is given to play with. */
export interface Playing {
  readonly runner: Runner
  readonly onProgress: (progress: Progress) => void
}

/**
 * Plays so many pairs, and says how far it is unless that would be in the way.
 * @param play is given the runner, which is closed when it is done
 */
export async function playing<T>(
  total: number,
  { workers, json = false, quiet = false }: PlayingOptions,
  play: (how: Playing) => Promise<T>,
): Promise<T> {
  const { runner, close } = await runnerFor(total, workers)
  const shown = json || quiet ? undefined : (await import('./progress.js')).meter(total)
  try {
    return await play({ runner, onProgress: (progress) => shown?.show(progress) })
  } finally {
    shown?.end()
    await close()
  }
}

/** Threads, unless nobody asked for them and they would take longer to start than to do the work. */
async function runnerFor(
  runs: number,
  workers: number | undefined,
): Promise<{ runner: Runner; close: () => Promise<void> }> {
  if (workers === undefined && runs <= FEW) return { runner: here, close: () => Promise.resolve() }
  const { threads } = await import('../runners/threads.js')
  const runner = threads(workers === undefined ? {} : { workers })
  return { runner, close: () => runner.close() }
}

/** How a summary is laid out on this terminal, and the files that it ends with. */
export interface Telling {
  readonly width: number
  readonly style: Styling
  readonly files: readonly (readonly [path: string, what: string])[]
}

/**
 * @param out where the result was written; undefined: nowhere
 * @param purposes what its files are for, by name
 */
export function telling(out: string | undefined, purposes: Readonly<Record<string, string>>): Telling {
  const files =
    out === undefined ? [] : Object.entries(purposes).map(([name, what]) => [join(out, name), what] as const)
  return { width: process.stdout.columns ?? 100, style: styling(), files }
}

/** Bold and dim, where the terminal has them. */
function styling(): Styling {
  // hasColors heeds NO_COLOR and FORCE_COLOR
  if (!process.stdout.isTTY || !process.stdout.hasColors()) return PLAIN
  return { strong: (text) => styleText('bold', text), faint: (text) => styleText('dim', text) }
}

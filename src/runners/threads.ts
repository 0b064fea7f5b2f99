/** The runner on worker threads: shards are played in parallel and handed back in order. */
import { availableParallelism } from 'node:os'
import { serialize } from 'node:v8'
import { Piscina } from 'piscina'
import { expectOptions } from '../arguments.js'
import type { PairTask } from '../pair.js'
import type { Runner, RunnerOptions, Shard } from './runner.js'
import type { ThreadOrder } from './worker.js'

export interface ThreadsOptions {
  /** worker threads, 1 or more; as many as the machine has processors when left out */
  readonly workers?: number
}

/** A runner that keeps its threads warm between experiments; they do not hold the process open. */
export interface Threads extends Runner {
  readonly workers: number
  /** Ends the threads. */
  close(): Promise<void>
}

/** How many shards are under way or waiting in line, for each thread: enough to keep it busy, few enough to stay small. */
const AHEAD = 3

/**
 * @throws LiaisonError E_TYPE or E_UNKNOWN_KEY for options of another kind; RangeError if `workers` is not a whole number of
 * 1 or more
 */
export function threads(options: ThreadsOptions = {}): Threads {
  expectOptions('threads', options, { workers: 'a number' })
  const { workers = availableParallelism() } = options
  if (!Number.isInteger(workers) || workers < 1)
    throw new RangeError(`workers must be 1 or more, not ${workers}`)
  const pool = new Piscina<ThreadOrder, Float64Array>({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
  })
  // what the threads have compiled last, and its number: asked the same again, they need not compile it again
  let known = new SharedArrayBuffer(0)
  let tasks = 0
  const play = async function* (
    task: PairTask,
    shards: Iterable<Shard>,
    { signal }: RunnerOptions = {},
  ): AsyncGenerator<Float64Array> {
    const written = serialize(task)
    if (!written.equals(Buffer.from(known))) {
      tasks++
      known = new SharedArrayBuffer(written.length)
      Buffer.from(known).set(written)
    }
    const sent = { key: String(tasks), task: known }
    const line: Promise<Float64Array>[] = []
    const rest = shards[Symbol.iterator]()
    // its own signal, so that shards already sent stop too when whoever reads them goes away
    const own = new AbortController()
    const stop = (): void => own.abort()
    signal?.addEventListener('abort', stop, { once: true })
    const send = (): void => {
      const next = rest.next()
      if (next.done === true) return
      const order = { ...sent, ...next.value }
      const attempt = (): Promise<Float64Array> => pool.run(order, { signal: own.signal })
      // a worker that died is replaced by the pool; its shard is tried once more
      const promise = attempt().catch((error: unknown) => {
        if (own.signal.aborted) throw error
        return attempt()
      })
      // whoever is waiting for an earlier shard hears of a failure there; this one is heard in its turn
      promise.catch(() => undefined)
      line.push(promise)
    }
    try {
      signal?.throwIfAborted()
      for (let k = 0; k < workers * AHEAD; k++) send()
      for (let next = line.shift(); next !== undefined; next = line.shift()) {
        const rows = await next
        signal?.throwIfAborted()
        send()
        yield rows
      }
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', stop)
      own.abort()
    }
  }
  return Object.assign(play, { workers, close: () => pool.destroy() })
}

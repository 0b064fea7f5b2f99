/** The workers of the page: shards go out to whoever is free and come back in order, so that no number depends on how many they are. */
import type { PairTask } from '../../pair.js'
import type { Runner, RunnerOptions, Shard } from '../../runners/runner.js'
import type { Scenario } from '../../scenario.js'
import type { TypicalRun } from '../../studies/typical.js'
import type { Answer, Order } from './engine.js'

/** Workers at most: more would take the machine from whoever works on it. */
const MOST_WORKERS = 4
/** Shards under way or waiting, for each worker. */
const AHEAD = 2

/** A worker for every processor, within reason; the page itself has little to do. */
function workersHere(): number {
  return Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1))
}

interface Waiting {
  readonly order: Order
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

/** Workers that stay warm from one experiment to the next. */
export class Crew {
  readonly workers: number
  readonly #address: string
  readonly #all: Worker[] = []
  readonly #free: Worker[] = []
  readonly #line: Waiting[] = []
  readonly #busy = new Map<Worker, Waiting>()
  #tasks = 0

  /** @param engine the text of their program */
  constructor(engine: string, workers = workersHere()) {
    this.workers = workers
    this.#address = URL.createObjectURL(new Blob([engine], { type: 'text/javascript' }))
    for (let k = 0; k < workers; k++) this.#hire()
  }

  /** Plays shards on all workers. */
  readonly runner: Runner = (task, shards, options) => this.#play(task, shards, options)

  /** Plays one run again and keeps what is worth telling. */
  async typical(scenario: Scenario, run: number, without: readonly string[]): Promise<TypicalRun> {
    const answer = await this.#ask({ what: 'typical', scenario, run, without })
    if (!('typical' in answer)) throw new Error('a worker answered something else than it was asked')
    return answer.typical
  }

  /** Ends the workers at once, in the midst of whatever they do. */
  close(reason: unknown = new Error('the workers were ended')): void {
    for (const worker of this.#all) worker.terminate()
    for (const { reject } of [...this.#busy.values(), ...this.#line]) reject(reason)
    this.#busy.clear()
    this.#line.length = 0
    URL.revokeObjectURL(this.#address)
  }

  async *#play(
    task: PairTask,
    shards: Iterable<Shard>,
    { signal }: RunnerOptions = {},
  ): AsyncGenerator<Float64Array> {
    const key = String(this.#tasks++)
    const rest = shards[Symbol.iterator]()
    const line: Promise<Answer>[] = []
    const send = (): void => {
      const next = rest.next()
      if (next.done === true) return
      const promise = this.#ask({ what: 'rows', work: { key, ...next.value }, task })
      // whoever waits for an earlier shard hears of a failure there; this one is heard in its turn
      promise.catch(() => undefined)
      line.push(promise)
    }
    for (let k = 0; k < this.workers * AHEAD; k++) send()
    for (let next = line.shift(); next !== undefined; next = line.shift()) {
      const answer = await next
      signal?.throwIfAborted()
      if (!('rows' in answer)) throw new Error('a worker answered something else than it was asked')
      send()
      yield answer.rows
    }
  }

  #ask(order: Order): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#line.push({ order, resolve, reject })
      this.#hand()
    })
  }

  #hand(): void {
    const worker = this.#free.at(-1)
    const next = this.#line.at(0)
    if (worker === undefined || next === undefined) return
    this.#free.pop()
    this.#line.shift()
    this.#busy.set(worker, next)
    worker.postMessage(next.order, [])
  }

  #hire(): void {
    const worker = new Worker(this.#address)
    const done = (end: (waiting: Waiting) => void): void => {
      const waiting = this.#busy.get(worker)
      this.#busy.delete(worker)
      this.#free.push(worker)
      if (waiting !== undefined) end(waiting)
      this.#hand()
    }
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) =>
      done(({ resolve, reject }) => ('failure' in data ? reject(new Error(data.failure)) : resolve(data))),
    )
    worker.addEventListener('error', (failure) => {
      failure.preventDefault()
      done(({ reject }) => reject(new Error(failure.message || 'a worker could not be started')))
    })
    this.#all.push(worker)
    this.#free.push(worker)
  }
}

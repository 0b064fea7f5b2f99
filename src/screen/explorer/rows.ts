/** Rows of one task: played once, in the background, and read from the beginning as often as anybody likes. */
import type { PairTask } from '../../pair.js'
import { breath } from '../../runners/here.js'
import { shardsOf, type Runner, type Shard } from '../../runners/runner.js'
import type { Progress, StudyOptions } from '../../studies/ensembles.js'

export class Rows {
  /** by run */
  readonly #rows: Float64Array[] = []
  #failure: { readonly reason: unknown } | undefined
  #heard: () => void = () => undefined
  #news = Promise.resolve()

  /** Begins to play runs 0 … `runs` − 1. */
  constructor(
    task: PairTask,
    runs: number,
    { runner, signal, onProgress }: Pick<StudyOptions, 'signal' | 'onProgress'> & { readonly runner: Runner },
  ) {
    this.#await()
    void this.#play(runner(task, shardsOf(0, runs), signal === undefined ? {} : { signal }), runs, onProgress)
  }

  /** Hands out what was played, and waits for what is not yet. It knows one task only. */
  readonly runner: Runner = (_, shards) => this.#read(shards)

  async #play(
    source: AsyncIterable<Float64Array>,
    runs: number,
    onProgress: ((progress: Progress) => void) | undefined,
  ): Promise<void> {
    try {
      const shards = shardsOf(0, runs)
      for await (const rows of source) {
        const next = shards.next()
        if (next.done === true) throw new Error('the runner gave more shards than it was asked for')
        const { from, to } = next.value
        const width = rows.length / (to - from)
        for (let k = 0; k < to - from; k++) this.#rows.push(rows.subarray(k * width, (k + 1) * width))
        onProgress?.({ done: this.#rows.length, total: runs })
        this.#tell()
      }
      if (this.#rows.length < runs) throw new Error(`the runner gave ${this.#rows.length} runs of ${runs}`)
    } catch (reason) {
      this.#failure = { reason }
      this.#tell()
    }
  }

  async *#read(shards: Iterable<Shard>): AsyncGenerator<Float64Array> {
    for (const { from, to } of shards) {
      while (this.#rows.length < to) {
        if (this.#failure !== undefined) throw this.#failure.reason
        await this.#news
      }
      yield joined(this.#rows.slice(from, to))
      // rows that are there already would be folded in one go, and the page would stand still
      await breath()
    }
  }

  #await(): void {
    this.#news = new Promise((resolve) => (this.#heard = resolve))
  }

  #tell(): void {
    const heard = this.#heard
    this.#await()
    heard()
  }
}

function joined(rows: readonly Float64Array[]): Float64Array {
  const width = rows[0].length
  const whole = new Float64Array(rows.length * width)
  rows.forEach((row, k) => whole.set(row, k * width))
  return whole
}

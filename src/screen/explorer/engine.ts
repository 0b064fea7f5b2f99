/** The program of a worker: plays the shards it is handed, and the run that is told as a story. */
import type { PairTask } from '../../pair.js'
import { Desk, type WorkOrder } from '../../runners/desk.js'
import type { Scenario } from '../../scenario.js'
import { typicalRun, type TypicalRun } from '../../studies/typical.js'

/** What a worker is asked: rows of a shard, or one run in full. */
export type Order =
  | { readonly what: 'rows'; readonly work: WorkOrder; readonly task: PairTask }
  | {
      readonly what: 'typical'
      readonly scenario: Scenario
      readonly run: number
      readonly without: readonly string[]
    }

/** What it answers. It is asked one thing at a time. */
export type Answer =
  { readonly rows: Float64Array } | { readonly typical: TypicalRun } | { readonly failure: string }

const desk = new Desk()

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  try {
    if (data.what === 'rows') {
      const rows = desk.play(data.work, () => data.task)
      answer({ rows }, [rows.buffer])
    } else answer({ typical: typicalRun(data.scenario, data.run, data.without) })
  } catch (error) {
    answer({ failure: error instanceof Error ? error.message : String(error) })
  }
})

function answer(said: Answer, transfer: Transferable[] = []): void {
  postMessage(said, { transfer })
}

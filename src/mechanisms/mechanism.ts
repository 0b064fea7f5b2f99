/** The shape every mechanism shares: a name, the columns it alone writes, and what it does on one day. */
import type { History } from '../history.js'
import type { Draws } from '../random.js'
import type { State } from '../state.js'
import type { Tape } from '../tape.js'
import type { World } from '../world.js'

/** One run on one day. */
export interface Now {
  readonly world: World
  readonly state: State
  readonly tape: Tape
  readonly draws: Draws
  readonly history: History
}

export interface Mechanism {
  readonly name: string
  /** what it writes in State, which only those write who say so: columns, what beliefs hold, terms; a dot goes into the state of a breach */
  readonly owns: readonly string[]
  apply(now: Now): void
}

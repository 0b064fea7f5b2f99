/** Ctrl-C and its kin: the first asks the work to stop cleanly, the second ends it at once. */
import { EXIT } from '../mistakes.js'

const EXITS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hangup } as const
type Signal = keyof typeof EXITS

/** The user, or the system, asked the work to stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly exit: number

  constructor(signal: Signal) {
    super(`stopped by ${signal}`)
    this.exit = EXITS[signal]
  }
}

/** Does work that a signal can stop: it then ends by throwing Stopped, if it heeds `signal`. */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  // gone after the first: the second signal does what signals do
  const listeners = (Object.keys(EXITS) as Signal[]).map((name) => {
    const stop = (): void => {
      for (const listener of listeners) process.off(listener.name, listener.stop)
      controller.abort(new Stopped(name))
    }
    process.on(name, stop)
    return { name, stop }
  })
  try {
    return await work(controller.signal)
  } catch (error) {
    // whatever broke off because of the signal, the signal is the reason
    controller.signal.throwIfAborted()
    throw error
  } finally {
    for (const { name, stop } of listeners) process.off(name, stop)
  }
}

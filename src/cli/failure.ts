/** How a command that fails says so: what is wrong and what to do, never a stack trace, and an exit code that tells the kind. */
import { EXIT, LiaisonError, printable, ScenarioError } from '../mistakes.js'
import { Stopped } from './signals.js'
import { note } from './terminal.js'

/** Longest message, in characters, that is told whole. */
const LONGEST = 1000

/**
 * Tells of a failure on standard error.
 * @returns what the program exits with
 */
export async function tellFailure(error: unknown): Promise<number> {
  if (process.env['LIAISON_DEBUG'] && error instanceof Error) await note(error.stack ?? error.message)
  if (error instanceof Stopped) {
    await note(`liaison: ${error.message}; nothing was written`)
    return error.exit
  }
  // its mistakes are printable already, each on a line of its own
  if (error instanceof ScenarioError) await note(error.message)
  else if (error instanceof LiaisonError)
    await note(printable(`liaison: ${error.code}: ${error.message}`, LONGEST))
  if (error instanceof LiaisonError) return error.exit
  const message = error instanceof Error ? error.message : String(error)
  await note(printable(`liaison: E_BUG: ${message.replace(/\s+/g, ' ')}`, LONGEST))
  await note(
    'This is a bug in liaison. Please report the line above with your command and scenario; LIAISON_DEBUG=1 shows where.',
  )
  return EXIT.bug
}

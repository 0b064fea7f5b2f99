/** How a command that fails says so: what is wrong and what to do, never a stack trace, and an exit code that tells the kind. */
import { EXIT, LiaisonError, printable, ScenarioError } from '../mistakes.js'
import { Stopped } from './signals.js'
import { note } from './terminal.js'

/** Longest message, in characters, that is told whole. */
const LONGEST = 1000

/**
 * Tells of a wrong command line on standard error: help as it is, or one line of what is wrong.
 * @returns what the program exits with
 */
export async function tellUsage(message: string): Promise<number> {
  const slip = /^error: /.exec(message)?.[0]
  if (slip === undefined) await note(message.trimEnd())
  else {
    const what = message.slice(slip.length).replace(/\s+/g, ' ').replace(/\.$/, '')
    await note(printable(`liaison: E_USAGE: ${what}; liaison --help shows how`, LONGEST))
  }
  return EXIT.usage
}

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

/** `liaison check`: says what is wrong with scenario and network files, and writes nothing. */
import { readDocument } from '../document.js'
import { includeFor, readInput } from '../files.js'
import { isGraph } from '../graph-file.js'
import {
  EXIT,
  formatMistake,
  LiaisonError,
  MOST_TOLD,
  printable,
  ScenarioError,
  type Mistake,
} from '../mistakes.js'
import { parseNetwork } from '../network-file.js'
import { readScenario } from '../scenario-file.js'
import { child } from '../tree.js'
import { note, print } from './terminal.js'

/** @returns the exit code: that of the first file with a mistake, else 0 */
export async function check(
  files: readonly string[],
  { quiet = false }: { quiet?: boolean },
): Promise<number> {
  const exits: number[] = []
  for (const file of files) exits.push(await checkOne(file, quiet))
  return exits.find((exit) => exit !== EXIT.ok) ?? EXIT.ok
}

async function checkOne(file: string, quiet: boolean): Promise<number> {
  try {
    const warnings = await warningsOf(file)
    for (const warning of warnings.slice(0, MOST_TOLD)) await note(formatMistake(warning))
    if (!quiet) await print(`${printable(file, 500)}: ok\n`)
    return EXIT.ok
  } catch (error) {
    if (!(error instanceof LiaisonError)) throw error
    await note(
      error instanceof ScenarioError
        ? worthTelling(error, file).message
        : printable(`${error.code}: ${error.message}`, 1000),
    )
    return error.exit
  }
}

/** Of a text that was never meant to be YAML or JSON the first slip says enough: the others are about its prose. */
function worthTelling(error: ScenarioError, file: string): ScenarioError {
  const isOther = !/\.(ya?ml|json)$/i.test(file) && error.code.endsWith('_SYNTAX')
  return isOther ? new ScenarioError(error.mistakes.slice(0, 1)) : error
}

/** @throws ScenarioError with what is wrong */
async function warningsOf(file: string): Promise<readonly Mistake[]> {
  const bytes = await readInput(file)
  const tree = readDocument(bytes, file)
  if (isGraph(tree) || child(tree, 'liaison-network') !== undefined) {
    parseNetwork(bytes, { file })
    return []
  }
  const { scenario, mistakes, warnings } = readScenario(bytes, { file, include: includeFor(file) })
  if (scenario === undefined) throw new ScenarioError(mistakes)
  return warnings
}

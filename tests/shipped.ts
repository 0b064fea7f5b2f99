/** The shipped scenario, loaded once for all tests of a file. */
import { readFileSync } from 'node:fs'
import type { Scenario } from '../src/scenario.js'
import { parseScenario } from '../src/scenario-file.js'

const root = new URL('../', import.meta.url)
let found: Scenario | undefined

export function shipped(): Scenario {
  const file = 'scenarios/laptop-bomb.yaml'
  found ??= parseScenario(readFileSync(new URL(file, root), 'utf8'), {
    file,
    include: (name) => {
      const path = `networks/${name}.yaml`
      return { file: path, text: readFileSync(new URL(path, root), 'utf8') }
    },
  })
  return found
}

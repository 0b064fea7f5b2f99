/** Names made to do harm, from the corpus: read as text, for one of them is half a character and no module can hold it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const path = join(import.meta.dirname, '..', 'corpus', 'names', 'hostile-names.json')

export const HOSTILE_NAMES = (JSON.parse(readFileSync(path, 'utf8')) as { name: string }[]).map(
  ({ name }) => name,
)

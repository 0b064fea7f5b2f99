/** `liaison --version`: which program this is, and with which of its results other results can be compared. */
import { readFile } from 'node:fs/promises'
import { RESULTS_EPOCH } from '../epoch.js'

export async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return `liaison ${manifest.version} (results-epoch ${RESULTS_EPOCH})\n`
}

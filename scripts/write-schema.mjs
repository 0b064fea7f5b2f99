/** Writes the JSON Schemas of scenario, network and episodes files from the code that checks them: `npm run build` first. */
import { writeFileSync } from 'node:fs'
import { episodesSchema } from '../dist/episode-file.js'
import { networkSchema } from '../dist/network-schema.js'
import { scenarioSchema } from '../dist/scenario-file.js'

const SCHEMAS = { scenario: scenarioSchema(), network: networkSchema(), episodes: episodesSchema() }

for (const [name, schema] of Object.entries(SCHEMAS)) {
  const file = new URL(`../schema/${name}.schema.json`, import.meta.url)
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
}

// @ts-check
/** Writes `src/philox-code.ts` from `src/philox.wat`. A test holds the two together. */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import wabt from 'wabt'

const source = new URL('../src/philox.wat', import.meta.url)
const target = new URL('../src/philox-code.ts', import.meta.url)

/** The text of `src/philox-code.ts` as it ought to be. */
export async function assembled() {
  const assembler = await wabt()
  const features = { multi_value: true, simd: true }
  const module = assembler.parseWat('philox.wat', readFileSync(source, 'utf8'), features)
  module.validate()
  const { buffer } = module.toBinary({})
  module.destroy()
  return (
    '/** `philox.wat` as WebAssembly, in base64; made by `npm run assemble`. */\n' +
    `export const CODE: string =\n  '${Buffer.from(buffer).toString('base64')}'\n`
  )
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href)
  writeFileSync(target, await assembled())

// @ts-check
/**
 * Makes one program of each page out of `src/screen`, with everything it needs, and its sheet: `dist/screen/NAME.json`. Their hashes
 * go into the page's content security policy.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = new URL('../', import.meta.url)
const folder = new URL('dist/screen/', root)

/** The pages that have a program, with the program of their workers where they have any. */
const PAGES = { report: undefined, explorer: 'src/screen/explorer/engine.ts' }

/** How every program is bundled. */
const HOW = /** @type {const} */ ({
  absWorkingDir: fileURLToPath(root),
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  outdir: 'dist/screen',
  legalComments: 'none',
})

/**
 * The messages of the schema library in all languages but English are a quarter of a program, and nobody reads them: every
 * mistake is told in words of our own.
 * @type {import('esbuild').Plugin}
 */
const ENGLISH_ONLY = {
  name: 'english only',
  setup(plugin) {
    plugin.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }))
  },
}

/** @param {string} text */
const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`

/**
 * @param {string} name
 * @param {string | undefined} engine
 */
async function bundle(name, engine) {
  const entryPoints = [`src/screen/${name}.tsx`, `src/screen/${name}.css`]
  const { outputFiles } = await build({ ...HOW, entryPoints, plugins: [ENGLISH_ONLY] })
  const textOf = (/** @type {string} */ end) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  // a page is one document: nothing in a program may look like the end, or the beginning, of one
  const script = textOf('.js')
    .replaceAll('<!--', '\\x3c!--')
    .replaceAll(/<(\/?script)/gi, '\\x3c$1')
  const style = textOf('.css').replaceAll('</', '<\\/')
  const worker =
    engine === undefined
      ? {}
      : { engine: (await build({ ...HOW, entryPoints: [engine] })).outputFiles[0].text }
  const made = { script, scriptHash: hashOf(script), style, styleHash: hashOf(style), ...worker }
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.json`, folder), JSON.stringify(made))
}

await Promise.all(Object.entries(PAGES).map(([name, engine]) => bundle(name, engine)))

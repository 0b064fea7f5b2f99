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

/** The pages that have a program. */
const PAGES = ['report']

/** @param {string} text */
const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`

/** @param {string} name */
async function bundle(name) {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: [`src/screen/${name}.tsx`, `src/screen/${name}.css`],
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
  const textOf = (/** @type {string} */ end) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  // a page is one document: nothing in a program may look like the end, or the beginning, of one
  const script = textOf('.js')
    .replaceAll('<!--', '\\x3c!--')
    .replaceAll(/<(\/?script)/gi, '\\x3c$1')
  const style = textOf('.css').replaceAll('</', '<\\/')
  const made = { script, scriptHash: hashOf(script), style, styleHash: hashOf(style) }
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.json`, folder), JSON.stringify(made))
}

await Promise.all(PAGES.map(bundle))

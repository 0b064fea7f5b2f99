// @ts-check
/**
 * Makes one program of each page out of `src/screen`, with everything it needs, and its sheet: `dist/screen/NAME.json`. Their hashes
 * go into the page's content security policy. And one of the command out of what the compiler made, in `dist/program`: 28
 * files start sooner than 404. And what reading the shipped networks comes to, in `dist/networks`.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = new URL('../', import.meta.url)
const folder = new URL('dist/screen/', root)
const program = fileURLToPath(new URL('dist/program', root))

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

/**
 * Pages draw in TypeScript, to the same bits: their policy would have to allow WebAssembly, and as it is it allows nothing at all but
 * the page's own program.
 * @type {import('esbuild').Plugin}
 */
const NO_WEBASSEMBLY = {
  name: 'no WebAssembly',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]philox-code\.ts$/ }, () => ({ contents: "export const CODE = ''" }))
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
  const { outputFiles } = await build({ ...HOW, entryPoints, plugins: [ENGLISH_ONLY, NO_WEBASSEMBLY] })
  const textOf = (/** @type {string} */ end) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  // a page is one document: nothing in a program may look like the end, or the beginning, of one
  const script = textOf('.js')
    .replaceAll('<!--', '\\x3c!--')
    .replaceAll(/<(\/?script)/gi, '\\x3c$1')
  const style = textOf('.css').replaceAll('</', '<\\/')
  const worker =
    engine === undefined
      ? {}
      : {
          engine: (await build({ ...HOW, entryPoints: [engine], plugins: [NO_WEBASSEMBLY] })).outputFiles[0]
            .text,
        }
  const made = { script, scriptHash: hashOf(script), style, styleHash: hashOf(style), ...worker }
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.json`, folder), JSON.stringify(made))
}

/**
 * A file that asks where it is means its own place, wherever it is bundled.
 * @type {import('esbuild').Plugin}
 */
const OWN_PLACES = {
  name: 'own places',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
      const way = JSON.stringify(relative(program, path).replaceAll('\\', '/'))
      const text = readFileSync(path, 'utf8')
      return { contents: text.replaceAll('import.meta.url', `new URL(${way}, import.meta.url).href`) }
    })
  },
}

/** The command, cut where a command is imported only when it is asked for. The pool finds its workers by its own place. */
async function bundleCommand() {
  rmSync(program, { recursive: true, force: true })
  await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: ['dist/cli/main.js'],
    outdir: program,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['piscina'],
    plugins: [OWN_PLACES, ENGLISH_ONLY],
    // for packages that are CommonJS
    banner: {
      js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)",
    },
  })
}

/** Reads every shipped network once and for all. Each tree names the text it is of: after a change of that it counts for nothing. */
async function packNetworks() {
  const { readDocument } = await import(new URL('dist/document.js', root).href)
  const { packTree } = await import(new URL('dist/packed-tree.js', root).href)
  const [from, to] = [new URL('networks/', root), new URL('dist/networks/', root)]
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to)
  for (const file of readdirSync(from).filter((name) => name.endsWith('.yaml'))) {
    const text = readFileSync(new URL(file, from))
    const made = {
      sha256: createHash('sha256').update(text).digest('hex'),
      ...packTree(readDocument(text, file)),
    }
    writeFileSync(new URL(`${basename(file, '.yaml')}.json`, to), JSON.stringify(made))
  }
}

await Promise.all([
  ...Object.entries(PAGES).map(([name, engine]) => bundle(name, engine)),
  bundleCommand(),
  packNetworks(),
])

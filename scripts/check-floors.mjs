// @ts-check
/** Holds the import direction of floors.mjs with dependency-cruiser; run by itself it prints what it saw. */
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cruise } from 'dependency-cruiser'
import { BUNDLED, FLOORS, SHORE, SHORE_PACKAGES, floorOf } from './floors.mjs'

/** Names under which anything at all could be kept, and so nothing found again. */
const SAYS_NOTHING = /(^|\/)(utils?|helpers?|common|misc|shared)(\.ts$|\/)|\/index\.ts$/

/**
 * Looks at every import below `root/src`, type-only and dynamic ones too.
 * @param {string} root the project's folder
 * @returns {Promise<{modules: number, problems: string[]}>} how many source files were read, and one line for
 * each thing that is wrong; no line means that the floors hold
 */
export async function checkFloors(root) {
  const files = sourceFiles(root)
  const { output } = await cruise(['src'], {
    baseDir: root,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
    validate: true,
    ruleSet: { forbidden: forbidden() },
  })
  if (typeof output === 'string') throw new Error(`dependency-cruiser gave no data: ${output}`)

  const seen = new Set(
    output.modules.map((module) => module.source).filter((path) => path.startsWith('src/')),
  )
  const problems = [
    ...(seen.size === 0 ? ['src: no module was read, so nothing was checked'] : []),
    ...files.filter((path) => !seen.has(`src/${path}`)).map((path) => `src/${path}: was not read`),
    ...files
      .filter((path) => floorOf(path) < 0)
      .map((path) => `src/${path}: stands on no floor; give it one in scripts/floors.mjs`),
    ...files
      .filter((path) => SAYS_NOTHING.test(path))
      .map((path) => `src/${path}: name it after what it is for (folders have no index.ts)`),
    ...output.summary.violations.map(({ rule, from, to, cycle }) => {
      const way = cycle ? cycle.map((step) => step.name).join(' → ') : to
      return `${from} → ${way}: ${rule.name}`
    }),
  ]
  return { modules: seen.size, problems: problems.toSorted() }
}

/**
 * Paths of all TypeScript files, relative to `src`, with forward slashes.
 * @param {string} root the project's folder
 */
function sourceFiles(root) {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path))
}

/**
 * The floors as dependency-cruiser's rules.
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function forbidden() {
  const severity = /** @type {const} */ ('error')
  const upward = FLOORS.slice(0, -1).map((floor, height) => ({
    name: `an import goes up from ${floor.name}`,
    severity,
    from: { path: anyOf(floor.holds) },
    to: { path: anyOf(FLOORS.slice(height + 1).flatMap((above) => above.holds)) },
  }))
  const offShore = { path: '^src/', pathNot: anyOf(SHORE) }
  return [
    ...upward,
    { name: 'imports run in a ring', severity, from: {}, to: { circular: true } },
    { name: 'the import leads nowhere', severity, from: {}, to: { couldNotResolve: true } },
    {
      name: 'the import leaves src',
      severity,
      from: { path: '^src/' },
      to: { path: '^(?!src/)', dependencyTypes: ['local'] },
    },
    {
      name: `only ${SHORE.join(', ')} may know of Node`,
      severity,
      from: offShore,
      to: { dependencyTypes: ['core'] },
    },
    {
      name: `only ${SHORE.join(', ')} may use this package`,
      severity,
      from: offShore,
      to: { path: `(^|node_modules/)(${SHORE_PACKAGES.join('|')})(/|$)` },
    },
    {
      name: 'the package is no dependency of those who install liaison',
      severity,
      // programs of pages are bundled with all they use
      from: { path: '^src/', pathNot: anyOf(BUNDLED) },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ]
}

/**
 * A pattern for files and folders below `src`.
 * @param {readonly string[]} places
 */
function anyOf(places) {
  return `^src/(${places.map((place) => (place.endsWith('/') ? place : `${place.replace('.', '\\.')}$`)).join('|')})`
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) {
  const { modules, problems } = await checkFloors(process.cwd())
  for (const problem of problems) console.error(problem)
  console.log(`floors: ${modules} modules on ${FLOORS.length} floors, ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}

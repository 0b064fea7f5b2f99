/**
 * Writes the table of `scenarios/README.md` from the scenarios themselves: what happens in each, and what a few pairs of runs
 * make of it. `npm run build && node scripts/write-scenarios.mjs`. A test fails while they are out of step.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import { rewrite } from './write-docs.mjs'

const root = new URL('../', import.meta.url)

export const README = 'scenarios/README.md'

/** Pairs of runs behind each row: enough to see what a scenario is about, and quick. */
export const PAIRS = 8

/** Characters of a curve. */
const WIDTH = 24

/** The scenario files, by name; the one that began it all first. */
export function scenarioFiles() {
  const first = 'laptop-bomb.yaml'
  const files = readdirSync(new URL('scenarios/', root)).filter((name) => name.endsWith('.yaml'))
  return [first, ...files.filter((name) => name !== first).sort()]
}

/** The first sentence of a description: what happens. */
export function gistOf(description) {
  return /^.*?[.?](?=\s|$)/s.exec(description)?.[0] ?? description
}

/**
 * The table, one row a scenario and leaker, with all curves to one scale.
 * @param {{file: string, data: object}[]} found the findings of each file
 * @param {object} code `percent`, `share` and `sparkline` of `src/report`
 */
export function scenarioTable(found, { percent, share, sparkline }) {
  const curves = found.flatMap(({ data }) => data.leakers.flatMap(({ groups }) => groups.direct.byDay.chill))
  const top = Math.max(...curves.filter((value) => value !== null))
  const rows = found.flatMap(({ file, data }) =>
    data.leakers.map((leaker, k) => {
      const { direct, spillOver } = leaker.groups
      const victims = leaker.partners.filter(({ role }) => role === 'victim')
      const stepped = (world) =>
        share(victims.reduce((sum, { step }) => sum + step[world].mean, 0) / victims.length)
      const curve = sparkline(direct.byDay.chill.slice(leaker.day), WIDTH, top)
      return [
        k === 0 ? `[${data.title}](${file})` : '',
        k === 0 ? gistOf(data.description) : '',
        leaker.label,
        percent(direct.chill.mean),
        percent(spillOver.chill.mean),
        `${stepped('with')} / ${stepped('without')}`,
        `\`${curve}\``,
      ]
    }),
  )
  const heads = [
    'scenario',
    'what happens',
    'toward',
    'direct',
    'spill-over',
    'steps down, with / without',
    'direct chill by day',
  ]
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n').replaceAll('\u00a0', ' ')
}

async function write() {
  const from = (path) => import(new URL(`dist/${path}.js`, root).href)
  const [{ loadScenario }, { experiment }, words, sparklines] = await Promise.all(
    ['files', 'studies/experiment', 'report/words', 'report/sparkline'].map(from),
  )
  const found = []
  for (const file of scenarioFiles()) {
    const scenario = await loadScenario(fileURLToPath(new URL(`scenarios/${file}`, root)))
    found.push({ file, data: (await experiment(scenario, { runs: PAIRS })).data })
  }
  const path = fileURLToPath(new URL(README, root))
  const before = readFileSync(path, 'utf8')
  const after = rewrite(before, { scenarios: scenarioTable(found, { ...words, ...sparklines }) })
  if (after !== before) writeFileSync(path, after)
  console.log(`${README}: ${after === before ? 'in step' : 'written'}`)
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) await write()

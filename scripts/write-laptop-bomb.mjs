/**
 * Writes `docs/laptop-bomb.md`: what is known of the seed case, what the model says of it, and where the two part.
 * `npm run build && node scripts/write-laptop-bomb.mjs`. A test fails while they are out of step.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parse } from 'yaml'

const root = new URL('../', import.meta.url)

export const DOCUMENT = 'docs/laptop-bomb.md'

/** Pairs of runs behind the figures. */
export const PAIRS = 100

/** What is known, as `data/laptop-bomb.yaml` has it. */
export function record() {
  return parse(readFileSync(new URL('data/laptop-bomb.yaml', root), 'utf8'))
}

const row = (cells) => `| ${cells.join(' | ')} |`
const table = (heads, rows) => [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

function cited({ sources }, ids = []) {
  return ids
    .map((id) => sources[id])
    .map(({ title, publisher, date, url }) => `[${publisher}, ${date}](${url} "${title}")`)
    .join(', ')
}

/** The partners by group; those in none of them come last, as the rest. */
function groupsOf({ groups }, partners) {
  const placed = groups.map((group) => ({
    ...group,
    partners: group.who.map((id) => {
      const partner = partners.find((each) => each.id === id)
      if (partner === undefined) throw new Error(`data/laptop-bomb.yaml: ${id} is no partner of the leaker`)
      return partner
    }),
  }))
  const known = new Set(groups.flatMap(({ who }) => who))
  const rest = partners.filter(({ id }) => !known.has(id))
  return [...placed, { name: 'the rest', reported: 'No change is known.', partners: rest }]
}

/**
 * The whole document.
 * @param {object} known of record()
 * @param {object} data the findings of the shipped scenario
 * @param {object} words `percent` and `count` of src/report/words, `DISCLAIMER` of src/disclaimer
 */
export function documentOf(known, data, { percent, count, DISCLAIMER }) {
  const [leaker] = data.leakers
  const groups = groupsOf(known, leaker.partners)
  const [victim] = groups[0].partners
  const others = groups.slice(1)
  const range = (values, say) => {
    const [low, high] = [say(Math.min(...values)), say(Math.max(...values))]
    return low === high ? low : `${low} to ${high}`
  }
  const whole = (value) => percent(value, 0)
  const stepping = (partners) => sum(partners.map(({ step }) => step.difference.mean))
  const chills = (partners) =>
    range(
      partners.map(({ chill }) => chill.mean),
      percent,
    )
  const steps = (partners, world) =>
    range(
      partners.map(({ step }) => step[world].mean),
      whole,
    )

  const beside = table(
    [
      'who',
      'reported',
      'source',
      'told the United States less',
      'formal step down, with / without the breach',
      'of them step down because of it',
    ],
    groups.map(({ name, reported, by, partners }) => [
      name,
      reported,
      cited(known, by),
      chills(partners),
      `${steps(partners, 'with')} / ${steps(partners, 'without')}`,
      `${stepping(partners).toFixed(1)} of ${partners.length}`,
    ]),
  )
  const chronology = table(
    ['date', 'what', 'source'],
    known.chronology.map(({ on, what, by }) => [on, what, cited(known, by)]),
  )
  const reviewed = known.chronology.findLast(({ by }) => by.join() === groups[0].by.join())
  const daysAfter = (Date.parse(reviewed.on) - Date.parse('2017-05-10')) / 86_400_000
  const bystanders = others.flatMap(({ partners }) => partners)
  const [most] = [...bystanders].sort((a, b) => b.chill.mean - a.chill.mean)
  const { plots } = data
  return `# The laptop bomb, told against the record

**${DISCLAIMER}**

Written by \`scripts/write-laptop-bomb.mjs\` from \`data/laptop-bomb.yaml\` and ${count(data.runs, 'pair')} of runs of
\`scenarios/laptop-bomb.yaml\`. The intervals are chance only; what the assumptions leave open is far wider (\`run --assumptions\`).

## What is known

${chronology}

## What was reported, and what the model says

The figures cover the ${count(data.days - leaker.day, 'day')} from the disclosure on, against the same world without it. Where a group has several
partners the lowest and the highest are given; the last column adds up their chances.

${beside}

## Where they agree

- **Israel reacts first and most, and does not cut.** The model's Israel moves some agreement to tear-lines in ${whole(victim.step.with.mean)} of the runs (${whole(victim.step.without.mean)}
  without the breach), in the median ${count(Math.round(victim.firstDay), 'day')} after the disclosure. Reported: a narrow change, told ${count(daysAfter, 'day')} after it. The model has it
  tell ${percent(victim.chill.mean)} less value, nearly all of it by tear-lines, and go on telling.
- **The others hold back little, and quietly:** ${percent(leaker.groups.spillOver.chill.mean)} of value over all ${count(bystanders.length, 'other partner')} together.

## Where it is wrong, or cannot be checked

- **Too many others take a formal step.** Among the other partners ${stepping(bystanders).toFixed(1)} of ${bystanders.length} are expected to move to tear-lines because of the
  breach; reported were one threat by an unnamed service and no step. Quiet steps are not reported, so the record may miss
  some, but not, one should think, that many. And formal steps happen in the model without any breach, more than is plausible.
- **${most.label} is hit hardest after Israel** (${percent(most.chill.mean)}). Nothing of the kind is known. It follows from how much the model thinks it
  shares of what Israel shares, and from the weight of a named source for those who share it.
- **How much Israel held back, nobody outside knows.** The defence minister called the cooperation unprecedentedly close.
  ${percent(victim.chill.mean, 0)} of value lost for a year fits that sentence badly; ministers say such things; the model cannot tell which is true.
- **The harm to the source is assumed.** The model has Israel lose sources that would have given the United States ${leaker.supplyLost.items.mean.toFixed(0)} more
  items. Whether anything was lost was never published.
- **Warnings.** ${plots.lost.mean.toFixed(2)} warnings a run are never given and ${plots.degraded.mean.toFixed(2)} say less than they would have. No such case is known, nor would it be.
- **The second leak.** Two weeks later details of the Manchester bombing reached the American press from American hands, and
  British police stopped passing material for a day. The scenario leaves that out (\`scenarios/manchester.yaml\` tells it), so
  the reported mood in Europe had two causes and the model's has one.
- **One case proves nothing.** The severity was rated from what was exposed and to whom; the details and the parameters were
  chosen by people who know how it went on; see [data.md](data.md).
`.replaceAll('\u00a0', ' ')
}

async function write() {
  const from = (path) => import(new URL(`dist/${path}.js`, root).href)
  const [{ loadScenario }, { experiment }, words, { DISCLAIMER }] = await Promise.all(
    ['files', 'studies/experiment', 'report/words', 'disclaimer'].map(from),
  )
  const scenario = await loadScenario(fileURLToPath(new URL('scenarios/laptop-bomb.yaml', root)))
  const { data } = await experiment(scenario, { runs: PAIRS })
  writeFileSync(new URL(DOCUMENT, root), documentOf(record(), data, { ...words, DISCLAIMER }))
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  await write()

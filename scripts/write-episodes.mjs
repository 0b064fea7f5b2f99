/**
 * Writes `scenarios/episodes/` from `data/episodes.json`: a scenario for each breach that the network `world` can hold, and the table
 * of its README. `npm run build && node scripts/write-episodes.mjs`. A test fails while they are out of step.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Document } from 'yaml'
import { rewrite } from './write-docs.mjs'

const root = new URL('../', import.meta.url)

export const EPISODES = 'data/episodes.json'
export const FOLDER = 'scenarios/episodes/'
const README = `${FOLDER}README.md`

/** Columns of a comment, its `# ` among them. */
const WIDTH = 120

/** Finds the shipped networks. */
export function include(name) {
  const file = `networks/${name}.yaml`
  const url = new URL(file, root)
  return existsSync(url) ? { file, text: readFileSync(url, 'utf8') } : undefined
}

/** Every file of the folder, by its path in the project. */
export function episodeFiles({ parseEpisodes, casesOf }) {
  const text = readFileSync(new URL(EPISODES, root), 'utf8')
  const rows = JSON.parse(text)
  const cases = casesOf(parseEpisodes(text, { file: EPISODES }), { include })
  const files = new Map()
  cases.forEach((found, k) => {
    if (found.scenario !== undefined) files.set(`${FOLDER}${rows[k].id}.yaml`, scenarioText(rows[k], found))
  })
  const readme = readFileSync(new URL(README, root), 'utf8')
  const tables = { counts: countsOf(cases), episodes: tableOf(rows, cases) }
  return files.set(README, rewrite(readme, tables))
}

/** Words broken into lines of comment; the first line begins with `lead`, the others are indented as far. */
function comment(lead, text) {
  const lines = []
  let line = lead
  const indent = ' '.repeat(lead.length)
  for (const word of String(text).split(/\s+/)) {
    const longer = line.trim() === '' || line === lead ? `${line}${word}` : `${line} ${word}`
    if (longer.length > WIDTH - 2 && line.trim() !== '' && line !== lead) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = longer
  }
  return [...lines, line].map((one) => `# ${one}`.trimEnd())
}

function sourceLine({ title, publisher, date, url, note }) {
  return [title, publisher, date, url, note].filter(Boolean).join(', ')
}

function outcomeLine(row) {
  const began = row.start_date === null ? '' : ` from ${row.start_date}`
  const role = row.role === 'originator' ? '' : `, ${row.role}`
  const cause = { yes: '', partly: ', only partly for this', no: ', for another proven cause' }
  const why = cause[row.attributable_to_breach]
  return `${row.partner} toward ${row.toward}${role}: ${row.response}${began}${why}; confidence ${row.confidence}. ${row.note ?? ''}`
}

const SAID = {
  yes: 'the source itself came out',
  partly: 'the source itself came out in part',
  no: 'no source came out',
}

function scenarioText(row, { scenario, source, remarks }) {
  const { blind, aware } = source.episode.severity
  const told = row.recipient.iso3.length > 0 ? ` (${row.recipient.iso3.join(', ')})` : ''
  const head = [
    '# yaml-language-server: $schema=../../schema/scenario.schema.json',
    '# Written by scripts/write-episodes.mjs from data/episodes.json by the rules of docs/episodes.md: do not edit.',
    '#',
    ...comment(
      '',
      `On record: ${row.trigger_class}, ${row.date_start} to ${row.date_end}, public on ${row.date_public}.`,
    ),
    ...comment(
      '',
      `Told: ${row.recipient.type}${told}; ${SAID[row.source_identity_exposed]}. Discipline: ${row.discipline}.`,
    ),
    ...comment('', `Severity without the outcomes, used here: ${blind} (${row.severity_blind_why}).`),
    ...comment('', `Severity knowing the outcomes: ${aware} (${row.severity} of 5: ${row.severity_reason})`),
    ...(row.contested ? comment('', `Contested: ${row.contested}`) : []),
    ...remarks.flatMap((remark) => comment('', `Remark: ${remark}.`)),
    ...comment(
      '',
      `Verification: ${row.verification}${row.strict_sample ? '' : '; not in the strict sample'}. Sources:`,
    ),
    ...row.sources.flatMap((one) => comment('- ', sourceLine(one))),
  ]
  const foot = [
    '# What followed, as observed, for comparison; nothing above was made from it. "none" often means "none reported".',
    ...row.outcomes.flatMap((one) => comment('- ', outcomeLine(one))),
  ]
  const document = new Document(scenario)
  document.setIn(
    ['events', 0, 'breach', 'of'],
    document.createNode(scenario.events[0].breach.of, { flow: true }),
  )
  const body = document.toString({ lineWidth: WIDTH, singleQuote: true, flowCollectionPadding: false })
  return `${[...head, body.trimEnd(), ...foot].join('\n')}\n`
}

const line = (cells) => `| ${cells.join(' | ')} |`
const tabled = (heads, rows) => [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
const cell = (text) => String(text).replaceAll('|', '\\|')

function responsesOf({ outcomes }) {
  return outcomes.map(({ partner, role, response, confidence, attributable_to_breach: cause }) => {
    const notes = [
      confidence,
      ...(role === 'originator' ? [] : [role]),
      ...(cause === 'yes' ? [] : [cause === 'no' ? 'other cause' : 'partly for this']),
    ]
    return `${partner} ${response} (${notes.join(', ')})`
  })
}

function tableOf(rows, cases) {
  const heads = [
    'episode',
    'year',
    'by',
    'of',
    'what',
    'severity, blind / aware',
    'observed (confidence)',
    'verification',
    'remarks',
  ]
  return tabled(
    heads,
    rows.map((row, k) => {
      const { source, scenario, remarks } = cases[k]
      const { id, title, year, breacher, originators, group, isBreach, strict, severity } = source.episode
      const kind = scenario?.events[0].breach.kind ?? (isBreach ? group : `no breach: ${group}`)
      return [
        scenario === undefined ? title : `[${title}](${id}.yaml)`,
        year,
        breacher,
        originators.join(', '),
        kind,
        `${severity.blind} / ${severity.aware}`,
        responsesOf(row).join('; '),
        strict ? row.verification : `${row.verification}, not strict`,
        remarks.join('; '),
      ].map(cell)
    }),
  )
}

/** How many there are of what: of cases, and of what partners did. */
function countsOf(cases) {
  const CUTS = ['curtailed', 'suspended', 'terminated']
  const rowOf = (name, some) => {
    const outcomes = some.flatMap(({ source }) => source.episode.outcomes)
    const owners = outcomes.filter(({ role }) => role === 'originator')
    const cuts = owners.filter(({ response }) => CUTS.includes(response))
    const caused = cuts.filter(({ attributable }) => attributable !== 'no')
    return [name, some.length, owners.length, cuts.length, caused.length]
  }
  const breaches = cases.filter(({ source }) => source.episode.isBreach)
  const heads = [
    '',
    'episodes',
    'outcomes of originators',
    'of them cuts',
    'cuts not proven to have another cause',
  ]
  return tabled(heads, [
    rowOf('all', cases),
    rowOf('breaches', breaches),
    rowOf(
      'breaches with a scenario',
      breaches.filter((one) => one.scenario !== undefined),
    ),
    rowOf(
      'breaches without',
      breaches.filter((one) => one.scenario === undefined),
    ),
    rowOf(
      'no breaches: never pooled with the others',
      cases.filter(({ source }) => !source.episode.isBreach),
    ),
  ])
}

async function write() {
  const from = (path) => import(new URL(`dist/${path}.js`, root).href)
  const [{ parseEpisodes }, { casesOf }] = await Promise.all(['episode-file', 'episode-case'].map(from))
  const files = episodeFiles({ parseEpisodes, casesOf })
  for (const name of readdirSync(new URL(FOLDER, root)))
    if (!files.has(`${FOLDER}${name}`)) rmSync(new URL(`${FOLDER}${name}`, root))
  for (const [path, text] of files) writeFileSync(new URL(path, root), text)
  console.log(`${FOLDER}: ${files.size - 1} scenarios written`)
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) await write()

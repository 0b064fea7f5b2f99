/**
 * Writes the tables of `docs/` that come from code, between their markers, so that no number in them can drift:
 * `npm run build && node scripts/write-docs.mjs`. A test fails while they are out of step.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = new URL('../', import.meta.url)

/** The documents that hold generated tables. */
export const DOCUMENTS = ['docs/model.md', 'docs/errors.md']

/** The modules of `src` whose names the tables are made of. */
const MODULES = ['compile', 'epoch', 'history', 'mistakes', 'parameters', 'random', 'run', 'scenario']

/** What is different when a switch is off; a switch that is missing here stops the writing. */
const WHEN_OFF = {
  witness: 'only victims learn from a breach: the weight of every witness is 0',
  imitation: 'nobody sees the formal steps of others',
  reciprocity: 'the stake does not follow what is received',
  sourceLoss: 'an identified source yields as before',
  sharedClubs: 'each recipient is decided on alone, with risk 1 − trust in it, under the same draw',
  warnings: 'there are no plots',
  deception: 'every report is true, and veracity trust rests',
  provenance: 'a copy of a report counts as another origin',
  leaks: 'nothing leaks but what is scripted',
  release: 'nobody asks to pass an item on',
  newPartners: 'prospects are left out, as if the network had none',
  repair: 'nothing said or done after a breach mends anything',
  turnover: 'a new leader is answerable for all the old one did',
  inducement: 'no price is paid',
  policy: 'no terms change by decree',
}

const MARKED = /(<!-- generated: ([a-z-]+) -->\n)[\s\S]*?(<!-- end -->)/g

/**
 * A document with the text between its markers written anew.
 * @param {string} text
 * @param {Record<string, string>} tables by the name in the marker
 * @throws Error when a marker names no table, or one has no end
 */
export function rewrite(text, tables) {
  const opened = text.match(/<!-- generated: /g)?.length ?? 0
  let closed = 0
  const result = text.replace(MARKED, (_, start, name, end) => {
    closed += 1
    if (!Object.hasOwn(tables, name)) throw new Error(`no table is called "${name}"`)
    return `${start}\n${tables[name]}\n\n${end}`
  })
  if (opened !== closed) throw new Error(`${opened} tables begin and ${closed} end`)
  return result
}

/** Every table, made of the names that MODULES export. */
export function tablesOf(code) {
  const names = Object.keys(WHEN_OFF)
  if (names.join() !== code.SWITCHES.join())
    throw new Error(`switches are ${code.SWITCHES.join()}, but ${names.join()} are explained here`)
  return {
    parameters: table(
      ['name', 'default', 'plausible', 'allowed', 'unit', 'meaning', 'how sure', 'ground'],
      Object.entries(code.PARAMETERS).map(([name, row]) => [
        `\`${name}\``,
        row.default,
        `${row.low}–${row.high}`,
        `${row.min}–${row.max}${row.whole ? ', whole' : ''}`,
        row.unit,
        row.meaning,
        row.confidence,
        row.source,
      ]),
    ),
    events: table(['kind', 'what happened'], Object.entries(code.EVENT_KINDS).map(kindOf)),
    switches: table(['switch', 'when off'], Object.entries(WHEN_OFF).map(kindOf)),
    purposes: table(
      ['purpose', 'decides'],
      code.PURPOSES.map(({ name, meaning }) => [`\`${name}\``, meaning]),
    ),
    day: table(
      ['phase', 'mechanisms, in order', 'columns they write'],
      code.DAY.map(({ name, mechanisms }, k) => [
        `${k + 1} ${name}`,
        mechanisms.map((mechanism) => mechanism.name).join(' → '),
        [...new Set(mechanisms.flatMap(({ owns }) => owns))].map((column) => `\`${column}\``).join(', '),
      ]),
    ),
    errors: table(
      ['code', 'meaning', 'exit code'],
      Object.entries(code.CODES).map(([name, { meaning, exit }]) => [`\`${name}\``, meaning, exit]),
    ),
    exits: table(
      ['name', 'exit code'],
      Object.entries(code.EXIT).map(([name, exit]) => [name, exit]),
    ),
    epoch: `This document describes results-epoch ${code.RESULTS_EPOCH}.`,
    draws: drawsToCheck(code),
    run: runToCheck(code),
  }
}

const kindOf = ([name, meaning]) => [`\`${name}\``, meaning]

/** A table of Markdown; a bar in a cell is escaped. */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A few draws in full, to check another implementation by. */
function drawsToCheck({ keyFromSeed, address, Draws, exponential, logistic }) {
  const hex = (word) => `0x${word.toString(16).padStart(8, '0')}`
  const names = ['ISR', 'counter-terrorism', 'HUMINT']
  const at = address('arrival', ...names)
  const draws = new Draws('boston', 7)
  const u = draws.at(at, 3)
  return table(
    ['what', 'value'],
    [
      ['key of the seed `boston`: k0, k1', keyFromSeed('boston').map(hex).join(', ')],
      [`address of (\`arrival\`, ${names.join(', ')}): lo, hi`, [at.lo, at.hi].map(hex).join(', ')],
      ['its uniforms for seed `boston`, run 7, occurrence 3: first, second', [u, draws.second].join(', ')],
      ['exponential of mean 2 at the first', exponential(u, 2)],
      ['logistic at the first', logistic(u)],
    ],
  )
}

/** The smallest scenario in which something happens. */
function checkScenario({ DEFAULTS, SWITCHES }) {
  const topic = 'topic'
  const country = (id, rate) => ({
    id,
    label: id,
    collection: [{ topic, discipline: 'HUMINT', rate }],
    need: { [topic]: 1 },
  })
  return {
    title: 'Two countries',
    description: '',
    start: '2000-01-01',
    days: 60,
    model: 'liaison',
    seed: 'check',
    seedGiven: true,
    network: {
      id: 'two',
      title: 'Two countries',
      topics: [{ id: topic, label: topic, plotsPerYear: 0, targets: [] }],
      disciplines: [{ id: 'HUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 }],
      countries: [country('A', 0.5), country('B', 0.4)],
      agreements: [
        {
          id: 'a-b',
          label: 'a-b',
          parties: ['A', 'B'],
          topics: [topic],
          disciplines: ['HUMINT'],
          tie: 'partner',
          caveat: 'forbidden',
          from: null,
          until: null,
        },
      ],
      prospects: [],
      hostilities: [],
      pairs: [],
    },
    breaches: [
      {
        id: 'leak',
        day: 10,
        by: 'B',
        of: ['A'],
        to: 'public',
        topic,
        discipline: null,
        kind: 'disclosure',
        severity: 0.8,
        details: 4,
        pressDay: 12,
        namedDay: 13,
        happened: true,
        traced: true,
      },
    ],
    moves: [],
    parameters: DEFAULTS,
    mechanisms: Object.fromEntries(SWITCHES.map((name) => [name, true])),
  }
}

/** What happens in it, in full digits: whoever gets the same has built the same simulator. */
/** Day of a membership's first scheduled review. */
function firstReview({ reviewStart, reviewMember }, member) {
  const place = reviewMember.indexOf(member)
  return reviewStart.findLastIndex((start) => start <= place)
}

function runToCheck(code) {
  const world = code.compile(checkScenario(code))
  const simulation = new code.Simulation(world)
  const { history, state } = simulation.now
  const believed = [state.veracity(0)]
  while (!simulation.done) simulation.step()
  believed.push(state.veracity(0))
  const { balance } = world
  const { tape, offers } = history
  const trust = history.trust('A', 'B')
  const pair = history.pair('A', 'B')
  const grades = [0, 0, 0]
  for (let k = 0; k < offers.count; k++) if (offers.pair[k] === pair) grades[offers.grade[k]]++
  const item = (k) => `${tape.sensitivity[k]} and ${tape.value[k]}`
  const truth = (k) => `${tape.truth[k]} and ${tape.hardness[k]}`
  const rows = [
    ['stake of A on day 0', balance.stake[0]],
    ['value A expects a day', balance.expected[0]],
    ['credit of A in B for a secret kept in full', balance.credit[pair]],
    [
      'day of the first scheduled review: A, B',
      [0, 1].map((member) => firstReview(world, member)).join(', '),
    ],
    ['items on the tape', tape.items],
    ['sensitivity and value of the first, and of the last', [0, tape.items - 1].map(item).join('; ')],
    ['truth and hardness of the first, and of the last', [0, tape.items - 1].map(truth).join('; ')],
    ['weight for A of a report by B confirmed', balance.confirmed[pair]],
    ['veracity trust of A in B before day 0, and in the evening of day 59', believed.join(', ')],
    ['offers from A to B: withheld, as a tear-line, in full', grades.join(', ')],
    ...[0, 11, 12, 13, 59].map((day) => [`trust of A in B, evening of day ${day}`, trust[day]]),
    ...history.events.map(({ day, kind, who, whom }) => [
      `event of day ${day}`,
      [kind, who, whom].filter((word) => word !== null).join(' '),
    ]),
  ]
  return table(['what', 'value'], rows)
}

async function write() {
  const built = await Promise.all(MODULES.map((name) => import(new URL(`dist/${name}.js`, root).href)))
  const tables = tablesOf(Object.assign({}, ...built))
  for (const path of DOCUMENTS) {
    const file = fileURLToPath(new URL(path, root))
    const before = readFileSync(file, 'utf8')
    const after = rewrite(before, tables)
    if (after !== before) writeFileSync(file, after)
    console.log(`${path}: ${after === before ? 'in step' : 'written'}`)
  }
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) await write()

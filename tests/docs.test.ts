/** The documents' tables say what the code says: numbers, events, the day, errors, and runs to check by. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DOCUMENTS, rewrite, tablesOf } from '../scripts/write-docs.mjs'
import { compile } from '../src/compile.js'
import { RESULTS_EPOCH } from '../src/epoch.js'
import { EVENT_KINDS } from '../src/events.js'
import { CODES, EXIT } from '../src/mistakes.js'
import { TIES } from '../src/network.js'
import { DEFAULTS, PARAMETERS } from '../src/parameters.js'
import { address, Draws, exponential, keyFromSeed, logistic, PURPOSES } from '../src/random.js'
import { DAY, Simulation } from '../src/run.js'
import { MODELS, SWITCHES } from '../src/scenario.js'
import type { World } from '../src/world.js'

const code = {
  address,
  CODES,
  compile,
  DAY,
  DEFAULTS,
  Draws,
  EVENT_KINDS,
  EXIT,
  exponential,
  keyFromSeed,
  logistic,
  PARAMETERS,
  PURPOSES,
  RESULTS_EPOCH,
  Simulation,
  SWITCHES,
}

const tables: Record<string, string> = tablesOf(code)
const texts = DOCUMENTS.map((path) => ({
  path,
  text: readFileSync(join(import.meta.dirname, '..', path), 'utf8'),
}))
const model = readFileSync(join(import.meta.dirname, '../docs/model.md'), 'utf8')

describe('what is written is what the code says', () => {
  test.each(texts)('$path is in step; run node scripts/write-docs.mjs when it is not', ({ text }) => {
    expect(text).toBe(rewrite(text, tables))
  })

  test('every table stands somewhere', () => {
    const all = texts.map(({ text }) => text).join('')
    for (const name of Object.keys(tables)) expect(all).toContain(`<!-- generated: ${name} -->`)
  })
})

describe('what drifts is caught', () => {
  const { loss } = PARAMETERS
  class Another extends Simulation {
    constructor(world: World) {
      super(world, { run: 1 })
    }
  }
  const drifts: [string, object][] = [
    ['a default', { PARAMETERS: { ...PARAMETERS, loss: { ...loss, default: loss.default + 1 } } }],
    ['two phases swapped', { DAY: [DAY[1], DAY[0], ...DAY.slice(2)] }],
    ['an event that was dropped', { EVENT_KINDS: { breach: EVENT_KINDS.breach } }],
    [
      'an exponential of another mean',
      { exponential: (u: number, mean: number) => exponential(u, mean * 2) },
    ],
    ['a run of another number', { Simulation: Another }],
  ]
  test.each(drifts)('%s', (_, change) => {
    expect(rewrite(model, tablesOf({ ...code, ...change }))).not.toBe(model)
  })

  test('a switch that nobody explained stops the writing', () => {
    expect(() => tablesOf({ ...code, SWITCHES: [...SWITCHES, 'weather'] })).toThrow('weather')
  })

  test('so do a table that nobody makes and one without an end', () => {
    expect(() => rewrite('<!-- generated: weather -->\n<!-- end -->', tables)).toThrow('weather')
    expect(() => rewrite('<!-- generated: events -->\n', tables)).toThrow('1 tables begin and 0 end')
  })
})

describe('what is written by hand names nothing that is gone', () => {
  const known = new Set([
    ...Object.keys(PARAMETERS),
    ...PURPOSES.map(({ name }) => name),
    ...SWITCHES,
    ...TIES,
    ...MODELS,
    ...DAY.flatMap(({ mechanisms }) => mechanisms.map(({ name }) => name)),
  ])
  /** Words in `code` that are neither: files, ids of the check run, words of a scenario. */
  const words =
    'code days generated public press topic check leak a-b boston seedrandom node scripts/write-docs.mjs model model: --model liaison run tests/reference forbidden parties history.blame(breach) leak:country:topic:discipline:number exposes exposes: originator tests/patterns npm patterns'.split(
      ' ',
    )

  test('every name in `code` is a parameter, a purpose, a switch, a tie or a mechanism', () => {
    const byHand = model.replaceAll(/<!-- generated[\s\S]*?<!-- end -->/g, '')
    const named = [...byHand.matchAll(/`([^`\n]+)`/g)].flatMap(([, inside]) => inside.split(' '))
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter((name) => !known.has(name) && !words.includes(name))).toEqual([])
  })

  test('every parameter, purpose, switch, tie and mechanism is explained somewhere', () => {
    const byHand = model.replaceAll(/<!-- generated[\s\S]*?<!-- end -->/g, '')
    const perTie = /^(close|ally|partner|narrow)(Discretion|Error|Strength|Veracity)$/
    const perDiscipline = /^(sourceLoss|recovery|sensitivity)(Humint|Sigint|Geoint|Osint)$/
    const missing = [...known].filter(
      (name) => !perTie.test(name) && !perDiscipline.test(name) && !new RegExp(`\\b${name}\\b`).test(byHand),
    )
    expect(missing).toEqual([])
  })
})

/** What a visitor sets, as edits of a file and as a link, and what may be chosen of a breach. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatMistake } from '../../src/mistakes.js'
import type { NamedText, Offer } from '../../src/report/explorer.js'
import type { Scenario } from '../../src/scenario.js'
import {
  leakersOn,
  partnersOn,
  recipients,
  withLeaker,
  withOriginators,
} from '../../src/screen/explorer/choices.js'
import { fragmentOf, sharedIn } from '../../src/screen/explorer/link.js'
import { open, scenarioText, valueIn, withEdit, type Settings } from '../../src/screen/explorer/settings.js'

const PROJECT = join(import.meta.dirname, '../..')

function textsIn(folder: string): Record<string, NamedText> {
  const files = readdirSync(join(PROJECT, folder)).filter((name) => name.endsWith('.yaml'))
  const named = (file: string): NamedText => ({
    file,
    text: readFileSync(join(PROJECT, folder, file), 'utf8'),
  })
  return Object.fromEntries(files.map((file) => [file.slice(0, -5), named(file)]))
}

const offer: Offer = { networks: textsIn('networks'), scenarios: textsIn('scenarios') }
const untouched: Settings = { from: 'laptop-bomb', edits: [], runs: 100 }
const source = offer.scenarios['laptop-bomb']
const SEVERITY = ['events', 0, 'breach', 'severity']

function scenarioOf(settings: Settings): Scenario {
  const { scenario, mistakes } = open(settings, offer).reading
  expect(mistakes.map(formatMistake)).toEqual([])
  if (scenario === undefined) throw new Error('no scenario')
  return scenario
}

describe('edits', () => {
  test('that nobody made leave the file as it is, to the byte', () => {
    for (const [from, text] of Object.entries(offer.scenarios))
      expect(open({ ...untouched, from }, offer).written).toBe(text)
  })

  test('change one value and keep the rest, comments too', () => {
    const { written } = open(withEdit(untouched, ['parameters', 'spillOver'], 0.3, undefined), offer)
    expect(written.text).toContain('# yaml-language-server: $schema=../schema/scenario.schema.json')
    expect(written.text).toContain(
      '# The disclosure was in the press on 15 May, Israel named as the source on 16 May.',
    )
    expect(written.text).toContain('parameters:\n  spillOver: 0.3')
    const { parameters, ...rest } = scenarioOf(
      withEdit(untouched, ['parameters', 'spillOver'], 0.3, undefined),
    )
    const { parameters: before, ...same } = scenarioOf(untouched)
    expect(parameters).toEqual({ ...before, spillOver: 0.3 })
    expect(rest).toEqual(same)
  })

  test('of a breach take the case its name and its story', () => {
    const changed = scenarioOf(withEdit(untouched, SEVERITY, 0.3, 0.8))
    expect(changed.breaches[0].severity).toBe(0.3)
    expect(changed.title).toBe('The laptop-bomb disclosure, changed')
    expect(changed.description).not.toContain('President')
  })

  test('back to what the file says are forgotten', () => {
    const there = withEdit(untouched, SEVERITY, 0.3, 0.8)
    expect(withEdit(there, SEVERITY, 0.8, valueIn(source, SEVERITY))).toEqual(untouched)
    expect(
      withEdit(
        untouched,
        ['events', 0, 'breach', 'press'],
        { after: '5 days', named: '1 day' },
        valueIn(source, ['events', 0, 'breach', 'press']),
      ),
    ).toEqual(untouched)
  })

  test('take things out', () => {
    const silent = scenarioOf(withEdit(untouched, ['events', 0, 'breach', 'press'], undefined, {}))
    expect(silent.breaches[0]).toMatchObject({ pressDay: null, namedDay: null })
  })

  test('reach into a JSON file and one with aliases', () => {
    const json = { file: 'mine.json', text: JSON.stringify({ a: { b: 1 }, c: [{ d: 2 }] }) }
    expect(scenarioText(json, [[['c', 0, 'd'], 3]])).toMatchObject({ file: 'mine.yaml' })
    expect(valueIn(scenarioText(json, [[['c', 0, 'd'], 3]]), ['c'])).toEqual([{ d: 3 }])
    const aliased = { file: 'mine.yaml', text: 'a: &x { b: 1 }\nc: *x\n' }
    const text = scenarioText(aliased, [[['c', 'b'], 2]])
    expect([valueIn(text, ['a']), valueIn(text, ['c'])]).toEqual([{ b: 1 }, { b: 2 }])
  })

  test('for which there is no place are refused', () => {
    const stray = { ...untouched, edits: [[['title', 'deeper'], 1] as const] }
    expect(() => open(stray, offer)).toThrow('sets title.deeper, for which laptop-bomb.yaml has no place')
    expect(() => open({ ...untouched, from: 'toString' }, offer)).toThrow('no scenario "toString"')
  })

  test('that make no scenario are told with file, line and column', () => {
    const { reading } = open(withEdit(untouched, SEVERITY, 7, 0.8), offer)
    expect(reading.scenario).toBeUndefined()
    expect(reading.mistakes.map(formatMistake).join('\n')).toMatch(/^laptop-bomb\.yaml:\d+:\d+: E_RANGE: /)
  })
})

describe('a choice', () => {
  test('of any leaker and originator on any shipped network leaves a sound scenario', () => {
    for (const from of ['laptop-bomb', 'isac-breach']) {
      const scenario = scenarioOf({ ...untouched, from })
      const { network } = scenario
      const [breach] = scenario.breaches
      for (const { id } of leakersOn(network, breach.day).filter((_, k) => k % 7 === 0)) {
        const facts = withLeaker(network, breach, id)
        for (const of of [
          facts.of,
          partnersOn(network, id, breach.day)
            .slice(-2)
            .map((partner) => partner.id),
        ]) {
          const other = withOriginators(network, { ...breach, ...facts }, of)
          const settings = Object.entries(other).reduce(
            (before, [key, value]) => withEdit(before, ['events', 0, 'breach', key], value, undefined),
            { ...untouched, from } as Settings,
          )
          expect(open(settings, offer).reading.mistakes.map(formatMistake)).toEqual([])
        }
      }
    }
  })

  test('of another leaker takes a secret that somebody can have told it, if anybody can', () => {
    const from = 'isac-breach'
    const { network, breaches } = scenarioOf({ ...untouched, from })
    const [breach] = breaches
    const isTold = (id: string): boolean =>
      network.agreements.some(
        ({ parties, topics, disciplines }) =>
          parties.includes(id) &&
          disciplines.some((one) => one === breach.discipline) &&
          network.countries.some(
            (other) =>
              other.id !== id &&
              parties.includes(other.id) &&
              other.collection.some(
                ({ topic, discipline, rate }) =>
                  rate > 0 && topics.includes(topic) && discipline === breach.discipline,
              ),
          ),
      )
    const strangers = leakersOn(network, breach.day).filter(
      ({ id }) =>
        isTold(id) && !partnersOn(network, id, breach.day).some((partner) => breach.of.includes(partner.id)),
    )
    expect(strangers.length).toBeGreaterThan(0)
    for (const { id } of strangers) {
      const facts = withLeaker(network, breach, id)
      const settings = Object.entries(facts).reduce(
        (before, [key, value]) => withEdit(before, ['events', 0, 'breach', key], value, undefined),
        { ...untouched, from } as Settings,
      )
      expect(open(settings, offer).reading.warnings.map(formatMistake), id).toEqual([])
    }
  })

  test('of a recipient is never the originator, and the leaker only where it spied', () => {
    const { network, breaches } = scenarioOf(untouched)
    const able = recipients(network, breaches[0])
    expect(able).toContain('RUS')
    expect(able).toContain('press')
    expect(able).not.toContain('ISR')
    expect(able).not.toContain('USA')
    expect(recipients(network, { ...breaches[0], kind: 'spying' })).toContain('USA')
  })
})

describe('a link', () => {
  const own: Settings = {
    from: { file: 'mine.yaml', text: 'liaison: 1 # über\n'.repeat(500) },
    edits: [],
    runs: 20,
  }

  test('restores what it was made of, a file of one’s own too', async () => {
    const edited = withEdit(untouched, SEVERITY, 0.3, 0.8)
    const removed = withEdit(edited, ['events', 0, 'breach', 'press'], undefined, {})
    for (const shared of [
      { now: untouched },
      { now: removed, a: untouched },
      { now: own },
      { now: untouched, a: own },
    ])
      expect(await sharedIn(await fragmentOf(shared))).toEqual(shared)
    expect((await fragmentOf({ now: own })).length).toBeLessThan(400)
  })

  test('is no link where there is no fragment', async () => {
    expect(await sharedIn('')).toBeUndefined()
    expect(await sharedIn('#')).toBeUndefined()
  })

  test('that is damaged, or no link at all, is refused in one sentence', async () => {
    const whole = await fragmentOf({ now: own })
    const json = (value: unknown): string => `#1.${btoa(JSON.stringify(value))}`
    const broken = [
      '#nonsense',
      '#1.%%%',
      '#2.e30',
      whole.slice(0, -20),
      json(null),
      json({ now: { ...untouched, runs: 1e9 } }),
      json({ now: { ...untouched, from: 7 } }),
      json({ now: untouched, more: 1 }),
      json({ now: { ...untouched, edits: [[[], 1]] } }),
      json({ now: { ...untouched, edits: Array.from({ length: 501 }, () => [['a']]) } }),
    ]
    for (const fragment of broken) await expect(sharedIn(fragment), fragment).rejects.toThrow('damaged')
  })

  test('of a bomb is refused before it has gone off', async () => {
    const bomb = new Blob([new Uint8Array(64 * 1024 * 1024)])
      .stream()
      .pipeThrough(new CompressionStream('deflate-raw'))
    const packed = Buffer.from(await new Response(bomb).arrayBuffer()).toString('base64url')
    await expect(sharedIn(`#1z.${packed}`)).rejects.toThrow('damaged')
  })

  test('with hostile steps does not reach what every object has', async () => {
    const hostile = {
      now: {
        ...untouched,
        edits: [[['__proto__', 'polluted'], 1] as const, [['parameters', 'constructor'], 1] as const],
      },
    }
    const shared = await sharedIn(await fragmentOf(hostile))
    if (shared === undefined) throw new Error('no link')
    expect(open(shared.now, offer).reading.scenario).toBeUndefined()
    expect({}).not.toHaveProperty('polluted')
  })

  test('of whatever is in it either opens or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        await expect(sharedIn(`#1.${Buffer.from(text).toString('base64url')}`)).rejects.toThrow('damaged')
      }),
      { numRuns: 50 },
    )
  })
})

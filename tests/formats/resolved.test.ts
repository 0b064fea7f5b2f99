/** A scenario written out in full is the same scenario. */
import { expect, test } from 'vitest'
import { loadScenario } from '../../src/files.js'
import { resolvedScenario } from '../../src/formats/resolved.js'
import { parseScenario, readScenario } from '../../src/scenario-file.js'
import { TINY } from '../cli/command.js'

const again = (text: string) => parseScenario(text, { file: 'scenario.resolved.json' })

test('the shipped scenario comes back as it was, without the shipped network at hand', async () => {
  const scenario = await loadScenario('scenarios/laptop-bomb.yaml')
  const text = resolvedScenario(scenario)
  expect(again(text)).toEqual(scenario)
  expect(resolvedScenario(again(text))).toBe(text)
})

test('so does one with every odd corner', () => {
  const scenario = parseScenario(`${TINY}
  - id: whisper
    on: 5
    breach: { by: AAA, of: [BBB], to: public, topic: terror, discipline: SIGINT, kind: spying, severity: 0, details: 0 }
  - id: secret
    on: 6
    breach: { by: BBB, of: [AAA, CCC], to: RRR, topic: terror, severity: 0.1 }
parameters: { spillOver: 0.3, sensitivityHumint: 0.9 }
mechanisms: { imitation: off }
override:
  pairs: [{ from: AAA, to: BBB, discretion: 0.7 }]
  agreements: { one: { from: -400, until: 50, stake: { AAA: 2 }, price: { BBB: 1 } } }
`)
  expect(scenario.network.pairs).toHaveLength(1)
  expect(again(resolvedScenario(scenario))).toEqual(scenario)
})

test('prospects, listed or found, come back as a list, with the terms they have', () => {
  const found = parseScenario(
    `${TINY}override: { prospects: { generate: 9, tie: narrow, caveat: forbidden } }\n`,
  )
  expect(found.network.prospects.map(({ id }) => id)).toEqual(['prospect-AAA-CCC'])
  expect(again(resolvedScenario(found))).toEqual(found)
  const listed = parseScenario(`${TINY}override:
  prospects:
    - { id: new, label: A new deal, parties: [CCC, AAA], scope: { topics: [terror], disciplines: [SIGINT] },
        tie: close, stake: { AAA: 3 }, price: { CCC: 0.5 }, source: { title: Said so } }
`)
  expect(listed.network.prospects).toHaveLength(1)
  expect(again(resolvedScenario(listed))).toEqual(listed)
  expect(resolvedScenario(again(resolvedScenario(listed)))).toBe(resolvedScenario(listed))
})

test('a fixed default seed is written out', () => {
  const scenario = parseScenario(TINY.replace('seed: small\n', ''))
  expect(again(resolvedScenario(scenario))).toEqual({ ...scenario, seedGiven: true })
})

test('a null model and its own parameters are written out, and nothing that warns', () => {
  const scenario = parseScenario(TINY.replace('seed: small', 'seed: small\nmodel: sir'))
  const text = resolvedScenario(scenario)
  expect(again(text)).toEqual(scenario)
  const { parameters } = JSON.parse(text) as { parameters: Record<string, number> }
  expect(parameters).toMatchObject({ sirTransmission: 0.0009, spillOver: 0.15 })
  expect(parameters).not.toHaveProperty('cascadeChance')
  for (const model of ['sir', 'liaison'] as const)
    expect(readScenario(resolvedScenario({ ...scenario, model })).warnings).toEqual([])
})

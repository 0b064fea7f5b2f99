/** The page and the summary of a null model: that they say what it is, what it gives and what Liaison says, whole and harmless. */
import { expect, test } from 'vitest'
import { baselinePage } from '../../src/report/baseline-page.js'
import { baselineSummary } from '../../src/report/baseline-summary.js'
import { STYLE, STYLE_HASH } from '../../src/report/style.js'
import { widthOf } from '../../src/report/terminal.js'
import type { NullModel } from '../../src/scenario.js'
import { baseline } from '../../src/studies/baseline.js'
import type { BaselineFindings } from '../../src/studies/baseline-findings.js'
import { experiment } from '../../src/studies/experiment.js'
import { breach, village, type Settings } from '../fixtures.js'
import { HOSTILE_NAMES } from './hostile.js'
import { parsed } from './parsed.js'

const NULL_MODELS: readonly NullModel[] = ['threshold', 'cascade', 'sir', 'degroot', 'friedkin-johnsen']

async function findings(model: NullModel, settings: Settings = {}, runs = 8): Promise<BaselineFindings> {
  const scenario = village({ days: 40, ...settings })
  const beside = (await experiment(scenario, { runs: 2 })).data
  return (await baseline(scenario, { model, runs, beside })).data
}

const flat = (text: string): string => text.replace(/\s+/g, ' ')

test('a contagion, said in full', async () => {
  const data = await findings('cascade', { parameters: { cascadeChance: 1 } })
  const said = flat(baselineSummary(data, { width: 120, files: [['out/report.html', 'the page']] }))
  expect(said).toContain('A test: null model')
  expect(said).toContain(
    'This is the independent cascade, a null model: it knows who shares an agreement with whom and nothing of trust',
  )
  expect(said).toContain(
    'Beginning with V, 3.0 of 4 countries restrict what they share with L, a run on average (95 % interval, chance only: 3.0 to 3.0); without the breach none would.',
  )
  expect(said).toContain('Of its 1 partner that was no victim, 1.0 restrict (1.0 to 1.0).')
  expect(said).toContain('In 100 % of the runs (67.6 to 100.0 %) more than half of the countries do.')
  expect(said).toContain(
    'Without L the network is in pieces, and 3 countries of 4 are joined to those who begin: nothing reaches the others.',
  )
  expect(said).toContain("Liaison's own model, under the same seed: V told L ")
  expect(said).toMatch(/V victim 100 % 67\.6 to 100\.0 % 0 % 0\.0 \d/)
  expect(said).toMatch(/S no deal 100 % 67\.6 to 100\.0 % 0 % 2\.0 – –/)
  expect(said).toContain('cascadeChance 1')
  expect(said).toContain('chance only')
  expect(said).toContain('out/report.html the page')
  const html = baselinePage(data).replaceAll('\u00a0', ' ')
  expect(html).toContain('A null model: 8 pairs of runs, with and without the breach')
  expect(html).toContain('Beginning with V, 3.0 of 4 countries restrict')
  expect(html).toContain('Liaison&#39;s own model, under the same seed: V told L')
})

test('opinions, said in full', async () => {
  const data = await findings('degroot')
  const said = flat(baselineSummary(data))
  expect(said).toMatch(
    /In the end all think of L 0\.\d{3} on average, where 1 is full trust; without the breach it would be 0\.\d{3} \(difference −0\.\d{3}/,
  )
  expect(said).toMatch(/Its 1 partner that was no victim: 0\.\d{3} instead of 0\.\d{3}\./)
  expect(said).toContain('opinionSelfWeight 0.5')
  expect(said).not.toContain('had not come to rest')
  const restless = { ...data, leakers: data.leakers.map((leaker) => ({ ...leaker, unsettled: 3 })) }
  expect(flat(baselineSummary(restless))).toContain(
    'In 3 runs opinions had not come to rest when they were read.',
  )
})

test.each(NULL_MODELS)('%s: the page is well-formed, whole and asks nobody for anything', async (model) => {
  for (const settings of [{}, { breaches: [breach('L', 'V'), breach('F', 'S', { id: 'b', day: 20 })] }])
    for (const runs of [1, 8]) {
      const data = await findings(model, settings, runs)
      const html = baselinePage(data)
      const elements = parsed(html)
      for (const [name, attributes] of elements) {
        expect(['script', 'link', 'img', 'a', 'form', 'iframe', 'base']).not.toContain(name)
        expect(attributes).not.toMatch(/ (?:on\w+|src|href|style)=/i)
      }
      expect(html).toContain(STYLE_HASH.replaceAll("'", '&#39;'))
      expect(html.replace(STYLE, '')).not.toMatch(/undefined|NaN|null(?! model)|Infinity/)
      expect(baselineSummary(data)).not.toMatch(/undefined|NaN|null(?! model)|Infinity/)
    }
})

test.each([72, 100, 120])('lines fit a terminal of %d', async (width) => {
  for (const model of NULL_MODELS)
    for (const line of baselineSummary(await findings(model), { width }).split('\n'))
      expect(widthOf(line), line).toBeLessThanOrEqual(width)
})

test('a hostile name is nothing but text', async () => {
  const data = await findings('threshold')
  const shape = parsed(baselinePage(data))
    .map(([name]) => name)
    .join(' ')
  for (const name of HOSTILE_NAMES) {
    const named: BaselineFindings = {
      ...data,
      title: name,
      description: name,
      network: name,
      seed: name,
      leakers: data.leakers.map((leaker) => ({
        ...leaker,
        label: name,
        countries: leaker.countries.map((one) => ({ ...one, id: name, label: name })),
      })),
    }
    const elements = parsed(baselinePage(named))
    // a name of blanks leaves its paragraph out
    const got = elements.map(([one]) => one).join(' ')
    expect(got.replaceAll(' p', '')).toBe(shape.replaceAll(' p', ''))
    const text = baselineSummary(named, { files: [[name, name]] })
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Noncharacter_Code_Point}/u)
  }
})

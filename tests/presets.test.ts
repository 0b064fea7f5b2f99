/** Presets: parameters that may be set, where they come from, and who goes over whom. */
import { describe, expect, test } from 'vitest'
import { DEFAULTS, PARAMETERS, type ParameterName } from '../src/parameters.js'
import { PRESET_NAMES, PRESETS } from '../src/presets.js'
import { readScenario } from '../src/scenario-file.js'
import { FITTED } from '../src/studies/calibrate.js'

const network = {
  topics: { t: {} },
  countries: [{ id: 'A', collection: { t: { HUMINT: 1 } } }, { id: 'B' }],
  agreements: [{ id: 'ab', parties: ['A', 'B'], scope: { topics: 'all', disciplines: 'all' }, tie: 'ally' }],
}
const scenario = { liaison: 1, title: 'Two', start: '2020-01-01', days: 9, network }
const read = (more: object): ReturnType<typeof readScenario> => readScenario({ ...scenario, ...more })

describe.each(PRESET_NAMES)('%s', (name) => {
  const { parameters, provenance } = PRESETS[name]
  const entries = Object.entries(parameters) as [ParameterName, number][]

  test('sets what was fitted, each within its range, and says where it comes from', () => {
    expect(entries.map(([parameter]) => parameter)).toEqual([...FITTED])
    for (const [parameter, value] of entries) {
      const { low, high } = PARAMETERS[parameter]
      expect(value, parameter).toBeGreaterThanOrEqual(low)
      expect(value, parameter).toBeLessThanOrEqual(high)
    }
    expect(provenance[0]).toMatch(/^Fitted to \d+ originator outcomes of \d+ documented breaches/)
    expect(provenance[1]).toMatch(/^Out of sample/)
  })

  test('goes over the defaults, and the file over it', () => {
    expect(read({ preset: name }).scenario?.parameters).toEqual({ ...DEFAULTS, ...parameters })
    const over = read({ preset: name, parameters: { breachWeight: 0.7 } })
    expect(over.scenario?.parameters).toEqual({ ...DEFAULTS, ...parameters, breachWeight: 0.7 })
    expect(over.warnings).toEqual([])
  })
})

test('none is taken unless it is named, and a name that is none is told with what was meant', () => {
  expect(read({}).scenario?.parameters).toEqual(DEFAULTS)
  const { mistakes, scenario: none } = read({ preset: 'calibrated-2025' })
  expect(none).toBeUndefined()
  expect(mistakes).toMatchObject([
    { code: 'E_ENUM', fix: expect.stringContaining('calibrated-2026') as string },
  ])
})

test('a setting names one as the file does', () => {
  const set = [['preset', 'calibrated-2026']] as const
  expect(readScenario(scenario, { set }).scenario?.parameters).toEqual(
    read({ preset: 'calibrated-2026' }).scenario?.parameters,
  )
})

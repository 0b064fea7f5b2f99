import { describe, expect, test } from 'vitest'
import { CONFIDENCES, DEFAULTS, PARAMETER_NAMES, PARAMETERS } from '../src/parameters.js'

test.each(PARAMETER_NAMES)('%s: allowed bounds hold the plausible range, and that the default', (name) => {
  const { default: value, low, high, min, max, whole, unit, meaning, source, confidence } = PARAMETERS[name]
  expect(min).toBeLessThanOrEqual(low)
  expect(low).toBeLessThan(high)
  expect(high).toBeLessThanOrEqual(max)
  expect(value).toBeGreaterThanOrEqual(low)
  expect(value).toBeLessThanOrEqual(high)
  const halves = [value, low, high, min, max].filter((number) => whole && !Number.isInteger(number))
  expect(halves).toEqual([])
  for (const words of [unit, meaning, source]) expect(words.trim()).not.toBe('')
  expect(CONFIDENCES).toContain(confidence)
})

describe('the table', () => {
  test('has the numbers of the model', () => {
    expect(DEFAULTS).toMatchObject({
      halfLife: 365,
      resistance: 10,
      breachWeight: 0.6,
      spillOver: 0.15,
      similarityFloor: 0.3,
      loss: 8,
      idFull: 0.6,
      idTear: 0.15,
      tearLineValue: 0.6,
      inertiaTear: 0.8,
      inertiaHold: 0.27,
      closeDiscretion: 0.95,
      closeStrength: 20,
      closeVeracity: 0.98,
      narrowDiscretion: 0.55,
      narrowStrength: 4,
      narrowVeracity: 0.75,
      closeError: 0.002,
      allyError: 0.005,
      partnerError: 0.02,
      narrowError: 0.06,
      planted: 0.3,
      permanentShare: 0.4,
      checkWindow: 30,
      avertedTear: 0.7,
      itemSensitivityHigh: 1.4,
    })
    expect(Object.keys(DEFAULTS)).toEqual(PARAMETER_NAMES)
  })

  test('leaves no degenerate value open', () => {
    // forward decay divides by 2^(−days / halfLife): fifty years must not overflow
    expect(2 ** (18250 / PARAMETERS.halfLife.min)).toBeLessThan(Number.MAX_VALUE)
    expect(2 ** (18250 / PARAMETERS.exchangeHalfLife.min)).toBeLessThan(Number.MAX_VALUE)
    expect(PARAMETERS.tearLineValue.max).toBe(0.9)
    for (const tie of ['close', 'ally', 'partner', 'narrow'] as const) {
      expect(PARAMETERS[`${tie}Discretion`]).toMatchObject({ min: 0.001, max: 0.999 })
      expect(PARAMETERS[`${tie}Strength`].min).toBe(0.1)
      // somebody who only ever lies would have no reports to confirm
      expect(PARAMETERS[`${tie}Error`].max).toBeLessThan(1)
    }
  })
})

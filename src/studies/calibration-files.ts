/** What a calibration found as the files of its result: everything as data, and its parameters as a preset with their provenance. */
import { DISCLAIMER } from '../disclaimer.js'
import type { Calibration } from './calibrate.js'
import { dataJson } from './tables.js'

/** `calibration.json`: everything that was found; null where an interval has nothing to stand on. */
export function calibrationJson(data: Calibration): string {
  return dataJson(data)
}

/** Digits of a parameter in a preset: more would claim what no posterior says. */
const DIGITS = 3

/**
 * `preset.yaml`: the posterior means as the `parameters` of a scenario file, and where they come from. A mean of each may be a
 * combination that no draw had; what was scored out of sample is the mixture of all draws.
 */
export function presetOf(data: Calibration): string {
  const { parameters, crossValidated, draws, runs, seed, resultsEpoch, outcomes, episodes, effectiveDraws } =
    data
  const { brier } = crossValidated.lessUncalibrated
  const base = crossValidated.lessBaseRate.brier
  const said = (value: number): string => value.toFixed(DIGITS)
  return [
    `# Posterior means of a fit by \`liaison calibrate\`. ${DISCLAIMER}`,
    `# Fitted to ${outcomes} originator outcomes of ${episodes} documented breaches: ${draws} draws, ${runs} pairs of runs of each, seed`,
    `# ${JSON.stringify(seed)}, results-epoch ${resultsEpoch}; ${effectiveDraws.toFixed(1)} draws carry the weight.`,
    `# Out of sample, Brier less the uncalibrated: ${said(brier.mean)} (95 % by episode ${said(brier.low)} to ${said(brier.high)});`,
    `# less the base rate's: ${said(base.mean)} (${said(base.low)} to ${said(base.high)}). ${data.isBetter ? 'Better than the defaults.' : 'Not shown to be better than the defaults.'}`,
    'parameters:',
    ...parameters.map(({ name, posterior, narrowing, identified }) => {
      const sure = identified ? 'identified' : 'not identified'
      return `  ${name}: ${said(posterior.mean)} # ${said(posterior.low)} to ${said(posterior.high)}; ${sure}, narrowing ${said(narrowing.mean)}`
    }),
    '',
  ].join('\n')
}

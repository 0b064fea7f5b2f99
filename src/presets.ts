/**
 * Parameters fitted to the record, by name. A scenario takes them with `preset:`, or on the command line with
 * `--set preset=…`; what it sets itself goes over them. None is the default unless it beats the defaults out of sample beyond chance.
 */
import type { Parameters } from './parameters.js'

/** A set of parameters and where it comes from. */
export interface Preset {
  /** how it was made and what it is worth, in sentences */
  readonly provenance: readonly string[]
  readonly parameters: Partial<Parameters>
}

export const PRESET_NAMES = ['calibrated-2026'] as const
export type PresetName = (typeof PRESET_NAMES)[number]

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  'calibrated-2026': {
    provenance: [
      'Fitted to 57 originator outcomes of 29 documented breaches by liaison calibrate: 64 draws, 6 pairs of runs of each, seed liaison, results-epoch 2; 8.3 draws carry the weight.',
      'Out of sample, each episode forecast from all others: Brier less that of the defaults −0.002 (95 % by episode −0.008 to 0.004), less the base rate’s 0.003 (−0.012 to 0.025); fitted before 2015 and scored from then on, less the defaults’ 0.002 (−0.007 to 0.016).',
      'Not shown to be better than the defaults, so it is an option.',
      'Identified: no parameter.',
    ],
    parameters: {
      // 0.107 to 1.009
      breachWeight: 0.388,
      // 0.166 to 0.817
      molePenalty: 0.391,
      // 0.041 to 0.834
      insiderPenalty: 0.542,
      // 0.081 to 0.818
      dilution: 0.374,
      // 0.002 to 2.788
      dependenceGain: 1.202,
      // 0.209 to 1.916
      inertiaTear: 0.819,
      // 0.217 to 1.938
      inertiaHold: 1.326,
      // 1.076 to 28.867
      formalPrecision: 8.028,
    },
  },
}

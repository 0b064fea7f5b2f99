/**
 * Parameters fitted to the record, by name. A scenario takes them with `preset:`, or on the command line with
 * `--set preset=…`; what it sets itself goes over them. None is the default unless it beats the defaults out of sample beyond chance.
 */
import type { Parameters } from './parameters.js'

/** A set of parameters and where it comes from. */
interface Preset {
  /** how it was made and what it is worth, in sentences */
  readonly provenance: string
  readonly parameters: Partial<Parameters>
}

export const PRESET_NAMES = ['calibrated-2026'] as const
export type PresetName = (typeof PRESET_NAMES)[number]

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  'calibrated-2026': {
    provenance: '',
    parameters: {},
  },
}

/** Agreements as the stage has them, made by hand. */
import type { StageAgreement } from '../../src/studies/stage.js'

export function pact(
  id: string,
  parties: readonly string[],
  more: Partial<StageAgreement> = {},
): StageAgreement {
  return {
    id,
    label: id,
    parties,
    tie: 'ally',
    caveat: 'forbidden',
    from: null,
    until: null,
    prospect: false,
    source: null,
    ...more,
  }
}

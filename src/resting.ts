/** Trust as it rests on day 0, before anything has happened. */
import type { Laid } from './world.js'

/** Trust on day 0: the prior counts once as itself and once as evidence of good conduct. */
export function restingTrust(base: number): number {
  return (1 + base) / 2
}

/** 1 − Π trust over the other parties: the chance that one of them passes it on. */
export function restingRisk(laid: Laid, m: number): number {
  const { priorOf, priors } = laid
  let kept = 1
  for (let a = laid.audienceStart[m]; a < laid.audienceStart[m + 1]; a++)
    kept *= restingTrust(priors.base[priorOf[laid.audiencePair[a]]])
  return 1 - kept
}

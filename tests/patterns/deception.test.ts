/** Lies, and reports that vouch for themselves (MODEL.md §9): what a proven deception leaves, and what provenance is good for. */
import { compile } from '../../src/compile.js'
import { Simulation } from '../../src/run.js'
import type { Move, Scenario } from '../../src/scenario.js'
import { breach, village, type Settings } from '../fixtures.js'
import { ask, breached, mean, measured, pattern } from './pattern.js'

const YEARS = 10
const RUNS = 16

/** How V stands to L at the end of ten years: trust in either sense, and what it tells L in the last two of them. */
interface Stand {
  readonly discretion: number
  readonly veracity: number
  readonly flow: number
}

function stand(given: Scenario, run: number): Stand {
  const simulation = new Simulation(compile(given), { run, seed: 'patterns' })
  while (!simulation.done) simulation.step()
  const { state, history } = simulation.now
  const pair = history.pair('V', 'L')
  const flow = history.flow('V', 'L').slice(-730)
  return {
    discretion: state.trust(pair),
    veracity: state.veracity(pair),
    flow: flow.reduce((sum, value) => sum + value, 0),
  }
}

/** By run, something of one village as a share of the same without any breach or lie; mean and 95 % interval. */
function shareOf(one: readonly Stand[], other: readonly Stand[], what: keyof Stand) {
  const shares = one.map((found, run) => found[what] / other[run][what])
  const middle = mean(shares)
  const variance = mean(shares.map((share) => (share - middle) ** 2)) * (RUNS / (RUNS - 1))
  const half = 2.13 * Math.sqrt(variance / RUNS)
  return { mean: middle, low: middle - half, high: middle + half }
}

pattern('S17', 'proven deception blocks full recovery', () => {
  const answer = (id: string, day: number, kind: 'denial' | 'proven'): Move => {
    return { what: 'repair', id, day, by: 'L', to: null, breach: 'leak', kind }
  }
  const madeUp: Move = {
    what: 'fabrication',
    id: 'made up',
    day: 15,
    by: 'L',
    to: ['V'],
    severity: 1,
    provenDay: 60,
  }
  const told = [breach('L', 'V', { to: 'H' })]
  const lived = (settings: Settings): Stand[] =>
    Array.from({ length: RUNS }, (_, run) => stand(village({ days: YEARS * 365, ...settings }), run))
  const untouched = lived({ breaches: [] })
  const breachAlone = lived({ breaches: told })
  const deniedIt = lived({
    breaches: told,
    moves: [answer('denial', 15, 'denial'), answer('proof', 60, 'proven')],
  })
  const lied = lived({ breaches: [], moves: [madeUp] })
  const forgiven = lived({ breaches: [], moves: [madeUp], parameters: { permanentShare: 0 } })

  const trust = shareOf(breachAlone, untouched, 'discretion')
  const telling = shareOf(breachAlone, untouched, 'flow')
  const denied = shareOf(deniedIt, untouched, 'discretion')
  const silent = shareOf(deniedIt, untouched, 'flow')
  const veracity = shareOf(lied, untouched, 'veracity')
  const wiped = shareOf(forgiven, untouched, 'veracity')
  const share = 'ten years on, as a share of what it would have been'
  return Promise.resolve([
    measured(
      `trust of the victim of a breach, ${share}`,
      trust,
      'within 1 % of 1',
      Math.min(trust.low, 2 - trust.high) > 0.99,
    ),
    measured(
      `what the victim of a breach tells, ${share}`,
      telling,
      'within 3 % of 1',
      Math.min(telling.low, 2 - telling.high) > 0.97,
    ),
    measured(`the same trust after a denial proven false`, denied, 'below 0.9', denied.high < 0.9),
    measured(`the same flow after a denial proven false`, silent, 'below 0.9', silent.high < 0.9),
    measured(
      `veracity trust after a proven fabrication, ${share}`,
      veracity,
      'below 0.95',
      veracity.high < 0.95,
    ),
    measured(
      'the same if nothing of it were for good',
      wiped,
      'within 1 % of 1',
      Math.min(wiped.low, 2 - wiped.high) > 0.99,
    ),
  ])
})

pattern('S20', 'without provenance breaches raise false corroboration', async () => {
  const victims = ['AUS', 'CAN', 'DEU', 'DNK', 'FRA', 'GBR', 'NLD', 'NOR', 'NZL', 'SWE']
  const wide = breached({
    of: victims,
    to: 'press',
    kind: 'insider',
    severity: 1,
    pressDay: 9,
    namedDay: 9,
  })
  const falselyConfirmed = async (given: Scenario, provenance: boolean, runs: number) => {
    const mechanisms = { ...given.mechanisms, provenance }
    const { outcomes } = await ask({ ...given, days: 50, mechanisms }, runs)
    return outcomes.falselyConfirmed
  }
  const strict = await falselyConfirmed(wide, true, 20)
  const lax = await falselyConfirmed(wide, false, 320)
  const one = await falselyConfirmed(breached({}), false, 320)
  const perRun = 'false reports taken for confirmed, a run'
  return [
    measured(
      `${perRun}, without provenance and without the breach`,
      lax.without,
      'above 0',
      lax.without.low > 0,
    ),
    measured(
      `${perRun}, with provenance`,
      strict.with,
      'exactly 0',
      strict.with.high === 0 && strict.without.high === 0,
    ),
    measured(
      `more ${perRun}, once the press has secrets of ten`,
      lax.difference,
      'above 0.02',
      lax.difference.low > 0.02,
    ),
    measured(
      `more ${perRun}, once it has a secret of one`,
      one.difference,
      'not below 0, and above 0 on average',
      one.difference.low >= 0 && one.difference.mean > 0,
    ),
  ]
})

/**
 * SIR, day by day: a country that restricts tries each partner every day from the next on, and at the end of each such day it
 * may share again, for good (Kermack & McKendrick 1927). Trying every day until the first success is one number, the day of
 * that success: one draw a directed pair gives it, one draw a country how many days it tries. So each pair is open or not, with
 * a delay, whoever has been won over before; who restricts by when is who can be reached by then along open pairs (percolation),
 * and with a bond or a seed less nobody is reached sooner.
 */
import { exp, log } from '../math.js'
import { NEVER, type Contagion } from './baseline.js'

/** `outbreak.memo` is the first day on which a country that restricted shares again; NEVER: it does not, or never restricted. */
export const sir: Contagion = {
  name: 'sir',
  kind: 'contagion',
  clock: 'days',
  draws: { node: 'infectious', bond: 'transmission' },
  play({ bonds, bondAt, nodeAt, parameters, days }, seeds, dice, outbreak) {
    const { starts, targets } = bonds
    const { sirTransmission: transmission, sirRecovery: recovery } = parameters
    const failing = log(1 - transmission)
    const staying = log(1 - recovery)
    outbreak.clear()
    const { when, memo, calendar } = outbreak
    memo.fill(NEVER)
    calendar.clear(days)
    seeds.nodes.forEach((node, k) => {
      if (seeds.days[k] >= Math.min(days, when[node])) return
      when[node] = seeds.days[k]
      calendar.note(when[node], node)
    })
    for (let day = 0; calendar.left > 0; day++) {
      for (let node = calendar.take(day); node >= 0; node = calendar.take(day)) {
        // noted again since, for an earlier day
        if (when[node] !== day) continue
        const period = tries(dice.uniform(nodeAt.hi[node], nodeAt.lo[node], 0), staying)
        // a day past the last is as good as any later
        const lasts = Math.min(period, days) | 0
        memo[node] = day + lasts + 1
        outbreak.begin(node, day)
        const open = 1 - power(1 - transmission, failing, period)
        const end = starts[node + 1] | 0
        for (let k = starts[node] | 0; k < end; k++) {
          const other = targets[k]
          if (when[other] <= day + 1) continue
          const u = dice.uniform(bondAt.hi[k], bondAt.lo[k], 0)
          if (u >= open) continue
          // what rounding puts a day past the last belongs to the last
          const then = day + (Math.min(tries(u, failing), lasts) | 0)
          if (then >= when[other] || then >= days) continue
          when[other] = then
          calendar.note(then, other)
        }
      }
    }
    // a day beyond which nobody looked is no day
    for (let k = 0; k < outbreak.size; k++) {
      const node = outbreak.order[k]
      if (memo[node] >= days) memo[node] = NEVER
    }
  },
}

/** `tries` of random.ts with the logarithm of one minus the chance worked out before. */
function tries(u: number, logFailure: number): number {
  return logFailure === 0 ? Infinity : 1 + Math.floor(log(1 - u) / logFailure)
}

/** `power` of math.ts for an exponent of 1 or more, with the logarithm of the base worked out before. */
function power(base: number, logBase: number, exponent: number): number {
  return exponent === 1 || logBase === 0 ? base : exp(exponent * logBase)
}

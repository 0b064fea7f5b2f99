/** Whether another program came to what Liaison came to. Each function throws, with both figures, where it did not. */
import { sink } from './measure.mjs'

/** Standard errors that means and standard deviations may lie apart; by chance they do once in two million comparisons. */
const ERRORS = 5
/** Furthest that opinions, or the sum of trust, may lie apart: sums are added up in another order. */
const OPINIONS_APART = 1e-10
const TRUST_APART = 1e-9

/**
 * All that ours names is in theirs, to the last bit.
 * @param apart by name: how far numbers may lie apart all the same
 */
export function same(ours, theirs, who, apart = {}) {
  for (const [name, values] of Object.entries(ours)) {
    const [here, there] = [values, theirs[name]].map((value) => [value].flat())
    if (here.length !== there.length)
      throw new Error(`${who} has ${there.length} ${name}, Liaison ${here.length}`)
    here.forEach((value, k) => {
      if (!Object.is(value, there[k]) && !(Math.abs(value - there[k]) <= apart[name]))
        throw new Error(`${who}: ${name}[${k}] is ${there[k]}, in Liaison ${value}`)
    })
    sink(here.reduce((sum, value) => sum + value, 0))
  }
}

/** All at rest think the same; in which round they came to rest hangs on the last bit. */
export function sameOpinions({ opinions }, theirs, who) {
  same({ opinions }, theirs, who, { opinions: OPINIONS_APART })
}

export function sameSharing(ours, theirs, who) {
  same(ours, theirs, who, { trust: TRUST_APART })
}

/**
 * Counts are two samples whose means and standard deviations lie few standard errors apart.
 * @param above only counts greater than this are looked at
 */
export function alike(ours, theirs, who, { above = 0 } = {}) {
  const [here, there] = [ours, theirs].map(({ counts }) => sampled(counts.filter((count) => count > above)))
  for (const what of ['mean', 'deviation']) {
    const error = Math.hypot(here[what].error, there[what].error)
    if (!(Math.abs(here[what].value - there[what].value) <= ERRORS * error))
      throw new Error(
        `${who} has a ${what} of ${there[what].value}, Liaison of ${here[what].value}; standard error ${error}`,
      )
  }
  sink(ours.counts.at(-1))
}

/** Mean and standard deviation, each with its standard error. */
function sampled(counts) {
  const size = counts.length
  const mean = counts.reduce((sum, count) => sum + count, 0) / size
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0)
  const deviation = Math.sqrt(squares / (size - 1))
  return {
    mean: { value: mean, error: deviation / Math.sqrt(size) },
    // as if sizes were normal, which those of large outbreaks nearly are
    deviation: { value: deviation, error: deviation / Math.sqrt(2 * (size - 1)) },
  }
}

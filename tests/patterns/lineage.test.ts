/** Who is found out, and whether it matters that it is true (MODEL.md §9): attribution by detail, and perceived against real risk. */
import { compile } from '../../src/compile.js'
import { run } from '../../src/run.js'
import type { Scenario } from '../../src/scenario.js'
import { proportion, type Estimate } from '../../src/studies/statistics.js'
import { shipped } from '../shipped.js'
import { ask, breached, histories, mean, measured, pattern } from './pattern.js'

const RUNS = 100

interface Found {
  /** share of runs in which the recipient works out the source by itself, with its interval */
  readonly surely: Estimate
  /** days until it knows */
  readonly days: readonly number[]
}

/** The shipped breach with so many details, named by the press sixteen days on: whether and when the recipient knows the source. */
function attribution(details: number): Found {
  const [{ day }] = shipped().breaches
  const world = compile({ ...breached({ details, pressDay: day + 5, namedDay: day + 16 }), days: day + 17 })
  const days: number[] = []
  for (let number = 0; number < RUNS; number++) {
    const { events } = run(world, { seed: 'patterns', run: number, every: 100 })
    days.push((events.find(({ kind }) => kind === 'identified')?.day ?? NaN) - day)
  }
  return { surely: proportion(days.filter((lag) => lag === 0).length, RUNS), days }
}

pattern('S15', 'more detail makes attribution surer and faster', async () => {
  const [one, four, eight] = [1, 4, 8].map(attribution)
  const [slow, quick] = [mean(one.days), mean(four.days)]
  return [
    measured('source known at once by one detail', one.surely, 'below one half', one.surely.high < 0.5),
    measured(
      'source known at once by four',
      four.surely,
      'above that by one',
      four.surely.low > one.surely.high,
    ),
    measured(
      'source known at once by eight',
      eight.surely,
      'at least that by four',
      eight.surely.mean >= four.surely.mean,
    ),
    measured('days until it is known by one', slow, 'above 8 of 16', slow > 8),
    measured('days until it is known by four', quick, 'less than half of that by one', quick < slow / 2),
  ]
})

pattern('S16', 'perceived risk drives the chill, not real risk', async () => {
  const secret = { pressDay: null, namedDay: null } as const
  const never = { ...shipped().parameters, detection: 36_500 }
  const accusation = breached({ happened: false, to: 'public', details: 0 })
  const hidden: Scenario = { ...breached(secret), parameters: never }
  const runs = 40
  const [lie, truth, found] = await Promise.all([
    ask(accusation, runs),
    ask(hidden, runs),
    ask(breached(secret), runs),
  ])
  const [accused, unknown, known] = [lie, truth, found].map(({ leakers }) => leakers[0].groups.direct.chill)
  const spill = lie.leakers[0].groups.spillOver.chill
  // days on which trust differs from the world without the breach although nobody has found out; a source that is lost earns
  // its partners less credit, which is no fear, so here sources are neither lost nor turned
  let early = 0
  const safe = { ...shipped().mechanisms, sourceLoss: false, deception: false }
  for (const [one, other] of histories({ ...breached(secret), mechanisms: safe }, 20)) {
    const first = one.events.find(({ kind }) => kind === 'learned')?.day ?? one.days
    const [here, there] = [one.trust('ISR', 'USA'), other.trust('ISR', 'USA')]
    for (let day = 0; day < first; day++) if (here[day] !== there[day]) early++
  }
  return [
    measured('direct chill of a public false accusation', accused, 'above .2', accused.low > 0.2),
    measured('its spill-over', spill, 'above .01', spill.low > 0.01),
    measured(
      'direct chill of a secret true breach never found',
      unknown,
      'within .01 of none',
      unknown.high < 0.01 && unknown.low > -0.01,
    ),
    measured('the same found out by the victim', known, 'above .2', known.low > 0.2),
    measured('days of trust lost before it is found', early, 'none', early === 0),
  ]
})

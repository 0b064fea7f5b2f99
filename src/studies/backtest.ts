/**
 * The model held against the record: what it says each originator of a documented breach does within 180 days, set beside what it
 * did, scored, and held against forecasts that need no model. Nothing in it is fitted to the record.
 */
import { expectKind, expectLiaison, expectOptions, expectScenario } from '../arguments.js'
import { RESULTS_EPOCH } from '../epoch.js'
import { RESPONSES, type Case, type Episode, type ObservedOutcome, type Response } from '../episode.js'
import { LiaisonError, quote } from '../mistakes.js'
import { labelProblem } from '../names.js'
import type { PairTask } from '../pair.js'
import { RESPONSE_DAYS } from '../responses.js'
import { here } from '../runners/here.js'
import type { Runner } from '../runners/runner.js'
import { DEFAULT_SEED, type Scenario, type Switch } from '../scenario.js'
import { REMOVABLE, withoutMechanism, withoutNetwork, withOtherVictims } from './controls.js'
import type { Progress } from './ensembles.js'
import { countResponses, INJECTED, replayOf, withSeverity, type Counts } from './replay.js'
import {
  BASELINES,
  baselinesOf,
  CLASSES,
  FIRST_CUT,
  isCut,
  lessThan,
  meanByEpisode,
  orderOf,
  reliabilityOf,
  scoresOf,
  smoothed,
  type Baseline,
  type Forecast,
  type ReliabilityBin,
  type Scores,
} from './scores.js'
import type { Estimate } from './statistics.js'

/** Pairs of runs of each case, when nobody says how many. */
export const BACKTEST_RUNS = 50

export interface BacktestOptions {
  /** pairs of runs of each case, 1 or more; 50 when left out */
  readonly runs?: number
  /** text that keys every draw, of the runs and of the resampling */
  readonly seed?: string
  /** also plays every case without one thing after another that the model knows of it */
  readonly controls?: boolean
  /**
   * episodes without a scenario: of breaches where no originator has a tie to the breacher in that year, so that the model says
   * none of each; of others what was seen is told, and nothing is forecast
   */
  readonly unplayed?: readonly Episode[]
  readonly runner?: Runner
  readonly signal?: AbortSignal
  /** counts pairs of runs over all cases and controls */
  readonly onProgress?: (progress: Progress) => void
}

/** The severity under which a breach is played: rated without looking at what followed, or knowing it. */
export const SEVERITIES = ['blind', 'aware'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What was forecast of one partner, and what it did. */
export interface BacktestOutcome extends Omit<Forecast, 'probabilities'> {
  readonly title: string
  readonly breacher: string
  readonly partner: string
  readonly role: ObservedOutcome['role']
  readonly response: Response
  readonly attributable: ObservedOutcome['attributable']
  /** noTie: it has no agreement with the breacher on the day of the breach, so the model says none */
  readonly remark: 'noTie' | null
  /** the severity played */
  readonly severity: Readonly<Record<Severity, number>>
  /** runs by place in CLASSES */
  readonly counts: Readonly<Record<Severity, readonly number[]>>
  /** by place in CLASSES, smoothed so that none is 0 or 1 */
  readonly probabilities: Readonly<Record<Severity, readonly number[]>>
}

/** Which outcomes are scored together. */
const SUBSETS = {
  all: { meaning: 'every originator outcome of a breach', holds: () => true },
  strict: {
    meaning: 'without cases of a single author, unconfirmed, or on thin evidence throughout',
    holds: ({ strict }: Pick<Forecast, 'strict'>) => strict,
  },
  firm: {
    meaning: 'confidence A or B: without outcomes on thin evidence, or on the absence of any',
    holds: ({ confidence }: Pick<Forecast, 'confidence'>) => confidence !== 'C',
  },
  recent: { meaning: 'known after 2010', holds: ({ year }: Pick<Forecast, 'year'>) => year > 2010 },
} as const satisfies Readonly<
  Record<string, { meaning: string; holds: (forecast: BacktestOutcome) => boolean }>
>
type Subset = keyof typeof SUBSETS

/** Forecasts of one kind of severity, scored. */
interface Scored {
  readonly scores: Scores
  /** whether cuts were expected to be graver than the rest (orderOf) */
  readonly order: Estimate
  /** its scores less those of each baseline on the same outcomes; below 0 where the model is better */
  readonly less: Readonly<Record<Baseline, Scores>>
}

export interface SubsetFindings {
  readonly name: Subset
  readonly meaning: string
  readonly outcomes: number
  readonly episodes: number
  readonly cuts: number
  readonly model: Readonly<Record<Severity, Scored>>
  readonly baselines: Readonly<Record<Baseline, Scores>>
}

/** `costs`: removing it makes the score worse beyond chance; `nothing`: not shown; `helps`: better beyond chance. */
export type Price = 'costs' | 'nothing' | 'helps'

export interface ControlFindings {
  readonly name: 'victims' | 'severity' | 'network' | Switch
  readonly meaning: string
  readonly scores: Scores
  /** scores without it less scores with it: above 0 where the removal makes them worse */
  readonly difference: Scores
  /** by Brier's score of the cut */
  readonly removal: Price
}

/** What was seen in an episode that is no breach; nothing is forecast of it. */
interface SeenElsewhere {
  readonly episode: string
  readonly group: string
  readonly partner: string
  readonly role: ObservedOutcome['role']
  readonly response: Response
}

interface BystanderFindings {
  /** those on record, not scored */
  readonly documented: readonly BacktestOutcome[]
  /** partners of breachers that were no originators, over all breaches: share that cuts, with intervals by episode */
  readonly simulated: { readonly partners: number; readonly cutRate: Estimate; readonly above5: number }
}

/** Outcomes that are not scored, by reason. */
interface Excluded {
  /** the response has another proven cause */
  readonly notAttributable: number
  /** the partner is no country: the European Union, or nobody named */
  readonly noCountry: number
  /** the partner is not in the network */
  readonly notInNetwork: number
  /** what the breacher did in its turn */
  readonly counterMoves: number
}

export interface Backtest {
  readonly format: 'liaison-backtest'
  readonly resultsEpoch: number
  readonly seed: string
  readonly runs: number
  readonly days: number
  readonly classes: readonly string[]
  readonly intervals: string
  /** episodes that are breaches, those of them that are played, and other episodes */
  readonly cases: { readonly breaches: number; readonly played: number; readonly others: number }
  readonly excluded: Excluded
  readonly outcomes: readonly BacktestOutcome[]
  readonly subsets: readonly SubsetFindings[]
  /** all outcomes, blind severity */
  readonly reliability: readonly ReliabilityBin[]
  readonly bystanders: BystanderFindings
  /** partners in episodes that are no breaches: another trigger, so nothing is played and nothing scored */
  readonly others: readonly SeenElsewhere[]
  /** empty where controls were not asked for */
  readonly controls: readonly ControlFindings[]
  /** originators in whose place nobody else could be put; 0 where controls were not asked for */
  readonly unshuffled: number
}

const BY_EPISODE =
  '95 %, by episode: whole episodes drawn again, forecasts as they are; it says nothing about which cases came to be on record'

/** Partners that are no country. */
const NO_COUNTRY = ['EUU', 'XXX']

/** One way to play all cases. */
interface Variant {
  readonly name: Severity | ControlFindings['name']
  readonly meaning: string
  /** the task of a case as it bears on one partner; the same object for partners that share one */
  readonly taskOf: (given: Case, partner: string) => PairTask
  /** whose response in it stands for the partner's */
  readonly seatOf: (given: Case, partner: string) => string
}

/** An outcome, its episode, and the case that is played for it; null where nothing is. */
export interface Asked {
  readonly episode: Episode
  readonly given: Case | null
  readonly outcome: ObservedOutcome
}

/** Pairs of runs that `backtest` will play. */
export function pairsToBacktest(cases: readonly Case[], options: BacktestOptions = {}): number {
  const { seed = DEFAULT_SEED, controls = false, runs = BACKTEST_RUNS } = options
  return planOf(cases, [], seed, controls).tasks.length * runs
}

/**
 * Plays every case in pairs of runs and scores what they show of each originator.
 * @param cases episodes with their scenarios, as `parseEpisodes` makes them; outcomes of episodes that are no breaches, and of
 * bystanders, are told apart and never scored
 * @returns the same for the same cases, seed and runs, to the last bit, in any order of the cases and whichever runner does the work
 * @throws LiaisonError E_EMPTY without a case, E_MISSING for a case without an event `breach` or where no outcome can be scored,
 * E_DUP_ID for two cases of one id, E_RANGE for a number of runs or a day out of bounds, E_SEED; `signal.reason` when aborted
 */
export async function backtest(cases: readonly Case[], options: BacktestOptions = {}): Promise<Backtest> {
  expectOptions('backtest', options, {
    runs: 'a whole number, 1 or more',
    seed: 'a text',
    controls: 'a truth value',
    unplayed: 'a list',
    runner: 'a function',
    signal: 'an AbortSignal',
    onProgress: 'a function',
  })
  const { runs = BACKTEST_RUNS, seed = DEFAULT_SEED, controls = false, runner = here } = options
  const { unplayed = [], signal, onProgress } = options
  checkCases(cases, unplayed)
  if (labelProblem(seed) !== undefined)
    throw new LiaisonError('E_SEED', 'a seed is a text of 1 to 200 printable characters')
  const { asked, variants, tasks, placeOf } = planOf(cases, unplayed, seed, controls)
  if (asked.scored.length === 0)
    throw new LiaisonError('E_MISSING', 'nothing to score: no originator outcome of a breach is left')
  const counts = await countResponses(tasks, { first: 0, runs, runner, signal, onProgress })

  const nobody: readonly number[] = [runs, 0, 0, 0, 0]
  const seen = (variant: Variant, { given, outcome: { partner } }: Asked): readonly number[] | undefined =>
    given === null ? undefined : counts[placeOf(variant, given, partner)].get(variant.seatOf(given, partner))
  const countsOf = (variant: Variant, one: Asked): readonly number[] => seen(variant, one) ?? nobody
  const [blind, aware, ...removed] = variants
  const told = (one: Asked): BacktestOutcome =>
    outcomeOf(one, [countsOf(blind, one), countsOf(aware, one)], {
      noTie: seen(blind, one) === undefined,
    })
  const outcomes = asked.scored.map(told)
  const main = forecastsOf(outcomes, 'blind')
  const breaches = cases.filter(({ episode }) => episode.isBreach)
  const everyone = [...cases.map(({ episode }) => episode), ...unplayed]
  return {
    format: 'liaison-backtest',
    resultsEpoch: RESULTS_EPOCH,
    seed,
    runs,
    days: RESPONSE_DAYS,
    classes: CLASSES,
    intervals: BY_EPISODE,
    cases: {
      breaches: everyone.filter(({ isBreach }) => isBreach).length,
      played: breaches.length,
      others: everyone.filter(({ isBreach }) => !isBreach).length,
    },
    excluded: asked.excluded,
    outcomes,
    subsets: (Object.keys(SUBSETS) as Subset[]).map((name) => subsetOf(name, outcomes, seed)),
    reliability: reliabilityOf(main),
    bystanders: {
      documented: asked.bystanders.map(told),
      simulated: simulatedBystanders(
        breaches,
        (given) => counts[placeOf(blind, given, given.episode.originators[0] ?? '')],
        { runs, seed },
      ),
    },
    others: asked.others,
    controls: removed.map((variant) => {
      const forecasts = asked.scored.map((one, k) => ({
        ...main[k],
        probabilities: smoothed(countsOf(variant, one)),
      }))
      const difference = lessThan(forecasts, main, seed)
      const { name, meaning } = variant
      return {
        name: name as ControlFindings['name'],
        meaning,
        scores: scoresOf(forecasts, seed),
        difference,
        removal: priceOf(difference.brier),
      }
    }),
    unshuffled: removed
      .filter(({ name }) => name === 'victims')
      .flatMap(({ seatOf }) =>
        asked.scored.filter(
          ({ given, outcome }) => given !== null && seatOf(given, outcome.partner) === outcome.partner,
        ),
      ).length,
  }
}

/** What the removal of something costs, by the difference it makes to a score. */
function priceOf({ low, high }: Estimate): Price {
  if (low > 0) return 'costs'
  return high < 0 ? 'helps' : 'nothing'
}

export function checkCases(cases: readonly Case[], unplayed: readonly Episode[]): void {
  expectKind('backtest: cases', cases, 'a list')
  if (cases.length === 0) throw new LiaisonError('E_EMPTY', 'no case to hold the model against')
  const ids = new Set<string>()
  for (const { id } of [...cases.map(({ episode }) => episode), ...unplayed]) {
    if (ids.has(id)) throw new LiaisonError('E_DUP_ID', `two episodes are called ${quote(id)}`)
    ids.add(id)
  }
  for (const { episode, scenario, from } of cases) {
    expectScenario('backtest', scenario)
    expectLiaison('backtest', scenario)
    const breach = scenario.breaches.find(({ id }) => id === INJECTED)
    if (breach === undefined)
      throw new LiaisonError('E_MISSING', `the scenario of ${quote(episode.id)} has no event "${INJECTED}"`)
    if (!Number.isInteger(from) || from < breach.day)
      throw new LiaisonError(
        'E_RANGE',
        `${quote(episode.id)}: responses are read from day ${breach.day}, that of the breach, or later, not ${from}`,
      )
  }
}

/** Everything that is to be played, each task once, and which outcome is read off which. */
function planOf(cases: readonly Case[], unplayed: readonly Episode[], seed: string, controls: boolean) {
  const asked = askedOf(cases, unplayed)
  const played = cases.filter(({ episode }) => episode.isBreach).toSorted(byEpisode)
  const main = severityVariants(seed)
  const variants = controls ? [...main, ...controlVariants(asked.scored, seed)] : main
  const tasks: PairTask[] = []
  const places = new Map<PairTask, number>()
  const register = (task: PairTask): void => {
    if (places.has(task)) return
    places.set(task, tasks.length)
    tasks.push(task)
  }
  for (const variant of main) for (const given of played) register(variant.taskOf(given, ''))
  for (const variant of variants.slice(main.length))
    for (const { given, outcome } of asked.scored)
      if (given !== null) register(variant.taskOf(given, outcome.partner))
  const placeOf = ({ taskOf }: Variant, given: Case, partner: string): number => {
    const place = places.get(taskOf(given, partner))
    if (place === undefined) throw new Error(`${given.episode.id} was not played for ${partner}`)
    return place
  }
  return { asked, variants, tasks, placeOf }
}

function byEpisode(a: { readonly episode: Episode }, b: { readonly episode: Episode }): number {
  return a.episode.id < b.episode.id ? -1 : 1
}

/** Which outcomes are scored, which are told of, and which are left out and why. */
export function askedOf(cases: readonly Case[], unplayed: readonly Episode[]) {
  const scored: Asked[] = []
  const bystanders: Asked[] = []
  const others: SeenElsewhere[] = []
  const excluded = { notAttributable: 0, noCountry: 0, notInNetwork: 0, counterMoves: 0 }
  const all = [
    ...cases.map((given) => ({ episode: given.episode, given })),
    ...unplayed.map((episode) => ({ episode, given: null })),
  ].toSorted(byEpisode)
  for (const { episode, given } of all) {
    for (const outcome of episode.outcomes) {
      const { partner, role, response } = outcome
      const one = { episode, given, outcome }
      if (!episode.isBreach)
        others.push({ episode: episode.id, group: episode.group, partner, role, response })
      else if (role === 'breacher-counter-move') excluded.counterMoves++
      else if (NO_COUNTRY.includes(partner)) excluded.noCountry++
      else if (given?.scenario.network.countries.every(({ id }) => id !== partner) === true)
        excluded.notInNetwork++
      else if (role === 'bystander') bystanders.push(one)
      else if (outcome.attributable === 'no') excluded.notAttributable++
      else scored.push(one)
    }
  }
  return { scored, bystanders, others, excluded }
}

/** Calls `make` once for each case, and for each partner too where it depends on it. */
function once(make: (given: Case, partner: string) => Scenario, seed: string, byPartner = false) {
  const made = new Map<string, PairTask>()
  return (given: Case, partner: string): PairTask => {
    const key = byPartner ? `${given.episode.id}\n${partner}` : given.episode.id
    const found = made.get(key) ?? replayOf(make(given, partner), given.from, seed)
    made.set(key, found)
    return found
  }
}

const itself = (_: Case, partner: string): string => partner

function severityVariants(seed: string): [Variant, Variant] {
  const variant = (name: Severity, meaning: string): Variant => ({
    name,
    meaning,
    taskOf: once((given) => withSeverity(given, given.episode.severity[name]), seed),
    seatOf: itself,
  })
  return [
    variant('blind', 'severity rated without looking at what followed'),
    variant('aware', 'severity rated knowing what followed'),
  ]
}

function controlVariants(scored: readonly Asked[], seed: string): Variant[] {
  const blindly = (given: Case): Case => ({
    ...given,
    scenario: withSeverity(given, given.episode.severity.blind),
  })
  const episodes = [...new Set(scored.map(({ episode }) => episode))]
  const mean = episodes.reduce((sum, { severity }) => sum + severity.blind, 0) / episodes.length
  const substitutes = new Map(
    scored.flatMap(({ given }) =>
      given === null ? [] : [[given.episode.id, withOtherVictims(blindly(given), seed)] as const],
    ),
  )
  const shuffled = ({ episode }: Case) => {
    const found = substitutes.get(episode.id)
    if (found === undefined) throw new Error(`nobody stands in for the originators of ${episode.id}`)
    return found
  }
  return [
    {
      name: 'victims',
      meaning:
        'other partners of the breacher hurt in place of the originators, whose responses are taken for theirs',
      taskOf: once((given) => shuffled(given).scenario, seed),
      seatOf: (given, partner) => shuffled(given).substitutes.get(partner) ?? partner,
    },
    {
      name: 'severity',
      meaning: 'every breach as severe as they are on average',
      taskOf: once((given) => withSeverity(given, mean), seed),
      seatOf: itself,
    },
    {
      name: 'network',
      meaning: 'nobody but breacher and originator: every other party and agreement dropped',
      taskOf: once(
        (given, partner) => withoutNetwork(blindly(given).scenario, given.episode.breacher, partner),
        seed,
        true,
      ),
      seatOf: itself,
    },
    ...REMOVABLE.map((name): Variant => ({
      name,
      meaning: `the mechanism ${name} switched off`,
      taskOf: once((given) => withoutMechanism(blindly(given).scenario, name), seed),
      seatOf: itself,
    })),
  ]
}

/** Place in CLASSES of a documented response: nothing and protest are one. */
export function classOf(response: Response): number {
  return Math.max(0, RESPONSES.indexOf(response) - 1)
}

function outcomeOf(
  { episode, outcome }: Asked,
  [blind, aware]: readonly [readonly number[], readonly number[]],
  { noTie }: { noTie: boolean },
): BacktestOutcome {
  const { id, title, breacher, group, year, strict, severity } = episode
  const { partner, role, response, attributable, confidence } = outcome
  return {
    episode: id,
    title,
    breacher,
    partner,
    role,
    group,
    year,
    strict,
    confidence,
    response,
    observed: classOf(response),
    attributable,
    remark: noTie ? 'noTie' : null,
    severity: { blind: severity.blind, aware: severity.aware },
    counts: { blind, aware },
    probabilities: { blind: smoothed(blind), aware: smoothed(aware) },
  }
}

/** Outcomes as forecasts under one kind of severity. */
function forecastsOf(outcomes: readonly BacktestOutcome[], severity: Severity): Forecast[] {
  return outcomes.map(({ probabilities, ...outcome }) => ({
    episode: outcome.episode,
    group: outcome.group,
    year: outcome.year,
    strict: outcome.strict,
    confidence: outcome.confidence,
    observed: outcome.observed,
    probabilities: probabilities[severity],
  }))
}

const NAMES = Object.keys(BASELINES) as Baseline[]

function subsetOf(name: Subset, all: readonly BacktestOutcome[], seed: string): SubsetFindings {
  const { meaning, holds } = SUBSETS[name]
  const outcomes = all.filter((outcome) => holds(outcome))
  const blind = forecastsOf(outcomes, 'blind')
  const baselines = baselinesOf(blind)
  const scored = (forecasts: readonly Forecast[]): Scored => ({
    scores: scoresOf(forecasts, seed),
    order: orderOf(forecasts, seed),
    less: byBaseline((baseline) => lessThan(forecasts, baselines[baseline], seed)),
  })
  return {
    name,
    meaning,
    outcomes: outcomes.length,
    episodes: new Set(outcomes.map(({ episode }) => episode)).size,
    cuts: blind.filter(isCut).length,
    model: { blind: scored(blind), aware: scored(forecastsOf(outcomes, 'aware')) },
    baselines: byBaseline((baseline) => scoresOf(baselines[baseline], seed)),
  }
}

function byBaseline(of: (name: Baseline) => Scores): Record<Baseline, Scores> {
  return Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Record<Baseline, Scores>
}

/** How often partners that were not hurt cut, over all breaches. */
function simulatedBystanders(
  cases: readonly Case[],
  countsOf: (given: Case) => Counts,
  { runs, seed }: { runs: number; seed: string },
): BystanderFindings['simulated'] {
  const partners = cases.flatMap((given) => {
    const hurt = new Set([
      ...given.episode.originators,
      ...given.scenario.breaches.flatMap(({ id, of }) => (id === INJECTED ? of : [])),
    ])
    return [...countsOf(given)]
      .filter(([partner]) => !hurt.has(partner))
      .map(([, counts]) => ({
        episode: given.episode.id,
        rate: counts.slice(FIRST_CUT).reduce((sum, count) => sum + count, 0) / runs,
      }))
  })
  return {
    partners: partners.length,
    cutRate: meanByEpisode(
      partners,
      partners.map(({ rate }) => rate),
      seed,
    ),
    above5: partners.filter(({ rate }) => rate > 0.05).length,
  }
}

/** A tiny experiment made by hand: A leaks B's secret to R, C looks on, D shares little. */
import { OUTCOMES } from '../../src/outcomes.js'
import type { EventKind, HistoryEvent, Told } from '../../src/events.js'
import type {
  BreachFact,
  FindingsData,
  GroupFindings,
  LeakerFindings,
  PartnerFindings,
} from '../../src/studies/findings.js'
import type { Comparison, Contrast, PartnerComparison } from '../../src/studies/compare.js'
import type { Assumptions, OutcomeRange } from '../../src/studies/assumptions.js'
import type { Decomposition } from '../../src/studies/decompose.js'
import type { Estimate } from '../../src/studies/statistics.js'
import type { ChangedWarning, TypicalRun } from '../../src/studies/typical.js'

export const LABELS = {
  A: 'Arnia',
  B: 'Borduria',
  C: 'Costaguana',
  D: 'Dalmasca',
  R: 'Ruritania',
  ab: 'A-B liaison',
  abc: 'The Three (club)',
  bombs: 'Laptop bombs',
}

export function event(id: number, day: number, kind: EventKind, told: Told = {}): HistoryEvent {
  const empty = { who: null, whom: null, agreement: null, breach: null, words: {}, numbers: {}, cause: null }
  return { ...empty, id, day, kind, ...told }
}

/** The run of the hand-made story: a breach, its news, two steps of the breach's making, one that would have come anyway. */
export const EVENTS: readonly HistoryEvent[] = [
  event(0, 2, 'breach', {
    who: 'A',
    whom: 'B',
    breach: 'leak',
    words: { to: 'R', topic: 'bombs', kind: 'disclosure' },
    numbers: { severity: 0.8, details: 1 },
  }),
  event(1, 2, 'identified', { who: 'R', whom: 'B', breach: 'leak', numbers: { posterior: 0.9 }, cause: 0 }),
  event(2, 4, 'press', { who: 'press', whom: 'A', breach: 'leak', cause: 0 }),
  event(3, 4, 'learned', {
    who: 'B',
    whom: 'A',
    breach: 'leak',
    words: { how: 'press', as: 'victim' },
    numbers: { before: 0.975, after: 0.63 },
    cause: 2,
  }),
  event(4, 4, 'learned', {
    who: 'C',
    whom: 'A',
    breach: 'leak',
    words: { how: 'press', as: 'witness' },
    numbers: { before: 0.9, after: 0.88 },
    cause: 2,
  }),
  event(5, 4, 'learned', {
    who: 'D',
    whom: 'A',
    breach: 'leak',
    words: { how: 'press', as: 'witness' },
    numbers: { before: 0.9, after: 0.85 },
    cause: 2,
  }),
  event(6, 5, 'step-down', {
    who: 'D',
    whom: 'C',
    agreement: 'abc',
    words: { from: 'full', to: 'tear-line only' },
    numbers: { advantage: 0.9, inertia: 0.8, risk: 0.2, stake: 1 },
  }),
  event(7, 9, 'step-down', {
    who: 'B',
    whom: 'A',
    agreement: 'ab',
    breach: 'leak',
    words: { from: 'full', to: 'tear-line only' },
    numbers: { advantage: 0.77, inertia: 0.8, risk: 0.37, stake: 1.6 },
    cause: 3,
  }),
  event(8, 9, 'imitated', {
    who: 'C',
    whom: 'A',
    agreement: 'ab',
    breach: 'leak',
    numbers: { before: 0.88, after: 0.87 },
    cause: 7,
  }),
  event(9, 99, 'step-up', {
    who: 'B',
    whom: 'A',
    agreement: 'ab',
    breach: 'leak',
    words: { from: 'tear-line only', to: 'full' },
    numbers: { advantage: 0.2, inertia: 0.1, risk: 0.2, stake: 1.5 },
    cause: 7,
  }),
]

export const WARNING: ChangedWarning = {
  day: 60,
  topic: 'bombs',
  country: 'C',
  target: 'A',
  due: 80,
  told: 'withheld',
  wouldHaveTold: 'full',
  averted: false,
  wouldHaveBeenAverted: true,
}

export function sampleRun(change: Partial<TypicalRun> = {}): TypicalRun {
  return {
    run: 3,
    start: '2017-05-01',
    events: EVENTS,
    // D steps down in both worlds
    eventsWithout: [{ ...EVENTS[6], id: 0 }],
    changedWarnings: [WARNING],
    labels: LABELS,
    stage: { days: 90, every: 1, countries: [], agreements: [], trust: [] },
    ...change,
  }
}

function estimate(mean: number, half = 0.01): Estimate {
  return { mean, low: mean - half, high: mean + half }
}

/** What one run gives: a mean without an interval; written to JSON and read back, NaN is null. */
const UNKNOWN: Estimate = { mean: Number.NaN, low: Number.NaN, high: Number.NaN }

export function group(countries: readonly string[], chill: number, days: number): GroupFindings {
  const flat = (value: number): number[] => Array.from({ length: days }, (_, day) => (day < 2 ? 1 : value))
  return {
    countries,
    chill: estimate(chill),
    runs: { p05: chill - 0.05, p50: chill, p95: chill + 0.05 },
    items: estimate(0.01),
    grades: { with: [0, 0.8, 0.2], without: [0, 0.1, 0.9] },
    pairing: 0.9,
    byDay: {
      with: flat(1 - chill),
      without: flat(1),
      chill: flat(chill),
      low: flat(chill - 0.01),
      high: flat(chill + 0.01),
    },
    trust: { with: flat(0.7), low: flat(0.69), high: flat(0.71), without: flat(0.9) },
    halfLife: null,
  }
}

export function partner(id: string, chill: number, role: 'victim' | 'partner' = 'partner'): PartnerFindings {
  return {
    id,
    label: LABELS[id as keyof typeof LABELS] ?? id,
    tie: 'ally',
    role,
    chill: estimate(chill),
    trust: { before: 0.975, lowest: 0.63, end: 0.7, endWithout: 0.97 },
    step: { with: estimate(0.9), without: estimate(0.1), difference: estimate(0.8) },
    firstDay: 7,
    daysDown: 90,
    stillDown: 0.25,
    price: 1.25,
  }
}

export const BREACH: BreachFact = {
  id: 'leak',
  day: 2,
  by: 'A',
  of: ['B'],
  to: 'R',
  topic: 'bombs',
  kind: 'disclosure',
  severity: 0.8,
  details: 1,
  pressDay: 4,
  namedDay: 5,
  happened: true,
  traced: true,
  removed: true,
}

export function sampleLeaker(days: number, change: Partial<LeakerFindings> = {}): LeakerFindings {
  return {
    leaker: 'A',
    label: LABELS.A,
    day: 2,
    groups: {
      direct: group(['B'], 0.32, days),
      spillOver: group(['C', 'D'], 0.06, days),
      rest: group(['A', 'B', 'C', 'D'], 0, days),
    },
    reach: estimate(0.1),
    topics: [
      { topic: 'bombs', label: LABELS.bombs, with: estimate(7), without: estimate(10), chill: estimate(0.3) },
    ],
    supplyLost: { items: estimate(1), value: estimate(1) },
    partners: [partner('B', 0.32, 'victim'), partner('C', 0.08), partner('D', 0.004)],
    ...change,
  }
}

/** One false report a run with the breach, none without; nothing else. */
function sampleOutcomes(): FindingsData['outcomes'] {
  const [one, none] = [estimate(1), { mean: 0, low: 0, high: 0 }]
  const found = OUTCOMES.map(({ name, unit, meaning }) => {
    const some = name === 'falseReports' ? one : none
    return [name, { unit, meaning, with: some, without: none, difference: some }]
  })
  return Object.fromEntries(found) as FindingsData['outcomes']
}

export function sampleFindings(change: Partial<FindingsData> = {}): FindingsData {
  const days = change.days ?? 120
  const amount = estimate(2)
  return {
    format: 'liaison-findings',
    resultsEpoch: 1,
    title: 'A leak',
    description: 'Made by hand.',
    start: '2017-05-01',
    days,
    network: 'tiny',
    seed: 'boston',
    seedGiven: true,
    runs: 40,
    firstRun: 0,
    intervals: 'chance only',
    breaches: [BREACH],
    moves: [],
    leakers: [sampleLeaker(days)],
    plots: {
      plots: amount,
      warningsWith: amount,
      warningsWithout: amount,
      lost: amount,
      degraded: amount,
      gained: amount,
      avertedWith: amount,
      avertedWithout: amount,
      notAverted: amount,
    },
    outcomes: sampleOutcomes(),
    prospects: [],
    blames: [],
    changed: { spillOver: 0.3 },
    off: ['imitation'],
    typicalRun: 3,
    ...change,
  }
}

/** A chill divided by hand: B's is its own experience, that of the others mostly witness learning; imitation is off. */
export function sampleDecomposition(change: Partial<Decomposition> = {}): Decomposition {
  const zero = { mean: 0, low: 0, high: 0 }
  const divided = (base: Estimate, witness: Estimate, whole: Estimate, reciprocity = estimate(0.005)) => ({
    whole,
    base,
    shares: [
      { mechanism: 'witness' as const, share: witness },
      { mechanism: 'imitation' as const, share: zero },
      { mechanism: 'reciprocity' as const, share: reciprocity },
    ],
    chills: [base.mean, whole.mean - 0.005, base.mean + 0.005, whole.mean],
  })
  return {
    runs: 12,
    firstRun: 0,
    switches: ['witness', 'imitation', 'reciprocity'],
    off: ['imitation'],
    settings: [[], ['witness'], ['reciprocity'], ['witness', 'reciprocity']],
    leakers: [
      {
        leaker: 'A',
        label: LABELS.A,
        groups: {
          direct: divided(estimate(0.315), zero, estimate(0.32)),
          spillOver: divided(zero, estimate(0.055), estimate(0.06)),
          rest: divided(zero, zero, zero, zero),
        },
      },
    ],
    ...change,
  }
}

/** Assumptions varied by hand: B's chill is anything from nothing to nine tenths, and breachWeight tips it. */
export function sampleAssumptions(change: Partial<Assumptions> = {}): Assumptions {
  const outcome = (base: number, low: number, high: number): OutcomeRange => ({
    base: estimate(base),
    range: { low, middle: (low + high) / 2, high },
    byDraw: [low, high],
  })
  const counts = { yes: 40, no: 20, unclear: 4 }
  return {
    runs: 8,
    baseRuns: 40,
    firstRun: 0,
    draws: 64,
    thresholds: { chill: 0.02, step: 0.5 },
    drawn: ['halfLife', 'breachWeight'],
    values: [
      [100, 0.2],
      [3000, 2],
    ],
    kept: ['betrayal'],
    leakers: [
      {
        leaker: 'A',
        label: LABELS.A,
        victim: 'B',
        outcomes: {
          direct: outcome(0.32, 0.001, 0.9),
          spillOver: outcome(0.06, 0, 0.4),
          victimSteps: outcome(0.9, 0, 1),
          othersStep: outcome(0.2, 0, 0.75),
        },
        answers: {
          chill: {
            base: 'yes',
            draws: counts,
            tips: [0],
            separators: [{ parameter: 'breachWeight', distance: 0.7, whereYes: 0.9, whereNo: 0.2 }],
          },
          step: { base: 'unclear', draws: counts, tips: [], separators: [] },
        },
        moves: [
          {
            parameter: 'breachWeight',
            end: 'low',
            from: 0.6,
            to: 0.1,
            direct: estimate(0.01, 0.001),
            spillOver: estimate(0),
            victimSteps: estimate(0),
            difference: estimate(-0.31),
            answers: { chill: 'no', step: 'no' },
          },
        ],
      },
    ],
    warningsLost: outcome(0.1, 0, 2),
    ...change,
  }
}

/** Experiments at the edge of what can be told. */
export function edgeCases(): [string, FindingsData, TypicalRun][] {
  const one = sampleFindings({ runs: 1 })
  const silent = {
    ...group(['B'], 0, 120),
    chill: UNKNOWN,
    items: UNKNOWN,
    pairing: null,
    byDay: {
      with: Array<number>(120).fill(0),
      without: Array<number>(120).fill(0),
      chill: Array<null>(120).fill(null),
      low: Array<null>(120).fill(null),
      high: Array<null>(120).fill(null),
    },
  }
  const unknownPartner: PartnerFindings = {
    ...partner('B', 0, 'victim'),
    chill: UNKNOWN,
    firstDay: null,
    daysDown: null,
    stillDown: null,
  }
  const nothing = sampleLeaker(120, {
    groups: { direct: silent, spillOver: silent, rest: silent },
    partners: [unknownPartner],
  })
  const quiet = sampleRun({ events: [], eventsWithout: [], changedWarnings: [] })
  const oneRun = sampleLeaker(120, {
    partners: [{ ...partner('B', 0.3, 'victim'), chill: { mean: 0.3, low: Number.NaN, high: Number.NaN } }],
  })
  const divided = sampleFindings({ decomposition: sampleDecomposition() })
  const undivided = {
    whole: UNKNOWN,
    base: UNKNOWN,
    shares: [{ mechanism: 'witness' as const, share: UNKNOWN }],
    chills: [Number.NaN, Number.NaN],
  }
  const unknownRange: OutcomeRange = {
    base: UNKNOWN,
    range: { low: Number.NaN, middle: Number.NaN, high: Number.NaN },
    byDraw: [Number.NaN, Number.NaN],
  }
  const [assumed] = sampleAssumptions().leakers
  const unmoved = sampleFindings({
    assumptions: sampleAssumptions({
      leakers: [
        {
          ...assumed,
          victim: null,
          outcomes: {
            direct: unknownRange,
            spillOver: unknownRange,
            victimSteps: unknownRange,
            othersStep: unknownRange,
          },
          moves: assumed.moves.map((move) => ({ ...move, direct: UNKNOWN, difference: UNKNOWN })),
        },
      ],
      warningsLost: unknownRange,
    }),
  })
  const silentGroups = { direct: undivided, spillOver: undivided, rest: undivided }
  const silence = sampleFindings({
    decomposition: sampleDecomposition({
      leakers: [{ leaker: 'A', label: LABELS.A, groups: silentGroups }],
    }),
  })
  return [
    ['assumptions varied', sampleFindings({ assumptions: sampleAssumptions() }), sampleRun()],
    ['assumptions varied, nothing flows', unmoved, sampleRun()],
    ['the same, read back from JSON', JSON.parse(JSON.stringify(unmoved)) as FindingsData, quiet],
    ['divided', divided, sampleRun()],
    ['no chill to divide', silence, sampleRun()],
    ['no chill to divide, read back from JSON', JSON.parse(JSON.stringify(silence)) as FindingsData, quiet],
    ['one run', { ...one, leakers: [oneRun] }, sampleRun()],
    [
      'one run, read back from JSON',
      JSON.parse(JSON.stringify({ ...one, leakers: [oneRun] })) as FindingsData,
      sampleRun(),
    ],
    ['no partner', sampleFindings({ leakers: [sampleLeaker(120, { partners: [] })] }), quiet],
    ['no flow', sampleFindings({ leakers: [nothing] }), quiet],
    [
      'no flow, read back from JSON',
      JSON.parse(JSON.stringify(sampleFindings({ leakers: [nothing] }))) as FindingsData,
      quiet,
    ],
    ['no press', sampleFindings({ breaches: [{ ...BREACH, pressDay: null, namedDay: null }] }), sampleRun()],
    ['severity 0', sampleFindings({ breaches: [{ ...BREACH, severity: 0 }] }), quiet],
    ['one day', sampleFindings({ days: 1 }), quiet],
    ['ten thousand days', sampleFindings({ days: 10_000 }), quiet],
    ['no leaker', sampleFindings({ leakers: [], breaches: [] }), quiet],
  ]
}

function contrast(a: number, b: number, half = 0.01): Contrast {
  return { a: estimate(a, half), b: estimate(b, half), difference: estimate(b - a, half) }
}

export function comparedPartner(id: string, change: Partial<PartnerComparison> = {}): PartnerComparison {
  return {
    id,
    label: LABELS[id as keyof typeof LABELS] ?? id,
    tie: 'ally',
    role: 'partner',
    step: contrast(0.9, 0.25),
    daysDown: contrast(90, 30, 5),
    halfBack: contrast(100, 80, 25),
    halfBackOpen: { a: 0.75, b: 0 },
    chill: contrast(0.32, 0.12),
    sooner: { formally: 'B', inTrust: null },
    ...change,
  }
}

/** A leak compared by hand with the same leak and an apology: B comes back to full sharing sooner with it. */
export function sampleComparison(change: Partial<Comparison> = {}): Comparison {
  const side = { title: 'A leak', breaches: ['leak'], changed: {}, off: [] }
  return {
    format: 'liaison-comparison',
    resultsEpoch: 1,
    days: 120,
    seed: 'boston',
    runs: 40,
    firstRun: 0,
    intervals: 'chance only',
    a: { ...side, name: 'A leak' },
    b: { ...side, name: 'A leak, with an apology', changed: { spillOver: 0.3 }, off: ['imitation'] },
    leakers: [
      {
        leaker: 'A',
        label: LABELS.A,
        groups: { direct: contrast(0.32, 0.12), spillOver: contrast(0.06, 0.03), rest: contrast(0, 0) },
        partners: [
          comparedPartner('B', { role: 'victim' }),
          comparedPartner('C', {
            daysDown: contrast(0, 0, 0),
            halfBack: contrast(0, 0, 0),
            halfBackOpen: { a: 0, b: 0 },
            sooner: { formally: null, inTrust: null },
          }),
          comparedPartner('D', { halfBack: contrast(20, 60, 5), sooner: { formally: 'B', inTrust: 'A' } }),
        ],
      },
    ],
    warningsLost: contrast(0.5, 0.2),
    ...change,
  }
}

/** Comparisons at the edge of what can be told. */
export function comparedEdges(): [string, Comparison][] {
  const unknown: Contrast = { a: UNKNOWN, b: UNKNOWN, difference: UNKNOWN }
  const [leaker] = sampleComparison().leakers
  const nothing = sampleComparison({
    leakers: [
      {
        ...leaker,
        groups: { direct: unknown, spillOver: unknown, rest: unknown },
        partners: [
          comparedPartner('B', { role: 'victim', chill: unknown, daysDown: unknown, halfBack: unknown }),
        ],
      },
    ],
  })
  return [
    ['as it is', sampleComparison()],
    ['no flow', nothing],
    ['no flow, read back from JSON', JSON.parse(JSON.stringify(nothing)) as Comparison],
    ['no partner', sampleComparison({ leakers: [{ ...leaker, partners: [] }] })],
    ['one run', sampleComparison({ runs: 1 })],
    ['no leaker', sampleComparison({ leakers: [] })],
  ]
}

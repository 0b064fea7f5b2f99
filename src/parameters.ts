/** Every number of the model, once: what it means, where it comes from, how sure we are, how far it may move. */

/**
 * How much stands behind a default: `documented` in cases or law, `direction` known but not size, `contested`
 * between studies, `assumed` by us.
 */
export const CONFIDENCES = ['documented', 'direction', 'contested', 'assumed'] as const
export type Confidence = (typeof CONFIDENCES)[number]

export interface Parameter {
  readonly default: number
  /** plausible range, from which assumption draws and sweeps take their values: [low, high] within [min, max] */
  readonly low: number
  readonly high: number
  /** what a scenario may set at all; values outside make the model degenerate or overflow */
  readonly min: number
  readonly max: number
  /** true: a whole number, because it counts days of the calendar or details */
  readonly whole: boolean
  /** `days`, `1` for a plain number, or the unit written out */
  readonly unit: string
  readonly meaning: string
  readonly source: string
  readonly confidence: Confidence
}

type Row = readonly [value: number, low: number, high: number, min: number, max: number]

/** One row: the numbers in the order default, plausible range, allowed range; then what they stand on. */
function row(
  [value, low, high, min, max]: Row,
  unit: string,
  meaning: string,
  confidence: Confidence,
  source: string,
  { whole = false } = {},
): Parameter {
  return { default: value, low, high, min, max, whole, unit, meaning, source, confidence }
}

const WHOLE = { whole: true }
const ASSUMED = 'assumed; no measurement known'
const CASES = 'documented cases of third-party disclosure, 1950–2025'
const BARTER = 'Walsh 2010: intelligence as barter; size assumed'
const KIM = 'Kim, Ferrin, Cooper & Dirks 2004: sign; size assumed'
const CALIBRATED = 'set so that formal cuts are rare, as in the documented cases'

const rows = {
  // Discretion trust (§5.1) and shocks to it (§5.2).
  halfLife: row(
    [365, 90, 3650, 30, 36500],
    'days',
    'half-life of evidence about a partner',
    'direction',
    'Crescenzi 2007: reputations age; size assumed',
  ),
  resistance: row(
    [10, 0, 40, 0, 1000],
    'evidence',
    'part of a shock that does not grow with evidence',
    'assumed',
    ASSUMED,
  ),
  shelfLife: row(
    [30, 7, 180, 1, 3650],
    'days',
    'how long a shared item stays secret worth leaking',
    'assumed',
    ASSUMED,
    WHOLE,
  ),
  tearLineCredit: row(
    [0.4, 0, 1, 0, 1],
    '1',
    'credit for keeping a tear-line, where a full item gives 1',
    'assumed',
    ASSUMED,
  ),
  breachWeight: row(
    [0.6, 0.1, 2.5, 0, 20],
    '1',
    'weight of a breach of severity 1 in the eyes of its only victim',
    'direction',
    'Slovic 1993: trust falls faster than it grows; conditional, size assumed',
  ),
  spillOver: row(
    [0.15, 0, 0.5, 0, 1],
    '1',
    "share of a victim's shock that reaches a witness in the same position",
    'direction',
    'Lei, Masclet & Vesely 2014; LeVeck & Narang 2017: exists, modest',
  ),
  similarityFloor: row(
    [0.3, 0, 1, 0, 1],
    '1',
    'similarity of a witness that shares nothing like what leaked, or does not know what leaked',
    'assumed',
    ASSUMED,
  ),
  contextDiscount: row(
    [1, 0, 3, 0, 10],
    '1',
    'how much a breach amid many weighs less, as an exponent; 0: not at all',
    'direction',
    'LeVeck & Narang 2017: sign',
  ),
  contextWindow: row(
    [365, 90, 1095, 1, 18250],
    'days',
    'how far back other breaches count as context',
    'assumed',
    ASSUMED,
    WHOLE,
  ),
  dilution: row(
    [0.5, 0, 1, 0, 3],
    '1',
    'how much a breach of many secrets weighs less on each victim, as an exponent',
    'documented',
    `${CASES}: no cut in 41 outcomes where three or more were hurt; found after looking`,
  ),
  namedExtra: row(
    [0.5, 0, 1, 0, 10],
    '1',
    'extra weight on the victim once it is publicly named',
    'assumed',
    'the case of May 2017; size assumed',
  ),
  molePenalty: row(
    [0.6, 0, 1, 0, 1],
    '1',
    'culpability of a leaker penetrated by a mole, where disclosure by officials is 1',
    'direction',
    `Kim et al. 2004: sign; ${CASES}: cuts in 3 of 21`,
  ),
  insiderPenalty: row(
    [0.3, 0, 1, 0, 1],
    '1',
    'culpability for an insider leak, where disclosure by officials is 1',
    'direction',
    `Kim et al. 2004: sign; ${CASES}: cuts in 0 of 21`,
  ),

  // To tell or not to tell (§5.3).
  precision: row(
    [6, 1, 30, 0.1, 200],
    'per unit of utility',
    'how sharply sharing follows its utility',
    'assumed',
    ASSUMED,
  ),
  betrayal: row(
    [0.25, 0, 0.7, 0, 10],
    '1',
    'how much worse a loss is when a partner causes it',
    'contested',
    'Bohnet & Zeckhauser 2004; disputed since',
  ),
  loss: row(
    [8, 2, 20, 0.1, 1000],
    'stake',
    'cost of a source identified, where the stake of an ordinary tie is 1',
    'assumed',
    ASSUMED,
  ),
  idFull: row(
    [0.6, 0, 1, 0, 1],
    'probability',
    'that a leaked full item identifies its source, as perceived',
    'assumed',
    ASSUMED,
  ),
  idTear: row(
    [0.15, 0, 1, 0, 1],
    'probability',
    'that a leaked tear-line identifies its source, as perceived',
    'assumed',
    ASSUMED,
  ),
  tearLineValue: row(
    [0.6, 0.3, 0.9, 0.05, 0.9],
    '1',
    'worth of a tear-line, where the full item is worth 1',
    'assumed',
    ASSUMED,
  ),
  tearLineCost: row([0.02, 0, 0.2, 0, 5], 'stake', 'work of writing a tear-line', 'assumed', ASSUMED),
  silenceCost: row(
    [0.2, 0, 0.6, 0, 5],
    'per stake',
    'cost of withholding from a partner that expects',
    'assumed',
    BARTER,
  ),
  itemSensitivityLow: row(
    [0.6, 0.2, 1, 0, 5],
    'times the discipline',
    'sensitivity of the least sensitive item of a discipline',
    'assumed',
    ASSUMED,
  ),
  itemSensitivityHigh: row(
    [1.4, 1, 1.8, 0, 5],
    'times the discipline',
    'sensitivity of the most sensitive item of a discipline',
    'assumed',
    ASSUMED,
  ),
  itemValueLow: row([0.2, 0, 0.5, 0, 10], '1', 'value of the least valuable item', 'assumed', ASSUMED),
  itemValueHigh: row([0.8, 0.5, 1, 0, 10], '1', 'value of the most valuable item', 'assumed', ASSUMED),

  // What a partner is worth (§5.4).
  dependenceGain: row(
    [1.5, 0, 3, 0, 20],
    'stake',
    'stake added by depending wholly on an agreement',
    'direction',
    'Gates 2010, Walsh 2017: interest holds partners',
  ),
  minimumSlack: row(
    [0.25, 0, 1, 0, 10],
    '1',
    'how far above break-even the stake of a signed agreement is at least',
    'direction',
    'nobody signs below break-even; size assumed',
  ),
  reciprocity: row(
    [0.5, 0, 1, 0, 1],
    '1',
    'share of the stake that follows what is received',
    'direction',
    BARTER,
  ),
  reciprocityCap: row(
    [1.5, 1, 3, 1, 10],
    '1',
    'largest ratio of received to expected that counts',
    'assumed',
    ASSUMED,
  ),
  exchangeHalfLife: row(
    [90, 30, 365, 30, 36500],
    'days',
    'half-life of the memory of what was received',
    'assumed',
    BARTER,
  ),

  // Quiet and formal (§5.5).
  formalPrecision: row(
    [6, 1, 30, 0.1, 200],
    'per unit of utility',
    'how sharply a formal step follows its utility',
    'assumed',
    ASSUMED,
  ),
  inertiaTear: row(
    [0.8, 0, 2, 0, 20],
    'stake',
    'advantage needed to step down to tear-lines',
    'assumed',
    CALIBRATED,
  ),
  inertiaHold: row([0.27, 0, 2, 0, 20], 'stake', 'advantage needed to suspend', 'assumed', CALIBRATED),
  inertiaUp: row([0.1, 0, 2, 0, 20], 'stake', 'advantage needed to step back up', 'assumed', CALIBRATED),
  reviewEvery: row(
    [30, 7, 180, 1, 3650],
    'days',
    'between two scheduled reviews of an agreement',
    'assumed',
    ASSUMED,
    WHOLE,
  ),
  reviewLag: row(
    [5, 1, 30, 0.1, 365],
    'days',
    'mean delay of a review after news of a breach',
    'assumed',
    ASSUMED,
  ),
  stepHold: row(
    [90, 0, 365, 0, 3650],
    'days',
    'how long a formal step holds at least',
    'assumed',
    ASSUMED,
    WHOLE,
  ),
  endAfter: row(
    [730, 180, 3650, 1, 18250],
    'days',
    'suspended for so long, an agreement ends',
    'assumed',
    ASSUMED,
    WHOLE,
  ),

  // The breach: who was it, what is lost (§5.6).
  falseMatch: row(
    [0.3, 0.05, 0.7, 0.001, 0.99],
    'probability',
    'that one detail also fits a wrong originator',
    'assumed',
    'with 30 equal candidates four details identify with .81; size assumed',
  ),
  detailsDefault: row(
    [4, 1, 8, 0, 8],
    'details',
    'details given away by a breach that states none',
    'assumed',
    ASSUMED,
    WHOLE,
  ),
  sourceLossHumint: row(
    [0.7, 0.05, 0.95, 0, 1],
    '1',
    'collection lost when a human source is identified',
    'assumed',
    ASSUMED,
  ),
  sourceLossSigint: row(
    [0.4, 0.05, 0.95, 0, 1],
    '1',
    'collection lost when an intercept is identified',
    'assumed',
    ASSUMED,
  ),
  sourceLossGeoint: row(
    [0.2, 0.05, 0.95, 0, 1],
    '1',
    'collection lost when imagery is identified',
    'assumed',
    ASSUMED,
  ),
  sourceLossOsint: row(
    [0.05, 0.05, 0.95, 0, 1],
    '1',
    'collection lost when an open source is identified',
    'assumed',
    ASSUMED,
  ),
  recoveryHumint: row(
    [730, 180, 3650, 1, 36500],
    'days',
    'half-life of the loss of a human source',
    'assumed',
    ASSUMED,
  ),
  recoverySigint: row(
    [270, 60, 1460, 1, 36500],
    'days',
    'half-life of the loss of an intercept',
    'assumed',
    ASSUMED,
  ),
  recoveryGeoint: row(
    [180, 30, 730, 1, 36500],
    'days',
    'half-life of the loss of imagery',
    'assumed',
    ASSUMED,
  ),
  recoveryOsint: row(
    [90, 7, 365, 1, 36500],
    'days',
    'half-life of the loss of an open source',
    'assumed',
    ASSUMED,
  ),
  sensitivityHumint: row([1, 0.7, 1, 0, 1], '1', 'sensitivity of human sources', 'direction', ASSUMED),
  sensitivitySigint: row([0.8, 0.5, 1, 0, 1], '1', 'sensitivity of intercepts', 'direction', ASSUMED),
  sensitivityGeoint: row([0.5, 0.2, 0.8, 0, 1], '1', 'sensitivity of imagery', 'direction', ASSUMED),
  sensitivityOsint: row([0.15, 0, 0.3, 0, 1], '1', 'sensitivity of open sources', 'direction', ASSUMED),
  leakHazard: row(
    [0, 0, 0.0001, 0, 1],
    'per holding and day',
    'hazard that a holder leaks an item unscripted',
    'assumed',
    'off by default: a scenario scripts its breaches',
  ),
  leakSeverity: row(
    [0.4, 0.1, 0.8, 0, 1],
    '1',
    'severity of an unscripted leak of an item of sensitivity 1',
    'assumed',
    ASSUMED,
  ),
  turned: row(
    [0.2, 0, 0.6, 0, 1],
    'probability',
    'that a source identified by a fully hostile recipient is turned rather than only lost',
    'direction',
    'double-cross cases (Masterman 1972); size assumed',
  ),

  // Onward release (§2, the third-party rule).
  askRate: row(
    [0.01, 0, 0.05, 0, 1],
    'per item',
    'chance that an item is wanted by a third country, which asks a holder for it',
    'assumed',
    ASSUMED,
  ),
  askLag: row([3, 0, 14, 0, 3650], 'days', 'mean time until the holder asks for leave', 'assumed', ASSUMED),

  // News and imitation (§5.7, §5.8).
  detection: row(
    [14, 1, 90, 0.1, 36500],
    'days',
    'mean time for a victim to find out about a secret breach',
    'assumed',
    ASSUMED,
  ),
  confide: row(
    [0.1, 0, 1, 0, 1],
    'probability',
    'that a victim tells a partner that also deals with the leaker',
    'assumed',
    ASSUMED,
  ),
  imitation: row(
    [0.03, 0, 0.5, 0, 1],
    '1',
    "share of a breach's weight that seeing a partner step down carries",
    'documented',
    'one documented case: Colombia after Britain, 2025',
  ),
  visibility: row(
    [0.6, 0, 1, 0, 1],
    'probability',
    'that a formal step is seen by a party that deals with both',
    'assumed',
    ASSUMED,
  ),

  // Warnings (§5.9).
  discovery: row(
    [0.005, 0.001, 0.05, 0, 10],
    'per item',
    'hazard of uncovering a plot, per item collected on its topic',
    'assumed',
    'set so that in the shipped network one or two countries can warn of a plot, and so a warning can be lost',
  ),
  warningValue: row(
    [0.2, 0, 1, 0, 100],
    'stake',
    'stake added when an item is a warning',
    'assumed',
    ASSUMED,
  ),
  plotLead: row(
    [60, 14, 365, 1, 3650],
    'days',
    'mean time from the birth of a plot to its day',
    'assumed',
    ASSUMED,
  ),
  plotLeadMin: row(
    [7, 1, 30, 1, 365],
    'days',
    'shortest time from the birth of a plot to its day',
    'assumed',
    ASSUMED,
    WHOLE,
  ),
  dutyToWarn: row(
    [1, 0, 1, 0, 1],
    'probability',
    'that a suspended partner still considers a tear-line warning',
    'direction',
    'duty-to-warn rules of several services; size assumed',
  ),
  avertedFull: row(
    [0.9, 0.5, 1, 0, 1],
    'probability',
    'that a plot is averted after a full warning',
    'assumed',
    ASSUMED,
  ),
  avertedTear: row(
    [0.7, 0.3, 0.9, 0, 1],
    'probability',
    'that a plot is averted after a tear-line warning',
    'assumed',
    ASSUMED,
  ),
  avertedSelf: row(
    [0.9, 0.5, 1, 0, 1],
    'probability',
    'that a plot is averted when its target uncovers it',
    'assumed',
    ASSUMED,
  ),

  // Deception (§5.10).
  planted: row(
    [0.3, 0, 1, 0, 1],
    'probability',
    'that an item from a turned source is false',
    'assumed',
    ASSUMED,
  ),
  deceptionWeight: row(
    [0.6, 0.1, 2.5, 0, 20],
    '1',
    'weight of a falsehood found to be planted or made up, as a shock to veracity trust',
    'direction',
    'Schweitzer, Hershey & Bradlow 2006: sign; size that of a breach',
  ),
  permanentShare: row(
    [0.4, 0, 1, 0, 1],
    '1',
    'share of the harm of a proven deception that no time and no repair undoes',
    'direction',
    'Schweitzer, Hershey & Bradlow 2006: sign; size assumed',
  ),
  checkWindow: row(
    [30, 7, 180, 1, 3650],
    'days',
    'in which own collection and other origins may check a report',
    'assumed',
    ASSUMED,
    WHOLE,
  ),
  coverage: row(
    [0.03, 0.005, 0.2, 0, 1],
    'per item',
    'chance that an item of one’s own on the topic speaks to a report received',
    'assumed',
    'at 1, as first designed, an item a day left next to nothing unchecked; size assumed',
  ),
  corroboration: row(
    [0.1, 0, 0.5, 0, 1],
    'probability',
    'that another origin on the topic speaks to the same report',
    'assumed',
    ASSUMED,
  ),

  // New partners (§5.11).
  prospectChance: row(
    [0.05, 0.01, 0.3, 0, 1],
    'probability',
    'that a prospect without common partners is on the table at a review',
    'assumed',
    ASSUMED,
  ),
  commonPartners: row(
    [0.2, 0, 1, 0, 10],
    'per partner',
    'how much a common partner adds to the exponent of that chance',
    'direction',
    'Kinne 2018: cooperation agreements close triangles; size assumed',
  ),

  // Repair and turnover (§5.12): shares of broken evidence taken away.
  apologyCompetence: row(
    [0.4, 0.1, 0.7, 0, 1],
    '1',
    'mended by an apology for a breach of competence (a mole, an insider)',
    'direction',
    KIM,
  ),
  apologyIntegrity: row(
    [0.1, 0, 0.3, 0, 1],
    '1',
    'mended by an apology for a breach of integrity (disclosure, spying, misuse)',
    'direction',
    KIM,
  ),
  denialCompetence: row(
    [0, 0, 0.2, 0, 1],
    '1',
    'mended by denying a breach of competence',
    'direction',
    `${KIM}; there an apology does better`,
  ),
  denialIntegrity: row(
    [0.3, 0.1, 0.5, 0, 1],
    '1',
    'mended by denying a breach of integrity while there is no proof',
    'direction',
    KIM,
  ),
  denialProven: row(
    [0.2, 0, 0.5, 0, 5],
    '1',
    'added to what is held against a country when its denial is proven false',
    'direction',
    KIM,
  ),
  assurance: row(
    [0.3, 0.1, 0.6, 0, 1],
    '1',
    'mended by assurances such as new safeguards',
    'direction',
    'Schweitzer, Hershey & Bradlow 2006: promises speed recovery; size assumed',
  ),
  turnoverAccountable: row(
    [0.5, 0.2, 0.8, 0, 1],
    '1',
    'forgiven a country with a new leader where leaders are accountable',
    'direction',
    'McGillivray & Smith 2000: sign; size assumed',
  ),
  turnoverOther: row(
    [0.1, 0, 0.3, 0, 1],
    '1',
    'forgiven a country with a new leader where they are not',
    'direction',
    'McGillivray & Smith 2000: sign; size assumed',
  ),

  // Ties (§2): what a pair believes on day 0.
  closeDiscretion: row(
    [0.95, 0.9, 0.99, 0.001, 0.999],
    '1',
    'base of discretion trust between close allies',
    'assumed',
    ASSUMED,
  ),
  closeStrength: row(
    [20, 10, 40, 0.1, 1000],
    'evidence',
    'strength of that base between close allies',
    'assumed',
    ASSUMED,
  ),
  closeVeracity: row(
    [0.98, 0.95, 0.995, 0.001, 0.999],
    '1',
    'base of veracity trust between close allies',
    'assumed',
    ASSUMED,
  ),
  closeError: row(
    [0.002, 0.0005, 0.01, 0, 0.5],
    'probability',
    'that an item passed on between close allies is false, with nobody having planted it',
    'assumed',
    ASSUMED,
  ),
  allyDiscretion: row(
    [0.85, 0.75, 0.95, 0.001, 0.999],
    '1',
    'base of discretion trust between allies',
    'assumed',
    ASSUMED,
  ),
  allyStrength: row(
    [10, 5, 20, 0.1, 1000],
    'evidence',
    'strength of that base between allies',
    'assumed',
    ASSUMED,
  ),
  allyVeracity: row(
    [0.95, 0.9, 0.99, 0.001, 0.999],
    '1',
    'base of veracity trust between allies',
    'assumed',
    ASSUMED,
  ),
  allyError: row(
    [0.005, 0.001, 0.02, 0, 0.5],
    'probability',
    'that an item passed on between allies is false, with nobody having planted it',
    'assumed',
    ASSUMED,
  ),
  partnerDiscretion: row(
    [0.75, 0.6, 0.9, 0.001, 0.999],
    '1',
    'base of discretion trust between partners',
    'assumed',
    ASSUMED,
  ),
  partnerStrength: row(
    [6, 3, 12, 0.1, 1000],
    'evidence',
    'strength of that base between partners',
    'assumed',
    ASSUMED,
  ),
  partnerVeracity: row(
    [0.9, 0.8, 0.98, 0.001, 0.999],
    '1',
    'base of veracity trust between partners',
    'assumed',
    ASSUMED,
  ),
  partnerError: row(
    [0.02, 0.005, 0.05, 0, 0.5],
    'probability',
    'that an item passed on between partners is false, with nobody having planted it',
    'assumed',
    ASSUMED,
  ),
  narrowDiscretion: row(
    [0.55, 0.35, 0.75, 0.001, 0.999],
    '1',
    'base of discretion trust in a narrow deal',
    'assumed',
    ASSUMED,
  ),
  narrowStrength: row(
    [4, 2, 8, 0.1, 1000],
    'evidence',
    'strength of that base in a narrow deal',
    'assumed',
    ASSUMED,
  ),
  narrowVeracity: row(
    [0.75, 0.6, 0.9, 0.001, 0.999],
    '1',
    'base of veracity trust in a narrow deal',
    'assumed',
    ASSUMED,
  ),
  narrowError: row(
    [0.06, 0.02, 0.15, 0, 0.5],
    'probability',
    'that an item passed on in a narrow deal is false, with nobody having planted it',
    'assumed',
    ASSUMED,
  ),

  // Null models (docs/model.md, 8): read by the model named in OF_NULL_MODELS and by no other.
  thresholdLow: row(
    [0, 0, 0.3, -1, 2],
    'share of partners',
    'threshold: least share of its partners that a country wants to see restrict; 0 or less: it waits for nobody',
    'assumed',
    'Granovetter 1978, Kempe et al. 2003: evenly from 0 to 1, for want of knowledge',
  ),
  thresholdHigh: row(
    [1, 0.3, 1, -1, 2],
    'share of partners',
    'threshold: largest share that a country wants to see restrict; above 1: it never follows',
    'assumed',
    'Granovetter 1978, Kempe et al. 2003: evenly from 0 to 1, for want of knowledge',
  ),
  cascadeChance: row(
    [0.08, 0.01, 0.3, 0, 1],
    'probability',
    'cascade: that a country which begins to restrict wins over a given partner, once',
    'assumed',
    'Kempe, Kleinberg & Tardos 2003 (the form); about one follower for each in the shipped network, the edge of an epidemic',
  ),
  sirTransmission: row(
    [0.0009, 0.0001, 0.01, 0, 1],
    'probability a day',
    'sir: that a country which restricts wins over a given partner',
    'assumed',
    'Kermack & McKendrick 1927 (the form); about one follower for each in the shipped network, the edge of an epidemic',
  ),
  sirRecovery: row(
    [0.01, 0.002, 0.05, 0, 1],
    'probability a day',
    'sir: that a country which restricts shares again, for good',
    'assumed',
    'Kermack & McKendrick 1927 (the form); a hundred days, near the least a formal step lasts',
  ),
  opinionSelfWeight: row(
    [0.5, 0.1, 0.9, 0.01, 1],
    '1',
    'degroot, friedkin-johnsen: weight of its own opinion in what a country thinks next',
    'assumed',
    'DeGroot 1974 (the form); size assumed',
  ),
  opinionSusceptibilityLow: row(
    [0.5, 0, 0.7, 0, 1],
    '1',
    'friedkin-johnsen: least share of what a country thinks next that comes from the average, not from where it began',
    'assumed',
    'Friedkin & Johnsen 1990 (the form); size assumed',
  ),
  opinionSusceptibilityHigh: row(
    [0.9, 0.7, 1, 0, 1],
    '1',
    'friedkin-johnsen: largest such share',
    'assumed',
    'Friedkin & Johnsen 1990 (the form); size assumed',
  ),
} satisfies Record<string, Parameter>

export type ParameterName = keyof typeof rows

/** The table, in the order of the model's sections. */
export const PARAMETERS: Readonly<Record<ParameterName, Parameter>> = rows

/** All names, in the table's order. */
export const PARAMETER_NAMES = Object.keys(rows) as readonly ParameterName[]

/** One value for every parameter, as a run reads them. */
export type Parameters = Readonly<Record<ParameterName, number>>

export const DEFAULTS: Parameters = Object.fromEntries(
  PARAMETER_NAMES.map((name) => [name, PARAMETERS[name].default]),
) as Record<ParameterName, number>

/** Parameters of which the first may not exceed the second: with a tear-line riskier than the whole, less trust could mean more said. */
export const ASCENDING = [
  ['idTear', 'idFull'],
  ['itemSensitivityLow', 'itemSensitivityHigh'],
  ['itemValueLow', 'itemValueHigh'],
  ['plotLeadMin', 'plotLead'],
  ['thresholdLow', 'thresholdHigh'],
  ['opinionSusceptibilityLow', 'opinionSusceptibilityHigh'],
] as const satisfies readonly (readonly [ParameterName, ParameterName])[]

/** The parameters that only a null model reads, by model; Liaison's own model reads all others. */
export const OF_NULL_MODELS = {
  threshold: ['thresholdLow', 'thresholdHigh'],
  cascade: ['cascadeChance'],
  sir: ['sirTransmission', 'sirRecovery'],
  degroot: ['opinionSelfWeight'],
  'friedkin-johnsen': ['opinionSelfWeight', 'opinionSusceptibilityLow', 'opinionSusceptibilityHigh'],
} as const satisfies Readonly<Record<string, readonly ParameterName[]>>

const OF_SOME_NULL_MODEL: ReadonlySet<string> = new Set(Object.values(OF_NULL_MODELS).flat())

/** Whether a model reads a parameter. */
export function isRead(name: ParameterName, model: string): boolean {
  if (!OF_SOME_NULL_MODEL.has(name)) return true
  const [, own] = Object.entries<readonly ParameterName[]>(OF_NULL_MODELS).find(([id]) => id === model) ?? []
  return own?.includes(name) ?? false
}

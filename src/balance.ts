/**
 * Day 0 as a balance: what each agreement is worth to each party, what each expects to receive, and the credit for a kept
 * secret that leaves trust where it rests (MODEL.md §5.1, §5.4). Without it a world drifts before anything happens.
 */
import { breakEven } from './choice.js'
import { column, columnOf } from './columns.js'
import { Flows, type Heard } from './flows.js'
import { exp } from './math.js'
import type { Agreement } from './network.js'
import { restingRisk, restingTrust } from './resting.js'
import type { Balance, Laid } from './world.js'

/** The balance, and what leads to it, which no run asks for. */
export interface DayZero extends Balance {
  /** by membership: share of the party's expected inflow that comes through the agreement, 0 to 1 */
  readonly dependence: Float64Array
  /** by pair: distinct (item, recipient) expected a day, at any grade but withheld */
  readonly items: Float64Array
}

/** Veracity trust on day 0: the prior, and the evidence that reports confirmed and found false keep up. */
function restingVeracity(laid: Laid, { verified, refuted }: Checks, pair: number): number {
  const { priorOf, priors } = laid
  const base = priors.veracityBase[priorOf[pair]]
  if (!laid.on.deception) return restingTrust(base)
  const prior = priors.strength[priorOf[pair]]
  return (verified[pair] + prior * base) / (verified[pair] + refuted[pair] + prior)
}

/**
 * By membership: rate × need of what the other parties collect within its scope. A stream that reaches the party through
 * several agreements counts once, in equal parts, for an item counts once for each recipient.
 */
function inflows(laid: Laid, counts: Uint8Array): Float64Array {
  const result = column(Float64Array, laid.members)
  const channels = column(Uint32Array, laid.pairs)
  for (let s = 0; s < laid.streams; s++) {
    const topic = laid.streamTopic[s]
    const reach = (visit: (pair: number, member: number) => void): void => {
      for (let r = laid.routeStart[s]; r < laid.routeStart[s + 1]; r++) {
        const m = laid.routeMember[r]
        if (counts[laid.memberAgreement[m]] === 0) continue
        for (let a = laid.audienceStart[m]; a < laid.audienceStart[m + 1]; a++)
          visit(laid.audiencePair[a], laid.audienceMember[a])
      }
    }
    reach((pair) => (channels[pair] = 0))
    reach((pair) => channels[pair]++)
    reach((pair, member) => {
      const need = laid.need[laid.memberCountry[member] * laid.topics + topic]
      result[member] += (laid.streamRate[s] * need) / channels[pair]
    })
  }
  return result
}

/** Rate-weighted mean sensitivity of what the party collects in scope; the mean over the scope where it collects nothing. */
function typicalSensitivity(laid: Laid, m: number): number {
  const country = laid.memberCountry[m]
  const cells = laid.topics * laid.disciplines
  const scope = laid.memberAgreement[m] * cells
  let rate = 0
  let weighted = 0
  for (let s = laid.streamStart[country]; s < laid.streamStart[country + 1]; s++) {
    const cell = laid.streamCell[s]
    if (laid.covers[scope + cell] === 0) continue
    rate += laid.streamRate[s]
    weighted += laid.streamRate[s] * laid.sensitivity[cell % laid.disciplines]
  }
  if (rate > 0) return weighted / rate
  let covered = 0
  let sum = 0
  for (let cell = 0; cell < cells; cell++) {
    covered += laid.covers[scope + cell]
    sum += laid.covers[scope + cell] * laid.sensitivity[cell % laid.disciplines]
  }
  return covered > 0 ? sum / covered : 0
}

/** Stakes, with dependence taken over the agreements counted. */
function stakes(laid: Laid, agreements: readonly Agreement[], counts: Uint8Array) {
  const prospective = new Set(laid.prospects.map(({ agreement }) => agreement))
  const { dependenceGain, minimumSlack } = laid.parameters
  const choice = laid.terms
  const through = inflows(laid, counts)
  const total = new Float64Array(laid.countries)
  for (let m = 0; m < laid.members; m++) total[laid.memberCountry[m]] += through[m]
  const dependence = column(Float64Array, laid.members)
  const typical = column(Float64Array, laid.members)
  const stake = column(Float64Array, laid.members)
  const price = column(Float64Array, laid.members)
  for (let m = 0; m < laid.members; m++) {
    const country = laid.memberCountry[m]
    const agreement = agreements[laid.memberAgreement[m]]
    const id = laid.ids[country]
    dependence[m] = total[country] > 0 ? through[m] / total[country] : 0
    typical[m] = typicalSensitivity(laid, m)
    // a prospect has not been signed: what it would have to be worth is what its reviews find out
    const floor = prospective.has(laid.memberAgreement[m])
      ? 0
      : (1 + minimumSlack) * breakEven(choice, restingRisk(laid, m) * typical[m])
    stake[m] = agreement.stake?.[id] ?? Math.max(1 + dependenceGain * dependence[m], floor)
    price[m] = agreement.price?.[id] ?? 0
  }
  return { dependence, typical, stake, price }
}

/** What flows on day 0, and what checking it does to veracity trust. */
function flows(laid: Laid, { stake, price }: Pick<Balance, 'stake' | 'price'>, counts: Uint8Array) {
  const flow = new Flows(
    laid,
    columnOf(Float64Array, laid.members, (m) => stake[m] + price[m]),
  )
  for (let s = 0; s < laid.streams; s++) flow.add(s, counts)
  const { items, credits, expected, worth, heard } = flow
  const checks = laid.on.deception ? checksOf(laid, heard) : untouched(laid)
  for (let seat = 0; seat < worth.length; seat++) {
    const believer = laid.reverse[laid.audiencePair[seat]]
    expected[laid.audienceMember[seat]] += worth[seat] * restingVeracity(laid, checks, believer)
  }
  return { items, credits, expected, ...checks }
}

/** What checking reports does to veracity trust on an ordinary day. */
type Checks = Pick<Balance, 'confirmed' | 'verified' | 'refuted'>

/** Where nothing is checked, the evidence of day 0 stays as it is. */
function untouched(laid: Laid): Checks {
  const none = (): Float64Array => column(Float64Array, laid.pairs)
  const { strength } = laid.priors
  const verified = columnOf(Float64Array, laid.pairs, (pair) => strength[laid.priorOf[pair]])
  return { confirmed: none(), verified, refuted: none() }
}

/**
 * Works out for every pair how many reports of its second its first confirms and finds false a day, by its own collection and by
 * other origins (MODEL.md §5.10), and from that the evidence which these keep up. One report is at most one piece of evidence: of
 * a partner that is hardly ever checked less is known on day 0 than its tie alone would say.
 */
function checksOf(laid: Laid, heard: Heard): Checks {
  const { checkWindow, corroboration, halfLife } = laid.parameters
  const { topics, pairStart, reverse, unaided, priorOf, priors } = laid
  const lost = 1 - exp(-Math.LN2 / halfLife)
  const truths = column(Float64Array, laid.pairs)
  const errors = column(Float64Array, laid.pairs)
  // chances that a partner has nothing to say to a report, and that none before it has
  const silent = column(Float64Array, laid.pairs)
  const silentSoFar = column(Float64Array, laid.pairs + 1)
  for (let country = 0; country < laid.countries; country++) {
    const first = pairStart[country]
    const end = pairStart[country + 1]
    for (let topic = 0; topic < topics; topic++) {
      silentSoFar[first] = 1
      for (let pair = first; pair < end; pair++) {
        const reports = heard.reports[reverse[pair] * topics + topic]
        silent[pair] = 1 - corroboration * (1 - exp(-checkWindow * reports))
        silentSoFar[pair + 1] = silentSoFar[pair] * silent[pair]
      }
      let silentAfter = 1
      for (let pair = end - 1; pair >= first; pair--) {
        const cell = reverse[pair] * topics + topic
        const reports = heard.reports[cell]
        const uncopied = laid.on.provenance ? reports : heard.uncopied[cell]
        const missed = unaided[country * topics + topic] * silentSoFar[pair] * silentAfter
        const wrong = priors.error[priorOf[pair]]
        truths[pair] += (1 - wrong) * (reports - missed * uncopied) + wrong * missed * (reports - uncopied)
        errors[pair] += wrong * (1 - missed) * reports
        silentAfter *= silent[pair]
      }
    }
  }
  const confirmed = columnOf(Float64Array, laid.pairs, (pair) =>
    truths[pair] > 0 ? Math.min(1, (priors.strength[priorOf[pair]] * lost) / truths[pair]) : 0,
  )
  const keptUp = (daily: Float64Array): Float64Array =>
    columnOf(Float64Array, laid.pairs, (pair) => (confirmed[pair] * daily[pair]) / lost)
  return { confirmed, verified: keptUp(truths), refuted: keptUp(errors) }
}

/**
 * Works out the balance of day 0. Agreements that begin later are worked out as if in force beside the others, and prospects as if
 * all that is known of were in force.
 */
export function dayZero(laid: Laid, agreements: readonly Agreement[]): DayZero {
  const dated = new Uint8Array(laid.agreements).fill(1)
  for (const { agreement } of laid.prospects) dated[agreement] = 0
  const now = Uint8Array.from(laid.agreementFrom, (from) => (from <= 0 ? 1 : 0))
  const ever = new Uint8Array(laid.agreements).fill(1)
  const result = halves(laid, agreements, now)
  for (const [known, upTo] of [
    [now, dated],
    [dated, ever],
  ] as const)
    if (upTo.some((counts, e) => counts > known[e]))
      fillIn(laid, result, known, halves(laid, agreements, upTo), upTo)
  return result
}

/** Takes over from `later` what concerns the agreements that count there and did not before. */
function fillIn(laid: Laid, result: DayZero, known: Uint8Array, later: DayZero, counts: Uint8Array): void {
  const met = column(Uint8Array, laid.pairs)
  for (let m = 0; m < laid.members; m++) {
    const e = laid.memberAgreement[m]
    for (let a = laid.audienceStart[m]; a < laid.audienceStart[m + 1]; a++)
      if (known[e] === 1) met[laid.audiencePair[a]] = 1
    if (known[e] === 1 || counts[e] === 0) continue
    for (const column of MEMBER_COLUMNS) result[column][m] = later[column][m]
  }
  for (let p = 0; p < laid.pairs; p++)
    if (met[p] === 0) for (const column of PAIR_COLUMNS) result[column][p] = later[column][p]
}

const MEMBER_COLUMNS = ['dependence', 'typical', 'stake', 'price', 'expected'] as const
const PAIR_COLUMNS = ['credit', 'items', 'confirmed', 'verified', 'refuted'] as const

function halves(laid: Laid, agreements: readonly Agreement[], counts: Uint8Array): DayZero {
  const worth = stakes(laid, agreements, counts)
  const { credits, ...flow } = flows(laid, worth, counts)
  const lost = 1 - exp(-Math.LN2 / laid.parameters.halfLife)
  const { strength } = laid.priors
  const credit = columnOf(Float64Array, laid.pairs, (pair) =>
    credits[pair] > 0 ? (strength[laid.priorOf[pair]] * lost) / credits[pair] : 0,
  )
  return { ...worth, ...flow, credit }
}

/**
 * Day 0 as a balance: what each agreement is worth to each party, what each expects to receive, and the credit for a kept
 * secret that leaves trust where it rests (MODEL.md §5.1, §5.4). Without it a world drifts before anything happens.
 */
import { breakEven, FULL, probabilities, TEAR_LINE, WITHHELD } from './choice.js'
import { column, columnOf } from './columns.js'
import { exp } from './math.js'
import type { Agreement } from './network.js'
import type { Balance, World } from './world.js'

/** A world without what is worked out here. */
export type Laid = Omit<World, 'balance'>

/** The balance, and what leads to it, which no run asks for. */
export interface DayZero extends Balance {
  /** by membership: share of the party's expected inflow that comes through the agreement, 0 to 1 */
  readonly dependence: Float64Array
  /** by pair: distinct (item, recipient) expected a day, at any grade but withheld */
  readonly items: Float64Array
}

/** Nodes and weights of eight-point Gauss–Legendre quadrature on [−1, 1] (Abramowitz & Stegun 25.4.30). */
const NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363]
const WEIGHTS = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763]
const QUADRATURE = [
  ...NODES.map((node, k) => ({ node, weight: WEIGHTS[k] / 2 })),
  ...NODES.map((node, k) => ({ node: -node, weight: WEIGHTS[k] / 2 })),
]

/** Trust on day 0: the prior counts once as itself and once as evidence of good conduct. */
export function restingTrust(base: number): number {
  return (1 + base) / 2
}

/** Veracity trust on day 0: the prior, and the evidence that reports confirmed and found false keep up. */
function restingVeracity(laid: Laid, { verified, refuted }: Checks, pair: number): number {
  const { priorOf, priors } = laid
  const base = priors.veracityBase[priorOf[pair]]
  if (!laid.on.deception) return restingTrust(base)
  const prior = priors.strength[priorOf[pair]]
  return (verified[pair] + prior * base) / (verified[pair] + refuted[pair] + prior)
}

/** 1 − Π trust over the other parties: the chance that one of them passes it on. */
function restingRisk(laid: Laid, m: number): number {
  const { priorOf, priors } = laid
  let kept = 1
  for (let a = laid.audienceStart[m]; a < laid.audienceStart[m + 1]; a++)
    kept *= restingTrust(priors.base[priorOf[laid.audiencePair[a]]])
  return 1 - kept
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

/**
 * What flows on day 0: for every pair the expected items and credit a day, for every membership the expected value. An item
 * offered through several agreements counts once for each recipient, at the higher grade, to the first agreement that gave it.
 */
function flows(laid: Laid, stake: Float64Array, price: Float64Array, counts: Uint8Array) {
  const {
    corroboration,
    tearLineCredit,
    tearLineValue,
    itemSensitivityLow,
    itemSensitivityHigh,
    itemValueLow,
    itemValueHigh,
  } = laid.parameters
  const choice = laid.terms
  const shared = laid.on.sharedClubs
  const meanValue = (itemValueLow + itemValueHigh) / 2
  const risk = columnOf(Float64Array, laid.members, (m) => restingRisk(laid, m))
  const items = column(Float64Array, laid.pairs)
  const credits = column(Float64Array, laid.pairs)
  const expected = column(Float64Array, laid.members)
  const { deception } = laid.on
  const heard: Heard = {
    reports: column(Float64Array, deception ? laid.pairs * laid.topics : 0),
    uncopied: column(Float64Array, deception ? laid.pairs * laid.topics : 0),
  }
  // value through each seat of an audience, before it is known how far it is believed
  const worth = column(Float64Array, deception ? laid.audiencePair.length : 0)
  const uncopied = column(Float64Array, laid.pairs)
  const noneYet = column(Float64Array, laid.pairs)
  const noFullYet = column(Float64Array, laid.pairs)
  const noFullAfter = column(Float64Array, laid.pairs)
  const chances = new Float64Array(3)
  const slots = new Slots(laid)

  for (let s = 0; s < laid.streams; s++) {
    const rate = laid.streamRate[s]
    const topic = laid.streamTopic[s]
    const source = laid.sensitivity[laid.streamCell[s] % laid.disciplines]
    slots.lay(laid, s, counts)
    const { count, through, seat, hold, tear, full } = slots
    for (const { node, weight } of QUADRATURE) {
      const middle = (itemSensitivityLow + itemSensitivityHigh) / 2
      const half = (itemSensitivityHigh - itemSensitivityLow) / 2
      const sensitivity = source * (middle + half * node)
      for (let k = 0; k < count; k++) {
        const pair = laid.audiencePair[seat[k]]
        noneYet[pair] = noFullYet[pair] = noFullAfter[pair] = 1
        uncopied[pair] = 0
      }
      for (let k = 0; k < count; k++) {
        const m = through[k]
        // a club runs one risk whoever of it is told
        if (!shared || k === 0 || m !== through[k - 1]) {
          const chance = shared
            ? risk[m]
            : 1 - restingTrust(laid.priors.base[laid.priorOf[laid.audiencePair[seat[k]]]])
          probabilities(choice, stake[m] + price[m], chance * sensitivity, chances)
        }
        hold[k] = chances[WITHHELD]
        tear[k] = chances[TEAR_LINE]
        full[k] = chances[FULL]
      }
      for (let k = count - 1; k >= 0; k--) {
        const pair = laid.audiencePair[seat[k]]
        const later = noFullAfter[pair]
        noFullAfter[pair] *= 1 - full[k]
        tear[k] *= later
      }
      for (let k = 0; k < count; k++) {
        const pair = laid.audiencePair[seat[k]]
        const inFull = noFullYet[pair] * full[k]
        const asTearLine = noneYet[pair] * tear[k]
        items[pair] += weight * rate * (inFull + asTearLine)
        credits[pair] += weight * rate * (inFull + tearLineCredit * asTearLine)
        const value = weight * rate * meanValue * (inFull + tearLineValue * asTearLine)
        if (deception) {
          const cell = pair * laid.topics + topic
          const before = uncopied[pair]
          const another = hold[k] + (1 - hold[k]) * (1 - corroboration)
          uncopied[pair] = before * another + noneYet[pair] * (1 - hold[k])
          heard.reports[cell] += weight * rate * (inFull + asTearLine)
          heard.uncopied[cell] += weight * rate * (uncopied[pair] - before)
          worth[seat[k]] += value
        } else
          expected[laid.audienceMember[seat[k]]] +=
            value * restingTrust(laid.priors.veracityBase[laid.priorOf[laid.reverse[pair]]])
        noFullYet[pair] *= 1 - full[k]
        noneYet[pair] *= hold[k]
      }
    }
  }
  const checks = deception ? checksOf(laid, heard) : untouched(laid)
  for (let seat = 0; seat < worth.length; seat++) {
    const believer = laid.reverse[laid.audiencePair[seat]]
    expected[laid.audienceMember[seat]] += worth[seat] * restingVeracity(laid, checks, believer)
  }
  return { items, credits, expected, ...checks }
}

/** All whom an item of one stream is offered to, once for each agreement through which it is. */
class Slots {
  count = 0
  /** the membership that offers, and the place in the audiences of whoever is offered it */
  readonly through: Uint32Array
  readonly seat: Uint32Array
  /** chances of the three choices */
  readonly hold: Float64Array
  readonly tear: Float64Array
  readonly full: Float64Array

  /** Makes room for the stream that reaches most. */
  constructor({ streams, routeStart, routeMember, audienceStart }: Laid) {
    let most = 0
    for (let s = 0; s < streams; s++) {
      let seats = 0
      for (let r = routeStart[s]; r < routeStart[s + 1]; r++)
        seats += audienceStart[routeMember[r] + 1] - audienceStart[routeMember[r]]
      most = Math.max(most, seats)
    }
    this.through = new Uint32Array(most)
    this.seat = new Uint32Array(most)
    this.hold = new Float64Array(most)
    this.tear = new Float64Array(most)
    this.full = new Float64Array(most)
  }

  /** Lays them out, through the agreements that count. */
  lay(
    { routeStart, routeMember, memberAgreement, audienceStart }: Laid,
    s: number,
    counts: Uint8Array,
  ): void {
    this.count = 0
    for (let r = routeStart[s]; r < routeStart[s + 1]; r++) {
      const m = routeMember[r]
      if (counts[memberAgreement[m]] === 0) continue
      for (let seat = audienceStart[m]; seat < audienceStart[m + 1]; seat++) {
        this.through[this.count] = m
        this.seat[this.count++] = seat
      }
    }
  }
}

/** By pair i→j × topic, a day: reports that j is given by i, and those of them that no copy vouches for. */
interface Heard {
  readonly reports: Float64Array
  readonly uncopied: Float64Array
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
  const { credits, ...flow } = flows(laid, worth.stake, worth.price, counts)
  const lost = 1 - exp(-Math.LN2 / laid.parameters.halfLife)
  const { strength } = laid.priors
  const credit = columnOf(Float64Array, laid.pairs, (pair) =>
    credits[pair] > 0 ? (strength[laid.priorOf[pair]] * lost) / credits[pair] : 0,
  )
  return { ...worth, ...flow, credit }
}

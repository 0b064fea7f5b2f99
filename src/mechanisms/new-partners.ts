/**
 * New partners: now and then a prospect is on the table, the oftener the more partners the two have in common (Kinne 2018), and is
 * signed when every party would rather share in full than stay apart, by what it has heard of the others (MODEL.md §5.11).
 */
import { fullOverHold } from '../choice.js'
import { power } from '../math.js'
import { logistic } from '../random.js'
import { partiesOf, type Prospective } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'
import { begin } from './treaties.js'

export const newPartners: Mechanism = {
  name: 'newPartners',
  owns: ['inForce', 'metOn', 'signed', 'worth'],
  apply(now) {
    const { world, state } = now
    if (world.prospects.length === 0) return
    const due = world.prospects.filter(
      ({ agreement, phase }) =>
        state.inForce[agreement] === 0 && state.day % world.parameters.reviewEvery === phase,
    )
    const signed = due.filter((prospect) => isOnTheTable(now, prospect) && agreed(now, prospect))
    // what each is worth is known before any of today's is signed
    const stakes = signed.map(({ agreement: e }) => stakesIn(now, e))
    signed.forEach(({ agreement }, k) => sign(now, agreement, stakes[k]))
  },
}

function isOnTheTable({ world, state, draws }: Now, { agreement: e, phase }: Prospective): boolean {
  const { prospectChance, commonPartners, reviewEvery } = world.parameters
  const number = (state.day - phase) / reviewEvery
  const common = partnersInCommon({ world, state }, e)
  const chance = 1 - power(1 - prospectChance, 1 + commonPartners * common)
  return draws.at(world.book.of('table', world.agreementIds[e]), number) < chance
}

/** Countries outside a prospect that share agreements in force with two or more of its parties. */
export function partnersInCommon({ world, state }: Pick<Now, 'world' | 'state'>, e: number): number {
  const parties = Array.from(partiesOf(world, e), (m) => world.memberCountry[m])
  const dealsWith = new Map<number, number>()
  for (const party of parties)
    for (let pair = world.pairStart[party]; pair < world.pairStart[party + 1]; pair++) {
      const other = world.to[pair]
      if (parties.includes(other) || !state.reaches(party, other)) continue
      dealsWith.set(other, (dealsWith.get(other) ?? 0) + 1)
    }
  let common = 0
  for (const count of dealsWith.values()) if (count >= 2) common++
  return common
}

/** Asks every party; the first that declines is on record, with what it had heard. */
function agreed(now: Now, { agreement: e, phase }: Prospective): boolean {
  const { world, state, draws, history } = now
  const { formalPrecision, inertiaUp, reviewEvery } = world.parameters
  const number = (state.day - phase) / reviewEvery
  for (const m of partiesOf(world, e)) {
    const names = [world.agreementIds[e], world.ids[world.memberCountry[m]]]
    const noise = logistic(draws.at(world.book.of('signing', ...names), number)) / formalPrecision
    const { advantage, doubted, risk } = worthSigning(now, m)
    if (advantage + noise > inertiaUp) continue
    const cause = heardOf(now, world.memberCountry[m], doubted)
    history.signings.push({ day: state.day, agreement: e, signed: false })
    history.tell(state.day, 'not-signed', {
      who: names[1],
      whom: world.ids[doubted],
      agreement: names[0],
      breach: cause === null ? null : history.events[cause].breach,
      numbers: { advantage, risk },
      cause,
    })
    return false
  }
  return true
}

/**
 * What signing is worth to a party over staying apart: U_full of MODEL.md §5.3 (staying apart costs nobody anything), with a stake
 * that grows with the share of what it would then receive. Whom it doubts most is told beside.
 */
export function worthSigning(
  { world, state }: Pick<Now, 'world' | 'state'>,
  m: number,
): { advantage: number; risk: number; doubted: number } {
  let keeps = 1
  let doubted = -1
  let least = Infinity
  for (let a = world.audienceStart[m]; a < world.audienceStart[m + 1]; a++) {
    const pair = world.audiencePair[a]
    const trust = state.opinion(pair)
    keeps *= trust
    if (trust >= least) continue
    least = trust
    doubted = world.to[pair]
  }
  const risk = 1 - keeps
  const stake = stakeAtSigning({ world, state }, m) + state.price(m)
  const advantage = fullOverHold({ ...world.terms, silenceCost: 0 }, stake, risk * world.balance.typical[m])
  return { advantage, risk, doubted }
}

/**
 * The stake of a party in what it might sign: as stated, or that of an ordinary tie and more, the larger the part of all it would
 * then receive that comes from there (MODEL.md §5.4). Whoever lately receives less has more to gain.
 */
export function stakeAtSigning({ world, state }: Pick<Now, 'world' | 'state'>, m: number): number {
  const { memberStart, memberCountry, memberAgreement, balance, parameters } = world
  const country = memberCountry[m]
  const id = world.agreementIds[memberAgreement[m]]
  const stated = world.scenario.network.prospects.find((prospect) => prospect.id === id)?.stake
  let received = 0
  for (let own = memberStart[country]; own < memberStart[country + 1]; own++)
    if (state.present(own)) received += state.received[own] * state.receivedAge
  const through = balance.expected[m]
  const share = through > 0 ? through / (through + received) : 0
  return stated?.[world.ids[country]] ?? 1 + parameters.dependenceGain * share
}

/** The event by which a country learned of a breach by another, the latest, or null. */
function heardOf({ state }: Now, country: number, other: number): number | null {
  let latest: number | null = null
  for (const { learned, suspect } of state.breaches)
    if (learned[country] >= 0 && suspect[country] === other) latest = Math.max(latest ?? -1, learned[country])
  return latest
}

function stakesIn(now: Now, e: number): Float64Array {
  return Float64Array.from(partiesOf(now.world, e), (m) => stakeAtSigning(now, m))
}

function sign(now: Now, e: number, stakes: Float64Array): void {
  const { world, state, history } = now
  history.signings.push({ day: state.day, agreement: e, signed: true })
  partiesOf(world, e).forEach((m, k) => {
    state.signed.set(m, stakes[k])
    state.setTerms(m, stakes[k], state.price(m))
  })
  begin(now, e, 'agreement-forms')
}

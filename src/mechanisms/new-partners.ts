/**
 * New partners: now and then a prospect is on the table, the oftener the more partners the two have in common (Kinne 2018), and is
 * signed when every party would rather share in full than stay apart, by what it has heard of the others (MODEL.md §5.11).
 */
import { fullOverHold } from '../choice.js'
import { power } from '../math.js'
import { logistic } from '../random.js'
import type { Prospective } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'
import { begin } from './treaties.js'

export const newPartners: Mechanism = {
  name: 'newPartners',
  owns: ['inForce', 'metOn'],
  apply(now) {
    const { world, state } = now
    const signed: number[] = []
    for (const prospect of world.prospects)
      if (
        state.inForce[prospect.agreement] === 0 &&
        state.day % world.parameters.reviewEvery === prospect.phase
      )
        if (isOnTheTable(now, prospect) && agreed(now, prospect)) signed.push(prospect.agreement)
    for (const e of signed) sign(now, e)
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
  const parties = [...world.memberCountry.subarray(world.memberStart[e], world.memberStart[e + 1])]
  const dealsWith = new Map<number, number>()
  for (const party of parties)
    for (let pair = world.pairStart[party]; pair < world.pairStart[party + 1]; pair++) {
      const other = world.to[pair]
      if (parties.includes(other) || state.channels(party, other).length === 0) continue
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
  for (let m = world.memberStart[e]; m < world.memberStart[e + 1]; m++) {
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
  const { dependenceGain } = world.parameters
  const country = world.memberCountry[m]
  let keeps = 1
  let doubted = -1
  let least = Infinity
  for (let a = world.audienceStart[m]; a < world.audienceStart[m + 1]; a++) {
    const pair = world.audiencePair[a]
    const trust = state.met(pair) ? state.trust(pair) : state.repute(pair)
    keeps *= trust
    if (trust >= least) continue
    least = trust
    doubted = world.to[pair]
  }
  let now = 0
  for (let k = world.ofCountryStart[country]; k < world.ofCountryStart[country + 1]; k++)
    if (state.present(world.ofCountry[k])) now += state.received[world.ofCountry[k]] * state.receivedAge
  const through = world.balance.expected[m]
  const share = through > 0 ? through / (through + now) : 0
  const stated = world.scenario.network.prospects.find(
    ({ id }) => id === world.agreementIds[world.memberAgreement[m]],
  )
  const stake = stated?.stake?.[world.ids[country]] ?? 1 + dependenceGain * share
  const risk = 1 - keeps
  const exposure = risk * world.balance.typical[m]
  const advantage = fullOverHold({ ...world.terms, silenceCost: 0 }, stake + state.price[m], exposure)
  return { advantage, risk, doubted }
}

/** The event by which a country learned of a breach by another, the latest, or null. */
function heardOf({ state }: Now, country: number, other: number): number | null {
  let latest: number | null = null
  for (const { learned, suspect } of state.breaches)
    if (learned[country] >= 0 && suspect[country] === other) latest = Math.max(latest ?? -1, learned[country])
  return latest
}

function sign(now: Now, e: number): void {
  now.history.signings.push({ day: now.state.day, agreement: e, signed: true })
  begin(now, e, 'agreement-forms')
}

/**
 * Terms of agreements that are set from outside: a price paid for sharing for a time (MODEL.md §5.12; Walsh 2010), and policy, by
 * which a party is put on a rung, or stake, price and caveat change, from a date. A cut by decree is coercion or law, not a breach:
 * nobody trusts anybody less for it, and no review moves a rung while it is decreed.
 */
import { CAVEATS, ENDED, RUNGS } from '../network.js'
import type { Inducement, Move, Policy } from '../scenario.js'
import { hasParty, partiesOf } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const inducement: Mechanism = {
  name: 'inducement',
  owns: ['worth', 'price'],
  apply(now) {
    const { world, state, history } = now
    if (!world.on.inducement) return
    for (const move of world.moves) {
      if (move.what !== 'inducement' || !(move.day === state.day || move.until === state.day)) continue
      const begins = move.day === state.day
      history.tell(state.day, begins ? 'inducement' : 'inducement-ends', {
        who: move.by,
        whom: move.to,
        agreement: move.agreement,
        words: { id: move.id },
        numbers: { price: move.price },
        cause: begins ? null : beginning(now, move),
      })
      for (const m of paidFor(now, move)) settle(now, m)
    }
  },
}

export const policy: Mechanism = {
  name: 'policy',
  owns: ['rung', 'since', 'decreedFrom', 'worth', 'price', 'caveat'],
  apply(now) {
    const { world, state, history } = now
    if (!world.on.policy || world.moves.length === 0) return
    const changed = new Set<number>()
    for (const move of world.moves) {
      if (move.what !== 'policy' || !(move.day === state.day || move.until === state.day)) continue
      const e = world.agreementIds.indexOf(move.agreement)
      if (e < 0) continue
      const begins = move.day === state.day
      history.tell(state.day, begins ? 'policy' : 'policy-ends', {
        agreement: move.agreement,
        words: { id: move.id, ...(move.caveat === null ? {} : { caveat: move.caveat }) },
        cause: begins ? null : beginning(now, move),
      })
      changed.add(e)
    }
    for (const e of [...changed].sort((a, b) => a - b)) enact(now, e)
  },
}

/** The event by which something that lapses today began. */
function beginning({ history }: Now, { what, day, id }: Move): number | null {
  const found = history.events.find(
    (event) => event.kind === what && event.day === day && event.words['id'] === id,
  )
  return found?.id ?? null
}

/** Whether a move that has an end holds on a day. */
function holds({ day, until }: Inducement | Policy, today: number): boolean {
  return day <= today && (until === null || today < until)
}

/** The memberships a price is paid for: those of the receiver in agreements with the giver, or the one that is named. */
function paidFor({ world }: Now, { by, to, agreement }: Inducement): number[] {
  const { ids, memberStart, memberAgreement, agreementIds } = world
  const receiver = ids.indexOf(to)
  const giver = ids.indexOf(by)
  const paid: number[] = []
  for (let m = memberStart[receiver]; m < memberStart[receiver + 1]; m++) {
    const e = memberAgreement[m]
    if (agreement === null ? hasParty(world, e, giver) : agreementIds[e] === agreement) paid.push(m)
  }
  return paid
}

/** The policies on an agreement that hold today, in order: of two that say the same thing the later counts. */
function inPlace({ world, state }: Now, e: number): Policy[] {
  return world.moves.filter(
    (move): move is Policy =>
      move.what === 'policy' && move.agreement === world.agreementIds[e] && holds(move, state.day),
  )
}

/** Stake and price of a membership as all that holds today sets them: the latest policy, and every inducement on top. */
function settle(now: Now, m: number): void {
  const { world, state } = now
  const country = world.ids[world.memberCountry[m]]
  const policies = world.on.policy ? inPlace(now, world.memberAgreement[m]) : []
  let stake = state.signedAt(m)
  let price = world.balance.price[m]
  for (const { stake: stakes, price: prices } of policies) {
    stake = stakes[country] ?? stake
    price = prices[country] ?? price
  }
  if (world.on.inducement)
    for (const move of world.moves)
      if (move.what === 'inducement' && holds(move, state.day) && paidFor(now, move).includes(m))
        price += move.price
  state.setTerms(m, stake, price)
}

/** Puts an agreement and its parties under what is decreed today; where nothing is any more, everything is as it was before. */
function enact(now: Now, e: number): void {
  const { world, state } = now
  const policies = inPlace(now, e)
  const caveat = policies.findLast((move) => move.caveat !== null)?.caveat ?? null
  state.caveat[e] = caveat === null ? world.caveat[e] : CAVEATS.indexOf(caveat)
  for (const m of partiesOf(world, e)) {
    settle(now, m)
    const country = world.ids[world.memberCountry[m]]
    const decree = policies.findLast((move) => move.rung[country] !== undefined)
    const from = state.decreedFrom.get(m)
    if (decree !== undefined) {
      if (from === undefined) state.decreedFrom.set(m, state.rung[m])
      put(now, m, RUNGS.indexOf(decree.rung[country]), toldOf(now, decree))
    } else if (from !== undefined) {
      const lapsed = world.moves.findLast(
        (move): move is Policy =>
          move.what === 'policy' &&
          move.agreement === world.agreementIds[e] &&
          move.until === state.day &&
          move.rung[country] !== undefined,
      )
      put(now, m, from, lapsed === undefined ? null : toldOf(now, lapsed))
      state.decreedFrom.delete(m)
      // whoever was held where it was may review at once
      state.since[m] = state.day - world.parameters.stepHold
    }
  }
}

/** The latest event that tells of a policy. */
function toldOf({ history }: Now, { id }: Policy): number | null {
  const found = history.events.findLast(({ kind, words }) => kind.startsWith('policy') && words['id'] === id)
  return found?.id ?? null
}

/** Puts a party on a rung and writes it down as a step; it is nobody's review, so nothing is laid at anybody's door. */
function put({ world, state, history }: Now, m: number, to: number, cause: number | null): void {
  const from = state.rung[m]
  if (from === to) return
  history.tell(state.day, to === ENDED ? 'ended' : to > from ? 'step-down' : 'step-up', {
    who: world.ids[world.memberCountry[m]],
    agreement: world.agreementIds[world.memberAgreement[m]],
    words: { from: RUNGS[from], to: RUNGS[to], by: 'decree' },
    cause,
  })
  state.rung[m] = to
}

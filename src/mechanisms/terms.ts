/**
 * Terms of agreements that are set from outside: a price paid for sharing for a time (MODEL.md §5.12; Walsh 2010), and policy, by
 * which a party is put on a rung, or stake, price and caveat change, from a date. A cut by decree is coercion or law, not a breach:
 * nobody trusts anybody less for it.
 */
import { CAVEATS, OPEN, RUNGS } from '../network.js'
import type { Inducement, Policy } from '../scenario.js'
import { NEVER_DAY } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const inducement: Mechanism = {
  name: 'inducement',
  owns: ['price'],
  apply(now) {
    const { world, state, history } = now
    if (!world.on.inducement) return
    for (const move of world.moves) {
      if (move.what !== 'inducement' || !(move.day === state.day || move.until === state.day)) continue
      history.tell(state.day, move.day === state.day ? 'inducement' : 'inducement-ends', {
        who: move.by,
        whom: move.to,
        agreement: move.agreement,
        numbers: { price: move.price },
      })
      for (const m of paidFor(now, move)) settle(now, m)
    }
  },
}

export const policy: Mechanism = {
  name: 'policy',
  owns: ['rung', 'since', 'downs', 'steppedBy', 'worth', 'price', 'caveat'],
  apply(now) {
    const { world, state } = now
    if (!world.on.policy) return
    for (const move of world.moves) {
      if (move.what !== 'policy') continue
      if (move.day === state.day) decree(now, move)
      if (move.until === state.day) lapse(now, move)
    }
  },
}

/** The memberships a price is paid for: those of the receiver in agreements with the giver, or the one that is named. */
function paidFor({ world }: Now, { by, to, agreement }: Inducement): number[] {
  const { ids, memberStart, memberCountry, memberAgreement, ofCountryStart, ofCountry, agreementIds } = world
  const receiver = ids.indexOf(to)
  const giver = ids.indexOf(by)
  const memberships = [...ofCountry.subarray(ofCountryStart[receiver], ofCountryStart[receiver + 1])]
  return memberships.filter((m) => {
    const e = memberAgreement[m]
    if (agreement !== null) return agreementIds[e] === agreement
    return memberCountry.subarray(memberStart[e], memberStart[e + 1]).includes(giver)
  })
}

/** Stake and price of a membership as all that holds today sets them: the latest policy, and every inducement on top. */
function settle(now: Now, m: number): void {
  const { world, state } = now
  const country = world.ids[world.memberCountry[m]]
  const agreement = world.agreementIds[world.memberAgreement[m]]
  let stake = world.balance.stake[m]
  let price = world.balance.price[m]
  let paid = 0
  for (const move of world.moves) {
    if (move.day > state.day || !('until' in move) || (move.until !== null && move.until <= state.day))
      continue
    if (move.what === 'policy' && world.on.policy && move.agreement === agreement) {
      stake = move.stake[country] ?? stake
      price = move.price[country] ?? price
    } else if (move.what === 'inducement' && world.on.inducement && paidFor(now, move).includes(m))
      paid += move.price
  }
  state.worth[m] = stake
  state.price[m] = price + paid
  state.version++
}

function decree(now: Now, move: Policy): void {
  const { world, state, history } = now
  const e = world.agreementIds.indexOf(move.agreement)
  if (e < 0) return
  const cause = history.tell(state.day, 'policy', {
    agreement: move.agreement,
    words: { id: move.id, ...(move.caveat === null ? {} : { caveat: move.caveat }) },
  })
  if (move.caveat !== null) state.caveat[e] = CAVEATS.indexOf(move.caveat)
  for (let m = world.memberStart[e]; m < world.memberStart[e + 1]; m++) {
    settle(now, m)
    const rung = move.rung[world.ids[world.memberCountry[m]]]
    if (rung === undefined) continue
    put(now, m, RUNGS.indexOf(rung), cause)
    // no review undoes a decree while it holds
    state.since[m] = move.until ?? NEVER_DAY
  }
}

/** What was decreed lapses: who was put on a rung shares in full again, and reviews are free. */
function lapse(now: Now, move: Policy): void {
  const { world, state, history } = now
  const e = world.agreementIds.indexOf(move.agreement)
  if (e < 0) return
  const cause = history.tell(state.day, 'policy-ends', { agreement: move.agreement, words: { id: move.id } })
  if (move.caveat !== null) state.caveat[e] = world.caveat[e]
  for (let m = world.memberStart[e]; m < world.memberStart[e + 1]; m++) {
    settle(now, m)
    if (move.rung[world.ids[world.memberCountry[m]]] === undefined) continue
    put(now, m, OPEN, cause)
    state.since[m] = state.day - world.parameters.stepHold
  }
}

/** Puts a party on a rung and writes it down as a step. */
function put({ world, state, history }: Now, m: number, to: number, cause: number): void {
  const from = state.rung[m]
  if (from === to) return
  const kind = RUNGS[to] === 'ended' ? 'ended' : to > from ? 'step-down' : 'step-up'
  const event = history.tell(state.day, kind, {
    who: world.ids[world.memberCountry[m]],
    agreement: world.agreementIds[world.memberAgreement[m]],
    words: { from: RUNGS[from], to: RUNGS[to], by: 'decree' },
    cause,
  })
  state.rung[m] = to
  state.version++
  if (to <= from) return
  state.downs[m]++
  state.steppedBy[m] = event
}

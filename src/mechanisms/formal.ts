/**
 * Formal steps: now and then, and after learning of a breach, a party reviews an agreement and may move one rung down or up
 * (MODEL.md §5.5). Withholding item by item is quiet; a step is on the record, and slow to be undone.
 */
import { tearOverFull, tearOverHold } from '../choice.js'
import { ENDED, OPEN, RUNGS, SUSPENDED, TEAR_LINES_ONLY } from '../network.js'
import { logistic, logisticAtMost } from '../random.js'
import type { NewsReview, Step, Taken } from '../pending.js'
import type { Mechanism, Now } from './mechanism.js'

export const formal: Mechanism = {
  name: 'formal',
  owns: ['rung', 'since', 'downs', 'steppedBy'],
  apply(now) {
    const { world, state } = now
    state.steps = NONE
    const steps = afterNews(now)
    bySchedule(now, steps)
    if (steps.length === 0) return
    steps.sort((a, b) => byAgreement(world, a.member, b.member))
    const blamed = steps.map(({ member }) => leastTrusted(world, state, member))
    const risks = steps.map(({ member }) => state.risk(member))
    state.steps = steps.map((step, k) => take(now, step, blamed[k], risks[k]))
  },
}

/** Steps of a day go agreement by agreement, and in each by country. */
function byAgreement({ memberAgreement, memberCountry }: Now['world'], a: number, b: number): number {
  return memberAgreement[a] - memberAgreement[b] || memberCountry[a] - memberCountry[b]
}

/** A day without a step, and nobody who takes one. */
const NONE: readonly Taken[] = []
const NOBODY: ReadonlySet<number> = new Set()

/** Reviews that somebody was moved to; of several by one party the first that leads to a step counts. */
function afterNews(now: Now): Step[] {
  const { world, state, draws } = now
  const reviews = state.newsReviews.get(state.day)
  if (reviews === undefined) return []
  state.newsReviews.delete(state.day)
  const steps = new Map<number, Step>()
  for (const { member, about, cause, reopens } of reviews) {
    const names = [world.ids[world.memberCountry[member]], world.agreementIds[world.memberAgreement[member]]]
    const u = draws.at(world.book.of('newsReview', about, ...names))
    const step = review(now, member, u, { cause, reopens })
    if (step !== null && !steps.has(member)) steps.set(member, step)
  }
  return [...steps.values()]
}

/**
 * Every membership comes up once in `reviewEvery` days, on a day fixed by its name; who steps today already does not step again.
 * @param steps of today; those found are added
 */
function bySchedule(now: Now, steps: Step[]): void {
  const { world, state, draws } = now
  const { reviewEvery } = world.parameters
  const phase = state.day % reviewEvery
  const number = (state.day - phase) / reviewEvery
  const { hi, lo } = world.at.review
  const stepping = steps.length === 0 ? NOBODY : new Set(steps.map(({ member }) => member))
  for (let k = world.reviewStart[phase]; k < world.reviewStart[phase + 1]; k++) {
    const m = world.reviewMember[k]
    const u = draws.uniform(hi[m], lo[m], number)
    if (staysOpen(now, m, u) || stepping.has(m)) continue
    const step = review(now, m, u, null)
    if (step !== null) steps.push(step)
  }
}

/** Whether a party that shares in full plainly goes on: mostly so for any risk, or for any noise that the draw leaves room for. */
function staysOpen({ world, state }: Now, m: number, u: number): boolean {
  if (state.rung[m] !== OPEN) return false
  const { formalPrecision, inertiaTear } = world.parameters
  const stake = state.stake(m)
  const typical = world.balance.typical[m]
  const noise = logisticAtMost(u) / formalPrecision
  const most = Math.max(tearOverFull(world.terms, stake, 0), tearOverFull(world.terms, stake, typical))
  return (
    most + noise <= inertiaTear ||
    tearOverFull(world.terms, stake, state.risk(m) * typical) + noise <= inertiaTear
  )
}

/** One review: with logistic noise, down where the lower rung is better by more than inertia, up where the higher is. */
function review(
  { world, state }: Now,
  m: number,
  u: number,
  news: Pick<NewsReview, 'cause' | 'reopens'> | null,
): Step | null {
  const { formalPrecision, inertiaTear, inertiaHold, inertiaUp, stepHold, endAfter } = world.parameters
  const from = state.rung[m]
  if (!state.present(m) || !state.hasAudience(m)) return null
  if (state.day - state.since[m] < stepHold && news?.reopens !== true) return null
  // no review undoes a decree while it holds
  if (state.decreedFrom.has(m)) return null
  const stake = state.stake(m)
  const typical = world.balance.typical[m]
  const noise = logistic(u) / formalPrecision
  const exposure = state.risk(m) * typical
  const toTear = tearOverFull(world.terms, stake, exposure)
  const toHold = -tearOverHold(world.terms, stake, exposure)
  // a deed asks whether to come back, not whether to go further
  const mayFall = news?.reopens !== true
  const heard = news?.cause ?? state.heard.get(m) ?? null
  const back = (mayFall ? state.steppedBy.get(m) : news?.cause) ?? null
  if (mayFall && from === OPEN && toTear + noise > inertiaTear)
    return { member: m, from, to: TEAR_LINES_ONLY, advantage: toTear, inertia: inertiaTear, cause: heard }
  if (mayFall && from === TEAR_LINES_ONLY && toHold + noise > inertiaHold)
    return { member: m, from, to: SUSPENDED, advantage: toHold, inertia: inertiaHold, cause: heard }
  if (from === TEAR_LINES_ONLY && -toTear - noise > inertiaUp)
    return { member: m, from, to: OPEN, advantage: -toTear, inertia: inertiaUp, cause: back }
  if (from === SUSPENDED && -toHold - noise > inertiaUp)
    return { member: m, from, to: TEAR_LINES_ONLY, advantage: -toHold, inertia: inertiaUp, cause: back }
  if (mayFall && from === SUSPENDED && state.day - state.since[m] >= endAfter)
    return { member: m, from, to: ENDED, advantage: toHold, inertia: inertiaHold, cause: back }
  return null
}

/** The breach a step goes back to: on the way up, the one that brought the step down. */
function breachBehind({ state, history }: Now, { member, from, to, cause }: Step): string | null {
  const behind = (to < from ? state.steppedBy.get(member) : undefined) ?? cause
  return behind === null ? null : history.events[behind].breach
}

/** Takes a step and writes it down. */
function take(now: Now, step: Step, blamed: number, risk: number): Taken {
  const { world, state, history } = now
  const { member: m, from, to, advantage, inertia, cause } = step
  const event = history.tell(state.day, to === ENDED ? 'ended' : to > from ? 'step-down' : 'step-up', {
    who: world.ids[world.memberCountry[m]],
    whom: blamed < 0 ? null : world.ids[blamed],
    agreement: world.agreementIds[world.memberAgreement[m]],
    breach: breachBehind(now, step),
    words: { from: RUNGS[from], to: RUNGS[to] },
    numbers: { advantage, inertia, risk, stake: state.stake(m) },
    cause,
  })
  state.rung[m] = to
  state.since[m] = state.day
  if (to > from) {
    state.downs[m]++
    state.steppedBy.set(m, event)
  }
  return { member: m, from, to, advantage, inertia, cause, event, blamed }
}

/** The party at whose door a step is laid: the one the stepper trusts least (ties: the first by id). */
function leastTrusted(world: Now['world'], state: Now['state'], m: number): number {
  let least = -1
  let trust = Infinity
  for (let a = world.audienceStart[m]; a < world.audienceStart[m + 1]; a++) {
    if (state.rung[world.audienceMember[a]] === ENDED) continue
    const found = state.trust(world.audiencePair[a])
    if (found >= trust) continue
    trust = found
    least = world.to[world.audiencePair[a]]
  }
  return least
}

/** Who comes back, who goes elsewhere, and what keeps trust from mending (MODEL.md §9): paired ensembles on the shipped network. */
import { compile } from '../../src/compile.js'
import { FULL } from '../../src/choice.js'
import type { History } from '../../src/history.js'
import type { Prospect } from '../../src/network.js'
import { findProspects } from '../../src/prospects.js'
import { run, Simulation } from '../../src/run.js'
import type { Move, Scenario } from '../../src/scenario.js'
import { firstOf, hasParty, partiesOf } from '../../src/world.js'
import { agreement, collects, country, network, scenario } from '../fixtures.js'
import { shipped } from '../shipped.js'
import { histories, mean, measured, pattern, repeated } from './pattern.js'

interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** Mean of one number a run, with its 95 % interval. */
function over(values: readonly number[]): Estimate {
  const middle = mean(values)
  const spread = values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0)
  const error = Math.sqrt(spread / (values.length - 1) / values.length)
  return { mean: middle, low: middle - 1.96 * error, high: middle + 1.96 * error }
}

const SEED = { seed: 'patterns' }
const numbers = (runs: number): number[] => Array.from({ length: runs }, (_, number) => number)
const without = (given: Scenario): Scenario => ({ ...given, breaches: [] })
const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0)

/** A run to its end, with its last state. */
function lived(given: Scenario, number: number): Simulation['now'] {
  const simulation = new Simulation(compile(given), { ...SEED, run: number })
  while (!simulation.done) simulation.step()
  return simulation.now
}

pattern('S10', 'a change of leader precedes many restorations', () => {
  const day = 150
  /** Steps back up after a breach, in the 120 days from the day of the election. */
  const restored = (accountable: boolean | null): number[] => {
    const election = { what: 'turnover', id: 'election', day, of: 'USA' } as const
    const moves: Move[] = accountable === null ? [] : [{ ...election, accountable }]
    const world = compile({ ...shipped(), days: day + 120, moves })
    return numbers(30).map((number) => {
      const { events } = run(world, { ...SEED, run: number })
      return events.filter((event) => event.kind === 'step-up' && event.breach !== null && event.day >= day)
        .length
    })
  }
  const [none, accountable, other] = [null, true, false].map(restored)
  const [more, less] = [accountable, other].map((counts) => over(counts.map((count, k) => count - none[k])))
  return Promise.resolve([
    measured('steps back up in 120 days without an election', over(none), 'above 0', mean(none) > 0),
    measured('more of them after an accountable leader’s successor', more, 'above 0', more.low > 0),
    measured(
      'their number over that without an election',
      mean(accountable) / mean(none),
      'above 1.5',
      mean(accountable) > 1.5 * mean(none),
    ),
    measured('more of them after another successor', less, `below half of that`, less.mean < 0.5 * more.mean),
  ])
})

/** Flow among everybody but the leaker, of items collected in both worlds, through agreements with the leaker in them and without. */
function around([one, other]: readonly [History, History], leaker: string): { club: number; past: number }[] {
  const { world } = one
  const l = world.ids.indexOf(leaker)
  const inside = Array.from({ length: world.agreements }, (_, e) => hasParty(world, e, l))
  return [one, other].map((history) => {
    const flow = { club: 0, past: 0 }
    history.eachDelivery((day, offer) => {
      const pair = history.offers.pair[offer]
      const item = history.offers.item[offer]
      if (day < 15 || firstOf(world, pair) === l || world.to[pair] === l) return
      if (one.lost[item] === 1 || other.lost[item] === 1) return
      const e = world.memberAgreement[history.offers.member[offer]]
      flow[inside[e] ? 'club' : 'past'] += history.worth(offer)
    })
    return flow
  })
}

pattern('S11', 'partners reroute around the leaker', () => {
  const given = repeated(shipped(), [0, 60, 120])
  const found = [...histories(given, 16)].map((pair) => around(pair, 'USA'))
  const past = over(found.map(([with_, control]) => with_.past / control.past - 1))
  const club = over(found.map(([with_, control]) => with_.club / control.club - 1))
  // little of what clubs lose finds another way: few pairs have a second agreement over the same
  const made = over(
    found.map(([with_, control]) => (with_.past - control.past) / (control.club - with_.club)),
  )
  return Promise.resolve([
    measured(
      'change of flow among others through agreements with the leaker',
      club,
      'below −.01',
      club.high < -0.01,
    ),
    measured('change of flow among others past it', past, 'above .002', past.low > 0.002),
    measured('part of that loss that finds another way', made, 'above .01', made.low > 0.01),
  ])
})

/** Prospects of one country with all that it shares no agreement with but one, under narrow deals. */
function dealsOf(given: Scenario, leaker: string): Prospect[] {
  return findProspects(given.network, { generate: 400, tie: 'narrow' }).filter(({ parties }) =>
    parties.includes(leaker),
  )
}

pattern('S11', 'new partners come, and not to the leaker', () => {
  // the United States shares with everybody in this network, so the leaker is one that has somebody left to win
  const base = shipped()
  const leaker = 'TUR'
  const [oval] = base.breaches
  const leak = {
    ...oval,
    by: leaker,
    of: ['DEU'],
    to: 'public',
    severity: 1,
    day: 5,
    pressDay: 5,
    namedDay: 5,
  }
  const mine = dealsOf(base, leaker)
  const others = findProspects(base.network, { generate: 400, tie: 'narrow' })
    .filter(({ parties }) => !parties.includes(leaker))
    .slice(0, 20)
  const prospects = [...mine, ...others].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const parameters = { ...base.parameters, prospectChance: 0.2 }
  const given = { ...base, network: { ...base.network, prospects }, breaches: [leak], parameters, days: 240 }
  const counts = [...histories(given, 24)].map(([one, other]) =>
    [one, other].map((history) => {
      const signed = history.signings.flatMap((one_) =>
        one_.signed ? [history.world.agreementIds[one_.agreement]] : [],
      )
      const own = signed.filter((id) => mine.some((prospect) => prospect.id === id)).length
      return { own, rest: signed.length - own }
    }),
  )
  const own = over(counts.map(([with_, control]) => with_.own - control.own))
  const rest = over(counts.map(([with_, control]) => with_.rest - control.rest))
  const control = mean(counts.map(([, one]) => one.own))
  return Promise.resolve([
    measured('agreements the leaker would have signed', control, 'above 1', control > 1),
    measured('change of them by the breach', own, 'below −.5', own.high < -0.5),
    measured('change of those signed by others', rest, 'within 5 % of none', Math.abs(rest.mean) < 1),
  ])
})

pattern('S12', 'afterwards the leaker’s bilateral share falls', () => {
  const shares = [...histories(shipped(), 20)].map((pair) =>
    pair.map((history) => {
      const { world } = history
      const l = world.ids.indexOf('USA')
      const flow = { toIt: 0, toItAlone: 0, alone: 0 }
      history.eachDelivery((day, offer) => {
        const item = history.offers.item[offer]
        if (day < 15 || pair.some(({ lost }) => lost[item] === 1)) return
        const bilateral = partiesOf(world, world.memberAgreement[history.offers.member[offer]]).length === 2
        const toLeaker = world.to[history.offers.pair[offer]] === l
        const worth = history.worth(offer)
        if (bilateral) flow.alone += worth
        if (toLeaker) flow.toIt += worth
        if (bilateral && toLeaker) flow.toItAlone += worth
      })
      return { ofIts: flow.toItAlone / flow.toIt, ofAll: flow.toItAlone / flow.alone }
    }),
  )
  const ofIts = over(shares.map(([with_, control]) => with_.ofIts - control.ofIts))
  const ofAll = over(shares.map(([with_, control]) => with_.ofAll / control.ofAll - 1))
  return Promise.resolve([
    measured(
      'change of the part of what it hears that is told to it alone',
      ofIts,
      'below −.005',
      ofIts.high < -0.005,
    ),
    measured(
      'relative change of its part of all that is told to one alone',
      ofAll,
      'below −.05',
      ofAll.high < -0.05,
    ),
  ])
})

/** Whether a prospect among so many, on one discipline, is signed within a year. */
function signedAmong(parties: number, discipline: string, runs: number): number {
  const ids = ['A', 'B', 'C', 'D', 'E', 'F']
  const {
    from: _,
    until: __,
    ...terms
  } = agreement('new', ids.slice(0, parties), 'narrow', {
    disciplines: [discipline],
  })
  const net = network(
    ids.map((id) => country(id, [collects(0.5, discipline), collects(0.5, discipline, 'other')])),
    [agreement('old', ids, 'ally', { topics: ['other'], disciplines: [discipline] })],
    {
      topics: ['other', 'terror'].map((id) => ({ id, label: id, plotsPerYear: 0, targets: [] })),
      disciplines: [
        { id: 'HUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 },
        { id: 'OSINT', sensitivity: 0.15, sourceLoss: 0.05, recovery: 90 },
      ],
      prospects: [terms],
    },
  )
  const world = compile(scenario(net, { days: 360, parameters: { prospectChance: 0.5, askRate: 0 } }))
  return mean(
    numbers(runs).map((number) =>
      run(world, { ...SEED, run: number }).signings.some(({ signed }) => signed) ? 1 : 0,
    ),
  )
}

pattern('S14', 'for sensitive items smaller groups are chosen', () => {
  const world = compile(without(shipped()))
  /** By run: what the most sensitive third of intercepts has over the least, told in full. */
  const found = numbers(8).map((number) => {
    const { tape, offers } = run(world, { ...SEED, run: number })
    const thirds = [0, 1, 2].map(() => ({ told: 0, parties: 0, alone: 0 }))
    const discipline = world.disciplineIds.indexOf('SIGINT')
    for (let k = 0; k < offers.count; k++) {
      const item = offers.item[k]
      const cell = world.streamCell[tape.stream[item]]
      if (offers.grade[k] !== FULL || cell % world.disciplines !== discipline) continue
      // sensitivity is spread evenly from .6 to 1.4 of the discipline's
      const spread = tape.sensitivity[item] / world.sensitivity[discipline]
      const third = thirds[Math.min(2, Math.floor((spread - 0.6) / (0.8 / 3)))]
      const parties = partiesOf(world, world.memberAgreement[offers.member[k]]).length
      third.told++
      third.parties += parties
      if (parties === 2) third.alone++
    }
    const [low, , high] = thirds.map(({ told, parties, alone }) => ({
      parties: parties / told,
      alone: alone / told,
    }))
    return { parties: high.parties - low.parties, alone: high.alone - low.alone }
  })
  const parties = over(found.map((one) => one.parties))
  const alone = over(found.map((one) => one.alone))
  const [pairOpen, clubOpen, pairSecret, clubSecret] = [
    [2, 'OSINT'],
    [5, 'OSINT'],
    [2, 'HUMINT'],
    [5, 'HUMINT'],
  ].map(([size, discipline]) => signedAmong(Number(size), String(discipline), 60))
  const wider = clubOpen - clubSecret - (pairOpen - pairSecret)
  return Promise.resolve([
    measured(
      'parties told of the most sensitive intercepts, over the least',
      parties,
      'below −.5',
      parties.high < -0.5,
    ),
    measured('share of them told to one alone, over the least', alone, 'above .03', alone.low > 0.03),
    measured(
      'signed among five: open sources over agents',
      clubOpen - clubSecret,
      'above .5',
      clubOpen - clubSecret > 0.5,
    ),
    measured('and by how much more than between two', wider, 'above .3', wider > 0.3),
  ])
})

pattern('S19', 'withholding blocks its own correction', () => {
  const base = shipped()
  const victim = 'EGY'
  const leaks = base.breaches.map((found) => ({ ...found, of: [victim], to: 'public', severity: 1 }))
  // sources intact, so that nothing but what is told stands between the two
  const mechanisms = { ...base.mechanisms, sourceLoss: false }
  const given = {
    ...base,
    mechanisms,
    breaches: leaks,
    days: 730,
    parameters: { ...base.parameters, breachWeight: 1.5 },
  }
  const terms = { what: 'inducement', id: 'aid', by: 'USA', to: victim, agreement: null } as const
  const paid = { ...given, moves: [{ ...terms, day: 30, price: 2, until: 395 }] }
  const found = numbers(16).map((number) => {
    const [free, bought] = [given, paid].map((one) => lived(one, number))
    const pair = free.history.pair(victim, 'USA')
    const at = (now: Simulation['now'], day: number): number => now.history.trust(victim, 'USA')[day]
    const later = (now: Simulation['now']): number => sum(now.history.flow(victim, 'USA').subarray(395))
    return {
      broken: bought.state.beliefs.held(pair, 'broken') / free.state.beliefs.held(pair, 'broken') - 1,
      trust: at(bought, 394) - at(free, 394),
      flow: later(bought) / later(free) - 1,
    }
  })
  const [broken, trust, flow] = (['broken', 'trust', 'flow'] as const).map((name) =>
    over(found.map((one) => one[name])),
  )
  return Promise.resolve([
    measured(
      'trust of the victim when a year of bought sharing ends, over trust without',
      trust,
      'above .005',
      trust.low > 0.005,
    ),
    measured('what it holds against the leaker, relative', broken, 'the same', Math.abs(broken.mean) < 0.02),
    measured('what it tells afterwards, unpaid, relative', flow, 'above 0', flow.low > 0),
  ])
})

pattern('S22', 'a cut-off as coercion is another trigger', () => {
  const calm = without(shipped())
  const between = calm.network.agreements.filter(
    ({ parties }) => parties.includes('ISR') && parties.includes('USA'),
  )
  const moves = between.map(({ id }): Move => {
    const terms = { caveat: null, rung: { ISR: 'suspended' }, stake: {}, price: {}, until: null } as const
    return { what: 'policy', id: `halt-${id}`, day: 14, agreement: id, ...terms }
  })
  /** What the leaker hears from the one that cuts off and from everybody else, and what there is against anybody. */
  const told = (
    given: Scenario,
    number: number,
  ): { direct: number; spill: number; broken: number; seen: number } => {
    const { history, state, world } = lived(given, number)
    const from = (ids: readonly string[]): number =>
      ids.reduce((all, id) => all + sum(history.flow(id, 'USA').subarray(14)), 0)
    const others = world.ids.filter(
      (id) =>
        id !== 'ISR' &&
        id !== 'USA' &&
        world.to
          .subarray(world.pairStart[world.ids.indexOf(id)], world.pairStart[world.ids.indexOf(id) + 1])
          .includes(world.ids.indexOf('USA')),
    )
    const seen = history.events.filter(({ kind }) => kind === 'learned' || kind === 'imitated').length
    return { direct: from(['ISR']), spill: from(others), broken: sum(state.beliefs.column('broken')), seen }
  }
  const found = numbers(12).map((number) => {
    const [none, order, breach] = [calm, { ...calm, moves }, shipped()].map((given) => told(given, number))
    return {
      cut: 1 - order.direct / none.direct,
      spill: 1 - order.spill / none.spill,
      broken: order.broken - none.broken,
      seen: order.seen - none.seen,
      breachSpill: 1 - breach.spill / none.spill,
      breachBroken: breach.broken - none.broken,
    }
  })
  const of = (name: keyof (typeof found)[number]): Estimate => over(found.map((one) => one[name]))
  const [spill, breachSpill, broken, breachBroken] = [
    of('spill'),
    of('breachSpill'),
    of('broken'),
    of('breachBroken'),
  ]
  return Promise.resolve([
    measured('flow cut off by order', of('cut'), 'all', of('cut').mean === 1),
    measured('others that see it and learn from it', of('seen').mean, 'none', of('seen').mean === 0),
    measured(
      'what others tell the one cut off, less',
      spill,
      'within 1 %',
      Math.abs(spill.low) < 0.01 && Math.abs(spill.high) < 0.01,
    ),
    measured('the same after a breach', breachSpill, 'above .02', breachSpill.low > 0.02),
    measured(
      'evidence held against anybody, over none',
      broken,
      'below a hundredth of what a breach leaves',
      Math.abs(broken.mean) < 0.01 * breachBroken.low,
    ),
  ])
})

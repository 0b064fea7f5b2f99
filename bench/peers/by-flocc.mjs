/**
 * flocc 0.7.0: an agent on every node, whose rule gives back what it will be once all have looked. Its Network keeps a matrix of all
 * pairs, so an agent's partners are data of its own.
 * https://flocc.network/docs/agent, https://flocc.network/docs/environment
 */
import { readFileSync } from 'node:fs'
import { Agent, Environment } from 'flocc'
import {
  ageOf,
  audienceOf,
  decide,
  FULL,
  itemsOf,
  routesOf,
  trustInReports,
  WITHHELD,
} from './kernel-file.mjs'
import { main } from './workload.mjs'

const { version } = JSON.parse(readFileSync(new URL('node_modules/flocc/package.json', import.meta.url)))

/** When a node began. */
const NOT_YET = -1

/**
 * @param tick what an agent does in a round, given itself and the number of the round; what it gives back it will be
 */
function contagion({ nodes, bonds, seeds }, tick) {
  const environment = new Environment()
  const agents = Array.from({ length: nodes }, () => new Agent({ partners: [] }))
  for (const [u, v] of bonds) {
    agents[u].get('partners').push(agents[v])
    agents[v].get('partners').push(agents[u])
  }
  for (const agent of agents) {
    agent.set('tick', (self) => tick(self, environment.time))
    environment.addAgent(agent)
  }
  /** By round, how many begin. */
  return () => {
    for (const agent of agents) agent.set('begun', NOT_YET)
    for (const seed of seeds) agents[seed].set('begun', 0)
    environment.time = 0
    const counts = []
    for (;;) {
      const fresh = agents.filter((agent) => agent.get('begun') === environment.time).length
      if (fresh === 0) return counts
      counts.push(fresh)
      environment.tick({ randomizeOrder: false })
    }
  }
}

/** Granovetter (1978), Watts (2002) */
function threshold(workload) {
  return contagion(workload, (agent, round) => {
    if (agent.get('begun') !== NOT_YET) return undefined
    const partners = agent.get('partners')
    let begun = 0
    for (const partner of partners) if (partner.get('begun') !== NOT_YET) begun++
    return begun / partners.length >= workload.threshold ? { begun: round + 1 } : undefined
  })
}

/** Kempe, Kleinberg & Tardos (2003) */
function cascade(workload) {
  const play = contagion(workload, (agent, round) => {
    if (agent.get('begun') !== round) return
    for (const partner of agent.get('partners'))
      if (partner.get('begun') === NOT_YET && Math.random() < workload.chance) partner.set('begun', round + 1)
  })
  return () => play().reduce((sum, count) => sum + count, 0)
}

/** Agents are directed pairs of countries, parties to agreements, and sources; only sources have anything to do by themselves. */
function kernel(world) {
  const environment = new Environment()
  const bonds = world.strength.map(
    (strength, pair) =>
      new Agent({
        strength,
        prior: strength * world.base[pair],
        credit: world.credit[pair],
        believed: trustInReports(world, pair),
        latest: null,
      }),
  )
  const parties = world.stake.map(
    (worth, member) => new Agent({ worth, price: world.price[member], expected: world.expected[member] }),
  )
  parties.forEach((party, member) => {
    const audience = audienceOf(world, member)
    party.set(
      'audience',
      audience.map(({ pair, other }) => ({ bond: bonds[pair], other: parties[other] })),
    )
  })
  itemsOf(world).forEach((items, stream) => {
    const routes = routesOf(world, stream).map((member) => parties[member])
    const tick = () => {
      for (const item of items[environment.time + world.lead]) offer(item, routes)
    }
    // the environment asks everybody in it every day, so only those that act by themselves are in it
    environment.addAgent(new Agent({ tick }))
  })

  const trust = (bond) => {
    const kept = bond.get('kept') * environment.get('age')
    return (kept + bond.get('prior')) / (kept + bond.get('strength'))
  }

  /** What a party risks and has at stake today. */
  function weigh(party) {
    if (party.get('weighed') === environment.time) return
    let keeps = 1
    for (const { bond } of party.get('audience')) keeps *= trust(bond)
    let worth = party.get('worth')
    const expected = party.get('expected')
    if (expected > 0) {
      const ratio = (party.get('received') * environment.get('receivedAge')) / expected
      worth *= 1 - world.reciprocity + world.reciprocity * Math.min(world.reciprocityCap, ratio)
    }
    party.set('weighed', environment.time)
    party.set('risk', 1 - keeps)
    party.set('stake', worth + party.get('price'))
  }

  /** Offers an item through every agreement that covers it; a recipient keeps the best version. */
  function offer(item, routes) {
    const today = environment.get('shared').at(-1)
    routes.forEach((party, r) => {
      weigh(party)
      const grade = decide(world, item.luck[r], party.get('stake'), party.get('risk') * item.sensitivity)
      for (const { bond, other } of party.get('audience')) {
        const before = bond.get('latest')
        if (before?.item !== item) {
          const made = { item, bond, grade, other, copies: 0 }
          bond.set('latest', made)
          today.push(made)
          continue
        }
        if (grade !== WITHHELD && before.grade !== WITHHELD) before.copies++
        if (grade > before.grade) Object.assign(before, { grade, other })
      }
    })
  }

  function keep() {
    const age = environment.get('age')
    for (const { bond, grade } of environment.get('shared')[environment.time]) {
      if (grade === WITHHELD) continue
      bond.increment('kept', (bond.get('credit') * (grade === FULL ? 1 : world.tearLineCredit)) / age)
    }
  }

  function reciprocate(day) {
    const keptADay = ageOf(1, world.exchangeHalfLife)
    const scale = (1 - keptADay) / (environment.get('receivedAge') * keptADay)
    for (const { item, bond, grade, other } of environment.get('shared')[day + world.lead]) {
      if (grade === WITHHELD) continue
      const worth = grade === FULL ? item.value : item.value * world.tearLineValue
      other.increment('received', scale * worth * bond.get('believed'))
    }
  }

  return () => {
    for (const bond of bonds) bond.set('kept', bond.get('strength'))
    for (const party of parties) party.set({ received: party.get('expected'), weighed: null })
    environment.set('shared', [])
    for (let day = -world.lead; day < world.days; day++) {
      environment.time = day
      environment.set('age', ageOf(day, world.halfLife))
      environment.set('receivedAge', ageOf(day, world.exchangeHalfLife))
      if (day >= 0) keep()
      environment.get('shared').push([])
      environment.tick({ randomizeOrder: false })
      if (day >= 0) reciprocate(day)
    }
    const counts = [0, 0, 0, 0]
    for (const { grade, copies } of environment.get('shared').flat()) {
      counts[grade]++
      counts[3] += copies
    }
    return { counts, trust: bonds.reduce((sum, bond) => sum + trust(bond), 0) }
  }
}

main(`flocc ${version}`, { threshold, cascade, kernel })

/**
 * AgentScript 0.10.27: a turtle on every node and a link for every bond, asked in NetLogo's manner, as in its Virus on a Network.
 * https://code.agentscript.org/models/VirusModel.js, https://code.agentscript.org/docs/Model.html
 */
import { readFileSync } from 'node:fs'
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

const { version } = JSON.parse(
  readFileSync(new URL('node_modules/agentscript/package.json', import.meta.url)),
)

// its colours ask for a canvas as it loads; models need none
globalThis.OffscreenCanvas ??= class {
  getContext() {
    return null
  }
}
const { AgentArray, Model } = await import('agentscript/dist/agentscript2d.js')

class Contagion extends Model {
  constructor({ nodes, bonds, seeds }) {
    super()
    this.seeds = seeds
    this.turtles.create(nodes)
    for (const [u, v] of bonds) this.links.createOne(this.turtles[u], this.turtles[v])
    // asked for once, as it makes a new list each time
    this.turtles.ask((turtle) => {
      turtle.partners = turtle.linkNeighbors()
    })
  }

  setup() {
    this.turtles.ask((turtle) => {
      turtle.begun = false
    })
    this.fresh = this.turtles.with(({ id }) => this.seeds.includes(id))
    this.fresh.ask(begin)
  }

  /** By round, how many begin. */
  play() {
    this.setup()
    const counts = []
    while (this.fresh.length > 0) {
      counts.push(this.fresh.length)
      this.step()
    }
    return counts
  }
}

function begin(turtle) {
  turtle.begun = true
}

/** Granovetter (1978), Watts (2002) */
class Threshold extends Contagion {
  constructor(workload) {
    super(workload)
    this.threshold = workload.threshold
  }

  step() {
    this.fresh = this.turtles
      .with(({ begun }) => !begun)
      .with(({ partners }) => partners.count((partner) => partner.begun) / partners.length >= this.threshold)
    this.fresh.ask(begin)
  }
}

/** Kempe, Kleinberg & Tardos (2003) */
class Cascade extends Contagion {
  constructor(workload) {
    super(workload)
    this.chance = workload.chance
  }

  step() {
    const joining = new AgentArray()
    this.fresh.ask(({ partners }) => {
      for (const partner of partners) {
        if (partner.begun || Math.random() >= this.chance) continue
        begin(partner)
        joining.push(partner)
      }
    })
    this.fresh = joining
  }
}

/** Parties to agreements and sources are turtles; a link leads from a party to each it tells, by the trust between their countries. */
class Sharing extends Model {
  constructor(world) {
    super()
    this.terms = world
    this.turtleBreeds('parties sources')
    this.bonds = world.strength.map((strength, pair) => ({
      strength,
      prior: strength * world.base[pair],
      credit: world.credit[pair],
      believed: trustInReports(world, pair),
      kept: strength,
      latest: null,
    }))
    this.parties.create(world.members, (party) => {
      const member = this.parties.length - 1
      party.worth = world.stake[member]
      party.price = world.price[member]
      party.expected = world.expected[member]
    })
    this.parties.ask((party, member) => {
      party.audience = audienceOf(world, member).map(({ pair, other }) =>
        this.links.createOne(party, this.parties[other], (link) => {
          link.bond = this.bonds[pair]
        }),
      )
    })
    const items = itemsOf(world)
    this.sources.create(world.streams, (source) => {
      const stream = this.sources.length - 1
      source.items = items[stream]
      source.routes = routesOf(world, stream).map((member) => this.parties[member])
    })
  }

  setup() {
    for (const bond of this.bonds) bond.kept = bond.strength
    this.parties.ask((party) => {
      party.received = party.expected
      party.weighed = null
    })
    this.shared = []
    this.day = -this.terms.lead
  }

  step() {
    const { day, terms } = this
    this.age = ageOf(day, terms.halfLife)
    this.receivedAge = ageOf(day, terms.exchangeHalfLife)
    if (day >= 0) this.keep()
    this.today = []
    this.sources.ask((source) => {
      for (const item of source.items[day + terms.lead]) this.offer(item, source.routes)
    })
    this.shared.push(this.today)
    if (day >= 0) this.reciprocate()
    this.day++
  }

  trust({ kept, prior, strength }) {
    return (kept * this.age + prior) / (kept * this.age + strength)
  }

  /** What a party risks and has at stake today. */
  weigh(party) {
    if (party.weighed === this.day) return
    const { reciprocity, reciprocityCap } = this.terms
    let keeps = 1
    for (const { bond } of party.audience) keeps *= this.trust(bond)
    let { worth } = party
    if (party.expected > 0) {
      const ratio = Math.min(reciprocityCap, (party.received * this.receivedAge) / party.expected)
      worth *= 1 - reciprocity + reciprocity * ratio
    }
    party.weighed = this.day
    party.risk = 1 - keeps
    party.stake = worth + party.price
  }

  /** Offers an item through every agreement that covers it; a recipient keeps the best version. */
  offer(item, routes) {
    routes.forEach((party, r) => {
      this.weigh(party)
      const grade = decide(this.terms, item.luck[r], party.stake, party.risk * item.sensitivity)
      for (const { bond, end1: other } of party.audience) {
        const before = bond.latest
        if (before?.item !== item) {
          bond.latest = { item, bond, grade, other, copies: 0 }
          this.today.push(bond.latest)
          continue
        }
        if (grade !== WITHHELD && before.grade !== WITHHELD) before.copies++
        if (grade > before.grade) Object.assign(before, { grade, other })
      }
    })
  }

  keep() {
    for (const { bond, grade } of this.shared[this.day])
      if (grade !== WITHHELD)
        bond.kept += (bond.credit * (grade === FULL ? 1 : this.terms.tearLineCredit)) / this.age
  }

  reciprocate() {
    const keptADay = ageOf(1, this.terms.exchangeHalfLife)
    const scale = (1 - keptADay) / (this.receivedAge * keptADay)
    for (const { item, bond, grade, other } of this.today)
      if (grade !== WITHHELD)
        other.received +=
          scale * (grade === FULL ? item.value : item.value * this.terms.tearLineValue) * bond.believed
  }
}

main(`AgentScript ${version}`, {
  threshold(workload) {
    const model = new Threshold(workload)
    return () => model.play()
  },
  cascade(workload) {
    const model = new Cascade(workload)
    return () => model.play().reduce((sum, count) => sum + count, 0)
  },
  kernel(world) {
    const model = new Sharing(world)
    return () => {
      model.setup()
      for (let day = 0; day < world.lead + world.days; day++) model.step()
      const counts = [0, 0, 0, 0]
      for (const { grade, copies } of model.shared.flat()) {
        counts[grade]++
        counts[3] += copies
      }
      return { counts, trust: model.bonds.reduce((sum, bond) => sum + model.trust(bond), 0) }
    }
  },
})

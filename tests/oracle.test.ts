/**
 * The engine against a second simulator, written out by hand from docs/model.md in the plainest way: two countries, one
 * agreement, one breach, a loop over days. It shares with the engine only the dice (random.ts) and the defaults; trust ages by
 * multiplication every morning, the balance of day 0 comes from Simpson's rule, exp and log are the platform's.
 */
import { describe, expect, it } from 'vitest'
import { compile } from '../src/compile.js'
import { FULL, TEAR_LINE, WITHHELD } from '../src/choice.js'
import type { Collection, Network, Tie } from '../src/network.js'
import type { Parameters } from '../src/parameters.js'
import { address, Draws, exponential, logistic, type Purpose } from '../src/random.js'
import { DAY, Simulation } from '../src/run.js'
import type { Breach, Move, Scenario } from '../src/scenario.js'
import { agreement, breach, collects, country, network, scenario, TOPIC } from './fixtures.js'
import { firstOf } from '../src/world.js'

// ---- the model again, by hand ----

const PACT = 'pact'
const REST = { withheld: 0, tear: 1, full: 2 } as const
const RUNG = { full: 0, tearLineOnly: 1, suspended: 2, ended: 3 } as const

interface Stream {
  readonly discipline: string
  readonly rate: number
  readonly sensitivity: number
  readonly sourceLoss: number
  readonly recovery: number
  damage: number
  damagedOn: number
  /** its source was turned, and no plant of it has been found yet */
  turned: boolean
}

interface Item {
  readonly stream: Stream
  readonly number: number
  readonly day: number
  readonly sensitivity: number
  readonly value: number
  /** it is false where the first is low enough, and checked where the second is */
  readonly truth: number
  readonly hardness: number
  /** null: never offered, because one of the two has left */
  grade: number | null
  lost: boolean
}

/** One of the two countries: what it collects, what it believes of the other, where it stands. */
interface Side {
  readonly id: string
  readonly streams: Stream[]
  readonly items: Item[]
  readonly base: number
  readonly strength: number
  readonly veracityBase: number
  readonly error: number
  kept: number
  broken: number
  /** reports of the other found true and found false, and deceptions for good; weight of one report */
  truth: number
  falsehood: number
  lie: number
  confirmed: number
  credit: number
  typical: number
  stakeOnDay0: number
  price: number
  expected: number
  received: number
  rung: number
  since: number
}

/** What both simulators say of one day. */
interface Lived {
  /** trust of each of the two in the other, in the evening, and how far each believes the other */
  readonly trust: number[]
  readonly veracity: number[]
  /** stake of each before the day's sharing, and in the evening */
  readonly morningStake: number[]
  readonly eveningStake: number[]
  readonly rungs: number[]
  /** items of the day: `country discipline number: grade`, and `, lost` where the source was gone */
  readonly items: string[]
  /** value that went each way */
  readonly flow: number[]
  /** false reports of the day: `country discipline number: fate`, and `, planted` where they were */
  readonly falsehoods: string[]
}

class ByHand {
  readonly #p: Parameters
  readonly #scenario: Scenario
  readonly #draws: Draws
  readonly #sides: [Side, Side]
  /** news reviews to come: whose, on which day */
  readonly #reviews: { side: Side; day: number }[] = []
  #taken: Item | undefined
  #discipline = ''
  #detection = -1
  /** weight of what the victim has learned so far */
  #learned = 0

  constructor(scenario: Scenario, run: number) {
    this.#p = scenario.parameters
    this.#scenario = scenario
    this.#draws = new Draws(scenario.seed, run)
    const [one, other] = scenario.network.agreements[0].parties
    this.#sides = [this.#sideOf(one), this.#sideOf(other)]
    this.#balance()
    for (const side of this.#sides) this.#collect(side)
  }

  live(): Lived[] {
    for (let day = -this.#p.shelfLife; day < 0; day++) this.#share(day)
    return Array.from({ length: this.#scenario.days }, (_, day) => this.#day(day))
  }

  #draw(purpose: Purpose, names: string[], occurrence = 0): number {
    return this.#draws.at(address(purpose, ...names), occurrence)
  }

  // -- before day 0 --

  #sideOf(id: string): Side {
    const { network: net } = this.#scenario
    const found = net.countries.find((c) => c.id === id)
    const tie = net.agreements[0].tie
    const streams = (found?.collection ?? []).map(({ discipline, rate }) => {
      const { sensitivity, sourceLoss, recovery } = net.disciplines.find((d) => d.id === discipline) ?? {
        sensitivity: NaN,
        sourceLoss: NaN,
        recovery: NaN,
      }
      return { discipline, rate, sensitivity, sourceLoss, recovery, damage: 0, damagedOn: 0, turned: false }
    })
    streams.sort((a, b) => (a.discipline < b.discipline ? -1 : 1))
    const strength = this.#p[`${tie}Strength`]
    return {
      id,
      streams,
      items: [],
      base: this.#p[`${tie}Discretion`],
      strength,
      veracityBase: this.#p[`${tie}Veracity`],
      error: this.#p[`${tie}Error`],
      kept: strength,
      broken: 0,
      truth: strength,
      falsehood: 0,
      lie: 0,
      confirmed: 0,
      credit: 0,
      typical: 0,
      stakeOnDay0: 0,
      price: net.agreements[0].price?.[id] ?? 0,
      expected: 0,
      received: 0,
      rung: RUNG.full,
      since: -this.#p.stepHold,
    }
  }

  #balance(): void {
    const p = this.#p
    for (const side of this.#sides) {
      const other = this.#other(side)
      // one agreement: all that is expected comes through it
      const dependence = sum(other.streams.map((stream) => stream.rate)) > 0 ? 1 : 0
      const rate = sum(side.streams.map((stream) => stream.rate))
      side.typical = sum(side.streams.map((stream) => stream.rate * stream.sensitivity)) / rate
      const risk = 1 - (1 + side.base) / 2
      const breakEven =
        (risk * (1 + p.betrayal) * (p.idFull - p.idTear) * p.loss * side.typical - p.tearLineCost) /
        (1 - p.tearLineValue)
      side.stakeOnDay0 = Math.max(1 + p.dependenceGain * dependence, (1 + p.minimumSlack) * breakEven)
    }
    for (const side of this.#sides) {
      const other = this.#other(side)
      const risk = 1 - (1 + side.base) / 2
      let credits = 0
      let told = 0
      let worth = 0
      for (const { rate, sensitivity } of side.streams) {
        const mean = (of: (chances: number[]) => number): number =>
          simpson(p.itemSensitivityLow, p.itemSensitivityHigh, (spread) =>
            of(this.#chances(side.stakeOnDay0 + side.price, risk, sensitivity * spread, false)),
          ) /
          (p.itemSensitivityHigh - p.itemSensitivityLow)
        credits += rate * mean((chances) => chances[FULL] + p.tearLineCredit * chances[TEAR_LINE])
        told += rate * mean((chances) => chances[FULL] + chances[TEAR_LINE])
        worth += rate * mean((chances) => chances[FULL] + p.tearLineValue * chances[TEAR_LINE])
      }
      const aged = Math.pow(0.5, 1 / p.halfLife)
      side.credit = credits === 0 ? 0 : (side.strength * (1 - aged)) / credits
      if (this.#scenario.mechanisms.deception) {
        // the other can check so many reports a day, and finds so many of them right
        const checked = told * (1 - this.#unaided(other))
        const right = checked * (1 - other.error)
        other.confirmed = right === 0 ? 0 : Math.min(1, (other.strength * (1 - aged)) / right)
        other.truth = (other.confirmed * right) / (1 - aged)
        other.falsehood = (other.confirmed * checked * other.error) / (1 - aged)
      }
      other.expected = (worth * this.#veracity(other) * (p.itemValueLow + p.itemValueHigh)) / 2
    }
    for (const side of this.#sides) side.received = side.expected
  }

  /** Chance that a country's own collection has nothing to say to a report. */
  #unaided({ streams }: Side): number {
    const items = this.#p.checkWindow * sum(streams.map(({ rate }) => rate))
    return Math.exp(-this.#p.coverage * items)
  }

  /** All items of one country, from as many days before day 0 as a secret keeps. */
  #collect(side: Side): void {
    const p = this.#p
    for (const stream of side.streams) {
      const names = [side.id, TOPIC, stream.discipline]
      let time = -p.shelfLife
      for (let number = 0; ; number++) {
        time += exponential(this.#draw('arrival', names, number), 1 / stream.rate)
        if (time >= this.#scenario.days) break
        const u = this.#draw('item', names, number)
        const v = this.#draws.second
        const truth = this.#draw('truth', names, number)
        const hardness = this.#draws.second
        side.items.push({
          stream,
          number,
          truth,
          hardness,
          day: Math.floor(time),
          sensitivity:
            stream.sensitivity * (p.itemSensitivityLow + (p.itemSensitivityHigh - p.itemSensitivityLow) * u),
          value: p.itemValueLow + (p.itemValueHigh - p.itemValueLow) * v,
          grade: null,
          lost: false,
        })
      }
    }
  }

  // -- the day --

  #day(day: number): Lived {
    if (day > 0) {
      for (const side of this.#sides) {
        side.kept *= Math.pow(0.5, 1 / this.#p.halfLife)
        side.broken *= Math.pow(0.5, 1 / this.#p.halfLife)
        if (!this.#scenario.mechanisms.deception) continue
        side.truth *= Math.pow(0.5, 1 / this.#p.halfLife)
        side.falsehood *= Math.pow(0.5, 1 / this.#p.halfLife)
      }
    }
    this.#prove(day)
    const breached = this.#scenario.breaches[0]
    if (breached !== undefined && breached.severity > 0) {
      if (day === breached.day) this.#breach(breached, day)
      if (day >= breached.day) this.#news(breached, day)
    }
    this.#keep(day)
    const morningStake = this.#sides.map((side) => this.#stake(side))
    this.#share(day)
    this.#receive(day)
    const falsehoods = this.#scenario.mechanisms.deception ? this.#check(day) : []
    this.#review(day)
    return {
      trust: this.#sides.map((side) => this.#trust(side)),
      veracity: this.#sides.map((side) => this.#veracity(side)),
      falsehoods,
      morningStake,
      eveningStake: this.#sides.map((side) => this.#stake(side)),
      rungs: this.#sides.map((side) => side.rung),
      items: this.#sides
        .flatMap((side) => itemsOf(side, day).map((item) => ({ side, item })))
        .filter(({ item }) => item.grade !== null)
        .map(({ side, item }) =>
          line(side.id, item.stream.discipline, item.number, item.grade ?? NaN, item.lost),
        ),
      flow: this.#sides.map((side) =>
        sum(itemsOf(side, day).map((item) => (item.lost ? 0 : item.value * this.#gradedValue(item)))),
      ),
    }
  }

  #breach(breached: Breach, day: number): void {
    const p = this.#p
    const victim = this.#victim(breached)
    const held = victim.items.filter(
      (item) =>
        item.day < day &&
        (item.grade ?? 0) >= REST.tear &&
        !item.lost &&
        (breached.discipline ?? item.stream.discipline) === item.stream.discipline,
    )
    // the newest; of those of one day the last by stream, then by number
    held.sort(
      (a, b) =>
        a.day - b.day ||
        (a.stream === b.stream ? a.number - b.number : a.stream.discipline < b.stream.discipline ? -1 : 1),
    )
    this.#taken = held.at(-1)
    const most = [...victim.streams].sort((a, b) => b.rate - a.rate)[0].discipline
    this.#discipline = breached.discipline ?? this.#taken?.stream.discipline ?? most
    this.#detection =
      day + Math.ceil(exponential(this.#draw('detection', [breached.id, victim.id]), p.detection))

    // the victim is the only candidate, so its prior is 1, or 0 where it collects nothing of the kind
    const source = victim.streams.find((stream) => stream.discipline === this.#discipline)
    const prior = source === undefined ? 0 : 1
    const posterior =
      prior === 0 ? 0 : prior / (prior + (1 - prior) * Math.pow(p.falseMatch, breached.details))
    const identified = this.#draw('attribution', [breached.id, victim.id]) < posterior
    if (!identified || source === undefined) return
    const malice = this.#hostility(breached.to, victim.id) * breached.severity
    if (this.#scenario.mechanisms.deception)
      source.turned = this.#draw('turned', [breached.id, victim.id]) < p.turned * malice
    if (!this.#scenario.mechanisms.sourceLoss) return
    source.damage = source.sourceLoss * malice
    source.damagedOn = day
  }

  /** What somebody made up is proven. */
  #prove(day: number): void {
    if (!this.#scenario.mechanisms.deception) return
    for (const move of this.#scenario.moves) {
      if (move.what !== 'fabrication' || move.provenDay !== day) continue
      for (const side of this.#sides)
        if (move.to.includes(side.id))
          this.#deceive(side, this.#p.deceptionWeight * move.severity, this.#p.permanentShare)
    }
  }

  #deceive(side: Side, weight: number, forGood: number): void {
    const lost = weight * (this.#p.resistance + side.truth + side.falsehood)
    side.falsehood += (1 - forGood) * lost
    side.lie += forGood * lost
  }

  /** Each looks into what the other told it today. */
  #check(day: number): string[] {
    const p = this.#p
    const told: string[] = []
    const deceived: Side[] = []
    for (const sender of this.#sides) {
      const side = this.#other(sender)
      const believed = this.#veracity(side)
      const missed = this.#unaided(side)
      const copies = this.#echoes(sender, day)
      // chance that no copy of a report passes for proof of it
      const unvouched = Math.pow(1 - p.corroboration, copies)
      const forIt = Math.pow(believed, 1 + copies)
      const credence = forIt / (forIt + Math.pow(1 - believed, 1 + copies))
      let right = 0
      let wrong = 0
      const found: Stream[] = []
      for (const item of itemsOf(sender, day)) {
        if (item.lost || (item.grade ?? REST.withheld) === REST.withheld) continue
        const planted = item.stream.turned && item.truth < p.planted
        const isFalse = planted || item.truth < side.error
        const tell = (fate: string): void => {
          if (isFalse)
            told.push(
              `${sender.id} ${item.stream.discipline} ${item.number}: ${fate}${planted ? ', planted' : ''}`,
            )
        }
        if (item.hardness < 1 - missed) {
          tell('found out')
          if (!isFalse) right++
          else if (!planted) wrong++
          else {
            // two plants of one source on one day teach no more than one
            if (!found.includes(item.stream)) deceived.push(side)
            found.push(item.stream)
          }
          continue
        }
        // what remains is spread evenly from 0 to 1
        const rest = 1 - (1 - item.hardness) / missed
        if (rest >= unvouched) {
          right++
          tell('confirmed')
        } else tell(rest >= unvouched * (1 - credence) ? 'acted on' : 'let lie')
      }
      side.truth += right * side.confirmed
      side.falsehood += wrong * side.confirmed
      for (const stream of found) stream.turned = false
    }
    for (const side of deceived) this.#deceive(side, p.deceptionWeight * p.molePenalty, 0)
    return told
  }

  /** Without provenance, what the press tells of a victim's secret sounds like another source for all it says of late. */
  #echoes(sender: Side, day: number): number {
    const breached = this.#scenario.breaches[0]
    if (this.#scenario.mechanisms.provenance || breached === undefined || breached.severity === 0) return 0
    const { pressDay, of } = breached
    if (pressDay === null || !of.includes(sender.id)) return 0
    return day >= pressDay && day < pressDay + this.#p.checkWindow ? 1 : 0
  }

  #news(breached: Breach, day: number): void {
    const weight = this.#p.breachWeight * breached.severity * culpability(this.#p, breached)
    if (day === breached.pressDay) this.#learn(breached, day, weight)
    if (day === breached.namedDay) this.#learn(breached, day, weight * (1 + this.#p.namedExtra))
    if (day === this.#detection && this.#learned === 0) this.#learn(breached, day, weight)
  }

  #learn(breached: Breach, day: number, weight: number): void {
    const victim = this.#victim(breached)
    if (weight <= this.#learned) return
    if (victim.rung === RUNG.ended) throw new Error('in none of these scenarios is anything learned so late')
    const rise = (1 + weight) / (1 + this.#learned) - 1
    victim.broken += rise * (this.#p.resistance + victim.kept + victim.broken)
    if (this.#learned === 0) {
      const lag = exponential(this.#draw('newsLag', [breached.id, victim.id, PACT]), this.#p.reviewLag)
      this.#reviews.push({ side: victim, day: day + Math.max(1, Math.ceil(lag)) })
    }
    this.#learned = weight
  }

  #keep(day: number): void {
    for (const side of this.#sides)
      for (const item of itemsOf(side, day - this.#p.shelfLife)) {
        if (item.lost || (item === this.#taken && this.#learned > 0)) continue
        if (item.grade === REST.full) side.kept += side.credit
        if (item.grade === REST.tear) side.kept += side.credit * this.#p.tearLineCredit
      }
  }

  #share(day: number): void {
    for (const side of this.#sides) {
      if (side.rung === RUNG.ended || this.#other(side).rung === RUNG.ended) continue
      const risk = 1 - this.#trust(side)
      for (const item of itemsOf(side, day)) {
        const names = [side.id, TOPIC, item.stream.discipline]
        const { damage, damagedOn, recovery } = item.stream
        const left = damage * Math.pow(0.5, (day - damagedOn) / recovery)
        item.lost = left > 0 && this.#draw('thinning', names, item.number) < left
        item.grade = REST.withheld
        if (side.rung === RUNG.suspended) continue
        const u = this.#draw('choice', [...names, PACT], item.number)
        const tearOnly = side.rung === RUNG.tearLineOnly
        const [hold, tear] = this.#chances(this.#stake(side), risk, item.sensitivity, tearOnly)
        item.grade = u < hold ? REST.withheld : u < hold + tear ? REST.tear : REST.full
      }
    }
  }

  #receive(day: number): void {
    const stays = Math.pow(0.5, 1 / this.#p.exchangeHalfLife)
    for (const side of this.#sides) {
      const offered = sum(itemsOf(this.#other(side), day).map((item) => item.value * this.#gradedValue(item)))
      side.received = stays * side.received + (1 - stays) * offered * this.#veracity(side)
    }
  }

  #review(day: number): void {
    const decided = new Map<Side, number>()
    for (const { side } of this.#reviews.filter((review) => review.day === day)) {
      const u = this.#draw('newsReview', [this.#scenario.breaches[0].id, side.id, PACT])
      const rung = this.#reviewed(side, day, u)
      if (rung !== side.rung) decided.set(side, rung)
    }
    for (const side of this.#sides) {
      const phase = address('phase', side.id, PACT).lo % this.#p.reviewEvery
      if (decided.has(side) || day % this.#p.reviewEvery !== phase) continue
      const u = this.#draw('review', [side.id, PACT], Math.floor(day / this.#p.reviewEvery))
      const rung = this.#reviewed(side, day, u)
      if (rung !== side.rung) decided.set(side, rung)
    }
    for (const [side, rung] of decided) {
      side.rung = rung
      side.since = day
    }
  }

  /** The rung after a review. */
  #reviewed(side: Side, day: number, u: number): number {
    const p = this.#p
    const { rung } = side
    if (rung === RUNG.ended || this.#other(side).rung === RUNG.ended) return rung
    if (day - side.since < p.stepHold) return rung
    const { hold, tear, full } = this.#utilities(this.#stake(side), 1 - this.#trust(side), side.typical)
    const noise = logistic(u) / p.formalPrecision
    if (rung === RUNG.full) return tear - full + noise > p.inertiaTear ? RUNG.tearLineOnly : rung
    if (rung === RUNG.tearLineOnly) {
      if (hold - tear + noise > p.inertiaHold) return RUNG.suspended
      return full - tear - noise > p.inertiaUp ? RUNG.full : rung
    }
    if (tear - hold - noise > p.inertiaUp) return RUNG.tearLineOnly
    return day - side.since >= p.endAfter ? RUNG.ended : rung
  }

  // -- what they believe and want --

  #trust({ kept, broken, strength, base }: Side): number {
    return (kept + strength * base) / (kept + broken + strength)
  }

  /** How far a side believes the other. Where deception is off the evidence stays as it was, and with it belief. */
  #veracity({ truth, falsehood, lie, strength, veracityBase }: Side): number {
    return (truth + strength * veracityBase) / (truth + falsehood + lie + strength)
  }

  #stake({ stakeOnDay0, price, received, expected }: Side): number {
    const { reciprocity, reciprocityCap } = this.#p
    const on = this.#scenario.mechanisms.reciprocity && expected > 0
    const ratio = on ? Math.min(reciprocityCap, received / expected) : 1
    return stakeOnDay0 * (1 - reciprocity + reciprocity * ratio) + price
  }

  #utilities(stake: number, risk: number, sensitivity: number): { hold: number; tear: number; full: number } {
    const p = this.#p
    const harm = risk * (1 + p.betrayal) * p.loss * sensitivity
    return {
      full: stake - harm * p.idFull,
      tear: p.tearLineValue * stake - harm * p.idTear - p.tearLineCost,
      hold: -p.silenceCost * stake,
    }
  }

  /** Chances of withholding, a tear-line and the full item. */
  #chances(stake: number, risk: number, sensitivity: number, tearOnly: boolean): number[] {
    const { hold, tear, full } = this.#utilities(stake, risk, sensitivity)
    const top = tearOnly ? Math.max(hold, tear) : Math.max(hold, tear, full)
    const weights = [hold, tear, full].map((utility) => Math.exp(this.#p.precision * (utility - top)))
    if (tearOnly) weights[FULL] = 0
    return weights.map((weight) => weight / sum(weights))
  }

  #gradedValue({ grade }: Item): number {
    return grade === REST.full ? 1 : grade === REST.tear ? this.#p.tearLineValue : 0
  }

  #other(side: Side): Side {
    return this.#sides[0] === side ? this.#sides[1] : this.#sides[0]
  }

  #victim(breached: Breach): Side {
    return this.#sides[0].id === breached.of[0] ? this.#sides[0] : this.#sides[1]
  }

  #hostility(recipient: string, victim: string): number {
    const levels = this.#scenario.network.hostilities
      .filter(({ between }) => between.includes(victim))
      .filter(({ between }) => ['press', 'public'].includes(recipient) || between.includes(recipient))
      .map(({ level }) => level)
    return Math.max(0, ...levels)
  }
}

function culpability(p: Parameters, { kind }: Breach): number {
  return kind === 'penetration' ? p.molePenalty : kind === 'insider' ? p.insiderPenalty : 1
}

function itemsOf(side: Side, day: number): Item[] {
  return side.items.filter((item) => item.day === day)
}

function line(id: string, discipline: string, number: number, grade: number, lost: boolean): string {
  return `${id} ${discipline} ${number}: ${grade}${lost ? ', lost' : ''}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

/** Simpson's rule on 400 strips: for functions as smooth as ours, good to the last digits of a double. */
function simpson(from: number, to: number, f: (x: number) => number): number {
  const strips = 400
  const step = (to - from) / strips
  let total = f(from) + f(to)
  for (let k = 1; k < strips; k++) total += f(from + k * step) * (k % 2 === 1 ? 4 : 2)
  return (total * step) / 3
}

// ---- the engine, asked the same questions ----

function engine(s: Scenario, run: number): Lived[] {
  const world = compile(s)
  const parties = s.network.agreements[0].parties
  const morningStake: number[] = []
  const beforeSharing = {
    name: 'before sharing',
    mechanisms: [
      {
        name: 'the stake of the morning',
        owns: [],
        apply: ({ state }: Simulation['now']) =>
          void morningStake.splice(0, 2, state.stake(0), state.stake(1)),
      },
    ],
  }
  const sharing = DAY.findIndex(({ name }) => name === 'collection and sharing')
  const simulation = new Simulation(world, { run, phases: DAY.toSpliced(sharing, 0, beforeSharing) })
  const { state, history, tape } = simulation.now
  const lived: Lived[] = []
  while (!simulation.done) {
    simulation.step()
    const day = simulation.day - 1
    const items: string[] = []
    const flow = [0, 0]
    for (let k = history.offerStart[day + tape.lead]; k < history.offerStart[day + tape.lead + 1]; k++) {
      const item = history.offers.item[k]
      const stream = tape.stream[item]
      const sender = firstOf(world, history.offers.pair[k])
      const lost = history.lost[item] === 1
      const discipline = world.disciplineIds[world.streamCell[stream] % world.disciplines]
      items.push(line(world.ids[sender], discipline, tape.occurrence[item], history.offers.grade[k], lost))
      if (!lost) flow[parties.indexOf(world.ids[sender])] += history.worth(k)
    }
    const falsehoods = history.falsehoods
      .filter((found) => found.day === day)
      .map(({ item, pair, planted, fate }) => {
        const discipline = world.disciplineIds[world.streamCell[tape.stream[item]] % world.disciplines]
        return `${world.ids[firstOf(world, pair)]} ${discipline} ${tape.occurrence[item]}: ${fate}${planted ? ', planted' : ''}`
      })
    lived.push({
      trust: [0, 1].map((pair) => state.trust(pair)),
      veracity: [0, 1].map((pair) => state.veracity(pair)),
      falsehoods,
      morningStake: [...morningStake],
      eveningStake: [0, 1].map((m) => state.stake(m)),
      rungs: [...state.rung],
      items,
      flow,
    })
  }
  parties.forEach((id, side) => {
    // what the finished history says must be what was seen from day to day
    const other = parties[1 - side]
    expect([...history.trust(id, other)]).toEqual(lived.map(({ trust }) => trust[side]))
    expect([...history.flow(id, other)]).toEqual(lived.map(({ flow }) => flow[side]))
    expect([...history.rung(id, PACT)]).toEqual(lived.map(({ rungs }) => rungs[side]))
  })
  return lived
}

// ---- what they are made to live through ----

const EXACT = 1e-12
const SEEDS = ['boston', 'prague', 'quito', 'lagos', 'hanoi']

interface Pact {
  readonly tie?: Tie
  readonly leaker?: readonly Collection[]
  readonly victim?: readonly Collection[]
  readonly price?: Record<string, number>
  readonly parameters?: Partial<Parameters>
  readonly breach?: Partial<Breach>
  readonly moves?: readonly Move[]
  readonly off?: readonly (keyof Scenario['mechanisms'])[]
  readonly days?: number
}

/** A leaker and its victim under one agreement; the hostile one has none. */
function pact(seed: string, made: Pact = {}): Scenario {
  const {
    tie = 'ally',
    leaker = [collects(0.5), collects(0.4, 'SIGINT')],
    victim = [collects(0.7), collects(0.3, 'SIGINT')],
  } = made
  const net: Network = network(
    [country('hostile'), country('leaker', leaker), country('victim', victim)],
    [agreement(PACT, ['leaker', 'victim'], tie, made.price === undefined ? {} : { price: made.price })],
    { hostilities: [{ between: ['hostile', 'victim'], level: 0.9 }] },
  )
  return scenario(net, {
    seed,
    days: made.days ?? 365,
    parameters: made.parameters ?? {},
    off: made.off ?? [],
    moves: made.moves ?? [],
    breaches: [
      breach('leaker', 'victim', { to: 'hostile', day: 20, pressDay: 25, namedDay: 27, ...made.breach }),
    ],
  })
}

/** A breach heavy enough, and a memory short enough, for steps down and up again within a year. */
const EVENTFUL: Pact = {
  parameters: { breachWeight: 2.2, halfLife: 90, inertiaTear: 0.4, inertiaUp: 0 },
  victim: [collects(1.6), collects(0.3, 'SIGINT')],
}

/** Agreements on which nobody depends, reviewed with much noise: they are suspended soon, and taken up again. */
const TURBULENT: Partial<Parameters> = {
  ...EVENTFUL.parameters,
  breachWeight: 5,
  dependenceGain: 0,
  inertiaHold: 0,
  formalPrecision: 3,
  stepHold: 45,
}

/** Where two accounts of one run first part, in words; null where they agree to the end. */
function parting(seen: readonly Lived[], said: readonly Lived[]): string | null {
  const apart = (one: readonly number[], other: readonly number[]): boolean =>
    one.some((number, side) => !(Math.abs(number - other[side]) < EXACT))
  for (let day = 0; day < Math.max(seen.length, said.length); day++) {
    const [one, other] = [seen[day], said[day]]
    const column =
      one.items.join() !== other.items.join()
        ? 'items'
        : one.falsehoods.join() !== other.falsehoods.join()
          ? 'falsehoods'
          : one.rungs.join() !== other.rungs.join()
            ? 'rungs'
            : (['trust', 'veracity', 'morningStake', 'flow'] as const).find((name) =>
                apart(one[name], other[name]),
              )
    if (column !== undefined)
      return `day ${day}, ${column}: the engine has ${one[column].join(', ')}, by hand ${other[column].join(', ')}`
  }
  return null
}

interface Compared {
  /** the run by hand, for each seed */
  readonly years: readonly Lived[][]
  /** seeds with which the engine and the hand part, and where */
  readonly partings: readonly string[]
}

function compare(made: Pact, run: number, seeds: readonly string[] = SEEDS): Compared {
  const years: Lived[][] = []
  const partings: string[] = []
  for (const seed of seeds) {
    const given = pact(seed, made)
    const said = new ByHand(given, run).live()
    const where = parting(engine(given, run), said)
    if (where !== null) partings.push(`seed ${seed}, run ${run}, ${where}`)
    years.push(said)
  }
  return { years, partings }
}

/** How often something is true of a day and the day after. */
function changes(lived: readonly Lived[], what: (before: Lived, after: Lived) => boolean): number {
  return lived.filter((day, k) => k > 0 && what(lived[k - 1], day)).length
}

describe('two countries, one agreement, one breach: the engine and the plain re-implementation agree', () => {
  it('through a year with a leak, the press, a name, a crippled source, steps down and steps back up', () => {
    const compared = [0, 7, 20].map((run) => compare(EVENTFUL, run))
    expect(compared.flatMap(({ partings }) => partings)).toEqual([])

    // agreement is worth something only if all of this happened
    const years = compared.flatMap((found) => found.years)
    const all = (what: (before: Lived, after: Lived) => boolean): number =>
      sum(years.map((year) => changes(year, what)))
    expect(all((before, after) => after.rungs[1] > before.rungs[1])).toBeGreaterThan(5)
    expect(all((before, after) => after.rungs[1] < before.rungs[1])).toBeGreaterThan(2)
    expect(all((before, after) => after.trust[1] < before.trust[1] - 0.1)).toBeGreaterThan(5)
    const grades = years.flat().flatMap((day) => day.items.map((item) => item.slice(item.indexOf(':') + 2)))
    for (const kind of [WITHHELD, TEAR_LINE, FULL].flatMap((grade) => [`${grade}`, `${grade}, lost`]))
      expect(grades.filter((found) => found === kind).length, kind).toBeGreaterThan(2)
  })

  it('through a year with the numbers as they come', () => {
    expect(compare({}, 1).partings).toEqual([])
  })

  it('when the breach is secret until the victim finds out', () => {
    const { years, partings } = compare({ ...EVENTFUL, breach: { pressDay: null, namedDay: null } }, 2)
    expect(partings).toEqual([])
    const noticed = years.map((year) =>
      year.findIndex((day, k) => k > 0 && day.trust[1] < year[k - 1].trust[1] - 0.1),
    )
    expect(Math.min(...noticed)).toBeGreaterThan(20)
    expect(new Set(noticed).size).toBeGreaterThan(2)
  })

  it.each<[string, Pact]>([
    [
      'when the victim finds out before the press does, and is named on the day the press has it',
      { ...EVENTFUL, parameters: { detection: 3 }, breach: { pressDay: 40, namedDay: 40 } },
    ],
    [
      'when what leaked was from one discipline that the scenario names, and its holder was a mole',
      { ...EVENTFUL, breach: { discipline: 'SIGINT', kind: 'penetration', to: 'public' } },
    ],
    [
      'when the leaker holds hardly anything of the victim, and passes on a secret all the same',
      {
        ...EVENTFUL,
        victim: [collects(0.004), collects(0.003, 'SIGINT')],
        breach: { day: 0, pressDay: 1, namedDay: 2 },
      },
    ],
    [
      'when nothing is wrong with it at all: a breach of severity 0',
      { ...EVENTFUL, breach: { severity: 0 } },
    ],
    ['between close allies', { ...EVENTFUL, tie: 'close' }],
    ['where a price is paid', { ...EVENTFUL, price: { victim: 0.3 } }],
    [
      'with another shelf life, schedule and hold',
      { parameters: { ...EVENTFUL.parameters, shelfLife: 11, reviewEvery: 17, stepHold: 40 } },
    ],
    ['without reciprocity and source loss', { ...EVENTFUL, off: ['reciprocity', 'sourceLoss'] }],
    [
      'whether or not there are clubs, witnesses, imitation and warnings, of which two know nothing',
      { ...EVENTFUL, off: ['sharedClubs', 'witness', 'imitation', 'warnings'] },
    ],
  ])('%s', (_, made) => {
    expect(compare(made, 3).partings).toEqual([])
  })

  describe('on what is true and what is believed', () => {
    /** Little collection of their own, many errors, and sources that are turned for sure. */
    const DECEIVED: Pact = {
      tie: 'partner',
      leaker: [collects(0.3)],
      victim: [collects(1.2), collects(0.3, 'SIGINT')],
      parameters: { ...EVENTFUL.parameters, partnerError: 0.2, turned: 1, planted: 0.6, coverage: 0.02 },
      breach: { severity: 1, discipline: 'HUMINT' },
    }
    const fates = (years: readonly Lived[][]): string[] =>
      years.flat().flatMap(({ falsehoods }) => falsehoods.map((line) => line.slice(line.indexOf(':') + 2)))

    it('through a year of errors and plants, found out, acted on and let lie', () => {
      const { years, partings } = compare(DECEIVED, 5)
      expect(partings).toEqual([])
      for (const fate of ['found out', 'acted on', 'let lie', 'found out, planted', 'acted on, planted'])
        expect(fates(years).filter((found) => found === fate).length, fate).toBeGreaterThan(2)
      // a plant found out costs more than an error
      expect(
        sum(years.map((year) => changes(year, (a, b) => b.veracity[0] < a.veracity[0] - 0.05))),
      ).toBeGreaterThan(2)
    })

    it('with provenance off, when the press seems to bear out what is false', () => {
      const { years, partings } = compare({ ...DECEIVED, off: ['provenance'] }, 6)
      expect(partings).toEqual([])
      const echoed = { ...DECEIVED, parameters: { ...DECEIVED.parameters, corroboration: 0.6 } }
      const louder = compare({ ...echoed, off: ['provenance'] }, 6)
      expect(louder.partings).toEqual([])
      const confirmed = (lived: readonly Lived[][]): number =>
        fates(lived).filter((fate) => fate.startsWith('confirmed')).length
      expect(confirmed(louder.years)).toBeGreaterThan(5)
      expect(confirmed(years)).toBeLessThan(confirmed(louder.years))
    })

    it('when one of them is proven to have made things up', () => {
      const moves: Move[] = [
        {
          what: 'fabrication',
          id: 'lie',
          day: 30,
          by: 'leaker',
          to: ['victim'],
          severity: 0.9,
          provenDay: 70,
        },
      ]
      const { years, partings } = compare({ ...DECEIVED, moves }, 7)
      expect(partings).toEqual([])
      for (const year of years) expect(year[70].veracity[1]).toBeLessThan(year[69].veracity[1] - 0.1)
    })

    it('when hardly anything can be checked, so that less is known on day 0', () => {
      const parameters = { ...DECEIVED.parameters, coverage: 0.0002 }
      const { years, partings } = compare({ ...DECEIVED, parameters }, 8)
      expect(partings).toEqual([])
      // base .9, and hardly more
      for (const year of years) expect(year[0].veracity[0]).toBeLessThan(0.92)
    })

    it('with deception off: nothing of it is left', () => {
      const { years, partings } = compare({ ...DECEIVED, off: ['deception'] }, 9)
      expect(partings).toEqual([])
      expect(fates(years)).toEqual([])
      for (const { veracity } of years.flat())
        for (const belief of veracity) expect(belief).toBeCloseTo(0.95, 12)
    })
  })

  it('through suspensions and back', () => {
    const { years, partings } = compare({ ...EVENTFUL, days: 730, parameters: TURBULENT }, 4)
    expect(partings).toEqual([])
    const moves = (from: number, to: number): number =>
      sum(years.map((year) => changes(year, (a, b) => a.rungs[1] === from && b.rungs[1] === to)))
    expect(moves(RUNG.tearLineOnly, RUNG.suspended)).toBeGreaterThan(1)
    expect(moves(RUNG.suspended, RUNG.tearLineOnly)).toBeGreaterThan(1)
  })

  it('over four years in which suspended agreements end', () => {
    const made: Pact = {
      days: 1460,
      parameters: { breachWeight: 12, halfLife: 2000, dependenceGain: 0 },
      breach: { severity: 1 },
    }
    const { years, partings } = compare(made, 6, SEEDS.slice(0, 3))
    expect(partings).toEqual([])
    expect(years.filter((year) => year[1459].rungs[1] === RUNG.ended).length).toBeGreaterThan(0)
  })

  it('on the stake of the evening, by which reviews decide', () => {
    const given = pact('boston', EVENTFUL)
    const seen = engine(given, 0)
    new ByHand(given, 0).live().forEach(({ eveningStake }, day) => {
      eveningStake.forEach((stake, side) => {
        expect(Math.abs(seen[day].eveningStake[side] - stake), `day ${day}`).toBeLessThan(EXACT)
      })
    })
  })
})

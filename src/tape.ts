/**
 * What happens whoever trusts whom, drawn in advance for one run: the items that are collected, the plots that are laid and who
 * would uncover them. Both worlds of a pair play the same tape; a damaged source skips entries, it never redraws them.
 */
import { column, longer } from './columns.js'
import { log } from './math.js'
import { BATCH } from './philox.js'
import { address, exponential, stem, type Addresses, type Draws } from './random.js'
import type { PlotAddresses, Third, World } from './world.js'

/** One plot against one country. */
export interface Plot {
  readonly topic: number
  readonly target: number
  /** its number among the plots of this topic and target, from 0 */
  readonly number: number
  /** day it is laid, and day it is carried out unless averted */
  readonly born: number
  readonly due: number
  /** who would uncover it, by day, then stream; a country may appear once for each of its streams */
  readonly discoveries: readonly Discovery[]
}

export interface Discovery {
  readonly day: number
  readonly stream: number
  readonly country: number
}

const DAYS_A_YEAR = 365.25

/** Buffers for the items of one run, sorted by day, then stream; they grow and are used again. */
export class Tape {
  /** days before day 0 that are played, so that day 0 finds secrets in flight */
  readonly lead: number
  /** items on the tape */
  items = 0
  /** lead + days + 1 long: the items of day d are dayStart[d + lead] … dayStart[d + lead + 1] − 1 */
  readonly dayStart: Uint32Array
  /** by item: its stream, its number in the stream, its sensitivity and its value */
  stream = new Uint32Array(0)
  occurrence = new Uint32Array(0)
  sensitivity = new Float64Array(0)
  value = new Float64Array(0)
  /** items + 1 long: where an item's uniforms, one for each agreement that covers it, begin in `luck` */
  luckStart = new Uint32Array(1)
  luck = new Float64Array(0)
  /** by item, where deception is on: it is false where this is below the chance of an error or a plant; both in [0, 1) */
  truth = new Float64Array(0)
  /** by item: it is checked by whoever has a chance above this */
  hardness = new Float64Array(0)
  /** items that some holder wants to pass on, by the day on which it asks, then item; the country that wants each most; the day */
  asked = new Uint32Array(0)
  third = new Uint32Array(0)
  askedOn = new Int32Array(0)
  plots: readonly Plot[] = []

  readonly #world: World
  #arrivalStream = new Uint32Array(1024)
  #arrivalDay = new Int32Array(1024)
  #arrivalOccurrence = new Uint32Array(1024)

  constructor(world: World) {
    this.#world = world
    this.lead = world.parameters.shelfLife
    this.dayStart = new Uint32Array(this.lead + world.days + 1)
  }

  /** Draws the tape of the run that `draws` is aimed at. */
  fill(draws: Draws): this {
    const arrivals = this.#arrivals(draws)
    this.#sortByDay(arrivals)
    this.#describe(draws)
    if (this.#world.on.deception) this.#checkTruth(draws)
    this.#ask(draws)
    this.plots = this.#world.on.warnings ? this.#layPlots(draws) : []
    return this
  }

  /** The day on which an item is collected; below 0 for the days played before day 0. */
  dayOf(item: number): number {
    let low = 0
    let high = this.dayStart.length - 2
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.dayStart[middle + 1] <= item) low = middle + 1
      else high = middle
    }
    return low - this.lead
  }

  /** Draws every stream that some agreement covers as a Poisson process from day −lead on, stream after stream. */
  #arrivals(draws: Draws): number {
    const { streams, streamRate, routeStart, days, at } = this.#world
    let count = 0
    for (let s = 0; s < streams; s++) {
      if (routeStart[s] === routeStart[s + 1]) continue
      const hi = at.arrival.hi[s]
      const lo = at.arrival.lo[s]
      const gap = 1 / streamRate[s]
      let time = -this.lead
      for (let n = 0; ; n++) {
        time += exponential(draws.uniform(hi, lo, n), gap)
        if (time >= days) break
        if (count === this.#arrivalDay.length) this.#growArrivals()
        this.#arrivalStream[count] = s
        this.#arrivalOccurrence[count] = n
        this.#arrivalDay[count++] = Math.floor(time) + this.lead
      }
    }
    return count
  }

  #growArrivals(): void {
    const size = this.#arrivalDay.length * 2
    this.#arrivalStream = longer(this.#arrivalStream, size)
    this.#arrivalOccurrence = longer(this.#arrivalOccurrence, size)
    this.#arrivalDay = longer(this.#arrivalDay, size)
  }

  /** Counting sort by day; it is stable, so a day's items stay in order of stream and occurrence. */
  #sortByDay(count: number): void {
    this.items = count
    if (this.stream.length < count) {
      const size = Math.ceil(count * 1.25)
      this.stream = column(Uint32Array, size)
      this.occurrence = column(Uint32Array, size)
      this.sensitivity = column(Float64Array, size)
      this.value = column(Float64Array, size)
      this.luckStart = column(Uint32Array, size + 1)
    }
    const { dayStart } = this
    dayStart.fill(0)
    for (let k = 0; k < count; k++) dayStart[this.#arrivalDay[k] + 1]++
    for (let d = 1; d < dayStart.length; d++) dayStart[d] += dayStart[d - 1]
    const next = dayStart.slice()
    for (let k = 0; k < count; k++) {
      const item = next[this.#arrivalDay[k]]++
      this.stream[item] = this.#arrivalStream[k]
      this.occurrence[item] = this.#arrivalOccurrence[k]
    }
  }

  /** Draws what each item is like and the luck of each decision about it. */
  #describe(draws: Draws): void {
    const { at, routeStart, streamCell, disciplines, sensitivity, parameters } = this.#world
    const { itemSensitivityLow, itemSensitivityHigh, itemValueLow, itemValueHigh } = parameters
    let luck = 0
    for (let k = 0; k < this.items; k++) {
      this.luckStart[k] = luck
      luck += routeStart[this.stream[k] + 1] - routeStart[this.stream[k]]
    }
    this.luckStart[this.items] = luck
    if (this.luck.length < luck) this.luck = column(Float64Array, Math.ceil(luck * 1.25))
    this.#throwForEach(draws, at.item, this.sensitivity, this.value)
    for (let k = 0; k < this.items; k++) {
      const spread = itemSensitivityLow + (itemSensitivityHigh - itemSensitivityLow) * this.sensitivity[k]
      this.sensitivity[k] = sensitivity[streamCell[this.stream[k]] % disciplines] * spread
      this.value[k] = itemValueLow + (itemValueHigh - itemValueLow) * this.value[k]
    }
    this.#throwForRoutes(draws)
  }

  /** Throws once for each item, at the address of its stream: one uniform into either column. */
  #throwForEach(draws: Draws, at: Addresses, first: Float64Array, second: Float64Array): void {
    const { batch } = draws
    for (let from = 0; from < this.items; from += BATCH) {
      const count = Math.min(BATCH, this.items - from)
      for (let k = 0; k < count; k++) {
        batch.hi[k] = at.hi[this.stream[from + k]]
        batch.lo[k] = at.lo[this.stream[from + k]]
        batch.occurrence[k] = this.occurrence[from + k]
      }
      draws.take(count)
      first.set(batch.first.subarray(0, count), from)
      second.set(batch.second.subarray(0, count), from)
    }
  }

  /** Throws for each item once for every agreement that covers it: the luck of the decisions about it. */
  #throwForRoutes(draws: Draws): void {
    const { at, routeStart } = this.#world
    const { batch } = draws
    let from = 0
    let count = 0
    for (let k = 0; k < this.items; k++) {
      const s = this.stream[k]
      for (let r = routeStart[s]; r < routeStart[s + 1]; r++) {
        batch.hi[count] = at.choice.hi[r]
        batch.lo[count] = at.choice.lo[r]
        batch.occurrence[count++] = this.occurrence[k]
        if (count < BATCH) continue
        this.#takeLuck(draws, from, count)
        from += count
        count = 0
      }
    }
    this.#takeLuck(draws, from, count)
  }

  #takeLuck(draws: Draws, from: number, count: number): void {
    draws.take(count)
    this.luck.set(draws.batch.first.subarray(0, count), from)
  }

  /** Draws which items are false, and how hard each is to check. */
  #checkTruth(draws: Draws): void {
    if (this.truth.length < this.items) {
      this.truth = column(Float64Array, this.stream.length)
      this.hardness = column(Float64Array, this.stream.length)
    }
    this.#throwForEach(draws, this.#world.at.truth, this.truth, this.hardness)
  }

  /**
   * Draws which items of each stream a third country is to have, by the gaps between them (geometric, so each item with chance
   * `askRate`), which country that is, and the day on which somebody asks.
   */
  #ask(draws: Draws): void {
    const { streams, on, parameters, at, routeStart, days } = this.#world
    const { askRate, askLag, shelfLife } = parameters
    const asked: { readonly item: number; readonly third: number; readonly day: number }[] = []
    const next = new Float64Array(streams)
    const number = new Uint32Array(streams)
    const lag = new Int32Array(streams)
    // of an exponential of this mean the whole part is geometric
    const mean = askRate === 1 ? 0 : -1 / log(1 - askRate)
    const draw = (s: number): void => {
      next[s] += Math.floor(exponential(draws.uniform(at.asking.hi[s], at.asking.lo[s], number[s]++), mean))
      lag[s] = Math.floor(exponential(draws.second, askLag))
    }
    if (on.release && askRate > 0) {
      for (let s = 0; s < streams; s++) if (routeStart[s] < routeStart[s + 1]) draw(s)
      for (let place = 0; place < this.dayStart.length - 1; place++)
        for (let item = this.dayStart[place]; item < this.dayStart[place + 1]; item++) {
          const s = this.stream[item]
          if (this.occurrence[item] !== next[s]) continue
          const day = place - this.lead + lag[s]
          // what is no secret any more needs no leave
          const inTime = day >= 0 && day < days && lag[s] < shelfLife
          const third = inTime ? this.#mostEager(draws, s, this.occurrence[item]) : -1
          if (third >= 0) asked.push({ item, third, day })
          next[s]++
          draw(s)
        }
    }
    asked.sort((a, b) => a.day - b.day || a.item - b.item)
    this.asked = Uint32Array.from(asked, ({ item }) => item)
    this.third = Uint32Array.from(asked, ({ third }) => third)
    this.askedOn = Int32Array.from(asked, ({ day }) => day)
  }

  /** The country that wants an item most: a race in which need is speed, so that adding a runner changes no other's time. */
  #mostEager(draws: Draws, s: number, occurrence: number): number {
    const { thirds } = this.#world.tapeBook
    let known = thirds.get(s)
    if (known === undefined) thirds.set(s, (known = thirdsOf(this.#world, s)))
    let first = -1
    let best = Infinity
    for (const { country, need, at } of known) {
      const time = exponential(draws.at(at, occurrence), 1 / need)
      if (time >= best) continue
      best = time
      first = country
    }
    return first
  }

  /** Lays the plots of every topic and target as a Poisson process from day 0 on. */
  #layPlots(draws: Draws): Plot[] {
    const { plotsPerYear, days, parameters, tapeBook } = this.#world
    tapeBook.plots ??= plotAddresses(this.#world)
    const plots: Plot[] = []
    for (const address of tapeBook.plots) {
      const gap = DAYS_A_YEAR / plotsPerYear[address.topic]
      let time = 0
      for (let number = 0; ; number++) {
        time += exponential(draws.at(address.plot, number), gap)
        if (time >= days) break
        const spare = Math.max(0, parameters.plotLead - parameters.plotLeadMin)
        const lead = parameters.plotLeadMin + exponential(draws.at(address.lead, number), spare)
        const due = Math.ceil(time + lead)
        const discoveries = discover(this.#world, draws, address, number, time, due)
        plots.push({ ...address.names, number, born: Math.floor(time), due, discoveries })
      }
    }
    return plots.sort((a, b) => a.born - b.born || a.topic - b.topic || a.target - b.target)
  }
}

/** Whoever needs a stream's topic and deals with a partner of its originator, ascending. */
function thirdsOf(world: World, s: number): Third[] {
  const {
    ids,
    topicIds,
    topics,
    disciplineIds,
    disciplines,
    streamCell,
    streamCountry,
    pairStart,
    to,
    need,
  } = world
  const origin = streamCountry[s]
  const topic = Math.floor(streamCell[s] / disciplines)
  const discipline = disciplineIds[streamCell[s] % disciplines]
  const asked = stem(4, 'third').and(ids[origin], topicIds[topic], discipline)
  const within = new Set<number>()
  for (let pair = pairStart[origin]; pair < pairStart[origin + 1]; pair++)
    for (let next = pairStart[to[pair]]; next < pairStart[to[pair] + 1]; next++) within.add(to[next])
  within.delete(origin)
  return [...within]
    .sort((a, b) => a - b)
    .filter((country) => need[country * topics + topic] > 0)
    .map((country) => ({
      country,
      need: need[country * topics + topic],
      at: asked.of(ids[country]),
    }))
}

function plotAddresses(world: World): PlotAddresses[] {
  const { ids, topicIds, disciplineIds, disciplines, streams, streamCell, streamCountry } = world
  const result: PlotAddresses[] = []
  for (let topic = 0; topic < world.topics; topic++) {
    if (world.plotsPerYear[topic] === 0) continue
    const collectors: number[] = []
    for (let s = 0; s < streams; s++)
      if (Math.floor(streamCell[s] / disciplines) === topic) collectors.push(s)
    for (const target of world.targets[topic]) {
      const names = [topicIds[topic], ids[target]] as const
      const found = stem(4, 'discovery').and(...names)
      result.push({
        topic,
        names: { topic, target },
        plot: address('plot', ...names),
        lead: address('lead', ...names),
        discovery: collectors.map((stream) => ({
          stream,
          at: found.of(ids[streamCountry[stream]], disciplineIds[streamCell[stream] % disciplines]),
        })),
      })
    }
  }
  return result
}

/** Who would uncover a plot before it is due: each stream on the topic with hazard `discovery` × rate. */
function discover(
  world: World,
  draws: Draws,
  { discovery }: PlotAddresses,
  number: number,
  born: number,
  due: number,
): Discovery[] {
  const found: Discovery[] = []
  for (const { stream, at } of discovery) {
    const hazard = world.parameters.discovery * world.streamRate[stream]
    if (hazard === 0) continue
    const day = Math.ceil(born + exponential(draws.at(at, number), 1 / hazard))
    if (day < due) found.push({ day, stream, country: world.streamCountry[stream] })
  }
  return found.sort((a, b) => a.day - b.day || a.stream - b.stream)
}

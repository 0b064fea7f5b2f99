/** What an experiment says of one leaker, folded one run at a time: flows, grades, partners. */
import {
  GROUPS,
  PARTNER_COLUMNS,
  TRUSTING,
  WORLDS,
  type Group,
  type LeakerLayout,
  type PartnerColumn,
} from '../metrics.js'
import { TIES } from '../network.js'
import type { World } from '../world.js'
import type { Distribution, GroupFindings, LeakerFindings, PartnerFindings } from './findings.js'
import {
  differenceOfPaired,
  interval,
  KEPT_RUNS,
  Moments,
  proportion,
  quantile,
  Ratios,
  type Estimate,
} from './statistics.js'

/** Days over which a day's chill looks back. */
const WINDOW = 30

/** One leaker's estimates, folded run after run. */
export class LeakerFold {
  readonly #layout: LeakerLayout
  readonly #days: number
  readonly #topics: number
  /** chill and items of each group, reach's partners, supply, and for every topic with, without and their ratio */
  readonly #ratios: Ratios
  readonly #over: Float64Array
  readonly #under: Float64Array
  /** trailing flow by group and day */
  readonly #daily: Moments
  readonly #trailing = [new Float64Array(0), new Float64Array(0)]
  /** trust by group of TRUSTING and day */
  readonly #trust: Moments
  /** total flow since the breach by group, with and without */
  readonly #totals = new Moments(GROUPS.length)
  /** by group: the chill of each run kept */
  readonly #chills: readonly number[][] = GROUPS.map(() => [])
  readonly #grades: Float64Array
  /** by partner and column: sums over runs, and over the runs with a step */
  readonly #sums: Float64Array
  readonly #stepped: Float64Array
  readonly #onlyWith: Float64Array
  readonly #onlyWithout: Float64Array
  /** by partner and days after the breach: runs in which it first stepped down then */
  readonly #firstDays: Uint32Array
  #runs = 0

  constructor(layout: LeakerLayout, days: number, topics: number) {
    this.#layout = layout
    this.#days = days
    const partners = layout.partners.length
    const size = GROUPS.length * 2 + partners + 2 + topics * 3
    this.#topics = topics
    this.#ratios = new Ratios(size)
    this.#over = new Float64Array(size)
    this.#under = new Float64Array(size)
    this.#daily = new Moments(GROUPS.length * days)
    this.#trailing = [new Float64Array(GROUPS.length * days), new Float64Array(GROUPS.length * days)]
    this.#trust = new Moments(TRUSTING.length * days)
    this.#grades = new Float64Array(GROUPS.length * WORLDS.length * 3)
    this.#sums = new Float64Array(partners * PARTNER_COLUMNS.length)
    this.#stepped = new Float64Array(partners * PARTNER_COLUMNS.length)
    this.#onlyWith = new Float64Array(partners)
    this.#onlyWithout = new Float64Array(partners)
    this.#firstDays = new Uint32Array(partners * days)
  }

  /** @returns the chill of each group in this run, and how many partners stepped down */
  add(weights: Float64Array, row: Float64Array): { chills: (number | null)[]; stepped: number } {
    this.#runs++
    const totals = this.#addFlows(row)
    this.#addTrust(row)
    this.#addGrades(row)
    const stepped = this.#addPartners(row)
    const at = GROUPS.length * 2 + this.#layout.partners.length
    this.#over[at] = row[this.#layout.supply]
    this.#over[at + 1] = row[this.#layout.supply + 1]
    this.#under[at] = this.#under[at + 1] = 1
    for (let topic = 0; topic < this.#topics; topic++) {
      const start = this.#layout.topics + topic * WORLDS.length
      this.#over.set([row[start], row[start + 1], row[start]], at + 2 + 3 * topic)
      this.#under.set([1, 1, row[start + 1]], at + 2 + 3 * topic)
    }
    this.#ratios.add(weights, this.#over, this.#under)
    const chills = totals.map(([one, other]) => (other > 0 ? 1 - one / other : null))
    if (this.#runs <= KEPT_RUNS)
      chills.forEach((chill, group) => {
        if (chill !== null) this.#chills[group].push(chill)
      })
    return { chills, stepped }
  }

  #addFlows(row: Float64Array): [number, number][] {
    const { day: from, flows } = this.#layout
    const totals = GROUPS.map((_, group): [number, number] => {
      const sums = WORLDS.map((__, world) => {
        const start = flows + (group * WORLDS.length + world) * this.#days
        const trailing = this.#trailing[world]
        let window = 0
        let sum = 0
        for (let day = 0; day < this.#days; day++) {
          window += row[start + day]
          if (day >= WINDOW) window -= row[start + day - WINDOW]
          trailing[group * this.#days + day] = window / Math.min(day + 1, WINDOW)
          if (day >= from) sum += row[start + day]
        }
        return sum
      })
      this.#over[group] = sums[0]
      this.#under[group] = sums[1]
      return [sums[0], sums[1]]
    })
    this.#daily.add(this.#trailing[0], this.#trailing[1])
    this.#totals.add(this.#over.subarray(0, GROUPS.length), this.#under.subarray(0, GROUPS.length))
    return totals
  }

  #addTrust(row: Float64Array): void {
    const inWorld = (world: number): Float64Array => {
      const trust = new Float64Array(this.#trust.size)
      TRUSTING.forEach((_, group) => {
        const start = this.#layout.trusts + (group * WORLDS.length + world) * this.#days
        trust.set(row.subarray(start, start + this.#days), group * this.#days)
      })
      return trust
    }
    this.#trust.add(inWorld(0), inWorld(1))
  }

  #addGrades(row: Float64Array): void {
    GROUPS.forEach((_, group) => {
      WORLDS.forEach((__, world) => {
        const slot = (group * WORLDS.length + world) * 3
        for (let grade = 0; grade < 3; grade++)
          this.#grades[slot + grade] += row[this.#layout.grades + slot + grade]
        const given = row[this.#layout.grades + slot + 1] + row[this.#layout.grades + slot + 2]
        const side = world === 0 ? this.#over : this.#under
        side[GROUPS.length + group] = given
      })
    })
  }

  #addPartners(row: Float64Array): number {
    const { partners, partnerStart } = this.#layout
    const columns = PARTNER_COLUMNS.length
    let count = 0
    partners.forEach((_, k) => {
      const start = partnerStart + k * columns
      const of = (column: PartnerColumn): number => row[start + PARTNER_COLUMNS.indexOf(column)]
      const stepped = of('stepWith') === 1
      for (let column = 0; column < columns; column++) {
        this.#sums[k * columns + column] += row[start + column]
        if (stepped) this.#stepped[k * columns + column] += row[start + column]
      }
      if (stepped) {
        count++
        this.#firstDays[k * this.#days + of('firstDay')]++
      }
      if (stepped && of('stepWithout') === 0) this.#onlyWith[k]++
      if (!stepped && of('stepWithout') === 1) this.#onlyWithout[k]++
      this.#over[GROUPS.length * 2 + k] = of('flowWith')
      this.#under[GROUPS.length * 2 + k] = of('flowWithout')
    })
    return count
  }

  findings(world: World, labels: ReadonlyMap<string, string>): LeakerFindings {
    const { leaker, day, partners, victims } = this.#layout
    const id = world.ids[leaker]
    const names = (countries: readonly number[]): string[] => countries.map((country) => world.ids[country])
    const others = partners.filter((country) => !victims.includes(country))
    const everybody = Array.from({ length: world.countries }, (_, country) => country)
    const members: Record<Group, readonly number[]> = { direct: victims, spillOver: others, rest: everybody }
    const supply = GROUPS.length * 2 + partners.length
    return {
      leaker: id,
      label: labels.get(id) ?? id,
      day,
      groups: {
        direct: this.#group(0, names(members.direct)),
        spillOver: this.#group(1, names(members.spillOver)),
        rest: this.#group(2, names(members.rest)),
      },
      reach: this.#reach(),
      topics: world.topicIds.map((topic, k) => ({
        topic,
        label: world.scenario.network.topics.find(({ id: one }) => one === topic)?.label ?? topic,
        with: this.#ratios.estimate(supply + 2 + 3 * k),
        without: this.#ratios.estimate(supply + 3 + 3 * k),
        chill: this.#ratios.estimate(supply + 4 + 3 * k, (ratio) => 1 - ratio),
      })),
      supplyLost: { items: this.#ratios.estimate(supply), value: this.#ratios.estimate(supply + 1) },
      partners: partners.map((_, k) => this.#partner(world, labels, k)),
    }
  }

  #group(group: number, countries: string[]): GroupFindings {
    const chill = (ratio: number): number => 1 - ratio
    const days = Array.from({ length: this.#days }, (_, day) => group * this.#days + day)
    const moments = days.map((k) => this.#daily.of(k))
    const byDay = days.map((k) => this.#daily.chill(k))
    const pairing = this.#totals.correlation(group)
    return {
      countries,
      chill: this.#ratios.estimate(group, chill),
      runs: distribution(this.#chills[group]),
      items: this.#ratios.estimate(GROUPS.length + group, chill),
      grades: { with: this.#shares(group, 0), without: this.#shares(group, 1) },
      pairing: Number.isNaN(pairing) ? null : pairing,
      byDay: {
        with: moments.map(({ x }) => x),
        without: moments.map(({ y }) => y),
        chill: byDay.map(({ mean }) => orNull(mean)),
        low: byDay.map(({ low }) => orNull(low)),
        high: byDay.map(({ high }) => orNull(high)),
      },
      trust: this.#trustOf(group),
      halfLife: halfLife(byDay, this.#layout.day),
    }
  }

  /** The rest does not deal with the leaker as partners do. */
  #trustOf(group: number): GroupFindings['trust'] {
    if (group >= TRUSTING.length) return null
    const means = Array.from({ length: this.#days }, (_, day) => this.#trust.means(group * this.#days + day))
    return {
      with: means.map(({ x }) => orNull(x.mean)),
      low: means.map(({ x }) => orNull(x.low)),
      high: means.map(({ x }) => orNull(x.high)),
      without: means.map(({ y }) => orNull(y.mean)),
    }
  }

  #shares(group: number, world: number): number[] {
    const slot = (group * WORLDS.length + world) * 3
    const counts = [...this.#grades.subarray(slot, slot + 3)]
    const sum = counts.reduce((a, b) => a + b, 0)
    return counts.map((count) => (sum === 0 ? 0 : count / sum))
  }

  /** Share of the partners that were no victims whose flow fell by a tenth or more, in every replicate. */
  #reach(): Estimate {
    const { partners, victims } = this.#layout
    const places = partners.flatMap((country, k) =>
      victims.includes(country) ? [] : [GROUPS.length * 2 + k],
    )
    const share = (ratios: readonly number[]): number => {
      const known = ratios.filter((ratio) => !Number.isNaN(ratio))
      return known.length === 0 ? Number.NaN : known.filter((ratio) => 1 - ratio >= 0.1).length / known.length
    }
    const replicates = places.map((k) => this.#ratios.replicates(k))
    const shares = Float64Array.from({ length: replicates[0]?.length ?? 0 }, (_, b) =>
      share(replicates.map((r) => r[b])),
    )
    const [low, high] = interval(shares)
    return { mean: share(places.map((k) => this.#ratios.mean(k))), low, high }
  }

  #partner(world: World, labels: ReadonlyMap<string, string>, k: number): PartnerFindings {
    const { partners, pairs, victims } = this.#layout
    const id = world.ids[partners[k]]
    const columns = PARTNER_COLUMNS.length
    const sum = (column: PartnerColumn): number => this.#sums[k * columns + PARTNER_COLUMNS.indexOf(column)]
    const stepped = (column: PartnerColumn): number =>
      this.#stepped[k * columns + PARTNER_COLUMNS.indexOf(column)]
    const steps = sum('stepWith')
    const mean = (column: PartnerColumn): number => sum(column) / this.#runs
    const ofStepped = (column: PartnerColumn): number | null => (steps === 0 ? null : stepped(column) / steps)
    return {
      id,
      label: labels.get(id) ?? id,
      tie: TIES[world.tie[pairs[k]]],
      role: victims.includes(partners[k]) ? 'victim' : 'partner',
      chill: this.#ratios.estimate(GROUPS.length * 2 + k, (ratio) => 1 - ratio),
      trust: {
        before: mean('trustBefore'),
        lowest: mean('trustLowest'),
        end: mean('trustEnd'),
        endWithout: mean('trustEndWithout'),
      },
      step: {
        with: proportion(steps, this.#runs),
        without: proportion(sum('stepWithout'), this.#runs),
        difference: differenceOfPaired(this.#onlyWith[k], this.#onlyWithout[k], this.#runs),
      },
      firstDay: steps === 0 ? null : this.#medianFirstDay(k, steps),
      daysDown: ofStepped('daysDown'),
      stillDown: ofStepped('stillDown'),
      price: mean('price'),
    }
  }

  #medianFirstDay(k: number, steps: number): number {
    let seen = 0
    for (let day = 0; day < this.#days; day++) {
      seen += this.#firstDays[k * this.#days + day]
      if (seen * 2 >= steps) return day
    }
    throw new Error(`${steps} steps, of which only ${seen} have a day`)
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

/** Days from the deepest chill after the breach until it has halved, for good within the horizon. */
function halfLife(byDay: readonly Estimate[], from: number): number | null {
  let deepest = from
  for (let day = from; day < byDay.length; day++) if (byDay[day].mean > byDay[deepest].mean) deepest = day
  const depth = byDay[deepest].mean
  if (!(depth > 0)) return null
  for (let day = deepest; day < byDay.length; day++) if (byDay[day].mean <= depth / 2) return day - deepest
  return null
}

/** Quantiles of what the runs say one by one. */
function distribution(values: readonly number[]): Distribution {
  const sorted = Float64Array.from(values).sort()
  const at = (p: number): number | null => orNull(quantile(sorted, p))
  return { p05: at(0.05), p50: at(0.5), p95: at(0.95) }
}

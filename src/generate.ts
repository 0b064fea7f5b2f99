/** A network made by rule from a recipe: who has an agreement with whom, and what everybody collects, wants and fears (docs/networks.md). */
import { Complaints, inOrderOfFile, ScenarioError } from './mistakes.js'
import { inOrder } from './names.js'
import { readDocument } from './document.js'
import { knownDisciplines } from './network-file.js'
import {
  KNOWN_DISCIPLINES,
  TIES,
  type Agreement,
  type Collection,
  type Country,
  type Hostility,
  type Network,
  type Tie,
  type Topic,
} from './network.js'
import { DEFAULTS, type Parameters } from './parameters.js'
import { address, Draws, type Address } from './random.js'
import { blocBounds, blocs, scaleFree, smallWorld, subset, type Links } from './random-graphs.js'
import { blocLinks, readRecipe, type Recipe } from './recipe.js'

/** A club of more shares what may be known to many, and that alone; as in data/mapping.yaml. */
const LARGEST_CLOSED_CLUB = 12
/** Sources beside the open ones; a country has one of them on each topic. */
const SECRET = KNOWN_DISCIPLINES.filter((id) => id !== 'OSINT')
/** Share of what a country collects that is open. */
const OPEN_SHARE = 1 / 3
/** So many throws for a rival may hit nobody that could be one; then the country has one rival less. */
const MOST_MISSES = 16

/**
 * Generates a network as a scenario with `network: { generate: … }` does.
 * @param recipe `generate`, `countries`, `meanAgreements`, and what else docs/networks.md lists
 * @returns the same network for the same recipe, on every engine
 * @throws ScenarioError
 */
export function generateNetwork(recipe: object): Network {
  const complaints = new Complaints()
  const read = readRecipe(readDocument(recipe, 'network'), complaints)
  if (read === undefined) throw new ScenarioError(inOrderOfFile(complaints.mistakes))
  return networkFrom(read)
}

/** The network that a recipe asks for; the parameters give the disciplines their numbers. */
export function networkFrom(recipe: Recipe, parameters: Parameters = DEFAULTS): Network {
  return new Maker(recipe).network(parameters)
}

class Maker {
  readonly #recipe: Recipe
  readonly #draws: Draws
  /** ids by number, in the order in which countries come into being */
  readonly #ids: readonly string[]
  /** the same sorted, and by number where each comes in that order */
  readonly #sorted: readonly string[]
  readonly #rank: Uint32Array
  /** topic ids by number, and sorted */
  readonly #topics: readonly string[]
  readonly #allTopics: readonly string[]
  readonly #bounds: Uint32Array

  constructor(recipe: Recipe) {
    this.#recipe = recipe
    this.#draws = new Draws(recipe.seed, 0)
    this.#ids = Array.from({ length: recipe.countries }, (_, number) => idOf(number))
    const order = [...this.#ids.keys()].sort((a, b) => inOrder(this.#ids[a], this.#ids[b]))
    this.#sorted = order.map((number) => this.#ids[number])
    this.#rank = new Uint32Array(order.length)
    for (const [place, number] of order.entries()) this.#rank[number] = place
    this.#topics = Array.from({ length: recipe.topics }, (_, number) => `topic-${number + 1}`)
    this.#allTopics = this.#topics.toSorted(inOrder)
    this.#bounds = blocBounds(recipe.countries, recipe.blocs ?? 1)
  }

  network(parameters: Parameters): Network {
    const { generate, title, countries } = this.#recipe
    const pairs = this.#pairs(this.#links())
    return {
      id: `${generate}-${countries}`,
      title,
      topics: this.#allTopics.map((id) => this.#topic(id)),
      disciplines: knownDisciplines(parameters),
      countries: Array.from(this.#byRank(), (number) => this.#country(number)),
      agreements: [...this.#blocAgreements(), ...this.#agreements(pairs)],
      prospects: [],
      hostilities: this.#hostilities(pairs),
      pairs: [],
    }
  }

  #links(): Links {
    const { generate, countries, meanAgreements, rewiring = 0 } = this.#recipe
    const draws = this.#draws
    if (generate === 'blocs') {
      const { within, between } = blocLinks(this.#recipe)
      const at = { within: this.#at('within'), between: this.#at('between') }
      return blocs(this.#bounds, within, between, { draws, at })
    }
    const joins = this.#ids.map((id) => this.#at('joins', id))
    const throws = { draws, of: (node: number) => joins[node] }
    return generate === 'scale-free'
      ? scaleFree(countries, meanAgreements, throws)
      : smallWorld(countries, meanAgreements, rewiring, throws)
  }

  #at(...names: string[]): Address {
    return address('generated', ...names)
  }

  /** Pairs as single numbers, in the order of their ids: the lower place times the countries plus the higher. */
  #pairs({ one, other }: Links): Float64Array {
    const rank = this.#rank
    return Float64Array.from(one, (a, k) => this.#pairOf(rank[a], rank[other[k]])).sort()
  }

  #pairOf(a: number, b: number): number {
    return Math.min(a, b) * this.#ids.length + Math.max(a, b)
  }

  /** The numbers of the countries in the order of their ids. */
  #byRank(): Uint32Array {
    const numbers = new Uint32Array(this.#rank.length)
    for (const [number, place] of this.#rank.entries()) numbers[place] = number
    return numbers
  }

  #topic(id: string): Topic {
    const { countries, plots } = this.#recipe
    if (id !== this.#topics[0]) return { id, label: labelOf('Topic', id), plotsPerYear: 0, targets: [] }
    const chosen = subset(countries, plots.targets, this.#draws, this.#at('targets'))
    const targets = Array.from(chosen, (number) => this.#ids[number]).sort(inOrder)
    return { id, label: labelOf('Topic', id), plotsPerYear: plots.perYear, targets }
  }

  #country(number: number): Country {
    const id = this.#ids[number]
    const draws = this.#draws
    const { hi, lo } = this.#at('country', id)
    const items = this.#recipe.itemsPerDay * (0.5 + draws.uniform(hi, lo, 0))
    const topics = this.#topics.map((topic, t) => {
      const weight = 0.5 + draws.uniform(hi, lo, 2 * t + 1)
      const secret = SECRET[Math.floor(draws.second * SECRET.length)]
      return { topic, weight, secret, need: rounded(0.2 + 0.8 * draws.uniform(hi, lo, 2 * t + 2), 100) }
    })
    const whole = topics.reduce((sum, { weight }) => sum + weight, 0)
    topics.sort((a, b) => inOrder(a.topic, b.topic))
    const collection = topics.flatMap(({ topic, weight, secret }): Collection[] => {
      const rate = (items * weight) / whole
      const open = { topic, discipline: 'OSINT', rate: rounded(rate * OPEN_SHARE, 1000) }
      const hidden = { topic, discipline: secret, rate: rounded(rate * (1 - OPEN_SHARE), 1000) }
      return secret < 'OSINT' ? [hidden, open] : [open, hidden]
    })
    const region = this.#recipe.blocs === undefined ? {} : { region: `Bloc ${this.#blocOf(number) + 1}` }
    const need = Object.fromEntries(topics.map((one) => [one.topic, one.need]))
    return { id, label: `Country ${number + 1}`, ...region, collection, need }
  }

  /** Agreements between two. What tie each is, and of a narrow one its single topic, is thrown for by both names. */
  #agreements(pairs: Float64Array): Agreement[] {
    const countries = this.#ids.length
    const numbers = this.#byRank()
    const scopes = this.#topics.map((topic) => [topic])
    let place = -1
    let at = { hi: 0, lo: 0 }
    return Array.from(pairs, (pair) => {
      // pairs come sorted: one address does for all of a country
      if (Math.floor(pair / countries) !== place) {
        place = Math.floor(pair / countries)
        at = this.#at('tie', this.#sorted[place])
      }
      const [first, second] = [this.#sorted[place], this.#sorted[pair % countries]]
      const tie = this.#tie(this.#draws.at(at, numbers[pair % countries]))
      const topic = Math.floor(this.#draws.second * scopes.length)
      return {
        id: `${first}--${second}`,
        label: `${first} and ${second}`,
        parties: [first, second],
        topics: tie === 'narrow' ? scopes[topic] : this.#allTopics,
        disciplines: KNOWN_DISCIPLINES,
        tie,
        caveat: tie === 'narrow' ? 'forbidden' : 'on-request',
        from: null,
        until: null,
      }
    })
  }

  #tie(u: number): Tie {
    const { ties } = this.#recipe
    let place = u * TIES.reduce((sum, tie) => sum + ties[tie], 0)
    for (const tie of TIES) {
      if (place < ties[tie]) return tie
      place -= ties[tie]
    }
    // rounding may lead past the end
    return TIES.findLast((tie) => ties[tie] > 0) ?? 'narrow'
  }

  #blocOf(number: number): number {
    const many = this.#bounds.length - 1
    const guess = Math.floor((number * many) / this.#ids.length)
    return number >= this.#bounds[guess + 1] ? guess + 1 : guess
  }

  /** One agreement of all members for each bloc. */
  #blocAgreements(): Agreement[] {
    if (this.#recipe.blocs === undefined) return []
    const agreements = Array.from({ length: this.#recipe.blocs }, (_, bloc): Agreement => {
      const parties = this.#ids.slice(this.#bounds[bloc], this.#bounds[bloc + 1])
      return {
        id: `bloc-${bloc + 1}`,
        label: `Bloc ${bloc + 1}`,
        parties: parties.sort(inOrder),
        topics: this.#allTopics,
        disciplines: parties.length > LARGEST_CLOSED_CLUB ? ['OSINT'] : KNOWN_DISCIPLINES,
        tie: 'partner',
        caveat: 'parties',
        from: null,
        until: null,
      }
    })
    return agreements.sort((a, b) => inOrder(a.id, b.id))
  }

  /** Each country takes some others for rivals: of another bloc where there are blocs, and none that it has an agreement with. */
  #hostilities(pairs: Float64Array): Hostility[] {
    const { countries, rivals, hostility, generate } = this.#recipe
    const bound = new Set(pairs)
    const found = new Set<number>()
    const isRival = (a: number, b: number, pair: number): boolean =>
      a !== b &&
      !bound.has(pair) &&
      !found.has(pair) &&
      (generate !== 'blocs' || this.#blocOf(a) !== this.#blocOf(b))
    for (let number = 0; number < countries; number++) {
      const { hi, lo } = this.#at('rivals', this.#ids[number])
      for (let rival = 0; rival < rivals; rival++)
        for (let miss = 0; miss < MOST_MISSES; miss++) {
          const other = Math.floor(this.#draws.uniform(hi, lo, rival * MOST_MISSES + miss) * countries)
          const pair = this.#pairOf(this.#rank[number], this.#rank[other])
          if (!isRival(number, other, pair)) continue
          found.add(pair)
          break
        }
    }
    return Array.from(Float64Array.from(found).sort(), (pair) => ({
      between: [this.#sorted[Math.floor(pair / countries)], this.#sorted[pair % countries]],
      level: hostility,
    }))
  }
}

/** Three digits or more: a larger network has the ids of a smaller one and more. */
function idOf(number: number): string {
  return `c${String(number + 1).padStart(3, '0')}`
}

function labelOf(word: string, id: string): string {
  return `${word} ${id.slice(id.lastIndexOf('-') + 1)}`
}

/** To the nearest fraction. */
function rounded(number: number, parts: number): number {
  return Math.floor(number * parts + 0.5) / parts
}

/** How a network is to be generated, as a scenario says it: its fields, what one leaves unsaid, and what cannot be met. */
import * as z from 'zod'
import { closed, fits, label, onDemand, number, oneOf, seed, whole, type Fitting } from './fields.js'
import { quote, type Code, type Complaints } from './mistakes.js'
import { TIES, type Tie } from './network.js'
import { blocBounds, blocPairs } from './random-graphs.js'
import { child, whereIn, type MapTree } from './tree.js'

export const GENERATORS = ['scale-free', 'small-world', 'blocs'] as const
type Generator = (typeof GENERATORS)[number]

/** A recipe with nothing left unsaid. Equal recipes give equal networks, to the byte. */
export interface Recipe {
  readonly generate: Generator
  readonly title: string
  readonly countries: number
  /** agreements between two that a country has on average */
  readonly meanAgreements: number
  readonly seed: string
  /** small-world: chance that an agreement leads from the neighbourhood to anywhere */
  readonly rewiring?: number
  /** blocs: how many, and the share of agreements between two that stay within one */
  readonly blocs?: number
  readonly within?: number
  readonly topics: number
  /** how common each tie is among agreements between two; only the proportions count */
  readonly ties: Readonly<Record<Tie, number>>
  /** items that a country collects a day, on average */
  readonly itemsPerDay: number
  /** plots per year against each possible target of the first topic, and how many countries are targets */
  readonly plots: { readonly perYear: number; readonly targets: number }
  /** how many others each country takes for rivals, and how hostile rivals are */
  readonly rivals: number
  readonly hostility: number
}

/** The largest networks that are generated: about what fits into the memory that Node takes by itself. */
const MOST_COUNTRIES = 1_000_000
const MOST_AGREEMENTS = 2_500_000
/** Pairs (A, B) of countries that share an agreement of their bloc; a bloc of s countries makes s · (s − 1) of them. */
const MOST_BLOC_PAIRS = 10_000_000

/** The network is another question than the run: another seed of the run leaves it as it is. */
const NETWORK_SEED = 'network'
const DEFAULT_TIES: Readonly<Record<Tie, number>> = { close: 1, ally: 3, partner: 4, narrow: 2 }
const DEFAULT_PLOTS = { perYear: 0.6, targets: 16 }

const weight = number(0, 1000)

/** What stands after `network:` where a network is to be generated. */
export const recipeEntry = onDemand(() =>
  closed({
    generate: oneOf(GENERATORS).meta({ description: 'by which rule countries are joined' }),
    title: label.exactOptional(),
    countries: z
      .int()
      .meta({ description: `how many; 2 to ${MOST_COUNTRIES}`, minimum: 2, maximum: MOST_COUNTRIES }),
    meanAgreements: number(0, MOST_COUNTRIES).meta({
      description:
        'agreements between two that a country has on average; even for scale-free and small-world',
    }),
    seed: seed
      .meta({ description: 'text that keys the draws of the network; default "network"' })
      .exactOptional(),
    rewiring: number(0, 1)
      .meta({ description: 'small-world: chance that an agreement leads anywhere; default 0.1' })
      .exactOptional(),
    blocs: whole(1, MOST_COUNTRIES / 2)
      .meta({ description: 'blocs: how many; default one for each 50 countries, at least two' })
      .exactOptional(),
    within: number(0, 1)
      .meta({ description: 'blocs: share of agreements between two that stay within a bloc; default 0.8' })
      .exactOptional(),
    topics: whole(1, 50).meta({ description: 'how many; default 3' }).exactOptional(),
    ties: closed({
      close: weight.exactOptional(),
      ally: weight.exactOptional(),
      partner: weight.exactOptional(),
      narrow: weight.exactOptional(),
    })
      .meta({ description: 'how common each is; default 1, 3, 4, 2, and 0 for those left out of a list' })
      .exactOptional(),
    itemsPerDay: number(0, 1000)
      .meta({ description: 'items a country collects a day, on average; default 1' })
      .exactOptional(),
    plots: closed({
      perYear: number(0, 1000).exactOptional(),
      targets: whole(0, MOST_COUNTRIES).exactOptional(),
    })
      .meta({ description: 'plots a year against each target, and how many targets; default 0.6 and 16' })
      .exactOptional(),
    rivals: whole(0, 100)
      .meta({ description: 'how many others each country takes for rivals; default 1' })
      .exactOptional(),
    hostility: number(0, 1).meta({ description: 'how hostile rivals are; default 0.5' }).exactOptional(),
  }).meta({ id: 'recipe' }),
)

/** Fields that one generator alone reads. */
const OWNERS = { rewiring: 'small-world', blocs: 'blocs', within: 'blocs' } as const satisfies Record<
  string,
  Generator
>

/** Whether what stands after `network:` is a recipe, be it a misspelt one. */
export function isRecipe(written: MapTree): boolean {
  return child(written, 'generate') !== undefined || child(written, 'meanAgreements') !== undefined
}

/** Reads a recipe. @returns undefined after telling what is wrong with it */
export function readRecipe(written: MapTree, complaints: Complaints): Recipe | undefined {
  const before = complaints.mistakes.length
  const entry = fits(recipeEntry(), written, complaints)
  if (entry === undefined) return undefined
  const { generate, countries, meanAgreements, seed: named = NETWORK_SEED, ties } = entry
  const tell = (code: Code, key: string, what: string, fix: string, part: 'value' | 'key' = 'value'): void =>
    complaints.tell(whereIn(written, [key], part), code, what, fix)
  for (const key of Object.keys(OWNERS) as (keyof typeof OWNERS)[])
    if (entry[key] !== undefined && OWNERS[key] !== generate)
      tell('E_UNKNOWN_KEY', key, `${quote(key)} is read by ${OWNERS[key]} alone`, 'remove it', 'key')
  const problem = sizeProblem(entry)
  if (problem !== undefined) tell(...problem)
  if (ties !== undefined && TIES.every((tie) => (ties[tie] ?? 0) === 0))
    tell('E_RANGE', 'ties', 'no tie is common', 'give one of them a number above 0')
  const { rewiring = 0.1, within = 0.8, blocs: many = usualBlocs(countries) } = entry
  const own =
    generate === 'small-world' ? { rewiring } : generate === 'blocs' ? { blocs: many, within } : undefined
  if (generate === 'blocs' && problem === undefined) {
    const misfit = blocProblem({ countries, meanAgreements, blocs: many, within }, entry.blocs !== undefined)
    if (misfit !== undefined) tell(...misfit)
  }
  if (complaints.mistakes.length > before) return undefined
  const { perYear = DEFAULT_PLOTS.perYear, targets = Math.min(DEFAULT_PLOTS.targets, countries) } =
    entry.plots ?? {}
  return {
    generate,
    title: entry.title ?? `${countries} generated countries, ${generate}`,
    countries,
    meanAgreements,
    seed: named,
    ...own,
    topics: entry.topics ?? 3,
    ties: ties === undefined ? DEFAULT_TIES : tiesOf(ties),
    itemsPerDay: entry.itemsPerDay ?? 1,
    plots: { perYear, targets: Math.min(targets, countries) },
    rivals: entry.rivals ?? 1,
    hostility: entry.hostility ?? 0.5,
  }
}

type Problem = [code: Code, key: string, what: string, fix: string]

/** Why no graph has so many countries and agreements. */
function sizeProblem({
  generate,
  countries,
  meanAgreements,
}: Fitting<typeof recipeEntry>): Problem | undefined {
  if (countries < 2) return ['E_RANGE', 'countries', `${countries} countries share nothing`, 'give 2 or more']
  if (countries > MOST_COUNTRIES)
    return ['E_TOO_MANY', 'countries', `${countries} countries`, `at most ${MOST_COUNTRIES} are generated`]
  if (meanAgreements >= countries) {
    const what = `${meanAgreements} agreements each among ${countries} countries`
    return ['E_RANGE', 'meanAgreements', what, `a country has at most ${countries - 1} partners`]
  }
  if (generate !== 'blocs' && (meanAgreements % 2 !== 0 || meanAgreements === 0)) {
    const even = [Math.floor(meanAgreements / 2) * 2, Math.floor(meanAgreements / 2) * 2 + 2]
    const possible = even.filter((degree) => degree > 0 && degree < countries)
    const fix =
      possible.length > 0 ? `give ${possible.join(' or ')}` : 'use generate: blocs, or more countries'
    return ['E_RANGE', 'meanAgreements', `${generate} cannot meet ${meanAgreements}, which is not even`, fix]
  }
  if (linksOf(countries, meanAgreements) > MOST_AGREEMENTS) {
    const most = Math.floor((2 * MOST_AGREEMENTS) / countries / 2) * 2
    const what = `${linksOf(countries, meanAgreements)} agreements, where ${MOST_AGREEMENTS} are the most`
    return ['E_TOO_MANY', 'meanAgreements', what, `give at most ${most} to so many countries`]
  }
  return undefined
}

/** Why no blocs are like that. */
function blocProblem(
  recipe: Pick<Required<Recipe>, 'countries' | 'meanAgreements' | 'blocs' | 'within'>,
  isGiven: boolean,
): Problem | undefined {
  const { countries, blocs } = recipe
  if (blocs > countries / 2) {
    const fix = `give at most ${Math.floor(countries / 2)}, so that each has two members`
    return ['E_RANGE', 'blocs', `${blocs} blocs of ${countries} countries`, fix]
  }
  if ((countries / blocs - 1) * countries > MOST_BLOC_PAIRS) {
    const fix = `give ${Math.ceil(countries / (MOST_BLOC_PAIRS / countries + 1))} or more`
    return ['E_TOO_MANY', isGiven ? 'blocs' : 'countries', 'too many countries in one bloc', fix]
  }
  const links = blocLinks(recipe)
  const room = blocPairs(blocBounds(countries, blocs))
  const key = 'meanAgreements'
  if (links.within > room.within)
    return [
      'E_RANGE',
      key,
      `${links.within} agreements within blocs that have ${room.within} pairs`,
      'give fewer agreements, fewer blocs or a smaller within',
    ]
  if (links.between > room.between)
    return [
      'E_RANGE',
      key,
      `${links.between} agreements between blocs that have ${room.between} pairs`,
      'give fewer agreements, more blocs or a larger within',
    ]
  return undefined
}

function usualBlocs(countries: number): number {
  return Math.max(1, Math.min(Math.floor(countries / 2), Math.max(2, Math.ceil(countries / 50))))
}

function tiesOf(given: Readonly<Partial<Record<Tie, number>>>): Record<Tie, number> {
  const { close = 0, ally = 0, partner = 0, narrow = 0 } = given
  return { close, ally, partner, narrow }
}

/** Agreements between two that there are in all. */
function linksOf(countries: number, meanAgreements: number): number {
  return Math.floor((countries * meanAgreements) / 2 + 0.5)
}

/** How many of them lie within blocs and between them; where there is one bloc, all within. */
export function blocLinks({
  countries,
  meanAgreements,
  blocs = 1,
  within = 1,
}: Pick<Recipe, 'countries' | 'meanAgreements' | 'blocs' | 'within'>): { within: number; between: number } {
  const all = linksOf(countries, meanAgreements)
  const inside = blocs === 1 ? all : Math.floor(all * within + 0.5)
  return { within: inside, between: all - inside }
}

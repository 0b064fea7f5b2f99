/** A breach on record put into the world of its year: who of it can be put there at all, and the case that comes of it. */
import { expectKind, expectOptions } from './arguments.js'
import { readDate } from './calendar.js'
import type { Case } from './episode.js'
import type { EpisodeSource } from './episode-file.js'
import type { EpisodeScenario } from './episode-scenario.js'
import { Complaints, inOrderOfFile, LiaisonError, quote, ScenarioError } from './mistakes.js'
import { inForce, type Agreement, type Network } from './network.js'
import { parseNetwork, readFoundNetwork } from './network-file.js'
import { readScenario, type Reading, type ScenarioOptions } from './scenario-file.js'
import { plain } from './tree.js'

/** Recipients that are no country. */
const EVERYBODY = ['press', 'public']

/** A case in the world, or why it is not. */
export interface CaseReading {
  readonly source: EpisodeSource
  /** the scenario as a file that names its network, with the victims that the world of its year knows; undefined without a case */
  readonly scenario: EpisodeScenario | undefined
  /** undefined where nothing can be injected */
  readonly case: Case | undefined
  /** those of the source, and what the network of that year lacks */
  readonly remarks: readonly string[]
}

/**
 * Puts each breach into the network that its scenario names, as it stood that year. An originator with which the breacher shares
 * no agreement known of that year is left out, and told of in a remark; where none is left there is no case.
 * @param include finds a network by its name, as for `parseScenario`
 * @throws LiaisonError E_INCLUDE when there is no such network; ScenarioError when it, or a scenario in it, is unsound
 */
export function casesOf(
  sources: readonly EpisodeSource[],
  options: { readonly include: NonNullable<ScenarioOptions['include']> },
): CaseReading[] {
  expectKind('casesOf: sources', sources, 'a list')
  expectOptions('casesOf', options, { include: 'a function' })
  const { include } = options
  expectKind('casesOf: include', include, 'a function')
  const networks = new Map<string, object>()
  return sources.map((source) => {
    const { scenario } = source
    if (scenario === undefined) return { source, scenario, case: undefined, remarks: source.remarks }
    const known = networks.get(scenario.network) ?? readOnce(scenario.network, include)
    networks.set(scenario.network, known)
    return caseIn(source, scenario, known)
  })
}

/** The network as a plain object: read once, resolved for every year anew. */
function readOnce(name: string, include: NonNullable<ScenarioOptions['include']>): object {
  const found = include(name)
  if (found === undefined)
    throw new LiaisonError('E_INCLUDE', `no network ${quote(name)}, which the scenarios of episodes name`)
  const complaints = new Complaints()
  const tree = readFoundNetwork(found, complaints)
  if (tree === undefined) throw new ScenarioError(inOrderOfFile(complaints.mistakes))
  // told with the lines of its file, once
  parseNetwork(found.text, { file: found.file })
  return plain(tree) as object
}

function caseIn(source: EpisodeSource, scenario: EpisodeScenario, written: object): CaseReading {
  const { $schema: _, 'liaison-network': __, ...inline } = written as Readonly<Record<string, unknown>>
  const { episode, from = 0 } = source
  const read = (one: EpisodeScenario): Reading =>
    readScenario({ ...one, network: inline }, { file: episode.id })
  const settled = (one: EpisodeScenario, reading: Reading, more: readonly string[]): CaseReading => {
    if (reading.scenario === undefined) throw new ScenarioError(reading.mistakes)
    const remarks = [...source.remarks, ...more, ...reading.warnings.map(({ what }) => what)]
    return { source, scenario: one, case: { episode, scenario: reading.scenario, from }, remarks }
  }
  const whole = read(scenario)
  const network = whole.scenario?.network ?? parseNetwork(written, { start: scenario.start })
  const fitted = fit(scenario, network)
  if (fitted.scenario === undefined)
    return { source, scenario: undefined, case: undefined, remarks: [...source.remarks, ...fitted.remarks] }
  const isChanged = JSON.stringify(fitted.scenario) !== JSON.stringify(scenario)
  return settled(fitted.scenario, isChanged ? read(fitted.scenario) : whole, fitted.remarks)
}

/** The scenario with what the world of that year has, and what it lacks. */
function fit(
  scenario: EpisodeScenario,
  { countries, agreements }: Network,
): { scenario: EpisodeScenario | undefined; remarks: string[] } {
  const [{ breach, ...event }] = scenario.events
  const day = (readDate(event.on) ?? 0) - (readDate(scenario.start) ?? 0)
  const deals = agreements.filter((one) => inForce(one, day) && one.parties.includes(breach.by))
  const dealsWith = (id: string): Agreement[] => deals.filter(({ parties }) => parties.includes(id))
  const of = breach.of.filter((id) => dealsWith(id).length > 0)
  const remarks = breach.of
    .filter((id) => !of.includes(id))
    .map((id) => `no agreement between ${breach.by} and ${id} is known in that year`)
  if (of.length === 0) return { scenario: undefined, remarks }

  const inTheOpen = of.filter((id) =>
    dealsWith(id).every(({ disciplines }) => disciplines.join() === 'OSINT'),
  )
  if (inTheOpen.length > 0)
    remarks.push(`${breach.by} is known to share only open sources with ${inTheOpen.join(', ')} in that year`)

  const isTold = EVERYBODY.includes(breach.to) || countries.some(({ id }) => id === breach.to)
  if (!isTold) remarks.push(`${breach.to} is no country of the network: the secret goes to the public`)

  // the secret may have come by another way than what was shared: then how is left to the item taken
  const { discipline, ...anyHow } = breach
  const foreign = of.filter((id) => {
    const onTopic = dealsWith(id).filter(({ topics }) => topics.includes(breach.topic))
    return onTopic.length > 0 && !onTopic.some(({ disciplines }) => disciplines.includes(discipline ?? ''))
  })
  const isForeign = discipline !== undefined && foreign.length > 0
  if (isForeign)
    remarks.push(
      `${breach.by} and ${foreign.join(', ')} share no ${discipline} on this: how it was known is left open`,
    )
  const fitted = { ...(isForeign ? anyHow : breach), of, to: isTold ? breach.to : 'public' }
  return { scenario: { ...scenario, events: [{ ...event, breach: fitted }] }, remarks }
}

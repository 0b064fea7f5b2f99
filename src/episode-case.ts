/** A breach on record put into the world of its year: who of it can be put there at all, and the case that comes of it. */
import { readDate } from './calendar.js'
import type { Case } from './episode.js'
import type { EpisodeSource } from './episode-file.js'
import type { EpisodeScenario } from './episode-scenario.js'
import { Complaints, inOrderOfFile, LiaisonError, quote, ScenarioError } from './mistakes.js'
import { inForce, type Network } from './network.js'
import { parseNetwork, readNetworkFile } from './network-file.js'
import { readScenario, type ScenarioOptions } from './scenario-file.js'
import { plain } from './tree.js'

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
  { include }: { readonly include: NonNullable<ScenarioOptions['include']> },
): CaseReading[] {
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
  const tree = readNetworkFile(found.text, found.file, complaints)
  if (tree === undefined) throw new ScenarioError(inOrderOfFile(complaints.mistakes))
  // told with the lines of its file, once
  parseNetwork(found.text, { file: found.file })
  return plain(tree) as object
}

function caseIn(source: EpisodeSource, scenario: EpisodeScenario, written: object): CaseReading {
  const network = parseNetwork(written, { start: scenario.start })
  const fitted = fit(scenario, network)
  const remarks = [...source.remarks, ...fitted.remarks]
  if (fitted.scenario === undefined) return { source, scenario: undefined, case: undefined, remarks }
  const { $schema: _, 'liaison-network': __, ...inline } = written as Readonly<Record<string, unknown>>
  const { episode, from = 0 } = source
  const reading = readScenario({ ...fitted.scenario, network: inline }, { file: episode.id })
  if (reading.scenario === undefined) throw new ScenarioError(reading.mistakes)
  return {
    source,
    scenario: fitted.scenario,
    case: { episode, scenario: reading.scenario, from },
    remarks: [...remarks, ...reading.warnings.map(({ what }) => what)],
  }
}

/** The scenario with those alone whom the world of that year has, and what was left out. */
function fit(
  scenario: EpisodeScenario,
  { countries, agreements }: Network,
): { scenario: EpisodeScenario | undefined; remarks: string[] } {
  const [{ breach, ...event }] = scenario.events
  const knows = (id: string): boolean => countries.some((country) => country.id === id)
  const day = (readDate(event.on) ?? 0) - (readDate(scenario.start) ?? 0)
  const deals = agreements.filter((one) => inForce(one, day) && one.parties.includes(breach.by))
  const bound = (id: string): boolean => deals.some(({ parties }) => parties.includes(id))
  const of = breach.of.filter(bound)
  const remarks = breach.of
    .filter((id) => !bound(id))
    .map((id) => `no agreement between ${breach.by} and ${id} is known in that year`)
  if (of.length === 0) return { scenario: undefined, remarks }
  const everybody = breach.to === 'press' || breach.to === 'public'
  const told = everybody || knows(breach.to)
  if (!told) remarks.push(`${breach.to} is no country of the network: the secret goes to the public`)
  const fitted = { ...breach, of, to: told ? breach.to : 'public' }
  return { scenario: { ...scenario, events: [{ ...event, breach: fitted }] }, remarks }
}

/** A scenario as the file that says all of it: network, parameters and switches written out, nothing left to a default. */
import { dateOf } from '../calendar.js'
import { DISCLAIMER } from '../disclaimer.js'
import { DEFAULTS, isRead, PARAMETER_NAMES } from '../parameters.js'
import { SWITCHES, type Breach, type Move, type Scenario } from '../scenario.js'
import { agreementAsWritten, networkAsWritten } from '../network-entry.js'
import type { Network } from '../network.js'
import { json } from './json.js'

/**
 * Writes a scenario file from which `parseScenario` makes the same scenario again, whatever becomes of shipped networks and
 * defaults. The seed is written too, so the file gives one where the original may not have.
 */
export function resolvedScenario(scenario: Scenario): string {
  const { title, description, start, days, model, seed, network, breaches, moves, parameters, mechanisms } =
    scenario
  // a parameter that this model does not read says nothing, unless somebody set it
  const spoken = PARAMETER_NAMES.filter((name) => isRead(name, model) || parameters[name] !== DEFAULTS[name])
  return json({
    liaison: 1,
    title,
    description,
    start,
    days,
    model,
    seed,
    events: [...breaches.map(eventOf), ...moves.map(eventOfMove)],
    parameters: Object.fromEntries(spoken.map((name) => [name, parameters[name]])),
    mechanisms: Object.fromEntries(SWITCHES.map((name) => [name, mechanisms[name]])),
    network: { description: DISCLAIMER, ...networkAsWritten(network) },
  })
}

/**
 * Writes a network file that says all of it, from which `parseNetwork` with the same `start` makes the same network again.
 * @param start ISO date of day 0; agreements carry dates and not days
 */
export function resolvedNetwork(network: Network, { start }: { start: string }): string {
  const { id, title, ...parts } = networkAsWritten(network)
  const agreements = network.agreements.map((agreement) => {
    const { from, until, ...terms } = agreementAsWritten(agreement) as { from?: number; until?: number }
    const date = (name: string, day: number | undefined) =>
      day === undefined ? {} : { [name]: dateOf(start, day) }
    return { ...terms, ...date('from', from), ...date('until', until) }
  })
  return json({ 'liaison-network': 1, id, title, description: DISCLAIMER, ...parts, agreements })
}

function eventOf({
  id,
  day,
  discipline,
  exposes,
  pressDay,
  namedDay,
  happened,
  traced,
  ...breach
}: Breach): object {
  const press =
    pressDay === null ? {} : { press: { after: pressDay - day, ...delay('named', pressDay, namedDay) } }
  const { by, of, topic, kind, severity } = breach
  if (!happened) return { id, on: day, accusation: { against: by, of, topic, kind, severity, ...press } }
  const named = discipline === null ? {} : { discipline }
  const odd = { ...(exposes === 'source' ? {} : { exposes }), ...(traced ? {} : { traced }) }
  return { id, on: day, breach: { ...breach, ...named, ...press, ...odd } }
}

function eventOfMove(move: Move): object {
  const { id, day: on } = move
  if (move.what === 'repair') {
    const { by, to, breach, kind } = move
    return { id, on, repair: { by, ...known({ to }), for: breach, kind } }
  }
  if (move.what === 'turnover') return { id, on, leader: { of: move.of, accountable: move.accountable } }
  if (move.what === 'inducement') {
    const { by, to, agreement, price, until } = move
    return { id, on, inducement: { by, to, ...known({ agreement, until }), price } }
  }
  if (move.what === 'policy') {
    const { agreement, caveat, rung, stake, price, until } = move
    return { id, on, policy: { agreement, ...known({ caveat, until }), rung, stake, price } }
  }
  const { by, to, severity, provenDay } = move
  return { id, on, fabrication: { by, to, severity, proven: provenDay - on } }
}

/** The fields that are not null. */
function known(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

function delay(name: string, from: number, until: number | null): object {
  return until === null ? {} : { [name]: until - from }
}

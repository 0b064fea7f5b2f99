/** All that a state holds, as texts by the names under which mechanisms say what they write. */
import { MOST_DAYS } from '../src/scenario.js'
import type { State } from '../src/state.js'

const OF_SOME = ['decreedFrom', 'steppedBy', 'heard', 'signed'] as const
const HELD = ['broken', 'scar', 'denied', 'lie', 'sawBreach'] as const
const OF_BREACH = [
  'event',
  'press',
  'named',
  'context',
  'disciplines',
  'items',
  'identified',
  'detection',
  'weight',
  'learned',
  'suspect',
  'believed',
] as const

export function photograph(state: State): Map<string, string> {
  const result = new Map<string, string>()
  // every column there is, so that a new one is watched from its first day
  for (const [name, value] of Object.entries(state))
    if (ArrayBuffer.isView(value)) result.set(name, Object.values(value).join())
  for (const known of OF_SOME) result.set(known, String([...state[known]]))
  for (const what of HELD) result.set(what, String(state.beliefs.column(what)))
  const met = (pair: number): number => Number(state.met(pair)) + Number(state.met(pair, MOST_DAYS))
  result.set('metOn', String(state.kept.map((_, pair) => met(pair))))
  const memberships = [...state.rung.keys()]
  result.set('worth', String(memberships.map((m) => state.worth(m))))
  result.set('price', String(memberships.map((m) => state.price(m))))
  for (const name of OF_BREACH)
    result.set(`breaches.${name}`, state.breaches.map((standing) => String(standing[name])).join('|'))
  return result
}

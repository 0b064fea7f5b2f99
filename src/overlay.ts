/** What is laid over a file before it is checked: a scenario's overrides, and settings from a command line. */
import { readValue } from './document.js'
import { quote, ScenarioError, type Complaints } from './mistakes.js'
import { didYouMean, RESERVED } from './names.js'
import { KNOWN_DISCIPLINES } from './network.js'
import { PARAMETER_NAMES } from './parameters.js'
import { SWITCHES } from './scenario.js'
import {
  child,
  LIMITS,
  listAt,
  mapAt,
  scalarAt,
  withEntry,
  type ListTree,
  type MapTree,
  type Origin,
  type Tree,
} from './tree.js'

/** What stands for a file name in mistakes about settings. */
export const SETTING = '--set'

/** Settings whose value is text whatever it looks like: a seed of 42 is the text "42". */
const TEXTS = ['seed', 'title', 'description']

/** Names so well known that the part they stand in is easily left out. */
const NAMED_IN: Readonly<Record<string, readonly string[]>> = {
  parameters: PARAMETER_NAMES,
  mechanisms: SWITCHES,
}

/**
 * A scenario with one value set.
 * @param path keys joined by dots; a list is entered by the id of an entry: `events.oval-office.breach.severity`
 * @param text the value as YAML writes it
 * @throws ScenarioError (E_USAGE) when the path cannot be walked or the value cannot be read
 */
export function withSetting(tree: MapTree, path: string, text: string): MapTree {
  const origin: Origin = { place: () => ({ file: SETTING, line: 0, col: 0, path }) }
  const steps = path.split('.')
  if (steps.length > LIMITS.depth || steps.some((step) => step === '' || RESERVED.includes(step))) {
    refuseSetting(
      origin,
      `${quote(path)} is no path`,
      'write keys joined by dots, as in parameters.spillOver',
    )
  }
  const meant = Object.keys(NAMED_IN).filter((part) => NAMED_IN[part].includes(path))
  if (meant.length > 0) {
    const paths = meant.map((part) => `"${part}.${path}"`)
    refuseSetting(origin, `unknown key ${quote(path)}`, `did you mean ${paths.join(' or ')}?`)
  }
  const spot = mapAt({ ...tree, origin, at: 0 }, [])
  const value = TEXTS.includes(path) ? scalarAt(spot, text) : settingValue(text, origin)
  return put(tree, steps, value, spot)
}

function settingValue(text: string, origin: Origin): Tree {
  try {
    return readValue(text, origin)
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const [{ what, fix }] = error.mistakes
    return refuseSetting(origin, what, fix)
  }
}

function put(tree: MapTree, steps: readonly string[], value: Tree, spot: MapTree): MapTree {
  const { name, rest } = firstStep(
    tree.entries.map(({ key }) => key),
    steps,
  )
  const below = tree.entries.find(({ key }) => key === name)?.value
  const key = { key: name, keyAt: 0, origin: spot.origin }
  if (rest.length === 0) return withEntry(tree, { ...key, value })
  if (below?.kind === 'list') return withEntry(tree, { ...key, value: putInList(below, rest, value, spot) })
  if (below?.kind === 'scalar')
    refuseSetting(spot.origin, `${quote(name)} holds a single value`, 'set it as a whole')
  return withEntry(tree, { ...key, value: put(below ?? spot, rest, value, spot) })
}

function putInList(list: ListTree, steps: readonly string[], value: Tree, spot: MapTree): ListTree {
  const ids = list.items.map((item) => idOf(item) ?? '')
  const { name, rest } = firstStep(ids, steps)
  const found = ids.indexOf(name)
  const item = list.items[found]
  if (item?.kind !== 'map' || rest.length === 0) {
    const fix = didYouMean(name, ids, `use one of ${ids.slice(0, 5).join(', ')}, and a key of it`)
    return refuseSetting(spot.origin, `no entry ${quote(name)} with such a key`, fix)
  }
  return listAt(
    list,
    list.items.map((other, i) => (i === found ? put(item, rest, value, spot) : other)),
  )
}

/** Ids may hold dots themselves: the longest one that is there is meant. */
function firstStep(
  known: readonly string[],
  steps: readonly string[],
): { name: string; rest: readonly string[] } {
  for (let length = steps.length; length > 1; length -= 1) {
    const name = steps.slice(0, length).join('.')
    if (known.includes(name)) return { name, rest: steps.slice(length) }
  }
  return { name: steps[0], rest: steps.slice(1) }
}

function refuseSetting(origin: Origin, what: string, fix: string): never {
  throw new ScenarioError([{ ...origin.place(0), code: 'E_USAGE', what, fix }])
}

/**
 * A network with a scenario's overrides laid over it: maps key by key, everything else replaced. Values keep the places
 * they came from, so that a mistake is told where it was written.
 * @param override fits the schema of overrides
 */
export function withOverride(network: MapTree, override: MapTree, complaints: Complaints): MapTree {
  let result = network
  for (const { key: part, value: over, ...spot } of override.entries) {
    // prospects are another question, not a correction: they are replaced as a whole
    if (part === 'prospects') {
      result = withEntry(result, { key: part, ...spot, value: over })
      continue
    }
    const base = child(network, part) ?? whenAbsent(part, network)
    if (base === undefined || base.kind === 'scalar') continue
    const value = over.kind === 'list' ? pairsOver(base, over) : entriesOver(base, over, part, complaints)
    result = withEntry(result, { key: part, ...spot, value })
  }
  return result
}

/** What a network means by leaving a part out. */
function whenAbsent(part: string, network: MapTree): Tree | undefined {
  if (part === 'pairs') return listAt(network, [])
  if (part !== 'disciplines') return undefined
  const { origin, at } = network
  return mapAt(
    network,
    KNOWN_DISCIPLINES.map((key) => ({ key, keyAt: at, origin, value: mapAt(network, []) })),
  )
}

function entriesOver(base: MapTree | ListTree, over: Tree, part: string, complaints: Complaints): Tree {
  const changes = new Map(over.kind === 'map' ? over.entries.map((entry) => [entry.key, entry]) : [])
  const ids =
    base.kind === 'list' ? base.items.flatMap((item) => idOf(item) ?? []) : base.entries.map(({ key }) => key)
  const known = new Set(ids)
  for (const { key, keyAt, origin } of changes.values()) {
    if (known.has(key)) continue
    const fix = didYouMean(key, ids, 'override only what the network has')
    complaints.tell(origin.place(keyAt), 'E_DANGLING', `no ${quote(key)} among the ${part}`, fix)
  }
  const lay = (id: string | undefined, old: Tree) => laidOver(old, changes.get(id ?? '')?.value)
  if (base.kind === 'list')
    return listAt(
      base,
      base.items.map((item) => lay(idOf(item), item)),
    )
  return mapAt(
    base,
    base.entries.map((entry) => ({ ...entry, value: lay(entry.key, entry.value) })),
  )
}

/** Beliefs about pairs: those of a pair that has some are laid over them, others are added. */
function pairsOver(base: Tree, over: ListTree): Tree {
  const changes = new Map(over.items.map((item) => [pairOf(item), item]))
  const old = base.kind === 'list' ? base.items : []
  const known = new Set(old.map(pairOf))
  const added = over.items.filter((item) => !known.has(pairOf(item)) || changes.get(pairOf(item)) !== item)
  return listAt(base, [...old.map((item) => laidOver(item, changes.get(pairOf(item)))), ...added])
}

function laidOver(old: Tree, change: Tree | undefined): Tree {
  if (change === undefined) return old
  if (old.kind !== 'map' || change.kind !== 'map') return change
  let result = old
  for (const entry of change.entries) {
    const value = child(old, entry.key)
    result = withEntry(
      result,
      value === undefined ? entry : { ...entry, value: laidOver(value, entry.value) },
    )
  }
  return result
}

function idOf(tree: Tree): string | undefined {
  const id = child(tree, 'id')
  return id?.kind === 'scalar' && typeof id.value === 'string' ? id.value : undefined
}

function pairOf(tree: Tree): string {
  const ends = [child(tree, 'from'), child(tree, 'to')]
  return ends.map((end) => (end?.kind === 'scalar' ? String(end.value) : '')).join(' ')
}

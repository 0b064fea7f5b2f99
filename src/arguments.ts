/** What callers without a compiler may hand in: arguments are looked at before anything is done with them. */
import { LiaisonError, printable, quote } from './mistakes.js'
import { didYouMean, labelProblem } from './names.js'

/** The kinds of argument, each with how it is known. */
const KINDS = {
  'a text': (value: unknown) => typeof value === 'string',
  'a number': (value: unknown) => typeof value === 'number',
  'a seed of 1 to 200 printable characters': (value: unknown) =>
    typeof value === 'string' && labelProblem(value) === undefined,
  'a run number, 0 to 4294967295': (value: unknown) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xffffffff,
  'a whole number, 0 or more': (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0,
  'a whole number, 1 or more': (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 1,
  'a truth value': (value: unknown) => typeof value === 'boolean',
  'a function': (value: unknown) => typeof value === 'function',
  'a list': (value: unknown) => Array.isArray(value),
  'an object': (value: unknown) => isObject(value) && !Array.isArray(value),
  'a list of texts': (value: unknown) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string'),
  'a Uint32Array': (value: unknown) => value instanceof Uint32Array,
  'an AbortSignal': (value: unknown) => isObject(value) && typeof value['throwIfAborted'] === 'function',
} as const
export type Kind = keyof typeof KINDS

/**
 * Checks one argument.
 * @param place what is told of where it stands, such as `loadScenario: path`
 * @throws LiaisonError E_TYPE
 */
export function expectKind(place: string, value: unknown, kind: Kind): void {
  if (!KINDS[kind](value)) refuse(place, value, `give ${kind}`)
}

/**
 * Checks the options of a function: a plain object, every key known, every value of its kind; `undefined` counts as left out.
 * @throws LiaisonError E_TYPE, E_UNKNOWN_KEY
 */
export function expectOptions(name: string, options: unknown, kinds: Readonly<Record<string, Kind>>): void {
  const known = Object.keys(kinds)
  if (!isObject(options) || Array.isArray(options))
    refuse(`${name}: options`, options, `give an object with any of ${known.join(', ')}`)
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(kinds, key)) {
      const hint = didYouMean(key, known, `it has ${known.join(', ')}`)
      throw new LiaisonError('E_UNKNOWN_KEY', `${name} has no option ${quote(key)}; ${hint}`)
    }
    if (value !== undefined) expectKind(`${name}: ${key}`, value, kinds[key])
  }
}

/**
 * Checks that something is a scenario as `parseScenario` makes them, or a world compiled from one.
 * @throws LiaisonError E_TYPE
 */
export function expectScenario(name: string, value: unknown): void {
  const scenario = isObject(value) && 'balance' in value ? value['scenario'] : value
  const isResolved =
    isObject(scenario) &&
    isObject(scenario['network']) &&
    isObject(scenario['parameters']) &&
    isObject(scenario['mechanisms']) &&
    Array.isArray(scenario['breaches'])
  if (!isResolved)
    refuse(
      `${name}: scenario`,
      value,
      'give what loadScenario or parseScenario made of a file, a text or an object',
    )
}

/**
 * Refuses a scenario that asks for a null model where Liaison's own model would be played without a word. A scenario that names
 * no model is Liaison's.
 * @throws LiaisonError E_ENUM
 */
export function expectLiaison(name: string, value: unknown): void {
  const scenario = isObject(value) && isObject(value['scenario']) ? value['scenario'] : value
  const model = isObject(scenario) ? scenario['model'] : undefined
  if (model === undefined || model === 'liaison') return
  const wayOut = `hand it to baseline, or play { ...scenario, model: 'liaison' }`
  throw new LiaisonError(
    'E_ENUM',
    `${name} plays no null model, and this scenario asks for ${described(model)}; ${wayOut}`,
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function refuse(place: string, value: unknown, wayOut: string): never {
  throw new LiaisonError('E_TYPE', `${place} is ${described(value)}; ${wayOut}`)
}

/** A value in words short enough for a message. */
function described(value: unknown): string {
  if (typeof value === 'string') return `the text ${quote(value)}`
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isObject(value))
    return `an object with the keys ${printable(Object.keys(value).join(', '), 60) || '(none)'}`
  return String(value)
}

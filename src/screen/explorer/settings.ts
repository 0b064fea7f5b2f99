/**
 * What a visitor has set: a scenario to start from, and what was changed in it. The scenario that runs is the text that can be
 * downloaded, so whatever the form does not know (other events, moves, overrides, comments) stays as it was.
 */
import { Document, parseDocument, visit } from 'yaml'
import type { NamedText, Offer } from '../../report/explorer.js'
import { readScenario, type Reading } from '../../scenario-file.js'
import { EXPLORER } from '../text.js'

/** Keys of maps and places in lists, from the root of a scenario file. */
export type EditPath = readonly (string | number)[]

/** One value of the file set to another; without a value, taken out. */
export type Edit = readonly [path: EditPath, value?: unknown]

export interface Settings {
  /** id of an offered scenario, or a file of the visitor's own */
  readonly from: string | NamedText
  readonly edits: readonly Edit[]
  /** pairs of runs */
  readonly runs: number
}

/** Pairs of runs on offer. */
export const RUNS = [20, 100, 400] as const

/** Longest title that leaves room for the word that it was changed, in characters. */
const LONGEST_TITLE = 180

/** The file that settings begin with. @throws Error where nothing of that name is on offer */
export function sourceOf({ from }: Pick<Settings, 'from'>, { scenarios }: Offer): NamedText {
  if (typeof from !== 'string') return from
  if (!Object.hasOwn(scenarios, from)) throw new Error(EXPLORER.noScenario(from))
  return scenarios[from]
}

/** The same settings with a value set, or with one taken out where it is undefined. An edit that changes nothing is forgotten. */
export function withEdit(settings: Settings, path: EditPath, value: unknown, original: unknown): Settings {
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  const others = settings.edits.filter(([other]) => !isSame(other, path))
  const edit: Edit[] = isSame(value, original) ? [] : value === undefined ? [[path]] : [[path, value]]
  return { ...settings, edits: [...others, ...edit] }
}

/** The scenario file that the settings come to. Untouched, it is the file itself, to the last byte. */
export function scenarioText(source: NamedText, edits: readonly Edit[]): NamedText {
  if (edits.length === 0) return source
  const document = openDocument(source.text)
  for (const edit of edits) make(edit, document, source.file)
  // what a file tells of a case is no longer true of another breach
  if (edits.some(([path]) => path[0] === 'events')) {
    const title = String(document.get('title')).slice(0, LONGEST_TITLE)
    document.set('title', EXPLORER.changedTitle(title))
    document.set('description', EXPLORER.changedDescription(title))
  }
  return { file: source.file.replace(/\.json$/i, '.yaml'), text: document.toString({ lineWidth: 110 }) }
}

/** @throws Error where the file has no place for it, as only a link of somebody else's can ask */
function make([path, ...value]: Edit, document: Document, file: string): void {
  try {
    if (value.length === 0) document.deleteIn(path)
    else document.setIn(path, document.createNode(value[0]))
  } catch (cause) {
    throw new Error(EXPLORER.noPlace(path.join('.'), file), { cause })
  }
}

/** A value of a scenario file as plain data; undefined where there is none. */
export function valueIn(source: NamedText, path: EditPath): unknown {
  const node = openDocument(source.text).getIn(path)
  return node instanceof Object && 'toJSON' in node ? (node as { toJSON(): unknown }).toJSON() : node
}

/** Opens a text that the scenario reader has accepted. Aliases cannot be edited apart, so they are written out. */
function openDocument(text: string): Document {
  const document = parseDocument(text.replace(/^\ufeff/, ''), { version: '1.2', uniqueKeys: false })
  let aliases = 0
  visit(document, { Alias: () => void aliases++ })
  return aliases === 0
    ? document
    : new Document(document.toJS({ maxAliasCount: -1 }), { aliasDuplicateObjects: false })
}

/** Reads a scenario as the command line does, with the networks on offer for those that are shipped. */
export function readOffered(
  { file, text }: { readonly file: string; readonly text: string | Uint8Array },
  { networks }: Offer,
): Reading {
  return readScenario(text, {
    file,
    include: (name) => (Object.hasOwn(networks, name) ? networks[name] : undefined),
  })
}

export interface Opened {
  /** the file that runs and can be downloaded */
  readonly written: NamedText
  readonly reading: Reading
}

/** What settings come to: the file, and what its reader says of it. @throws Error where nothing of that name is on offer */
export function open(settings: Settings, offer: Offer): Opened {
  const source = sourceOf(settings, offer)
  // only a file that is sound is opened for changes
  const untouched = settings.edits.length === 0 ? undefined : readOffered(source, offer)
  const written =
    untouched !== undefined && untouched.scenario === undefined
      ? source
      : scenarioText(source, settings.edits)
  return { written, reading: readOffered(written, offer) }
}

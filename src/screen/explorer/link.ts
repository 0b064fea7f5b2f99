/** Settings in the fragment of an address and back: the whole of what is shared, and nothing of it is trusted. */
import * as z from 'zod'
import { LIMITS } from '../../tree.js'
import { RUNS, type Settings } from './settings.js'
import { EXPLORER } from '../text.js'

/** What a link restores: the settings, and those kept beside them to be compared with. */
export interface Shared {
  readonly now: Settings
  readonly a?: Settings
}

/** Begins a fragment: as it is, and packed. */
const PLAIN = '#1.'
const PACKED = '#1z.'

/** Longest address that programs pass on, in characters. */
export const LONGEST_LINK = 60_000
/** Longest fragment that is looked at, in characters; a file may be as long as any. */
const LONGEST_FRAGMENT = 4 * 1024 * 1024
/** Most bytes that are unpacked: two files at their limit. */
const MOST_BYTES = 2 * LIMITS.bytes + 65_536

const Steps = z
  .array(z.union([z.string().max(LIMITS.key), z.int().min(0).max(100_000)]))
  .min(1)
  .max(8)
const EditEntry = z.union([z.tuple([Steps]), z.tuple([Steps, z.json()])])
const SettingsEntry = z.strictObject({
  from: z.union([
    z.string().max(LIMITS.key),
    z.strictObject({ file: z.string().min(1).max(LIMITS.key), text: z.string() }),
  ]),
  edits: z.array(EditEntry).max(500),
  runs: z.literal(RUNS),
})
const SharedEntry = z.strictObject({ now: SettingsEntry, a: SettingsEntry.optional() })

/** The fragment for settings, `#` included. Files of a visitor's own are packed, where the browser can. */
export async function fragmentOf({ now, a }: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(a === undefined ? { now } : { now, a }))
  const isLong = [now, a].some((settings) => settings !== undefined && typeof settings.from !== 'string')
  return isLong && typeof CompressionStream === 'function'
    ? PACKED + base64url(await through(bytes, new CompressionStream('deflate-raw')))
    : PLAIN + base64url(bytes)
}

/**
 * The settings of a fragment. Whether they make a scenario is for its reader to say.
 * @returns undefined where there is no fragment
 * @throws Error where it holds no settings
 */
export async function sharedIn(fragment: string): Promise<Shared | undefined> {
  if (fragment === '' || fragment === '#') return undefined
  try {
    if (fragment.length > LONGEST_FRAGMENT) throw new Error('too long')
    const { now, a } = SharedEntry.parse(JSON.parse(await textOf(fragment)))
    return a === undefined ? { now: settingsOf(now) } : { now: settingsOf(now), a: settingsOf(a) }
  } catch (cause) {
    throw new Error(EXPLORER.brokenLink, { cause })
  }
}

function settingsOf({ from, edits, runs }: z.output<typeof SettingsEntry>): Settings {
  return { from, edits, runs }
}

async function textOf(fragment: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  if (fragment.startsWith(PLAIN)) return decoder.decode(bytesOf(fragment.slice(PLAIN.length)))
  if (!fragment.startsWith(PACKED)) throw new Error('of another version')
  const packed = bytesOf(fragment.slice(PACKED.length))
  return decoder.decode(await through(packed, new DecompressionStream('deflate-raw')))
}

/** All that comes out of a stream. @throws Error when that is more than anybody would share */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value)
    length += next.value.length
    if (length > MOST_BYTES) {
      await reader.cancel()
      throw new Error('too long')
    }
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function base64url(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  )
}

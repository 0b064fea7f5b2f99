/** Names: which ids and labels are allowed, which characters never are, and what somebody probably meant. */

/** What every JavaScript object already has: as an id or a key it would reach the machinery instead of the data. */
export const RESERVED: readonly string[] = [
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
]

/** Length of the longest id and label, in characters. */
const LONGEST_ID = 64
export const LONGEST_LABEL = 200

/**
 * An id: 1 to 64 of the letters a–z and A–Z, digits, `-`, `_` and `.`, beginning with a letter or digit and not ending
 * with a dot, and nothing reserved. Names in any script go into labels: two ids that look alike never differ.
 */
export const ID_PATTERN = new RegExp(
  `^(?!(?:${RESERVED.join('|')})$)[A-Za-z0-9](?:[A-Za-z0-9._-]{0,${LONGEST_ID - 2}}[A-Za-z0-9_-])?$`,
)

/** The rule in words, for those who broke it. */
export const ID_RULE = `use 1 to ${LONGEST_ID} letters a-z, digits, "-", "_" and ".", beginning with a letter or digit`

export function isId(text: string): boolean {
  return ID_PATTERN.test(text)
}

/** Two ids with the same fold are too alike to stand side by side: they differ only by case. */
export function foldId(id: string): string {
  return id.toLowerCase()
}

const FORBIDDEN =
  /[\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}\u2028\u2029\ufeff]|(?![\t\n\r])\p{Cc}|\r(?!\n)/u

/**
 * Where a text has its first character that no text of ours may hold: controls other than tab and line end, marks that
 * turn the reading direction, half surrogates, non-characters, a byte order mark, a carriage return on its own.
 * @returns its index, or −1
 */
export function forbiddenAt(text: string): number {
  return text.search(FORBIDDEN)
}

/** Why a text cannot be a label, that is a name for people on one line; undefined when it can. */
export function labelProblem(text: string): 'blank' | 'long' | 'unprintable' | undefined {
  if (text.length > 2 * LONGEST_LABEL || Array.from(text).length > LONGEST_LABEL) return 'long'
  if (/[\t\n\r]/.test(text) || forbiddenAt(text) >= 0) return 'unprintable'
  return /^[\s\p{Cf}]*$/u.test(text) ? 'blank' : undefined
}

/** Plain order of UTF-16 units: the same on every machine, whatever its language. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** Something that can be meant: its id, and the label it is also known by. */
export interface Named {
  readonly id: string
  readonly label?: string
}

/**
 * The id somebody probably meant: the nearest to `name` by slips of the keyboard, case aside, comparing ids, labels
 * and the initials of labels. Ties go to the first in id order.
 * @returns undefined when nothing is near
 */
export function nearest(name: string, candidates: Iterable<string | Named>): string | undefined {
  const meant = name.toLowerCase()
  // a third of the letters may be wrong, at most three
  let limit = Math.min(3, Math.floor(meant.length / 3) + (meant.length > 1 ? 1 : 0))
  let best: string | undefined
  for (const candidate of candidates) {
    const { id, label = id } = typeof candidate === 'string' ? { id: candidate } : candidate
    const distance = Math.min(slips(meant, id.toLowerCase(), limit), slipsOfLabel(meant, label, limit))
    if (distance > limit || (distance === limit && best !== undefined && best <= id)) continue
    limit = distance
    best = id
  }
  return best
}

/** `did you mean "GBR"?`, or what to say when nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string | Named>, otherwise: string): string {
  const guess = nearest(name, candidates)
  return guess === undefined ? otherwise : `did you mean "${guess}"?`
}

function slipsOfLabel(meant: string, label: string, limit: number): number {
  const spoken = label.toLowerCase()
  const initials = spoken
    .split(/[\s-]+/)
    .map((word) => word.slice(0, 1))
    .join('')
  if (meant.length > 1 && initials === meant) return 0
  return slips(meant, spoken, limit)
}

/**
 * Damerau-Levenshtein distance (optimal string alignment): letters put in, left out, changed or swapped with a
 * neighbour; anything above `limit` comes back as limit + 1.
 */
function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    if (Math.min(...row) > limit) return limit + 1
    before = last
    last = row
  }
  return Math.min(last[b.length], limit + 1)
}

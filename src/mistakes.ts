/** What can go wrong, once: every code with its meaning and exit code, and how a mistake is told to its reader. */

/** Exit codes, after sysexits.h where it has one. */
export const EXIT = {
  ok: 0,
  /** a check the user asked for failed */
  failed: 1,
  /** wrong command line */
  usage: 64,
  /** bad input data */
  data: 65,
  /** input missing or unreadable */
  noInput: 66,
  /** service unavailable */
  unavailable: 69,
  /** bug in liaison */
  bug: 70,
  /** cannot create output */
  cannotCreate: 73,
  /** I/O error */
  io: 74,
  /** stopped early; `resume` continues */
  stopped: 75,
  /** stopped by SIGHUP, SIGINT, SIGTERM after saving */
  hangup: 129,
  interrupted: 130,
  terminated: 143,
} as const

/** The only list of codes: one-line meaning and exit code. Warnings begin with W and end nothing. */
export const CODES = {
  E_USAGE: { meaning: 'wrong command line or argument', exit: EXIT.usage },
  E_NO_INPUT: { meaning: 'an input file is missing or cannot be read', exit: EXIT.noInput },
  E_CANT_CREATE: { meaning: 'an output file or folder cannot be made', exit: EXIT.cannotCreate },
  E_IO: { meaning: 'reading or writing failed half-way', exit: EXIT.io },
  E_UNAVAILABLE: { meaning: 'a service that was asked for does not answer', exit: EXIT.unavailable },
  E_STOPPED: { meaning: 'stopped before the end', exit: EXIT.stopped },
  E_BUG: { meaning: 'liaison contradicts itself', exit: EXIT.bug },

  E_ENCODING: { meaning: 'not UTF-8 text', exit: EXIT.data },
  E_EMPTY: { meaning: 'nothing in it', exit: EXIT.data },
  E_TOO_BIG: { meaning: 'a file larger than the limit', exit: EXIT.data },
  E_TOO_DEEP: { meaning: 'nested deeper than the limit', exit: EXIT.data },
  E_TOO_MANY: { meaning: 'more of something than the limit', exit: EXIT.data },
  E_TOO_MANY_NODES: { meaning: 'more values than the limit, aliases expanded', exit: EXIT.data },
  E_TOO_LONG: { meaning: 'a text longer than the limit', exit: EXIT.data },
  E_CONTROL_CHAR: { meaning: 'a control, bidi or non-character', exit: EXIT.data },

  E_YAML_SYNTAX: { meaning: 'not YAML 1.2', exit: EXIT.data },
  E_JSON_SYNTAX: { meaning: 'not JSON', exit: EXIT.data },
  E_XML_SYNTAX: { meaning: 'not well-formed XML', exit: EXIT.data },
  E_CSV_HEADER: { meaning: 'a column is missing or named twice', exit: EXIT.data },
  E_CSV_SHAPE: { meaning: 'a row has too many or too few cells', exit: EXIT.data },
  E_DOCTYPE: { meaning: 'an XML document type, refused because it can pull in other files', exit: EXIT.data },
  E_MULTI_DOC: { meaning: 'more than one YAML document', exit: EXIT.data },
  E_DIRECTIVE: { meaning: 'a YAML directive, refused', exit: EXIT.data },
  E_TAG: { meaning: 'a YAML tag, refused', exit: EXIT.data },
  E_ALIAS: { meaning: 'an alias to nothing, or to what contains it', exit: EXIT.data },
  E_MERGE: { meaning: 'a YAML merge key, refused', exit: EXIT.data },

  E_ROOT_TYPE: { meaning: 'the file is not a map', exit: EXIT.data },
  E_KEY: { meaning: 'a key that is not text', exit: EXIT.data },
  E_DUP_KEY: { meaning: 'a key given twice', exit: EXIT.data },
  E_RESERVED_KEY: { meaning: 'a key that every JavaScript object already has', exit: EXIT.data },
  E_UNKNOWN_KEY: { meaning: 'a key nobody knows', exit: EXIT.data },
  E_MISSING: { meaning: 'something required is missing', exit: EXIT.data },
  E_TYPE: { meaning: 'a value of the wrong kind', exit: EXIT.data },
  E_NUMBER: { meaning: 'not a number that can be computed with exactly', exit: EXIT.data },
  E_RANGE: { meaning: 'a value out of its bounds', exit: EXIT.data },
  E_ENUM: { meaning: 'a word that is none of the choices', exit: EXIT.data },
  E_DATE: { meaning: 'not a date or a duration, or an end before its start', exit: EXIT.data },
  E_SEED: { meaning: 'a seed that is not text', exit: EXIT.data },
  E_VERSION: { meaning: 'a file of another version', exit: EXIT.data },
  E_SCHEMA: { meaning: 'not the kind of file or value expected here', exit: EXIT.data },

  E_ID: { meaning: 'an id that is not allowed', exit: EXIT.data },
  E_DUP_ID: { meaning: 'an id given twice, or two that look alike', exit: EXIT.data },
  E_DANGLING: { meaning: 'a name that leads nowhere', exit: EXIT.data },
  E_SELF_LOOP: { meaning: 'a country paired with itself', exit: EXIT.data },
  E_DUP_EDGE: { meaning: 'a pair given twice', exit: EXIT.data },
  E_DUP_EVENT: { meaning: 'an event given twice', exit: EXIT.data },
  E_BRANCH: { meaning: 'a branch that does not fit the run it leaves', exit: EXIT.data },
  E_ORDER: { meaning: 'an event that comes before the one it answers', exit: EXIT.data },
  E_PARTY: { meaning: 'a country that is, or is not, a party where it should be otherwise', exit: EXIT.data },
  E_COMPARE: { meaning: 'two scenarios that cannot be compared', exit: EXIT.data },
  E_ACCESS: { meaning: 'a leaker that could not have held the secret', exit: EXIT.data },
  E_INCLUDE: { meaning: 'a network that is not found or lies outside the folder', exit: EXIT.data },

  E_JOB: { meaning: 'a work order that is not valid', exit: EXIT.data },
  E_RESUME_MISMATCH: { meaning: 'results of another experiment', exit: EXIT.data },
  E_CHECKSUM: { meaning: 'a damaged file', exit: EXIT.data },
  E_MISMATCH: { meaning: 'two results that should be equal differ', exit: EXIT.bug },

  W_UNREAD: { meaning: 'a parameter that the model of the scenario does not read', exit: EXIT.ok },
  W_NO_COLLECTION: { meaning: 'a secret of somebody who collects nothing of the kind', exit: EXIT.ok },
  W_OUT_OF_SCOPE: { meaning: 'a secret outside the scope of every shared agreement', exit: EXIT.ok },
} as const satisfies Record<string, { meaning: string; exit: number }>

export type Code = keyof typeof CODES

/** Where something is said. Line 0: not in a text, then `path` says where (`events[0].breach.by`). */
export interface Place {
  readonly file: string
  /** from 1 */
  readonly line: number
  /** from 1, in UTF-16 units as editors count */
  readonly col: number
  readonly path?: string
}

export interface Mistake extends Place {
  readonly code: Code
  /** what is wrong, with the value in it */
  readonly what: string
  /** what to do about it; may be empty */
  readonly fix: string
}

/** At most so many mistakes are told at once. */
export const MOST_TOLD = 20
/** At most so many are kept: a file with more is hopeless, and looking on would only cost time. */
const MOST_KEPT = 200

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029]/gu

/**
 * Text as it may go to a terminal: control, bidi, invisible and escape characters are spelled out (`\u{1b}`), and
 * what is longer than `most` characters is cut, marked with `…`.
 */
export function printable(text: string, most = 80): string {
  // an invisible flood grows about eightfold when spelled out: cut before and after
  const spelled = cut(text, most).replace(UNPRINTABLE, (odd) => `\\u{${odd.codePointAt(0)?.toString(16)}}`)
  return cut(spelled, most)
}

/** A value in quotation marks, printable. */
export function quote(value: string): string {
  return `"${printable(value, 60)}"`
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const characters = Array.from(text.slice(0, 2 * most))
  return characters.length <= most && text.length <= 2 * most
    ? text
    : `${characters.slice(0, most - 1).join('')}…`
}

/** `file:line:col: CODE: what; what to do`, on one line. */
export function formatMistake({ file, line, col, path, code, what, fix }: Mistake): string {
  const where = line > 0 ? `${file}:${line}:${col}` : `${file} ${path ?? ''}`.trimEnd()
  return printable(`${where}: ${code}: ${what}${fix === '' ? '' : `; ${fix}`}`, 1000)
}

/** Anything that is the user's to mend. `message` says what and how; `code` is one of CODES. */
export class LiaisonError extends Error {
  override readonly name: string = 'LiaisonError'
  readonly code: Code

  constructor(code: Code, message: string) {
    super(message)
    this.code = code
  }

  /** What a program that ends because of this exits with. */
  get exit(): number {
    return CODES[this.code].exit
  }
}

/** A scenario or network that cannot be used; holds the first mistakes, in the order of the file. */
export class ScenarioError extends LiaisonError {
  override readonly name = 'ScenarioError'
  /** at most MOST_TOLD */
  readonly mistakes: readonly Mistake[]

  constructor(mistakes: readonly Mistake[]) {
    const told = mistakes.slice(0, MOST_TOLD)
    const untold = mistakes.length - told.length
    super(
      told[0].code,
      [
        ...told.map(formatMistake),
        ...(untold > 0 ? [`and ${mistakes.length < MOST_KEPT ? '' : 'at least '}${untold} more`] : []),
      ].join('\n'),
    )
    this.mistakes = told
  }
}

/** Collects what is wrong, and what is merely odd, while a description is checked. */
export class Complaints {
  readonly mistakes: Mistake[] = []
  readonly warnings: Mistake[] = []

  tell(place: Place, code: Code, what: string, fix: string): void {
    const list = code.startsWith('W_') ? this.warnings : this.mistakes
    if (list.length < MOST_KEPT) list.push({ ...place, code, what, fix })
  }

  /** True when further checks would only cost time. */
  get enough(): boolean {
    return this.mistakes.length >= MOST_KEPT
  }
}

/** The mistakes of a file in its order; files in the order in which they were first told of. */
export function inOrderOfFile(mistakes: readonly Mistake[]): Mistake[] {
  const files = [...new Set(mistakes.map(({ file }) => file))]
  return mistakes.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.col - b.col,
  )
}

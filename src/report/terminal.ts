/** Text laid out in columns of characters: display width, wrapping, and tables that fit a terminal. */

/** How text may be set off; plain text must be enough to understand it. */
export interface Styling {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
}

export const PLAIN: Styling = { strong: (text) => text, faint: (text) => text }

/** East Asian wide and full-width characters and most pictographs: two columns each. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
/** Marks that sit on the character before them. */
const COMBINING = /\p{Mn}|\p{Me}/u

/** Columns a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** Text cut to so many columns, marked with `…`. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Text made exactly so many columns wide. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const fitted = fit(text, width)
  const blank = ' '.repeat(width - widthOf(fitted))
  return side === 'left' ? fitted + blank : blank + fitted
}

/** Breaks text between words into lines of at most `width` columns; no-break spaces hold and come out as spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((word) => pieces(word, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line].map((done) => done.replaceAll('\u00a0', ' '))
}

/** A word too long for a line, in pieces that fit. */
function pieces(word: string, width: number): string[] {
  const cut: string[] = []
  let piece = ''
  for (const character of word) {
    if (widthOf(piece + character) > width) {
      cut.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...cut, piece]
}

/** Wrapped text behind a lead that stands on its first line only. */
export function hanging(lead: string, text: string, width: number): string[] {
  const indent = widthOf(lead)
  return wrap(text, width - indent).map((line, k) => (k === 0 ? lead : ' '.repeat(indent)) + line)
}

/** A column: its heading over one or two lines, the width it may take, the side its text stands on. */
export interface Column {
  readonly head: readonly [string, string]
  readonly width: number
  readonly side?: 'left' | 'right'
}

/** A table: two lines of headings, a rule, then the rows. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { faint }: Styling,
): string[] {
  const lay = (cells: readonly string[]): string =>
    columns
      .map(({ width, side }, k) => pad(cells[k].replaceAll('\u00a0', ' '), width, side))
      .join('  ')
      .trimEnd()
  const width = columns.reduce((sum, column) => sum + column.width + 2, -2)
  const heads = [0, 1].map((line) => lay(columns.map(({ head }) => head[line])))
  return [...heads.filter((line) => line !== '').map(faint), faint('─'.repeat(width)), ...rows.map(lay)]
}

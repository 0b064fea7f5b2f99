/** Reads a page more strictly than any browser does. */
import { STYLE } from '../../src/report/style.js'

const PIECE = /<!DOCTYPE html>|<(\/?)([A-Za-z][A-Za-z0-9]*)((?: [A-Za-z][A-Za-z0-9-]*="[^"<>]*")*)( \/)?>/y
const TEXT = /(?:[^<>&"']|&(?:amp|lt|gt|quot|#39);)*/y

/**
 * Reads a page as strictly as XML is read: quoted attributes, matching end tags, no stray sign.
 * @returns its elements by name, each with the names of its attributes: ` class= scope=`
 */
export function parsed(html: string): [name: string, attributes: string][] {
  const elements: [string, string][] = []
  const open: string[] = []
  // the sheet is ours, and the test of the hash holds it still
  const rest = html.replace(STYLE, '').trimEnd()
  let at = 0
  while (at < rest.length) {
    TEXT.lastIndex = at
    at += TEXT.exec(rest)?.[0].length ?? 0
    if (at === rest.length) break
    PIECE.lastIndex = at
    const piece = PIECE.exec(rest)
    if (piece === null) throw new Error(`not markup: ${rest.slice(at, at + 60)}`)
    const [all, end, name, attributes, empty] = piece
    at += all.length
    if (name === undefined) at += /\s*/.exec(rest.slice(at))?.[0].length ?? 0
    else if (end === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> ends something else`)
    } else {
      elements.push([name, attributes.replace(/="[^"]*"/g, '=')])
      if (empty === undefined) open.push(name)
    }
  }
  if (open.length > 0) throw new Error(`never ended: ${open.join(', ')}`)
  return elements
}

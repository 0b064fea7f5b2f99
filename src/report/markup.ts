/** Markup that cannot be broken out of: text becomes markup only here, and only escaped. */
import { plain } from './words.js'

/** Longest text or attribute, in characters: nothing that anybody reads, but a path of a thousand points is written in full. */
const LONGEST = 1_000_000

/** A piece of HTML or SVG. Whatever is not a Markup is text and gets escaped. */
export class Markup {
  readonly #source: string

  private constructor(source: string) {
    this.#source = source
  }

  /** One element with its attributes and children. Numbers are rounded to two digits. */
  static element(tag: string, attributes: Attributes, children: readonly Child[]): Markup {
    const written = Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [` ${name}="${typeof value === 'number' ? rounded(value, name) : escaped(value)}"`],
    )
    const inside = children
      .map((child) => (child instanceof Markup ? child.#source : escaped(child)))
      .join('')
    const end = EMPTY.has(tag) ? ' />' : `>${inside}</${tag}>`
    return new Markup(`<${tag}${written.join('')}${end}`)
  }

  /** Our own style sheet, which no data ever enters; in it escapes mean nothing. */
  static style(sheet: string): Markup {
    return new Markup(`<style>${sheet}</style>`)
  }

  /** Our own program, which no data ever enters. */
  static script(program: string): Markup {
    return new Markup(`<script>${program}</script>`)
  }

  /** Data for our own program. No tag can begin in it, and no browser runs it. */
  static data(id: string, data: unknown): Markup {
    const text = JSON.stringify(data).replaceAll('<', '\\u003c')
    return new Markup(`<script type="application/json" id="${escaped(id)}">${text}</script>`)
  }

  toString(): string {
    return this.#source
  }
}

export type Child = Markup | string
export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Elements that have no end tag. */
const EMPTY: ReadonlySet<string> = new Set(['meta', 'br', 'hr'])

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand between tags or in a quoted attribute: the only way from data to markup. */
export function escaped(text: string): string {
  const [before, after] = [text.startsWith(' ') ? ' ' : '', text.endsWith(' ') ? ' ' : '']
  return (before + plain(text, LONGEST) + after).replace(/[&<>"']/g, (sign) => ENTITIES[sign])
}

/** Writes `h('td', { class: 'number' }, 'text')` for an element. */
export function h(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  return Markup.element(tag, attributes, children)
}

/** A number in an attribute. @throws Error where it is not finite, for a picture drawn with it would show nothing */
function rounded(value: number, name: string): string {
  if (!Number.isFinite(value)) throw new Error(`attribute ${name} is ${value}`)
  return String(Math.round(value * 100) / 100)
}

/**
 * What every page is made of: a document that fetches nothing and runs nothing but our own program, its sections, pictures and
 * tables. Every text from the data goes through `h`, which escapes it.
 */
import { DISCLAIMER } from '../disclaimer.js'
import type { Caption } from './charts.js'
import { h, Markup, type Child } from './markup.js'
import { STYLE, STYLE_HASH } from './style.js'

/** Widths at which every picture is drawn; the style sheet shows the one that fits. */
const WIDE = 752
const NARROW = 328

/** The heading over every interval. */
export const INTERVAL = '95\u00a0% interval, chance only'

/** A program that makes a page move, with the sheet for what it draws; SHA-256 of both in base64. */
export interface Screen {
  readonly script: string
  readonly scriptHash: string
  readonly style: string
  readonly styleHash: string
  /** the program of its workers, which it starts from its own text */
  readonly engine?: string
}

/** Where a program finds its data. */
export const DATA_ID = 'liaison-data'

/** The content security policy of a page: nothing is fetched, nothing runs but its own program. */
export function policyOf(screen: Screen | undefined): string {
  const sources = (kind: string, hashes: readonly (string | undefined)[]): string[] => {
    const known = hashes.filter((hash) => hash !== undefined)
    return known.length === 0 ? [] : [`${kind} ${known.map((hash) => `'${hash}'`).join(' ')}`]
  }
  return [
    "default-src 'none'",
    ...sources('script-src', [screen?.scriptHash]),
    ...sources('style-src', [STYLE_HASH, screen?.styleHash]),
    ...(screen?.engine === undefined ? [] : ['worker-src blob:']),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** A page as an HTML document, ending with the disclaimer. */
export function documentOf(title: string, ...parts: readonly Child[]): string {
  return screenedDocument(undefined, title, ...parts)
}

/** The same in which a program may run. It is whole without it, for whoever lets none run. */
export function screenedDocument(
  screen: Screen | undefined,
  title: string,
  ...parts: readonly Child[]
): string {
  const head = h(
    'head',
    {},
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policyOf(screen) }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('title', {}, title),
    Markup.style(STYLE),
    ...(screen === undefined ? [] : [Markup.style(screen.style)]),
  )
  const footer = h('footer', {}, h('p', { class: 'disclaimer' }, DISCLAIMER))
  const body = h('body', {}, ...parts, footer)
  return `<!DOCTYPE html>\n${h('html', { lang: 'en' }, head, body).toString()}\n`
}

/** A program with its data. It runs as soon as it is read, so that what it draws stands before what comes after it. */
export function programOf({ script }: Screen, data: unknown): Markup[] {
  return [Markup.data(DATA_ID, data), Markup.script(script)]
}

/** A section under its heading. */
export function section(title: string, ...children: readonly Child[]): Markup[] {
  return [h('section', {}, h('h2', {}, title), ...children)]
}

/** A picture at two widths, under its title and the key to it; what else belongs to it follows. */
export function figure(
  { title }: Caption,
  key: string,
  draw: (width: number) => Markup,
  ...beside: readonly Markup[]
): Markup {
  return h(
    'figure',
    {},
    h('figcaption', {}, h('b', {}, title), h('br'), key),
    h('div', { class: 'wide' }, draw(WIDE)),
    h('div', { class: 'narrow' }, draw(NARROW)),
    ...beside,
  )
}

/** A table; headings that begin with `!` stand over numbers. Its caption stands above what scrolls, so that it is never cut off. */
export function tableOf(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  kindOf: (row: number) => string | undefined = () => undefined,
): Markup {
  const numeric = heads.map((head) => (head.startsWith('!') ? 'number' : undefined))
  const scrolled = h(
    'div',
    // what scrolls can be scrolled from the keyboard
    { class: 'table', tabindex: '0', role: 'group', 'aria-label': caption },
    h(
      'table',
      { 'aria-label': caption },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...heads.map((head, k) => h('th', { scope: 'col', class: numeric[k] }, head.replace(/^!/, ''))),
        ),
      ),
      h(
        'tbody',
        {},
        ...rows.map((cells, row) =>
          h(
            'tr',
            { class: kindOf(row) },
            ...cells.map((cell, k) =>
              k === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: numeric[k] }, cell),
            ),
          ),
        ),
      ),
    ),
  )
  return h('div', {}, h('p', { class: 'caption' }, caption), scrolled)
}

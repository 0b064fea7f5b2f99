/** The explorer as one file: the program, what it offers to start from, and what to read where no program runs. */
import { programOf, screenedDocument, type Screen } from './frame.js'
import { h } from './markup.js'

/** A file as its reader knows it: the name that mistakes are told under, and the text. */
export interface NamedText {
  readonly file: string
  readonly text: string
}

/** What the explorer offers: scenarios to start from, and the networks they name. */
export interface Offer {
  /** by the name that a scenario gives */
  readonly networks: Readonly<Record<string, NamedText>>
  /** by id, in the order in which they are offered; the first is where a visitor begins */
  readonly scenarios: Readonly<Record<string, NamedText>>
}

/** What the explorer's program finds in its page. */
export interface ExplorerData extends Offer {
  /** the program of its workers */
  readonly engine: string
}

/** Where the explorer's program puts itself. */
export const EXPLORER_ID = 'explorer'

const TITLE = 'Liaison explorer'
const STILL =
  'This page runs a model in your browser and needs JavaScript for it. It asks no server for anything. Without it, the command "liaison run" does the same.'

/** The explorer as an HTML document. @param screen its program, with the engine */
export function explorerPage(offer: Offer, screen: Required<Screen>): string {
  const data: ExplorerData = { ...offer, engine: screen.engine }
  return screenedDocument(
    screen,
    TITLE,
    h('div', { id: EXPLORER_ID }, h('noscript', {}, h('h1', {}, TITLE), h('p', {}, STILL))),
    ...programOf(screen, data),
  )
}

/** What is scripted besides breaches, in words: the same in every run, so it is told from the scenario and not from a history. */
import type { Move, Policy, RepairKind } from '../scenario.js'
import { asSentence, labelled, list, named, number, type Labels } from './words.js'

/** A day a move touches, and what it brings. */
interface MoveDay {
  readonly day: number
  readonly text: string
  /** in a word or two, for a picture */
  readonly short: string
}

const REPAIRS: Readonly<Record<RepairKind, { readonly says: string; readonly short: string }>> = {
  apology: { says: 'apologises', short: 'an apology' },
  denial: { says: 'denies the breach', short: 'a denial' },
  proven: { says: 'is proven to have lied when it denied the breach', short: 'the denial is proven false' },
  assurance: { says: 'gives assurances', short: 'assurances' },
}

const on = (day: number, text: string, short: string): MoveDay => ({ day, text: asSentence(text), short })

/** What comes on a later day, where there is one. */
const later = (day: number | null, text: string, short: string): MoveDay[] =>
  day === null ? [] : [on(day, text, short)]

const names = (labels: Labels, ids: readonly string[]): string => list(ids.map((id) => named(labels, id)))

type Teller<W extends Move['what']> = (move: Extract<Move, { what: W }>, labels: Labels) => MoveDay[]

const TELLERS: { readonly [W in Move['what']]: Teller<W> } = {
  repair: ({ day, by, to, kind }, labels) => {
    const { says, short } = REPAIRS[kind]
    const toward = to === null || kind === 'proven' ? '' : `, to ${names(labels, to)}`
    return [on(day, `${named(labels, by)} ${says}${toward}`, short)]
  },
  turnover: ({ day, of, accountable }, labels) => {
    const how = accountable ? '' : ', though leaders there answer to nobody'
    return [on(day, `${named(labels, of)} has a new leader${how}`, 'a new leader')]
  },
  inducement: ({ day, until, by, to, price }, labels) => {
    const [giver, taker] = [named(labels, by), named(labels, to)]
    const pays = `${giver} begins to pay ${taker} for sharing, ${number(price)} of an ordinary stake`
    return [
      on(day, pays, 'a price is paid'),
      ...later(until, `${giver} no longer pays ${taker}`, 'the price ends'),
    ]
  },
  policy: (move, labels) => {
    const agreement = `“${labelled(labels, move.agreement)}”`
    const changes = on(move.day, `by decree ${agreement} changes (${decreed(move, labels)})`, 'a decree')
    return [changes, ...later(move.until, `the decree on ${agreement} lapses`, 'the decree lapses')]
  },
  fabrication: ({ day, provenDay, by, to }, labels) => [
    on(day, `${named(labels, by)} tells ${names(labels, to)} what it made up`, 'a fabrication'),
    on(provenDay, `it is proven that ${named(labels, by)} made it up`, 'it is proven'),
  ],
}

/** The days a move touches: its own and, where it ends or comes out later, that one. */
export function movesOf(move: Move, labels: Labels): MoveDay[] {
  return (TELLERS[move.what] as Teller<Move['what']>)(move, labels)
}

/** Rungs named one by one at most. */
const MOST_RUNGS = 4

function decreed({ rung, caveat, stake, price }: Policy, labels: Labels): string {
  const rungs = Object.entries(rung).map(([party, to]) => `${named(labels, party)}: ${to}`)
  return [
    ...rungs.slice(0, MOST_RUNGS),
    ...(rungs.length > MOST_RUNGS ? ['and others'] : []),
    ...(caveat === null ? [] : [`third-party rule: ${caveat}`]),
    ...(Object.keys({ ...stake, ...price }).length === 0 ? [] : ['new terms']),
  ].join('; ')
}

/** What is scripted besides breaches, in words: the same in every run, so it is told from the scenario and not from a history. */
import type { Move, RepairKind } from '../scenario.js'
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

/** The days a move touches: its own and, where it ends or comes out later, that one. */
export function movesOf(move: Move, labels: Labels): MoveDay[] {
  const { day } = move
  const on = (day: number, text: string, short: string): MoveDay => ({ day, text: asSentence(text), short })
  const name = (id: string): string => named(labels, id)
  const names = (ids: readonly string[]): string => list(ids.map(name))
  switch (move.what) {
    case 'repair': {
      const { says, short } = REPAIRS[move.kind]
      const toward = move.to === null || move.kind === 'proven' ? '' : `, to ${names(move.to)}`
      return [on(day, `${name(move.by)} ${says}${toward}`, short)]
    }
    case 'turnover': {
      const how = move.accountable ? '' : ', though leaders there answer to nobody'
      return [on(day, `${name(move.of)} has a new leader${how}`, 'a new leader')]
    }
    case 'inducement': {
      const pays = `${name(move.by)} begins to pay ${name(move.to)} for sharing, ${number(move.price)} of an ordinary stake`
      const ends = `${name(move.by)} no longer pays ${name(move.to)}`
      return [
        on(day, pays, 'a price is paid'),
        ...(move.until === null ? [] : [on(move.until, ends, 'the price ends')]),
      ]
    }
    case 'policy': {
      const agreement = `“${labelled(labels, move.agreement)}”`
      const rungs = Object.entries(move.rung).map(([party, rung]) => `${name(party)}: ${rung}`)
      const caveat = move.caveat === null ? [] : [`third-party rule: ${move.caveat}`]
      const worth = Object.keys({ ...move.stake, ...move.price }).length === 0 ? [] : ['new terms']
      const what = [
        ...rungs.slice(0, 4),
        ...(rungs.length > 4 ? ['and others'] : []),
        ...caveat,
        ...worth,
      ].join('; ')
      const ends = on(move.until ?? 0, `the decree on ${agreement} lapses`, 'the decree lapses')
      return [
        on(day, `by decree ${agreement} changes (${what})`, 'a decree'),
        ...(move.until === null ? [] : [ends]),
      ]
    }
    case 'fabrication':
      return [
        on(day, `${name(move.by)} tells ${names(move.to)} what it made up`, 'a fabrication'),
        on(move.provenDay, `it is proven that ${name(move.by)} made it up`, 'it is proven'),
      ]
  }
}

/** Events that are no breach (repair, new leader, inducement, policy, fabrication) as files write them, and their checks. */
import * as z from 'zod'
import { readDate, readDuration } from './calendar.js'
import { closed, day, duration, id, list, number, oneOf } from './fields.js'
import type { Code, Complaints } from './mistakes.js'
import { didYouMean, inOrder } from './names.js'
import { CAVEATS, inForce, RUNGS, type Agreement, type Network, type Prospect } from './network.js'
import type { Resolved } from './network-file.js'
import { REPAIR_KINDS, type Breach, type Move } from './scenario.js'
import { child, whereIn, type Path, type Tree } from './tree.js'

const countries = z.union([id, list(id, 1)], { error: 'E_TYPE|% is no country|give an id, or a list of ids' })
const until = day
  .meta({ description: 'first day on which it no longer holds; default never' })
  .exactOptional()
const worth = number(0, 1000)
const rung = oneOf(RUNGS)

/** The keys under which an event may be a move; what stands under one is known when one of its kind is read. */
export const moves = () => ({
  repair: z
    .lazy(() =>
      closed({
        by: id.meta({ description: 'who mends: the leaker, or whoever is blamed' }),
        to: countries
          .meta({ description: 'toward whom; default everybody who holds it against it' })
          .exactOptional(),
        for: id.meta({ description: 'the breach it answers' }),
        kind: oneOf(REPAIR_KINDS).meta({ description: 'proven: its denial is shown to be false' }),
      }),
    )
    .exactOptional(),
  leader: z
    .lazy(() =>
      closed({
        of: id.meta({ description: 'the country that has a new leader' }),
        accountable: z.boolean().meta({ description: 'whether its leaders answer for what they do' }),
      }),
    )
    .exactOptional(),
  inducement: z
    .lazy(() =>
      closed({
        by: id.meta({ description: 'who pays' }),
        to: id.meta({ description: 'who is paid for sharing' }),
        agreement: id.meta({ description: 'default every agreement the two share' }).exactOptional(),
        price: worth.meta({ description: 'stake added; the stake of an ordinary tie is 1' }),
        until,
      }),
    )
    .exactOptional(),
  policy: z
    .lazy(() =>
      closed({
        agreement: id,
        caveat: oneOf(CAVEATS).exactOptional(),
        rung: z
          .union([rung, z.record(id, rung)], { error: 'E_TYPE|% is no rung|give a rung, or one by party' })
          .meta({ description: 'the rung of all parties, or by party; no review moves it while it holds' })
          .exactOptional(),
        stake: z.record(id, worth).exactOptional(),
        price: z.record(id, worth).exactOptional(),
        until,
      }),
    )
    .exactOptional(),
  fabrication: z
    .lazy(() =>
      closed({
        by: id.meta({ description: 'who made it up' }),
        to: countries.meta({ description: 'who is deceived' }),
        severity: number(0, 1),
        proven: duration.meta({ description: 'from then until it is proven' }),
      }),
    )
    .exactOptional(),
})

export const MOVE_WORDS = ['repair', 'leader', 'inducement', 'policy', 'fabrication'] as const

type MoveEntry = z.output<z.ZodObject<ReturnType<typeof moves>>> & { readonly id: string }

/** What a move is read with. */
export interface MoveContext {
  /** day number of day 0 */
  readonly origin: number
  /** undefined when the network is not sound */
  readonly network: Network | undefined
}

/** A move as it stands in a file; names are not checked yet. */
export function readMove(
  { id, ...entry }: MoveEntry,
  day: number,
  { origin, network }: MoveContext,
): Move | undefined {
  const when = (written: string | number | undefined): number | null =>
    written === undefined ? null : typeof written === 'number' ? written : (readDate(written) ?? 0) - origin
  if (entry.repair !== undefined) {
    const { by, to, for: breach, kind } = entry.repair
    return { what: 'repair', id, day, by, to: to === undefined ? null : sorted(to), breach, kind }
  }
  if (entry.leader !== undefined) return { what: 'turnover', id, day, ...entry.leader }
  if (entry.inducement !== undefined) {
    const { by, to, agreement = null, price, until } = entry.inducement
    return { what: 'inducement', id, day, by, to, agreement, price, until: when(until) }
  }
  if (entry.policy !== undefined) {
    const { agreement, caveat = null, rung = {}, stake = {}, price = {}, until } = entry.policy
    const parties = network?.agreements.find((one) => one.id === agreement)?.parties ?? []
    const rungs = typeof rung === 'string' ? Object.fromEntries(parties.map((party) => [party, rung])) : rung
    const terms = { rung: byParty(rungs), stake: byParty(stake), price: byParty(price) }
    return { what: 'policy', id, day, agreement, caveat, ...terms, until: when(until) }
  }
  if (entry.fabrication !== undefined) {
    const { by, to, severity, proven } = entry.fabrication
    return {
      what: 'fabrication',
      id,
      day,
      by,
      to: sorted(to),
      severity,
      provenDay: day + (readDuration(proven) ?? 0),
    }
  }
  return undefined
}

function sorted(names: string | readonly string[]): string[] {
  return [...new Set([names].flat())].sort(inOrder)
}

/** Sorted, so that the order in which a file lists parties decides nothing. */
function byParty<T>(terms: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(terms).sort(([a], [b]) => inOrder(a, b)))
}

/** What moves are checked against. */
interface MoveSetting {
  readonly days: number | undefined
  readonly resolved: Resolved | undefined
  readonly breaches: readonly Breach[]
  readonly moves: readonly Move[]
}

/** Checks that the names of moves lead somewhere, and that what answers another comes after it. */
export class MoveChecker {
  readonly #setting: MoveSetting
  readonly #complaints: Complaints

  constructor(setting: MoveSetting, complaints: Complaints) {
    this.#setting = setting
    this.#complaints = complaints
  }

  check(move: Move, tree: Tree): void {
    if (this.#isDated && 'until' in move && move.until !== null && move.until <= move.day)
      this.#tell(tree, [move.what, 'until'], 'E_DATE', 'it ends before it begins', 'let until come after on')
    if (this.#setting.resolved === undefined) return
    if (move.what === 'repair') this.#repair(move, tree)
    else if (move.what === 'turnover') this.#country(move.of, tree, ['leader', 'of'])
    else if (move.what === 'inducement') this.#inducement(move, tree)
    else if (move.what === 'policy') this.#policy(move, tree)
    else this.#fabrication(move, tree)
  }

  /** Where start or length is unsound nothing is known to come before anything else. */
  get #isDated(): boolean {
    return this.#setting.days !== undefined
  }

  #repair({ by, to, breach, day, kind, id }: Extract<Move, { what: 'repair' }>, tree: Tree): void {
    this.#country(by, tree, ['repair', 'by'])
    for (const { name, path } of this.#written(to ?? [], tree, ['repair', 'to'])) {
      this.#country(name, tree, path)
      if (name === by)
        this.#tell(tree, path, 'E_SELF_LOOP', `${by} mends its own trust in itself`, 'name a partner')
    }
    const answered = this.#setting.breaches.find(({ id }) => id === breach)
    if (answered === undefined) {
      const ids = this.#setting.breaches.map(({ id }) => id)
      const fix = didYouMean(
        breach,
        ids,
        ids.length === 0 ? 'the scenario has none' : `use one of ${ids.join(', ')}`,
      )
      this.#tell(tree, ['repair', 'for'], 'E_DANGLING', `no breach "${breach}"`, fix)
      return
    }
    if (this.#isDated && day < answered.day)
      this.#tell(
        tree,
        ['repair', 'for'],
        'E_ORDER',
        `day ${day} is before the breach "${breach}" on day ${answered.day}`,
        'let the repair come on its day or later',
      )
    const known = this.#setting.resolved?.network?.countries.some(({ id }) => id === answered.by) === true
    if (known && answered.traced && by !== answered.by)
      this.#tell(
        tree,
        ['repair', 'by'],
        'E_PARTY',
        `${by} is not the leaker of "${breach}"`,
        `name ${answered.by}`,
      )
    const isDenial = (move: Move): boolean =>
      move.what === 'repair' &&
      move.kind === 'denial' &&
      move.breach === breach &&
      move.by === by &&
      (move.day < day || (move.day === day && inOrder(move.id, id) < 0))
    if (kind === 'proven' && this.#isDated && !this.#setting.moves.some(isDenial))
      this.#tell(
        tree,
        ['repair', 'kind'],
        'E_ORDER',
        `${by} has not denied "${breach}" by day ${day}`,
        'put a repair of kind denial before it',
      )
  }

  #inducement({ by, to, agreement, day, price }: Extract<Move, { what: 'inducement' }>, tree: Tree): void {
    this.#country(by, tree, ['inducement', 'by'])
    this.#country(to, tree, ['inducement', 'to'])
    if (by === to)
      this.#tell(tree, ['inducement', 'to'], 'E_SELF_LOOP', `${by} pays itself`, 'name another country')
    if (price === 0)
      this.#tell(tree, ['inducement', 'price'], 'E_RANGE', 'a price of 0 is none', 'give one above 0')
    const network = this.#setting.resolved?.network
    const known = (name: string): boolean => network?.countries.some(({ id }) => id === name) === true
    if (network === undefined || by === to || !known(by) || !known(to)) return
    const shares = ({ parties }: Prospect): boolean => parties.includes(by) && parties.includes(to)
    if (agreement !== null) {
      // a price may be what makes a prospect worth signing
      const found =
        network.prospects.find(({ id }) => id === agreement) ??
        this.#agreement(agreement, tree, ['inducement', 'agreement'])
      if (found !== undefined && !shares(found))
        this.#tell(
          tree,
          ['inducement', 'agreement'],
          'E_PARTY',
          `${by} and ${to} are not both parties to "${agreement}"`,
          'name an agreement the two share',
        )
    } else if (
      !network.agreements.some((one) => inForce(one, day) && shares(one)) &&
      !network.prospects.some(shares)
    )
      this.#tell(
        tree,
        ['inducement', 'to'],
        'E_ACCESS',
        `${by} and ${to} share no agreement`,
        'name a partner',
      )
  }

  #policy(move: Extract<Move, { what: 'policy' }>, tree: Tree): void {
    const found = this.#agreement(move.agreement, tree, ['policy', 'agreement'])
    if (found === undefined) return
    for (const part of ['rung', 'stake', 'price'] as const)
      for (const party of Object.keys(move[part]))
        if (!found.parties.includes(party)) {
          const fix = didYouMean(party, found.parties, `it binds ${found.parties.slice(0, 5).join(', ')}`)
          this.#tell(
            tree,
            ['policy', part, party],
            'E_PARTY',
            `${party} is no party to "${found.id}"`,
            fix,
            'key',
          )
        }
    const changes = [move.rung, move.stake, move.price].some((terms) => Object.keys(terms).length > 0)
    if (!changes && move.caveat === null)
      this.#tell(
        tree,
        ['policy'],
        'E_MISSING',
        'a policy that changes nothing',
        'give caveat, rung, stake or price',
      )
  }

  #fabrication({ by, to, day, provenDay }: Extract<Move, { what: 'fabrication' }>, tree: Tree): void {
    this.#country(by, tree, ['fabrication', 'by'])
    for (const { name, path } of this.#written(to, tree, ['fabrication', 'to'])) {
      this.#country(name, tree, path)
      if (name === by) this.#tell(tree, path, 'E_SELF_LOOP', `${by} deceives itself`, 'name a partner')
      else this.#partner(by, name, day, tree, path)
    }
    const { days } = this.#setting
    if (days !== undefined && provenDay >= days)
      this.#tell(
        tree,
        ['fabrication', 'proven'],
        'E_RANGE',
        `it is proven on day ${provenDay}, after the end`,
        `the last day is ${days - 1}`,
      )
  }

  #partner(by: string, other: string, day: number, tree: Tree, path: Path): void {
    const network = this.#setting.resolved?.network
    if (network === undefined) return
    const known = network.countries.map(({ id }) => id)
    if (!known.includes(by) || !known.includes(other)) return
    const shared = network.agreements.some(
      (one) => inForce(one, day) && one.parties.includes(by) && one.parties.includes(other),
    )
    if (!shared)
      this.#tell(
        tree,
        path,
        'E_ACCESS',
        `${by} and ${other} share no agreement on day ${day}`,
        'name a partner it has by then',
      )
  }

  #agreement(name: string, tree: Tree, path: Path): Agreement | undefined {
    const agreements = this.#setting.resolved?.network?.agreements
    if (agreements === undefined) return undefined
    const found = agreements.find(({ id }) => id === name)
    if (found !== undefined) return found
    if (this.#setting.resolved?.network?.prospects.some(({ id }) => id === name) === true) {
      const what = `"${name}" is a prospect, and has no terms to change before it is signed`
      this.#tell(tree, path, 'E_DANGLING', what, 'name an agreement')
      return undefined
    }
    const ids = agreements.map(({ id }) => id)
    const fix = didYouMean(name, ids, ids.length === 0 ? 'the network has none' : 'name one of the network')
    this.#tell(tree, path, 'E_DANGLING', `no agreement "${name}"`, fix)
    return undefined
  }

  #country(name: string, tree: Tree, path: Path): void {
    this.#setting.resolved?.countries.expect(name, tree, path)
  }

  /** Names with the places they stand at, written as one or as a list. */
  #written(names: readonly string[], tree: Tree, path: Path): { name: string; path: Path }[] {
    const found = path.reduce<Tree | undefined>((part, key) => child(part, String(key)), tree)
    if (found?.kind !== 'list') return names.map((name) => ({ name, path }))
    return found.items.map((one, i) => ({
      name: one.kind === 'scalar' ? String(one.value) : '',
      path: [...path, i],
    }))
  }

  #tell(tree: Tree, path: Path, code: Code, what: string, fix: string, part?: 'value' | 'key'): void {
    this.#complaints.tell(whereIn(tree, path, part), code, what, fix)
  }
}

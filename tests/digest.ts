/** Digests of histories for tests of sameness: every offer, rung, event and trust, to the last bit, in terms of names. */
import { createHash } from 'node:crypto'
import type { History } from '../src/history.js'
import { firstOf } from '../src/world.js'

export interface DigestOptions {
  /** leaves out every line that names one of these countries */
  readonly not?: readonly string[]
  /** only days before this one */
  readonly before?: number
  /** leaves events out: a logged no-op is an event and nothing else */
  readonly events?: boolean
}

/** Every line that a history is made of, without places that depend on who else is in the network. */
export function lines(
  history: History,
  { not = [], before = Infinity, events = true }: DigestOptions = {},
): string[] {
  const { world, offers, tape } = history
  const kept = (...names: readonly (string | null)[]): boolean =>
    !names.some((name) => name !== null && not.includes(name))
  const result: string[] = []
  for (let day = -tape.lead; day < Math.min(before, history.days); day++)
    for (let k = history.offerStart[day + tape.lead]; k < history.offerStart[day + tape.lead + 1]; k++) {
      const from = world.ids[firstOf(world, offers.pair[k])]
      const to = world.ids[world.to[offers.pair[k]]]
      const item = offers.item[k]
      const s = tape.stream[item]
      const through = world.agreementIds[world.memberAgreement[offers.member[k]]]
      if (kept(from, to))
        result.push(
          `offer ${day} ${from}>${to} ${world.streamCell[s]}#${tape.occurrence[item]} ${offers.grade[k]} ${through} ${history.lost[item]} ${bits(tape.value[item])}`,
        )
    }
  for (let k = 0; k < history.kept.length; k++) {
    const from = world.ids[firstOf(world, history.kept[k])]
    const to = world.ids[world.to[history.kept[k]]]
    if (!kept(from, to)) continue
    for (let day = 0; day < Math.min(before, history.days); day++)
      result.push(`trust ${day} ${from}>${to} ${bits(history.trusts[day * history.kept.length + k])}`)
  }
  if (events)
    for (const { day, kind, who, whom, agreement, words, numbers } of history.events)
      if (day < before && kept(who, whom)) {
        const { plot: _, item: __, ...told } = numbers
        result.push(
          `event ${day} ${kind} ${who} ${whom} ${agreement} ${JSON.stringify(words)} ${JSON.stringify(told)}`,
        )
      }
  return result
}

export function digest(history: History, options: DigestOptions = {}): string {
  return createHash('sha256').update(lines(history, options).join('\n')).digest('hex')
}

const buffer = new DataView(new ArrayBuffer(8))

function bits(value: number): string {
  buffer.setFloat64(0, value)
  return buffer.getBigUint64(0).toString(16)
}

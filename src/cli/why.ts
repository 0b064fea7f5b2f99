/** `liaison why`: tells from a written result what made one country share less with another. */
import { DISCLAIMER } from '../disclaimer.js'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { FINDINGS_FILE, loadScenario, readInput } from '../files.js'
import { EVENT_KINDS, type EventKind } from '../events.js'
import { LiaisonError, printable, quote } from '../mistakes.js'
import { didYouMean } from '../names.js'
import type { Network } from '../network.js'
import { wrap } from '../report/terminal.js'
import { why as chainOf } from '../report/why.js'
import type { EventLine } from '../studies/tables.js'
import { print } from './terminal.js'

/** Both countries by id or label. */
export async function why(result: string, who: string, whom: string): Promise<void> {
  if (!existsSync(join(result, FINDINGS_FILE)))
    throw new LiaisonError('E_NO_INPUT', `no result in ${printable(result, 500)}; \`liaison run\` writes one`)
  const { network, start, model } = await loadScenario(join(result, 'scenario.resolved.json'))
  if (model !== 'liaison')
    throw new LiaisonError(
      'E_SCHEMA',
      `${quote(result)} is of the null model ${model}, which tells no causes; run the scenario without it`,
    )
  const [from, to] = [countryOf(network, who), countryOf(network, whom)]
  if (from === to)
    throw new LiaisonError(
      'E_SELF_LOOP',
      `${quote(who)} and ${quote(whom)} are the same country; name the one that shares, then the one that receives`,
    )
  const events = await readEvents(join(result, 'events.jsonl'))
  const labels = Object.fromEntries(
    [...network.countries, ...network.agreements, ...network.topics].map(({ id, label }) => [id, label]),
  )
  const width = Math.min(120, process.stdout.columns ?? 100)
  const told = [...chainOf(events, labels, from, to, { start }), DISCLAIMER]
  const lines = told.flatMap((line) => wrap(line, width))
  await print(`${lines.join('\n')}\n`)
}

/** The id of the country that is called so: by its id, else by a label that no other has. */
function countryOf({ countries }: Network, name: string): string {
  if (countries.some(({ id }) => id === name)) return name
  const called = countries.filter(({ label }) => label.toLowerCase() === name.toLowerCase())
  if (called.length === 1) return called[0].id
  const examples = countries.slice(0, 5).map(({ id }) => id)
  const hint = didYouMean(name, countries, `it has ${examples.join(', ')}, …`)
  throw new LiaisonError('E_DANGLING', `no country ${quote(name)} in this result; ${hint}`)
}

const name = z.string().nullable()

/** A result may have been edited, or cut short on its way: every line is looked at before it is told. */
const Line: z.ZodType<EventLine> = z.object({
  id: z.int(),
  day: z.int(),
  date: z.string(),
  kind: z
    .string()
    .refine((kind): kind is EventKind => Object.hasOwn(EVENT_KINDS, kind) || kind.startsWith('own:')),
  who: name,
  whom: name,
  agreement: name,
  breach: name,
  words: z.record(z.string(), z.string()),
  numbers: z.record(z.string(), z.number()),
  cause: z.int().nullable(),
  anyway: z.literal(true).exactOptional(),
})

/** Bytes of events that are read: fifty years of a large network need less. */
const MOST = 2 ** 28

async function readEvents(path: string): Promise<EventLine[]> {
  const text = new TextDecoder().decode(await readInput(path, MOST))
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line, number) => {
    const event = Line.safeParse(parsed(line)).data
    if (event?.id === number && (event.cause ?? -1) < number) return event
    throw new LiaisonError(
      'E_SCHEMA',
      `${path}:${number + 1} is no event of a result; run the scenario again`,
    )
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

/**
 * The kernel of the simulator: trust, the choice to tell, and evidence, with nothing else happening. A made-up network, every switch
 * off but those that sharing needs, no breach; the draws are on the tape before any time is taken.
 *
 * What a foreign program is given (kernel.txt): lines `name value...` in the order below, numbers with up to 17 digits, so that they
 * are read as the same doubles. Meanings are those of src/world.ts, src/tape.ts and src/choice.ts; no party ever leaves or steps
 * down, every agreement is in force throughout.
 *
 *     sizes     pairs members audiences streams routes items lucks lead days
 *     terms     precision harm idFull idTear tearLineValue tearLineCost silenceCost
 *     pace      halfLife exchangeHalfLife tearLineCredit reciprocity reciprocityCap
 *     strength, base, veracityBase, credit, reverse                  by pair
 *     audienceStart (members + 1), audiencePair, audienceMember      by membership
 *     stake, price, expected                                         by membership, on day 0
 *     routeStart (streams + 1), routeMember                          by stream
 *     dayStart (lead + days + 1), stream, sensitivity, value         by item
 *     luck                                                           by item, one for each route of its stream, in order
 *
 * counts: offers withheld, as tear-lines, in full; copies. Also `trust`: the sum over pairs, in order, of trust on the last day.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from '../dist/compile.js'
import { Draws } from '../dist/random.js'
import { Tape } from '../dist/tape.js'
import { grown } from './networks.mjs'

const NEEDED = new Set(['reciprocity', 'sharedClubs'])

/** A club of five for every ten countries, beside the agreements of two. */
const CLUB = 5
const COUNTRIES_PER_CLUB = 10

/**
 * A world with nothing in it but sharing, and its tape.
 * @param lead days before day 0, which is also how long a secret is kept
 */
export function kernelWorkload({ countries, days, lead }) {
  const { network, parameters, mechanisms, ...scenario } = grown(countries)
  const world = compile({
    ...scenario,
    days,
    breaches: [],
    network: { ...network, agreements: [...network.agreements, ...clubs(network.countries)] },
    parameters: { ...parameters, shelfLife: lead },
    mechanisms: Object.fromEntries(Object.keys(mechanisms).map((name) => [name, NEEDED.has(name)])),
  })
  const tape = new Tape(world).fill(new Draws(scenario.seed, 0))
  return { world, tape, decisions: tape.luckStart[tape.items] }
}

/** Countries far apart in number, so that clubs overlap with agreements of two only by chance. */
function clubs(countries) {
  return Array.from({ length: countries.length / COUNTRIES_PER_CLUB }, (_, club) => ({
    id: `club-${club}`,
    label: 'made up',
    parties: Array.from(
      { length: CLUB },
      (_, k) => countries[(club + (k * countries.length) / CLUB) % countries.length].id,
    ),
    topics: ['topic'],
    disciplines: ['HUMINT', 'SIGINT'],
    tie: 'partner',
    caveat: 'forbidden',
    from: null,
    until: null,
  }))
}

/** Writes what a foreign program needs to play the same. */
export function writeKernel(folder, name, { world, tape, decisions }) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.txt`)
  const out = openSync(file, 'w')
  const line = (title, values) => {
    writeSync(out, title)
    // a column of a million numbers is written in parts
    for (let k = 0; k < values.length; k += 65_536)
      writeSync(out, ` ${values.slice(k, k + 65_536).join(' ')}`)
    writeSync(out, '\n')
  }
  const { pairs, members, streams, parameters, balance, terms, days } = world
  const { precision, harm, idFull, idTear, tearLineValue, tearLineCost, silenceCost } = terms
  const { halfLife, exchangeHalfLife, tearLineCredit, reciprocityCap } = parameters
  const sizes = [world.audiencePair.length, streams, world.routeMember.length, tape.items, decisions]
  line('sizes', [pairs, members, ...sizes, tape.lead, days])
  line('terms', [precision, harm, idFull, idTear, tearLineValue, tearLineCost, silenceCost])
  line('pace', [halfLife, exchangeHalfLife, tearLineCredit, parameters.reciprocity, reciprocityCap])
  for (const column of ['strength', 'base', 'veracityBase'])
    line(
      column,
      Float64Array.from(world.priorOf, (prior) => world.priors[column][prior]),
    )
  line('credit', balance.credit)
  for (const column of ['reverse', 'audienceStart', 'audiencePair', 'audienceMember'])
    line(column, world[column])
  for (const column of ['stake', 'price', 'expected']) line(column, balance[column])
  for (const column of ['routeStart', 'routeMember']) line(column, world[column])
  line('dayStart', tape.dayStart)
  for (const column of ['stream', 'sensitivity', 'value']) line(column, tape[column].subarray(0, tape.items))
  line('luck', tape.luck.subarray(0, decisions))
  closeSync(out)
  return file
}

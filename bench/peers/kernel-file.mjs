/** The kernel of bench/kernel.mjs as the JavaScript programs here share it: reading its input, and the choice what to tell. */
import { readFileSync } from 'node:fs'

export const WITHHELD = 0
export const TEAR_LINE = 1
export const FULL = 2

const SINGLE = {
  sizes: 'pairs members audiences streams routes items lucks lead days',
  terms: 'precision harm idFull idTear tearLineValue tearLineCost silenceCost',
  pace: 'halfLife exchangeHalfLife tearLineCredit reciprocity reciprocityCap',
}

/** The columns of the file; sizes, terms and pace one by one under the names that bench/kernel.mjs gives them. */
export function readKernel(path) {
  const world = {}
  for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
    const [title, ...texts] = line.split(' ')
    const values = texts.map(Number)
    if (title in SINGLE) SINGLE[title].split(' ').forEach((name, k) => (world[name] = values[k]))
    else world[title] = values
  }
  return world
}

/** How far the recipient of a pair believes what the first tells it: resting trust, as nobody deceives. */
export function trustInReports({ reverse, veracityBase }, pair) {
  return (1 + veracityBase[reverse[pair]]) / 2
}

/** Recipients of a membership: the pair that it tells by, and their membership. */
export function audienceOf({ audienceStart, audiencePair, audienceMember }, member) {
  const audience = []
  for (let a = audienceStart[member]; a < audienceStart[member + 1]; a++)
    audience.push({ pair: audiencePair[a], other: audienceMember[a] })
  return audience
}

export function routesOf({ routeStart, routeMember }, stream) {
  return routeMember.slice(routeStart[stream], routeStart[stream + 1])
}

/** By stream and by day, lead days first, its items, each with the luck of every route. */
export function itemsOf({ streams, dayStart, stream, sensitivity, value, luck, routeStart }) {
  const items = Array.from({ length: streams }, () => dayStart.slice(1).map(() => []))
  let next = 0
  for (let day = 0; day + 1 < dayStart.length; day++)
    for (let item = dayStart[day]; item < dayStart[day + 1]; item++) {
      const s = stream[item]
      const end = next + routeStart[s + 1] - routeStart[s]
      items[s][day].push({ sensitivity: sensitivity[item], value: value[item], luck: luck.slice(next, end) })
      next = end
    }
  return items
}

/** What is left of evidence after so many days; it rests before day 0. */
export function ageOf(day, halfLife) {
  return Math.exp((-Math.LN2 * Math.max(0, day)) / halfLife)
}

/** Logit choice in the order withheld < tear-line < full. */
export function decide(terms, u, stake, exposure) {
  const { precision, harm, idFull, idTear, tearLineValue, tearLineCost, silenceCost } = terms
  const tear = precision * ((tearLineValue + silenceCost) * stake - exposure * harm * idTear - tearLineCost)
  const full = precision * ((1 + silenceCost) * stake - exposure * harm * idFull)
  const most = Math.max(0, tear, full)
  const hold = Math.exp(-most)
  const notFull = hold + Math.exp(tear - most)
  const place = u * (notFull + Math.exp(full - most))
  if (place < hold) return WITHHELD
  return place < notFull ? TEAR_LINE : FULL
}

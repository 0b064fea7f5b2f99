/** Compiles a scenario into a world: names decide every order, so the order in which a file lists things decides nothing. */
import { expectScenario } from './arguments.js'
import { addressing } from './addressing.js'
import { dayZero, type DayZero } from './balance.js'
import { terms } from './choice.js'
import { column, columnOf, copy, type Column, type Kind } from './columns.js'
import { exp, power } from './math.js'
import { CAVEATS, TIES, type Agreement, type Network } from './network.js'
import type { ParameterName, Parameters } from './parameters.js'
import { address, AddressBook, type Addresses } from './random.js'
import type { Scenario } from './scenario.js'
import { NEVER_DAY, NEVER_MET, pairOf, type World } from './world.js'

/** Parameter names that exist once for each tie, such as `closeDiscretion`. */
function ofTie(tie: number, what: 'Discretion' | 'Error' | 'Strength' | 'Veracity'): ParameterName {
  return `${TIES[tie]}${what}` as ParameterName
}

/** Running totals of counts: starts[k] is where the k-th group begins, the last entry is the total. */
function starts(counts: Uint32Array): Uint32Array {
  const result = column(Uint32Array, counts.length + 1)
  for (let k = 0; k < counts.length; k++) result[k + 1] = result[k] + counts[k]
  return result
}

function placeOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, place) => [id, place]))
}

function place(places: Map<string, number>, id: string): number {
  const found = places.get(id)
  if (found === undefined)
    throw new Error(`"${id}" is not in the network; scenarios are checked before they are compiled`)
  return found
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** The agreements that matter to a run of `days` days, and those that might come to be, in id order. */
function relevant(network: Network, days: number, newPartners: boolean): Agreement[] {
  const signed = network.agreements.filter(
    (agreement) => (agreement.until ?? NEVER_DAY) > 0 && (agreement.from ?? 0) < days,
  )
  const prospects = newPartners ? network.prospects : []
  return [...signed, ...prospects.map((prospect) => ({ ...prospect, from: NEVER_DAY, until: null }))].sort(
    byId,
  )
}

/** Lays the memberships of the agreements out, with the other parties of each. */
function layMembers(agreements: readonly Agreement[], places: Map<string, number>, countries: number) {
  const partyStart = starts(columnOf(Uint32Array, agreements.length, (e) => agreements[e].parties.length))
  const members = partyStart[agreements.length]
  // first the countries that are parties, then their memberships
  const party = column(Uint32Array, members)
  const counts = new Uint32Array(countries)
  agreements.forEach((agreement, e) => {
    let next = partyStart[e]
    for (const id of agreement.parties) {
      const country = place(places, id)
      party[next++] = country
      counts[country]++
    }
    party.subarray(partyStart[e], next).sort()
  })
  const memberStart = starts(counts)
  const memberCountry = column(Uint32Array, members)
  const memberAgreement = column(Uint32Array, members)
  const next = copy(memberStart)
  for (let e = 0; e < agreements.length; e++)
    for (let k = partyStart[e]; k < partyStart[e + 1]; k++) {
      const country = party[k]
      const m = next[country]++
      memberCountry[m] = country
      memberAgreement[m] = e
      party[k] = m
    }
  return { members, memberStart, memberCountry, memberAgreement, partyStart, party }
}

/** Lays out every directed pair that shares an agreement. */
function layPairs({ partyStart, party, memberCountry }: ReturnType<typeof layMembers>, countries: number) {
  const agreements = partyStart.length - 1
  let size = 0
  for (let e = 0; e < agreements; e++) {
    const n = partyStart[e + 1] - partyStart[e]
    size += n * (n - 1)
  }
  const keys = column(Float64Array, size)
  let count = 0
  for (let e = 0; e < agreements; e++)
    for (let a = partyStart[e]; a < partyStart[e + 1]; a++)
      for (let b = partyStart[e]; b < partyStart[e + 1]; b++)
        if (a !== b) keys[count++] = memberCountry[party[a]] * countries + memberCountry[party[b]]
  keys.sort()
  let pairs = 0
  for (let k = 0; k < size; k++) if (k === 0 || keys[k] !== keys[k - 1]) keys[pairs++] = keys[k]
  const from = column(Uint32Array, pairs)
  const to = column(Uint32Array, pairs)
  const counts = new Uint32Array(countries)
  for (let p = 0; p < pairs; p++) {
    from[p] = Math.floor(keys[p] / countries)
    to[p] = keys[p] - from[p] * countries
    counts[from[p]]++
  }
  const pairStart = starts(counts)
  const reverse = columnOf(Uint32Array, pairs, (p) => pairOf({ pairStart, to }, to[p], from[p]))
  return { pairs, to, pairStart, reverse }
}

/** Lays the other parties of each membership out, as pairs and as memberships. */
function layAudiences(
  members: ReturnType<typeof layMembers>,
  pairs: Pick<World, 'pairStart' | 'to'>,
): Pick<World, 'audienceStart' | 'audiencePair' | 'audienceMember'> {
  const { partyStart, party, memberCountry, memberAgreement } = members
  const sizeOf = (m: number): number =>
    partyStart[memberAgreement[m] + 1] - partyStart[memberAgreement[m]] - 1
  const audienceStart = starts(columnOf(Uint32Array, members.members, sizeOf))
  const audiencePair = column(Uint32Array, audienceStart[members.members])
  const audienceMember = column(Uint32Array, audienceStart[members.members])
  for (let m = 0; m < members.members; m++) {
    const e = memberAgreement[m]
    let next = audienceStart[m]
    for (let k = partyStart[e]; k < partyStart[e + 1]; k++) {
      const other = party[k]
      if (other === m) continue
      audiencePair[next] = pairOf(pairs, memberCountry[m], memberCountry[other])
      audienceMember[next++] = other
    }
  }
  return { audienceStart, audiencePair, audienceMember }
}

/** What the parties of each pair believe before any evidence: the strongest tie they share, then the overrides. */
function layBeliefs(
  network: Network,
  parameters: Parameters,
  agreements: readonly Agreement[],
  places: Map<string, number>,
  laid: Pick<World, 'pairs' | 'pairStart' | 'to' | 'memberAgreement' | 'audienceStart' | 'audiencePair'>,
): Pick<World, 'tie' | 'priorOf' | 'priors' | 'pairFrom'> {
  const tie = column(Uint8Array, laid.pairs).fill(TIES.length - 1)
  const pairFrom = column(Int16Array, laid.pairs).fill(NEVER_MET)
  const begins = columnOf(Int16Array, agreements.length, (e) =>
    Math.min(NEVER_MET, Math.max(0, agreements[e].from ?? 0)),
  )
  const ties = columnOf(Uint8Array, agreements.length, (e) => TIES.indexOf(agreements[e].tie))
  const eachSeat = (visit: (pair: number, e: number) => void): void =>
    laid.memberAgreement.forEach((e, m) => {
      for (let a = laid.audienceStart[m]; a < laid.audienceStart[m + 1]; a++) visit(laid.audiencePair[a], e)
    })
  eachSeat((pair, e) => (pairFrom[pair] = Math.min(pairFrom[pair], begins[e])))
  // what begins later cannot shape what is believed on the first day
  eachSeat((pair, e) => {
    if (begins[e] === pairFrom[pair]) tie[pair] = Math.min(tie[pair], ties[e])
  })
  return { tie, pairFrom, ...layPriors(network, parameters, places, { ...laid, tie }) }
}

/** What the ties make everybody believe, and a further prior for every pair that the network says something else of. */
function layPriors(
  network: Network,
  parameters: Parameters,
  places: Map<string, number>,
  laid: Pick<World, 'pairStart' | 'to' | 'tie'>,
): Pick<World, 'priorOf' | 'priors'> {
  const list = TIES.map((_, tie) => ({
    base: parameters[ofTie(tie, 'Discretion')],
    veracityBase: parameters[ofTie(tie, 'Veracity')],
    strength: parameters[ofTie(tie, 'Strength')],
    error: parameters[ofTie(tie, 'Error')],
  }))
  const mostKinds = TIES.length + network.pairs.length
  const priorOf = column<Uint16Array | Uint32Array>(
    mostKinds > 0xffff ? Uint32Array : Uint16Array,
    laid.tie.length,
  )
  priorOf.set(laid.tie)
  for (const { from, to, discretion, veracity, strength } of network.pairs) {
    const pair = pairOf(laid, place(places, from), place(places, to))
    if (pair < 0) continue
    const old = list[priorOf[pair]]
    priorOf[pair] = list.length
    list.push({
      base: discretion ?? old.base,
      veracityBase: veracity ?? old.veracityBase,
      strength: strength ?? old.strength,
      error: old.error,
    })
  }
  const each = (of: (prior: (typeof list)[number]) => number): Float64Array => Float64Array.from(list, of)
  const priors = {
    base: each(({ base }) => base),
    veracityBase: each(({ veracityBase }) => veracityBase),
    strength: each(({ strength }) => strength),
    kept: each(({ strength, base }) => strength * base),
    truth: each(({ strength, veracityBase }) => strength * veracityBase),
    error: each(({ error }) => error),
    mostError: list.reduce((most, { error }) => Math.max(most, error), 0),
  }
  return { priorOf, priors }
}

/** Lays out what each country collects and the agreements each stream is offered through. */
function layStreams(
  network: Network,
  ids: { countries: readonly string[]; topics: readonly string[]; disciplines: readonly string[] },
  covers: Uint8Array,
  members: ReturnType<typeof layMembers>,
) {
  const cells = ids.topics.length * ids.disciplines.length
  const topics = placeOf(ids.topics)
  const disciplines = placeOf(ids.disciplines)
  const countries = placeOf(ids.countries)
  const streams = network.countries
    .flatMap((country) =>
      country.collection
        .filter((collection) => collection.rate > 0)
        .map(({ topic, discipline, rate }) => ({
          country: place(countries, country.id),
          cell: place(topics, topic) * ids.disciplines.length + place(disciplines, discipline),
          rate,
        })),
    )
    .sort((a, b) => a.country - b.country || a.cell - b.cell)
  const perCountry = new Uint32Array(ids.countries.length)
  for (const stream of streams) perCountry[stream.country]++
  const eachRoute = (visit: (s: number, m: number) => void): void =>
    streams.forEach(({ country, cell }, s) => {
      for (let m = members.memberStart[country]; m < members.memberStart[country + 1]; m++)
        if (covers[members.memberAgreement[m] * cells + cell] === 1) visit(s, m)
    })
  const counts = column(Uint32Array, streams.length)
  eachRoute((s) => counts[s]++)
  const routeStart = starts(counts)
  const routeMember = column(Uint32Array, routeStart[streams.length])
  let route = 0
  eachRoute((_, m) => (routeMember[route++] = m))
  return {
    streams: streams.length,
    streamStart: starts(perCountry),
    streamCountry: columnOf(Uint32Array, streams.length, (s) => streams[s].country),
    streamCell: columnOf(Uint32Array, streams.length, (s) => streams[s].cell),
    streamTopic: columnOf(Uint32Array, streams.length, (s) =>
      Math.floor(streams[s].cell / ids.disciplines.length),
    ),
    streamRate: columnOf(Float64Array, streams.length, (s) => streams[s].rate),
    routeStart,
    routeMember,
  }
}

/** Items a day that each country collects on each topic, whatever the discipline. */
function coverageOf(
  { streams, streamCountry, streamCell, streamRate }: ReturnType<typeof layStreams>,
  countries: number,
  topics: number,
  disciplines: number,
): Float64Array {
  const coverage = new Float64Array(countries * topics)
  for (let s = 0; s < streams; s++)
    coverage[streamCountry[s] * topics + Math.floor(streamCell[s] / disciplines)] += streamRate[s]
  return coverage
}

/** By day: the places of the agreements that begin or end on it. */
function turningDays(agreements: readonly Agreement[]): Map<number, number[]> {
  const turning = new Map<number, number[]>()
  agreements.forEach(({ from, until }, e) => {
    for (const day of new Set([from, until])) {
      if (day === null || day < 0 || day === NEVER_DAY) continue
      const today = turning.get(day)
      if (today === undefined) turning.set(day, [e])
      else today.push(e)
    }
  })
  return turning
}

/** Chance that none of so many origins says anything, for as many as any country deals with; each is silent with one chance. */
function silences(pairStart: Uint32Array, silent: number): Float64Array {
  let most = 0
  for (let i = 1; i < pairStart.length; i++) most = Math.max(most, pairStart[i] - pairStart[i - 1])
  return Float64Array.from({ length: most + 1 }, (_, origins) => power(silent, origins))
}

/** Sorts memberships by the day of their scheduled review, which their names fix. */
function layReviews({ lo }: Addresses, every: number): Pick<World, 'reviewStart' | 'reviewMember'> {
  const counts = new Uint32Array(every)
  for (const word of lo) counts[word % every]++
  const reviewStart = starts(counts)
  const reviewMember = column(Uint32Array, lo.length)
  const next = copy(reviewStart)
  lo.forEach((word, m) => (reviewMember[next[word % every]++] = m))
  return { reviewStart, reviewMember }
}

/**
 * How hostile whoever receives the secret is to its originator: the recipient named, or, where it goes to the press or the
 * public, the most hostile of all who can read it.
 */
function hostilityOf(network: Network, recipient: string, originator: string): number {
  let level = 0
  for (const { between, level: found } of network.hostilities) {
    if (!between.includes(originator)) continue
    const other = between[0] === originator ? between[1] : between[0]
    if (recipient === other || recipient === 'press' || recipient === 'public') level = Math.max(level, found)
  }
  return level
}

/** By country: hostility of its worst enemy, 0 to 1; that may be one outside the network. */
function menaces({ hostilities }: Network, places: Map<string, number>): Float64Array {
  const worst = new Float64Array(places.size)
  for (const { between, level } of hostilities)
    for (const id of between) {
      const country = places.get(id)
      if (country !== undefined) worst[country] = Math.max(worst[country], level)
    }
  return worst
}

/**
 * Compiles a scenario.
 * @returns typed arrays that all runs of the scenario share; nothing writes to them
 * @throws LiaisonError E_TYPE for anything but a scenario as `parseScenario` makes them
 */
export function compile(scenario: Scenario): World {
  expectScenario('compile', scenario)
  const { network, parameters, days } = scenario
  const ids = network.countries.map((country) => country.id).sort()
  const topicList = [...network.topics].sort(byId)
  const disciplineList = [...network.disciplines].sort(byId)
  const agreementList = relevant(network, days, scenario.mechanisms.newPartners)
  const topicIds = topicList.map((topic) => topic.id)
  const disciplineIds = disciplineList.map((discipline) => discipline.id)
  const places = placeOf(ids)
  const topicPlaces = placeOf(topicIds)
  const disciplinePlaces = placeOf(disciplineIds)
  const cells = topicIds.length * disciplineIds.length

  const covers = column(Uint8Array, agreementList.length * cells)
  agreementList.forEach((agreement, e) => {
    for (const topic of agreement.topics)
      for (const discipline of agreement.disciplines)
        covers[
          e * cells + place(topicPlaces, topic) * disciplineIds.length + place(disciplinePlaces, discipline)
        ] = 1
  })
  const members = layMembers(agreementList, places, ids.length)
  const pairs = layPairs(members, ids.length)
  const audiences = layAudiences(members, pairs)
  const beliefs = layBeliefs(network, parameters, agreementList, places, {
    ...pairs,
    ...members,
    ...audiences,
  })
  const streams = layStreams(
    network,
    { countries: ids, topics: topicIds, disciplines: disciplineIds },
    covers,
    members,
  )
  const need = new Float64Array(ids.length * topicIds.length)
  const leakHazard = new Float64Array(ids.length)
  for (const country of network.countries) {
    const k = place(places, country.id)
    leakHazard[k] = country.leakHazard ?? parameters.leakHazard
    topicIds.forEach((topic, t) => (need[k * topicIds.length + t] = country.need[topic] ?? 0))
  }
  const names = {
    ids,
    topicIds,
    disciplineIds,
    agreementIds: agreementList.map((agreement) => agreement.id),
    disciplines: disciplineIds.length,
  }
  const { at, phase } = addressing({ ...names, ...streams, ...members })

  const ofAgreements = <A extends Column>(of: Kind<A>, say: (agreement: Agreement) => number): A =>
    columnOf(of, agreementList.length, (e) => say(agreementList[e]))

  const laid = {
    scenario,
    parameters,
    on: scenario.mechanisms,
    terms: terms(parameters),
    days,
    ...names,
    countries: ids.length,
    topics: topicIds.length,
    agreements: agreementList.length,
    ...pairs,
    ...beliefs,
    ...members,
    ...audiences,
    agreementFrom: ofAgreements(Int32Array, ({ from }) => from ?? -NEVER_DAY),
    agreementUntil: ofAgreements(Int32Array, ({ until }) => until ?? NEVER_DAY),
    turning: turningDays(agreementList),
    prospects: agreementList.flatMap((agreement, e) =>
      agreement.from === NEVER_DAY
        ? [{ agreement: e, phase: address('phase', agreement.id).lo % parameters.reviewEvery }]
        : [],
    ),
    caveat: ofAgreements(Uint8Array, ({ caveat }) => CAVEATS.indexOf(caveat)),
    covers,
    ...streams,
    sensitivity: Float64Array.from(disciplineList, (discipline) => discipline.sensitivity),
    sourceLoss: Float64Array.from(disciplineList, (discipline) => discipline.sourceLoss),
    recovery: Float64Array.from(disciplineList, (discipline) => discipline.recovery),
    need,
    unaided: coverageOf(streams, ids.length, topicIds.length, disciplineIds.length).map((rate) =>
      exp(-parameters.checkWindow * parameters.coverage * rate),
    ),
    unspoken: silences(pairs.pairStart, 1 - parameters.corroboration),
    leakHazard,
    leaky: leakHazard.some((hazard) => hazard > 0),
    menace: menaces(network, places),
    plotsPerYear: Float64Array.from(topicList, (topic) => topic.plotsPerYear),
    targets: topicList.map((topic) => topic.targets.map((id) => place(places, id)).sort((a, b) => a - b)),
    breaches: scenario.breaches.map((breach, index) => ({
      index,
      breach,
      leaker: place(places, breach.by),
      victims: breach.of.map((id) => place(places, id)).sort((a, b) => a - b),
      recipient: places.get(breach.to) ?? -1,
      topic: place(topicPlaces, breach.topic),
      discipline: breach.discipline === null ? -1 : place(disciplinePlaces, breach.discipline),
      hostility: [...breach.of]
        .sort()
        .map((victim) => (breach.exposes === 'source' ? hostilityOf(network, breach.to, victim) : 0)),
    })),
    moves: scenario.moves,
    at,
    book: new AddressBook(),
    tapeBook: { thirds: new Map(), plots: undefined },
    ...layReviews(phase, parameters.reviewEvery),
  }
  // what leads to the balance no run reads, so it is not kept
  const { dependence: _, items: __, ...balance } = dayZero(laid, agreementList)
  return { ...laid, balance }
}

/** Day 0 of a world with what leads to its balance, worked out anew. */
export function dayZeroOf(world: World): DayZero {
  const { network, mechanisms } = world.scenario
  return dayZero(world, relevant(network, world.days, mechanisms.newPartners))
}

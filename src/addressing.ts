/** The addresses of all that a world draws for its streams, its routes and its memberships (random.ts). */
import { column } from './columns.js'
import { stem, type Addresses } from './random.js'
import type { World } from './world.js'

/** What names the streams, routes and memberships, and how they lie. */
type Laid = Pick<
  World,
  | 'ids'
  | 'topicIds'
  | 'disciplineIds'
  | 'agreementIds'
  | 'disciplines'
  | 'streams'
  | 'streamStart'
  | 'streamTopic'
  | 'streamCell'
  | 'routeStart'
  | 'routeMember'
  | 'members'
  | 'memberStart'
  | 'memberAgreement'
>

/** Room for so many addresses. */
export function roomFor(count: number): Addresses {
  return { hi: column(Uint32Array, count), lo: column(Uint32Array, count) }
}

/** What is drawn for each stream, by its names alone. */
const OF_STREAMS = ['arrival', 'item', 'thinning', 'truth', 'asking'] as const

/**
 * Works the addresses out, and beside them those that fix the day of each membership's reviews. It goes country by country, so
 * that names are near at hand: in a large network fetching them from all over memory is much of the work.
 */
export function addressing(world: Laid): { at: World['at']; phase: Addresses } {
  const { ids, topicIds, disciplineIds, agreementIds, disciplines } = world
  const { streams, streamStart, streamTopic, streamCell, routeStart, routeMember } = world
  const { members, memberStart, memberAgreement } = world
  const disciplineOf = (s: number): string => disciplineIds[streamCell[s] % disciplines]
  const agreementOf = (m: number): string => agreementIds[memberAgreement[m]]
  const agreementOfRoute = (r: number): string => agreementOf(routeMember[r])
  const [phase, review, choice] = [roomFor(members), roomFor(members), roomFor(routeMember.length)]
  const ofStreams = OF_STREAMS.map((purpose) => ({ from: stem(3, purpose), at: roomFor(streams) }))
  const [phases, reviews, choices] = [stem(2, 'phase'), stem(2, 'review'), stem(4, 'choice')]
  for (let country = 0; country < ids.length; country++) {
    const id = ids[country]
    phases.and(id).lay(phase, memberStart[country], memberStart[country + 1], agreementOf)
    reviews.and(id).lay(review, memberStart[country], memberStart[country + 1], agreementOf)
    const own = ofStreams.map(({ from, at }) => ({ from: from.and(id), at }))
    const ownChoices = choices.and(id)
    for (let s = streamStart[country]; s < streamStart[country + 1];) {
      const topic = streamTopic[s]
      let end = s
      while (end < streamStart[country + 1] && streamTopic[end] === topic) end++
      for (const { from, at } of own) from.and(topicIds[topic]).lay(at, s, end, disciplineOf)
      const onTopic = ownChoices.and(topicIds[topic])
      for (; s < end; s++)
        onTopic.and(disciplineOf(s)).lay(choice, routeStart[s], routeStart[s + 1], agreementOfRoute)
    }
  }
  const [arrival, item, thinning, truth, asking] = ofStreams.map(({ at }) => at)
  return { at: { arrival, item, thinning, truth, asking, choice, review }, phase }
}

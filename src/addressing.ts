/** The addresses of all that a world draws for its streams, its routes and its memberships (random.ts). */
import { column } from './columns.js'
import { addresses, layAddresses, type Addresses, type Purpose } from './random.js'
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
  | 'streamCountry'
  | 'streamCell'
  | 'routeStart'
  | 'routeMember'
  | 'members'
  | 'memberStart'
  | 'memberCountry'
  | 'memberAgreement'
>

function room(count: number): Addresses {
  return { hi: column(Uint32Array, count), lo: column(Uint32Array, count) }
}

/**
 * Works the addresses out, and beside them those that fix the day of each membership's reviews. It goes country by country, so
 * that names are near at hand: in a large network fetching them from all over memory is much of the work.
 */
export function addressing(world: Laid): { at: World['at']; phase: Addresses } {
  const { ids, topicIds, disciplineIds, agreementIds, disciplines } = world
  const { streams, streamStart, streamCountry, streamCell, routeStart, routeMember } = world
  const { members, memberStart, memberCountry, memberAgreement } = world
  const streamNames = (s: number): string[] => [
    ids[streamCountry[s]],
    topicIds[Math.floor(streamCell[s] / disciplines)],
    disciplineIds[streamCell[s] % disciplines],
  ]
  const memberNames = (m: number): string[] => [ids[memberCountry[m]], agreementIds[memberAgreement[m]]]
  const [phase, review, choice] = [room(members), room(members), room(routeMember.length)]
  for (let country = 0; country < ids.length; country++) {
    const [first, end] = [memberStart[country], memberStart[country + 1]]
    layAddresses(phase, first, end, 'phase', memberNames)
    layAddresses(review, first, end, 'review', memberNames)
    for (let s = streamStart[country]; s < streamStart[country + 1]; s++) {
      const names = streamNames(s)
      layAddresses(choice, routeStart[s], routeStart[s + 1], 'choice', (r) => [
        ...names,
        agreementIds[memberAgreement[routeMember[r]]],
      ])
    }
  }
  const ofStreams = (purpose: Purpose): Addresses => addresses(streams, purpose, streamNames)
  const at = {
    arrival: ofStreams('arrival'),
    item: ofStreams('item'),
    thinning: ofStreams('thinning'),
    truth: ofStreams('truth'),
    asking: ofStreams('asking'),
    choice,
    review,
  }
  return { at, phase }
}

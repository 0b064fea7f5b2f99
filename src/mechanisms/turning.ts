/**
 * A source that a hostile recipient has identified may be turned: it goes on reporting, and some of what it reports is planted
 * (MODEL.md §5.10; Masterman 1972, "The Double-Cross System"). It serves until a recipient finds a plant.
 */
import type { Identification } from '../pending.js'
import type { Mechanism, Now } from './mechanism.js'

export const turning: Mechanism = {
  name: 'turning',
  owns: ['turnedBy'],
  apply(now) {
    if (!now.world.on.deception) return
    for (const identification of now.state.identifications) turn(now, identification)
  },
}

function turn(
  { world, state, draws, history }: Now,
  { breach, victim, discipline, cause }: Identification,
): void {
  const { found } = state.breaches[breach]
  const country = found.victims[victim]
  const chance = world.parameters.turned * found.hostility[victim] * found.breach.severity
  if (draws.at(world.book.of('turned', found.breach.id, world.ids[country])) >= chance) return
  const cell = found.topic * world.disciplines + discipline
  for (let s = world.streamStart[country]; s < world.streamStart[country + 1]; s++) {
    if (world.streamCell[s] !== cell || state.turnedBy[s] >= 0) continue
    state.turnedBy[s] = history.tell(state.day, 'source-turned', {
      who: found.breach.to,
      whom: world.ids[country],
      breach: found.breach.id,
      words: { topic: world.topicIds[found.topic], discipline: world.disciplineIds[discipline] },
      numbers: { chance },
      cause,
    })
  }
}

/** A hostile recipient who knows the source can cripple it: collection falls, and recovers with a half-life (MODEL.md §5.6). */
import type { Mechanism, Now } from './mechanism.js'
import type { Identification } from '../pending.js'

export const sourceLoss: Mechanism = {
  name: 'sourceLoss',
  owns: ['damage', 'damageDay'],
  apply(now) {
    if (now.state.identifications.length === 0) return
    const identifications = now.state.identifications.splice(0)
    if (now.world.on.sourceLoss) for (const identification of identifications) cripple(now, identification)
  },
}

function cripple(
  { world, state, history }: Now,
  { breach, victim, discipline, cause }: Identification,
): void {
  const { found } = state.breaches[breach]
  const share = world.sourceLoss[discipline] * found.hostility[victim] * found.breach.severity
  if (share === 0) return
  const cell = found.topic * world.disciplines + discipline
  const country = found.victims[victim]
  for (let s = world.streamStart[country]; s < world.streamStart[country + 1]; s++) {
    if (world.streamCell[s] !== cell) continue
    state.damage[s] = 1 - (1 - state.damageToday(s)) * (1 - share)
    state.damageDay[s] = state.day
    history.tell(state.day, 'source-lost', {
      who: found.breach.to,
      whom: world.ids[country],
      breach: found.breach.id,
      words: { topic: found.breach.topic, discipline: world.disciplineIds[discipline] },
      numbers: { share: state.damage[s], halfLife: world.recovery[discipline] },
      cause,
    })
  }
}

/**
 * A mechanism of your own: now and then, in the first weeks, some partner of the leaker is talked round by its own parliament and
 * holds half as much against it. It throws dice of its own, addressed by name, so that nobody else's change, and tells of it.
 */
import { fileURLToPath } from 'node:url'
import { DAY, loadScenario, pairs } from 'liaison-sim'

/** Chance a day that a partner is talked round. */
const CHANCE = 0.02

const parliament = {
  name: 'parliament',
  owns: ['mendings'],
  apply({ world, state, draws, history }) {
    for (const { event, learned, suspect } of state.breaches) {
      if (event < 0 || state.day > history.events[event].day + 60) continue
      learned.forEach((heard, country) => {
        if (heard < 0) return
        const at = world.book.of('own:parliament', world.ids[country])
        if (draws.at(at, state.day) >= CHANCE) return
        const cause = history.tell(state.day, 'own:talked round by its parliament', {
          who: world.ids[country],
          whom: world.ids[suspect[country]],
          cause: heard,
        })
        const pair = history.pair(world.ids[country], world.ids[suspect[country]])
        state.mendings.push({ pair, share: 0.5, forGood: 0, cause })
      })
    }
  },
}

const scenario = await loadScenario(fileURLToPath(new URL('../scenarios/laptop-bomb.yaml', import.meta.url)))
// the last phase ends with what was learned and mended, so a mechanism put before it is heard the same day
const phases = DAY.map((phase) =>
  phase.name === 'reviews' ? { ...phase, mechanisms: [parliament, ...phase.mechanisms] } : phase,
)

const sum = (flow) => flow.reduce((total, value) => total + value, 0)
const runs = 5
for (const [name, how] of Object.entries({ 'as it is': {}, 'with a parliament': { phases } })) {
  let [told, would, events] = [0, 0, 0]
  for (const pair of pairs(scenario, { runs, ...how })) {
    told += sum(pair.with.flow('ISR', 'USA'))
    would += sum(pair.without.flow('ISR', 'USA'))
    events += pair.with.events.filter(({ kind }) => kind.startsWith('own:')).length
  }
  console.log(
    `${name}: chill ${(100 * (1 - told / would)).toFixed(1)} %, talked round ${events / runs} times a run`,
  )
}

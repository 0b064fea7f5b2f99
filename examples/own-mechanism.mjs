/** A mechanism of your own: forty days after the breach the leaker apologises. What does that mend, the dice being the same? */
import { fileURLToPath } from 'node:url'
import { DAY, loadScenario, run } from 'liaison-sim'

/** An apology takes part of the broken evidence away; of all that such a column may be changed by, nothing else. */
function apology({ day, share }) {
  return {
    name: 'apology',
    owns: ['broken'],
    apply({ world, state }) {
      if (state.day !== day) return
      const leakers = new Set(world.breaches.map(({ leaker }) => leaker))
      for (let pair = 0; pair < world.pairs; pair++)
        if (leakers.has(world.to[pair])) state.broken[pair] *= 1 - share
      // what follows from trust must be reckoned anew
      state.version++
    },
  }
}

const scenario = await loadScenario(fileURLToPath(new URL('../scenarios/laptop-bomb.yaml', import.meta.url)))
const sorry = { name: 'repair', mechanisms: [apology({ day: 49, share: 0.4 })] }

const silent = run(scenario, { seed: 'boston' })
const spoken = run(scenario, { seed: 'boston', phases: [...DAY, sorry] })

const sum = (flow) => flow.reduce((total, value) => total + value, 0)
for (const [name, history] of Object.entries({ silent, spoken })) {
  const trust = history.trust('ISR', 'USA')
  const told = sum(history.flow('ISR', 'USA'))
  console.log(
    `${name}: trust on day 48 ${trust[48].toFixed(3)}, on day 49 ${trust[49].toFixed(3)}, value told in the year ${told.toFixed(1)}`,
  )
}

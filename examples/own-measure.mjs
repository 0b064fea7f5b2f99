/** A measure of your own: how many countries held what Israel shared, with the breach and without it, the dice being the same? */
import { fileURLToPath } from 'node:url'
import { loadScenario, pairs } from 'liaison-sim'

const scenario = await loadScenario(fileURLToPath(new URL('../scenarios/laptop-bomb.yaml', import.meta.url)))

/** Mean number of holders, the originator included, of what a country collected after a day. */
function holdersOf(history, country, after) {
  const { world, tape } = history
  let items = 0
  let holders = 0
  for (let item = 0; item < tape.items; item++) {
    const day = tape.dayOf(item)
    if (day <= after || world.ids[world.streamCountry[tape.stream[item]]] !== country) continue
    items++
    holders += history.holders(item, history.days - 1).length
  }
  return holders / items
}

const runs = 5
let sum = 0
for (const pair of pairs(scenario, { runs })) {
  const [one, other] = [pair.with, pair.without].map((history) => holdersOf(history, 'ISR', 9))
  console.log(
    `run ${pair.run}: ${one.toFixed(2)} holders an item with the breach, ${other.toFixed(2)} without`,
  )
  sum += one - other
}
console.log(`on average ${(sum / runs).toFixed(2)} with the breach more than without`)

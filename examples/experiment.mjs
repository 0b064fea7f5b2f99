/** An experiment: the same year many times, with the breach and without, over all processors. Give the pairs as an argument. */
import { fileURLToPath } from 'node:url'
import { experiment, loadScenario, threads } from 'liaison-sim'

const runs = Number(process.argv[2] ?? 100)
const scenario = await loadScenario(fileURLToPath(new URL('../scenarios/laptop-bomb.yaml', import.meta.url)))

const runner = threads()
const findings = await experiment(scenario, {
  runs,
  runner,
  onProgress: ({ done, total }) => console.error(`${done} of ${total} pairs`),
})
await runner.close()

const percent = (share) => `${(100 * share).toFixed(1)} %`
const { victim, witnesses, rest } = findings.chill.toward('USA')
for (const [who, { mean, low, high }] of Object.entries({ victim, witnesses, rest }))
  console.log(
    `${who} tell ${percent(mean)} less (95 % interval, chance only: ${percent(low)} to ${percent(high)})`,
  )

const deepest = victim.byDay.chill.reduce(
  (best, chill, day) => (chill > victim.byDay.chill[best] ? day : best),
  0,
)
console.log(`the victim's chill is deepest on day ${deepest}: ${percent(victim.byDay.chill[deepest])}`)

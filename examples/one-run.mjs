/** One run: how far one country's trust in another falls, and the chain of causes behind the last formal step. */
import { fileURLToPath } from 'node:url'
import { because, loadScenario, run } from 'liaison-sim'

const scenario = await loadScenario(fileURLToPath(new URL('../scenarios/laptop-bomb.yaml', import.meta.url)))
const history = run(scenario, { seed: 'boston', run: 7 })

const trust = history.trust('ISR', 'USA')
for (const day of [0, 8, 14, 15, 90, 364])
  console.log(`day ${day}: Israel trusts the United States ${trust[day].toFixed(2)}`)

// a chain is data …
const step = history.events.findLast(({ kind, who }) => kind === 'step-down' && who === 'ISR')
const chain = history.because(step)
console.log(
  `\n${chain.map(({ day, kind }) => `${kind} (day ${day})`).join(' → ') || 'no formal step in this run'}`,
)

// … and can be told in sentences
const { countries, agreements, topics } = scenario.network
const labels = Object.fromEntries(
  [...countries, ...agreements, ...topics].map(({ id, label }) => [id, label]),
)
for (const line of step === undefined ? [] : because(history.events, step.id, labels)) console.log(line)

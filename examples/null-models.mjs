/** Null models: how far contagion or averaging alone would carry the same breach, beside what Liaison says. */
import { fileURLToPath } from 'node:url'
import { baseline, experiment, loadScenario, MODELS } from 'liaison-sim'

const runs = Number(process.argv[2] ?? 40)
const scenario = await loadScenario(fileURLToPath(new URL('../scenarios/laptop-bomb.yaml', import.meta.url)))

const { chill } = await experiment(scenario, { runs })
const { victim, witnesses } = chill.toward('USA')
const percent = (share) => `${(100 * share).toFixed(1)} %`
console.log(`liaison: Israel tells ${percent(victim.mean)} less, the others ${percent(witnesses.mean)} less`)

for (const model of MODELS.filter((name) => name !== 'liaison')) {
  const { data } = await baseline(scenario, { model, runs })
  const [{ everybody, within, countries }] = data.leakers
  const reach = `${within} of ${countries.length} countries can be reached`
  // the same fields, but a contagion counts countries and an opinion model averages what they think
  if (data.kind === 'contagion')
    console.log(
      `${model}: ${everybody.with.mean.toFixed(2)} countries restrict (without the breach ${everybody.without.mean}); ${reach}`,
    )
  else
    console.log(
      `${model}: mean opinion of the United States ${(-everybody.difference.mean).toFixed(4)} lower; ${reach}`,
    )
}

// with another agreement Israel's partners would be joined to the rest: a null model says at once what that opens
const bridge = { ...scenario.network.agreements[0], id: 'bridge', label: 'A bridge', parties: ['FRA', 'ISR'] }
const bridged = {
  ...scenario,
  network: { ...scenario.network, agreements: [...scenario.network.agreements, bridge] },
}
const { data } = await baseline(bridged, { model: 'cascade', runs })
console.log(
  `cascade with a bridge to France: ${data.leakers[0].everybody.with.mean.toFixed(2)} countries restrict; ${data.leakers[0].within} can be reached`,
)

/** The examples run on the built package and show what they promise. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshFolder, node, PROJECT } from './cli/command.js'

const SHOWS = {
  'one-run.mjs': [
    /^day 8: Israel trusts the United States 0\.9\d$/m,
    /^breach \(day 9\) → .*step-down/m,
    /^Day 9: The United States gives/m,
  ],
  'experiment.mjs': [/^victim tell \d+\.\d % less \(95 % interval/m, /deepest on day \d+/],
  'null-models.mjs': [
    /^liaison: Israel tells \d+\.\d % less, the others \d\.\d % less$/m,
    /^threshold: 4\.00 countries restrict \(without the breach 0\); 4 of 29 countries can be reached$/m,
    /^degroot: mean opinion of the United States 0\.0236 lower;/m,
    /^cascade with a bridge to France: \d+\.\d\d countries restrict; 25 can be reached$/m,
  ],
  'own-measure.mjs': [/^run 0: \d\.\d\d holders an item/m, /^on average -0\.\d\d with the breach/m],
  'own-mechanism.mjs': [/^as it is: chill \d+\.\d %, talked round 0 times/m, /^with a parliament: /m],
}

test('each example is tested', () => {
  expect(readdirSync(join(PROJECT, 'examples')).toSorted()).toEqual(Object.keys(SHOWS).toSorted())
})

test.each(Object.entries(SHOWS))('%s', async (name, shows) => {
  // from anywhere: an example finds its scenario by itself
  const { code, out, err } = await node([join(PROJECT, 'examples', name), '8'], { cwd: freshFolder() })
  expect({ code, err: name === 'experiment.mjs' ? '' : err }).toEqual({ code: 0, err: '' })
  for (const pattern of shows) expect(out).toMatch(pattern)
})

test('a parliament that talks partners round makes the chill smaller, by dice of its own', async () => {
  const { out } = await node([join(PROJECT, 'examples/own-mechanism.mjs')])
  const [plain, talked] = [...out.matchAll(/chill ([\d.]+) %, talked round ([\d.]+) times/g)].map(
    ([, chill, times]) => ({ chill: Number(chill), times: Number(times) }),
  )
  expect(talked.chill).toBeLessThan(plain.chill - 5)
  expect(talked.times).toBeGreaterThan(0)
})

/** Origins against a count of them made anew on every day. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compile } from '../src/compile.js'
import { Origins } from '../src/origins.js'
import type { World } from '../src/world.js'
import { village } from './fixtures.js'

const LEAD = 10

it('counts as many as a look at every partner would, day after day, with days left out and taken over half way', () => {
  const world = compile(village({ days: 60, parameters: { checkWindow: 7 } }))
  const told = fc.record({ pair: fc.nat(world.pairs - 1), topic: fc.nat(world.topics - 1) })
  const day = fc.record({ pause: fc.integer({ min: 1, max: 9 }), notes: fc.array(told, { maxLength: 12 }) })
  fc.assert(
    fc.property(fc.array(day, { maxLength: 12 }), fc.nat(11), (days, handover) => {
      let heardOn = new Int16Array(world.pairs * world.topics).fill(-1000)
      let origins = new Origins(world, heardOn, LEAD)
      let today = -LEAD - 1
      days.forEach(({ pause, notes }, n) => {
        today = Math.min(today + pause, 59)
        if (n === handover) {
          heardOn = heardOn.slice()
          const next = new Origins(world, heardOn, LEAD)
          next.resume(origins)
          origins = next
        }
        for (let pair = 0; pair < world.pairs; pair++)
          for (let topic = 0; topic < world.topics; topic++) {
            let others = 0
            for (let other = 0; other < world.pairs; other++)
              if (world.to[other] === world.to[pair] && other !== pair)
                others += heardOn[other * world.topics + topic] >= today - 7 ? 1 : 0
            expect(origins.besides(pair, topic, today)).toBe(others)
          }
        for (const { pair, topic } of notes) origins.note(pair, topic, today)
      })
    }),
  )
})

it('counts for a hub as many as it deals with, however many', () => {
  const spokes = 40_000
  const byPair = (of: (pair: number) => number) =>
    Uint32Array.from({ length: 2 * spokes }, (_, pair) => of(pair))
  const star: Partial<World> = {
    countries: spokes + 1,
    topics: 1,
    days: 1,
    to: byPair((pair) => (pair < spokes ? pair + 1 : 0)),
    reverse: byPair((pair) => (pair + spokes) % (2 * spokes)),
    pairStart: Uint32Array.from({ length: spokes + 2 }, (_, i) => (i === 0 ? 0 : spokes + i - 1)),
    parameters: { ...compile(village()).parameters, checkWindow: 7 },
  }
  const heardOn = new Int16Array(2 * spokes).fill(-1000)
  const origins = new Origins(star as World, heardOn, LEAD)
  for (let pair = spokes; pair < 2 * spokes; pair++) origins.note(pair, 0, 0)
  expect(origins.besides(spokes, 0, 0)).toBe(spokes - 1)
})

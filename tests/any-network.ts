/** Networks of every shape for property tests, sorted as a loader leaves them. */
import fc from 'fast-check'
import { RESERVED } from '../src/names.js'
import { CAVEATS, TIES, type Network } from '../src/network.js'
import { findProspects } from '../src/prospects.js'
import { agreement, collects, country, network, TOPIC } from './fixtures.js'

const WORDS = ['all', 'press', 'public', ...RESERVED]

/** Digits too: graph indices put keys that look like integers first, whatever their order. */
const anyId = fc.stringMatching(/^(?:[a-z]{1,4}|[0-9]{1,3})$/).filter((id) => !WORDS.includes(id))

const anyAgreement = (countries: readonly string[]) =>
  fc
    .record({
      id: anyId,
      parties: fc.subarray([...countries], { minLength: 2 }),
      tie: fc.constantFrom(...TIES),
      caveat: fc.constantFrom(...CAVEATS),
      from: fc.option(fc.integer({ min: -50, max: 50 })),
      until: fc.option(fc.integer({ min: -50, max: 50 })),
    })
    .filter(({ from, until }) => from === null || until === null || from < until)
    .map(({ id, parties, tie, ...more }) => agreement(id, parties, tie, more))

/** Two to seven countries, up to six agreements and two prospects, one topic with plots. */
export const anyNetwork: fc.Arbitrary<Network> = fc
  .uniqueArray(anyId, { minLength: 2, maxLength: 7 })
  .map((ids) => ids.toSorted())
  .chain((ids) =>
    fc.uniqueArray(anyAgreement(ids), { selector: ({ id }) => id, maxLength: 6 }).map((agreements) =>
      network(
        ids.map((id) => country(id, [collects(0.5)], 0.5)),
        agreements.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        { topics: [{ id: TOPIC, label: 'Terror', plotsPerYear: 1, targets: ids.slice(0, 1) }] },
      ),
    ),
  )
  .map((made) => ({ ...made, prospects: findProspects(made, { generate: 2 }) }))

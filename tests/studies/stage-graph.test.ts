/** The stage as a graph: pairs that may share on day 0, with what each came to trust a leaker with. */
import { expect, test } from 'vitest'
import { gexf } from '../../src/formats/gexf.js'
import type { StageData } from '../../src/studies/stage.js'
import { stageGraph } from '../../src/studies/stage-graph.js'
import { pact } from './pact.js'

const STAGE: StageData = {
  days: 4,
  every: 1,
  countries: [
    { id: 'AAA', label: 'Arnia', position: [1.5, -2] },
    { id: 'BBB', label: '<Borduria> & "co"\u0000', position: null },
    { id: 'CCC', label: 'Costaguana', position: null },
  ],
  agreements: [
    pact('one', ['AAA', 'BBB']),
    pact('two', ['BBB', 'AAA'], { tie: 'close' }),
    pact('ended', ['AAA', 'CCC'], { until: 0 }),
    pact('later', ['AAA', 'CCC'], { from: 1 }),
    pact('perhaps', ['AAA', 'CCC'], { prospect: true }),
    pact('began', ['BBB', 'CCC'], { from: -3, until: 2, tie: 'partner' }),
  ],
  trust: [
    {
      leaker: 'AAA',
      tracks: [{ country: 'BBB', with: [null, 900, 450, 500], without: [null, 900, 900, 910] }],
    },
  ],
}

test('who shares an agreement in force on day 0 is joined both ways, by the closest tie', () => {
  const { directed, edges } = stageGraph(STAGE)
  expect(directed).toBe(true)
  expect(edges.map(({ source, target, tie, agreements }) => [source, target, tie, agreements])).toEqual([
    ['AAA', 'BBB', 'close', 'one two'],
    ['BBB', 'AAA', 'close', 'one two'],
    ['BBB', 'CCC', 'partner', 'began'],
    ['CCC', 'BBB', 'partner', 'began'],
  ])
})

test('an edge to a leaker says how trust in it went; no other edge does', () => {
  const [back, toLeaker] = stageGraph(STAGE).edges
  expect(toLeaker).toMatchObject({
    trustFirst: 0.9,
    trustLowest: 0.45,
    trustEnd: 0.5,
    trustEndWithout: 0.91,
  })
  expect(back).toMatchObject({ trustFirst: null, trustLowest: null, trustEnd: null, trustEndWithout: null })
})

test('every row has the same keys, and hostile labels are text', () => {
  const { nodes, edges } = stageGraph(STAGE)
  for (const rows of [nodes, edges]) expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(1)
  expect(nodes.map(({ leaker }) => leaker)).toEqual([true, false, false])
  const xml = gexf(stageGraph(STAGE))
  expect(xml).toContain('&lt;Borduria> &amp; ')
  expect(xml).not.toContain('\u0000')
})

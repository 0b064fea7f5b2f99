/** A pair remembers the run it played last, and nobody can tell whether a run was played or remembered. */
import { describe, expect, it, vi } from 'vitest'
import { Pair } from '../src/pair.js'
import { DAY, type Phase } from '../src/run.js'
import { experimentAndPair } from '../src/studies/experiment.js'
import { typicalOf, typicalRun } from '../src/studies/typical.js'
import { Tape } from '../src/tape.js'
import { village } from './fixtures.js'

const given = village({ days: 90 })
const task = { scenario: given, without: ['leak'], seed: given.seed }

/** All that is told and measured of a run, and what its histories hold. */
const toldOf = (pair: Pair, number: number): object => ({
  told: typicalOf(pair, number),
  row: pair.play(number),
  offers: pair
    .histories(number)
    .map(({ offers, offerStart, trusts, lost }) => [
      offers.item.slice(0, offers.count),
      offers.grade.slice(0, offers.count),
      offerStart,
      trusts,
      lost,
    ]),
})

describe('a pair', () => {
  it('hands out what it has when asked for the same run again', () => {
    const pair = new Pair(task)
    pair.play(3)
    const [one, other] = pair.histories(3)
    expect(pair.histories(3)[0]).toBe(one)
    expect(pair.histories(3)[1]).toBe(other)
    expect(toldOf(pair, 3)).toEqual(toldOf(new Pair(task), 3))
  })

  it('does not mix runs up that are asked for in turn', () => {
    const pair = new Pair(task)
    for (const number of [0, 3, 3, 4, 3, 0, 0, 4])
      expect(toldOf(pair, number)).toEqual(toldOf(new Pair(task), number))
  })

  it('remembers nothing of a run that broke off: its buffers hold that one', () => {
    let broken = false
    const breaking: Phase = {
      name: 'breaking off',
      mechanisms: [
        {
          name: 'breaking off',
          owns: [],
          apply({ history }) {
            if (broken && history.days === 40) throw new Error('broke off')
          },
        },
      ],
    }
    const pair = new Pair(task, { phases: [...DAY, breaking] })
    const expected = toldOf(pair, 3)
    broken = true
    expect(() => pair.play(4)).toThrow('broke off')
    broken = false
    expect(toldOf(pair, 3)).toEqual(expected)
  })
})

describe('the pair of an experiment', () => {
  it('tells the typical run as a pair of its own would', async () => {
    for (const runs of [1, 6]) {
      const { findings, pair } = await experimentAndPair(given, { runs, first: 2 })
      const { typicalRun: number } = findings.data
      expect(typicalOf(pair, number)).toEqual(typicalRun(given, number, ['leak']))
      expect(pair.task).toEqual(task)
    }
  })

  it('has played its last run already', async () => {
    const filled = vi.spyOn(Tape.prototype, 'fill')
    const { findings, pair } = await experimentAndPair(given, { runs: 1 })
    typicalOf(pair, findings.data.typicalRun)
    expect(filled).toHaveBeenCalledTimes(1)
    filled.mockRestore()
  })
})

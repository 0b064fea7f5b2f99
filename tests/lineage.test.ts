/** V23 in every kind of network, and the check itself, which must not let anything through. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TEAR_LINE } from '../src/choice.js'
import { run } from '../src/run.js'
import type { Scenario } from '../src/scenario.js'
import { anyNetwork } from './any-network.js'
import { breach, scenario } from './fixtures.js'
import { busy, expectLineage, lived } from './lineage.js'
import { shipped } from './shipped.js'

describe('whoever holds an item is in its audience, or an event says how it came by it', () => {
  it('in a village with everything on', () => {
    for (let number = 0; number < 10; number++) {
      const checked = expectLineage(run(busy({ days: 200 }), { run: number }))
      expect(Math.min(...Object.values(checked))).toBeGreaterThan(10)
    }
  })

  it('in the shipped scenario, as it is and with leaks', () => {
    const given = { ...shipped(), days: 120 }
    expectLineage(run(given))
    const leaky = { ...given, parameters: { ...given.parameters, leakHazard: 0.0001, askRate: 0.05 } }
    const checked = expectLineage(run(leaky))
    expect(checked.leaks).toBeGreaterThan(10)
    expect(checked.releases).toBeGreaterThan(10)
  })

  it('where nothing leaks and nobody asks: then holders are the audience and nobody else', () => {
    const given = busy({ days: 120, breaches: [], off: ['leaks', 'release'] })
    const checked = expectLineage(run(given))
    expect(checked).toMatchObject({ releases: 0, passings: 0, leaks: 0, blames: 0 })
    expect(checked.offers).toBeGreaterThan(500)
  })

  it('in random networks, with agreements that come and go, parties that leave, and breaches traced or not', () => {
    const settings = fc.record({
      seed: fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme-ascii' }),
      leakHazard: fc.constantFrom(0, 0.002, 0.05),
      askRate: fc.constantFrom(0, 0.2, 1),
      askLag: fc.constantFrom(0, 3, 20),
      sharedClubs: fc.boolean(),
      traced: fc.boolean(),
      harsh: fc.boolean(),
    })
    let leaks = 0
    let releases = 0
    let blames = 0
    fc.assert(
      fc.property(anyNetwork, settings, (net, { seed, sharedClubs, traced, harsh, ...parameters }) => {
        const [bond] = net.agreements
        const breaches =
          bond === undefined
            ? []
            : [
                breach(bond.parties[0], bond.parties[1], {
                  to: 'press',
                  traced,
                  pressDay: 12,
                  namedDay: null,
                }),
              ]
        const given = scenario(net, {
          days: 60,
          seed,
          breaches,
          off: sharedClubs ? [] : ['sharedClubs'],
          // so that some step down, and some leave
          parameters: harsh
            ? { ...parameters, breachWeight: 10, inertiaTear: 0, inertiaHold: 0, stepHold: 1, endAfter: 5 }
            : parameters,
        })
        const checked = expectLineage(run(given))
        leaks += checked.leaks
        releases += checked.releases
        blames += checked.blames
      }),
      { numRuns: 80 },
    )
    expect(Math.min(leaks, releases, blames)).toBeGreaterThan(5)
  })
})

describe('the check finds', () => {
  const given: Scenario = busy({ days: 60 })

  it('a holder that nothing accounts for', () => {
    const history = run(given)
    const stranger = history.world.ids.indexOf('H')
    history.passings.push({ day: 30, item: 40, from: 0, to: stranger, grade: 2, event: 0 })
    expect(() => expectLineage(history)).toThrow(/match object|'breach', 'leak'/)
  })

  it('an item that was never given to whoever leaks it', () => {
    const history = run(given)
    const [first] = history.passings
    history.passings.splice(0, 1, { ...first, from: history.world.ids.indexOf('H') })
    expect(() => expectLineage(history)).toThrow(/match object|held item/)
  })

  /** What the check says of a history that was changed by hand. */
  function complaint(change: (history: ReturnType<typeof run>) => void): string {
    const history = run(given)
    change(history)
    try {
      expectLineage(history)
    } catch (error) {
      return String(error)
    }
    return 'nothing'
  }

  it('a release without its event, of more than the holder had, or under a caveat that forbids it', () => {
    const granted = run(given).releases.findIndex(({ grade }) => grade === TEAR_LINE)
    expect(complaint(({ releases }) => releases.push({ ...releases[granted] }))).toMatch(/lacked item/)
    expect(complaint(({ releases }) => releases.splice(0, 1))).toMatch(/to be/)
    const change = (more: object) => (history: ReturnType<typeof run>) =>
      void history.releases.splice(granted, 1, { ...history.releases[granted], ...more })
    const { holder } = run(given).releases[granted]
    expect(complaint(change({ third: holder }))).toMatch(/lacked item/)
    expect(complaint(change({ grade: 3 }))).toMatch(/to be less than or equal to/)
    const forbidden = given.network.agreements.map((one) => ({ ...one, caveat: 'forbidden' as const }))
    const strict = { ...given, network: { ...given.network, agreements: forbidden } }
    expect(complaint((history) => Object.assign(history.world, { scenario: strict }))).toMatch(/'forbidden'/)
  })

  it('an offer too many, too few, or of an item its country does not collect', () => {
    expect(complaint(({ offers }) => (offers.pair[100] = (offers.pair[100] + 1) % 8))).toMatch(
      /offered to|offer 100/,
    )
    expect(
      complaint(({ offerStart, offers }) => (offerStart[offerStart.length - 1] = offers.count - 1)),
    ).toMatch(/offered to/)
    expect(complaint(({ offers }) => (offers.grade[7] = 3))).toMatch(/offer 7 is of .*’s, at grade 3/)
  })

  it('a blame that does not add up', () => {
    const history = run(given)
    const [first] = history.blames
    history.blames.splice(0, 1, { ...first, posterior: { ...first.posterior, [first.blamed]: 0.99 } })
    expect(() => expectLineage(history)).toThrow(/less than 1e-12/)
  })
})

describe('history.holders', () => {
  const history = lived(busy({ days: 60 }))

  it('is empty before the item was collected, and for one that never was', () => {
    const item = history.tape.dayStart[20 + history.tape.lead]
    expect(history.holders(item, 19)).toEqual([])
    const lost = [...history.lost.keys()].filter((k) => history.lost[k] === 1)
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.flatMap((k) => history.holders(k, 59))).toEqual([])
  })

  it('grows, and only on the days on which an event says so', () => {
    const kinds = ['released', 'leak', 'breach']
    const told = new Set(history.events.filter(({ kind }) => kinds.includes(kind)).map(({ day }) => day))
    expect(told.size).toBeLessThan(60)
    for (let item = 0; item < history.tape.items; item += 3) {
      let before: string[] = []
      for (let day = history.tape.dayOf(item); day < 60; day++) {
        const now = history.holders(item, day)
        expect(before.every((id) => now.includes(id))).toBe(true)
        const grew = before.length > 0 && now.length > before.length
        expect(!grew || told.has(day)).toBe(true)
        before = now
      }
    }
  })

  it('says press where the press has it', () => {
    const { item, day } = history.passings.find(({ to }) => to < 0) ?? { item: -1, day: 0 }
    expect(history.holders(item, day)).toContain('press')
    expect(history.holders(item, day - 1)).not.toContain('press')
  })

  it('refuses items and days that are not there', () => {
    expect(() => history.holders(history.tape.items, 3)).toThrow(/there is no item/)
    expect(() => history.holders(0.5, 3)).toThrow(/there is no item/)
    expect(() => history.holders(0, 60)).toThrow('day 60 is outside this history; it has days -30 to 59')
    expect(() => history.holders(0, -31)).toThrow('outside this history')
  })
})

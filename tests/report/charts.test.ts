/** The pictures: drawn from finite numbers whatever the data lacks, named for those who do not see them. */
import { describe, expect, test } from 'vitest'
import { chillChart, flowChart, trustChart } from '../../src/report/charts.js'
import { timeline } from '../../src/report/finding.js'
import { h } from '../../src/report/markup.js'
import { edgeCases, group, LABELS, partner, sampleFindings } from './sample.js'

const caption = { title: 'A title', description: 'What is seen.', width: 700 }

function flow(days: number, width = 700): string {
  const data = sampleFindings({ days })
  const options = { ...caption, width, start: data.start, milestones: timeline(data, LABELS) }
  return flowChart(group(['B'], 0.3, days), options).toString()
}

test('a picture has a name and a description, for those who hear it', () => {
  for (const svg of [flow(120), chillChart([], caption).toString(), trustChart([], caption).toString()])
    expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*><title>A title<\/title><desc>What is seen\.<\/desc>/)
})

describe('flow', () => {
  test('both worlds are told apart by more than colour, with the chill below and every milestone marked', () => {
    const svg = flow(120)
    for (const kind of ['with', 'without', 'chill', 'band']) expect(svg).toContain(`class="${kind}"`)
    expect(svg.match(/class="mark"/g)).toHaveLength(3)
    expect(svg).toContain('the press has it')
  })

  test('a year is dated by months, a week by days', () => {
    expect(flow(365)).toContain('>2017-07</text>')
    expect(flow(7)).toContain('>day 2</text>')
  })

  test('the band runs to the last day', () => {
    const path = /<path d="([^"]*)" class="band"/.exec(flow(365))?.[1] ?? ''
    expect(path.endsWith('Z')).toBe(true)
    expect(path.split(/[ML]/)).toHaveLength(2 * 365 + 1)
  })

  test('a very long run is drawn with no more points than a screen shows', () => {
    expect(flow(20_000).length).toBeLessThan(150_000)
  })
})

describe('partners', () => {
  const partners = [partner('C', 0.05), partner('B', 0.32, 'victim')]

  test('victims are diamonds at the head, others circles, each with its interval', () => {
    const svg = chillChart(partners, caption).toString()
    expect(svg.indexOf('Borduria')).toBeLessThan(svg.indexOf('Costaguana'))
    expect(svg.match(/<path [^>]*class="dot"/g)).toHaveLength(1)
    expect(svg.match(/<circle [^>]*class="dot"/g)).toHaveLength(1)
    expect(svg.match(/class="whisker"/g)).toHaveLength(2)
  })

  test('a partner without an interval has a mark and no line', () => {
    const one = { ...partners[1], chill: { mean: 0.3, low: Number.NaN, high: Number.NaN } }
    const svg = chillChart([one], caption).toString()
    expect(svg).toContain('class="dot"')
    expect(svg).not.toContain('class="whisker"')
  })

  test('trust has a shape for each of its four moments', () => {
    const svg = trustChart(partners, caption).toString()
    for (const kind of ['ring', 'low', 'dot', 'bar'])
      expect(svg.match(new RegExp(`class="${kind}"`, 'g'))).toHaveLength(2)
  })

  test('a long name is cut so that it does not leave the picture', () => {
    const svg = chillChart([{ ...partners[0], label: 'x'.repeat(100) }], {
      ...caption,
      width: 328,
    }).toString()
    expect(svg).toMatch(/>x{5,14}…</)
  })
})

test.each(edgeCases())('%s: every number drawn is finite, wide and narrow', (_, data) => {
  for (const width of [328, 752])
    for (const leaker of data.leakers) {
      const options = { ...caption, width }
      const milestones = timeline(data, LABELS)
      const drawn = [
        flowChart(leaker.groups.direct, { ...options, start: data.start, milestones }),
        chillChart(leaker.partners, options),
        trustChart(leaker.partners, options),
      ].map(String)
      for (const svg of drawn) expect(svg).not.toMatch(/NaN|Infinity|undefined|null/)
    }
})

test('a number that is none is our own slip and is not drawn', () => {
  expect(() => h('circle', { cx: Number.NaN })).toThrow('attribute cx is NaN')
})

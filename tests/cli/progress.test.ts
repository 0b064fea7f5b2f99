/** What is shown while an experiment runs, where somebody watches. */
import { afterEach, expect, test, vi } from 'vitest'
import { meter } from '../../src/cli/progress.js'

const { isTTY } = process.stderr

afterEach(() => {
  process.stderr.isTTY = isTTY
  vi.restoreAllMocks()
})

/** What a bar of 100 pairs has shown when `done` are done after some seconds. */
function shownAfter(seconds: number, done: number): string {
  let shown = ''
  process.stderr.isTTY = true
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    shown += String(text)
    return true
  })
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  const bar = meter(100)
  now.mockReturnValue(seconds * 1000)
  bar.show({ done, total: 100 })
  bar.end()
  return shown
}

test('before the first pair is done nobody knows how long it takes', () => {
  const shown = shownAfter(2, 0)
  expect(shown).toContain('0 of 100 pairs')
  expect(shown).not.toMatch(/second|left/)
})

test.each([
  [10, 20, '20 of 100 pairs, 2.0 a second, 40 s left'],
  [1, 90, '90 of 100 pairs, 90 a second, 1 s left'],
  [1000, 50, '50 of 100 pairs, 0.1 a second, 17 min left'],
])('after %i s and %i pairs the bar tells pace and time left', (seconds, done, says) => {
  expect(shownAfter(seconds, done)).toContain(says)
})

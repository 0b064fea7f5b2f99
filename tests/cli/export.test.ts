/** `liaison export`: a network for other programs, the same bytes each time. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshFolder, liaison } from './command.js'

const LINE = 'Real names are illustrations under stated assumptions, not a forecast.'
const folder = freshFolder()
const inside = { cwd: folder }
const written = (name: string): string => readFileSync(join(folder, name), 'utf8')

test('the world as GEXF: who is a party on the day, twice the same bytes, unverified rows marked', async () => {
  const { code, out, err } = await liaison(['export', 'world', '--on', '2017-05-01'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(LINE)
  expect(out).toContain('source="agreement:nato" target="country:NOR"')
  expect(out).not.toContain('source="agreement:nato" target="country:SWE"')
  expect(out).toContain('<attvalue for="verification" value="from memory, unverified"/>')
  const again = await liaison(
    ['export', 'world', '--on', '2017-05-01', '--format', 'gexf', '--out', 'w.gexf'],
    inside,
  )
  expect(again).toEqual({ code: 0, out: '', err: '' })
  expect(written('w.gexf')).toBe(out)
})

test('left out, the day comes after all that is dated', async () => {
  const { out } = await liaison(['export', 'world'])
  expect(out).toContain('source="agreement:nato" target="country:SWE"')
  expect(out).not.toContain('agreement:alliance-base')
})

test('as CSV: two tables, each row with the line that names are illustrations', async () => {
  const args = ['export', 'five-eyes-and-partners', '--format', 'csv', '--on', '2017-05-01']
  expect(await liaison([...args, '--out', 'five.csv'], inside)).toEqual({ code: 0, out: '', err: '' })
  const [nodes, edges] = ['five.nodes.csv', 'five.edges.csv'].map(written)
  expect(nodes).toMatch(/^key,kind,label,.*,verification,unverified,source,url,note\n/)
  expect(edges).toContain('\nagreement:ukusa,country:NZL,')
  for (const table of [nodes, edges])
    for (const row of table.trim().split('\n').slice(1)) expect(row).toContain(LINE)
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
})

test('as JSON: a network file, which gives the same again', async () => {
  const args = ['--format', 'json', '--on', '2017-05-01']
  const { out } = await liaison(['export', 'five-eyes-and-partners', ...args])
  expect(JSON.parse(out)).toMatchObject({ description: LINE, id: 'five-eyes-and-partners' })
  writeFileSync(join(folder, 'five.json'), out)
  expect(await liaison(['check', 'five.json'], inside)).toMatchObject({ code: 0 })
  expect((await liaison(['export', 'five.json', ...args], inside)).out).toBe(out)
})

describe('what cannot be done is told', () => {
  test.each([
    [['export', 'wold'], 66, 'E_NO_INPUT: no network "wold" comes with liaison; did you mean "world"?'],
    [['export', 'nowhere.yaml'], 66, 'E_NO_INPUT: "nowhere.yaml" cannot be read'],
    [['export', 'world', '--format', 'gefx'], 64, '--format "gefx" is not known; did you mean "gexf"?'],
    [['export', 'world', '--graph', 'trust'], 64, '--graph "trust" is not known'],
    [['export', 'world', '--on', 'today'], 64, '--on "today" is no day; write it as 2017-05-01'],
    [['export', 'world', '--format', 'csv'], 64, 'name a file with --out'],
    [['export', 'isac-small', '--out', 'no/such/folder.gexf'], 73, 'E_CANT_CREATE'],
  ])('%s', async (args, code, words) => {
    const outcome = await liaison(args, inside)
    expect(outcome).toMatchObject({ code, out: '' })
    expect(outcome.err).toContain(words)
  })
})

/** A null model's finding on a terminal, and what Liaison says beside it. */
import { DISCLAIMER } from '../disclaimer.js'
import type { BaselineFindings } from '../studies/baseline-findings.js'
import {
  baselineFinding,
  baselineLedger,
  besideLiaison,
  byChange,
  countryColumns,
  countryLegend,
  INTERVAL,
  modelName,
  whatItIs,
  type CountryColumn,
} from './baseline-sentences.js'
import type { SummaryOptions } from './summary.js'
import { hanging, pad, PLAIN, table, widthOf, wrap } from './terminal.js'
import { beyondChance, plain, withArticle } from './words.js'

/** Rows of the table of countries at most. */
const MOST_COUNTRIES = 16

/** The summary, ending with a line end. */
export function baselineSummary(data: BaselineFindings, options: SummaryOptions = {}): string {
  const { width: asked = 80, style = PLAIN, files = [] } = options
  const width = Math.min(120, Math.max(72, Math.floor(asked)))
  const heading = (text: string): string[] => wrap(text, width).map(style.strong)
  const title = wrap(`${plain(data.title, 200)}: null model`, width)
  const columns = fitting(countryColumns(data), width)
  const longest = Math.max(0, ...files.map(([path]) => widthOf(plain(path, 200))))
  const sections = [
    [
      ...title.map(style.strong),
      style.strong('═'.repeat(Math.max(...title.map(widthOf)))),
      ...wrap(whatItIs(data), width),
    ],
    [
      ...heading(`What ${modelName(data)} gives`),
      ...baselineFinding(data).flatMap((text) => wrap(text, width)),
    ],
    ...besideLiaison(data).map((text) => [...heading('Beside it'), ...wrap(text, width)]),
    ...data.leakers.map(({ label, countries }) => {
      const rows = byChange(countries)
      const more = rows.length - MOST_COUNTRIES
      return [
        ...heading(`Toward ${withArticle(plain(label))}, country by country`),
        ...table(
          columns.map(({ head, width, numeric }) => ({ head, width, side: numeric ? 'right' : 'left' })),
          rows.slice(0, MOST_COUNTRIES).map((row) => columns.map(({ cell }) => cell(row))),
          style,
        ),
        ...(more > 0 ? [style.faint(`… and ${more} more (all of them in the report)`)] : []),
        ...wrap(countryLegend(data), width).map(style.faint),
      ]
    }),
    [
      ...heading('What this rests on'),
      ...baselineLedger(data).flatMap(([name, value]) => hanging(`  ${pad(name, 26)}`, value, width)),
      ...wrap([...beyondChance(data.runs), DISCLAIMER].join(' '), width),
    ],
    ...(files.length === 0
      ? []
      : [
          [
            ...heading('Where it all is'),
            ...files.map(([path, what]) => `  ${pad(plain(path, 200), longest)}  ${plain(what)}`),
          ],
        ]),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** The columns that a terminal has room for: names give way first, then intervals. */
function fitting(columns: readonly CountryColumn[], width: number): CountryColumn[] {
  const sum = (some: readonly CountryColumn[]): number =>
    some.reduce((all, column) => all + column.width + 2, -2)
  const kept = sum(columns) <= width ? columns : columns.filter(({ head }) => head[0] !== INTERVAL)
  const room = width - sum(kept)
  return kept.map((column, k) => (k === 0 ? { ...column, width: Math.min(26, column.width + room) } : column))
}

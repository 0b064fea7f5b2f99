/** A null model's finding as one page, in the manner of the report. Every text from the data goes through `h`, which escapes it. */
import { DISCLAIMER } from '../disclaimer.js'
import type { BaselineFindings } from '../studies/baseline-findings.js'
import {
  baselineFinding,
  baselineLedger,
  besideLiaison,
  byChange,
  countryColumns,
  countryLegend,
  modelName,
  whatItIs,
} from './baseline-sentences.js'
import { documentOf, section, tableOf } from './frame.js'
import { h, type Markup } from './markup.js'
import { titleOf } from './page.js'
import { beyondChance, count, plain, withArticle } from './words.js'

/** The page as an HTML document. */
export function baselinePage(data: BaselineFindings): string {
  const paragraphs = (texts: readonly string[], kind?: string): Markup[] =>
    texts.map((text) => h('p', { class: kind }, text))
  const liaison = besideLiaison(data)
  const columns = countryColumns(data)
  return documentOf(
    `${titleOf(data)}: null model`,
    h(
      'header',
      {},
      h(
        'p',
        { class: 'kind' },
        `A null model: ${count(data.runs, 'pair')} of runs, with and without the breach`,
      ),
      h('h1', {}, titleOf(data)),
      ...paragraphs(baselineFinding(data), 'lead'),
      ...paragraphs([whatItIs(data), ...liaison]),
      ...(data.description.trim() === '' ? [] : paragraphs([data.description], 'aside')),
      h('p', { class: 'aside disclaimer' }, DISCLAIMER),
    ),
    h(
      'main',
      {},
      ...data.leakers.flatMap(({ label, countries }) => {
        const rows = byChange(countries)
        return section(
          `Toward ${withArticle(plain(label))}, country by country`,
          tableOf(
            `What ${modelName(data)} gives for each country, and what Liaison's own model says of it.`,
            columns.map(({ head, numeric }) => `${numeric ? '!' : ''}${head.join(' ').trim()}`),
            rows.map((row) => columns.map(({ cell }) => cell(row))),
            (row) => rows[row].role,
          ),
          h('p', { class: 'aside' }, countryLegend(data)),
        )
      }),
      ...section('What the intervals do not say', ...paragraphs(beyondChance(data.runs))),
      ...section(
        'What this rests on',
        h(
          'dl',
          { class: 'words' },
          ...baselineLedger(data).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
        ),
      ),
    ),
  )
}

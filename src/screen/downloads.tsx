/** Data to take away: the files of the result, made in the page from what it holds, by the same functions that `liaison run` writes with. */
import { render, type JSX } from 'preact'
import { gexf } from '../formats/gexf.js'
import type { ReportData } from '../report/page.js'
import { stageGraph } from '../studies/stage-graph.js'
import {
  daysTable,
  eventLines,
  findingsJson,
  outcomesTable,
  partnersTable,
  warningsTable,
} from '../studies/tables.js'
import { FILES, TAKE_AWAY, TAKE_AWAY_NOTE } from './text.js'

interface Download {
  readonly name: keyof typeof FILES
  readonly type: string
  readonly make: (data: ReportData) => string
}

const CSV = 'text/csv'
const DOWNLOADS: readonly Download[] = [
  {
    name: 'findings.json',
    type: 'application/json',
    make: ({ findings }) => findingsJson(findings),
  },
  {
    name: 'partners.csv',
    type: CSV,
    make: ({ findings }) => partnersTable(findings),
  },
  { name: 'days.csv', type: CSV, make: ({ findings }) => daysTable(findings) },
  {
    name: 'outcomes.csv',
    type: CSV,
    make: ({ findings }) => outcomesTable(findings),
  },
  {
    name: 'warnings.csv',
    type: CSV,
    make: ({ typical }) => warningsTable(typical),
  },
  {
    name: 'events.jsonl',
    type: 'application/jsonl',
    make: ({ typical }) => eventLines(typical),
  },
  {
    name: 'network.gexf',
    type: 'application/xml',
    make: ({ typical }) => gexf(stageGraph(typical.stage)),
  },
]

/** Puts the files behind everything else that `main` says. */
export function mountDownloads(main: Element, data: ReportData): void {
  const section = document.createElement('section')
  section.className = 'downloads'
  main.append(section)
  render(<Downloads data={data} />, section)
}

function Downloads({ data }: { readonly data: ReportData }): JSX.Element {
  return (
    <>
      <h2>{TAKE_AWAY}</h2>
      <p class="aside">{TAKE_AWAY_NOTE}</p>
      <ul>
        {DOWNLOADS.map((download) => (
          <li key={download.name}>
            <button type="button" onClick={() => save(download, data)}>
              {download.name}
            </button>{' '}
            {FILES[download.name]}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Time enough for any browser to begin saving. */
const KEPT = 60_000

function save({ name, type, make }: Download, data: ReportData): void {
  const address = URL.createObjectURL(new Blob([make(data)], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), KEPT)
}

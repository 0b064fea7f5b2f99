/** The program of the explorer. */
import { render } from 'preact'
import { config } from 'zod'
import { EXPLORER_ID, type ExplorerData } from '../report/explorer.js'
import { DATA_ID } from '../report/frame.js'
import { Explorer } from './explorer/app.js'

// the page's policy lets no text become a program, so zod need not try
config({ jitless: true })

const data = document.getElementById(DATA_ID)
const root = document.getElementById(EXPLORER_ID)
if (data !== null && root !== null) {
  root.textContent = ''
  render(<Explorer data={JSON.parse(data.textContent) as ExplorerData} />, root)
}

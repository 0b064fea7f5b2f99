/** The program of a report: the stage on top of it, tables that sort and filter, data to take away. */
import { DATA_ID } from '../report/frame.js'
import { STAGE_ID, type ReportData } from '../report/page.js'
import { mountDownloads } from './downloads.js'
import { mountStage } from './stage/mount.js'
import { mountTables } from './tables.js'

const element = document.getElementById(DATA_ID)
const root = document.getElementById(STAGE_ID)
const main = document.querySelector('main')
if (element !== null && root !== null && main !== null) {
  const data = JSON.parse(element.textContent) as ReportData
  // the rest of the page is not there yet, so nothing of it is pushed down
  mountStage(root, data)
  document.addEventListener('DOMContentLoaded', () => {
    mountTables(main)
    mountDownloads(main, data)
  })
}

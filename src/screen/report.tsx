/** The program of a report: the stage on top of it, tables that sort and find, data to take away. */
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
  mountStage(root, data)
  mountTables(main)
  mountDownloads(main, data)
}

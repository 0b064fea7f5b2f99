/** The program of a report: the stage on top of it, tables that sort and filter, data to take away. */
import { DATA_ID } from '../report/frame.js'
import { STAGE_ID, type ReportData } from '../report/page.js'
import { mountStage } from './stage/mount.js'

const data = document.getElementById(DATA_ID)
const root = document.getElementById(STAGE_ID)
if (data !== null && root !== null) mountStage(root, JSON.parse(data.textContent) as ReportData)

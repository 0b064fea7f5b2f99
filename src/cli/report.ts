/** `liaison report`: writes the page of a result again, from what was found and the scenario it was found with. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FINDINGS_FILE, loadScenario, readInput, readScreen, writeTexts } from '../files.js'
import { LiaisonError, printable, quote } from '../mistakes.js'
import { page } from '../report/page.js'
import { differenceFrom, readFindings } from '../studies/findings-file.js'
import { typicalRun } from '../studies/typical.js'
import { print } from './terminal.js'

export interface ReportOptions {
  /** the page's own place in the result when left out */
  readonly out?: string
  readonly quiet?: boolean
}

/** Bytes of findings that are read: two leakers over fifty years, with all assumptions varied, need less. */
const MOST = 2 ** 28

export async function report(result: string, { out, quiet = false }: ReportOptions): Promise<void> {
  const found = join(result, FINDINGS_FILE)
  if (!existsSync(found))
    throw new LiaisonError('E_NO_INPUT', `no result in ${printable(result, 500)}; \`liaison run\` writes one`)
  const scenario = await loadScenario(join(result, 'scenario.resolved.json'))
  if (scenario.model !== 'liaison')
    throw new LiaisonError(
      'E_SCHEMA',
      `${quote(result)} is of the null model ${scenario.model}, and only reports of Liaison's own model can be written again; run the scenario again for this one`,
    )
  const bytes = await readInput(found, MOST + 1)
  if (bytes.length > MOST)
    throw new LiaisonError('E_TOO_BIG', `${quote(found)} is larger than any result; run the scenario again`)
  const findings = readFindings(new TextDecoder().decode(bytes), found)
  const odd = differenceFrom(scenario, findings)
  if (odd !== undefined)
    throw new LiaisonError(
      'E_RESUME_MISMATCH',
      `${quote(result)} holds findings and a scenario that differ in ${odd}, so they are not of one result; run the scenario again`,
    )
  const removed = findings.breaches.filter((breach) => breach.removed).map(({ id }) => id)
  const typical = typicalRun(scenario, findings.typicalRun, removed)
  const path = out ?? join(result, 'report.html')
  await writeTexts({ [path]: page(findings, typical, await readScreen('report')) })
  if (!quiet) await print(`${printable(path, 500)}\n`)
}

/** Gives work an empty folder, which is gone once it is done. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

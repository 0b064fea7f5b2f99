/** What the commands say: results on standard output, to the last byte or not at all; everything else on standard error. */
import { fstatSync, writeSync } from 'node:fs'
import { LiaisonError } from '../mistakes.js'

/**
 * Prints a result on standard output and waits until all of it is out. A reader that has gone away, as in `| head -1`, wants
 * no more of it: that is no failure.
 * @throws LiaisonError E_IO when it cannot be written, for instance to a full disk
 */
export async function print(text: string): Promise<void> {
  try {
    if (isFile(1)) writeWhole(1, Buffer.from(text))
    else await send(process.stdout, text)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'EPIPE')
      throw new LiaisonError('E_IO', `standard output: ${message}; make room and run again`)
  }
}

/** Says something beside the result. When nobody can hear it, work goes on. */
export async function note(text: string): Promise<void> {
  await send(process.stderr, `${text}\n`).catch(() => undefined)
}

/** Whether a descriptor leads to a file or a device that is no terminal: Node writes there once and takes a part for the whole. */
function isFile(descriptor: number): boolean {
  const stats = fstatSync(descriptor)
  return stats.isFile() || (stats.isCharacterDevice() && !process.stdout.isTTY)
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done)
}

/** Resolves when a pipe or terminal has taken everything. */
function send(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // without a listener a broken pipe would end the process
    stream.once('error', reject)
    stream.write(text, (error) => {
      if (error) {
        reject(error)
        return
      }
      stream.off('error', reject)
      resolve()
    })
  })
}

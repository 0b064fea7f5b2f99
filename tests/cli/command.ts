/** Runs the built command as a user would: another process, its output and its exit code. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

export const PROJECT = join(import.meta.dirname, '../..')
export const MAIN = join(PROJECT, 'dist/cli/main.js')
export const BIN = join(PROJECT, 'bin/liaison.mjs')

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Surroundings {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** descriptor that stands for standard output; collected in `out` when left out */
  readonly stdout?: number
  /** is given the process once it runs */
  readonly with?: (child: ChildProcess) => void
}

/** Runs a Node program. */
export function node(
  args: readonly string[],
  { cwd = PROJECT, env = {}, stdout, ...rest }: Surroundings = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, LIAISON_DEBUG: '', ...env },
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  rest.with?.(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, ...said })
    })
  })
}

export function liaison(args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  return node([BIN, ...args], surroundings)
}

const made: string[] = []

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A fresh folder of its own; it is gone when the tests of its file are done. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-'))
  made.push(folder)
  return folder
}

/** Three countries, two agreements, one breach: a scenario that is over in no time. */
export const TINY = `liaison: 1
title: A small leak
start: 2020-02-01
days: 60
seed: small
network:
  topics: { terror: { plots: { perYear: 2, targets: [BBB] } } }
  countries:
    - { id: AAA, label: Avalon, need: { terror: 1 }, collection: { terror: { HUMINT: 1 } } }
    - { id: BBB, label: Brobdingnag, need: { terror: 1 }, collection: { terror: { SIGINT: 1 } } }
    - { id: CCC, label: Cockaigne, need: { terror: 1 }, collection: { terror: { HUMINT: 0.5 } } }
    - { id: RRR, label: Ruritania }
  agreements:
    - { id: one, parties: [AAA, BBB], scope: { topics: all, disciplines: all }, tie: ally }
    - { id: two, parties: [BBB, CCC], scope: { topics: all, disciplines: all }, tie: partner }
  hostility: [{ between: [AAA, RRR], level: 1 }]
events:
  - id: leak
    on: 2020-02-11
    breach: { by: BBB, of: AAA, to: RRR, topic: terror, severity: 1, details: 6, press: { after: 2 days, named: 1 day } }
`

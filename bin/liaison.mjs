#!/usr/bin/env node
/** What `liaison` starts. It is no build's output: its mode stays as committed, and it is there before anything is built. */
const program = new URL('../dist/program/main.js', import.meta.url)

try {
  await import(program.href)
} catch (error) {
  const { existsSync } = await import('node:fs')
  // something else is missing, and only Node knows what
  if (existsSync(program)) throw error
  process.stderr.write('liaison: not built yet; run npm run build\n')
  process.exitCode = 70
}

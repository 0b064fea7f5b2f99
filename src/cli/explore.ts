/** `liaison explore`: the model as a page, served to this machine alone or written as one file. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { includeFor, readInput, readScreen, readShipped, writeTexts } from '../files.js'
import { LiaisonError, ScenarioError } from '../mistakes.js'
import { explorerPage, type NamedText, type Offer } from '../report/explorer.js'
import { policyOf } from '../report/frame.js'
import { readScenario } from '../scenario-file.js'
import { stoppable } from './signals.js'
import { print } from './terminal.js'

export interface ExploreOptions {
  /** where the page goes; served when left out */
  readonly out?: string
  /** a free one when left out */
  readonly port?: number
}

/** The only address that is listened on: nobody but this machine reaches it. */
const LOOPBACK = '127.0.0.1'

/** Where a page may begin, besides the scenarios that come with liaison. */
const FIRST = 'laptop-bomb'

export async function explore(
  scenario: string | undefined,
  { out, port = 0 }: ExploreOptions,
): Promise<void> {
  const shipped = await readShipped()
  const offer = scenario === undefined ? beginningWith(FIRST, shipped) : await withOwn(scenario, shipped)
  const { engine, ...screen } = await readScreen('explorer')
  if (engine === undefined) throw new Error('the explorer was built without its engine')
  const html = explorerPage(offer, { ...screen, engine })
  if (out === undefined)
    await stoppable((signal) => serve(html, policyOf({ ...screen, engine }), port, signal))
  else await writeTexts({ [out]: html })
}

function beginningWith(id: string, { networks, scenarios }: Offer): Offer {
  return { networks, scenarios: { [id]: scenarios[id], ...scenarios } }
}

/** The offer with a scenario of one's own before all others, and the network it names. @throws ScenarioError */
async function withOwn(path: string, { networks, scenarios }: Offer): Promise<Offer> {
  const bytes = await readInput(path)
  const own: Record<string, NamedText> = {}
  const include = includeFor(path)
  const { scenario, mistakes } = readScenario(bytes, {
    file: path,
    include: (name) => {
      const found = include(name)
      if (found !== undefined) own[name] = { file: name, text: textOf(found.text) }
      return found
    },
  })
  if (scenario === undefined) throw new ScenarioError(mistakes)
  const file = basename(path)
  const id = file.replace(/\.(ya?ml|json)$/i, '')
  return {
    // a network by a shipped name is the shipped one
    networks: { ...own, ...networks },
    scenarios: { [id]: { file, text: textOf(bytes) }, ...withoutKey(scenarios, id) },
  }
}

function textOf(bytes: string | Uint8Array): string {
  return typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)
}

function withoutKey(texts: Readonly<Record<string, NamedText>>, id: string): Record<string, NamedText> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => key !== id))
}

/** Serves the page until a signal ends it. @throws LiaisonError E_UNAVAILABLE where the port is taken; `signal.reason` */
async function serve(html: string, policy: string, port: number, signal: AbortSignal): Promise<void> {
  const server = createServer()
  server.listen(port, LOOPBACK)
  try {
    await once(server, 'listening', { signal })
  } catch (error) {
    signal.throwIfAborted()
    const { code } = error as NodeJS.ErrnoException
    throw new LiaisonError(
      'E_UNAVAILABLE',
      `port ${port} cannot be listened on (${code}); give another with --port, or leave it out`,
    )
  }
  const own = (server.address() as AddressInfo).port
  server.on('request', answering(html, policy, [`${LOOPBACK}:${own}`, `localhost:${own}`]))
  await print(`http://${LOOPBACK}:${own}/\nOpen this address in a browser on this machine. Ctrl-C ends it.\n`)
  try {
    await once(server, 'close', { signal })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/**
 * Answers with the one page there is. A page of a stranger, whose name was made to lead to this machine, asks under its own name
 * and is sent away.
 */
function answering(html: string, policy: string, hosts: readonly string[]): RequestListener {
  const body = Buffer.from(html)
  return ({ method, url, headers }: IncomingMessage, response: ServerResponse) => {
    const refuse = (status: number, why: string, more: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', ...more })
      response.end(method === 'HEAD' ? undefined : `${why}\n`)
    }
    if (!hosts.includes(headers.host ?? '')) refuse(421, 'This server answers to its own address only.')
    else if (method !== 'GET' && method !== 'HEAD') refuse(405, 'GET and HEAD only.', { Allow: 'GET, HEAD' })
    else if (url !== '/') refuse(404, 'There is one page here: /')
    else {
      response.writeHead(200, {
        ...HEADERS,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': body.length,
        'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
      })
      response.end(method === 'HEAD' ? undefined : body)
    }
  }
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/** `liaison explore` as a user meets it: a page for this machine alone, or one file. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshFolder, liaison, TINY, type Outcome } from './command.js'

const folder = freshFolder()
const inside = { cwd: folder }

interface Asked {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

async function ask(port: number, path: string, method: string, host?: string): Promise<Asked> {
  const headers = host === undefined ? {} : { host }
  const sent = request({ host: '127.0.0.1', port, path, method, headers })
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let body = ''
  response.setEncoding('utf8').on('data', (text: string) => (body += text))
  await once(response, 'end')
  return { status: response.statusCode, headers: response.headers, body }
}

/** Serves while `use` asks, and ends it with a signal. */
async function served(
  args: readonly string[],
  use: (port: number, child: ChildProcess) => Promise<void>,
): Promise<Outcome> {
  let asking: Promise<void> | undefined
  const outcome = await liaison(['explore', ...args], {
    ...inside,
    with: (child) => {
      child.stdout?.once('data', (text: string) => {
        const port = Number(/^http:\/\/127\.0\.0\.1:(\d+)\/$/m.exec(text)?.[1])
        asking = use(port, child).finally(() => child.kill('SIGINT'))
        asking.catch(() => undefined)
      })
    },
  })
  await asking
  return outcome
}

/** What the page holds for its program. */
interface Offered {
  readonly engine: string
  readonly networks: Readonly<Record<string, unknown>>
  readonly scenarios: Readonly<Record<string, unknown>>
}

describe('served', () => {
  test('one page to its own address, GET and HEAD only, and ends with 130 on Ctrl-C', async () => {
    const outcome = await served([], async (port) => {
      const page = await ask(port, '/', 'GET')
      expect(page.status).toBe(200)
      expect(page.body).toContain('Liaison explorer')
      expect(page.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'content-type': 'text/html; charset=utf-8',
      })
      const policy = String(page.headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
      expect((await ask(port, '/', 'GET', `localhost:${port}`)).status).toBe(200)
      const head = await ask(port, '/', 'HEAD')
      expect([head.status, head.body, head.headers['content-length']]).toEqual([
        200,
        '',
        String(Buffer.byteLength(page.body)),
      ])
      // a name of somebody else's that leads here
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1',
        `127.0.0.1.evil.example:${port}`,
      ])
        expect((await ask(port, '/', 'GET', host)).status, host).toBe(421)
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
        expect((await ask(port, '/', method)).status, method).toBe(405)
      for (const path of ['/x', '/../package.json', '/%2e%2e/package.json', '//', '/?a', '/favicon.ico']) {
        const refused = await ask(port, path, 'GET')
        expect(refused.status, path).toBe(404)
        expect(refused.headers['x-content-type-options']).toBe('nosniff')
      }
    })
    expect(outcome).toMatchObject({ code: 130, err: 'liaison: stopped by SIGINT; nothing was written\n' })
  })

  test('on a port that is taken it says so', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { code, err } = await liaison(['explore', '--port', String(port)], inside)
    other.close()
    expect(code).toBe(69)
    expect(err).toContain(`E_UNAVAILABLE: port ${port} cannot be listened on`)
    expect((await liaison(['explore', '--port', '70000'], inside)).code).toBe(64)
  })
})

describe('written', () => {
  const written = async (...args: string[]): Promise<string> => {
    const out = join(folder, 'page.html')
    const { code, err } = await liaison(['explore', ...args, '--out', out], inside)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return readFileSync(out, 'utf8')
  }

  test('it is one file whose policy names its own program and styles, and small enough without its data', async () => {
    const html = await written()
    expect(readdirSync(folder)).toEqual(['page.html'])
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(html)?.[1]
      .replaceAll('&#39;', "'")
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const [program = ''] = html.match(/(?<=<script>)[^]*?(?=<\/script>)/g) ?? []
    expect(policy).toContain(`script-src ${hash(program)};`)
    const head = html.slice(0, html.indexOf('</head>'))
    for (const style of head.match(/(?<=<style>)[^]*?(?=<\/style>)/g) ?? [])
      expect(policy).toContain(hash(style))
    expect(policy).toContain('worker-src blob:')
    expect(head).not.toMatch(/ (?:src|href)=/)
    const data = /<script type="application\/json" id="liaison-data">([^]*?)<\/script>/.exec(html)?.[1] ?? ''
    const { engine, networks, scenarios } = JSON.parse(data) as Offered
    expect(Object.keys(networks)).toContain('world')
    expect(Object.keys(scenarios)[0]).toBe('laptop-bomb')
    expect(html.length - data.length + engine.length).toBeLessThan(1_500_000)
  })

  test('it begins with a scenario of one’s own, whatever that is called', async () => {
    const hostile = `'</script><script>alert(1)</script><!--'`
    writeFileSync(join(folder, 'own.yaml'), TINY.replace('A small leak', hostile))
    const html = await written('own.yaml')
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).not.toContain('alert(1)</script>')
    const data = /id="liaison-data">([^]*?)<\/script>/.exec(html)?.[1] ?? ''
    const { scenarios } = JSON.parse(data) as { scenarios: Record<string, { file: string; text: string }> }
    expect(Object.entries(scenarios)[0]).toEqual([
      'own',
      { file: 'own.yaml', text: readFileSync(join(folder, 'own.yaml'), 'utf8') },
    ])
  })

  test('a scenario that is wrong is told of and nothing is written', async () => {
    writeFileSync(join(folder, 'bad.yaml'), TINY.replace('severity: 1', 'severity: 7'))
    const { code, err } = await liaison(['explore', 'bad.yaml', '--out', 'bad.html'], inside)
    expect(code).toBe(65)
    expect(err).toMatch(/^bad\.yaml:\d+:\d+: E_RANGE: /)
    expect(readdirSync(folder)).not.toContain('bad.html')
  })
})

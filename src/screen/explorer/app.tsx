/** The explorer as a whole: what is set, what is running, what was found, and what goes in and out as files and links. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { formatMistake, LiaisonError, MOST_TOLD, ScenarioError, type Mistake } from '../../mistakes.js'
import type { ExplorerData, NamedText } from '../../report/explorer.js'
import type { Scenario } from '../../scenario.js'
import type { Comparison } from '../../studies/compare.js'
import { findingsJson } from '../../studies/tables.js'
import { LIMITS } from '../../tree.js'
import { Crew } from './client.js'
import { Form } from './form.js'
import { fragmentOf, LONGEST_LINK, sharedIn, type Shared } from './link.js'
import { Results, SideBySide, type Shown } from './results.js'
import { open, readOffered, sourceOf, type Settings } from './settings.js'
import { contrast, study, type Studied } from './study.js'
import { EXPLORER } from '../text.js'

/** The work that is going on, or how it ended. */
interface Work {
  readonly done: number
  readonly total: number
  readonly said: string
}

/** Settings, and what was found with them. */
interface Kept {
  readonly settings: Settings
  readonly title: string
  readonly studied?: Studied
}

/** Time of the last key or stroke until the address follows, in milliseconds. */
const SETTLED = 300

export function Explorer({ data }: { readonly data: ExplorerData }) {
  const [current, setCurrent] = useState(() => soundly(beginningOf(data), data))
  const [beginning] = useState(current)
  const [kept, setKept] = useState<Kept>()
  const [work, setWork] = useState<Work>()
  const [running, setRunning] = useState<AbortController>()
  const [shown, setShown] = useState<Shown & { readonly settings: Settings }>()
  const [studied, setStudied] = useState<Studied>()
  const [beside, setBeside] = useState<{ a: Studied; b: Studied; comparison: Comparison | undefined }>()
  const [trouble, setTrouble] = useState<Trouble>()
  const results = useRef<HTMLDivElement>(null)
  const crew = useRef<Crew>(undefined)
  const { settings, source, scenario, written, warnings } = current

  /** Takes settings that make a scenario; of others it tells what is wrong, and leaves everything as it is. */
  const take = (title: string | undefined, shared: Shared): void => {
    try {
      const next = soundly(shared.now, data)
      const a = shared.a && soundly(shared.a, data)
      setTrouble(undefined)
      setCurrent(next)
      if (a?.settings !== kept?.settings) {
        setKept(a && { settings: a.settings, title: a.scenario.title })
        setBeside(undefined)
      }
    } catch (error) {
      setTrouble({ ...(title !== undefined && { title }), what: messageOf(error) })
    }
  }

  // links in; whoever follows one later has other things set and kept by then
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    const follow = async (): Promise<void> => {
      try {
        const shared = await sharedIn(location.hash)
        if (shared !== undefined) latest.current(EXPLORER.mistakes, shared)
      } catch (error) {
        setTrouble({ what: messageOf(error) })
      }
    }
    const onHash = (): void => void follow()
    onHash()
    addEventListener('hashchange', onHash)
    return () => removeEventListener('hashchange', onHash)
  }, [data])

  // the address follows the settings, where it can hold them
  const isTouched = settings !== beginning.settings || shown !== undefined || kept !== undefined
  useEffect(() => {
    if (!isTouched) return undefined
    const follow = async (): Promise<void> => {
      const fragment = await fragmentOf(sharedOf(settings, kept))
      if (fragment.length <= LONGEST_LINK) window.history.replaceState(null, '', fragment)
    }
    const timer = setTimeout(() => void follow(), SETTLED)
    return () => clearTimeout(timer)
  }, [settings, kept, isTouched])

  const onFile = (file: File): void => {
    void readFile(file, data)
      .then((own) => take(EXPLORER.mistakes, { now: { from: own, edits: [], runs: settings.runs } }))
      .catch((error: unknown) => setTrouble({ title: EXPLORER.mistakes, what: messageOf(error) }))
  }
  const isOver = useDrop((files) => {
    if (files.length === 1) onFile(files[0])
    else setTrouble({ title: EXPLORER.refused, what: EXPLORER.oneFile(files.length) })
  })

  const start = async (): Promise<void> => {
    const controller = new AbortController()
    const { signal } = controller
    const players = (crew.current ??= new Crew(data.engine))
    const began = performance.now()
    // whoever runs wants to see the findings come: where they stand below the form, and for the first time above
    const { top } = results.current?.getBoundingClientRect() ?? { top: 0 }
    if (top > innerHeight / 2 || (top < 0 && shown === undefined)) results.current?.scrollIntoView()
    setRunning(controller)
    setWork({ done: 0, total: settings.runs, said: EXPLORER.playing(0, settings.runs) })
    setTrouble(undefined)
    setBeside(undefined)
    setStudied(undefined)
    let isAnyShown = false
    const play = (which: string, one: Scenario, set: Settings): Promise<Studied> =>
      study(one, set.runs, players, {
        signal,
        onProgress: ({ done, total }) =>
          setWork({
            done,
            total,
            said: which === '' ? EXPLORER.playing(done, total) : EXPLORER.playingWhich(which, done, total),
          }),
        onPart: (findings) => {
          if (signal.aborted) return
          isAnyShown = true
          setShown({ scenario: one, findings, settings: set })
        },
        onTelling: () => setWork({ done: set.runs, total: set.runs, said: EXPLORER.telling }),
      })
    try {
      let a = kept?.studied
      if (kept !== undefined && a === undefined) {
        a = await play(EXPLORER.a, soundly(kept.settings, data).scenario, kept.settings)
        const played = { ...kept, studied: a }
        setKept((now) => (now === kept ? played : now))
      }
      const b = await play(kept === undefined ? '' : EXPLORER.b, scenario, settings)
      if (a !== undefined) setBeside({ a, b, comparison: await contrast(a, b) })
      setStudied(b)
      setShown({ ...b, settings })
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      setWork({ done: settings.runs, total: settings.runs, said: EXPLORER.finished(settings.runs, seconds) })
    } catch (error) {
      if (signal.aborted)
        setWork({
          done: 0,
          total: settings.runs,
          said: isAnyShown ? EXPLORER.cancelled : EXPLORER.cancelledEarly,
        })
      else {
        setTrouble({ title: EXPLORER.failed, what: messageOf(error) })
        setWork(undefined)
        players.close()
        crew.current = undefined
      }
    } finally {
      setRunning(undefined)
    }
  }

  const cancel = (): void => {
    running?.abort(new Error(EXPLORER.cancelled))
    crew.current?.close(running?.signal.reason)
    crew.current = undefined
  }

  const takeaways = (
    <Takeaways
      written={written}
      runs={settings.runs}
      studied={studied}
      fragment={() => fragmentOf(sharedOf(settings, kept))}
    />
  )
  const canRun = scenario.breaches.length > 0
  const isStale = shown !== undefined && shown.settings !== settings && running === undefined
  return (
    <>
      <header class="top">
        <p class="kind">{EXPLORER.kind}</p>
        <h1>{EXPLORER.title}</h1>
        <p>{EXPLORER.intro}</p>
      </header>
      <main class="panes">
        <Form
          {...{ settings, onFile, source, scenario }}
          offer={data}
          onSettings={(next) => take(EXPLORER.refused, sharedOf(next, kept))}
        />
        <div class="results" ref={results}>
          <Troubles {...{ trouble, warnings }} />
          {kept !== undefined && (
            <p class="kept">
              {EXPLORER.kept(kept.title)}{' '}
              <button
                type="button"
                disabled={running !== undefined}
                onClick={() => {
                  setKept(undefined)
                  setBeside(undefined)
                }}
              >
                {EXPLORER.drop}
              </button>
              <br />
              <small>{EXPLORER.keptHint}</small>
            </p>
          )}
          <p class="note" role="status">
            {isStale
              ? EXPLORER.stale
              : shown !== undefined && shown.typical === undefined && running !== undefined
                ? EXPLORER.partly(shown.findings.runs, shown.settings.runs)
                : ''}
          </p>
          {beside !== undefined && <SideBySide {...beside} />}
          {shown === undefined ? (
            <Nothing scenario={scenario}>{takeaways}</Nothing>
          ) : (
            <Results {...shown}>{takeaways}</Results>
          )}
        </div>
      </main>
      <section class="controls" aria-label={EXPLORER.run}>
        {running === undefined ? (
          <button type="button" class="main" disabled={!canRun} onClick={() => void start()}>
            {kept === undefined ? EXPLORER.run : EXPLORER.runBoth}
          </button>
        ) : (
          <button type="button" class="main" onClick={cancel}>
            {EXPLORER.cancel}
          </button>
        )}
        <button
          type="button"
          disabled={!canRun || running !== undefined}
          onClick={() =>
            setKept({
              settings,
              title: scenario.title,
              ...(studied !== undefined && !isStale && { studied }),
            })
          }
        >
          {EXPLORER.keep}
        </button>
        <span class="gone">
          <progress
            aria-label={EXPLORER.progress}
            value={work?.done ?? 0}
            max={work?.total ?? settings.runs}
          />
          <span role="status">{work?.said ?? EXPLORER.ready}</span>
        </span>
      </section>
      {isOver && <div class="drop">{EXPLORER.dropHere}</div>}
    </>
  )
}

function sharedOf(now: Settings, kept: Kept | undefined): Shared {
  return kept === undefined ? { now } : { now, a: kept.settings }
}

/** Settings that make a scenario, with what they come to. */
interface Sound {
  readonly settings: Settings
  /** the file before any edit, and with all of them */
  readonly source: NamedText
  readonly written: NamedText
  readonly scenario: Scenario
  readonly warnings: readonly Mistake[]
}

/** @throws ScenarioError where they make none */
function soundly(settings: Settings, data: ExplorerData): Sound {
  const { written, reading } = open(settings, data)
  const { scenario, mistakes, warnings } = reading
  if (scenario === undefined) throw new ScenarioError(mistakes)
  return { settings, source: sourceOf(settings, data), written, scenario, warnings }
}

function beginningOf({ scenarios }: ExplorerData): Settings {
  return { from: Object.keys(scenarios)[0], edits: [], runs: 100 }
}

/** What went wrong, in the words of the command line. */
interface Trouble {
  readonly title?: string
  readonly what: string
}

function messageOf(error: unknown): string {
  if (error instanceof ScenarioError) return error.message
  if (error instanceof LiaisonError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}

function Troubles({
  trouble,
  warnings,
}: {
  readonly trouble: Trouble | undefined
  readonly warnings: readonly Mistake[]
}) {
  return (
    <div aria-live="assertive">
      {trouble !== undefined && (
        <div class="trouble">
          {trouble.title !== undefined && <h2>{trouble.title}</h2>}
          <pre>{trouble.what}</pre>
        </div>
      )}
      {trouble === undefined && warnings.length > 0 && (
        <div class="trouble mild">
          <h2>{EXPLORER.warnings}</h2>
          <pre>{warnings.slice(0, MOST_TOLD).map(formatMistake).join('\n')}</pre>
        </div>
      )}
    </div>
  )
}

function Nothing({
  scenario,
  children,
}: {
  readonly scenario: Scenario
  readonly children: ComponentChildren
}) {
  return (
    <section class="nothing">
      <p class="kind">{EXPLORER.nothingYet}</p>
      <h2>{scenario.title}</h2>
      <p>{scenario.description}</p>
      {children}
    </section>
  )
}

/** Files and links out. */
function Takeaways({
  written,
  runs,
  studied,
  fragment,
}: {
  readonly written: NamedText
  readonly runs: number
  readonly studied: Studied | undefined
  readonly fragment: () => Promise<string>
}) {
  const [link, setLink] = useState<{ readonly said: string; readonly href?: string }>()
  const share = async (): Promise<void> => {
    const hash = await fragment()
    if (hash.length > LONGEST_LINK) {
      setLink({ said: EXPLORER.tooLong })
      return
    }
    const { href } = new URL(hash, location.href)
    window.history.replaceState(null, '', hash)
    try {
      await navigator.clipboard.writeText(href)
      setLink({ said: EXPLORER.shared, href })
    } catch {
      // a browser may keep its clipboard to itself
      setLink({ said: EXPLORER.shareByHand, href })
    }
  }
  return (
    <section class="takeaways" aria-labelledby="takeaways">
      <h2 id="takeaways">{EXPLORER.downloads}</h2>
      <p class="row">
        <button type="button" onClick={() => download(written.file, written.text, 'application/yaml')}>
          {EXPLORER.scenarioFile}
        </button>
        <button
          type="button"
          disabled={studied === undefined}
          onClick={() =>
            studied && download('findings.json', findingsJson(studied.findings), 'application/json')
          }
        >
          {EXPLORER.findingsFile}
        </button>
        <button type="button" onClick={() => void share()}>
          {EXPLORER.share}
        </button>
      </p>
      <div aria-live="polite">
        {link !== undefined && <p>{link.said}</p>}
        {link?.href !== undefined && (
          <input
            type="text"
            readOnly
            aria-label={EXPLORER.link}
            value={link.href}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        )}
      </div>
      <p>
        <small>
          {EXPLORER.sameByCommand} <code>{`liaison run ${quoted(written.file)} --runs ${runs}`}</code>
        </small>
      </p>
    </section>
  )
}

/** A word of a command line. What a link calls its file is its sender's choice, and must not run as a command. */
function quoted(word: string): string {
  return /^[\w.][\w.-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** A visitor's file, read as the command line reads it. @throws ScenarioError with what is wrong */
async function readFile(file: File, data: ExplorerData): Promise<NamedText> {
  // one byte above the limit is enough to see that it is too big
  const bytes = new Uint8Array(await file.slice(0, LIMITS.bytes + 1).arrayBuffer())
  const { scenario, mistakes } = readOffered({ file: file.name, text: bytes }, data)
  if (scenario === undefined) throw new ScenarioError(mistakes)
  return { file: file.name, text: new TextDecoder().decode(bytes) }
}

/** Whether files are being held over the page; they are handed over where they are let go. */
function useDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onFiles)
  latest.current = onFiles
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent): void => {
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      latest.current(files)
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [])
  return isOver
}

/** The form: where to start, the breach, the assumptions, the dice. It writes edits of the scenario file and nothing else. */
import { useState } from 'preact/hooks'
import { inOrder, LONGEST_LABEL } from '../../names.js'
import {
  DEFAULTS,
  isRead,
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type Parameters,
} from '../../parameters.js'
import { PRESET_NAMES, PRESETS } from '../../presets.js'
import type { NamedText, Offer } from '../../report/explorer.js'
import { BREACH_KINDS, SWITCHES, type Scenario } from '../../scenario.js'
import {
  leakersOn,
  partnersOn,
  recipients,
  topicsOf,
  withLeaker,
  withOriginators,
  type Facts,
} from './choices.js'
import { Choice, Count, Line, Radios, Slide, Switch, type Option } from './fields.js'
import { RUNS, valueIn, withEdit, type EditPath, type Settings } from './settings.js'
import { EXPLORER } from '../text.js'

/** Values for places in the file; undefined takes a place out. Where the file says nothing, the usual value needs no saying. */
type Change = readonly [path: EditPath, value: unknown, usual?: unknown]

export interface FormProps {
  readonly offer: Offer
  readonly settings: Settings
  /** the file before any edit */
  readonly source: NamedText
  /** what the form shows: the latest sound reading */
  readonly scenario: Scenario
  readonly onSettings: (settings: Settings) => void
  readonly onFile: (file: File) => void
}

export function Form({ offer, settings, source, scenario, onSettings, onFile }: FormProps) {
  const change = (changes: readonly Change[]): void =>
    onSettings(
      changes.reduce(
        (before, [path, value, usual]) => withEdit(before, path, value, valueIn(source, path) ?? usual),
        settings,
      ),
    )
  return (
    <form class="settings" onSubmit={(submitted) => submitted.preventDefault()}>
      <Start {...{ offer, settings, source, onSettings, onFile }} />
      <TheBreach {...{ source, scenario, change }} />
      <Assumptions {...{ source, scenario, change }} />
      <fieldset>
        <legend>{EXPLORER.dice}</legend>
        <Radios
          label={EXPLORER.runs}
          value={String(settings.runs)}
          options={RUNS.map((runs) => ({ value: String(runs), label: String(runs) }))}
          onChange={(runs) => onSettings({ ...settings, runs: Number(runs) })}
        />
        <Line
          label={EXPLORER.seed}
          value={scenario.seed}
          most={LONGEST_LABEL}
          onChange={(seed) => change([[['seed'], seed]])}
        />
      </fieldset>
    </form>
  )
}

const OWN_FILE = ''

function Start({
  offer,
  settings,
  source,
  onSettings,
  onFile,
}: Pick<FormProps, 'offer' | 'settings' | 'source' | 'onSettings' | 'onFile'>) {
  const { from, edits } = settings
  const own: Option[] =
    typeof from === 'string' ? [] : [{ value: OWN_FILE, label: EXPLORER.ownFile(source.file) }]
  const offered = Object.entries(offer.scenarios).map(([id, text]): Option => ({
    value: id,
    label: titleOf(text) ?? id,
  }))
  return (
    <fieldset>
      <legend>{EXPLORER.start}</legend>
      <Choice
        label={EXPLORER.scenario}
        value={typeof from === 'string' ? from : OWN_FILE}
        options={[...own, ...offered]}
        onChange={(id) => onSettings({ ...settings, from: id, edits: [] })}
      />
      <label class="file">
        <input
          type="file"
          accept=".yaml,.yml,.json"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.item(0)
            if (file) onFile(file)
            // the same file may be chosen again when it was mended
            currentTarget.value = ''
          }}
        />
        <span class="button">{EXPLORER.openFile}</span> <small>{EXPLORER.dropHint}</small>
      </label>
      <p class="row">
        <small>{EXPLORER.changes(edits.length)}</small>
        <button
          type="button"
          disabled={edits.length === 0}
          onClick={() => onSettings({ ...settings, edits: [] })}
        >
          {EXPLORER.reset}
        </button>
      </p>
    </fieldset>
  )
}

/** The title of a file on offer, without reading all of it. */
function titleOf({ text }: NamedText): string | undefined {
  return /^title: *['"]?(.*?)['"]? *$/m.exec(text)?.[1]
}

type Changer = { readonly change: (changes: readonly Change[]) => void }

/** Days within which the press may learn of a breach, on the sliders. */
const MOST_PRESS_DAYS = 90

function TheBreach({ source, scenario, change }: Pick<FormProps, 'source' | 'scenario'> & Changer) {
  const [chosen, choose] = useState<string>()
  const { breaches, network, start } = scenario
  const breach = breaches.find(({ id }) => id === chosen) ?? breaches.at(0)
  if (breach === undefined)
    return (
      <fieldset>
        <legend>{EXPLORER.breach}</legend>
        <p>{EXPLORER.noBreach}</p>
      </fieldset>
    )
  const { part, at } = placeOf(source, breach.id)
  const isBreach = part === 'breach'
  const [leaker, path] = [isBreach ? 'by' : 'against', (key: string): EditPath => [...at, part, key]]
  const labels = new Map([...network.countries, ...network.topics].map(({ id, label }) => [id, label]))
  const asOption = (id: string): Option => ({
    value: id,
    label: labels.get(id) ?? (id === 'press' ? EXPLORER.press : id === 'public' ? EXPLORER.public : id),
  })
  const byLabel = (ids: readonly string[]): Option[] => {
    const isCountry = ({ value }: Option): number => Number(labels.has(value))
    return ids
      .map(asOption)
      .sort((one, other) => isCountry(other) - isCountry(one) || inOrder(one.label, other.label))
  }
  const setFacts = ({ by, of, to, topic }: Facts, more: readonly Change[] = []): void =>
    change([
      [path(leaker), by],
      [path('of'), of.length === 1 ? of[0] : of],
      [path('topic'), topic],
      ...(isBreach ? ([[path('to'), to]] as const) : []),
      ...more,
    ])
  const ids = (countries: readonly { readonly id: string }[]): string[] => countries.map(({ id }) => id)
  const partners = ids(partnersOn(network, breach.by, breach.day))
  const press = {
    after: daysBetween(breach.day, breach.pressDay),
    named: daysBetween(breach.pressDay, breach.namedDay),
  }
  const setPress = (after: number | undefined, named: number | undefined): void =>
    change([
      [
        path('press'),
        after === undefined
          ? undefined
          : { after: inDays(after), ...(named === undefined ? {} : { named: inDays(named) }) },
      ],
    ])
  return (
    <fieldset>
      <legend>{EXPLORER.breach}</legend>
      {breaches.length > 1 && (
        <Choice
          label={EXPLORER.whichBreach}
          value={breach.id}
          options={breaches.map(({ id, day }) => ({ value: id, label: `${id}, day ${day} from ${start}` }))}
          onChange={choose}
        />
      )}
      <Choice
        label={isBreach ? EXPLORER.by : EXPLORER.accused}
        value={breach.by}
        options={byLabel(ids(leakersOn(network, breach.day)))}
        onChange={(by) => {
          const facts = withLeaker(network, breach, by)
          setFacts(facts, mendedBy(source, breach.id, facts))
        }}
      />
      <Originators
        chosen={breach.of}
        partners={byLabel(partners)}
        onChange={(of) => setFacts(withOriginators(network, breach, of))}
      />
      {isBreach && (
        <Choice
          label={EXPLORER.to}
          value={breach.to}
          options={byLabel(recipients(network, breach))}
          onChange={(to) => change([[path('to'), to]])}
        />
      )}
      <Choice
        label={EXPLORER.topic}
        value={breach.topic}
        options={byLabel([...new Set([breach.topic, ...topicsOf(network, breach, breach.day)])])}
        onChange={(topic) => change([[path('topic'), topic]])}
      />
      <Choice
        label={EXPLORER.how}
        value={breach.kind}
        options={BREACH_KINDS.map((kind) => ({ value: kind, label: EXPLORER.kinds[kind] }))}
        onChange={(word) => {
          const kind = BREACH_KINDS.find((one) => one === word) ?? 'disclosure'
          setFacts(withOriginators(network, { ...breach, kind }, breach.of), [
            [path('kind'), kind, 'disclosure'],
          ])
        }}
      />
      <Slide
        label={EXPLORER.severity}
        value={breach.severity}
        min={0}
        max={1}
        onChange={(severity) => change([[path('severity'), severity]])}
      />
      {isBreach && (
        <Slide
          label={EXPLORER.details}
          value={breach.details}
          min={0}
          max={8}
          whole
          onChange={(details) => change([[path('details'), details, scenario.parameters.detailsDefault]])}
        />
      )}
      {isBreach && breach.to !== 'press' && breach.to !== 'public' && (
        <Switch
          label={EXPLORER.inPress}
          value={press.after !== undefined}
          onChange={(on) => setPress(on ? 0 : undefined, undefined)}
        />
      )}
      {press.after !== undefined && (
        <div class="within">
          <Slide
            label={EXPLORER.pressAfter}
            value={press.after}
            min={0}
            max={MOST_PRESS_DAYS}
            whole
            onChange={(after) => setPress(after, press.named)}
          />
          <Switch
            label={EXPLORER.named}
            value={press.named !== undefined}
            onChange={(on) => setPress(press.after, on ? 0 : undefined)}
          />
          {press.named !== undefined && (
            <Slide
              label={EXPLORER.namedAfter}
              value={press.named}
              min={0}
              max={MOST_PRESS_DAYS}
              whole
              onChange={(named) => setPress(press.after, named)}
            />
          )}
        </div>
      )}
    </fieldset>
  )
}

const daysBetween = (from: number | null, to: number | null): number | undefined =>
  from === null || to === null ? undefined : to - from

const inDays = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`

interface EventAsWritten {
  readonly id: string
  readonly breach?: { readonly by: string }
  readonly accusation?: { readonly against: string }
  readonly repair?: { readonly by: string; readonly for: string; readonly to?: string | readonly string[] }
}

function eventsOf(source: NamedText): readonly EventAsWritten[] {
  return valueIn(source, ['events']) as readonly EventAsWritten[]
}

/** What the leaker says afterwards is said by whoever leaks now, and to whoever is hurt now where it was to itself. */
function mendedBy(source: NamedText, id: string, { by, of }: Facts): Change[] {
  const events = eventsOf(source)
  const { breach, accusation } = events.find((event) => event.id === id) ?? {}
  const leaker = breach?.by ?? accusation?.against
  return events.flatMap(({ repair }, k): Change[] => {
    if (repair?.for !== id || repair.by !== leaker) return []
    const part = ['events', k, 'repair']
    const to = repair.to === by ? of[0] : repair.to
    return [[[...part, 'by'], by], ...(to === undefined ? [] : [[[...part, 'to'], to] as const])]
  })
}

/** Where a file has an event: its place in the list, and whether it is a breach or an accusation. */
function placeOf(source: NamedText, id: string): { at: EditPath; part: 'breach' | 'accusation' } {
  const events = eventsOf(source)
  const at = events.findIndex((event) => event.id === id)
  return { at: ['events', at], part: events[at]?.accusation === undefined ? 'breach' : 'accusation' }
}

/** One originator by a list, or several by their boxes. */
function Originators({
  chosen,
  partners,
  onChange,
}: {
  readonly chosen: readonly string[]
  readonly partners: readonly Option[]
  readonly onChange: (of: readonly string[]) => void
}) {
  const names = partners.filter(({ value }) => chosen.includes(value)).map(({ label }) => label)
  const together: Option[] = chosen.length === 1 ? [] : [{ value: OWN_FILE, label: names.join(', ') }]
  return (
    <>
      <Choice
        label={EXPLORER.of}
        value={chosen.length === 1 ? chosen[0] : OWN_FILE}
        options={[...together, ...partners]}
        onChange={(id) => onChange([id])}
      />
      <details>
        <summary>{EXPLORER.several}</summary>
        <div class="boxes" role="group" aria-label={EXPLORER.of}>
          {partners.map(({ value, label }) => (
            <Switch
              key={value}
              label={label}
              value={chosen.includes(value)}
              onChange={(on) => {
                const of = partners
                  .map((partner) => partner.value)
                  .filter((id) => (id === value ? on : chosen.includes(id)))
                // somebody's secret it must be
                onChange(of.length === 0 ? chosen : of)
              }}
            />
          ))}
        </div>
      </details>
    </>
  )
}

const MAIN = Object.keys(EXPLORER.parameters) as (keyof typeof EXPLORER.parameters)[]

function Assumptions({ source, scenario, change }: Pick<FormProps, 'source' | 'scenario'> & Changer) {
  const { parameters, mechanisms, model } = scenario
  const preset = PRESET_NAMES.find((name) => name === valueIn(source, ['preset']))
  const usual: Parameters = { ...DEFAULTS, ...(preset && PRESETS[preset].parameters) }
  const set = (name: ParameterName) => (value: number) => change([[['parameters', name], value, usual[name]]])
  return (
    <fieldset>
      <legend>{EXPLORER.assumptions}</legend>
      {MAIN.map((name) => (
        <Slide
          key={name}
          label={EXPLORER.parameters[name]}
          value={parameters[name]}
          min={PARAMETERS[name].low}
          max={PARAMETERS[name].high}
          whole={PARAMETERS[name].whole}
          beside={
            parameters[name] === PARAMETERS[name].default
              ? undefined
              : EXPLORER.usual(PARAMETERS[name].default)
          }
          onChange={set(name)}
        />
      ))}
      <details>
        <summary>{EXPLORER.mechanisms}</summary>
        <div class="boxes">
          {SWITCHES.map((name) => (
            <Switch
              key={name}
              label={EXPLORER.switches[name]}
              value={mechanisms[name]}
              onChange={(on) => change([[['mechanisms', name], on ? 'on' : 'off', 'on']])}
            />
          ))}
        </div>
      </details>
      <details>
        <summary>{EXPLORER.allParameters}</summary>
        <p>
          <small>{EXPLORER.allParametersHint}</small>
        </p>
        {PARAMETER_NAMES.filter((name) => isRead(name, model)).map((name) => {
          const { min, max, whole, unit, meaning, low, high } = PARAMETERS[name]
          return (
            <Count
              key={name}
              label={`${name}: ${meaning}`}
              value={parameters[name]}
              {...{ min, max, whole }}
              beside={`${PARAMETERS[name].default}; ${low} to ${high}${unit === '1' ? '' : ` ${unit}`}`}
              onChange={set(name)}
            />
          )
        })}
      </details>
    </fieldset>
  )
}

/** The panel that answers why: of a country toward the leaker, of an agreement, of an event. */
import { RUNGS } from '../../network.js'
import { isStep } from '../../events.js'
import { checkedLine, sourceLine } from '../../report/agreements.js'
import { because, why } from '../../report/why.js'
import { between, labelled, list, named, number, percent, withArticle } from '../../report/words.js'
import { stepsOfTheBreach } from '../../studies/typical.js'
import type { Worlds } from './picture.js'
import type { Standing } from './standing.js'
import { rolesOf, worldNames, type StageState } from './state.js'
import {
  HAPPENS_ANYWAY,
  CHILL_OVER_RUNS,
  CLOSE,
  FIND,
  KNOWN_FROM,
  NO_STEPS,
  NO_TIE,
  PARTIES,
  RUNG_NAMES,
  SOMETHING_HAPPENS,
  STANDS_AT,
  STANDS_ON,
  TELLS,
  TIE_NAMES,
  TRUST_ON,
  WHY,
  WHY_HINT,
  WITHOUT_BREACH,
} from '../text.js'

interface Answer {
  readonly title: string
  readonly facts: readonly (readonly [string, string])[]
  readonly chain: readonly string[]
}

export function Why({ state, worlds }: { state: StageState; worlds: Worlds }) {
  const picked = state.picked.value
  const answer = picked && answerOf(state, worlds)
  return (
    <section class="why" aria-labelledby="why">
      <h3 id="why">{WHY}</h3>
      <Finder state={state} />
      <div aria-live="polite">
        {answer === null ? (
          <p class="aside">{WHY_HINT}</p>
        ) : (
          <div class="answer">
            <h4>{answer.title}</h4>
            <dl>
              {answer.facts.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <ol class="chain">
              {answer.chain.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ol>
            <button type="button" onClick={() => (state.picked.value = null)}>
              {CLOSE}
            </button>
          </div>
        )}
      </div>
    </section>
  )
}

/** A way to every country for those who do not point. */
function Finder({ state }: { state: StageState }) {
  const { countries } = state.report.typical.stage
  const { labels } = state.report.typical
  const picked = state.picked.value
  const sorted = countries
    .map(({ id }) => ({ id, label: labelled(labels, id) }))
    .sort((a, b) => (a.label < b.label ? -1 : 1))
  return (
    <label class="finder">
      {FIND}{' '}
      <select
        value={picked?.kind === 'country' ? picked.id : ''}
        onChange={({ currentTarget }) => {
          const id = currentTarget.value
          state.picked.value = id === '' ? null : { kind: 'country', id }
        }}
      >
        <option value="">{'\u2013'}</option>
        {sorted.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

function answerOf(state: StageState, worlds: Worlds): Answer {
  const picked = state.picked.value
  if (picked === null) throw new Error('nothing is picked')
  if (picked.kind === 'country') return ofCountry(picked.id, state, worlds)
  if (picked.kind === 'agreement') return ofAgreement(picked.id, state, worlds)
  const { events, labels, start } = state.report.typical
  const [{ who, whom, agreement }, chain] = [events[picked.id], because(events, picked.id, labels, { start })]
  // of a plot it is known whom it is against
  const country = who ?? whom
  const about =
    agreement !== null
      ? labelled(labels, agreement)
      : country === null
        ? SOMETHING_HAPPENS
        : named(labels, country)
  const isAnyway = stepsOfTheBreach(state.report.typical).anyway.some(({ id }) => id === picked.id)
  return { title: about, facts: isAnyway ? [[worldNames(state.report).without, HAPPENS_ANYWAY]] : [], chain }
}

function ofCountry(id: string, state: StageState, { trusts, ...worlds }: Worlds): Answer {
  const { typical, findings } = state.report
  const { events, labels, start, stage } = typical
  const [day, leaker] = [state.day.value, state.leaker.value]
  const title = labelled(labels, id)
  const roles = rolesOf(state.report, leaker)
  const breaches = findings.breaches.filter(({ by }) => by === leaker)
  if (id === leaker) {
    const chain = events
      .filter(({ kind, who }) => (kind === 'breach' || kind === 'accusation') && who === id)
      .flatMap((event) => because(events, event.id, labels, { start }))
    return { title: `${title}: ${roles.leaker}`, facts: [], chain }
  }
  const standing = (world: Standing): string => {
    const rung = world.toward(id, leaker, stage.agreements, day)
    return rung === null ? NO_TIE(withArticle(labelled(labels, leaker))) : RUNG_NAMES[RUNGS[rung]]
  }
  const isTied = worlds.with.toward(id, leaker, stage.agreements, day) !== null
  const [one, other] = [standing(worlds.with), standing(worlds.without)]
  const [trust, otherwise] = [trusts.on(id, day, 'with'), trusts.on(id, day, 'without')]
  const partner = findings.leakers.find((one) => one.leaker === leaker)?.partners.find((one) => one.id === id)
  const isVictim = breaches.some(({ of }) => of.includes(id))
  return {
    title: isVictim ? `${title}: ${roles.victim}` : title,
    facts: [
      // whichever world the picture shows, it is said of which this is
      [STANDS_ON(day), one === other ? one : `${one} (${other} ${WITHOUT_BREACH})`],
      ...(trust === null
        ? []
        : [[TRUST_ON(day), `${number(trust)} (${number(otherwise)} ${WITHOUT_BREACH})`] as const]),
      ...(partner === undefined
        ? []
        : [
            [
              CHILL_OVER_RUNS,
              TELLS(
                percent(Math.abs(partner.chill.mean)),
                partner.chill.mean >= 0,
                between(partner.chill, findings.runs),
              ),
            ] as const,
          ]),
    ],
    chain: !isTied && trust === null ? [] : why(events, labels, id, leaker, { start }),
  }
}

function ofAgreement(id: string, state: StageState, worlds: Worlds): Answer {
  const { typical } = state.report
  const { events, labels, start, stage } = typical
  const day = state.day.value
  const agreement = stage.agreements.find((one) => one.id === id)
  if (agreement === undefined) throw new Error(`no agreement ${id}`)
  const steps = events.filter((event) => isStep(event) && event.agreement === id)
  const down = agreement.parties.flatMap((party) => {
    const rung = worlds.with.rung(id, party, day)
    return rung === 0 ? [] : [`${withArticle(labelled(labels, party))} at ${RUNG_NAMES[RUNGS[rung]]}`]
  })
  const chain = [...new Set(steps.flatMap((step) => because(events, step.id, labels, { start })))]
  return {
    title: `${labelled(labels, id)} (${TIE_NAMES[agreement.tie]})`,
    facts: [
      [
        PARTIES,
        list(
          agreement.parties.map((party) => labelled(labels, party)),
          40,
        ),
      ],
      [STANDS_AT, down.length === 0 ? RUNG_NAMES.full : list(down, 40)],
      ...(agreement.source === null
        ? []
        : [[KNOWN_FROM, `${sourceLine(agreement.source)} (${checkedLine(agreement.source)})`] as const]),
    ],
    chain: chain.length === 0 ? [NO_STEPS] : chain,
  }
}

/**
 * Plots, and who is told of them: a country that uncovers one against another decides by the same choice as for any secret,
 * with more at stake (MODEL.md §5.9). "Next time they uncover a plot, will they inform or stay mum?"
 */
import { decide, FULL, TEAR_LINE, WITHHELD, type Grade } from '../choice.js'
import { OPEN, SUSPENDED } from '../network.js'
import type { Discovery, Plot } from '../tape.js'
import { coversTopic, pairOf } from '../world.js'
import type { Mechanism, Now } from './mechanism.js'

export const warnings: Mechanism = {
  name: 'warnings',
  owns: ['uncovered', 'averting'],
  apply(now) {
    if (!now.world.on.warnings) return
    const { day } = now.state
    const { plots } = now.tape
    for (let place = 0; place < plots.length; place++) {
      const plot = plots[place]
      // plots stand by the day on which they are laid
      if (plot.born > day) return
      if (plot.due < day) continue
      for (const discovery of plot.discoveries)
        if (discovery.day === day) uncover(now, plot, place, discovery)
      if (plot.due === day) conclude(now, plot, place)
    }
  },
}

/** The names by which a plot's draws are addressed. */
function namesOf({ world }: Now, plot: Plot): [string, string] {
  return [world.topicIds[plot.topic], world.ids[plot.target]]
}

function uncover(now: Now, plot: Plot, place: number, { country, stream }: Discovery): void {
  const { world, state, history, draws } = now
  const key = place * world.countries + country
  if (state.uncovered.has(key)) return
  const discipline = world.streamCell[stream] % world.disciplines
  const thinning = world.book.of(
    'thinning',
    ...namesOf(now, plot),
    world.ids[country],
    world.disciplineIds[discipline],
  )
  if (state.damage[stream] > 0 && draws.at(thinning, plot.number) < state.damageToday(stream)) return
  state.uncovered.add(key)
  const self = country === plot.target
  const cause = history.tell(state.day, 'uncovered', {
    who: world.ids[country],
    whom: world.ids[plot.target],
    words: { topic: world.topicIds[plot.topic], discipline: world.disciplineIds[discipline] },
    numbers: { plot: place, due: plot.due },
  })
  const grade = self ? null : warn(now, plot, country, discipline, cause)
  history.warnings.push({ plot: place, day: state.day, country, grade, self })
  const { avertedSelf, avertedFull, avertedTear } = world.parameters
  const chance = self ? avertedSelf : grade === FULL ? avertedFull : grade === TEAR_LINE ? avertedTear : 0
  state.averting.set(place, Math.max(chance, state.averting.get(place) ?? 0))
}

/** Decides agreement by agreement; the target keeps the best version. @returns null where no agreement reaches the target */
function warn(now: Now, plot: Plot, country: number, discipline: number, cause: number): Grade | null {
  const { world, state, history, draws } = now
  const { itemSensitivityLow, itemSensitivityHigh, warningValue } = world.parameters
  const names = namesOf(now, plot)
  const channels = state
    .channels(country, plot.target)
    .filter((m) => coversTopic(world, world.memberAgreement[m], plot.topic))
  if (channels.length === 0) return null
  const spread = draws.at(world.book.of('item', 'warning', ...names, world.ids[country]), plot.number)
  const sensitivity =
    world.sensitivity[discipline] * (itemSensitivityLow + (itemSensitivityHigh - itemSensitivityLow) * spread)
  let best: Grade = WITHHELD
  let through = channels[0]
  for (const m of channels) {
    const agreement = world.agreementIds[world.memberAgreement[m]]
    if (state.rung[m] === SUSPENDED && !feelsDuty(now, plot, country, agreement)) continue
    const u = draws.at(world.book.of('warning', ...names, world.ids[country], agreement), plot.number)
    const risk = world.on.sharedClubs ? state.risk(m) : 1 - state.trust(pairOf(world, country, plot.target))
    const grade = decide(
      world.terms,
      u,
      state.stake(m) + warningValue,
      risk * sensitivity,
      state.rung[m] === OPEN,
    )
    if (grade <= best) continue
    best = grade
    through = m
  }
  history.tell(state.day, best === WITHHELD ? 'silent' : 'warned', {
    who: world.ids[country],
    whom: world.ids[plot.target],
    agreement: world.agreementIds[world.memberAgreement[through]],
    words: {
      topic: names[0],
      as: best === FULL ? 'in full' : best === TEAR_LINE ? 'as a tear-line' : 'nothing',
    },
    numbers: { plot: plotNumber(history, cause) },
    cause,
  })
  return best
}

function plotNumber(history: Now['history'], event: number): number {
  return history.events[event].numbers['plot']
}

/** The duty to warn: even a suspended partner may still send a tear-line. */
function feelsDuty({ world, draws }: Now, plot: Plot, country: number, agreement: string): boolean {
  const names = [world.topicIds[plot.topic], world.ids[plot.target], world.ids[country], agreement]
  return draws.at(world.book.of('duty', ...names), plot.number) < world.parameters.dutyToWarn
}

/** On the day the plot is due it is averted or not, under one draw that is the same in every world. */
function conclude(now: Now, plot: Plot, place: number): void {
  const { world, state, history, draws } = now
  const averted =
    draws.at(world.book.of('outcome', ...namesOf(now, plot)), plot.number) < (state.averting.get(place) ?? 0)
  history.outcomes.push({ plot: place, averted })
  history.tell(state.day, averted ? 'averted' : 'struck', {
    whom: world.ids[plot.target],
    words: { topic: world.topicIds[plot.topic] },
    numbers: { plot: place },
  })
}

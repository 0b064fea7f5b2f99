/** The parameters a result rests on, each with what stands behind it: those that were changed in sight, all of them at hand. */
import { isRead, PARAMETER_NAMES, PARAMETERS, type Confidence, type Parameter } from '../parameters.js'
import type { FindingsData } from '../studies/findings.js'
import { tableOf } from './frame.js'
import { h, type Markup } from './markup.js'
import { count, NONE, plain } from './words.js'

/** How much stands behind a default, in a word that a reader knows. */
const GROUNDS: Readonly<Record<Confidence, string>> = {
  documented: 'documented',
  direction: 'direction known, size assumed',
  contested: 'contested',
  assumed: 'assumed',
}

/** A table of the parameters that differ from their defaults, where any do, and all that the model reads, folded away. */
export function parameterTables({ changed }: Pick<FindingsData, 'changed'>): Markup[] {
  const read = PARAMETER_NAMES.filter((name) => isRead(name, 'liaison'))
  const differ = Object.entries(changed).map(([name, value]) => {
    const known = knownAs(name)
    return [
      plain(name),
      String(value),
      known === undefined ? NONE : String(known.default),
      ...standing(known),
    ]
  })
  const all = read.map((name) => [
    name,
    String(Object.hasOwn(changed, name) ? changed[name] : PARAMETERS[name].default),
    ...standing(PARAMETERS[name]),
  ])
  const last = ['unit', 'meaning', 'source of the default', 'confidence']
  return [
    ...(differ.length === 0
      ? []
      : [
          wordy(
            tableOf(
              'Parameters that differ from their defaults. Their values are the scenario\u2019s.',
              ['parameter', '!value', '!default', ...last],
              differ,
            ),
          ),
        ]),
    h(
      'details',
      {},
      h('summary', {}, `All ${count(read.length, 'parameter')} with their sources`),
      wordy(
        tableOf(
          'Every parameter that the model reads, with its value in this result.',
          ['parameter', '!value', ...last],
          all,
        ),
      ),
    ),
  ]
}

/** Columns of words keep a width at which they can be read; the table scrolls instead. */
function wordy(table: Markup): Markup {
  return h('div', { class: 'wordy' }, table)
}

function knownAs(name: string): Parameter | undefined {
  return Object.entries(PARAMETERS).find(([known]) => known === name)?.[1]
}

function standing(known: Parameter | undefined): string[] {
  if (known === undefined) return [NONE, NONE, NONE, NONE]
  const { unit, meaning, source, confidence } = known
  return [unit === '1' ? NONE : unit, meaning, source, GROUNDS[confidence]]
}

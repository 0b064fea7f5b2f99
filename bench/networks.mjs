/** Scenarios of any size on made-up networks, to see how the simulator grows. The same size gives the same scenario. */
import { DEFAULTS } from '../dist/parameters.js'
import { SWITCHES } from '../dist/scenario.js'

const TOPIC = 'topic'
const TOPICS = [TOPIC]
const DISCIPLINES = ['HUMINT', 'SIGINT']
const PARTNERS_TO_START = 5
/** how ties are spread: one in twenty close, one in five allies … */
const TIES = ['close', ...Array(4).fill('ally'), ...Array(12).fill('partner'), ...Array(3).fill('narrow')]

/** Uniforms in [0, 1) from a number: xorshift, good enough to draw a network. */
function dice(seed) {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4294967296
  }
}

const idOf = (k) => `C${String(k).padStart(6, '0')}`

/**
 * Preferential attachment (Barabási & Albert 1999): each newcomer signs with five that are there, the likelier the more partners
 * they have. So a country has ten partners on average, and the oldest have very many.
 * @returns {[number, number][]} pairs of countries
 */
function scaleFree(countries, uniform) {
  const edges = []
  /** every country once for each of its partners */
  const seats = []
  for (let k = 1; k < countries; k++) {
    const chosen = new Set()
    while (chosen.size < Math.min(k, PARTNERS_TO_START))
      chosen.add(k <= PARTNERS_TO_START ? chosen.size : seats[Math.floor(uniform() * seats.length)])
    for (const other of chosen) {
      edges.push([other, k])
      seats.push(other, k)
    }
  }
  return edges
}

/** A scenario of thirty days in which the best-connected country leaks a secret of one of its partners. */
export function grown(countries) {
  const uniform = dice(20170510)
  const edges = scaleFree(countries, uniform)
  const agreements = edges.map(([a, b]) => ({
    id: `${idOf(a)}-${idOf(b)}`,
    label: 'made up',
    parties: [idOf(a), idOf(b)],
    topics: TOPICS,
    disciplines: DISCIPLINES,
    tie: TIES[Math.floor(uniform() * TIES.length)],
    caveat: 'forbidden',
    from: null,
    until: null,
  }))
  const collection = [
    { topic: TOPIC, discipline: 'HUMINT', rate: 0.06 },
    { topic: TOPIC, discipline: 'SIGINT', rate: 0.04 },
  ]
  return {
    title: 'A made-up network',
    description: '',
    start: '2000-01-01',
    days: 30,
    seed: 'growth',
    seedGiven: true,
    network: {
      id: 'made-up',
      title: 'A made-up network',
      topics: [{ id: TOPIC, label: TOPIC, plotsPerYear: 0, targets: [] }],
      disciplines: [
        { id: 'HUMINT', sensitivity: 1, sourceLoss: 0.7, recovery: 730 },
        { id: 'SIGINT', sensitivity: 0.8, sourceLoss: 0.4, recovery: 270 },
      ],
      countries: Array.from({ length: countries }, (_, k) => ({
        id: idOf(k),
        label: 'made up',
        collection,
        need: { [TOPIC]: 1 },
      })),
      agreements,
      prospects: [],
      hostilities: [],
      pairs: [],
    },
    breaches: [leakOf(0, edges.find(([a]) => a === 0)[1])],
    moves: [],
    parameters: DEFAULTS,
    // every unscripted leak looks at every pair there is, and a large network has leaks in proportion
    mechanisms: Object.fromEntries(SWITCHES.map((name) => [name, name !== 'leaks'])),
  }
}

function leakOf(leaker, victim) {
  return {
    id: 'leak',
    day: 5,
    by: idOf(leaker),
    of: [idOf(victim)],
    to: 'press',
    topic: TOPIC,
    discipline: null,
    kind: 'disclosure',
    severity: 0.8,
    details: 4,
    pressDay: 7,
    namedDay: 8,
  }
}

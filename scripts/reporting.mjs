/** The rule by which collection and need of every country are made, as docs/data.md tells it. */

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)
const rounded = (number, digits) => Number(number.toFixed(digits))

/**
 * What each country collects and wants to know.
 * @param countries by id, each with its `size` and, where it has them, the topics on which it is `silent`
 * @param rule `topics` (volume, mix, plots, spots), `disciplines`, `itemsPerDay`, `leastRate`, `need`
 * @param closeness of a country to a spot, 0 to 1
 */
export function reporting(countries, rule, closeness) {
  const countryIds = Object.keys(countries).sort()
  const topicIds = Object.keys(rule.topics).sort()
  const disciplineIds = Object.keys(rule.disciplines).sort()

  /** A country's part of the reporting on a topic through a discipline, before the topic's volume is shared out. */
  function weightOf(id, topic, discipline) {
    const country = countries[id]
    if (country.silent?.includes(topic)) return 0
    const { reach, size } = rule.disciplines[discipline]
    const { mix, spots } = rule.topics[topic]
    // nobody reports on its own doing
    const others = spots.filter(({ by }) => !by?.includes(id))
    const access = sum(others.map((spot) => spot.weight * (reach + (1 - reach) * closeness(id, spot))))
    return mix[discipline] * size[country.size - 1] * access
  }

  const perWeight = Object.fromEntries(
    topicIds.map((topic) => {
      const everybody = sum(countryIds.flatMap((c) => disciplineIds.map((d) => weightOf(c, topic, d))))
      return [topic, (rule.itemsPerDay * rule.topics[topic].volume) / everybody]
    }),
  )

  /** Items a day by topic and discipline: the topic's volume shared out by weight, the smallest streams dropped. */
  function collectionOf(id) {
    const collection = {}
    for (const topic of topicIds) {
      const streams = disciplineIds
        .map((discipline) => [discipline, rounded(weightOf(id, topic, discipline) * perWeight[topic], 3)])
        .filter(([, rate]) => rate >= rule.leastRate)
      if (streams.length > 0) collection[topic] = Object.fromEntries(streams)
    }
    return collection
  }

  const exposure = (id, topic) =>
    sum(rule.topics[topic].spots.map((spot) => spot.weight * closeness(id, spot)))
  const most = Object.fromEntries(
    topicIds.map((topic) => [topic, Math.max(...countryIds.map((id) => exposure(id, topic)))]),
  )

  /** How much a country wants to know of each topic, 0 to 1; what it hardly wants is left out. */
  function needOf(id) {
    const { base, size, closeness: near, target, least = 0 } = rule.need
    const needs = topicIds.map((topic) => {
      const wanted = base + size * (countries[id].size - 1) + (near * exposure(id, topic)) / most[topic]
      const isTarget = rule.topics[topic].plots?.targets.includes(id)
      return [topic, rounded(Math.min(1, wanted + (isTarget ? target : 0)), 2)]
    })
    return Object.fromEntries(needs.filter(([, need]) => need >= least))
  }

  return { collectionOf, needOf }
}

/** The floors of `src`, bottom first: the one place where the import direction is written down. */

/**
 * A name ending in `/` is a folder, any other a file. An import may go down or stay on its floor, never up.
 * A file or folder that stands on no floor is refused, so whoever adds one says here what it may know.
 */
export const FLOORS = [
  { name: 'chance', holds: ['random.ts', 'philox.ts', 'philox-code.ts', 'math.ts', 'random-graphs.ts'] },
  {
    name: 'describe',
    holds: [
      'disclaimer.ts',
      'mistakes.ts',
      'names.ts',
      'calendar.ts',
      'arguments.ts',
      'parameters.ts',
      'presets.ts',
      'tree.ts',
      'packed-tree.ts',
      'json-text.ts',
      'yaml-text.ts',
      'objects.ts',
      'document.ts',
      'fields.ts',
      'network.ts',
      'graph-file.ts',
      'network-schema.ts',
      'membership.ts',
      'network-file.ts',
      'network-entry.ts',
      'recipe.ts',
      'generate.ts',
      'event-file.ts',
      'move-file.ts',
      'prospects.ts',
      'register.ts',
      'overlay.ts',
      'scenario.ts',
      'episode.ts',
      'scenario-file.ts',
      'episode-mapping.ts',
      'episode-scenario.ts',
      'episode-file.ts',
      'episode-case.ts',
      'alliance.ts',
      'from-graph.ts',
    ],
  },
  {
    name: 'simulate',
    holds: [
      'columns.ts',
      'choice.ts',
      'decisions.ts',
      'origins.ts',
      'world.ts',
      'compile.ts',
      'addressing.ts',
      'epoch.ts',
      'resting.ts',
      'flows.ts',
      'balance.ts',
      'beliefs.ts',
      'pending.ts',
      'breach-state.ts',
      'state.ts',
      'tape.ts',
      'offers.ts',
      'events.ts',
      'history.ts',
      'mechanisms/',
      'run.ts',
      'bonds.ts',
      'baselines/',
    ],
  },
  { name: 'measure', holds: ['metrics.ts', 'outcomes.ts', 'responses.ts', 'pair.ts', 'formats/'] },
  { name: 'run many', holds: ['runners/'] },
  { name: 'ask', holds: ['studies/'] },
  { name: 'tell', holds: ['report/'] },
  { name: 'doors', holds: ['index.ts', 'browser.ts', 'files.ts', 'cli/', 'screen/'] },
]

/** The only places that may know of Node: everything else also runs in a browser. */
export const SHORE = ['files.ts', 'runners/', 'cli/']

/** Programs of pages: what they use is bundled into them, so whoever installs liaison needs none of it. */
export const BUNDLED = ['screen/']

/** Packages that only work on Node, or belong to a terminal: used at the shore and nowhere else. */
export const SHORE_PACKAGES = ['piscina', 'commander', 'cli-progress']

/** The last floor whose results are promised to be the same bytes on every engine. */
export const LAST_PORTABLE_FLOOR = FLOORS.findIndex((floor) => floor.name === 'ask')

/**
 * The floor a file stands on.
 * @param {string} path relative to `src`, with forward slashes: `mechanisms/trust.ts`
 * @returns {number} 0 for the lowest, or -1 for a file that stands nowhere
 */
export function floorOf(path) {
  return FLOORS.findIndex((floor) => isIn(floor.holds, path))
}

/**
 * Whether a file is one of `places` or lies in one of them.
 * @param {readonly string[]} places
 * @param {string} path relative to `src`
 */
export function isIn(places, path) {
  return places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place))
}

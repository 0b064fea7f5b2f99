/** Colours of trust: orange through grey to blue, told apart by whoever sees two of them; marks and dashes say rungs beside them. */
import { scaleLinear } from 'd3-scale'

const TRUST = scaleLinear<string>()
  .domain([0, 0.4, 0.6, 0.75, 0.9, 1])
  .range(['#7f2704', '#d94801', '#fdae6b', '#d5d5d0', '#6baed6', '#08519c'])
  .clamp(true)

const CHANGE = scaleLinear<string>()
  .domain([-0.4, -0.1, -0.02, 0, 0.02, 0.1, 0.4])
  .range(['#7f2704', '#e6550d', '#fdc38d', '#d5d5d0', '#b5d4e9', '#3182bd', '#08306b'])
  .clamp(true)

/** Steps of a scale that the eye can tell apart. */
const STEPS = 500

/** Colours are looked up and never worked out while anything moves. */
function table(scale: (value: number) => string, low: number, high: number): (value: number) => string {
  const made = Array.from({ length: STEPS + 1 }, (_, k) => scale(low + ((high - low) * k) / STEPS))
  return (value) => made[Math.round((STEPS * (Math.min(high, Math.max(low, value)) - low)) / (high - low))]
}

/** Of trust in [0, 1]. */
export const trustColour = table(TRUST, 0, 1)
/** Of a change in trust in [−0.4, 0.4]. */
export const changeColour = table(CHANGE, -0.4, 0.4)

/** The stops of a legend: value and colour. */
export const TRUST_STOPS = [0, 0.2, 0.4, 0.6, 0.75, 0.9, 1].map(
  (value) => [value, trustColour(value)] as const,
)
export const CHANGE_STOPS = [-0.4, -0.2, -0.1, -0.02, 0, 0.02, 0.1].map(
  (value) => [value, changeColour(value)] as const,
)

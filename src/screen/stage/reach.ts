/** Distances in the picture: what a pointer is near to, and what lies which way. */
import type { Point } from './places.js'

/** The one with the least distance, if that is within reach. */
export function nearest<T>(all: readonly T[], reach: number, distance: (one: T) => number): T | undefined {
  let best: T | undefined
  let least = reach
  for (const one of all) {
    const far = distance(one)
    if (far < least) [best, least] = [one, far]
  }
  return best
}

export function between(a: Point, b: Point): number {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)
}

/** From a point to the line between two. */
export function distanceTo([x, y]: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length))
  return between([x, y], [a[0] + along * dx, a[1] + along * dy])
}

/** How far a point lies in a direction, what is aside of it counting twice; Infinity where it lies another way. */
export function distanceAlong(from: Point, to: Point, [right, down]: Point): number {
  const [x, y] = [to[0] - from[0], to[1] - from[1]]
  const along = x * right + y * down
  const aside = Math.abs(x * down) + Math.abs(y * right)
  return along <= 0 || aside > 2 * along ? Infinity : along + 2 * aside
}

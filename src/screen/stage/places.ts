/** Where the points of the picture stand, on the map and as a network, for a picture of a given size. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force'
import { geoNaturalEarth1, type GeoProjection } from 'd3-geo'
import { clubKey, type Cast } from './cast.js'

export type Point = readonly [x: number, y: number]
/** By key of the point; who is missing stands nowhere. */
export type Places = ReadonlyMap<string, Point>

export interface Size {
  readonly width: number
  readonly height: number
}

/** Room for names and the lens at the edges, and the most of a picture's width that they may take. */
const MARGIN = { x: 56, y: 24 } as const
const MOST_MARGIN = 0.08

/** The world without the ice at its ends. */
const LIVED_IN: GeoJSON.MultiPoint = {
  type: 'MultiPoint',
  coordinates: [
    [-169, 60],
    [-20, 83],
    [179, 70],
    [179, -40],
    [-70, -55],
  ],
}

/** The world in a picture of a size. */
export function projectionFor({ width, height }: Size): GeoProjection {
  return geoNaturalEarth1().fitExtent(
    [
      [2, 2],
      [width - 2, height - 2],
    ],
    LIVED_IN,
  )
}

/** Countries at their positions, clubs amid their parties. */
export function placesOnMap({ countries, clubs }: Cast, projection: GeoProjection): Places {
  const places = new Map<string, Point>()
  for (const { id, position } of countries) {
    const point = position === null ? null : projection([position[1], position[0]])
    if (point !== null) places.set(id, point)
  }
  for (const { id, parties } of clubs) {
    const among = parties.flatMap((party) => places.get(party) ?? [])
    const count = among.length / 2
    if (count === 0) continue
    const mean = (axis: 0 | 1): number =>
      among.reduce((sum, value, k) => (k % 2 === axis ? sum + value : sum), 0) / count
    places.set(clubKey(id), [mean(0), mean(1)])
  }
  return places
}

interface Body {
  key: string
  isClub: boolean
  x?: number
  y?: number
}

/** Ticks after which nothing moves to the eye. */
const TICKS = 320

/** Whoever has signed much together stands together, and who has signed nothing stands nowhere. The same cast gives the same places. */
export function placesInNetwork({ countries, clubs, lines }: Cast, { width, height }: Size): Places {
  const signed = new Set(lines.flatMap(({ ends }) => ends))
  const bodies: Body[] = [
    ...countries.filter(({ id }) => signed.has(id)).map(({ id }) => ({ key: id, isClub: false })),
    ...clubs.map(({ id }) => ({ key: clubKey(id), isClub: true })),
  ]
  const links = lines.map(({ ends: [source, target] }) => ({ source, target }))
  forceSimulation(bodies)
    .force(
      'links',
      forceLink<Body, { source: string; target: string }>(links)
        .id(({ key }) => key)
        .distance(46)
        .strength(0.25),
    )
    .force('apart', forceManyBody<Body>().strength(-150).distanceMax(420))
    .force(
      'room',
      forceCollide<Body>(({ isClub }) => (isClub ? 9 : 17)),
    )
    .force('across', forceX<Body>(0).strength(0.05))
    .force('down', forceY<Body>(0).strength((0.05 * width) / Math.max(1, height)))
    .stop()
    .tick(TICKS)
  return spread(bodies, { width, height })
}

/** Stretches places over the picture. */
function spread(bodies: readonly Body[], { width, height }: Size): Places {
  const along = (axis: 'x' | 'y', length: number): ((body: Body) => number) => {
    const values = bodies.map((body) => body[axis] ?? 0)
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const margin = axis === 'x' ? Math.min(MARGIN.x, MOST_MARGIN * length) : MARGIN.y
    const scale = high > low ? (length - 2 * margin) / (high - low) : 0
    return (body) => (scale === 0 ? length / 2 : margin + ((body[axis] ?? 0) - low) * scale)
  }
  const [x, y] = [along('x', width), along('y', height)]
  return new Map(bodies.map((body) => [body.key, [x(body), y(body)]]))
}

/** The shapes of the world, by the alpha-3 code of ISO 3166 that is the id of a country in networks of countries. */
import { geoPath, type GeoProjection } from 'd3-geo'
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' }

export interface Shape {
  /** alpha-3; null for land of nobody whom the standard knows */
  readonly id: string | null
  /** of an SVG path */
  readonly outline: string
}

const ALPHA3 = new Map(codes.map(([, alpha3, numeric]) => [numeric, alpha3]))

const { features } = feature(
  atlas as unknown as Topology,
  (atlas as unknown as { objects: { countries: GeometryCollection } }).objects.countries,
)

/** Land of Antarctica, where nobody has a service. */
const EMPTY = 'ATA'

export function shapesOf(projection: GeoProjection): Shape[] {
  const outline = geoPath(projection).digits(1)
  return features
    .map((shape) => ({
      id: shape.id === undefined ? null : (ALPHA3.get(String(shape.id)) ?? null),
      outline: outline(shape) ?? '',
    }))
    .filter(({ id }) => id !== EMPTY)
}

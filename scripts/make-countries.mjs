/**
 * Writes `data/world-countries.yaml`, what is known of each country of the world, from packages and from
 * `data/world-regions.yaml`; docs/data.md says what comes from where.
 *
 * `node scripts/make-countries.mjs` writes the file, `--print` sends the same bytes to standard output. Angles are
 * turned into kilometres here and nowhere else: what is made of this file needs no trigonometry.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { countries as facts } from 'countries-list'
import iso from 'i18n-iso-countries'
import { feature, neighbors } from 'topojson-client'
import { Document, parse } from 'yaml'

const root = new URL('../', import.meta.url)
const atlas = createRequire(import.meta.url)('world-atlas/countries-50m.json')
const hand = parse(readFileSync(new URL('data/world-regions.yaml', root), 'utf8'))

const HEADER = ` What is known of each country of the world. Written by scripts/make-countries.mjs; change data/world-regions.yaml
 instead. Codes and names: i18n-iso-countries. Languages (ISO 639-1): countries-list. Borders and position (latitude and
 longitude of the middle of the largest piece of land, to the degree): world-atlas, of Natural Earth. Region, size class
 and year of independence: by hand. Distances: between the middles of regions, to the nearest hundred kilometres.`

const regionOf = new Map(
  Object.entries(hand.regions).flatMap(([region, { holds }]) => holds.map((id) => [id, region])),
)
const ids = [...regionOf.keys()].sort()
const regionIds = Object.keys(hand.regions).sort()

/** The country a shape of the map belongs to; undefined for dependencies and waters. */
function ownerOf({ id, properties: { name } }) {
  const { numberless, parts } = hand.map
  const code = id === undefined ? (numberless[name] ?? parts[name]) : iso.numericToAlpha3(id)
  return regionOf.has(code) ? code : undefined
}

const shapes = atlas.objects.countries.geometries
const owners = shapes.map(ownerOf)

function bordersOf(id) {
  const beside = neighbors(shapes).flatMap((near, i) => (owners[i] === id ? near.map((k) => owners[k]) : []))
  const { add, drop } = hand.borders
  const other = (pairs) => pairs.filter((pair) => pair.includes(id)).map(([a, b]) => (a === id ? b : a))
  const all = new Set([...beside, ...other(add)].filter((code) => code !== undefined && code !== id))
  for (const code of other(drop)) all.delete(code)
  return [...all].sort()
}

/** Area in square degrees and middle of a ring, as if the degrees were a plane: near enough for whole degrees. */
function middleOf(ring) {
  let area = 0
  let east = 0
  let north = 0
  for (let i = 1; i < ring.length; i++) {
    const [[x, y], [nextX, nextY]] = [ring[i - 1], ring[i]]
    const cross = x * nextY - nextX * y
    area += cross / 2
    east += ((x + nextX) * cross) / 6
    north += ((y + nextY) * cross) / 6
  }
  return { area: Math.abs(area), position: [Math.round(north / area), Math.round(east / area)] }
}

function positionOf(id) {
  if (hand.map.positions[id]) return hand.map.positions[id]
  const rings = shapes
    .filter((shape, i) => owners[i] === id && hand.map.parts[shape.properties.name] === undefined)
    .map((shape) => feature(atlas, shape).geometry)
    .flatMap(({ type, coordinates }) => (type === 'Polygon' ? [coordinates[0]] : coordinates.map(([r]) => r)))
  if (rings.length === 0) throw new Error(`${id} is not on the map; give it a place under map.positions`)
  const [{ position }] = rings.map(middleOf).sort((a, b) => b.area - a.area)
  return position
}

function countryOf(id) {
  const code = iso.alpha3ToAlpha2(id)
  const { languages } = facts[code] ?? {}
  if (languages === undefined) throw new Error(`countries-list has no ${id}`)
  const label = hand.names[id] ?? iso.getName(id, 'en', { select: 'alias' })
  const size = Number(Object.keys(hand.sizes).find((one) => hand.sizes[one].holds.includes(id)) ?? 1)
  const independent = hand.independent[id]
  const country = { label, region: regionOf.get(id), size, languages: [...languages], borders: bordersOf(id) }
  return { ...country, position: positionOf(id), ...(independent === undefined ? {} : { independent }) }
}

const countries = Object.fromEntries(ids.map((id) => [id, countryOf(id)]))

/** The middle of a region on the unit sphere: the mean of its countries. */
function centreOf(region) {
  const radians = Math.PI / 180
  const points = hand.regions[region].holds.map((id) => {
    const [north, east] = countries[id].position.map((degrees) => degrees * radians)
    return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)]
  })
  const sum = [0, 1, 2].map((k) => points.reduce((total, point) => total + point[k], 0))
  const length = Math.hypot(...sum)
  return sum.map((part) => part / length)
}

/** Kilometres between two regions, to the nearest hundred. */
function distance(a, b) {
  const [one, other] = [centreOf(a), centreOf(b)]
  const cosine = Math.min(1, one[0] * other[0] + one[1] * other[1] + one[2] * other[2])
  return Math.round((6371 * Math.acos(cosine)) / 100) * 100
}

const distances = Object.fromEntries(
  regionIds
    .slice(1)
    .map((from, k) => [
      from,
      Object.fromEntries(regionIds.slice(0, k + 1).map((to) => [to, distance(from, to)])),
    ]),
)

function text() {
  const document = new Document({ countries, distances })
  for (const part of ['countries', 'distances'])
    for (const { value } of document.get(part).items) value.flow = true
  document.commentBefore = HEADER
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: true })
}

if (process.argv.includes('--print')) process.stdout.write(text())
else writeFileSync(new URL('data/world-countries.yaml', root), text())

/**
 * The picture itself: land, lines and marks as SVG, on the map or as a network. It is drawn once; from then on only what a day
 * changes is touched, so that play and slider keep up with large networks.
 */
import { select } from 'd3-selection'
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomTransform } from 'd3-zoom'
import type { StageAgreement } from '../../studies/stage.js'
import { clubKey, type Cast } from './cast.js'
import { shapesOf } from './land.js'
import { CLUB_MARK, LEAKER_MARK, MARKS } from './marks.js'
import { placesInNetwork, placesOnMap, projectionFor, type Places, type Point, type Size } from './places.js'
import { between, distanceAlong, distanceTo, nearest } from './reach.js'
import type { Picked } from './state.js'
import type { View } from '../text.js'

/** How the picture looks on a day. */
export interface Look {
  /** a colour, or null for a country that has nothing to do with the leaker */
  colour(country: string): string | null
  /** place in RUNGS at which a country stands toward the leaker; null: they share nothing */
  standing(country: string): number | null
  /** place in RUNGS of a line, the lower of its parties; null: the agreement is not in force */
  line(agreement: StageAgreement, parties: readonly string[]): number | null
  /** whether the line stands otherwise in the other world */
  differs(agreement: StageAgreement, parties: readonly string[]): boolean
}

/** Pixels within which a pointer means a mark, and a line. */
const NEAR_MARK = 13
const NEAR_LINE = 6

/** Milliseconds from one view to the other. */
const CROSSING = 550

/** Zoomed in so far the map names those that share nothing with the leaker, too. */
const NAMES_AT = 3

/** Pixels that a mark keeps free around itself, and above itself the leaker's. */
const MARK = 6
const LEAKER_MARK_TOP = 15
/** Height of a name, what is between it and its mark, and between it and the edge of the picture. */
const NAME_HEIGHT = 14
const GAP = 2
const EDGE = 5

const SVG = 'http://www.w3.org/2000/svg'

function make<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
  parent?: SVGElement,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  parent?.append(element)
  return element
}

interface Actor {
  readonly id: string
  readonly group: SVGGElement
  readonly mark: SVGPathElement
  readonly name: SVGTextElement
  isNamed: boolean
  /** of the name in pixels; 0 until it is measured */
  width: number
}

/** Room that is taken. */
interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function meets(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

export interface SceneOptions {
  readonly leaker: string
  readonly victims: ReadonlySet<string>
  readonly nameOf: (id: string) => string
  readonly onPick: (picked: Picked | null) => void
  /** what there is to say of something at the moment, in few words */
  readonly tell: (about: Picked) => string
  /** what the pointer or the keys have come to, and where that is; null: nothing */
  readonly onPoint: (about: Picked | null, at: Point) => void
}

export class Scene {
  readonly #svg: SVGSVGElement
  readonly #cast: Cast
  readonly #options: SceneOptions
  readonly #land: SVGGElement
  readonly #shapes: [id: string, path: SVGPathElement][] = []
  readonly #lines: SVGLineElement[]
  readonly #clubs: SVGGElement[]
  readonly #actors: Actor[]
  readonly #zoom = zoom<SVGSVGElement, unknown>().scaleExtent([1, 12])
  readonly #gone = new AbortController()
  readonly #painted = new WeakMap<SVGPathElement, string>()
  readonly #written = new WeakMap<Element, Record<string, string>>()
  #size: Size = { width: 0, height: 0 }
  #map: Places = new Map()
  /** worked out when the network is first looked at, for that takes longer than all the rest */
  #network: Places | undefined
  #view: View
  /** 0 on the map, 1 as a network, between them on the way */
  #crossed: number
  #frame = 0
  #transform: ZoomTransform = zoomIdentity
  #concerned: ReadonlySet<string> = new Set()
  #look: Look | undefined

  constructor(svg: SVGSVGElement, cast: Cast, view: View, options: SceneOptions) {
    this.#svg = svg
    this.#cast = cast
    this.#options = options
    this.#view = view
    this.#crossed = view === 'map' ? 0 : 1
    svg.replaceChildren()
    this.#land = make('g', { class: 'land', 'aria-hidden': 'true' }, svg)
    const lines = make('g', { class: 'lines', 'aria-hidden': 'true' }, svg)
    this.#lines = cast.lines.map(({ agreement }) =>
      make('line', { class: `line tie-${agreement.tie}` }, lines),
    )
    const clubs = make('g', { class: 'clubs', 'aria-hidden': 'true' }, svg)
    this.#clubs = cast.clubs.map(() => {
      const group = make('g', { class: 'club' }, clubs)
      make('path', { d: CLUB_MARK }, group)
      return group
    })
    this.#actors = this.#castActors(make('g', { class: 'countries' }, svg))
    this.#listen()
  }

  /** Draws everything anew for a size. */
  resize(size: Size): void {
    if (size.width === this.#size.width && size.height === this.#size.height) return
    this.#size = size
    const projection = projectionFor(size)
    this.#map = placesOnMap(this.#cast, projection)
    this.#network = undefined
    this.#land.replaceChildren()
    this.#shapes.length = 0
    for (const { id, outline } of shapesOf(projection)) {
      const path = make('path', { d: outline }, this.#land)
      if (id !== null && this.#cast.countries.some((country) => country.id === id)) {
        path.dataset['id'] = id
        this.#shapes.push([id, path])
      }
    }
    this.#zoom.extent([
      [0, 0],
      [size.width, size.height],
    ])
    this.#zoom.translateExtent([
      [0, 0],
      [size.width, size.height],
    ])
    this.#place()
    if (this.#look !== undefined) this.show(this.#look)
    // the sheet may write names larger now
    for (const actor of this.#actors) actor.width = 0
    this.#name()
  }

  /** Goes over to the map or the network, at once where motion is not wanted. */
  cross(view: View, { still }: { still: boolean }): void {
    if (view === this.#view) return
    this.#view = view
    this.reset()
    cancelAnimationFrame(this.#frame)
    const [from, to] = [this.#crossed, view === 'map' ? 0 : 1]
    let began: number | undefined
    const step = (now: number): void => {
      began ??= now
      const share = still ? 1 : Math.min(1, (now - began) / CROSSING)
      this.#crossed = from + (to - from) * ease(share)
      this.#place()
      if (share < 1) this.#frame = requestAnimationFrame(step)
      else this.#name()
    }
    if (still) step(0)
    else this.#frame = requestAnimationFrame(step)
  }

  /** Brings out what something concerns. */
  concern(countries: ReadonlySet<string>, agreement: string | null): void {
    this.#concerned = countries
    for (const { id, group } of this.#actors) group.classList.toggle('picked', countries.has(id))
    this.#cast.lines.forEach((line, k) => {
      const is =
        agreement === null
          ? line.parties.some((party) => countries.has(party))
          : line.agreement.id === agreement
      this.#lines[k].classList.toggle('picked', is)
    })
    this.#svg.classList.toggle('choosy', countries.size > 0)
    this.#name()
  }

  /** Colours, marks and dashes of a day. */
  show(look: Look): void {
    this.#look = look
    const { leaker } = this.#options
    for (const [id, path] of this.#shapes) this.#paint(path, this.#fill(look, id))
    let renamed = false
    for (const actor of this.#actors) {
      const { id, group, mark } = actor
      if (id === leaker) continue
      const standing = look.standing(id)
      this.#write(mark, 'd', MARKS[standing === null ? 0 : standing + 1])
      this.#paint(mark, this.#fill(look, id))
      if (this.#write(group, 'data-rung', standing === null ? 'none' : String(standing))) renamed = true
    }
    this.#cast.lines.forEach(({ agreement, parties }, k) => {
      const rung = look.line(agreement, parties)
      this.#write(this.#lines[k], 'data-rung', rung === null ? 'none' : String(rung))
      this.#write(this.#lines[k], 'data-differs', String(look.differs(agreement, parties)))
    })
    this.#cast.clubs.forEach((club, k) => {
      const isThere = look.line(club, club.parties) !== null
      this.#write(this.#clubs[k], 'class', isThere ? 'club' : 'club absent')
    })
    if (renamed) this.#name()
  }

  /** @param factor 1 or more: nearer */
  scaleBy(factor: number): void {
    this.#zoom.scaleBy(select(this.#svg), factor)
  }

  reset(): void {
    this.#zoom.transform(select(this.#svg), zoomIdentity)
  }

  destroy(): void {
    this.#gone.abort()
    cancelAnimationFrame(this.#frame)
    this.#svg.replaceChildren()
  }

  #fill(look: Look, id: string): string {
    return id === this.#options.leaker ? 'var(--ink)' : (look.colour(id) ?? 'var(--land)')
  }

  /** Writes an attribute unless it stands there already. @returns whether it did not */
  #write(element: Element, name: string, value: string): boolean {
    let known = this.#written.get(element)
    if (known === undefined) this.#written.set(element, (known = {}))
    if (known[name] === value) return false
    known[name] = value
    element.setAttribute(name, value)
    return true
  }

  /** Fills, over what the page's sheet says of every path. */
  #paint(path: SVGPathElement, colour: string): void {
    if (this.#painted.get(path) === colour) return
    this.#painted.set(path, colour)
    path.style.fill = colour
  }

  #castActors(parent: SVGGElement): Actor[] {
    const { leaker, victims, nameOf } = this.#options
    // whoever matters is drawn last, over the others
    const weight = (id: string): number => (id === leaker ? 2 : victims.has(id) ? 1 : 0)
    const order = this.#cast.countries.toSorted((a, b) => weight(a.id) - weight(b.id))
    return order.map(({ id }) => {
      const role = id === leaker ? 'leaker' : victims.has(id) ? 'victim' : 'partner'
      const group = make('g', { class: `country ${role}`, role: 'button', tabindex: '-1' }, parent)
      if (id === leaker) group.setAttribute('tabindex', '0')
      group.setAttribute('aria-label', nameOf(id))
      group.dataset['id'] = id
      const mark = make('path', { d: id === leaker ? LEAKER_MARK : MARKS[1] }, group)
      const name = make('text', { y: '-9', 'text-anchor': 'middle', 'aria-hidden': 'true' }, group)
      name.textContent = inBrief(nameOf(id))
      return { id, group, mark, name, isNamed: true, width: 0 }
    })
  }

  /** Which names are shown: those that matter now, and of the others as many as have room. */
  #name(): void {
    if (this.#size.width === 0) return
    const stands = this.#actors.flatMap((actor) => {
      const at = this.#at(actor.id)
      return at === undefined ? [] : [{ actor, at, weight: this.#weight(actor) }]
    })
    this.#measure(stands.map(({ actor }) => actor))
    const marks = stands.map(({ at: [x, y] }): Box => {
      return { left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK }
    })
    const names: Box[] = []
    const isFree = (box: Box): boolean =>
      !names.some((name) => meets(name, box)) && !marks.some((mark) => meets(mark, box))
    for (const { actor, at, weight } of stands.toSorted((a, b) => b.weight - a.weight)) {
      const rooms = this.#roomsFor(actor, at)
      const free = weight === 0 ? undefined : rooms.find(isFree)
      // whoever matters is named though it hides another's mark
      const room = free ?? (weight > 2 ? rooms[0] : undefined)
      if (room !== undefined) {
        names.push(room)
        this.#write(actor.name, 'x', ((room.left + room.right) / 2 - at[0]).toFixed(1))
        this.#write(actor.name, 'y', (room.bottom - 3 - at[1]).toFixed(1))
      }
      if ((room !== undefined) === actor.isNamed) continue
      actor.isNamed = room !== undefined
      actor.name.style.display = actor.isNamed ? '' : 'none'
    }
  }

  /** How much it matters that a country is named; 0: not at all. */
  #weight({ id, group }: Actor): number {
    const rung = group.dataset['rung'] ?? 'none'
    if (this.#concerned.has(id)) return 6
    if (id === this.#options.leaker) return 5
    if (this.#options.victims.has(id)) return 4
    if (rung !== 'none') return rung === '0' ? 2 : 3
    return this.#view === 'network' || this.#transform.k >= NAMES_AT ? 1 : 0
  }

  /** Where a name may stand: over its mark, or under it, and not beyond the edge. */
  #roomsFor({ id, width }: Actor, [x, y]: Point): Box[] {
    const half = width / 2
    const { width: most } = this.#size
    const isSeen = x >= 0 && x <= most
    const middle = isSeen ? Math.max(half + EDGE, Math.min(most - half - EDGE, x)) : x
    const over = y - GAP - (id === this.#options.leaker ? LEAKER_MARK_TOP : MARK)
    const under = y + GAP + (id === this.#options.leaker ? LEAKER_MARK_TOP : MARK)
    const [left, right] = [middle - half, middle + half]
    const rooms = [
      { left, right, top: over - NAME_HEIGHT, bottom: over },
      { left, right, top: under, bottom: under + NAME_HEIGHT },
    ]
    return over < NAME_HEIGHT ? rooms.toReversed() : rooms
  }

  /** What is not drawn has no width, so all is shown first and measured then. */
  #measure(actors: readonly Actor[]): void {
    const fresh = actors.filter(({ width }) => width === 0)
    for (const actor of fresh) {
      actor.isNamed = true
      actor.name.style.display = ''
    }
    for (const actor of fresh) actor.width = actor.name.getComputedTextLength()
  }

  /** Where a point stands now, on the way between the views and under the lens; undefined where it stands nowhere. */
  #at(key: string): Point | undefined {
    if (this.#crossed > 0) this.#network ??= placesInNetwork(this.#cast, this.#size)
    const [on, among] = [this.#map.get(key), this.#network?.get(key)]
    // who has signed nothing has no place in the network, and who has no position none on the map
    const [from, to] = [this.#crossed === 1 ? among : on, this.#crossed === 0 ? on : among]
    if (from === undefined || to === undefined) return undefined
    const x = from[0] + (to[0] - from[0]) * this.#crossed
    const y = from[1] + (to[1] - from[1]) * this.#crossed
    return [this.#transform.applyX(x), this.#transform.applyY(y)]
  }

  /** Puts everything where it stands now. */
  #place(): void {
    this.#land.setAttribute('transform', this.#transform.toString())
    this.#land.style.opacity = String(1 - this.#crossed)
    this.#land.style.display = this.#crossed === 1 ? 'none' : ''
    for (const { id, group } of this.#actors) this.#move(group, this.#at(id))
    this.#cast.clubs.forEach(({ id }, k) => this.#move(this.#clubs[k], this.#at(clubKey(id))))
    this.#cast.lines.forEach(({ ends }, k) => {
      const [a, b] = ends.map((key) => this.#at(key))
      const line = this.#lines[k]
      line.style.display = a === undefined || b === undefined ? 'none' : ''
      if (a === undefined || b === undefined) return
      line.setAttribute('x1', a[0].toFixed(1))
      line.setAttribute('y1', a[1].toFixed(1))
      line.setAttribute('x2', b[0].toFixed(1))
      line.setAttribute('y2', b[1].toFixed(1))
    })
  }

  #move(group: SVGGElement, at: Point | undefined): void {
    group.style.display = at === undefined ? 'none' : ''
    if (at !== undefined)
      group.setAttribute('transform', `translate(${at[0].toFixed(1)},${at[1].toFixed(1)})`)
  }

  #listen(): void {
    const svg = this.#svg
    this.#zoom
      // one finger scrolls the page, and so does the wheel without a key
      .filter((event: MouseEvent | TouchEvent | WheelEvent) =>
        'touches' in event
          ? event.touches.length > 1
          : event.type === 'wheel'
            ? event.ctrlKey
            : event.button === 0,
      )
      .on('zoom', ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) => {
        this.#transform = transform
        this.#place()
        this.#name()
      })
    select(svg).call(this.#zoom).on('dblclick.zoom', null)
    const { signal } = this.#gone
    svg.addEventListener('click', (event) => this.#options.onPick(this.#under(event)), { signal })
    svg.addEventListener(
      'pointermove',
      (event) => this.#options.onPoint(this.#under(event), this.#pointer(event)),
      { signal },
    )
    svg.addEventListener('pointerleave', () => this.#options.onPoint(null, [0, 0]), { signal })
    svg.addEventListener('keydown', (event) => this.#key(event), { signal })
    svg.addEventListener('focusin', () => this.#greet(), { signal })
    svg.addEventListener('focusout', () => this.#options.onPoint(null, [0, 0]), { signal })
  }

  #pointer(event: MouseEvent): Point {
    const { left, top } = this.#svg.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  /** What a pointer means: the nearest mark, else the nearest line, else the country on whose land it is. */
  #under(event: MouseEvent): Picked | null {
    const [x, y] = this.#pointer(event)
    const mark = nearest(
      [...this.#actors.map(({ id }) => id), ...this.#cast.clubs.map(({ id }) => clubKey(id))],
      NEAR_MARK,
      (key) => {
        const at = this.#at(key)
        return at === undefined ? Infinity : between(at, [x, y])
      },
    )
    if (mark !== undefined) return this.#meant(mark)
    const line = nearest(this.#cast.lines, NEAR_LINE, ({ ends }) => {
      const [a, b] = ends.map((key) => this.#at(key))
      return a === undefined || b === undefined ? Infinity : distanceTo([x, y], a, b)
    })
    const land = event.target instanceof SVGElement ? event.target.dataset['id'] : undefined
    if (line !== undefined && this.#look?.line(line.agreement, line.parties) !== null)
      return { kind: 'agreement', id: line.agreement.id }
    return land === undefined ? null : { kind: 'country', id: land }
  }

  #meant(key: string): Picked {
    const club = this.#cast.clubs.find(({ id }) => clubKey(id) === key)
    return club === undefined ? { kind: 'country', id: key } : { kind: 'agreement', id: club.id }
  }

  /** Arrows go to the next country that way; Enter and the space bar pick it, Escape lets go. */
  #key(event: KeyboardEvent): void {
    const current = this.#actors.find(({ group }) => group === document.activeElement)
    if (current === undefined) return
    const way = WAYS[event.key]
    if (way !== undefined) this.#step(current, way)
    else if (event.key === 'Enter' || event.key === ' ')
      this.#options.onPick({ kind: 'country', id: current.id })
    else if (event.key === 'Escape') this.#options.onPick(null)
    else return
    event.preventDefault()
  }

  /** Says what the keys have come to, as it stands now. */
  #greet(): void {
    const current = this.#actors.find(({ group }) => group === document.activeElement)
    const at = current && this.#at(current.id)
    if (current === undefined || at === undefined) return
    const about = { kind: 'country', id: current.id } as const
    current.group.setAttribute('aria-label', this.#options.tell(about))
    if (current.group.matches(':focus-visible')) this.#options.onPoint(about, at)
  }

  #step(from: Actor, way: Point): void {
    const here = this.#at(from.id)
    if (here === undefined) return
    const next = nearest(this.#actors, Infinity, ({ id }) => {
      const at = this.#at(id)
      return at === undefined || id === from.id ? Infinity : distanceAlong(here, at, way)
    })
    if (next === undefined) return
    from.group.setAttribute('tabindex', '-1')
    next.group.setAttribute('tabindex', '0')
    next.group.focus()
  }
}

const WAYS: Readonly<Record<string, Point>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
}

/** Characters of a name that the picture has room for; the whole name is told beside it. */
const LONGEST_NAME = 26

function inBrief(name: string): string {
  const characters = Array.from(name)
  return characters.length <= LONGEST_NAME
    ? name
    : `${characters
        .slice(0, LONGEST_NAME - 1)
        .join('')
        .trimEnd()}\u2026`
}

function ease(share: number): number {
  return share * share * (3 - 2 * share)
}

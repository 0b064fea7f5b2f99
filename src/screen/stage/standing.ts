/** Where everybody stands on a day: rungs and trust, looked up from the events and samples of one world. */
import type { HistoryEvent } from '../../events.js'
import { ENDED, inForce, OPEN, RUNGS, type Rung } from '../../network.js'
import type { StageAgreement, StageData, TrustTrack } from '../../studies/stage.js'

interface Change {
  readonly day: number
  readonly rung: number
}

/** Rungs in one world, by agreement, party and day. */
export class Standing {
  readonly #changes = new Map<string, Change[]>()
  readonly #signed = new Map<string, number>()

  constructor(events: readonly HistoryEvent[]) {
    for (const { day, kind, who, agreement, words } of events) {
      if (agreement === null) continue
      if (kind === 'agreement-forms') this.#signed.set(agreement, day)
      const rung = RUNGS.indexOf(words['to'] as Rung)
      if (who === null || rung < 0) continue
      const key = `${agreement} ${who}`
      this.#changes.set(key, [...(this.#changes.get(key) ?? []), { day, rung }])
    }
  }

  /** Whether an agreement binds on a day; a prospect does from the day on which it is signed. */
  binds({ id, from, until, prospect }: StageAgreement, day: number): boolean {
    return inForce(prospect ? { from: this.#signed.get(id) ?? Infinity, until } : { from, until }, day)
  }

  /** A party's rung in an agreement, as its place in RUNGS. */
  rung(agreement: string, party: string, day: number): number {
    let rung = OPEN
    for (const change of this.#changes.get(`${agreement} ${party}`) ?? [])
      if (change.day <= day) rung = change.rung
    return rung
  }

  /** How a country stands toward another: its lowest rung in what binds both; null where nothing does. */
  toward(country: string, other: string, agreements: readonly StageAgreement[], day: number): number | null {
    let lowest: number | null = null
    for (const agreement of agreements) {
      if (!agreement.parties.includes(country) || !agreement.parties.includes(other)) continue
      if (!this.binds(agreement, day)) continue
      // whoever has left is told nothing there, however open the others stay
      const hasLeft = this.rung(agreement.id, other, day) === ENDED
      lowest = Math.max(lowest ?? OPEN, hasLeft ? ENDED : this.rung(agreement.id, country, day))
    }
    return lowest
  }
}

/** Trust in one leaker by country. */
export class Trusts {
  readonly #tracks: ReadonlyMap<string, TrustTrack>
  readonly #every: number

  constructor({ trust, every }: StageData, leaker: string) {
    const tracks = trust.find((one) => one.leaker === leaker)?.tracks ?? []
    this.#tracks = new Map(tracks.map((track) => [track.country, track]))
    this.#every = every
  }

  get countries(): string[] {
    return [...this.#tracks.keys()]
  }

  /** In [0, 1]; null before the country first shares with the leaker, or if it never does. */
  on(country: string, day: number, world: 'with' | 'without'): number | null {
    const sample = this.#tracks.get(country)?.[world][Math.floor(day / this.#every)] ?? null
    return sample === null ? null : sample / 1000
  }

  /** With less without the breach. */
  difference(country: string, day: number): number | null {
    const [one, other] = [this.on(country, day, 'with'), this.on(country, day, 'without')]
    return one === null || other === null ? null : one - other
  }
}

/** Who was given what: a log in columns, for a run makes hundreds of thousands of offers. */
import { column, longer } from './columns.js'

/** Offers in the order they were made: one entry for each distinct (item, recipient), at the best grade given. */
export class Offers {
  count = 0
  item = new Uint32Array(1024)
  pair = new Uint32Array(1024)
  grade = new Uint8Array(1024)
  /** the recipient's membership in the agreement through which it came */
  member = new Uint32Array(1024)
  /** how often the recipient was given the item again, through other agreements */
  copies = new Uint8Array(1024)
  /** by pair: its latest entry, so that a second offer of an item finds the first */
  latest = new Int32Array(0)

  /** Empties the list for a network of so many pairs. */
  clear(pairs: number): void {
    this.count = 0
    if (this.latest.length !== pairs) this.latest = column(Int32Array, pairs)
    this.latest.fill(-1)
  }

  /** Makes room for so many more entries. */
  reserve(more: number): void {
    while (this.count + more > this.item.length) this.#grow()
  }

  /** Adds one for which there is room. */
  add(item: number, pair: number, grade: number, member: number): void {
    const k = this.count++
    this.item[k] = item
    this.pair[k] = pair
    this.grade[k] = grade
    this.member[k] = member
    this.copies[k] = 0
  }

  resume(from: Offers): void {
    this.count = 0
    this.reserve(from.count)
    this.count = from.count
    this.item.set(from.item.subarray(0, from.count))
    this.pair.set(from.pair.subarray(0, from.count))
    this.grade.set(from.grade.subarray(0, from.count))
    this.member.set(from.member.subarray(0, from.count))
    this.copies.set(from.copies.subarray(0, from.count))
  }

  #grow(): void {
    const size = this.item.length * 2
    this.item = longer(this.item, size)
    this.pair = longer(this.pair, size)
    this.member = longer(this.member, size)
    this.grade = longer(this.grade, size)
    this.copies = longer(this.copies, size)
  }
}

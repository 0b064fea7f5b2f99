/** Columns of numbers, and those that grow with what is written into them. */

export type Column = Uint8Array | Uint16Array | Uint32Array | Int16Array | Int32Array | Float64Array

export interface Kind<A extends Column> {
  readonly BYTES_PER_ELEMENT: number
  new (length: number): A
  new (memory: SharedArrayBuffer): A
}

/** Bytes from which on a column is a large one. */
const LARGE = 1 << 22

/**
 * A column of zeros. A large one is put where threads could share it, for what is private counts as garbage to come: among 300,000
 * countries the engine went through all names and agreements fifteen times while columns were laid out, a third of the time.
 */
export function column<A extends Column>(of: Kind<A>, length: number): A {
  const bytes = length * of.BYTES_PER_ELEMENT
  return bytes < LARGE || typeof SharedArrayBuffer === 'undefined'
    ? new of(length)
    : new of(new SharedArrayBuffer(bytes))
}

/** A column of what is said of each place. */
export function columnOf<A extends Column>(of: Kind<A>, length: number, say: (place: number) => number): A {
  const laid = column(of, length)
  for (let place = 0; place < length; place++) laid[place] = say(place)
  return laid
}

/** A column of its own with the same numbers. */
export function copy<A extends Column>(values: A): A {
  return longer(values, values.length)
}

/** The same column with room for more, up to `size` numbers in all. */
export function longer<A extends Column>(values: A, size: number): A {
  const fresh = column(values.constructor as unknown as Kind<A>, size)
  fresh.set(values)
  return fresh
}

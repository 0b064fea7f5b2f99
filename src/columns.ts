/** Columns of numbers that grow with what is written into them. */

/** A column that may grow. */
export type Column = Uint8Array | Uint32Array | Int32Array | Float64Array

/** The same column with room for more, up to `size` numbers in all. */
export function longer<A extends Column>(column: A, size: number): A {
  const Kind = column.constructor as new (size: number) => A
  const fresh = new Kind(size)
  fresh.set(column)
  return fresh
}

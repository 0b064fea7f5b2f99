/** Tables that sort by a click on a heading, and find a row by its words; nothing on the page moves when they learn it. */
import { keysOf, orderOf, says, type Direction } from './cells.js'
import { FIND_IN, FIND_ROWS, ROWS_FOUND } from './text.js'

/** Fewer rows than this are seen at a glance. */
const SORTED = 5
/** From so many rows on one looks for a row. */
const FILTERED = 12

/** Makes every table of the page with rows enough sort, and find. */
export function mountTables(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>('.table table')) {
    const [body] = table.tBodies
    const rows = body === undefined ? [] : [...body.rows]
    if (rows.length < SORTED) continue
    makeSortable(table, rows)
    const caption = table.closest('.table')?.previousElementSibling
    if (rows.length >= FILTERED && caption instanceof HTMLElement) makeFindable(caption, table, rows)
  }
}

/** A click sorts upward, the next downward, the third puts the rows back as they were. */
function makeSortable(table: HTMLTableElement, rows: readonly HTMLTableRowElement[]): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])]
  for (const [column, head] of heads.entries()) {
    const said = head.textContent
    if (said === '') continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'sort'
    button.textContent = said
    head.replaceChildren(button)
    button.addEventListener('click', () => {
      const next = after(head.ariaSort)
      for (const other of heads) other.ariaSort = null
      head.ariaSort = next
      const cells = rows.map((row) => row.cells[column]?.textContent ?? '')
      const order = next === null ? [...rows.keys()] : orderOf(keysOf(cells), next)
      table.tBodies[0]?.append(...order.map((row) => rows[row]))
    })
  }
}

function after(direction: string | null): Direction | null {
  if (direction === null) return 'ascending'
  return direction === 'ascending' ? 'descending' : null
}

/** Where the field stands: in the line of the caption, above it, above it with the caption no wider than it was. The last always fits. */
const PLACES = ['beside', 'above', 'over'] as const

/** A field at the caption, which grows no higher by it. */
function makeFindable(
  caption: HTMLElement,
  table: HTMLTableElement,
  rows: readonly HTMLTableRowElement[],
): void {
  const field = document.createElement('span')
  field.className = 'filter'
  const input = document.createElement('input')
  input.type = 'search'
  input.autocomplete = 'off'
  input.spellcheck = false
  const label = document.createElement('label')
  label.append(`${FIND_ROWS} `, input)
  const shown = document.createElement('span')
  shown.role = 'status'
  field.append(shown, label)

  const height = caption.offsetHeight
  caption.prepend(field)
  for (const place of PLACES) {
    caption.classList.add(place)
    if (caption.offsetHeight === height) break
    caption.classList.remove(place)
  }

  const texts = rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(' '))
  input.addEventListener('input', () => {
    const found = texts.map((text) => says(text, input.value.trim()))
    for (const [k, row] of rows.entries()) row.hidden = !found[k]
    const many = found.filter(Boolean).length
    shown.textContent = input.value.trim() === '' ? '' : ROWS_FOUND(many, rows.length)
  })
  // who reads what is shown hears which table it is about
  input.setAttribute('aria-label', FIND_IN(table.ariaLabel ?? ''))
}

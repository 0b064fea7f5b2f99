/** Prints the patterns of MODEL.md §9 as a table: what was measured, its interval, what it must be, and whether it holds. */

/** A number in a few characters. */
const short = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3))

/** In the order of MODEL.md, whatever file they stand in; the nulls come last. */
const place = (id) => (/^S\d+$/.test(id) ? Number(id.slice(1)) : 99)

export default class PatternsReporter {
  #rows = []

  onTestCaseResult(test) {
    const { pattern } = test.meta()
    if (pattern !== undefined) this.#rows.push(pattern)
    else if (test.result().state === 'failed')
      this.#rows.push({
        id: '',
        says: test.name,
        measured: [],
        failed: test.result().errors[0]?.message ?? '',
      })
  }

  onTestRunEnd() {
    const cells = this.#rows
      .sort((a, b) => place(a.id) - place(b.id))
      .flatMap(({ id, says, measured, failed }) => [
        [
          id,
          says,
          '',
          '',
          '',
          failed === undefined ? (measured.every(({ holds }) => holds) ? 'holds' : 'FAILS') : failed,
        ],
        ...measured.map(({ what, value, low, high, must, holds }) => [
          '',
          `  ${what}`,
          short(value),
          low === undefined ? '' : `${short(low)} to ${short(high)}`,
          must,
          holds ? '' : 'no',
        ]),
      ])
    const head = ['', 'pattern', 'measured', '95 % interval', 'must be', '']
    const widths = head.map((title, k) => Math.max(title.length, ...cells.map((row) => row[k].length)))
    const line = (row) =>
      row
        .map((cell, k) => cell.padEnd(widths[k]))
        .join('  ')
        .trimEnd()
    console.log(
      [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(line)].join('\n'),
    )
    console.log('\nIntervals are chance only. Paired ensembles under the seed “patterns”.')
  }
}

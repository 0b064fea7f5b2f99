/** The stage: the typical run on a map and as a network, to be played, rewound and asked why. */
import { render } from 'preact'
import type { ReportData } from '../../report/page.js'

/**
 * Puts the stage into an element.
 * @returns what takes it away again
 */
export function mountStage(root: HTMLElement, { typical }: ReportData): () => void {
  render(<h2>The typical run, day by day ({typical.stage.days} days)</h2>, root)
  root.hidden = false
  return () => render(null, root)
}

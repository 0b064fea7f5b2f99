/** The stage: the typical run on a map and as a network, to be played, rewound and asked why. */
import { render } from 'preact'
import type { ReportData } from '../../report/page.js'
import { Stage } from './stage.js'
import { stageState } from './state.js'

/**
 * Puts the stage into an element and shows it; where nobody leaks there is nothing to play, and the element stays hidden.
 * @returns what takes it away again
 */
export function mountStage(root: HTMLElement, report: ReportData): () => void {
  if (report.typical.stage.trust.length > 0) {
    // shown first: what is hidden has no width to draw for
    root.hidden = false
    render(<Stage state={stageState(report)} />, root)
  }
  return () => {
    render(null, root)
    root.hidden = true
  }
}

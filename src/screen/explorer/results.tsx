/** What was found: the report's own words, figures and sections, the typical run on its stage, and two findings side by side. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { comparisonSections, verdicts } from '../../report/comparison.js'
import type { Markup } from '../../report/markup.js'
import { opening, sectionsOf, STAGE_ID } from '../../report/page.js'
import { twoFindings } from '../../report/two-findings.js'
import type { Scenario } from '../../scenario.js'
import type { Comparison } from '../../studies/compare.js'
import type { FindingsData } from '../../studies/findings.js'
import { labelsOf, type TypicalRun } from '../../studies/typical.js'
import { mountStage } from '../stage/mount.js'
import type { Studied } from './study.js'
import { EXPLORER } from '../text.js'

/** Markup of the report in the page: every text in it is escaped already. */
function Told({ parts }: { readonly parts: readonly Markup[] }) {
  return <div class="told" dangerouslySetInnerHTML={{ __html: parts.map(String).join('') }} />
}

/** The first findings, or all of them. */
export interface Shown {
  readonly scenario: Scenario
  readonly findings: FindingsData
  readonly typical?: TypicalRun
}

/** @param children what stands between the finding and what it rests on */
export function Results({
  scenario,
  findings,
  typical,
  children,
}: Shown & { readonly children: ComponentChildren }) {
  const labels = typical?.labels ?? labelsOf(scenario)
  return (
    <>
      <Told parts={[opening(findings, labels, 'h2')]} />
      {children}
      {typical !== undefined && <Stage findings={findings} typical={typical} />}
      {typical !== undefined && <Told parts={sectionsOf(findings, typical)} />}
    </>
  )
}

function Stage({ findings, typical }: { readonly findings: FindingsData; readonly typical: TypicalRun }) {
  const root = useRef<HTMLElement>(null)
  // before the page is painted, or what stands below would jump
  useLayoutEffect(
    () => (root.current === null ? undefined : mountStage(root.current, { findings, typical })),
    [findings, typical],
  )
  return <section id={STAGE_ID} ref={root} />
}

export interface SideBySideProps {
  readonly a: Studied
  readonly b: Studied
  /** undefined where the two threw different dice or have no number in common */
  readonly comparison: Comparison | undefined
}

export function SideBySide({ a, b, comparison }: SideBySideProps) {
  return (
    <section class="beside" aria-labelledby="beside">
      <h2 id="beside">{EXPLORER.sideBySide}</h2>
      {comparison?.leakers
        .flatMap((leaker) => verdicts(leaker, comparison.runs))
        .map((text) => (
          <p key={text}>{text}</p>
        ))}
      <Told parts={[twoFindings(a.findings, b.findings, comparison)]} />
      {comparison !== undefined && (
        <details>
          <summary>{EXPLORER.inFull}</summary>
          <Told parts={comparisonSections(comparison)} />
        </details>
      )}
    </section>
  )
}

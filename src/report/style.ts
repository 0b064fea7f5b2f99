/**
 * How the page looks: system fonts, two inks, light and dark, narrow screens and paper. The sheet is a constant, so the page's
 * content security policy names it by its hash and lets no other style in; a test says the new hash when the sheet changes.
 */

/** SHA-256 of STYLE in base64, as `Content-Security-Policy` wants it. */
export const STYLE_HASH = 'sha256-s9NaZ5r08gU5PNiQ4ipIGRgshenLUw8XQYHuqqSBFlU='

export const STYLE = `
:root {
  color-scheme: light dark;
  --serif: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --paper: #fdfdfb; --ink: #1b1f24; --soft: #59626d; --hair: #d9dcd8;
  --with: #0b5cad; --without: #6a7078; --chill: #b4410e; --band: rgba(180, 65, 14, 0.2);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e8e9e6; --soft: #a3abb5; --hair: #353b43;
    --with: #7fbaff; --without: #a3abb5; --chill: #ffa070; --band: rgba(255, 160, 112, 0.25);
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); }
body {
  max-width: 50rem; margin: 0 auto; padding: 3.5rem 1.5rem 4rem;
  font: 1.0625rem/1.6 var(--serif);
  overflow-wrap: break-word;
}
header { border-bottom: 1px solid var(--hair); padding-bottom: 2rem; }
h1 { font-size: 2.1rem; line-height: 1.15; margin: 0.3rem 0 1.2rem; font-weight: 600; text-wrap: balance; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 3.5rem 0 0.8rem; font-weight: 600; }
h3 { font-size: 1.05rem; margin: 2rem 0 0.4rem; }
p { margin: 0 0 1rem; max-width: 42rem; }
.kind, .aside, .caption, figcaption, table, dl, .date, svg, summary, footer {
  font-family: var(--sans);
}
.kind { color: var(--soft); font-size: 0.85rem; letter-spacing: 0.02em; margin: 0; }
.lead { font-size: 1.25rem; line-height: 1.5; }
.aside { color: var(--soft); font-size: 0.875rem; line-height: 1.55; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1.5rem; margin: 2.2rem 0 0; }
.figures div { display: flex; flex-direction: column; border-top: 2px solid var(--ink); padding-top: 0.6rem; }
.figures dt { flex: 1; font-size: 0.85rem; color: var(--soft); line-height: 1.35; }
.figures dd { margin: 0; font-variant-numeric: tabular-nums; }
.figures .big { font-size: 1.7rem; line-height: 1.3; }
.figures .small { font-size: 0.72rem; color: var(--soft); }
ol.days { list-style: none; margin: 0; padding: 0; }
ol.days li { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0 1.25rem; padding: 0.65rem 0; border-top: 1px solid var(--hair); }
.date { font-size: 0.85rem; color: var(--soft); padding-top: 0.2rem; font-variant-numeric: tabular-nums; }
.date b { display: block; color: var(--ink); font-weight: 600; }
figure { margin: 1.5rem 0 2rem; }
figcaption { font-size: 0.875rem; color: var(--soft); margin-bottom: 0.75rem; line-height: 1.5; max-width: 42rem; }
figcaption b { color: var(--ink); font-weight: 600; font-size: 0.95rem; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
.narrow { display: none; }
svg text { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
svg text.word { fill: var(--ink); }
svg line, svg path { fill: none; }
.rule { stroke: var(--hair); stroke-width: 1; }
.mark { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; }
.with { stroke: var(--with); stroke-width: 2.25; }
.without { stroke: var(--without); stroke-width: 1.75; stroke-dasharray: 6 4; }
.chill { stroke: var(--chill); stroke-width: 2; }
svg path.band { fill: var(--band); stroke: none; }
.whisker { stroke: var(--chill); stroke-width: 2; }
.span { stroke: var(--hair); stroke-width: 3; }
svg .dot { fill: var(--with); stroke: var(--paper); stroke-width: 1; }
svg .ring { fill: var(--paper); stroke: var(--ink); stroke-width: 1.75; }
svg path.low { fill: var(--chill); stroke: var(--paper); stroke-width: 1; }
.bar { stroke: var(--without); stroke-width: 2; }
.table {
  --shade: color-mix(in srgb, var(--ink) 22%, transparent);
  overflow-x: auto; margin: 0 0 1.5rem;
  background: linear-gradient(to right, var(--paper) 50%, transparent) left / 2rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 50%, transparent) right / 2rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 0.75rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) right / 0.75rem 100% no-repeat scroll;
}
table { border-collapse: collapse; width: 100%; font-size: 0.85rem; line-height: 1.4; font-variant-numeric: tabular-nums lining-nums; }
.wordy table { min-width: 46rem; }
.wordy td:nth-last-child(3) { width: 38%; }
.wordy td:nth-last-child(2) { width: 26%; }
.caption { color: var(--soft); font-size: 0.85rem; line-height: 1.4; margin: 1rem 0 0.25rem; break-after: avoid; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; text-align: left; vertical-align: baseline; unicode-bidi: isolate; }
thead th.number { white-space: normal; }
thead th { font-weight: 600; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: 400; }
tbody tr { border-bottom: 1px solid var(--hair); }
.number { text-align: right; white-space: nowrap; }
tbody tr.victim th { font-weight: 600; }
summary { cursor: pointer; font-size: 0.875rem; color: var(--soft); }
dl.words { font-size: 0.875rem; line-height: 1.5; }
dl.words div { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: 0 1.25rem; padding: 0.4rem 0; border-top: 1px solid var(--hair); }
dl.words dt { font-weight: 600; }
dl.words dd { margin: 0; min-width: 0; }
.disclaimer { font-weight: 600; }
footer { margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--hair); font-size: 0.85rem; color: var(--soft); }
@media (max-width: 40rem) {
  body { padding: 1.75rem 1rem 2.5rem; font-size: 1rem; }
  h1 { font-size: 1.6rem; }
  .lead { font-size: 1.1rem; }
  ol.days li, dl.words div { grid-template-columns: 1fr; }
  .date b { display: inline; }
  .wide { display: none; }
  .narrow { display: block; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #444; --hair: #bbb;
    --with: #0b5cad; --without: #555; --chill: #b4410e; --band: rgba(180, 65, 14, 0.2);
  }
  @page { margin: 18mm 16mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .wide { display: block; }
  .narrow { display: none; }
  h2, h3, figcaption, thead { break-after: avoid; }
  figure, tr, li { break-inside: avoid; }
  .table { overflow: visible; background: none; }
  .wordy table { min-width: 0; font-size: 8pt; }
  details::details-content { content-visibility: visible; display: block; }
  summary { list-style: none; }
}
`

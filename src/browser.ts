/** The public names that need neither files nor threads: what `liaison-sim` is in a browser, and most of what it is on Node. */
export {
  Alliance,
  type AgreementGraph,
  type AgreementNode,
  type CountryNode,
  type NetworkFacts,
  type SharingEdge,
  type SharingGraph,
} from './alliance.js'
export { compile } from './compile.js'
export { RESULTS_EPOCH } from './epoch.js'
export {
  FIRST_CUT,
  RESPONSES,
  type Case,
  type Episode,
  type ObservedOutcome,
  type Response,
} from './episode.js'
export { casesOf, type CaseReading } from './episode-case.js'
export { episodesSchema, parseEpisodes, type EpisodeSource } from './episode-file.js'
export type { BreachAsWritten, EpisodeScenario } from './episode-scenario.js'
export { csv, type Cell } from './formats/csv.js'
export { gexf } from './formats/gexf.js'
export {
  GRAPH_KINDS,
  graphTables,
  type GraphKind,
  type GraphTables,
  type Row,
} from './formats/graph-tables.js'
export { resolvedNetwork, resolvedScenario } from './formats/resolved.js'
export { networkFromGraph, type GraphReading } from './from-graph.js'
export { EVENT_KINDS, type EventKind, type HistoryEvent } from './events.js'
export { History, type Keep } from './history.js'
export type { Mechanism, Now } from './mechanisms/mechanism.js'
export { GROUPS, type Group } from './metrics.js'
export { OUTCOMES, type OutcomeName } from './outcomes.js'
export {
  CODES,
  EXIT,
  formatMistake,
  LiaisonError,
  ScenarioError,
  type Code,
  type Mistake,
  type Place,
} from './mistakes.js'
export { generateNetwork } from './generate.js'
export { parseNetwork } from './network-file.js'
export { networkSchema } from './network-schema.js'
export {
  CAVEATS,
  RUNGS,
  TIES,
  type Agreement,
  type Caveat,
  type Collection,
  type Country,
  type Discipline,
  type Hostility,
  type Network,
  type PairOverride,
  type Prospect,
  type Rung,
  type Source,
  type Tie,
  type Topic,
} from './network.js'
export { pairs, type PairOfHistories, type PairsOptions, type PairTask } from './pair.js'
export {
  DEFAULTS,
  PARAMETERS,
  OF_NULL_MODELS,
  PARAMETER_NAMES,
  type Confidence,
  type Parameter,
  type ParameterName,
  type Parameters,
} from './parameters.js'
export { PRESET_NAMES, PRESETS, type Preset, type PresetName } from './presets.js'
export { backtestPage, backtestSummary, type BacktestSummaryOptions } from './report/backtest.js'
export { baselinePage } from './report/baseline-page.js'
export { baselineSummary } from './report/baseline-summary.js'
export { calibrationPage, calibrationSummary, type CalibrationSummaryOptions } from './report/calibration.js'
export { comparisonPage, comparisonSummary, type ComparisonSummaryOptions } from './report/comparison.js'
export { page } from './report/page.js'
export { story, type Sentence } from './report/story.js'
export { summary, type SummaryOptions } from './report/summary.js'
export { because, why, type WhyOptions } from './report/why.js'
export { DAY, run, simulate, Simulation, type Phase, type RunOptions } from './run.js'
export { here } from './runners/here.js'
export type { Runner, RunnerOptions, Shard } from './runners/runner.js'
export {
  parseScenario,
  readScenario,
  scenarioSchema,
  type Reading,
  type ScenarioOptions,
} from './scenario-file.js'
export {
  BREACH_KINDS,
  DEFAULT_SEED,
  EXPOSURES,
  MODELS,
  REPAIR_KINDS,
  SWITCHES,
  type Breach,
  type BreachKind,
  type Exposure,
  type Fabrication,
  type Inducement,
  type Model,
  type Move,
  type NullModel,
  type Policy,
  type Repair,
  type RepairKind,
  type Scenario,
  type Switch,
  type Turnover,
} from './scenario.js'
export type { State } from './state.js'
export { backtest, type Backtest, type BacktestOptions, type BacktestOutcome } from './studies/backtest.js'
export { backtestJson, backtestTable } from './studies/backtest-tables.js'
export { baseline, GLOBAL, type BaselineOptions } from './studies/baseline.js'
export {
  calibrate,
  type CalibrateOptions,
  type Calibration,
  type FittedParameter,
  type OutOfSample,
} from './studies/calibrate.js'
export { calibrationJson, presetOf } from './studies/calibration-files.js'
export type {
  BaselineCountry,
  BaselineFindings,
  BaselineLeaker,
  BaselineResult,
  BaselineRow,
  Compared,
  LiaisonOfCountry,
} from './studies/baseline-findings.js'
export { baselineJson, baselineRunsTable, countriesTable } from './studies/baseline-tables.js'
export {
  assumptions,
  type Answer,
  type AnswerFindings,
  type Assumptions,
  type AssumptionsOptions,
  type LeakerAssumptions,
  type AssumptionMove,
  type Outcome,
  type OutcomeRange,
  type Question,
  type Range,
  type Separator,
} from './studies/assumptions.js'
export {
  compare,
  type CompareOptions,
  type ComparedScenario,
  type Comparison,
  type Contrast,
  type LeakerComparison,
  type PartnerComparison,
  type Sooner,
} from './studies/compare.js'
export {
  decompose,
  type DecomposeOptions,
  type Decomposition,
  type GroupDecomposition,
  type LeakerDecomposition,
} from './studies/decompose.js'
export type { Progress, StudyOptions } from './studies/ensembles.js'
export { experiment, type ExperimentOptions } from './studies/experiment.js'
export type {
  BlameFindings,
  BreachFact,
  ChillToward,
  Findings,
  FindingsData,
  GroupFindings,
  LeakerFindings,
  OutcomeFindings,
  PartnerFindings,
  PlotFindings,
  ProspectFindings,
  RunRow,
  TopicFindings,
} from './studies/findings.js'
export type { Estimate } from './studies/statistics.js'
export {
  comparisonJson,
  comparisonTable,
  daysTable,
  eventLines,
  findingsJson,
  outcomesTable,
  partnersTable,
  prospectsTable,
  runsTable,
  warningsTable,
  type EventLine,
} from './studies/tables.js'
export { typicalRun, type ChangedWarning, type TypicalRun } from './studies/typical.js'
export { pairOf, type World } from './world.js'

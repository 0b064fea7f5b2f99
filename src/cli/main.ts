/** The command `liaison`: reads the command line and hands over to a command, which is loaded only then. */
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import type { CompareOptions } from './compare.js'
import type { ExploreOptions } from './explore.js'
import type { ExportOptions } from './export.js'
import type { BacktestCommand } from './backtest.js'
import type { CalibrateCommand } from './calibrate.js'
import type { ReportOptions } from './report.js'
import type { RunOptions } from './run.js'

/** What `process.exitCode` becomes; commands that find something wrong give their own. */
let code = 0
/** What commander says, kept until it can be printed to the last byte. */
let said = ''

const program = new Command('liaison')
  .description(
    'Simulates how trust moves through a network of countries that share secrets, and what breaks when one of them talks.',
  )
  .exitOverride()
  .configureOutput({ writeOut: (text) => (said += text), writeErr: () => undefined })
  .configureHelp({ helpWidth: 100, showGlobalOptions: false })
  .option('-V, --version', 'print version and results-epoch')
  .on('option:version', () => {
    throw new CommanderError(0, 'liaison.version', '')
  })
  .addHelpText(
    'after',
    `
Examples:
  $ liaison run scenarios/laptop-bomb.yaml
  $ liaison run scenarios/laptop-bomb.yaml --runs 100 --set parameters.spillOver=0.3 --out more-talk
  $ liaison why liaison-out/laptop-bomb ISR USA
  $ liaison check my-scenario.yaml

Exit codes: 0 ok, 64 wrong command line, 65 bad input data, 66 input missing, 70 bug in liaison,
73 cannot create output, 74 I/O error, 130/143/129 stopped by a signal.`,
  )

program
  .command('run')
  .summary('compare the world with the breach to the world without it')
  .description(
    'Runs a scenario as pairs: once with its breaches and once without, under the same draws. Prints who went quiet, ' +
      'for how long and why, and writes a folder with report.html, findings.json, tables (CSV) and events (JSON Lines).',
  )
  .argument('<file>', 'scenario, YAML or JSON')
  .option('--runs <number>', 'pairs of runs', wholeNumber('pairs', 10_000_000), 400)
  .option(
    '--model <name>',
    "liaison, or a null model to stand beside it: threshold, cascade, sir, degroot, friedkin-johnsen; the scenario's own if left out",
  )
  .option('--seed <text>', "key of every draw; the scenario's own if left out")
  .option(
    '--workers <number>',
    'worker threads; as many as there are processors if left out',
    wholeNumber('threads', 1024),
  )
  .option('--out <folder>', 'where to write; liaison-out/<scenario> if left out')
  .option(
    '--set <path=value>',
    'change the scenario, such as parameters.spillOver=0.3; may be repeated',
    repeated,
  )
  .option(
    '--without <event>',
    'what the second world goes without; every breach if left out; may be repeated',
    repeated,
  )
  .option(
    '--decompose',
    'say which mechanism did it too: every setting of five switches is run, with up to 64 pairs',
  )
  .option(
    '--assumptions',
    'vary the assumptions too: 64 draws of all parameters from their ranges, and each alone, with up to 8 pairs',
  )
  .option(
    '--keep <parameter>',
    'a parameter that --assumptions leaves as the scenario has it; may be repeated',
    repeated,
  )
  .option(
    '--json',
    'print findings.json on standard output and nothing else; write no folder unless --out is given',
  )
  .option('--quiet', 'print nothing but mistakes')
  .addHelpText(
    'after',
    `
Examples:
  $ liaison run scenarios/laptop-bomb.yaml --runs 20
  $ liaison run scenarios/laptop-bomb.yaml --set mechanisms.imitation=off --set events.oval-office.breach.severity=0.4
  $ liaison run scenarios/laptop-bomb.yaml --model threshold
  $ liaison run scenarios/laptop-bomb.yaml --json | jq '.leakers[0].groups.direct.chill'`,
  )
  .action(async (file: string, options: RunOptions) => {
    const { run } = await import('./run.js')
    await run(file, options)
  })

program
  .command('compare')
  .summary('compare two scenarios, or two policies, under the same draws')
  .description(
    'Runs two scenarios in the same runs under the same draws and says which partners come back sooner, with ' +
      'intervals. B is a second file, or the first with --set-b or --without-b. Writes a folder with compare.html, ' +
      'compare.json and compare.csv.',
  )
  .argument('<a>', 'scenario A, YAML or JSON')
  .argument('[b]', 'scenario B; A once more if left out')
  .option('--runs <number>', 'pairs of runs of each', wholeNumber('pairs', 10_000_000), 400)
  .option('--seed <text>', 'key of every draw of both; that of A if left out')
  .option(
    '--workers <number>',
    'worker threads; as many as there are processors if left out',
    wholeNumber('threads', 1024),
  )
  .option('--out <folder>', 'where to write; liaison-out/<a>-against-<b> if left out')
  .option('--set <path=value>', 'change both scenarios; may be repeated', repeated)
  .option('--set-b <path=value>', 'change B alone; may be repeated', repeated)
  .option(
    '--without-b <event>',
    'an event that is left out of B altogether, in both of its worlds; may be repeated',
    repeated,
  )
  .option(
    '--json',
    'print compare.json on standard output and nothing else; write no folder unless --out is given',
  )
  .option('--quiet', 'print nothing but mistakes')
  .addHelpText(
    'after',
    `
Examples:
  $ liaison compare a.yaml b.yaml
  $ liaison compare scenarios/laptop-bomb.yaml --set-b events.oval-office.breach.severity=0.4`,
  )
  .action(async (a: string, b: string | undefined, options: CompareOptions) => {
    const { compare } = await import('./compare.js')
    await compare(a, b, options)
  })

program
  .command('backtest')
  .summary('hold the model against documented cases')
  .description(
    'Plays every documented breach in the world of its year and says what each originator does within 180 days: scored against ' +
      'what it did, and beside forecasts that need no model. Writes a folder with backtest.html, backtest.csv and backtest.json.',
  )
  .option('--episodes <file>', 'cases in the format of data/episodes.json; those of the package if left out')
  .option('--runs <number>', 'pairs of runs of each case', wholeNumber('pairs', 10_000_000), 50)
  .option('--seed <text>', 'key of every draw')
  .option(
    '--workers <number>',
    'worker threads; as many as there are processors if left out',
    wholeNumber('threads', 1024),
  )
  .option(
    '--controls',
    'play every case also without one thing after another (victims, severity, network, mechanisms), and say what costs nothing to remove',
  )
  .option('--out <folder>', 'where to write; liaison-out/backtest if left out')
  .option(
    '--json',
    'print backtest.json on standard output and nothing else; write no folder unless --out is given',
  )
  .option('--quiet', 'print nothing but mistakes')
  .addHelpText(
    'after',
    `
Examples:
  $ liaison backtest --controls
  $ liaison backtest --episodes my-cases.json --runs 100`,
  )
  .action(async (options: BacktestCommand) => {
    const { backtest } = await import('./backtest.js')
    await backtest(options)
  })

program
  .command('calibrate')
  .summary('fit a few parameters to documented cases')
  .description(
    'Draws a few parameters from their ranges, plays every documented breach under each draw, and weighs the draws by what was ' +
      'seen. Says what the record identifies and what it does not, and scores it on episodes it was not fitted to. Writes a ' +
      'folder with calibration.html, calibration.json and preset.yaml.',
  )
  .option('--episodes <file>', 'cases in the format of data/episodes.json; those of the package if left out')
  .option('--draws <number>', 'draws of the parameters', wholeNumber('draws', 100_000), 64)
  .option('--runs <number>', 'pairs of runs of each case under each draw', wholeNumber('pairs', 100_000), 20)
  .option('--seed <text>', 'key of every draw')
  .option(
    '--workers <number>',
    'worker threads; as many as there are processors if left out',
    wholeNumber('threads', 1024),
  )
  .option('--whole-network', 'play whole networks, not the agreements of breacher and originators alone')
  .option('--out <folder>', 'where to write; liaison-out/calibration if left out')
  .option(
    '--json',
    'print calibration.json on standard output and nothing else; write no folder unless --out is given',
  )
  .option('--quiet', 'print nothing but mistakes')
  .addHelpText('after', '\nExample:\n  $ liaison calibrate --draws 200')
  .action(async (options: CalibrateCommand) => {
    const { calibrate } = await import('./calibrate.js')
    await calibrate(options)
  })

program
  .command('check')
  .summary('say what is wrong with scenario or network files')
  .description(
    'Reads scenario and network files and says what is wrong with them, with line and column. Writes nothing.',
  )
  .argument('<file...>', 'scenarios or networks, YAML or JSON')
  .option('--quiet', 'print nothing but mistakes')
  .action(async (files: string[], options: { quiet?: boolean }) => {
    const { check } = await import('./check.js')
    code = await check(files, options)
  })

program
  .command('why')
  .summary('tell why one country shares less with another')
  .description("Tells the chain of causes behind what <who> did toward <whom> in a result's typical run.")
  .argument('<result>', 'folder written by run')
  .argument('<who>', 'country that shares: its id or label, such as ISR or Israel')
  .argument('<whom>', 'country that receives: its id or label')
  .addHelpText('after', '\nExample:\n  $ liaison why liaison-out/laptop-bomb ISR USA')
  .action(async (result: string, who: string, whom: string) => {
    const { why } = await import('./why.js')
    await why(result, who, whom)
  })

program
  .command('report')
  .summary('write the page of a result again')
  .description(
    "Writes report.html again from a result's findings.json and scenario.resolved.json, for instance with the page of a newer " +
      'version. The numbers stay; the typical run is played once more.',
  )
  .argument('<result>', 'folder written by run')
  .option('--out <file>', 'where to write; report.html in the folder if left out')
  .option('--quiet', 'print nothing but mistakes')
  .addHelpText('after', '\nExample:\n  $ liaison report liaison-out/laptop-bomb --out laptop-bomb.html')
  .action(async (result: string, options: ReportOptions) => {
    const { report } = await import('./report.js')
    await report(result, options)
  })

program
  .command('export')
  .summary('write the graph of a network for other programs')
  .description(
    'Writes a network as it stands on a day: countries and agreements, or who may share with whom. Agreements that nobody ' +
      'looked up are marked in every format.',
  )
  .argument('<network>', 'a shipped network by name, such as world, or a network file')
  .option('--format <name>', 'gexf, csv (two tables, nodes and edges) or json (a network file)', 'gexf')
  .option('--graph <name>', 'agreements, or sharing: who may share with whom', 'agreements')
  .option('--on <date>', 'the day, such as 2017-05-01; after everything that the network dates if left out')
  .option('--out <file>', 'where to write; standard output if left out')
  .addHelpText(
    'after',
    `
Examples:
  $ liaison export world --on 2017-05-01 --out world.gexf
  $ liaison export world --format csv --graph sharing --out world.csv
  $ liaison export five-eyes-and-partners --format json | jq '.agreements[].label'`,
  )
  .action(async (network: string, options: ExportOptions) => {
    const { exportNetwork } = await import('./export.js')
    await exportNetwork(network, options)
  })

program
  .command('explore')
  .summary('the model as a page: change a breach, run it in the browser')
  .description(
    'Serves a page on which a breach and the assumptions can be changed and run: the model runs in the browser, with the same ' +
      'numbers, and nothing is sent anywhere. It answers this machine only. With --out it is written as one file instead, which ' +
      'any web server can serve and any browser can open.',
  )
  .argument('[scenario]', 'where the page begins, YAML or JSON; a shipped scenario if left out')
  .option('--out <file>', 'write the page to a file and serve nothing')
  .option('--port <number>', 'where to serve; a free port if left out', port)
  .addHelpText(
    'after',
    `
Examples:
  $ liaison explore
  $ liaison explore my-scenario.yaml --out explorer.html`,
  )
  .action(async (scenario: string | undefined, options: ExploreOptions) => {
    const { explore } = await import('./explore.js')
    await explore(scenario, options)
  })

program
  .command('parameters')
  .summary('list every number of the model')
  .description(
    'Lists every number of the model: default, plausible and allowed range, unit, ground, meaning.',
  )
  .option('--json', 'as JSON, with sources')
  .action(async (options: { json?: boolean }) => {
    const { parameters } = await import('./parameters.js')
    await parameters(options)
  })

try {
  await program.parseAsync()
} catch (error) {
  code = await end(error)
}
process.exitCode = code

/** Says what there is to say at an end before the end. @returns the exit code */
async function end(error: unknown): Promise<number> {
  const { tellFailure, tellUsage } = await import('./failure.js')
  try {
    if (!(error instanceof CommanderError)) return await tellFailure(error)
    if (error.exitCode === 0) {
      await answer(error.code)
      return 0
    }
    // without a command there is nothing to go by but the help
    const isBare = error.code === 'commander.help'
    return await tellUsage(isBare ? program.helpInformation() : error.message)
  } catch (failure) {
    return tellFailure(failure)
  }
}

/** Prints what was asked for instead of a command: the version, or help. */
async function answer(asked: string): Promise<void> {
  const { print } = await import('./terminal.js')
  if (asked !== 'liaison.version') {
    await print(said)
    return
  }
  const { version } = await import('./version.js')
  await print(await version())
}

/** Reads an option that counts something. */
function wholeNumber(what: string, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
    if (number < 1 || number > most)
      throw new InvalidArgumentError(`Give a number of ${what} from 1 to ${most}.`)
    return number
  }
}

function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > 65_535) throw new InvalidArgumentError('Give a port from 1 to 65535.')
  return number
}

function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

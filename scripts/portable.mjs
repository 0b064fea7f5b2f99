/** Lint rules of our own: numbers that are the same on every engine, and code that runs without Node. */
import { relative, sep } from 'node:path'
import { LAST_PORTABLE_FLOOR, SHORE, floorOf, isIn } from './floors.mjs'

/** The members of `Math` whose result the language fixes to the last bit; all others may differ by engine. */
const EXACT_MATH = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'.split(
    ' ',
  ),
)

const UNREPEATABLE = new Map([
  ['Date', 'the clock and the time zone differ from run to run: count days from day 0 (calendar.ts)'],
  ['performance', 'the clock differs from run to run'],
  ['crypto', 'its numbers differ from run to run: ask random.ts for a draw'],
  ['Intl', 'the locale differs from machine to machine'],
  ['globalThis', 'it hides what is reached through it: name the global itself'],
])

const LOCALE_METHODS = /^(localeCompare|toLocale[A-Za-z]*)$/

/** Radixes in which every engine writes the same digits. */
const EXACT_RADIX = new Set([2, 8, 10, 16, 32])

const NODE_GLOBALS = new Set([
  'Buffer',
  'clearImmediate',
  'exports',
  'global',
  'module',
  'process',
  'require',
  'setImmediate',
  '__dirname',
  '__filename',
])

/** The file's path inside `src`, or null when it lies elsewhere. */
function pathInSource(context) {
  const path = relative(context.cwd, context.filename).split(sep).join('/')
  return path.startsWith('src/') ? path.slice('src/'.length) : null
}

/** `a.b` and `a['b']` → b; anything computed at run time → null */
function memberName(node) {
  if (!node.computed) return node.property.name
  return node.property.type === 'Literal' ? String(node.property.value) : null
}

const portable = {
  meta: { type: 'problem', docs: { description: 'floors 0 to 5 give the same bytes on every engine' } },
  create(context) {
    const path = pathInSource(context)
    if (path === null || floorOf(path) > LAST_PORTABLE_FLOOR) return {}
    const isGlobal = (node) => context.sourceCode.isGlobalReference(node)
    const report = (node, message) => context.report({ node, message })

    function checkMath(node) {
      const parent = node.parent
      const name = parent.type === 'MemberExpression' && parent.object === node ? memberName(parent) : null
      if (name === null)
        report(node, 'Math is used whole: write Math.member, so that its exactness can be checked')
      else if (!EXACT_MATH.has(name))
        report(parent, `Math.${name} differs from engine to engine: use math.ts or random.ts`)
    }

    function checkPower(node) {
      if (node.operator.startsWith('**'))
        report(node, '** differs from engine to engine: multiply, or use math.ts')
    }

    return {
      Identifier(node) {
        if (node.name === 'Math' && isGlobal(node)) checkMath(node)
        else if (UNREPEATABLE.has(node.name) && isGlobal(node))
          report(node, `${node.name}: ${UNREPEATABLE.get(node.name)}`)
      },
      BinaryExpression: checkPower,
      AssignmentExpression: checkPower,
      MemberExpression(node) {
        const name = memberName(node)
        if (name !== null && LOCALE_METHODS.test(name))
          report(node, `${name}: the locale differs from machine to machine`)
      },
      CallExpression(node) {
        const [radix] = node.arguments
        if (node.callee.type !== 'MemberExpression' || memberName(node.callee) !== 'toString' || !radix)
          return
        if (radix.type !== 'Literal' || !EXACT_RADIX.has(radix.value)) {
          report(node, 'toString in this radix differs from engine to engine')
        }
      },
    }
  },
}

const shore = {
  meta: { type: 'problem', docs: { description: 'only the doors and runners know of Node' } },
  create(context) {
    const path = pathInSource(context)
    if (path === null || isIn(SHORE, path)) return {}
    return {
      Identifier(node) {
        if (NODE_GLOBALS.has(node.name) && context.sourceCode.isGlobalReference(node)) {
          context.report({ node, message: `${node.name} exists only on Node: use it in ${SHORE.join(', ')}` })
        }
      },
    }
  },
}

export default { meta: { name: 'liaison' }, rules: { portable, shore } }

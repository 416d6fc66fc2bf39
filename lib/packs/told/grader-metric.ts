import type { Metric } from '#lib/domain/vocabulary.ts'
import { cut } from '#lib/packs/cut-name.ts'
import { metricsIn } from '#lib/packs/seed-facts.ts'
import { pythonCode } from '#lib/packs/told/python-code.ts'

/** What a grader scores by: metrics of the product that it can mean, none where it says nothing that is known. */
export type GraderMetric = { metrics: readonly Metric[]; notes: readonly string[] }

/** A root is taken somewhere. */
const ROOT = /sqrt|squared ?= ?False|\*\* ?\(? ?(?:0?\.5|1 ?\/ ?2)/

type Meaning = {
  metrics: readonly Metric[]
  asks?: { where: 'call' | 'code'; pattern: RegExp; else: string }
}
const rooted = { where: 'code', pattern: ROOT, else: 'without a root' } as const

/** Functions of scikit-learn, and what each means where it is called as `asks` says. */
const FUNCTIONS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['roc_auc_score', { metrics: ['auc'] }],
  ['log_loss', { metrics: ['log-loss', 'multi-log-loss'] }],
  ['accuracy_score', { metrics: ['accuracy'] }],
  [
    'f1_score',
    {
      metrics: ['macro-f1'],
      asks: { where: 'call', pattern: /average ?= ?macro/, else: 'not as the macro average' },
    },
  ],
  [
    'cohen_kappa_score',
    {
      metrics: ['qwk'],
      asks: { where: 'call', pattern: /weights ?= ?quadratic/, else: 'without quadratic weights' },
    },
  ],
  ['root_mean_squared_error', { metrics: ['rmse'] }],
  ['mean_squared_error', { metrics: ['rmse'], asks: rooted }],
  ['mean_absolute_error', { metrics: ['mae'] }],
  ['root_mean_squared_log_error', { metrics: ['rmsle'] }],
  ['mean_squared_log_error', { metrics: ['rmsle'], asks: rooted }],
])
/** Further ones that score a submission, by how scikit-learn names its scores. */
const OTHER_SCORE = /_(?:score|loss|error|deviance|coef|corrcoef)$/

const ARGUMENTS = 300
type Call = { name: string; rest: string }

/** Functions that are called, with the beginning of their arguments; and those that are defined. */
function callsIn(code: string): { calls: Call[]; defined: Set<string> } {
  const defined = new Set<string>()
  const calls: Call[] = []
  for (const found of code.matchAll(/\b(def )?([A-Za-z_]\w{0,79})\(/g)) {
    const [whole, isDefinition, name = ''] = found
    if (isDefinition !== undefined) defined.add(name)
    else
      calls.push({
        name,
        rest: code.slice(found.index + whole.length, found.index + whole.length + ARGUMENTS),
      })
  }
  return { calls, defined }
}

/** Names that the code gives to what it imports. */
function aliasesIn(code: string): Map<string, string> {
  const found = [...code.matchAll(/\b([A-Za-z_]\w{0,79}) as ([A-Za-z_]\w{0,79})\b/g)]
  return new Map(found.map(([, name = '', alias = '']) => [alias, name]))
}

const argumentsOf = (rest: string): string => {
  let open = 1
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === '(') open++
    if (rest[at] === ')' && --open === 0) return rest.slice(0, at)
  }
  return rest
}

/** What one call of scikit-learn scores by; null for one that is not a score. */
function meaningOf({ name, rest }: Call, code: string): GraderMetric | null {
  const meaning = FUNCTIONS.get(name)
  if (meaning === undefined)
    return OTHER_SCORE.test(name)
      ? { metrics: [], notes: [`grade.py scores by ${cut(name)}, which is not a metric of environments.`] }
      : null
  const { asks } = meaning
  if (asks === undefined || asks.pattern.test(asks.where === 'code' ? code : argumentsOf(rest)))
    return { metrics: meaning.metrics, notes: [] }
  return {
    metrics: [],
    notes: [`grade.py calls ${name} ${asks.else}, which is not a metric of environments.`],
  }
}

/** Reads which metric a grader computes off its source: the scores that it calls, and else those that it defines. */
export function graderMetric(source: string): GraderMetric {
  const code = pythonCode(source)
  const aliases = aliasesIn(code)
  const { calls, defined } = callsIn(code)
  const foreign = calls
    .map((call) => ({ ...call, name: aliases.get(call.name) ?? call.name }))
    .filter(({ name }) => !defined.has(name))
    .flatMap((call) => meaningOf(call, code) ?? [])
  const own = [...defined].map((name) => ({ metrics: metricsIn(name.replaceAll('_', ' ')), notes: [] }))
  const scores = foreign.length > 0 ? foreign : own.filter(({ metrics }) => metrics.length > 0)
  const notes = [...new Set(scores.flatMap((score) => score.notes))]
  const different = new Map(
    scores.flatMap(({ metrics }) => (metrics.length === 0 ? [] : [[metrics.join(), metrics]])),
  )
  const [first = []] = [...different.values()]
  if (different.size > 1)
    return { metrics: [], notes: [...notes, 'grade.py computes several scores; which one counts is open.'] }
  return { metrics: notes.length > 0 ? [] : first, notes }
}

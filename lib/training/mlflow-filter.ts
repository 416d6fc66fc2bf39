/**
 * The part of MLflow's search language that clients send: conditions joined by AND, on attributes, metrics, params
 * and tags, and the columns of an order. Pure: text to a small tree.
 */
const COMPARATORS = ['=', '!=', '>=', '<=', '>', '<', 'LIKE', 'ILIKE'] as const
export type Comparator = (typeof COMPARATORS)[number]
export type Field = { kind: 'attribute' | 'metric' | 'param' | 'tag' | 'dataset'; key: string }
export type Condition = Field &
  (
    | { comparator: Comparator; value: string | number }
    | { comparator: 'IN' | 'NOT IN'; value: readonly string[] }
    | { comparator: 'IS NULL' | 'IS NOT NULL'; value: null }
  )
export type Order = Field & { descending: boolean }

/** What is wrong with a filter, and what would be right; the text may be shown to whoever sent it. */
export class FilterError extends Error {}

const KINDS: Readonly<Record<string, Field['kind']>> = {
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  metric: 'metric',
  metrics: 'metric',
  param: 'param',
  params: 'param',
  parameter: 'param',
  parameters: 'param',
  tag: 'tag',
  tags: 'tag',
  dataset: 'dataset',
  datasets: 'dataset',
}
/** Names that attributes have besides. */
const ALIASES: Readonly<Record<string, string>> = {
  'run name': 'run_name',
  runname: 'run_name',
  'mlflow.runname': 'run_name',
  created: 'start_time',
  'start time': 'start_time',
}

const TOKEN =
  /\s*(?:('(?:\\'|''|[^'])*'|"(?:\\"|[^"])*")|([A-Za-z_]+)\.(`[^`]+`|"[^"]+"|[\w./\-@:]+)|(`[^`]+`|[A-Za-z_][\w.]*)|([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)|(!=|>=|<=|=|>|<)|([(),]))/gy

type Token =
  | { type: 'text'; value: string }
  | { type: 'field'; field: Field }
  | { type: 'word'; value: string }
  | { type: 'number'; value: number }
  | { type: 'sign'; value: string }

/** A backslash belongs to the text, as in a path of Windows, unless a quote follows. */
const unquote = (text: string) =>
  text.slice(1, -1).replace(/''|\\(['"])/g, (whole, escaped) => escaped ?? whole[0])
const bare = (name: string) => (/^[`"]/.test(name) ? name.slice(1, -1) : name)

function fieldOf(prefix: string, name: string): Field {
  const kind = KINDS[prefix.toLowerCase()]
  if (kind === undefined)
    throw new FilterError(`No ${prefix}.${name}. Use attributes, metrics, params, tags or datasets.`)
  const key = bare(name)
  const renamed = kind === 'tag' && key === 'mlflow.runName'
  if (renamed || kind === 'attribute') return attribute(key)
  return { kind, key }
}

const attribute = (name: string): Field => ({
  kind: 'attribute',
  key: ALIASES[name.toLowerCase()] ?? name.toLowerCase(),
})

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, prefix, name, word, number, comparator, mark] = match
    at = match.index + whole.length
    if (quoted !== undefined) tokens.push({ type: 'text', value: unquote(quoted) })
    else if (prefix !== undefined && name !== undefined)
      tokens.push({ type: 'field', field: fieldOf(prefix, name) })
    else if (word !== undefined) tokens.push({ type: 'word', value: bare(word) })
    else if (number !== undefined) tokens.push({ type: 'number', value: Number(number) })
    else tokens.push({ type: 'sign', value: comparator ?? mark ?? '' })
  }
  if (text.slice(at).trim() !== '')
    throw new FilterError(`The filter is not understood from ${JSON.stringify(text.slice(at, at + 30))} on.`)
  return tokens
}

function listOf(tokens: Token[]): string[] {
  const values: string[] = []
  const next = () => tokens.shift()
  const open = next()
  if (open?.type !== 'sign' || open.value !== '(') throw new FilterError('IN takes a list in parentheses.')
  for (;;) {
    const item = next()
    if (item?.type !== 'text') throw new FilterError('IN takes texts in quotes, separated by commas.')
    values.push(item.value)
    const mark = next()
    if (mark?.type === 'sign' && mark.value === ')') return values
    if (mark?.type !== 'sign' || mark.value !== ',') throw new FilterError('IN takes a list in parentheses.')
  }
}

const wordOf = (token: Token | undefined): string =>
  token?.type === 'sign' || token?.type === 'word' ? token.value.toUpperCase() : ''

/** What stands between a field and its value: one sign, or up to three words. */
function comparatorOf(key: string, tokens: Token[]): Condition['comparator'] {
  const first = wordOf(tokens.shift())
  const next = () => wordOf(tokens.shift())
  if (first === 'IN') return 'IN'
  if (first === 'NOT' && next() === 'IN') return 'NOT IN'
  if (first === 'IS') {
    const second = next()
    if (second === 'NULL') return 'IS NULL'
    if (second === 'NOT' && next() === 'NULL') return 'IS NOT NULL'
  }
  const known = COMPARATORS.find((one) => one === first)
  if (known !== undefined) return known
  throw new FilterError(
    `After ${key} comes one of ${COMPARATORS.join(', ')}, IN, NOT IN, IS NULL, IS NOT NULL.`,
  )
}

function conditionOf(tokens: Token[]): Condition {
  const left = tokens.shift()
  const field =
    left?.type === 'field' ? left.field : left?.type === 'word' ? attribute(left.value) : undefined
  if (field === undefined)
    throw new FilterError('A condition starts with a field, such as params.lr or metrics.loss.')
  const comparator = comparatorOf(field.key, tokens)
  if (comparator === 'IS NULL' || comparator === 'IS NOT NULL') return { ...field, comparator, value: null }
  if (comparator === 'IN' || comparator === 'NOT IN') return { ...field, comparator, value: listOf(tokens) }
  const value = tokens.shift()
  if (value?.type !== 'text' && value?.type !== 'number')
    throw new FilterError(`After ${field.key} ${comparator} comes a number, or a text in quotes.`)
  return { ...field, comparator, value: value.value }
}

/** The conditions of a filter; all must hold. An empty filter has none. @throws FilterError */
export function parseFilter(text: string): Condition[] {
  const tokens = tokensOf(text)
  const conditions: Condition[] = []
  while (tokens.length > 0) {
    if (conditions.length > 0) {
      const and = tokens.shift()
      if (and?.type !== 'word' || and.value.toUpperCase() !== 'AND')
        throw new FilterError('Conditions are joined by AND; OR is not supported.')
    }
    conditions.push(conditionOf(tokens))
  }
  return conditions
}

/** One entry of `order_by`: a field, then ASC or DESC. @throws FilterError */
export function parseOrder(text: string): Order {
  const [first, direction, ...rest] = tokensOf(text)
  const field =
    first?.type === 'field' ? first.field : first?.type === 'word' ? attribute(first.value) : undefined
  const word = direction?.type === 'word' ? direction.value.toUpperCase() : undefined
  const known = direction === undefined || word === 'ASC' || word === 'DESC'
  if (field === undefined || !known || rest.length > 0)
    throw new FilterError(
      `An order is a field with ASC or DESC, such as "metrics.loss DESC", not ${JSON.stringify(text)}.`,
    )
  return { ...field, descending: word === 'DESC' }
}

import { applyEdits, type Scanned, scanObject, skipBrackets } from '#lib/domain/extract-json-scan.ts'

export type TextPosition = { offset: number; line: number; column: number }
export type ExtractionFailure = TextPosition & {
  kind: 'failure'
  code: 'missing' | 'truncated' | 'broken'
  /** Says what is wrong and what to send instead; may go back to the model as it is. */
  message: string
}
export type JsonExtraction =
  | { kind: 'json'; value: unknown; from: number; end: number; repaired: boolean }
  | ExtractionFailure

type Found = Extract<JsonExtraction, { kind: 'json' }> & { isLabelled: boolean }
type Problem = { from: number; length: number; scanned: Exclude<Scanned, { kind: 'complete' }> }

/** What some models think aloud before they answer. */
const THINKING = /^\s*<(think|thinking|reasoning)>[\s\S]*?<\/\1>/
const LABEL = /```[ \t]*json/i
const LABEL_REACH = 200
const FREE_READING = 100_000
const READINGS = 4
const EXCERPT = 40

/** Line and column, from 1, of an offset. */
export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { offset, line: before.split('\n').length, column: offset - lineStart + 1 }
}

function brokenAt(text: string, at: number, expected: string): ExtractionFailure {
  const position = positionAt(text, at)
  const near = JSON.stringify(text.slice(at, at + EXCERPT))
  const message = `The JSON is not valid at line ${position.line}, column ${position.column}: expected ${expected}, found ${near}. Send the whole JSON object again.`
  return { kind: 'failure', code: 'broken', ...position, message }
}

function truncatedAt(text: string, from: number): ExtractionFailure {
  const message = `The reply ends before the JSON object that starts at line ${positionAt(text, from).line} is complete. Send the whole JSON object again, shorter if it did not fit.`
  return { kind: 'failure', code: 'truncated', ...positionAt(text, text.length), message }
}

const nothing: ExtractionFailure = {
  kind: 'failure',
  code: 'missing',
  offset: 0,
  line: 1,
  column: 1,
  message: 'The reply holds no JSON object. Answer with one JSON object and nothing else.',
}

/** True where only blanks stand between `from` and the end of a line that opens a block of JSON. */
function isLabelledAt(text: string, from: number): boolean {
  const before = text.slice(Math.max(0, from - LABEL_REACH), from)
  const label = before.trimEnd()
  return before.includes('\n', label.length) && LABEL.test(label.slice(label.lastIndexOf('\n') + 1))
}

function parsed(text: string, from: number, end: number, json: string, repaired: boolean): Found | null {
  try {
    const isLabelled = isLabelledAt(text, from)
    return { kind: 'json', value: JSON.parse(json), from, end, repaired, isLabelled }
  } catch {
    return null
  }
}

const failureOf = (text: string, { from, scanned }: Problem): ExtractionFailure =>
  scanned.kind === 'truncated' ? truncatedAt(text, from) : brokenAt(text, scanned.at, scanned.expected)

/** Every complete outermost object, and what went wrong with those that were begun and are none. */
function collect(text: string): { found: Found[]; problems: Problem[] } {
  const found: Found[] = []
  const problems: Problem[] = []
  const isBare = text.trimStart().startsWith('{')
  // Only nonsense is read again and again: a scan continues where the last one ended, or gave up at once.
  let left = FREE_READING + text.length * READINGS
  for (let from = text.indexOf('{'); from >= 0 && left > 0; ) {
    let next = from + 1
    const scanned = scanObject(text, from)
    if (scanned.kind === 'complete') {
      next = scanned.end
      const json = applyEdits(text, from, next, scanned.edits)
      const object = parsed(text, from, next, json, scanned.edits.length > 0)
      if (object) found.push(object)
    } else if (scanned.started) {
      // Objects inside a broken one are its fragments, not answers.
      next = Math.max(scanned.at, skipBrackets(text, from))
      problems.push({ from, length: next - from, scanned })
    } else {
      left -= scanned.at - from
      if (isBare && problems.length + found.length === 0) problems.push({ from, length: 1, scanned })
    }
    from = text.indexOf('{', next)
  }
  return { found, problems }
}

const byLikelihood = (a: Found, b: Found): number =>
  Number(b.isLabelled) - Number(a.isLabelled) || b.end - b.from - (a.end - a.from)

/**
 * The JSON object of a model's reply: bare, in a fence, or inside prose. Of several, one that `accepts` takes; among
 * equals one labelled as JSON, then the longest. Trailing commas, comments and raw line breaks in strings are forgiven.
 * A begun object that is broken or cut is a failure, never replaced by a shorter object that happens to be whole.
 */
export function extractJson(reply: string, accepts?: (value: unknown) => boolean): JsonExtraction {
  // Line breaks stay, so that positions are those of the reply.
  const text = reply.replace(THINKING, (thoughts) => thoughts.replace(/[^\n]/g, ' '))
  const { found, problems } = collect(text)
  found.sort(byLikelihood)
  const accepted = accepts ? found.find((object) => accepts(object.value)) : undefined
  const best = accepted ?? found[0]
  const worst = problems.reduce<Problem | null>((a, b) => (a && a.length >= b.length ? a : b), null)
  if (best && (accepted || !worst || best.end - best.from >= worst.length)) {
    const { isLabelled: _, ...json } = best
    return json
  }
  return worst ? failureOf(text, worst) : nothing
}

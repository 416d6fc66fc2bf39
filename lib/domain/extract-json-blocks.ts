import { type ExtractionFailure, positionAt } from '#lib/domain/extract-json.ts'
import { trimEndOf, trimOf } from '#lib/domain/scan-text.ts'

export type CodeBlock = {
  /** The file that the fence, the line above it or the first comment names; null where none does. */
  name: string | null
  language: string
  code: string
  /** Where the opening fence stands. */
  offset: number
  closed: boolean
}
export type BlockExtraction = { kind: 'block'; block: CodeBlock } | ExtractionFailure

const WORD = /[\w.-]+/g
const FILE_NAME = /^[A-Za-z0-9_][\w.-]*\.[A-Za-z][A-Za-z0-9]{0,5}$/
/** What may stand before and behind the name of a file. */
const BEFORE = /^[\s"'`*=:([/]$/
const BEHIND = /^[\s"'`*:)\]>,]$/
const COMMENT = /^\s*(?:#|\/\/|--|<!--|\/\*)\s*(\S.*)$/
/** Languages whose text shows fences of its own. */
const HOLDS_FENCES = /^(?:markdown|md|mdx)$/i
const MARKED_LINE = /^\s*(?:#{1,6}\s|[*_`]|\d+[.)]\s|[-+]\s|files?\b)/i

type Line = { text: string; offset: number }
type Open = { mark: string; info: string; offset: number; above: string; lines: string[]; depth: number }

function* linesOf(text: string): Iterable<Line> {
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at)
    const stop = end < 0 ? text.length : end
    yield { text: text.slice(at, stop), offset: at }
    at = stop + 1
  }
}

type Fence = { mark: string; info: string }

/** A line of three or more backticks or tildes, and what stands behind them; null for any other line. */
function fenceOf(line: string): Fence | null {
  const text = line.trimStart()
  const indent = line.slice(0, line.length - text.length)
  const char = text.charAt(0)
  if (indent.length > 3 || trimOf(indent, ' ') !== '' || (char !== '`' && char !== '~')) return null
  let length = 1
  while (text[length] === char) length++
  const info = trimOf(trimEndOf(text.slice(length), '\r'), ' \t')
  return length < 3 || info.includes('`') ? null : { mark: text.slice(0, length), info }
}

function fileIn(text: string): string | null {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const [before, behind] = [text[index - 1], text[index + word.length]]
    const isApart =
      (before === undefined || BEFORE.test(before)) && (behind === undefined || BEHIND.test(behind))
    if (isApart && FILE_NAME.test(word)) return word
  }
  return null
}

/** `python` of `python title="a.py"`; a bare file name is not a language. */
const languageOf = (info: string): string => {
  const word = info.split(/[\s{:]/)[0] ?? ''
  return word.includes('.') || word.includes('=') ? '' : word.toLowerCase()
}

function nameOf(open: Open): string | null {
  const inInfo = fileIn(open.info)
  if (inInfo) return inInfo
  if (MARKED_LINE.test(open.above) || /:\s*$/.test(open.above)) {
    const above = fileIn(open.above)
    if (above) return above
  }
  const comment = COMMENT.exec(open.lines[0] ?? '')?.[1]
  // A comment that holds more words than the name talks about a file; it does not name this one.
  return comment && comment.split(/\s+/).length <= 2 ? fileIn(comment) : null
}

const blockOf = (open: Open, closed: boolean): CodeBlock => ({
  name: nameOf(open),
  language: languageOf(open.info),
  code: open.lines.length === 0 ? '' : `${open.lines.join('\n')}\n`,
  offset: open.offset,
  closed,
})

/** True when this line ends the block; keeps count of fences inside a block of Markdown. */
function ends(open: Open, fence: Fence | null): boolean {
  if (!fence) return false
  const { mark, info } = fence
  if (mark[0] !== open.mark[0]) return false
  const nests = HOLDS_FENCES.test(languageOf(open.info)) && mark.length >= open.mark.length
  if (info !== '') {
    if (nests) open.depth += 1
    return false
  }
  if (mark.length < open.mark.length) return false
  if (open.depth === 0) return true
  open.depth -= 1
  return false
}

/** The fenced blocks of a reply in order; the last may be unclosed, which its `closed` says. */
export function extractBlocks(text: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: Open | null = null
  let above = ''
  for (const line of linesOf(text)) {
    const fence = fenceOf(line.text)
    if (open) {
      if (ends(open, fence)) {
        blocks.push(blockOf(open, true))
        open = null
        above = ''
      } else open.lines.push(line.text.replace(/\r$/, ''))
    } else if (fence) {
      const { mark, info } = fence
      open = { mark, info, offset: line.offset, above, lines: [], depth: 0 }
    } else if (line.text.trim() !== '') above = line.text
  }
  if (open) blocks.push(blockOf(open, false))
  return blocks
}

const names = (blocks: readonly CodeBlock[]): string => {
  const found = blocks.flatMap((block) => (block.name ? [block.name] : []))
  return found.length > 0 ? `found ${found.join(', ')}` : 'found no named block'
}

/**
 * The code block called `name`; the last of several, which is the corrected one. With `alone`, a reply of exactly one
 * unnamed block means that block.
 */
export function extractBlock(text: string, name: string, options: { alone?: boolean } = {}): BlockExtraction {
  const blocks = extractBlocks(text)
  const only = options.alone && blocks.length === 1 && blocks[0]?.name === null ? blocks[0] : undefined
  const block = blocks.findLast((candidate) => candidate.name === name) ?? only
  if (!block) {
    const message = `The reply holds no code block named ${name} (${names(blocks)}). Put its name after the language: \`\`\`python ${name}`
    return { kind: 'failure', code: 'missing', ...positionAt(text, 0), message }
  }
  if (block.closed) return { kind: 'block', block }
  const message = `The reply ends inside the code block ${name}. Send the whole block again, shorter if it did not fit.`
  return { kind: 'failure', code: 'truncated', ...positionAt(text, text.length), message }
}

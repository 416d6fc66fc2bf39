import { type ExtractionFailure, positionAt } from '#lib/domain/extract-json.ts'

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

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([^\n`]*?)[ \t]*\r?$/
const FILE_NAME = /(?:^|[\s"'`*=:([/])([A-Za-z0-9_][\w.-]*\.[A-Za-z][A-Za-z0-9]{0,5})(?=$|[\s"'`*:)\]>,])/
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

const fileIn = (text: string): string | null => FILE_NAME.exec(text)?.[1] ?? null

/** `python` of `python title="a.py"`; a bare file name is no language. */
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
function ends(open: Open, fence: RegExpExecArray | null): boolean {
  if (!fence) return false
  const [, mark = '', info = ''] = fence
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
    const fence = FENCE.exec(line.text)
    if (open) {
      if (ends(open, fence)) {
        blocks.push(blockOf(open, true))
        open = null
        above = ''
      } else open.lines.push(line.text.replace(/\r$/, ''))
    } else if (fence) {
      const [, mark = '', info = ''] = fence
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

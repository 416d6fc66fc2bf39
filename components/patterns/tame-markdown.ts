/** Characters of a statement that a page shows; the whole is a download. */
export const SHOWN_CHARACTERS = 32_768

/** Quotes and lists in each other; people write three. */
const DEPTH = 8
/** The deepest that a list in lists is indented. */
const INDENT = 48
/** Equal marks of emphasis in a row, and equal characters of any kind. */
const EMPHASIS_RUN = 6
const RUN = 200
/** Marks in all, those that open quotes and lists counted twice: a page of tables has a thousand. */
const MARKS = 4000
const MARK = /[*_~`[\]()<>|&!\\#=]/g
const EMPHASIS = '*_~'
const DIGIT = /^\d$/

/** How many quotes and lists a line opens in each other. */
function depthOf(line: string): number {
  let depth = 0
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    if (DIGIT.test(char)) {
      while (DIGIT.test(line.charAt(at + 1))) at++
      at++
      if (line[at] !== '.' && line[at] !== ')') return depth
      depth++
    } else if ('>-+*'.includes(char)) depth++
    else if (char !== ' ' && char !== '\t') return depth
  }
  // Nothing but marks is a rule: one that is long enough to be a list in lists is not.
  return depth > 2 * DEPTH && line.includes(' ') ? depth : 0
}

function hasLongRun(line: string): boolean {
  let length = 0
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    length = at > 0 && char === line.charAt(at - 1) ? length + 1 : 1
    if (length > (EMPHASIS.includes(char) ? EMPHASIS_RUN : RUN)) return true
  }
  return false
}

const indentOf = (line: string): number => line.length - line.trimStart().length

/**
 * True for Markdown as people write it. To render nested quotes, or marks that never match, takes the square of their
 * number and more; a text that is full of those is shown as it is. Linear in the text.
 */
export function isTame(markdown: string): boolean {
  let marks = markdown.match(MARK)?.length ?? 0
  for (const line of markdown.split('\n')) {
    const depth = depthOf(line)
    marks += 2 * depth
    if (marks > MARKS || depth > DEPTH || indentOf(line) > INDENT || hasLongRun(line)) return false
  }
  return true
}

export type Shown = { text: string; isCut: boolean; isRendered: boolean }

/** The part of a statement that a page shows, whole lines where it can. */
export function shownOf(markdown: string): Shown {
  const isCut = markdown.length > SHOWN_CHARACTERS
  const start = isCut ? markdown.slice(0, SHOWN_CHARACTERS) : markdown
  const end = start.lastIndexOf('\n')
  const text = isCut && end > SHOWN_CHARACTERS / 2 ? start.slice(0, end) : start
  return { text, isCut, isRendered: isTame(text) }
}

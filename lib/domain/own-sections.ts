/** How many marks of a heading a line begins with; 0 for other lines. */
function levelOf(line: string): number {
  let level = 0
  while (line[level] === '#') level++
  return level
}

const headingOf = (line: string, level: number): string => line.slice(level).trim().toLowerCase()
/** Headings of what the installation states itself: what programs run on, and what is told while one works. */
const isOwn = (heading: string): boolean => heading === 'runtime' || heading.startsWith('feedback')

/** A statement parted into the lines of the installation's own sections, at whatever level, and the others. */
export function partOwnSections(text: string): { own: string; others: string } {
  let depth = 0
  const [own, others]: [string[], string[]] = [[], []]
  for (const line of text.split('\n')) {
    const level = levelOf(line)
    if (level > 0 && (depth === 0 || level <= depth)) depth = isOwn(headingOf(line, level)) ? level : 0
    ;(depth === 0 ? others : own).push(line)
  }
  return { own: own.join('\n'), others: others.join('\n') }
}

/**
 * A person's edit of a statement, whose last sections are the installation's word. What was written below them moves
 * above them, so that nothing is lost and nothing reads as part of the contract. Null: they themselves were changed.
 */
export function keepOwnSections(before: string, edited: string): string | null {
  const old = partOwnSections(before).own.trim()
  const { own, others } = partOwnSections(edited)
  const now = own.trim()
  if (now === old) return edited
  if (old === '' || !now.startsWith(`${old}\n`)) return null
  return `${others.trimEnd()}\n\n${now.slice(old.length).trim()}\n\n${old}\n`
}

export const OWN_SECTIONS_KEPT =
  'The sections "Runtime" and "Feedback" state how this installation runs and scores programs, so they stay as they are. Put your words above them, or under a heading of their own.'

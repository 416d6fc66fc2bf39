/** A line that would fill more than a screen is cut for drawing, so that no row is higher than the window. */
const MAX_LINE = 2000

/** A text as rows for a window: its lines, the very long ones in pieces. Joined again they are the text. */
export function rowsOfText(text: string): { line: number; text: string }[] {
  return text.split('\n').flatMap((line, index) => {
    const pieces: { line: number; text: string }[] = []
    for (let from = 0; from === 0 || from < line.length; from += MAX_LINE)
      pieces.push({ line: index + 1, text: line.slice(from, from + MAX_LINE) })
    return pieces
  })
}

/** Indices of the rows that hold the words, whatever their case. */
export function matchingRows(rows: readonly { text: string }[], words: string): number[] {
  const wanted = words.toLowerCase()
  if (wanted === '') return []
  return rows.flatMap((row, index) => (row.text.toLowerCase().includes(wanted) ? [index] : []))
}

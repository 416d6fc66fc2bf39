import type { Found } from '#lib/training/parsers/row-look.ts'
import type { RunBuilder } from '#lib/training/parsers/run-builder.ts'

/** Watches the texts of a wide table: a column of them may tell several runs, or parts of the data, apart. */
export type WideLines = {
  see(step: number, found: Found, where: string, builder: Pick<RunBuilder, 'has'>): void
  /** The column that tells lines apart, and where the second line begins. */
  told(): { column: string; values: string[]; where: string } | null
}

type Column = { rows: number; values: Set<string>; differs: string; isShared: boolean }
const COLUMNS = 50
const VALUES = 100
const STEPS = 200_000
const SHOWN = 4
const TEXT_LENGTH = 200

/**
 * A column tells lines apart where every value that a metric has again at its step stands beside another text, and the
 * texts come again in many rows. A clock that is a text differs everywhere; the host of a resumed run is the same text
 * wherever a step is logged twice by it.
 */
export function wideLines(): WideLines {
  const columns = new Map<string, Column>()
  const firstAt = new Map<number, ReadonlyMap<string, string>>()
  const columnOf = (name: string): Column | null => {
    const held = columns.get(name)
    if (held || columns.size >= COLUMNS) return held ?? null
    const made = { rows: 0, values: new Set<string>(), differs: '', isShared: false }
    columns.set(name, made)
    return made
  }
  const compare = (texts: ReadonlyMap<string, string>, step: number, where: string) => {
    const before = firstAt.get(step)
    if (before === undefined) return
    for (const [name, text] of texts) {
      const column = columnOf(name)
      if (column === null) continue
      if (before.get(name) === text) column.isShared = true
      else column.differs ||= where
    }
  }
  return {
    see(step, found, where, builder) {
      if (found.texts.length === 0) return
      const texts = new Map(found.texts.map(([name, text]) => [name, text.slice(0, TEXT_LENGTH)]))
      for (const [name, text] of texts) {
        const column = columnOf(name)
        if (column === null) continue
        column.rows++
        if (column.values.size <= VALUES) column.values.add(text)
      }
      if (found.entries.some(([name]) => builder.has(name, step))) compare(texts, step, where)
      else if (firstAt.size < STEPS && !firstAt.has(step)) firstAt.set(step, texts)
    },
    told() {
      for (const [column, { rows, values, differs, isShared }] of columns) {
        const comesAgain = values.size > 1 && values.size <= VALUES && rows >= 2 * values.size
        if (differs !== '' && !isShared && comesAgain)
          return { column, values: [...values].slice(0, SHOWN), where: differs }
      }
      return null
    },
  }
}

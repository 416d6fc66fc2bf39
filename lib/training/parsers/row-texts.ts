import type { Notes } from '#lib/training/parsers/notes.ts'
import { isMissing } from '#lib/training/parsers/to-number.ts'

const TEXT_LENGTH = 500
/** Of all texts of a source that may be configuration. */
const TEXTS_LENGTH = 2 ** 23

type Text = { first: string; where: string; changes: boolean; count: number }
/** Texts of one run by column. */
export type RowTexts = {
  keep(texts: readonly (readonly [name: string, text: string])[], where: string): void
  /** Texts that stay the same, as configuration; what changes, or stands among numbers, is noted instead. */
  settle(isMetric: (name: string) => boolean): Record<string, string>
}

/** `left` is shared by the runs of a source. */
export function rowTexts(notes: Notes, columns: number, left: { texts: number } = newBudget()): RowTexts {
  const held = new Map<string, Text>()
  return {
    keep(texts, where) {
      for (const [name, whole] of texts) {
        const text = whole.slice(0, TEXT_LENGTH)
        const known = held.get(name)
        if (known === undefined) {
          if (held.size >= columns || left.texts <= 0) continue
          left.texts -= text.length
          held.set(name, { first: text, where, changes: false, count: 1 })
        } else if (known.first === text) known.count++
        else if (isMissing(known.first)) held.set(name, { ...known, first: text, where, changes: true })
        else if (!isMissing(text)) {
          known.changes = true
          known.count++
        } else known.changes = true
      }
    },
    settle(isMetric) {
      const config: Record<string, string> = {}
      for (const [name, { first, where, changes, count }] of held) {
        const isNothing = isMissing(first)
        if (isMetric(name)) {
          if (!isNothing) noteText(notes, name, first, where, count)
        } else if (!changes) config[name] = first
        else
          notes.add(
            `text:${name}`,
            name,
            `The column holds texts that change (${JSON.stringify(first.slice(0, 40))}, ...); it is not a metric and is left out.`,
            'Write plain numbers if it is one.',
          )
      }
      return config
    },
  }
}

export const newBudget = (): { texts: number } => ({ texts: TEXTS_LENGTH })

function noteText(notes: Notes, name: string, text: string, where: string, count: number): void {
  const isNone = count > 1 ? `and ${count - 1} more like it are not numbers` : 'is not a number'
  notes.add(
    `no-number:${name}`,
    where,
    `${JSON.stringify(text.slice(0, 60))} in "${name.slice(0, 100)}" ${isNone}; left out.`,
    'Write a plain number, NaN, or nothing.',
  )
}

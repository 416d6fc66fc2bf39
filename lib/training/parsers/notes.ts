import type { ImportNote } from '#lib/contracts/imports.ts'
import { plainText } from '#lib/training/parsers/plain-text.ts'

/** Collects what is wrong with a file; the same complaint about many places is one note that counts them. */
export type Notes = {
  /** `kind` tells complaints apart; the first of a kind says where. */
  add(kind: string, where: string | null, message: string, next: string): void
  /** Takes back what turned out to be untrue. */
  withdraw(kinds: readonly string[]): void
  list(): ImportNote[]
}

const MOST = 50
const WHERE_LENGTH = 120
const MESSAGE_LENGTH = 500

export function collectNotes(file: string): Notes {
  const byKind = new Map<string, { note: ImportNote; count: number }>()
  let more = 0
  return {
    add(kind, where, message, next) {
      const held = byKind.get(kind)
      if (held) held.count++
      else if (byKind.size >= MOST) more++
      else {
        const place = where === null ? null : plainText(where, WHERE_LENGTH)
        byKind.set(kind, {
          note: { file, where: place, message: plainText(message, MESSAGE_LENGTH), next },
          count: 1,
        })
      }
    },
    withdraw(kinds) {
      for (const kind of kinds) byKind.delete(kind)
    },
    list() {
      const notes = [...byKind.values()].map(({ note, count }) =>
        count === 1 ? note : { ...note, message: `${note.message} (${count} times; the first is named)` },
      )
      if (more > 0)
        notes.push({
          file,
          where: null,
          message: `${more} more remarks are left out.`,
          next: 'Look at the first.',
        })
      return notes
    },
  }
}

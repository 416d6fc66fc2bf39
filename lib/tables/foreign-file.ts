import { foreignContent } from '#lib/tables/foreign-content.ts'
import { TableRefusal } from '#lib/tables/table-note.ts'

/** Refuses what is not text at all, or the text of something else, by its name. */
export function refuseForeign(head: Uint8Array): void {
  const foreign = foreignContent(head)
  if (foreign !== null) throw new TableRefusal(`The file ${foreign.what}.`, null, foreign.fix)
}

import { asksForAuthor } from '#lib/domain/artefacts/author-target.ts'
import type { Sense } from '#lib/domain/artefacts/sense.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'

type Planned = Pick<Spec, 'task' | 'target'> & { columns: readonly SpecColumn[] }

/** Who writes goes with places, shifts, crews or devices: groups of rows. */
const goesWithAuthors = (column: SpecColumn): boolean =>
  column.kind === 'categorical' && column.groups !== undefined

/** Plain columns that can say something of a target: of who wrote a text no number and no kind of thing can. */
export const tellingOf = ({ columns, ...asked }: Planned): readonly SpecColumn[] =>
  asksForAuthor(asked) ? columns.filter(goesWithAuthors) : columns

/** That all other columns move who wrote a text not at all; undefined for any other target. */
export function authorSense({ columns, ...asked }: Planned): Sense | undefined {
  if (!asksForAuthor(asked)) return undefined
  const classes = asked.target.classes ?? []
  const nothing = asked.task === 'multiclass' ? classes.map(() => 0) : 0
  const silent = columns.filter(
    (column) =>
      column.table === 'main' && /numeric|categorical|date/.test(column.kind) && !goesWithAuthors(column),
  )
  return Object.fromEntries(
    silent.map((column) => [
      column.name,
      column.kind === 'categorical'
        ? Object.fromEntries(column.categories.map((level) => [level, nothing]))
        : nothing,
    ]),
  )
}

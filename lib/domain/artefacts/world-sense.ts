import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { ColumnLink, Sense } from '#lib/domain/artefacts/sense.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'

type Pushes = Sense[string]
type Planned = Pick<Spec, 'task' | 'target'> & { columns: readonly SpecColumn[] }

/** Pushes towards the classes that a task has, where there are classes. */
const ofClasses = (push: number | number[], kept: readonly number[]): number | number[] =>
  Array.isArray(push) ? kept.map((at) => push[at] ?? 0) : push

function ofColumn(
  pushes: Pushes,
  column: SpecColumn | undefined,
  kept: readonly number[],
): Pushes | undefined {
  if (typeof pushes === 'number' || Array.isArray(pushes)) return ofClasses(pushes, kept)
  if (column?.kind !== 'categorical') return undefined
  return Object.fromEntries(column.categories.map((level) => [level, ofClasses(pushes[level] ?? 0, kept)]))
}

/** What a world says of a task's target by its columns; undefined where it says nothing. */
export function sensesOf({ task, target, columns }: Planned, { targets }: Domain): Sense | undefined {
  // A world speaks of its own target alone.
  if (targets[task].name !== target.name) return undefined
  const all = task === 'multiclass' ? targets.multiclass.classes : []
  const kept = (target.classes ?? []).map((name) => all.indexOf(name)).filter((at) => at >= 0)
  const tables = new Set(columns.map(({ table }) => table))
  const told = Object.entries(targets[task].sense ?? {}).flatMap(([name, pushes]) => {
    const column = columns.find((one) => one.name === name)
    const own = column !== undefined || tables.has(name) ? ofColumn(pushes, column, kept) : undefined
    return own === undefined ? [] : [[name, own] as const]
  })
  return told.length === 0 ? undefined : Object.fromEntries(told)
}

/** By which column of a task cells go missing in a world; null where it has none that tells of it. */
export function gapsByOf({ story }: Pick<Domain, 'story'>, columns: readonly SpecColumn[]) {
  const isThere = columns.some(({ name, kind, table }) =>
    [kind === 'numeric', table === 'main', name === story.gapsBy?.column].every(Boolean),
  )
  return (isThere && story.gapsBy) || null
}

const MOST_SLOPE = 0.9
const MOST_SHIFT = 2.5

const levelsOf = (column: SpecColumn | undefined): readonly string[] =>
  column?.kind === 'categorical' ? column.categories : []

/** Which levels go with which, of those that a task has. */
function leaningsOf(
  leans: Readonly<Record<string, readonly string[]>>,
  from: readonly string[],
  to: readonly string[],
): Record<string, string[]> {
  const kept = from.map(
    (level) => [level, (leans[level] ?? []).filter((other) => to.includes(other))] as const,
  )
  return Object.fromEntries(kept.filter(([, others]) => others.length > 0))
}

/**
 * The links of a world among a task's columns, each as strong as `factor` makes it. A number that the task leaves out
 * stays as a hidden cause where it moves two or more of them, so that they still hang together.
 */
export function linksOf(
  { links = [] }: Domain,
  columns: readonly SpecColumn[],
  factor: (link: ColumnLink) => number,
): ColumnLink[] | undefined {
  const own = new Map(columns.map((column) => [column.name, column]))
  const onto = links.filter(({ from, to }) => {
    const [source, moved] = [own.get(from), own.get(to)]
    return moved !== undefined && (source === undefined || source.table === moved.table)
  })
  const isHidden = (name: string) => onto.filter(({ from }) => from === name).length > 1
  const kept = onto.filter((link) => own.has(link.from) || ('slope' in link && isHidden(link.from)))
  const chosen = kept.map((link): ColumnLink => {
    const strength = factor(link)
    const scaled = (size: number, most: number) =>
      Math.max(-most, Math.min(most, Math.round(100 * size * strength) / 100))
    const { from, to } = link
    if ('slope' in link) return { from, to, slope: scaled(link.slope, MOST_SLOPE) }
    const levels = levelsOf(own.get(from))
    if ('leans' in link) return { from, to, leans: leaningsOf(link.leans, levels, levelsOf(own.get(to))) }
    const shifts = levels.map((level) => [level, scaled(link.shifts[level] ?? 0, MOST_SHIFT)] as const)
    return { from, to, shifts: Object.fromEntries(shifts) }
  })
  return chosen.length === 0 ? undefined : chosen
}

import type { SpecDraft, SpecProblem } from '#lib/domain/spec-check.ts'

type Pushes = NonNullable<NonNullable<SpecDraft['ordinary']>['senses']>[string]

function senseProblem(name: string, pushes: Pushes, { task, target, columns }: SpecDraft): string | null {
  const column = columns.find((one) => one.name === name)
  if (column === undefined && columns.every(({ table }) => table !== name))
    return `There is no column ${name}. Take it out, or name one of the columns.`
  const levels = column?.kind === 'categorical' ? column.categories : null
  const byLevel = typeof pushes === 'object' && !Array.isArray(pushes)
  if (levels === null ? byLevel : !byLevel || levels.some((level) => pushes[level] === undefined))
    return levels === null
      ? `${name} has no levels: say one thing of it.`
      : `Say something of each level of ${name}: ${levels.join(', ')}.`
  const classes = task === 'multiclass' ? (target.classes?.length ?? 0) : null
  const counted = (byLevel ? Object.values(pushes) : [pushes]).map((push) =>
    Array.isArray(push) ? push.length : null,
  )
  if (counted.every((count) => count === classes)) return null
  return classes === null
    ? `${name} needs one number from -3 to 3: ${target.name} has no classes to choose from.`
    : `${name} needs ${classes} numbers from -3 to 3, one for each class of ${target.name}.`
}

/** What an edited spec says of columns that are not there, of too few levels or classes, or by links that cannot be drawn. */
export function senseProblems(spec: SpecDraft): SpecProblem[] {
  const kinds = new Map(spec.columns.map(({ name, kind }) => [name, kind]))
  const senses = Object.entries(spec.ordinary?.senses ?? {}).flatMap(([name, pushes]) => {
    const message = senseProblem(name, pushes, spec)
    return message === null ? [] : [{ path: `ordinary.senses.${name}`, message }]
  })
  const links = (spec.style.links ?? []).flatMap((link, at) => {
    const path = `style.links.${at}`
    if (kinds.get(link.to) !== 'numeric')
      return [{ path, message: `${link.to} is no numeric column: a link can only move one of those.` }]
    return 'shifts' in link && kinds.get(link.from) !== 'categorical'
      ? [{ path, message: `${link.from} is no categorical column, and the link has a shift for each level.` }]
      : []
  })
  return [...senses, ...links]
}

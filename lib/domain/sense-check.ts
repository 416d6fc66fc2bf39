import { keepLimits } from '#lib/domain/artefacts/keep-limits.ts'
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

type Link = NonNullable<SpecDraft['style']['links']>[number]

function linkProblem(link: Link, { columns, style }: SpecDraft): string | null {
  const [from, to] = [link.from, link.to].map((name) => columns.find((one) => one.name === name))
  if (style.relations !== 'graph')
    return 'Links are only drawn where relations is graph: choose it, or take them out.'
  if ('leans' in link)
    return [from, to].every((one) => one?.kind === 'categorical' && one.table === 'main')
      ? null
      : `${link.from} and ${link.to} are not two categorical columns of the main table, and the link has levels of both.`
  if (to?.kind !== 'numeric') return `${link.to} is not a numeric column: a link can only move one of those.`
  if ('shifts' in link && from?.kind !== 'categorical')
    return `${link.from} is not a categorical column, and the link has a shift for each level.`
  return from !== undefined && from.table !== to.table
    ? `${link.from} and ${link.to} belong to two tables: a link stays within one.`
    : null
}

function groupProblem(column: SpecDraft['columns'][number], { columns, style }: SpecDraft): string | null {
  if (!('per' in column) || column.per === undefined) return null
  const { name, per } = column
  if (style.relations !== 'graph')
    return `What a group fixes is only drawn where relations is graph: choose it, or take per out of ${name}.`
  const group = columns.find((one) => one.name === per)
  if (
    group?.kind !== 'categorical' ||
    group.per !== undefined ||
    [group, column].some(({ table }) => table !== 'main')
  )
    return `${per} is not a group of the main table's rows, so it cannot fix ${name}: name another one, or take per out.`
  return column.kind === 'categorical' && column.categories.length > group.categories.length
    ? `${name} has more levels than there are of ${per}, which fixes it: take some out.`
    : null
}

/** Zeros and limits that a column cannot keep beside the others. */
function limitProblems({ columns }: SpecDraft): SpecProblem[] {
  const kept = keepLimits(columns)
  return columns.flatMap((column, at) => {
    const after = kept[at]
    if (column.kind !== 'numeric' || after?.kind !== 'numeric') return []
    const { name, low, zeros, atMost, needs, follows } = column
    const problems: SpecProblem[] = []
    if (zeros !== after.zeros)
      problems.push({
        path: `columns.${at}.zeros`,
        message: `${name} has no zeros: only a column of the main table whose low is 0, not ${low}, has some. Take them out.`,
      })
    if (atMost !== after.atMost)
      problems.push({
        path: `columns.${at}.atMost`,
        message: `${name} cannot stay below ${atMost}: name a number of the main table that starts no lower and has no such limit itself, or take atMost out.`,
      })
    if (follows?.length !== after.follows?.length)
      problems.push({
        path: `columns.${at}.follows`,
        message: `${name} cannot follow ${follows?.map((one) => one.column).join(', ')}: only a column of a child table follows numbers of the main table. Name some that are there, or take follows out.`,
      })
    if (needs !== after.needs)
      problems.push({
        path: `columns.${at}.needs`,
        message: `${name} cannot need ${needs}: name a number of the main table whose low is 0, or take needs out.`,
      })
    return problems
  })
}

const seasonMessage = (column: SpecDraft['columns'][number]): string | null => {
  if (column.kind === 'numeric' && column.season && (column.low !== 0 || column.table !== 'main'))
    return `${column.name} has no season: only a column of the main table whose low is 0 can be nothing for a time. Take it out.`
  if (column.kind === 'categorical' && column.cycle !== undefined && column.daily !== true)
    return `${column.name} comes round every ${column.cycle} days, so a day decides it: set daily, or take cycle out.`
  if (column.kind !== 'categorical' || column.seasons === undefined) return null
  const { name, categories, seasons } = column
  const unknown = Object.keys(seasons).find((level) => !categories.includes(level))
  if (unknown !== undefined) return `${unknown} is no level of ${name}: take its season out.`
  return categories.every((level) => seasons[level])
    ? `Each level of ${name} has a season: leave one that is there all year.`
    : null
}

/** Visits of rows that have none, and days off of rows that keep none. */
const visitProblems = ({ columns }: SpecDraft): SpecProblem[] =>
  columns.flatMap((column, at) => {
    if (column.kind !== 'date') return []
    const isMain = column.table === 'main'
    return [
      ...(column.visits !== undefined && isMain
        ? [
            {
              path: `columns.${at}.visits`,
              message: `${column.name} has no visits: only rows of a child table come on some. Take them out.`,
            },
          ]
        : []),
      ...(column.never !== undefined && !isMain
        ? [
            {
              path: `columns.${at}.never`,
              message: `${column.name} has no days off: a child table says so of its visits. Take them out.`,
            },
          ]
        : []),
    ]
  })

/** Seasons that leave nothing for the rest of the year, or that nothing has. */
const seasonProblems = ({ columns }: SpecDraft): SpecProblem[] =>
  columns.flatMap((column, at) => {
    const message = seasonMessage(column)
    const ofLevels = column.kind === 'categorical' && column.cycle && !column.daily ? 'cycle' : 'seasons'
    const field = column.kind === 'numeric' ? 'season' : ofLevels
    return message === null ? [] : [{ path: `columns.${at}.${field}`, message }]
  })

/** Levels that a category has most often and does not have. */
const usualProblems = ({ columns }: SpecDraft): SpecProblem[] =>
  columns.flatMap((column, at) => {
    if (column.kind !== 'categorical' || column.usual === undefined) return []
    if (column.categories.includes(column.usual)) return []
    const message = `${column.usual} is no level of ${column.name}: name one that it has, or take usual out.`
    return [{ path: `columns.${at}.usual`, message }]
  })

/** Gaps that go by a column which is not there. */
function gapProblems({ columns, style: { gapsBy } }: SpecDraft): SpecProblem[] {
  const isThere = columns.some(
    ({ name, kind, table }) => name === gapsBy?.column && kind === 'numeric' && table === 'main',
  )
  if (!gapsBy || isThere) return []
  const message = `${gapsBy.column} is not a number of the main table: name one by which cells go missing, or take gapsBy out.`
  return [{ path: 'style.gapsBy', message }]
}

/**
 * What an edited spec says of columns that are not there, of too few levels or classes, by links that cannot be drawn, by
 * groups that fix nothing, by limits that cannot be kept, of seasons without a rest of the year, or of a usual level that is none.
 */
export function senseProblems(spec: SpecDraft): SpecProblem[] {
  const senses = Object.entries(spec.ordinary?.senses ?? {}).flatMap(([name, pushes]) => {
    const message = senseProblem(name, pushes, spec)
    return message === null ? [] : [{ path: `ordinary.senses.${name}`, message }]
  })
  const links = (spec.style.links ?? []).flatMap((link, at) => {
    const message = linkProblem(link, spec)
    return message === null ? [] : [{ path: `style.links.${at}`, message }]
  })
  const groups = spec.columns.flatMap((column, at) => {
    const message = groupProblem(column, spec)
    return message === null ? [] : [{ path: `columns.${at}.per`, message }]
  })
  const levels = [...seasonProblems(spec), ...usualProblems(spec), ...visitProblems(spec)]
  return [...senses, ...links, ...gapProblems(spec), ...groups, ...limitProblems(spec), ...levels]
}

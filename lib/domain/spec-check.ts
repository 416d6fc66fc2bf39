import { asksForAuthor } from '#lib/domain/artefacts/author-target.ts'
import type { Domain, DomainColumn, TargetStory } from '#lib/domain/artefacts/domain-record.ts'
import { mapColumns } from '#lib/domain/artefacts/map-columns.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { isBent } from '#lib/domain/artefacts/target-form.ts'
import { feedbackRowsOf, leastRewardRows, rewardRowsOf } from '#lib/domain/feedback.ts'
import { readsProblems } from '#lib/domain/reads-check.ts'
import { senseProblems } from '#lib/domain/sense-check.ts'
import { FILE_COLUMNS, METRIC_FACTS } from '#lib/domain/vocabulary.ts'

/** A spec as people edit it: without the secret that keys its data. */
export type SpecDraft = Omit<Spec, 'secret'>
/** What is wrong with one part of a spec; `path` as in `columns.3.unit`. */
export type SpecProblem = { path: string; message: string }

export const sameDomain = (a: Pick<SpecDraft, 'domain'>, b: Pick<SpecDraft, 'domain'>): boolean =>
  a.domain.family === b.domain.family && a.domain.id === b.domain.id

export const findDomain = (
  domains: readonly Domain[],
  { domain }: Pick<SpecDraft, 'domain'>,
): Domain | undefined => domains.find(({ family, id }) => family === domain.family && id === domain.id)

const listed = (names: readonly string[]): string => names.join(', ')

function unknownDomain({ domain: { family, id } }: SpecDraft, domains: readonly Domain[]): SpecProblem {
  const beside = domains.filter((one) => one.family === family).map((one) => one.id)
  const families = [...new Set(domains.map((one) => one.family))]
  const known =
    beside.length > 0 ? `Family ${family} has: ${listed(beside)}.` : `Families are: ${listed(families)}.`
  return { path: 'domain', message: `There is no domain ${family}/${id} in the catalogue. ${known}` }
}

/** Names of a domain's world that the format gives, beside its columns. */
const fixedName = (kind: 'text' | 'path', { modality }: SpecDraft): string =>
  kind === 'text' ? 'text' : (FILE_COLUMNS[modality] ?? 'image')

const isGroup = ({ name }: SpecColumn, { group, moreGroups }: Domain): boolean =>
  [group, ...moreGroups].some((one) => name === one.name) || name.startsWith(`${group.name}_`)

/** What keeps a column from being one of the domain's, in words; null for one that is. */
function columnProblem(column: SpecColumn, domain: Domain, spec: SpecDraft): string | null {
  const { name, kind } = column
  if (kind === 'text' || kind === 'path') {
    const fixed = fixedName(kind, spec)
    return name === fixed ? null : `A ${kind} column is always named ${fixed}.`
  }
  if (kind === 'date') {
    const dates = [domain.date.name, domain.child.date]
    return dates.includes(name) ? null : `Dates of ${domain.id} are named ${listed(dates)}, not ${name}.`
  }
  if (kind === 'categorical' && isGroup(column, domain)) return null
  const own: readonly DomainColumn[] = [...domain.columns, ...domain.child.columns, ...mapColumns(domain)]
  const known = own.find((one) => one.name === name)
  if (known === undefined) {
    const names = own.filter((one) => one.kind === kind).map((one) => one.name)
    return `${domain.id} has no column ${name}. Its ${kind} columns are: ${listed(names)}.`
  }
  if (known.kind !== kind) return `${name} is ${known.kind} in ${domain.id}, not ${kind}.`
  if (column.kind === 'numeric' && known.kind === 'numeric')
    return column.unit === known.unit
      ? null
      : `${name} is measured in ${known.unit || 'no unit'}, not in ${column.unit || 'no unit'}.`
  if (column.kind !== 'categorical' || known.kind !== 'categorical') return null
  const strange = column.categories.filter((one) => !known.categories.includes(one))
  return strange.length === 0
    ? null
    : `${name} has no level ${listed(strange)}; it has ${listed(known.categories)}.`
}

function targetProblems({ task, target }: SpecDraft, { id, targets }: Domain): SpecProblem[] {
  const known = targets[task]
  const problems: SpecProblem[] = []
  if (target.name !== known.name)
    problems.push({
      path: 'target.name',
      message: `The ${task} target of ${id} is ${known.name}, not ${target.name}.`,
    })
  if ('unit' in known && target.unit !== known.unit)
    problems.push({
      path: 'target.unit',
      message: `${known.name} is measured in ${known.unit || 'no unit'}.`,
    })
  const classes = target.classes ?? []
  const grades = classes.map((_, grade) => String(grade))
  if (task === 'ordinal' && classes.join() !== grades.join())
    problems.push({ path: 'target.classes', message: `Grades are 0, 1, 2 and so on: ${listed(grades)}.` })
  const strange = 'classes' in known ? classes.filter((one) => !known.classes.includes(one)) : []
  // The second of two classes is what the target is named after.
  const isTurned =
    'classes' in known && task === 'binary' && strange.length === 0 && classes.join() !== known.classes.join()
  if ('classes' in known && (strange.length > 0 || isTurned))
    problems.push({
      path: 'target.classes',
      message: `Classes of ${known.name} are${isTurned ? ', in this order' : ''}: ${listed(known.classes)}.`,
    })
  return problems
}

/** A tail or zeros belong to values that are scored as they are. */
function formProblems({ task, metric, target }: SpecDraft): SpecProblem[] {
  if (!isBent(target)) return []
  const path = target.skew ? 'target.skew' : 'target.zeros'
  if (task !== 'regression' || METRIC_FACTS[metric].logs || target.range === undefined)
    return [
      {
        path,
        message: 'Only a regression with a range, scored by RMSE or MAE, has skew or zeros: take both out.',
      },
    ]
  return target.zeros && target.range[0] !== 0
    ? [
        {
          path: 'target.zeros',
          message: `There are no zeros in a range that begins at ${target.range[0]}: take them out.`,
        },
      ]
    : []
}

/** Rows that are kept for feedback decide nothing: gate 3 asks for enough others. */
function rowProblems({ rows, metric }: SpecDraft): SpecProblem[] {
  const [kept, least] = [feedbackRowsOf(rows), leastRewardRows(metric)]
  if (kept === 0 || rewardRowsOf(rows) >= least) return []
  const message = `${kept} of the test rows are kept for feedback, and ${metric} needs ${least} others that decide the reward: at least ${least + kept}, not ${rows.test}.`
  return [{ path: 'rows.test', message }]
}

/** Pictures of a world show its own surface: the statement names it. */
const groundProblems = (
  { picture }: SpecDraft,
  { id, ground }: Domain,
  made: string | null,
): SpecProblem[] =>
  picture === undefined || [ground, made].includes(picture.ground)
    ? []
    : [{ path: 'picture.ground', message: `Pictures of ${id} show ${ground}, not ${picture.ground}.` }]

/** Sounds of a world are recorded at its own site: the statement names it. */
const siteProblems = ({ sound }: SpecDraft, { id, sound: own }: Domain): SpecProblem[] =>
  sound === undefined || sound.site === own?.site
    ? []
    : [
        {
          path: 'sound.site',
          message: own
            ? `Sounds of ${id} are recorded at the site ${own.site}, not ${sound.site}.`
            : `In ${id} nothing is recorded.`,
        },
      ]

const wordsOfTitles = ({ asks, topic, whether, headings }: TargetStory): string[] => [
  ...[asks, topic, whether],
  ...headings,
]

/** Whether a title has the words of one of a domain's tasks. */
const isTitledAfter = (title: string, { title: world, story: { field }, targets }: Domain): boolean =>
  [world, field, ...Object.values(targets).flatMap(({ story }) => wordsOfTitles(story))].some((words) =>
    title.toLowerCase().includes(words.toLowerCase()),
  )

/** What a row is has one word in all sentences of a world; `made` is the role's own under the same domain. */
const entityProblems = ({ entity }: SpecDraft, world: Domain, made: string | null): SpecProblem[] =>
  [world.entity, made].includes(entity)
    ? []
    : [
        {
          path: 'entity',
          message: `A row of ${world.id} is one ${world.entity}, not one ${entity}: the statement would speak of both.`,
        },
      ]

/** Words of the domain before that a spec would still say of the new one. */
function staleWords(spec: SpecDraft, domain: Domain, before: Domain): SpecProblem[] {
  const fresh = { ...domain, title: domain.targets[spec.task].story.asks }
  return (['stakeholder', 'title'] as const)
    .filter((key) => (key === 'title' ? isTitledAfter(spec.title, before) : spec[key] === before[key]))
    .map((key) => ({
      path: key,
      message: `This still speaks of ${before.family}/${before.id}. In ${domain.id} it may read: ${fresh[key]}`,
    }))
}

/**
 * What keeps an edited spec from making sense in its world: a domain that does not exist; columns, units, levels and a
 * target that are not the domain's; words of another one; too few rows. What the role itself made under the same domain stands.
 */
export function checkSpec(spec: SpecDraft, made: SpecDraft, domains: readonly Domain[]): SpecProblem[] {
  const domain = findDomain(domains, spec)
  if (domain === undefined) return [unknownDomain(spec, domains)]
  const stays = sameDomain(spec, made)
  const isMade = (column: SpecColumn) =>
    stays && made.columns.some((one) => JSON.stringify(one) === JSON.stringify(column))
  const columns = spec.columns.flatMap((column, at) => {
    const message = isMade(column) ? null : columnProblem(column, domain, spec)
    return message === null ? [] : [{ path: `columns.${at}`, message }]
  })
  const keepsTarget =
    stays && spec.task === made.task && JSON.stringify(spec.target) === JSON.stringify(made.target)
  // Only texts have authors to ask for.
  const isOfAuthors = spec.modality === 'text' && asksForAuthor(spec)
  const before = findDomain(domains, made)
  const world = seenIn(spec.modality, domain)
  return [
    ...columns,
    ...entityProblems(spec, world, stays ? made.entity : null),
    ...rowProblems(spec),
    ...formProblems(spec),
    ...groundProblems(spec, domain, stays ? (made.picture?.ground ?? null) : null),
    ...siteProblems(spec, domain),
    ...readsProblems(spec, stays ? made : null, domain),
    // What is said of a column that is wrong itself is told once that is fixed.
    ...(columns.length > 0 ? [] : senseProblems(spec)),
    ...(keepsTarget || isOfAuthors ? [] : targetProblems(spec, domain)),
    ...(stays || before === undefined ? [] : staleWords(spec, world, seenIn(made.modality, before))),
  ]
}

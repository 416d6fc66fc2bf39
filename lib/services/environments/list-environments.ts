import type { z } from 'zod'
import { type EnvironmentList, ListEnvironmentsQuery } from '#lib/contracts/environments.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { readVersions } from '#lib/services/environments/environment-view.ts'

const SORT_COLUMN = {
  created: Prisma.sql`l."createdAt"`,
  title: Prisma.sql`lower(l.title)`,
  status: Prisma.sql`l.status`,
  modality: Prisma.sql`l.modality`,
  metric: Prisma.sql`l.metric`,
  domain: Prisma.sql`l.domain`,
} as const

/**
 * The newest version of every environment: `l`, with the environment as `e`. One that the gates rejected never stands in
 * front of an older one that they did not.
 */
const LATEST = Prisma.sql`
  from version l join environment e on e.id = l."environmentId"
  where not exists (select 1 from version n where n."environmentId" = l."environmentId"
    and (n.status <> 'rejected', n.number) > (l.status <> 'rejected', l.number))`

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (char) => `\\${char}`)

function searchFilter(query: ListEnvironmentsQuery): Prisma.Sql {
  if (!query.search) return Prisma.sql`true`
  const like = `%${escapeLike(query.search)}%`
  return Prisma.sql`(l.title ilike ${like} or e.slug ilike ${like} or l.domain ilike ${like} or l."contentHash" like ${`${escapeLike(query.search)}%`})`
}

function filters(query: ListEnvironmentsQuery): Prisma.Sql {
  const parts = [searchFilter(query)]
  if (query.status?.length) parts.push(Prisma.sql`l.status in (${Prisma.join(query.status)})`)
  if (query.modality?.length) parts.push(Prisma.sql`l.modality in (${Prisma.join(query.modality)})`)
  if (query.metric?.length) parts.push(Prisma.sql`l.metric in (${Prisma.join(query.metric)})`)
  if (query.taskType?.length) parts.push(Prisma.sql`l."taskType" in (${Prisma.join(query.taskType)})`)
  if (query.domain)
    parts.push(Prisma.sql`(l.domain = ${query.domain} or l.domain like ${`${escapeLike(query.domain)}/%`})`)
  if (query.runId) parts.push(Prisma.sql`l."runId" = ${query.runId}::uuid`)
  return Prisma.join(parts, ' and ')
}

/** Environments by their newest version, filtered, sorted and paged by the database; ties by slug. */
export async function listEnvironments({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ListEnvironmentsQuery>
}): Promise<EnvironmentList> {
  requireCapability(ctx, 'environment.read')
  const query = parseInput(ListEnvironmentsQuery, input)
  const order = query.order === 'asc' ? Prisma.sql`asc` : Prisma.sql`desc`
  const offset = (query.page - 1) * query.pageSize
  return ctx.db.$transaction(
    async (tx) => {
      const ids = await tx.$queryRaw<{ id: string }[]>`
        select l.id ${LATEST} and ${filters(query)}
        order by ${SORT_COLUMN[query.sort]} ${order}, e.slug asc limit ${query.pageSize} offset ${offset}`
      const items = await readVersions(
        tx,
        ctx.actor,
        ids.map((row) => row.id),
      )
      return { items, page: query.page, pageSize: query.pageSize, ...(await count(tx, query)) }
    },
    // Rows, total and facets speak of one moment.
    { isolationLevel: 'RepeatableRead' },
  )
}

type Facets = EnvironmentList['facets']
type Group = Record<keyof Facets, string> & { found: number; matching: number }

/** Facets over what the search finds, and how much of it the other filters leave: one pass over the table. */
async function count(tx: Tx, query: ListEnvironmentsQuery): Promise<{ total: number; facets: Facets }> {
  const groups = await tx.$queryRaw<Group[]>`
    select l.status, l.modality, l.metric, l."taskType", l.domain,
      count(*)::int as found, (count(*) filter (where ${filters(query)}))::int as matching
    ${LATEST} and ${searchFilter(query)} group by 1, 2, 3, 4, 5`
  const facet = (name: keyof Facets) => {
    const counts = new Map<string, number>()
    for (const group of groups) counts.set(group[name], (counts.get(group[name]) ?? 0) + group.found)
    const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    return sorted.map(([value, found]) => ({ value, count: found }))
  }
  return {
    total: groups.reduce((sum, group) => sum + group.matching, 0),
    facets: {
      status: facet('status'),
      modality: facet('modality'),
      metric: facet('metric'),
      taskType: facet('taskType'),
      domain: facet('domain'),
    },
  }
}

import { type EnvironmentList, ListEnvironmentsQuery } from '#lib/contracts/environments.ts'
import { Prisma } from '#lib/db/generated/client.ts'
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

/** The newest version of every environment: `l`, with the environment as `e`. */
const LATEST = Prisma.sql`
  from environment e join lateral (
    select * from version v where v."environmentId" = e.id order by v.number desc limit 1
  ) l on true`

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
  input?: unknown
}): Promise<EnvironmentList> {
  requireCapability(ctx, 'environment.read')
  const query = ListEnvironmentsQuery.parse(input)
  const order = query.order === 'asc' ? Prisma.sql`asc` : Prisma.sql`desc`
  const offset = (query.page - 1) * query.pageSize
  return ctx.db.$transaction(
    async (tx) => {
      const ids = await tx.$queryRaw<{ id: string }[]>`
        select l.id ${LATEST} where ${filters(query)}
        order by ${SORT_COLUMN[query.sort]} ${order}, e.slug asc limit ${query.pageSize} offset ${offset}`
      const [count] = await tx.$queryRaw<
        { count: number }[]
      >`select count(*)::int as count ${LATEST} where ${filters(query)}`
      const items = await readVersions(
        tx,
        ids.map((row) => row.id),
      )
      return {
        items,
        total: count?.count ?? 0,
        page: query.page,
        pageSize: query.pageSize,
        facets: await readFacets(tx, query),
      }
    },
    // Rows, total and facets speak of one moment.
    { isolationLevel: 'RepeatableRead' },
  )
}

async function readFacets(
  tx: Prisma.TransactionClient,
  query: ListEnvironmentsQuery,
): Promise<EnvironmentList['facets']> {
  const rows = await tx.$queryRaw<{ facet: keyof EnvironmentList['facets']; value: string; count: number }[]>`
    select f.facet, f.value, count(*)::int as count ${LATEST}
    cross join lateral (values ('status', l.status), ('modality', l.modality), ('metric', l.metric), ('domain', l.domain)) as f(facet, value)
    where ${searchFilter(query)} group by 1, 2 order by 3 desc, 2`
  const of = (facet: keyof EnvironmentList['facets']) =>
    rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count }))
  return { status: of('status'), modality: of('modality'), metric: of('metric'), domain: of('domain') }
}

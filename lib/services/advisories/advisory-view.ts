import type { AdvisoryView } from '#lib/contracts/advisories.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

const SELECT = {
  id: true,
  versionId: true,
  severity: true,
  reason: true,
  createdBy: true,
  createdAt: true,
  version: { select: { number: true, title: true, environment: { select: { slug: true } } } },
} as const satisfies Prisma.AdvisorySelect

/** Advisories as they are shown, newest first. */
export async function readAdvisories(tx: Tx, where: Prisma.AdvisoryWhereInput): Promise<AdvisoryView[]> {
  const rows = await tx.advisory.findMany({
    where,
    select: SELECT,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const nameOf = await namesOf(
    tx,
    rows.map((row) => row.createdBy),
  )
  return rows.map(({ version, createdBy, ...row }) => ({
    ...row,
    severity: row.severity,
    slug: version.environment.slug,
    version: version.number,
    title: version.title,
    createdByName: nameOf(createdBy),
    createdAt: row.createdAt.toISOString(),
  }))
}

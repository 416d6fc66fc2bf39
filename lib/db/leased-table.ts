import { Prisma } from '#lib/db/generated/client.ts'
import { LEASED, type LeasedKind } from '#lib/domain/leased.ts'

/** The table of a kind of leased work, for a statement. */
export const leasedTable = (kind: LeasedKind): Prisma.Sql => Prisma.raw(`"${LEASED[kind].table}"`)

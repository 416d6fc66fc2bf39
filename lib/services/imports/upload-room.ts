import type { Db, Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'

/** Files of one person that wait for a worker; more are refused, so that nobody keeps the others waiting for hours. */
const MOST_WAITING = 50

/** Throws `limit` where this person has as many files waiting as one may; the product's own are not counted. */
export async function requireUploadRoom(db: Db | Tx, actor: Actor): Promise<void> {
  if (actor.kind === 'system') return
  const status: Prisma.ImportUploadWhereInput['status'] = { in: ['queued', 'reading'] }
  const where = { uploadedBy: personOf(actor), status }
  const waiting = (await db.importUpload.count({ where })) + (await db.seedUpload.count({ where }))
  if (waiting >= MOST_WAITING)
    throw new AppError('limit', `${waiting} of your files wait to be read already. Send more once they are.`)
}

/** For verbs whose file is a blob already. */
export const keptAlready = async (): Promise<void> => undefined

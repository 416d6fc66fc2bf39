import { command, route } from '#lib/http/route.ts'
import { getRevision } from '#lib/services/revisions/get-revision.ts'
import { requestRevision } from '#lib/services/revisions/request-revision.ts'

const MIB = 2 ** 20

export const GET = route(getRevision)
/** 202: a worker makes the version; GET tells how far it is. */
export const POST = command('environment.revise', requestRevision, {
  body: { bytes: 8 * MIB, values: 1000 },
  status: () => 202,
})

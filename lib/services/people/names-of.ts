import type { Tx } from '#lib/db/client.ts'
import { SYSTEM_ID } from '#lib/domain/capabilities.ts'

/** Display names of people by id; what the product made itself is by "SandMLE". */
export async function namesOf(
  tx: Tx,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => string> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const rows = await tx.user.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } })
  const names = new Map([[SYSTEM_ID, 'SandMLE'], ...rows.map((row): [string, string] => [row.id, row.name])])
  return (id) => (id === null ? '' : (names.get(id) ?? id))
}

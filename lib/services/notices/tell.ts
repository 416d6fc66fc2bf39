import type { Tx } from '#lib/db/client.ts'
import { SYSTEM_ID } from '#lib/domain/capabilities.ts'
import type { NoticeKind } from '#lib/domain/notice.ts'

const MAX_TEXT = 500

/** Leaves a notice with each of these people once, in the transaction of what it tells of; the product itself reads none. */
export async function tell(
  tx: Tx,
  people: readonly (string | null)[],
  notice: { kind: NoticeKind; text: string; href: string },
): Promise<void> {
  const wanted = new Set(people.filter((one) => one !== null && one !== SYSTEM_ID))
  const { text, ...rest } = notice
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text
  await tx.notice.createMany({
    data: [...wanted].flatMap((userId) => (userId === null ? [] : { userId, ...rest, text: cut })),
  })
}

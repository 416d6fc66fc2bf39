import type { VersionStatus } from '#lib/domain/version.ts'

/** How long a verdict that decided its version can be taken back. */
export const UNDO_S = 30

export type StandingVerdict = {
  status: VersionStatus
  /** Since the verdict, by the database's clock. */
  ageS: number
  /** What was made of the version after it was decided, in words that name it; nothing where nothing was. */
  built: string | null
}

/**
 * Why a verdict can no longer be taken back, or null. While nothing is decided it always can. One that decided its
 * version acts at once for everybody else, so it goes back only in a moment, and never from under somebody's work.
 */
export function withdrawalObjection({ status, ageS, built }: StandingVerdict): string | null {
  if (status === 'in-review') return null
  if (status === 'retired') return 'This version is retired: its verdicts stay.'
  if (status !== 'approved' && status !== 'changes-requested')
    return `This version is ${status}: there is no decision to take back.`
  if (built !== null) return `Your verdict decided this version, and ${built} since. It stays.`
  if (ageS > UNDO_S)
    return status === 'approved'
      ? `Your verdict approved this version more than ${UNDO_S} seconds ago. Retire the version or issue an advisory instead.`
      : `Your verdict sent this version back more than ${UNDO_S} seconds ago. Its author answers with the next version.`
  return null
}

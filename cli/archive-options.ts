import type { Call } from '#cli/command.ts'
import { usageFailure } from '#cli/failure.ts'

/** `--archive` and `--restore` as one answer; undefined where neither is given. */
export function archivedOf(call: Call): boolean | undefined {
  const [archive, restore] = [call.flag('archive'), call.flag('restore')]
  if (archive && restore) throw usageFailure('Choose one of --archive and --restore.', '--archive')
  return archive ? true : restore ? false : undefined
}

/** What an edit names; it names something. */
export function changesOf(body: Record<string, unknown>): Record<string, unknown> {
  const some = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  if (Object.keys(some).length === 0) throw usageFailure('Nothing to change is named.', 'options')
  return some
}

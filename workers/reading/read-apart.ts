import type { z } from 'zod'
import { invalid } from '#lib/domain/errors.ts'
import type { Log } from '#lib/log.ts'
import { askReader, ReaderStopped } from '#workers/reading/ask-reader.ts'
import type { ReadingJob } from '#workers/reading/reader-messages.ts'
import { READING_LIMITS, type ReadingLimits } from '#workers/reading/reading-limits.ts'

/** Something that was read, or a part of the file that was given up; `part` null: all parts that come after. */
export type ReadApart<T> =
  | { kind: 'item'; item: T }
  | { kind: 'given-up'; part: string | null; reason: string }
export type Apart = { log: Log; stopping: AbortSignal; readingLimits?: ReadingLimits }

export const GIVEN_UP_FIX = 'Split it, or leave out what is not needed, and upload it again.'

function reasonOf({ why }: ReaderStopped, limits: ReadingLimits): string {
  if (why === 'time') return `takes more than ${Math.round(limits.stepMs / 1000)} seconds to read`
  if (why === 'memory') return `needs more than ${limits.memoryMiB} MiB of memory to read`
  return 'cannot be read: it is damaged, or needs too much memory'
}

/**
 * Reads a stranger's file apart from this process. A part that costs more than the limits is given up and reading
 * begins again behind it, so that its neighbours survive. @throws AppError `invalid` where the file as a whole does
 */
export async function* readApart<T>(
  { log, stopping, readingLimits: limits = READING_LIMITS }: Apart,
  job: ReadingJob,
  item: z.ZodType<T>,
): AsyncGenerator<ReadApart<T>> {
  const clock = { leftMs: limits.totalMs }
  const skip = [...job.skip]
  for (let deaths = 1; ; deaths++) {
    let part: string | null = null
    try {
      for await (const answer of askReader({ ...job, skip }, limits, clock, stopping)) {
        if (answer.kind === 'item') yield { kind: 'item', item: item.parse(answer.item) }
        else {
          part = answer.part
          skip.push(part)
        }
      }
      return
    } catch (error) {
      if (!(error instanceof ReaderStopped)) throw error
      // The worker stops, and ended the reader itself.
      stopping.throwIfAborted()
      log.warn('a file was given up', { kind: job.kind, part, why: error.why, detail: error.detail })
      const reason = reasonOf(error, limits)
      if (part === null && skip.length === job.skip.length)
        throw invalid(`The file ${reason}. ${GIVEN_UP_FIX}`)
      if (part !== null) yield { kind: 'given-up', part, reason }
      if (part !== null && clock.leftMs > 0 && deaths < limits.deaths) continue
      yield { kind: 'given-up', part: null, reason: 'was not read: what comes before it cost too much' }
      return
    }
  }
}

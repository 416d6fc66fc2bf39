import { isAppError } from '#lib/domain/errors.ts'
import { type Answer, Ask, type Read, type ReadingJob } from '#workers/reading/reader-messages.ts'

/** The process that opens strangers' files: it holds no key, no database, and answers one question at a time. */
async function open(job: ReadingJob): Promise<AsyncGenerator<Read<unknown>>> {
  // Only what one kind of file needs is loaded: it starts in half the time.
  if (job.kind === 'seeds') return (await import('#workers/reading/seed-messages.ts')).seedMessages(job)
  if (job.kind === 'logs') return (await import('#workers/reading/log-messages.ts')).logMessages(job)
  return (await import('#workers/reading/result-messages.ts')).resultMessages(job)
}

let reading: AsyncGenerator<Read<unknown>> | null = null

async function answerTo(raw: unknown): Promise<Answer> {
  try {
    const { job } = Ask.parse(raw)
    if (job !== null) reading = await open(job)
    const next = await reading?.next()
    return next === undefined || next.done ? { kind: 'end' } : next.value
  } catch (error) {
    if (isAppError(error)) return { kind: 'refused', message: error.publicMessage, meta: { ...error.meta } }
    return { kind: 'failed', message: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' }
  }
}

process.on('message', (raw) => {
  void answerTo(raw).then((answer) => process.send?.(answer))
})
// Whoever asked is gone.
process.on('disconnect', () => process.exit(0))

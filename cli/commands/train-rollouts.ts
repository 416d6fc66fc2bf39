import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { inputFile } from '#cli/input-file.ts'
import { facts } from '#cli/table.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { RecordedRollouts, ROLLOUTS_A_CALL, RolloutRecord } from '#lib/contracts/rollouts.ts'

const MAX_FILE_BYTES = 512 * 2 ** 20
/** A request stays well below what the server takes. */
const MAX_BATCH_BYTES = 16 * 2 ** 20

/** The lines of a file of records; the first that is none is named by its number. */
function* recordsOf(text: string, file: string): Generator<{ record: unknown; bytes: number }> {
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const where = `${file}, line ${at + 1}`
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      throw usageFailure('This line is not JSON.', where, 'One rollout a line.')
    }
    const parsed = RolloutRecord.safeParse(value)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw usageFailure(`${issue?.path.join('.') || 'The record'}: ${issue?.message}.`, where, 'Correct it.')
    }
    yield { record: value, bytes: Buffer.byteLength(line) }
  }
}

/** Records in requests of at most a thousand and a size that the server takes. */
function* batchesOf(records: Iterable<{ record: unknown; bytes: number }>): Generator<unknown[]> {
  let batch: unknown[] = []
  let size = 0
  for (const { record, bytes } of records) {
    if (batch.length === ROLLOUTS_A_CALL || (batch.length > 0 && size + bytes > MAX_BATCH_BYTES)) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(record)
    size += bytes
  }
  if (batch.length > 0) yield batch
}

async function rollouts(call: Call): Promise<ExitCode> {
  const [runId = '', file = ''] = call.args
  const text = (await inputFile(call, file, MAX_FILE_BYTES)).toString('utf8')
  const batches = [...batchesOf(recordsOf(text, file))]
  if (batches.length === 0) throw usageFailure('The file has no records.', file, 'One rollout a line.')
  const client = await call.client()
  const sum = { stored: 0, repeated: 0, unknownEnvironments: 0 }
  for (const batch of batches) {
    const json = { rollouts: batch }
    const { stored, repeated, unknownEnvironments } = await client.post(
      api.rollouts(runId),
      RecordedRollouts,
      { json },
    )
    sum.stored += stored
    sum.repeated += repeated
    sum.unknownEnvironments = Math.max(sum.unknownEnvironments, unknownEnvironments)
    call.note(`${sum.stored + sum.repeated} rollouts sent`)
  }
  call.print({ runId, ...sum }, () => facts(sum))
  return EXIT.ok
}

export const trainRolloutsCommands: readonly Command[] = [
  {
    words: ['train', 'rollouts'],
    args: ['RUN', 'FILE.jsonl'],
    options: {},
    summary:
      'Records rollouts of a training run, one JSON object a line; what was sent before is stored once.',
    run: rollouts,
  },
]

import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { CommandFailure, EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { inputFile } from '#cli/input-file.ts'
import { counted, facts } from '#cli/table.ts'
import { type RecordedRollouts, ROLLOUTS, ROLLOUTS_A_CALL, RolloutRecord } from '#lib/contracts/rollouts.ts'
import { parseLenientJson } from '#lib/domain/lenient-json.ts'
import { faultsOf } from '#lib/domain/plain-words.ts'

const MAX_FILE_BYTES = 512 * 2 ** 20
/** A request stays well below what the server takes. */
const MAX_BATCH_BYTES = 16 * 2 ** 20
/** Lines that are named to people; --json has all. */
const NAMED = 20

type Line = { line: number; record: unknown; bytes: number }
/** A line that is not a record, and why; the others are sent. */
type Refused = { line: number; reason: string }

const noJson = (line: string) =>
  parseLenientJson(line) === undefined
    ? 'is not JSON; one rollout stands on a line'
    : 'holds NaN or Infinity, which JSON does not have: write null, or leave the field out'

function recordOf(line: string): Omit<Line, 'line'> | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return noJson(line)
  }
  const parsed = RolloutRecord.safeParse(value)
  if (parsed.success) return { record: value, bytes: Buffer.byteLength(line) }
  return faultsOf(parsed.error)
}

/** The lines of a file of records. */
function readRecords(text: string): { records: Line[]; refused: Refused[] } {
  const records: Line[] = []
  const refused: Refused[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const record = recordOf(line)
    if (typeof record === 'string') refused.push({ line: at + 1, reason: record })
    else records.push({ line: at + 1, ...record })
  }
  return { records, refused }
}

/** Records in requests of at most a thousand and a size that the server takes. */
function* batchesOf(records: Iterable<Line>): Generator<Line[]> {
  let batch: Line[] = []
  let size = 0
  for (const line of records) {
    const { bytes } = line
    if (batch.length === ROLLOUTS_A_CALL || (batch.length > 0 && size + bytes > MAX_BATCH_BYTES)) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(line)
    size += bytes
  }
  if (batch.length > 0) yield batch
}

/** Sends a batch. One that holds no right record costs none of the others: `refused` then names all of its lines. */
async function send(client: Client, runId: string, batch: readonly Line[]): Promise<RecordedRollouts> {
  // Records of a file, as they are: the server names what is wrong with one.
  const json = JSON.stringify({ rollouts: batch.map(({ record }) => record) })
  const body = { bytes: new TextEncoder().encode(json), type: 'application/json' }
  try {
    return await client.upload(ROLLOUTS.record, { id: runId }, body)
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.code !== 'invalid') throw error
    const message = error.message.split('\n')[0] ?? ''
    const refused = batch.map((_, at) => ({ at, id: null, message }))
    return { stored: 0, repeated: 0, unknownEnvironments: 0, refused }
  }
}

async function rollouts(call: Call): Promise<ExitCode> {
  const [runId = '', file = ''] = call.args
  const text = new TextDecoder().decode(await inputFile(call, file, MAX_FILE_BYTES))
  const { records, refused } = readRecords(text)
  const [first] = refused
  if (records.length === 0 && first !== undefined)
    throw usageFailure(`${first.reason}.`, `${file}, line ${first.line}`, 'Correct it.')
  if (records.length === 0) throw usageFailure('The file has no records.', file, 'One rollout a line.')
  const batches = [...batchesOf(records)]
  const client = await call.client()
  const sum = { stored: 0, repeated: 0, unknownEnvironments: 0 }
  for (const batch of batches) {
    const told = await send(client, runId, batch)
    const { stored, repeated, unknownEnvironments } = told
    for (const { at, message } of told.refused) refused.push({ line: batch[at]?.line ?? 0, reason: message })
    sum.stored += stored
    sum.repeated += repeated
    sum.unknownEnvironments = Math.max(sum.unknownEnvironments, unknownEnvironments)
    call.note(`${counted(sum.stored + sum.repeated, 'rollout')} sent`)
  }
  for (const { line, reason } of refused.slice(0, NAMED)) call.note(`line ${line} left out: ${reason}`)
  call.print({ runId, ...sum, refused }, () => facts({ ...sum, refused: refused.length }))
  return refused.length === 0 ? EXIT.ok : EXIT.finding
}

export const trainRolloutsCommands: readonly Command[] = [
  {
    words: ['train', 'rollouts'],
    args: ['RUN', 'FILE.jsonl'],
    options: {},
    summary:
      'Records rollouts of a training run, one JSON object a line; what was sent before is stored once. A line that is wrong is named, the others are stored.',
    run: rollouts,
  },
]

import { isRecord, leavesOf, parseLenientJson } from '#lib/domain/lenient-json.ts'
import { collectNotes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog } from '#lib/training/parsers/parsed-run.ts'
import { readAllText } from '#lib/training/parsers/read-lines.ts'
import { readRows } from '#lib/training/parsers/row-reader.ts'

/** Fields of the state that are configuration, not outcome. */
const CONFIG = [
  'max_steps',
  'num_train_epochs',
  'train_batch_size',
  'logging_steps',
  'eval_steps',
  'save_steps',
  'num_input_tokens_seen',
]

/** Reads `trainer_state.json` of transformers and trl: the rows of its `log_history`, NaN written as Python does. */
export async function readTrainerState(
  file: LogFile,
  { name, limits }: { name: string; limits: LogLimits },
): Promise<ParsedLog> {
  const notes = collectNotes(file.path)
  const result = (runs: ParsedLog['runs']): ParsedLog => ({
    format: 'trainer-state',
    runs,
    notes: notes.list(),
  })
  const text = await readAllText(file.open(), limits.documentBytes)
  const state = text === null ? undefined : parseLenientJson(text)
  if (!isRecord(state) || !Array.isArray(state.log_history)) {
    const why =
      text === null ? 'is too large to be read whole' : 'is cut off or is not JSON with a log_history'
    notes.add('state', null, `The trainer's state ${why}.`, 'Take the file of an earlier checkpoint.')
    return result([])
  }
  const rows = readRows({ fallbackName: name, notes, limits, nulls: 'nan' })
  for (const [index, row] of state.log_history.entries()) {
    const where = `log_history[${index}]`
    if (isRecord(row)) rows.row(leavesOf(row), where)
    else
      notes.add(
        'row',
        where,
        'A row is not an object; it is left out.',
        'Take the file of an earlier checkpoint.',
      )
  }
  rows.config(
    CONFIG.flatMap((key) =>
      state[key] === undefined || state[key] === null ? [] : [[key, state[key]] as const],
    ),
  )
  return result(rows.finish().runs)
}

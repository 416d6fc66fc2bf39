import type { LogReader } from '#lib/training/log-reader.ts'
import { readTrainerState } from '#lib/training/parsers/trainer-state.ts'

const isState = (text: string): boolean => text.startsWith('{') && /"log_history"\s*:/.test(text)

export const trainerState: LogReader = [
  {
    by: 'file',
    is: ({ base, bytes, text }) => (base === 'trainer_state.json' && bytes.length > 0) || isState(text ?? ''),
    read: ([file], options) => readTrainerState(file, options),
    source: 'last-checkpoint',
  },
]

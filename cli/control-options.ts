import type { Call } from '#cli/command.ts'
import { usageFailure } from '#cli/failure.ts'
import { choiceOption, commaList } from '#cli/input-file.ts'
import { DIFFICULTIES, RunControls } from '#lib/domain/controls.ts'
import { MODALITIES } from '#lib/domain/vocabulary.ts'

export const CONTROL_OPTIONS = {
  difficulty: { type: 'string', value: DIFFICULTIES.join('|') },
  modalities: { type: 'string', value: MODALITIES.join(',') },
  domains: { type: 'string', value: 'FAMILY,..' },
  mechanisms: { type: 'string', value: 'MECHANISM,..' },
  'train-rows': { type: 'string', value: 'FROM-TO' },
  'test-rows': { type: 'string', value: 'FROM-TO' },
} as const

/** The option that says a control. */
const OPTION_OF: Readonly<Record<keyof RunControls, keyof typeof CONTROL_OPTIONS>> = {
  difficulty: 'difficulty',
  modalities: 'modalities',
  families: 'domains',
  mechanisms: 'mechanisms',
  trainRows: 'train-rows',
  testRows: 'test-rows',
}

function rangeOption(call: Call, name: 'train-rows' | 'test-rows'): [number, number] | undefined {
  const text = call.text(name)
  if (text === undefined) return undefined
  const [from = '', to = from] = text.split('-')
  if (!/^\d+(-\d+)?$/.test(text))
    throw usageFailure(`"${text}" is not a range of rows.`, `--${name}`, 'Write two numbers: 1000-5000.')
  return [Number(from), Number(to)]
}

const listOption = (call: Call, name: 'modalities' | 'domains' | 'mechanisms'): string[] | undefined =>
  call.text(name) === undefined ? undefined : commaList(call.text(name))

/** What a run asks for beside likeness. */
export function controlsOf(call: Call): RunControls {
  const given = {
    difficulty: choiceOption(call, 'difficulty', DIFFICULTIES),
    modalities: listOption(call, 'modalities'),
    families: listOption(call, 'domains'),
    mechanisms: listOption(call, 'mechanisms'),
    trainRows: rangeOption(call, 'train-rows'),
    testRows: rangeOption(call, 'test-rows'),
  }
  const read = RunControls.safeParse(JSON.parse(JSON.stringify(given)))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const control = Object.keys(OPTION_OF).find((name) => name === issue?.path[0]) as keyof RunControls
  throw usageFailure(`${issue?.message ?? 'It is not understood'}.`, `--${OPTION_OF[control]}`)
}

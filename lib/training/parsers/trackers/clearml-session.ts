import { isRecord, parseLenientJson } from '#lib/domain/lenient-json.ts'
import type { LogFile } from '#lib/training/parsers/parsed-run.ts'
import { readAllText } from '#lib/training/parsers/read-lines.ts'

const BYTES = 4 * 2 ** 20
const KEYS = 2000

export type ClearmlSession = { id: string | null; name: string | null; config: Record<string, string> }

/** Hyper-parameters stand by section: `{General: {lr: {value}}}`. */
function configOf(sections: unknown): Record<string, string> {
  const config: Record<string, string> = {}
  for (const [section, parameters] of Object.entries(isRecord(sections) ? sections : {}))
    for (const [name, parameter] of Object.entries(isRecord(parameters) ? parameters : {})) {
      if (Object.keys(config).length >= KEYS) return config
      if (isRecord(parameter) && typeof parameter.value === 'string')
        config[section === 'General' ? name : `${section}/${name}`] = parameter.value
    }
  return config
}

/** Name, id and hyper-parameters of an offline session of ClearML, from its `task.json`. */
export async function readClearmlSession(file: LogFile): Promise<ClearmlSession> {
  const text = await readAllText(file.open(), BYTES)
  const task = text === null ? undefined : parseLenientJson(text)
  if (!isRecord(task)) return { id: null, name: null, config: {} }
  const { id, name, hyperparams } = task
  return {
    id: typeof id === 'string' ? id : null,
    name: typeof name === 'string' && name.trim() !== '' ? name : null,
    config: configOf(hyperparams),
  }
}

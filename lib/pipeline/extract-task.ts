import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { type ChildTable, keyByName, perParent } from '#lib/packs/child-table.ts'
import { pictureForms } from '#lib/packs/picture-form.ts'
import { readHeader, readTable, type Table } from '#lib/packs/read-table.ts'
import { soundForms } from '#lib/packs/sound-form.ts'
import { extractDna } from '#lib/pipeline/extract-dna.ts'
import { type FileBytes, isAgentFile } from '#lib/pipeline/task-files.ts'

type Asked = Pick<Task, 'modality' | 'task' | 'metric' | 'target' | 'idColumn'>

/** Tables that every task has. */
const OWN_TABLES = new Set(['agent/train.csv', 'agent/test.csv', 'agent/sample_submission.csv'])

async function* pieces(bytes: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  yield bytes ?? new Uint8Array()
}

async function readChild(bytes: Uint8Array | undefined, train: Table, task: Asked): Promise<ChildTable> {
  const { idColumn, target } = task
  const key = keyByName(await readHeader(pieces(bytes)), { header: train.header, idColumn, target })
  const table = await readTable(pieces(bytes), key)
  return { header: table.header, perParent: perParent(table, train) }
}

/**
 * The structure of a finished task, read off the files that an agent gets by what reads a seed: what its spec claims of
 * them is not asked. Throws where a table cannot be read.
 */
export async function extractTaskDna(task: Asked, files: FileBytes): Promise<Dna> {
  const { modality, metric, target, idColumn } = task
  const paths = Object.keys(files).filter(isAgentFile).sort()
  const train = await readTable(pieces(files['agent/train.csv']), target)
  const test = await readTable(pieces(files['agent/test.csv']), null)
  const children: ChildTable[] = []
  for (const path of paths.filter((one) => one.endsWith('.csv') && !OWN_TABLES.has(one)))
    children.push(await readChild(files[path], train, task))
  const opened = paths.map((path) => ({ path, file: { stream: () => pieces(files[path]) } }))
  return extractDna({
    facts: { modality, taskType: task.task, metric, target, idColumn },
    description: '',
    train,
    testRows: test.count,
    children,
    pictures: await pictureForms(opened),
    sounds: await soundForms(opened),
  })
}

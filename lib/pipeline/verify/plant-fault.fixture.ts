import { Task } from '#lib/domain/artefacts/task.ts'
import { buildManifest } from '#lib/packs/task-format.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { GENERATOR_SEED, generateJob } from '#lib/pipeline/engine-jobs.ts'
import { moved } from '#lib/pipeline/roles/developer.ts'
import { failureOf, type JobContext, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { refsOf, type Version } from '#lib/pipeline/verify/clean-environment.fixture.ts'
import type { Edit, NegativeCase } from '#lib/pipeline/verify/negative-case.fixture.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Text of a file that an edit is about; a case whose environment has changed is a fault of the case. */
function textOf(files: FileBytes, path: string): string {
  const content = files[path]
  if (!content) throw new Error(`the clean environment has no ${path}; adapt the case`)
  return decodeText(content)
}

function withLine(text: string, line: number, change: (before: string) => string[]): string {
  const lines = text.split('\n')
  const before = lines[line - 1]
  if (!before) throw new Error(`there is no line ${line}; adapt the case`)
  return lines.toSpliced(line - 1, 1, ...change(before)).join('\n')
}

/** The new content of the one file that an edit is about; null where the file goes. */
function edited(
  files: FileBytes,
  edit: Exclude<Edit, { do: 'regenerate' }>,
  negative: NegativeCase,
): string | null {
  switch (edit.do) {
    case 'replace': {
      const before = textOf(files, edit.file)
      if (before.split(edit.find).length !== 2)
        throw new Error(`${edit.file} does not hold ${JSON.stringify(edit.find)} once; adapt the case`)
      return before.replace(edit.find, () => edit.put)
    }
    case 'cell':
      return withLine(textOf(files, edit.file), edit.line, (line) => [
        line.split(',').with(edit.column, edit.put).join(','),
      ])
    case 'drop-line':
      return withLine(textOf(files, edit.file), edit.line, () => [])
    case 'copy':
      return textOf(files, edit.from)
    case 'write':
      return negative.read(edit.from)
    case 'delete':
      return textOf(files, edit.file) && null
  }
}

async function regenerated(context: JobContext, files: FileBytes): Promise<FileBytes> {
  const generator = bytes(textOf(files, 'judge/generate.py'))
  const result = await runJob(context, generateJob(generator, GENERATOR_SEED, 1))
  if (result.status !== 'ok') throw new Error(`the planted generator: ${failureOf(result)}`)
  return { ...files, ...moved(result.files, 'data/', '') }
}

/** A clean environment with the fault of a case in it. */
export async function plantFault(
  context: JobContext,
  clean: Version,
  negative: NegativeCase,
): Promise<Version> {
  let files = { ...clean.files }
  for (const edit of negative.edits) {
    if (edit.do === 'regenerate') {
      files = await regenerated(context, files)
      continue
    }
    const content = edited(files, edit, negative)
    if (content === null) delete files[edit.file]
    else files[edit.file] = bytes(content)
  }
  if (!negative.refreeze) return { ...clean, files }
  const task = Task.safeParse(JSON.parse(textOf(files, 'task.json')))
  const listed = Object.entries(refsOf(files)).map(([path, file]) => ({ path, ...file }))
  return { task: task.success ? task.data : clean.task, manifest: buildManifest(listed), files }
}

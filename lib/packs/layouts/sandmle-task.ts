import { isAppError } from '#lib/domain/errors.ts'
import { entry, json, type Layout, type PlannedEntry } from '#lib/packs/layout.ts'
import { checkTask, encodeManifest } from '#lib/packs/task-format.ts'

/** Tasks as they are frozen, with certificate and history beside them. */
export const sandmleTask: Layout = {
  heldOutOf: () => null,
  folderOf: ({ slug }) => slug,
  filesOf: (folder, { manifest, meta }) => [
    ...manifest.files.map(
      (file): PlannedEntry => ({
        path: `${folder}/${file.path}`,
        sha256: file.sha256,
        content: { kind: 'blob', sha256: file.sha256 },
      }),
    ),
    entry(`${folder}/MANIFEST.json`, encodeManifest(manifest)),
    entry(`${folder}/meta/certificate.json`, json(meta.certificate)),
    entry(`${folder}/meta/version.json`, json(meta.version)),
  ],
  listsOf: () => [],
  warningsOf: () => [],
  explain: () => ['`<task>/agent` is what a learning agent may see; `<task>/judge` never leaves the scorer.'],
  async check(task, { paths, read }) {
    const prefix = `${task.id}/`
    const own = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length))
    const readOwn = async (path: string) => {
      try {
        return await read(prefix + path)
      } catch (error) {
        if (isAppError(error)) return new Uint8Array()
        throw error
      }
    }
    const check = await checkTask(own, readOwn)
    const problems = check.problems.map(({ file, message }) => ({ file: prefix + file, message }))
    if (check.contentHash !== null && check.contentHash !== task.contentHash)
      problems.push({
        file: `${prefix}MANIFEST.json`,
        message: 'has another content hash than pack.json says',
      })
    return problems
  },
}

import { invalid } from '#lib/domain/errors.ts'
import { trimOf } from '#lib/domain/scan-text.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'

const MAX_CHARS = 500
const MAX_DEPTH = 20
const hasControls = (text: string) => /\p{Cc}/u.test(text)

/** A path below a run, checked; '' is the run's whole folder. Nothing on a disk is ever named by it. */
export function checkedPath(path: string): string {
  const parts = path === '' ? [] : path.split('/')
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\\'))
  if (!plain || hasControls(path) || path.length > MAX_CHARS || parts.length > MAX_DEPTH)
    throw invalid(
      `Invalid artifact path. A path has at most ${MAX_DEPTH} plain names and ${MAX_CHARS} characters.`,
    )
  return path
}

/** Run and path of `<run id>/artifacts/<path>`, as `artifact_uri` begins. */
export function artefactOf(whole: string): { runId: string; path: string } {
  const [run = '', folder = '', ...rest] = trimOf(whole, '/').split('/')
  if (folder !== 'artifacts') throw invalid("An artifact's path begins with the run's id and /artifacts.")
  return { runId: runIdOf({ run_id: run }), path: checkedPath(rest.join('/')) }
}

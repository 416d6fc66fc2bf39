import type { ImportNote } from '#lib/contracts/imports.ts'
import type { ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import { plainText } from '#lib/training/parsers/plain-text.ts'

const NAME_LENGTH = 250
const ID_LENGTH = 40

/** Where a run of an upload came from, and what it logged; the tracker's id where one was said. */
type Taken = { folder: string; metrics: Set<string>; identity: string | null }
/** `note`: what is said where a name alone did not tell which run it is. */
type Named = { name: string; note: ImportNote | null }

const folderOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0))
const metricsOf = ({ segments }: ParsedRun) => new Set(segments.flatMap(({ series }) => [...series.keys()]))

function apart(file: string, base: string, name: string): ImportNote {
  return {
    file,
    where: plainText(base, 120),
    message: `The upload has another run "${plainText(base, 100)}", and no file says an id: this one is "${plainText(name, 100)}".`,
    next: 'If both are one run, import the files one after the other; else give the runs names of their own.',
  }
}

/**
 * Names the runs of an upload, which share names more often than ids. Runs without an id are one run where their files
 * lie in one folder and no metric is in both, as downloads of single charts are; else each is a run of its own, and
 * a note says so. Names are cut and cleaned as the database takes them.
 */
export function openNames(): (run: ParsedRun, from: { file: string; format: string }) => Named {
  const taken = new Map<string, Taken>()
  return (run, { file, format }) => {
    const base = plainText(run.name.trim(), NAME_LENGTH - ID_LENGTH - 10) || 'run'
    const own = { folder: folderOf(file), metrics: metricsOf(run), identity: run.identity }
    const isPart = (held: Taken) =>
      held.identity === null &&
      own.identity === null &&
      held.folder === own.folder &&
      ![...own.metrics].some((metric) => held.metrics.has(metric))
    const mark = run.identity === null ? format : plainText(run.identity, ID_LENGTH)
    for (let n = 1; ; n++) {
      const name = n === 1 ? base : n === 2 ? `${base} (${mark})` : `${base} (${mark} ${n - 1})`
      const held = taken.get(name)
      if (held !== undefined && !isPart(held)) continue
      taken.set(name, { ...own, metrics: new Set([...own.metrics, ...(held?.metrics ?? [])]) })
      return { name, note: n > 1 && run.identity === null ? apart(file, base, name) : null }
    }
  }
}

import type { Task } from '#lib/domain/artefacts/task.ts'
import { limitWords } from '#lib/domain/runtime.ts'
import type { PackIndex } from '#lib/packs/pack-format.ts'

type Runtimes = NonNullable<PackIndex['runtimes']>

/** A runtime as a person reads it; tasks of an older time name only its hash. */
export const runtimeName = (hash: string, versions: string | null | undefined): string =>
  versions ?? `runtime ${hash.slice(0, 12)}, whose versions were not recorded`

/** What tasks were certified on, the most used first. */
export function runtimesOf(tasks: readonly Pick<Task, 'runtimeHash' | 'runtime'>[]): Runtimes {
  const found = new Map<string, Runtimes[number]>()
  for (const { runtimeHash: hash, runtime } of tasks) {
    const known = found.get(hash)
    found.set(hash, {
      hash,
      versions: known?.versions ?? runtime?.versions ?? null,
      program: known?.program ?? runtime?.program ?? null,
      tasks: (known?.tasks ?? 0) + 1,
    })
  }
  return [...found.values()].sort((a, b) => b.tasks - a.tasks || (a.hash < b.hash ? -1 : 1))
}

/** The same for a pack's README. */
export const runtimeLines = (runtimes: Runtimes): string[] =>
  runtimes.map(({ hash, versions, program, tasks }) => {
    const which = runtimes.length > 1 ? ` (${tasks} ${tasks === 1 ? 'task' : 'tasks'})` : ''
    const limits = program === null ? '' : ` A program may use ${limitWords(program)}.`
    return `Certified on ${runtimeName(hash, versions)}${which}.${limits}`
  })

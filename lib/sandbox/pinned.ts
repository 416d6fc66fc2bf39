import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { RUNTIME } from '#lib/domain/runtime.ts'
import { linesOf } from '#lib/domain/scan-text.ts'

const LOCK = fileURLToPath(new URL('../../python/requirements.lock', import.meta.url))

/** `name==version \` lines of a lock, by distribution. */
const versionsOf = (lock: string): Map<string, string> =>
  new Map(
    [...linesOf(lock)].flatMap((line): [string, string][] => {
      const [name, version] = line.split(' ')[0]?.split('==') ?? []
      return name && version ? [[name, version]] : []
    }),
  )

/** Whether a runtime (`python 3.11.2, numpy 2.4.6, ...`) has every library and extra at the version of a lock. */
export function isAsPinned(runtime: string, lock: string): boolean {
  const pinned = versionsOf(lock)
  const named = new Set(runtime.split(', '))
  return [...RUNTIME.libraries, ...RUNTIME.extras].every(({ name, distributions }) =>
    distributions.some((distribution) => named.has(`${name} ${pinned.get(distribution)}`)),
  )
}

export const readLock = (): Promise<string> => readFile(LOCK, 'utf8')

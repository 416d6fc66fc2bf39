import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { coldArgs, warmArgs } from '#lib/sandbox/bwrap-args.ts'
import type { Site } from '#lib/sandbox/site.ts'

/**
 * One hash of everything that decides what a program may do: bubblewrap, its options, the runner inside. Stamped on
 * every result; paths of this machine are left out, so equal policies have equal hashes everywhere.
 */
export async function policyHash(site: Site, bubblewrap: string, layers: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(bubblewrap)
  const bare: Site = {
    ...site,
    runtime: { ...site.runtime, dir: '', controlDir: '', binds: [] },
    interpreter: { ...site.interpreter, executable: '', realExecutable: '', venv: null },
  }
  hash.update(JSON.stringify([warmArgs(bare), coldArgs(bare), layers]))
  const folder = join(site.runtime.dir, 'host/sandmle/sandbox')
  for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.py')).sort()) {
    hash.update(name).update(await readFile(join(folder, name)))
  }
  return hash.digest('hex')
}

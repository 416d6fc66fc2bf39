import { z } from 'zod'
import type { Db } from '#lib/db/client.ts'
import { stored } from '#lib/domain/parse.ts'
import { ProgramRuntime } from '#lib/domain/runtime.ts'

const Stated = z.object({ runtime: ProgramRuntime.optional() })
const Told = z.object({ runtime: z.string() })

/**
 * What a version was certified on, in words: as its task states it; of a task of an older time, as a worker of the same
 * runtime told it.
 */
export async function statedRuntime(
  db: Pick<Db, 'worker'>,
  { id, runtimeHash, task }: { id: string; runtimeHash: string; task: unknown },
): Promise<{ runtime: string | null; program: ProgramRuntime['program'] | null }> {
  const { runtime } = stored(Stated, task, `runtime in the task of version ${id}`)
  if (runtime) return { runtime: runtime.versions, program: runtime.program }
  const worker = await db.worker.findFirst({ where: { runtimeHash }, select: { sandbox: true } })
  return { runtime: Told.safeParse(worker?.sandbox).data?.runtime ?? null, program: null }
}

import { env } from '#lib/env.ts'
import { readSupervisor } from '#lib/http/read-supervisor.ts'
import type { Around } from '#lib/services/health/get-health.ts'

/** When this process saw the database go, by a clock that nobody sets. */
let goneAt: number | null = null

/** Notes whether the database answered, so that its absence has a beginning. */
export function sawDatabase(answers: boolean): void {
  goneAt = answers ? null : (goneAt ?? performance.now())
}

export async function healthAround(): Promise<Around> {
  const databaseGoneS = goneAt === null ? null : Math.round((performance.now() - goneAt) / 1000)
  return { supervisor: await readSupervisor(env().SANDMLE_HOME), databaseGoneS }
}

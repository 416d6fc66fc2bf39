import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Health } from '#lib/contracts/overview.ts'
import { SupervisorFile } from '#lib/domain/supervisor-state.ts'
import { startOf } from '#lib/processes/start-of.mjs'

type Supervisor = Health['supervisor']
const NONE: Supervisor = { status: 'none', parts: [] }

async function readState(home: string): Promise<SupervisorFile | null> {
  try {
    const text = await readFile(join(home, 'run/supervisor.json'), 'utf8')
    const parsed = SupervisorFile.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** What the supervisor of this installation last said, and whether it still lives. */
export async function readSupervisor(home: string): Promise<Supervisor> {
  const state = await readState(home)
  if (state === null) return NONE
  const nowMs = Number(process.hrtime.bigint() / 1_000_000n)
  const parts = state.parts.map(({ name, state: of, restarts, sinceUptimeMs, reason }) => ({
    name,
    state: of,
    restarts,
    forS: Math.max(0, Math.round((nowMs - sinceUptimeMs) / 1000)),
    reason,
  }))
  return { status: startOf(state.pid) === state.start ? 'ok' : 'gone', parts }
}

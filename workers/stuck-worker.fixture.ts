import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { openDeps } from '#workers/deps.ts'
import { serve } from '#workers/serve.ts'

// A whole worker whose solver ladder never answers: for tests that kill a process in the middle of a role.
const opened = await openDeps()
const { sandbox } = opened.deps
const stuck: Sandbox = {
  ...sandbox,
  run: (job, signal) =>
    job.program.kind === 'module' && job.program.name === 'sandmle.ladder'
      ? new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
      : sandbox.run(job, signal),
}
await serve({ ...opened, deps: { ...opened.deps, sandbox: stuck } })
process.exit(0)

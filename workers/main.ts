import { env } from '#lib/env.ts'
import { giveSigns } from '#lib/processes/signs-of-life.mjs'
import { openDeps } from '#workers/deps.ts'
import { serve } from '#workers/serve.ts'

giveSigns(env().SANDMLE_HOME, 'worker')
await serve(await openDeps())
process.exit(0)

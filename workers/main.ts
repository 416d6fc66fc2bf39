import { openDeps } from '#workers/deps.ts'
import { serve } from '#workers/serve.ts'

await serve(await openDeps())
process.exit(0)

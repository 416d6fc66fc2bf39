import { speakPlainly } from '#lib/domain/plain-words.ts'
import { env } from '#lib/env.ts'
import { giveSigns } from '#lib/processes/signs-of-life.mjs'
import { openDeps } from '#workers/deps.ts'
import { serve } from '#workers/serve.ts'

speakPlainly()
giveSigns(env().SANDMLE_HOME, 'worker')
await serve(await openDeps())
process.exit(0)

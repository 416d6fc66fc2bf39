import { command } from '#lib/http/route.ts'
import { resumeCandidates } from '#lib/services/steering/resume-candidates.ts'

export const POST = command('run.start', resumeCandidates)

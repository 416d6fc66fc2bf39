import { route } from '#lib/http/route.ts'
import { resumeCandidates } from '#lib/services/steering/resume-candidates.ts'

export const POST = route(resumeCandidates)

import { route } from '#lib/http/route.ts'
import { listPrompts } from '#lib/services/runs/read-prompts.ts'

export const GET = route(listPrompts)

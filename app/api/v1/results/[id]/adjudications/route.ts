import { route } from '#lib/http/route.ts'
import { adjudicate } from '#lib/services/results/adjudicate.ts'

export const POST = route(adjudicate, { status: () => 201 })

import { command } from '#lib/http/route.ts'
import { adjudicate } from '#lib/services/results/adjudicate.ts'

export const POST = command('results.adjudicate', adjudicate, { status: () => 201 })

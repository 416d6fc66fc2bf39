import { route } from '#lib/http/route.ts'
import { branchRun } from '#lib/services/runs/branch-run.ts'

export const POST = route(branchRun, { status: () => 201 })

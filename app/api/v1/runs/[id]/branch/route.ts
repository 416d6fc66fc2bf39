import { command } from '#lib/http/route.ts'
import { branchRun } from '#lib/services/runs/branch-run.ts'

export const POST = command('run.start', branchRun, { status: () => 201 })
